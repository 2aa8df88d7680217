"""Exercise 4.5: Train with it."""

import itertools
import math

import torch

from course_utils import simulate
from course_utils.checking.comparison import numbers_in
from course_utils.checking.exercises import exercise
from course_utils.checking.plain_data import as_data

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


SLOPES = "slopes = [(loss(theta + turn) - loss(theta - turn)) / (2 * delta) for turn in turns]"
UPDATE = "theta = theta - lr * torch.stack(slopes)"
LOOP, BEGIN, END = "    for _ in", "    def loss", "return theta"
FROM_SECTION_8 = [
    "t_u, t_c = (readings.double() for readings in simulate.thermometer())",
    "lr = 1e-2",
    "steps = 500",
]


def one_by_one(turns):
    """Return the edits that change a knob before the slope of the next is measured."""
    slope = "(loss(theta + turn) - loss(theta - turn)) / (2 * delta)"
    step = f"for turn in {turns}: theta = theta - lr * {slope} * turn / delta"
    return (SLOPES, step), (UPDATE, "")


def following(*edits):
    """Return the edits that make a list, `path`, of the places on the way."""
    return (*edits, (UPDATE, f"{UPDATE}; path.append(theta)"), (END, "return path"))


train.slips(
    {
        "These are the raw readings, on which this lr explodes. The input is 0.1 * t_u.": (
            ("0.1 * t_u", "t_u")
        ),
        "w is changed before b's slope is measured. Measure both, then change both.": (
            one_by_one("turns")
        ),
        "b is changed before w's slope is measured. Measure both, then change both.": (
            one_by_one("turns.flip(0)")
        ),
        "This goes uphill. A step goes against the slope.": ("- lr", "+ lr"),
        "One step short: where does the range begin?": ("range(steps)", "range(1, steps)"),
        "One step too many: where does the range end?": ("range(steps)", "range(steps + 1)"),
        "The steps begin at (0, 0). The line to begin with has w = 1.": ("1.0, 0.0", "0.0, 0.0"),
        "The steps begin at (1, 1). The line to begin with has b = 0.": ("1.0, 0.0", "1.0, 1.0"),
        "The whole slope is taken off. A step is lr times the slope.": ("lr * ", ""),
        "These are b and w. Return w first.": (END, "return theta.flip(0)"),
        "The steps are twice as long as they should be. What are the differences divided by?": (
            ("(2 * delta)", "delta")
        ),
        "The steps are half as long as they should be. What are the differences divided by?": [
            ("(2 * delta)", "(4 * delta)"),
            ("theta - turn", "theta"),
        ],
        "These are slopes of a sum of squares, n times too steep. The MSE takes the mean.": (
            ("mean", "sum")
        ),
        "The slopes are measured once only. They change with every step: measure again.": (
            (SLOPES, ""),
            (LOOP, f"    {SLOPES}\n{LOOP}"),
        ),
        "This w is for t_u itself. Return the one that was trained, for 0.1 * t_u.": (
            (END, "return 0.1 * theta[0], theta[1]")
        ),
        "Return two numbers, w and b. This is only one.": [
            (END, "return theta[0]"),
            (END, "return loss(theta)"),
        ],
        "This is the whole path. Return where it ends: the last w and b.": [
            following((LOOP, f"    path = [theta]\n{LOOP}")),
            following((LOOP, f"    path = []\n{LOOP}")),
        ],
        "Does the result depend on all four arguments? Use t_u, t_c, lr and steps as handed in.": [
            (BEGIN, "".join(f"    {line}\n" for line in taken) + BEGIN)
            for count in (1, 2, 3)
            for taken in itertools.combinations(FROM_SECTION_8, count)
        ],
        "The readings themselves are divided by ten. Make a new tensor: x = 0.1 * t_u.": (
            ("0.1 * t_u", "t_u"),
            (BEGIN, f"    t_u *= 0.1\n{BEGIN}"),
        ),
    }
)


def is_close(right_value, value):
    """True within three hundredths, as slopes with few digits give."""
    far_off = max(abs(a - b) for a, b in zip(right_value, value, strict=True))
    return far_off <= 0.03 * max(map(abs, right_value))


train.slip(
    "Close, but digits are missing. Are the slopes central, and is theta float64, as the readings?",
    (("1e-4", "1e-3"), ("theta - turn", "theta"), ("(2 * delta)", "delta")),
    when=is_close,
)
