"""Exercise 4.1: Every knob, both sides."""

import torch

from course_utils import simulate
from course_utils.checking.exercises import exercise

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


COPIES, SLOPE = "up, down = theta.clone(), theta.clone()", "(f(up) - f(down)) / (2 * delta)"
UP, DOWN = "up[j] += delta", "down[j] -= delta"


def with_theta_itself(at_each_knob):
    """Return the body of a `num_grad` that makes no copies: what it does at each knob."""
    return f"""
grad = torch.zeros_like(theta)
for j in range(len(theta)):
    {at_each_knob}
return grad
"""


num_grad.slips(
    {
        "This is twice the slope: the two readings lie 2 delta apart, not delta.": (
            ("(2 * delta)", "delta")
        ),
        "Only one side is turned, but the difference is divided by 2 delta: about half a slope.": [
            ("f(down)", "f(theta)"),
            with_theta_itself(
                "theta[j] += delta; up = f(theta); "
                "theta[j] -= delta; grad[j] = (up - f(theta)) / (2 * delta)"
            ),
        ],
        "This is the forward difference. The central one turns each knob to both sides.": (
            (SLOPE, "(f(up) - f(theta)) / delta")
        ),
        "This only turns each knob back. The central difference turns it to both sides.": (
            (SLOPE, "(f(theta) - f(down)) / delta")
        ),
        "The signs are turned round: the loss below theta is taken from the loss above it.": (
            ("f(up) - f(down)", "f(down) - f(up)")
        ),
        "This is how much the loss changes. "
        "A slope is that change divided by the distance turned.": ((" / (2 * delta)", "")),
        "Products and quotients are worked out from left to right: put 2 * delta in brackets.": (
            ("(2 * delta)", "2 * delta")
        ),
        "Only the second loss is divided here. Put the difference in brackets, then divide it.": (
            ("(f(up) - f(down))", "f(up) - f(down)")
        ),
        "Each knob is turned by delta / 2. Turn it by the whole delta, to each side.": (
            (UP, f"{UP} / 2"),
            (DOWN, f"{DOWN} / 2"),
            ("(2 * delta)", "delta"),
        ),
        "theta itself is turned and stays turned. "
        "A second name is no copy: theta.clone() makes one.": [
            with_theta_itself(
                "theta[j] += delta; up = f(theta); "
                "theta[j] -= 2 * delta; grad[j] = (up - f(theta)) / (2 * delta)"
            ),
            with_theta_itself(
                "theta[j] -= delta; down = f(theta); "
                "theta[j] += 2 * delta; grad[j] = (f(theta) - down) / (2 * delta)"
            ),
            with_theta_itself(
                "down = f(theta); theta[j] += delta; grad[j] = (f(theta) - down) / delta"
            ),
            (COPIES, "up, down = theta.clone(), theta"),
            (
                ("    for j", "    before = f(theta)\n    for j"),
                (COPIES, "up = theta"),
                (DOWN, "pass"),
                ("f(down)", "before"),
            ),
        ],
        "theta comes back a last digit off, because adding and subtracting round. Turn a copy.": [
            with_theta_itself(
                f"theta[j] += delta; up = f(theta); {back}; "
                "grad[j] = (up - f(theta)) / (2 * delta); theta[j] += delta"
            )
            for back in ("theta[j] -= 2 * delta", "theta[j] -= delta; theta[j] -= delta")
        ],
        "Every slope is 0: both losses are read from one tensor. A second name is no copy.": [
            (COPIES, "up = down = theta"),
            (COPIES, "up = down = theta.clone()"),
        ],
        "The knobs before this one are still turned. Each knob needs fresh copies.": (
            (COPIES, "pass"),
            ("    for j", f"    {COPIES}\n    for j"),
        ),
        "All knobs are turned at once, so that their slopes add up. Turn them one by one.": [
            "return (f(theta + delta) - f(theta - delta)) / (2 * delta)",
            (("up[j]", "up"), ("down[j]", "down")),
        ],
        "One knob is never turned, and its slope stays 0. Where does the range begin and end?": [
            ("range(len(theta))", "range(1, len(theta))"),
            ("range(len(theta))", "range(len(theta) - 1)"),
        ],
        "A knob is turned by a share of itself here. Add delta: a knob at 0 turns, too.": (
            (UP, "up[j] *= 1 + delta"),
            (DOWN, "down[j] *= 1 - delta"),
        ),
        "These are the slopes for a tiny delta. Use the delta that the function is given.": (
            ("    for j", "    delta = 1e-4\n    for j")
        ),
        "This is a list of slopes. "
        "Make one tensor of them: torch.stack, or fill zeros_like(theta).": [
            ("return grad", "return list(grad)"),
            ("return grad", "return grad.tolist()"),
        ],
        "theta is float64, these slopes are float32: half the digits are lost. Where?": (
            ("return grad", "return grad.float()")
        ),
    }
)
