"""The bug clinic of lesson 10: ten training loops with one bug each, and the healthy one.

All fit a line to the thermometer by gradient descent. Each can be read by itself, so they repeat
one another: `FAULTS` names the lines that are wrong and what to write in their place. What
overflows is kept as inf or nan.
"""

from dataclasses import dataclass

import torch

from course_utils import simulate

TRAIN, VAL = [9, 6, 5, 8, 4, 7, 0, 1, 3], [2, 10]  # the split of the notes and of lesson 08


@dataclass(frozen=True)
class Run:
    """What one loop left behind.

    `train` and `val` are the losses before each step, `again` those of a second run from what
    should be the same start; None where there is none. `params` are w and b as trained, for the x
    of that loop. `message` is that of the exception that ended the run, else None.
    """

    train: list
    params: tuple
    val: list | None = None
    again: list | None = None
    message: str | None = None


@dataclass(frozen=True)
class Fault:
    """The lines that are wrong, those to write in their place, and what the curve looks like."""

    fault: str
    mend: str
    symptom: str


def _run(params, train, **more):
    return Run(train, tuple(params.detach().tolist()), **more)


def healthy(lr=1e-2, start=(1.0, 0.0), epochs=1000):
    """Fit the line as it should be done."""
    t_u, t_c = simulate.thermometer()
    x, y = 0.1 * t_u, t_c
    params, losses = torch.tensor(start, requires_grad=True), []
    for _ in range(epochs):
        loss = ((params[0] * x + params[1] - y) ** 2).mean()
        losses.append(loss.item())
        params.grad = None
        loss.backward()
        with torch.no_grad():
            params -= lr * params.grad
    return _run(params, losses)


def not_zeroed(lr=1e-2, start=(1.0, 0.0), epochs=1000):
    """Let the gradients of all steps pile up."""
    t_u, t_c = simulate.thermometer()
    x, y = 0.1 * t_u, t_c
    params, losses = torch.tensor(start, requires_grad=True), []
    for _ in range(epochs):
        loss = ((params[0] * x + params[1] - y) ** 2).mean()
        losses.append(loss.item())
        loss.backward()
        with torch.no_grad():
            params -= lr * params.grad
    return _run(params, losses)


def sign(lr=1e-2, start=(1.0, 0.0), epochs=1000):
    """Walk uphill."""
    t_u, t_c = simulate.thermometer()
    x, y = 0.1 * t_u, t_c
    params, losses = torch.tensor(start, requires_grad=True), []
    for _ in range(epochs):
        loss = ((params[0] * x + params[1] - y) ** 2).mean()
        losses.append(loss.item())
        params.grad = None
        loss.backward()
        with torch.no_grad():
            params += lr * params.grad
    return _run(params, losses)


def sum_for_mean(lr=1e-2, start=(1.0, 0.0), epochs=1000):
    """Add the squares and do not divide by their number."""
    t_u, t_c = simulate.thermometer()
    x, y = 0.1 * t_u, t_c
    params, losses = torch.tensor(start, requires_grad=True), []
    for _ in range(epochs):
        loss = ((params[0] * x + params[1] - y) ** 2).sum()
        losses.append(loss.item())
        params.grad = None
        loss.backward()
        with torch.no_grad():
            params -= lr * params.grad
    return _run(params, losses)


def raw_inputs(lr=1e-2, start=(1.0, 0.0), epochs=1000):
    """Forget to scale the readings."""
    t_u, t_c = simulate.thermometer()
    x, y = t_u, t_c
    params, losses = torch.tensor(start, requires_grad=True), []
    for _ in range(epochs):
        loss = ((params[0] * x + params[1] - y) ** 2).mean()
        losses.append(loss.item())
        params.grad = None
        loss.backward()
        with torch.no_grad():
            params -= lr * params.grad
    return _run(params, losses)


def broadcast(lr=1e-2, start=(1.0, 0.0), epochs=1000):
    """Compare every prediction with every reading, 11 x 11 residuals."""
    t_u, t_c = simulate.thermometer()
    x, y = 0.1 * t_u, t_c
    params, losses = torch.tensor(start, requires_grad=True), []
    for _ in range(epochs):
        y_hat = params[0] * x[:, None] + params[1]
        loss = ((y_hat - y) ** 2).mean()
        losses.append(loss.item())
        params.grad = None
        loss.backward()
        with torch.no_grad():
            params -= lr * params.grad
    return _run(params, losses)


def zero_before_step(lr=1e-2, start=(1.0, 0.0), epochs=1000):
    """Forget the gradient before it is used."""
    t_u, t_c = simulate.thermometer()
    x, y = 0.1 * t_u, t_c
    params, losses = torch.tensor(start, requires_grad=True), []
    for _ in range(epochs):
        loss = ((params[0] * x + params[1] - y) ** 2).mean()
        losses.append(loss.item())
        loss.backward()
        params.grad.zero_()
        with torch.no_grad():
            params -= lr * params.grad
    return _run(params, losses)


def detached(lr=1e-2, start=(1.0, 0.0), epochs=1000):
    """Cut the loss off from its record; return what `backward` says of it."""
    t_u, t_c = simulate.thermometer()
    x, y = 0.1 * t_u, t_c
    params, losses = torch.tensor(start, requires_grad=True), []
    for _ in range(epochs):
        loss = ((params[0] * x + params[1] - y) ** 2).mean().detach()
        losses.append(loss.item())
        params.grad = None
        try:
            loss.backward()
        except RuntimeError as error:
            return _run(params, losses, message=str(error))
        with torch.no_grad():
            params -= lr * params.grad
    return _run(params, losses)


