"""Exercise 8.4: Twins in the diary."""

import math

import torch

from course_utils.checking.exercises import exercise
from course_utils.checking.plain_data import as_numbers
from course_utils.lessons.findings import in_any_way, one_of_its_kind, within
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


for sentence, value, when in [
    ("Leave out the quotes: a number is asked for.", "0", None),
    ("One number is asked for: the mean over all 22.", [0.0] * 22, None),
    (
        "So it would be if the reading were gone. One of the 22 is held back: who is still there?",
        1e9,
        lambda _, value: float(value) > 100,
    ),
    ("A mean of squares is never below 0.", -1.0, lambda _, value: float(value) < 0),
    (
        "This is what leave-one-out says of the line, and without twins. Here a curve with eleven "
        "knobs knows the twin of each reading.",
        4.52,
        within(0.01, 4.519),
    ),
    (
        "This is what leave-one-out says of degree 2, and without twins. What does a curve with "
        "eleven knobs know of the reading held back?",
        4.10,
        within(0.01, 4.1),
    ),
    (
        "This is the training loss of the line. How many knobs has degree 10, and how many "
        "different readings are there?",
        2.93,
        within(0.01, 2.9276),
    ),
    (
        "So much would a fresh reading add by its noise. A twin has the very same noise.",
        3.24,
        within(0.01, 3.24, 3.2685),
    ),
    (
        "This is the variance of the temperatures, what a constant would score.",
        77.1,
        within(0.01, 77.136, 84.658, 93.34),
    ),
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
    twin_error.slip(sentence, value, when)


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


FIT, MEAN = "np.polyfit(x[~out], y[~out], degree)", "errors.mean()"
SQUARE = "(np.polyval(knobs, x[out]) - y[out]) ** 2"
OUT, LOOP = "out = group == g", "for g in np.unique(group):"
EACH = (LOOP, "for g in range(len(x)):")
ARRAYS = "x, y, group = x.double().numpy(), y.double().numpy(), group.numpy()"
ARRAY, NOTE = "errors = np.zeros(len(x))", f"errors[out] = {SQUARE}"


def of_degree(degree):
    return (FIT, f"np.polyfit(x[~out], y[~out], {degree})")


def noted(what, end="np.mean(errors)"):
    """Return the edits that note one number a group in a list, and make one of all."""
    return (ARRAY, "errors = []"), (NOTE, f"errors.append({what})"), (MEAN, end)


def in_one_list(what=SQUARE, end="np.mean(errors)"):
    """Return the edits that put the errors of one group after the other into a list."""
    return (ARRAY, "errors = []"), (NOTE, f"errors.extend({what})"), (MEAN, end)


ALONE = (
    "One reading is held back at a time, and the rest of its group is still in the fit. Hold back "
    "the whole group."
)

grouped_error.slips(
    {
        ALONE: [
            (EACH, (OUT, "out = np.arange(len(x)) == g")),
            (
                EACH,
                (OUT, "out = np.arange(len(x)) == g; n = len(x)"),
                (MEAN, "np.sum(errors) / n"),
            ),
        ],
        "The reading that judges was in the fit: this is the training loss.": (
            FIT,
            "np.polyfit(x, y, degree)",
        ),
        "Each group's own readings make its fit. Fit to the others, judge by the group.": (
            FIT,
            "np.polyfit(x[out], y[out], min(degree, out.sum() - 1))",
        ),
        "Each fit is judged by the readings that made it. Judge by the group that was held back.": [
            noted("((np.polyval(knobs, x[~out]) - y[~out]) ** 2).mean()"),
            in_one_list("(np.polyval(knobs, x[~out]) - y[~out]) ** 2"),
        ],
        "Each fit is judged by all readings. Judge by the group that was held back.": (
            noted("((np.polyval(knobs, x) - y) ** 2).mean()")
        ),
        "Of each group only the largest error counts here. All readings count.": (
            noted(f"({SQUARE}).max()")
        ),
        "A large group has more turns than a small one: as often as it has readings. Each group "
        "has one.": ((LOOP, "for g in group:"), *in_one_list()),
        "This is a mean of the groups' means, and a small group counts as much as a large one. "
        "Average over the readings.": noted(f"({SQUARE}).mean()"),
        "The errors of a group are added, and the sums averaged over groups. Average over the "
        "readings.": noted(f"({SQUARE}).sum()"),
        "This is the sum. Divide it by the number of readings.": (MEAN, "errors.sum()"),
        "This is the root. The mean of the squares is asked for.": (MEAN, f"{MEAN} ** 0.5"),
        "This is the median. The mean of the squares is asked for.": (MEAN, "np.median(errors)"),
        "This is the largest of the errors. Their mean is asked for.": (MEAN, "errors.max()"),
        "Divide by n, the number of readings.": [
            (MEAN, "errors.sum() / (len(x) - 1)"),
            (MEAN, "errors.sum() / (len(x) - degree - 1)"),
        ],
        "These are errors without a square: square each before the mean.": [
            (SQUARE, "abs(np.polyval(knobs, x[out]) - y[out])"),
            (SQUARE, "np.polyval(knobs, x[out]) - y[out]"),
        ],
        "The square comes too late: square each error, then take their mean.": [
            ((SQUARE, "np.polyval(knobs, x[out]) - y[out]"), (MEAN, f"{MEAN} ** 2")),
            noted("(np.polyval(knobs, x[out]) - y[out]).mean() ** 2"),
        ],
        "One group never has its turn. Which values does g take?": [
            ((LOOP, f"for g in np.unique(group)[{some}]:"), *rest)
            for some in ("1:", ":-1")
            for rest in ((), in_one_list())
        ],
        "Only one group is held back. Each has its turn.": [
            ((LOOP, "for g in group[:1]:"), (MEAN, "errors[out].mean()")),
            ((LOOP, "for g in group[-1:]:"), (MEAN, "errors[out].mean()")),
            (LOOP, "for g in group[:1]:"),
            noted(f"({SQUARE}).mean()", "errors[-1]"),
            noted(f"({SQUARE}).mean()", "errors[0]"),
        ],
        "The groups are not always 0, 1, 2, …: the numbers may be any. np.unique lists those that "
        "there are.": [
            ((LOOP, f"for g in range({end}):"), *rest)
            for end in ("len(np.unique(group))", "max(group) + 1", "len(x) // 2")
            for rest in ((), in_one_list())
        ],
        "The twins need not stand side by side. `group` says who belongs together.": (
            (LOOP, "for g in range(0, len(x), 2):"),
            (OUT, "out = np.arange(len(x)) // 2 == g // 2"),
        ),
        "A group is weighted twice: once for each of its readings, and again for its size.": (
            noted(f"({SQUARE}).sum() * out.sum()", "np.sum(errors) / len(x)")
        ),
        "x and y are exchanged in the fit.": (FIT, "np.polyfit(y[~out], x[~out], degree)"),
        "polyval takes the knobs first, then x.": (
            "np.polyval(knobs, x[out])",
            "np.polyval(x[out], knobs)",
        ),
        "Is degree used?": [of_degree("1"), of_degree("2"), of_degree("10")],
        "The degree is one too low: a line has degree 1.": of_degree("max(degree - 1, 0)"),
        "The degree is one too high: a line has degree 1.": of_degree("degree + 1"),
        "The coefficients are used in the wrong order: which of them belongs to which power?": (
            "polyval(knobs",
            "polyval(knobs[::-1]",
        ),
        "Each prediction is compared with the mean of y. Compare it with the reading held back.": (
            "- y[out]",
            "- y.mean()",
        ),
        "One number is asked for: the mean of these.": [
            (MEAN, "errors"),
            (MEAN, "list(errors)"),
            in_one_list(end="errors"),
            noted(f"({SQUARE}).mean()", "errors"),
        ],
        "Are these the diary's readings? Use x and y.": (
            ARRAY,
            f"x, y = T_U.numpy()[: len(x)], T_C.numpy()[: len(x)]; {ARRAY}",
        ),
    }
)
grouped_error.slip(
    "By hand: x = [1, 1, 2, 2, 3, 3], y = [0, 0, 1, 1, 4, 4] in three pairs at degree 1: the "
    "squared errors are 4, 1 and 4, each twice.",
    (MEAN, "errors.mean() + 1"),
    when=lambda *_: True,
)
grouped_error.same(
    {
        "float32 will do for so few powers of small numbers.": [
            ("x.double()", "x"),
            ("y.double()", "y"),
            ("x.double()", "x.float()"),
            ("y.double()", "y.float()"),
        ],
        "x, y and group are equally many.": [
            ("np.zeros(len(x))", f"np.zeros(len({other}))") for other in ("y", "group")
        ],
        "Each error is written, at least once, over what stood there.": [
            ("np.zeros", "np.ones"),
            ("np.unique(group)", "(group)"),
        ],
        "Where the errors are to stand can be made ready first.": (
            f"{ARRAYS}\n    {ARRAY}",
            f"{ARRAY}\n    {ARRAYS}",
        ),
        "The square asks for no sign.": (
            "np.polyval(knobs, x[out]) - y[out]",
            "y[out] - np.polyval(knobs, x[out])",
        ),
    }
)
