"""Exercise 7.3: Adam."""

import torch

from course_utils.exercise import exercise
from course_utils.lessons.lesson_07_optimizers.ex1_sgd_in_eight_lines import (
    ADAM_DEFAULTS,
    SLIPS,
    OneForAll,
    bowls,
    driven,
    with_slips,
)
from course_utils.lessons.lesson_07_optimizers.ex2_momentum import with_used_up

adam = exercise(
    "7.3",
    "Adam",
    hints=(
        "Section 6 has the five lines: two averages, two corrections, one step.",
        "Count the steps from 1: in step t an average is divided by 1 - beta ** t.",
        "p -= self.lr * m_hat / (s_hat.sqrt() + self.eps)",
    ),
)


@adam.part(probes=bowls("MyAdam", 100, [0.1, *ADAM_DEFAULTS], [0.2, 0.6, 0.8, 0.5]), observe=driven)
class MyAdam:
    """Adam: as MySGD, with two averages for each parameter, m of grad and s of grad squared."""

    def __init__(self, params, lr, beta1=0.9, beta2=0.999, eps=1e-8):
        self.params = list(params)
        self.lr, self.beta1, self.beta2, self.eps = lr, beta1, beta2, eps
        self.m = [torch.zeros_like(p) for p in self.params]
        self.s = [torch.zeros_like(p) for p in self.params]
        self.t = 0

    def step(self):
        """Take lr * m_hat / (sqrt(s_hat) + eps) from each parameter; without a grad it stays."""
        self.t += 1
        with torch.no_grad():
            for i, p in enumerate(self.params):
                if p.grad is not None:
                    self.m[i] = self.beta1 * self.m[i] + (1 - self.beta1) * p.grad
                    self.s[i] = self.beta2 * self.s[i] + (1 - self.beta2) * p.grad**2
                    m_hat = self.m[i] / (1 - self.beta1**self.t)
                    s_hat = self.s[i] / (1 - self.beta2**self.t)
                    p -= self.lr * m_hat / (s_hat.sqrt() + self.eps)

    def zero_grad(self):
        """Clear the grad of each parameter: None or 0."""
        for p in self.params:
            p.grad = None


with_slips(MyAdam, SLIPS)


def averages(m, s, g, b1, b2):
    return b1 * m + (1 - b1) * g, b2 * s + (1 - b2) * g**2


def corrected(m, s, b1, b2, t):
    return m / (1 - b1**t), s / (1 - b2**t)


def adam_with(
    average=averages,
    correct=corrected,
    move=lambda m_hat, s_hat, lr, eps, g: lr * m_hat / (s_hat.sqrt() + eps),
    count=lambda t, i, params: t,
    betas=lambda b1, b2: (b1, b2),
    share=lambda m, s: (m, s),
    store=False,
):
    """Return a MyAdam that does one thing in another way."""

    class Other(MyAdam.reference):
        def __init__(self, *args):
            super().__init__(*args)
            self.beta1, self.beta2 = betas(self.beta1, self.beta2)
            self.m, self.s = share(self.m, self.s)

        def step(self):
            self.t += 1
            both = self.beta1, self.beta2
            with torch.no_grad():
                for i, p in enumerate(self.params):
                    if p.grad is not None:
                        m, s = average(self.m[i], self.s[i], p.grad, *both)
                        m_hat, s_hat = correct(m, s, *both, count(self.t, i, self.params))
                        self.m[i], self.s[i] = (m_hat, s_hat) if store else (m, s)
                        p -= move(m_hat, s_hat, self.lr, self.eps, p.grad)

    return Other


_HALF = "Only one of the two averages is corrected."
_EPS = "Where is eps? It keeps the divisor away from 0: look at your brackets, too."
_ONE_BETA = "One beta is used for both averages. Each has its own."
_SWAPPED = "The betas are swapped: beta1 belongs to m, beta2 to s."
_EACH = "t counts steps, not parameters."
_SHARED = "The parameters share an average. Each needs an m and an s of its own."
_PARTS = "An average keeps the part beta of the old and takes 1 - beta of the new."

