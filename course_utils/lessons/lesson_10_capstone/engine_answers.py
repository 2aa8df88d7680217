"""What comes of an answer that works with the numbers of our own engine, in plain words."""

import torch

from course_utils import engine
from course_utils.checking.plain_data import as_data, kind_of
from course_utils.engine import Value
from course_utils.lessons.lent_names import lent


def values_of(numbers):
    return [Value(number) for number in numbers]


def is_value(thing):
    """True for a `Value`, also for one whose cell or module was run once more."""
    return all(hasattr(thing, name) for name in ("data", "grad", "parents"))


def about_the_start(answer, seed):
    """Say in words what comes back: what is right, or the first thing that is not."""
    answer = lent(answer)
    params = answer(seed)
    if not isinstance(params, list | tuple):
        return kind_of(as_data(params))
    if any(isinstance(p, list | tuple) for p in params):
        return "lists in a list"
    if not all(map(is_value, params)):
        return "numbers"
    if len(params) != 17:
        return f"{len(params)} Values"
    if len({id(p) for p in params}) < 17:
        return "the same Value several times"
    data = [float(p.data) for p in params]
    if not any(data):
        return "17 zeros"
    if len({(*data[2 * j : 2 * j + 2], data[8 + j], data[12 + j]) for j in range(4)}) < 4:
        return "hidden units that are alike"
    if [float(p.data) for p in answer(seed)] != data:
        return "other numbers at every call"
    other = [float(p.data) for p in answer(seed + 1)]
    if other == data:
        return "the same numbers for every seed"
    if len({round(b - a, 6) for a, b in zip(data, other, strict=True)}) == 1:
        return "numbers that all move alike from seed to seed"
    return "17 Values, drawn from the seed"


def with_slopes(answer, numbers, x1, x2):
    """Return the number in what comes back, its slopes, and whether it left params as they were."""
    params = values_of(numbers)
    out = lent(answer)(params, x1, x2)
    if not is_value(out):
        return "a list" if isinstance(out, list | tuple) else out
    kept = [p.data for p in params] == numbers
    engine.backward(out)
    slopes = torch.tensor([float(p.grad) for p in params])
    return {"data": out.data, "slopes": slopes, "params are kept": kept}
