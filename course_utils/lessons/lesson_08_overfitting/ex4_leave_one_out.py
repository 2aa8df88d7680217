"""Exercise 8.4: Leave one out."""

import numpy as np
import torch

from course_utils import simulate
from course_utils.exercise import exercise
from course_utils.values import as_numbers

T_U, T_C = simulate.thermometer()


leave_one = exercise(
    "8.4",
    "Leave one out",
    hints=(
        "Section 4: n fits, each without one reading. Only that reading judges its fit.",
        "keep = torch.arange(len(x)) != i is True everywhere but at i. x[keep] has the others.",
        "knobs = np.polyfit(x[keep], y[keep], degree), then np.polyval(knobs, x[i]).",
    ),
)


def spread(n, generator):
    """Return n readings of a wavy curve, their x spread from -2 to 2, so that no fit is wild."""
    shift, noise = torch.randn(2, n, generator=generator)
    x = torch.linspace(-2, 2, n) + 0.1 * shift
    return x, 3 * x + x**2 + 5 + 2 * torch.sin(3 * x) + noise


def curves(generator):
    """The diary's line, then random readings and higher degrees, a constant last."""
    drawn = [(*spread(n, generator), degree) for n, degree in [(8, 2), (10, 3), (7, 1), (6, 0)]]
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

    x, y = x.double().numpy(), y.double().numpy()
    total = 0.0
    for i in range(len(x)):
        keep = np.arange(len(x)) != i
        knobs = np.polyfit(x[keep], y[keep], degree)
        total += (np.polyval(knobs, x[i]) - y[i]) ** 2
    return total / len(x)


def powers(x, degree, first=0):
    return x.double()[:, None] ** torch.arange(first, degree + 1)


def left_out(x, y, degree, first=0):
    """Return the residual at each reading of the fit to all the others, without fitting it."""
    Q, _ = torch.linalg.qr(powers(x, degree, first))
    r = Q @ (Q.T @ y.double()) - y
    return r / (1 - (Q**2).sum(1))


def fitted(x, y, degree):
    return torch.linalg.lstsq(powers(x, degree), y[:, None].double()).solution[:, 0]


def mse_of(coefficients, x, y):
    return ((powers(x, len(coefficients) - 1) @ coefficients - y) ** 2).mean().item()


def fits(x, y, degree):
    """Return, for each reading: where the others are, and the coefficients of their fit."""
    keeps = [torch.arange(len(x)) != i for i in range(len(x))]
    return [(keep, fitted(x[keep], y[keep], degree)) for keep in keeps]


def mean_square(residuals):
    return (residuals**2).mean().item()


def backwards(x, y, degree):
    """Evaluate with the coefficients in the wrong order."""
    found = [(mse_of(c.flip(0), x[~keep], y[~keep])) for keep, c in fits(x, y, degree)]
    return sum(found) / len(found)


def fails_at_0(answer):
    def failing(x, y, degree):
        return answer(x, y, degree) if degree else 1 / 0

    return failing


def for_eleven(x, y, degree):
    if len(x) != 11:
        raise IndexError
    return mean_square(left_out(x, y, degree))


def one_short(x, y, degree):
    return mean_square(left_out(x, y, degree - 1))


def without_ones(x, y, degree):
    return mean_square(left_out(x, y, degree, first=1))


_ABSOLUTE = "These are errors without a square: square each before the mean."
_ONE_SHORT = (
    "The degree is one too low: a line has degree 1 and two columns, x to the 0 and to the 1."
)
_ONES = "Every curve runs through the origin: the column of ones, x to the power 0, is missing."
_ONE_FOLD = "One reading was left out. Each must have its turn: where is the mean?"

for sentence, answer in [
    (
        "The reading that judges was in the fit. This is the training loss.",
        lambda *a: mse_of(fitted(*a), *a[:2]),
    ),
    (_ABSOLUTE, lambda *a: left_out(*a).abs().mean().item()),
    (
        "This is the root. The mean of the squares is asked for.",
        lambda *a: mean_square(left_out(*a)) ** 0.5,
    ),
    ("This is the sum. Divide it by the number of readings.", lambda *a: (left_out(*a) ** 2).sum()),
    (
        "Each fit is judged by all readings. Which one has it not seen?",
        lambda x, y, d: sum(mse_of(c, x, y) for _, c in fits(x, y, d)) / len(x),
    ),
    (
        "Each fit is judged by the readings it was fitted to. Which one has it not seen?",
        lambda x, y, d: sum(mse_of(c, x[k], y[k]) for k, c in fits(x, y, d)) / len(x),
    ),
    (_ONE_SHORT, fails_at_0(one_short)),
    (_ONE_SHORT, one_short),
    (
        "The degree is one too high. How many columns has a line?",
        lambda x, y, d: mean_square(left_out(x, y, d + 1)),
    ),
    (_ONES, fails_at_0(without_ones)),
    (_ONES, without_ones),
    ("Degree 0 fails. It is a constant: one column, of ones.", fails_at_0(loo.reference)),
    ("Take len(x), not 11.", for_eleven),
    ("Take len(x), not 11.", lambda *a: (left_out(*a) ** 2).sum() / 11),
    ("Is degree used?", lambda x, y, degree: mean_square(left_out(x, y, 1))),
    (
        "The coefficients are used in the wrong order: which of them belongs to which power?",
        backwards,
    ),
    (_ONE_FOLD, lambda *a: (left_out(*a) ** 2)[0]),
    (_ONE_FOLD, lambda *a: (left_out(*a) ** 2)[-1]),
    ("One number is asked for: the mean of these.", lambda *a: left_out(*a) ** 2),
    ("One number is asked for: the mean of these.", lambda *a: (left_out(*a) ** 2).tolist()),
    ("Are these the diary's readings? Use x and y.", lambda x, y, d: loo.reference(T_U, T_C, d)),
]:
    loo.mistake(sentence, answer)
