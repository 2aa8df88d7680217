"""What goes wrong alike in the gradients of exercises 5.1 and 5.2."""

import torch

from course_utils import simulate
from course_utils.checking.comparison import same_numbers

T_U, T_C = simulate.thermometer()
ON_DIARY = torch.tensor([4517.2969, 82.6000])  # what is right on the first probe of 5.2

FORGOT_N = "This is the gradient of the sum of the squares. The loss is their mean."
FORGOT_BOTH = "Two factors are missing: one comes from the square, the other from the mean."
UPHILL = "The sign is turned: here r is the prediction minus y, and a gradient points uphill."
SQUARE = "The residuals are still squared. What is the derivative of r²?"
RMSE = "This is the gradient of the RMSE. The loss here is the MSE: no root."
NO_Y = "Where is y? The predictions are multiplied, and it should be the residuals."
LESSON = "These are the numbers of the lesson's own data. Use what the function is given."
UNSUMMED = "This is one slope for each reading. All readings turn the same knob: add them up."
REFEREE = "No slope is right. Compare with num_grad of section 2: it needs no formula."
ASK = "Compare each slope with num_grad of section 2, on each input: it needs no formula."
FIXED = "Right on the diary, wrong elsewhere: is something of the diary fixed inside?"


def of_sums(table, unsummed=UNSUMMED):
    """Return the slips in the slopes of any model alike.

    Row j of `table` holds what knob j does to each prediction. The reference calls these r,
    puts the 2 before everything else, and returns grad. `unsummed` is said of what lacks the sum.
    """
    each = f"2 * r * {table}"  # what every reading does to every knob
    return {
        "This is half the gradient. What is the derivative of a square?": ("2 * ", ""),
        "This is a quarter of the gradient: the square brings a 2, and n is not doubled here.": (
            ("2 * ", "1 / 2 * ")
        ),
        FORGOT_N: ("2 * ", "2 * len(y) * "),
        FORGOT_BOTH: ("2 * ", "len(y) * "),
        "This divides by n twice: it is the mean of what is divided by n already.": (
            ("2 * ", "2 / len(y) * ")
        ),
        "This divides by n - 1. A mean divides by n.": ("2 * ", "2 * len(y) / (len(y) - 1) * "),
        unsummed: [
            ("return grad", f"return {each} / len(y)"),
            ("return grad", f"return ({each} / len(y)).T"),
            ("return grad", f"return {each}"),
            ("return grad", f"return torch.tensor(list({each} / len(y)))"),
        ],
        "This is what one reading does. The others turn the same knobs: take the mean.": [
            ("return grad", f"return ({each})[:, {place}]") for place in (0, -1)
        ],
        UPHILL: ("2 * ", "-2 * "),
        "A product of means is not the mean of the products. Multiply for each reading first.": (
            ("return grad", f"return 2 * r.mean() * {table}.mean(dim=1)")
        ),
        SQUARE: ("grad =", "r = r**2; grad ="),
        RMSE: ("return grad", "return grad / (2 * (r**2).mean().sqrt())"),
        "This is the gradient of the MAE. The loss here is the MSE: r itself, not its sign.": [
            ("return grad", f"return {twice}(r.sign() * {table}).mean(dim=1)")
            for twice in ("", "2 * ")
        ],
        "This is the loss itself. How fast does each knob turn it?": [
            ("return grad", f"return {loss}") for loss in ("(r**2).mean()", "(r**2).sum()")
        ],
        NO_Y: (" - y", ""),
        "y is added. A residual is the prediction minus y.": (" - y", " + y"),
        "Numbers side by side are no tensor yet: torch.stack makes one of 0-d tensors.": [
            ("return grad", "return tuple(grad)"),
            ("return grad", "return grad.tolist()"),
        ],
    }


def agree(right_value, value):
    """Return which entries agree, as a list of True and False."""
    return torch.isclose(value.double(), right_value.double(), rtol=1e-4).tolist()


def right_on(first):
    """Return a `when` that is true if the answer is right where `first` is the right value."""
    return lambda right_value, _: not same_numbers(right_value, first)


def none_agrees(right_value, value):
    """True if no entry agrees."""
    return not any(agree(right_value, value))
