"""Exercise 0.2: OR by hand."""

from course_utils.checking.exercises import exercise

CORNERS = [(0, 0), (0, 1), (1, 0), (1, 1)]
FOUND = (1, 1, 0)  # by the rule, in section 5

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
    if (w1, w2, b) == FOUND:
        return "the rule's own weights"
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
    ("These are the weights that the rule found in section 5. Find others.", FOUND),
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
    or_weights.slip(sentence, weights)
