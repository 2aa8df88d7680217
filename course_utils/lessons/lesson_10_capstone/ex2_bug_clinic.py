"""Exercise 10.2: The bug clinic."""

import itertools

import torch

from course_utils import simulate
from course_utils.checking.exercises import exercise
from course_utils.checking.plain_data import as_numbers
from course_utils.clinic import CASES
from course_utils.lessons.lesson_10_capstone.misnomers import called, confuses, second_look
from course_utils.lessons.lesson_10_capstone.repair_slips import enter_equals, enter_slips

bug_clinic = exercise(
    "10.2",
    "The bug clinic",
    hints=(
        "Look at each curve for three things: where it begins, whether it is bounded, and whether "
        "it levels off, and where. Section 3 has the questions. A repaired loop begins 80.36, "
        "37.57, 30.87.",
        "Of the loops, the first swings, the second levels off at 77.14, the third explodes "
        "though its lr is stable for the MSE. Keep lr, the start and the number of epochs.",
        "In the first the gradients of all epochs pile up. In the second print the shapes of both "
        "sides of the minus sign. In the third compare the loss that is noted with the one that "
        "is differentiated.",
    ),
    kind="find the bug",
)


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


for letters in [*CASES, *itertools.combinations(CASES, 2)]:
    diagnoses.remark(  # at most two wrong ones: right, but not in silence
        f"Eight are enough. But look again at {' and '.join(letters)}.",
        CASES | dict.fromkeys(letters, "healthy"),
        lambda _, text, letters=letters: called(text).keys() == set(letters),
    )

GROWING = ("sign", "sum for mean", "raw inputs")

# By sentence: what wrong letters are called in an answer that draws it; a test of such names.
for sentence, (names, test) in {
    "None of the ten runs is healthy: each has one of the ten faults.": (
        {"G": "healthy", "A": "sign", "J": "broadcast"},
        lambda wrong: "healthy" in wrong.values(),
    ),
    "There is a name among these that is none of the ten bugs. Copy them from the table.": (
        {"D": "lr too large", "A": "sign", "J": "broadcast"},
        lambda wrong: not set(wrong.values()) <= set(CASES.values()),
    ),
    "One swings and stays bounded, others grow without bound. Gradients that pile up: which?": (
        {"D": "sign", "J": "sum for mean", "C": "not zeroed"},
        confuses(["not zeroed"], GROWING),
    ),
    "C begins eleven times too high. At w = 0 the readings do not count: can they do that?": (
        {"C": "raw inputs", "G": "sign", "J": "sum for mean"},
        lambda wrong: wrong.get("C") == "raw inputs",
    ),
    "G begins where J begins, and then grows 1792-fold in an epoch. Where would a sum begin?": (
        {"G": "sum for mean", "C": "sign", "J": "raw inputs"},
        lambda wrong: wrong.get("G") == "sum for mean",
    ),
    "Flat is not yet converged. One curve never leaves its start; what is the variance of y?": (
        {"A": "zero before step", "H": "own statistics", "I": "broadcast"},
        confuses(["broadcast", "zero before step"]),
    ),
    "Validation far below training is no success. How can it know the readings held back?": (
        {"F": "own statistics", "I": "alias reset", "B": "validation leak"},
        confuses(["validation leak"]),
    ),
    "Three of them grow. Compare their first losses, and how fast they grow.": (
        {"C": "sign", "J": "sum for mean", "E": "own statistics"},
        confuses(GROWING),
    ),
    "One chart holds two runs. Where does the second begin?": (
        {"B": "own statistics", "I": "detached", "E": "alias reset"},
        confuses(["alias reset"]),
    ),
    "One loop stops with a message. What does the message say?": (
        {"E": "own statistics", "I": "not zeroed", "D": "detached"},
        lambda wrong: bool(wrong),
    ),
}.items():
    diagnoses.slip(sentence, CASES | names, lambda _, text, test=test: test(called(text)))

diagnoses.slip("Ten names are asked for, in the order A to J.", [], when=lambda *_: True)


def short_runs(generator):
    """A tenth of the diary's readings, and random ones, each with a stable lr."""
    t_u, t_c = simulate.thermometer()
    x, noise = torch.randn(2, 8, generator=generator)
    return [(0.1 * t_u, t_c, 1e-2, 6), (x + 3, 2 * x + 8 + noise, 2e-2, 4)]


def numbers(answer, *args):
    """Return what comes back, the losses as numbers: whether a graph hangs on them is no matter."""
    came = answer(*args)
    return as_numbers(came.tolist() if isinstance(came, torch.Tensor) else came)


@bug_clinic.part(
    probes=short_runs,
    observe=numbers,
    given=(("        optimizer.zero_grad()\n", ""), ("for _", "optimizer.zero_grad()\n    for _")),
)
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


@bug_clinic.part(probes=short_runs, observe=numbers, given=(("y[:, None]", "y"),))
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


@bug_clinic.part(
    probes=short_runs,
    observe=numbers,
    given=((" / len(x)", ""), ("loss.item()", "loss.item() / len(x)")),
)
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


enter_slips(repair_1, repair_2, repair_3)
enter_equals(repair_1, repair_2, repair_3)
