"""Exercise 10.1: One page."""

import torch

from course_utils import simulate
from course_utils.checking.exercises import exercise
from course_utils.checking.plain_data import as_data
from course_utils.lessons.lesson_10_capstone.first_slip import WHOLE, up_to_the_first_slip

one_page = exercise(
    "10.1",
    "One page",
    hints=(
        "Lesson 08 has all the pieces: the split, the two losses, and one reading left out at a "
        "time. Write the fit once, as a function of positions, and use it for each of them.",
        "Only train may set the line, and the mean and sd if you standardise. A line for "
        "standardised readings has to be turned back into raw units. For the claim: how many "
        "standard errors lie between the slope and 5/9?",
        "X = torch.stack([t_u[train], torch.ones(len(train))], dim=1), and then "
        "w, b = torch.linalg.lstsq(X, t_c[train]).solution",
    ),
)


def diaries(generator):
    """The diary, and 15 to 18 readings of another thermometer, each with a seed of its own."""
    n, first, second = torch.randint(0, 1000, (3,), generator=generator).tolist()
    x, noise = torch.randn(2, 15 + n % 4, generator=generator)
    return [(*simulate.thermometer(), first), (50 + 15 * x, 10 + 8 * x + 2 * noise, second)]


def as_far_as_it_is_right(answer, *args):
    return up_to_the_first_slip(experiment.reference(*args), as_data(answer(*args)))


@one_page.part(probes=diaries, observe=as_far_as_it_is_right, tolerance=1e-3)
def experiment(t_u, t_c, seed):
    """One experiment with the line w * t_u + b, in a dict.

    order = torch.randperm(len(t_u), generator=torch.Generator().manual_seed(seed)); the first two
    positions in it are "val", all the others "train". "w" and "b": the best line on train, in raw
    units. "train_mse" and "val_mse": its MSE on train and on val. "loo": for all readings, each
    left out once, the mean squared error of the line fitted to all the others.
    Keys: train, val, w, b, train_mse, val_mse, loo.
    """
    order = torch.randperm(len(t_u), generator=torch.Generator().manual_seed(seed))
    val, train = order[:2], order[2:]

    def fit(where):
        X = torch.stack([t_u[where], torch.ones(len(where))], dim=1)
        return torch.linalg.lstsq(X, t_c[where]).solution

    def mse(params, where):
        w, b = params
        return ((w * t_u[where] + b - t_c[where]) ** 2).mean().item()

    left_out = [mse(fit(order[order != i]), order[order == i]) for i in order]
    params = fit(train)
    return {
        "train": train,
        "val": val,
        "train_mse": mse(params, train),
        "val_mse": mse(params, val),
        "loo": sum(left_out) / len(left_out),
        "w": params[0].item(),
        "b": params[1].item(),
    }


def rescaled(line, x_fit, x_use, correction):
    """Return the line if x is standardised with its own mean and sd in place of the fit's."""
    (m, s), (m_use, s_use) = ((x.mean(), x.std(correction=correction)) for x in (x_fit, x_use))
    w, b = line[0] * s, line[0] * m + line[1]
    return w / s_use, b - w * m_use / s_use


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


experiment.slips(
    {
        "train and val are swapped: val is the short one.": ("val, train =", "train, val ="),
        "Nothing is shuffled: val is at the beginning or the end of the diary. Where is "
        "randperm?": [
            (SHUFFLED, UNSHUFFLED),
            ((SHUFFLED, UNSHUFFLED), FROM_THE_END),
        ],
        "The shuffle is right, but val is its end. The first two are held back.": FROM_THE_END,
        "Two readings are held back, and all the others train, however many there are.": [
            (CUT, "k = int(0.2 * len(t_u)); val, train = order[:k], order[k:]"),
            (CUT, "val, train = order[:-9], order[-9:]"),
            ("order[2:]", "order[2:11]"),
        ],
        "The readings that are held back are in train, too.": ("order[2:]", "order"),
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
)
experiment.slip(
    "A key is missing. There are seven: train, val, w, b, train_mse, val_mse, loo.",
    "return {}",
    when=lambda want, came: came[WHOLE] != want[WHOLE],
)
experiment.slip(
    "train and val overlap or leave readings out. Cut both from one shuffle.",
    ("order[:2]", "order[2:4]"),
    when=lambda _, came: (
        len({*came["train"].tolist(), *came["val"].tolist()}) < len(came["train"]) + 2
    ),
)
experiment.slip(
    "This is another shuffle. The generator has to be made with this seed, right before randperm.",
    ("manual_seed(seed)", "manual_seed(0)"),
    when=lambda want, came: not torch.equal(want["val"], came["val"]),
)
experiment.slip(
    "A line through two readings always hits them both. Was it fitted to val?",
    (VAL_MSE, "mse(fit(val), val)"),
    when=lambda want, came: 0 <= float(came["val_mse"]) < 1e-3 * want["val_mse"],
)
experiment.slip(
    "The best line has a smaller train_mse than this. Has the loop converged?",
    (TRAIN_MSE, "mse((0, 0), train)"),
    when=lambda want, came: float(came["train_mse"]) > 1.0001 * want["train_mse"],
)
experiment.slip(
    "No line has so small a train_mse. Over what is it the mean?",
    (TRAIN_MSE, "mse(params, train) / 2"),
    when=lambda want, came: float(came["train_mse"]) < 0.9999 * want["train_mse"],
)
experiment.slip(
    "The losses are right, w and b are not. Put the mean of train into your line: what comes out?",
    (W, "0.0"),
    when=lambda want, came: any(abs(came[key] / want[key] - 1) > 1e-4 for key in "wb"),
)


def letter_of(claim):
    """Return the letter of a claim, also where it is written out."""
    if not isinstance(claim, str):
        return claim
    words = {"compatible": "B", "differs": "C", "is 5/9": "A"}
    return next((letter for word, letter in words.items() if word in claim), claim.strip().upper())


@one_page.part(observe=letter_of)
def claim():
    return "B"


claim.slip(
    "That slope is 0.5 standard errors away. But so are many others: can eleven readings say 'is'?",
    "A",
)
claim.slip(
    "0.537 is not 5/9. But how far apart are they, counted in standard errors of 0.036?", "C"
)
claim.slip(
    'One of three letters is asked for: "A", "B" or "C".',
    "D",
    when=lambda _, letter: letter not in ("A", "B", "C"),
)
