"""Answer key of lesson 10, Capstone."""

import functools
import inspect
import itertools
import types
import warnings
from types import SimpleNamespace
from unittest import mock

import numpy as np
import torch

from course_utils import engine, simulate
from course_utils.clinic import CASES
from course_utils.compare import difference
from course_utils.engine import Value
from course_utils.exercise import exercise
from course_utils.question import question, right, wrong
from course_utils.values import as_data, kind_of


def enter(slips, *parts):
    """Enter wrong answers, in lists by the sentence that they draw, in each of the parts."""
    for (sentence, answers), part in itertools.product(slips.items(), parts):
        for answer in answers:
            part.mistake(sentence, answer)


# 10.1 --------------------------------------------------------------------------------------------

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

# 10.2 --------------------------------------------------------------------------------------------

bug_clinic = exercise(
    "10.2",
    "The bug clinic",
    hints=(
        "Look at each curve for three things: where it begins, whether it is bounded, and where "
        "it comes to rest. Section 3 has the symptoms. A repaired loop begins 80.36, 37.57, 30.87.",
        "Of the loops, the first swings, the second comes to rest at 77.14, the third explodes "
        "though its lr is stable for the MSE. Keep lr, the start and the number of epochs.",
        "In the first the gradients of all epochs pile up. In the second print the shapes of both "
        "sides of the minus sign. In the third compare the loss that is noted with the one that "
        "is differentiated.",
    ),
)

called = {}  # what the letters in a text by `second_look` were called last


def second_look(answer):
    """Return which letters are wrong, as a text: a verdict that shows it names no bug."""
    if isinstance(answer, list | tuple):
        answer = dict(zip(CASES, answer, strict=False)) if len(answer) == len(CASES) else answer
    if not isinstance(answer, dict):
        return f"{len(answer)} names" if isinstance(answer, list | tuple) else "no list"
    if not all(type(text) is str for pair in answer.items() for text in pair):
        return "no names"
    named = {
        letter.strip().upper(): " ".join(name.lower().replace("_", " ").split())
        for letter, name in answer.items()
    }
    if named.keys() != CASES.keys():
        return f"{len(named)} names"
    off = {letter: name for letter, name in named.items() if name != CASES[letter]}
    letters = ", ".join(sorted(off)) or "none"
    called[letters] = off
    return letters


@bug_clinic.part(observe=second_look)
def diagnoses():
    return [
        "broadcast",
        "alias reset",
        "sum for mean",
        "not zeroed",
        "detached",
        "validation leak",
        "raw inputs",
        "zero before step",
        "own statistics",
        "sign",
    ]


def given(names):
    """Return a test: is one of these letters given the name beside it?"""
    return lambda _, text: any(names.get(letter) == name for letter, name in called[text].items())


def confuses(names, others=None):
    """Return a test: is one of these names given to one of the others, or the other way round?"""

    def when(_, text):
        pairs = [{CASES[letter], name} for letter, name in called[text].items()]
        return any(pair & set(names) and pair & set(others or pair) for pair in pairs)

    return when


GROWING = ("sign", "sum for mean", "raw inputs")

for a, b in itertools.combinations_with_replacement(CASES, 2):
    swapped = {**CASES, a: CASES[b], b: CASES[a]} if a != b else {**CASES, a: CASES["AB"[a == "A"]]}
    diagnoses.remark(  # at most two wrong ones: right, but not in silence
        f"Eight are enough. But look again at {a if a == b else f'{a} and {b}'}.",
        swapped,
        lambda _, text, off=(a, b): called.get(text, {}).keys() == set(off),
    )

# Each with the letters of an answer that draws it, and what they are called there. All have a test:
# to try an answer in place of it would overwrite what the student's letters were called.
for sentence, names, when in [
    (
        "Ten names are asked for, in the order A to J.",
        None,
        lambda _, text: text not in called,
    ),
    (
        "None of the ten runs is healthy: each has one of the ten faults.",
        {"G": "healthy", "A": "sign", "J": "broadcast"},
        lambda _, text: "healthy" in called[text].values(),
    ),
    (
        "There is a name among these that is none of the ten bugs. Copy them from the table.",
        {"D": "lr too large", "A": "sign", "J": "broadcast"},
        lambda _, text: not set(called[text].values()) <= set(CASES.values()),
    ),
    (
        "One swings and stays bounded, others grow without bound. Gradients that pile up: which?",
        {"D": "sign", "J": "sum for mean", "C": "not zeroed"},
        confuses(["not zeroed"], GROWING),
    ),
    (
        "C begins eleven times too high. At w = 0 the readings do not count: can they do that?",
        {"C": "raw inputs", "G": "sign", "J": "sum for mean"},
        given({"C": "raw inputs"}),
    ),
    (
        "G begins where J begins, and then grows 1792-fold in an epoch. Where would a sum begin?",
        {"G": "sum for mean", "C": "sign", "J": "raw inputs"},
        given({"G": "sum for mean"}),
    ),
    (
        "Flat is not yet converged. One curve never leaves its start; what is the variance of y?",
        {"A": "zero before step", "H": "own statistics", "I": "broadcast"},
        confuses(["broadcast", "zero before step"]),
    ),
    (
        "Validation far below training is no success. How can it know the readings held back?",
        {"F": "own statistics", "I": "alias reset", "B": "validation leak"},
        confuses(["validation leak"]),
    ),
    (
        "Three of them grow. Compare their first losses, and how fast they grow.",
        {"C": "sign", "J": "sum for mean", "E": "own statistics"},
        confuses(GROWING),
    ),
    (
        "One chart holds two runs. Where does the second begin?",
        {"B": "own statistics", "I": "detached", "E": "alias reset"},
        confuses(["alias reset"]),
    ),
    (
        "One loop stops with a message. What does the message say?",
        {"E": "own statistics", "I": "not zeroed", "D": "detached"},
        lambda *_: True,
    ),
]:
    answer = list(CASES.values())[:9] if names is None else list({**CASES, **names}.values())
    diagnoses.mistake(sentence, answer, when)


