"""Exercise 0.4: Six events."""

from course_utils.checking.exercises import exercise

events = exercise(
    "0.4",
    "Six events",
    hints=(
        "Section 8 names the years. Write them beside the letters, then sort.",
        "Turing's two ideas are fourteen years apart, and ENIAC was built between them.",
        "Then came the workshop, a perceptron that learnt, and a book on what it cannot do.",
    ),
)


def letters(answer):
    """Return the letters of a text, or of the texts in a list; other signs are left out."""
    texts = answer if isinstance(answer, list | tuple) else [answer]
    found = "".join(text.lower() for text in texts if isinstance(text, str))
    return "".join(sign for sign in found if sign.isalpha()) or "no letters"


@events.part(observe=letters)
def order():
    return "fadceb"


def comes_before(later, earlier):
    """Return a `when` that is true if the event `later` is named before `earlier`."""
    return lambda _, value: value.index(later) < value.index(earlier)


for sentence, value, when in [
    (
        "Write the six letters from a to f, each once, the oldest event first.",
        "faddceb",
        lambda _, value: sorted(value) != list("abcdef"),
    ),
    (
        "The order is turned round: begin with the oldest event.",
        "becdaf",
        lambda right_value, value: value == right_value[::-1],
    ),
    (
        "ENIAC stands before Turing's universal machine. The theory came first.",
        "afdceb",
        comes_before("a", "f"),
    ),
    (
        "A book on what perceptrons cannot do comes before the perceptron. Can it?",
        "fadcbe",
        comes_before("b", "e"),
    ),
    (
        "The perceptron stands before the Dartmouth workshop. It came one year after it.",
        "fadecb",
        comes_before("e", "c"),
    ),
    (
        "When Turing proposed the imitation game, electronic computers were running already.",
        "fdaceb",
        comes_before("d", "a"),
    ),
    (
        "Turing asked whether machines can think before the field had a name.",
        "facdeb",
        comes_before("c", "d"),
    ),
]:
    order.slip(sentence, value, when)
