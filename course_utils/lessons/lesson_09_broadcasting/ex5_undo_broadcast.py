"""Exercise 9.5: Undo a broadcast."""

import torch

from course_utils.exercise import exercise
from course_utils.lessons.lesson_09_broadcasting.ex2_three_flat_lines import noting

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

    pairs = [
        ((3, 4), (4,)),
        ((3, 4), (3, 1)),
        ((3, 4), (1, 4)),
        ((3, 4), ()),
        ((3, 4), (3, 4)),
        ((2, 3, 4), (3, 1)),
    ]
    while len(pairs) < 50:
        large = [1 + draw(4) for _ in range(draw(5))]
        small = [1 if draw(3) == 0 else size for size in large[draw(len(large) + 1) :]]
        pairs.append((tuple(large), tuple(small)))
    return [(torch.randn(large, generator=generator), small) for large, small in pairs]


@undo.part(
    probes=broadcasts,
    observe=noting(
        "unbroadcast",
        lambda g, shape: (tuple(g.shape), shape) == ((2, 3, 4), (3, 1)),
        lambda calls, *_: "right, by sum_to_size" if ("sum_to_size", 2) in calls else "",
    ),
)
def unbroadcast(g, shape):
    """g summed back to this shape, over all axes that broadcasting had added or stretched."""
    while g.ndim > len(shape):
        g = g.sum(0)
    for axis, size in enumerate(shape):
        if size == 1:
            g = g.sum(axis, keepdim=True)
    return g


@unbroadcast.remark("Right. That is torch's own name for it. Can you do it with sum alone?")
def _(g, shape):
    return g.sum_to_size(shape)


def without_added(g, shape, of=torch.sum):
    """Return g without the axes that the shape does not have; `of` takes the place of the sum."""
    while g.ndim > len(shape):
        g = of(g, 0)
    return g


def without_stretched(g, shape, of=torch.sum, **keep):
    """Return g with the axes of size 1 summed; `of` takes the place of the sum."""
    for axis, size in enumerate(shape):
        if size == 1:
            g = of(g, axis, **(keep or {"keepdim": True}))
    return g


def axes_to_sum(g, shape, only_larger=False):
    """Return the axes to sum over, `only_larger` without those that are 1 in g already."""
    added = g.ndim - len(shape)
    ones = [added + axis for axis, size in enumerate(shape) if size == 1]
    return (*range(added), *[i for i in ones if g.shape[i] > 1 or not only_larger])


def from_the_right(g, shape):
    """Return g with axes of size 1 summed, counted from the right."""
    for axis in range(1, len(shape) + 1):
        if shape[-axis] == 1:
            g = g.sum(-axis, keepdim=True)
    return g


def left_aligned(g, shape):
    while g.ndim > len(shape):
        g = g.sum(-1)
    return without_stretched(g, shape)


def first_only(g, axis, keepdim=False):
    return g.narrow(axis, 0, 1) if keepdim else g.select(axis, 0)


def no_keepdim(g, shape):
    return without_stretched(without_added(g, shape), shape, keepdim=False)


def no_keepdim_right(g, shape):
    g = without_added(g, shape)
    for axis in reversed(range(len(shape))):
        g = g.sum(axis) if shape[axis] == 1 else g
    return g


_ADDED = "Only stretched axes are summed. What of axes that the shape does not have at all?"
_STRETCHED = "Only added axes are summed. An axis of size 1 was stretched, too."
_KEEP = "An axis of size 1 is lost. Which option of sum keeps the axis it sums over?"
_ALIGN = "Axes at the right are summed away. On which side does broadcasting add axes?"
_MEAN = "This is the mean. A number that was used five times gets the blame of all five."
_MOVED = "Nothing is added up: this only gives the numbers another shape."
_SLICE = "This keeps the first entry of each axis. What of the blame in the others?"
_EMPTY = "For an empty tuple of axes torch sums over all of them. What if there is none to sum?"
_ALL = "Everything is added up. Only the added and the stretched axes are to be summed."

for sentence, answer in [
    ("Nothing is summed. Which axes of g does the shape lack, and where is it 1?", lambda g, s: g),
    (_ADDED, without_stretched),
    (_ADDED, from_the_right),
    (_STRETCHED, without_added),
    (_KEEP, no_keepdim),
    (_KEEP, no_keepdim_right),
    (_KEEP, lambda g, shape: g.sum(axes) if (axes := axes_to_sum(g, shape)) else g),
    (_KEEP, lambda g, shape: g.sum(axes) if (axes := axes_to_sum(g, shape, True)) else g),
    (_ALIGN, left_aligned),
    (_MEAN, lambda g, s: without_stretched(without_added(g, s, torch.mean), s, torch.mean)),
    (_MEAN, lambda g, s: without_stretched(without_added(g, s), s, torch.mean)),
    (_MEAN, lambda g, s: without_stretched(without_added(g, s, torch.mean), s)),
    (_MOVED, lambda g, shape: g.reshape(shape)),
    (_MOVED, lambda g, shape: g.expand(shape)),
    (_MOVED, lambda g, shape: g.broadcast_to(shape)),
    (_SLICE, lambda g, s: without_stretched(without_added(g, s, first_only), s, first_only)),
    (_SLICE, lambda g, s: without_stretched(without_added(g, s, first_only), s)),
    (_SLICE, lambda g, s: without_stretched(without_added(g, s), s, first_only)),
    (_EMPTY, lambda g, s: without_stretched(g.sum(tuple(range(g.ndim - len(s)))), s)),
    (_EMPTY, lambda g, s: g.sum(axes_to_sum(g, s), keepdim=True).reshape(s)),
    (_EMPTY, lambda g, s: g.sum(axes_to_sum(g, s, True), keepdim=True).reshape(s)),
    (_ALL, lambda g, shape: g.sum()),
    (_ALL, lambda g, shape: g.sum().expand(shape)),
    (
        "One axis is removed. There may be several that the shape does not have.",
        lambda g, s: without_stretched(g.sum(0) if g.ndim > len(s) else g, s),
    ),
    (
        "The first axis is always summed. Is it always one that was added?",
        lambda g, s: without_stretched(g.sum(0), s),
    ),
]:
    unbroadcast.mistake(sentence, answer)
