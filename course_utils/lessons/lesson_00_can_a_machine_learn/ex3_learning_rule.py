"""Exercise 0.3: The learning rule."""

import torch

from course_utils.exercise import exercise
from course_utils.lessons.lesson_00_can_a_machine_learn.ex1_perceptron import sum_of

AND = [(0, 0, 0), (0, 1, 0), (1, 0, 0), (1, 1, 1)]

_AT_ZERO = "At a sum of exactly 0 the unit is silent: the sum must be above 0."


def halves(generator, many, most=3):
    """Return `many` random multiples of 0.5 from -most to most: their sums are exact."""
    drawn = torch.randint(-2 * most, 2 * most + 1, (many,), generator=generator)
    return (drawn / 2).tolist()


rule = exercise(
    "0.3",
    "The learning rule",
    hints=(
        "Section 5 trains AND. One pass: take the points in order, predict each, correct at once.",
        "The error is y minus the output: 0, 1 or -1. Add error * x1 to w1, error * x2 to w2, and "
        "the error itself to b.",
        "for x1, x2, y in points: p = 1 if w1 * x1 + w2 * x2 + b > 0 else 0",
    ),
)


def passes(generator):
    """Six passes through AND from 0, after which it is learnt; then other points and weights.

    The labels are those of a unit, so that whoever goes on until all is right comes to an end.
    """
    probes, weights = [], (0, 0, 0)
    for _ in range(6):
        probes.append((AND, *weights))
        weights = learn(AND, *weights)
    for many in (4, 3, 6):
        unit = (*halves(generator, 2, most=2), 0.25)
        flat = halves(generator, 2 * many, most=2)
        points = [(x1, x2, fire(x1, x2, *unit)) for x1, x2 in zip(*[iter(flat)] * 2, strict=True)]
        probes.append((points, *halves(generator, 3)))
    return [*probes, ([(2, 3, 1), (1, -1, 1), (3, 1, 0), (-1, 2, 0)], -1, 0.5, -2)]


def fire(x1, x2, w1, w2, b):
    return 1 if w1 * x1 + w2 * x2 + b > 0 else 0


def learn(points, w1, w2, b, predict=fire, change=None):
    """Return the weights after one pass in which `change` of x1, x2, y and p is added to them."""
    for x1, x2, y in points:
        p = predict(x1, x2, w1, w2, b)
        d1, d2, db = change(x1, x2, y, p) if change else ((y - p) * x1, (y - p) * x2, y - p)
        w1, w2, b = w1 + d1, w2 + d2, b + db
    return w1, w2, b


@rule.part(probes=passes)
def train_pass(points, w1, w2, b):
    """Correct the weights at each point (x1, x2, y) of the list, in order; return (w1, w2, b)."""
    for x1, x2, y in points:
        p = 1 if w1 * x1 + w2 * x2 + b > 0 else 0
        w1 += (y - p) * x1
        w2 += (y - p) * x2
        b += y - p
    return w1, w2, b


_ALL = "Points that are right already change the weights, too. What is the error there?"
_FORGOT_W = "One of the two weights is never corrected."
_B_BY_X = "b is corrected by an input. Its own input is always 1."
_NO_Y = "y is missing: the correction is the label minus the prediction."
_BY_X = "Each weight is corrected by its own input: error times x1 for w1, times x2 for w2."
_SOONER = "The pass ends too early: it goes through all the points. Where does the return stand?"
_MORE = "This is more than one pass. Take each point once."
_STEP = "Each correction is smaller than it should be: the rule adds the whole error."
_B_TURNED = "b is corrected the wrong way: it grows together with the weights."

