"""Exercise 8.4: Leave one out."""

import torch

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
    """Three for a head, the diary's line, then random readings, last with a constant."""
    by_head = torch.tensor([1.0, 2, 3]), torch.tensor([0.0, 1, 4]), 1
    drawn = [(*wavy(n, generator), degree) for n, degree in [(8, 2), (13, 3), (7, 1), (6, 0)]]
    return [by_head, (T_U, T_C, 1), *drawn]


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
        "These are errors without a square: square each before the mean.": [
            (SQUARE, f"abs({JUDGE} - y[i])"),
            (SQUARE, f"{JUDGE} - y[i]"),
        ],
        "The square comes too late: square each error, then take their mean.": (
            (SQUARE, f"{JUDGE} - y[i]"),
            (MEAN, f"{MEAN} ** 2"),
        ),
        "One reading never has its turn. Which values does i take?": [
            ("in range(len(x))", "in range(len(x) - 1)"),
            ("in range(len(x))", "in range(1, len(x))"),
        ],
        "The same reading is left out of every fit. Leave out the one that judges.": [
            ("!= i", "!= 0"),
            ("!= i", "!= len(x) - 1"),
        ],
        "Another reading is left out than the one that judges: leave out i itself.": [
            ("!= i", "!= (i + 1) % len(x)"),
            ("!= i", "!= (i - 1) % len(x)"),
        ],
        "Two readings are left out of each fit. Only the one that judges is to be.": [
            ("keep = ", f"keep = np.arange(len(x)) != (i {other}) % len(x)\n        keep &= ")
            for other in ("+ 1", "- 1")
        ],
        "x and y are exchanged in the fit.": ("x[keep], y[keep]", "y[keep], x[keep]"),
        "polyval takes the knobs first, then x.": (JUDGE, "np.polyval(x[i], knobs)"),
        "This is the median. The mean of the squares is asked for.": (MEAN, "np.median(errors)"),
        "This is one of the errors, the largest or smallest. Their mean is asked for.": [
            (MEAN, "max(errors)"),
            (MEAN, "min(errors)"),
        ],
        "This is how far the errors scatter. Their mean is asked for.": [
            (MEAN, f"np.{spread}(errors{n})") for spread in ("std", "var") for n in ("", ", ddof=1")
        ],
        "Divide by n, the number of errors: it is their mean.": [
            (MEAN, "sum(errors) / (len(x) - 1)"),
            (MEAN, "sum(errors) / (len(x) - degree - 1)"),
        ],
        "Each prediction is compared with the mean of y. Compare it with the reading left out.": (
            ("- y[i]", "- y.mean()")
        ),
        "The fits are averaged before they are judged. Judge each by the reading it lacks.": (
            (SQUARE, "np.polyval(knobs, x)"),
            (MEAN, "np.mean((np.mean(errors, axis=0) - y) ** 2)"),
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
        "1.": [of_degree("degree - 1"), of_degree("max(degree - 1, 0)"), TOO_FEW],
        "The degree is one too high. How many columns has a line?": of_degree("degree + 1"),
        "Every curve runs through the origin: the column of ones, x to the power 0, is missing.": [
            (FAIL_AT_0, *WITHOUT_ONES),
            WITHOUT_ONES,
        ],
        "Degree 0 fails. It is a constant: one column, of ones.": FAIL_AT_0,
        "Take len(x), not 11.": [
            ("in range(len(x))", "in range(11)"),
            ("np.arange(len(x)) != i", "np.arange(11) != i"),
            ("np.arange(len(x)) != i", "np.setdiff1d(range(11), [i])"),
            (MEAN, "sum(errors) / 11"),
        ],
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
loo.slip(
    "By hand: for x = [1, 2, 3], y = [0, 1, 4] at degree 1 the squared errors are 4, 1 and 4.",
    (MEAN, "np.mean(errors) + 1"),
    when=lambda *_: True,
)
loo.same(
    {
        "np.polyfit takes tensors, and float32 will do for so few powers of small numbers.": [
            ("x, y = x.double().numpy(), y.double().numpy()", "pass"),
            ("x.double()", "x"),
            ("y.double()", "y"),
            ("x.double()", "x.float()"),
            ("y.double()", "y.float()"),
        ],
        "x and y are equally many.": [
            ("(len(x)):", "(len(y)):"),
            ("arange(len(x))", "arange(len(y))"),
        ],
        "The square asks for no sign.": (f"{JUDGE} - y[i]", f"y[i] - {JUDGE}"),
    }
)
