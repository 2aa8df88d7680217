"""Exercise 9.5: what comes back to a number that broadcasting had used several times."""

import torch

from course_utils.checking.exercises import exercise
from course_utils.checking.plain_data import kind_of
from course_utils.lessons.findings import off_in, right_in
from course_utils.lessons.lesson_09_broadcasting.habits import habit_or_value, watched

undo = exercise(
    "9.5",
    "Undo a broadcast",
    hints=(
        "Section 9: a number that was used several times gets the sum of what comes back. Which "
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
    pairs += [((2, 3, 4), (3, 1)), ((3, 4), (1, 1)), ((2, 3, 4), (1, 3, 1))]
    while len(pairs) < 50:
        large = [1 + draw(4) for _ in range(draw(5))]
        small = [1 if draw(3) == 0 else size for size in large[draw(len(large) + 1) :]]
        pairs.append((tuple(large), tuple(small)))
    return [(torch.randn(large, generator=generator), small) for large, small in pairs]


def result(answer, g, shape):
    """Return what comes back, and the habit with which it was found."""
    value, calls = watched(answer, g, shape)
    summed = any(call[0] == "sum_to_size" for call in calls)
    return {"value": value, "habit": "right, by sum_to_size" if summed else ""}


def shape_and_numbers(seen, g, shape):
    """Return shape and numbers of what came back; in one case also who found them."""
    value = seen["value"]
    if (tuple(g.shape), shape) == ((2, 3, 4), (3, 1)):
        value = habit_or_value(unbroadcast, seen, g, shape)
    came = str(tuple(value.shape)) if isinstance(value, torch.Tensor) else kind_of(value)
    return {"shape": came, "numbers": value}


@undo.part(probes=broadcasts, observe=result, settle=shape_and_numbers)
def unbroadcast(g, shape):
    """g summed back to this shape, over all axes that broadcasting had added or stretched."""
    while g.ndim > len(shape):
        g = g.sum(0)
    for axis, size in enumerate(shape):
        if size == 1:
            g = g.sum(axis, keepdim=True)
    return g


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
        "Right numbers, by torch's own method for it. Write it yourself, with sum alone.": (
            "return g.sum_to_size(shape)"
        ),
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
            f"return g.{method}(shape)" for method in ("reshape", "expand", "broadcast_to")
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
            (ADDED, "g = g.sum(0)")
        ),
        "The axes that remain are summed. Those of size 1 in shape are to be.": [
            ("size == 1", "size != 1"),
            ("size == 1", "True"),
        ],
        "Only one of the axes of size 1 is summed. All of them were stretched.": [
            ("size == 1", "axis == 0 and size == 1"),
            ("size == 1", "axis == len(shape) - 1 and size == 1"),
            ("size == 1", "shape[0] == 1"),
            (f"g = {STRETCHED}", f"return {STRETCHED}"),
        ],
        "Only one axis is summed, whatever the shape asks for.": [
            "return g.sum(0)",
            "return g.sum(-1)",
            "return g.sum(dim=0).reshape(shape)",
            "return torch.ones(len(g)) @ g",
        ],
        "The sum of everything is not the sum of each. Which axes are to be summed?": (
            "return g.mean().expand(shape)"
        ),
        "This keeps what stands first and forgets the rest, where all are to be added.": (
            "return g[tuple(slice(0, n) for n in shape)]"
        ),
        "Without keepdim the axes behind move up, and their numbers no longer fit.": [
            "padded = (1,) * (g.ndim - len(shape)) + tuple(shape)\n"
            "for axis, size in enumerate(padded):\n"
            "    if size == 1:\n"
            "        g = g.sum(axis)\n"
            "return g.reshape(shape)",
            (ADDED, "for axis in range(g.ndim - len(shape)):\n        g = g.sum(axis)"),
        ],
        "The shape is lined up with g at the left. Broadcasting lines up at the right.": [
            "for axis, size in enumerate(shape):\n"
            "    if g.shape[axis] != size:\n"
            "        g = g.sum(axis, keepdim=True)\n"
            "while g.ndim > len(shape):\n"
            "    g = g.sum(0)\n"
            "return g",
            "for i in range(g.ndim):\n"
            "    if i >= len(shape) or shape[i] == 1:\n"
            "        g = g.sum(i, keepdim=True)\n"
            "return g.reshape(shape)",
        ],
    }
)


def totals_agree(want, came):
    return torch.allclose(want["numbers"].sum(), came["numbers"].sum(), rtol=1e-3, atol=1e-3)


for sentence, slip, when in [
    (
        "Return the tensor that the sums leave, and nothing else.",
        ("return g", "return g.tolist()"),
        lambda want, came: not came["shape"].startswith("("),
    ),
    (
        "The shape is not the one asked for. For each axis of g: is it in shape, and not 1 there?",
        ("return g", "return g[None]"),
        off_in("shape"),
    ),
    (
        "The shapes are right and so is the sum of all. Which numbers belong together?",
        ("return g", "return g.flip(0) if g.ndim else g"),
        lambda want, came: right_in("shape")(want, came) and totals_agree(want, came),
    ),
    (
        "The shapes are right. The sum is not always that of g: what is lost, or added twice?",
        ("return g", "return 3 * g"),
        right_in("shape"),
    ),
]:
    unbroadcast.slip(sentence, slip, when=when)

unbroadcast.same({"No input is tracked.": ("return g", "return g.detach()")})
