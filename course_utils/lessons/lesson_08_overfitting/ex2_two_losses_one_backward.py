"""Exercise 8.2: Two losses, one backward."""

import numpy as np
import torch

from course_utils import simulate
from course_utils.exercise import exercise
from course_utils.values import as_numbers

T_U, T_C = simulate.thermometer()


two_losses = exercise(
    "8.2",
    "Two losses, one backward",
    hints=(
        "Sections 2 and 3: in each epoch measure both losses, then step with one of them.",
        "Only the training loss goes backward. The other one is noted under torch.no_grad().",
        "Note both with .item() before zero_grad, backward and step.",
    ),
)

TRAIN, VAL = [9, 6, 5, 8, 4, 7, 0, 1, 3], [2, 10]  # the split in the book
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


def as_lists(answer, *args):
    """Return what comes back, losses as lists of numbers, and params detached.

    Where a loss still holds its graph, the first losses are a tensor that requires grad. Of two
    results, or four, only the number counts.
    """
    result = answer(*args)
    if type(result) not in (tuple, list) or len(result) != 3:
        return [None] * len(result) if type(result) in (tuple, list) else as_numbers(result)
    *losses, params = result
    some = [loss for entry in losses if isinstance(entry, list | tuple) for loss in entry]
    holding = any(isinstance(loss, torch.Tensor) and loss.requires_grad for loss in some + losses)
    losses = [
        as_numbers(e.tolist() if isinstance(e, torch.Tensor | np.ndarray) else e) for e in losses
    ]
    if holding:
        losses[0] = torch.tensor(losses[0], requires_grad=True)
    return *losses, params.detach() if isinstance(params, torch.Tensor) else as_numbers(params)


@two_losses.part(probes=runs, observe=as_lists)
def train_and_validate(x_train, y_train, x_val, y_val, lr, epochs):
    """Train w * x + b from (1, 0): MSEs on train, MSEs on val, each before a step; params (2,)."""
    params = torch.tensor([1.0, 0.0], requires_grad=True)
    optimizer = torch.optim.SGD([params], lr=lr)
    train_losses, val_losses = [], []
    for _ in range(epochs):
        train_loss = ((params[0] * x_train + params[1] - y_train) ** 2).mean()
        with torch.no_grad():
            val_loss = ((params[0] * x_val + params[1] - y_val) ** 2).mean()
        train_losses.append(train_loss.item())
        val_losses.append(val_loss.item())
        optimizer.zero_grad()
        train_loss.backward()
        optimizer.step()
    return train_losses, val_losses, params.detach()


def slope(params, x, y):
    """Return the gradient of the MSE."""
    r = params[0] * x + params[1] - y
    return 2 * torch.stack([(r * x).mean(), r.mean()])


def places(x, y, x_val, y_val, lr, epochs, pulls=(1, 0), start=(1.0, 0.0), zeroing=True):
    """Return the epochs + 1 places of params; `pulls` is how much each set has a say in a step."""
    visited, grad = [torch.tensor(start)], torch.zeros(2)
    for _ in range(epochs):
        of_both = slope(visited[-1], x, y), slope(visited[-1], x_val, y_val)
        grad = pulls[0] * of_both[0] + pulls[1] * of_both[1] + (0 if zeroing else grad)
        visited.append(visited[-1] - lr * grad)
    return visited


def mses(visited, x, y):
    return [((w * x + b - y) ** 2).mean().item() for w, b in visited]


def run(*args, **how):
    """Return what is asked for, of a run that goes as `how` says."""
    visited = places(*args, **how)
    x_train, y_train, x_val, y_val = args[:4]
    return mses(visited[:-1], x_train, y_train), mses(visited[:-1], x_val, y_val), visited[-1]


def later(*args):
    """Return the losses after each step."""
    x_train, y_train, x_val, y_val = args[:4]
    visited = places(*args)[1:]
    return mses(visited, x_train, y_train), mses(visited, x_val, y_val)


def all_as_one(x, y, x_val, y_val, *how):
    return run(torch.cat([x, x_val]), torch.cat([y, y_val]), x_val, y_val, *how)


