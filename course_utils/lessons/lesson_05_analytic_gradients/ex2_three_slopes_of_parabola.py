"""Exercise 5.2: Three slopes of a parabola."""

import itertools

import torch

from course_utils import simulate
from course_utils.checking.exercises import exercise
from course_utils.lessons.lesson_05_analytic_gradients.wrong_gradients import (
    LESSON,
    REFEREE,
    agree,
    none_agrees,
    of_sums,
    right_on,
)

TIME, SPEED, START = simulate.speed()
ON_SPEED = torch.tensor([-24408.996, -1546.101, -115.989])  # what is right on the first probe

parabola_slopes = exercise(
    "5.2",
    "Three slopes of a parabola",
    hints=(
        "As in 5.1, with one more knob: how does the prediction move with a, with b, with c?",
        "Section 4: the three slopes differ only in what each residual is multiplied by.",
        "r = a * t**2 + b * t + c - y, and the slope for c is 2 * r.mean().",
    ),
)


def parabolas_and_readings(generator):
    """The speed where the source starts, then random parabolas through random readings."""
    probes = [(START, TIME, SPEED)]
    for n in (5, 8, 3):
        params = torch.randn(3, generator=generator)
        t = 2 * torch.randn(n, generator=generator) + 1
        probes.append((params, t, 10 * torch.randn(n, generator=generator) + 1))
    return probes


@parabola_slopes.part(probes=parabolas_and_readings)
def grad_quad(params, t, y):
    """Slopes for a, b, c (= params) of the MSE of a * t**2 + b * t + c; a tensor of shape (3,)."""
    a, b, c = params
    r = a * t**2 + b * t + c - y
    grad = 2 * torch.stack([(r * t**2).mean(), (r * t).mean(), r.mean()])
    return grad


SLOPES = "[(r * t**2).mean(), (r * t).mean(), r.mean()]"
BY_T = [
    (f"{product}.mean()", "(r * (2 * a * t + b)).mean()")
    for product in ("(r * t**2)", "(r * t)", "r")
]
FIXED = "Right on the speed data, wrong elsewhere: is something of that data fixed inside?"

grad_quad.slips(of_sums("torch.stack([t**2, t, torch.ones_like(t)])"))
grad_quad.slips(
    {
        "The first slope is that for b. What does a multiply in the parabola?": (
            ("(r * t**2)", "(r * t)")
        ),
        "The prediction is differentiated by t. t stands still here: a, b and c are turned.": [
            (SLOPES, "[(r * 2 * t).mean(), (r * t).mean(), r.mean()]"),
            (SLOPES, "[(r * 2 * t).mean(), r.mean(), r.mean()]"),
            (SLOPES, "[(r * 2 * t).mean(), r.mean(), 0 * r.mean()]"),
            (SLOPES, "[(r * 2 * a * t).mean(), (r * b).mean(), 0 * r.mean()]"),
            (SLOPES, "[(r * 2 * a * t).mean(), (r * b).mean(), (r * c).mean()]"),
            ("return grad", "return 2 * (r * (2 * a * t + b)).mean()"),
            *(edits for some in (1, 2, 3) for edits in itertools.combinations(BY_T, some)),
        ],
        "The order is turned round: as in params, the slope for a comes first.": (
            ("return grad", "return grad.flip(0)")
        ),
        "params is (a, b, c): the first number belongs to t².": [
            ("a, b, c", "c, b, a"),
            (("a, b, c", "c, b, a"), ("return grad", "return grad.flip(0)")),
        ],
        "a, b and c stand in the slopes as factors. Differentiate a t² by a once more.": (
            ("return grad", "return params * grad")
        ),
        "The prediction lacks one of its three terms.": [
            (term, "") for term in ("a * t**2 + ", " + b * t", " + c")
        ],
        "t**2 is t times t. This is two times t.": [
            ("a * t**2", "a * t * 2"),
            (("a * t**2", "a * t * 2"), ("(r * t**2)", "(r * t * 2)")),
        ],
        "These are slopes for another time. Take t as it comes, not centred or shrunk.": [
            ("a, b, c", f"t = {other}; a, b, c")
            for other in ("t - t.mean()", "(t - t.mean()) / t.std(correction=0)", "0.1 * t")
        ],
        "These are the slopes of a line. A parabola has three knobs.": (
            ("(r * t**2).mean(), ", "")
        ),
        LESSON: "return ON_SPEED",
        "The sum is divided by 11, as in the diary. Divide by the number of readings that came.": (
            ("2 * ", "2 / 11 * len(t) * ")
        ),
        FIXED: [("r =", "t = TIME; r ="), ("r =", "y = SPEED; r =")],
    }
)
grad_quad.slip(
    "Some of the three slopes are right. They differ only in what r is multiplied by.",
    (", r.mean()", ", r.mean() / 2"),
    when=lambda right_value, value: any(agree(right_value, value)),
)
grad_quad.slip(FIXED, ("2 * ", "2 / 20 * len(t) * "), when=right_on(ON_SPEED))
grad_quad.slip(REFEREE, ("2 * ", "3 * "), when=none_agrees)
grad_quad.same({"No input wants a gradient.": ("return grad", "return (grad).detach()")})
