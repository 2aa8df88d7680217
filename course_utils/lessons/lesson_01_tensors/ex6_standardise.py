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
    wide = 40 * torch.randn(7, generator=generator) + 100
    # Two numbers too close to each other would leave float32 few digits of their difference.
    pair = torch.rand(2, generator=generator) + torch.tensor([0.0, 2.0])
    by_hand = torch.tensor([2.0, 6.0])
    return [(by_hand,), (t_u,), (wide,), (pair,)]


@unit_free.part(probes=readings)
def standardise(x):
    """Shift and scale x so that its mean is 0 and the mean of its squares is 1."""
    return (x - x.mean()) / x.std(correction=0)


N_MINUS_1 = ("correction=0", "")
MEAN, SD, SHIFTED = "x.mean()", "x.std(correction=0)", "(x - x.mean())"


def either_sd(*edits):
    """Return edits with the root of the mean square, and the same with n - 1."""
    return [edits, (*edits, N_MINUS_1)]


standardise.slips(
    {
        "std() divides by n - 1 unless told otherwise; the mean of squares is then (n - 1)/n, "
        "10/11 for the diary. Pass correction=0.": N_MINUS_1,
        "The mean is not 0 yet: subtract it before you divide.": either_sd((SHIFTED, "x")),
        "Precedence: this divides only the mean. Put x - x.mean() in brackets.": (
            either_sd((SHIFTED, "x - x.mean()"))
        ),
        "The mean is 0 now. The spread is not 1 yet: divide by the standard deviation.": (
            f"return {SHIFTED}"
        ),
        "This puts the readings between 0 and 1. Use the mean and the spread instead.": (
            "return (x - x.min()) / (x.max() - x.min())"
        ),
        "This divides by the variance. Its root, the standard deviation, has x's units.": (
            either_sd(("std", "var"))
        ),
        "The spread is multiplied. Divide by it, so that it becomes 1.": either_sd((" / ", " * ")),
        "The mean is added. Subtract it, so that it becomes 0.": either_sd(("x - x", "x + x")),
        "This takes x from the mean, which turns every sign: x - x.mean().": (
            either_sd((SHIFTED, "(x.mean() - x)"))
        ),
        "The mean that is taken off is that of x, and x has been divided before.": (
            either_sd((SHIFTED, "x"), ("return x /", "return -x.mean() + x /"))
        ),
        "The median is taken off. It is the mean that is to become 0.": (
            either_sd(("mean", "median"))
        ),
        "The mean absolute deviation is another spread. Take the root of the mean square.": (
            (SD, "(x - x.mean()).abs().mean()")
        ),
        "This divides by the largest number, or by the range. The spread is another one.": [
            (SD, "x.abs().max()"),
            (SD, "x.max()"),
            (SD, "(x - x.mean()).abs().max()"),
            (SD, "(x.max() - x.min())"),
        ],
        "This divides by the root of the mean of x². Shift first: the mean of (x - x.mean())².": (
            (SD, "(x**2).mean().sqrt()")
        ),
        "This divides by the root of a sum. A standard deviation has the mean of the squares.": [
            (SD, "(x - x.mean()).norm()"),
            f"return {SHIFTED} / (x**2).sum().sqrt()",
            "return x / x.norm()",
        ],
        "This divides by n, and not by the spread of the readings.": (SD, "len(x)"),
        "The numbers are those of the diary. Take the mean and the spread of x.": [
            (MEAN, "51.8"),
            (MEAN, "10.5"),
        ],
        "A number is added to the spread. It must be the standard deviation alone.": [
            (SD, f"({SD} + {some})") for some in (1, 0.1, 0.01)
        ],
        "correction is taken from n in the divisor: it must be 0.": ("=0", "=2"),
        "x has one axis, number 0: there is no axis 1.": [
            ((MEAN, "x.mean(dim=1)"), ("correction=0", "dim=1, correction=0")),
            (MEAN, "x.mean(dim=1)"),
            (MEAN, "x.mean(dim=1, keepdim=True)"),
        ],
    }
)


def mean_is_off(_, came):
    return abs(came.double().mean()) > 1e-3


def size_is_off(_, came):
    return not mean_is_off(_, came) and abs((came.double() ** 2).mean() - 1) > 1e-3


def neither_is_off(_, came):
    return not mean_is_off(_, came) and not size_is_off(_, came)


for sentence, slip, when in [
    (
        "The mean of what comes back is not 0. Try it on two readings by hand.",
        "return torch.softmax(x, 0)",
        mean_is_off,
    ),
    (
        "The mean is 0, as it should be. The mean of the squares is not 1: what do you divide by?",
        f"return {SHIFTED} / x.abs().mean()",
        size_is_off,
    ),
    (
        "Mean and spread are right, and the numbers are not those of x, shifted and scaled.",
        f"return {SHIFTED}.flip(0) / {SD}",
        neither_is_off,
    ),
    (
        "For some readings the mean is not 0 or that of the squares not 1. "
        "Is a number of the diary inside?",
        "return (x - 51.8) / 16.09",
        lambda _, came: True,
    ),
]:
    standardise.slip(sentence, slip, when=when)

standardise.same(
    {
        "No input is tracked, so that nothing is cut off.": (
            f"return {SHIFTED} / {SD}",
            f"return ({SHIFTED} / {SD}).detach()",
        )
    }
)
