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
    return [(0.5 * t_u - 15.0 - t_c, 2.0), *((3 * r + 1, 0.3 + n / 4) for n, r in drawn)]


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


def nll_of(r, sigma):
    return len(r) / 2 * math.log(2 * math.pi * sigma**2) + (r**2).sum() / (2 * sigma**2)


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
        "This is the logarithm to base 2. math.log is the natural one.": ("log", "log2"),
        "log1p(x) is the logarithm of 1 + x.": ("log", "log1p"),
        "The residuals are summed before they are squared. Square first.": (
            ("(r**2).sum()", "r.sum() ** 2")
        ),
        "Absolute values stand where the squares should.": ("(r**2)", "r.abs()"),
        "Under sigma is the sum of the squares, without a root.": ("sum()", "sum().sqrt()"),
        "n is the number of residuals, not always eleven.": ("n / 2", "11 / 2"),
        "n is the number of residuals, not one less.": ("n / 2", "(n - 1) / 2"),
        "n // 2 cuts the half off where n is odd. Write n / 2.": ("n / 2", "n // 2"),
        "sigma comes as an argument. Is a number of the lesson inside?": [
            (("math.pi * sigma**2", "math.pi * 4"), ("2 * sigma**2)", "2 * 4)")),
            ("math.pi * sigma**2", "math.pi * 4"),
            ("(2 * sigma**2)", "(2 * 4)"),
        ],
        "The logarithm is that of 2 π σ²: the 2 is missing.": ("2 * math.pi", "math.pi"),
        "π is missing in the logarithm.": ("math.pi * ", ""),
        "π is 3.14159…: math.pi has it.": [("math.pi", number) for number in ("3", "3.1", "3.14")],
        "Only sigma is squared, not 2 π or 2: where does the bracket begin?": [
            ("2 * math.pi * sigma**2", "(2 * math.pi * sigma) ** 2"),
            ("(2 * sigma**2)", "(2 * sigma) ** 2"),
            ("(2 * sigma**2)", "(4 * sigma**2)"),
        ],
        "All of 2 π σ² stands in the logarithm.": [
            ("math.log(2 * math.pi * sigma**2)", "math.log(2) * math.pi * sigma**2"),
            ("math.log(2 * math.pi * sigma**2)", "math.log(2 * math.pi) * sigma**2"),
        ],
        "The logarithm is multiplied by n/2. It does not stand below.": (
            (LOG, "n / (2 * math.log(2 * math.pi * sigma**2))")
        ),
        "The logarithm has no root: n/2 in front of it is all.": (
            ("math.log(2 * math.pi * sigma**2)", "math.log(math.sqrt(2 * math.pi * sigma**2))")
        ),
        "n/2 stands in front of the logarithm, and nothing else.": [
            ("n / 2 * ", ""),
            ("n / 2", "2"),
            ("n / 2", "n * 2"),
            ("n / 2", "2 / n"),
            ("n / 2", "n / 3"),
        ],
        "The first term holds the logarithm of 2 π σ²: it is missing, or another function.": [
            ("math.log", ""),
            ("math.log", "math.exp"),
            ("math.log", "math.sqrt"),
        ],
        "2 ** r is a power of 2. The square of r is r ** 2.": ("r**2", "2**r"),
        "The two terms are added, not multiplied.": (f"{LOG} + ", f"{LOG} * "),
        "The first term counts n/2 times. Here it is added for every residual besides.": (
            (LOG, f"n * ({LOG})")
        ),
        "This is the likelihood itself, or its part with r. Take its logarithm, and minus that.": [
            f"return torch.exp(-{SQUARES})",
            f"return torch.exp(-({LOG} + {SQUARES}))",
            f"return torch.exp(-{SQUARES}) / (2 * math.pi * sigma**2) ** (len(r) / 2)",
        ],
        "The second term is missing: the sum of the squares over 2 sigma squared.": (
            f"return torch.tensor({LOG.replace('n /', 'len(r) /')})"
        ),
        "The mean of the curve is 0: take r as it comes, not its distance from its mean.": (
            ("(r**2)", "((r - r.mean()) ** 2)")
        ),
        "sigma is not measured on r. It comes as an argument.": [
            "sigma = r.std(correction=0); return nll_of(r, sigma)",
            "sigma = r.std(); return nll_of(r, sigma)",
        ],
        "This is the bell curve's rival, whose loss is the MAE.": (
            "return len(r) * math.log(2 * sigma) + r.abs().sum() / sigma"
        ),
        "gaussian_nll_loss averages, and leaves the constant out, unless told otherwise.": [
            "return torch.nn.functional.gaussian_nll_loss(r, 0 * r, 0 * r + sigma**2)",
        ],
        "The logarithm is taken of every residual. It is that of 2 π σ².": (
            f"return (len(r) / 2 * torch.log(2 * math.pi * r**2)).sum() + {SQUARES}"
        ),
    }
)

nll.same({"No residual is tracked.": f"n = len(r); return ({LOG} + {SQUARES}).detach()"})
