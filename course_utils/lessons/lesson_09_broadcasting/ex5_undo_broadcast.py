"""Exercise 9.5: what comes back to a number that broadcasting had used several times."""

import torch

from course_utils.checking.exercises import exercise
from course_utils.checking.plain_data import as_numbers
from course_utils.lessons.lesson_09_broadcasting.habits import habit_or_value

undo = exercise(
    "9.5",
    "Undo a broadcast",
    hints=(
        "Section 8: a number that was used several times gets the sum of what comes back. Which "
        "axes of g hold one and the same number several times?",
        "Two kinds: axes that the shape does not have, all of them at the left, and axes where "
        "its size is 1. Those of the second kind have to remain, with size 1.",
        "First: while g.ndim > len(shape): g = g.sum(0). Then one loop over the axes of shape.",
    ),
)


def broadcasts(generator):
    """Pairs (g, shape) chosen by hand, then random ones, 50 in all."""

    def draw(most):
        return int(torch.randint(most, (1,), generator=generator))

    pairs = [((3, 4), shape) for shape in ((4,), (3, 1), (1, 4), (), (3, 4))]
    pairs.append(((2, 3, 4), (3, 1)))
    while len(pairs) < 50:
        large = [1 + draw(4) for _ in range(draw(5))]
        small = [1 if draw(3) == 0 else size for size in large[draw(len(large) + 1) :]]
        pairs.append((tuple(large), tuple(small)))
    return [(torch.randn(large, generator=generator), small) for large, small in pairs]


def result(answer, g, shape):
    """Return what comes back; in one case also by which of torch's functions."""
    if (tuple(g.shape), shape) != ((2, 3, 4), (3, 1)):
        return as_numbers(answer(g, shape))
    return habit_or_value(unbroadcast, habit, answer, g, shape)


def habit(calls):
    return "right, by sum_to_size" if ("sum_to_size", 2) in calls else ""


@undo.part(probes=broadcasts, observe=result)
def unbroadcast(g, shape):
    """g summed back to this shape, over all axes that broadcasting had added or stretched."""
    while g.ndim > len(shape):
        g = g.sum(0)
    for axis, size in enumerate(shape):
        if size == 1:
            g = g.sum(axis, keepdim=True)
    return g


unbroadcast.remark(
    "Right. That is torch's own name for it. Can you do it with sum alone?",
    "return g.sum_to_size(shape)",
)


def axes_to_sum(g, shape, least=0):
    """Return the axes to sum over; of those of size 1 the ones where g has more than `least`."""
    added = g.ndim - len(shape)
    ones = [added + axis for axis, size in enumerate(shape) if size == 1]
    return (*range(added), *[axis for axis in ones if g.shape[axis] > least])


ADDED = "while g.ndim > len(shape):\n        g = g.sum(0)"
STRETCHED = "g.sum(axis, keepdim=True)"
NOT_ADDED, NO_KEEPDIM = (ADDED, ""), (", keepdim=True", "")
RIGHT_TO_LEFT = ("enumerate(shape)", "[*enumerate(shape)][::-1]")
MEANS = ("sum(0)", "mean(0)"), ("sum(axis", "mean(axis")
FIRSTS = ("g.sum(0)", "g[0]"), (STRETCHED, "g.narrow(axis, 0, 1)")

unbroadcast.slips(
    {
        "Nothing is summed. Which axes of g does the shape lack, and where is it 1?": "return g",
        "Only stretched axes are summed. What of axes that the shape does not have at all?": [
            NOT_ADDED,
            (NOT_ADDED, ("sum(axis", "sum(axis - len(shape)")),
        ],
        "Only added axes are summed. An axis of size 1 was stretched, too.": (STRETCHED, "g"),
        "An axis of size 1 is lost. Which option of sum keeps the axis it sums over?": [
            NO_KEEPDIM,
            (RIGHT_TO_LEFT, NO_KEEPDIM),
            (RIGHT_TO_LEFT, NO_KEEPDIM, ("size == 1", "size < g.shape[axis]")),
        ],
        "Axes at the right are summed away. On which side does broadcasting add axes?": (
            ("g.sum(0)", "g.sum(-1)")
        ),
        "This is the mean. A number that was used five times gets the blame of all five.": [
            MEANS,
            *MEANS,
        ],
        "Nothing is added up: this only gives the numbers another shape.": [
            "return g.reshape(shape)",
            "return g.expand(shape)",
            "return g.broadcast_to(shape)",
        ],
        "This keeps the first entry of each axis. What of the blame in the others?": [
            FIRSTS,
            *FIRSTS,
        ],
        "For an empty tuple of axes torch sums over all of them. What if there is none to sum?": [
            (ADDED, "g = g.sum(tuple(range(g.ndim - len(shape))))"),
            "return g.sum(axes_to_sum(g, shape), keepdim=True).reshape(shape)",
            "return g.sum(axes_to_sum(g, shape, least=1), keepdim=True).reshape(shape)",
        ],
        "Everything is added up. Only the added and the stretched axes are to be summed.": [
            "return g.sum()",
            "return g.sum().expand(shape)",
        ],
        "One axis is removed. There may be several that the shape does not have.": ("while", "if"),
        "The first axis is always summed. Is it always one that was added?": (
            ADDED,
            "g = g.sum(0)",
        ),
    }
)
