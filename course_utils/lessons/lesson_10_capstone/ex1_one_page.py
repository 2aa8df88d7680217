"""Exercise 10.1: One page."""

import functools
import itertools
from types import SimpleNamespace

import numpy as np
import torch

from course_utils import simulate
from course_utils.compare import difference
from course_utils.exercise import exercise
from course_utils.values import as_data


def enter(slips, *parts):
    """Enter wrong answers, in lists by the sentence that they draw, in each of the parts."""
    for (sentence, answers), part in itertools.product(slips.items(), parts):
        for answer in answers:
            part.mistake(sentence, answer)


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


# What is looked at together; the first of these that is wrong is spoken of.
STAGES = [("train", "val"), ("train_mse",), ("val_mse",), ("loo",), ("w", "b")]


@functools.lru_cache(maxsize=8)
def run_on(t_u, t_c, seed):
    """Return what is known about a run on readings in tuples; every mistake asks for it."""
    t_u, t_c = torch.tensor(t_u), torch.tensor(t_c)
    result = experiment.reference(t_u, t_c, seed)
    train, val = result["train"], result["val"]
    x, y = t_u[train], t_c[train]
    return SimpleNamespace(
        **{"t_u": t_u, "t_c": t_c, "n": len(t_u), "train": train, "val": val},
        **{"x": x, "y": y, "x_val": t_u[val], "y_val": t_c[val]},
        **{"line": best_line(x, y), "line_of_all": best_line(t_u, t_c)},
        seed=seed,
        result=result | {"train": train.sort().values, "val": val.sort().values},
    )


def known(t_u, t_c, seed):
    return run_on(tuple(t_u.tolist()), tuple(t_c.tolist()), seed)


WHOLE = "all in a dict"  # an entry that says which keys are missing


def up_to_the_first_slip(answer, *args):
    """Return the dict that comes back, as the right one but for the first wrong entries."""
    result, got = known(*args).result, as_data(answer(*args))
    want = {**result, WHOLE: "seven keys"}
    if not isinstance(got, dict):
        return got
    if missing := [key for key in result if key not in got]:
        return want | {WHOLE: f"no {', '.join(missing)}"}
    for stage in STAGES:
        read = positions if stage == STAGES[0] else number
        came = {key: read(got[key]) for key in stage}
        if any(difference(want[key], came[key], tolerance=1e-3) for key in stage):
            return want | came
    return want


def number(value):
    """Return the number in a NumPy number or a tensor of shape (); else the value."""
    single = isinstance(value, np.generic | torch.Tensor) and value.ndim == 0
    return value.item() if single else value


def positions(value):
    """Return positions as a tensor, in rising order: their order is of no importance."""
    value = value.tolist() if hasattr(value, "tolist") else value
    if not isinstance(value, list | tuple):
        return value
    value = [number(v) for v in value]
    if not value or not all(type(v) in (int, float) for v in value):
        return value
    return torch.tensor(value).sort().values


@one_page.part(probes=diaries, observe=up_to_the_first_slip, tolerance=1e-3)
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


def best_line(x, y):
    x, y = x.double(), y.double()
    w = ((x - x.mean()) * (y - y.mean())).sum() / ((x - x.mean()) ** 2).sum()
    return w.item(), (y.mean() - w * x.mean()).item()


def errors(line, x, y):
    return line[0] * x.double() + line[1] - y.double()


def mse_of(line, x, y):
    return (errors(line, x, y) ** 2).mean().item()


def crossed(line, x, y):
    """Return the MSE of every prediction against every y."""
    return ((line[0] * x[:, None] + line[1] - y) ** 2).mean().item()


def left_out(x, y, asked=None):
    """Return the squared errors of each line through all readings but one: on that, or on all."""
    keep = ~torch.eye(len(x), dtype=torch.bool)
    asked = ~keep if asked is None else asked.expand_as(keep)
    each = [errors(best_line(x[k], y[k]), x[on], y[on]) for k, on in zip(keep, asked, strict=True)]
    return torch.cat(each) ** 2


def short_of_it(x, y, steps=10, lr=0.1):
    """Return the line that few steps of descent from 0 on standardised readings lead to."""
    w, b = best_line(x, y)
    k = 1 - (1 - 2 * lr) ** steps
    return k * w, k * b


def rescaled(line, x_fit, x_use, correction):
    """Return the line if x is standardised with its own mean and sd in place of the fit's."""
    (m, s), (m_use, s_use) = (
        (x.mean().item(), x.std(correction=correction).item()) for x in (x_fit, x_use)
    )
    w, b = line[0] * s, line[0] * m + line[1]
    return w / s_use, b - w * m_use / s_use


