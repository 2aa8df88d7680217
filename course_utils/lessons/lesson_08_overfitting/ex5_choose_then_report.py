"""Exercise 8.5: Choose, then report."""

from course_utils.checking.comparison import difference
from course_utils.checking.exercises import exercise
from course_utils.checking.plain_data import as_numbers
from course_utils.lessons.lesson_08_overfitting.contested_choices import contested

report = exercise(
    "8.5",
    "Choose, then report",
    hints=(
        "Section 8: the score that chose is too good. What has had no part in the choice?",
        "First the degree with the smallest loo on x, y. Then one fit to all of x and y.",
        "degree = min(degrees, key=lambda d: loo(x, y, d))",
    ),
)


@report.part(
    probes=contested, observe=lambda answer, *args: as_numbers(answer(*args)), tolerance=2e-3
)
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


CHOICE, FIT = "min(degrees, key=loo)", "np.polyfit(x, y, degree)"
ERROR = f"mse({FIT}, x_test, y_test)"
RESULT, MEAN = f"return degree, {ERROR}", "return total / len(x)"
FOLD = "mse(np.polyfit(x[keep], y[keep], degree), x[i], y[i])"
JUDGED, ON_FITTED = "x[i], y[i])", (ERROR, f"mse({FIT}, x, y)")
APPENDED = "x, y = np.append(x, x_test), np.append(y, y_test)"
TO_BOTH, TO_TEST = (RESULT, f"{APPENDED}; {RESULT}"), (RESULT, f"x, y = x_test, y_test; {RESULT}")
OFF_DEGREE = "The degree is right. The error is "


def chosen_by(key):
    """Return the edit that chooses the degree d for which this is smallest."""
    return CHOICE, f"min(degrees, key=lambda d: {key})"


def summed_up(how):
    """Return the edits by which loo is another number than the mean of its errors."""
    return (f"total += {FOLD}", f"total = [*(total or []), {FOLD}]"), (MEAN, f"return {how}(total)")


BY_TRAIN = chosen_by("mse(np.polyfit(x, y, d), x, y)")
BY_TEST = chosen_by("mse(np.polyfit(x, y, d), x_test, y_test)")
LOO_OF_TEST = ("def loo(degree)", "def loo(degree, x=x_test, y=y_test)")

