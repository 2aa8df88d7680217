"""Exercise 7.3: Adam."""

import torch

from course_utils.checking.exercises import exercise
from course_utils.lessons.lesson_07_optimizers.optimizers import (
    bowls,
    driven,
    enter_findings,
    enter_slips,
)

adam = exercise(
    "7.3",
    "Adam",
    hints=(
        "Section 4 has two averages, two corrections and a step; here m and s outlive the step.",
        "Count the steps from 1: in step t an average is divided by 1 - beta ** t.",
        "p -= self.lr * m_hat / (s_hat.sqrt() + self.eps)",
    ),
)


SETTINGS = [0.1, 0.9, 0.999, 1e-8], [0.2, 0.6, 0.8, 0.5]


# A grad that comes back would show whether t counts the steps of all or of each: either will do.
@adam.part(probes=bowls(lambda: MyAdam, 100, *SETTINGS, back=False), observe=driven)
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


enter_slips(MyAdam)

M = "self.m[i] = self.beta1 * self.m[i] + (1 - self.beta1) * p.grad"
S = "self.s[i] = self.beta2 * self.s[i] + (1 - self.beta2) * p.grad**2"
M_HAT, S_HAT = "self.m[i] / (1 - self.beta1**self.t)", "self.s[i] / (1 - self.beta2**self.t)"
M_UNCORRECTED, S_UNCORRECTED = (M_HAT, "self.m[i]"), (S_HAT, "self.s[i]")
DIVISOR, COUNTED = "(s_hat.sqrt() + self.eps)", "self.t += 1"
COUNTED_LATE = ("self.t = 0", "self.t = -1")  # the same t as if it were counted after its use
COUNTED_FOR_ALL = (COUNTED, ""), ("if p", f"{COUNTED}\n                if p")
COUNTED_FOR_SOME = (COUNTED, ""), (M, f"{COUNTED}; {M}")
M_USED_UP = ("for p in self.params]\n        self.s", "for p in params]\n        self.s")


def each(fragment, instead, *lines):
    """Return the edits of what stands in each of these lines, and elsewhere, too."""
    return tuple((line, line.replace(fragment, instead)) for line in lines)


