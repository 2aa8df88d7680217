"""Move results by one unit in the last place, as another processor or library might round them.

`begin(seed)` starts the noise in this process, before the first cell of a lesson, and leaves no
name in the lesson; `noise(seed)` is the same for the length of a `with`. To see which cells of
lessons 02 and 07 change: `python tests/digits.py 02 07 --seeds 1,2,3 --no-kernels`.

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
listed here as free or fixed.
NumPy: sums and means (by method and by name, pandas' as well), linear algebra and fits by name.
Python: `sum` of floats, which adds otherwise from 3.12 on, and the functions of `math`.
Not moved, but to be run under other kernels: `@` of arrays (OPENBLAS_CORETYPE); exp, log and power
of arrays (NPY_DISABLE_CPU_FEATURES). Not covered: `**` of two Python floats, NumPy's random draws.
What matplotlib computes for itself stays as it is.
One unit of a result is less than libraries differ by where terms cancel, as in a mean near zero.
"""

import builtins
import contextlib
import functools
import math
import sys
import threading
import warnings
from unittest import mock

import numpy as np
import torch
from numpy._core import _methods, fromnumeric
from torch.utils._python_dispatch import TorchDispatchMode

_FUSED = """
    addcmul addcdiv lerp linspace logspace arange addr hypot rsqrt
    tanh_backward sigmoid_backward mse_loss_backward smooth_l1_loss_backward huber_loss_backward
    softplus_backward silu_backward gelu_backward elu_backward log_sigmoid_backward
    binary_cross_entropy_backward _softmax_backward_data _log_softmax_backward_data
    _fused_sgd _fused_adam _fused_adamw _fused_adagrad
"""
_ORDER = """
    sum nansum mean prod var std var_mean std_mean trace cumsum cumprod
    norm linalg_vector_norm _cdist_forward
    dot vdot mv mm bmm addmm addmv addbmm baddbmm
    mse_loss l1_loss smooth_l1_loss huber_loss binary_cross_entropy nll_loss_forward
    logsumexp _logcumsumexp _softmax _log_softmax
    index_add scatter_add embedding_dense_backward unfold_backward
    native_layer_norm native_layer_norm_backward native_batch_norm native_batch_norm_backward
    convolution convolution_backward avg_pool2d avg_pool2d_backward _adaptive_avg_pool2d
"""
_FUNCTIONS = """
    exp exp2 expm1 log log2 log10 log1p pow sin cos tan asin acos atan atan2 sinh cosh tanh
    asinh acosh atanh sigmoid log_sigmoid_forward softplus silu gelu elu mish erf erfc erfinv
    lgamma digamma logit logaddexp logaddexp2 xlogy sinc polygamma
"""
_FACTORISATIONS = """
    _linalg_eigh _linalg_svd _linalg_solve_ex _linalg_det _linalg_slogdet linalg_lstsq
    linalg_inv_ex linalg_qr linalg_cholesky_ex linalg_lu_factor_ex linalg_lu linalg_lu_solve
    linalg_eig linalg_solve_triangular triangular_solve cholesky_solve cholesky_inverse
    geqrf ormqr linalg_householder_product linalg_matrix_exp
"""
_RANDOM = "normal randn randn_like exponential log_normal cauchy geometric"
_FIXED = """
    add sub rsub mul div neg abs sqrt reciprocal square sign sgn floor ceil round trunc frac fmod
    remainder clamp clamp_min clamp_max maximum minimum max min amax amin aminmax where relu
    threshold threshold_backward hardtanh hardtanh_backward leaky_relu leaky_relu_backward copysign
    nextafter median nanmedian kthvalue mode sort topk cummax cummin floor_divide heaviside ldexp
    clone copy _to_copy cat stack fill zero zeros ones full empty empty_strided zeros_like ones_like
    full_like empty_like new_zeros new_ones new_full new_empty new_empty_strided eye scalar_tensor
    lift_fresh_copy _unsafe_view resize set repeat repeat_interleave flip roll rot90 tril triu
    diag_embed index index_put _index_put_impl _unsafe_index masked_fill masked_select
    masked_scatter index_select index_copy index_fill gather scatter take put constant_pad_nd
    select_backward slice_backward diagonal_backward select_scatter slice_scatter embedding
    nan_to_num uniform rand rand_like bernoulli native_dropout native_dropout_backward
    max_pool2d_with_indices _unique2 unique_dim unique_consecutive
"""
_FREE = [*f"{_FUSED} {_ORDER} {_FUNCTIONS} {_FACTORISATIONS} {_RANDOM}".split(), *"add sub".split()]
_LISTED = {*_FREE, *_FIXED.split()}

