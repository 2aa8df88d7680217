"""Lesson 03: choose a start and a learning rate, and see where the descent leads."""

import math
from dataclasses import dataclass

import numpy as np

from course_utils import plots
from course_utils.explore.base import Choice, Explorer, Picture, Slider

ONE, TWO = "f₁: one valley", "f₂: two valleys"
HILL = 0.18919299  # the top of the hill between the valleys of f₂, where the slope is zero

_FAR = 1e6  # what goes farther does not come back
_REST = 1e-9  # a step shorter than this is none
_PATIENCE = 5000  # steps after which what still moves is said to bounce for ever


@dataclass(frozen=True)
class Curve:
    """A function of one number, its slope, and how much of it is shown."""

    name: str
    variable: str
    value: object
    slope: object
    x: tuple
    y: tuple


CURVES = {
    ONE: Curve("f₁", "x", lambda x: (x - 3) ** 2 + 2, lambda x: 2 * x - 6, (-4, 10), (-2, 48)),
    TWO: Curve(
        "f₂",
        "w",
        lambda w: 0.05 * w**4 - 0.4 * w**2 + 0.15 * w + 1,
        lambda w: 0.2 * w**3 - 0.8 * w + 0.15,
        (-3.4, 3.4),
        (-0.6, 3.2),
    ),
}

# Of the twin: function, start, lr and steps.
SETTINGS = {
    "A": (ONE, 0.0, 0.1, 10),
    "B": (ONE, 0.0, 0.5, 10),
    "C": (ONE, 0.0, 1.0, 10),
    "D": (ONE, 0.0, 1.05, 6),
    "E": (TWO, 0.0, 0.1, 60),
    "F": (TWO, 0.4, 0.1, 60),
    "G": (TWO, 0.2, 0.1, 20),
    "H": (TWO, 3.0, 1.0, 20),
}


@dataclass(frozen=True)
class Descent:
    """The points of a descent, the start included, the values there, and how it goes on.

    `verdict` is settles, bounces or explodes, whatever the number of steps shown; `end` is where it
    settles, else None. A path that goes too far ends there.
    """

    path: list
    values: list
    verdict: str
    end: float | None


def compute(function, start, log_lr, steps):
    """Return the `Descent` on one of the CURVES, `steps` steps with lr = 10 ** log_lr."""
    curve, lr = CURVES[function], 10.0**log_lr
    path = [float(start)]
    while len(path) <= steps and abs(path[-1]) < _FAR:
        path.append(path[-1] - lr * curve.slope(path[-1]))
    return Descent(path, [curve.value(x) for x in path], *_fate(curve.slope, path[0], lr))


def _fate(slope, x, lr):
    """Return the verdict on the descent from x, and where it settles."""
    for _ in range(_PATIENCE):
        step = lr * slope(x)
        if abs(step) < _REST:
            return "settles", x
        x -= step
        if abs(x) > _FAR:
            return "explodes", None
    return "bounces", None


def valley(w):
    """Name the place where a descent on f₂ has come to rest."""
    if abs(w - HILL) < 0.001:
        return "on top of the hill between the valleys"
    return "in the left valley, the deep one" if w < HILL else "in the right valley"


def say(result, function, log_lr, steps, **_):
    """Return the last point, the value there and what becomes of the descent, in one sentence."""
    curve, taken = CURVES[function], len(result.path) - 1
    of = "" if taken == steps else f" of {steps}"
    x, value = result.path[-1], result.values[-1]
    outcome = {"bounces": "bounces for ever", "explodes": "explodes"}.get(result.verdict)
    if outcome is None:
        place = f", {valley(result.end)}" if function == TWO else ""
        outcome = f"settles at {curve.variable} = {result.end:.3f}{place}"
    return (
        f"lr = {10**log_lr:.3g}, after {taken}{of} step{'s' * (taken != 1)}: "
        f"{curve.variable} = {x:.4g}, {curve.name} = {value:.4g}; it {outcome}."
    )


