"""Exercise 4.5: Train with it."""

import itertools
import math

import torch

from course_utils import simulate
from course_utils.checking.comparison import numbers_in
from course_utils.checking.exercises import exercise
from course_utils.checking.plain_data import as_data
from course_utils.lessons.findings import in_any_way, off_in

training = exercise(
    "4.5",
    "Train with it",
    hints=(
        "Section 8 is the loop. Here it becomes a function, and the data come as arguments.",
        "In every step: first all slopes at the present w and b, then one update of both.",
        "def loss(theta): return ((theta[0] * 0.1 * t_u + theta[1] - t_c) ** 2).mean()",
    ),
)


def diaries(generator):
    """The diary of eleven, 500 steps; then short trainings on random diaries; no step at all."""
    t_u, t_c = (readings.double() for readings in simulate.thermometer())
    probes = [(t_u, t_c, 1e-2, 500)]
    for n, lr, steps in [(5, 0.02, 3), (8, 0.05, 6), (1, 0.1, 1), (4, 0.01, 0)]:
        t_u, t_c = torch.rand(2, n, generator=generator, dtype=torch.float64)
        probes.append((10 + 20 * t_u, 30 * t_c - 10, lr, steps))
    # Here all slopes are small, and a loop that takes that for an arrival stops.
    t_u, noise = torch.rand(2, 6, generator=generator, dtype=torch.float64)
    return [*probes, (10 + 20 * t_u, 1 + 2 * t_u + 0.02 * (1 + noise), 0.02, 7)]


def where_it_ends(train, *args):
    """Return how many numbers came, and w and b; inf for both if the path left for infinity.

    No answer lies beyond 1e6. There a turn by delta is lost in rounding, and numbers are chance.
    """
    came = as_data(train(*args))
    if isinstance(came, list | tuple):  # a list of losses has none where no step is taken
        came = [part for part in came if not isinstance(part, list) or part]
    numbers = None if isinstance(came, dict) else numbers_in(came)
    if numbers is None:
        return came
    count, numbers = len(numbers), [*numbers.tolist(), 0.0][:2]
    w, b = numbers if all(abs(number) < 1e6 for number in numbers) else (math.inf, math.inf)
    return {"numbers": count, "w": w, "b": b}


@training.part(probes=diaries, observe=where_it_ends)
def train(t_u, t_c, lr, steps):
    """Train w * (0.1 * t_u) + b from (1, 0) in float64, by measured slopes of the MSE: w and b."""

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


MEAN = "((theta[0] * 0.1 * t_u + theta[1] - t_c) ** 2).mean()"
STOP = "if torch.stack(slopes).norm() < 0.2: break"
FORWARD = ("theta - turn", "theta"), ("(2 * delta)", "delta")


def one_by_one(turns):
    """Return the edits that change a knob before the slope of the next is measured."""
    slope = "(loss(theta + turn) - loss(theta - turn)) / (2 * delta)"
    step = f"for turn in {turns}: theta = theta - lr * {slope} * turn / delta"
    return (SLOPES, step), (UPDATE, "")


train.slips(
    {
        "These are the raw readings, on which this lr explodes. The input is 0.1 * t_u.": (
            ("0.1 * t_u", "t_u")
        ),
        "w moves before b's slope is measured. Measure both first.": one_by_one("turns"),
        "b moves before w's slope is measured. Measure both first.": one_by_one("turns.flip(0)"),
        "This goes uphill. A step goes against the slope.": ("- lr", "+ lr"),
        "One step short: where does the range begin?": ("(steps)", "(1, steps)"),
        "One step too many: where does the range end?": ("(steps)", "(steps + 1)"),
        "The steps begin elsewhere. The line to begin with has w = 1 and b = 0.": [
            ("1.0, 0.0", start) for start in ("0.0, 0.0", "1.0, 1.0", "0.0, 1.0")
        ],
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
        "This is the whole path. Return where it ends: the last w and b.": [
            (
                (LOOP, f"    path = {begin}\n{LOOP}"),
                (UPDATE, f"{UPDATE}; path.append(theta)"),
                (END, "return path"),
            )
            for begin in ("[]", "[theta]")
        ],
        "These are forward differences, and with so large a delta they see the bend.": [
            (("delta = 1e-4", f"delta = {delta}"), *FORWARD) for delta in (0.1, 0.01)
        ],
        "These are slopes of the RMSE or of the MAE. Train with the MSE.": [
            (MEAN, f"{MEAN}.sqrt()"),
            (MEAN, "(theta[0] * 0.1 * t_u + theta[1] - t_c).abs().mean()"),
        ],
        "t_c is shrunk, too. Only the readings t_u are.": ("- t_c", "- 0.1 * t_c"),
        "t_u is shrunk twice: 0.1 comes in once.": ("0.1 * t_u", "0.01 * t_u"),
        "Only one of the knobs is trained. Both are turned, and both move.": [
            ("(slopes)", f"({some})")
            for some in ("[slopes[0], 0 * slopes[1]]", "[0 * slopes[0], slopes[1]]")
        ],
        "The loop ends after its first step: is the return inside it?": (
            (f"    {END}", f"        {END}")
        ),
        "The loop stops where the slopes are small. Take all steps that are asked for.": [
            (UPDATE, f"{STOP}\n        {UPDATE}"),
            (UPDATE, f"{UPDATE}\n        {STOP}"),
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


def is_close(right, came):
    """True within three hundredths, as slopes with few digits give."""
    off = max(abs(right[name] - came[name]) for name in "wb")
    return off <= 0.03 * max(abs(right["w"]), abs(right["b"]))


for sentence, slip, when in [
    (
        "Two numbers are asked for: w and b where the training ends, and nothing else.",
        (END, "return theta[0]"),
        off_in("numbers"),
    ),
    (
        "Close, but digits are missing. Are slopes central, and is theta float64, as the readings?",
        (("1e-4", "1e-3"), *FORWARD),
        is_close,
    ),
    (
        "Take a single step by hand. Where does it begin, and which two slopes does it measure?",
        ("lr * ", "lr / 3 * "),
        in_any_way,
    ),
]:
    train.slip(sentence, slip, when)
train.same(
    {
        "No input wants a gradient.": ("return theta", "return (theta).detach()"),
        "On a parabola any delta is exact.": [("1e-4", "0.0002"), ("1e-4", "1.0001")],
        "The sum of theta and a turn is float64 as long as one of them is.": [
            (f"{numbers}, dtype=t_u.dtype", f"{numbers}{other}")
            for numbers in ("[1.0, 0.0]", "2")
            for other in ("", ", dtype=t_c.dtype")
        ],
    }
)
