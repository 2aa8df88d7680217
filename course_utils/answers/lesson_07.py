"""Answer key of lesson 07, Optimizers."""

import functools
import warnings
from unittest import mock

import torch

from course_utils import simulate
from course_utils.compare import same_numbers
from course_utils.exercise import exercise
from course_utils.question import question, right, wrong

# 7.1 ---------------------------------------------------------------------------------------------

eight_lines = exercise(
    "7.1",
    "SGD in eight lines",
    hints=(
        "Section 1: an optimizer holds the tensors and a learning rate. Of each it reads the grad.",
        "__init__ keeps a list of the tensors. step changes each of them in place, untraced.",
        "with torch.no_grad(): p -= self.lr * p.grad, for each p that has a grad.",
    ),
)


def bowls(part, many, *settings):
    """Return probes for an optimizer: where it starts, its `settings`, and how it is driven.

    Two parameters come as an iterator, as `model.parameters()` hands them in, for `many` steps;
    then three come as a list, the second of them never with a gradient, for 3 steps. `part` is the
    name of the part, which does not exist yet.
    """
    ways = [(iter, 3, (True, True), many), (list, 2, (True, False, True), 3)]

    def probes(generator):
        drawn = []
        for values, (kind, d, has_grad, steps) in zip(settings, ways, strict=True):
            start, lowest = torch.randn(2, len(has_grad), d, generator=generator)
            args = list(start), *values, kind, 3 * lowest, has_grad
            right_way = driven(globals()[part].reference, *args, 2, None)
            drawn.append((*args, steps, [v for v in right_way.values() if type(v) is not bool]))
        return drawn

    return probes


def driven(answer, start, *settings):
    """Return where an optimizer takes its parameters, and what else it does to them.

    The loss is half the squared distance from `lowest`, times a curvature from 0.5 to 2. Its
    gradients are put where `backward` would put them, and added up where nothing clears them.
    Where two steps have not led to what is `expected`, there are no more: time is short, for a
    wrong answer is compared with all that is known to go wrong.
    """
    *settings, kind, lowest, has_grad, steps, expected = settings
    if tuple(settings[1:]) == ADAM_DEFAULTS:
        settings = settings[:1]  # the answer shall have them by itself
    params = [p.clone().requires_grad_() for p in start]
    curvature = torch.linspace(0.5, 2, lowest.numel()).reshape(lowest.shape)
    optimizer = answer(kind(params), *settings)
    seen = {}
    for step in range(1, steps + 1):
        for i in [i for i, has in enumerate(has_grad) if has]:
            slope = curvature[i] * (params[i].detach() - lowest[i])
            params[i].grad = slope if params[i].grad is None else params[i].grad.add_(slope)
        call(optimizer.step, params)
        if step in (1, 2, steps):
            seen[f"params after step {step}"] = torch.cat([p.detach().clone() for p in params])
        if step == 2:
            seen["grads after step"] = grads(params)
        call(optimizer.zero_grad, params)
        if step == 2:
            seen["grads after zero_grad"] = grads(params)
            if expected and not same_numbers(expected, list(seen.values())):
                seen[f"params after step {steps}"] = None
                break
    seen["leaves that require grad"] = all(p.is_leaf and p.requires_grad for p in params)
    if not all(has_grad):  # once is enough: more than one slip at a time is hard to name
        moved = [p for p, q in zip(params, start, strict=True) if not torch.equal(p, q)]
        seen["noticed by autograd"] = all(p._version > 0 for p in moved)
    return seen


def grads(params):
    """Return the gradients in one tensor, 0 where there is none."""
    return torch.cat([torch.zeros_like(p) if p.grad is None else p.grad.clone() for p in params])


def call(method, params):
    """Call a method; where one grad is None and breaks it, say so in the same way for all."""
    one_is_none = len({p.grad is None for p in params}) == 2
    try:
        method()
    except (AttributeError, TypeError) as error:
        if one_is_none and "NoneType" in str(error):
            raise TypeError(f"{method.__name__} came to a grad that is None") from None
        raise


ADAM_DEFAULTS = (0.9, 0.999, 1e-8)


@eight_lines.part(probes=bowls("MySGD", 50, [0.3], [0.1]), observe=driven)
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


