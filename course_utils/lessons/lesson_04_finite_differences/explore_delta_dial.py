"""Lesson 04: turn δ and watch the error of the slope, and the two losses that are subtracted."""

import functools
import itertools
import math
from dataclasses import dataclass

import torch

from course_utils import plots, simulate
from course_utils.explore.base import Choice, Explorer, Picture, Slider

LOSSES = ("MSE", "RMSE")
PRECISIONS = {"float32": torch.float32, "float64": torch.float64}
DIGITS = {"float32": 9, "float64": 17}  # as many as tell all numbers of this precision apart
SCHEMES = ("forward", "central")
LOW, HIGH, STEP = -12, 0.5, 0.25  # exponents of δ on the slider
ZERO = 1e-17  # where an error of exactly 0 is drawn

# How high on the board each number stands; the first two are subtracted, the third is what is left.
ROWS = {
    "upper": 0.9,
    "lower": 0.78,
    "difference": 0.6,
    "divisor": 0.42,
    "slope": 0.24,
    "exact": 0.12,
}
SUBTRACTED = ("upper", "lower", "difference")
STYLES = {
    "forward": {"color": "0.5", "linestyle": "--"},
    "central": {"color": plots.MODEL, "linestyle": "-"},
}
_CANCELLED = "#808080"  # one of the shades that the palette of every picture holds


@dataclass(frozen=True)
class Measured:
    """A slope as `estimate`, measured by subtracting `lower` from `upper`, and what it should be.

    `divisor` is the distance between the two readings; `error` is relative to the exact slope.
    """

    delta: float
    upper: float
    lower: float
    divisor: float
    estimate: float
    exact: float
    error: float


def delta_at(exponent):
    """Return δ at this position of the slider, rounded to the three digits that the page shows."""
    return float(f"{10.0**exponent:.3g}")


def total(values):
    """Return the sum, always in the same order, so that every processor rounds it the same way."""
    while len(values) > 1:
        half = (len(values) + 1) // 2
        rest = values[half:]
        values = torch.cat([values[: len(rest)] + rest, values[len(rest) : half]])
    return values[0]


def residuals(loss, knob, dtype):
    """Return the residuals (n,), and by how much each changes when the knob is turned by 1.

    The other knobs stay at their start: b = 0 of the line, b and c of the parabola as published.
    """
    if loss == "MSE":
        t_u, t_c = (readings.to(dtype) for readings in simulate.thermometer())
        return knob * t_u - t_c, t_u
    x, y, _ = (readings.to(dtype) for readings in simulate.quadratic())
    return knob * (x * x) + 1.1019 * x - 0.3455 - y, x * x


def name_of(loss):
    """Return the name of the one knob that is turned: w of the line, or a of the parabola."""
    return "w" if loss == "MSE" else "a"


def start(loss, dtype):
    """Return the value of the knob where its slope is measured."""
    return torch.tensor(1.0 if loss == "MSE" else -0.6362, dtype=dtype)


def loss_at(loss, knob):
    """Return the loss with the knob there; a 0-d tensor."""
    r, _ = residuals(loss, knob, knob.dtype)
    mse = total(r * r) / len(r)
    return mse if loss == "MSE" else mse.sqrt()


@functools.cache
def exact_slope(loss):
    """Return the slope of the loss by its formula, in float64."""
    knob = start(loss, torch.float64)
    r, change = residuals(loss, knob, torch.float64)
    mean = (total(r * change) / len(r)).item()
    return 2 * mean if loss == "MSE" else mean / loss_at(loss, knob).item()


def compute(exponent, precision="float64", scheme="central", loss="MSE"):
    """Measure the slope with δ = 10**exponent; return a `Measured`."""
    dtype = PRECISIONS[precision]
    delta, knob = torch.tensor(delta_at(exponent), dtype=dtype), start(loss, dtype)
    upper = loss_at(loss, knob + delta)
    lower = loss_at(loss, knob - delta if scheme == "central" else knob)
    divisor = 2 * delta if scheme == "central" else delta
    estimate, exact = ((upper - lower) / divisor).item(), exact_slope(loss)
    return Measured(
        delta_at(exponent),
        upper.item(),
        lower.item(),
        divisor.item(),
        estimate,
        exact,
        abs(estimate - exact) / abs(exact),
    )


