"""Exercise 4.2: The best forward delta."""

import math

from course_utils.checking.exercises import exercise
from course_utils.lessons.findings import one_of_its_kind

best_forward_delta = exercise(
    "4.2",
    "The best forward delta",
    hints=(
        "Sections 5 and 7 do it at another theta: the error of each delta, then the smallest.",
        "errors_of(forward_grad, torch.float32, theta, deltas) gives the ten errors, for a theta "
        "in float64. Print each beside its delta.",
        "What do you expect? Where ε/δ = δ, δ is the square root of ε: 3e-4 in float32, 1e-8 in "
        "float64. Which of the ten lie next to that?",
    ),
)


@best_forward_delta.part(observe=one_of_its_kind)
def best_float32():
    return 1e-3


@best_forward_delta.part(observe=one_of_its_kind)
def best_float64():
    return 1e-8


CENTRAL = "The best delta of central differences. Forward ones feel more of the bend."
BEND = "So large a turn sees the bend: a tenth of it still leaves a tenth of the error."
NOISE = "Already noise: the two readings share so many digits that few are left."

best_float32.remark("Rounding decides between 1e-3 and 1e-4: √ε lies between them.", 1e-4)
best_float32.slip(BEND, 1e-1)
best_float32.slip(CENTRAL, 1e-2)
for delta in (1e-5, 1e-6):
    best_float32.slip(NOISE, delta)
for delta in (1e-7, 1e-8, 1e-9, 1e-10):
    best_float32.slip(
        "That is a delta for float64. In float32 it hardly moves a knob that stands at 1.", delta
    )

best_float64.remark("Rounding decides between 1e-7 and 1e-8: √ε lies between them.", 1e-7)
best_float64.slip(CENTRAL, 1e-5)
for delta in (1e-3, 1e-4):
    best_float64.slip("A delta for float32. What can float64 afford, with twice the digits?", delta)
for delta in (1e-1, 1e-2, 1e-6):
    best_float64.slip(BEND, delta)
for delta in (1e-9, 1e-10):
    best_float64.slip(NOISE, delta)


def is_an_exponent(_, value):
    """True for -3 and 3, which people write for 1e-3; 1 may be a delta."""
    return value == -1 or 2 <= abs(value) <= 10


def is_none_of_the_ten(_, value):
    return not any(math.isclose(value, 10.0**-k, rel_tol=1e-3) for k in range(1, 11))


for part in (best_float32, best_float64):
    part.slip("Leave out the quotes.", "1e-2")
    part.slip("One delta is asked for, the best.", [1e-2, 1e-3])
    part.slip(
        "Answer with delta itself, written as 1e-1, not with its exponent.",
        -3,
        when=is_an_exponent,
    )
    part.slip(
        "Answer with one of the ten, 1e-1, 1e-2 and so on to 1e-10. A rule only says near which.",
        3e-7,
        when=is_none_of_the_ten,
    )