def no_brackets(self, step):
    with torch.no_grad:
        step()


def step_for(self, step, params):
    """Make the step for these parameters only."""
    everything, self.params = self.params, params
    step()
    self.params = everything


def before_the_first_none(params):
    return params[: min((i for i, p in enumerate(params) if p.grad is None), default=None)]


_ONCE = "params may be something that can be walked through only once. What keeps its tensors?"
_CLEARS = "step clears the gradients. It only reads them: clearing is what zero_grad is for."
_STILL = "No parameter ever moves. p = p - ... makes a new tensor: change p itself, in place."
_ZEROED = "zero_grad sets the parameters to 0. What has to be cleared is their grad."
_NO_GRAD_0 = "A grad is a tensor or None, never a plain number."
_NO_LOSS = "step knows no loss. backward has run before it: the gradients are there."

# Slips in any optimizer: the sentence, the method, and what is written in its place, a function of
# the optimizer, of the method as it should be, and of the arguments.
SLIPS = [
    (
        _ONCE,
        "__init__",
        lambda self, init, params, *settings: (
            init(params, *settings),
            setattr(self, "params", self.params if type(params) is list else iter(self.params)),
        ),
    ),
    (
        _ONCE,
        "__init__",
        lambda self, init, params, *settings: (
            init(params, *settings),
            setattr(self, "params", self.params if type(params) is list else []),
        ),
    ),
    (
        "The step itself must not be traced. Inside which block does autograd look away?",
        "step",
        lambda self, step: self.params[0].sub_(self.lr),
    ),
    (_CLEARS, "step", lambda self, step: (step(), self.zero_grad())),
    (_CLEARS, "step", lambda self, step: (self.zero_grad(), step())),
    (_STILL, "step", lambda self, step: None),
    (
        _STILL,
        "step",
        lambda self, step: setattr(self, "params", [p.detach().clone() for p in self.params]),
    ),
    (
        "The parameters move uphill. Which way does a gradient point?",
        "__init__",
        lambda self, init, params, lr, *settings: init(params, -lr, *settings),
    ),
    (
        "The steps are too long by the factor 1/lr. Where is lr used?",
        "__init__",
        lambda self, init, params, lr, *settings: init(params, 1.0, *settings),
    ),
    (
        "A parameter that the loss does not use has no grad: None. What shall step do with it?",
        "step",
        lambda self, step: (step(), [p.grad * self.lr for p in self.params]),
    ),
    (
        "zero_grad clears nothing, so that the next gradient is added to the old one.",
        "zero_grad",
        lambda self, zero_grad: None,
    ),
]

# Who writes the second optimizer has done with these.
FIRST_SLIPS = [
    ("no_grad is called like a function. Are its brackets there?", "step", no_brackets),
    (
        "Only the first parameter moves. Does the loop reach the others?",
        "step",
        lambda self, step: step_for(self, step, self.params[:1]),
    ),
    (
        "After a parameter without a grad the others stay, too. Only that one is to be skipped.",
        "step",
        lambda self, step: step_for(self, step, before_the_first_none(self.params)),
    ),
    (_NO_LOSS, "step", lambda self, step: loss.backward()),  # noqa: F821
    (_NO_LOSS, "step", lambda self, step: self.loss.backward()),
    (
        "After step a parameter no longer requires grad, and the next backward fails.",
        "step",
        lambda self, step: (step(), [p.requires_grad_(False) for p in self.params]),
    ),
    (
        "Where a grad is None, there is nothing to clear. zero_grad must survive that.",
        "zero_grad",
        lambda self, zero_grad: [p.grad.zero_() for p in self.params],
    ),
    (
        _ZEROED,
        "zero_grad",
        lambda self, zero_grad: [p.data.zero_() for p in self.params if p.grad is not None],
    ),
    (_ZEROED, "zero_grad", lambda self, zero_grad: [p.data.zero_() for p in self.params]),
    (_NO_GRAD_0, "zero_grad", lambda self, zero_grad: setattr(self.params[0], "grad", 0)),
    (_NO_GRAD_0, "zero_grad", lambda self, zero_grad: setattr(self.params[0], "grad", 0.0)),
]