for sentence, answer in [
    (
        "val_losses come after the step. Measure both losses first, then step.",
        lambda *a: (run(*a)[0], later(*a)[1], run(*a)[2]),
    ),
    (
        "Both losses come after the step. Measure them before it.",
        lambda *a: (*later(*a), run(*a)[2]),
    ),
    (
        "The validation readings push params, too. Which of the two losses goes backward?",
        lambda *a: run(*a, pulls=(1, 1)),
    ),
    (
        "The validation loss alone goes backward. It is the other one that trains.",
        lambda *a: run(*a, pulls=(0, 1)),
    ),
    ("All readings are trained on, those of validation, too. What was held back?", all_as_one),
    (
        "The gradients add up from epoch to epoch. Which line clears them?",
        lambda *a: run(*a, zeroing=False),
    ),
    ("Is lr used?", lambda *a: run(*a[:4], 0.01, a[5])),
    (
        "params never moves. Is there a backward, and a step after it?",
        lambda *a: run(*a[:4], 0.0, a[5]),
    ),
    ("One epoch is missing.", lambda *a: run(*a[:5], a[5] - 1)),
    ("One epoch too many.", lambda *a: run(*a[:5], a[5] + 1)),
    ("Only one epoch is run: is the return inside the loop?", lambda *a: run(*a[:5], 1)),
    ("The run begins elsewhere. Begin at w = 1, b = 0.", lambda *a: run(*a, start=(0.0, 0.0))),
    ("The x that come in are scaled already.", lambda x, y, v, *a: run(0.1 * x, y, 0.1 * v, *a)),
    ("Use only the readings that the function is given.", lambda *a: run(*BOOK, *a[4:])),
    (
        "The losses are right. params lacks the last step.",
        lambda *a: (*run(*a)[:2], places(*a)[-2]),
    ),
]:
    train_and_validate.mistake(sentence, answer)


def summed(*args):
    """Return sums in place of means, also for the step."""
    n, n_val = len(args[0]), len(args[2])
    train_losses, val_losses, params = run(*args[:4], n * args[4], args[5])
    return [n * loss for loss in train_losses], [n_val * loss for loss in val_losses], params


_SUMS = "These are sums of squares. Losses of sets of two sizes are comparable as means."
_PARAMS = "params is to be one tensor of shape (2,) that holds w and b."
_ORDER = "The order is: the training losses, the validation losses, params."
_THREE = "Three things are asked for: the training losses, the validation losses, the params."

train_and_validate.mistake(_SUMS, summed)

for sentence, change in [
    (
        "val_losses is divided by the wrong number of readings. How many are in val?",
        lambda t, v, p, n, n_val: (t, [loss * n_val / n for loss in v], p),
    ),
    (_SUMS, lambda t, v, p, n, n_val: (t, [loss * n_val for loss in v], p)),
    (
        "params is right. These are root mean squares; the losses here are MSEs.",
        lambda t, v, p, *_: ([loss**0.5 for loss in t], [loss**0.5 for loss in v], p),
    ),
    (_ORDER, lambda t, v, p, *_: (v, t, p)),
    (_ORDER, lambda t, v, p, *_: (p, t, v)),
    ("Both lists hold the training losses. Is val measured?", lambda t, v, p, *_: (t, t, p)),
    (
        "Single losses came. Note those of every epoch, in two lists.",
        lambda t, v, p, *_: (t[-1], v[-1], p),
    ),
    (_PARAMS, lambda t, v, p, *_: (t, v, p.tolist())),
    (_PARAMS, lambda t, v, p, *_: (t, v, *p.tolist())),
    (_THREE, lambda t, v, p, *_: (p, [*zip(t, v, strict=True)])),
    (_THREE, lambda t, v, p, *_: [*zip(t, v, strict=True)]),
    (_THREE, lambda t, v, p, *_: p),
]:

    @train_and_validate.mistake(sentence)
    def _(*args, change=change):
        return change(*run(*args), len(args[0]), len(args[2]))


@train_and_validate.remark(
    "The numbers are right. But each loss still holds its graph: .item() keeps only the number."
)
def _(*args):
    train_losses, val_losses, params = run(*args)
    return torch.tensor(train_losses, requires_grad=True), val_losses, params
