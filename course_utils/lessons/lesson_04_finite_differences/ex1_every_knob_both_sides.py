"""Exercise 4.1: Every knob, both sides."""

import torch

from course_utils import simulate
from course_utils.exercise import exercise

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
