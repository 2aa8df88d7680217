"""Exercise 4.5: Train with it."""

import itertools
import math

import torch

from course_utils import simulate
from course_utils.compare import numbers_in
from course_utils.exercise import exercise
from course_utils.values import as_data

training = exercise(
    "4.5",
    "Train with it",
    hints=(
        "Section 8 is the loop. Here it becomes a function, and the data come as arguments.",
        "In every step: first all slopes at the present w and b, then one update of both.",
        "def loss(theta): return ((theta[0] * 0.1 * t_u + theta[1] - t_c) ** 2).mean()",
    ),
)

FAR = 1e6  # no answer lies beyond it


def diaries(generator):
    """The diary of eleven, 500 steps; then short trainings on random diaries; no step at all."""
    t_u, t_c = (readings.double() for readings in simulate.thermometer())
    probes = [(t_u, t_c, 1e-2, 500)]
    for n, lr, steps in [(5, 0.02, 3), (8, 0.05, 6), (1, 0.1, 1), (4, 0.01, 0)]:
        t_u, t_c = torch.rand(2, n, generator=generator, dtype=torch.float64)
        probes.append((10 + 20 * t_u, 30 * t_c - 10, lr, steps))
    return probes


def where_it_ends(train, *args):
    """Return all numbers in a row, tensor or not, and inf for each if the path left for infinity.

    Far out a turn by delta is lost in rounding: the path freezes at numbers that are chance.
    """
    came = train(*args)
    numbers = numbers_in(as_data(came))
    if numbers is None:
        return came
    return numbers.tolist() if (numbers.abs() < FAR).all() else [math.inf] * len(numbers)


@training.part(probes=diaries, observe=where_it_ends)
def train(t_u, t_c, lr, steps):
    """Train w * (0.1 * t_u) + b from (1, 0), with measured slopes of the MSE; return w and b."""

    def loss(theta):
        return ((theta[0] * 0.1 * t_u + theta[1] - t_c) ** 2).mean()

    delta = 1e-4
    turns = delta * torch.eye(2, dtype=t_u.dtype)
    theta = torch.tensor([1.0, 0.0], dtype=t_u.dtype)
    for _ in range(steps):
        slopes = [(loss(theta + turn) - loss(theta - turn)) / (2 * delta) for turn in turns]
        theta = theta - lr * torch.stack(slopes)
    return theta


def descend(x, y, lr, steps, start=(1.0, 0.0), delta=0.0):
    """Do what `train` does, by formula: for an MSE central differences give the same slopes.

    With `delta`, by forward differences. A check tries all mistakes, so they must be quick.
    """
    w, b = start
    xx, xy, x_mean, y_mean = (float(v.mean()) for v in (x * x, x * y, x, y))
    for _ in range(steps):
        w_slope = 2 * (w * xx + b * x_mean - xy) + delta * xx
        b_slope = 2 * (w * x_mean + b - y_mean) + delta
        w, b = w - lr * w_slope, b - lr * b_slope
    return w, b


def paced(pace, **options):
    """Return a `train` that takes lr and steps from pace(lr, steps)."""
    return lambda t_u, t_c, lr, steps: descend(0.1 * t_u, t_c, *pace(lr, steps), **options)


def ended(change):
    """Return a `train` that returns change(w, b) of the right w and b."""
    return lambda t_u, t_c, lr, steps: change(*descend(0.1 * t_u, t_c, lr, steps))


train.mistake(
    "These are the raw readings, on which this lr explodes. The input is 0.1 * t_u.", descend
)


for order in ("wb", "bw"):

    @train.mistake(
        f"{order[0]} is changed before {order[1]}'s slope is measured. "
        "Measure both, then change both."
    )
    def _(t_u, t_c, lr, steps, order=order):
        x, knobs = 0.1 * t_u, {"w": 1.0, "b": 0.0}
        for _ in range(steps):
            for name in order:
                residuals = knobs["w"] * x + knobs["b"] - t_c
                knobs[name] -= lr * 2 * (residuals * (x if name == "w" else 1)).mean()
        return knobs["w"], knobs["b"]


