"""Answer key of lesson 09, Broadcasting."""

import functools
import itertools
import operator
import warnings
from unittest import mock

import torch
from torch.overrides import TorchFunctionMode

from course_utils import simulate
from course_utils.compare import difference
from course_utils.exercise import exercise
from course_utils.question import question, right, wrong
from course_utils.values import as_data, kind_of

# 9.1 ---------------------------------------------------------------------------------------------

predict = exercise(
    "9.1",
    "Predict the shape",
    hints=(
        "Section 3: write the shapes below each other so that they end together. Then go column "
        "by column.",
        "Fill the shorter shape up with 1 on its left side. Two sizes fit if they are equal or one "
        "of them is 1.",
        "The size of a column is b if a == 1 else a. Why not the larger one? Think of size 0.",
        "n = max(len(s1), len(s2)), then s1 = (1,) * (n - len(s1)) + s1, and s2 likewise.",
    ),
)

REFUSED, ELSE_REFUSED = "raises ValueError", "raises another error"


def pairs_of_shapes(generator):
    """Four pairs chosen by hand, then random ones, of which many do not fit."""

    def draw(most):
        return int(torch.randint(most, (1,), generator=generator))

    pairs = [((3, 1), (1, 4)), ((3,), (4,)), ((), ()), ((0,), (1,))]
    while len(pairs) < 200:
        result = [0 if draw(12) == 0 else 2 + draw(4) for _ in range(draw(5))]
        one, other = (
            [1 if draw(3) == 0 else size for size in result[draw(len(result) + 1) :]]
            for _ in range(2)
        )
        if other and draw(3) == 0:
            other[draw(len(other))] = 2 + draw(4)
        pairs.append((tuple(one), tuple(other)))
    return pairs


def shape_or_error(answer, s1, s2):
    """Return in words what comes back: a shape, something else, or an error."""
    try:
        shape = answer(s1, s2)
    except ValueError:
        return REFUSED
    except IndexError:
        return "raises IndexError" if fit(s1, s2) else ELSE_REFUSED
    except Exception as error:
        if fit(s1, s2) or isinstance(error, NameError):
            raise  # an accident, which has a message of its own
        return ELSE_REFUSED
    value = as_data(shape)
    if isinstance(value, list | tuple):
        return repr(type(value)(as_int(size) for size in value))
    return repr(value) if value is None or isinstance(value, str) else kind_of(value)


def as_int(size):
    try:
        return operator.index(size)
    except TypeError:
        return size


@functools.cache
def fit(s1, s2):
    """True if torch broadcasts the two shapes."""
    try:
        torch.broadcast_shapes(s1, s2)
    except RuntimeError:
        return False
    return True


@predict.part(probes=pairs_of_shapes, observe=shape_or_error)
def bshape(s1, s2):
    """Shape (a tuple) of combining the shapes s1 and s2, tuples; ValueError if they do not fit."""
    n = max(len(s1), len(s2))
    s1 = (1,) * (n - len(s1)) + s1
    s2 = (1,) * (n - len(s2)) + s2
    shape = ()
    for a, b in zip(s1, s2, strict=True):
        if a != b and a != 1 and b != 1:
            raise ValueError(f"sizes {a} and {b} do not fit")
        shape += (b if a == 1 else a,)
    return shape


@bshape.remark("Right. But a ValueError was asked for where the shapes do not fit.")
def _(s1, s2):
    return tuple(torch.broadcast_shapes(s1, s2))


def aligned(s1, s2, missing=1):
    return [*itertools.zip_longest(s1[::-1], s2[::-1], fillvalue=missing)][::-1]


def aligned_left(s1, s2):
    return [*itertools.zip_longest(s1, s2, fillvalue=1)]


def cut(s1, s2):
    return [*zip(s1[::-1], s2[::-1], strict=False)][::-1]


def cut_left(s1, s2):
    return [*zip(s1, s2, strict=False)]


def equally_long(s1, s2):
    return [*zip(s1, s2, strict=True)]  # ValueError if not


def fitting(a, b):
    return a == b or a == 1 or b == 1


def stretched(a, b):
    return b if a == 1 else a


def always(a, b):
    return True


