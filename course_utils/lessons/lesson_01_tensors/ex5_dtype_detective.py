"""Exercise 1.5: Dtype detective."""

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


@detective.part()
def mixed():
    return "float64"


mixed.slip("Not an error: torch promotes to the wider dtype, here float64.", "error")
mixed.slip("The wider dtype wins, not the first one or the default.", "float32")


@detective.part()
def halved():
    return "float32"


halved.slip("Between integers / gives a float, in the default dtype.", "int64")
halved.slip("The default float dtype of torch is float32; float64 comes from NumPy.", "float64")


@detective.part()
def averaged():
    return "error"


for dtype in ("float32", "int64", "float64"):
    averaged.slip("arange(3) is int64, and torch refuses to average integers.", dtype)


@detective.part()
def made_by_fastai():
    return "float32"


made_by_fastai.slip(
    "That is what torch.tensor does. fastai's tensor turns float64 into float32.", "float64"
)


@detective.part()
def made_by_torch():
    return "float64"


made_by_torch.slip(
    "That is what fastai's tensor does. torch.tensor keeps NumPy's float64.", "float32"
)
