"""Exercise 9.3: every row of one table against every row of another."""

import torch

from course_utils.checking.exercises import exercise
from course_utils.checking.plain_data import as_numbers
from course_utils.lessons.lesson_09_broadcasting.habits import habit_or_value

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


def result(answer, a, b):
    """Return what comes back; of many right distances also whether they came in a loop."""
    if len(a) < 40:
        return as_numbers(answer(a, b))

    def habit(calls):
        return "right, in a loop" if len(calls) >= len(b) else ""

    return habit_or_value(distances, habit, answer, a, b)


# A right way with @ subtracts large numbers.
@all_distances.part(probes=point_sets, observe=result, tolerance=1e-3)
def distances(a, b):
    """Euclidean distances between the rows of a (n, d) and those of b (m, d); a tensor (n, m)."""
    return ((a[:, None] - b[None]) ** 2).sum(-1).sqrt()


distances.remark(
    "The numbers are right. But there is a loop in it: one broadcast does it all.",
    "return torch.stack([((row - b) ** 2).sum(1).sqrt() for row in a])",
)

MEETINGS = "a[:, None] - b[None]"

distances.slips(
    {
        "This is the squared distance. What is missing?": (".sqrt()", ""),
        "This is one number per column: (n, m, d). A distance is one number for each pair.": [
            f"return {MEETINGS}",
            (".sum(-1).sqrt()", ""),
            (".sum(-1)", ""),
        ],
        "The sum runs over the wrong axis: rows are to stay apart, columns to be added up.": [
            ("-1", "0"),
            ("-1", "1"),
            ("-1).sqrt()", "0)"),
            ("-1).sqrt()", "1)"),
        ],
        "Everything is added up. Over which axis alone is the sum?": [
            ("-1", ""),
            ("-1).sqrt()", ")"),
        ],
        "This is (m, n). The rows of a come first.": (MEETINGS, "b[:, None] - a[None]"),
        "These are sums of absolute differences. Square first, add up, take the root last.": (
            f"return ({MEETINGS}).abs().sum(-1)"
        ),
        "Added up as they are, differences cancel each other. Square each one first.": [
            f"return ({MEETINGS}).sum(-1)",
            f"return ({MEETINGS}).sum(-1).abs()",
            f"return ({MEETINGS}).sum(-1) ** 2",
        ],
        "Under the root is the mean of the squares. A distance has their sum.": ("sum", "mean"),
        "a - b pairs equal row numbers, if it fits at all. Every row must meet every row.": [
            (MEETINGS, "a - b"),
            (MEETINGS, "b - a"),
        ],
        "a - b.T fits only for one column. Each point needs an axis of its own before that.": (
            "return (a - b.T).abs()"
        ),
        "Only one column counts. Points may have any number of them.": [
            "return (a[:, :1] - b[:, 0]).abs()",
            "return (a[:, -1:] - b[:, -1]).abs()",
        ],
        "a @ b.T multiplies the points. It is a part of the squared distance at most.": (
            "return a @ b.T"
        ),
    }
)
