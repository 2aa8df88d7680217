"""Exercise 1.5: Dtype detective."""

import torch

from course_utils.checking.exercises import exercise

detective = exercise(
    "1.5",
    "Dtype detective",
    hints=(
        "Section 6 shows each of these, or a close relative.",
        "Two floats with axes: the wider wins. Integers: division leaves them, averaging refuses.",
        'The first is "float64".',
    ),
)

ANSWERS = ("float32", "float64", "int64", "error")


def one_of_four(answer):
    """Return which of the four answers this is, as a text or as torch's dtype."""
    text = str(answer) if isinstance(answer, str | torch.dtype) else ""
    text = text.strip().lower().removeprefix("torch.")
    return text if text in ANSWERS else "none of the four"


@detective.part(observe=one_of_four)
def mixed():
    return "float64"


@detective.part(observe=one_of_four)
def halved():
    return "float32"


@detective.part(observe=one_of_four)
def averaged():
    return "error"


@detective.part(observe=one_of_four)
def made_by_fastai():
    return "float32"


@detective.part(observe=one_of_four)
def made_by_torch():
    return "float64"


NO_INTEGERS = "NumPy's array holds 0.5 and 1.5, and neither function rounds them."
NO_ERROR = "Not an error: both functions take a NumPy array."

for part, sentences in [
    (
        mixed,
        {
            "error": "Not an error: torch promotes to the wider dtype, here float64.",
            "float32": "The wider dtype wins, not the first one or the default.",
            "int64": "Both factors hold floats, and a product of floats is one, too.",
        },
    ),
    (
        halved,
        {
            "int64": "Between integers / gives a float, in the default dtype.",
            "float64": "The default float dtype of torch is float32; float64 comes from NumPy.",
            "error": "Not an error: / divides integers. It is the average that torch refuses.",
        },
    ),
    (
        averaged,
        dict.fromkeys(
            ("float32", "int64", "float64"),
            "arange(3) is int64, and torch refuses to average integers.",
        ),
    ),
    (
        made_by_fastai,
        {
            "float64": "That is what torch.tensor does. fastai's tensor turns float64 into "
            "float32.",
            "int64": NO_INTEGERS,
            "error": NO_ERROR,
        },
    ),
    (
        made_by_torch,
        {
            "float32": "That is what fastai's tensor does. torch.tensor keeps NumPy's float64.",
            "int64": NO_INTEGERS,
            "error": NO_ERROR,
        },
    ),
]:
    for answer, sentence in sentences.items():
        part.slip(sentence, answer)
    part.slip('Answer with one of four texts: "float32", "float64", "int64" or "error".', 64)