def shape_by(columns=aligned, may=fitting, size=stretched, give=tuple):
    """Return an answer that does one thing in another way."""

    def answer(s1, s2):
        found = columns(s1, s2)
        if not all(may(a, b) for a, b in found):
            raise ValueError
        return give([size(a, b) for a, b in found])

    return answer


def open_columns(s1, s2):
    return aligned(s1, s2, missing=None)


def present(a, b):
    return b if a is None else a


def by_index(s1, s2):
    for i in range(1, max(len(s1), len(s2)) + 1):
        if not fitting(s1[-i], s2[-i]):
            raise ValueError
    return bshape.reference(s1, s2)


_LEFT = "The shapes are aligned at the left. At which end does broadcasting line them up?"
_CUT = "zip ends with the shorter shape, and the axes beyond it are lost."
_CUT_LEFT = "zip begins at the left and ends with the shorter shape. Neither is the rule."
_EQUAL = "Only equal sizes are let through. Which size fits every other?"
_EITHER = "A 1 is found in one of the shapes only. Either of the two may be stretched."
_MISSING = "The shapes need not be equally long. What does a missing axis count as?"

for sentence, columns_by in [(_LEFT, aligned_left), (_CUT, cut), (_CUT_LEFT, cut_left)]:
    for may, size in itertools.product((fitting, always), (stretched, max)):
        bshape.mistake(sentence, shape_by(columns_by, may, size))

for sentence, answer in [
    ("The larger size is nearly always right. Try (0,) with (1,).", shape_by(size=max)),
    (
        "The larger size is taken, and no pair is ever refused. Try (3,) with (4,).",
        shape_by(may=always, size=max),
    ),
    ("The sizes are right but stand in a list. A shape is a tuple.", shape_by(give=list)),
    (
        "The sizes come back to front. Were they collected from the right?",
        shape_by(give=lambda sizes: tuple(sizes[::-1])),
    ),
    (_MISSING, shape_by(equally_long)),
    (_EQUAL, shape_by(open_columns, lambda a, b: a == b or None in (a, b), present)),
    (_EQUAL, shape_by(may=lambda a, b: a == b)),
    (_EITHER, shape_by(may=lambda a, b: a in (b, 1))),
    (_EITHER, shape_by(may=lambda a, b: b in (a, 1))),
]:
    bshape.mistake(sentence, answer)

bshape.mistake(
    _MISSING,
    by_index,
    when=lambda want, came: came in ("raises IndexError", ELSE_REFUSED),
)
bshape.mistake(
    "Some pairs do not fit at all, and then an error is to be raised. Try (3,) with (4,).",
    shape_by(may=always),
    when=lambda want, came: want == REFUSED and came.startswith("("),
)
bshape.mistake(
    "Where the shapes do not fit, the error is to be raised. Something is returned instead.",
    lambda s1, s2: bshape.reference(s1, s2) if fit(s1, s2) else "error",
    when=lambda want, came: want == REFUSED,
)
bshape.mistake(
    "The function returns None: is there a return?",
    lambda s1, s2: print(aligned(s1, s2)),
    when=lambda want, came: came == "None",
)

# 9.2 ---------------------------------------------------------------------------------------------

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
            return numbers(answer(*args))
        expected = as_data(globals()[part].reference(*args))
        ignoring = mock.patch.object(warnings, "simplefilter", wraps=warnings.simplefilter)
        with Watch() as watch, ignoring as asked:
            value = numbers(answer(*args))
        if "'ignore'" in str(asked.mock_calls):
            watch.calls.append(IGNORED)
        said = habit(watch.calls, *args)
        if said and difference(expected, as_data(value), tolerance=1e-3) is None:
            return said
        return value

    return observe


def numbers(value):
    """Return the value with a plain number for each 0-d tensor in a tuple or a list."""
    if type(value) in (list, tuple):
        return type(value)(numbers(entry) for entry in value)
    return value.item() if isinstance(value, torch.Tensor) and value.ndim == 0 else value


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

# 9.3 ---------------------------------------------------------------------------------------------

all_distances = exercise(
    "9.3",
    "All distances",
    hints=(
        "Section 5: every row of a must meet every row of b. Which shapes make that of (n, d) and "
        "(m, d)?",
        "(n, 1, d) and (1, m, d) give (n, m, d). Square, then sum over one axis. Which?",
        "d = a[:, None] - b[None]",
    ),
)