# However they are rounded, these results do not leave their range.
_RANGE = dict.fromkeys("tanh sin cos erf".split(), (-1, 1))
_RANGE |= dict.fromkeys("sigmoid _softmax".split(), (0, 1))

# What is not moved because it belongs to a picture.
_DRAWING = ("matplotlib", "mpl_toolkits", "contourpy", "PIL")

# What this module itself computes with, however NumPy is changed.
_sum, _prod, _matmul = np.add.reduce, np.multiply.reduce, np.matmul


_FLOATS = (torch.float32, torch.float64)


class UnknownOperation(Exception):
    """An operation of torch that is listed neither as free nor as fixed."""


class _Inexact(Exception):
    """An argument has no equal in the other precision."""


class Draws:
    """Draws steps of -1, 0 and +1 unit, in bulk, and takes them."""

    _BULK = 1 << 16

    def __init__(self, seed):
        self._rng = np.random.Generator(np.random.PCG64(seed))
        self._steps, self._at = np.empty(0, np.float32), 0

    def _take(self, count):
        """Return `count` steps, each as a number that lies that way: -inf, 0 or inf."""
        if self._at + count > len(self._steps):
            drawn = self._rng.integers(-1, 2, max(count, self._BULK))
            self._steps, self._at = np.array([0, np.inf, -np.inf], np.float32)[drawn], 0
        self._at += count
        return self._steps[self._at - count : self._at]

    def move(self, values, judge=None, limits=None):
        """Move the entries of a floating-point array in place, but those that are exact.

        `judge()` returns the entries in another precision, or None if it does not know them.
        """
        steps = self._take(values.size).reshape(values.shape)
        if values.size == 1 and not steps.any():
            return
        # Zero is exact, or so small that a step would change its sign.
        moving = (steps != 0) & (values != 0) & np.isfinite(values)
        if judge and (again := judge()) is not None:
            moving &= values != again
        # A step towards itself is none.
        np.nextafter(values, np.where(moving, steps, values), out=values)
        if limits:
            np.clip(values, *limits, out=values)


_thread = threading.local()


class _Inside:
    """While an operation calls others, only what it returns is moved, and once."""

    def __enter__(self):
        _thread.inside = True

    def __exit__(self, *_):
        _thread.inside = False


def _is_inside():
    return getattr(_thread, "inside", False)


# --- torch


def _base(name):
    """Return an operation's name, aten::add_.Tensor, without variant, in-place mark and lists."""
    name = name.removeprefix("aten::").removeprefix("_foreach_").partition(".")[0]
    return name if name.startswith("__") else name.removesuffix("_")


class Census(TorchDispatchMode):
    """Raises UnknownOperation where a floating-point result comes from an operation not listed."""

    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        result = func(*args, **(kwargs or {}))
        ours = (
            func.namespace == "aten"
            and not func.is_view
            and _base(func._schema.name) not in _LISTED
        )
        if ours and any(t.is_floating_point() for t in _tensors(result)):
            raise UnknownOperation(f"{func}: list it in {__name__}.py, as free or as fixed")
        return result


