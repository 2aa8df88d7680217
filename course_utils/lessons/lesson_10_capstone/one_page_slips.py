"""What people write in exercise 10.1 in place of one experiment, as edits of the reference."""

import torch

from course_utils.checking.comparison import difference
from course_utils.lessons.lesson_10_capstone.first_slip import FITS, WHOLE

SHUFFLED = "torch.randperm(len(t_u), generator=torch.Generator().manual_seed(seed))"
UNSHUFFLED = "torch.arange(len(t_u))"
CUT = "val, train = order[:2], order[2:]"
FROM_THE_END = (CUT, "val, train = order[-2:], order[:-2]")
TRAIN_MSE, VAL_MSE = "mse(params, train)", "mse(params, val)"
LEFT_OUT, MEAN = "fit(order[order != i]), order[order == i]", "sum(left_out) / len(left_out)"
W, B, END = "params[0].item()", "params[1].item()", "return {"

_ROOT = "{} is a root mean square. The mean square itself is asked for."
_CROSSED = "In {} every prediction met every reading. Are both of shape (n,)?"


def crossed(where):
    """Return the code for an MSE of every prediction against every reading."""
    return f"((params[0] * t_u[{where}, None] + params[1] - t_c[{where}]) ** 2).mean()"


def in_units(w, b, correction=0):
    """Return edits that hand back other w and b; m and s are the mean and sd of train."""
    scale = f"(w, b), m, s = params, x.mean(), x.std(correction={correction})"
    return (END, f"x = t_u[train]; {scale}\n    {END}"), (W, w), (B, b)


def off(key, want, came):
    return difference(want[key], came[key], tolerance=1e-4) is not None


SLIPS = {
    "train and val are swapped: val is the short one.": ("val, train =", "train, val ="),
    "Nothing is shuffled: val is at the beginning or the end of the diary. Where is randperm?": [
        (SHUFFLED, UNSHUFFLED),
        ((SHUFFLED, UNSHUFFLED), FROM_THE_END),
    ],
    "The shuffle is right, but val is its end. The first two are held back.": FROM_THE_END,
    "Two readings are held back, and all the others train, however many there are.": [
        (CUT, "k = int(0.2 * len(t_u)); val, train = order[:k], order[k:]"),
        (CUT, "val, train = order[:-9], order[-9:]"),
        ("order[2:]", "order[2:11]"),
        (CUT, "val, train = order[:3], order[3:]"),
        (CUT, "val, train = order[:1], order[1:]"),
    ],
    "These are numbers of readings. Asked for are their positions, from 0 to n - 1.": (
        ('"train": train', '"train": len(train)'),
        ('"val": val', '"val": len(val)'),
    ),
    "train_mse and val_mse are swapped.": (
        (TRAIN_MSE, "mse(params, (val))"),
        (VAL_MSE, TRAIN_MSE),
    ),
    "The readings that are held back are in train, too.": [
        ("order[2:]", "order"),
        ("order[:2]", "order"),
    ],
    "These are readings. Asked for are their positions, from 0 to n - 1.": (
        ('"train": train', '"train": t_u[train]'),
        ('"val": val', '"val": t_u[val]'),
    ),
    "This line has seen the readings that were held back. Fit it to train alone.": [
        ("fit(train)", "fit(order)"),
        (TRAIN_MSE, "mse(fit(order), train)"),
        (TRAIN_MSE, "mse(fit(order), order)"),
        (VAL_MSE, "mse(fit(order), val)"),
    ],
    "train_mse is measured on all readings. Measure it where the line was fitted.": (
        (TRAIN_MSE, "mse(params, order)")
    ),
    "val_mse is the training's loss. Readings that the line was fitted to cannot judge it.": (
        (VAL_MSE, TRAIN_MSE)
    ),
    _ROOT.format("loo"): (MEAN, f"({MEAN}) ** 0.5"),
    "loo leaves out the readings of train only. All of them take their turn.": (
        (LEFT_OUT, "fit(train[train != i]), train[train == i]"),
        ("for i in order", "for i in train"),
    ),
    "loo is a sum. The mean of the squared errors is asked for.": (MEAN, "sum(left_out)"),
    "loo is a list. One number is asked for, the mean.": (MEAN, "left_out"),
    "loo is only one of the errors. All readings take their turn: where is the mean?": [
        (MEAN, "mse(fit(torch.arange(1, len(t_u))), torch.tensor([0]))"),
        (MEAN, "mse(fit(torch.arange(len(t_u) - 1)), torch.tensor([-1]))"),
    ],
    "loo is that of a constant, the mean of the others. The line's is asked for.": (
        ("fit(order[order != i])", "(0, t_c[order[order != i]].mean())")
    ),
    "In loo each line is asked for readings that it has seen. Ask for the one it lacks.": (
        (LEFT_OUT, "fit(order[order != i]), order[order != i]")
    ),
    "loo is the error on all readings here. Each fit is asked only for the one it left out.": (
        (LEFT_OUT, "fit(order[order != i]), order")
    ),
    "There may be more than eleven readings: use len(t_u).": [
        ("randperm(len(t_u)", "randperm(11"),
        ("left_out = [", "order = torch.arange(11)\n    left_out = ["),
        ("for i in order", "for i in range(11)"),
        (("for i in order", "for i in range(11)"), (MEAN, "sum(left_out) / len(t_u)")),
        (MEAN, "sum(left_out) / 11"),
    ],
    "In loo each line has seen the reading that judges it. Leave that one out of the fit.": (
        ("fit(order[order != i])", "fit(order)")
    ),
    "loo takes one line for all readings. Each that is left out needs a fit of its own.": (
        ("fit(order[order != i])", "fit(train)")
    ),
    "The mean and sd of train scale val as well. Here val is scaled with others.": [
        (VAL_MSE, "mse(rescaled(params, t_u[train], t_u[val], correction=0), val)"),
        (VAL_MSE, "mse(rescaled(params, t_u[train], t_u[val], correction=1), val)"),
        (VAL_MSE, "mse(rescaled(params, t_u[train], t_u, correction=1), val)"),
    ],
    _ROOT.format("train_mse"): (TRAIN_MSE, f"{TRAIN_MSE} ** 0.5"),
    _ROOT.format("val_mse"): (VAL_MSE, f"{VAL_MSE} ** 0.5"),
    _CROSSED.format("train_mse"): (TRAIN_MSE, crossed("train")),
    _CROSSED.format("val_mse"): (VAL_MSE, crossed("val")),
    "These are w and b for standardised readings. What are they for t_u itself?": [
        in_units("w * s", "w * m + b", correction=0),
        in_units("w * s", "w * m + b", correction=1),
    ],
    "w is in raw units. b is not: at which reading is the standardised one 0?": (
        in_units("w", "w * m + b")
    ),
    "w is multiplied by the sd. What stands before t_u in w * (t_u - m) / s?": (
        in_units("w * s * s", "b", correction=1)
    ),
    "w and b are swapped.": in_units("b", "w"),
    "The losses are right, but w and b are those of a line through all readings.": (
        in_units("fit(order)[0]", "fit(order)[1]")
    ),
    "Back in raw units with another mean and sd than those the line was fitted with.": (
        in_units("rescaled(params, x, t_u, 1)[0]", "rescaled(params, x, t_u, 1)[1]")
    ),
}

