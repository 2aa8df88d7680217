"""How an answer comes to its result: which functions it calls, and whether warnings are heard."""

import dis
import inspect
import types
import warnings

import torch
from torch.overrides import TorchFunctionMode

from course_utils.checking.comparison import difference
from course_utils.checking.plain_data import as_data

SILENCED = "right, and warnings are silenced"
ROW_AGAINST_VECTOR = "right, (1, n) against (n,)"
UNEQUAL = "unequal shapes in a difference"
IN_A_LOSS = {"mse_loss", "sub", "rsub", "pow", "square", "mean"}


class Watch(TorchFunctionMode):
    """Notes the name and the number of arguments of every function of torch that is called.

    A difference of two shapes is noted as `UNEQUAL`, too, of (1, n) and (n,) as
    `ROW_AGAINST_VECTOR`, and as `SILENCED` that a warning given in a function of a loss is unheard.
    """

    def __init__(self):
        super().__init__()
        self.calls, self._given, self._heard = [], set(), set()

    def __enter__(self):
        self._listening = warnings.catch_warnings(record=True)
        self._record = self._listening.__enter__()
        warnings.simplefilter("always")
        return super().__enter__()

    def __exit__(self, *error):
        super().__exit__(*error)
        self._listening.__exit__(*error)
        self._heard |= {str(one.message) for one in self._record}
        if self._given - self._heard:
            self.calls.append(SILENCED)

    def __torch_function__(self, func, types, args=(), kwargs=None):
        kwargs = kwargs or {}
        name = getattr(func, "__name__", "")
        self.calls.append((name, len(args) + len(kwargs)))
        if name in ("sub", "rsub", "mse_loss"):
            shapes = {tuple(a.shape) for a in args if isinstance(a, torch.Tensor)}
            if len(shapes) == 2:
                self.calls.append(UNEQUAL)
            if len(shapes) == 2 and max(shapes, key=len) == (1, *min(shapes, key=len)):
                self.calls.append(ROW_AGAINST_VECTOR)
        if name in IN_A_LOSS:
            self._warn(f"Using a target size that differs from the input size, in {name}")
        return func(*args, **kwargs)

    def _warn(self, message):
        self._given.add(message)
        try:
            warnings.warn(message, stacklevel=2)
        except UserWarning:  # whoever makes errors of warnings hears them best
            self._heard.add(message)


def watched(answer, *args):
    """Return what the answer gives, and what it called."""
    with Watch() as watch:
        value = answer(*args)
    return value, watch.calls


def habit_or_value(part, seen, *args):
    """Return the `value` that was seen; if that is right, and has a `habit`, that."""
    return (
        seen["habit"] if seen["habit"] and is_right(part, seen["value"], *args) else seen["value"]
    )


def is_right(part, value, *args):
    """True if a value is the one that the part's reference gives."""
    return difference(as_data(part.reference(*args)), as_data(value), tolerance=1e-3) is None


def has_loop(answer):
    """True if the code of a function holds a loop or a comprehension."""
    steps = (step.opname for code in _codes(answer) for step in dis.get_instructions(code))
    return any(name == "FOR_ITER" or "BACKWARD" in name for name in steps)


def uses(answer, *libraries):
    """True if a function is one of these libraries, or its code names one of their things."""
    function = inspect.unwrap(answer)
    known = getattr(function, "__globals__", {})
    names = {name for code in _codes(function) for name in code.co_names}
    homes = [_home(function), *(_home(known[name]) for name in names if name in known), *names]
    return not set(homes).isdisjoint(libraries)


def _codes(answer):
    """Return the code of a function and of all functions and comprehensions within."""
    code = getattr(inspect.unwrap(answer), "__code__", None)
    codes = [code] if code else []
    for code in codes:
        codes += [const for const in code.co_consts if isinstance(const, types.CodeType)]
    return codes


def _home(value):
    """Return the name of the package that a module or a function belongs to."""
    name = getattr(value, "__name__" if isinstance(value, types.ModuleType) else "__module__", "")
    return name.partition(".")[0] if isinstance(name, str) else ""
