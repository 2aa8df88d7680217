"""Exercise 9.3: every row of one table against every row of another."""

import torch

from course_utils.checking.exercises import exercise
from course_utils.lessons.lesson_09_broadcasting.habits import habit_or_value, has_loop, watched

all_distances = exercise(
    "9.3",
    "All distances",
    hints=(
        "Section 6: every row of a must meet every row of b. Which shapes make that of (n, d) and "
        "(m, d)?",
        "(n, 1, d) and (1, m, d) give (n, m, d). Square, then sum over one axis. Which?",
        "d = a[:, None] - b[None]",
    ),
)

MANY = 40  # rows: no loop over them is meant


def point_sets(generator):
    """Corners of a rectangle, rows of unequal numbers, then equal ones, one column, many rows."""
    corners = torch.tensor([[0.0, 0.0], [3.0, 4.0]]), torch.tensor([[3.0, 0], [0, 4], [0, 0]])
    sizes = [(3, 4, 2), (5, 2, 3), (4, 4, 4), (2, 3, 1), (1, 3, 2), (MANY, 30, 5)]
    drawn = [[torch.randn(rows, d, generator=generator) for rows in (n, m)] for n, m, d in sizes]
    return [corners, *map(tuple, drawn)]


def result(answer, a, b):
    """Return what comes back; of many distances also whether they came in a loop."""
    if len(a) < MANY:
        return answer(a, b)
    value, calls = watched(answer, a, b)
    in_a_loop = has_loop(answer) or len(calls) >= len(b)
    return {"value": value, "habit": "right, in a loop" if in_a_loop else ""}


def value_or_loop(seen, a, b):
    """Return what came back, or that it is right and came in a loop."""
    return seen if len(a) < MANY else habit_or_value(distances, seen, a, b)


# A right way with @ subtracts large numbers.
@all_distances.part(probes=point_sets, observe=result, settle=value_or_loop, tolerance=1e-3)
def distances(a, b):
    """Euclidean distances between the rows of a (n, d) and those of b (m, d); a tensor (n, m)."""
    return ((a[:, None] - b[None]) ** 2).sum(-1).sqrt()


MEETINGS = "a[:, None] - b[None]"

distances.slips(
    {
        "The numbers are right, and there is a loop in it. One broadcast does it all.": (
            "return torch.stack([((row - b) ** 2).sum(1).sqrt() for row in a])"
        ),
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
        "Rows of equal number meet. Every row of a is to meet every row of b.": (
            "n = min(len(a), len(b)); return ((a[:n] - b[:n]) ** 2).sum(1).sqrt()"
        ),
        "Only two columns count. Points may have any number of them.": [
            f"return (({MEETINGS})[..., :2] ** 2).sum(-1).sqrt()",
            "return ((a[:, None, 0] - b[:, 0]) ** 2 + (a[:, None, 1] - b[:, 1]) ** 2).sqrt()",
        ],
        "This is the largest difference of two coordinates. All of them count.": (
            f"return ({MEETINGS}).abs().amax(-1)"
        ),
        "The points are added. A distance begins with their difference.": (" - b", " + b"),
        "2 ** r is a power of 2. The square of r is r ** 2.": (
            f"return (2 ** ({MEETINGS})).sum(-1).sqrt()"
        ),
        "One of the two sets is not used. A distance is between a point of a and one of b.": [
            (MEETINGS, "a[:, None]"),
            (MEETINGS, "b[None]"),
        ],
        "The square belongs to the difference, not to each point.": [
            f"return ({MEETINGS.replace(' - b[None]', '**2 - b[None]**2')}).sum(-1).abs().sqrt()",
            f"return ({MEETINGS.replace(' - b[None]', '**2 - b[None]**2')}).sum(-1).sqrt()",
        ],
        "These compare distances from the origin. Take the difference of the points first.": [
            "return a.norm(dim=1)[:, None] - b.norm(dim=1)",
            "return (a.norm(dim=1)[:, None] - b.norm(dim=1)).abs()",
        ],
        "Absolute values stand where squares should.": ("** 2).sum(-1)", ".abs()).sum(-1)"),
        "This is divided by the number of columns. A distance is not.": [
            ("sqrt()", "sqrt() / a.shape[1]"),
        ],
        "This is how much two points lie in one direction, not how far they are apart.": (
            "return torch.nn.functional.cosine_similarity(a[:, None], b[None], dim=-1)"
        ),
        "These are distances within one set. The other set is missing.": [
            (MEETINGS, "a[:, None] - a[None]"),
            (MEETINGS, "b[:, None] - b[None]"),
            "return torch.cdist(a, a)",
            "return torch.cdist(b, b)",
        ],
        "For each row of a only its nearest is left, or its farthest. Keep all of them.": [
            (".sqrt()", f".sqrt().{some}(dim=1)") for some in ("amin", "amax")
        ],
        "(a - b)² is a² - 2 a b + b². What of the middle term?": [
            f"return ((a**2).sum(1)[:, None] + (b**2).sum(1) {middle}).clamp(min=0).sqrt()"
            for middle in ("", "- a @ b.T", "+ a @ b.T")
        ],
        "A number is added under the root. Equal points are at distance 0.": [
            (".sqrt()", f".add({some}).sqrt()") for some in (1e-3, 1e-2, 1)
        ],
    }
)
for sentence, slip, when in [
    (
        "Some numbers are below 0. A distance never is.",
        f"return -({MEETINGS}).abs().amin(-1) - 1",
        lambda want, came: bool((came < 0).any()),
    ),
    (
        "Every pair has its number, and none is less than the distance: what counts too much?",
        f"return ({MEETINGS}).abs().sum(-1) + 1",
        lambda want, came: bool((came >= 0.999 * want).all()),
    ),
    (
        "Every pair has its number, and none is more than the distance: what counts too little?",
        f"return ({MEETINGS}).abs().amin(-1) / 2",
        lambda want, came: bool((came <= 1.001 * want).all()),
    ),
]:
    distances.slip(sentence, slip, when=when)

ONE = "((a[:, None] - b[None]) ** 2).sum(-1).sqrt()"
distances.same(
    {
        "No input is tracked, so that nothing is cut off.": (ONE, f"{ONE}.detach()"),
        "The square of a difference does not know its sign.": (
            ("a[:, None] - b[None]", "b[None] - a[:, None]")
        ),
        "A missing axis counts as 1.": ("b[None]", "b"),
    }
)
