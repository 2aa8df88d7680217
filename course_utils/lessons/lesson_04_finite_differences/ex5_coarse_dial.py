"""Exercise 4.5: A coarse dial."""

import torch

from course_utils.checking.exercises import exercise
from course_utils.lessons.findings import in_any_way, number_from
from course_utils.lessons.lesson_04_finite_differences.coarse_dial_slips import (
    BOTH,
    ERROR_SLIPS,
    ROOT,
    TURN_SLIPS,
)

coarse_dial = exercise(
    "4.5",
    "A coarse dial",
    hints=(
        "Section 7 has the same two errors. Here the rounding of a reading does not come from the "
        "digits of a float, but from the dial: at most half a step.",
        "Two readings are off by half a step each, and the worst is when they are off in opposite "
        "directions. What does the subtraction make of twist * delta**3, and the division by "
        "2 * delta?",
        "The worst case is step / (2 * delta) + abs(twist) * delta**2. Try many values of delta, "
        "or set its slope to 0.",
    ),
)


def dials(generator):
    """One to follow by hand; then fine and coarse ones, for losses that twist either way."""
    share = torch.rand(2, 6, generator=generator, dtype=torch.float64)
    step, twist = 10 ** (-1 - 3 * share[0]), 0.2 + 3 * share[1]
    twist[1::2] *= -1
    return [(0.004, 1.0), *zip(step.tolist(), twist.tolist(), strict=True)]


def turns_on_dials(generator):
    """One to follow by hand; then turns for which now the one error is larger, now the other."""
    probes = [(0.5, 0.4, 2.0)]
    for i, (step, twist) in enumerate(dials(generator)[1:]):
        share = 1.3 + 0.7 * torch.rand((), generator=generator).item()
        equal = (step / (2 * abs(twist))) ** (1 / 3)
        probes.append((equal * share if i % 4 < 2 else equal / share, step, twist))
    return probes


@coarse_dial.part(probes=turns_on_dials, observe=number_from)
def worst_error(delta, step, twist):
    """Largest error that a central difference with delta can have on such a dial; a number."""
    return step / (2 * delta) + abs(twist) * delta**2


worst_error.slips(ERROR_SLIPS)


@coarse_dial.part(probes=dials, observe=number_from, tolerance=0.02)
def best_turn(step, twist):
    """The delta for which worst_error is smallest on such a dial; a number, within 2 %."""
    return (step / (4 * abs(twist))) ** (1 / 3)


best_turn.slips(TURN_SLIPS)

worst_error.slip(
    "Take the first input by hand: half a step for each of the two readings, and the bend.",
    (BOTH, f"1.3 * ({BOTH})"),
    when=in_any_way,
)
best_turn.slip(
    "Compute worst_error for some deltas around your answer, and walk downhill.",
    (ROOT, f"2.3 * {ROOT}"),
    when=in_any_way,
)
