"""Exercise 9.2: Three flat lines."""

import warnings
from unittest import mock

import torch
from torch.overrides import TorchFunctionMode

from course_utils import simulate
from course_utils.compare import difference
from course_utils.exercise import exercise
from course_utils.values import as_data, as_numbers

three_lines = exercise(
    "9.2",
    "Three flat lines",
    hints=(
        "Sections 1 and 6: print the shapes of the prediction, of y, and of their difference.",
        "Prediction and target must have one shape: both (n,) or both (n, 1). One of the two has "
        "an axis too many, or one too few.",
        "y[:, 0] makes (n,) of (n, 1), y[:, None] makes (n, 1) of (n,). In c, mend the shapes and "
        "let the warning be heard again.",
    ),
)


IGNORED, SQUEEZED = "right, warnings ignored", "right, by squeeze()"
SECOND = "right, (1, n) against (n,)"


class Watch(TorchFunctionMode):
    """Notes the name and the number of arguments of every function of torch that is called.

    A difference of (1, n) and (n,) is noted as `SECOND`, too.
    """

    def __init__(self):
        super().__init__()
        self.calls = []

    def __torch_function__(self, func, types, args=(), kwargs=None):
        kwargs = kwargs or {}
        name = getattr(func, "__name__", "")
        self.calls.append((name, len(args) + len(kwargs)))
        if name in ("sub", "rsub", "mse_loss"):
            shapes = {tuple(a.shape) for a in args if isinstance(a, torch.Tensor)}
            if len(shapes) == 2 and max(shapes, key=len) == (1, *min(shapes, key=len)):
                self.calls.append(SECOND)
        return func(*args, **kwargs)


def noting(part, where, habit):
    """Return an `observe` that names a habit in an answer which gives the right numbers with it.

    `habit(calls, *args)` is asked on the one probe for which `where(*args)` is true. `part` is the
    name of the part, which does not exist yet.
    """

    def observe(answer, *args):
        if not where(*args):
            return as_numbers(answer(*args))
        expected = as_data(globals()[part].reference(*args))
        ignoring = mock.patch.object(warnings, "simplefilter", wraps=warnings.simplefilter)
        with Watch() as watch, ignoring as asked:
            value = as_numbers(answer(*args))
        if "'ignore'" in str(asked.mock_calls):
            watch.calls.append(IGNORED)
        said = habit(watch.calls, *args)
        if said and difference(expected, as_data(value), tolerance=1e-3) is None:
            return said
        return value

    return observe


def habit_in_fit(calls, *_):
    if IGNORED in calls:
        return IGNORED
    if SECOND in calls:
        return SECOND
    return SQUEEZED if ("squeeze", 1) in calls else ""


def readings(x_axes, y_axes, columns=(1, 1, 1)):
    """Return probes: a tenth of the diary, one reading, five readings; so many axes and columns."""

    def probes(generator):
        torch.optim.SGD([torch.zeros(1)], lr=1.0)  # the first ever made takes a second
        t_u, t_c = simulate.thermometer()
        drawn = [(0.1 * t_u[:, None], t_c, 1e-2, 25)]
        for n, d, steps in zip((1, 5), columns[1:], (3, 4), strict=True):
            X = torch.randn(n, d, generator=generator) + 1
            y = 5 * torch.randn(n, generator=generator) + 10
            drawn.append((X, y, 0.05, steps))
        if max(columns) > 1:
            X, y = torch.randn(6, 2, generator=generator), torch.randn(6, generator=generator)
            drawn.append((X, 4 * y + 10, 0.1, 5))
        return [
            (X if x_axes == 2 else X[:, 0], y if y_axes == 1 else y[:, None], *settings)
            for X, y, *settings in drawn
        ]

    return probes


def five(x, *_):
    return len(x) == 5


