"""Exercise 2.4: A curve with a point."""

import math

import torch

from course_utils import simulate
from course_utils.checking.exercises import exercise
from course_utils.lessons.findings import in_any_way

pointed = exercise(
    "2.4",
    "A curve with a point",
    hints=(
        "Go the way of section 8: the logarithm of a product is a sum, so take one height first.",
        "The logarithm of a quotient is a difference, and log(exp(x)) is x. Then turn the sign, "
        "and add up over all residuals.",
        "return len(r) * math.log(2 * s) + ...",
    ),
)


def residuals_and_scale(generator):
    """Three for a head, those of a line through the diary, others of other sizes, one alone."""
    t_u, t_c = simulate.thermometer()
    drawn = [(n, torch.randn(n, generator=generator)) for n in (6, 1, 20)]
    known = [(torch.tensor([1.0, -3.0, 2.0]), 2.0), (0.5 * t_u - 16.5 - t_c, 2.0)]
    return [*known, *((3 * r + 1, 0.3 + n / 4) for n, r in drawn)]


@pointed.part(probes=residuals_and_scale)
def pointed_nll(r, s):
    """Negative log-likelihood of r, each with the height exp(-|r| / s) / (2 s); a 0-d tensor."""
    return len(r) * math.log(2 * s) + r.abs().sum() / s


FIRST, SECOND = "len(r) * math.log(2 * s)", "r.abs().sum() / s"
NO_N, MEAN = ("len(r) * ", ""), ("sum", "mean")