def point_sets(generator):
    """Rows of unequal numbers, then equal ones, a single column, and many rows."""
    sizes = [(3, 4, 2), (5, 2, 3), (4, 4, 4), (2, 3, 1), (1, 3, 2), (40, 30, 5)]
    return [
        tuple(torch.randn(rows, d, generator=generator) for rows in (n, m)) for n, m, d in sizes
    ]


@all_distances.part(
    probes=point_sets,
    observe=noting(
        "distances",
        lambda a, b: len(a) == 40,
        lambda calls, a, b: "right, in a loop" if len(calls) >= len(b) else "",
    ),
    tolerance=1e-3,  # a right way with @ subtracts large numbers
)
def distances(a, b):
    """Euclidean distances between the rows of a (n, d) and those of b (m, d); a tensor (n, m)."""
    return ((a[:, None] - b[None]) ** 2).sum(-1).sqrt()


@distances.remark("The numbers are right. But there is a loop in it: one broadcast does it all.")
def _(a, b):
    rows = [((row - b) ** 2).sum(1).sqrt() for row in a]
    return torch.stack(rows)


def meetings(a, b):
    return a[:, None] - b[None]


_NO_SUM = "This is one number per column: (n, m, d). A distance is one number for each pair."
_AXIS = "The sum runs over the wrong axis: rows are to stay apart, columns to be added up."
_PAIRED = "a - b pairs equal row numbers, if it fits at all. Every row must meet every row."
_ROOT = "This is the squared distance. What is missing?"
_ONE_SUM = "Everything is added up. Over which axis alone is the sum?"
_CANCELLED = "Added up as they are, differences cancel each other. Square each one first."
_FIRST = "Only one column counts. Points may have any number of them."

for sentence, answer in [
    (_ROOT, lambda a, b: (meetings(a, b) ** 2).sum(-1)),
    (_NO_SUM, lambda a, b: meetings(a, b)),
    (_NO_SUM, lambda a, b: meetings(a, b) ** 2),
    (_NO_SUM, lambda a, b: meetings(a, b).abs()),
    (_AXIS, lambda a, b: (meetings(a, b) ** 2).sum(0).sqrt()),
    (_AXIS, lambda a, b: (meetings(a, b) ** 2).sum(1).sqrt()),
    (_AXIS, lambda a, b: (meetings(a, b) ** 2).sum(0)),
    (_AXIS, lambda a, b: (meetings(a, b) ** 2).sum(1)),
    (_ONE_SUM, lambda a, b: (meetings(a, b) ** 2).sum().sqrt()),
    (_ONE_SUM, lambda a, b: (meetings(a, b) ** 2).sum()),
    (
        "This is (m, n). The rows of a come first.",
        lambda a, b: (meetings(b, a) ** 2).sum(-1).sqrt(),
    ),
    (
        "These are sums of absolute differences. Square first, add up, take the root last.",
        lambda a, b: meetings(a, b).abs().sum(-1),
    ),
    (_CANCELLED, lambda a, b: meetings(a, b).sum(-1)),
    (_CANCELLED, lambda a, b: meetings(a, b).sum(-1).abs()),
    (_CANCELLED, lambda a, b: meetings(a, b).sum(-1) ** 2),
    (
        "Under the root is the mean of the squares. A distance has their sum.",
        lambda a, b: (meetings(a, b) ** 2).mean(-1).sqrt(),
    ),
    (_PAIRED, lambda a, b: ((a - b) ** 2).sum(-1).sqrt()),
    (_PAIRED, lambda a, b: ((b - a) ** 2).sum(-1).sqrt()),
    (
        "a - b.T fits only for one column. Each point needs an axis of its own before that.",
        lambda a, b: (a - b.T).abs(),
    ),
    (_FIRST, lambda a, b: (a[:, :1] - b[:, 0]).abs()),
    (_FIRST, lambda a, b: (a[:, -1:] - b[:, -1]).abs()),
    (
        "a @ b.T multiplies the points. It is a part of the squared distance at most.",
        lambda a, b: a @ b.T,
    ),
]:
    distances.mistake(sentence, answer)

