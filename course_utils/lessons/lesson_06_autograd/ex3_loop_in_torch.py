"""Exercise 6.3: The loop in torch."""

import torch

from course_utils.checking.exercises import exercise
from course_utils.lessons.lesson_06_autograd import training_loop
from course_utils.lessons.lesson_06_autograd.training_loop import (
    EMPTY,
    LOSS,
    RETAINED,
    RETURN,
    STEP,
)

torch_loop = exercise(
    "6.3",
    "The loop in torch",
    hints=(
        "Section 7 writes the loop: the loss, its backward, the update, an empty gradient.",
        "The update belongs under torch.no_grad() and changes params in place. Then empty "
        "params.grad.",
        "params = torch.tensor([1.0, 0.0], requires_grad=True), and a loop that ends with "
        "params.grad.zero_()",
    ),
)


@torch_loop.part(probes=training_loop.trainings, observe=training_loop.trained)
def train(x, y, lr, steps):
    """Fit w * x + b by MSE from (1, 0) with autograd: params, a leaf (2,) that requires grad."""
    params = torch.tensor([1.0, 0.0], requires_grad=True)
    for _ in range(steps):
        loss = ((params[0] * x + params[1] - y) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            params -= lr * params.grad
        params.grad.zero_()
    return params


BEGIN = "params = torch.tensor([1.0, 0.0], requires_grad=True)"
MODEL = "params[0] * x + params[1]"

train.slips(
    {
        "A tensor changes in place between the forward pass and backward, which still needs it.": (
            (LOSS, f"r = {MODEL} - y; loss = (r**2).mean(); r -= 1")
        ),
        "w and b were taken out of params before it changed. Take them out anew in each step.": (
            (BEGIN, f"{BEGIN}; w, b = params"),
            (MODEL, "w * x + b"),
        ),
        "NumPy knows no autograd. Stay in torch.": (RETURN, "return params.numpy()"),
        "One step is missing. How often does the body of the loop run?": ("(steps)", "(steps - 1)"),
        "One step too many. Where does the range end?": ("(steps)", "(steps + 1)"),
        "The run ends after one step: is the return inside the loop?": (
            (f"    {RETURN}", f"        {RETURN}")
        ),
        "This walks uphill. Which way does the gradient point?": ("-=", "+="),
        "Every step is too long by the number of readings. The loss is a mean, not a sum.": (
            ("mean", "sum")
        ),
        "The whole gradient is subtracted. How long is a step at the learning rate lr?": (
            (STEP, "params -= params.grad")
        ),
        "The gradient is that of the start in every step. Build the loss anew inside the loop.": (
            (LOSS, "pass"),
            (BEGIN, f"{BEGIN}; {LOSS}"),
            ("backward()", RETAINED),
        ),
        "The run begins elsewhere. Begin at w = 1, b = 0, as the source does.": (
            ("[1.0, 0.0]", "[0.0, 0.0]")
        ),
        "w and b are swapped: w comes first in params, and is what x is multiplied by.": [
            (RETURN, "return params.detach().flip(0).requires_grad_()"),
            (MODEL, "params[0] + params[1] * x"),
        ],
        "params is no leaf: it was computed, from a w and a b or from the params before.": (
            (RETURN, "return params * 1")
        ),
        "params itself is emptied. It should be its gradient.": (EMPTY, "params.data.zero_()"),
        "Return one tensor that holds w and b, and nothing beside it.": [
            (RETURN, "return params[0], params[1]"),
            (RETURN, "return [params[0], params[1]]"),
        ],
    }
    | training_loop.LOOP_SLIPS
)
training_loop.remark_on_moves(train)
