"""What people write in exercise 8.4 for the error of held-back groups, as edits of the key."""

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


SLIPS = {
    "One reading is held back at a time, and the rest of its group is still in the fit. Hold back "
    "the whole group.": [
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

# Edits that are right as well, with the reason why.
SAME = {
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
