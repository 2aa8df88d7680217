"""Exercise 9.6: the bytes that a broadcast result takes."""

import numbers

from course_utils.checking.exercises import exercise

memory = exercise(
    "9.6",
    "How much memory",
    hints=(
        "Sections 3 and 4: which shape has x - y? Only the result counts here.",
        "Each of its numbers is a float32. How many bytes is that?",
        "The shape is (10000, 10000): multiply its sizes, then by the bytes of one number.",
    ),
)


def one_number(answer):
    """Return the number, in whatever type; of anything else, what it is."""
    if isinstance(answer, str):
        return "a text"
    is_number = isinstance(answer, numbers.Real) or getattr(answer, "shape", None) == ()
    return float(answer) if is_number and not isinstance(answer, bool) else "no number"


@memory.part(observe=one_number)
def bytes_needed():
    return 10_000 * 10_000 * 4


UNIT = "The right amount in another unit. Bytes are asked for."

for value, sentence in [
    (40_000, "This would be one result of shape (10000,). Align (10000,) with (10000, 1) first."),
    (80_000, "These are the bytes of x and y. How large is what comes of them?"),
    (20_000, "These are the numbers in x and y. How many has the result, and how large is each?"),
    (10_000, "The result has more numbers than x. Align (10000,) with (10000, 1) first."),
    (100_000_000, "These are numbers, not bytes. How many bytes has each?"),
    (200_000_000, "Two bytes for each number: that would be float16."),
    (800_000_000, "Twice too much: float32 is half as long as float64, and no input is copied."),
    (1_200_000_000, "Stretched inputs are not copied. Only the result is asked for."),
    (400_080_000, "x and y are counted in. Only the result is asked for."),
    (3_200_000_000, "These are bits. A byte has 8 of them."),
    (400, UNIT),
    (400_000, UNIT),
    (0.4, UNIT),
    (381.4697, UNIT),
    (390_625, UNIT),
    (400_000_000 / 2**30, UNIT),
    (0, "The inputs are not copied. The result is another tensor, and takes memory."),
    (4, "This is one float32. How many does the result hold?"),
    (484, "This is the result for eleven readings. Here there are ten thousand."),
    (40_000_000_000, "This is the result for a hundred thousand readings. Here are ten thousand."),
    (4_000_000, "This is the result for a thousand readings. Here are ten thousand."),
    ("400 MB", "Give the number alone, without quotes and without a unit."),
    (
        (10_000, 10_000),
        "A number of bytes is asked for: the sizes multiplied, then the bytes of one.",
    ),
]:
    bytes_needed.slip(sentence, value)

bytes_needed.slip(
    "In bytes it is more: multiply the two sizes, then by the bytes of one number.",
    1,
    when=lambda want, came: came < want,
)
bytes_needed.slip(
    "In bytes it is less: multiply the two sizes, then by the bytes of one number.",
    1e12,
    when=lambda want, came: came > want,
)