@functools.cache
def curve(precision, scheme, loss):
    """Return the δ of every position of the slider, and the relative error at each."""
    positions = [LOW + STEP * i for i in range(round((HIGH - LOW) / STEP) + 1)]
    results = [compute(position, precision, scheme, loss) for position in positions]
    return [result.delta for result in results], [result.error for result in results]


def best_power(precision, scheme, loss):
    """Return the exponent from -1 to -8 whose δ has the smallest error."""
    return min(range(-8, 0), key=lambda power: compute(power, precision, scheme, loss).error)


def written_out(result, precision):
    """Return both losses and their difference with the same decimals, one below the other."""
    decimals = DIGITS[precision] - len(str(int(max(result.upper, result.lower))))
    numbers = (result.upper, result.lower, result.upper - result.lower)
    texts = [f"{number:.{decimals}f}" for number in numbers]
    return [text.rjust(max(map(len, texts))) for text in texts]


def agreement(one, other):
    """Return how many characters at the beginning of two texts of one length are the same."""
    pairs = zip(one, other, strict=True)
    return next((i for i, (a, b) in enumerate(pairs) if a != b), len(one))


def shared_digits(result, precision):
    """Say how many leading digits the two losses have in common."""
    upper, lower, _ = written_out(result, precision)
    count = sum(sign.isdigit() for sign in upper[: agreement(upper, lower)])
    if result.upper == result.lower:
        return f"the two losses are one number: all {count} digits agree"
    leading = {0: "no leading digit", 1: "their first digit"}.get(count, f"{count} leading digits")
    return f"the two losses share {leading}"


def say(result, precision, scheme, loss, **_):
    """Return the slope, its error and how many digits cancel, in one sentence."""
    if result.error:
        error = f"relative error {result.error:.1e}"
    else:
        error = "no error at all, drawn at the bottom"
    return (
        f"{loss}, {precision}, {scheme}, δ = {result.delta:.3g}: slope of {name_of(loss)} "
        f"{result.estimate:.7g}, exact {result.exact:.7g}, {error}; "
        f"{shared_digits(result, precision)}."
    )


def heights(errors):
    """Return where the errors are drawn: an error of exactly 0 stands on the bottom edge."""
    return [max(error, ZERO) for error in errors]


def label_axes(ax):
    """Give the axes their scales and limits, the same in every picture."""
    ax.set(xscale="log", yscale="log", xlim=(0.5e-12, 6), ylim=(ZERO, 30))
    ax.set_xticks([1e-12, 1e-9, 1e-6, 1e-3, 1], ["1e-12", "1e-9", "1e-6", "1e-3", "1"])
    ax.set_yticks([1, 1e-4, 1e-8, 1e-12, ZERO], ["1", "1e-4", "1e-8", "1e-12", "0"])
    ax.minorticks_off()


