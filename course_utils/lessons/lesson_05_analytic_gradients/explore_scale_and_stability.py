"""Lesson 05: shift and stretch the readings by hand, and see which learning rate they bear.

What moves is in `explore_scale_and_stability.js`; here is what it is held against.
"""

import math

import numpy as np
import torch

from course_utils import simulate
from course_utils.explore.explorer import Explorer

_CONSECUTIVE, _SHOWN = 100, 200  # steps shown one by one, and all in all
_FAR = 1e100  # what is farther away is drawn there: beyond any picture


def readings():
    """Return `x, y` of the thermometer in float64."""
    x, y = simulate.thermometer()
    return x.double().round(decimals=1), y.double()


def standard():
    """Return the scale and the shift that standardise the readings."""
    x, _ = readings()
    return 1 / x.std(correction=0).item(), x.mean().item()


def descend(scale, shift, start, lr, steps):
    """Return what became of a descent on readings scale * (x - shift), by a formula.

    `start` is a line (w, b) for raw readings. The error in the direction of each eigenvector of
    the loss is multiplied by one of the `factors` in every step; `limit` is the learning rate at
    which the first of them reaches -1. `excess` is the loss less the lowest.
    """
    x, y = readings()
    X = torch.stack([scale * (x - shift), torch.ones_like(x)], 1)
    lambdas, Q = torch.linalg.eigh(2 / len(x) * X.T @ X)
    lambdas, Q = lambdas.flip(0), Q.flip(1)
    best = torch.linalg.lstsq(X, y[:, None]).solution[:, 0]
    w, b = start
    there = torch.tensor([w / scale, b + w * shift], dtype=torch.float64)
    factors, shown = 1 - lr * lambdas, shown_steps(int(steps))
    off = Q.T @ (there - best)
    powers = factors ** torch.tensor(shown)[:, None]
    # Infinity times nothing is nothing here: there is no error in this direction.
    errors = torch.where(off == 0, 0.0, off * powers)
    excess = (lambdas * errors**2).sum(1) / 2
    return {
        "start": there.tolist(),
        "best": best.tolist(),
        "lowest": ((X @ best - y) ** 2).mean().item(),
        "factors": factors.tolist(),
        "excess": excess.tolist(),
        "steps": shown,
        "limit": (2 / lambdas[0]).item(),
        "kappa": (lambdas[0] / lambdas[1]).item(),
        "path": (best + errors.clip(-_FAR, _FAR) @ Q.T).tolist(),
        "left": excess[-1].item(),
        "verdict": verdict(factors.abs().max().item()),
    }


def shown_steps(steps):
    """Return the numbers of the steps that are shown: all early ones, then fewer and fewer."""
    if steps <= _CONSECUTIVE:
        return list(range(steps + 1))
    more = _SHOWN - _CONSECUTIVE
    parts = np.arange(1, more + 1) / more
    later = np.floor(_CONSECUTIVE * (steps / _CONSECUTIVE) ** parts + 0.5).astype(int)
    return sorted({*range(_CONSECUTIVE + 1), *later.tolist()})


def verdict(largest):
    """Say what the larger factor does."""
    if abs(largest - 1) < 1e-9:
        return "bounces"
    return "explodes" if largest > 1 else "comes down"


def compute(log_lr=-4, shift=0.0, log_scale=0.0, steps=100, w0=1.0, b0=0.0):
    """Return the readings as they were made, and three descents: raw, these, standardised."""
    x, _ = readings()
    lr, scale = 10.0**log_lr, 10.0**log_scale
    scalings = {"raw": (1.0, 0.0), "yours": (scale, shift), "standardised": standard()}
    return {
        "lr": lr,
        "scale": scale,
        "x": (scale * (x - shift)).tolist(),
        "mean": (scale * (x.mean() - shift)).item(),
        "deviation": (scale * x.std(correction=0)).item(),
        **{name: descend(*by, (w0, b0), lr, steps) for name, by in scalings.items()},
    }


def caption():
    """Say what the still picture shows: centring alone, beside raw and standardised readings."""
    result = compute(log_lr=-2.44, shift=51.79, steps=100)
    raw, centred, standardised = (result[name] for name in ("raw", "yours", "standardised"))
    at_half = compute(log_lr=math.log10(0.5), steps=1)["standardised"]
    return (
        f"The same line, an lr of {result['lr']:.2g}, 100 steps. The limit is {raw['limit']:.3g} "
        f"on raw readings: the descent {raw['verdict']}. Where only their mean is subtracted it is "
        f"{centred['limit']:.3g}: the descent swings across and comes down. On standardised "
        f"readings it is {standardised['limit']:.3g}, so that lr may be larger: at 0.5 one step "
        f"leaves {abs(round(at_half['left'], 9)):g} °C² above the lowest loss."
    )


EXPLORER = Explorer(
    name="scale_and_stability",
    title="Scale and stability lab",
    question="5.p3",
    compute=compute,
    caption=caption,
)


def scale_and_stability():
    """Ask what centring does to the limit, then let the reader shift, squeeze and descend."""
    EXPLORER.show()
