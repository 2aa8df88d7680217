"""Exercise 10.5: An honest report."""

from course_utils.checking.exercises import exercise

honest = exercise(
    "10.5",
    "An honest report",
    hints=(
        "A report says on what it rests, how sure it is, how well it does on readings it has not "
        "seen, what somebody without it would do, and where it ends.",
        "Ask of each sentence what was measured. Five of them say more than that: of other days, "
        "of readings never seen, of a cause, of a law, or in digits that nobody knows.",
        "The first and the last sentence belong in it.",
    ),
    kind="explain",
)

# a  Eleven readings were used, at temperatures from -4 to 28 °C.
# b  The line's RMSE on its eleven readings is 1.71 °C: expect the same on other days.
# c  Turning the needle up by one unit warms the room by 0.537 °C.
# d  The slope is 0.537 ± 0.036 °C per °F; 0.036 is its standard error.
# e  With each reading left out once, the line misses it by 2.13 °C (root mean square).
# f  At a reading of 150 °F the temperature is 63 °C.
# g  By the same measure, the mean of the others misses by 9.66 °C.
# h  The correlation is 0.98, which proves that the slope is 5/9.
# i  The slope is 0.536772 °C per °F.
# j  5/9 is compatible with these readings; below -4 and above 28 °C nothing was tried.


def letters_of(answer):
    """Return the letters in order, each once."""
    if isinstance(answer, set | frozenset | list | tuple):
        answer = "".join(map(str, answer))
    if not isinstance(answer, str):
        return "none"
    return "".join(sorted(set(filter(str.isalpha, answer.lower()))))


@honest.part(observe=letters_of)
def report():
    return "adegj"


report.slip(
    "Five of the letters a to j are asked for, as one text.",
    "zebra",
    when=lambda _, letters: not letters or not set(letters) <= set("abcdefghij"),
)
for letter, sentence in {
    "b": "b takes the error on readings the line was fitted to. What says how it does on others?",
    "f": "f goes far beyond the warmest reading. What was seen there?",
    "c": "c speaks of a cause. Does the thermometer make the weather?",
    "h": "h lets one number prove a law. How many other slopes would fit these readings as well?",
    "i": "i has six digits and no uncertainty. How many of the digits are known?",
}.items():
    report.slip(
        sentence,
        "adeg" + letter,
        when=lambda _, letters, letter=letter: letter in letters,
    )
report.slip(
    "All that you chose belongs in it. Of the five, some are still missing.",
    "adeg",
    when=lambda _, letters: len(letters) < 5,
)
