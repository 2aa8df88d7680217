"""Lesson 04: drag δ along the V, and watch the secant, and the digits that cancel.

What moves is in `explore_delta_dial.js`; here is what it is held against, bit for bit.
"""

import functools
import math

import numpy as np
import torch

from course_utils import simulate
from course_utils.explore.explorer import Explorer

PRECISIONS = {"float32": torch.float32, "float64": torch.float64}
DIGITS = {"float32": 9, "float64": 17}  # as many as tell all numbers of this precision apart
SCHEMES = ("forward", "central")
LOW, HIGH, GRAIN = -12, 0.5, 0.05  # exponents of δ on the dial
TURNS = torch.arange(-64, 65) / 32  # of the knob, in δ, under the microscope


def delta_at(exponent):
    """Return δ at this place of the dial, rounded to the three digits that the page shows."""
    return float(f"{10.0**exponent:.3g}")


def total(values):
    """Return the sums (k,) of the columns (n, k), always in the same order.

    So every processor, and the page, rounds it the same way.
    """
    while len(values) > 1:
        half = (len(values) + 1) // 2
        rest = values[half:]
        values = torch.cat([values[: len(rest)] + rest, values[len(rest) : half]])
    return values[0]


def residuals(loss, knobs):
    """Return the residuals (n, k) for k values of the one knob, and what turning it by 1 adds.

    The other knobs stay at their start: b = 0 of the line, b and c of the parabola as published.
    """
    if loss == "MSE":
        x, y = (readings.to(knobs.dtype)[:, None] for readings in simulate.thermometer())
        return knobs * x - y, x
    x, y, _ = (readings.to(knobs.dtype)[:, None] for readings in simulate.quadratic())
    return knobs * (x * x) + 1.1019 * x - 0.3455 - y, x * x


def start(loss, dtype):
    """Return the value of the knob where its slope is measured: w of the line, a of a parabola."""
    return torch.tensor([1.0 if loss == "MSE" else -0.6362], dtype=dtype)


def loss_at(loss, knobs):
    """Return the losses (k,) for k values of the knob."""
    r, _ = residuals(loss, knobs)
    mse = total(r * r) / len(r)
    # NumPy's root is the nearest number on every processor; the last bit of torch's may be off.
    return mse if loss == "MSE" else torch.from_numpy(np.sqrt(mse.numpy()))


@functools.cache
def exact_slope(loss):
    """Return the slope of the loss by its formula, in float64."""
    knob = start(loss, torch.float64)
    r, change = residuals(loss, knob)
    mean = (total(r * change) / len(r)).item()
    return 2 * mean if loss == "MSE" else mean / loss_at(loss, knob).item()


def measure(deltas, scheme, loss):
    """Measure the slope with each of the deltas (k,), in their precision.

    Return the two losses that are subtracted, by what is divided, and the slopes, each (k,).
    """
    knob = start(loss, deltas.dtype)
    upper = loss_at(loss, knob + deltas)
    lower = loss_at(loss, knob - deltas if scheme == "central" else knob.expand_as(deltas))
    divisor = 2 * deltas if scheme == "central" else deltas
    return upper, lower, divisor, (upper - lower) / divisor


@functools.cache
def curve(precision, scheme, loss):
    """Return the relative error at every place of the dial."""
    places = [LOW + GRAIN * i for i in range(round((HIGH - LOW) / GRAIN) + 1)]
    deltas = torch.tensor([delta_at(place) for place in places], dtype=PRECISIONS[precision])
    exact = exact_slope(loss)
    return ((measure(deltas, scheme, loss)[-1].double() - exact).abs() / abs(exact)).tolist()


def compute(exponent, precision="float32", scheme="central", loss="MSE"):
    """Return the slope with δ = 10**exponent, what is subtracted for it, and what it should be."""
    delta = torch.tensor([delta_at(exponent)], dtype=PRECISIONS[precision])
    measured = [number.item() for number in measure(delta, scheme, loss)]
    upper, lower, divisor, estimate = measured
    exact, written = exact_slope(loss), written_out(upper, lower, precision)
    cancelled = agreement(*written[:2])
    return {
        "upper": upper,
        "lower": lower,
        "divisor": divisor,
        "estimate": estimate,
        "exact": exact,
        "error": abs(estimate - exact) / abs(exact),
        "delta": delta_at(exponent),
        "written": written,
        "cancelled": cancelled,
        "agree": sum(sign.isdigit() for sign in written[0][:cancelled]),
        "turns": TURNS.tolist(),
        "around": around(delta, loss),
        "curves": {
            f"{precision} {scheme}": curve(precision, scheme, loss)
            for precision in PRECISIONS
            for scheme in SCHEMES
        },
    }


def around(delta, loss):
    """Return by how much the loss changes for each of the turns, as this precision has it."""
    knob = start(loss, delta.dtype)
    losses = loss_at(loss, knob + delta * TURNS.to(delta.dtype)).double()
    return (losses - loss_at(loss, knob).double()).tolist()


def written_out(upper, lower, precision):
    """Return both losses and their difference with the same decimals, as texts of one length."""
    decimals = DIGITS[precision] - len(str(int(max(upper, lower))))
    texts = [f"{number:.{decimals}f}" for number in (upper, lower, upper - lower)]
    return [text.rjust(max(map(len, texts))) for text in texts]


def agreement(one, other):
    """Return how many characters at the beginning of two texts of one length are the same."""
    pairs = zip(one, other, strict=True)
    return next((i for i, (a, b) in enumerate(pairs) if a != b), len(one))


def best_power(precision, scheme, loss):
    """Return the exponent from -1 to -8 whose δ has the smallest error."""
    return min(range(-8, 0), key=lambda power: compute(power, precision, scheme, loss)["error"])


def caption():
    """Say what the still picture shows, and where the best δ are."""
    best = [best_power(precision, "central", "RMSE") for precision in PRECISIONS]
    small = compute(-6, "float32", "central", "RMSE")
    largest = compute(HIGH, "float32", "central", "MSE")
    bound = math.ceil(math.log10(largest["error"]))  # the noise has no digit to rely on
    return (
        "For the RMSE the error is a V: too large a δ sees the bend, too small a δ drowns in "
        f"rounding. Of the powers of ten, central differences do best at 1e{best[0]} in float32 "
        f"and at 1e{best[1]} in float64. At {small['delta']:g}, in float32, the two losses share "
        f"{small['agree']} leading digits, which cancel. For the MSE central differences have no "
        f"right arm: at the largest δ, {largest['delta']:g}, the error is below 1e{bound}."
    )


EXPLORER = Explorer(
    name="delta_dial",
    title="δ dial",
    question="4.p4",
    compute=compute,
    caption=caption,
    tolerance=0,
)


def delta_dial():
    """Ask which δ does best, then let the reader drag it along the V."""
    EXPLORER.show()
