"""Exercise 6.4: Mend four loops."""

import torch

from course_utils.exercise import exercise
from course_utils.lessons.lesson_06_autograd.ex3_loop_in_torch import (
    ERRORS,
    IN_A_LOOP,
    short_trainings,
    train,
    trained,
    walk,
)

clinic = exercise(
    "6.4",
    "Mend four loops",
    hints=(
        "Run each loop as it stands. Three of them stop with a message of section 7; the fourth "
        "returns its start.",
        "A leaf may be changed in place where autograd does not record. A name that is given a new "
        "tensor loses the leaf. A loss needs its record.",
        "One line of each loop is to be changed or moved: in a and b the update, in c the "
        "emptying, in d the loss.",
    ),
)


def broken_a(x, y, lr, steps):
    """Fit w * x + b by MSE from (1, 0) with autograd: params, a leaf (2,) that requires grad."""
    params = torch.tensor([1.0, 0.0], requires_grad=True)
    for _ in range(steps):
        loss = ((params[0] * x + params[1] - y) ** 2).mean()
        loss.backward()
        params -= lr * params.grad
        params.grad.zero_()
    return params


def broken_b(x, y, lr, steps):
    """Fit w * x + b by MSE from (1, 0) with autograd: params, a leaf (2,) that requires grad."""
    params = torch.tensor([1.0, 0.0], requires_grad=True)
    for _ in range(steps):
        loss = ((params[0] * x + params[1] - y) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            params = params - lr * params.grad
        params.grad.zero_()
    return params


def broken_c(x, y, lr, steps):
    """Fit w * x + b by MSE from (1, 0) with autograd: params, a leaf (2,) that requires grad."""
    params = torch.tensor([1.0, 0.0], requires_grad=True)
    for _ in range(steps):
        loss = ((params[0] * x + params[1] - y) ** 2).mean()
        loss.backward()
        params.grad.zero_()
        with torch.no_grad():
            params -= lr * params.grad
    return params


def broken_d(x, y, lr, steps):
    """Fit w * x + b by MSE from (1, 0) with autograd: params, a leaf (2,) that requires grad."""
    params = torch.tensor([1.0, 0.0], requires_grad=True)
    for _ in range(steps):
        with torch.no_grad():
            loss = ((params[0] * x + params[1] - y) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            params -= lr * params.grad
        params.grad.zero_()
    return params


@clinic.part(probes=short_trainings, observe=trained, given=broken_a)
def loop_a(x, y, lr, steps):
    """Fit w * x + b by MSE from (1, 0) with autograd: params, a leaf (2,) that requires grad."""
    params = torch.tensor([1.0, 0.0], requires_grad=True)
    for _ in range(steps):
        loss = ((params[0] * x + params[1] - y) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            params -= lr * params.grad
        params.grad.zero_()
    return params


@clinic.part(probes=short_trainings, observe=trained, given=broken_b)
def loop_b(x, y, lr, steps):
    """Fit w * x + b by MSE from (1, 0) with autograd: params, a leaf (2,) that requires grad."""
    params = torch.tensor([1.0, 0.0], requires_grad=True)
    for _ in range(steps):
        loss = ((params[0] * x + params[1] - y) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            params -= lr * params.grad
        params.grad.zero_()
    return params


@clinic.part(probes=short_trainings, observe=trained, given=broken_c)
def loop_c(x, y, lr, steps):
    """Fit w * x + b by MSE from (1, 0) with autograd: params, a leaf (2,) that requires grad."""
    params = torch.tensor([1.0, 0.0], requires_grad=True)
    for _ in range(steps):
        loss = ((params[0] * x + params[1] - y) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            params -= lr * params.grad
        params.grad.zero_()
    return params


@clinic.part(probes=short_trainings, observe=trained, given=broken_d)
def loop_d(x, y, lr, steps):
    """Fit w * x + b by MSE from (1, 0) with autograd: params, a leaf (2,) that requires grad."""
    params = torch.tensor([1.0, 0.0], requires_grad=True)
    for _ in range(steps):
        loss = ((params[0] * x + params[1] - y) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            params -= lr * params.grad
        params.grad.zero_()
    return params


for part in (train, loop_a, loop_b, loop_c, loop_d):
    for sentence, slip in ERRORS + IN_A_LOOP:
        part.mistake(sentence, slip)

    # Both take only the last steps in earnest, for a remark is looked for in every answer.
    @part.remark("Right. But .data is silent where autograd would otherwise raise an error.")
    def _(x, y, lr, steps):
        params = walk(x, y, lr, steps - 1)
        ((params[0] * x + params[1] - y) ** 2).mean().backward()
        params.data -= lr * params.grad
        return params

    @part.remark("Right. But each step makes a new leaf: an optimizer would still hold the first.")
    def _(x, y, lr, steps):
        params = walk(x, y, lr, steps - 3)
        for _ in range(3):
            ((params[0] * x + params[1] - y) ** 2).mean().backward()
            params = (params - lr * params.grad).detach().requires_grad_()
        return params
