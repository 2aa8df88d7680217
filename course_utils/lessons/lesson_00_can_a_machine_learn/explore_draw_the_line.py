"""Lesson 00: turn the weights of a perceptron by hand, or let it train, and count what is right."""

from dataclasses import dataclass

import numpy as np
from matplotlib.collections import PolyCollection

from course_utils import plots
from course_utils.explore.base import Choice, Explorer, Picture, Slider

POINTS = ((0, 0), (0, 1), (1, 0), (1, 1))
GATES = {"AND": (0, 0, 0, 1), "OR": (0, 1, 1, 1), "XOR": (0, 1, 1, 0)}
MOST = 12  # passes that can be trained

# What the twin shows: lines that pass between the points. No line is better.
BEST = {"AND": (1, 1, -1.5), "OR": (1, 1, -0.5), "XOR": (1, 1, -0.5)}

_LOW, _HIGH = -0.5, 1.5  # what is shown of both inputs
_CORNERS = np.array([[_LOW, _LOW], [_HIGH, _LOW], [_HIGH, _HIGH], [_LOW, _HIGH]])


@dataclass(frozen=True)
class Unit:
    """The weights after training, the four outputs, and the points corrected in each pass."""

    w1: float
    w2: float
    b: float
    outputs: tuple
    wrong: tuple
    corrected: tuple

    @property
    def right(self):
        """The number of points that are right."""
        return len(POINTS) - len(self.wrong)


def fires(w1, w2, b, x1, x2):
    """Return 1 if the weighted sum is above 0, else 0."""
    # Rounded, for the sliders move in tenths: 0.1 + 0.2 - 0.3 is 0 to the reader.
    return int(round(w1 * x1 + w2 * x2 + b, 9) > 0)


def train_pass(targets, w1, w2, b):
    """Return the weights after one pass through the points, and how many were corrected."""
    corrected = 0
    for (x1, x2), y in zip(POINTS, targets, strict=True):
        error = y - fires(w1, w2, b, x1, x2)
        w1, w2, b = w1 + error * x1, w2 + error * x2, b + error
        corrected += error != 0
    return w1, w2, b, corrected


def compute(w1, w2, b, gate, passes=0):
    """Return the `Unit` that starts from these weights, trained on a gate for some passes."""
    targets, corrected = GATES[gate], []
    for _ in range(int(passes)):
        w1, w2, b, count = train_pass(targets, w1, w2, b)
        corrected.append(count)
    outputs = tuple(fires(w1, w2, b, *point) for point in POINTS)
    judged = zip(POINTS, outputs, targets, strict=True)
    wrong = tuple(point for point, output, y in judged if output != y)
    return Unit(w1, w2, b, outputs, wrong, tuple(corrected))


def say(result, gate, **_):
    """Return how many points are right, which are not, and the weights, in two sentences."""
    count = len(result.corrected)
    after = f" after {count} pass{'es' * (count > 1)}" if count else ""
    which = f"; wrong: {', '.join(map(str, result.wrong))}" if result.wrong else ""
    last = f"; the last pass corrected {result.corrected[-1] or 'none'}" if count else ""
    return (
        f"{gate}{after}: {result.right} of 4 points right{which}. "
        f"w1 = {_short(result.w1)}, w2 = {_short(result.w2)}, b = {_short(result.b)}{last}."
    )


def _short(number):
    return f"{round(number, 1) + 0.0:.1f}".replace("-", "−")


def half_plane(w1, w2, b):
    """Return the corners (n, 2) of what fires of the square shown, and the ends (m, 2) of its line.

    Where everything fires or nothing, there is no line: m is 0.
    """
    sums = _CORNERS @ [w1, w2] + b
    inside, ends = [], []
    for i, corner in enumerate(_CORNERS):
        j = (i + 1) % 4
        if sums[i] >= 0:
            inside.append(corner)
        if (sums[i] > 0) != (sums[j] > 0):
            ends.append(corner + sums[i] / (sums[i] - sums[j]) * (_CORNERS[j] - corner))
            inside.append(ends[-1])
    empty = np.empty((0, 2))
    shown = np.array(inside) if (sums > 0).any() else empty
    return shown, np.array(ends) if ends else empty


