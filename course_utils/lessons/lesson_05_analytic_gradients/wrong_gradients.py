"""What goes wrong alike in the gradients of exercises 5.1, 5.2 and 5.3."""

import torch

from course_utils import simulate
from course_utils.checking.comparison import same_numbers

T_U, T_C = simulate.thermometer()
ON_DIARY = torch.tensor([4517.2969, 82.6000])  # what is right on the first probe of 5.1 and of 5.3

FORGOT_N = "This is the gradient of the sum of the squares. The loss is their mean."
FORGOT_BOTH = "Two factors are missing: one comes from the square, the other from the mean."
UPHILL = "The sign is turned: here r is the prediction minus y, and a gradient points uphill."
SQUARE = "The residuals are still squared. What is the derivative of r²?"
RMSE = "This is the gradient of the RMSE. The loss here is the MSE: no root."
NO_Y = "Where is y? The predictions are multiplied, and it should be the residuals."
LESSON = "These are the numbers of the lesson's own data. Use what the function is given."
FIXED = "Right on the diary, wrong elsewhere: is something of the diary fixed inside?"


def of_sums(factors):
    """Return the slips in the slopes of a line and of a parabola alike.

    `factors` lists by what each slope multiplies the residuals. The reference calls those r, puts
    the 2 before everything else, and returns grad.
    """
    all_factors = f"torch.stack([{factors}])"
    return {
        "This is half the gradient. What is the derivative of a square?": ("2 * ", ""),
        FORGOT_N: ("2 * ", "2 * len(y) * "),
        FORGOT_BOTH: ("2 * ", "len(y) * "),
        "This divides by n twice: it is the mean of what is divided by n already.": (
            ("2 * ", "2 / len(y) * ")
        ),
        "This is one slope for each reading. All readings turn the same knob: add them up.": [
            ("return grad", f"return 2 / len(y) * r * {all_factors}"),
            ("return grad", f"return (2 / len(y) * r * {all_factors}).T"),
            ("return grad", f"return 2 * r * {all_factors}"),
            ("return grad", f"return torch.tensor(list(2 / len(y) * r * {all_factors}))"),
        ],
        UPHILL: ("2 * ", "-2 * "),
        "A product of means is not the mean of the products. Multiply for each reading first.": (
            ("return grad", f"return 2 * r.mean() * {all_factors}.mean(dim=1)")
        ),
        SQUARE: ("grad =", "r = r**2; grad ="),
        RMSE: ("return grad", "return grad / (2 * (r**2).mean().sqrt())"),
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
