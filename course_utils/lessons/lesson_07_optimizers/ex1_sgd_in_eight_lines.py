"""Exercise 7.1: SGD in eight lines."""

import torch

from course_utils.checking.exercises import exercise
from course_utils.lessons.lesson_07_optimizers.optimizers import (
    bowls,
    driven,
    enter_findings,
    enter_slips,
    first_in_step,
    last_in_step,
)

eight_lines = exercise(
    "7.1",
    "SGD in eight lines",
    hints=(
        "Section 2: an optimizer holds the tensors and a learning rate. Of each it reads the grad.",
        "__init__ keeps a list of the tensors. step changes each of them in place, untraced.",
        "with torch.no_grad(): p -= self.lr * p.grad, for each p that has a grad.",
    ),
)


@eight_lines.part(probes=bowls(lambda: MySGD, 50, [0.3], [0.1]), observe=driven)
class MySGD:
    """Plain gradient descent: params gives tensors that require grad, lr is a number."""

    def __init__(self, params, lr):
        self.params = list(params)
        self.lr = lr

    def step(self):
        """Take lr times its grad from each parameter, in place; one without a grad stays."""
        with torch.no_grad():
            for p in self.params:
                if p.grad is not None:
                    p -= self.lr * p.grad

    def zero_grad(self):
        """Clear the grad of each parameter: None or 0."""
        for p in self.params:
            p.grad = None


enter_slips(MySGD)

STEP, CLEAR = "p -= self.lr * p.grad", "p.grad = None"

# Who writes the second optimizer has done with these.
MySGD.slips(
    {
        "no_grad is called like a function. Are its brackets there?": ("no_grad()", "no_grad"),
        "Only the first parameter moves. Does the loop reach the others?": (STEP, f"{STEP}; break"),
        "After a parameter without a grad the others stay, too. Only that one is to be skipped.": (
            ("if p.grad is not None", "if p.grad is None: break\n                else")
        ),
        "step knows no loss. backward has run before it: the gradients are there.": [
            first_in_step("loss.backward()"),
            first_in_step("self.loss.backward()"),
        ],
        "After step a parameter no longer requires grad, and the next backward fails.": (
            (STEP, f"{STEP}; p.requires_grad_(False)")
        ),
        "Where a grad is None, there is nothing to clear. zero_grad must survive that.": (
            (CLEAR, "p.grad.zero_()")
        ),
        "zero_grad sets the parameters to 0. What has to be cleared is their grad.": [
            (CLEAR, "if p.grad is not None: p.data.zero_()"),
            (CLEAR, "p.data.zero_()"),
        ],
        "lr comes as an argument. This one is always the same: where is it kept?": [
            (STEP, f"p -= {lr} * p.grad") for lr in (0.01, 0.001, 0.1, 0.02)
        ],
        "A grad is a tensor or None, never a plain number.": [
            (CLEAR, "p.grad = 0"),
            (CLEAR, "p.grad = 0.0"),
        ],
    }
)

enter_findings(
    MySGD,
    (
        "The first step is off. It takes lr * grad from each entry of p, and changes nothing else.",
        (STEP, "p -= self.lr * p.grad.sign()"),
    ),
    (
        "The first step is right, the second is not: what is different after one step?",
        last_in_step("self.lr *= 0.9"),
    ),
)