MyAdam.slips(
    {
        "Both averages begin at 0 and are too small at first. The correction is missing.": (
            M_UNCORRECTED,
            S_UNCORRECTED,
        ),
        "Only one of the two averages is corrected.": [S_UNCORRECTED, M_UNCORRECTED],
        "One beta is used for both averages. Each has its own.": [
            ("self.beta2**", "self.beta1**"),
            ("self.beta1**", "self.beta2**"),
            ("= lr, beta1, beta2", "= lr, beta1, beta1"),
        ],
        "The betas are swapped: beta1 belongs to m, beta2 to s.": [
            ("= lr, beta1, beta2", "= lr, beta2, beta1"),
            (*each("beta1", "beta2", M), *each("beta2", "beta1", S)),
            (*each("beta1", "beta2", M_HAT), *each("beta2", "beta1", S_HAT)),
        ],
        "beta is multiplied by t. The correction needs its power.": (
            each("**", " * ", M_HAT, S_HAT)
        ),
        "The correction makes the averages smaller still. Multiply or divide?": (
            each("/", "*", M_HAT, S_HAT)
        ),
        "In the first step t is 0, and the correction divides by 0. Count before it is used.": (
            COUNTED_LATE
        ),
        "The correction uses beta to the power t, and t grows by 1 in each step.": (
            (COUNTED, "self.t = 1")
        ),
        "In the first step t is 2 already. Where does it begin, and when does it grow?": (
            ("self.t = 0", "self.t = 1")
        ),
        "t counts steps, not parameters.": [
            COUNTED_FOR_ALL,
            (COUNTED_LATE, *COUNTED_FOR_ALL),
            (COUNTED_LATE, *COUNTED_FOR_SOME),
            COUNTED_FOR_SOME,
        ],
        "The corrected averages are stored. Next time they are averaged, and corrected again.": (
            ("p -= ", "self.m[i], self.s[i] = m_hat, s_hat; p -= ")
        ),
        "The divisor of a correction is 1 - beta ** t.": [
            each("1 - ", "", M_HAT, S_HAT),
            each("1 - ", "1 + ", M_HAT, S_HAT),
        ],
        "The betas come as arguments. Here one or both are always the same.": [
            ("= lr, beta1, beta2", "= lr, 0.9, beta2"),
            ("= lr, beta1, beta2", "= lr, beta1, 0.999"),
            ("= lr, beta1, beta2", "= lr, 0.9, 0.999"),
        ],
        "eps comes as an argument. Here it is always the same.": [
            ("+ self.eps", f"+ {eps}") for eps in ("1e-8", "1e-6", "1e-10")
        ],
        "Nothing is kept: m and s are to live on from step to step.": (
            (M, M.replace("self.m[i] =", "m =")),
            (S, S.replace("self.s[i] =", "s =")),
            (M_HAT, M_HAT.replace("self.m[i]", "m")),
            (S_HAT, S_HAT.replace("self.s[i]", "s")),
        ),
        "s averages the squares of the gradients. These are not squared.": [
            ("grad**2", "grad"),
            ("grad**2", "grad.abs()"),
        ],
        "s averages the squares of the gradients, not those of their average m.": (
            ("p.grad**2", "self.m[i] ** 2")
        ),
        "Each entry has an s of its own: square grad entry by entry, without a mean or a norm.": [
            ("p.grad**2", "(p.grad**2).mean()"),
            ("p.grad**2", "(p.grad**2).sum()"),
        ],
        "s adds up all squares, as Adagrad does. Here it is an average that fades.": (
            (S, "self.s[i] = self.s[i] + p.grad**2")
        ),
        "m gains (1 - beta1) times the grad.": ("(1 - self.beta1) * ", ""),
        "s gains (1 - beta2) times the square of the grad.": ("(1 - self.beta2) * ", ""),
        "An average keeps the part beta of the old and takes 1 - beta of the new.": [
            (("(1 - self.beta1) * ", ""), ("(1 - self.beta2) * ", "")),
            (
                (M, "self.m[i] = (1 - self.beta1) * self.m[i] + self.beta1 * p.grad"),
                (S, "self.s[i] = (1 - self.beta2) * self.s[i] + self.beta2 * p.grad**2"),
            ),
        ],
        "The parameters share an average. Each needs an m and an s of its own.": [
            each("[i]", "[0]", M, M_HAT, S, S_HAT),
            each("[i]", "[0]", M, M_HAT),
            each("[i]", "[0]", S, S_HAT),
            ("self.s = [torch.zeros_like(p) for p in self.params]", "self.s = self.m"),
        ],
        "eps stands under the root. Where does the formula add it?": (
            (DIVISOR, "(s_hat + self.eps).sqrt()")
        ),
        "Where is eps? It keeps the divisor away from 0: look at your brackets, too.": [
            (DIVISOR, "s_hat.sqrt()"),
            (DIVISOR, "s_hat.sqrt() + self.eps"),
        ],
        "s averages squares. Only its root has the unit of a gradient.": (".sqrt()", ""),
        "The step uses grad itself, as RMSProp does. What is m for?": (
            ("self.lr * m_hat", "self.lr * p.grad")
        ),
        "s is not used. It makes the step independent of the scale of the gradients.": (
            (f" / {DIVISOR}", "")
        ),
        "This takes the sign alone. Later on m_hat is smaller than the root of s_hat.": (
            (f"m_hat / {DIVISOR}", "m_hat.sign()")
        ),
        "You walk through params a second time: use self.params.": [
            M_USED_UP,
            # zip ends with the shorter one, without a word.
            (M_USED_UP, ("enumerate(self.params)", "zip(range(len(self.m)), self.params)")),
        ],
    }
)

enter_findings(
    MyAdam,
    (
        "The first step is off. There m_hat is grad, and s_hat grad squared: print both.",
        ("s_hat.sqrt()", "s_hat**2"),
    ),
    (
        "The first step is right, the second is not. What are m, s and t by then?",
        (COUNTED, "self.t = 2 * self.t + 1"),
    ),
)