def with_slips(part, slips):
    """Let the part know these slips, and a step through `.data`, which moves as it should."""

    def slipped(method, written):
        def instead(self, *args):
            written(self, functools.partial(getattr(part.reference, method), self), *args)

        # The names are the student's: they stand in messages.
        instead.__name__ = method
        return type(part.name, (part.reference,), {method: instead})

    def unnoticed(self, step):
        hidden = [p.data for p in self.params]
        for p, q in zip(self.params, hidden, strict=True):
            q.grad = p.grad
        step_for(self, step, hidden)

    for sentence, method, written in slips:
        part.mistake(sentence, slipped(method, written))
    part.remark(
        "The numbers are right. But .data hides the step from autograd: prefer torch.no_grad().",
        slipped("step", unnoticed),
    )


with_slips(MySGD, SLIPS + FIRST_SLIPS)


class OneForAll(list):
    """A list that has one and the same entry at every place."""

    def __getitem__(self, i):
        return super().__getitem__(0)

    def __setitem__(self, i, value):
        super().__setitem__(0, value)


# 7.2 ---------------------------------------------------------------------------------------------

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


# 7.3 ---------------------------------------------------------------------------------------------

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


# 7.4 ---------------------------------------------------------------------------------------------

fair_start = exercise(
    "7.4",
    "A fair comparison",
    hints=(
        "Print where each new model starts, before it is trained, as section 3 does.",
        "nn.Linear draws its start at random. What makes a draw come out the same each time?",
        "torch.manual_seed(42) belongs right before something. Before what?",
    ),
)


def comparisons(generator):
    """The source's readings and learning rates, then random ones."""
    torch.optim.SGD([torch.zeros(1)], lr=1.0)  # the first ever made takes a second
    x, y = torch.randn(2, 9, 1, generator=generator)
    return [([0.001, 0.01, 0.1], 5, *simulate.line()), ([0.3, 0.05], 3, x, 2 * y + 1)]


def numbers(value):
    """Return the value with a plain number for each 0-d tensor, also in a list."""
    if type(value) in (list, tuple):
        return type(value)(numbers(entry) for entry in value)
    return value.item() if isinstance(value, torch.Tensor) and value.ndim == 0 else value


def from_one_state(answer, *args):
    """Return what an answer gives when torch's random state is always the same before it."""
    torch.manual_seed(7)
    return numbers(answer(*args))


