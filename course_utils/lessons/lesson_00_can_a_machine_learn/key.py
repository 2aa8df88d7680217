"""Answer key of lesson 00, Can a machine learn?"""

import torch

from course_utils.exercise import exercise
from course_utils.question import question, right, wrong

CORNERS = [(0, 0), (0, 1), (1, 0), (1, 1)]
AND = [(0, 0, 0), (0, 1, 0), (1, 0, 0), (1, 1, 1)]

_AT_ZERO = "At a sum of exactly 0 the unit is silent: the sum must be above 0."


def halves(generator, many, most=3):
    """Return `many` random multiples of 0.5 from -most to most: their sums are exact."""
    drawn = torch.randint(-2 * most, 2 * most + 1, (many,), generator=generator)
    return (drawn / 2).tolist()


# 0.1 ---------------------------------------------------------------------------------------------

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

# 0.2 ---------------------------------------------------------------------------------------------

by_hand = exercise(
    "0.2",
    "OR by hand",
    hints=(
        "Set the gate to OR in the explorer. Which of the four points should stay silent?",
        "At (0, 0) only b is left: it must not be above 0. Each weight alone must lift b above 0.",
        "Many answers are right. Give both weights the same number above 0, and make b smaller.",
    ),
)


def what_fires(weights):
    """Say in words at which of the four points a unit with these weights fires."""
    try:
        w1, w2, b = (float(number + 0) for number in weights)  # a text is no number
    except Exception:  # what is handed in may be anything
        return "not three numbers"
    fires = points_of(w1, w2, b)
    if fires != CORNERS[1:] and points_of(w2, b, w1) == CORNERS[1:]:
        return "right if b came first"
    return f"fires at {', '.join(map(str, fires))}" if fires else "fires nowhere"


def points_of(w1, w2, b):
    # Rounded, as in the explorer: 0.1 + 0.2 - 0.3 is above 0 only for the computer.
    return [(x1, x2) for x1, x2 in CORNERS if round(w1 * x1 + w2 * x2 + b, 9) > 0]


@by_hand.part(observe=what_fires)
def or_weights():
    return (1, 1, -0.5)


_SILENCE = "The unit fires at (0, 0). What is left of the sum when nothing comes in?"
_BELOW = "One weight is below 0: its input silences the unit. Should it, in OR?"

for sentence, weights in [
    ("The tuple holds three numbers: (w1, w2, b).", None),
    ("The order is (w1, w2, b): b comes last.", (-0.5, 1, 1)),
    (_SILENCE, (1, 1, 1)),
    (_SILENCE, (-1, -1, 0.5)),
    (_SILENCE, (-1, -1, 1.5)),
    (_SILENCE, (-1, 1, 0.5)),
    (_SILENCE, (1, -1, 0.5)),
    (_SILENCE, (-2, 1, 0.5)),
    (_SILENCE, (1, -2, 0.5)),
    ("Only (1, 1) fires: that is AND. For OR one input alone must be enough.", (1, 1, -1.5)),
    ("(0, 1) is silent. There only w2 and b are in the sum: what must they make?", (1, 0, -0.5)),
    ("(1, 0) is silent. There only w1 and b are in the sum: what must they make?", (0, 1, -0.5)),
    (_BELOW, (1, -1, -0.5)),
    (_BELOW, (-1, 1, -0.5)),
    ("The unit never fires. For OR one input alone must lift the sum above 0.", (0, 0, 0)),
]:
    or_weights.mistake(sentence, weights)

# 0.3 ---------------------------------------------------------------------------------------------

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


# 0.4 ---------------------------------------------------------------------------------------------

events = exercise(
    "0.4",
    "Six events",
    hints=(
        "Sections 3, 4 and 6 name the years. Write them beside the letters, then sort.",
        "Turing's two ideas are fourteen years apart, and ENIAC was built between them.",
        "Then came the workshop, a perceptron that learnt, and a book on what it cannot do.",
    ),
)


def letters(answer):
    """Return the letters of a text, or of the texts in a list; other signs are left out."""
    texts = answer if isinstance(answer, list | tuple) else [answer]
    found = "".join(text.lower() for text in texts if isinstance(text, str))
    return "".join(sign for sign in found if sign.isalpha()) or "no letters"