choose_and_report.slips(
    {
        "The error is the score that chose the degree. A winner's own score is too good.": (
            (ERROR, "loo(degree)")
        ),
        "The test readings choose the degree. Who judges the judge?": [BY_TEST, LOO_OF_TEST],
        "The test readings have a say in the choice of the degree. They may only judge.": [
            chosen_by("loo(d) + mse(np.polyfit(x, y, d), x_test, y_test)"),
            ("    def loo", f"    {APPENDED}\n\n    def loo"),
            (
                ("    def loo", f"    x0, y0 = x, y\n    {APPENDED}\n\n    def loo"),
                (RESULT, f"x, y = x0, y0; {RESULT}"),
            ),
        ],
        "The error is that on the readings of the fit. Which readings are still unseen?": ON_FITTED,
        "The highest degree is chosen: the training error falls with every degree.": [
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
            (LOO_OF_TEST, (ERROR, "loo(degree)")),
        ],
        "In loo only one error counts, the first or the last. Add them all up.": [
            ("total +=", "total ="),
            (("total +=", "total ="), (MEAN, "return total")),
            (MEAN, f"    {MEAN}"),
        ],
        "In loo some readings never have their turn. Which values does i take?": [
            (" in range(len(x))", f" in range({some})")
            for some in ("3", "len(x) - 3, len(x)", "1, len(x)", "len(x) - 1", "len(x) // 2")
        ],
        "In loo the same reading is left out of every fit.": ("!= i", "!= 0"),
        "In loo each fit is asked for readings that it has seen. Ask for the one it lacks.": (
            (JUDGED, "x, y)")
        ),
        "In loo the errors have no square.": [
            (FOLD, f"{FOLD} ** 0.5"),
            (FOLD, "np.polyval(np.polyfit(x[keep], y[keep], degree), x[i]) - y[i]"),
        ],
        "loo takes the median of its errors. Their mean is asked for.": summed_up("np.median"),
        "loo takes the largest of its errors. Their mean is asked for.": summed_up("max"),
        "One split chooses here. In loo each reading is held back once.": [
            chosen_by(f"mse(np.polyfit(x[{kept}], y[{kept}], d), x[{held}], y[{held}])")
            for kept, held in [(":-3", "-3:"), ("3:", ":3"), (":-2", "-2:"), ("2:", ":2")]
        ],
        "This is the degree with the largest error in loo.": ("min(degrees", "max(degrees"),
        "The degree is chosen without a look at loo.": [
            (CHOICE, choice) for choice in ("min(degrees)", "degrees[0]", "degrees[-1]", "1", "2")
        ],
        "Only the degrees that are handed in may be chosen.": [
            ("min(degrees", f"min(range({ends})")
            for ends in ("9", "6", "5", "1, 6", "len(degrees)", "max(degrees) + 1", "1, 9")
        ],
        "The search stops where loo rises. A later degree may be better still.": (
            f"degree = {CHOICE}",
            "degree = degrees[0]\n    for d in degrees[1:]:\n        if loo(d) > loo(degree):\n"
            "            break\n        degree = d",
        ),
        "A simpler degree with a larger loo is taken. Here the smallest loo decides.": [
            (CHOICE, f"min(d for d in degrees if loo(d) < {most} * min(map(loo, degrees)))")
            for most in (1.05, 1.1, 1.2, 1.5)
        ],
        "Return the degree itself, not its place in the list.": [
            ("return degree", "return degrees.index(degree)"),
            (CHOICE, "int(np.argmin([loo(d) for d in degrees]))"),
        ],
        "The fit still lacks a reading. After the choice, fit to all of x and y.": [
            (FIT, "np.polyfit(x[:-1], y[:-1], degree)"),
            (FIT, "np.polyfit(x[1:], y[1:], degree)"),
        ],
        f"{OFF_DEGREE}the best on the test readings, of another degree.": (
            (ERROR, "min(mse(np.polyfit(x, y, d), x_test, y_test) for d in degrees)")
        ),
        f"{OFF_DEGREE}that of a fit of another degree.": [
            (FIT, "np.polyfit(x, y, degrees[-1])"),
            (FIT, "np.polyfit(x, y, degree + 1)"),
        ],
        f"{OFF_DEGREE}a root here; the MSE is asked for.": (ERROR, f"{ERROR} ** 0.5"),
        f"{OFF_DEGREE}a sum here; the mean is asked for.": (ERROR, f"{ERROR} * len(x_test)"),
        f"{OFF_DEGREE}without a square; the MSE is asked for.": (
            (ERROR, f"abs(np.polyval({FIT}, x_test) - y_test).mean()")
        ),
        "The degree comes first.": (RESULT, f"return {ERROR}, degree"),
        "Two results are asked for: the degree and the error.": [
            (RESULT, f"return {one}") for one in ("degree", ERROR)
        ],
    }
)

for sentence, edit, when in [
    (
        "The degree is not that with the smallest leave-one-out error. Print loo for each.",
        (CHOICE, "sorted(degrees, key=loo)[1]"),
        lambda want, came: difference(want[0], came[0]),
    ),
    (
        f"{OFF_DEGREE}not the MSE, on the test readings, of one fit to all of x and y.",
        (ERROR, f"{ERROR} + 1"),
        lambda want, came: not difference(want[0], came[0]),
    ),
    (
        "Go step by step: print loo for each degree, then the fit of the best, then its test MSE.",
        ((CHOICE, "min(degrees)"), (ERROR, f"{ERROR} + 1")),
        lambda *_: True,
    ),
]:
    choose_and_report.slip(sentence, edit, when)

choose_and_report.same(
    {
        "A factor or a summand that all degrees share changes no choice.": [
            ("total = 0.0", "total = 1.0"),
            ("total /", "total *"),
            (" / len(x)", ""),
            *((MEAN, MEAN.replace("x", name)) for name in ("y", "x_test", "y_test", "degrees")),
        ],
        "float32 will do for few powers of small numbers.": [
            ("double().", ""),
            ("double", "float"),
        ],
        "The square asks for no sign.": ("np.polyval(knobs, x) - y", "y - np.polyval(knobs, x)"),
        "x and y are equally many.": [
            ("in range(len(x))", "in range(len(y))"),
            ("arange(len(x))", "arange(len(y))"),
        ],
    }
)
