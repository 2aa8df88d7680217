"""Exercise 2.6: Be the referee."""

from course_utils.checking.exercises import exercise

referee = exercise(
    "2.6",
    "Be the referee",
    hints=(
        "Bring all three to the same measure first: MSE in °C². Section 3 says how.",
        "Below the floor lies only noise that was learnt by heart; above the baseline, a constant "
        "does better.",
        'model_a is "useful".',
    ),
    kind="explain",
)

KINDS = ("useful", "worse than constant", "too good")
NAMES = ("a", "b", "c", "constant")


def one_of_three(answer):
    """Return which of the three answers this is."""
    text = answer.strip().lower() if isinstance(answer, str) else ""
    return text if text in KINDS else "none of the three"


def in_order(answer):
    """Return the names in a list of them, as one text."""
    if not isinstance(answer, list | tuple) or not all(isinstance(name, str) for name in answer):
        return "no list of names"
    names = [name.strip().lower() for name in answer]
    return ", ".join(names) if set(names) <= set(NAMES) else "other names"


@referee.part(observe=one_of_three)
def model_a():
    return "useful"


model_a.slip(
    "An RMSE of 1.71 °C is an MSE of about 2.92 °C², far below the baseline.", "worse than constant"
)
model_a.slip("Its MSE lies above the floor: nothing suspicious about it.", "too good")


@referee.part(observe=one_of_three)
def model_b():
    return "worse than constant"


model_b.slip(
    "9.2 is an RMSE, the baseline 77.14 an MSE. Square before you compare: 84.64.", "useful"
)
model_b.slip("9.2 °C is far above the floor of 1.5 °C: both are root mean squares.", "too good")


@referee.part(observe=one_of_three)
def model_c():
    return "too good"


model_c.slip(
    "A loss of 0 is below the floor: the model has learnt the noise by heart (lesson 08).", "useful"
)
model_c.slip("A loss of 0 is below every baseline, and that is the problem.", "worse than constant")


for model in (model_a, model_b, model_c):
    model.slip(
        'Answer with one of three texts: "useful", "worse than constant" or "too good".', "good"
    )


@referee.part(observe=in_order)
def ranking():
    return ["A", "constant", "B"]


ranking.slip(
    "B's 9.2 is an RMSE: its MSE is 84.64, and the constant's 77.14 beats it.",
    ["A", "B", "constant"],
)
for order in (["B", "constant", "A"], ["B", "A", "constant"]):
    ranking.slip("The worst stands first: begin with the smallest MSE.", order)
for order in (["C", "A", "constant", "B"], ["A", "constant", "B", "C"]):
    ranking.slip("C is not in the ranking: only A, B and the constant are.", order)
for order in (["constant", "A", "B"], ["constant", "B", "A"]):
    ranking.slip("The constant is the baseline, not a winner: A's MSE is far below it.", order)
for order in ("A, constant, B", ["model_a", "constant", "model_b"]):
    ranking.slip('Write a list of the three names, each in quotes: "A", "B", "constant".', order)
ranking.slip(
    "Each of the three, A, B and the constant, stands in the list once, and nothing else.",
    ["A", "constant"],
    when=lambda want, came: sorted(came.split(", ")) != sorted(want.split(", ")),
)
