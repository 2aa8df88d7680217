"""Exercise 6.3: The loop in torch."""

import torch
from torch.overrides import TorchFunctionMode

from course_utils import simulate
from course_utils.compare import difference
from course_utils.exercise import exercise

torch_loop = exercise(
    "6.3",
    "The loop in torch",
    hints=(
        "Section 7 writes the loop: the loss, its backward, the update, an empty gradient.",
        "The update belongs under torch.no_grad() and changes params in place. Then empty "
        "params.grad.",
        "params = torch.tensor([1.0, 0.0], requires_grad=True), and a loop that ends with "
        "params.grad.zero_()",
    ),
)


def trainings(generator, most=30):
    """Some steps on a tenth of the diary's readings, then short runs on random readings."""
    t_u, t_c = simulate.thermometer()
    probes = [(0.1 * t_u, t_c, 1e-2, most)]
    for size, lr, steps in [(5, 0.03, 3), (8, 0.01, 5)]:
        x = 2 * torch.randn(size, generator=generator) + 1
        probes.append((x, 3 * torch.randn(size, generator=generator) + 1, lr, steps))
    return probes


def short_trainings(generator):
    return trainings(generator, most=8)[:2]


class Watch(TorchFunctionMode):
    """Notes how an answer uses torch: `.data`, leaves, `retain_graph`, `torch.cat`, ways back."""

    def __init__(self):
        super().__init__()
        self.data = self.retained = self.joined = False
        self.leaves, self.ways_back = [], 0

    def __torch_function__(self, func, types, args=(), kwargs=None):
        kwargs = kwargs or {}
        note = _NOTED.get(func)
        if note == "data":
            self.data |= args[0].requires_grad
        elif note == "grad" and args[0].requires_grad and args[0].is_leaf:
            if not any(args[0] is known for known in self.leaves):
                self.leaves.append(args[0])
        elif note == "backward":
            self.retained |= bool(kwargs.get("retain_graph"))
            self.ways_back += 1
        elif note == "slopes":
            self.ways_back += 1
        elif note == "cat":
            self.joined = True
        return func(*args, **kwargs)


_NOTED = {torch.Tensor.data.__get__: "data", torch.Tensor.data.__set__: "data"}
_NOTED |= {torch.Tensor.grad.__get__: "grad", torch.Tensor.backward: "backward"}
_NOTED |= {torch.autograd.grad: "slopes"}
_NOTED |= dict.fromkeys((torch.cat, torch.concat, torch.concatenate), "cat")


def walk(x, y, lr, steps, beta=0.0, start=(1.0, 0.0)):
    """Return params after so many steps, in plain numbers; `beta` of each gradient stays."""
    mean_xx, mean_xy = (x * x).mean().item(), (x * y).mean().item()
    mean_x, mean_y = x.mean().item(), y.mean().item()
    w, b = start
    slope_w = slope_b = 0.0
    for _ in range(steps):
        slope_w = beta * slope_w + 2 * (w * mean_xx + b * mean_x - mean_xy)
        slope_b = beta * slope_b + 2 * (w * mean_x + b - mean_y)
        w, b = w - lr * slope_w, b - lr * slope_b
    return torch.tensor([w, b], requires_grad=True)


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
    if params.is_leaf and difference(walk(x, y, lr, steps), params) is None:
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


