"""Exercise 0.1: A perceptron."""

import math

from course_utils.checking.exercises import exercise
from course_utils.lessons.lesson_00_can_a_machine_learn.halves import halves

CORNERS = [(0, 0), (0, 1), (1, 0), (1, 1)]


unit = exercise(
    "0.1",
    "A perceptron",
    hints=(
        "Section 3: each input times its weight, add these and b, then compare with 0.",
        "The sum is w1 * x1 + w2 * x2 + b. Return 1 if it is above 0, else 0.",
        "return 1 if w1 * x1 + w2 * x2 + b > 0 else 0",
    ),
)


def units_and_inputs(generator):
    """Every corner with four sets of weights, ties, sums near 0, then other inputs than 0 and 1."""
    weights = [[2, 1, -2], [1, -2, 0.5], [-1, 0.5, 1], halves(generator, 3)]
    probes = [(*x, *w) for w in weights for x in CORNERS]
    for _ in range(4):
        x1, x2, w1, w2, b = halves(generator, 5)
        probes += [(x1, x2, w1, w2, -w1 * x1 - w2 * x2), (x1, x2, w1, w2, b)]
    near = [(1, 1, 1, 1, -1.875), (1, 1, 1, 1, -2.125)]
    return [*probes, *near, (1, 1, 0.5, 1, 0.25), (2, 0.5, -1, 3, 0.25)]


@unit.part(probes=units_and_inputs)
def perceptron(x1, x2, w1, w2, b):
    """Return the number 1 if w1 * x1 + w2 * x2 + b is above 0, else 0; all five are numbers."""
    return 1 if w1 * x1 + w2 * x2 + b > 0 else 0


SUM, FIRES = "w1 * x1 + w2 * x2 + b", "1 if w1 * x1 + w2 * x2 + b > 0 else 0"

perceptron.slips(
    {
        "At a sum of exactly 0 the unit is silent: the sum must be above 0.": (">", ">="),
        "This is True or False. Return the number 1 or 0.": [
            (FIRES, f"{SUM} > 0"),
            (FIRES, f"{SUM} >= 0"),
            (FIRES, f"torch.tensor({SUM} > 0)"),
        ],
        "This is the sum itself. Compare it with 0, and return 1 or 0.": [
            (FIRES, SUM),
            (FIRES, f"max(0, {SUM})"),
            (FIRES, f"int({SUM})"),
        ],
        "Where is b? It is added to the two products.": (" + b", ""),
        "A silent unit returns 0 here, not -1.": [
            ("else 0", "else -1"),
            (f"return {FIRES}", f"s = {SUM}; return (s > 0) - (s < 0)"),
            ("> 0 else 0", ">= 0 else -1"),
        ],
        "This is turned round: the unit fires, 1, where the sum is above 0.": [
            ("> 0", "<= 0"),
            ("> 0", "< 0"),
        ],
        "Where the sum is not above 0 nothing is returned. Return 0 there.": (
            "else 0",
            "else None",
        ),
        "b is added to the sum, and the sum is compared with 0.": [
            ("+ b > 0", "> b"),
            ("+ b > 0", ">= b"),
        ],
        "A sum just above 0 must be enough: it is rounded, or compared with another number.": [
            ("> 0", f"{sign} {number}") for sign in (">", ">=") for number in (0.5, 1)
        ],
        "Each weight belongs to its own input: w1 to x1, w2 to x2.": [
            (SUM, "w2 * x1 + w1 * x2 + b"),
            ("x2 +", "x1 +"),
            ("w2 *", "w1 *"),
        ],
        "The inputs are missing: each weight is multiplied by its input.": (SUM, "w1 + w2 + b"),
        "The weights are missing: each input is multiplied by its weight.": (SUM, "x1 + x2 + b"),
        "The two products are added, not multiplied.": ("+ w2", "* w2"),
        "Each input has its own product. Which inputs and weights does yours multiply?": (
            (SUM, "(w1 + w2) * (x1 + x2) + b")
        ),
        "Each product is compared by itself. Add them first, then compare once.": [
            (f"{SUM} > 0", "w1 * x1 > 0 and w2 * x2 > 0"),
            (f"{SUM} > 0", "w1 * x1 > 0 or w2 * x2 > 0"),
            (f"{SUM} > 0", "w1 * x1 + b > 0 and w2 * x2 + b > 0"),
            (f"{SUM} > 0", "w1 * x1 + b > 0 or w2 * x2 + b > 0"),
            (f"{SUM} > 0", "w1 * x1 and w2 * x2 and b > 0"),
            (f"{SUM} > 0", "w1 * x1 > 0 and w2 * x2 > 0 and b > 0"),
        ],
        "The weights come as arguments: is a gate or a number of the lesson fixed inside?": [
            (SUM, "2 * x1 + x2 - 2"),
            (SUM, "x1 + x2 - 1.5"),
            (SUM, "x1 + x2"),
            (f"{SUM} > 0", "x1 == 1 and x2 == 1"),
            (f"{SUM} > 0", "x1 and x2"),
        ],
    }
)


perceptron.slip(
    "A unit answers 1 or 0, and nothing between or beyond. Compare the sum with 0.",
    lambda x1, x2, w1, w2, b: 1 / (1 + math.exp(-(w1 * x1 + w2 * x2 + b))),
    when=lambda want, came: came not in (0, 1),
)
perceptron.slip(
    "It fires where the sum w1 * x1 + w2 * x2 + b is not above 0. Work the sum out by hand.",
    (f"{SUM} > 0", "True"),
    when=lambda want, came: came == 1,
)
perceptron.slip(
    "It is silent where the sum w1 * x1 + w2 * x2 + b is above 0. Work the sum out by hand.",
    (FIRES, "0"),
    when=lambda want, came: came == 0,
)
perceptron.slip(
    "It fires where the sum w1 * x1 + w2 * x2 + b is not above 0, and is silent where it is.",
    (f"{SUM} > 0", "x1 > x2"),
    when=lambda want, came: came in (0, 1),
)