def short_runs(generator):
    """A tenth of the diary's readings, and random ones, each with a stable lr."""
    t_u, t_c = simulate.thermometer()
    x, noise = torch.randn(2, 8, generator=generator)
    return [(0.1 * t_u, t_c, 1e-2, 6), (x + 3, 2 * x + 8 + noise, 2e-2, 4)]


def broken_1(x, y, lr, epochs):
    """The losses before each of epochs full-batch steps on the MSE of w * x + b from (1, 0)."""
    params = torch.tensor([1.0, 0.0], requires_grad=True)
    optimizer = torch.optim.SGD([params], lr=lr)
    losses = []
    optimizer.zero_grad()
    for _ in range(epochs):
        loss = ((params[0] * x + params[1] - y) ** 2).mean()
        losses.append(loss.item())
        loss.backward()
        optimizer.step()
    return losses


def broken_2(x, y, lr, epochs):
    """The losses before each of epochs full-batch steps on the MSE of w * x + b from (1, 0)."""
    model = torch.nn.Linear(1, 1)
    torch.nn.init.ones_(model.weight)
    torch.nn.init.zeros_(model.bias)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        y_hat = model(x[:, None])
        loss = ((y_hat - y) ** 2).mean()
        losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return losses


def broken_3(x, y, lr, epochs):
    """The losses before each of epochs full-batch steps on the MSE of w * x + b from (1, 0)."""
    params = torch.tensor([1.0, 0.0], requires_grad=True)
    losses = []
    for _ in range(epochs):
        r = params[0] * x + params[1] - y
        loss = r @ r
        losses.append(loss.item() / len(x))
        loss.backward()
        with torch.no_grad():
            params -= lr * params.grad
        params.grad = None
    return losses


@bug_clinic.part(probes=short_runs, given=broken_1)
def repair_1(x, y, lr, epochs):
    """The losses before each of epochs full-batch steps on the MSE of w * x + b from (1, 0)."""
    params = torch.tensor([1.0, 0.0], requires_grad=True)
    optimizer = torch.optim.SGD([params], lr=lr)
    losses = []
    for _ in range(epochs):
        loss = ((params[0] * x + params[1] - y) ** 2).mean()
        losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return losses


@bug_clinic.part(probes=short_runs, given=broken_2)
def repair_2(x, y, lr, epochs):
    """The losses before each of epochs full-batch steps on the MSE of w * x + b from (1, 0)."""
    model = torch.nn.Linear(1, 1)
    torch.nn.init.ones_(model.weight)
    torch.nn.init.zeros_(model.bias)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        y_hat = model(x[:, None])
        loss = ((y_hat - y[:, None]) ** 2).mean()
        losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return losses


@bug_clinic.part(probes=short_runs, given=broken_3)
def repair_3(x, y, lr, epochs):
    """The losses before each of epochs full-batch steps on the MSE of w * x + b from (1, 0)."""
    params = torch.tensor([1.0, 0.0], requires_grad=True)
    losses = []
    for _ in range(epochs):
        r = params[0] * x + params[1] - y
        loss = r @ r / len(x)
        losses.append(loss.item())
        loss.backward()
        with torch.no_grad():
            params -= lr * params.grad
        params.grad = None
    return losses


def losses_of(x, y, lr, epochs, factor=1.0, zeroing=True, across=False):
    """Return the losses of descent whose gradient is multiplied by a factor, or piles up."""
    (w, b), slopes, losses = (1.0, 0.0), (0.0, 0.0), []
    for _ in range(epochs):
        r = (w * x + b)[:, None] - y if across else w * x + b - y
        losses.append((r**2).mean().item())
        rows = r.mean(1) if across else r
        new = 2 * (rows * x).mean().item(), 2 * rows.mean().item()
        slopes = new if zeroing else tuple(s + g for s, g in zip(slopes, new, strict=True))
        w, b = w - lr * factor * slopes[0], b - lr * factor * slopes[1]
    return losses


