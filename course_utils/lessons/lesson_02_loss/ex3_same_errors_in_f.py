"""Exercise 2.3: The same errors in °F."""

import math

import torch

from course_utils.exercise import exercise

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


_OFFSET = "Differences do not see offsets: the 32 cancels in every residual."
_INVERSE = "This goes the other way, from °F to °C."
_STILL = "This is still in °C: an error of 1 °C is one of 1.8 °F."


@units.part(probes=some_losses)
def mse_in_f(mse_in_c):
    """The MSE in °F² of a model whose MSE is mse_in_c in °C²."""
    return 1.8**2 * mse_in_c


@mse_in_f.mistake("The MSE is in squared units, so the factor is squared, too: 3.24.")
def _(mse_in_c):
    return 1.8 * mse_in_c


mse_offset = mse_in_f.mistake(_OFFSET)


@mse_offset
def _(mse_in_c):
    return 1.8 * mse_in_c + 32


@mse_offset
def _(mse_in_c):
    return 1.8**2 * mse_in_c + 32


@mse_offset
def _(mse_in_c):
    return (1.8 * math.sqrt(mse_in_c) + 32) ** 2


@mse_in_f.mistake(_STILL)
def _(mse_in_c):
    return mse_in_c


@mse_in_f.mistake(_INVERSE)
def _(mse_in_c):
    return mse_in_c / 1.8**2


@units.part(probes=some_losses)
def rmse_in_f(rmse_in_c):
    """The RMSE in °F of a model whose RMSE is rmse_in_c in °C."""
    return 1.8 * rmse_in_c


@rmse_in_f.mistake("The root undoes the square: an RMSE has the units of y, and the factor is 1.8.")
def _(rmse_in_c):
    return 1.8**2 * rmse_in_c


@rmse_in_f.mistake(_OFFSET)
def _(rmse_in_c):
    return 1.8 * rmse_in_c + 32


@rmse_in_f.mistake(_STILL)
def _(rmse_in_c):
    return rmse_in_c


@rmse_in_f.mistake(_INVERSE)
def _(rmse_in_c):
    return rmse_in_c / 1.8


@units.part(probes=some_losses)
def mae_in_f(mae_in_c):
    """The MAE in °F of a model whose MAE is mae_in_c in °C."""
    return 1.8 * mae_in_c


@mae_in_f.mistake("Nothing is squared in an MAE: it has the units of y, and the factor is 1.8.")
def _(mae_in_c):
    return 1.8**2 * mae_in_c


@mae_in_f.mistake(_OFFSET)
def _(mae_in_c):
    return 1.8 * mae_in_c + 32


@mae_in_f.mistake(_STILL)
def _(mae_in_c):
    return mae_in_c


@mae_in_f.mistake(_INVERSE)
def _(mae_in_c):
    return mae_in_c / 1.8