pointed_nll.slips(
    {
        "Every residual brings a log(2 s) of its own: n of them, not one.": NO_N,
        "The second term adds all residuals up. This is their mean.": MEAN,
        "This is the mean over the residuals. The NLL is the sum: n times this.": (NO_N, MEAN),
        "This is the log-likelihood. A loss is to be made small: turn the sign of both terms.": [
            (("len(r)", "-len(r)"), ("+ r", "- r")),
            "return (torch.exp(-r.abs() / s) / (2 * s)).log().sum()",
        ],
        "The signs of the two terms differ. Minus the logarithm of a height has plus twice.": [
            ("+ r", "- r"),
            ("len(r)", "-len(r)"),
            "return -(torch.exp(r.abs() / s) / (2 * s)).log().sum()",
        ],
        "The height is divided by 2 s: the logarithm is that of 2 s, not of s.": ("2 * s", "s"),
        "A logarithm is missing: dividing by 2 s becomes adding log(2 s).": [
            ("math.log(2 * s)", "(2 * s)"),
            ("log", "exp"),
            ("log", "sqrt"),
        ],
        "Only what stands in the exponent is left. Each height is divided by 2 s besides.": (
            (f"{FIRST} + ", "")
        ),
        "The second term is missing: what stood in the exponent, added up.": (
            f"return torch.tensor({FIRST})"
        ),
        "Squares belong to the bell curve. In this exponent stands |r|.": ("r.abs()", "(r**2)"),
        "This is the NLL of the bell curve. The height is another one here.": [
            "return len(r) / 2 * math.log(2 * math.pi * s**2) + (r**2).sum() / (2 * s**2)",
            "return len(r) * math.log(s * math.sqrt(2 * math.pi)) + (r**2).sum() / (2 * s**2)",
        ],
        "Half of it is the bell curve's: the first term is right, the second has squares.": (
            "return len(r) * math.log(2 * s) + (r**2).sum() / (2 * s**2)"
        ),
        "Half of it is the bell curve's: the second term is right, the first has its √(2π).": [
            f"return len(r) / 2 * math.log(2 * math.pi * s**2) + {SECOND}",
            f"return len(r) * math.log(s * math.sqrt(2 * math.pi)) + {SECOND}",
            ("2 * s", "2 * math.pi * s"),
        ],
        "Without the absolute value residuals cancel, and the NLL could fall for ever.": (
            ("r.abs()", "r")
        ),
        "The absolute value comes too late: residuals have cancelled in the sum.": (
            ("r.abs().sum()", "r.sum().abs()")
        ),
        "|r| is divided by s in the exponent, not by 2 s. The 2 stands below the height.": [
            ("/ s", "/ (2 * s)"),
            (("2 * s", "4 * s"), ("/ s", "/ (2 * s)")),
        ],
        "|r| is divided by s, not by its square: nothing is squared in this height.": [
            ("/ s", "/ s**2"),
            (("2 * s", "2 * s**2"), ("/ s", "/ s**2")),
        ],
        "|r| is divided by s, not multiplied: a wider curve makes a large miss more likely.": (
            ("/ s", "* s")
        ),
        "s is missing below |r|.": (" / s", ""),
        "This is the logarithm to base 10. The natural one is asked for.": [
            ("log", "log10"),
            "return -(torch.exp(-r.abs() / s) / (2 * s)).log10().sum()",
        ],
        "This is the logarithm to base 2. The natural one is asked for.": [
            ("log", "log2"),
            "return -(torch.exp(-r.abs() / s) / (2 * s)).log2().sum()",
        ],
        "log1p(x) is the logarithm of 1 + x.": ("log", "log1p"),
        "n/2 came from the bell curve's root. There is no root here: n times log(2 s).": (
            ("len(r)", "len(r) / 2")
        ),
        "The two terms are added, not multiplied: the logarithm of a product is a sum.": (
            (f"{FIRST} + ", f"{FIRST} * ")
        ),
        "This is the likelihood itself, or its exponent. Take its logarithm, and minus that.": [
            f"return torch.exp(-{SECOND}) / (2 * s) ** len(r)",
            f"return torch.exp(-({SECOND}))",
            "return (torch.exp(-r.abs() / s) / (2 * s)).prod()",
            f"return torch.exp(-({FIRST} + {SECOND}))",
        ],
        "The heights are added before the logarithm is taken. They are multiplied.": (
            "return -(torch.exp(-r.abs() / s) / (2 * s)).sum().log()"
        ),
        "The heights are averaged before the logarithm is taken. They are multiplied.": (
            "return -(torch.exp(-r.abs() / s) / (2 * s)).mean().log()"
        ),
        "Brackets: exp(...) / 2 * s multiplies by s. The height is divided by 2 s.": (
            "return -(torch.exp(-r.abs() / s) / 2 * s).log().sum()"
        ),
        "log(2 s) is log(2) + log(s): a logarithm does not let a factor out.": [
            ("math.log(2 * s)", "math.log(2) * s"),
            ("math.log(2 * s)", "2 * math.log(s)"),
        ],
        "log(2 s) is log(2) + log(s), not log(2 + s).": ("2 * s", "2 + s"),
        "A logarithm multiplied by n is right; n inside it is not.": (
            (FIRST, "math.log(len(r) * 2 * s)")
        ),
        "n is the number of residuals, not always eleven.": ("len(r)", "11"),
        "n is the number of residuals, not one less.": ("len(r)", "(len(r) - 1)"),
        "s comes as an argument. Is a number of the lesson inside?": [
            (("2 * s", "2 * 2.0"), ("/ s", "/ 2.0")),
            ("2 * s", "2 * 2.0"),
            ("/ s", "/ 2.0"),
        ],
        "s is not measured on r. It comes as an argument.": [
            "s = r.abs().mean(); return len(r) * math.log(2 * s) + r.abs().sum() / s",
        ],
        "This is the MAE. It is lowest for the same line, but the NLL is another number.": (
            "return r.abs().mean()"
        ),
        "This is the sum of the absolute residuals: the s is missing, and a logarithm.": (
            "return r.abs().sum()"
        ),
        "The residuals are averaged before the height is taken. Each has a height of its own.": [
            "return math.log(2 * s) + r.mean().abs() / s",
        ],
        "One residual alone counts here. Add up over all of them.": [
            "return (r.abs() / s).max() + math.log(2 * s)",
            "return (r.abs() / s).min() + math.log(2 * s)",
        ],
        "This is the largest residual alone. All of them count.": ("sum", "max"),
        "This is the residual in the middle alone. All of them count.": ("sum", "median"),
        "The centre of the curve is 0: take r as it comes, not its distance from its mean.": (
            ("r.abs()", "(r - r.mean()).abs()")
        ),
    }
)

pointed_nll.slip(
    "Take one residual alone: what is minus the logarithm of its height? Then add up over all.",
    ("2 * s", "3 * s"),
    when=in_any_way,
)
pointed_nll.same({"No residual is tracked.": f"return ({FIRST} + {SECOND}).detach()"})

LOSSES = ("SSE", "MSE", "RMSE", "MAE")


def one_of_four(answer):
    """Return which of the four losses this is."""
    text = answer.strip().upper() if isinstance(answer, str) else ""
    return text if text in LOSSES else "none of the four"


@pointed.part(observe=one_of_four)
def same_best_line():
    return "MAE"


for squared in ("MSE", "SSE", "RMSE"):
    same_best_line.slip(
        f"The {squared} is lowest where the sum of squares is. Which sum stands in your formula?",
        squared,
    )
same_best_line.slip('Answer with one of four texts: "SSE", "MSE", "RMSE" or "MAE".', "NLL")