def too_short(want, came):
    """True where the first loss is right and the second has not come down far enough."""
    return abs(came[0] / want[0] - 1) < 1e-4 and want[1] < came[1] <= came[0]


enter(
    {
        "The gradients pile up: step gets the sum of all so far.": [
            lambda *a: losses_of(*a, zeroing=False)
        ],
        "Every prediction meets every y. Compare the shapes at the minus sign.": [
            lambda *a: losses_of(*a, across=True)
        ],
        "The loss never moves. Is there a gradient left when the step is made?": [
            lambda *a: losses_of(*a, factor=0.0)
        ],
        "The loss grows from the first step on: the step goes uphill.": [
            lambda *a: losses_of(*a, factor=-1.0)
        ],
        "The gradient is that of a sum of squares: n times too long for this lr.": [
            lambda x, *a: losses_of(x, *a, factor=len(x))
        ],
        "The sum of squares, in the loss as well as in its gradient. The mean is asked for.": [
            lambda x, *a: [len(x) * v for v in losses_of(x, *a, factor=len(x))]
        ],
        "Divided by n twice: once in the loss that is differentiated, once where it is noted.": [
            lambda x, *a: [v / len(x) for v in losses_of(x, *a)]
        ],
        "Each loss is to be noted before its step. The first is the one at w = 1, b = 0.": [
            lambda x, y, lr, epochs: losses_of(x, y, lr, epochs + 1)[1:]
        ],
        "There is one loss too many or too few: one for each epoch is asked for.": [
            lambda x, y, lr, epochs: losses_of(x, y, lr, epochs + 1),
            lambda x, y, lr, epochs: losses_of(x, y, lr, epochs - 1),
        ],
        "One loss came. Those of all epochs are asked for.": [
            lambda *a: losses_of(*a)[-1],
            lambda *a: losses_of(*a)[-1:],
        ],
    },
    repair_1,
    repair_2,
    repair_3,
)

for divisor in (10, 11, 20, 50, 100, 1000):
    repair_3.mistake(
        "Mend the loss, not lr: which two things in the loop speak of different losses?",
        lambda x, *a, divisor=divisor: losses_of(x, *a, factor=len(x) / divisor),
    )

for part in (repair_1, repair_2, repair_3):
    part.mistake(
        "The first loss is right, but the steps are too short. Keep lr and mend the fault itself.",
        lambda *a: losses_of(*a, factor=0.1),
        when=too_short,
    )

# 10.3 --------------------------------------------------------------------------------------------

own_engine = exercise(
    "10.3",
    "XOR by your own engine",
    hints=(
        "Hidden unit j is tanh(w * x1 + w * x2 + b) with numbers of its own. The output is a "
        "weighted sum of the four, plus a bias. Nothing is squeezed there.",
        "In params, unit j has its weights at 2 * j and 2 * j + 1, its bias at 8 + j and its "
        "output weight at 12 + j; params[16] is the output's bias. train is the loop of lesson 06.",
        "start: numbers = torch.randn(17, generator=torch.Generator().manual_seed(seed)). "
        "net: out = params[16], and for each j: out = out + params[12 + j] * (...).tanh()",
    ),
)


def lent(answer, **names):
    """Return `answer` with these names in place of its own, and `Value` if it knows none."""
    answer = inspect.unwrap(answer)  # to its own names
    if type(answer) is not types.FunctionType:
        return answer
    names = {"Value": Value, **answer.__globals__, **names}
    rest = answer.__name__, answer.__defaults__, answer.__closure__
    return types.FunctionType(answer.__code__, names, *rest)


def seeds(generator):
    return [(seed,) for seed in torch.randint(0, 1000, (3,), generator=generator).tolist()]


def is_value(thing):
    """True for a `Value`, also for one whose cell or module was run once more."""
    return all(hasattr(thing, name) for name in ("data", "grad", "parents"))


_START = "17 Values, drawn from the seed"


def about_the_start(answer, seed):
    """Say in words what comes back: what is right, or the first thing that is not."""
    answer = lent(answer)
    params = answer(seed)
    if not isinstance(params, list | tuple):
        return kind_of(as_data(params))
    if any(isinstance(p, list | tuple) for p in params):
        return "lists in a list"
    if not all(map(is_value, params)):
        return "numbers"
    if len(params) != 17:
        return f"{len(params)} Values"
    if len({id(p) for p in params}) < 17:
        return "the same Value several times"
    data = [float(p.data) for p in params]
    if not any(data):
        return "17 zeros"
    if len({(*data[2 * j : 2 * j + 2], data[8 + j], data[12 + j]) for j in range(4)}) < 4:
        return "hidden units that are alike"
    if [float(p.data) for p in answer(seed)] != data:
        return "other numbers at every call"
    if [float(p.data) for p in answer(seed + 1)] == data:
        return "the same numbers for every seed"
    return _START