for sentence, answer in [
    ("This goes uphill. A step goes against the slope.", paced(lambda lr, n: (-lr, n))),
    ("One step short: where does the range begin?", paced(lambda lr, n: (lr, max(n - 1, 0)))),
    ("One step too many: where does the range end?", paced(lambda lr, n: (lr, n + 1))),
    (
        "The steps begin at (0, 0). The line to begin with has w = 1.",
        paced(lambda *p: p, start=(0.0, 0.0)),
    ),
    (
        "The steps begin at (1, 1). The line to begin with has b = 0.",
        paced(lambda *p: p, start=(1.0, 1.0)),
    ),
    ("The whole slope is taken off. A step is lr times the slope.", paced(lambda lr, n: (1.0, n))),
    ("These are b and w. Return w first.", ended(lambda w, b: (b, w))),
]:
    train.mistake(sentence, answer)

train.mistake(
    "The steps are twice as long as they should be. What are the differences divided by?",
    paced(lambda lr, n: (2 * lr, n)),
)
half_steps = train.mistake(
    "The steps are half as long as they should be. What are the differences divided by?"
)
for delta in (0.0, 1e-4):
    half_steps(paced(lambda lr, n: (lr / 2, n), delta=delta))
train.mistake(
    "These are slopes of a sum of squares, n times too steep. The MSE takes the mean.",
    lambda t_u, t_c, lr, steps: descend(0.1 * t_u, t_c, len(t_u) * lr, steps),
)


@train.mistake("The slopes are measured once only. They change with every step: measure again.")
def _(t_u, t_c, lr, steps):
    x = 0.1 * t_u
    w_slope, b_slope = 2 * ((x - t_c) * x).mean(), 2 * (x - t_c).mean()
    return 1 - steps * lr * w_slope, -steps * lr * b_slope


train.mistake(
    "This w is for t_u itself. Return the one that was trained, for 0.1 * t_u.",
    ended(lambda w, b: (0.1 * w, b)),
)

only_one = train.mistake("Return two numbers, w and b. This is only one.")
only_one(ended(lambda w, b: w))


@only_one
def _(t_u, t_c, lr, steps):
    w, b = descend(0.1 * t_u, t_c, lr, steps)
    return ((w * 0.1 * t_u + b - t_c) ** 2).mean().item()


def path(x, y, lr, steps):
    """Return (1, 0) and the w and b after each step."""
    places = [(1.0, 0.0)]
    for _ in range(steps):
        places.append(descend(x, y, lr, 1, start=places[-1]))
    return places


whole_path = train.mistake("This is the whole path. Return where it ends: the last w and b.")
for first in (0, 1):
    whole_path(lambda t_u, *args, first=first: path(0.1 * t_u, *args)[first:])


def fixed(taken):
    """Return a `train` that takes `taken`, some of data, lr and steps, from section 8."""

    def answer(t_u, t_c, lr, steps):
        if "data" in taken:
            t_u, t_c = (readings.double() for readings in simulate.thermometer())
        lr, steps = 0.01 if "lr" in taken else lr, 500 if "steps" in taken else steps
        return descend(0.1 * t_u, t_c, lr, steps)

    return answer


all_four = train.mistake(
    "Does the result depend on all four arguments? Use t_u, t_c, lr and steps as handed in."
)
for count in (1, 2, 3):
    for taken in itertools.combinations(("data", "lr", "steps"), count):
        all_four(fixed(taken))


@train.mistake("The readings themselves are divided by ten. Make a new tensor: x = 0.1 * t_u.")
def _(t_u, t_c, lr, steps):
    t_u *= 0.1
    return descend(t_u, t_c, lr, steps)


def is_close(right_value, value):
    """True within three hundredths, as slopes with few digits give."""
    far_off = max(abs(a - b) for a, b in zip(right_value, value, strict=True))
    return far_off <= 0.03 * max(map(abs, right_value))


train.mistake(
    "Close, but digits are missing. Are the slopes central, and is theta float64, as the readings?",
    paced(lambda *p: p, delta=1e-3),
    when=is_close,
)
