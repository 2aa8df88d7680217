"""Exercise 7.2: Momentum."""

import torch

from course_utils.checking.exercises import exercise
from course_utils.lessons.lesson_07_optimizers.optimizers import (
    bowls,
    driven,
    enter_findings,
    enter_slips,
)

momentum = exercise(
    "7.2",
    "Momentum",
    hints=(
        "Section 5: each parameter has a velocity v of its own shape. It begins at 0 and is kept.",
        "In each step v shrinks to beta * v and gains the whole grad. Then v moves the parameter.",
        "In __init__: self.v = [torch.zeros_like(p) for p in self.params]",
    ),
)


@momentum.part(probes=bowls(lambda: MyMomentum, 50, [0.1, 0.9], [0.2, 0.6]), observe=driven)
class MyMomentum:
    """Gradient descent with momentum: as MySGD, with a velocity v, at first 0, for each."""

    def __init__(self, params, lr, beta):
        self.params = list(params)
        self.lr, self.beta = lr, beta
        self.v = [torch.zeros_like(p) for p in self.params]

    def step(self):
        """v = beta * v + grad, then take lr * v from the parameter; without a grad both stay."""
        with torch.no_grad():
            for i, p in enumerate(self.params):
                if p.grad is not None:
                    self.v[i] = self.beta * self.v[i] + p.grad
                    p -= self.lr * self.v[i]

    def zero_grad(self):
        """Clear the grad of each parameter: None or 0."""
        for p in self.params:
            p.grad = None


enter_slips(MyMomentum)

ZEROS, RENEWED = "[torch.zeros_like(p) for p in self.params]", "self.beta * self.v[i] + p.grad"
RENEW, MOVE = f"self.v[i] = {RENEWED}", "p -= self.lr * self.v[i]"
IN_PLACE = "self.v[i].mul_(self.beta).add_(p.grad)"
NUMBERED = "enumerate(self.params)"
USED_UP = ("for p in self.params]", "for p in params]")


def moved_by(step):
    return (MOVE, f"p -= self.lr * {step}")


def beginning_with_grad(renewed):
    """Return the edits by which the first v is p.grad itself, which is cleared in place."""
    return (
        (ZEROS, "[None] * len(self.params)"),
        (RENEWED, f"p.grad if self.v[i] is None else {renewed}"),
        ("p.grad = None", "if p.grad is not None: p.grad.zero_()"),
    )


MyMomentum.slips(
    {
        "The grad is damped by 1 - beta, as in an average. Here v gains the whole grad.": (
            ("+ p.grad", "+ (1 - self.beta) * p.grad")
        ),
        "The parameter moves by the old v. Renew v first, then move.": (
            (MOVE, ""),
            (RENEW, f"{MOVE}; {RENEW}"),
        ),
        "This is plain SGD: v is never used, or starts anew in every step. Is it kept?": [
            moved_by("p.grad"),
            ("p.grad = None", "p.grad = None\n        self.v = [0 * v for v in self.v]"),
        ],
        "A parameter without a grad loses its v, or some of it. v is to stay as well.": [
            ("if p.grad is not None:", f"if p.grad is None: {gone}\n                else:")
            for gone in ("self.v[i] = 0 * p", "self.v[i] = self.beta * self.v[i]")
        ],
        "beta stands at the wrong place: it shrinks the old v, and nothing else.": [
            (RENEWED, "self.v[i] + self.beta * p.grad"),
            (RENEWED, "self.beta * (self.v[i] + p.grad)"),
            (RENEWED, "(1 - self.beta) * self.v[i] + self.beta * p.grad"),
            (RENEWED, "(1 - self.beta) * self.v[i] + p.grad"),
        ],
        "v never shrinks. Where is beta?": ("self.beta * ", ""),
        "The first grad counts twice: v begins at 0, and the first step makes it grad.": (
            (RENEW, f"if not self.v[i].any(): self.v[i] = p.grad\n{' ' * 20}{RENEW}")
        ),
        "grad is added to a v that holds it already. The step is lr * v alone.": (
            moved_by("(self.v[i] + p.grad)")
        ),
        "This looks one step ahead, as Nesterov's momentum does. The step is lr * v.": (
            moved_by("(self.beta * self.v[i] + p.grad)")
        ),
        "step changes the gradients: v is added to p.grad itself. Let v be a tensor of its own.": (
            (RENEWED, "p.grad.add_(self.beta * self.v[i]).clone()")
        ),
        "lr is used twice: once in v and once more in the step.": (
            ("+ p.grad", "+ self.lr * p.grad")
        ),
        "beta comes as an argument. This one is always the same.": [
            ("self.beta * self.v", f"{beta} * self.v") for beta in (0.9, 0.5, 0.99)
        ],
        "lr and beta are swapped.": ("= lr, beta", "= beta, lr"),
        "v begins at 0.": ("zeros_like", "ones_like"),
        "v begins at 0, not at the parameter.": [
            ("torch.zeros_like(p)", "p.detach().clone()"),
            ((ZEROS, "list(self.params)"), (RENEWED, IN_PLACE)),
        ],
        "You walk through params a second time: use self.params.": [
            USED_UP,
            # zip ends with the shorter one, without a word.
            (USED_UP, (NUMBERED, "zip(range(len(self.v)), self.params)")),
        ],
        "All parameters share one v. Each needs its own.": (
            (NUMBERED, "zip([0, 0, 0], self.params)")
        ),
        "v is p.grad itself, not a copy: what clears the grad clears v, too.": [
            beginning_with_grad(RENEWED),
            beginning_with_grad(IN_PLACE),
        ],
    }
)

enter_findings(
    MyMomentum,
    (
        "The first step is off. v begins at 0, so that the first step is plain SGD: lr * grad.",
        (RENEWED, f"{RENEWED}.sign()"),
    ),
    (
        "The first step is right, the second is not. There v is beta times the first grad, plus "
        "the second.",
        (RENEWED, "self.beta**2 * self.v[i] + p.grad"),
    ),
)
