"""Exercise 0.1: A perceptron."""

import torch

from course_utils.exercise import exercise

CORNERS = [(0, 0), (0, 1), (1, 0), (1, 1)]

_AT_ZERO = "At a sum of exactly 0 the unit is silent: the sum must be above 0."


def halves(generator, many, most=3):
    """Return `many` random multiples of 0.5 from -most to most: their sums are exact."""
    drawn = torch.randint(-2 * most, 2 * most + 1, (many,), generator=generator)
    return (drawn / 2).tolist()


unit = exercise(
    "0.1",
    "A perceptron",
    hints=(
        "Section 4: each input times its weight, add these and b, then compare with 0.",
        "The sum is w1 * x1 + w2 * x2 + b. Return 1 if it is above 0, else 0.",
        "return 1 if w1 * x1 + w2 * x2 + b > 0 else 0",
    ),
)


def units_and_inputs(generator):
    """Every corner with four sets of weights, then ties, then inputs other than 0 and 1."""
    weights = [[2, 1, -2], [1, -2, 0.5], [-1, 0.5, 1], halves(generator, 3)]
    probes = [(*x, *w) for w in weights for x in CORNERS]
    for _ in range(4):
        x1, x2, w1, w2, b = halves(generator, 5)
        probes += [(x1, x2, w1, w2, -w1 * x1 - w2 * x2), (x1, x2, w1, w2, b)]
    return [*probes, (2, 0.5, -1, 3, 0.25)]


@unit.part(probes=units_and_inputs)
def perceptron(x1, x2, w1, w2, b):
    """Return 1 if w1 * x1 + w2 * x2 + b is above 0, else 0; all five are numbers."""
    return 1 if w1 * x1 + w2 * x2 + b > 0 else 0


def unit_mistake(sentence, answer):
    """Add a mistake that makes `answer` of the sum and the arguments."""
    perceptron.mistake(sentence, lambda *args: answer(sum_of(*args), *args))


def sum_of(x1, x2, w1, w2, b):
    return w1 * x1 + w2 * x2 + b


_BOOL = "This is True or False. Return the number 1 or 0."
_TURNED = "This is turned round: the unit fires, 1, where the sum is above 0."
_PLUS_MINUS = "A silent unit returns 0 here, not -1."
_THRESHOLD = "b is added to the sum, and the sum is compared with 0."
_OTHER_INPUT = "Each weight belongs to its own input: w1 to x1, w2 to x2."
_NOT_ZERO = "The sum is compared with another number than 0."
_EACH = "Each product is compared by itself. Add them first, then compare once."
_FIXED = "The weights come as arguments: is a number of the lesson fixed inside?"

for sentence, answer in [
    (_AT_ZERO, lambda s, *_: int(s >= 0)),
    (_BOOL, lambda s, *_: s > 0),
    (_BOOL, lambda s, *_: s >= 0),
    ("This is the sum itself. Compare it with 0, and return 1 or 0.", lambda s, *_: s),
    ("Where is b? It is added to the two products.", lambda s, *args: int(s - args[-1] > 0)),
    (_PLUS_MINUS, lambda s, *_: 1 if s > 0 else -1),
    (_PLUS_MINUS, lambda s, *_: (s > 0) - (s < 0)),
    (_PLUS_MINUS, lambda s, *_: 1 if s >= 0 else -1),
    (_TURNED, lambda s, *_: int(s <= 0)),
    (_TURNED, lambda s, *_: int(s < 0)),
    (
        "Where the sum is not above 0 nothing is returned. Return 0 there.",
        lambda s, *_: 1 if s > 0 else None,
    ),
    (_THRESHOLD, lambda s, x1, x2, w1, w2, b: int(w1 * x1 + w2 * x2 > b)),
    (_THRESHOLD, lambda s, x1, x2, w1, w2, b: int(w1 * x1 + w2 * x2 >= b)),
    (_NOT_ZERO, lambda s, *_: int(s > 0.5)),
    (_NOT_ZERO, lambda s, *_: int(s > 1)),
    (_OTHER_INPUT, lambda s, x1, x2, w1, w2, b: int(w2 * x1 + w1 * x2 + b > 0)),
    (_OTHER_INPUT, lambda s, x1, x2, w1, w2, b: int(w1 * x1 + w2 * x1 + b > 0)),
    (_OTHER_INPUT, lambda s, x1, x2, w1, w2, b: int(w1 * x1 + w1 * x2 + b > 0)),
    (
        "The inputs are missing: each weight is multiplied by its input.",
        lambda s, x1, x2, w1, w2, b: int(w1 + w2 + b > 0),
    ),
    (
        "The weights are missing: each input is multiplied by its weight.",
        lambda s, x1, x2, w1, w2, b: int(x1 + x2 + b > 0),
    ),
    (
        "The two products are added, not multiplied.",
        lambda s, x1, x2, w1, w2, b: int(w1 * x1 * w2 * x2 + b > 0),
    ),
    (
        "Each input has its own product. Which inputs and weights does yours multiply?",
        lambda s, x1, x2, w1, w2, b: int((w1 + w2) * (x1 + x2) + b > 0),
    ),
    (_EACH, lambda s, x1, x2, w1, w2, b: int(w1 * x1 > 0 and w2 * x2 > 0)),
    (_EACH, lambda s, x1, x2, w1, w2, b: int(w1 * x1 > 0 or w2 * x2 > 0)),
    (_EACH, lambda s, x1, x2, w1, w2, b: int(w1 * x1 + b > 0 and w2 * x2 + b > 0)),
    (_EACH, lambda s, x1, x2, w1, w2, b: int(w1 * x1 + b > 0 or w2 * x2 + b > 0)),
    (_FIXED, lambda s, x1, x2, w1, w2, b: int(2 * x1 + x2 - 2 > 0)),
    (_FIXED, lambda s, x1, x2, w1, w2, b: int(x1 + x2 > 0)),
]:
    unit_mistake(sentence, answer)
