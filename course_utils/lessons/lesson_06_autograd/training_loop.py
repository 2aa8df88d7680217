"""The loop in torch that exercises 6.3 and 6.4 ask for: its inputs, a look at it, its slips."""

import torch

from course_utils import simulate
from course_utils.checking.comparison import difference
from course_utils.lessons.findings import in_any_way
from course_utils.lessons.lesson_06_autograd.messages import MESSAGES
from course_utils.lessons.lesson_06_autograd.watch import Watch

LOSS = "loss = ((params[0] * x + params[1] - y) ** 2).mean()"
STEP, EMPTY = "params -= lr * params.grad", "params.grad.zero_()"
UPDATE = f"with torch.no_grad():\n            {STEP}"
RETURN, RETAINED = "return params", "backward(retain_graph=True)"

BEGIN, MODEL = "params = torch.tensor([1.0, 0.0], requires_grad=True)", "params[0] * x + params[1]"

IN_PLACE = "A leaf is changed in place while autograd records. Where may the update stand?"

LOOP_SLIPS = MESSAGES | {
    IN_PLACE: (UPDATE, "params.sub_(lr * params.grad)"),
    "retain_graph=True keeps a graph that there is. Here none was made: what keeps autograd "
    "from recording?": ((", requires_grad=True", ""), ("backward()", RETAINED)),
    "A tensor changes in place between the forward pass and backward, which still needs it.": (
        (LOSS, f"r = {MODEL} - y; loss = (r**2).mean(); r -= 1")
    ),
    "w and b were taken out of params before it changed. Take them out anew in each step.": (
        (BEGIN, f"{BEGIN}; w, b = params"),
        (MODEL, "w * x + b"),
    ),
    "NumPy knows no autograd. Stay in torch.": (RETURN, "return params.numpy()"),
    "No backward is called. Where does the gradient come from?": (
        ("loss.backward()", "pass"),
        (UPDATE, "pass"),
        (EMPTY, "pass"),
    ),
    "The numbers are right, but found by algebra. Here autograd is to find the gradient.": """
w, b = 1.0, 0.0
for _ in range(steps):
    r = w * x + b - y
    w, b = w - lr * 2 * (r * x).mean(), b - lr * 2 * r.mean()
return torch.stack([w, b])
""",
    "params swings: each backward adds to the gradients of all steps before. Who zeroes "
    "params.grad?": (EMPTY, "pass"),
    "params never moves: is its gradient zeroed before it is used, or the result of the step "
    "dropped?": (STEP, "params - lr * params.grad"),
    "The numbers are right, but autograd no longer follows them: return the leaf itself.": (
        (RETURN, "return params.detach()")
    ),
    "The run ends after one step: is the return inside the loop?": (
        (f"    {RETURN}", f"        {RETURN}")
    ),
    "One step is missing. How often does the body of the loop run?": ("(steps)", "(steps - 1)"),
    "One step too many. Where does the range end?": ("(steps)", "(steps + 1)"),
    "This walks uphill. Which way does the gradient point?": ("-=", "+="),
    "Every step is too long by the number of readings. The loss is a mean, not a sum.": (
        ("mean", "sum")
    ),
    "The whole gradient is subtracted. How long is a step at the learning rate lr?": ("lr * ", ""),
    "Is lr used?": [("lr * ", f"{lr} * ") for lr in (0.01, 0.1)],
    "These are the steps for the RMSE. The loss here is the MSE: no root.": (
        (LOSS, f"{LOSS}.sqrt()")
    ),
    "These are the steps for the MAE. The loss here is the MSE: a square, no absolute value.": (
        (LOSS, f"loss = ({MODEL} - y).abs().mean()")
    ),
    "A residual is the prediction minus y.": [(" - y", instead) for instead in ("", " + y")],
    "The line is w * x + b. All of it belongs to the prediction.": [
        (MODEL, line) for line in ("params[0] + params[1]", "params[0] * x - params[1]")
    ],
    "Every step is half as long as it should be. Is the loss divided by 2?": (
        (LOSS, f"{LOSS} / 2")
    ),
    "This is the loss or the gradient of the last step. Return params.": [
        (RETURN, "return loss"),
        ((LOSS, f"params.grad = None; {LOSS}"), (EMPTY, "pass"), (RETURN, "return params.grad")),
    ],
    "x comes scaled already.": (BEGIN, f"x = 0.1 * x; {BEGIN}"),
    "Only the gradient at the start is used. Build the loss anew, and step, in the loop.": (
        (LOSS, "pass"),
        (BEGIN, f"{BEGIN}; {LOSS}"),
        ("backward()", RETAINED),
    ),
    "The run begins elsewhere. Begin at w = 1, b = 0, as the source does.": [
        ("[1.0, 0.0]", start) for start in ("[0.0, 0.0]", "[0.0, 1.0]", "[1.0, 1.0]")
    ],
    "w and b are swapped: w comes first in params, and is what x is multiplied by.": [
        (RETURN, "return params.detach().flip(0).requires_grad_()"),
        (MODEL, "params[0] + params[1] * x"),
    ],
    "Only one of the two knobs moves. The gradient has a slope for each.": [
        (STEP, f"params -= lr * params.grad * torch.tensor({moves})")
        for moves in ("[1.0, 0.0]", "[0.0, 1.0]")
    ],
    "params is no leaf: it was computed, from a w and a b or from the params before.": (
        (RETURN, "return params * 1")
    ),
    "params itself is zeroed. It should be its gradient.": (EMPTY, "params.data.zero_()"),
    "Return one tensor that holds w and b, and nothing beside it.": [
        (RETURN, "return params[0], params[1]"),
        (RETURN, "return [params[0], params[1]]"),
    ],
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
    """Return the params of a training, and how they came about."""
    with Watch() as watch:
        try:
            params = answer(x, y, lr, steps)
        except RuntimeError as error:
            error.args = (in_short(str(error), watch),)
            raise
    seen = {"params": params, "a leaf": True, "autograd": "asked", "steps": steps}
    seen["moved"] = "in place"
    if isinstance(params, list | tuple):
        return seen | {"params": type(params)()}
    if not isinstance(params, torch.Tensor):
        return seen
    ways = path_of_params(x, y, lr, max(60, steps))
    if params.is_leaf and difference(ways[steps], params) is None:
        # More than two, for w and b may be a leaf each.
        by_leaves = "to a new leaf" if len(watch.leaves) > 2 else "in place"
        return seen | {"moved": "by .data" if watch.data else by_leaves}
    if not (watch.ways_back or watch.leaves):
        seen["autograd"] = "never asked"
    plain = params.detach()
    taken = (k for k, way in enumerate(ways) if difference(way.detach(), plain) is None)
    # Where exactly a number becomes infinite depends on the order of operations.
    plain = torch.where(plain.abs() < 1e30, plain, 1e30).requires_grad_(params.requires_grad)
    return seen | {"params": plain, "a leaf": params.is_leaf, "steps": next(taken, -1)}


def in_short(message, watch):
    """Return the message without what differs from one answer to the next."""
    if "modified by an inplace operation" in message:
        return message.split(":")[0]
    if "does not require grad and does not have" in message and watch.retained:
        return f"{message} (retain_graph=True changes nothing)"
    return message


def path_of_params(x, y, lr, steps):
    """Return where each step of a training leads: it shrinks what is left of the way."""
    readings = torch.stack([x, torch.ones_like(x)], dim=1).double()
    lowest = torch.linalg.lstsq(readings, y[:, None].double()).solution[:, 0]
    shrink = torch.eye(2).double() - 2 * lr * readings.T @ readings / len(x)
    ways = [torch.tensor([1.0, 0.0]).double() - lowest]
    for _ in range(steps):
        ways.append(shrink @ ways[-1])
    return [(lowest + way).requires_grad_() for way in ways]


def add_mistakes(part):
    """Add what goes wrong in a loop that does what that of exercise 6.3 does."""
    part.slips(LOOP_SLIPS)
    part.slip(
        "The run is right but for the number of steps. Take as many as are asked for.",
        ("(steps)", "(7)"),
        when=lambda want, came: came["steps"] not in (-1, want["steps"]),
    )
    part.slip(
        "Take one step by hand, with the gradient of lesson 05. Does params move as far?",
        (STEP, "params -= lr / 3 * params.grad"),
        when=in_any_way,
    )
    for sentence, edit in MOVES.items():
        part.remark(sentence, edit)
