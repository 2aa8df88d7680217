"""What exercises 7.1 to 7.3 have in common: bowls to drive an optimizer down, and slips in any."""

import torch

from course_utils.checking.comparison import same_numbers

ADAM_DEFAULTS = (0.9, 0.999, 1e-8)


def bowls(part, many, *settings):
    """Return probes for an optimizer: where it starts, its `settings`, and how it is driven.

    Two parameters come as an iterator, as `model.parameters()` hands them in, for `many` steps;
    then three come as a list, the second of them never with a gradient, for 3 steps. `part()`
    returns the part, which does not exist yet.
    """
    ways = [(iter, 3, (True, True), many), (list, 2, (True, False, True), 3)]

    def probes(generator):
        drawn = []
        for values, (kind, d, has_grad, steps) in zip(settings, ways, strict=True):
            start, lowest = torch.randn(2, len(has_grad), d, generator=generator)
            args = list(start), *values, kind, 3 * lowest, has_grad
            right_way = driven(part().reference, *args, 2, None)
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


def last_in_init(line):
    """Return the edit that writes a line below `__init__`."""
    return ("    def step", f"        {line}\n\n    def step")


def first_in_step(line):
    """Return the edit that writes a line above the block of `step` that is not traced."""
    return ("with torch", f"{line}\n        with torch")


def last_in_step(line):
    """Return the edit that writes a line below `step`."""
    return ("    def zero_grad", f"        {line}\n\n    def zero_grad")


SLIPS = {
    "params may be something that can be walked through only once. What keeps its tensors?": [
        last_in_init("self.params = self.params if type(params) is list else iter(self.params)"),
        (("list(params)", "params"), last_in_init("list(self.params)")),
    ],
    "The step itself must not be traced. Inside which block does autograd look away?": (
        ("with torch.no_grad():", "if True:")
    ),
    "step clears the gradients. It only reads them: clearing is what zero_grad is for.": [
        last_in_step("self.zero_grad()"),
        first_in_step("self.zero_grad()"),
    ],
    "No parameter ever moves. p = p - ... makes a new tensor: change p itself, in place.": [
        ("p -= ", "p = p - "),
        first_in_step("self.params = [p.detach().clone() for p in self.params]"),
    ],
    "The parameters move uphill. Which way does a gradient point?": ("p -= ", "p += "),
    "The steps are too long by the factor 1/lr. Where is lr used?": ("-= self.lr * ", "-= "),
    "A parameter that the loss does not use has no grad: None. What shall step do with it?": (
        ("if p.grad is not None:", "if True:")
    ),
    "zero_grad clears nothing, so that the next gradient is added to the old one.": (
        ("p.grad = None", "pass")
    ),
}


def enter_slips(part):
    """Let an optimizer know the slips in any, and a step through `.data`, which is right."""
    part.slips(SLIPS)
    part.remark(
        "The numbers are right. But .data hides the step from autograd: prefer torch.no_grad().",
        ("p -= ", "p.data -= "),
    )
