"""Exercise 2.2: The best constant."""

import torch

from course_utils import simulate
from course_utils.checking.exercises import exercise

constants = exercise(
    "2.2",
    "The best constant",
    hints=(
        "Section 5 draws both losses over the constant c. Where is the lowest point of each?",
        "Squares feel the far points; absolute values only count how many lie on each side.",
        "best_for_mse is one tensor method, best_for_mae is another.",
    ),
)


def odd_samples(generator):
    """Odd sizes, so that the median is one number; both signs, equal numbers, and one alone."""
    _, t_c = simulate.thermometer()
    skewed = torch.rand(7, generator=generator) ** 4 * 50
    cold, mixed = 10 * torch.randn(2, 5, generator=generator) + torch.tensor([[-20.0], [1.0]])
    equal = torch.tensor([-9.0, 1.0, 1.0, 4.0, 1.0, 9.0, 14.0])
    few = torch.tensor([-5.0, 1.0, 2.0, 4.0, 3.0])
    return [(t_c,), (few,), (equal,), (skewed,), (cold,), (mixed,), (cold[:1],)]


def is_near_and_round(right_value, value):
    """True for a multiple of 0.05 within one unit of the right value."""
    near = abs(float(right_value) - float(value)) <= 1
    return near and abs(20 * float(value) - round(20 * float(value))) < 1e-3


def best_of(loss, grid):
    """Return an answer that tries the candidates that `grid(y)` returns."""

    def answer(y):
        candidates = grid(y)
        return candidates[torch.stack([loss(y - c) for c in candidates]).argmin()]

    return answer


def whole_numbers(y):
    return torch.arange(float(y.min().floor()), float(y.max().ceil()) + 1)


def lessons_grid(_):
    return torch.linspace(-4, 28, 321)


def equal_parts(many):
    return lambda y: torch.linspace(y.min(), y.max(), many)


def add_grids(part, loss):
    """Know answers to a part that look for the smallest loss among candidates."""
    part.slips(
        {
            "This is the grid of section 5, made for the diary. Other readings lie elsewhere.": (
                best_of(loss, lessons_grid)
            ),
            "A grid of candidates only finds what lies on it. There is a formula.": [
                best_of(loss, equal_parts(many)) for many in (11, 21, 100, 101, 1000, 1001)
            ],
        }
    )
    part.slip(
        "Close, and a round number: from a grid, or rounded. There is a formula.",
        best_of(loss, whole_numbers),
        when=is_near_and_round,
    )


RANGE = "The middle of the range looks at two readings only and forgets the rest."
ENDS = "This is one of the ends. The best constant lies among the readings."
BUILT_IN = "This is the diary's constant. Other readings have another: use y."
NO_SIGNS = "The signs are lost. Readings may lie below 0, and so may the best constant."
NOT_AT_ALL = "This does not look at y. Which constant is best depends on the readings."


@constants.part(probes=odd_samples)
def best_for_mse(y):
    """The constant with the smallest mean squared error on y; a 0-d tensor."""
    return y.mean()


best_for_mse.slips(
    {
        "This is best for the MAE. Squares feel the far points: think of the mean.": (
            ("mean", "median")
        ),
        RANGE: "return (y.min() + y.max()) / 2",
        ENDS: ["return y.min()", "return y.max()"],
        BUILT_IN: "return 10.5",
        NOT_AT_ALL: "return torch.tensor(0.0)",
        NO_SIGNS: ("y.mean", "y.abs().mean"),
        "Equal readings count once each, not once together.": ("y.m", "y.unique().m"),
        "This divides by 11. Another list of readings has another length.": "return y.sum() / 11",
        "This divides by n - 1. A mean divides by n.": "return y.sum() / (len(y) - 1)",
        "This is the root of the mean square, which is above 0 even for readings below.": (
            "return (y**2).mean().sqrt()"
        ),
        "This is the mean of the squares, in °C². The constant is in °C.": "return (y**2).mean()",
        "This is the loss of the best constant, not the constant itself.": (
            "return ((y - y.mean()) ** 2).mean()"
        ),
        "This is the spread of the readings. The best constant is one of their middles.": [
            "return y.std()",
            "return y.std(correction=0)",
            "return y.var()",
        ],
        "This is the best of the readings. The best of all numbers lies between them.": (
            best_of(lambda r: (r**2).mean(), lambda y: y)
        ),
        "Only the first and the last reading are used.": "return (y[0] + y[-1]) / 2",
        "The extremes are left out. Squares feel them most of all.": (
            "return y.sort().values[1:-1].mean()"
        ),
        "This is half of mean and median each. One of them alone is best for squares.": (
            ("y.mean()", "(y.mean() + y.median()) / 2")
        ),
    }
)
add_grids(best_for_mse, lambda r: (r**2).mean())


@constants.part(probes=odd_samples)
def best_for_mae(y):
    """The constant with the smallest mean absolute error on an odd number of y; a 0-d tensor."""
    return y.median()


SORTED = "y.sort().values"
MIDDLE = "Counted from 0, the middle of n sorted readings has the number n // 2."

best_for_mae.slips(
    {
        "This is best for the MSE. The MAE only counts sides: think of the median.": (
            ("median", "mean")
        ),
        RANGE: "return (y.min() + y.max()) / 2",
        ENDS: ["return y.min()", "return y.max()"],
        BUILT_IN: "return 11.0",
        NOT_AT_ALL: "return torch.tensor(0.0)",
        NO_SIGNS: [("y.median", "y.abs().median"), ("y.median", "y.abs().mean")],
        "median(dim=0) gives two things, the median and where it stands. Take the first.": (
            ("()", "(dim=0)")
        ),
        "The reading in the middle is the median only if the list is sorted.": (
            "return y[len(y) // 2]"
        ),
        "The middle has the number 5 only in a list of eleven.": [
            "return y[5]",
            f"return {SORTED}[5]",
        ],
        MIDDLE: [
            f"return {SORTED}[len(y) // 2 - 1]",
            f"return {SORTED}[(len(y) // 2 + 1) % len(y)]",
            f"return {SORTED}[len(y) // 2 + 1]",
            f"return {SORTED}[round(len(y) / 2) % len(y)]",
            f"return {SORTED}[round(len(y) / 2)]",
        ],
        "A position is a whole number: write len(y) // 2.": f"return {SORTED}[len(y) / 2]",
        "sort gives two things, the sorted tensor and an order. Take .values first.": (
            "return y.sort()[len(y) // 2]"
        ),
        "They are sorted by size without sign. Below 0 comes before 0.": (
            "return y[y.abs().argsort()][len(y) // 2]"
        ),
        "Equal readings count once each, not once together.": ("y.m", "y.unique().m"),
        "This is the most frequent reading, not the one in the middle.": ("return y.mode().values"),
        "This is the loss of the best constant, not the constant itself.": (
            "return (y - y.median()).abs().mean()"
        ),
        "This is a quarter of the way up the sorted readings. The median is half the way.": [
            "return y.quantile(0.25)",
            "return y.quantile(0.75)",
        ],
        "This averages readings around the middle. One of them alone is the median.": (
            f"return {SORTED}[max(0, len(y) // 2 - 1) : len(y) // 2 + 2].mean()"
        ),
        "This is half of mean and median each. One of them alone is best here.": (
            ("y.median()", "(y.mean() + y.median()) / 2")
        ),
    }
)
add_grids(best_for_mae, lambda r: r.abs().mean())

for part in (best_for_mse, best_for_mae):
    part.same({"No input is tracked, so that nothing is cut off.": ("()", "().detach()")})