class CurveAndValues(Picture):
    """The curve with the path on it on the left, the value over the step on the right."""

    def __init__(self):
        fig, axes = plots.mosaic([["curve", "values"]], height=3.5, width_ratios=[1.35, 1])
        self.curve_ax, self.value_ax = axes["curve"], axes["values"]
        self.value_ax.set(xlim=(-1, 41), xlabel="step")
        (self.curve,) = self.curve_ax.plot([0], [0], color=plots.DATA, linewidth=1.4)
        points = {"color": plots.MODEL, "marker": "o", "markersize": 4, "linewidth": 1.2}
        last = {"color": plots.MODEL, "marker": "o", "markersize": 9, "markeredgecolor": "white"}
        green = {"color": plots.GRADIENT, "linewidth": 2.5, "label": "slope at the last point"}
        (self.path,) = self.curve_ax.plot([0], [0], **points, label="path", animated=True)
        (self.tangent,) = self.curve_ax.plot([0], [0], **green, animated=True)
        (self.place,) = self.curve_ax.plot([0], [0], **last, animated=True)
        (self.values,) = self.value_ax.plot([0], [0], **points, animated=True)
        (self.value,) = self.value_ax.plot([0], [0], **last, animated=True)
        fig.legend(loc="outside upper left", ncols=2, fontsize="small", frameon=False)
        self.outside = _text(self.curve_ax, 0.98, 0.03, "bottom", fontsize="small")
        self.verdict = _text(self.value_ax, 0.97, 0.97, "top")
        lines = [self.tangent, self.path, self.place, self.values, self.value]
        super().__init__(fig, [*lines, self.outside, self.verdict])

    def scene(self, function, **_):
        """Return which curve is drawn."""
        return function

    def set_scene(self, scene):
        """Draw another curve."""
        curve = CURVES[scene]
        _draw_curve(self.curve_ax, curve, self.curve)
        self.curve_ax.set(xlabel=curve.variable, ylabel=curve.name)
        self.value_ax.set(ylim=curve.y, ylabel=curve.name)
        self.value_ax.locator_params(integer=True)

    def move(self, result, function, **_):
        """Put path, values and what is said of them where they belong."""
        curve = CURVES[function]
        path, values = result.path, result.values
        self.path.set_data(path, values)
        self.place.set_data(path[-1:], values[-1:])
        self.tangent.set_data(*_tangent(self.curve_ax, curve, result.path[-1]))
        self.values.set_data(range(len(values)), values)
        self.value.set_data([len(values) - 1], values[-1:])
        beyond = sum(not _shown(curve, *point) for point in zip(path, values, strict=True))
        self.outside.set_text(f"{beyond} of {len(path)} points outside" if beyond else "")
        self.verdict.set_text(result.verdict)


def _text(ax, x, y, va, **options):
    box = {"boxstyle": "round,pad=0.2", "facecolor": "white", "edgecolor": "none"}
    place = {"transform": ax.transAxes, "ha": "right", "va": va, "bbox": box}
    return ax.text(x, y, "", **place, **options, animated=True)


def _draw_curve(ax, curve, line):
    xs = np.linspace(*curve.x, 200)
    line.set_data(xs, curve.value(xs))
    ax.set(xlim=curve.x, ylim=curve.y)
    ax.locator_params(integer=True)


def _shown(curve, x, y):
    return curve.x[0] <= x <= curve.x[1] and curve.y[0] <= y <= curve.y[1]


def _tangent(ax, curve, x, length=0.12):
    """Return the ends of a piece of the tangent at x; always as long on the page, half each way."""
    box = ax.get_window_extent()
    across, up = np.ptp(curve.x) / box.width, np.ptp(curve.y) / box.height  # units a pixel
    slope = curve.slope(x) * across / up
    run = length * box.width / np.hypot(1, slope)
    ends = np.array([-run, run])
    return x + ends * across, curve.value(x) + ends * slope * up


def twin():
    """Return a figure of four step sizes on f₁ and four descents on f₂, and its caption."""
    fig, axes = plots.mosaic([list("ABCD"), list("EFGH")], height=4.4)
    ran = {name: _panel(axes[name], *setting) for name, setting in SETTINGS.items()}
    for name in "BCDFGH":
        axes[name].tick_params(labelleft=False)
    axes["A"].set(ylabel="f₁")
    axes["E"].set(ylabel="f₂")
    path = {name: result.path for name, result in ran.items()}
    return fig, (
        f"On f₁ from 0, lr = 0.1 leads to {path['A'][-1]:.2f} in 10 steps and 0.5 to "
        f"{path['B'][1]:g} in one; 1 bounces between {path['C'][1]:g} and {path['C'][2]:g} for "
        f"ever, and 1.05 explodes. On f₂, from 0 the descent ends at {ran['E'].end:.2f} and from "
        f"0.4 at {ran['F'].end:.2f}; from 0.2 it has come no farther than {path['G'][-1]:.2f} "
        f"after {len(path['G']) - 1} steps, and from 3 one step with lr = 1 jumps the hill, to "
        f"{path['H'][1]:.2f}."
    )


def _panel(ax, function, start, lr, steps):
    """Draw one descent, standing still, and return it."""
    curve, result = CURVES[function], compute(function, start, math.log10(lr), steps)
    _draw_curve(ax, curve, *ax.plot([], [], color=plots.DATA, linewidth=1.2))
    ax.plot(result.path, result.values, "o-", color=plots.MODEL, markersize=3, linewidth=1)
    ax.plot(result.path[-1], result.values[-1], "o", color=plots.MODEL, mec="white", markersize=8)
    ax.set_title(f"from {start:g}, lr {lr:g}\n{_outcome(function, result)}", fontsize="small")
    ax.set(xlabel=curve.variable)
    return result


def _outcome(function, result):
    if function == ONE:
        return result.verdict
    if abs(result.path[-1] - result.path[0]) < 0.1:
        return "slow to leave"
    return "left valley" if result.end < HILL else "right valley"


EXPLORER = Explorer(
    title="Step-size lab",
    question="3.p4",
    controls=[
        Choice("function", "function", tuple(CURVES), ONE),
        Slider("start", "start", -3, 6, 0.1, 0, decimals=1),
        Slider("log_lr", "lr", -2, 0.1, 0.02, -1, log=True),
        Slider("steps", "steps", 1, 40, 1, 10, decimals=0),
    ],
    compute=compute,
    picture=CurveAndValues,
    say=say,
    twin=twin,
)


def step_size_lab():
    """Ask what overshooting does, then let the reader choose start and learning rate."""
    EXPLORER.show()
