"""Exercise 4.1: Three bugs, and not a sound."""

import torch

from course_utils import simulate
from course_utils.checking.exercises import exercise
from course_utils.lessons.findings import in_any_way
from course_utils.lessons.lesson_04_finite_differences.silent_bugs_slips import (
    ALIAS,
    BARE,
    EQUALS,
    NARROW,
    SLIPS,
)

three_bugs = exercise(
    "4.1",
    "Three bugs, and not a sound",
    hints=(
        "Run it on the loss of the lesson at start: are the slopes near 4517.30 and 82.60? "
        "Then print theta, and the dtype of the answer.",
        "One line makes copies, one divides, and one makes room for the answer. "
        "Each of the three lines has one fault.",
        "A second name is no copy. Python divides from left to right. "
        "torch.zeros makes float32, whatever theta is.",
    ),
    kind="find the bug",
)


def thermometer_loss(theta):
    """Return the MSE of the line theta[0] * t_u + theta[1] on the diary, in float64."""
    w, b = theta
    t_u, t_c = (readings.double() for readings in simulate.thermometer())
    return ((w * t_u + b - t_c) ** 2).mean()


def cubic(size, generator, bend=1.0):
    """Return a cubic of `size` knobs. It bends differently everywhere, so that delta shows."""
    factors = 0.5 + torch.rand(3, size, generator=generator, dtype=torch.float64)
    factors[2] *= bend

    def f(theta):
        linear, square, cube = factors.to(theta.dtype)
        # The square of the sum couples the knobs, so that one left turned is felt by the others.
        return (linear * theta + square * theta**2 + cube * theta**3).sum() + theta.sum() ** 2

    return f


def losses_and_places(generator):
    """The diary's loss at w = 1, b = 0, then cubics of 1 to 6 knobs, one of them in float32.

    The last takes the default, at a place where twice as large a delta would show.
    """
    tries = [(thermometer_loss, torch.tensor([1.0, 0.0], dtype=torch.float64), 0.1)]
    # Here x + 0.1 - 0.2 + 0.1 is not x, so that knobs turned back by arithmetic give themselves up.
    tries.append((cubic(3, generator), torch.tensor([0.3, -1.7, 0.9]).double(), 0.1))
    for size, delta in [(1, 0.5), (2, 0.25), (4, 0.4), (6, 0.05)]:
        place = torch.randn(size, generator=generator, dtype=torch.float64)
        tries.append((cubic(size, generator), place, delta))
    tries.append((cubic(3, generator), torch.randn(3, generator=generator), 0.5))
    return [*tries, (cubic(5, generator, bend=1e6), torch.zeros(5, dtype=torch.float64))]


@three_bugs.part(probes=losses_and_places, exact_dtype=True, given=(ALIAS, BARE, NARROW))
def measured_grad(f, theta, delta=1e-4):
    """Central differences of f at theta (P,), a tensor (P,) of theta's dtype; theta stays."""
    grad = torch.zeros_like(theta)
    for j in range(len(theta)):
        up, down = theta.clone(), theta.clone()
        up[j] += delta
        down[j] -= delta
        grad[j] = (f(up) - f(down)) / (2 * delta)
    return grad


measured_grad.slips(SLIPS)
measured_grad.slip(
    "Take the first input by hand: turn one knob, read f above and below, and divide.",
    ("(2 * delta)", "(3 * delta)"),
    when=in_any_way,
)
measured_grad.same(EQUALS)
