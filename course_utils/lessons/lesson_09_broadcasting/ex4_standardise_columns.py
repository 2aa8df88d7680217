"""Exercise 9.4: each column of a table shifted and scaled, without a loop."""

import torch

from course_utils.checking.comparison import difference
from course_utils.checking.exercises import exercise
from course_utils.checking.plain_data import as_data

columns = exercise(
    "9.4",
    "Standardise columns",
    hints=(
        "A column is one quantity: its mean runs over all n rows. Which axis disappears?",
        "X is (n, d). The means of the columns are (d,) or (1, d), and both broadcast over rows.",
        "m = X.mean(0, keepdim=True), and s likewise with std.",
    ),
)


def tables(generator):
    """Tables of n != d and of n = d, the columns far from 0 and of unequal spread."""
    probes = []
    for n, d in [(5, 3), (3, 6), (4, 4), (6, 1), (4, 2)]:
        place, spread = 10 * torch.randn(1, d, generator=generator), torch.arange(1.0, d + 1)
        ranks = torch.rand(n, d, generator=generator).argsort(0)  # no column is nearly constant
        rows = ranks + 0.5 * torch.rand(n, d, generator=generator)
        probes.append((rows * spread + place,))
    return probes


def one_sd(answer, X):
    """Return what comes back; the population's sd will do as well as the sample's."""
    value, sample = answer(X), standardise_columns.reference(X)
    population = sample * (len(X) / (len(X) - 1)) ** 0.5
    if difference(population, as_data(value), tolerance=1e-3) is None:
        return sample
    return value


@columns.part(probes=tables, observe=one_sd, tolerance=1e-3)
def standardise_columns(X):
    """X (n, d) with each column shifted to mean 0 and scaled to sd 1; a tensor (n, d)."""
    m = X.mean(0, keepdim=True)
    s = X.std(0, keepdim=True)
    return (X - m) / s


MEAN, RESULT = "X.mean(0, keepdim=True)", "(X - m) / s"
POPULATION = ("X.std(0, ", "X.std(0, correction=0, ")
ROW_MEAN, ROW_SD = ("mean(0", "mean(1"), ("std(0", "std(1")
ONE_MEAN, ONE_SD = (MEAN, "X.mean()"), ("std(0, ", "std(None, ")
NO_AXIS, FLAT_SD = (MEAN, "X.mean(1)"), ("True)\n    return", "False)\n    return")


def with_either_sd(*spellings):
    """Return edits that begin with the sample's sd, and the same with the population's."""
    return [(*sd, *edits) for edits in spellings for sd in ((), (POPULATION,))]


standardise_columns.slips(
    {
        "Each row is standardised. A column is one quantity: over which axis is its mean?": (
            with_either_sd((ROW_MEAN, ROW_SD))
        ),
        "mean(1) leaves (n,), which is lined up with the columns. It is the wrong mean, too.": (
            with_either_sd((NO_AXIS, ROW_SD, FLAT_SD), (NO_AXIS,))
        ),
        "One mean or one sd is taken of the whole table. Each column has its own.": (
            with_either_sd((ONE_MEAN, ONE_SD), (ONE_SD,), (ONE_MEAN,))
        ),
        "The means are right. The spread is that of the rows, not that of the columns.": (
            with_either_sd((ROW_SD,))
        ),
        "The spread is right. The means are those of the rows, not those of the columns.": (
            with_either_sd((ROW_MEAN,))
        ),
        "This divides by the variance. Which number has the unit of the column?": (
            with_either_sd(((RESULT, "(X - m) / s**2"),))
        ),
        "The means are not 0. Something is taken away before dividing.": (
            with_either_sd(((RESULT, "X / s"),))
        ),
        "Division comes before subtraction: where do brackets belong?": (
            with_either_sd(((RESULT, "X - m / s"),), ((RESULT, "X / s - m"),))
        ),
        "The columns are centred, and their spread is as it was. What is still to be done?": (
            (RESULT, "X - m")
        ),
        "This maps each column onto 0 to 1. Mean 0 and sd 1 are asked for.": (
            (RESULT, "(X - X.amin(0)) / (X.amax(0) - X.amin(0))")
        ),
        "The median is taken off. It is the mean that is to become 0.": (
            with_either_sd(((MEAN, "X.median(0).values"),))
        ),
        "The mean is added. Take it off.": with_either_sd(((RESULT, "(X + m) / s"),)),
        "The column is taken from its mean, which turns every sign.": (
            with_either_sd(((RESULT, "(m - X) / s"),))
        ),
        "The spread is multiplied. Divide by it.": with_either_sd(((RESULT, "(X - m) * s"),)),
        "This divides by the root of a sum. An sd has the mean of the squares.": [
            (RESULT, "(X - m) / (X - m).norm(dim=0)"),
            (RESULT, "(X - m) / ((X - m) ** 2).sum(0)"),
        ],
        "This divides by the largest number, or by the range. The sd is another spread.": [
            (RESULT, "(X - m) / X.abs().amax(0)"),
            (RESULT, "(X - m) / (X - m).abs().amax(0)"),
            (RESULT, "(X - m) / X.amax(0)"),
            (RESULT, "(X - m) / (X.amax(0) - X.amin(0))"),
        ],
        "The mean absolute deviation is another spread than the sd.": (
            (RESULT, "(X - m) / (X - m).abs().mean(0)")
        ),
        "This divides by the root of the mean of X². Take the mean off first.": (
            (RESULT, "(X - m) / (X**2).mean(0).sqrt()")
        ),
        "The first column's mean and sd serve for all. Each column has its own.": (
            with_either_sd(((MEAN, "X[:, 0].mean()"), ("X.std(", "X[:, :1].std(")))
        ),
        "Only the first column is standardised. Does the return stand in the loop?": (
            with_either_sd(((RESULT, "torch.cat([((X - m) / s)[:, :1], X[:, 1:]], 1)"),))
        ),
        "correction=1 or correction=0: n - 1 or n. Here it is another divisor.": (
            ("X.std(0, ", "X.std(0, correction=2, ")
        ),
        "These are the means or the sds. The columns are asked for, shifted and scaled.": (
            with_either_sd(((RESULT, "m / s"),), ((RESULT, "s"),)) + [(RESULT, "m")]
        ),
        "A number is added to the sd. Divide by the sd alone.": (
            with_either_sd(*(((RESULT, f"(X - m) / (s + {some})"),) for some in (1, 0.1, 0.01)))
        ),
    }
)


def mean_is_off(_, came):
    return came.double().mean(0).abs().max() > 1e-2


def sd_is_off(_, came):
    return not mean_is_off(_, came) and (came.double().std(0) - 1).abs().max() > 1e-2


for sentence, result, when in [
    (
        "Not every column has the mean 0. Print X.mean(0) of what comes back.",
        "0.1 * X",
        mean_is_off,
    ),
    (
        "Every column has the mean 0, and the sd is not 1 in all of them.",
        "(X - m) / 10",
        sd_is_off,
    ),
    (
        "In some of the tables a column has another mean than 0, or another sd than 1.",
        "X - m if len(X) > 4 else X / s",
        lambda _, came: mean_is_off(_, came) or sd_is_off(_, came),
    ),
]:
    standardise_columns.slip(sentence, (RESULT, result), when=when)

standardise_columns.same(
    {
        "No input is tracked, so that nothing is cut off.": (RESULT, f"({RESULT}).detach()"),
        "(d,) is laid over the rows just as (1, d) is.": [
            (f"{name}(0, keepdim=True)", f"{name}(0{instead})")
            for name in ("mean", "std")
            for instead in ("", ", keepdim=False")
        ],
    }
)
