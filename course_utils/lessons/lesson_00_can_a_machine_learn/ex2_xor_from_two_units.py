"""Exercise 0.2: XOR from two units."""

from course_utils.checking.exercises import exercise

CORNERS = [(0, 0), (0, 1), (1, 0), (1, 1)]
XOR = [(0, 1), (1, 0)]

two_units = exercise(
    "0.2",
    "XOR from two units",
    hints=(
        "Write the sum of the last unit at each of the four points. At which of them is a not 0?",
        "The sums are b, w2 + b, w1 + b and w1 + w2 + v + b. The first and the last must not be "
        "above 0, the two between must. Begin with w1, w2 and b as for OR.",
        "With w1 = w2 = 1 and b = -0.5 the last sum is 1.5 + v. Which v brings it to 0 or below?",
    ),
)


def what_fires(knobs):
    """Say in words at which of the four points the last unit fires."""
    try:
        numbers = [float(number + 0) for number in knobs]  # a text is no number
    except Exception:  # what is handed in may be anything
        return "no numbers"
    if len(numbers) != 4:
        return "three numbers" if len(numbers) == 3 else "not four numbers"
    fires = points_of(*numbers)
    w1, w2, v, b = numbers
    if fires != XOR and points_of(w1, w2, b, v) == XOR:
        return "right if v came last"
    if fires != XOR and points_of(w2, v, b, w1) == XOR:
        return "right if b came first"
    return f"fires at {', '.join(map(str, fires))}" if fires else "fires nowhere"


def points_of(w1, w2, v, b):
    # Rounded, as in the explorer: 0.1 + 0.2 - 0.3 is above 0 only for the computer.
    sums = {(x1, x2): w1 * x1 + w2 * x2 + v * (x1 and x2) + b for x1, x2 in CORNERS}
    return [corner for corner, total in sums.items() if round(total, 9) > 0]


@two_units.part(observe=what_fires)
def last_unit():
    return (1, 1, -2, -0.5)


FOUR = "The tuple holds four numbers: (w1, w2, v, b)."
SILENCE = "The unit fires at (0, 0). What is left of the sum when nothing comes in?"
LEFT_OUT = "{} is silent. There {} and b are all that is in the sum: what must they make?"

for sentence, knobs in [
    (FOUR, None),
    (FOUR, (1, 1)),
    (
        "These are three knobs, and no unit with three knobs does XOR. The answer a of the first "
        "unit has a weight of its own, v.",
        (1, 1, -0.5),
    ),
    ("The order is (w1, w2, v, b): b comes last.", (1, 1, -0.5, -2)),
    ("The order is (w1, w2, v, b): b does not come first.", (-0.5, 1, 1, -2)),
    ("The unit never fires. One input alone must lift the sum above 0.", (0, 0, 0, 0)),
    ("Only (1, 1) fires: that is AND, which the first unit does already.", (1, 1, 0, -1.5)),
    (
        "That is OR: the unit fires at (1, 1), too. Only there the first unit fires: which sign "
        "must its weight v have, and is it large enough?",
        (1, 1, -1, -0.5),
    ),
    (LEFT_OUT.format("(1, 0)", "w1"), (0, 1, -2, -0.5)),
    (LEFT_OUT.format("(0, 1)", "w2"), (1, 0, -2, -0.5)),
    ("The unit repeats x2: it fires at (0, 1) and at (1, 1).", (0, 1, 0, -0.5)),
    ("The unit repeats x1: it fires at (1, 0) and at (1, 1).", (1, 0, 0, -0.5)),
    (
        "This is XOR turned round: it fires where it should be silent, and only there.",
        (-1, -1, 2, 0.5),
    ),
    (
        "That is NAND: only (1, 1) is silent. At (0, 0), too, the sum must not be above 0.",
        (0, 0, -2, 0.5),
    ),
    ("The unit always fires. At (0, 0) and at (1, 1) the sum must not be above 0.", (1, 1, 1, 1)),
    (SILENCE, (-1, -1, 0, 0.5)),
    (SILENCE, (-1, 0, -2, 0.5)),
    (SILENCE, (0, -1, -2, 0.5)),
    (SILENCE, (-1, 0, 2, 0.5)),
    (SILENCE, (0, -1, 2, 0.5)),
]:
    last_unit.slip(sentence, knobs)