@own_engine.part(probes=seeds, observe=about_the_start)
def start(seed):
    """A flat list of 17 Values, drawn at random from seed, in the order of section 4's `flat`.

    The weights of hidden unit 0 (for x1, for x2), of unit 1, 2 and 3; the four hidden biases; the
    four output weights; the output's bias.
    """
    numbers = torch.randn(17, generator=torch.Generator().manual_seed(seed))
    return [Value(number) for number in numbers.tolist()]


def values_of(numbers):
    return [Value(float(number)) for number in numbers]


def drawn(n, seed):
    return values_of(torch.randn(n, generator=torch.Generator().manual_seed(seed)))


for sentence, came, answer in [
    (
        "Where all are 0, no hidden unit ever gets a gradient: the loss stays at 0.25.",
        "17 zeros",
        lambda seed: values_of([0] * 17),
    ),
    (
        "Hidden units that start alike stay alike: four of them do the work of one.",
        "hidden units that are alike",
        lambda seed: values_of([0.1] * 17),
    ),
    (
        "One Value stands at several places. Make a new one for each.",
        "the same Value several times",
        lambda seed: [Value(0.1)] * 17,
    ),
    (
        "9 numbers make two hidden units, and two often get stuck. Four are asked for.",
        "9 Values",
        lambda seed: drawn(9, seed),
    ),
    ("The output needs a bias, too: 17 in all.", "16 Values", lambda seed: drawn(16, seed)),
    (
        "The hidden units need a bias each: 17 numbers in all.",
        "13 Values",
        lambda seed: drawn(13, seed),
    ),
    ("There are no biases: 17 numbers in all.", "12 Values", lambda seed: drawn(12, seed)),
    (
        "These are plain numbers. Only a Value can remember where it is used.",
        "numbers",
        lambda seed: torch.rand(17).tolist(),
    ),
    ("The list is to be flat: 17 Values in a row.", "lists in a list", lambda seed: [drawn(17, 0)]),
    (
        "A list of Values is asked for: a tensor knows nothing of our engine.",
        "a tensor of shape (17,)",
        lambda seed: torch.randn(17),
    ),
    (
        "The same seed gives other numbers at every call. What is drawn from the seed?",
        "other numbers at every call",
        lambda seed: values_of(torch.randn(17)),
    ),
    (
        "Every seed gives the same numbers, and there would be no other start to try.",
        "the same numbers for every seed",
        lambda seed: drawn(17, 0),
    ),
]:
    start.mistake(sentence, answer, when=lambda _, text, came=came: text == came)

start.mistake(
    "17 numbers: 8 hidden weights, 4 hidden biases, 4 output weights, and 1 bias of the output.",
    lambda seed: drawn(8, seed),
    when=lambda _, text: text.endswith(" Values"),
)


def three_places(generator):
    """Three draws of the parameters, each with one input."""
    draws = torch.randn(3, 19, generator=generator).tolist()
    return [(p[:17], *p[17:]) for p in draws]


def with_slopes(answer, numbers, x1, x2):
    """Return the number in what comes back, and its slope in each of the parameters."""
    params = values_of(numbers)
    out = lent(answer)(params, x1, x2)
    if not is_value(out):
        return out
    engine.backward(out)
    return {"data": out.data, "slopes": torch.tensor([p.grad for p in params])}


@own_engine.part(probes=three_places, observe=with_slopes)
def net(params, x1, x2):
    """The net's output, a Value: four tanh units, and a linear output; params as start has them."""
    out = params[16]
    for j in range(4):
        z = params[2 * j] * x1 + params[2 * j + 1] * x2 + params[8 + j]
        out = out + params[12 + j] * z.tanh()
    return out


def sigmoid(z):
    return 1 / (1 + (-z).exp())


def net_with(w=lambda j: (2 * j, 2 * j + 1), act=Value.tanh, units=range(4), end=lambda out: out):
    """Return a net that differs in where its weights stand, in its units, or at its end."""

    def other(params, x1, x2):
        out = params[16]
        for j in units:
            (first, second), v, b = w(j), params[12 + j], params[8 + j]
            out = out + v * act(params[first] * x1 + params[second] * x2 + b)
        return end(out)

    return other


enter(
    {
        "Without tanh the whole net is one line, and no line gets XOR below 0.25.": [
            net_with(act=lambda z: z)
        ],
        "The output goes through tanh. It is to be linear.": [net_with(end=Value.tanh)],
        "The output goes through a sigmoid. It is to be linear.": [net_with(end=sigmoid)],
        "The hidden units are another function. tanh is asked for.": [
            net_with(act=sigmoid),
            net_with(act=Value.relu),
        ],
        "The weights are taken from other places: those of unit j stand at 2 * j and 2 * j + 1.": [
            net_with(w=lambda j: (j, j + 4))
        ],
        "x1 and x2 are swapped.": [net_with(w=lambda j: (2 * j + 1, 2 * j))],
        "Only some of the four units reach the output.": [
            net_with(units=range(2)),
            net_with(units=range(3)),
            net_with(units=range(3, 4)),
        ],
        "A number came back. The Value itself is asked for: it remembers how it was made.": [
            lambda *a: net.reference(*a).data
        ],
        "No blame reaches the parameters: something made a new Value of a bare number.": [
            lambda *a: Value(net.reference(*a).data)
        ],
        "The output's bias is missing.": [
            lambda params, *x: net.reference([*params[:16], 0.0], *x)
        ],
        "The biases of the hidden units are missing.": [
            lambda params, *x: net.reference([*params[:8], *[0.0] * 4, *params[12:]], *x)
        ],
        "The four units are added up as they are. Where are the output weights?": [
            lambda params, *x: net.reference([*params[:12], *[1.0] * 4, params[16]], *x)
        ],
    },
    net,
)


