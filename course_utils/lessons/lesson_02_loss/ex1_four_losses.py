"""Exercise 2.1: Four losses."""

import torch

from course_utils import simulate
from course_utils.checking.exercises import exercise

losses = exercise(
    "2.1",
    "Four losses",
    hints=(
        "All four begin with the residuals, r = y_hat - y. Section 3 does the rest step by step.",
        "Square before you average, and take the root last: root of the mean of the squares.",
        "sse: return ((y_hat - y) ** 2).sum()",
    ),
)


def residual_pairs(generator):
    """The diary at w = 1, b = 0, then random pairs with residuals of both signs, n = 1 included."""
    pairs = [simulate.thermometer()]
    for n in (5, 8, 1):
        y = 10 * torch.randn(n, generator=generator)
        pairs.append((y + 3 * torch.randn(n, generator=generator), y))
    y = torch.tensor([1.0, 2.0, 3.0, 4.0])
    pairs.append((y + torch.tensor([2.0, -1.0, -4.0, 0.5]), y))
    return pairs


ITEM = "This is a Python number. Return the tensor itself: lesson 06 needs to trace it."


@losses.part(probes=residual_pairs)
def sse(y_hat, y):
    """Sum of the squared residuals; a 0-d tensor."""
    return ((y_hat - y) ** 2).sum()


sse.slips(
    {
        "This is the mean of the squares. The first S in SSE is for sum.": ("sum", "mean"),
        "The residuals are summed before they are squared, so that they cancel. Square first.": (
            "return (y_hat - y).sum() ** 2"
        ),
        ITEM: ("sum()", "sum().item()"),
    }
)


@losses.part(probes=residual_pairs)
def mse(y_hat, y):
    """Mean of the squared residuals; a 0-d tensor."""
    return ((y_hat - y) ** 2).mean()


mse.slips(
    {
        "This is the sum of the squares, not their mean. One of the published posts does this.": (
            ("mean", "sum")
        ),
        "This is half the mean: the convention with 1/(2n). PyTorch and this course use 1/n.": (
            ("mean()", "mean() / 2")
        ),
        "The mean is taken before the square, so that the residuals cancel. Square first.": (
            "return (y_hat - y).mean() ** 2"
        ),
        ITEM: ("mean()", "mean().item()"),
    }
)


@losses.part(probes=residual_pairs)
def rmse(y_hat, y):
    """Root of the mean of the squared residuals; a 0-d tensor."""
    return ((y_hat - y) ** 2).mean().sqrt()


rmse.slips(
    {
        "This is the mean of the squares, in °C². Its root has the units of y.": (".sqrt()", ""),
        "The root is taken before the mean, which gives the MAE. Average first, root last.": (
            (".mean().sqrt()", ".sqrt().mean()")
        ),
        "This is the root of the sum. Take the mean of the squares, then the root.": (
            ("mean", "sum")
        ),
        ITEM: ("sqrt()", "sqrt().item()"),
    }
)


@losses.part(probes=residual_pairs)
def mae(y_hat, y):
    """Mean of the absolute residuals; a 0-d tensor."""
    return (y_hat - y).abs().mean()


mae.slips(
    {
        "Without the absolute value plus and minus cancel: this is the mean residual.": (
            (".abs()", "")
        ),
        "Without the absolute value plus and minus cancel, and the sign is y - y_hat besides.": (
            "return (y - y_hat).mean()"
        ),
        "The absolute value is taken after the mean, when plus and minus have cancelled.": (
            (".abs().mean()", ".mean().abs()")
        ),
        "This is the sum of the absolute residuals, not their mean.": ("mean", "sum"),
        ITEM: ("mean()", "mean().item()"),
    }
)
