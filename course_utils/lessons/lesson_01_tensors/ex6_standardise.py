"""Exercise 1.6: Standardise."""

import torch

from course_utils import simulate
from course_utils.checking.exercises import exercise

unit_free = exercise(
    "1.6",
    "Standardise",
    hints=(
        "Two steps: shift the readings so that their mean is 0, then shrink them.",
        "The standard deviation that does this divides by n: `std` has an argument `correction`.",
        "return (x - x.mean()) / x.std(correction=...)",
    ),
)


def readings(generator):
    t_u, _ = simulate.thermometer()
    wide = 40 * torch.randn(6, generator=generator) + 100
    # Two numbers too close to each other would leave float32 few digits of their difference.
    pair = torch.rand(2, generator=generator) + torch.tensor([0.0, 2.0])
    return [(t_u,), (wide,), (pair,)]


@unit_free.part(probes=readings)
def standardise(x):
    """Shift and scale x so that its mean is 0 and the mean of its squares is 1."""
    return (x - x.mean()) / x.std(correction=0)


N_MINUS_1 = ("correction=0", "")

standardise.slips(
    {
        "std() divides by n - 1 unless told otherwise; the mean of squares is then (n - 1)/n, "
        "10/11 for the diary. Pass correction=0.": N_MINUS_1,
        "The mean is not 0 yet: subtract it before you divide.": [
            ("(x - x.mean())", "x"),
            (("(x - x.mean())", "x"), N_MINUS_1),
        ],
        "Precedence: this divides only the mean. Put x - x.mean() in brackets.": [
            ("(x - x.mean())", "x - x.mean()"),
            (("(x - x.mean())", "x - x.mean()"), N_MINUS_1),
        ],
        "The mean is 0 now. The spread is not 1 yet: divide by the standard deviation.": (
            "return x - x.mean()"
        ),
        "This puts the readings between 0 and 1. Use the mean and the spread instead.": (
            "return (x - x.min()) / (x.max() - x.min())"
        ),
        "This divides by the variance. Its root, the standard deviation, has x's units.": [
            ("std", "var"),
            (("std", "var"), N_MINUS_1),
        ],
    }
)