def broken_a(x, y, lr, steps):
    """(w, b) of w * x + b fitted by MSE from w = 1, b = 0, two numbers; x (n,), y (n, 1)."""
    w = torch.tensor(1.0, requires_grad=True)
    b = torch.tensor(0.0, requires_grad=True)
    optimizer = torch.optim.SGD([w, b], lr=lr)
    for _ in range(steps):
        loss = ((w * x + b - y) ** 2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return w.item(), b.item()


def broken_b(x, y, lr, steps):
    """(w, b) of nn.Linear(1, 1) fitted by MSE from w = 1, b = 0, two numbers; x (n, 1), y (n,)."""
    model = torch.nn.Linear(1, 1)
    torch.nn.init.ones_(model.weight)
    torch.nn.init.zeros_(model.bias)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    for _ in range(steps):
        y_hat = model(x)
        loss = ((y_hat - y) ** 2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return model.weight.item(), model.bias.item()


def broken_c(x, y, lr, steps):
    """Tensor (d + 1,), weights then bias, fitted by MSE from zeros; x (n, d), y (n,)."""
    import warnings

    model = torch.nn.Linear(x.shape[1], 1)
    torch.nn.init.zeros_(model.weight)
    torch.nn.init.zeros_(model.bias)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    for _ in range(steps):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            loss = torch.nn.functional.mse_loss(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return torch.cat([model.weight[0], model.bias]).detach()


@three_lines.part(
    probes=readings(1, 2), observe=noting("fit_a", five, habit_in_fit), given=broken_a
)
def fit_a(x, y, lr, steps):
    """(w, b) of w * x + b fitted by MSE from w = 1, b = 0, two numbers; x (n,), y (n, 1)."""
    w = torch.tensor(1.0, requires_grad=True)
    b = torch.tensor(0.0, requires_grad=True)
    optimizer = torch.optim.SGD([w, b], lr=lr)
    for _ in range(steps):
        loss = ((w * x + b - y[:, 0]) ** 2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return w.item(), b.item()


@three_lines.part(
    probes=readings(2, 1), observe=noting("fit_b", five, habit_in_fit), given=broken_b
)
def fit_b(x, y, lr, steps):
    """(w, b) of nn.Linear(1, 1) fitted by MSE from w = 1, b = 0, two numbers; x (n, 1), y (n,)."""
    model = torch.nn.Linear(1, 1)
    torch.nn.init.ones_(model.weight)
    torch.nn.init.zeros_(model.bias)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    for _ in range(steps):
        y_hat = model(x)[:, 0]
        loss = ((y_hat - y) ** 2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return model.weight.item(), model.bias.item()


@three_lines.part(
    probes=readings(2, 1, (1, 2, 3)), observe=noting("fit_c", five, habit_in_fit), given=broken_c
)
def fit_c(x, y, lr, steps):
    """Tensor (d + 1,), weights then bias, fitted by MSE from zeros; x (n, d), y (n,)."""
    model = torch.nn.Linear(x.shape[1], 1)
    torch.nn.init.zeros_(model.weight)
    torch.nn.init.zeros_(model.bias)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    for _ in range(steps):
        loss = torch.nn.functional.mse_loss(model(x)[:, 0], y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return torch.cat([model.weight[0], model.bias]).detach()


def descend(x, y, lr, steps, theta):
    """Return theta after descent on the MSE, without autograd, for it runs often."""
    X = torch.cat([x, torch.ones(len(x), 1)], dim=1)
    for _ in range(steps):
        theta = theta - 2 * lr / len(x) * X.T @ (X @ theta - y)
    return theta


def fit_with(part, change):
    """Return an answer to the part that descends on what `change(x, y)` makes of the readings.

    x comes as (n, d) and y as (n,); a third result is a factor to the loss.
    """

    def answer(x, y, lr, steps):
        x, y, *factor = change(x if x.ndim == 2 else x[:, None], y.flatten())
        start = torch.zeros(x.shape[1] + 1)
        start[0] = part is not fit_c
        theta = descend(x, y, lr * (factor or [1.0])[0], steps, start)
        return theta if part is fit_c else tuple(theta.tolist())

    return answer


def unchanged(x, y):
    return x, y


def trapped(x, y):
    return x, y.mean().expand(len(x))


def asserting(part):
    """Return an answer that drops all axes of size 1 and then asserts that shapes are equal."""

    def answer(x, y, lr, steps):
        y_hat = x[:, 0].squeeze() if x.ndim == 2 else x
        target = y.squeeze() if part is fit_a else y
        if y_hat.shape != target.shape:
            raise AssertionError
        return fit_with(part, unchanged)(x, y, lr, steps)

    return answer


def as_input(part, take):
    """Return an answer that gives the model what `take(x)` makes of x, and repairs nothing else."""

    def answer(x, y, lr, steps):
        torch.nn.Linear(x.shape[1], 1)(take(x))
        return fit_with(part, unchanged)(x, y, lr, steps)

    return answer


_PAIRS = "Every prediction still meets every y. Print the shape of the difference inside the loop."
_STILL = "Every prediction still meets every y, warning or not. Print both shapes before the loss."
_ONE_ROW = "[0] takes the first row, and the other readings are lost. Which index takes a column?"
_SUM = "This is the sum of the squares. The code that was given has their mean."

for part in (fit_a, fit_b, fit_c):
    part.mistake(_STILL if part is fit_c else _PAIRS, fit_with(part, trapped))
    part.mistake(_ONE_ROW, fit_with(part, lambda x, y: (x, y[:1].expand(len(x)))))
    part.mistake(_ONE_ROW, fit_with(part, lambda x, y: (x[:1], y.mean()[None])))
    part.mistake(_SUM, fit_with(part, lambda x, y: (x, y, float(len(x)))))
    part.mistake(
        "With a single reading squeeze() drops that axis, too. Say which axis is to go.",
        asserting(part),
    )

    @part.remark("Right. But squeeze() drops every axis of size 1: squeeze(1) says which one.")
    def _(x, y, *settings, part=part):
        x.squeeze()
        return fit_with(part, unchanged)(x, y, *settings)

    @part.remark("Right, but by a second broadcast: (1, n) against (n,). Give both one shape.")
    def _(x, y, *settings, part=part):
        torch.sub(y.flatten(), y.flatten()[None])
        return fit_with(part, unchanged)(x, y, *settings)

    @part.remark("Right. But let the warning be heard again: it would have named the fault.")
    def _(*args, part=part):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return fit_with(part, unchanged)(*args)


_INPUT = "nn.Linear needs x as (n, d). It is the model's output that has an axis too many."

for part in (fit_b, fit_c):
    for take in (torch.flatten, torch.squeeze, lambda x: x[:, 0]):
        part.mistake(_INPUT, as_input(part, take))

_FLATTENED = "x may have several columns. Flattened, they become readings of their own."

fit_c.mistake(_FLATTENED, as_input(fit_c, lambda x: x.reshape(-1, 1)))
fit_c.mistake(_FLATTENED, fit_with(fit_c, lambda x, y: (x.reshape(-1, 1), 0 * x.flatten() + y)))