# A sentence, an edit that draws it, and whether it is true of what was wanted and what came.
FINDINGS = [
    (
        "A dict with seven keys is asked for: train, val, w, b, train_mse, val_mse, loo.",
        "return []",
        lambda _, came: came[WHOLE] == "no dict",
    ),
    (
        "A key is missing. There are seven: train, val, w, b, train_mse, val_mse, loo.",
        "return {}",
        lambda want, came: came[WHOLE] != want[WHOLE],
    ),
    (
        "train and val overlap or leave readings out. Cut both from one shuffle.",
        ("order[:2]", "order[2:4]"),
        lambda _, came: (
            len({*came["train"].tolist(), *came["val"].tolist()}) < len(came["train"]) + 2
        ),
    ),
    (
        "This is another shuffle. Make the generator with this seed, right before randperm.",
        ("manual_seed(seed)", "manual_seed(0)"),
        lambda want, came: not torch.equal(want["val"], came["val"]),
    ),
    (
        "No line has so small a train_mse. Over what is it the mean?",
        (TRAIN_MSE, "mse(params, train) / 2"),
        lambda want, came: float(came["train_mse"]) < 0.9999 * want["train_mse"],
    ),
    (
        "train_mse goes with your w and b, but the best line has a smaller one. Is yours fitted to "
        "train, in raw units, and converged?",
        ("params = fit(train)", "params = 0.9 * fit(train)"),
        lambda want, came: off("train_mse", want, came) and came[FITS],
    ),
    (
        "train_mse is not the mean of (w * t_u + b - t_c) ** 2 over train, with your w and b.",
        (TRAIN_MSE, "mse((0, 0), train)"),
        lambda want, came: off("train_mse", want, came),
    ),
    (
        "A line through two readings always hits them both. Was it fitted to val?",
        (VAL_MSE, "mse(fit(val), val)"),
        lambda want, came: 0 <= float(came["val_mse"]) < 1e-3 * want["val_mse"],
    ),
    (
        "train_mse is right, val_mse is not. It asks the same line for the readings in val.",
        (VAL_MSE, "mse((0, 0), val)"),
        lambda want, came: off("val_mse", want, came),
    ),
    (
        "The losses are right, loo is not. For each reading: a line through all the others, and "
        "its squared error.",
        (MEAN, f"2 * {MEAN}"),
        lambda want, came: off("loo", want, came),
    ),
    (
        "The losses are right, w and b are not. Put the mean of train into your line: what comes "
        "out?",
        (W, "0.0"),
        lambda want, came: off("w", want, came) or off("b", want, came),
    ),
]
