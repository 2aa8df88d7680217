"""Exercise 9.2: three training loops in which a shape is wrong and nothing is raised."""

import torch

from course_utils import simulate
from course_utils.checking.exercises import exercise
from course_utils.checking.plain_data import as_numbers
from course_utils.lessons.lesson_09_broadcasting import habits

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


def result(part, answer, x, *others):
    """Return what comes back; of five readings the habit, if there is one and all is right."""
    if len(x) != 5:
        return as_numbers(answer(x, *others))
    return habits.habit_or_value(part, habit, answer, x, *others)


def habit(calls):
    for noted in (habits.IGNORED, habits.ROW_AGAINST_VECTOR):
        if noted in calls:
            return noted
    return "right, by squeeze()" if ("squeeze", 1) in calls else ""


# The cells hold the answers unmended, and that of c with its warning silenced.
COLUMN = "[:, 0]"
UNMENDED = (COLUMN, "")
SILENCED = (
    ("    model =", "    import warnings\n\n    model ="),
    (
        "        loss =",
        "        with warnings.catch_warnings():\n"
        '            warnings.simplefilter("ignore")\n'
        "            loss =",
    ),
)


@three_lines.part(probes=readings(1, 2), observe=lambda *a: result(fit_a, *a), given=(UNMENDED,))
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


@three_lines.part(probes=readings(2, 1), observe=lambda *a: result(fit_b, *a), given=(UNMENDED,))
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
    probes=readings(2, 1, (1, 2, 3)),
    observe=lambda *a: result(fit_c, *a),
    given=(*SILENCED, UNMENDED),
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


PAIRS = "Every prediction still meets every y. Print the shape of the difference inside the loop."
STILL = "Every prediction still meets every y, warning or not. Print both shapes before the loss."
INPUT = "nn.Linear needs x as (n, d). It is the model's output that has an axis too many."
OF_Y, OF_MODEL = "x.shape == y.squeeze().shape", "y.shape == model(x).squeeze().shape"

for part, meeting, other_row, total, alike in (
    (fit_a, PAIRS, ("x + b - y[:, 0]", "x[0] + b - y"), ("mean", "sum"), OF_Y),
    (fit_b, PAIRS, ("y) **", "y[0]) **"), ("mean", "sum"), OF_MODEL),
    (fit_c, STILL, (", y)", ", y[0])"), (", y)", ', y, reduction="sum")'), OF_MODEL),
):
    part.slips(
        {
            meeting: (COLUMN, "[:]"),
            "[0] takes the first row, and the other readings are lost. "
            "Which index takes a column?": [(COLUMN, "[0]"), other_row],
            "This is the sum of the squares. The code that was given has their mean.": total,
            "With a single reading squeeze() drops that axis, too. Say which axis is to go.": (
                ("loss =", f"assert {alike}; loss =")
            ),
        }
    )
    part.remark(
        "Right. But squeeze() drops every axis of size 1: squeeze(1) says which one.",
        (COLUMN, ".squeeze()"),
    )
    part.remark(
        "Right, but by a second broadcast: (1, n) against (n,). Give both one shape.",
        (COLUMN, ".T"),
    )
    part.remark(
        "Right. But let the warning be heard again: it would have named the fault.",
        ("for _", 'import warnings; warnings.simplefilter("ignore")\n    for _'),
    )

for x in ("x.flatten()", "x.squeeze()", "x[:, 0]"):
    fit_b.slip(INPUT, ("(x)[:, 0]", f"({x})"))
    fit_c.slip(INPUT, ("(x)[:, 0], y", f"({x}), y[:, None]"))

fit_c.slips(
    {
        "x may have several columns. Flattened, they become readings of their own.": [
            ("(x)", "(x.reshape(-1, 1))"),
            (("(x)", "(x.reshape(-1, 1))"), ("x.shape[1]", "1")),
        ]
    }
)
