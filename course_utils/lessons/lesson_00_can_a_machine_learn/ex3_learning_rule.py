"""Exercise 0.3: The learning rule."""

from course_utils.checking.exercises import exercise
from course_utils.lessons.lesson_00_can_a_machine_learn.halves import halves

AND = [(0, 0, 0), (0, 1, 0), (1, 0, 0), (1, 1, 1)]
OR = [(0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 1)]
XOR = [(0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 0)]

rule = exercise(
    "0.3",
    "The learning rule",
    hints=(
        "Where is the line of a unit whose b is 0? Turn it: can (1, 1) be alone on one side?",
        "A unit has three knobs. Which of them does this code never use, and never turn?",
        "b is missing in two places: in the sum, and among the corrections. Its input is always 1.",
    ),
    kind="find the bug",
)


def passes(generator):
    """Six passes through AND from 0, after which it is learnt; then other points and weights.

    The labels are those of a unit, so that whoever goes on until all is right comes to an end.
    """
    probes, weights = [], (0, 0, 0)
    for _ in range(6):
        probes.append((AND, *weights))
        weights = train_pass.reference(AND, *weights)
    for many in (4, 3, 6):
        unit = (*halves(generator, 2, most=2), 0.25)
        flat = halves(generator, 2 * many, most=2)
        points = [(x1, x2, fire(x1, x2, *unit)) for x1, x2 in zip(*[iter(flat)] * 2, strict=True)]
        probes.append((points, *halves(generator, 3)))
    return [*probes, ([(2, 3, 1), (1, -1, 0), (3, 1, 0), (-1, 2, 0)], -1, 0.5, -2)]


def fire(x1, x2, w1, w2, b):
    return 1 if w1 * x1 + w2 * x2 + b > 0 else 0


# Without b the line goes through (0, 0): that is enough for OR, and never for AND.
@rule.part(probes=passes, given=((" + b", ""), ("        b += y - p\n", "")))
def train_pass(points, w1, w2, b):
    """Correct the weights at each point (x1, x2, y) of the list, in order; return (w1, w2, b)."""
    for x1, x2, y in points:
        p = 1 if w1 * x1 + w2 * x2 + b > 0 else 0
        w1 += (y - p) * x1
        w2 += (y - p) * x2
        b += y - p
    return w1, w2, b


SUM, FIRES = "w1 * x1 + w2 * x2 + b", "1 if w1 * x1 + w2 * x2 + b > 0 else 0"
W1, W2, B = "w1 += (y - p) * x1", "w2 += (y - p) * x2", "b += y - p"
RETURN = "return w1, w2, b"


def corrected(w1, w2, b):
    """Return the edits that add these to the three knobs."""
    return (W1, f"w1 += {w1}"), (W2, f"w2 += {w2}"), (B, f"b += {b}")


def ending(condition):
    """Return the edits that leave the loop as soon as the condition holds after a correction."""
    return ((B, f"b += y - p\n        if {condition}:\n            break"),)


def repeated(times):
    """Return the edit that goes through the points so many times."""
    return ("in points", f"in points * {times}")


