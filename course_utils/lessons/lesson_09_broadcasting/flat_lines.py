"""What training loops are tried on that have a wrong shape, and what is kept of what they give."""

import torch

from course_utils import simulate
from course_utils.checking.plain_data import as_numbers
from course_utils.lessons.lesson_09_broadcasting import habits

FOUND = (habits.SILENCED, habits.ROW_AGAINST_VECTOR, habits.UNEQUAL)
EQUAL, UNEQUAL = "wrong, with equal shapes", "wrong, with unequal shapes"


def readings(x_axes, y_axes, columns=(1, 1, 1)):
    """Return probes: a tenth of the diary, one reading, five readings; so many axes and columns."""

    def probes(generator):
        torch.optim.SGD([torch.zeros(1)], lr=1.0)  # the first ever made takes a second
        t_u, t_c = simulate.thermometer()
        drawn = [(0.1 * t_u[:, None], t_c, 1e-2, 10)]
        for n, d, steps in zip((1, 5), columns[1:], (3, 4), strict=True):
            X = torch.randn(n, d, generator=generator) + 1
            y = 5 * torch.randn(n, generator=generator) + 10
            drawn.append((X, y, 0.05, steps))
        if max(columns) > 1:
            X, y = torch.randn(6, 2, generator=generator), torch.randn(6, generator=generator)
            drawn.append((X, 4 * y + 10, 0.1, 5))
        return [
            (X if x_axes == 2 else X[:, 0], y if y_axes == 1 else y[:, None], *settings)
            for X, y, *settings in drawn
        ]

    return probes


def result(answer, *args):
    """Return what comes back, and the habits with which it was found."""
    value, calls = habits.watched(answer, *args)
    found = [name for name in FOUND if name in calls]
    return {"value": value, "habits": found + ["squeeze"] * (("squeeze", 1) in calls)}


def value_and_shapes(part, seen, x, *others):
    """Return what came back, and how the shapes met if it is wrong; or a habit, if it is right.

    Habits are looked for where there are five readings.
    """
    value, found = as_numbers(seen["value"]), seen["habits"]
    if not habits.is_right(part, value, x, *others):
        shapes = UNEQUAL if habits.UNEQUAL in found else EQUAL
    else:
        shapes = habit_in(part, found) if len(x) == 5 else ""
    return {"weights and bias" if part.name == "fit_c" else "(w, b)": value, "shapes": shapes}


def habit_in(part, found):
    """Name the habit of a right answer to a part, if it has one."""
    if habits.SILENCED in found and part.name == "fit_c":
        return habits.SILENCED
    if habits.ROW_AGAINST_VECTOR in found:
        return habits.ROW_AGAINST_VECTOR
    return "right, by squeeze()" if "squeeze" in found else ""
