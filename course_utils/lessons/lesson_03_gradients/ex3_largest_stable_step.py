"""Exercise 3.3: The largest stable step."""

import torch

from course_utils.checking.exercises import exercise
from course_utils.lessons.findings import in_any_way, number_from

limit = exercise(
    "3.3",
    "The largest stable step",
    hints=(
        "The slope of c x² / 2 is c x. What does one step make of x?",
        "Each step multiplies the distance by 1 - c * lr. For which lr does it no longer shrink?",
        "A negative factor shrinks the distance, too, if it is above -1. So 1 - c * lr = -1.",
    ),
)


def curvatures(generator):
    """The curvature of f₁, then others from slight to strong."""
    drawn = 10 ** (4 * torch.rand(4, generator=generator) - 2)
    return [(2.0,), *((c,) for c in drawn.tolist()), (0.3,), (40.0,)]


@limit.part(probes=curvatures, observe=number_from)
def largest_lr(c):
    """The lr at which descent on f(x) = c x² / 2 stops converging, for any c > 0; a number."""
    return 2 / c


largest_lr.slips(
    {
        "With this lr the first step hits the minimum. A longer one can still converge.": (
            "return 1 / c"
        ),
        "This is the limit on f₁, where c is 2. Another curvature has another limit.": "return 1.0",
        "Is this the same for every c? The more curved the valley, the smaller the limit.": (
            "return 2.0"
        ),
        "This grows with c. The more curved the valley, the shorter the step must be.": [
            "return c",
            "return c / 2",
            "return 2 * c",
        ],
        "This is the factor of a step. Which lr makes it -1?": ["return 1 - 2 * c", "return 1 - c"],
        "On f₁ this lr lands at once. The limit is larger, and each c has its own.": "return 0.5",
        "This lr is safe, and far too careful: it halves x at every step.": "return 1 / (2 * c)",
        "Check the slope: the square brings down a 2, and the half takes it away.": "return 4 / c",
        "This is another power of c. By what does one step multiply the distance?": [
            "return 2 / c**2",
            "return 1 / c**2",
            "return math.sqrt(2 / c)",
        ],
        "A negative lr walks uphill, however short the step.": "return -2 / c",
        "With lr = 0 nothing moves. The other end is asked for: how large may lr be?": (
            "return 0.0"
        ),
    }
)

for sentence, slip, when in [
    (
        "Close to the limit, but the limit itself is asked for.",
        "return 1.99 / c",
        lambda right, came: 0.9 <= float(came) / right <= 1.1,
    ),
    (
        "This is below the limit: with a larger lr descent still settles.",
        "return 0.7 / c",
        lambda right, came: float(came) < right,
    ),
    (
        "This is above the limit: with this lr every step leads farther away.",
        "return 3 / c",
        lambda right, came: float(came) > right,
    ),
    (
        "Put your lr into the factor of a step, 1 - c * lr. At the limit it is -1, for every c.",
        "return 0.4",
        in_any_way,  # too small for some c, too large for others
    ),
]:
    largest_lr.slip(sentence, slip, when)