@torch_loop.part(probes=trainings, observe=trained)
def train(x, y, lr, steps):
    """Fit w * x + b by MSE from (1, 0) with autograd: params, a leaf (2,) that requires grad."""
    params = torch.tensor([1.0, 0.0], requires_grad=True)
    for _ in range(steps):
        loss = ((params[0] * x + params[1] - y) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            params -= lr * params.grad
        params.grad.zero_()
    return params


def leaf():
    return torch.tensor([1.0, 0.0], requires_grad=True)


def swapped(x, y, lr, steps, start):
    return walk(x, y, lr, steps, start=start).detach().flip(0).requires_grad_()


def in_place_before_backward(*_):
    r = 2 * leaf()
    square = r**2
    r -= 1.0
    square.sum().backward()


def out_of_params_before_they_change(*_):
    params = leaf()
    w, b = params
    with torch.no_grad():
        params -= 1.0
    (w + b).backward()


def backward_twice(*_):
    loss = (leaf() ** 2).sum()
    loss.backward()
    loss.backward()


_NONE = (
    "params.grad is None: no backward has reached these params. Are they new, or is it too early?"
)
_SWAPPED = "w and b are swapped: w comes first in params, and is what x is multiplied by."
STARTS = (1.0, 0.0), (0.0, 1.0)  # where (w, b) begin, swapped in the end or from the start
_ONE_TENSOR = "Return one tensor that holds w and b, and nothing beside it."

# Messages that say what is wrong, to whoever can read them.
ERRORS = [
    (
        "Autograd has no record of this loss: do params still require grad, is it built outside "
        "no_grad?",
        lambda *_: torch.ones(()).backward(),
    ),
    (
        "backward starts from one number. What makes one loss of all the squares?",
        lambda *_: (2 * leaf()).backward(),
    ),
    (
        "A graph is used up by its backward. Which part of the loss belongs to an earlier round?",
        backward_twice,
    ),
    (_NONE, lambda *_: 0.1 * leaf().grad),
    (_NONE, lambda *_: leaf().grad * 0.1),
    (_NONE, lambda *_: leaf().grad.zero_()),
    (_NONE, lambda *_: leaf().grad.data),
]

IN_A_LOOP = [
    (
        "A leaf is changed in place while autograd records. Where may the update stand?",
        lambda *_: leaf().sub_(1.0),
    ),
    (
        "retain_graph=True keeps a graph that there is. Here none was made: what keeps autograd "
        "from recording?",
        lambda *_: torch.ones(()).backward(retain_graph=True),
    ),
    (
        "params swings: each backward adds to the gradients of all steps before. Who empties "
        "params.grad?",
        lambda *run: walk(*run, beta=1.0),
    ),
    (
        "params never moves: is its gradient emptied before it is used, or the result of the step "
        "dropped?",
        lambda *_: leaf(),
    ),
    (
        "The numbers are right, but autograd no longer follows them: return the leaf itself.",
        lambda *run: walk(*run).detach(),
    ),
]

for sentence, slip in [
    (
        "A tensor changes in place between the forward pass and backward, which still needs it.",
        in_place_before_backward,
    ),
    (
        "w and b were taken out of params before it changed. Take them out anew in each step.",
        out_of_params_before_they_change,
    ),
    ("NumPy knows no autograd. Stay in torch.", lambda *_: leaf().numpy()),
    (
        "One step is missing. How often does the body of the loop run?",
        lambda x, y, lr, steps: walk(x, y, lr, steps - 1),
    ),
    (
        "One step too many. Where does the range end?",
        lambda x, y, lr, steps: walk(x, y, lr, steps + 1),
    ),
    (
        "The run ends after one step: is the return inside the loop?",
        lambda x, y, lr, steps: walk(x, y, lr, 1),
    ),
    (
        "This walks uphill. Which way does the gradient point?",
        lambda x, y, lr, steps: walk(x, y, -lr, steps),
    ),
    (
        "Every step is too long by the number of readings. The loss is a mean, not a sum.",
        lambda x, y, lr, steps: walk(x, y, lr * len(x), steps),
    ),
    (
        "The whole gradient is subtracted. How long is a step at the learning rate lr?",
        lambda x, y, lr, steps: walk(x, y, 1.0, steps),
    ),
    (
        "The gradient is that of the start in every step. Build the loss anew inside the loop.",
        lambda x, y, lr, steps: walk(x, y, lr * steps, 1),
    ),
    (
        "The run begins elsewhere. Begin at w = 1, b = 0, as the source does.",
        lambda *run: walk(*run, start=(0.0, 0.0)),
    ),
    *((_SWAPPED, lambda *run, start=start: swapped(*run, start)) for start in STARTS),
    (
        "params is no leaf: it was computed, from a w and a b or from the params before.",
        lambda *run: walk(*run) * 1,
    ),
    (
        "params itself is emptied. It should be its gradient.",
        lambda *_: torch.zeros(2, requires_grad=True),
    ),
    (_ONE_TENSOR, lambda *_: ()),
    (_ONE_TENSOR, lambda *_: []),
]:
    train.mistake(sentence, slip)
