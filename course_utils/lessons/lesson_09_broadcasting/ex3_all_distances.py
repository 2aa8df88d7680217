"""Exercise 9.3: All distances."""

import torch

from course_utils.exercise import exercise
from course_utils.lessons.lesson_09_broadcasting.ex2_three_flat_lines import noting

all_distances = exercise(
    "9.3",
    "All distances",
    hints=(
        "Section 5: every row of a must meet every row of b. Which shapes make that of (n, d) and "
        "(m, d)?",
        "(n, 1, d) and (1, m, d) give (n, m, d). Square, then sum over one axis. Which?",
        "d = a[:, None] - b[None]",
    ),
)


def point_sets(generator):
    """Rows of unequal numbers, then equal ones, a single column, and many rows."""
    sizes = [(3, 4, 2), (5, 2, 3), (4, 4, 4), (2, 3, 1), (1, 3, 2), (40, 30, 5)]
    return [
        tuple(torch.randn(rows, d, generator=generator) for rows in (n, m)) for n, m, d in sizes
    ]


@all_distances.part(
    probes=point_sets,
    observe=noting(
        "distances",
        lambda a, b: len(a) == 40,
        lambda calls, a, b: "right, in a loop" if len(calls) >= len(b) else "",
    ),
    tolerance=1e-3,  # a right way with @ subtracts large numbers
)
def distances(a, b):
    """Euclidean distances between the rows of a (n, d) and those of b (m, d); a tensor (n, m)."""
    return ((a[:, None] - b[None]) ** 2).sum(-1).sqrt()


@distances.remark("The numbers are right. But there is a loop in it: one broadcast does it all.")
def _(a, b):
    rows = [((row - b) ** 2).sum(1).sqrt() for row in a]
    return torch.stack(rows)


def meetings(a, b):
    return a[:, None] - b[None]


_NO_SUM = "This is one number per column: (n, m, d). A distance is one number for each pair."
_AXIS = "The sum runs over the wrong axis: rows are to stay apart, columns to be added up."
_PAIRED = "a - b pairs equal row numbers, if it fits at all. Every row must meet every row."
_ROOT = "This is the squared distance. What is missing?"
_ONE_SUM = "Everything is added up. Over which axis alone is the sum?"
_CANCELLED = "Added up as they are, differences cancel each other. Square each one first."
_FIRST = "Only one column counts. Points may have any number of them."

for sentence, answer in [
    (_ROOT, lambda a, b: (meetings(a, b) ** 2).sum(-1)),
    (_NO_SUM, lambda a, b: meetings(a, b)),
    (_NO_SUM, lambda a, b: meetings(a, b) ** 2),
    (_NO_SUM, lambda a, b: meetings(a, b).abs()),
    (_AXIS, lambda a, b: (meetings(a, b) ** 2).sum(0).sqrt()),
    (_AXIS, lambda a, b: (meetings(a, b) ** 2).sum(1).sqrt()),
    (_AXIS, lambda a, b: (meetings(a, b) ** 2).sum(0)),
    (_AXIS, lambda a, b: (meetings(a, b) ** 2).sum(1)),
    (_ONE_SUM, lambda a, b: (meetings(a, b) ** 2).sum().sqrt()),
    (_ONE_SUM, lambda a, b: (meetings(a, b) ** 2).sum()),
    (
        "This is (m, n). The rows of a come first.",
        lambda a, b: (meetings(b, a) ** 2).sum(-1).sqrt(),
    ),
    (
        "These are sums of absolute differences. Square first, add up, take the root last.",
        lambda a, b: meetings(a, b).abs().sum(-1),
    ),
    (_CANCELLED, lambda a, b: meetings(a, b).sum(-1)),
    (_CANCELLED, lambda a, b: meetings(a, b).sum(-1).abs()),
    (_CANCELLED, lambda a, b: meetings(a, b).sum(-1) ** 2),
    (
        "Under the root is the mean of the squares. A distance has their sum.",
        lambda a, b: (meetings(a, b) ** 2).mean(-1).sqrt(),
    ),
    (_PAIRED, lambda a, b: ((a - b) ** 2).sum(-1).sqrt()),
    (_PAIRED, lambda a, b: ((b - a) ** 2).sum(-1).sqrt()),
    (
        "a - b.T fits only for one column. Each point needs an axis of its own before that.",
        lambda a, b: (a - b.T).abs(),
    ),
    (_FIRST, lambda a, b: (a[:, :1] - b[:, 0]).abs()),
    (_FIRST, lambda a, b: (a[:, -1:] - b[:, -1]).abs()),
    (
        "a @ b.T multiplies the points. It is a part of the squared distance at most.",
        lambda a, b: a @ b.T,
    ),
]:
    distances.mistake(sentence, answer)
