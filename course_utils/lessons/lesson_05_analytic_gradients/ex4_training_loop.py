"""Exercise 5.4: The training loop."""

import numpy as np
import torch

from course_utils import simulate
from course_utils.checking.exercises import exercise
from course_utils.checking.plain_data import as_numbers

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


STEPS, BEGIN, END = "range(n)", "params = torch", "return params, losses"
NOTE, GRAD = "losses.append((r**2).mean().item())", "grad = 2 * torch"
UPDATE = "params = params - lr * grad"
NOTE_AFTER = "w, b = params; losses.append(((w * x + b - y) ** 2).mean().item())"


def moving(first, second):
    """Return the edits that move one knob, and then the other with residuals of its own."""
    step = f"{first}; r = w * x + b - y; {second}"
    return (UPDATE, f"{step}; params = torch.stack([w, b])")


MOVE_W, MOVE_B = "w = w - lr * 2 * (r * x).mean()", "b = b - lr * 2 * r.mean()"

train.slips(
    {
        "One step is missing. How often does the body of the loop run?": [
            (STEPS, "range(n - 1)"),
            (UPDATE, f"if len(losses) < n: {UPDATE}"),
        ],
        "One step too many: n steps are asked for. Where does the range end?": [
            (STEPS, "range(n + 1)"),
            ((STEPS, "range(n + 1)"), (END, "return params, losses[:n]")),
        ],
        "params is right. One loss too many: the one after the last step is not asked for.": (
            (END, f"{NOTE_AFTER}; {END}")
        ),
        "params is right. The losses are noted after the update: note each one before it.": (
            (NOTE, ""),
            (UPDATE, f"{UPDATE}; {NOTE_AFTER}"),
        ),
        "The loss grows: this walks uphill. Which way does the gradient point?": ("- lr", "+ lr"),
        "The gradient is measured once, at the start. It changes with every step.": (
            (GRAD, f"if len(losses) == 1: {GRAD}")
        ),
        "The residuals must be measured anew in every step.": ("w, b = params", "w, b = 1.0, 0.0"),
        "One knob moves before the other's slope is measured. Measure both, then move both.": [
            moving(MOVE_W, MOVE_B),
            moving(MOVE_B, MOVE_W),
        ],
        "b never moves. Both knobs are turned in every step.": (", r.mean()", ", 0 * r.mean()"),
        "w never moves. Both knobs are turned in every step.": ("(r * x)", "(0 * r * x)"),
        "The whole gradient is subtracted. How long is a step at the learning rate lr?": (
            ("lr * ", "")
        ),
        "Is lr used?": ("lr * ", "0.01 * "),
        "Every step is half as long as it should be: is the 2 of the square missing?": (
            ("2 * torch", "torch")
        ),
        "Every step is too long by the number of readings. The loss is a mean, not a sum.": (
            ("2 * torch", "2 * len(x) * torch")
        ),
        "The run begins elsewhere. Begin at w = 1, b = 0, as the source does.": [
            ("[1.0, 0.0]", start) for start in ("[0.0, 0.0]", "[0.0, 1.0]", "[1.0, 1.0]")
        ],
        "The run ends after one step: is the return inside the loop?": (
            (f"    {END}", f"        {END}")
        ),
        "x comes scaled already.": (BEGIN, f"x = 0.1 * x; {BEGIN}"),
        "Which readings does this use? Only the x and y that it is given count.": [
            (BEGIN, f"{other}; {BEGIN}")
            for other in (
                "x, y = T_U, T_C",
                "x = T_U",
                "x, y = 0.1 * T_U, T_C",
                "x = 0.1 * T_U",
                "y = T_C",
            )
        ],
        "params is right. One loss is missing: the first is that at w = 1, b = 0.": (
            (END, "return params, losses[1:]")
        ),
        "One loss came. Note the loss of every step, in a list.": [
            (END, "return params, losses[-1]"),
            (END, "return params, losses[-1:]"),
        ],
        "Only params came back. The losses are asked for, too.": [
            (END, "return params"),
            (END, "return tuple(params.tolist())"),
        ],
        "Only the losses came back. params is asked for, too, and comes first.": (
            (END, "return losses")
        ),
        "The two results are in the wrong order: params comes first.": (
            (END, "return losses, params")
        ),
        "params is in the wrong order: w comes first, then b.": (
            (END, "return params.flip(0), losses")
        ),
        "Return two results: params, one tensor that holds w and b, and losses.": [
            (END, "return params.tolist(), losses"),
            (END, "return *params.tolist(), losses"),
        ],
        "params is right. These are root mean squares; the loss here is the MSE.": (
            ("mean().item()", "mean().sqrt().item()")
        ),
        "params is right. These losses are sums of squares; the loss here is their mean.": (
            ("(r**2).mean()", "(r**2).sum()")
        ),
    }
)
