"""Exercise 7.6: Two rates."""

import math
from itertools import pairwise

import numpy as np

from course_utils import simulate
from course_utils.checking.exercises import exercise
from course_utils.checking.plain_data import as_numbers

STEPS, RUNS = 1000, 40
ENOUGH = 0.0005  # above the lowest loss; a steady 0.1 leaves a hundred times as much
# In this order: what is named first is said first.
TAGS = (
    *("all are numbers", "begins at 0.1", "changes", "two rates", "once"),
    *("smaller", "never uphill", "moves on"),
    *("gets home from afar", "second rate is quiet", "first rate is forgotten"),
)

two_rates = exercise(
    "7.6",
    "Two rates",
    hints=(
        "A steady 0.1 ends about a hundred times as high as the 0.0005 that are asked for. How low "
        "must a steady rate be to end lower? Try a few in one_at_a_time.",
        "A rate that is low enough by itself needs time: what the noise of the first has left is "
        "multiplied by about 1 - 4 * rate in each step. After how many steps is a hundredth left?",
        "return 0.1 if step < … else …: the second rate has to come early enough, and lies between "
        "0.001 and 0.01.",
    ),
)

X, Y = (column.double().numpy()[:, 0] for column in simulate.line())
TABLE = np.column_stack([X, np.ones(len(X))])
BOTTOM = np.linalg.lstsq(TABLE, Y, rcond=None)[0]
H = 2 / len(Y) * TABLE.T @ TABLE


def starts(generator):
    """Where the lesson's line starts, and far off on both sides, each with a seed of shuffles."""
    return [((0.4801, 0.8415), 0), ((-6.0, 7.0), 1), ((12.0, -6.0), 2)]


def above(params):
    """Return how far the loss lies above the lowest, at each of the rows w, b."""
    away = params - BOTTOM
    return (away @ H * away).sum(-1) / 2


def left_by_noise(rates, start, seed):
    """Return how far above the lowest loss many runs end, on average, one point a step."""
    shuffles = np.random.RandomState(seed)
    passes = range(STEPS // len(X))
    orders = [np.hstack([shuffles.permutation(len(X)) for _ in passes]) for _ in range(RUNS)]
    params = np.tile(np.array(start), (RUNS, 1))
    for lr, points in zip(rates, np.array(orders).T, strict=True):
        blame = 2 * ((TABLE[points] * params).sum(1) - Y[points])
        params = params - lr * blame[:, None] * TABLE[points]
    return float(above(params).mean())


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
    with np.errstate(over="ignore", invalid="ignore"):
        ends = left_by_noise(rates, start, seed)
        on_the_way = left_on_the_way(rates, start)
        by_itself = left_by_noise([rates[-1]] * STEPS, BOTTOM, seed)
    changes = sum(not math.isclose(*pair, rel_tol=1e-6) for pair in pairwise(rates))
    return {
        "all are numbers": True,
        "begins at 0.1": math.isclose(rates[0], 0.1, rel_tol=1e-6),
        "changes": changes > 0,
        "two rates": len({float(f"{rate:.6g}") for rate in rates}) <= 2,
        "once": changes <= 1,
        "smaller": max(rates) <= 0.1 * (1 + 1e-6),
        "never uphill": min(rates) >= 0,
        "moves on": ends < ENOUGH or rates[-1] > 1e-9,
        "gets home from afar": ends < ENOUGH or on_the_way < ENOUGH / 2,
        "second rate is quiet": ends < ENOUGH or by_itself < ENOUGH,
        "first rate is forgotten": ends < ENOUGH,
    }


@two_rates.part(probes=starts, observe=what_it_does)
def my_rate(step):
    """The learning rate of a step, from 0 to 999: 0.1 at first, then one smaller rate."""
    return 0.1 if step < 200 else 0.003


RULE = "0.1 if step < 200 else 0.003"

my_rate.findings(
    {
        "all are numbers": (
            "A number is asked for, for every step from 0 to 999. Is something returned each time?",
            [
                ("return ", ""),
                (RULE, "[0.1, 0.003]"),
                (RULE, "'0.1'"),
                (RULE, "0.1 if step < 200 else None"),
                (RULE, "float('inf') if step >= 200 else 0.1"),
            ],
        ),
        "begins at 0.1": (
            "my_rate(0) is to be 0.1. What does your rule give for step 0?",
            [
                (RULE, "0.003 if step < 200 else 0.1"),
                ("0.1 if", "1.0 if"),
                ("0.1 if", "0.01 if"),
                ("step < 200", "0 < step < 200"),
                (RULE, "0.003"),
            ],
        ),
        "changes": (
            "This rate never changes, so the run hovers. Does your rule use step?",
            [(RULE, "0.1"), ("200", "1000"), ("0.003", "0.1")],
        ),
        "two rates": (
            "More than two rates: 0.1 at first, then one smaller rate, the same to the end.",
            [
                (RULE, "0.1 / (1 + step / 50)"),
                (RULE, "0.1 * (1 - step / 1000)"),
                (RULE, "0.1 * 0.99**step"),
                (RULE, "0.1 if step < 200 else 0.01 if step < 600 else 0.001"),
                (RULE, "0.1 if step < 200 else 0.9 / step"),
                (RULE, "0.1 * 0.5 ** (step // 100)"),
            ],
        ),
        "once": (
            "The rate goes back to 0.1. From a step of your choice on it is the smaller one, to "
            "the end.",
            [("step < 200", "step % 100 < 50"), ("step < 200", "step != 200")],
        ),
        "smaller": (
            "The second rate is larger than 0.1. Which noise does it leave?",
            [("0.003", "0.3"), ("0.003", "1.0")],
        ),
        "never uphill": (
            "A rate below 0 goes uphill.",
            ("0.003", "-0.003"),
        ),
        "moves on": (
            "With a rate of 0 the line stands still, wherever the first rate has kicked it last.",
            [("0.003", "0"), (RULE, "0.1 * (step < 200)")],
        ),
        "gets home from afar": (
            "The second rate comes too early: it is too small to carry a far start home.",
            [("200", "3"), ("200", "1"), (RULE, "0.1 if step < 10 else 0.0001")],
        ),
        "second rate is quiet": (
            "By itself, the second rate hovers too high, however early it comes. Make it smaller.",
            [("0.003", "0.05"), ("0.003", "0.02"), ("0.003", "0.01")],
        ),
        "first rate is forgotten": (
            "The noise of the first rate has not faded by the end: let the second come earlier, or "
            "be less small.",
            [("200", "900"), ("200", "990"), ("0.003", "0.0003")],
        ),
    }
)
my_rate.same(
    {
        "A rate that is a little larger is quiet enough.": ("0.003", "0.006"),
        "One step more or less at the first rate.": [
            ("200", "201"),
            ("200", "199"),
            ("<", "<="),
        ],
    }
)
