"""Answer key of lesson 04, Finite differences."""

import functools
import itertools
import math

import torch

from course_utils import simulate
from course_utils.compare import numbers_in
from course_utils.exercise import exercise
from course_utils.question import question, right, wrong
from course_utils.values import as_data

# 4.1 ---------------------------------------------------------------------------------------------

every_knob = exercise(
    "4.1",
    "Every knob, both sides",
    hints=(
        "Section 2 does it for one knob. Here is a loop over all of them.",
        "For each knob j: take two fresh copies of theta, turn entry j of one up and of the other "
        "down, and read f for both.",
        "up, down = theta.clone(), theta.clone() is the first line inside the loop.",
    ),
)


def thermometer_loss(theta):
    """Return the MSE of the line theta[0] * t_u + theta[1] on the diary, in float64."""
    t_u, t_c = (readings.double() for readings in simulate.thermometer())
    return ((theta[0] * t_u + theta[1] - t_c) ** 2).mean()


def cubic(size, generator):
    """Return a cubic of `size` knobs. It bends differently everywhere, so that delta shows."""
    linear, square, cube = 0.5 + torch.rand(3, size, generator=generator, dtype=torch.float64)

    def f(theta):
        # The square of the sum couples the knobs, so that one left turned is felt by the others.
        return (linear * theta + square * theta**2 + cube * theta**3).sum() + theta.sum() ** 2

    return f


def losses_and_places(generator):
    """The diary's loss at w = 1, b = 0, then cubics of 1 to 6 knobs, once with the default."""
    tries = [(thermometer_loss, torch.tensor([1.0, 0.0], dtype=torch.float64), 0.1)]
    # Here x + 0.1 - 0.2 + 0.1 is not x, so that knobs turned back by arithmetic give themselves up.
    tries.append((cubic(3, generator), torch.tensor([0.3, -1.7, 0.9]).double(), 0.1))
    for size, delta in [(1, 0.5), (2, 0.25), (4, 0.4), (6, 0.05)]:
        place = torch.randn(size, generator=generator, dtype=torch.float64)
        tries.append((cubic(size, generator), place, delta))
    place = torch.randn(5, generator=generator, dtype=torch.float64)
    return [*tries, (cubic(5, generator), place)]


@every_knob.part(probes=losses_and_places, exact_dtype=True)
def num_grad(f, theta, delta=1e-4):
    """Central differences of f at theta (P,), a tensor (P,) of theta's dtype; theta stays."""
    grad = torch.zeros_like(theta)
    for j in range(len(theta)):
        up, down = theta.clone(), theta.clone()
        up[j] += delta
        down[j] -= delta
        grad[j] = (f(up) - f(down)) / (2 * delta)
    return grad


def at_each_knob(slope):
    """Return a `num_grad` that fills in slope(f, theta, turn, delta); `turn` is delta at knob j."""

    def answer(f, theta, delta=1e-4):
        turns = delta * torch.eye(len(theta), dtype=theta.dtype)
        return torch.stack([slope(f, theta, turn, delta) for turn in turns])

    return answer


def turned(theta, j, by):
    """Turn knob j of theta itself, and return theta."""
    theta[j] += by
    return theta


def in_place(slope):
    """Return a `num_grad` that fills in slope(f, theta, j, delta), which may turn theta itself."""

    def answer(f, theta, delta=1e-4):
        return torch.stack([slope(f, theta, j, delta) for j in range(len(theta))])

    return answer