class CurvesAndDigits(Picture):
    """The error over δ on the left, and what is subtracted on the right, digit by digit."""

    def __init__(self):
        layout, widths = [["curves", "board"]], [1, 1.05]
        fig, axes = plots.mosaic(layout, height=3.4, width_ratios=widths)
        ax, self.board = axes["curves"], axes["board"]
        label_axes(ax)
        ax.set(xlabel="δ", ylabel="relative error of the slope")
        ax.text(1e-12, 3, "float32")
        ax.text(1e-12, 2e-8, "float64", va="top")
        kinds = [ax.plot([], [], label=scheme, **STYLES[scheme])[0] for scheme in SCHEMES]
        ax.legend(handles=kinds, loc="lower left", frameon=False)
        pairs = itertools.product(PRECISIONS, SCHEMES)
        self.curves = {pair: ax.plot([1], [1], **STYLES[pair[1]])[0] for pair in pairs}
        marker = {"ms": 10, "mec": "black", "clip_on": False, "zorder": 5}
        (self.place,) = ax.plot([1], [1], "o", **marker, animated=True)
        self.board.axis("off")
        self.board.axhline(0.72, color="black", linewidth=1)
        self.names = [self.board.text(0, height, "") for height in ROWS.values()]
        # Each number is two texts: the digits that cancel, and those that are left.
        self.cancelled = {row: self._number(row, color=_CANCELLED) for row in SUBTRACTED}
        self.left = {row: self._number(row, weight="bold") for row in ROWS}
        super().__init__(fig, [self.place, *self.cancelled.values(), *self.left.values()])

    def _number(self, row, **style):
        mono = {"family": "monospace", "fontsize": 11, "animated": True}
        return self.board.text(0.385, ROWS[row], "", **mono, **style)

    def scene(self, precision, scheme, loss, **_):
        """Return which curve is strong, and of which loss."""
        return precision, scheme, loss

    def set_scene(self, scene):
        """Draw the four curves of a loss, one of them strong, and say what the numbers are."""
        precision, scheme, loss = scene
        for pair, line in self.curves.items():
            deltas, errors = curve(*pair, loss)
            line.set_data(deltas, heights(errors))
            line.set_alpha(1 if pair == (precision, scheme) else 0.3)
        self.place.set_color(STYLES[scheme]["color"])
        knob = name_of(loss)
        below, distance = (f"{knob} − δ", "2δ") if scheme == "central" else (knob, "δ")
        names = [f"{loss} at {knob} + δ", f"{loss} at {below}", "difference"]
        names += [f"divided by {distance}", f"slope of {knob}", "exact slope"]
        for text, name in zip(self.names, names, strict=True):
            text.set_text(name)

    def move(self, result, precision, **_):
        """Put the point on its curve, and write the numbers, what cancels in grey."""
        self.place.set_data([result.delta], [max(result.error, ZERO)])
        upper, lower, difference = texts = written_out(result, precision)
        same = agreement(upper, lower)
        zeros = len(difference) - len(difference.lstrip(" -0."))
        for row, text, grey in zip(SUBTRACTED, texts, (same, same, zeros), strict=True):
            self.cancelled[row].set_text(text[:grey])
            self.left[row].set_text(" " * grey + text[grey:])
        most = DIGITS[precision]
        self.left["divisor"].set_text(f"{result.divisor:.3g}")
        self.left["slope"].set_text(f"{result.estimate:.{most}g}")
        self.left["exact"].set_text(f"{result.exact:.{most}g}")


def twin():
    """Return a figure of all eight curves, and its caption."""
    fig, axes = plots.mosaic([["MSE float32", "MSE float64"], ["RMSE float32", "RMSE float64"]])
    for name, ax in axes.items():
        loss, precision = name.split()
        for scheme in SCHEMES:
            deltas, errors = curve(precision, scheme, loss)
            ax.plot(deltas, heights(errors), label=scheme, **STYLES[scheme])
        label_axes(ax)
        ax.set_title(f"{loss}, {precision}")
    axes["MSE float32"].set_ylabel("relative error")
    axes["RMSE float32"].set(xlabel="δ", ylabel="relative error")
    axes["RMSE float64"].set_xlabel("δ")
    axes["MSE float64"].legend(loc="lower left", frameon=False)
    best = [best_power(precision, "central", "RMSE") for precision in PRECISIONS]
    largest = compute(HIGH, "float32", "central", "MSE")
    bound = math.ceil(math.log10(max(largest.error, ZERO)))  # the noise has no digit to rely on
    return fig, (
        "One slope only: w of the thermometer's line (MSE), a of the parabola (RMSE). "
        "For the RMSE the error is a V: too large a δ sees the bend, too small a δ drowns in "
        f"rounding. Of the powers of ten, central differences do best at 1e{best[0]} in float32 "
        f"and at 1e{best[1]} in float64. For the MSE central differences have no right arm "
        f"(the hook at its end is rounding): at the largest δ, {largest.delta:g}, the error is "
        f"below 1e{bound} even in float32."
    )


EXPLORER = Explorer(
    title="δ dial",
    question="4.p4",
    controls=[
        Slider("exponent", "δ", LOW, HIGH, STEP, -1, log=True),
        Choice("precision", "precision", tuple(PRECISIONS), "float32"),
        Choice("scheme", "differences", SCHEMES, "central"),
        Choice("loss", "loss", LOSSES, "MSE"),
    ],
    compute=compute,
    picture=CurvesAndDigits,
    say=say,
    twin=twin,
)


def delta_dial():
    """Ask which δ does best, then let the reader turn it."""
    EXPLORER.show()
