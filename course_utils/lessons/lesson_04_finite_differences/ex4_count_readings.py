"""Exercise 4.4: Count the readings."""

import torch

from course_utils.checking.exercises import exercise
from course_utils.lessons.findings import in_any_way, one_of_its_kind

counting = exercise(
    "4.4",
    "Count the readings",
    hints=(
        "Section 7. Write down every call of the loss for P = 1, then for P = 2.",
        "Both sides of each knob, or one side of each knob and once the place itself.",
        "For P = 10 the answers are 20 and 11.",
    ),
)


def numbers_of_knobs(generator):
    drawn = torch.randint(11, 200, (2,), generator=generator)
    return [(2,), (1,), (10,), (500,), *((P,) for P in drawn.tolist())]


def count_from(answer, P):
    return one_of_its_kind(answer(P))


@counting.part(probes=numbers_of_knobs, observe=count_from)
def central(P):
    """How often the loss is read for the central differences of P knobs; a whole number."""
    return 2 * P


central.slips(
    {
        "Each knob is turned to two sides, and each side is a reading.": ("2 * P", "P"),
        "The loss at theta itself is not needed: its two neighbours are subtracted.": (
            ("2 * P", "2 * P + 1")
        ),
        "This counts the forward difference. The central one has two sides.": ("2 * P", "P + 1"),
        "Two readings a knob: dividing by 2 delta costs no reading.": ("2 * P", "4 * P"),
    }
)


@counting.part(probes=numbers_of_knobs, observe=count_from)
def forward(P):
    """How often the loss is read for the forward differences of P knobs; a whole number."""
    return P + 1


forward.slips(
    {
        "The loss at theta itself is the same for every knob: read it once and keep it.": (
            ("P + 1", "2 * P")
        ),
        "From what is each turned loss subtracted? That is a reading, too.": ("P + 1", "P"),
        "Forward differences turn each knob to one side only.": ("P + 1", "2 * P + 1"),
    }
)

for part in (central, forward):
    part.slips(
        {
            "Does your answer depend on P? More knobs need more readings.": [
                # the answers for one P that the lesson counts, or hints at
                f"return {number}"
                for number in (1, 2, 3, 4, 11, 20)
            ],
            "Leave out the quotes: Python is to work out the number.": "return '3 * P'",
            "Not every combination is tried: each knob is turned alone, the others stay.": [
                "return 2.0**P",
                "return P**2",
            ],
        }
    )
    part.slip(
        "Write down every reading for P = 1, then for P = 2. Does the formula give both counts?",
        "return 3 * P + 2",
        when=in_any_way,
    )
