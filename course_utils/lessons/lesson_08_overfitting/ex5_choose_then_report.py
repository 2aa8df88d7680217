"""Exercise 8.5: Choose, then report."""

import numpy as np
import torch

from course_utils.exercise import exercise
from course_utils.lessons.lesson_08_overfitting.ex4_leave_one_out import (
    fitted,
    left_out,
    mean_square,
    mse_of,
    powers,
    spread,
)
from course_utils.values import as_numbers


def pair(value):
    """Return two numbers as a tuple, in whatever they came."""
    is_pair = isinstance(value, torch.Tensor | np.ndarray) and value.shape == (2,)
    return tuple(value.tolist()) if is_pair else as_numbers(value)


report = exercise(
    "8.5",
    "Choose, then report",
    hints=(
        "Section 7: the score that chose is too good. What has had no part in the choice?",
        "First the degree with the smallest loo on x, y. Then one fit to all of x and y.",
        "degree = min(degrees, key=lambda d: loo(x, y, d))",
    ),
)


def choices(generator):
    """Readings that choose degree 2, then 3; their test readings would choose the other one."""
    return [next(clear_choices(2, 3, generator)), next(clear_choices(3, 2, generator))]


def clear_choices(best, other, generator):
    degrees = [1, 2, 3, 4, 5]
    while True:
        (x, y), (u, _) = spread(9, generator), spread(9, generator)
        y = y + 2 * x**best - 2 * torch.sin(3 * x)
        noise = torch.randn(9, generator=generator)
        scores = [mean_square(left_out(x, y, d)) for d in degrees]
        first, second = sorted(scores)[:2]
        if first == scores[best - 1] and first < 0.97 * second:
            v = powers(u, other) @ fitted(x, y, other) + 0.1 * noise
            args = x, y, u, v.float(), degrees
            if by_test(*args) == chosen(*args[2:4], x, y, degrees) == other:
                yield args


@report.part(probes=choices, observe=lambda answer, *args: pair(answer(*args)), tolerance=2e-3)
def choose_and_report(x, y, x_test, y_test, degrees):
    """(degree, error): the degree with the smallest leave-one-out error on x, y; and, refitted to
    all of x, y, its MSE on the test readings."""
    import numpy as np

    x, y, x_test, y_test = (t.double().numpy() for t in (x, y, x_test, y_test))

    def loo(degree):
        total = 0.0
        for i in range(len(x)):
            keep = np.arange(len(x)) != i
            knobs = np.polyfit(x[keep], y[keep], degree)
            total += (np.polyval(knobs, x[i]) - y[i]) ** 2
        return total / len(x)

    degree = min(degrees, key=loo)
    knobs = np.polyfit(x, y, degree)
    return degree, ((np.polyval(knobs, x_test) - y_test) ** 2).mean()


def least(degrees, error):
    return min(degrees, key=error)


def chosen(x, y, x_test, y_test, degrees):
    return least(degrees, lambda d: mean_square(left_out(x, y, d)))


def tested(degree, x, y, x_test, y_test, degrees):
    """Return the error on the test readings."""
    return mse_of(fitted(x, y, degree), x_test, y_test)


def by_test(*args):
    return least(args[4], lambda d: tested(d, *args))


def joined(x, y, x_test, y_test, degrees):
    return torch.cat([x, x_test]), torch.cat([y, y_test])


def last_fold(x, y, x_test, y_test, degrees):
    return tested(chosen(x, y, x_test, y_test, degrees), x[:-1], y[:-1], x_test, y_test, degrees)


_TRAINED = "The error is that on the readings of the fit. Which readings are still unseen?"
_CHOSE = "The degree is chosen by the training error, which falls with every degree."
_SEEN = "The test readings were in the fit, so they cannot judge it."
_JUDGE = "The test readings may only judge a fit made on x, y."
_DEGREE = "Two results are asked for: the degree and the error."

for sentence, answer in [
    (
        "The error is the score that chose the degree. A winner's own score is too good.",
        lambda *a: (chosen(*a), mean_square(left_out(*a[:2], chosen(*a)))),
    ),
    (
        "The test readings choose the degree. Who judges the judge?",
        lambda *a: (by_test(*a), tested(by_test(*a), *a)),
    ),
    (_TRAINED, lambda *a: (chosen(*a), mse_of(fitted(*a[:2], chosen(*a)), *a[:2]))),
    (_CHOSE, lambda *a: (max(a[4]), tested(max(a[4]), *a))),
    (_CHOSE, lambda *a: (max(a[4]), mse_of(fitted(*a[:2], max(a[4])), *a[:2]))),
    (_SEEN, lambda *a: (chosen(*a), mse_of(fitted(*joined(*a), chosen(*a)), *a[2:4]))),
    (_SEEN, lambda *a: (chosen(*a), mse_of(fitted(*joined(*a), chosen(*a)), *joined(*a)))),
    (_JUDGE, lambda *a: (chosen(*a), mse_of(fitted(*a[2:4], chosen(*a)), *a[2:4]))),
    (_JUDGE, lambda *a: (chosen(*a), mean_square(left_out(*a[2:4], chosen(*a))))),
    (_JUDGE, lambda *a: (by_test(*a), mean_square(left_out(*a[2:4], by_test(*a))))),
    (
        "The degree is right. The error is the best on the test readings, of another degree.",
        lambda *a: (chosen(*a), tested(by_test(*a), *a)),
    ),
    (
        "Return the degree itself, not its place in the list.",
        lambda *a: (a[4].index(chosen(*a)), tested(chosen(*a), *a)),
    ),
    (
        "The fit still lacks a reading. After the choice, fit to all of x and y.",
        lambda *a: (chosen(*a), last_fold(*a)),
    ),
    (
        "The degree is right. The error is a root here; the MSE is asked for.",
        lambda *a: (chosen(*a), tested(chosen(*a), *a) ** 0.5),
    ),
    ("The degree comes first.", lambda *a: (tested(chosen(*a), *a), chosen(*a))),
    (_DEGREE, chosen),
    (_DEGREE, lambda *a: tested(chosen(*a), *a)),
]:
    choose_and_report.mistake(sentence, answer)
