"""Exercise 5.4: The training loop."""

import numpy as np
import torch

from course_utils import simulate
from course_utils.exercise import exercise
from course_utils.values import as_numbers

T_U, T_C = simulate.thermometer()

loop = exercise(
    "5.4",
    "The training loop",
    hints=(
        "Section 6 writes the loop for the diary. What has to be kept from every step?",
        "In each of the n steps: measure the loss, note it, measure both slopes, then move both.",
        "params = torch.tensor([1.0, 0.0]); losses = []; for step in range(n): ...",
    ),
)


def runs(generator):
    """100 steps on a tenth of the diary's readings, then short runs on random readings."""
    probes = [(0.1 * T_U, T_C, 1e-2, 100)]
    for size, lr, n in [(5, 0.03, 3), (8, 0.015, 4), (6, 0.02, 1)]:
        x = 2 * torch.randn(size, generator=generator) + 1
        probes.append((x, 3 * torch.randn(size, generator=generator) + 1, lr, n))
    return probes


def until_it_explodes(value):
    """Return the value with nan for every huge number in it.

    Where exactly a number becomes infinite depends on its type and on the order of operations.
    """
    if type(value) in (list, tuple):
        return type(value)(until_it_explodes(entry) for entry in value)
    if isinstance(value, torch.Tensor) and value.is_floating_point():
        return torch.where(value.abs() < 1e30, value, torch.nan)
    if isinstance(value, float):
        return value if abs(value) < 1e30 else float("nan")
    return value


def params_and_losses(answer, x, y, lr, n):
    """Return what the loop returns, the losses as a list of numbers."""
    result = as_numbers(answer(x, y, lr, n))
    if type(result) in (list, tuple) and len(result) == 2:
        params, losses = result
        if isinstance(losses, torch.Tensor | np.ndarray):
            result = params, losses.tolist()
    return until_it_explodes(result)


@loop.part(probes=runs, observe=params_and_losses)
def train(x, y, lr, n):
    """Fit w * x + b in n steps from (1, 0): params (2,) and a list of the loss before each step."""
    params = torch.tensor([1.0, 0.0])
    losses = []
    for _ in range(n):
        w, b = params
        r = w * x + b - y
        losses.append((r**2).mean().item())
        grad = 2 * torch.stack([(r * x).mean(), r.mean()])
        params = params - lr * grad
    return params, losses


def both_at_once(w, b, slope_w, slope_b, lr):
    """Return w and b after one step, as it should be."""
    return w - lr * slope_w(w, b), b - lr * slope_b(w, b)


def w_first(w, b, slope_w, slope_b, lr):
    w = w - lr * slope_w(w, b)
    return w, b - lr * slope_b(w, b)


def b_first(w, b, slope_w, slope_b, lr):
    b = b - lr * slope_b(w, b)
    return w - lr * slope_w(w, b), b


def w_only(w, b, slope_w, slope_b, lr):
    return w - lr * slope_w(w, b), b


def b_only(w, b, slope_w, slope_b, lr):
    return w, b - lr * slope_b(w, b)


def as_at_the_start(w, b, slope_w, slope_b, lr):
    return w - lr * slope_w(1.0, 0.0), b - lr * slope_b(1.0, 0.0)


def places(x, y, lr, n, start=(1.0, 0.0), step=both_at_once):
    """Return the n + 1 places (w, b) of n steps, a tensor; in plain numbers, for it runs often."""
    mean_xx, mean_xy = (x * x).mean().item(), (x * y).mean().item()
    mean_x, mean_y = x.mean().item(), y.mean().item()

    def slope_w(w, b):
        return 2 * (w * mean_xx + b * mean_x - mean_xy)

    def slope_b(w, b):
        return 2 * (w * mean_x + b - mean_y)

    visited = [start]
    for _ in range(n):
        visited.append(step(*visited[-1], slope_w, slope_b, lr))
    return torch.tensor(visited)


def losses_at(x, y, visited):
    """Return the loss at each of the places, a list."""
    r = visited[:, :1] * x + visited[:, 1:] - y
    return (r**2).mean(1).tolist()


def run(x, y, lr, n, **how):
    """Return params and losses as they are asked for, of a run that goes as `how` says."""
    visited = places(x, y, lr, n, **how)
    return visited[-1], losses_at(x, y, visited[:-1])


_SHORT = "One step is missing. How often does the body of the loop run?"
_LONG = "One step too many: n steps are asked for. Where does the range end?"
_IN_TURN = "One knob moves before the other's slope is measured. Measure both, then move both."
_STILL = "never moves. Both knobs are turned in every step."
_START = "The run begins elsewhere. Begin at w = 1, b = 0, as the source does."
_WHICH = "Which readings does this use? Only the x and y that it is given count."