class _Kernel:
    """Takes the place of the kernel of one operation of torch, and moves its results."""

    def __init__(self, func, draws):
        self._base, self._draws = _base(func._schema.name), draws
        self._kernel = torch.library.get_kernel(func, "CPU")
        self._changes = any(a.alias_info and a.alias_info.is_write for a in func._schema.arguments)
        kinds = [str(argument.type) for argument in func._schema.arguments]
        self._tensors = [place for place, kind in enumerate(kinds) if kind == "Tensor"]
        self._limits = _RANGE.get(self._base)
        self._longer = _LONGER.get(self._base)
        self._judged = self._base not in (*_RANDOM.split(), "uniform")

    def __call__(self, keys, *args, **kwargs):
        args = self._with_tensors(args)
        if _is_inside() or not _may_differ(self._base, args, kwargs):
            return self._kernel.call_boxed(keys, *args, **kwargs)
        with _Inside():
            return self._moved(keys, args, kwargs)

    def _with_tensors(self, args):
        """Return the arguments with each number a tensor again that torch had unwrapped."""
        numbers = [p for p in self._tensors if p < len(args) and not _is_tensor(args[p])]
        if not numbers:
            return args
        args = list(args)
        dtype = next(args[p].dtype for p in self._tensors if _is_tensor(args[p]))
        for p in numbers:
            fits = dtype.is_floating_point or not isinstance(args[p], float)
            args[p] = torch.tensor(args[p], dtype=dtype if fits else None)
        return args

    def _moved(self, keys, args, kwargs):
        again = None
        if self._changes and self._judged:  # now, because the arguments will not be what they were
            again = self._again(keys, args, kwargs)
        result = self._kernel.call_boxed(keys, *args, **kwargs)
        for place, tensor in enumerate(_tensors(result)):
            if tensor.dtype not in _FLOATS:
                continue

            def judge(place=place):
                nonlocal again
                if again is None and self._judged:
                    again = self._again(keys, args, kwargs)
                return again[place] if again else None

            self._draws.move(tensor.detach().numpy(), judge, self._limits)
        return result

    def _again(self, keys, args, kwargs):
        """Return the results in another precision, as arrays; none if they cannot be had."""
        wide = any(t.dtype is torch.float32 for t in _tensors([*args, *kwargs.values()]))
        if not wide and self._longer:
            return [self._longer(*map(_long, args), **kwargs)]
        try:
            args = [_other(value, wide) for value in args]
            kwargs = {name: _other(value, wide) for name, value in kwargs.items()}
        except _Inexact:
            return ()
        return [t.numpy() for t in _tensors(self._kernel.call_boxed(keys, *args, **kwargs))]


def _is_tensor(value):
    return isinstance(value, torch.Tensor)


def _may_differ(base, args, kwargs):
    """Return False where IEEE 754 leaves no choice."""
    if base in ("add", "sub"):
        alpha = kwargs.get("alpha", args[2] if len(args) > 2 else 1)
        return math.frexp(abs(alpha))[0] != 0.5  # a power of two times a number is exact
    if base in ("sum", "mean", "prod"):  # two have one order
        return _terms(*args[:2]) > 2
    if base in ("dot", "mv", "mm", "bmm"):  # a product alone
        return args[0].shape[-1] > 1
    if base == "uniform":  # low + (high - low) * draw
        return len(args) > 1 and args[1] != 0
    if base == "pow":  # those are a product, a quotient or a root
        return isinstance(args[1], torch.Tensor) or args[1] not in (-1, 0, 0.5, 1, 2)
    return True


def _terms(x, dim=None):
    """Return how many numbers go into one result of a sum."""
    if not isinstance(dim, int | list) or dim == []:
        return x.numel()
    return math.prod(x.shape[d] for d in ([dim] if isinstance(dim, int) else dim))


def _long(value):
    return (
        value.detach().numpy().astype(np.longdouble) if isinstance(value, torch.Tensor) else value
    )


def _reduced(reduce):
    def longer(x, dim=None, keepdim=False, **_):
        axis = None if dim is None or dim == [] else tuple(np.atleast_1d(dim).tolist())
        return reduce(x, axis=axis, keepdims=keepdim)

    return longer