# 9.4 ---------------------------------------------------------------------------------------------

columns = exercise(
    "9.4",
    "Standardise columns",
    hints=(
        "A column is one quantity: its mean runs over all n rows. Which axis disappears?",
        "X is (n, d). The means of the columns are (d,) or (1, d), and both broadcast over rows.",
        "m = X.mean(0, keepdim=True), and s likewise with std.",
    ),
)


def tables(generator):
    """Tables of n != d and of n = d, the columns far from 0 and of unequal spread."""
    probes = []
    for n, d in [(5, 3), (3, 6), (4, 4), (6, 1), (4, 2)]:
        place, spread = 10 * torch.randn(1, d, generator=generator), torch.arange(1.0, d + 1)
        ranks = torch.rand(n, d, generator=generator).argsort(0)  # no column is nearly constant
        rows = ranks + 0.5 * torch.rand(n, d, generator=generator)
        probes.append((rows * spread + place,))
    return probes


def one_sd(answer, X):
    """Return what comes back; the population's sd will do as well as the sample's."""
    value, sample = answer(X), standardise_columns.reference(X)
    population = sample * (len(X) / (len(X) - 1)) ** 0.5
    if difference(population, as_data(value), tolerance=1e-3) is None:
        return sample
    return value


@columns.part(probes=tables, observe=one_sd, tolerance=1e-3)
def standardise_columns(X):
    """X (n, d) with each column shifted to mean 0 and scaled to sd 1; a tensor (n, d)."""
    m = X.mean(0, keepdim=True)
    s = X.std(0, keepdim=True)
    return (X - m) / s


_NO_AXIS = "mean(1) leaves (n,), which is lined up with the columns. It is the wrong mean, too."
_ROWS = "Each row is standardised. A column is one quantity: over which axis is its mean?"
_WHOLE = "One mean or one sd is taken of the whole table. Each column has its own."
_BRACKETS = "Division comes before subtraction: where do brackets belong?"


def centred(X, axis=0, keepdim=True):
    return X - X.mean(axis, keepdim=keepdim)


def sd(X, c, axis=0, keepdim=True):
    return X.std(axis, correction=c, keepdim=keepdim)


# Each with the sample's sd (c = 1) and with the population's (c = 0).
for sentence, answer in [
    (_ROWS, lambda X, c: centred(X, 1) / sd(X, c, 1)),
    (_NO_AXIS, lambda X, c: centred(X, 1, False) / sd(X, c, 1, False)),
    (_NO_AXIS, lambda X, c: centred(X, 1, False) / sd(X, c)),
    (_WHOLE, lambda X, c: (X - X.mean()) / X.std(correction=c)),
    (_WHOLE, lambda X, c: centred(X) / X.std(correction=c)),
    (_WHOLE, lambda X, c: (X - X.mean()) / sd(X, c)),
    (
        "The means are right. The spread is that of the rows, not that of the columns.",
        lambda X, c: centred(X) / sd(X, c, 1),
    ),
    (
        "The spread is right. The means are those of the rows, not those of the columns.",
        lambda X, c: centred(X, 1) / sd(X, c),
    ),
    (
        "This divides by the variance. Which number has the unit of the column?",
        lambda X, c: centred(X) / sd(X, c) ** 2,
    ),
    ("The means are not 0. Something is taken away before dividing.", lambda X, c: X / sd(X, c)),
    (_BRACKETS, lambda X, c: X - X.mean(0) / sd(X, c)),
    (_BRACKETS, lambda X, c: X / sd(X, c) - X.mean(0)),
]:
    for c in (1, 0):
        standardise_columns.mistake(sentence, functools.partial(answer, c=c))

standardise_columns.mistake(
    "The columns are centred, and their spread is as it was. What is still to be done?", centred
)
standardise_columns.mistake(
    "This maps each column onto 0 to 1. Mean 0 and sd 1 are asked for.",
    lambda X: (X - X.amin(0)) / (X.amax(0) - X.amin(0)),
)

# 9.5 ---------------------------------------------------------------------------------------------

