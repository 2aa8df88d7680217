"""Exercise 8.5: Choose, then report."""

import numpy as np
import torch

from course_utils.checking.exercises import exercise
from course_utils.checking.plain_data import as_numbers
from course_utils.lessons.lesson_08_overfitting.readings import wavy

report = exercise(
    "8.5",
    "Choose, then report",
    hints=(
        "Section 7: the score that chose is too good. What has had no part in the choice?",
        "First the degree with the smallest loo on x, y. Then one fit to all of x and y.",
        "degree = min(degrees, key=lambda d: loo(x, y, d))",
    ),
)

DEGREES = [1, 2, 3, 4, 5]


def choices(generator):
    """Readings that choose degree 2, then 3; their test readings would choose the other one."""
    return [clear_choice(2, 3, generator), clear_choice(3, 2, generator)]


def clear_choice(best, other, generator):
    """Draw readings that choose `best` clearly, and test readings that would choose `other`."""
    while True:
        (x, y), (u, _) = wavy(9, generator), wavy(9, generator)
        y = y + 2 * x**best - 2 * torch.sin(3 * x)
        noise = torch.randn(9, generator=generator)
        degree_of = {leave_one_out_error(x, y, degree): degree for degree in DEGREES}
        first, second = sorted(degree_of)[:2]
        if degree_of[first] == best and first < 0.97 * second:
            v = (torch.tensor(np.polyval(np.polyfit(x, y, other), u)) + 0.1 * noise).float()
            if chosen(error_of_fit, x, y, u, v) == chosen(leave_one_out_error, u, v) == other:
                return x, y, u, v, DEGREES


def chosen(error, *readings):
    return min(DEGREES, key=lambda degree: error(*readings, degree))


def error_of_fit(x, y, u, v, degree):
    """Return the MSE on u, v of the polynomial fitted to x, y."""
    return ((np.polyval(np.polyfit(x, y, degree), u) - v.numpy()) ** 2).mean()


def leave_one_out_error(x, y, degree):
    """Return the MSE at each reading of the fit to all the others, without fitting them all."""
    Q, _ = torch.linalg.qr(torch.vander(x.double(), degree + 1))
    residuals = Q @ (Q.T @ y.double()) - y
    return ((residuals / (1 - (Q**2).sum(1))) ** 2).mean().item()


def numbers(answer, *args):
    return as_numbers(answer(*args))


@report.part(probes=choices, observe=numbers, tolerance=2e-3)
def choose_and_report(x, y, x_test, y_test, degrees):
    """(degree, error): the degree with the smallest leave-one-out error on x, y; and, refitted to
    all of x, y, its MSE on the test readings."""
    import numpy as np

    x, y, x_test, y_test = (t.double().numpy() for t in (x, y, x_test, y_test))

    def mse(knobs, x, y):
        return ((np.polyval(knobs, x) - y) ** 2).mean()

    def loo(degree):
        total = 0.0
        for i in range(len(x)):
            keep = np.arange(len(x)) != i
            total += mse(np.polyfit(x[keep], y[keep], degree), x[i], y[i])
        return total / len(x)

    degree = min(degrees, key=loo)
    return degree, mse(np.polyfit(x, y, degree), x_test, y_test)


ERROR = "mse(np.polyfit(x, y, degree), x_test, y_test)"
RESULT = f"return degree, {ERROR}"
BY_TRAIN = ("key=loo", "key=lambda d: mse(np.polyfit(x, y, d), x, y)")
BY_TEST = ("key=loo", "key=lambda d: mse(np.polyfit(x, y, d), x_test, y_test)")
TO_BOTH = (RESULT, f"x, y = np.append(x, x_test), np.append(y, y_test); {RESULT}")
TO_TEST = (RESULT, f"x, y = x_test, y_test; {RESULT}")
ON_FITTED = (ERROR, "mse(np.polyfit(x, y, degree), x, y)")

choose_and_report.slips(
    {
        "The error is the score that chose the degree. A winner's own score is too good.": (
            (ERROR, "loo(degree)")
        ),
        "The test readings choose the degree. Who judges the judge?": BY_TEST,
        "The error is that on the readings of the fit. Which readings are still unseen?": ON_FITTED,
        "The degree is chosen by the training error, which falls with every degree.": [
            BY_TRAIN,
            (BY_TRAIN, ON_FITTED),
        ],
        "The test readings were in the fit, so they cannot judge it.": [
            TO_BOTH,
            (TO_BOTH, ON_FITTED),
        ],
        "The test readings may only judge a fit made on x, y.": [
            TO_TEST,
            (TO_TEST, (ERROR, "loo(degree)")),
            (BY_TEST, TO_TEST, (ERROR, "loo(degree)")),
        ],
        "The degree is right. The error is the best on the test readings, of another degree.": (
            (ERROR, "min(mse(np.polyfit(x, y, d), x_test, y_test) for d in degrees)")
        ),
        "Return the degree itself, not its place in the list.": (
            ("return degree", "return degrees.index(degree)")
        ),
        "The fit still lacks a reading. After the choice, fit to all of x and y.": (
            ("np.polyfit(x, y, degree)", "np.polyfit(x[:-1], y[:-1], degree)")
        ),
        "The degree is right. The error is a root here; the MSE is asked for.": (
            (ERROR, f"{ERROR} ** 0.5")
        ),
        "The degree comes first.": (RESULT, f"return {ERROR}, degree"),
        "Two results are asked for: the degree and the error.": [
            (RESULT, "return degree"),
            (RESULT, f"return {ERROR}"),
        ],
    }
)