train_pass.slips(
    {
        "The sign is turned: a unit that is silent and should fire needs more, not less.": (
            corrected("(p - y) * x1", "(p - y) * x2", "p - y")
        ),
        "b is never corrected. It is a weight whose input is always 1.": (B, "pass"),
        "b is corrected only after the last point: is that line inside the loop?": (
            f"        {B}",
            f"    {B}",
        ),
        "b is corrected by an input. Its own input is always 1.": [
            (B, "b += (y - p) * x1"),
            (B, "b += (y - p) * x1 * x2"),
        ],
        "The old weight is no factor of the correction: it is the error times the input.": [
            corrected("(y - p) * x1 * w1", "(y - p) * x2 * w2", "(y - p) * b"),
            corrected("(y - p) * w1", "(y - p) * w2", "(y - p) * b"),
            (B, "b += (y - p) * b"),
        ],
        "One of the weights is corrected by another number than the error times its input.": [
            (f"{knob} += (y - p) *", f"{knob} += {other}")
            for knob in ("w1", "w2")
            for other in ("p *", "y *", "(y + p) *", "")
        ],
        "b is corrected the wrong way: it grows together with the weights.": (B, "b += p - y"),
        "Points that are right already change the weights, too. What is the error there?": [
            corrected("y * x1", "y * x2", "y"),
            corrected("x1", "x2", "1"),
            corrected("(2 * y - 1) * x1", "(2 * y - 1) * x2", "2 * y - 1"),
        ],
        "y is missing: the correction is the label minus the prediction.": [
            corrected("-p * x1", "-p * x2", "-p"),
            corrected("p * x1", "p * x2", "p"),
        ],
        "Only silent units are corrected. One that fires and should not needs a correction, too.": (
            corrected("(y > p) * x1", "(y > p) * x2", "(y > p)")
        ),
        "A wrong point is always corrected upwards. Where the unit should be silent, go down.": (
            corrected("(y != p) * x1", "(y != p) * x2", "(y != p)")
        ),
        "One of the two weights is never corrected.": [
            (W2, "pass"),
            (W1, "pass"),
            ((W2, "pass"), (B, "pass")),
        ],
        "The weights are never corrected, only b.": ((W1, "pass"), (W2, "pass")),
        "Each weight is corrected by its own input: error times x1 for w1, times x2 for w2.": [
            corrected("y - p", "y - p", "(y - p)"),
            corrected("(y - p) * x2", "(y - p) * x1", "(y - p)"),
            (W2, "w2 += (y - p) * x1"),
        ],
        "Each correction is smaller than it should be: the rule adds the whole error.": [
            corrected("0.1 * (y - p) * x1", "0.1 * (y - p) * x2", "0.1 * (y - p)"),
            corrected("0.5 * (y - p) * x1", "0.5 * (y - p) * x2", "0.5 * (y - p)"),
        ],
        "Each correction is twice what it should be: the rule adds the error once.": (
            corrected("2 * (y - p) * x1", "2 * (y - p) * x2", "2 * (y - p)")
        ),
        "At a sum of exactly 0 the unit is silent: the sum must be above 0.": (">", ">="),
        "The sum stands where the output should. The output is 1 or 0.": (FIRES, SUM),
        "The output is 1 or 0, not 1 or -1: where silence is right the error is 0.": (
            ("else 0", "else -1")
        ),
        "The output is turned round: it is 1 where the sum is above 0.": (
            (FIRES, f"0 if {SUM} > 0 else 1")
        ),
        "Each point is (x1, x2, y): y stands last.": [
            ("for x1, x2, y", "for y, x1, x2"),
            ("for x1, x2, y", "for x1, y, x2"),
        ],
        "b is missing in the prediction.": (" + b", ""),
        "The pass ends too early: it goes through all the points. Where does the return stand?": [
            ending("y != p"),
            ending("True"),
        ],
        "The pass ends at the first point that is right. Go on through all the points.": (
            ending("y == p")
        ),
        "The first or the last point is left out. Take all of them.": [
            ("in points", "in points[:-1]"),
            ("in points", "in points[1:]"),
        ],
        "A list may have any number of points, not always four.": (
            ("x1, x2, y in points:", "k in range(4):\n        x1, x2, y = points[k]")
        ),
        "These points are of a gate in the lesson. Take those that come as an argument.": [
            ("in points", f"in {gate}") for gate in (AND, OR, XOR)
        ],
        "This is more than one pass. Take each point once.": [
            repeated(n) for n in (2, 3, 10, 100, 1000)
        ],
        "All predictions are made with the weights before the pass. Use the newest.": (
            ("for x1", "v1, v2, c = w1, w2, b\n    for x1"),
            (SUM, "v1 * x1 + v2 * x2 + c"),
        ),
        "Only the last point counts: each correction starts from the old weights.": (
            ("in points", "in points[-1:]")
        ),
        "The weights start again from 0. Go on from those that come as arguments.": (
            ("for x1", "w1 = w2 = b = 0\n    for x1")
        ),
        "These are the weights before the pass. Keep what each correction makes of them.": RETURN,
        "Return the knobs only, w1, w2 and b, without a count of the mistakes.": (
            ("for x1", "count = 0\n    for x1"),
            (B, f"{B}\n        count += y != p"),
            (RETURN, "return w1, w2, b, count"),
        ),
        "Return the knobs after the last point only, not a list of them all.": (
            ("for x1", "history = []\n    for x1"),
            (B, f"{B}\n        history.append((w1, w2, b))"),
            (RETURN, "return history"),
        ),
        "Return all three: w1, w2 and b.": (RETURN, "return w1, w2"),
        "b stands first in what is returned. The order is w1, w2, b.": (RETURN, "return b, w1, w2"),
        "The points are taken from the last to the first. Take them in order.": (
            ("in points", "in points[::-1]")
        ),
    }
)
