"""Exercise 6.3: The loop in torch."""

import torch

from course_utils.checking.exercises import exercise
from course_utils.lessons.lesson_06_autograd import training_loop

torch_loop = exercise(
    "6.3",
    "The loop in torch",
    hints=(
        "Section 8 writes the loop: the loss, its backward, the update, an empty gradient.",
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


training_loop.add_mistakes(train)
