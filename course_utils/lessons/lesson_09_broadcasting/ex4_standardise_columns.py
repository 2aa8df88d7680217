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
    }
)