for sentence, change in [
    (
        "The sign is turned: a unit that is silent and should fire needs more, not less.",
        lambda x1, x2, y, p: ((p - y) * x1, (p - y) * x2, p - y),
    ),
    (
        "b is never corrected. It is a weight whose input is always 1.",
        lambda x1, x2, y, p: ((y - p) * x1, (y - p) * x2, 0),
    ),
    (_B_BY_X, lambda x1, x2, y, p: ((y - p) * x1, (y - p) * x2, (y - p) * x1)),
    (_B_BY_X, lambda x1, x2, y, p: ((y - p) * x1, (y - p) * x2, (y - p) * x1 * x2)),
    (_B_TURNED, lambda x1, x2, y, p: ((y - p) * x1, (y - p) * x2, p - y)),
    (_ALL, lambda x1, x2, y, p: (y * x1, y * x2, y)),
    (_ALL, lambda x1, x2, y, p: (x1, x2, 1)),
    (_ALL, lambda x1, x2, y, p: ((2 * y - 1) * x1, (2 * y - 1) * x2, 2 * y - 1)),
    (_NO_Y, lambda x1, x2, y, p: (-p * x1, -p * x2, -p)),
    (_NO_Y, lambda x1, x2, y, p: (p * x1, p * x2, p)),
    (
        "Only silent units are corrected. One that fires and should not needs a correction, too.",
        lambda x1, x2, y, p: (x1, x2, 1) if y > p else (0, 0, 0),
    ),
    (
        "A wrong point is always corrected upwards. Where the unit should be silent, go down.",
        lambda x1, x2, y, p: (x1, x2, 1) if y != p else (0, 0, 0),
    ),
    (_FORGOT_W, lambda x1, x2, y, p: ((y - p) * x1, 0, y - p)),
    (_FORGOT_W, lambda x1, x2, y, p: (0, (y - p) * x2, y - p)),
    (_FORGOT_W, lambda x1, x2, y, p: ((y - p) * x1, 0, 0)),
    ("The weights are never corrected, only b.", lambda x1, x2, y, p: (0, 0, y - p)),
    (_BY_X, lambda x1, x2, y, p: (y - p, y - p, y - p)),
    (_BY_X, lambda x1, x2, y, p: ((y - p) * x2, (y - p) * x1, y - p)),
    (_BY_X, lambda x1, x2, y, p: ((y - p) * x1, (y - p) * x1, y - p)),
    (_STEP, lambda x1, x2, y, p: (0.1 * (y - p) * x1, 0.1 * (y - p) * x2, 0.1 * (y - p))),
    (_STEP, lambda x1, x2, y, p: (0.5 * (y - p) * x1, 0.5 * (y - p) * x2, 0.5 * (y - p))),
]:
    train_pass.mistake(sentence, lambda *args, f=change: learn(*args, change=f))

for sentence, predict in [
    (_AT_ZERO, lambda *args: int(sum_of(*args) >= 0)),
    ("The sum stands where the output should. The output is 1 or 0.", sum_of),
    (
        "The output is 1 or 0, not 1 or -1: where silence is right the error is 0.",
        lambda *args: 1 if sum_of(*args) > 0 else -1,
    ),
    ("b is missing in the prediction.", lambda *args: int(sum_of(*args) - args[-1] > 0)),
]:
    train_pass.mistake(sentence, lambda *args, f=predict: learn(*args, predict=f))

for end in (lambda y, p: y != p, lambda y, p: True):

    @train_pass.mistake(_SOONER)
    def _(points, *weights, end=end):
        for x1, x2, y in points:
            p = fire(x1, x2, *weights)
            weights = learn([(x1, x2, y)], *weights)
            if end(y, p):
                break
        return weights


for most in (2, 10, 100):

    @train_pass.mistake(_MORE)
    def _(points, *weights, most=most):
        for _ in range(most):
            weights = learn(points, *weights)
        return weights


@train_pass.mistake("All predictions are made with the weights before the pass. Use the newest.")
def _(points, *weights):
    return learn(points, *weights, predict=lambda x1, x2, *_: fire(x1, x2, *weights))


@train_pass.mistake("Only the last point counts: each correction starts from the old weights.")
def _(points, *weights):
    return learn(points[-1:], *weights)


@train_pass.mistake("The weights start again from 0. Go on from those that come as arguments.")
def _(points, w1, w2, b):
    return learn(points, 0, 0, 0)


@train_pass.mistake(
    "These are the weights before the pass. Keep what each correction makes of them."
)
def _(points, w1, w2, b):
    return w1, w2, b


@train_pass.mistake("Return the knobs only, w1, w2 and b, without a count of the mistakes.")
def _(points, *weights):
    return (*learn(points, *weights), 0)


@train_pass.mistake("Return all three: w1, w2 and b.")
def _(points, *weights):
    return learn(points, *weights)[:2]


@train_pass.mistake("b stands first in what is returned. The order is w1, w2, b.")
def _(points, *weights):
    w1, w2, b = learn(points, *weights)
    return b, w1, w2


@train_pass.mistake("The points are taken from the last to the first. Take them in order.")
def _(points, *weights):
    return learn(points[::-1], *weights)
