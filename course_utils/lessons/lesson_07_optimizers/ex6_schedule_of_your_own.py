"""Exercise 7.6: A schedule of your own."""

import math

import numpy as np

from course_utils import simulate
from course_utils.checking.exercises import exercise
from course_utils.checking.plain_data import as_numbers

STEPS, RUNS = 1000, 40
ENOUGH = 0.002  # above the lowest loss; a steady 0.1 leaves twenty times as much
# In this order: what is named first is said first.
TAGS = (
    *("all are numbers", "begins at 0.1", "never uphill", "stable"),
    *("changes", "moves on", "gets home from afar", "comes to rest there"),
)

own_schedule = exercise(
    "7.6",
    "A schedule of your own",
    hints=(
        "A steady 0.1 ends twenty times as high as the 0.002 that are asked for: it comes near, "
        "and then hovers. In which part of the run is it too large?",
        "Let it fall in any way: by a division, a power, a straight line, or in stairs. But not so "
        "early that the line is left on the way.",
        "Print [my_rate(step) for step in (0, 10, 100, 500, 999)]. At the end 0.01 will do, and "
        "less; the rates of all steps together should come to 5 or more.",
    ),
)

X, Y = (column.double().numpy()[:, 0] for column in simulate.line())
TABLE = np.column_stack([X, np.ones(len(X))])
BOTTOM = np.linalg.lstsq(TABLE, Y, rcond=None)[0]
H = 2 / len(Y) * TABLE.T @ TABLE


def starts(generator):
    """Where the lesson's line starts, and far off on both sides, each with a seed of shuffles."""
    return [((0.4801, 0.8415), 0), ((-8.0, 9.0), 1), ((12.0, -6.0), 2)]


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
    """Return what is true of a schedule, and of the runs that follow it: a finding for each tag."""
    rates = [as_numbers(answer(step)) for step in range(STEPS)]
    found = dict.fromkeys(TAGS, False)
    if not all(isinstance(rate, float | int) and math.isfinite(rate) for rate in rates):
        return found
    with np.errstate(over="ignore", invalid="ignore"):
        noise, on_the_way = left_by_noise(rates, start, seed), left_on_the_way(rates, start)
    return {
        "all are numbers": True,
        "begins at 0.1": math.isclose(rates[0], 0.1, rel_tol=1e-6),
        "never uphill": min(rates) >= 0,
        "stable": noise < 1e4,
        "changes": noise < ENOUGH or max(rates) > min(rates),
        "moves on": noise < ENOUGH or rates[5] > 1e-9,
        "gets home from afar": noise < ENOUGH or on_the_way < ENOUGH / 2,
        "comes to rest there": noise < ENOUGH,
    }


@own_schedule.part(probes=starts, observe=what_it_does)
def my_rate(step):
    """The learning rate of a step, from 0 to 999: my_rate(0) is 0.1, and the last steps settle."""
    return 0.1 / (1 + step / 50)


RULE = "0.1 / (1 + step / 50)"
HALVED_LATE = "0.1 * 0.5 ** (step // 500)"

my_rate.findings(
    {
        "all are numbers": (
            "A number is asked for, for every step from 0 to 999. Is something returned each time?",
            [
                ("return ", ""),
                (RULE, "[0.1, 0.01]"),
                (RULE, "'0.1'"),
                (RULE, "0.1 if step < 500 else None"),
                (RULE, "float('inf') if step else 0.1"),
            ],
        ),
        "begins at 0.1": (
            "my_rate(0) is to be 0.1. What does your rule give for step 0?",
            [
                ("(1 + step / 50)", "(2 + step / 50)"),
                ("0.1 /", "1.0 /"),
                ("0.1 /", "0.01 /"),
                (RULE, "0.1 * step / 1000"),
                (RULE, "0.01"),
                (RULE, "0.1 * 0.5 ** (step // 100 + 1)"),
                (RULE, "0.05 * (1 - step / 1000)"),
            ],
        ),
        "never uphill": (
            "Some of these rates are below 0: there the step goes uphill. Where does the fall end?",
            [
                (RULE, "0.1 - step / 1000"),
                (RULE, "0.1 * (1 - step / 500)"),
                (RULE, "0.1 - 0.0005 * step"),
            ],
        ),
        "stable": (
            "This explodes. The rates grow with the step; they have to fall.",
            [
                ("0.1 /", "0.1 *"),
                (RULE, "0.1 + step"),
                (RULE, "0.1 * 1.01**step"),
            ],
        ),
        "changes": (
            "This rate never changes, so the run hovers. Does your rule use step?",
            [
                (RULE, "0.1"),
                ("step / 50", "0 * step"),
                ("step / 50", "step // 1000"),
            ],
        ),
        "moves on": (
            "After a few steps the rate is as good as 0, and the line stands still on the way.",
            [
                (RULE, "0.1 if step == 0 else 0"),
                (RULE, "0.1 ** (5 * step + 1)"),
                (RULE, "0.1 * (step == 0)"),
            ],
        ),
        "gets home from afar": (
            "The rates fall too early: all of them together do not carry a far start home.",
            [
                ("step / 50", "step"),
                ("step / 50", "step**2"),
                ("step / 50", "step / 2"),
                (RULE, "0.1 * 0.9**step"),
                (RULE, "0.1 * 0.5**step"),
                (RULE, "0.1 * 0.5 ** (step // 5)"),
                (RULE, "0.1 if step < 10 else 0.0001"),
                (RULE, "0.1 if step < 1 else 0.001"),
            ],
        ),
        "comes to rest there": (
            "It gets home and still hovers there: the last rates are too large for the noise.",
            [
                ("step / 50", "step / 1000"),
                ("step / 50", "step / 5000"),
                (RULE, HALVED_LATE),
                (RULE, "0.1 if step < 500 else 0.05"),
                (RULE, "0.1 * 0.999**step"),
                (RULE, "0.1 - step / 20000"),
                (RULE, "0.1 if step < 990 else 0.01"),
                (RULE, "0.1 if step % 2 else 0.1 - step / 20000"),
            ],
        ),
    }
)
my_rate.same({"A little slower or faster, it falls.": [("50", "51"), ("50", "49")]})
