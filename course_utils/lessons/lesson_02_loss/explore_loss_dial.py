"""Lesson 02: turn w and b by hand and watch the residuals, the losses and the place on the map."""

from dataclasses import dataclass

import numpy as np
import torch
from matplotlib.collections import LineCollection, PolyCollection

from course_utils import plots, simulate
from course_utils.explore.base import Choice, Explorer, Picture, Slider, Toggle

OUTLIER = 3  # the reading of 28.0 °C, written down in °F by mistake
LINES = {"A": (1.0, 0.0), "B": (0.2, -15.0), "C": (0.2, 0.14), "D": (0.536772, -17.304785)}
LOSSES = ("MSE", "RMSE", "MAE")

_LABEL = {"boxstyle": "round,pad=0.15", "facecolor": "white", "edgecolor": "none"}
_UNITS = {"MSE": "°C²", "RMSE": "°C", "MAE": "°C"}


@dataclass(frozen=True)
class Dial:
    """The residuals (11,) in °C of the line w, b, and its four losses as numbers."""

    residuals: torch.Tensor
    sse: float
    mse: float
    rmse: float
    mae: float


def readings(outlier=False):
    """Return `t_u, t_c`; with `outlier`, 28.0 °C is replaced by what it is in °F, 82.4."""
    t_u, t_c = simulate.thermometer()
    if outlier:
        t_c[OUTLIER] = 1.8 * t_c[OUTLIER] + 32
    return t_u, t_c


def compute(w, b, outlier=False, **_):
    """Return the `Dial` of the line w * t_u + b; what else can be turned changes no number."""
    t_u, t_c = readings(outlier)
    r = w * t_u + b - t_c
    mse = (r**2).mean().item()
    return Dial(r, (r**2).sum().item(), mse, mse**0.5, r.abs().mean().item())


def say(result, w, b, loss, outlier, **_):
    """Return the line and its losses in one sentence."""
    value = getattr(result, loss.lower())
    mistake = ", with the wrong reading" if outlier else ""
    return (
        f"w = {w:.3f}, b = {b:.2f}{mistake}: {loss} {value:.2f} {_UNITS[loss]}; "
        f"mean residual {result.residuals.mean():.2f} °C."
    )


def map_of(loss="MSE", outlier=False, rows=101, columns=81):
    """Return `ws` (rows,), `bs` (columns,) and the loss over them (rows, columns)."""
    t_u, t_c = readings(outlier)
    ws, bs = torch.linspace(0, 1, rows), torch.linspace(-30, 10, columns)
    r = ws[:, None, None] * t_u + bs[:, None] - t_c
    if loss == "MAE":
        return ws, bs, r.abs().mean(-1)
    mse = (r**2).mean(-1)
    return ws, bs, mse if loss == "MSE" else mse.sqrt()