num_grad.mistake(
    "This is twice the slope: the two readings lie 2 delta apart, not delta.",
    at_each_knob(lambda f, at, turn, delta: (f(at + turn) - f(at - turn)) / delta),
)
one_side = num_grad.mistake(
    "Only one side is turned, but the difference is divided by 2 delta: about half a slope."
)
one_side(at_each_knob(lambda f, at, turn, delta: (f(at + turn) - f(at)) / (2 * delta)))
one_side(in_place(lambda f, at, j, d: (f(turned(at, j, d)) - f(turned(at, j, -d))) / (2 * d)))
num_grad.mistake(
    "This is the forward difference. The central one turns each knob to both sides.",
    at_each_knob(lambda f, at, turn, delta: (f(at + turn) - f(at)) / delta),
)
num_grad.mistake(
    "This only turns each knob back. The central difference turns it to both sides.",
    at_each_knob(lambda f, at, turn, delta: (f(at) - f(at - turn)) / delta),
)
num_grad.mistake(
    "The signs are turned round: the loss below theta is taken from the loss above it.",
    at_each_knob(lambda f, at, turn, delta: (f(at - turn) - f(at + turn)) / (2 * delta)),
)
num_grad.mistake(
    "This is how much the loss changes. A slope is that change divided by the distance turned.",
    at_each_knob(lambda f, at, turn, delta: f(at + turn) - f(at - turn)),
)
num_grad.mistake(
    "Products and quotients are worked out from left to right: put 2 * delta in brackets.",
    at_each_knob(lambda f, at, turn, delta: (f(at + turn) - f(at - turn)) / 2 * delta),
)
num_grad.mistake(
    "Only the second loss is divided here. Put the difference in brackets, then divide it.",
    at_each_knob(lambda f, at, turn, delta: f(at + turn) - f(at - turn) / (2 * delta)),
)
num_grad.mistake(
    "Each knob is turned by delta / 2. Turn it by the whole delta, to each side.",
    at_each_knob(lambda f, at, turn, delta: (f(at + turn / 2) - f(at - turn / 2)) / delta),
)

# Python reads from left to right, so that the second turn of theta starts where the first ended.
stays_turned = num_grad.mistake(
    "theta itself is turned and stays turned. A second name is no copy: theta.clone() makes one."
)
for first in (1, -1):
    stays_turned(
        in_place(
            lambda f, at, j, d, s=first: (
                s * (f(turned(at, j, s * d)) - f(turned(at, j, -2 * s * d))) / (2 * d)
            )
        )
    )
stays_turned(in_place(lambda f, at, j, d: (-f(at) + f(turned(at, j, d))) / d))
stays_turned(
    in_place(lambda f, at, j, d: (f(turned(at.clone(), j, d)) - f(turned(at, j, -d))) / (2 * d))
)


@stays_turned
def _(f, theta, delta=1e-4):
    before = f(theta)
    return in_place(lambda f, at, j, d: (f(turned(at, j, d)) - before) / (2 * d))(f, theta, delta)


last_digit = num_grad.mistake(
    "theta comes back a last digit off, because adding and subtracting round. Turn a copy."
)
for back in ([-2], [-1, -1]):

    @last_digit
    def _(f, theta, delta=1e-4, back=back):
        grad = torch.zeros_like(theta)
        for j in range(len(theta)):
            up = f(turned(theta, j, delta))
            for way in back:
                turned(theta, j, way * delta)
            grad[j] = (up - f(theta)) / (2 * delta)
            turned(theta, j, delta)
        return grad


same_tensor = num_grad.mistake(
    "Every slope is 0: both losses are read from one tensor. A second name is no copy."
)
for other_name in (lambda theta: theta, torch.clone):

    @same_tensor
    def _(f, theta, delta=1e-4, other_name=other_name):
        for j in range(len(theta)):
            turned(turned(other_name(theta), j, delta), j, -delta)
        return torch.zeros_like(theta)


@num_grad.mistake("The knobs before this one are still turned. Each knob needs fresh copies.")
def _(f, theta, delta=1e-4):
    up, down, grad = theta.clone(), theta.clone(), torch.zeros_like(theta)
    for j in range(len(theta)):
        up[j] += delta
        down[j] -= delta
        grad[j] = (f(up) - f(down)) / (2 * delta)
    return grad


all_at_once = num_grad.mistake(
    "All knobs are turned at once, so that their slopes add up. Turn them one by one."
)
all_at_once(lambda f, at, delta=1e-4: (f(at + delta) - f(at - delta)) / (2 * delta))
all_at_once(at_each_knob(lambda f, at, _, delta: (f(at + delta) - f(at - delta)) / (2 * delta)))

never_turned = num_grad.mistake(
    "One knob is never turned, and its slope stays 0. Where does the range begin and end?"
)
for knob in (0, -1):

    @never_turned
    def _(f, theta, delta=1e-4, knob=knob):
        grad = num_grad.reference(f, theta, delta)
        grad[knob] = 0
        return grad


