"""Exercise 4.4: Count the readings."""

import torch

from course_utils.exercise import exercise

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


@counting.part(probes=numbers_of_knobs)
def central(P):
    """How often the loss is read for the central differences of P knobs; a whole number."""
    return 2 * P


central.mistake("Each knob is turned to two sides, and each side is a reading.", lambda P: P)
central.mistake(
    "The loss at theta itself is not needed: its two neighbours are subtracted.",
    lambda P: 2 * P + 1,
)
central.mistake(
    "This counts the forward difference. The central one has two sides.", lambda P: P + 1
)
central.mistake("Two readings a knob: dividing by 2 delta costs no reading.", lambda P: 4 * P)


@counting.part(probes=numbers_of_knobs)
def forward(P):
    """How often the loss is read for the forward differences of P knobs; a whole number."""
    return P + 1


forward.mistake(
    "The loss at theta itself is the same for every knob: read it once and keep it.",
    lambda P: 2 * P,
)
forward.mistake("From what is each turned loss subtracted? That is a reading, too.", lambda P: P)
forward.mistake("Forward differences turn each knob to one side only.", lambda P: 2 * P + 1)

for part in (central, forward):
    for number in (1, 2, 3, 4, 11, 20):  # the answers for one P that the lesson counts, or hints at
        part.mistake(
            "Does your answer depend on P? More knobs need more readings.",
            lambda P, number=number: number,
        )
    for power in (lambda P: 2.0**P, lambda P: P**2):
        part.mistake(
            "Not every combination is tried: each knob is turned alone, the others stay.", power
        )
    part.mistake(
        "Write down every reading for P = 1, then for P = 2. Does the formula give both counts?",
        lambda P: 3 * P + 2,
        when=lambda *_: True,  # any other formula, for it comes last
    )