undo = exercise(
    "9.5",
    "Undo a broadcast",
    hints=(
        "Section 8: a number that was used several times gets the sum of what comes back. Which "
        "axes of g hold one and the same number several times?",
        "Two kinds: axes that the shape does not have, all of them at the left, and axes where "
        "its size is 1. Those of the second kind have to remain, with size 1.",
        "First: while g.ndim > len(shape): g = g.sum(0). Then one loop over the axes of shape.",
    ),
)


def broadcasts(generator):
    """Pairs (g, shape) chosen by hand, then random ones, 50 in all."""

    def draw(most):
        return int(torch.randint(most, (1,), generator=generator))

    pairs = [
        ((3, 4), (4,)),
        ((3, 4), (3, 1)),
        ((3, 4), (1, 4)),
        ((3, 4), ()),
        ((3, 4), (3, 4)),
        ((2, 3, 4), (3, 1)),
    ]
    while len(pairs) < 50:
        large = [1 + draw(4) for _ in range(draw(5))]
        small = [1 if draw(3) == 0 else size for size in large[draw(len(large) + 1) :]]
        pairs.append((tuple(large), tuple(small)))
    return [(torch.randn(large, generator=generator), small) for large, small in pairs]


@undo.part(
    probes=broadcasts,
    observe=noting(
        "unbroadcast",
        lambda g, shape: (tuple(g.shape), shape) == ((2, 3, 4), (3, 1)),
        lambda calls, *_: "right, by sum_to_size" if ("sum_to_size", 2) in calls else "",
    ),
)
def unbroadcast(g, shape):
    """g summed back to this shape, over all axes that broadcasting had added or stretched."""
    while g.ndim > len(shape):
        g = g.sum(0)
    for axis, size in enumerate(shape):
        if size == 1:
            g = g.sum(axis, keepdim=True)
    return g


@unbroadcast.remark("Right. That is torch's own name for it. Can you do it with sum alone?")
def _(g, shape):
    return g.sum_to_size(shape)


def without_added(g, shape, of=torch.sum):
    """Return g without the axes that the shape does not have; `of` takes the place of the sum."""
    while g.ndim > len(shape):
        g = of(g, 0)
    return g


def without_stretched(g, shape, of=torch.sum, **keep):
    """Return g with the axes of size 1 summed; `of` takes the place of the sum."""
    for axis, size in enumerate(shape):
        if size == 1:
            g = of(g, axis, **(keep or {"keepdim": True}))
    return g


def axes_to_sum(g, shape, only_larger=False):
    """Return the axes to sum over, `only_larger` without those that are 1 in g already."""
    added = g.ndim - len(shape)
    ones = [added + axis for axis, size in enumerate(shape) if size == 1]
    return (*range(added), *[i for i in ones if g.shape[i] > 1 or not only_larger])


def from_the_right(g, shape):
    """Return g with axes of size 1 summed, counted from the right."""
    for axis in range(1, len(shape) + 1):
        if shape[-axis] == 1:
            g = g.sum(-axis, keepdim=True)
    return g


def left_aligned(g, shape):
    while g.ndim > len(shape):
        g = g.sum(-1)
    return without_stretched(g, shape)


def first_only(g, axis, keepdim=False):
    return g.narrow(axis, 0, 1) if keepdim else g.select(axis, 0)


def no_keepdim(g, shape):
    return without_stretched(without_added(g, shape), shape, keepdim=False)


def no_keepdim_right(g, shape):
    g = without_added(g, shape)
    for axis in reversed(range(len(shape))):
        g = g.sum(axis) if shape[axis] == 1 else g
    return g


_ADDED = "Only stretched axes are summed. What of axes that the shape does not have at all?"
_STRETCHED = "Only added axes are summed. An axis of size 1 was stretched, too."
_KEEP = "An axis of size 1 is lost. Which option of sum keeps the axis it sums over?"
_ALIGN = "Axes at the right are summed away. On which side does broadcasting add axes?"
_MEAN = "This is the mean. A number that was used five times gets the blame of all five."
_MOVED = "Nothing is added up: this only gives the numbers another shape."
_SLICE = "This keeps the first entry of each axis. What of the blame in the others?"
_EMPTY = "For an empty tuple of axes torch sums over all of them. What if there is none to sum?"
_ALL = "Everything is added up. Only the added and the stretched axes are to be summed."

