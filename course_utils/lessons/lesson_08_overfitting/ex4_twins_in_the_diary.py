"""Exercise 8.4: Twins in the diary."""

import math

import torch

from course_utils.checking.exercises import exercise
from course_utils.checking.plain_data import as_numbers
from course_utils.lessons.findings import in_any_way, one_of_its_kind, within
from course_utils.lessons.lesson_08_overfitting.held_back_slips import SAME, SLIPS
from course_utils.lessons.lesson_08_overfitting.readings import T_C, T_U, wavy

twins = exercise(
    "8.4",
    "Twins in the diary",
    hints=(
        "One of the 22 is held back. Where is its twin, and what does a curve with eleven knobs "
        "do at the reading of the twin?",
        "Held back together means: for each number g in group, fit to the readings whose group is "
        "not g, and judge by those whose group is g.",
        "out = group == g marks one group; x[~out] and y[~out] are all the others. At the end "
        "average over the readings, each counted once.",
    ),
    kind="predict",
)


def finite(value):
    """Return one number for all that are beyond bounds, and else what `one_of_its_kind` does."""
    value = one_of_its_kind(value)
    return value if not isinstance(value, float) or math.isfinite(value) else 1e9


@twins.part(tolerance=1e-3, observe=finite)
def twin_error():
    return 0.0


twin_error.slip("Leave out the quotes: a number is asked for.", "0")
twin_error.slip("One number is asked for: the mean over all 22.", [0.0] * 22)
for sentence, places in {
    "This is what leave-one-out says of the line, and without twins. Here a curve with eleven "
    "knobs knows the twin of each reading.": [4.519],
    "This is what leave-one-out says of degree 2, and without twins. What does a curve with "
    "eleven knobs know of the reading held back?": [4.1],
    "This is the training loss of the line. How many knobs has degree 10, and how many "
    "different readings are there?": [2.9276],
    "So much would a fresh reading add by its noise. A twin has the very same noise.": [
        3.24,
        3.2685,
    ],
    "This is the variance of the temperatures, what a constant would score.": [
        77.136,
        84.658,
        93.34,
    ],
}.items():
    for place in places:
        twin_error.slip(sentence, place, within(0.01, place))
for sentence, example, when in [
    (
        "So it would be if the reading were gone. One of the 22 is held back: who is still there?",
        1e9,
        lambda _, value: float(value) > 100,
    ),
    ("A mean of squares is never below 0.", -1.0, lambda _, value: float(value) < 0),
    (
        "Nearly. Does the curve miss the twin of the reading held back, even a little?",
        0.5,
        lambda _, value: float(value) < 1,
    ),
    (
        "Follow one reading: it is held back, its twin is not. Where does a curve with eleven "
        "knobs run, at eleven different readings?",
        20.0,
        in_any_way,
    ),
]:
    twin_error.slip(sentence, example, when)


def grouped(generator):
    """Three pairs for a head, twins of the diary, then groups of all sizes, in any order."""
    by_head = [torch.tensor(rows) for rows in ([1.0, 1, 2, 2, 3, 3], [0.0, 0, 1, 1, 4, 4])]
    probes = [(*by_head, torch.tensor([0, 0, 1, 1, 2, 2]), 1)]
    for labels, degree in [
        ([5, 9, 5, -2, 9, 5, 7, -2, 7, 5, 30, 9, 7], 2),
        ([4, 1, 1, 4, 1, 1, 6, 1, 6, 4], 0),
        ([*range(8)], 1),
        ([3, 3, 3, 8, 8, 0, 8, 8, 0, 3, 3, 8], 3),
    ]:
        group = torch.tensor(labels)[torch.randperm(len(labels), generator=generator)]
        probes.append((*wavy(len(labels), generator), group, degree))
    pairs = torch.arange(11).repeat(2)
    probes.append((0.1 * T_U.repeat(2), T_C.repeat(2), pairs, 1))
    return probes


def left_out_error(answer, *args):
    """Return what comes back; there are many ways to fail with a constant, or with a label."""
    try:
        return as_numbers(answer(*args))
    except (IndexError, KeyError) as error:
        error.args = ("a label of a group is no position",)
        raise
    except Exception as error:
        if args[-1] == 0:
            raise ValueError("it fails at degree 0") from error
        raise


@twins.part(probes=grouped, observe=left_out_error, tolerance=2e-3)
def grouped_error(x, y, group, degree):
    """Mean, over all readings, of the squared error that each has in a polynomial fitted to the
    readings of all other groups; `group` (n,) holds whole numbers; a number."""
    import numpy as np

    x, y, group = x.double().numpy(), y.double().numpy(), group.numpy()
    errors = np.zeros(len(x))
    for g in np.unique(group):
        out = group == g
        knobs = np.polyfit(x[~out], y[~out], degree)
        errors[out] = (np.polyval(knobs, x[out]) - y[out]) ** 2
    return errors.mean()


grouped_error.slips(SLIPS)
grouped_error.slip(
    "By hand: x = [1, 1, 2, 2, 3, 3], y = [0, 0, 1, 1, 4, 4] in three pairs at degree 1: the "
    "squared errors are 4, 1 and 4, each twice.",
    ("errors.mean()", "errors.mean() + 1"),
    when=in_any_way,
)
grouped_error.same(SAME)
