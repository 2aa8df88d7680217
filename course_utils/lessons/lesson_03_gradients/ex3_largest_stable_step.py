"""Exercise 3.3: The largest stable step."""

import torch

from course_utils.checking.exercises import exercise
from course_utils.lessons.findings import (
    in_any_way,
    number_from,
    one_of_its_kind,
    too_large,
    too_small,
    within,
)

limit = exercise(
    "3.3",
    "The largest stable step",
    hints=(
        "The slope of c x² / 2 is c x. What does one step make of x? On f₁, c was 2.",
        "A negative factor shrinks the distance, too, if it is above -1. So 1 - c * lr = -1.",
        "For lr_deep, measure c: how much f2_slope changes from w = -2.0879 to -2.0869, by 0.001.",
    ),
    kind="predict",
)


def curvatures(generator):
    """The curvature of f₁, then others from slight to strong."""
    drawn = 10 ** (4 * torch.rand(4, generator=generator) - 2)
    return [(2.0,), *((c,) for c in drawn.tolist()), (0.3,), (40.0,)]


@limit.part(probes=curvatures, observe=number_from)
def largest_lr(c):
    """The lr at which descent on f(x) = c x² / 2 no longer settles, for any c > 0; a number."""
    return 2 / c


largest_lr.slips(
    {
        "With this lr the first step hits the minimum. A longer one still settles.": (
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


@limit.part(tolerance=0.01, observe=one_of_its_kind)
def lr_deep():
    w = -2.0879
    return 2 / (0.6 * w**2 - 0.8)  # the slope of the slope: the power rule, once more


CURVATURE, SHALLOW = 1.8156, 1.3630  # of f₂ at the bottom of the deep valley, and of the other


lr_deep.slip("Leave out the quotes: a number is asked for.", "1.1")
lr_deep.slip("One number is asked for: the limit itself, not what it lies between.", [1.09, 1.11])
for sentence, places in {
    "This is the limit on f₁. How strongly is f₂ curved at the bottom of its deep valley?": [1.0],
    "This is the curvature, or its half. What must 1 - c * lr be at the limit?": [
        CURVATURE,
        CURVATURE / 2,
    ],
    "With this lr one step nearly lands. The limit is larger.": [1 / CURVATURE],
    "This is the limit of the shallow valley, or of its curvature. The deep one lies at -2.0879.": [
        2 / SHALLOW,
        SHALLOW,
        1 / SHALLOW,
    ],
    "The curvature is taken over a whole 1 to the side. It changes on f₂: take a tiny h.": [
        2 / 0.7628,
        2 / 3.2683,
        1 / 0.7628,
        1 / 3.2683,
    ],
    "This is the place of the valley, or its height. Which learning rate is asked for?": [
        -2.0879,
        2.0879,
        -0.1067,
    ],
    "Check the power rule: the slope of 0.2 w³ is 0.6 w², and that of -0.8 w is -0.8.": [
        2 / (0.6 * 2.0879**2),
        2 / (0.6 * 2.0879**2 + 0.8),
        2 / (0.2 * 2.0879**2 - 0.8),
        2 / (0.4 * 2.0879**2 - 0.8),
        2 / (0.6 * 2.0879 - 0.8),
        2 / (0.6 * 2.0879**2 - 0.65),
    ],
}.items():
    for place in places:
        lr_deep.slip(sentence, place, when=within(0.01, place))
for sentence, example, when in [
    (
        "With an lr that is not above 0, nothing walks downhill.",
        -0.5,
        lambda _, value: float(value) <= 0,
    ),
    (
        "Close, but 1 % is asked for. A smaller h makes the measured curvature sharper.",
        1.15,
        lambda right, value: abs(float(value) / float(right) - 1) <= 0.06,
    ),
    (
        "With this lr descent near the bottom still settles. Try a larger one.",
        0.3,
        too_small,
    ),
    (
        "With this lr descent does not settle, however near to the bottom it begins.",
        5.0,
        too_large,
    ),
]:
    lr_deep.slip(sentence, example, when)
