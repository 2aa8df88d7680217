"""The loop in torch that exercises 6.3 and 6.4 ask for: its inputs, a look at it, its slips."""

import torch

from course_utils import simulate
from course_utils.checking.comparison import difference
from course_utils.lessons.lesson_06_autograd.messages import MESSAGES
from course_utils.lessons.lesson_06_autograd.watch import Watch

LOSS = "loss = ((params[0] * x + params[1] - y) ** 2).mean()"
STEP, EMPTY = "params -= lr * params.grad", "params.grad.zero_()"
UPDATE = f"with torch.no_grad():\n            {STEP}"
RETURN, RETAINED = "return params", "backward(retain_graph=True)"

LOOP_SLIPS = MESSAGES | {
    "A leaf is changed in place while autograd records. Where may the update stand?": (
        (UPDATE, "params.sub_(lr * params.grad)")
    ),
    "retain_graph=True keeps a graph that there is. Here none was made: what keeps autograd "
    "from recording?": ((", requires_grad=True", ""), ("backward()", RETAINED)),
    "params swings: each backward adds to the gradients of all steps before. Who empties "
    "params.grad?": (EMPTY, "pass"),
    "params never moves: is its gradient emptied before it is used, or the result of the step "
    "dropped?": (STEP, "params - lr * params.grad"),
    "The numbers are right, but autograd no longer follows them: return the leaf itself.": (
        (RETURN, "return params.detach()")
    ),
}

MOVES = {
    "Right. But .data is silent where autograd would otherwise raise an error.": (
        (UPDATE, "params.data -= lr * params.grad")
    ),
    "Right. But each step makes a new leaf: an optimizer would still hold the first.": (
        f"{UPDATE}\n        {EMPTY}",
        "params = (params - lr * params.grad).detach().requires_grad_()",
    ),
}


def trainings(generator, most=30):
    """Some steps on a tenth of the diary's readings, then short runs on random readings."""
    t_u, t_c = simulate.thermometer()
    probes = [(0.1 * t_u, t_c, 1e-2, most)]
    for size, lr, steps in [(5, 0.03, 3), (8, 0.01, 5)]:
        x = 2 * torch.randn(size, generator=generator) + 1
        probes.append((x, 3 * torch.randn(size, generator=generator) + 1, lr, steps))
    return probes


def trained(answer, x, y, lr, steps):
    """Return the params of a training, whether they are a leaf, and how they were moved."""
    with Watch() as watch:
        try:
            params = answer(x, y, lr, steps)
        except RuntimeError as error:
            error.args = (in_short(str(error), watch),)
            raise
    seen = {"params": params, "a leaf": True, "moved": "in place"}
    if isinstance(params, list | tuple):
        return seen | {"params": type(params)()}
    if not isinstance(params, torch.Tensor):
        return seen
    if params.is_leaf and difference(right_params(x, y, lr, steps), params) is None:
        # More than two, for w and b may be a leaf each.
        by_leaves = "to a new leaf" if len(watch.leaves) > 2 else "in place"
        return seen | {"moved": "by .data" if watch.data else by_leaves}
    # Where exactly a number becomes infinite depends on the order of operations.
    plain = params.detach()
    plain = torch.where(plain.abs() < 1e30, plain, torch.nan)
    plain.requires_grad_(params.requires_grad)
    return seen | {"params": plain, "a leaf": params.is_leaf}


def in_short(message, watch):
    """Return the message without what differs from one answer to the next."""
    if "modified by an inplace operation" in message:
        return message.split(":")[0]
    if "does not require grad and does not have" in message and watch.retained:
        return f"{message} (retain_graph=True changes nothing)"
    return message


def right_params(x, y, lr, steps):
    """Return the params that a training leads to: each step shrinks what is left of the way."""
    readings = torch.stack([x, torch.ones_like(x)], dim=1).double()
    lowest = torch.linalg.lstsq(readings, y[:, None].double()).solution[:, 0]
    shrink = torch.eye(2).double() - 2 * lr * readings.T @ readings / len(x)
    way = torch.tensor([1.0, 0.0]).double() - lowest
    params = lowest + torch.linalg.matrix_power(shrink, steps) @ way
    return params.requires_grad_()


def remark_on_moves(part):
    """Add what there is to say about right loops that move params in another way."""
    for sentence, edit in MOVES.items():
        part.remark(sentence, edit)
