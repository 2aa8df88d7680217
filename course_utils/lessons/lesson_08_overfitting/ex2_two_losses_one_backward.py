"""Exercise 8.2: Two losses, one backward."""

import numpy as np
import torch

from course_utils.checking.exercises import exercise
from course_utils.checking.plain_data import as_numbers
from course_utils.lessons.lesson_08_overfitting.readings import T_C, T_U, TRAIN, VAL

two_losses = exercise(
    "8.2",
    "Two losses, one backward",
    hints=(
        "Sections 2 and 3: in each epoch measure both losses, then step with one of them.",
        "Only the training loss goes backward. The other one is noted under torch.no_grad().",
        "Note both with .item() before zero_grad, backward and step.",
    ),
)

BOOK = 0.1 * T_U[TRAIN], T_C[TRAIN], 0.1 * T_U[VAL], T_C[VAL]


def runs(generator):
    """The book's split, then random readings; few epochs, but not three: so many results come."""
    torch.optim.SGD([torch.zeros(1)], lr=1.0)  # the first ever made takes a second
    probes = [(*BOOK, 1e-2, 4)]
    for n, n_val, lr, epochs in [(6, 3, 0.03, 2), (5, 2, 0.02, 5), (8, 4, 0.05, 1)]:
        x, noise = torch.randn(2, n + n_val, generator=generator)
        x, y = 2 * x + 1, 6 * x + 5 + 3 * noise
        probes.append((x[:n], y[:n], x[n:], y[n:], lr, epochs))
    return probes


def holds_graph(losses):
    """True if one of the losses, or all as one tensor, can still go backward."""
    entries = losses if isinstance(losses, list | tuple) else [losses]
    return any(isinstance(entry, torch.Tensor) and entry.requires_grad for entry in entries)


def as_lists(answer, *args):
    """Return what comes back, losses as lists of numbers, and params detached.

    Where a loss still holds its graph, the first losses are a tensor that requires grad. Of two
    results, or four, only the number counts.
    """
    result = answer(*args)
    if type(result) not in (tuple, list):
        return as_numbers(result)
    if len(result) != 3:
        return [None] * len(result)
    *both, params = result
    losses = [
        as_numbers(entry.tolist() if isinstance(entry, torch.Tensor | np.ndarray) else entry)
        for entry in both
    ]
    if any(map(holds_graph, both)):
        losses[0] = torch.tensor(losses[0], requires_grad=True)
    return *losses, params.detach() if isinstance(params, torch.Tensor) else as_numbers(params)


@two_losses.part(probes=runs, observe=as_lists)
def train_and_validate(x_train, y_train, x_val, y_val, lr, epochs):
    """Train w * x + b from (1, 0): MSEs on train, MSEs on val, each before a step; params (2,)."""
    params = torch.tensor([1.0, 0.0], requires_grad=True)
    optimizer = torch.optim.SGD([params], lr=lr)
    train_losses, val_losses = [], []

    def mse(x, y):
        return ((params[0] * x + params[1] - y) ** 2).mean()

    for _ in range(epochs):
        train_loss = mse(x_train, y_train)
        with torch.no_grad():
            val_loss = mse(x_val, y_val)
        train_losses.append(train_loss.item())
        val_losses.append(val_loss.item())
        optimizer.zero_grad()
        train_loss.backward()
        optimizer.step()
    return train_losses, val_losses, params.detach()


ON_TRAIN, ON_VAL = "mse(x_train, y_train)", "mse(x_val, y_val)"
NOTE_TRAIN, NOTE_VAL = (f"{name}_losses.append({name}_loss.item())" for name in ("train", "val"))
NOTE_TRAIN_ANEW = f"train_losses.append({ON_TRAIN}.item())"
NOTE_VAL_ANEW = f"val_losses.append({ON_VAL}.item())"
BACKWARD, STEP = "train_loss.backward()", "optimizer.step()"
LOSSES, RESULT = "train_losses, val_losses,", "train_losses, val_losses, params.detach()"