for sentence, answer in [
    (_SHORT, lambda x, y, lr, n: run(x, y, lr, n - 1)),
    (_SHORT, lambda x, y, lr, n: (run(x, y, lr, n - 1)[0], run(x, y, lr, n)[1])),
    (_LONG, lambda x, y, lr, n: run(x, y, lr, n + 1)),
    (_LONG, lambda x, y, lr, n: (run(x, y, lr, n + 1)[0], run(x, y, lr, n)[1])),
    (
        "params is right. One loss too many: the one after the last step is not asked for.",
        lambda x, y, lr, n: (run(x, y, lr, n)[0], run(x, y, lr, n + 1)[1]),
    ),
    (
        "params is right. The losses are noted after the update: note each one before it.",
        lambda x, y, lr, n: (run(x, y, lr, n)[0], run(x, y, lr, n + 1)[1][1:]),
    ),
    (
        "The loss grows: this walks uphill. Which way does the gradient point?",
        lambda x, y, lr, n: run(x, y, -lr, n),
    ),
    (
        "The gradient is measured once, at the start. It changes with every step.",
        lambda x, y, lr, n: run(x, y, lr, n, step=as_at_the_start),
    ),
    (
        "The residuals must be measured anew in every step.",
        lambda x, y, lr, n: (
            run(x, y, lr, n, step=as_at_the_start)[0],
            n * run(x, y, lr, 1)[1],
        ),
    ),
    (_IN_TURN, lambda x, y, lr, n: run(x, y, lr, n, step=w_first)),
    (_IN_TURN, lambda x, y, lr, n: run(x, y, lr, n, step=b_first)),
    (f"b {_STILL}", lambda x, y, lr, n: run(x, y, lr, n, step=w_only)),
    (f"w {_STILL}", lambda x, y, lr, n: run(x, y, lr, n, step=b_only)),
    (
        "The whole gradient is subtracted. How long is a step at the learning rate lr?",
        lambda x, y, lr, n: run(x, y, 1.0, n),
    ),
    ("Is lr used?", lambda x, y, lr, n: run(x, y, 0.01, n)),
    (
        "Every step is half as long as it should be: is the 2 of the square missing?",
        lambda x, y, lr, n: run(x, y, lr / 2, n),
    ),
    (
        "Every step is too long by the number of readings. The loss is a mean, not a sum.",
        lambda x, y, lr, n: run(x, y, len(x) * lr, n),
    ),
    (_START, lambda x, y, lr, n: run(x, y, lr, n, start=(0.0, 0.0))),
    (_START, lambda x, y, lr, n: run(x, y, lr, n, start=(0.0, 1.0))),
    (_START, lambda x, y, lr, n: run(x, y, lr, n, start=(1.0, 1.0))),
    (
        "The run ends after one step: is the return inside the loop?",
        lambda x, y, lr, n: run(x, y, lr, 1),
    ),
    ("x comes scaled already.", lambda x, y, lr, n: run(0.1 * x, y, lr, n)),
    (_WHICH, lambda x, y, lr, n: run(T_U, T_C, lr, n)),
    (_WHICH, lambda x, y, lr, n: run(T_U, y, lr, n)),
    (_WHICH, lambda x, y, lr, n: run(0.1 * T_U, T_C, lr, n)),
    (_WHICH, lambda x, y, lr, n: run(0.1 * T_U, y, lr, n)),
    (_WHICH, lambda x, y, lr, n: run(x, T_C, lr, n)),
]:
    train.mistake(sentence, answer)

_ONE_LOSS = "One loss came. Note the loss of every step, in a list."
_ONLY_PARAMS = "Only params came back. The losses are asked for, too."
_TWO_RESULTS = "Return two results: params, one tensor that holds w and b, and losses."

for sentence, change in [
    (
        "params is right. One loss is missing: the first is that at w = 1, b = 0.",
        lambda params, losses: (params, losses[1:]),
    ),
    (_ONE_LOSS, lambda params, losses: (params, losses[-1])),
    (_ONE_LOSS, lambda params, losses: (params, losses[-1:])),
    (_ONLY_PARAMS, lambda params, losses: params),
    (_ONLY_PARAMS, lambda params, losses: tuple(params.tolist())),
    (
        "Only the losses came back. params is asked for, too, and comes first.",
        lambda params, losses: losses,
    ),
    (
        "The two results are in the wrong order: params comes first.",
        lambda params, losses: (losses, params),
    ),
    (
        "params is in the wrong order: w comes first, then b.",
        lambda params, losses: (params.flip(0), losses),
    ),
    (_TWO_RESULTS, lambda params, losses: (params.tolist(), losses)),
    (_TWO_RESULTS, lambda params, losses: (*params.tolist(), losses)),
    (
        "params is right. These are root mean squares; the loss here is the MSE.",
        lambda params, losses: (params, [loss**0.5 for loss in losses]),
    ),
]:
    train.mistake(sentence, lambda *args, change=change: change(*run(*args)))


@train.mistake("params is right. These losses are sums of squares; the loss here is their mean.")
def _(x, y, lr, n):
    params, losses = run(x, y, lr, n)
    return params, [len(x) * loss for loss in losses]