@num_grad.mistake("A knob is turned by a share of itself here. Add delta: a knob at 0 turns, too.")
def _(f, theta, delta=1e-4):
    grad = torch.zeros_like(theta)
    for j in range(len(theta)):
        up, down = theta.clone(), theta.clone()
        up[j] *= 1 + delta
        down[j] *= 1 - delta
        grad[j] = (f(up) - f(down)) / (2 * delta)
    return grad


num_grad.mistake(
    "These are the slopes for a tiny delta. Use the delta that the function is given.",
    lambda f, theta, delta=1e-4: num_grad.reference(f, theta, 1e-4),
)

listed = num_grad.mistake(
    "This is a list of slopes. Make one tensor of them: torch.stack, or fill zeros_like(theta)."
)
for to_list in (list, torch.Tensor.tolist):
    listed(lambda *args, to_list=to_list: to_list(num_grad.reference(*args)))

num_grad.mistake(
    "theta is float64, these slopes are float32: half the digits are lost. Where?",
    lambda *args: num_grad.reference(*args).float(),
)

# 4.2 ---------------------------------------------------------------------------------------------

best_delta = exercise(
    "4.2",
    "The best delta",
    hints=(
        "Section 5 does it at another theta: for each delta the error, then the smallest error.",
        "Compare both precisions with the same slopes, and let those be float64.",
        "The answers lie two or three powers of ten apart.",
    ),
)


def one_text_for_all(answer):
    """Return the answer, but "1e-2" for any number in quotes, of which there are many spellings."""
    in_quotes = isinstance(answer, str) and any(map(str.isdigit, answer))
    return "1e-2" if in_quotes else answer


@best_delta.part(observe=one_text_for_all)
def best_float32():
    return 1e-3


@best_delta.part(observe=one_text_for_all)
def best_float64():
    return 1e-5


best_float32.remark("1e-2 and 1e-3 are too close to call: rounding decides which one wins.", 1e-2)
best_float32.remark("Within one decade. At 1e-3 the error is several times smaller still.", 1e-4)
best_float32.mistake(
    "Already noise: with seven digits, two losses this close differ only in their last ones.", 1e-7
)
for delta in (1e-5, 1e-6):
    best_float32.mistake(
        "That is a delta for float64. Can float32, with half the digits, afford the same?", delta
    )

best_float64.remark("1e-5 and 1e-6 are nearly equal here: both arms of the V meet there.", 1e-6)
best_float64.remark("Within one decade. At 1e-5 the error is many times smaller still.", 1e-4)
best_float64.mistake(
    "Too small: cancellation. Are the slopes that you compare with in float64, too? "
    "float32 ones hide the smallest errors.",
    1e-7,
)
for delta in (1e-2, 1e-3):
    best_float64.mistake(
        "A delta for float32. What can float64 afford, with twice the digits? "
        "Are these the quadratic data, and exact slopes at the new place?",
        delta,
    )


def is_an_exponent(_, value):
    """True for -3 and 3, which people write for 1e-3."""
    return 1 <= abs(value) <= 8


def is_none_of_the_eight(_, value):
    return not any(math.isclose(value, 10.0**-k, rel_tol=1e-3) for k in range(1, 9))


for part in (best_float32, best_float64):
    part.mistake(
        "This RMSE is no parabola: so large a turn sees the bend. "
        "Are these the quadratic data, and exact slopes at the new place?",
        1e-1,
    )
    part.mistake("Two nearly equal numbers are subtracted: how many of their digits survive?", 1e-8)
    part.mistake("Leave out the quotes.", "1e-2")
    part.mistake(
        "Answer with delta itself, written as 1e-1, not with its exponent.",
        -3,
        when=is_an_exponent,
    )
    part.mistake(
        "Answer with one of the eight: 1e-1, 1e-2 and so on to 1e-8.",
        3e-7,
        when=is_none_of_the_eight,
    )


# 4.3 ---------------------------------------------------------------------------------------------

why_exact = exercise(
    "4.3",
    "Why exact",
    hints=(
        "Section 4: what kind of curve is the MSE over one knob, and what does delta do to it?",
        "The curvature of a parabola is the same everywhere. "
        "For which models is the MSE over w no parabola?",
        "Put w where it bends something: inside a sine, an exponential, a power.",
    ),
)


@why_exact.part()
def reason():
    return "C"


reason.mistake("In float64 the forward difference is off, too. Look at the curve.", "A")
reason.mistake("Try delta = 1: it is no less exact. Look at the shape of the curve.", "B")
reason.mistake(
    "Noise lifts and shifts the curve over w, but does not change what kind of curve it is.", "D"
)