train_and_validate.slips(
    {
        "val_losses come after the step. Measure both losses first, then step.": (
            (NOTE_VAL, ""),
            (STEP, f"{STEP}; {NOTE_VAL_ANEW}"),
        ),
        "Both losses come after the step. Measure them before it.": (
            (NOTE_TRAIN, ""),
            (NOTE_VAL, ""),
            (STEP, f"{STEP}; {NOTE_TRAIN_ANEW}; {NOTE_VAL_ANEW}"),
        ),
        "The validation readings push params, too. Which of the two losses goes backward?": (
            (BACKWARD, f"{BACKWARD}; {ON_VAL}.backward()")
        ),
        "The validation loss alone goes backward. It is the other one that trains.": (
            (BACKWARD, f"{ON_VAL}.backward()")
        ),
        "All readings are trained on, those of validation, too. What was held back?": (
            (ON_TRAIN, "mse(torch.cat([x_train, x_val]), torch.cat([y_train, y_val]))")
        ),
        "The gradients add up from epoch to epoch. Which line clears them?": (
            ("optimizer.zero_grad()", "")
        ),
        "Is lr used?": ("lr=lr", "lr=0.01"),
        "params never moves. Is there a backward, and a step after it?": (STEP, ""),
        "One epoch is missing.": ("range(epochs)", "range(epochs - 1)"),
        "One epoch too many.": ("range(epochs)", "range(epochs + 1)"),
        "Only one epoch is run: is the return inside the loop?": (
            (f"    return {RESULT}", f"        return {RESULT}")
        ),
        "The run begins elsewhere. Begin at w = 1, b = 0.": ("[1.0, 0.0]", "[0.0, 0.0]"),
        "The x that come in are scaled already.": (
            ("mse(x_train", "mse(0.1 * x_train"),
            ("mse(x_val", "mse(0.1 * x_val"),
        ),
        "Use only the readings that the function is given.": (
            lambda *args: train_and_validate.reference(*BOOK, *args[4:])
        ),
        "The losses are right. params lacks the last step.": (
            (f"{LOSSES} params.detach()", f"{LOSSES} before"),
            (STEP, f"before = params.detach().clone(); {STEP}"),
        ),
        "These are sums of squares. Losses of sets of two sizes are comparable as means.": [
            ("mean()", "sum()"),
            (ON_VAL, f"{ON_VAL} * len(x_val)"),
        ],
        "val_losses is divided by the wrong number of readings. How many are in val?": (
            (ON_VAL, f"{ON_VAL} * len(x_val) / len(x_train)")
        ),
        "params is right. These are root mean squares; the losses here are MSEs.": (
            ("train_loss.item()", "train_loss.sqrt().item()"),
            ("val_loss.item()", "val_loss.sqrt().item()"),
        ),
        "The order is: the training losses, the validation losses, params.": [
            (RESULT, "val_losses, train_losses, params.detach()"),
            (RESULT, "params.detach(), train_losses, val_losses"),
        ],
        "Both lists hold the training losses. Is val measured?": (
            ("val_loss.item()", "train_loss.item()")
        ),
        "Single losses came. Note those of every epoch, in two lists.": (
            (LOSSES, "train_losses[-1], val_losses[-1],")
        ),
        "params is to be one tensor of shape (2,) that holds w and b.": [
            ("params.detach()", "params.tolist()"),
            ("params.detach()", "*params.tolist()"),
        ],
        "Three things are asked for: the training losses, the validation losses, the params.": [
            (RESULT, "params.detach(), [*zip(train_losses, val_losses)]"),
            (RESULT, "[*zip(train_losses, val_losses)]"),
            (RESULT, "params.detach()"),
        ],
    }
)
train_and_validate.remark(
    "The numbers are right. But each loss still holds its graph: .item() keeps only the number.",
    ("train_loss.item()", "train_loss"),
)