# From seed 7 the loss is below 0.001 after 68 steps.
GOOD_START = torch.randn(17, generator=torch.Generator().manual_seed(7)).tolist()


def three_trainings(generator):
    """One step from anywhere, which shows the gradient; three; and many from a good start."""
    return [
        (torch.randn(17, generator=generator).tolist(), 0.1, 1),
        (torch.randn(17, generator=generator).tolist(), 0.05, 3),
        (GOOD_START, 0.3, 72),
    ]


def trained(answer, numbers, lr, steps):
    """Return what training makes of the parameters, and the loss that comes back.

    After many steps only whether XOR is learnt: a wrong loop may be chaotic, and no two alike.
    """
    params = values_of(numbers)
    loss = lent(answer, net=net.reference)(params, lr, steps)
    after = [float(getattr(p, "data", p)) for p in params]
    if steps < 10:
        return {"params": torch.tensor(after), "loss": loss}
    learnt = slopes_at(np.array(after), Y, [0])[0] < 1e-3
    return {"loss": "below 0.001" if learnt else "not below 0.001"}


@own_engine.part(probes=three_trainings, observe=trained)
def train(params, lr, steps):
    """Return the loss after the last step, a number: the MSE of net on the four XOR points.

    Each step is one of full-batch descent, and changes the data of params.
    """

    def mse():
        points = [(0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 0)]
        return sum((net(params, x1, x2) - y) ** 2 for x1, x2, y in points) / 4

    for _ in range(steps):
        for p in params:
            p.grad = 0.0
        mse().backward()
        for p in params:
            p.data -= lr * p.grad
    return mse().data


X, Y = (values.double().numpy() for values in simulate.xor())


def slopes_at(theta, y, some):
    """Return the loss of the net on all points and the gradient of that on some."""
    hidden = np.tanh(X @ theta[:8].reshape(4, 2).T + theta[8:12])
    r = hidden @ theta[12:16] + theta[16] - y
    back = 2 / len(some) * r[some]
    inner = back[:, None] * theta[12:16] * (1 - hidden[some] ** 2)
    parts = (inner.T @ X[some]).ravel(), inner.sum(0), hidden[some].T @ back, [back.sum()]
    return (r**2).mean().item(), np.concatenate(parts)


def quickly(params, lr, steps, y=Y, zeroing=True, batches=((0, 1, 2, 3),)):
    """Do what `train` does, with NumPy; return the loss at the start and after each step."""
    theta, slopes, losses = np.array([p.data for p in params]), 0.0, []
    for step in range(steps + 1):
        losses.append(slopes_at(theta, y, [0])[0])
        for some in batches if step < steps else ():
            new = slopes_at(theta, y, list(some))[1]
            slopes = new if zeroing else slopes + new
            theta = theta - lr * slopes
    for p, number in zip(params, theta.tolist(), strict=True):
        p.data = number
    return losses


def kept(params, answer):
    """Return what the answer gives, with the parameters as they came."""
    return answer(values_of(p.data for p in params))


enter(
    {
        "The gradients pile up from step to step: set each grad to 0 before backward.": [
            lambda *a: quickly(*a, zeroing=False)[-1]
        ],
        "The loss is a sum over the points. Divide by 4.": [
            lambda p, lr, steps: 4 * quickly(p, 4 * lr, steps)[-1]
        ],
        "The steps go uphill.": [lambda p, lr, steps: quickly(p, -lr, steps)[-1]],
        "Each step has the size of the gradient. Where is lr?": [
            lambda p, lr, n: quickly(p, 1, n)[-1]
        ],
        "params are as they came. p.data has to change: to give p a new Value is not enough.": [
            lambda p, lr, steps: quickly(p, lr, 0)[-1],
            lambda p, lr, steps: kept(p, lambda q: quickly(q, lr, steps)[-1]),
        ],
        "The loss is the one before the last step. Measure once more after it.": [
            lambda *a: quickly(*a)[-2]
        ],
        "All losses came back. The last one is asked for.": [lambda *a: quickly(*a)],
        "A Value came back. The number in it is its data.": [
            lambda *a: Value(quickly(*a)[-1]),
            lambda *a: Value(quickly(*a)[-2]),
        ],
        "There is one step too few.": [lambda p, lr, steps: quickly(p, lr, steps - 1)[-1]],
        "There is one step too many.": [lambda p, lr, steps: quickly(p, lr, steps + 1)[-1]],
        "Each point makes a step of its own. One step takes the mean over all four.": [
            lambda *a: quickly(*a, batches=((0,), (1,), (2,), (3,)))[-1]
        ],
        "These are not the four points of XOR: the target is 1 where exactly one input is 1.": [
            lambda *a: quickly(*a, y=np.array([0.0, 1, 1, 1]))[-1],
            lambda *a: quickly(*a, y=np.array([0.0, 0, 0, 1]))[-1],
            lambda *a: quickly(*a, y=np.array([1.0, 0, 0, 1]))[-1],
        ],
        "The params are trained, but nothing is returned: the loss.": [
            lambda *a: quickly(*a) and None
        ],
        "The params came back. They change in place; what is returned is the loss.": [
            lambda *a: quickly(*a) and a[0]
        ],
    },
    train,
)