def is_no_such_letter(_, value):
    return value.strip().upper() not in ("A", "B", "C", "D")


reason.mistake(
    'Answer with one letter in quotes: "A", "B", "C" or "D".', "E", when=is_no_such_letter
)


def readings_and_w(generator):
    """Readings with positive x and w, so that powers, roots and logarithms are defined."""
    t_u, t_c = (readings.double() for readings in simulate.thermometer())
    probes = [(0.1 * t_u, torch.tensor(1.0, dtype=torch.float64), t_c)]
    for n in (5, 8):
        x, noise = torch.rand(2, n, generator=generator, dtype=torch.float64)
        w = 0.8 + torch.rand((), generator=generator, dtype=torch.float64)
        probes.append((0.2 + 2 * x, w, 4 * noise - 1))
    return probes


def two_slopes(model, x, w, y):
    """Say in words how the central differences of the MSE for a large and a small delta compare."""

    def loss(w):
        return ((model(x, w) - y) ** 2).mean()

    def slope(delta):
        return ((loss(w + delta) - loss(w - delta)) / (2 * delta)).item()

    y_hat, again = as_data(model(x, w)), as_data(model(x, w))
    is_tensor = isinstance(y_hat, torch.Tensor) and y_hat.is_floating_point()
    if not is_tensor or y_hat.shape != x.shape:
        return "not one prediction for each x"
    large, small, level = slope(0.5), slope(0.05), loss(w).item()
    if not all(map(math.isfinite, (large, small, level))):
        return "nan or inf"
    if not torch.equal(y_hat, again):
        return "other predictions each time"
    if large == small == 0:
        return "a loss that does not depend on w"
    # Ten times what rounding alone makes of a parabola, in float32 as in float64.
    rounding = 200 * torch.finfo(y_hat.dtype).eps * (level + abs(small))
    if abs(large - small) > rounding:
        return "a delta of 0.5 is off"
    # Along a straight line three steps lead three times as far, even past w = 0 and a kink there.
    one, three = (as_data(model(x, w - step)).double() - y_hat for step in (0.75, 2.25))
    straight = torch.allclose(three, 3 * one, rtol=1e-3, atol=1e-3)
    return "a delta of 0.5 is exact" + ("" if straight else " near this w")


@why_exact.part(probes=readings_and_w, observe=two_slopes)
def model(x, w):
    """Predictions (n,) for x (n,), with one knob w, whose MSE central differences get wrong."""
    return torch.sin(w * x)


linear_in_w = model.mistake(
    "This is linear in w, however bent it is in x, so the MSE over w stays a parabola. Bend w."
)
for line in (
    lambda x, w: w * x,
    lambda x, w: w * x + 1,
    lambda x, w: w * x**2,
    lambda x, w: w * torch.sin(x),
    lambda x, w: x + w,
):
    linear_in_w(line)

linear_nearby = model.mistake(
    "Near w = 1 this is linear in w: the kink is far off, and the MSE a parabola there. Bend w."
)
linear_nearby(lambda x, w: (w * x).abs())
linear_nearby(lambda x, w: torch.relu(w * x))

model.mistake(
    "The same x and w must give the same predictions.", lambda x, w: w * x + torch.randn(len(x))
)

no_knob = model.mistake("Turning w changes no prediction. The knob must be in the formula.")
no_knob(lambda x, w: torch.sin(x))
no_knob(lambda x, w: torch.zeros_like(x))

one_for_all = model.mistake(
    "A model gives one prediction for each x, a tensor of the shape of x. The check makes the MSE."
)
one_for_all(lambda x, w: torch.sin(w * x).mean())
one_for_all(lambda x, w: torch.sin(w))
one_for_all(lambda x, w: 1.0)
one_for_all(lambda x, w: torch.sin(w * x)[:, None])

model.mistake(
    "The predictions are nan or inf: a logarithm or a root of something negative, or too large?",
    lambda x, w: torch.log(-w * x),
)


# 4.4 ---------------------------------------------------------------------------------------------

counting = exercise(
    "4.4",
    "Count the readings",
    hints=(
        "Section 7. Write down every call of the loss for P = 1, then for P = 2.",
        "Both sides of each knob, or one side of each knob and once the place itself.",
        "For P = 10 the answers are 20 and 11.",
    ),
)


