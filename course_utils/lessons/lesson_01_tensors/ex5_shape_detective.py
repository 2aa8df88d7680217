"""Exercise 1.5: Shape detective."""

import ast

from course_utils.checking.exercises import exercise

detective = exercise(
    "1.5",
    "Shape detective",
    hints=(
        "Write the shape of what you begin with, and go through the code from left to right.",
        "An index takes its axis away, a slice keeps it; dim names the axis that disappears; .T "
        "turns the shape round; reshape keeps the number of boxes.",
        "house: of (4, 30, 11) the first length disappears. dealt: can 10 boxes fill 4 equal rows?",
    ),
    kind="predict",
)


def as_a_shape(answer):
    """Return a shape as a text, "(4, 2)", however it is written; or "error", or "no shape"."""
    if isinstance(answer, str):
        if "error" in answer.lower():
            return "error"
        try:
            answer = ast.literal_eval(answer.strip().removeprefix("torch.Size"))
        except (SyntaxError, ValueError):
            return "no shape"
    if isinstance(answer, int):
        answer = (answer,)  # (11) is the number 11 to Python
    try:
        return str(tuple(int(length + 0) for length in answer))  # a text is no length
    except TypeError:
        return "no shape"


def part():
    return detective.part(observe=as_a_shape)


@part()
def one_day():
    return (11,)


@part()
def mornings():
    return (30,)


@part()
def a_week():
    return (11, 7)


@part()
def all_days():
    return (120, 11)


@part()
def house():
    return (30, 11)


@part()
def dealt():
    return "error"


MONTH = "a_month has shape (30, 11)"
ROOMS = "four_rooms has shape (4, 30, 11)"

for unknown, sentences, rest in [
    (
        one_day,
        {
            (
                30,
            ): "An index takes away the axis it stands in, the first, of 30 days. What is left?",
            (1, 11): "An index takes its axis away. A slice, a_month[6:7], would keep it.",
            (): "One index takes away one of two axes.",
            (7, 11): "6 is one day, not the first seven of them.",
            (30, 11): "This is the whole month. The index 6 picks one day of it.",
            (1,): "A day has more than one reading.",
            (6,): "6 says which day, not how many readings.",
        },
        f"{MONTH}, a row a day. The index 6 picks one row.",
    ),
    (
        mornings,
        {
            (11,): "The colon keeps all the days. It is the readings' axis that the 0 takes away.",
            (30, 1): "An index takes its axis away. A slice, a_month[:, 0:1], would keep it.",
            (1, 30): "A column that is picked by an index is a row of numbers with one axis.",
            (30, 11): "This is the whole month. The 0 picks the first reading of each day.",
            (): "One index takes away one of two axes.",
            (0,): "0 says which reading of each day, not how many there are.",
        },
        f"{MONTH}. The colon keeps the first axis, and the 0 takes the second away.",
    ),
    (
        a_week,
        {
            (7, 11): "That is the week itself. .T swaps rows and columns.",
            (11, 8): "From 6 up to 13, which is left out, are seven days.",
            (8, 11): "A slice leaves its end out, and .T swaps rows and columns.",
            (11, 30): "That is the whole month, turned. The slice keeps some of its days.",
            (77,): ".T swaps the axes. It does not unroll them.",
            (7,): "A slice keeps its axis, and the readings of each day are there, too.",
            (11,): "A slice keeps its axis: it is a week of days, not one day.",
            (11, 6): "13 - 6 are seven: the first is in, the last is left out.",
        },
        "a_month[6:13] has shape (7, 11): a slice leaves its end out. Then .T swaps the two.",
    ),
    (
        all_days,
        {
            (-1, 11): "-1 is no length: with it torch works that length out. 1320 boxes, 11 a row.",
            (30, 44): "The last length is given: 11. How many rows of 11 are 1320 boxes?",
            (11, 120): "11 is given as the last length, not as the first.",
            (4, 30, 11): "reshape has two lengths here, so that there are two axes.",
            (1320,): "Two lengths make two axes.",
            (30, 11): "No box is lost: 1320 boxes are more than 30 rows of 11.",
            (4, 11): "No box is lost: 1320 boxes are more than 4 rows of 11.",
            (120,): "Two lengths make two axes.",
            (330, 4): "The last length is given: 11. How many rows of 11 are 1320 boxes?",
            (34, 11): "4 rooms of 30 days are 4 times 30 days.",
        },
        f"{ROOMS}, 1320 boxes. The last length is 11, and torch works the first one out.",
    ),
    (
        house,
        {
            (4,): "dim names the axis that disappears, not the one that stays.",
            (1, 30, 11): "The axis disappears. It would stay, with length 1, if keepdim were True.",
            (4, 11): "dim=1 would leave this. Axes are numbered from 0.",
            (4, 30): "dim=2 would leave this. Axes are numbered from 0.",
            (): "Without dim everything would be folded. dim=0 folds one axis.",
            (30,): "One axis disappears, two are left.",
            (11,): "One axis disappears, two are left.",
            (4, 30, 11): "One axis disappears: which one is number 0?",
        },
        f"{ROOMS}. The axis number 0 disappears.",
    ),
    (
        dealt,
        {
            (4, 3): "4 rows of 3 are 12 boxes, and there are 10. torch invents none.",
            (4, 2): "4 rows of 2 are 8 boxes, and there are 10. torch drops none.",
            (5, 2): "4 is given. Can torch make 5 of it?",
            (2, 5): "4 is given. Can torch make 2 of it?",
            (4, -1): "-1 is no length: torch would have to work it out. 10 divided by 4?",
            (4,): "Two lengths make two axes. 10 divided by 4?",
            (10,): "reshape would need 4 rows. 10 divided by 4?",
        },
        "10 boxes must fill 4 rows of one length. Divide.",
    ),
]:
    for shape, sentence in sentences.items():
        unknown.slip(sentence, shape)
    if unknown is not dealt:
        unknown.slip("Not an error. Go through it axis by axis.", "error")
    unknown.slip(
        'Answer with a tuple such as (4, 2), with (11,) for one axis, or with "error".',
        None,
    )
    unknown.slip(rest, (99, 99), when=lambda want, came: True)