def changed(change):
    """Return an answer: `change` makes of what is known about a run the entries that go wrong."""
    return lambda *args: known(*args).result | change(known(*args))


def fixed(key, number):
    """Return a change of one entry only."""
    return lambda k: {key: number(k)}


def another_split(k, n_val):
    order = torch.cat([k.val, k.train])
    return {"val": order[:n_val], "train": order[n_val:]}


_ROOT = "{} is a root mean square. The mean square itself is asked for."
_CROSSED = "In {} every prediction met every reading. Are both of shape (n,)?"


def split_of_eleven(k):
    order = torch.randperm(11, generator=torch.Generator().manual_seed(k.seed))
    return {"val": order[:2], "train": order[2:]}


CHANGES = {
    "train and val are swapped: val is the short one.": [
        lambda k: {"train": k.val, "val": k.train}
    ],
    "Nothing is shuffled: val is at the beginning or the end of the diary. Where is randperm?": [
        lambda k: {"val": torch.arange(2), "train": torch.arange(2, k.n)},
        lambda k: {"val": torch.arange(k.n - 2, k.n), "train": torch.arange(k.n - 2)},
    ],
    "The shuffle is right, but val is its end. The first two are held back.": [
        lambda k: {"val": k.train[-2:], "train": torch.cat([k.val, k.train[:-2]])}
    ],
    "Two readings are held back, and all the others train, however many there are.": [
        lambda k: another_split(k, int(0.2 * k.n)),
        lambda k: another_split(k, k.n - 9),
        fixed("train", lambda k: k.train[:9]),
    ],
    "The readings that are held back are in train, too.": [lambda k: {"train": torch.arange(k.n)}],
    "These are readings. Asked for are their positions, from 0 to n - 1.": [
        lambda k: {"train": k.x, "val": k.x_val}
    ],
    "This line has seen the readings that were held back. Fit it to train alone.": [
        fixed("train_mse", lambda k: mse_of(k.line_of_all, k.x, k.y)),
        fixed("train_mse", lambda k: mse_of(k.line_of_all, k.t_u, k.t_c)),
        fixed("val_mse", lambda k: mse_of(k.line_of_all, k.x_val, k.y_val)),
    ],
    "train_mse is measured on all readings. Measure it where the line was fitted.": [
        fixed("train_mse", lambda k: mse_of(k.line, k.t_u, k.t_c))
    ],
    "val_mse is the training's loss. Readings that the line was fitted to cannot judge it.": [
        fixed("val_mse", lambda k: mse_of(k.line, k.x, k.y))
    ],
    _ROOT.format("loo"): [fixed("loo", lambda k: left_out(k.t_u, k.t_c).mean() ** 0.5)],
    "loo leaves out the readings of train only. All of them take their turn.": [
        fixed("loo", lambda k: left_out(k.x, k.y).mean())
    ],
    "loo is the error on all readings here. Each fit is asked only for the one it left out.": [
        fixed("loo", lambda k: left_out(k.t_u, k.t_c, torch.ones(1, dtype=torch.bool)).mean())
    ],
    "There may be more than eleven readings: use len(t_u).": [
        split_of_eleven,
        fixed("loo", lambda k: left_out(k.t_u[:11], k.t_c[:11]).mean()),
        fixed("loo", lambda k: left_out(k.t_u, k.t_c)[:11].mean()),
        fixed("loo", lambda k: left_out(k.t_u, k.t_c)[:11].sum() / k.n),
        fixed("loo", lambda k: left_out(k.t_u, k.t_c).sum() / 11),
    ],
    "In loo each line has seen the reading that judges it. Leave that one out of the fit.": [
        fixed("loo", lambda k: mse_of(k.line_of_all, k.t_u, k.t_c))
    ],
    "loo takes one line for all readings. Each that is left out needs a fit of its own.": [
        fixed("loo", lambda k: mse_of(k.line, k.t_u, k.t_c))
    ],
    "The mean and sd of train scale val as well. Here val is scaled with others.": [
        fixed("val_mse", lambda k: mse_of(rescaled(k.line, k.x, k.x_val, 0), k.x_val, k.y_val)),
        fixed("val_mse", lambda k: mse_of(rescaled(k.line, k.x, k.x_val, 1), k.x_val, k.y_val)),
        fixed("val_mse", lambda k: mse_of(rescaled(k.line, k.x, k.t_u, 1), k.x_val, k.y_val)),
    ],
    _ROOT.format("train_mse"): [fixed("train_mse", lambda k: mse_of(k.line, k.x, k.y) ** 0.5)],
    _ROOT.format("val_mse"): [fixed("val_mse", lambda k: mse_of(k.line, k.x_val, k.y_val) ** 0.5)],
    _CROSSED.format("train_mse"): [fixed("train_mse", lambda k: crossed(k.line, k.x, k.y))],
    _CROSSED.format("val_mse"): [fixed("val_mse", lambda k: crossed(k.line, k.x_val, k.y_val))],
}


