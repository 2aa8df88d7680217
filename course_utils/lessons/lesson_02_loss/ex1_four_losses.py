"""Exercise 2.1: Four losses."""

import torch

from course_utils import simulate
from course_utils.checking.exercises import exercise
from course_utils.lessons.lesson_02_loss.residual_slips import residual_slips

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
    """The diary at w = 1, b = 0, then random pairs with residuals of both signs, n = 1 included.

    All predictions but the diary's are tracked, as those of a model are from lesson 06 on.
    """
    pairs = [simulate.thermometer()]
    for n in (5, 8, 1):
        y = 10 * torch.randn(n, generator=generator)
        pairs.append(((y + 3 * torch.randn(n, generator=generator)).requires_grad_(), y))
    y = torch.tensor([1.0, 2.0, 3.0, 4.0])
    off = torch.tensor([2.0, -1.0, -4.0, 0.5])
    return [*pairs, ((y + off).requires_grad_(), y), ((y - 4 * off).requires_grad_(), y)]


ITEM = "This is a Python number. Return the tensor itself: lesson 06 needs to trace it."


@losses.part(probes=residual_pairs)
def sse(y_hat, y):
    """Sum of the squared residuals; a 0-d tensor."""
    return ((y_hat - y) ** 2).sum()


sse.slips(
    {
        "This is the mean of the squares. The first S in SSE is for sum.": ("sum", "mean"),
        "The means of both are compared, so that residuals cancel. Compare entry by entry.": (
            "return (y_hat - y).mean() ** 2"
        ),
        "This is the root of the sum. SSE is the sum itself.": (".sum()", ".sum().sqrt()"),
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
        "This is the RMSE. The MSE has no root, and its unit is °C².": ("mean()", "mean().sqrt()"),
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
        "Divide before you take the root: n belongs under it, with the sum of the squares.": (
            (".mean().sqrt()", ".sum().sqrt() / len(y)")
        ),
        "The MSE is halved before the root is taken. Its root alone is asked for.": (
            (".sqrt()", ".div(2).sqrt()")
        ),
        "These are absolute values under a root. Square the residuals, and take the root last.": [
            "return (y_hat - y).abs().sqrt().mean()",
        ],
        "The mean square of each is rooted by itself. It is the difference that is squared.": (
            "return (y_hat**2).mean().sqrt() - (y**2).mean().sqrt()"
        ),
        "** 1 / 2 is half of the number itself: the power comes first. Write ** 0.5.": (
            (".sqrt()", " ** 1 / 2")
        ),
        "This is the square of the MSE. Take its root.": (".sqrt()", " ** 2"),
        "The residuals are averaged before they are squared, so that they cancel.": (
            "return ((y_hat - y).mean() ** 2).sqrt()"
        ),
        ITEM: [("sqrt()", "sqrt().item()"), "return math.sqrt(((y_hat - y) ** 2).mean())"],
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
        "This is the mean of the squares. The MAE has no squares: take absolute values.": (
            "return ((y_hat - y) ** 2).mean()"
        ),
        "This is the RMSE, which feels large errors more. The MAE takes absolute values.": (
            "return ((y_hat - y) ** 2).mean().sqrt()"
        ),
        "Absolute values are taken one by one. It is the difference that needs one.": [
            "return (y_hat.abs() - y.abs()).mean()",
            "return (y_hat.abs() - y).mean()",
        ],
        "Residuals below 0 count as 0 here. They are errors, too.": (
            "return (y_hat - y).clamp(min=0).mean()"
        ),
        "Only the residuals above 0 are averaged. Those below are errors, too.": (
            "return (y_hat - y)[y_hat > y].mean()"
        ),
        "This is the error in parts of y. The MAE is in the units of y.": (
            "return ((y_hat - y) / y).abs().mean()"
        ),
        "This is a mixture: small errors are squared. The MAE is l1_loss.": (
            "return torch.nn.functional.smooth_l1_loss(y_hat, y)"
        ),
        ITEM: ("mean()", "mean().item()"),
    }
)


for part, each, fold, root in (
    (sse, ".square()", ".sum()", ""),
    (mse, ".square()", ".mean()", ""),
    (rmse, ".square()", ".mean()", ".sqrt()"),
    (mae, ".abs()", ".mean()", ""),
):
    part.slips(residual_slips(each, fold, root))
    part.same({"Neither squares nor absolute values know the sign.": ("y_hat - y", "y - y_hat")})
