"""Exercise 9.4: Standardise columns."""

import functools

import torch

from course_utils.compare import difference
from course_utils.exercise import exercise
from course_utils.values import as_data

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


_NO_AXIS = "mean(1) leaves (n,), which is lined up with the columns. It is the wrong mean, too."
_ROWS = "Each row is standardised. A column is one quantity: over which axis is its mean?"
_WHOLE = "One mean or one sd is taken of the whole table. Each column has its own."
_BRACKETS = "Division comes before subtraction: where do brackets belong?"


def centred(X, axis=0, keepdim=True):
    return X - X.mean(axis, keepdim=keepdim)


def sd(X, c, axis=0, keepdim=True):
    return X.std(axis, correction=c, keepdim=keepdim)


# Each with the sample's sd (c = 1) and with the population's (c = 0).
for sentence, answer in [
    (_ROWS, lambda X, c: centred(X, 1) / sd(X, c, 1)),
    (_NO_AXIS, lambda X, c: centred(X, 1, False) / sd(X, c, 1, False)),
    (_NO_AXIS, lambda X, c: centred(X, 1, False) / sd(X, c)),
    (_WHOLE, lambda X, c: (X - X.mean()) / X.std(correction=c)),
    (_WHOLE, lambda X, c: centred(X) / X.std(correction=c)),
    (_WHOLE, lambda X, c: (X - X.mean()) / sd(X, c)),
    (
        "The means are right. The spread is that of the rows, not that of the columns.",
        lambda X, c: centred(X) / sd(X, c, 1),
    ),
    (
        "The spread is right. The means are those of the rows, not those of the columns.",
        lambda X, c: centred(X, 1) / sd(X, c),
    ),
    (
        "This divides by the variance. Which number has the unit of the column?",
        lambda X, c: centred(X) / sd(X, c) ** 2,
    ),
    ("The means are not 0. Something is taken away before dividing.", lambda X, c: X / sd(X, c)),
    (_BRACKETS, lambda X, c: X - X.mean(0) / sd(X, c)),
    (_BRACKETS, lambda X, c: X / sd(X, c) - X.mean(0)),
]:
    for c in (1, 0):
        standardise_columns.mistake(sentence, functools.partial(answer, c=c))

standardise_columns.mistake(
    "The columns are centred, and their spread is as it was. What is still to be done?", centred
)
standardise_columns.mistake(
    "This maps each column onto 0 to 1. Mean 0 and sd 1 are asked for.",
    lambda X: (X - X.amin(0)) / (X.amax(0) - X.amin(0)),
)