for sentence, answer in [
    ("Nothing is summed. Which axes of g does the shape lack, and where is it 1?", lambda g, s: g),
    (_ADDED, without_stretched),
    (_ADDED, from_the_right),
    (_STRETCHED, without_added),
    (_KEEP, no_keepdim),
    (_KEEP, no_keepdim_right),
    (_KEEP, lambda g, shape: g.sum(axes) if (axes := axes_to_sum(g, shape)) else g),
    (_KEEP, lambda g, shape: g.sum(axes) if (axes := axes_to_sum(g, shape, True)) else g),
    (_ALIGN, left_aligned),
    (_MEAN, lambda g, s: without_stretched(without_added(g, s, torch.mean), s, torch.mean)),
    (_MEAN, lambda g, s: without_stretched(without_added(g, s), s, torch.mean)),
    (_MEAN, lambda g, s: without_stretched(without_added(g, s, torch.mean), s)),
    (_MOVED, lambda g, shape: g.reshape(shape)),
    (_MOVED, lambda g, shape: g.expand(shape)),
    (_MOVED, lambda g, shape: g.broadcast_to(shape)),
    (_SLICE, lambda g, s: without_stretched(without_added(g, s, first_only), s, first_only)),
    (_SLICE, lambda g, s: without_stretched(without_added(g, s, first_only), s)),
    (_SLICE, lambda g, s: without_stretched(without_added(g, s), s, first_only)),
    (_EMPTY, lambda g, s: without_stretched(g.sum(tuple(range(g.ndim - len(s)))), s)),
    (_EMPTY, lambda g, s: g.sum(axes_to_sum(g, s), keepdim=True).reshape(s)),
    (_EMPTY, lambda g, s: g.sum(axes_to_sum(g, s, True), keepdim=True).reshape(s)),
    (_ALL, lambda g, shape: g.sum()),
    (_ALL, lambda g, shape: g.sum().expand(shape)),
    (
        "One axis is removed. There may be several that the shape does not have.",
        lambda g, s: without_stretched(g.sum(0) if g.ndim > len(s) else g, s),
    ),
    (
        "The first axis is always summed. Is it always one that was added?",
        lambda g, s: without_stretched(g.sum(0), s),
    ),
]:
    unbroadcast.mistake(sentence, answer)


# 9.6 ---------------------------------------------------------------------------------------------

memory = exercise(
    "9.6",
    "How much memory",
    hints=(
        "Sections 3 and 4: which shape has x - y? Only the result counts here.",
        "Each of its numbers is a float32. How many bytes is that?",
        "The shape is (10000, 10000): multiply its sizes, then by the bytes of one number.",
    ),
)


@memory.part()
def bytes_needed():
    return 10_000 * 10_000 * 4


_UNIT = "The right amount in another unit. Bytes are asked for."

for value, sentence in [
    (40_000, "This would be one result of shape (10000,). Align (10000,) with (10000, 1) first."),
    (80_000, "These are the bytes of x and y. How large is what comes of them?"),
    (20_000, "These are the numbers in x and y. How many has the result, and how large is each?"),
    (10_000, "The result has more numbers than x. Align (10000,) with (10000, 1) first."),
    (100_000_000, "These are numbers, not bytes. How many bytes has each?"),
    (200_000_000, "Two bytes for each number: that would be float16."),
    (800_000_000, "Twice too much: float32 is half as long as float64, and no input is copied."),
    (1_200_000_000, "Stretched inputs are not copied. Only the result is asked for."),
    (400_080_000, "x and y are counted in. Only the result is asked for."),
    (3_200_000_000, "These are bits. A byte has 8 of them."),
    (400, _UNIT),
    (400_000, _UNIT),
    (0.4, _UNIT),
    (381.4697, _UNIT),
    (390_625, _UNIT),
    ((10_000, 10_000), "This is the shape. How many bytes do so many numbers take?"),
]:
    bytes_needed.mistake(sentence, value)

# Questions ---------------------------------------------------------------------------------------

question(
    "9.p1",
    "A regression runs without any error message. Its line stays flat at 10.5, and its loss stays "
    "at 77.1364. Which would you check first?",
    wrong("The learning rate is too small", "Then it would creep. It moved, and came to rest."),
    wrong("The model is too simple", "The same line reaches a loss of 2.9276 on these readings."),
    right(
        "Two shapes do not match, and torch stretched them",
        "Every prediction met every target. Then the best line is flat, at the mean.",
    ),
    wrong("A gradient was not zeroed", "Then the loss would swing, as in lesson 06."),
)