for sentence, how in [
    (
        "Both averages begin at 0 and are too small at first. The correction is missing.",
        {"correct": lambda m, s, b1, b2, t: (m, s)},
    ),
    (_HALF, {"correct": lambda m, s, b1, b2, t: (m / (1 - b1**t), s)}),
    (_HALF, {"correct": lambda m, s, b1, b2, t: (m, s / (1 - b2**t))}),
    (_ONE_BETA, {"correct": lambda m, s, b1, b2, t: corrected(m, s, b1, b1, t)}),
    (_ONE_BETA, {"betas": lambda b1, b2: (b1, b1)}),
    (_SWAPPED, {"betas": lambda b1, b2: (b2, b1)}),
    (_SWAPPED, {"average": lambda m, s, g, b1, b2: averages(m, s, g, b2, b1)}),
    (_SWAPPED, {"correct": lambda m, s, b1, b2, t: corrected(m, s, b2, b1, t)}),
    (
        "beta is multiplied by t. The correction needs its power.",
        {"correct": lambda m, s, b1, b2, t: (m / (1 - b1 * t), s / (1 - b2 * t))},
    ),
    (
        "The correction makes the averages smaller still. Multiply or divide?",
        {"correct": lambda m, s, b1, b2, t: (m * (1 - b1**t), s * (1 - b2**t))},
    ),
    (
        "In the first step t is 0, and the correction divides by 0. Count before it is used.",
        {"count": lambda t, i, params: t - 1},
    ),
    (
        "The correction uses beta to the power t, and t grows by 1 in each step.",
        {"count": lambda t, i, params: 1},
    ),
    (
        "In the first step t is 2 already. Where does it begin, and when does it grow?",
        {"count": lambda t, i, params: t + 1},
    ),
    (_EACH, {"count": lambda t, i, params: (t - 1) * len(params) + i + 1}),
    # From 0, and counted when a parameter is done: the first one meets t = 0.
    (_EACH, {"count": lambda t, i, params: (t - 1) * len(params) + i}),
    (_EACH, {"count": lambda t, i, params: 2 * (t - 1) + (i > 0)}),
    # Two parameters have a grad in both probes, one of them is the first.
    (_EACH, {"count": lambda t, i, params: 2 * (t - 1) + (i > 0) + 1}),
    (
        "The corrected averages are stored. Next time they are averaged, and corrected again.",
        {"store": True},
    ),
    (
        "s averages the squares of the gradients. These are not squared.",
        {"average": lambda m, s, g, b1, b2: (b1 * m + (1 - b1) * g, b2 * s + (1 - b2) * g)},
    ),
    (
        "m gains (1 - beta1) times the grad.",
        {"average": lambda m, s, g, b1, b2: (b1 * m + g, b2 * s + (1 - b2) * g**2)},
    ),
    (
        "s gains (1 - beta2) times the square of the grad.",
        {"average": lambda m, s, g, b1, b2: (b1 * m + (1 - b1) * g, b2 * s + g**2)},
    ),
    (_PARTS, {"average": lambda m, s, g, b1, b2: (b1 * m + g, b2 * s + g**2)}),
    (_PARTS, {"average": lambda m, s, g, b1, b2: averages(m, s, g, 1 - b1, 1 - b2)}),
    (_SHARED, {"share": lambda m, s: (OneForAll(m), OneForAll(s))}),
    (_SHARED, {"share": lambda m, s: (OneForAll(m), s)}),
    (_SHARED, {"share": lambda m, s: (m, OneForAll(s))}),
    (
        "eps stands under the root. Where does the formula add it?",
        {"move": lambda m_hat, s_hat, lr, eps, g: lr * m_hat / (s_hat + eps).sqrt()},
    ),
    (_EPS, {"move": lambda m_hat, s_hat, lr, eps, g: lr * m_hat / s_hat.sqrt()}),
    (_EPS, {"move": lambda m_hat, s_hat, lr, eps, g: lr * m_hat / s_hat.sqrt() + eps}),
    (
        "s averages squares. Only its root has the unit of a gradient.",
        {"move": lambda m_hat, s_hat, lr, eps, g: lr * m_hat / (s_hat + eps)},
    ),
    (
        "The step uses grad itself, as RMSProp does. What is m for?",
        {"move": lambda m_hat, s_hat, lr, eps, g: lr * g / (s_hat.sqrt() + eps)},
    ),
    (
        "s is not used. It makes the step independent of the scale of the gradients.",
        {"move": lambda m_hat, s_hat, lr, eps, g: lr * m_hat},
    ),
]:
    MyAdam.mistake(sentence, adam_with(**how))

with_used_up(MyAdam, "m", "s")
