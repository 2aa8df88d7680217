"""Exercise 7.2: Momentum."""

import torch

from course_utils.exercise import exercise
from course_utils.lessons.lesson_07_optimizers.ex1_sgd_in_eight_lines import (
    SLIPS,
    OneForAll,
    bowls,
    driven,
    with_slips,
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


@momentum.part(probes=bowls("MyMomentum", 50, [0.1, 0.9], [0.2, 0.6]), observe=driven)
class MyMomentum:
    """Gradient descent with momentum: as MySGD, with a velocity v, at first 0, for each."""

    def __init__(self, params, lr, beta):
        self.params = list(params)
        self.lr, self.beta = lr, beta
        self.v = [torch.zeros_like(p) for p in self.params]

    def step(self):
        """v = beta * v + grad, then take lr * v from the parameter; one without a grad stays."""
        with torch.no_grad():
            for i, p in enumerate(self.params):
                if p.grad is not None:
                    self.v[i] = self.beta * self.v[i] + p.grad
                    p -= self.lr * self.v[i]

    def zero_grad(self):
        """Clear the grad of each parameter: None or 0."""
        for p in self.params:
            p.grad = None


with_slips(MyMomentum, SLIPS)


def renewed(v, g, beta):
    return beta * v + g


def momentum_with(renew=renewed, move=lambda old, new, g, beta: new):
    """Return a MyMomentum whose v is renewed, or whose parameters are moved, in another way."""

    class Other(MyMomentum.reference):
        def step(self):
            with torch.no_grad():
                for i, p in enumerate(self.params):
                    if p.grad is not None:
                        old, self.v[i] = self.v[i], renew(self.v[i], p.grad, self.beta)
                        p -= self.lr * move(old, self.v[i], p.grad, self.beta)

    return Other


_MISPLACED = "beta stands at the wrong place: it shrinks the old v, and nothing else."

for sentence, how in [
    (
        "The grad is damped by 1 - beta, as in an average. Here v gains the whole grad.",
        {"renew": lambda v, g, beta: beta * v + (1 - beta) * g},
    ),
    (
        "The parameter moves by the old v. Renew v first, then move.",
        {"move": lambda old, new, g, beta: old},
    ),
    (
        "This is plain SGD: v starts anew in every step, or is never used.",
        {"move": lambda old, new, g, beta: g},
    ),
    (_MISPLACED, {"renew": lambda v, g, beta: v + beta * g}),
    (_MISPLACED, {"renew": lambda v, g, beta: beta * (v + g)}),
    (_MISPLACED, {"renew": lambda v, g, beta: (1 - beta) * v + beta * g}),
    (_MISPLACED, {"renew": lambda v, g, beta: (1 - beta) * v + g}),
    ("v never shrinks. Where is beta?", {"renew": lambda v, g, beta: v + g}),
    (
        "The first grad counts twice: v begins at 0, and the first step makes it grad.",
        {"renew": lambda v, g, beta: beta * (v if v.any() else g) + g},
    ),
    (
        "grad is added to a v that holds it already. The step is lr * v alone.",
        {"move": lambda old, new, g, beta: new + g},
    ),
    (
        "This looks one step ahead, as Nesterov's momentum does. The step is lr * v.",
        {"move": lambda old, new, g, beta: beta * new + g},
    ),
    (
        "step changes the gradients: v is added to p.grad itself. Let v be a tensor of its own.",
        {"renew": lambda v, g, beta: g.add_(beta * v).clone()},
    ),
]:
    MyMomentum.mistake(sentence, momentum_with(**how))


@MyMomentum.mistake("lr is used twice: once in v and once more in the step.")
class _(MyMomentum.reference):
    def __init__(self, params, lr, beta):
        super().__init__(params, lr**2, beta)


@MyMomentum.mistake("v begins at 0, not at the parameter.")
class _(MyMomentum.reference):
    def __init__(self, params, lr, beta):
        super().__init__(params, lr, beta)
        self.v = [p.detach().clone() for p in self.params]


@MyMomentum.mistake("v begins at 0, not at the parameter.")
class _(momentum_with(lambda v, g, beta: v.mul_(beta).add_(g))):
    def __init__(self, params, lr, beta):
        super().__init__(params, lr, beta)
        self.v = list(self.params)


def with_used_up(part, *stores):
    """Let the part know what is made from params once list(params) has used up an iterator."""
    sentence = "You walk through params a second time: use self.params."

    @part.mistake(sentence)
    class _(part.reference):
        def __init__(self, params, *settings):
            super().__init__(params, *settings)
            if type(params) is not list:
                for name in stores:
                    setattr(self, name, [])

    # zip ends with the shorter one, without a word.
    @part.mistake(sentence)
    class _(part.reference):
        def __init__(self, params, *settings):
            super().__init__(params, *settings)
            self.used_up = type(params) is not list

        def step(self):
            if not self.used_up:
                super().step()


with_used_up(MyMomentum, "v")


@MyMomentum.mistake("All parameters share one v. Each needs its own.")
class _(MyMomentum.reference):
    def __init__(self, params, lr, beta):
        super().__init__(params, lr, beta)
        self.v = OneForAll(self.v)


for renew in (renewed, lambda v, g, beta: v.mul_(beta).add_(g)):

    @MyMomentum.mistake("v is p.grad itself, not a copy: what clears the grad clears v, too.")
    class _(momentum_with(lambda v, g, beta, renew=renew: g if v is None else renew(v, g, beta))):
        def __init__(self, params, lr, beta):
            super().__init__(params, lr, beta)
            self.v = [None for _ in self.v]

        def zero_grad(self):
            for p in self.params:
                if p.grad is not None:
                    p.grad.zero_()
