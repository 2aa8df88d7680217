"""Exercise 8.6: Five pairs of curves."""

from course_utils.checking.exercises import exercise

curve_pairs = exercise(
    "8.6",
    "Five pairs of curves",
    hints=(
        "Look at three things: does the training loss still fall, how low, and which way does "
        "validation go at the end?",
        "A gap alone is no fault. And validation below training asks for a reason.",
        "In one pair the validation loss turns upwards while the training loss still falls.",
    ),
    kind="explain",
)

WORDS = ["too simple", "overfitting", "good", "lr too small", "leak"]


def in_order(value):
    """Return the five words as one text; they may also come by name, as the runs do."""
    if isinstance(value, dict) and value.keys() == {*"ABCDE"}:
        value = [value[name] for name in "ABCDE"]
    if not isinstance(value, list | tuple):
        return "no list"
    if len(value) != 5 or not all(isinstance(word, str) for word in value):
        return "not five words"
    return ", ".join(word.strip().casefold().replace(",", "") for word in value)


@curve_pairs.part(observe=in_order)
def diagnoses():
    return ["lr too small", "good", "overfitting", "leak", "too simple"]


def first_slip(place, words):
    """Return a `when`: the first wrong word stands at this place, and is one of these."""

    def when(wanted, came):
        pairs = enumerate(zip(wanted.split(", "), came.split(", "), strict=True))
        return next((i, word) for i, (want, word) in pairs if word != want) in [
            (place, word) for word in words
        ]

    return when


diagnoses.slip(
    "Five words in a list are asked for, in quotes, in the order A to E.",
    diagnoses.answer()[:4],
    when=lambda _, came: came.count(",") != 4,
)
diagnoses.slip(
    "Use the five words as they are written above.",
    ["underfitting", *diagnoses.answer()[1:]],
    when=lambda _, came: not {*came.split(", ")} <= {*WORDS},
)

# The words of a typical confusion, or all of them; the first one makes the mistake.
for place, words, sentence in [
    (0, WORDS[:1], "A: the training loss is high, but is it done? Look at its slope at the end."),
    (0, WORDS[1:], "A: what is the training loss still doing at the end?"),
    (1, WORDS[1:2], "B: a gap alone is no fault. Does the validation loss ever turn upwards?"),
    (1, WORDS, "B: both losses are low, and flat at the end. Is anything amiss?"),
    (2, WORDS[2:3], "C: the training loss looks fine. Follow the validation loss to the end."),
    (2, WORDS, "C: the two losses part. Which way does each of them go?"),
    (3, WORDS[2:3], "D: why does validation do so much better, on readings it has never seen?"),
    (3, WORDS, "D: compare the two losses at the end. Which one should be the lower?"),
    (4, WORDS[3:4], "E: is anything still falling? Look where the curves become flat."),
    (4, WORDS[1:], "E: both losses are flat early. How high are they?"),
]:
    swapped = diagnoses.answer()
    swapped[place] = words[0]
    diagnoses.slip(sentence, swapped, when=first_slip(place, words))
