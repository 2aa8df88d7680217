"""Exercise 10.2: The bug clinic."""

import itertools

import torch

from course_utils import simulate
from course_utils.clinic import CASES
from course_utils.exercise import exercise


def enter(slips, *parts):
    """Enter wrong answers, in lists by the sentence that they draw, in each of the parts."""
    for (sentence, answers), part in itertools.product(slips.items(), parts):
        for answer in answers:
            part.mistake(sentence, answer)


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
