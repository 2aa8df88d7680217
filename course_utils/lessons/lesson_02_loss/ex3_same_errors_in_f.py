"""Exercise 2.3: The same errors in °F."""

import torch

from course_utils.checking.exercises import exercise

units = exercise(
    "2.3",
    "The same errors in °F",
    hints=(
        "A temperature of c °C is 1.8 c + 32 °F. What happens to a difference of two temperatures?",
        "The offset cancels in every residual, and the factor 1.8 stays. Then comes the square.",
        "mse_in_f: return 1.8**2 * ...",
    ),
)


def some_losses(generator):
    draws = 20 * torch.rand(3, generator=generator)
    return [(2.93,), *((draw,) for draw in draws.tolist())]


OFFSET = "Differences do not see offsets: the 32 cancels in every residual."
STILL = "This is still in °C: an error of 1 °C is one of 1.8 °F."
INVERSE = "This goes the other way, from °F to °C."


@units.part(probes=some_losses)
def mse_in_f(mse_in_c):
    """The MSE in °F² of a model whose MSE is mse_in_c in °C²."""
    return 1.8**2 * mse_in_c


mse_in_f.slips(
    {
        "The MSE is in squared units, so the factor is squared, too: 3.24.": ("1.8**2", "1.8"),
        OFFSET: [
            "return 1.8 * mse_in_c + 32",
            "return 1.8**2 * mse_in_c + 32",
            "return (1.8 * math.sqrt(mse_in_c) + 32) ** 2",
        ],
        STILL: ("1.8**2 * ", ""),
        INVERSE: "return mse_in_c / 1.8**2",
    }
)


@units.part(probes=some_losses)
def rmse_in_f(rmse_in_c):
    """The RMSE in °F of a model whose RMSE is rmse_in_c in °C."""
    return 1.8 * rmse_in_c


@units.part(probes=some_losses)
def mae_in_f(mae_in_c):
    """The MAE in °F of a model whose MAE is mae_in_c in °C."""
    return 1.8 * mae_in_c


for part, squared in [
    (rmse_in_f, "The root undoes the square: an RMSE has the units of y, and the factor is 1.8."),
    (mae_in_f, "Nothing is squared in an MAE: it has the units of y, and the factor is 1.8."),
]:
    part.slips(
        {
            squared: ("1.8", "1.8**2"),
            OFFSET: ("1.8 *", "32 + 1.8 *"),
            STILL: ("1.8 * ", ""),
            INVERSE: ("1.8 *", "1 / 1.8 *"),
        }
    )