def numbers_of_knobs(generator):
    drawn = torch.randint(11, 200, (2,), generator=generator)
    return [(2,), (1,), (10,), (500,), *((P,) for P in drawn.tolist())]


@counting.part(probes=numbers_of_knobs)
def central(P):
    """How often the loss is read for the central differences of P knobs; a whole number."""
    return 2 * P


central.mistake("Each knob is turned to two sides, and each side is a reading.", lambda P: P)
central.mistake(
    "The loss at theta itself is not needed: its two neighbours are subtracted.",
    lambda P: 2 * P + 1,
)
central.mistake(
    "This counts the forward difference. The central one has two sides.", lambda P: P + 1
)
central.mistake("Two readings a knob: dividing by 2 delta costs no reading.", lambda P: 4 * P)


@counting.part(probes=numbers_of_knobs)
def forward(P):
    """How often the loss is read for the forward differences of P knobs; a whole number."""
    return P + 1


forward.mistake(
    "The loss at theta itself is the same for every knob: read it once and keep it.",
    lambda P: 2 * P,
)
forward.mistake("From what is each turned loss subtracted? That is a reading, too.", lambda P: P)
forward.mistake("Forward differences turn each knob to one side only.", lambda P: 2 * P + 1)

for part in (central, forward):
    for number in (1, 2, 3, 4, 11, 20):  # the answers for one P that the lesson counts, or hints at
        part.mistake(
            "Does your answer depend on P? More knobs need more readings.",
            lambda P, number=number: number,
        )
    for power in (lambda P: 2.0**P, lambda P: P**2):
        part.mistake(
            "Not every combination is tried: each knob is turned alone, the others stay.", power
        )
    part.mistake(
        "Write down every reading for P = 1, then for P = 2. Does the formula give both counts?",
        lambda P: 3 * P + 2,
        when=lambda *_: True,  # any other formula, for it comes last
    )


# 4.5 ---------------------------------------------------------------------------------------------

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


# 4.6 ---------------------------------------------------------------------------------------------

comparison = exercise(
    "4.6",
    "How far apart",
    hints=(
        "Three things for each entry: the distance, the larger of the two sizes, their quotient.",
        "torch.maximum(a.abs(), b.abs()) is the larger size. Where it is 0, so is the distance.",
        "Divide by torch.where(scale > 0, scale, 1.0), and take the largest quotient.",
    ),
)


def pairs_of_gradients(generator):
    """Forward and exact slopes of the diary, then tiny numbers, zeros, opposite signs, P = 1."""

    def pair(*entries):
        return tuple(torch.tensor(entries, dtype=torch.float64).T)

    size, share = 1 + torch.rand(2, 6, generator=generator, dtype=torch.float64)
    size[1::2] *= -1
    tiny = 1e-9 * size[:3]
    return [
        pair((4811.3764, 4517.2966), (82.7, 82.6)),
        (size, size * (1 + 0.1 * share)),
        (size * (1 - 0.1 * share), size),
        # The worst entry is a tiny one beside a large one.
        (torch.cat([tiny, size[3:]]), torch.cat([tiny * share[:3], 1.001 * size[3:]])),
        (tiny, -tiny * share[:3]),
        pair((0.0, 0.0), (2.0, 2.5), (-1.0, -1.0)),
        pair((0.0, 0.0)),
        pair((0.0, 3.0), (1.0, 1.0)),
        pair((-2.0, 0.0), (1.0, 1.0)),
        (size[:1], size[:1] * share[:1]),
    ]


@comparison.part(probes=pairs_of_gradients)
def rel_error(a, b):
    """Worst of |a - b| over the larger of |a| and |b|, of all entries (P,); 0 where both are 0."""
    scale = torch.maximum(a.abs(), b.abs())
    errors = (a - b).abs() / torch.where(scale > 0, scale, 1.0)
    return errors.max().item()


def careful(errors, scale):
    """Divide, and take 0 where there is nothing to divide by, as one who thought of zeros does."""
    return torch.where(scale != 0, errors / scale, 0.0)


def plain(errors, scale):
    return errors / scale