def in_units(w_of, b_of):
    """Return a change of w and b: from the right ones, and the mean and sd of train."""

    def change(k, correction):
        (w, b), m, s = k.line, k.x.mean().item(), k.x.std(correction=correction).item()
        return {"w": w_of(w, b, m, s), "b": b_of(w, b, m, s)}

    return [functools.partial(change, correction=c) for c in (0, 1)]


CHANGES |= {
    "These are w and b for standardised readings. What are they for t_u itself?": in_units(
        lambda w, b, m, s: w * s, lambda w, b, m, s: w * m + b
    ),
    "w is in raw units. b is not: at which reading is the standardised one 0?": in_units(
        lambda w, b, m, s: w, lambda w, b, m, s: w * m + b
    )[:1],
    "w is multiplied by the sd. What stands before t_u in w * (t_u - m) / s?": in_units(
        lambda w, b, m, s: w * s * s, lambda w, b, m, s: b
    )[1:],
    "w and b are swapped.": [lambda k: {"w": k.line[1], "b": k.line[0]}],
    "The losses are right, but w and b are those of a line through all readings.": [
        lambda k: dict(zip("wb", k.line_of_all, strict=True))
    ],
    "Back in raw units with another mean and sd than those the line was fitted with.": [
        lambda k: dict(zip("wb", rescaled(k.line, k.x, k.t_u, 1), strict=True))
    ],
}
for sentence, changes in CHANGES.items():
    enter({sentence: [changed(change) for change in changes]}, experiment)

experiment.mistake(
    "A key is missing. There are seven: train, val, w, b, train_mse, val_mse, loo.",
    lambda *args: {"train": known(*args).train, "val": known(*args).val},
    when=lambda want, came: came[WHOLE] != want[WHOLE],
)
for sentence, change, when in [
    (
        "train and val overlap or leave readings out. Cut both from one shuffle.",
        lambda k: {"val": k.train[:2]},
        lambda _, came: (
            len(torch.cat([came["train"], came["val"]]).unique()) < len(came["train"]) + 2
        ),
    ),
    (
        "This is another shuffle. The generator has to be made with this seed, right before "
        "randperm.",
        lambda k: {"val": (k.val + 1) % k.n, "train": (k.train + 1) % k.n},
        lambda want, came: not torch.equal(want["val"], came["val"]),
    ),
    (
        "A line through two readings always hits them both. Was it fitted to val?",
        fixed("val_mse", lambda k: 1e-12),
        lambda want, came: 0 <= float(came["val_mse"]) < 1e-3 * want["val_mse"],
    ),
    (
        "The best line has a smaller train_mse than this. Has the loop converged?",
        fixed("train_mse", lambda k: mse_of(short_of_it(k.x, k.y), k.x, k.y)),
        lambda want, came: float(came["train_mse"]) > 1.0001 * want["train_mse"],
    ),
    (
        "No line has so small a train_mse. Over what is it the mean?",
        fixed("train_mse", lambda k: 0.77 * mse_of(k.line, k.x, k.y)),
        lambda want, came: float(came["train_mse"]) < 0.9999 * want["train_mse"],
    ),
    (
        "The losses are right, w and b are not. Put the mean of train into your line: what comes "
        "out?",
        fixed("w", lambda k: 0.9 * k.line[0]),
        lambda want, came: any(abs(came[key] / want[key] - 1) > 1e-4 for key in "wb"),
    ),
]:
    experiment.mistake(sentence, changed(change), when)


def letter_of(claim):
    """Return the letter of a claim, also where it is written out."""
    if not isinstance(claim, str):
        return claim
    words = {"compatible": "B", "differs": "C", "is 5/9": "A"}
    return next((letter for word, letter in words.items() if word in claim), claim.strip().upper())


@one_page.part(observe=letter_of)
def claim():
    return "B"


claim.mistake(
    "That slope is 0.5 standard errors away. But so are many others: can eleven readings say 'is'?",
    "A",
)
claim.mistake(
    "0.537 is not 5/9. But how far apart are they, counted in standard errors of 0.036?", "C"
)
claim.mistake(
    'One of three letters is asked for: "A", "B" or "C".',
    "D",
    when=lambda _, letter: letter not in ("A", "B", "C"),
)
