"""What is true of two learning rates, one after the other, and of the runs that follow them."""

import math
from itertools import pairwise

import numpy as np

from course_utils import simulate
from course_utils.checking.plain_data import as_numbers

STEPS, RUNS = 1000, 40
ENOUGH = 0.0005  # above the lowest loss; a steady 0.1 leaves a hundred times as much
# In this order: what is named first is said first.
TAGS = (
    *("all are numbers", "begins at 0.1", "changes", "two rates", "once"),
    *("smaller", "never uphill", "moves on"),
    *("gets home from afar", "second rate is quiet", "first rate is forgotten"),
)

X, Y = (column.double().numpy()[:, 0] for column in simulate.line())
TABLE = np.column_stack([X, np.ones(len(X))])
BOTTOM = np.linalg.lstsq(TABLE, Y, rcond=None)[0]
H = 2 / len(Y) * TABLE.T @ TABLE


def starts(generator):
    """Where the lesson's line starts, and far off, each with a seed of shuffles."""
    return [((0.4801, 0.8415), 0), ((12.0, -6.0), 1)]


def above(params):
    """Return how far the loss lies above the lowest, at each of the rows w, b."""
    away = params - BOTTOM
    return (away @ H * away).sum(-1) / 2


def shuffled(seed):
    """Return x and y in the order in which many runs see the points, each (STEPS, RUNS)."""
    draws = np.random.RandomState(seed).random_sample((STEPS // len(X), len(X), RUNS))
    orders = draws.argsort(axis=1).reshape(STEPS, RUNS)
    return X[orders], Y[orders]


def left_by_noise(rates, start, points):
    """Return how far above the lowest loss many runs end, on average, one point a step."""
    w, b = np.tile(start, (RUNS, 1)).T
    for lr, x, y in zip(rates, *points, strict=True):
        step = 2 * lr * (w * x + b - y)
        w, b = w - step * x, b - step
    return float(above(np.column_stack([w, b])).mean())


def left_on_the_way(rates, start):
    """Return how far above the lowest loss a run on all points ends with the same rates."""
    lambdas, directions = np.linalg.eigh(H)
    factors = np.prod(1 - np.outer(rates, lambdas), axis=0)
    return float(above(BOTTOM + directions @ (factors * (directions.T @ (start - BOTTOM)))))


def what_it_does(answer, start, seed):
    """Return what is true of two rates and of the runs that follow them: a finding a tag."""
    rates = [as_numbers(answer(step)) for step in range(STEPS)]
    found = dict.fromkeys(TAGS, False)
    if not all(isinstance(rate, float | int) and math.isfinite(rate) for rate in rates):
        return found
    points = shuffled(seed)
    with np.errstate(over="ignore", invalid="ignore"):
        arrives = left_by_noise(rates, start, points) < ENOUGH
        gets_home = arrives or left_on_the_way(rates, start) < ENOUGH / 2
        is_quiet = arrives or left_by_noise([rates[-1]] * STEPS, BOTTOM, points) < ENOUGH
    changes = sum(not math.isclose(*pair, rel_tol=1e-6) for pair in pairwise(rates))
    return {
        "all are numbers": True,
        "begins at 0.1": math.isclose(rates[0], 0.1, rel_tol=1e-6),
        "changes": changes > 0,
        "two rates": len({float(f"{rate:.6g}") for rate in rates}) <= 2,
        "once": changes <= 1,
        "smaller": max(rates) <= 0.1 * (1 + 1e-6),
        "never uphill": min(rates) >= 0,
        "moves on": arrives or rates[-1] > 1e-9,
        "gets home from afar": gets_home,
        "second rate is quiet": is_quiet,
        "first rate is forgotten": arrives,
    }
