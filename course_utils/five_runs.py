"""The five runs of exercise 8.6: one diary, one split, and only the curves tell what went wrong.

Each is gradient descent from 0 on the powers of a standardised reading. Every step multiplies the
distance along a direction by 1 - lr · λ, so any epoch can be looked at without taking the steps.
"""

from dataclasses import dataclass

import numpy as np

NOISE = 1.8  # standard deviation, °C, as in section 1 of the lesson
EPOCHS = np.unique(np.geomspace(1, 1e6, 100).astype(int))
SEED = 47


@dataclass(frozen=True)
class Setting:
    """How one run is made; `rate` is lr as a share of 1/λ, where λ is the largest curvature."""

    degree: int
    rate: float
    leaks: bool = False


@dataclass(frozen=True)
class Run:
    """What one run left behind: both losses at these epochs, and at its end that of fresh readings.

    Losses are MSEs in °C².
    """

    epochs: list
    train: list
    val: list
    fresh: float


SETTINGS = {
    "too simple": Setting(degree=0, rate=0.02),
    "lr too small": Setting(degree=1, rate=1e-6),
    "good": Setting(degree=1, rate=0.02),
    "overfitting": Setting(degree=7, rate=1.0),
    "leak": Setting(degree=7, rate=1.0, leaks=True),
}

RUNS = {
    "A": "leak",
    "B": "too simple",
    "C": "good",
    "D": "overfitting",
    "E": "lr too small",
}


def diary():
    """Return readings (°F) and temperatures, in pairs: ten to train on, six to validate, fresh."""
    rng = np.random.default_rng(SEED)
    x = rng.uniform(20, 85, 1016)
    y = (x - 32) * 5 / 9 + NOISE * rng.standard_normal(len(x))
    cuts = [10, 16]
    return list(zip(np.split(x, cuts), np.split(y, cuts), strict=True))


def run(letter):
    """Return the `Run` with this letter; ValueError if there is none."""
    if letter not in RUNS:
        raise ValueError(f"a run is one of {', '.join(RUNS)}; got {letter!r}")
    return descend(SETTINGS[RUNS[letter]])


def descend(setting):
    """Return the `Run` that is made like this."""
    (x, y), (x_val, y_val), (x_fresh, y_fresh) = diary()
    seen, wanted = (np.append(x, x_val), np.append(y, y_val)) if setting.leaks else (x, y)

    def powers(readings):
        return np.vander((readings - x.mean()) / x.std(), setting.degree + 1)

    def loss(knobs, readings, temperatures):
        return float(((powers(readings) @ knobs - temperatures) ** 2).mean())

    X = powers(seen)
    lambdas, directions = np.linalg.eigh(2 / len(X) * X.T @ X)
    best = np.linalg.lstsq(X, wanted)[0]
    shrunk = (1 - setting.rate * lambdas / lambdas[-1]) ** EPOCHS[:, None]
    path = best - (shrunk * (directions.T @ best)) @ directions.T
    train, val = ([loss(knobs, *part) for knobs in path] for part in ((x, y), (x_val, y_val)))
    return Run(EPOCHS.tolist(), train, val, loss(path[-1], x_fresh, y_fresh))
