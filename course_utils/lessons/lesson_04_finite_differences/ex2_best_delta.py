"""Exercise 4.2: The best delta."""

import math

from course_utils.checking.exercises import exercise
from course_utils.lessons.findings import one_of_its_kind

best_delta = exercise(
    "4.2",
    "The best delta",
    hints=(
        "Section 5 does it at another theta: for each delta the error, then the smallest error.",
        "Compare both precisions with the same slopes, and let those be float64.",
        "The answers lie two or three powers of ten apart.",
    ),
)


@best_delta.part(observe=one_of_its_kind)
def best_float32():
    return 1e-3


@best_delta.part(observe=one_of_its_kind)
def best_float64():
    return 1e-5


best_float32.remark("1e-2 and 1e-3 are too close to call: rounding decides which one wins.", 1e-2)
best_float32.remark("Within one decade. At 1e-3 the error is several times smaller still.", 1e-4)
best_float32.slip(
    "Already noise: with seven digits, two losses this close differ only in their last ones.", 1e-7
)
for delta in (1e-5, 1e-6):
    best_float32.slip(
        "That is a delta for float64. Can float32, with half the digits, afford the same?", delta
    )

best_float64.remark(
    "Within one decade: at 1e-6 rounding has begun, and 1e-5 is a few times better.", 1e-6
)
best_float64.remark("Within one decade. At 1e-5 the error is many times smaller still.", 1e-4)
best_float64.slip(
    "Too small: cancellation. Are the slopes that you compare with in float64, too? "
    "float32 ones hide the smallest errors.",
    1e-7,
)
for delta in (1e-2, 1e-3):
    best_float64.slip(
        "A delta for float32. What can float64 afford, with twice the digits? "
        "Are these the quadratic data, and exact slopes at the new place?",
        delta,
    )


def is_an_exponent(_, value):
    """True for -3 and 3, which people write for 1e-3; 1 may be a delta."""
    return value == -1 or 2 <= abs(value) <= 8


def is_none_of_the_eight(_, value):
    return not any(math.isclose(value, 10.0**-k, rel_tol=1e-3) for k in range(1, 9))


for part in (best_float32, best_float64):
    part.slip(
        "This RMSE is no parabola: so large a turn sees the bend. "
        "Are these the quadratic data, and exact slopes at the new place?",
        1e-1,
    )
    part.slip("Two nearly equal numbers are subtracted: how many of their digits survive?", 1e-8)
    part.slip("Leave out the quotes.", "1e-2")
    part.slip("One delta is asked for, the best.", [1e-2, 1e-3])
    part.slip(
        "Answer with delta itself, written as 1e-1, not with its exponent.",
        -3,
        when=is_an_exponent,
    )
    part.slip(
        "Answer with one of the eight: 1e-1, 1e-2 and so on to 1e-8.",
        3e-7,
        when=is_none_of_the_eight,
    )