def _meaned(x, dim=None, keepdim=False, **_):
    total = _reduced(_sum)(x, dim, keepdim)
    return total / (x.size // total.size)


# In long double, for float64.
_LONGER = dict.fromkeys("dot vdot mv mm bmm".split(), lambda a, b, **_: _matmul(a, b))
_LONGER |= {"sum": _reduced(_sum), "mean": _meaned}


def _other(value, wide):
    """Return an argument in float64 if `wide`, else in float32, or raise _Inexact."""
    if isinstance(value, torch.Tensor):
        if not value.is_floating_point():
            return value
        if wide:
            return value.detach().double() if value.dtype is torch.float32 else value.clone()
        narrow = value.detach().float()
        if not torch.equal(narrow.double(), value):
            raise _Inexact
        return narrow
    if isinstance(value, torch.dtype) and value.is_floating_point:
        return torch.float64 if wide else torch.float32
    if isinstance(value, list | tuple):
        return [_other(item, wide) for item in value]
    return value


def _tensors(value):
    """Return the tensors in a value that is one, or a list of such values."""
    if isinstance(value, torch.Tensor):
        return [value]
    if isinstance(value, list | tuple):
        return [tensor for item in value for tensor in _tensors(item)]
    return []


def _kernels():
    """Return the operations of torch with a kernel of their own whose results are free.

    Those on lists, and those that only make tensors, have none: they call others.
    """
    free, has_kernel = {*_FREE, "uniform"}, torch._C._dispatch_has_kernel_for_dispatch_key
    for name in torch._C._dispatch_get_all_op_names():
        if not name.startswith("aten::") or _base(name) not in free:
            continue
        packet, _, overload = name.removeprefix("aten::").partition(".")
        func = getattr(getattr(torch.ops.aten, packet), overload or "default")
        takes_one = any(str(argument.type) == "Tensor" for argument in func._schema.arguments)
        composed = has_kernel(name, "CompositeExplicitAutograd") and takes_one
        if has_kernel(name, "CPU") or composed:
            yield func


@contextlib.contextmanager
def _in_torch(draws):
    library = torch.library.Library("aten", "IMPL")
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Warning only once")  # that kernels are replaced
        for func, kernel in [(func, _Kernel(func, draws)) for func in _kernels()]:
            library.impl(func, kernel, "CPU", with_keyset=True, allow_override=True)
    try:
        yield
    finally:
        library._destroy()


# --- NumPy and Python

_LINALG = """
    cholesky cond det eig eigh eigvals eigvalsh inv lstsq matrix_power norm pinv qr slogdet solve
    svd svdvals tensorinv tensorsolve
"""
_NUMPY = """
    average convolve corrcoef correlate cov cumprod cumsum dot einsum geomspace inner interp
    logspace percentile polyfit quantile tensordot trapezoid vdot
"""
_MATH = """
    acos acosh asin asinh atan atan2 atanh cbrt cos cosh dist erf erfc exp exp2 expm1 gamma hypot
    lgamma log log10 log1p log2 pow sin sinh tan tanh
"""


def _for_a_picture():
    """Return True if whoever called a function of NumPy or Python draws."""
    frame = sys._getframe(2)
    while frame and frame.f_globals.get("__name__", "").startswith("numpy"):
        frame = frame.f_back
    return bool(frame) and frame.f_globals.get("__name__", "").startswith(_DRAWING)


def _moved(draws, result, judge):
    """Return what NumPy returned, moved: arrays in place, also those in a tuple."""
    if isinstance(result, tuple):
        for place, item in enumerate(result):
            if isinstance(item, np.ndarray):
                _moved(draws, item, lambda place=place: None if judge() is None else judge()[place])
        return result
    if not isinstance(result, np.ndarray | np.generic) or result.dtype not in (
        np.float32,
        np.float64,
    ):
        return result
    values = result if isinstance(result, np.ndarray) else np.array(result)
    draws.move(values, judge)
    return values if values is result else values[()]


def _in_other_precision(value):
    if isinstance(value, torch.Tensor):
        value = value.detach().numpy()
    if isinstance(value, list | tuple):
        return type(value)(map(_in_other_precision, value))
    if not isinstance(value, np.ndarray | np.floating) or value.dtype.kind != "f":
        return value
    other = value.astype(np.float64 if value.dtype == np.float32 else np.float32)
    if not np.array_equal(other, value):
        raise _Inexact
    return other


def _function(draws, function):
    """Return a function of NumPy that moves its results."""

    @functools.wraps(function)
    def moved(*args, **kwargs):
        if _is_inside() or _for_a_picture():
            return function(*args, **kwargs)

        @functools.cache
        def judge():
            try:
                return function(*map(_in_other_precision, args), **kwargs)
            except (_Inexact, TypeError):
                return None

        with _Inside():
            return _moved(draws, function(*args, **kwargs), judge)

    return moved


def _reduction(draws, reduce):
    """Return a reduction of NumPy that moves its results."""

    def moved(a, axis=None, dtype=None, out=None, *args, **kwargs):
        result = reduce(a, axis, dtype, out, *args, **kwargs)
        if np.size(a) <= 2 * np.size(result) or _is_inside() or _for_a_picture():
            return result
        return _moved(
            draws,
            result,
            lambda: reduce(np.asarray(a, np.longdouble), axis, None, None, *args, **kwargs),
        )

    return moved


def _wrapreduction(draws, original):
    """Return what np.sum and np.prod call; for another type than an array that is a method's."""

    def moved(obj, ufunc, method, axis, dtype, out, **kwargs):
        if ufunc not in (np.add, np.multiply) or _for_a_picture():
            return original(obj, ufunc, method, axis, dtype, out, **kwargs)
        if type(obj) is not np.ndarray and hasattr(obj, method):
            return original(obj, ufunc, method, axis, dtype, out, **kwargs)
        given = {name: value for name, value in kwargs.items() if value is not np._NoValue}
        return _reduction(draws, ufunc.reduce)(obj, axis, dtype, out, **given)

    return moved


def _number(draws, function):
    """Return a function of `math` that moves its result."""

    @functools.wraps(function)
    def moved(*args):
        result = function(*args)
        # Of the results that these functions give exactly, hardly one has so many digits.
        if result in args or float(np.float32(result)) == result or _for_a_picture():
            return result
        return float(_moved(draws, np.float64(result), None))

    return moved


def _summed(draws, original):
    @functools.wraps(original)
    def moved(iterable, /, start=0):
        numbers = list(iterable)
        result = original(numbers, start)
        if type(result) is not float or len(numbers) <= 2 or _for_a_picture():
            return result
        return float(_moved(draws, np.float64(result), lambda: math.fsum([start, *numbers])))

    return moved


@contextlib.contextmanager
def _in_numpy_and_python(draws):
    with contextlib.ExitStack() as stack:

        def replace(owner, name, make):
            if hasattr(owner, name):
                new = make(draws, getattr(owner, name))
                stack.enter_context(mock.patch.object(owner, name, new))

        replace(_methods, "umr_sum", _reduction)
        replace(_methods, "umr_prod", _reduction)
        replace(fromnumeric, "_wrapreduction", _wrapreduction)
        for name in _NUMPY.split():
            replace(np, name, _function)
        for name in _LINALG.split():
            replace(np.linalg, name, _function)
        for name in _MATH.split():
            replace(math, name, _number)
        replace(builtins, "sum", _summed)
        yield


# --- begin

_for_good = contextlib.ExitStack()


@contextlib.contextmanager
def noise(seed):
    """Move results for the length of a `with`; the same seed moves them the same way."""
    draws = Draws(seed)
    with _in_torch(draws), _in_numpy_and_python(draws):
        yield


def begin(seed):
    """Move results from now on, until this process ends."""
    _for_good.enter_context(noise(seed))


def census():
    """From now on refuse an operation of torch that this module does not know."""
    _for_good.enter_context(Census())