class PlaneAndPasses(Picture):
    """The points and the half-plane that fires on the left, the corrections a pass on the right."""

    def __init__(self):
        fig, axes = plots.mosaic([["plane", "passes"]], height=3.6, width_ratios=[1, 1])
        self.drawn = _Plane(axes["plane"], animated=True)
        passes = axes["passes"]
        passes.set(xlim=(0, MOST + 1), ylim=(0, 5.2), xlabel="pass", ylabel="points corrected")
        passes.set(xticks=range(2, MOST + 1, 2), yticks=range(5))
        (self.counts,) = passes.plot(
            [0], [0], "o-", color=plots.MODEL, clip_on=False, animated=True
        )
        box = {"boxstyle": "round,pad=0.2", "facecolor": "white", "edgecolor": "none"}
        place = {"transform": passes.transAxes, "ha": "right", "va": "top", "bbox": box}
        self.score = passes.text(0.98, 0.98, "", **place, animated=True)
        _legend(fig, self.drawn)
        super().__init__(fig, [*self.drawn.artists, self.counts, self.score])

    def move(self, result, gate, **_):
        """Put the half-plane, the points and the corrections where they belong."""
        self.drawn.move(result, gate)
        self.counts.set_data(range(1, 1 + len(result.corrected)), result.corrected)
        untrained = "" if result.corrected else ", no pass yet"
        self.score.set_text(f"{gate}: {result.right} of 4 right{untrained}")


class _Plane:
    """The four points, the line of a unit and the half-plane where it fires, in one axes."""

    def __init__(self, ax, **options):
        ax.set(xlim=(_LOW, _HIGH), ylim=(_LOW, _HIGH), aspect="equal", xlabel="x1", ylabel="x2")
        ax.set(xticks=[0, 1], yticks=[0, 1])
        self.plane = PolyCollection([], color=plots.MODEL, alpha=0.2, linewidths=0, **options)
        self.plane.set_label("the unit fires")
        ax.add_collection(self.plane)
        (self.line,) = ax.plot([0], [0], color=plots.MODEL, **options)
        dots = {"linestyle": "none", "marker": "o", "markersize": 11, "markeredgewidth": 1.6}
        ink = {"markeredgecolor": plots.DATA, "clip_on": False}
        (self.ones,) = ax.plot([0], [0], **dots, **ink, color=plots.DATA, label="1", **options)
        (self.zeros,) = ax.plot([0], [0], **dots, **ink, color="white", label="0", **options)
        cross = {"linestyle": "none", "marker": "x", "markersize": 21, "zorder": 1.9}
        (self.crosses,) = ax.plot(
            [0], [0], **cross, mew=2.2, color=plots.DATA, label="wrong", **options
        )
        self.artists = [self.plane, self.line, self.crosses, self.ones, self.zeros]

    def move(self, result, gate):
        shown, ends = half_plane(result.w1, result.w2, result.b)
        self.plane.set_verts([shown] if len(shown) else [])
        self.line.set_data(*ends.T)
        for y, dots in enumerate([self.zeros, self.ones]):
            dots.set_data(
                *_columns([p for p, t in zip(POINTS, GATES[gate], strict=True) if t == y])
            )
        self.crosses.set_data(*_columns(result.wrong))


def _columns(points):
    return [x1 for x1, _ in points], [x2 for _, x2 in points]


def _legend(fig, drawn):
    handles = [drawn.ones, drawn.zeros, drawn.plane, drawn.crosses]
    words = ["should fire", "should be silent", "fires here", "wrong"]
    where = {"loc": "outside upper left", "ncols": 4, "fontsize": "small", "frameon": False}
    fig.legend(handles, words, **where, markerscale=0.6)


def twin():
    """Return a figure of each gate with a line that is as good as any, and its caption."""
    fig, axes = plots.mosaic([list(BEST)], height=3.0)
    found = {gate: compute(*weights, gate) for gate, weights in BEST.items()}
    for gate, result in found.items():
        drawn = _Plane(axes[gate])
        drawn.move(result, gate)
        axes[gate].set_title(f"{gate}: {result.right} of 4 right")
    _legend(fig, drawn)
    (missed,) = found["XOR"].wrong
    return fig, (
        f"One line gets {found['AND'].right} of the 4 points of AND right, and "
        f"{found['OR'].right} of those of OR. Of XOR's it gets {found['XOR'].right}, here all but "
        f"{missed}, and no other line gets more."
    )


EXPLORER = Explorer(
    title="Draw the line",
    question="0.p2",
    controls=[
        Choice("gate", "gate", tuple(GATES), "AND"),
        Slider("w1", "w1", -3, 3, 0.1, 1, decimals=1),
        Slider("w2", "w2", -3, 3, 0.1, 1, decimals=1),
        Slider("b", "b", -3, 3, 0.1, 0, decimals=1),
        Slider("passes", "passes trained", 0, MOST, 1, 0, decimals=0),
    ],
    compute=compute,
    picture=PlaneAndPasses,
    say=say,
    twin=twin,
)


def draw_the_line():
    """Ask how far one line gets with XOR, then let the reader draw it, or train it."""
    EXPLORER.show()
