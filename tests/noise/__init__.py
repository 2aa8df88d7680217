"""Move results by one unit in the last place, as another processor or library might round them.

`begin(seed)` starts the noise in this process, before the first cell of a lesson, in all of its
cells or in some, and leaves no name in the lesson; `noise(seed)` is the same for the length of a
`with`. To see which cells of lessons 02 and 07 change:
`python tests/digits.py 02 07 --seeds 1,2,3 --no-kernels`.

IEEE 754 rounds + - * / and the square root exactly, each on its own: they are the same everywhere
and never moved, nor are copies, comparisons and maxima. Free to differ are

- fused forms: a * b + c is rounded once where the processor fuses, else twice;
- sums of more than two numbers, which depend on the order of summation;
- functions such as exp, tanh and pow, which no library rounds correctly everywhere;
- factorisations, which do all of that on the way;
- random draws that go through such functions.

What is free is moved one step up, one down or not at all, with one chance in three each. An exact
result stays: the operation is done again in another precision, and where both agree nothing was
rounded. (In float64, sums are done again in long double, the rest in float32, if that holds the
arguments.)

torch: the kernels of the free operations are replaced, so that it holds in autograd's backward, in
optimizers, in place, for `out=` and in all threads. `Census` refuses an operation that is not
listed as free or fixed.
NumPy: sums and means (by method and by name, pandas' as well), linear algebra and fits by name.
Python: `sum` of floats, which adds otherwise from 3.12 on, and the functions of `math`.
Not moved, but to be run under other kernels: `@` of arrays (OPENBLAS_CORETYPE); exp, log and power
of arrays (NPY_DISABLE_CPU_FEATURES). Not covered: `**` of two Python floats, NumPy's random draws.
What matplotlib computes for itself stays as it is.
One unit of a result is less than libraries differ by where terms cancel, as in a mean near zero.
"""

import contextlib
import itertools

from IPython import get_ipython

from noise.draws import Draws
from noise.in_numpy import moved_in_numpy_and_python
from noise.in_torch import Census, UnknownOperation, kernels, moved_in_torch

__all__ = ["Census", "UnknownOperation", "begin", "census", "noise"]

_for_good = contextlib.ExitStack()


@contextlib.contextmanager
def noise(seed, thrifty=False):
    """Move results for the length of a `with`; the same seed moves them the same way.

    `thrifty` noise moves the first results of torch, and then one in eight: it makes a training
    loop several times as long, and a digit that hangs on the last bit shows by an eighth as well.
    """
    draws = Draws(seed, thrifty)
    with _moved(draws, kernels(draws)):
        yield draws


@contextlib.contextmanager
def _moved(draws, moving):
    with moved_in_torch(moving), moved_in_numpy_and_python(draws):
        yield


def begin(seed, thrifty=False, cells=None):
    """Move results in all cells to come; if `thrifty`, afresh in each.

    `cells` says of one after another if its results are moved, where those of some are not.
    """
    draws, moved = Draws(seed, thrifty), contextlib.ExitStack()
    moving, turns = kernels(draws), iter(cells or itertools.repeat(True))

    def begin_cell(_):
        draws.begin_cell()
        if next(turns):
            moved.enter_context(_moved(draws, moving))

    events = get_ipython().events
    events.register("pre_run_cell", begin_cell)
    events.register("post_run_cell", lambda _: moved.close())


def census():
    """From now on refuse an operation of torch that is not listed."""
    _for_good.enter_context(Census())
