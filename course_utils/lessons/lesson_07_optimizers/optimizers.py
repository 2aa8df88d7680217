"""What exercises 7.1 and 7.3 have in common: bowls to drive an optimizer down, and slips in any."""

import torch

from course_utils.checking.comparison import difference, same_numbers

ADAM_DEFAULTS = (0.9, 0.999, 1e-8)
TWO_STEPS = 6  # so much is seen of two steps: where each goes, and twice the grads


def bowls(part, many, *settings, back=True):
    """Return probes for an optimizer: where it starts, its `settings`, and how it is driven.

    Two parameters come as an iterator, as `model.parameters()` hands them in, for `many` steps; one
    entry begins with a slope so small that Adam's eps counts. Then three come as a list: one entry
    of the first has a slope of 0, the second never has a grad, the third has none in step 3, and if
    `back` has one again in step 4. `part()` returns the part, which does not exist yet.
    """
    sometimes = [(True, False, True)] * 2 + [(True, False, False)] + [(True, False, True)] * back
    ways = [(iter, [(3, 1)] * 2, [(True, True)] * many), (list, [(2,)] * 3, sometimes)]

    def probes(generator):
        drawn = []
        for values, (kind, shapes, has_grad) in zip(settings, ways, strict=True):
            start = [torch.randn(shape, generator=generator) for shape in shapes]
            lowest = [3 * torch.randn(shape, generator=generator) for shape in shapes]
            if len(shapes) == 3:
                lowest[0][0] = start[0][0]
            else:
                start[0][0], lowest[0][0] = 0.0, 1e-8
            args = start, *values, kind, lowest
            right_way = driven(part().reference, *args, has_grad[:2], None)
            drawn.append((*args, has_grad, [*right_way.values()][:TWO_STEPS]))
        return drawn

    return probes


def driven(answer, start, *settings):
    """Return where an optimizer takes its parameters, and what else it does to them.

    The loss is half the squared distance from `lowest`, times a curvature from 0.5 to 2. Its
    gradients are put where `backward` would put them, and added up where nothing clears them.
    Where two steps have not led to what is `expected`, there are no more: time is short, for a
    wrong answer is compared with all that is known to go wrong.
    """
    *settings, kind, lowest, has_grad, expected = settings
    if tuple(settings[1:]) == ADAM_DEFAULTS:
        settings = settings[:1]  # the answer shall have them by itself
    params = [p.clone().requires_grad_() for p in start]
    optimizer = answer(kind(params), *settings)
    before, seen = flat(start), {}
    for step, having in enumerate(has_grad, 1):
        for p, low, has in zip(params, lowest, having, strict=True):
            slope = p.detach() - low
            slope *= torch.linspace(0.5, 2, slope.numel()).reshape(slope.shape)
            if not has:
                p.grad = None
            else:
                p.grad = slope if p.grad is None else p.grad.add_(slope)
        call(optimizer.step, params)
        now = flat(params)
        if step <= 3:
            seen[f"move in step {step}"] = now - before
        if step <= 2:
            seen[f"grads after step {step}"] = grads(params)
        call(optimizer.zero_grad, params)
        if step <= 2:
            seen[f"grads after zero_grad {step}"] = grads(params)
        if step == 2 and expected and not same_numbers(expected, list(seen.values())):
            seen |= {"move in step 3": None, "params at the end": None}
            break
        before = now
    else:
        seen["params at the end"] = now
    seen["leaves that require grad"] = all(p.is_leaf and p.requires_grad for p in params)
    if len(params) == 3:  # once is enough: more than one slip at a time is hard to name
        moved = [p for p, q in zip(params, start, strict=True) if not torch.equal(p, q)]
        seen["noticed by autograd"] = all(p._version > 0 for p in moved)
    return seen


def flat(tensors):
    """Return the entries of all in one tensor."""
    return torch.cat([t.detach().flatten() for t in tensors])


def grads(params):
    """Return the gradients in one tensor, 0 where there is none."""
    return flat([torch.zeros_like(p) if p.grad is None else p.grad for p in params])


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
    "No parameter ever moves. Change p itself, in place: p = p - ... only makes a new tensor.": [
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


def first_off(want, came):
    """Return the first key under which an answer gave something else."""
    return next(key for key in want if difference(want[key], came[key]))


def off_at(*keys):
    """Return a `when`: this, or one of these, is the first thing that is off."""
    return lambda want, came: first_off(want, came) in keys


def idle_one_moves(want, came):
    """True if a parameter of two entries that is to stay where it is does not."""
    key = first_off(want, came)
    if not key.startswith("move") or came[key].numel() != 6:
        return False
    at_rest = (want[key].reshape(3, 2) == 0).all(1)
    return bool(came[key].reshape(3, 2)[at_rest].any())


def first_step_is_scaled(want, came):
    """True if the first step is what it should be, but for a factor above 0."""
    (wanted, move), key = (seen["move in step 1"] for seen in (want, came)), first_off(want, came)
    factor = float(move @ wanted / (wanted @ wanted))
    return key == "move in step 1" and factor > 0 and same_numbers(factor * wanted, move)


def last_one_stays(want, came):
    """True if in the first step the first parameter moves as it should, and the last one not."""
    (wanted, move), key = (seen["move in step 1"] for seen in (want, came)), first_off(want, came)
    begun = key == "move in step 1" and same_numbers(wanted[:2], move[:2])
    return begun and bool(wanted[-2:].any()) and not move[-2:].any()


CHANGED = "p.grad is not None: p.grad"
FINDINGS = [
    (
        "The last parameter stays where it is, though it has a grad. Does the loop reach it?",
        last_one_stays,
        first_in_step("self.params = self.params[:1]"),
    ),
    (
        "A parameter that has no grad in a step has moved in it. It is to stay where it is.",
        idle_one_moves,
        ("if p.grad is not None:", "if p.grad is None: p.zero_()\n                else:"),
    ),
    (
        "step changes the gradients, and it only reads them. Which line writes into a grad?",
        off_at("grads after step 1", "grads after step 2"),
        last_in_step(f"for p in self.params:\n            if {CHANGED} *= 2"),
    ),
    (
        "zero_grad leaves something behind. Afterwards each grad is to be None or 0.",
        off_at("grads after zero_grad 1", "grads after zero_grad 2"),
        ("p.grad = None", f"if {CHANGED} /= 2"),
    ),
    (
        "The first step goes the right way, but by some factor too far or not far enough.",
        first_step_is_scaled,
        ("-= self.lr * ", "-= 0.5 * self.lr * "),
    ),
]


def enter_findings(part, first, second):
    """Let an optimizer know what can be said of any that is off, by where it goes wrong first.

    `first` and `second` hold a sentence for the first and for the second step, and an edit by which
    that one is the first to be off.
    """
    for sentence, when, edit in FINDINGS:
        part.slip(sentence, edit, when)
    for step, (sentence, edit) in enumerate((first, second), 1):
        part.slip(sentence, edit, off_at(f"move in step {step}"))