def unfair(lrs, steps, x, y):
    """A list of (w, b), one for each lr: all start where seed 42 puts nn.Linear(1, 1)."""
    results = []
    for lr in lrs:
        model = torch.nn.Linear(1, 1)
        optimizer = torch.optim.SGD(model.parameters(), lr=lr)
        for _ in range(steps):
            loss = torch.nn.functional.mse_loss(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        results.append((model.weight.item(), model.bias.item()))
    return results


@fair_start.part(probes=comparisons, observe=from_one_state, given=unfair)
def compare(lrs, steps, x, y):
    """A list of (w, b), one for each lr: all start where seed 42 puts nn.Linear(1, 1)."""
    results = []
    for lr in lrs:
        torch.manual_seed(42)
        model = torch.nn.Linear(1, 1)
        optimizer = torch.optim.SGD(model.parameters(), lr=lr)
        for _ in range(steps):
            loss = torch.nn.functional.mse_loss(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        results.append((model.weight.item(), model.bias.item()))
    return results


def descend(x, y, lr, epochs, w=1.0, b=0.0, batch=None, zeroing=True):
    """Return (w, b) after descent on the MSE, without modules, for it runs often."""
    batch = batch or len(x)
    slope_w = slope_b = 0.0
    for _ in range(epochs):
        for some_x, some_y in zip(x.split(batch), y.split(batch), strict=True):
            r = w * some_x + b - some_y
            slope_w = 2 * (r * some_x).mean().item() + (0.0 if zeroing else slope_w)
            slope_b = 2 * r.mean().item() + (0.0 if zeroing else slope_b)
            w, b = w - lr * slope_w, b - lr * slope_b
    return w, b


def drawn(seed=None):
    """Return the (w, b) that nn.Linear draws, from this seed or from where the draws stand."""
    if seed is not None:
        torch.manual_seed(seed)
    model = torch.nn.Linear(1, 1)
    return model.weight.item(), model.bias.item()


def runs(starts, lrs, steps, x, y, **how):
    """Return where descent leads from each start with its lr."""
    pairs = zip(starts, lrs, strict=True)
    return [descend(x, y, lr, steps, *start, **how) for start, lr in pairs]


def fair(lrs, steps, x, y, **how):
    """Return the right answer, or one that descends in another way."""
    return runs([drawn(42) for _ in lrs], lrs, steps, x, y, **how)


def continued(start, lrs, steps, x, y):
    """Return where descent leads if each run starts where the one before it ended."""
    ends = [start]
    for lr in lrs:
        ends.append(descend(x, y, lr, steps, *ends[-1]))
    return ends[1:]


def mse_at(x, y, w, b):
    return ((w * x + b - y) ** 2).mean().item()


_GOES_ON = "Each run goes on where the one before it ended: it is the same model."
_PRINTED = (
    "That is the start of section 3, drawn after the points. "
    "Seed 42 right before nn.Linear gives another."
)
_ONE_PAIR = "One run came back. A pair for each lr is asked for: where is the return?"
_OTHER_SEED = "All runs start together, but not where seed 42 puts them."
_LOSSES = "These are losses. Where each run ends is asked for: w and b."

for sentence, answer in [
    (
        "Every run still starts elsewhere: each new nn.Linear draws anew.",
        lambda lrs, *a: runs([drawn() for _ in lrs], lrs, *a),
    ),
    (
        "The seed is set after the model was made. Then the draw is over.",
        lambda lrs, *a: runs([drawn(), *(drawn(42) for _ in lrs[1:])], lrs, *a),
    ),
    (
        "The first run is right. Seeded once, the next model draws on from there.",
        lambda lrs, *a: runs([drawn(42), *(drawn() for _ in lrs[1:])], lrs, *a),
    ),
    (_GOES_ON, lambda *a: continued(drawn(42), *a)),
    (_GOES_ON, lambda *a: continued(drawn(), *a)),
    (_OTHER_SEED, lambda lrs, *a: runs([drawn()] * len(lrs), lrs, *a)),
    (_OTHER_SEED, lambda lrs, *a: runs([drawn(0)] * len(lrs), lrs, *a)),
    (_OTHER_SEED, lambda lrs, *a: runs([drawn(1)] * len(lrs), lrs, *a)),
    (_PRINTED, lambda lrs, *a: runs([(0.480106, 0.841504)] * len(lrs), lrs, *a)),
    (_PRINTED, lambda lrs, *a: runs([(0.4801, 0.8415)] * len(lrs), lrs, *a)),
    (_ONE_PAIR, lambda *a: fair(*a)[:1]),
    (_ONE_PAIR, lambda *a: fair(*a)[-1:]),
    (_ONE_PAIR, lambda *a: fair(*a)[0]),
    (_ONE_PAIR, lambda *a: fair(*a)[-1]),
    (
        "No run leaves its start. What happens to the grad between backward and step?",
        lambda lrs, steps, x, y: fair(lrs, 0, x, y),
    ),
    (
        "The gradients add up from step to step. The code that was given cleared them.",
        lambda *a: fair(*a, zeroing=False),
    ),
    (
        "Every run has the same learning rate. Is lr handed on?",
        lambda lrs, *a: fair(lrs[:1] * len(lrs), *a),
    ),
    ("b comes first here. Return (w, b).", lambda *a: [pair[::-1] for pair in fair(*a)]),
    (
        _LOSSES,
        lambda lrs, steps, x, y: [mse_at(x, y, *end) for end in fair(lrs, steps, x, y)],
    ),
    (
        _LOSSES,
        lambda lrs, steps, x, y: [mse_at(x, y, *end) for end in fair(lrs, steps - 1, x, y)],
    ),
]:
    compare.mistake(sentence, answer)


# 7.5 ---------------------------------------------------------------------------------------------

same_bits = exercise(
    "7.5",
    "The same bits",
    hints=(
        "Three things must be equal: the start, the loss, and what is in a batch. Section 9.",
        "Under torch.no_grad(), model.weight.fill_(1.0) and model.bias.zero_() set the start.",
        "dl = fb.DataLoader(list(zip(x, y)), bs=len(x), shuffle=False)",
    ),
)


def columns(generator):
    """A tenth of the diary's readings as columns, then random ones; few epochs, fastai is slow."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # fastai uses torch.jit.script, which is deprecated
        import fastai.basics  # noqa: F401 - here, because it takes longer than an answer may
    t_u, t_c = simulate.thermometer()
    x, noise = torch.randn(2, 12, 1, generator=generator)
    y = 3 * (x + 2) + 8 + 2 * noise
    return [(0.1 * t_u[:, None], t_c[:, None], 2e-3, 3), (x + 2, y, 0.01, 2)]


made = []  # the Learners of the answer that is being tried


def contained(answer, *args):
    """Return what an answer with a Learner gives, without what of fastai no sandbox holds back.

    That is a progress bar, and processes that load the data: some loaders start them by default.
    """
    import fastai.basics as fb

    quiet = [c for c in fb.defaults.callbacks if c.__name__ != "ProgressCallback"]
    init = fb.Learner.__init__

    @functools.wraps(init)
    def noted(self, *args, **options):
        made.append(self)
        init(self, *args, **options)

    made.clear()
    with (
        mock.patch.multiple(fb.defaults, callbacks=quiet, cpus=0),
        mock.patch.object(fb.Learner, "__init__", noted),
    ):
        value = from_one_state(answer, *args)
    if value is not None and not made:
        raise TypeError("no Learner was made")
    made.clear()
    return value


def as_if_by_learner(answer):
    """Return the answer as one that has made a Learner, which it does without, to be quick."""

    def passing(*args):
        made.append(None)
        return answer(*args)

    return passing


@same_bits.part(probes=columns, observe=from_one_state, tolerance=1e-5)
def with_torch(x, y, lr, epochs):
    """(w, b) of nn.Linear(1, 1) after full-batch torch.optim.SGD on the MSE from w = 1, b = 0."""
    model = torch.nn.Linear(1, 1)
    torch.nn.init.ones_(model.weight)
    torch.nn.init.zeros_(model.bias)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    for _ in range(epochs):
        loss = torch.nn.functional.mse_loss(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return model.weight.item(), model.bias.item()


@same_bits.part(probes=columns, observe=contained, tolerance=1e-5)
def with_fastai(x, y, lr, epochs):
    """(w, b) of nn.Linear(1, 1) when a Learner with fb.SGD does the same, in one batch an epoch."""
    import fastai.basics as fb

    model = torch.nn.Linear(1, 1)
    torch.nn.init.ones_(model.weight)
    torch.nn.init.zeros_(model.bias)
    dl = fb.DataLoader(list(zip(x, y, strict=True)), bs=len(x), shuffle=False)
    dls = fb.DataLoaders(dl, dl)
    learn = fb.Learner(dls, model, loss_func=torch.nn.MSELoss(), opt_func=fb.SGD)
    with learn.no_logging():
        learn.fit(epochs, lr)
    return model.weight.item(), model.bias.item()


def as_tensors(w, b, tracked):
    """Return w and b as nn.Linear holds them."""
    return torch.tensor([[w]], requires_grad=tracked), torch.tensor([b], requires_grad=tracked)


def shuffled(x, y, lr, epochs):
    order = torch.randperm(len(x))
    return descend(x[order], y[order], lr, epochs, batch=4)


def far_along(right_value, value):
    """True for what is well farther from (1, 0) than it should be, about the same way."""
    start = torch.tensor([1.0, 0.0])
    way, came = torch.tensor(right_value) - start, torch.tensor([*map(float, value)]) - start
    return float(way @ came) > 1.3 * float(way @ way)


_START = "The run starts elsewhere. Set the weight to 1 and the bias to 0 before it."
_SET = "A parameter cannot be replaced by a number or a tensor. Change the one that is there."
_TENSORS = "These are the model's own tensors. How does one get the number out of each?"

# Slips with either library; the answers do without both, to be quick.
EITHER = [
    (_START, lambda *a: descend(*a, *drawn())),
    (_START, lambda *a: descend(*a, *drawn(42))),
    (_START, lambda *a: descend(*a, 1.0, drawn()[1])),
    (_START, lambda *a: descend(*a, 0.0, 0.0)),
    (_SET, lambda *a: setattr(torch.nn.Linear(1, 1), "weight", 1)),
    (_SET, lambda *a: setattr(torch.nn.Linear(1, 1), "weight", 1.0)),
    (_SET, lambda *a: setattr(torch.nn.Linear(1, 1), "weight", torch.ones(1, 1))),
    (
        "The start is set while autograd watches. Inside which block does it look away?",
        lambda *a: torch.nn.Linear(1, 1).weight.fill_(1.0),
    ),
    ("One epoch is missing.", lambda x, y, lr, epochs: descend(x, y, lr, epochs - 1)),
    ("One epoch too many.", lambda x, y, lr, epochs: descend(x, y, lr, epochs + 1)),
    (
        "y is (n,), the predictions are (n, 1): every one meets every y. Keep y a column.",
        lambda x, y, *a: descend(x, y.T, *a),
    ),
    (
        "This is the sum of the squares. The loss is their mean.",
        lambda x, y, lr, epochs: descend(x, y, len(x) * lr, epochs),
    ),
    (
        "Each reading makes a step of its own. How many belong in a batch?",
        lambda *a: descend(*a, batch=1),
    ),
    (
        "The readings are used four at a time. How many belong in a batch?",
        lambda *a: descend(*a, batch=4),
    ),
    ("The parameters are still at the start. Was there a step?", lambda *a: (1.0, 0.0)),
    ("b comes first here. Return (w, b).", lambda *a: descend(*a)[::-1]),
    ("This is where the lesson's own run ends. Use x and y.", lambda *a: (4.0443206, -9.8132658)),
    (_TENSORS, lambda *a: as_tensors(*descend(*a), tracked=True)),
    (_TENSORS, lambda *a: as_tensors(*descend(*a), tracked=False)),
]

for sentence, answer in EITHER:
    with_torch.mistake(sentence, answer)
    with_fastai.mistake(sentence, as_if_by_learner(answer))

with_fastai.mistake("Is there a Learner in it?", descend)


@with_torch.mistake("The gradients add up from step to step. Which line clears them?")
def _(x, y, lr, epochs):
    return descend(x, y, lr, epochs, zeroing=False)


@with_torch.mistake("The optimizer is Adam. SGD is asked for.")
def _(x, y, lr, epochs):
    params = torch.tensor([1.0, 0.0], requires_grad=True)
    optimizer = torch.optim.Adam([params], lr=lr)
    for _ in range(epochs):
        optimizer.zero_grad()
        torch.nn.functional.mse_loss(params[0] * x + params[1], y).backward()
        optimizer.step()
    return tuple(params.tolist())


@with_fastai.mistake("Without a learning rate a Learner takes 0.001. Hand lr to fit.")
@as_if_by_learner
def _(x, y, lr, epochs):
    return descend(x, y, 1e-3, epochs)


for either, answer in [(with_torch, shuffled), (with_fastai, as_if_by_learner(shuffled))]:
    either.mistake(
        "That is far for so few steps. Are the readings shuffled into small batches?",
        answer,
        when=far_along,
    )


def learner(x, y, **options):
    """Return a Learner as it should be, but for the options."""
    import fastai.basics as fb

    model = torch.nn.Linear(1, 1)
    torch.nn.init.ones_(model.weight)
    torch.nn.init.zeros_(model.bias)
    dl = fb.DataLoader(list(zip(x, y, strict=True)), bs=len(x))
    return fb.Learner(fb.DataLoaders(dl, dl), model, loss_func=torch.nn.MSELoss(), **options)


@with_fastai.mistake("Without opt_func a Learner takes fastai's Adam. SGD is asked for.")
def _(x, y, lr, epochs):
    learn = learner(x, y)
    with learn.no_logging():
        learn.fit(epochs, lr)
    return tuple(p.item() for p in learn.model.parameters())


@with_fastai.mistake("fit_one_cycle changes the learning rate on the way. fit keeps it.")
def _(x, y, lr, epochs):
    import fastai.basics as fb
    import fastai.callback.schedule  # noqa: F401 - gives a Learner its fit_one_cycle

    learn = learner(x, y, opt_func=fb.SGD)
    with learn.no_logging():
        learn.fit_one_cycle(epochs, lr)
    return tuple(p.item() for p in learn.model.parameters())


# 7.6 ---------------------------------------------------------------------------------------------

too_large = exercise(
    "7.6",
    "How large is too large",
    hints=(
        "Lesson 05 has the limit: 2 divided by the largest second derivative in any direction.",
        "H = 2 / n * XᵀX, where X has the readings in one column and ones in the other.",
        "return limit, limit / suggested",
    ),
)


def suggestions(generator):
    """What lr_find's valley says for the diary raw and scaled, then random readings."""
    t_u, _ = simulate.thermometer()
    probes = [(t_u, 2.5e-5), (0.1 * t_u, 2.3e-4)]
    for n, shift in [(6, 5.0), (9, -40.0), (5, 3.0)]:
        x = torch.randn(n, generator=generator) + shift
        probes.append((x, 10 ** -(1 + 2 * torch.rand(1, generator=generator).item())))
    return probes


@too_large.part(probes=suggestions, observe=lambda answer, *args: numbers(answer(*args)))
def limit_and_ratio(x, suggested):
    """2 / lambda_max of the MSE of w * x + b on x (n,), and that divided by suggested; numbers."""
    X = torch.stack([x, torch.ones_like(x)], dim=1)
    H = 2 / len(x) * X.T @ X
    limit = 2 / torch.linalg.eigvalsh(H).max().item()
    return limit, limit / suggested


def limit_of(x, factor=2.0, which=torch.max):
    """Return 2 divided by an eigenvalue of XᵀX times factor / n."""
    X = torch.stack([x, torch.ones_like(x)], dim=1)
    return 2 / which(torch.linalg.eigvalsh(factor / len(x) * X.T @ X)).item()


_ONE_NUMBER = "One number came. Both are asked for: the limit and the ratio."

for sentence, answer in [
    ("This is half the limit: 2 is divided by lambda_max, not 1.", lambda x: limit_of(x) / 2),
    ("This is twice the limit. H has a 2 from the square.", lambda x: limit_of(x, 1.0)),
    (
        "This is the limit for the sum of squares. The loss is their mean: where is n?",
        lambda x: limit_of(x, 2.0 * len(x)),
    ),
    ("XᵀX alone is not H. Which factor belongs before it?", lambda x: limit_of(x, len(x))),
    ("Is n always 11?", lambda x: limit_of(x, 2 * len(x) / 11)),
    ("Near, but b is turned as well: X has a column of ones.", lambda x: len(x) / (x @ x).item()),
    ("Here x is centred. Asked for is the limit for x as it is.", lambda x: limit_of(x - x.mean())),
    (
        "These are singular values of X. Eigenvalues of XᵀX are their squares.",
        lambda x: (2 * limit_of(x, len(x))) ** 0.5,
    ),
    ("This is lambda_max itself. The limit is 2 divided by it.", lambda x: 2 / limit_of(x)),
]:

    @limit_and_ratio.mistake(sentence)
    def _(x, suggested, limit=answer):
        return limit(x), limit(x) / suggested


for sentence, answer in [
    (
        "The limit is right. The ratio is upside down: how many times as large is the limit?",
        lambda x, suggested: (limit_of(x), suggested / limit_of(x)),
    ),
    (
        "The limit is right. The second number is a ratio, not a difference.",
        lambda x, suggested: (limit_of(x), limit_of(x) - suggested),
    ),
    (
        "The two are in the wrong order: the limit comes first.",
        lambda x, suggested: (limit_of(x) / suggested, limit_of(x)),
    ),
    (_ONE_NUMBER, lambda x, suggested: limit_of(x)),
    (_ONE_NUMBER, lambda x, suggested: limit_of(x) / suggested),
]:
    limit_and_ratio.mistake(sentence, answer)


# In float32 the smallest eigenvalue is only good to a few digits: no two spellings agree.
@limit_and_ratio.mistake(
    "Far too large. Is this the flattest direction? The steepest one becomes unstable first.",
    when=lambda right_value, value: float(value[0]) > 3 * right_value[0],
)
def _(x, suggested):
    limit = limit_of(x, which=torch.min)
    return limit, limit / suggested


# Questions ---------------------------------------------------------------------------------------

question(
    "7.p1",
    "An optimizer makes a step. Who has computed the gradients?",
    wrong("The optimizer", "It only reads `p.grad`. With SGD that is all it ever looks at."),
    right("`backward()`", "It leaves a gradient in every `p.grad`; the optimizer picks it up."),
    wrong("The loss function", "It computes one number. What it was made of is traced on the way."),
)

question(
    "7.p2",
    "On a tenth of the readings the limit of plain SGD is 0.033. At lr = 0.03 it needs 668 steps "
    "to come within 1 % of the best loss. What does momentum 0.9 do at the same lr?",
    wrong("It diverges: its steps are longer", "They are, but momentum also widens the limit."),
    wrong(
        "It needs about as many steps",
        "In the flat direction all gradients agree, and v grows to ten times the gradient.",
    ),
    right(
        "It needs about 50 steps",
        "v adds up what the gradients agree on. What changes its sign each time cancels.",
    ),
)

question(
    "7.p3",
    "The gradients are 4517 and 82.6, and lr is 0.001. What is Adam's first step?",
    wrong("(-4.5, -0.08)", "That is SGD's: lr times the gradient. Adam divides by its size."),
    right("(-0.001, -0.001)", "In the first step m_hat is g and the root of s_hat is |g|."),
    wrong(
        "(-0.001, -0.00002)",
        "Each parameter is divided by its own s, so the ratio of the two is lost.",
    ),
)

question(
    "7.p4",
    "On a tenth of the readings plain SGD diverges above lr = 0.033. Does momentum 0.9 diverge at "
    "lr = 0.04?",
    right(
        "No, it settles",
        "The limit is (1 + beta) times as large, 0.0627. It bounces, but the bounces die out.",
    ),
    wrong("Yes, and sooner than SGD", "The limit depends on beta: 2 (1 + beta) / lambda_max."),
    wrong(
        "It bounces without end",
        "It bounces, but the bounces die out: after 70 steps it is first within 1 %.",
    ),
)

question(
    "7.q1",
    "You delete the line `loss.backward()` from a training loop. What does torch's "
    "`optimizer.step()` do?",
    wrong("It computes the gradients itself", "It has no loss to do it with."),
    wrong("It raises an error", "It would be kinder. But a grad that is None is skipped."),
    right("Nothing", "Every grad is None, so every parameter stays. backward computes gradients."),
)

question(
    "7.q2",
    "Two parameters have the gradients 100 and 0.01. How do Adam's first steps compare?",
    right("They are equally long", "Each is lr long: Adam sees the sign, not the size."),
    wrong("The first is 10 000 times as long", "So it is in SGD. Adam divides the size away."),
    wrong("The second is longer", "Dividing by the size makes them equal, it does not turn them."),
)

question(
    "7.q3",
    "On the source's 100 readings, from one start: 1000 steps of SGD at lr = 0.001, or 100 at "
    "lr = 0.01. Which ends nearer to the best line?",
    wrong(
        "The 1000 small steps end much nearer",
        "The weights are 2.2144 and 2.2193: the larger steps are even a little nearer.",
    ),
    right(
        "Both end almost at the same place",
        "Far below the limit, lr times steps is what counts: 2.2144 and 2.2193.",
    ),
    wrong("The 100 large steps end much nearer", "A little nearer: 2.2193 against 2.2144."),
)

question(
    "7.q4",
    "A source says that lr = 0.1 has found a slightly worse optimum than lr = 0.01. Has it?",
    wrong("Yes, large steps end beside the minimum", "With the full batch a stable run settles."),
    wrong("Yes, there are two minima", "The MSE of a line has one only, wherever you start."),
    right(
        "No, there is one minimum, and both are at it.",
        "The two losses agree to seven digits; what differs beyond is the rounding of float32.",
    ),
)

question(
    "7.q5",
    "The data was made with w = 2.5 and b = 1. Why does training end at (2.506, 1.018)?",
    wrong("It has not converged yet", "It has: least squares gives the same two numbers."),
    right(
        "They fit these 100 noisy readings better",
        "On them the MSE is 0.19509, and 0.19545 at the truth. Other readings end elsewhere.",
    ),
    wrong("The learning rate is too large", "All stable learning rates end at this place."),
    wrong("float32 is too coarse", "Rounding shows in the seventh digit, not in the third."),
)
