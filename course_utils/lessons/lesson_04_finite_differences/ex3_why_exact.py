"""Exercise 4.3: Why exact."""

import math

import torch

from course_utils import simulate
from course_utils.checking.comparison import same_numbers
from course_utils.checking.exercises import exercise
from course_utils.checking.plain_data import as_data

why_exact = exercise(
    "4.3",
    "Why exact",
    hints=(
        "Section 3: what kind of curve is the MSE over one knob, and what does delta do to it?",
        "The curvature of a parabola is the same everywhere. "
        "For which models is the MSE over w no parabola?",
        "Put w where it bends something: inside a sine, an exponential, a power.",
    ),
    kind="explain",
)


@why_exact.part(observe=str)
def reason():
    return "C"


reason.slip("In float64 the forward difference is off, too. Look at the curve.", "A")
reason.slip(
    "They are not: one is too flat, the other too steep. By how much is each off, and why?", "B"
)
reason.slip("Nor has x³, and there it is off by delta². What kind of curve is this one?", "D")


def is_no_such_letter(_, value):
    return value.strip().upper() not in ("A", "B", "C", "D")


reason.slip('Answer with one letter in quotes: "A", "B", "C" or "D".', "E", when=is_no_such_letter)


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
    if not same_numbers(y_hat, again, 1e-6):
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


model.slips(
    {
        "This is linear in w, however bent it is in x, so the MSE over w stays a parabola. "
        "Bend w.": [
            ("torch.sin(w * x)", linear)
            for linear in ("w * x", "w * x + 1", "w * x**2", "w * torch.sin(x)", "x + w")
        ],
        "Near w = 1 this is linear in w: the kink is far off, and the MSE a parabola there. "
        "Bend w.": [
            ("sin", "abs"),
            ("sin", "relu"),
        ],
        "The same x and w must give the same predictions.": "return w * x + torch.randn(len(x))",
        "Turning w changes no prediction. The knob must be in the formula.": [
            ("w * x", "x"),
            "return torch.zeros_like(x)",
        ],
        "A model gives one prediction for each x, a tensor of the shape of x. "
        "The check makes the MSE.": [
            ("sin(w * x)", "sin(w * x).mean()"),
            ("w * x", "w"),
            "return 1.0",
            ("sin(w * x)", "sin(w * x)[:, None]"),
        ],
        "The predictions are nan or inf: "
        "a logarithm or a root of something negative, or too large?": (
            ("sin(w * x)", "log(-w * x)")
        ),
    }
)
model.same(
    {
        "Any model will do in which w bends something.": [
            ("torch.sin(w * x)", "-(torch.sin(w * x))"),
            ("sin", "cos"),
            ("w *", "w /"),
        ],
        "No input wants a gradient.": ("torch.sin(w * x)", "(torch.sin(w * x)).detach()"),
    }
)
