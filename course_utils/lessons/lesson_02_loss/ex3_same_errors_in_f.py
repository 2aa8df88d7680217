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
    """One that a person can follow, that of the diary, and others below and above 1."""
    draws = (20 * torch.rand(3, generator=generator) + 0.3).tolist()
    return [(10.0,), (2.93,), (0.25,), *((draw,) for draw in draws)]


OFFSET = "Differences do not see offsets: the 32 cancels in every residual."
STILL = "This is still in °C: an error of 1 °C is one of 1.8 °F."
INVERSE = "This goes the other way, from °F to °C."
LOSS_SQUARED = "The loss itself is squared. Only the factor between °C and °F may be."
ROOT = "A root of the loss is taken. The loss stays what it is, and changes its unit."
FIXED = "This does not depend on the loss that comes in. Is a number of the lesson inside?"
ROUNDED = "Only whole numbers come out. Keep what stands behind the dot."
FACTOR = "The factor is another one: 1 °C more is 1.8 °F more."


def is_whole(_, came):
    return float(came) == int(came)


def add_conversions(part, loss, right):
    """Know the other conversions of a `loss` that is to be multiplied by `right`."""
    spare = {"1.8": "1.8**2", "1.8**2": "1.8"}[right]
    part.slips(
        {
            OFFSET: [
                *(f"return {k} * {loss} + {o}" for k in (right, spare) for o in (32, -32, 32**2)),
                f"return (1.8 * {loss} + 32) ** 2",
                f"return (1.8 * {loss}**0.5 + 32) ** 2",
                f"return abs({right} * {loss} - 32)",
                f"return {loss} + 32",
                f"return 1.8 * ({loss} + 32)",
                f"return (1.8 + 32) * {loss}",
                f"return ({loss} - 32) / 1.8",
                f"return ({loss} - 32) * 1.8",
            ],
            STILL: f"return {loss}",
            INVERSE: [f"return {loss} / 1.8**2", f"return {loss} / 1.8"],
            LOSS_SQUARED: [
                *(f"return {k} * {loss}**2" for k in ("1.8", "1.8**2", "1")),
                f"return {loss}**1.8",
            ],
            ROOT: [f"return {k} * {loss}**0.5" for k in ("1.8", "1.8**2", "1", "1.8**0.5")],
            FACTOR: [
                f"return {k} * {loss}"
                for k in ("2", "2 * 1.8", "1.8 / 2", "0.8", "18", "3.2", "1.8**0.5", "1.8**3", "32")
            ],
            "The loss stands in the exponent. It is multiplied by the factor.": (
                f"return 1.8**{loss}"
            ),
            FIXED: [
                f"return {k} * {number}"
                for k in (right, spare, 1)
                for number in (1763.8846, 2.9276)
            ],
        }
    )
    part.slip(ROUNDED, f"return round({right} * {loss})", when=is_whole)


@units.part(probes=some_losses)
def mse_in_f(mse_in_c):
    """The MSE in °F² of a model whose MSE is mse_in_c in °C²."""
    return 1.8**2 * mse_in_c


mse_in_f.slips(
    {"The MSE is in squared units, so the factor is squared, too: 3.24.": ("1.8**2", "1.8")}
)
add_conversions(mse_in_f, "mse_in_c", "1.8**2")


@units.part(probes=some_losses)
def rmse_in_f(rmse_in_c):
    """The RMSE in °F of a model whose RMSE is rmse_in_c in °C."""
    return 1.8 * rmse_in_c


@units.part(probes=some_losses)
def mae_in_f(mae_in_c):
    """The MAE in °F of a model whose MAE is mae_in_c in °C."""
    return 1.8 * mae_in_c


for part, loss, squared in [
    (
        rmse_in_f,
        "rmse_in_c",
        "The root undoes the square: an RMSE has the units of y, and the factor is 1.8.",
    ),
    (
        mae_in_f,
        "mae_in_c",
        "Nothing is squared in an MAE: it has the units of y, and the factor is 1.8.",
    ),
]:
    part.slips({squared: ("1.8", "1.8**2")})
    add_conversions(part, loss, "1.8")
