"""Lesson 02: turn w and b by hand and watch the residuals, the losses and the place on the map."""

from dataclasses import dataclass

import torch

from course_utils import plots, simulate

OUTLIER = 3  # the reading 28.0 °C, written down in °F by mistake
LINES = {"A": (1.0, 0.0), "B": (0.2, -15.0), "C": (0.2, 0.14), "D": (0.536772, -17.304785)}

_LABEL = {"boxstyle": "round,pad=0.15", "facecolor": "white", "edgecolor": "none"}


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


def compute(w, b, outlier=False):
    """Return the `Dial` of the line w * t_u + b."""
    t_u, t_c = readings(outlier)
    r = w * t_u + b - t_c
    mse = (r**2).mean().item()
    return Dial(r, (r**2).sum().item(), mse, mse**0.5, r.abs().mean().item())


def map_of_losses(rows=101, columns=81):
    """Return `ws` (rows,), `bs` (columns,) and the MSE over them (rows, columns), in °C²."""
    t_u, t_c = readings()
    ws, bs = torch.linspace(0, 1, rows), torch.linspace(-30, 10, columns)
    r = ws[:, None, None] * t_u + bs[:, None] - t_c
    return ws, bs, (r**2).mean(-1)


def draw_residuals(ax, w, b, outlier=False):
    """Draw readings, line, sticks and squares at w, b."""
    t_u, t_c = readings(outlier)
    plots.residual_sticks(ax, t_u, t_c, w * t_u + b)
    ax.set(xlim=(15, 95), ylim=(-12, 90))
    plots.residual_squares(ax, t_u, t_c, w * t_u + b)


def draw_map(ax):
    """Draw the loss over w and b, with the valley line on which b is best for each w."""
    ws, bs, losses = map_of_losses()
    plots.surface(ax, ws, bs, losses)
    t_u, t_c = readings()
    valley = t_c.mean() - ws * t_u.mean()
    ax.plot(ws, valley, color=plots.TRUTH, linestyle="--", linewidth=1.4)


def loss_dial():
    """Show four lines, and where they lie on the map of the loss."""
    layout = [["A", "B", "map"], ["C", "D", "map"]]
    fig, axes = plots.mosaic(layout, width_ratios=[1, 1, 1.8])
    draw_map(axes["map"])
    for name, (w, b) in LINES.items():
        draw_residuals(axes[name], w, b)
        axes[name].set_title(f"{name}: MSE {compute(w, b).mse:.4g}")
        axes["map"].plot(w, b, "o", color=plots.MODEL, clip_on=False)
        axes["map"].annotate(name, (w, b), (7, 5), textcoords="offset points", bbox=_LABEL)
    axes["C"].set(xlabel="t_u", ylabel="t_c (°C)")
    b_turned = [compute(*LINES[name]).mse for name in "BC"]
    plots.show(
        fig,
        f"From B to C only b was turned: the MSE falls from {b_turned[0]:.2f} to "
        f"{b_turned[1]:.2f}, on the floor of the valley (dashed), and no b does better at this w. "
        f"To reach D, {compute(*LINES['D']).mse:.2f}, both knobs must turn.",
    )
