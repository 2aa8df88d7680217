"""What a right answer does on the way, for a remark about it."""

import warnings
from unittest import mock

import torch
from torch.overrides import TorchFunctionMode

from course_utils.checking.comparison import difference
from course_utils.checking.plain_data import as_data, as_numbers

IGNORED = "right, warnings ignored"
ROW_AGAINST_VECTOR = "right, (1, n) against (n,)"


class Watch(TorchFunctionMode):
    """Notes the name and the number of arguments of every function of torch that is called.

    A difference of (1, n) and (n,) is noted as `ROW_AGAINST_VECTOR`, too.
    """

    def __init__(self):
        super().__init__()
        self.calls = []

    def __torch_function__(self, func, types, args=(), kwargs=None):
        kwargs = kwargs or {}
        name = getattr(func, "__name__", "")
        self.calls.append((name, len(args) + len(kwargs)))
        if name in ("sub", "rsub", "mse_loss"):
            shapes = {tuple(a.shape) for a in args if isinstance(a, torch.Tensor)}
            if len(shapes) == 2 and max(shapes, key=len) == (1, *min(shapes, key=len)):
                self.calls.append(ROW_AGAINST_VECTOR)
        return func(*args, **kwargs)


def habit_or_value(part, habit, answer, *args):
    """Return what the answer gives; if that is right, and it has a habit, the name of the habit.

    `habit(calls)` names one in what the answer called, or none.
    """
    expected = as_data(part.reference(*args))
    ignoring = mock.patch.object(warnings, "simplefilter", wraps=warnings.simplefilter)
    with Watch() as watch, ignoring as asked:
        value = as_numbers(answer(*args))
    if "'ignore'" in str(asked.mock_calls):
        watch.calls.append(IGNORED)
    said = habit(watch.calls)
    return said if said and difference(expected, as_data(value), tolerance=1e-3) is None else value