# 10.4 --------------------------------------------------------------------------------------------

by_fastai = exercise(
    "10.4",
    "The same with a Learner",
    hints=(
        "A Callback is called at every turn of the loop. Right after a loss, self.loss holds it, "
        "and self.training says whether it is one of the training.",
        "The batch is all of x (bs=len(x)), the optimizer is fb.SGD, and the model must be given "
        "its start before fit.",
        "class Tape(fb.Callback): def after_loss(self): if self.training: "
        "losses.append(self.loss.item())",
    ),
)

NAMES = ("0.weight", "0.bias", "2.weight", "2.bias")


def xor_and_more(generator):
    """The XOR points and six random ones, with starts and few epochs: fastai is slow."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # fastai uses torch.jit.script, which is deprecated
        import fastai.basics  # noqa: F401 - here, because it takes longer than an answer may

    def randn(*size):
        return torch.randn(*size, generator=generator)

    x, y = simulate.xor()
    points = [(x, y[:, None], 0.1, 5), (randn(6, 2), randn(6, 1) + 1, 0.05, 2)]
    return [
        (x, y, [randn(4, 2), randn(4), randn(1, 4), randn(1)], lr, epochs)
        for x, y, lr, epochs in points
    ]


made = []  # the Learners of the answer that is being tried


def contained(answer, x, y, tensors, lr, epochs):
    """Return what an answer with a Learner gives, without what of fastai no sandbox holds back.

    That is a progress bar, and processes that load the data: some loaders start them by default.
    """
    import fastai.basics as fb

    quiet = [c for c in fb.defaults.callbacks if c.__name__ != "ProgressCallback"]
    init = fb.Learner.__init__

    @functools.wraps(init)
    def noted(self, *args, **options):
        made.append(self)
        init(self, *args, **options)

    made.clear()
    with (
        mock.patch.multiple(fb.defaults, callbacks=quiet, cpus=0),
        mock.patch.object(fb.Learner, "__init__", noted),
    ):
        losses = answer(x, y, dict(zip(NAMES, tensors, strict=True)), lr, epochs)
    if losses is not None and not made:
        raise TypeError("no Learner was made")
    return losses


@by_fastai.part(probes=xor_and_more, observe=contained)
def xor_losses(x, y, start, lr, epochs):
    """The loss of each epoch of a Learner with fb.SGD, all of x and y in one batch: a list.

    The model is nn.Sequential(nn.Linear(2, 4), nn.Tanh(), nn.Linear(4, 1)) with the state_dict
    start, the loss nn.MSELoss. Note each loss in a Callback, unsmoothed. y has a column, as the
    model's output has.
    """
    import fastai.basics as fb

    losses = []

    class Tape(fb.Callback):
        def after_loss(self):
            if self.training:
                losses.append(self.loss.item())

    nn = torch.nn
    model = nn.Sequential(nn.Linear(2, 4), nn.Tanh(), nn.Linear(4, 1))
    model.load_state_dict(start)
    dl = fb.DataLoader(list(zip(x, y, strict=True)), bs=len(x))
    learn = fb.Learner(
        fb.DataLoaders(dl, dl), model, loss_func=nn.MSELoss(), opt_func=fb.SGD, cbs=Tape()
    )
    with learn.no_logging():
        learn.fit(epochs, lr)
    return losses


def by_torch(x, y, start, lr, epochs, batch=None, total=False, optimizer=torch.optim.SGD, **more):
    """Return the losses of each batch as torch finds them, and those after each epoch."""
    made.append(None)
    params = [tensor.clone().requires_grad_() for tensor in start.values()]
    opt, noted, later = optimizer(params, lr=lr, **more), [], []

    def loss_on(x, y):
        W1, b1, W2, b2 = params
        squares = (torch.tanh(x @ W1.T + b1) @ W2.T + b2 - y) ** 2
        return squares.sum() if total else squares.mean()

    for _ in range(epochs):
        for some in torch.arange(len(x)).split(batch or len(x)):
            loss = loss_on(x[some], y[some] if y.ndim == 2 and len(y) == len(x) else y)
            noted.append(loss.item())
            opt.zero_grad()
            loss.backward()
            opt.step()
        later.append(loss_on(x, y).item())
    return noted, later


def smoothed(losses, beta=0.98):
    """Return the running averages that a Learner prints."""
    average, shown = 0.0, []
    for count, loss in enumerate(losses, start=1):
        average = beta * average + (1 - beta) * loss
        shown.append(average / (1 - beta**count))
    return shown


def interleaved(noted, later):
    return [loss for pair in zip(noted, later, strict=True) for loss in pair]


enter(
    {
        "This is the smoothed loss that a Learner prints. The true one is self.loss.": [
            lambda *a: smoothed(by_torch(*a)[0])
        ],
        "These are losses after each epoch's step: a Learner's validation comes last.": [
            lambda *a: by_torch(*a)[1]
        ],
        "Two for each epoch: the validation's losses are noted, too. What says self.training?": [
            lambda *a: interleaved(*by_torch(*a))
        ],
        "Each point makes a step of its own. How many belong in a batch?": [
            lambda *a: by_torch(*a, batch=1)[0],
            lambda x, *a: by_torch(x, *a, batch=1)[0][len(x) - 1 :: len(x)],
        ],
        "y has lost its column: every output meets every y. Keep it (n, 1).": [
            lambda x, y, *a: by_torch(x, y.T, *a)[0]
        ],
        "This loss is a sum. nn.MSELoss() takes the mean.": [
            lambda *a: by_torch(*a, total=True)[0]
        ],
        "One epoch is missing.": [lambda x, y, s, lr, epochs: by_torch(x, y, s, lr, epochs - 1)[0]],
        "One epoch too many.": [lambda x, y, s, lr, epochs: by_torch(x, y, s, lr, epochs + 1)[0]],
        "One loss came. Each epoch has one.": [
            lambda *a: by_torch(*a)[0][-1],
            lambda *a: by_torch(*a)[0][-1:],
        ],
        "No loss was noted. Was the Callback handed to the Learner?": [
            lambda *a: by_torch(*a)[0][:0]
        ],
        "Without a learning rate a Learner takes 0.001. Hand lr to fit.": [
            lambda x, y, s, lr, epochs: by_torch(x, y, s, 1e-3, epochs)[0]
        ],
    },
    xor_losses,
)


@xor_losses.mistake("Is there a Learner in it?")
def _(*args):
    noted, _ = by_torch(*args)
    made.clear()
    return noted


def by_learner(x, y, start, lr, epochs, method="fit", **options):
    """Return the losses that a Learner with these options notes."""
    import fastai.basics as fb
    from fastai.callback import schedule  # noqa: F401 - gives a Learner fit_one_cycle

    losses, nn = [], torch.nn
    tape = fb.Callback(after_backward=lambda _: losses.append(learn.loss.item()))
    model = nn.Sequential(nn.Linear(2, 4), nn.Tanh(), nn.Linear(4, 1))
    model.load_state_dict(start)
    dl = fb.DataLoader(list(zip(x, y, strict=True)), bs=len(x))
    learn = fb.Learner(fb.DataLoaders(dl, dl), model, loss_func=nn.MSELoss(), cbs=tape, **options)
    with learn.no_logging():
        getattr(learn, method)(epochs, lr)
    return losses


xor_losses.mistake("Without opt_func a Learner takes fastai's Adam. SGD is asked for.", by_learner)


@xor_losses.mistake("fit_one_cycle changes lr on the way. Use fit.")
def _(*args):
    import fastai.basics as fb

    return by_learner(*args, method="fit_one_cycle", opt_func=fb.SGD)


xor_losses.mistake(
    "The first loss is not the one at start. Is the state_dict loaded, and before fit?",
    lambda x, y, s, lr, epochs: by_torch(
        x, y, {name: tensor + 0.3 for name, tensor in s.items()}, lr, epochs
    )[0],
    when=lambda want, came: abs(float(came[0]) / want[0] - 1) > 1e-3,
)

# 10.5 --------------------------------------------------------------------------------------------

honest = exercise(
    "10.5",
    "An honest report",
    hints=(
        "A report says on what it rests, how sure it is, how well it does on readings it has not "
        "seen, what somebody without it would do, and where it ends.",
        "Ask of each sentence: which cell of section 1 has shown it? Five of them say more than "
        "any cell has.",
        "The first and the last sentence belong in it.",
    ),
)

# a  Eleven pairs of readings were used: units of the thermometer against °C, from -4 to 28 °C.
# b  The line is off by 1.71 °C (RMSE) on its eleven readings: expect the same on other days.
# c  Turning the needle up by one unit warms the room by 0.537 °C.
# d  The slope is 0.537 ± 0.036 °C per unit; 0.036 is its standard error.
# e  With each reading left out once, the line misses it by 2.13 °C (root mean square).
# f  At a reading of 150 the temperature is 63 °C.
# g  By the same measure, the mean of the other readings misses by 9.66 °C.
# h  The correlation is 0.98, which proves that the slope is 5/9: the thermometer shows °F.
# i  The slope is 0.536772 °C per unit.
# j  5/9 is compatible with these readings; below -4 and above 28 °C nothing has been tried.


def letters_of(answer):
    """Return the letters in order, each once."""
    if isinstance(answer, set | frozenset | list | tuple):
        if not all(isinstance(letter, str) for letter in answer):
            return "none"
        answer = "".join(answer)
    if not isinstance(answer, str):
        return answer
    return "".join(sorted(set(filter(str.isalpha, answer.lower()))))


@honest.part(observe=letters_of)
def report():
    return "adegj"


report.mistake(
    "Five of the letters a to j are asked for, as one text.",
    "zebra",
    when=lambda _, letters: not letters or not set(letters) <= set("abcdefghij"),
)
for letter, sentence in {
    "b": "b takes the error on readings the line was fitted to. What says how it does on others?",
    "f": "f goes far beyond the warmest reading. What was seen there?",
    "c": "c speaks of a cause. Does the thermometer make the weather?",
    "h": "h lets one number prove a law. How many other slopes would fit these readings as well?",
    "i": "i has six digits and no uncertainty. How many of the digits are known?",
}.items():
    report.mistake(
        sentence,
        "adeg" + letter,
        when=lambda _, letters, letter=letter: letter in letters,
    )
report.mistake(
    "All that you chose belongs in it. Of the five, some are still missing.",
    "adeg",
    when=lambda _, letters: len(letters) < 5,
)

# Questions ---------------------------------------------------------------------------------------

question(
    "10.p1",
    "Central differences, algebra, our engine, torch and fastai all train the line on a tenth of "
    "the readings: start w = 1, b = 0, lr = 0.01, 500 steps. Will the five lines differ?",
    wrong(
        "No, they agree in every digit",
        "The first four nearly do: they use 64 bits. fastai uses 32: its seventh digit differs.",
    ),
    right(
        "Yes, but only in the last digits",
        "It is one gradient, found in five ways. All agree in five digits, and the first four, "
        "with 64 bits, in thirteen.",
    ),
    wrong(
        "Yes, central differences end visibly elsewhere",
        "The MSE is a parabola in each knob. A central difference of it is exact but for rounding.",
    ),
    wrong(
        "Yes, fastai ends visibly elsewhere",
        "With `fb.SGD` and all readings in one batch, a Learner makes the steps of torch.",
    ),
)

question(
    "10.p2",
    "A net with one hidden layer shall learn XOR from 50 random starts, 3000 steps each: first "
    "with four hidden units, then with two. From how many starts does it learn?",
    wrong(
        "Both 50 times",
        "Two units suffice to draw XOR. But finding them from a random start is harder.",
    ),
    wrong("50 and 0", "Two units can draw XOR, and from most starts they find it."),
    right(
        "50 and about 43",
        "Two can get stuck at a loss near 0.126. With four, no start among the 50 did.",
    ),
    wrong("About 25 each", "It is better than that, and four beat two."),
)

question(
    "10.p3",
    "A run from w = 0, b = 0 begins with the losses 187.4, 71.9, 37.8, 142.9, 207.7, 121.1. It "
    "goes on like this, neither settling nor growing without end. What is wrong?",
    wrong("lr is too large", "Beyond the limit the loss grows without bound. This one is bounded."),
    right(
        "The gradients are not zeroed",
        "They pile up like a velocity that nothing slows down: the line swings and never rests.",
    ),
    wrong("The sign of the step", "Then the second loss would be larger than the first."),
    wrong(
        "The shape of the target",
        "Then no loss could be below 77.14, the variance of the targets. The third is 37.8.",
    ),
)

question(
    "10.q1",
    "You have written a gradient by hand. Which test tells best that it is right?",
    wrong("The loss falls", "It also falls with half the gradient, or with one slope missing."),
    wrong(
        "The run ends at the best line",
        "Twice the gradient ends there as well. It is zero at the same place.",
    ),
    wrong("A second run gives the same numbers", "Then the run is repeatable, right or wrong."),
    right(
        "Central differences at a few random points agree",
        "They know nothing of your formula, and they look at every slope.",
    ),
)

question(
    "10.q2",
    "Which of these numbers of the thermometer's line has no unit?",
    right(
        "The MSE divided by the variance of the true temperatures",
        "°C² over °C²: the share of the variance that the line leaves over.",
    ),
    wrong("The slope w", "It turns units of the thermometer into °C: °C per unit."),
    wrong("The MSE", "It is a mean of squares of °C."),
    wrong("The intercept b", "It is what the line says at a reading of 0: °C."),
)

question(
    "10.q3",
    "Our engine finds the same gradients as torch. Why is a large net trained with torch?",
    wrong(
        "Its gradients are more exact", "Both use the chain rule, and our engine in twice the bits."
    ),
    wrong("It needs no graph", "It builds one as well, in every forward pass."),
    right(
        "One node of its graph is a whole tensor",
        "Ours has a Python object for every number. Torch computes on millions in one call.",
    ),
    wrong("It finds the lowest minimum of all", "It walks down the same slopes as our engine."),
)