def validation_leak(lr=1e-2, start=(1.0, 0.0), epochs=1000):
    """Train on the readings that were held back as well."""
    t_u, t_c = simulate.thermometer()
    x, y = 0.1 * t_u, t_c
    x_train, x_val, y_train, y_val = x[TRAIN], x[VAL], y[TRAIN], y[VAL]
    params, train, val = torch.tensor(start, requires_grad=True), [], []
    for _ in range(epochs):
        train_loss = ((params[0] * x_train + params[1] - y_train) ** 2).mean()
        val_loss = ((params[0] * x_val + params[1] - y_val) ** 2).mean()
        train.append(train_loss.item())
        val.append(val_loss.item())
        params.grad = None
        (train_loss + val_loss).backward()
        with torch.no_grad():
            params -= lr * params.grad
    return _run(params, train, val=val)


def own_statistics(lr=1e-2, start=(1.0, 0.0), epochs=1000):
    """Normalise the readings that were held back with a mean and a spread of their own."""
    t_u, t_c = simulate.thermometer()
    x_train, x_val, y_train, y_val = t_u[TRAIN], t_u[VAL], t_c[TRAIN], t_c[VAL]
    z_train = (x_train - x_train.mean()) / x_train.std()
    z_val = (x_val - x_val.mean()) / x_val.std()
    params, train, val = torch.tensor(start, requires_grad=True), [], []
    for _ in range(epochs):
        loss = ((params[0] * z_train + params[1] - y_train) ** 2).mean()
        train.append(loss.item())
        with torch.no_grad():
            val.append(((params[0] * z_val + params[1] - y_val) ** 2).mean().item())
        params.grad = None
        loss.backward()
        with torch.no_grad():
            params -= lr * params.grad
    return _run(params, train, val=val)


def alias_reset(lr=1e-2, start=(1.0, 0.0), epochs=1000):
    """Run twice, and mean to start the second run where the first started."""
    t_u, t_c = simulate.thermometer()
    x, y = 0.1 * t_u, t_c
    kept, runs = torch.tensor(start), ([], [])
    for losses in runs:
        params = kept
        params.requires_grad_()
        for _ in range(epochs):
            loss = ((params[0] * x + params[1] - y) ** 2).mean()
            losses.append(loss.item())
            params.grad = None
            loss.backward()
            with torch.no_grad():
                params -= lr * params.grad
    return _run(params, runs[0], again=runs[1])


BUGS = {
    "not zeroed": not_zeroed,
    "sign": sign,
    "sum for mean": sum_for_mean,
    "raw inputs": raw_inputs,
    "broadcast": broadcast,
    "zero before step": zero_before_step,
    "detached": detached,
    "validation leak": validation_leak,
    "own statistics": own_statistics,
    "alias reset": alias_reset,
}

_MEAN = "loss = ((params[0] * x + params[1] - y) ** 2).mean()"

FAULTS = {
    "not zeroed": Fault(
        "loss.backward()",
        "params.grad = None\nloss.backward()",
        "without zeroing the loss swings and stays bounded",
    ),
    "sign": Fault(
        "params += lr * params.grad",
        "params -= lr * params.grad",
        "a wrong sign starts like a healthy run and grows in every epoch, without bound",
    ),
    "sum for mean": Fault(
        "loss = ((params[0] * x + params[1] - y) ** 2).sum()",
        _MEAN,
        "a sum starts n times too high, here eleven times, and its gradient is as much too long",
    ),
    "raw inputs": Fault(
        "x, y = t_u, t_c",
        "x, y = 0.1 * t_u, t_c",
        "raw inputs make the loss grow more than a thousandfold in an epoch",
    ),
    "broadcast": Fault(
        "y_hat = params[0] * x[:, None] + params[1]",
        "y_hat = params[0] * x + params[1]",
        "a broadcast loss can fall no lower than the variance of t_c, 77.14, with w near 0",
    ),
    "zero before step": Fault(
        "loss.backward()\nparams.grad.zero_()",
        "params.grad = None\nloss.backward()",
        "with the gradient zeroed before the step nothing moves at all",
    ),
    "detached": Fault(
        _MEAN + ".detach()",
        _MEAN,
        "a detached loss has no record, and backward stops with an error",
    ),
    "validation leak": Fault(
        "(train_loss + val_loss).backward()",
        "train_loss.backward()",
        "a leak lets the few validation readings pull the line until they fit best",
    ),
    "own statistics": Fault(
        "z_val = (x_val - x_val.mean()) / x_val.std()",
        "z_val = (x_val - x_train.mean()) / x_train.std()",
        "with statistics of its own the validation loss stays high while the training is healthy",
    ),
    "alias reset": Fault(
        "params = kept",
        "params = kept.clone()",
        "with an alias for a reset the second run goes on where the first ended",
    ),
}

# Exercise 10.2: the letters of the ten curves. Another lr and another start than the explorer's.
CASES = {
    "A": "broadcast",
    "B": "alias reset",
    "C": "sum for mean",
    "D": "not zeroed",
    "E": "detached",
    "F": "validation leak",
    "G": "raw inputs",
    "H": "zero before step",
    "I": "own statistics",
    "J": "sign",
}
CASE_SETTING = {"lr": 8e-3, "start": (0.0, 0.0), "epochs": 1500}


def case(letter):
    """Return the `Run` of the case with this letter; ValueError if there is none."""
    if letter not in CASES:
        raise ValueError(f"a case is one of {', '.join(CASES)}; got {letter!r}")
    return BUGS[CASES[letter]](**CASE_SETTING)