@events.part(observe=letters)
def order():
    return "fadceb"


def comes_before(later, earlier):
    """Return a `when` that is true if the event `later` is named before `earlier`."""
    return lambda _, value: value.index(later) < value.index(earlier)


for sentence, value, when in [
    (
        "Write the six letters from a to f, each once, the oldest event first.",
        "faddceb",
        lambda _, value: sorted(value) != list("abcdef"),
    ),
    (
        "The order is turned round: begin with the oldest event.",
        "becdaf",
        lambda right_value, value: value == right_value[::-1],
    ),
    (
        "ENIAC stands before Turing's universal machine. The theory came first.",
        "afdceb",
        comes_before("a", "f"),
    ),
    (
        "A book on what perceptrons cannot do comes before the perceptron. Can it?",
        "fadcbe",
        comes_before("b", "e"),
    ),
    (
        "The perceptron stands before the Dartmouth workshop. It came one year after it.",
        "fadecb",
        comes_before("e", "c"),
    ),
    (
        "When Turing proposed the imitation game, electronic computers were running already.",
        "fdaceb",
        comes_before("d", "a"),
    ),
    (
        "Turing asked whether machines can think before the field had a name.",
        "facdeb",
        comes_before("c", "d"),
    ),
]:
    order.mistake(sentence, value, when)

# Questions ---------------------------------------------------------------------------------------

question(
    "0.p1",
    "A machine sees the four points of AND again and again; one round is called a pass. After each "
    "wrong answer its three numbers are corrected. Which pass is the first without a correction?",
    wrong("The second", "In the second pass three of the four points are still corrected."),
    right("About the sixth", "The fifth makes the last correction, to w = (2, 1), b = -2."),
    wrong("One after hundreds", "AND is easy: five passes with corrections are enough."),
    wrong(
        "None", "Three numbers give AND, and the corrections find them: the sixth pass needs none."
    ),
)

question(
    "0.p2",
    "XOR fires if exactly one of its two inputs is 1. How many of its four points can one line get "
    "right at best?",
    wrong("2", "One more is possible: cut off one corner that is silent, let the others fire."),
    right("3", "OR gets three right, all but (1, 1). No line gets the fourth as well."),
    wrong("4", "The two that fire lie across from each other, and so do the two that are silent."),
)

question(
    "0.q1",
    "Which of these can a single perceptron not compute?",
    wrong("AND", "w = (1, 1), b = -1.5 does it: only both inputs together lift the sum above 0."),
    wrong("OR", "w = (1, 1), b = -0.5 does it: one input is enough."),
    wrong("NAND, which is 0 only where AND is 1", "It is AND turned round: w = (-1, -1), b = 1.5."),
    right("XOR", "No straight line has (0, 1) and (1, 0) on one side, (0, 0) and (1, 1) outside."),
)

question(
    "0.q2",
    "What does the perceptron's rule do at a point whose output is right?",
    right("Nothing", "The error is 0, and 0 times anything is added."),
    wrong(
        "It makes the weights larger",
        "It would, if it added y times the input. It adds the error times the input.",
    ),
    wrong("It corrects b only", "b changes by the error as well, and that is 0."),
)

question(
    "0.q3",
    "“ENIAC was the first computer.” Which comment is the best?",
    wrong("True", "Zuse's Z3 computed in 1941, Colossus in 1943. ENIAC was ready in 1945."),
    wrong("False: it was the Z3", "The Z3 was earlier and programmable, but made of relays."),
    right(
        "It depends on the word",
        "It was the first that was general-purpose, programmable, electronic and digital.",
    ),
)

question(
    "0.q4",
    "What ended the first winter of artificial intelligence, about 1980?",
    wrong("Backpropagation", "It became popular in 1986, some years after the first thaw."),
    right(
        "No single cause", "Expert systems sold, and governments paid again: several things met."
    ),
    wrong("Graphics processors", "They made their breakthrough in 2012, after the second winter."),
    wrong("Faster computers alone", "They helped, as always. But money and new ideas had to come."),
)
