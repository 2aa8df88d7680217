"""Exercise 9.1: Predict the shape."""

import functools
import itertools
import operator

import torch

from course_utils.exercise import exercise
from course_utils.values import as_data, kind_of

predict = exercise(
    "9.1",
    "Predict the shape",
    hints=(
        "Section 3: write the shapes below each other so that they end together. Then go column "
        "by column.",
        "Fill the shorter shape up with 1 on its left side. Two sizes fit if they are equal or one "
        "of them is 1.",
        "The size of a column is b if a == 1 else a. Why not the larger one? Think of size 0.",
        "n = max(len(s1), len(s2)), then s1 = (1,) * (n - len(s1)) + s1, and s2 likewise.",
    ),
)

REFUSED, ELSE_REFUSED = "raises ValueError", "raises another error"


def pairs_of_shapes(generator):
    """Four pairs chosen by hand, then random ones, of which many do not fit."""

    def draw(most):
        return int(torch.randint(most, (1,), generator=generator))

    pairs = [((3, 1), (1, 4)), ((3,), (4,)), ((), ()), ((0,), (1,))]
    while len(pairs) < 200:
        result = [0 if draw(12) == 0 else 2 + draw(4) for _ in range(draw(5))]
        one, other = (
            [1 if draw(3) == 0 else size for size in result[draw(len(result) + 1) :]]
            for _ in range(2)
        )
        if other and draw(3) == 0:
            other[draw(len(other))] = 2 + draw(4)
        pairs.append((tuple(one), tuple(other)))
    return pairs


def shape_or_error(answer, s1, s2):
    """Return in words what comes back: a shape, something else, or an error."""
    try:
        shape = answer(s1, s2)
    except ValueError:
        return REFUSED
    except IndexError:
        return "raises IndexError" if fit(s1, s2) else ELSE_REFUSED
    except Exception as error:
        if fit(s1, s2) or isinstance(error, NameError):
            raise  # an accident, which has a message of its own
        return ELSE_REFUSED
    value = as_data(shape)
    if isinstance(value, list | tuple):
        return repr(type(value)(as_int(size) for size in value))
    return repr(value) if value is None or isinstance(value, str) else kind_of(value)


def as_int(size):
    try:
        return operator.index(size)
    except TypeError:
        return size


@functools.cache
def fit(s1, s2):
    """True if torch broadcasts the two shapes."""
    try:
        torch.broadcast_shapes(s1, s2)
    except RuntimeError:
        return False
    return True


@predict.part(probes=pairs_of_shapes, observe=shape_or_error)
def bshape(s1, s2):
    """Shape (a tuple) of combining the shapes s1 and s2, tuples; ValueError if they do not fit."""
    n = max(len(s1), len(s2))
    s1 = (1,) * (n - len(s1)) + s1
    s2 = (1,) * (n - len(s2)) + s2
    shape = ()
    for a, b in zip(s1, s2, strict=True):
        if a != b and a != 1 and b != 1:
            raise ValueError(f"sizes {a} and {b} do not fit")
        shape += (b if a == 1 else a,)
    return shape


@bshape.remark("Right. But a ValueError was asked for where the shapes do not fit.")
def _(s1, s2):
    return tuple(torch.broadcast_shapes(s1, s2))


def aligned(s1, s2, missing=1):
    return [*itertools.zip_longest(s1[::-1], s2[::-1], fillvalue=missing)][::-1]


def aligned_left(s1, s2):
    return [*itertools.zip_longest(s1, s2, fillvalue=1)]


def cut(s1, s2):
    return [*zip(s1[::-1], s2[::-1], strict=False)][::-1]


def cut_left(s1, s2):
    return [*zip(s1, s2, strict=False)]


def equally_long(s1, s2):
    return [*zip(s1, s2, strict=True)]  # ValueError if not


def fitting(a, b):
    return a == b or a == 1 or b == 1


def stretched(a, b):
    return b if a == 1 else a


def always(a, b):
    return True


def shape_by(columns=aligned, may=fitting, size=stretched, give=tuple):
    """Return an answer that does one thing in another way."""

    def answer(s1, s2):
        found = columns(s1, s2)
        if not all(may(a, b) for a, b in found):
            raise ValueError
        return give([size(a, b) for a, b in found])

    return answer


def open_columns(s1, s2):
    return aligned(s1, s2, missing=None)


def present(a, b):
    return b if a is None else a


def by_index(s1, s2):
    for i in range(1, max(len(s1), len(s2)) + 1):
        if not fitting(s1[-i], s2[-i]):
            raise ValueError
    return bshape.reference(s1, s2)


_LEFT = "The shapes are aligned at the left. At which end does broadcasting line them up?"
_CUT = "zip ends with the shorter shape, and the axes beyond it are lost."
_CUT_LEFT = "zip begins at the left and ends with the shorter shape. Neither is the rule."
_EQUAL = "Only equal sizes are let through. Which size fits every other?"
_EITHER = "A 1 is found in one of the shapes only. Either of the two may be stretched."
_MISSING = "The shapes need not be equally long. What does a missing axis count as?"

for sentence, columns_by in [(_LEFT, aligned_left), (_CUT, cut), (_CUT_LEFT, cut_left)]:
    for may, size in itertools.product((fitting, always), (stretched, max)):
        bshape.mistake(sentence, shape_by(columns_by, may, size))

for sentence, answer in [
    ("The larger size is nearly always right. Try (0,) with (1,).", shape_by(size=max)),
    (
        "The larger size is taken, and no pair is ever refused. Try (3,) with (4,).",
        shape_by(may=always, size=max),
    ),
    ("The sizes are right but stand in a list. A shape is a tuple.", shape_by(give=list)),
    (
        "The sizes come back to front. Were they collected from the right?",
        shape_by(give=lambda sizes: tuple(sizes[::-1])),
    ),
    (_MISSING, shape_by(equally_long)),
    (_EQUAL, shape_by(open_columns, lambda a, b: a == b or None in (a, b), present)),
    (_EQUAL, shape_by(may=lambda a, b: a == b)),
    (_EITHER, shape_by(may=lambda a, b: a in (b, 1))),
    (_EITHER, shape_by(may=lambda a, b: b in (a, 1))),
]:
    bshape.mistake(sentence, answer)

bshape.mistake(
    _MISSING,
    by_index,
    when=lambda want, came: came in ("raises IndexError", ELSE_REFUSED),
)
bshape.mistake(
    "Some pairs do not fit at all, and then an error is to be raised. Try (3,) with (4,).",
    shape_by(may=always),
    when=lambda want, came: want == REFUSED and came.startswith("("),
)
bshape.mistake(
    "Where the shapes do not fit, the error is to be raised. Something is returned instead.",
    lambda s1, s2: bshape.reference(s1, s2) if fit(s1, s2) else "error",
    when=lambda want, came: want == REFUSED,
)
bshape.mistake(
    "The function returns None: is there a return?",
    lambda s1, s2: print(aligned(s1, s2)),
    when=lambda want, came: came == "None",
)