def in_python(errors, scale):
    """Divide as a loop over Python's own numbers does: it stops at a zero."""
    quotients = zip(errors.tolist(), scale.tolist(), strict=True)
    return torch.tensor([error / size for error, size in quotients], dtype=torch.float64)


def larger(a, b):
    return torch.maximum(a.abs(), b.abs())


rel_error.mistake(
    "This is the absolute error: 1e-6 beside 3e-6 would count as equal. Divide by the size.",
    lambda a, b: (a - b).abs().max(),
)
zero_by_zero = rel_error.mistake(
    "Where both are 0 this divides 0 by 0. Two zeros agree: their error is 0."
)
zero_by_zero(lambda a, b: plain((a - b).abs(), larger(a, b)).max())
zero_by_zero(lambda a, b: in_python((a - b).abs(), larger(a, b)).max().item())

beside_zero = rel_error.mistake("Only two zeros agree; 0 beside 3 is an error of 1.")
for skipped in (lambda a, b: a * b == 0, lambda a, b: a == 0, lambda a, b: b == 0):
    beside_zero(
        lambda a, b, skipped=skipped: (
            careful((a - b).abs(), larger(a, b)).masked_fill(skipped(a, b), 0.0).max()
        )
    )

# Each of these comes from people who thought of two zeros, from others, and from writers of loops.
for sentence, formula in [
    (
        "This divides by the size of b only, so that swapping a and b gives another error.",
        lambda a, b, divide: divide((a - b).abs(), b.abs()).max(),
    ),
    (
        "This divides by the size of a only, so that swapping a and b gives another error.",
        lambda a, b, divide: divide((a - b).abs(), a.abs()).max(),
    ),
    (
        "This divides by the sum of the two sizes. The larger of them was asked for.",
        lambda a, b, divide: divide((a - b).abs(), a.abs() + b.abs()).max(),
    ),
    (
        "This divides by the mean of the two sizes. The larger of them was asked for.",
        lambda a, b, divide: divide((a - b).abs(), (a.abs() + b.abs()) / 2).max(),
    ),
    (
        "This divides by the smaller size, which may be 0. The larger of them was asked for.",
        lambda a, b, divide: divide((a - b).abs(), torch.minimum(a.abs(), b.abs())).max(),
    ),
    (
        "An average lets one wrong entry hide among many good ones. Return the worst.",
        lambda a, b, divide: divide((a - b).abs(), larger(a, b)).mean(),
    ),
    (
        "This is the best entry, not the worst.",
        lambda a, b, divide: divide((a - b).abs(), larger(a, b)).min(),
    ),
    (
        "This is a sum over the entries. Return the worst of them.",
        lambda a, b, divide: divide((a - b).abs(), larger(a, b)).sum(),
    ),
    (
        "Without the absolute value a negative difference never counts as the worst.",
        lambda a, b, divide: divide(a - b, larger(a, b)).max(),
    ),
    (
        "Sizes have no sign: take abs before the larger.",
        lambda a, b, divide: divide((a - b).abs(), torch.maximum(a, b)).max(),
    ),
    (
        "This is one error for each entry. Return the worst of them.",
        lambda a, b, divide: divide((a - b).abs(), larger(a, b)),
    ),
    (
        "This is in per cent. Leave out the factor of 100.",
        lambda a, b, divide: 100 * divide((a - b).abs(), larger(a, b)).max(),
    ),
]:
    for divide in (careful, plain):
        rel_error.mistake(sentence, functools.partial(formula, divide=divide))
    rel_error.mistake(sentence, lambda a, b, of=formula: of(a, b, in_python).tolist())

hides_small = rel_error.mistake(
    "One size for all entries hides a wrong small one beside a large one. Divide entry by entry."
)
for divide in (careful, plain):
    hides_small(lambda a, b, over=divide: over((a - b).abs().max(), larger(a, b).max()))
    hides_small(lambda a, b, over=divide: over((a - b).norm(), torch.maximum(a.norm(), b.norm())))
    hides_small(lambda a, b, over=divide: over((a - b).norm(), a.norm() + b.norm()))

swamped = rel_error.mistake(
    "The small number added below is larger than some entries and swamps them. Treat 0 by itself."
)
for epsilon in (1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-12):
    swamped(lambda a, b, eps=epsilon: ((a - b).abs() / (larger(a, b) + eps)).max())
