"""Exercise 7.1: SGD in eight lines."""

import functools

import torch

from course_utils.compare import same_numbers
from course_utils.exercise import exercise

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
