"""Lesson 02: take hold of a line, and watch its residuals, its losses and its place on their map.

What moves is in `explore_loss_dial.js`; here is what it is held against.
"""

import itertools

import torch

from course_utils import simulate
from course_utils.explore.explorer import Explorer

OUTLIER, SWAPPED = 3, 82.0  # the reading of 28.0 °C, with its two digits swapped
FLAT = 0.2  # the w at which the dial starts


def compute(w, b, loss="MSE", outlier=False, t_c=None, **_):
    """Return residuals, losses and the lowest loss of the line w * t_u + b, in float64."""
    t_u, t_c = readings(outlier, t_c)
    r = w * t_u + b - t_c
    best = least_absolute(t_u, t_c) if loss == "MAE" else least_squares(t_u, t_c)
    left = best[0] * t_u + best[1] - t_c
    mse, floor = (r**2).mean(), (left**2).mean()
    floors = {"MSE": floor, "RMSE": floor.sqrt(), "MAE": left.abs().mean()}
    return {
        "t_c": t_c.tolist(),
        "residuals": r.tolist(),
        "sse": (r**2).sum().item(),
        "mse": mse.item(),
        "rmse": mse.sqrt().item(),
        "mae": r.abs().mean().item(),
        "lowest": dict(zip("wb", best, strict=True)),
        "floor": floors[loss].item(),
    }


def readings(outlier=False, t_c=None):
    """Return `t_u, t_c` in float64; with `outlier`, one of t_c is wrong."""
    x, y = simulate.thermometer()
    t_u = x.double().round(decimals=1)
    t_c = y.double() if t_c is None else torch.tensor(t_c, dtype=torch.float64)
    if outlier:
        t_c[OUTLIER] = SWAPPED
    return t_u, t_c


def least_squares(t_u, t_c):
    """Return w and b of the line whose mean square is least."""
    ones = torch.ones_like(t_u)
    w, b = torch.linalg.lstsq(torch.stack([t_u, ones], 1), t_c[:, None]).solution
    return w.item(), b.item()


def least_absolute(t_u, t_c):
    """Return w and b of the line through two readings whose mean absolute error is least."""
    lines = []
    for j, i in itertools.combinations(range(len(t_u)), 2):
        w = (t_c[i] - t_c[j]) / (t_u[i] - t_u[j])
        b = t_c[i] - w * t_u[i]
        lines.append(((w * t_u + b - t_c).abs().mean().item(), w.item(), b.item()))
    return min(lines)[1:]


def caption():
    """Say what the still picture shows: how far one knob leads at the slope of the start."""
    t_u, t_c = readings()
    low, best = compute(FLAT, -15.0), compute(FLAT, (t_c - FLAT * t_u).mean().item())
    return (
        f"From the foot of the white trail to its top only b was turned: the MSE falls from "
        f"{low['mse']:.2f} to {best['mse']:.2f}, and no b does better at w = {FLAT}. "
        f"To reach {best['floor']:.2f}, where the valley is brightest, both knobs must turn."
    )


EXPLORER = Explorer(
    name="loss_dial",
    title="Loss dial",
    question="2.p3",
    compute=compute,
    caption=caption,
)


def loss_dial():
    """Ask what one knob alone can do, then let the reader take hold of the line."""
    EXPLORER.show()