for epsilon in (1e-6, 1e-7, 1e-8):
    swamped(lambda a, b, eps=epsilon: ((a - b).abs() / larger(a, b).clamp(min=eps)).max())

# Questions ---------------------------------------------------------------------------------------

question(
    "4.p1",
    "To measure a slope, you turn the knob by δ and read the loss before and after. Which δ gives "
    "the best slope?",
    wrong(
        "The smaller, the better",
        "On paper. In a computer the two losses end up equal in all the digits it keeps.",
    ),
    wrong(
        "The larger, the better",
        "A large turn averages over a bend of the curve: it is not the slope at this place.",
    ),
    right(
        "Something in between",
        "Too large a δ measures the bend, too small a δ drowns in rounding.",
    ),
)

question(
    "4.p2",
    "Now the RMSE, in float32, by central differences. Which δ will do best?",
    wrong("1e-8", "In float32 a knob near 1 does not move at all when it is turned by so little."),
    wrong(
        "1e-5",
        "The two losses differ in their last digits only: a relative error of 0.03, as with 1.",
    ),
    right("1e-2", "Large, but float32 has only seven digits, and many of them must survive."),
    wrong(
        "1",
        "No trouble with rounding, but this is the slope of a chord: off by 0.03, as with 1e-5.",
    ),
)

question(
    "4.p3",
    "In float32, what is `(1 + 1e-8) - 1`?",
    wrong(
        "1e-8",
        "1 + 1e-8 needs nine digits, and float32 keeps about seven. "
        "Try it with a tensor: Python's own numbers are float64.",
    ),
    wrong("An error", "Nothing is reported. The small number is rounded away in silence."),
    right("0", "The next number after 1 is about 1.2e-7 away, so 1 + 1e-8 is rounded to 1."),
)

question(
    "4.p4",
    "In the dial: MSE, central differences, float32. Which of these δ gives the smallest error?",
    wrong("1e-8", "In float32 this δ does not move the knob: the measured slope is 0."),
    wrong("1e-4", "The two losses still agree in several digits, and those are lost."),
    wrong("1e-2", "A good δ for the RMSE, which bends. The MSE asks no price for a larger one."),
    right(
        "3.16, the largest on the dial",
        "Over one knob the MSE is a parabola: central differences are exact, and only rounding is "
        "left.",
    ),
)

question(
    "4.q1",
    "δ is halved, and rounding is still far away. What happens to the error of a central "
    "difference?",
    wrong("It is halved", "That is the forward difference, whose error grows in step with δ."),
    right(
        "It falls to a quarter", "The error grows with δ², and the square of a half is a quarter."
    ),
    wrong("It falls to an eighth", "The error grows with δ², not with δ³."),
    wrong("It doubles", "That is rounding's part, and rounding is still far away."),
)

question(
    "4.q2",
    "In float32, at w = 1 and with δ = 1e-8, `num_grad` returns a slope of 0 for w. Bug or fact?",
    wrong("A bug in `num_grad`", "Its arithmetic is right. Look at what w + δ is."),
    wrong("A fact: the loss is flat there", "Its slope is far from 0. Look at what w + δ is."),
    right(
        "A fact: in float32, 1 + 1e-8 is 1", "The knob did not move, so the loss did not change."
    ),
)

question(
    "4.q3",
    "Why is a model with a million parameters not trained with central differences?",
    wrong("The slopes are too inaccurate", "With a good δ they have four digits even in float32."),
    right("One step reads the loss two million times", "2P readings a step, and P is a million."),
    wrong("They work for parabolas only", "They are exact for parabolas, and good for the rest."),
)

question(
    "4.q4",
    "For which of these losses does a central difference of our models show no truncation error, "
    "however large δ is?",
    right("MSE", "For a model that is linear in its knobs it is a parabola over each of them."),
    wrong("RMSE", "The root of a parabola is none: with a large δ the error shows."),
    wrong("Both", "Draw both over w: only one is a parabola."),
    wrong("Neither", "For one of them a δ of 1 is no worse than one of 0.1."),
)

question(
    "4.q5",
    "What does `(f(x + delta) - f(x)) / (2 * delta)` measure?",
    wrong("The slope", "The readings are delta apart, and the division is by 2 delta."),
    wrong("Twice the slope", "The division is by too much, so that the result is too small."),
    right(
        "Half the slope", "The readings are only delta apart. A published notebook has this line."
    ),
)
