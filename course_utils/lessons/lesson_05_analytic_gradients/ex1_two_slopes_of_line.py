"""Exercise 5.1: Two slopes of a line."""

import torch

from course_utils.checking.exercises import exercise
from course_utils.lessons.lesson_05_analytic_gradients.wrong_gradients import (
    FIXED,
    LESSON,
    ON_DIARY,
    REFEREE,
    T_C,
    T_U,
    agree,
    none_agrees,
    of_sums,
    right_on,
)

line_slopes = exercise(
    "5.1",
    "Two slopes of a line",
    hints=(
        "Section 2 multiplies the small derivatives for each reading. Then comes one sum.",
        "Per reading the slope for w is 2 r x / n, that for b is 2 r / n, with r = t_p - y.",
        "r = w * x + b - y, and the slope for b is 2 * r.mean().",
    ),
)


def lines_and_readings(generator):
    """The diary at w = 1, b = 0, then random lines through random readings."""
    probes = [(1.0, 0.0, T_U, T_C)]
    for n in (5, 8, 3):
        w, b = torch.randn(2, generator=generator).tolist()
        x = 4 * torch.randn(n, generator=generator) + 3
        probes.append((w, b, x, 10 * torch.randn(n, generator=generator) + 1))
    return probes


@line_slopes.part(probes=lines_and_readings)
def grad_line(w, b, x, y):
    """Slopes for w and b of the MSE of w * x + b on readings x, y; a tensor of shape (2,)."""
    r = w * x + b - y
    grad = 2 * torch.stack([(r * x).mean(), r.mean()])
    return grad


grad_line.slips(of_sums("torch.stack([x, torch.ones_like(x)])"))
grad_line.slips(
    {
        "Both slopes are the same. By how much does the prediction move when w moves by 1?": (
            ("(r * x)", "r")
        ),
        "The two are in the wrong order: the slope for w comes first.": (
            ("return grad", "return grad.flip(0)")
        ),
        "The slope for w is right. The one for b is half: it needs the 2, too.": (
            (", r.mean()", ", r.mean() / 2")
        ),
        "The slope for b is right. The one for w is half: it needs the 2, too.": (
            ("(r * x).mean()", "(r * x).mean() / 2")
        ),
        "Where is y in the slope for w? There, too, the residuals are multiplied.": (
            ("(r * x)", "((r + y) * x)")
        ),
        "Each residual is multiplied by y. What does w multiply in the line?": ("r * x", "r * y"),
        "The prediction lacks b.": (" + b", ""),
        "The prediction lacks x, by which w is multiplied.": ("w * x", "w"),
        "The prediction is differentiated by x. x stands still here: w and b are turned.": [
            ("[(r * x).mean(), r.mean()]", f"[{by_x}]")
            for by_x in (
                "(r * w).mean(), (r * x).mean()",
                "(r * w).mean(), 0 * r.mean()",
                "(r * w).mean(), (r * w).mean()",
            )
        ],
        LESSON: "return ON_DIARY",
        # Two tensors of unequal length do not raise the same error both ways round.
        FIXED: [("r =", "x = T_U; r ="), ("r =", "y = T_C; r =")],
    }
)
grad_line.slip(
    "The slope for w is right, the one for b is not: how does the prediction move with b?",
    (", r.mean()", ", (r * b).mean()"),
    when=lambda right_value, value: agree(right_value, value) == [True, False],
)
grad_line.slip(
    "The slope for b is right, the one for w is not: how does the prediction move with w?",
    ("r * x", "r * w"),
    when=lambda right_value, value: agree(right_value, value) == [False, True],
)
grad_line.slip(FIXED, ("2 * ", "2 / 11 * len(x) * "), when=right_on(ON_DIARY))
grad_line.slip(REFEREE, ("2 * ", "3 * "), when=none_agrees)
grad_line.same({"No input wants a gradient.": ("return grad", "return (grad).detach()")})
