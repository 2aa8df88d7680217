"""Exercise 5.3: A loop with two faults."""

import torch

from course_utils import simulate
from course_utils.checking.exercises import exercise
from course_utils.lessons.lesson_05_analytic_gradients.loop_results import params_and_losses
from course_utils.lessons.lesson_05_analytic_gradients.two_faults_slips import (
    FAULTS,
    FINDINGS,
    NOTED_LATE,
    SLIPS,
)

T_U, T_C = simulate.thermometer()

loop = exercise(
    "5.3",
    "A loop with two faults",
    hints=(
        "Go through the body line by line, and say of every number which line, which w and b, it "
        "was measured with.",
        "When the slope of b is measured, w has moved already; and when the loss is noted, so has "
        "the line.",
        "Note the loss right after the first r; measure both slopes from that r, and then move "
        "both knobs.",
    ),
    kind="find the bug",
)


def runs(generator):
    """100 steps on a tenth of the diary's readings, then short runs on random readings.

    One explodes, and one begins nearly at rest: a loop that looks at its losses stops there.
    """

    def drawn(size):
        return torch.randn(2, size, generator=generator)

    probes = [(0.1 * T_U, T_C, 1e-2, 100)]
    for size, lr, n in [(5, 0.03, 3), (8, 0.015, 4), (6, 0.02, 1), (7, 0.9, 4)]:
        x, y = drawn(size)
        probes.append((2 * x + 1, 3 * y + 1, lr, n))
    x, noise = drawn(6)
    return [*probes, (x + 1, x + 1 + 0.03 * noise, 0.01, 5)]


@loop.part(probes=runs, observe=params_and_losses, given=FAULTS)
def fit_line(x, y, lr, n):
    """Fit w * x + b in n steps from (1, 0): params (2,) and a list of the loss before each step."""
    params = torch.tensor([1.0, 0.0])
    losses = []
    for _ in range(n):
        w, b = params
        r = w * x + b - y
        losses.append((r**2).mean().item())
        grad = 2 * torch.stack([(r * x).mean(), r.mean()])
        params = params - lr * grad
    return params, losses


fit_line.slips(SLIPS)

for sentence, slip, when in FINDINGS:
    fit_line.slip(sentence, slip, when)
fit_line.same({"The loss is noted before the step, be it before or after the slopes.": NOTED_LATE})