question(
    "9.p2",
    "What is the shape of a product of tensors of shapes (3, 1) and (1, 3)?",
    wrong("There is none: an error", "3 and 1 fit, and so do 1 and 3: a 1 is stretched."),
    right("(3, 3)", "In each of the two columns the 1 is stretched to 3."),
    wrong("(3, 1)", "The second 1 is stretched as well: its partner is 3."),
    wrong("(1,)", "A product of these shapes keeps both axes; `*` sums nothing."),
)

question(
    "9.p3",
    "y_hat = w * x + b for 11 readings, with one w and one b. Every element of y_hat receives a "
    "gradient of 1. What is `b.grad`?",
    wrong("1", "That comes from one reading. b was used for all eleven."),
    wrong("1/11", "That would be the share of one reading in a mean. Here nothing is divided."),
    right("11", "b was stretched over 11 readings, and what they pass back is added up."),
)

question(
    "9.p4",
    "Training with the trapped loss is started at the best line, w = 0.5368 and b = -17.30 (w per "
    "unit of t_u, not of 0.1 · t_u; a stable learning rate). Where does it end?",
    right(
        "At the flat line",
        "There the trapped loss is 77.1364. At the best line it is 151.3451, so descent leaves it.",
    ),
    wrong(
        "It stays at the best line",
        "That is the bottom of the right loss. The trapped loss has its bottom elsewhere.",
    ),
    wrong(
        "It diverges",
        "Section 6: the bowl has the same curvatures, so a learning rate that is stable for the "
        "right loss is stable here, too.",
    ),
)

question(
    "9.q1",
    "What is the shape of a sum of tensors of shapes (5, 1) and (1, 4)?",
    wrong("(5, 1)", "The last axis is stretched to 4."),
    wrong("(1, 4)", "The first axis is stretched to 5."),
    wrong("An error", "5 with 1 and 1 with 4: both columns fit."),
    right("(5, 4)", "Each 1 is stretched to the size opposite."),
)

question(
    "9.q2",
    "What is the shape of a sum of tensors of shapes (3,) and (4,)?",
    wrong("(3, 4)", "No axis is added between them: both have one, in the same column."),
    wrong("(4,)", "Only a 1 is stretched. 3 is not."),
    right("There is none: an error", "3 and 4 stand in one column, and neither of them is 1."),
    wrong("(7,)", "That is what `torch.cat` makes: it joins, it does not add."),
)

question(
    "9.q3",
    "y_hat has shape (4,) and y has shape (4, 1). What is the shape of y_hat - y?",
    right("(4, 4), without a word", "(4,) counts as (1, 4). Then both 1s are stretched."),
    wrong("(4,)", "The column y is not flattened: its last axis is 1 and meets the 4."),
    wrong("(4, 1)", "The last axis is 1 in y only. It is stretched to 4."),
    wrong("An error", "It would be kinder. But a missing axis counts as 1, and 1 fits."),
)

question(
    "9.q4",
    "A tensor of shape (1000,) is added to one of shape (1000, 1000). Is the small one copied a "
    "thousand times?",
    wrong("Yes, so that the shapes become equal", "The same row is read again: its stride is 0."),
    right(
        "No, it is read again and again",
        "The stretched axis has stride 0. Only the result is new, and it has its full size.",
    ),
    wrong(
        "No, and no new memory is needed at all",
        "The inputs are not copied. But the result is new: 4 MB in float32.",
    ),
)

question(
    "9.q5",
    "The loss stands still, and it equals the variance of y. What do you look at first?",
    wrong("The learning rate", "It only sets how fast the loss gets there, if it is stable."),
    wrong("The number of steps", "The loss is at the bottom of its bowl. It is the wrong bowl."),
    wrong(
        "The start of the weights",
        "For a line the bowl has one bottom. From every start the run ends there.",
    ),
    right(
        "The shapes of y_hat and y",
        "The line has become the mean of y: that is the fingerprint of (n,) against (n, 1).",
    ),
)