class LinesAndMap(Picture):
    """The readings with the line on the left, the map of the loss with the line's place right."""

    def __init__(self):
        layout, widths = [["line", "map", "bar"]], [1, 1.1, 0.05]
        fig, axes = plots.mosaic(layout, height=3.4, width_ratios=widths)
        self.line_ax, self.map_ax, self.bar_ax = axes["line"], axes["map"], axes["bar"]
        t_u, _ = readings()
        self.ends = np.array([18.0, 92.0])
        self.line_ax.set(xlim=(15, 95), ylim=(-35, 95), xlabel="t_u (no units)", ylabel="t_c (°C)")
        animated = {"animated": True, "color": plots.MODEL}
        (self.line,) = self.line_ax.plot(self.ends, self.ends, **animated)
        self.sticks = LineCollection([], linestyles=":", linewidths=1.2, **animated)
        self.squares = PolyCollection([], alpha=0.12, linewidths=0, **animated)
        self.line_ax.add_collection(self.sticks)
        self.line_ax.add_collection(self.squares)
        self.points = self.line_ax.scatter(t_u, t_u, color=plots.DATA, s=28, animated=True)
        (self.place,) = self.map_ax.plot(
            [0], [0], "o", ms=9, mec="white", clip_on=False, **animated
        )
        moving = [self.squares, self.sticks, self.line, self.points, self.place]
        super().__init__(fig, moving)

    def scene(self, loss, outlier, **_):
        """Return what the map shows: which loss, of which readings."""
        return loss, outlier

    def set_scene(self, scene):
        """Draw the map of another loss."""
        loss, outlier = scene
        self.map_ax.clear()
        self.bar_ax.clear()
        label = f"{loss} ({_UNITS[loss]})"
        plots.surface(self.map_ax, *map_of(loss, outlier), label=label, bar=self.bar_ax)
        self.map_ax.add_line(self.place)

    def move(self, result, w, b, shape, outlier, **_):
        """Put line, sticks or squares, readings and the place on the map where they belong."""
        t_u, t_c = (t.numpy() for t in readings(outlier))
        self.line.set_ydata(w * self.ends + b)
        self.points.set_offsets(np.column_stack([t_u, t_c]))
        self.place.set_data([w], [b])
        misses = np.column_stack([t_u, t_c, t_u, t_c + result.residuals.numpy()])
        self.sticks.set_segments(misses.reshape(-1, 2, 2))
        corners = plots.square_corners(self.line_ax, t_u, t_c, result.residuals.numpy())
        self.squares.set_verts(corners if shape == "squares" else [])


def draw_line(ax, w, b):
    """Draw readings, line, sticks and squares at w, b, standing still."""
    t_u, t_c = readings()
    plots.residual_sticks(ax, t_u, t_c, w * t_u + b)
    ax.set(xlim=(15, 95), ylim=(-12, 90))
    plots.residual_squares(ax, t_u, t_c, w * t_u + b)


def twin():
    """Return a figure of four lines and their places on the map, and its caption."""
    layout = [["A", "B", "map"], ["C", "D", "map"]]
    fig, axes = plots.mosaic(layout, width_ratios=[1, 1, 1.8])
    ws, bs, losses = map_of("MSE")
    plots.surface(axes["map"], ws, bs, losses)
    t_u, t_c = readings()
    valley = t_c.mean() - ws * t_u.mean()
    axes["map"].plot(ws, valley, color=plots.TRUTH, linestyle="--", linewidth=1.4)
    for name, (w, b) in LINES.items():
        draw_line(axes[name], w, b)
        axes[name].set_title(f"{name}: MSE {compute(w, b).mse:.4g}")
        axes["map"].plot(w, b, "o", color=plots.MODEL, clip_on=False)
        axes["map"].annotate(name, (w, b), (7, 5), textcoords="offset points", bbox=_LABEL)
    axes["C"].set(xlabel="t_u", ylabel="t_c (°C)")
    before, after = (compute(*LINES[name]).mse for name in "BC")
    return fig, (
        f"From B to C only b was turned: the MSE falls from {before:.2f} to {after:.2f}, "
        "on the floor of the valley (dashed), and no b does better at this w. "
        f"To reach D, {compute(*LINES['D']).mse:.2f}, both knobs must turn."
    )


EXPLORER = Explorer(
    title="Loss dial",
    question="2.p3",
    controls=[
        Slider("w", "w", 0, 1, 0.005, 0.2, unit="°C per unit", decimals=3),
        Slider("b", "b", -30, 10, 0.25, 0, unit="°C"),
        Choice("loss", "loss", LOSSES, "MSE"),
        Choice("shape", "residuals as", ("sticks", "squares"), "squares"),
        Toggle("outlier", "one reading is wrong"),
    ],
    compute=compute,
    picture=LinesAndMap,
    say=say,
    twin=twin,
)


def loss_dial():
    """Ask what one knob alone can do, then let the reader turn both."""
    EXPLORER.show()
