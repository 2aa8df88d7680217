"""Exercise 8.6: Five pairs of curves."""

from course_utils.checking.exercises import exercise
from course_utils.five_runs import RUNS, SETTINGS

curve_pairs = exercise(
    "8.6",
    "Five pairs of curves",
    hints=(
        "Look at four things: does the training loss still fall, how low, which way does "
        "validation go at the end, and do the fresh readings confirm it?",
        "A gap alone is no fault, and six readings may lie on the line by luck. What only fresh "
        "readings tell is whether validation can be believed.",
        "In one pair the validation loss turns upwards while the training loss still falls. In "
        "another both are far below the noise, and on fresh readings the model is bad. Two stay "
        "high: one has long been flat, the other still falls at the end.",
    ),
    kind="explain",
)


def in_order(value):
    """Return the five words as one text; they may also come by letter, as the runs do."""
    if isinstance(value, dict) and all(isinstance(letter, str) for letter in value):
        named = {letter.strip().upper(): word for letter, word in value.items()}
        value = [named[letter] for letter in RUNS] if named.keys() == RUNS.keys() else []
    if not isinstance(value, list | tuple):
        return "no list"
    if len(value) != len(RUNS) or not all(isinstance(word, str) for word in value):
        return "not five words"
    return ", ".join(" ".join(word.casefold().replace(",", " ").split()) for word in value)


@curve_pairs.part(observe=in_order)
def diagnoses():
    return ["leak", "too simple", "good", "overfitting", "lr too small"]


def first_slip(place, words):
    """Return a `when`: the first wrong word stands at this place, and is one of these."""

    def when(wanted, came):
        pairs = enumerate(zip(wanted.split(", "), came.split(", "), strict=True))
        return next((i, word) for i, (want, word) in pairs if word != want) in [
            (place, word) for word in words
        ]

    return when


diagnoses.slip(
    "Five words are asked for, in quotes: a list in the order A to E, or a dict by letter.",
    diagnoses.answer()[:4],
    when=lambda _, came: came.count(",") != 4,
)
diagnoses.slip(
    "Use the five words as they are written above.",
    ["underfitting", *diagnoses.answer()[1:]],
    when=lambda _, came: not {*came.split(", ")} <= {*SETTINGS},
)

# By place: what is said to words of a typical confusion, and to all others. The first one wrong
# makes the mistake.
CONFUSIONS = [
    (
        {
            "good": "A: both losses are splendid. What do the fresh readings say to that?",
            "overfitting": "A: so it does, but does validation warn? On new readings it should.",
        },
        "A: validation ends far below the noise. How can it, on readings that were held back?",
    ),
    (
        {"lr too small": "B: is anything still falling? Look where the curves become flat."},
        "B: both losses are flat early, and high. What is this model not able to do?",
    ),
    (
        {"leak": "C: below training, by luck or by a leak? See what the fresh readings say."},
        "C: both are flat, training near the noise, and fresh readings agree. Is that amiss?",
    ),
    (
        {"leak": "D: if validation had been trained on, would it turn upwards?"},
        "D: the two losses part. Which way does each of them go?",
    ),
    (
        {"too simple": "E: both are high, but are they done? Look at their slope at the end."},
        "E: what are both losses still doing at the end?",
    ),
]

RIGHT = diagnoses.answer()

for place, (by_word, otherwise) in enumerate(CONFUSIONS):
    others = [word for word in SETTINGS if word != RIGHT[place] and word not in by_word]
    said = [*(([word], sentence) for word, sentence in by_word.items()), (others, otherwise)]
    for words, sentence in said:
        for word in words:
            swapped = [*RIGHT[:place], word, *RIGHT[place + 1 :]]
            diagnoses.slip(sentence, swapped, when=first_slip(place, words))
