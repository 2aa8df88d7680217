"""Exercise 8.4: Leave one out."""

from course_utils.checking.exercises import exercise
from course_utils.checking.plain_data import as_numbers
from course_utils.lessons.lesson_08_overfitting.readings import T_C, T_U, wavy

leave_one = exercise(
    "8.4",
    "Leave one out",
    hints=(
        "Section 4: n fits, each without one reading. Only that reading judges its fit.",
        "keep = torch.arange(len(x)) != i is True everywhere but at i. x[keep] has the others.",
        "knobs = np.polyfit(x[keep], y[keep], degree), then np.polyval(knobs, x[i]).",
    ),
)


def curves(generator):
    """The diary's line, then random readings and higher degrees, a constant last."""
    drawn = [(*wavy(n, generator), degree) for n, degree in [(8, 2), (10, 3), (7, 1), (6, 0)]]
    return [(T_U, T_C, 1), *drawn]


def left_out_error(answer, x, y, degree):
    """Return what comes back; there are many ways to miss an index, or to fail with a constant."""
    try:
        return as_numbers(answer(x, y, degree))
    except IndexError as error:
        error.args = (f"an index that does not go with {len(x)} readings",)
        raise
    except Exception as error:
        if degree == 0:
            raise ValueError("it fails at degree 0") from error
        raise


@leave_one.part(probes=curves, observe=left_out_error, tolerance=2e-3)
def loo(x, y, degree):
    """Mean squared error at each reading of a polynomial fitted to all the others; a number."""
    import numpy as np

    x, y = x.double().numpy(), y.double().numpy()
    errors = []
    for i in range(len(x)):
        keep = np.arange(len(x)) != i
        knobs = np.polyfit(x[keep], y[keep], degree)
        errors.append((np.polyval(knobs, x[i]) - y[i]) ** 2)
    return np.mean(errors)


FIT, JUDGE = "np.polyfit(x[keep], y[keep], degree)", "np.polyval(knobs, x[i])"
SQUARE, MEAN = f"({JUDGE} - y[i]) ** 2", "np.mean(errors)"
FAIL_AT_0 = ("errors = []", "errors = [] if degree else 1 / 0")


def of_degree(degree):
    return (FIT, f"np.polyfit(x[keep], y[keep], {degree})")


def columns(powers):
    """Return the edits that fit columns, x to these powers, with np.linalg.lstsq."""
    return (
        (FIT, f"np.linalg.lstsq(x[keep, None] ** {powers}, y[keep])[0]"),
        (JUDGE, f"x[i] ** {powers} @ knobs"),
    )


TOO_FEW, WITHOUT_ONES = columns("np.arange(degree)"), columns("np.arange(1, degree + 1)")

loo.slips(
    {
        "The reading that judges was in the fit. This is the training loss.": (
            ("x[keep], y[keep]", "x, y")
        ),
        "These are errors without a square: square each before the mean.": (
            (SQUARE, f"abs({JUDGE} - y[i])")
        ),
        "This is the root. The mean of the squares is asked for.": (MEAN, f"{MEAN} ** 0.5"),
        "This is the sum. Divide it by the number of readings.": (MEAN, "sum(errors)"),
        "Each fit is judged by all readings. Which one has it not seen?": (
            (SQUARE, "np.mean((np.polyval(knobs, x) - y) ** 2)")
        ),
        "Each fit is judged by the readings it was fitted to. Which one has it not seen?": (
            (SQUARE, "np.mean((np.polyval(knobs, x[keep]) - y[keep]) ** 2)")
        ),
        "The degree is one too low: a line has degree 1 and two columns, x to the 0 and to the "
        "1.": [of_degree("degree - 1"), TOO_FEW],
        "The degree is one too high. How many columns has a line?": of_degree("degree + 1"),
        "Every curve runs through the origin: the column of ones, x to the power 0, is missing.": [
            (FAIL_AT_0, *WITHOUT_ONES),
            WITHOUT_ONES,
        ],
        "Degree 0 fails. It is a constant: one column, of ones.": FAIL_AT_0,
        "Take len(x), not 11.": [("in range(len(x))", "in range(11)"), (MEAN, "sum(errors) / 11")],
        "Is degree used?": of_degree("1"),
        "The coefficients are used in the wrong order: which of them belongs to which power?": (
            ("polyval(knobs", "polyval(knobs[::-1]")
        ),
        "One reading was left out. Each must have its turn: where is the mean?": [
            (MEAN, "errors[0]"),
            (MEAN, "errors[-1]"),
        ],
        "One number is asked for: the mean of these.": [
            (MEAN, "torch.tensor(errors)"),
            (MEAN, "errors"),
        ],
        "Are these the diary's readings? Use x and y.": (
            lambda x, y, degree: loo.reference(T_U, T_C, degree)
        ),
    }
)
