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
    """Odd sizes, so that the median is one number."""
    _, t_c = simulate.thermometer()
    skewed = torch.rand(7, generator=generator) ** 4 * 50
    return [(t_c,), (skewed,), (10 * torch.randn(5, generator=generator) - 20,)]


def too_coarse(right_value, value):
    """True for an answer within a whole unit of the right one, as a coarse grid gives."""
    return abs(float(right_value) - float(value)) <= 1.0


COARSE = "Close, but a grid of candidates only finds what lies on it. There is a formula."
RANGE = "The middle of the range looks at two readings only and forgets the rest."
BUILT_IN = "This is the diary's constant. Other readings have another: use y."


def best_whole_number(loss):
    """Return an answer that tries the whole numbers from the smallest to the largest reading."""

    def answer(y):
        grid = torch.arange(float(y.min().floor()), float(y.max().ceil()) + 1)
        return grid[torch.stack([loss(y - c) for c in grid]).argmin()]

    return answer


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
        BUILT_IN: "return 10.5",
    }
)
best_for_mse.slip(COARSE, best_whole_number(lambda r: (r**2).mean()), when=too_coarse)
best_for_mse.slips(
    {
        "This is the loss of the best constant, not the constant itself.": (
            "return ((y - y.mean()) ** 2).mean()"
        )
    }
)


@constants.part(probes=odd_samples)
def best_for_mae(y):
    """The constant with the smallest mean absolute error on an odd number of y; a 0-d tensor."""
    return y.median()


best_for_mae.slips(
    {
        "This is best for the MSE. The MAE only counts sides: think of the median.": (
            ("median", "mean")
        ),
        RANGE: "return (y.min() + y.max()) / 2",
        BUILT_IN: "return 11.0",
    }
)
best_for_mae.slip(COARSE, best_whole_number(lambda r: r.abs().mean()), when=too_coarse)
best_for_mae.slips(
    {
        "The reading in the middle is the median only if the list is sorted.": (
            "return y[len(y) // 2]"
        )
    }
)
