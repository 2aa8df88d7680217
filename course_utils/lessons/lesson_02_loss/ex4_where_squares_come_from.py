"""Exercise 2.4: Where squares come from."""

import math

import torch

from course_utils import simulate
from course_utils.checking.exercises import exercise

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


LOG, SQUARES = "n / 2 * math.log(2 * math.pi * sigma**2)", "(r**2).sum() / (2 * sigma**2)"
MEAN = ("sum", "mean")
NO_FACTOR = ("n / 2", "1 / 2")
SIGMA_IN_LOG = ("math.pi * sigma**2", "math.pi * sigma")
SIGMA_BELOW = ("(2 * sigma**2)", "(2 * sigma)")

nll.slips(
    {
        "The first term counts once for every residual: it needs the factor n.": NO_FACTOR,
        "The second term is n times the MSE, or the sum of the squares: the n is missing.": MEAN,
        "This is the mean over the residuals. The formula is the sum: n times this.": (
            (NO_FACTOR, MEAN)
        ),
        "The first term has a half in front: n/2, not n.": ("n / 2", "n"),
        "The second term is divided by 2 sigma squared: here the 2 is missing.": (
            ("(2 * sigma**2)", "sigma**2")
        ),
        "The 2π is missing in the logarithm. It moves no minimum, but the value is another.": (
            ("2 * math.pi * ", "")
        ),
        "The logarithm is missing. Without it any line looks good once sigma is large enough.": (
            (f"{LOG} + ", "")
        ),
        "The variance is sigma squared: in both terms.": (SIGMA_IN_LOG, SIGMA_BELOW),
        "The variance is sigma squared: also under the residuals.": SIGMA_BELOW,
        "The variance is sigma squared: also in the logarithm.": SIGMA_IN_LOG,
        "This is the log-likelihood. A loss is to be made small: turn the sign of both terms.": (
            (("n / 2", "-n / 2"), ("+ (r", "- (r"))
        ),
        "The signs of the two terms differ. Both are positive in the negative log-likelihood.": [
            ("+ (r", "- (r"),
            ("n / 2", "-n / 2"),
        ],
        "Division comes before the product: put brackets round 2 * sigma**2.": (
            (SQUARES, "(r**2).sum() / 2 * sigma**2")
        ),
        "This is the logarithm to base 10. math.log is the natural one.": ("log", "log10"),
        "The residuals are summed before they are squared. Square first.": (
            ("(r**2).sum()", "r.sum() ** 2")
        ),
    }
)
