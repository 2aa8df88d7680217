"""Exercise 2.4: Where squares come from."""

import math

import torch

from course_utils import simulate
from course_utils.exercise import exercise

likelihood = exercise(
    "2.4",
    "Where squares come from",
    hints=(
        "Section 7 writes the formula. It has two terms, and n is the number of residuals.",
        "n = len(r). The first term is n/2 · log(2 π σ²); the second divides by 2 σ².",
        "return n / 2 * math.log(2 * math.pi * sigma**2) + ...",
    ),
)


def residuals_and_sigma(generator):
    t_u, t_c = simulate.thermometer()
    drawn = [(n, torch.randn(n, generator=generator)) for n in (6, 1, 20)]
    return [(0.5 * t_u - 15.0 - t_c, 2.0), *((3 * r, 0.3 + n / 4) for n, r in drawn)]


@likelihood.part(probes=residuals_and_sigma)
def nll(r, sigma):
    """Negative log-likelihood of r under a bell curve of mean 0 and deviation sigma; 0-d."""
    n = len(r)
    return n / 2 * math.log(2 * math.pi * sigma**2) + (r**2).sum() / (2 * sigma**2)


@nll.mistake("The first term counts once for every residual: it needs the factor n.")
def _(r, sigma):
    return math.log(2 * math.pi * sigma**2) / 2 + (r**2).sum() / (2 * sigma**2)


@nll.mistake("The second term is n times the MSE, or the sum of the squares: the n is missing.")
def _(r, sigma):
    return len(r) / 2 * math.log(2 * math.pi * sigma**2) + (r**2).mean() / (2 * sigma**2)


@nll.mistake("This is the mean over the residuals. The formula is the sum: n times this.")
def _(r, sigma):
    return math.log(2 * math.pi * sigma**2) / 2 + (r**2).mean() / (2 * sigma**2)


@nll.mistake("The first term has a half in front: n/2, not n.")
def _(r, sigma):
    return len(r) * math.log(2 * math.pi * sigma**2) + (r**2).sum() / (2 * sigma**2)


@nll.mistake("The second term is divided by 2 sigma squared: here the 2 is missing.")
def _(r, sigma):
    return len(r) / 2 * math.log(2 * math.pi * sigma**2) + (r**2).sum() / sigma**2


@nll.mistake("The 2π is missing in the logarithm. It moves no minimum, but the value is another.")
def _(r, sigma):
    return len(r) / 2 * math.log(sigma**2) + (r**2).sum() / (2 * sigma**2)


@nll.mistake("The logarithm is missing. Without it any line looks good once sigma is large enough.")
def _(r, sigma):
    return (r**2).sum() / (2 * sigma**2)


@nll.mistake("The variance is sigma squared: in both terms.")
def _(r, sigma):
    return len(r) / 2 * math.log(2 * math.pi * sigma) + (r**2).sum() / (2 * sigma)


@nll.mistake("The variance is sigma squared: also under the residuals.")
def _(r, sigma):
    return len(r) / 2 * math.log(2 * math.pi * sigma**2) + (r**2).sum() / (2 * sigma)


@nll.mistake("The variance is sigma squared: also in the logarithm.")
def _(r, sigma):
    return len(r) / 2 * math.log(2 * math.pi * sigma) + (r**2).sum() / (2 * sigma**2)


@nll.mistake("This is the log-likelihood. A loss is to be made small: turn the sign of both terms.")
def _(r, sigma):
    return -len(r) / 2 * math.log(2 * math.pi * sigma**2) - (r**2).sum() / (2 * sigma**2)


mixed_signs = nll.mistake(
    "The signs of the two terms differ. Both are positive in the negative log-likelihood."
)


@mixed_signs
def _(r, sigma):
    return len(r) / 2 * math.log(2 * math.pi * sigma**2) - (r**2).sum() / (2 * sigma**2)


@mixed_signs
def _(r, sigma):
    return -len(r) / 2 * math.log(2 * math.pi * sigma**2) + (r**2).sum() / (2 * sigma**2)


no_brackets = nll.mistake("Division comes before the product: put brackets round 2 * sigma**2.")


@no_brackets
def _(r, sigma):
    return len(r) / 2 * math.log(2 * math.pi * sigma**2) + (r**2).sum() / 2 * sigma**2


@nll.mistake("This is the logarithm to base 10. math.log is the natural one.")
def _(r, sigma):
    return len(r) / 2 * math.log10(2 * math.pi * sigma**2) + (r**2).sum() / (2 * sigma**2)


@nll.mistake("The residuals are summed before they are squared. Square first.")
def _(r, sigma):
    return len(r) / 2 * math.log(2 * math.pi * sigma**2) + r.sum() ** 2 / (2 * sigma**2)
