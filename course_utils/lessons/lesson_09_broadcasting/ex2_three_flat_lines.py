"""Exercise 9.2: three training loops in which a shape is wrong and nothing is raised."""

import torch

from course_utils.checking.exercises import exercise
from course_utils.lessons.lesson_09_broadcasting import same_lines
from course_utils.lessons.lesson_09_broadcasting.flat_lines import (
    EQUAL,
    UNEQUAL,
    readings,
    result,
    value_and_shapes,
)

three_lines = exercise(
    "9.2",
    "Three flat lines",
    hints=(
        "Sections 1 and 4: print the shapes of the prediction, of y, and of their difference.",
        "Prediction and target must have one shape: both (n,) or both (n, 1). One of the two has "
        "an axis too many, or one too few.",
        "y[:, 0] makes (n,) of (n, 1), y[:, None] makes (n, 1) of (n,). In c, mend the shapes and "
        "let the warning be heard again.",
    ),
    kind="find the bug",
)


# The cells hold the answers unmended, and that of c with its warning silenced.
COLUMN = "[:, 0]"
UNMENDED = (COLUMN, "")
QUIET = (
    ("    model =", "    import warnings\n\n    model ="),
    (
        "        loss =",
        "        with warnings.catch_warnings():\n"
        '            warnings.simplefilter("ignore")\n'
        "            loss =",
    ),
)


@three_lines.part(
    probes=readings(1, 2),
    observe=result,
    settle=lambda *a: value_and_shapes(fit_a, *a),
    given=(UNMENDED,),
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
    probes=readings(2, 1),
    observe=result,
    settle=lambda *a: value_and_shapes(fit_b, *a),
    given=(UNMENDED,),
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
    probes=readings(2, 1, (1, 2, 3)),
    observe=result,
    settle=lambda *a: value_and_shapes(fit_c, *a),
    given=(*QUIET, UNMENDED),
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


FIRST = "b stands first. The order is (w, b)."
TWO = "Two numbers are asked for, (w, b), and nothing beside them."
RETURNED_C = "return torch.cat([model.weight[0], model.bias]).detach()"
PAIRS = "This is the trap's line, in which every prediction meets every y. Print both shapes."
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

for x in ("x.flatten()", "x.squeeze()", "x[:, 0]"):
    fit_b.slip(INPUT, ("(x)[:, 0]", f"({x})"))
    fit_c.slip(INPUT, ("(x)[:, 0], y", f"({x}), y[:, None]"))

fit_c.slips(
    {
        "The shapes are right, and warnings are still silenced. Let them be heard again.": [
            ("for _", f"import warnings; warnings.{quiet}\n    for _")
            for quiet in ('simplefilter("ignore")', 'filterwarnings("ignore", message="Using")')
        ],
        "x may have several columns. Flattened, they become readings of their own.": [
            ("(x)", "(x.reshape(-1, 1))"),
            (("(x)", "(x.reshape(-1, 1))"), ("x.shape[1]", "1")),
        ],
        "x may have several columns: the layer has x.shape[1] inputs.": [
            ("x.shape[1]", "1"),
            (("x.shape[1]", "1"), ("(x)[:, 0], y", "(x), y[:, None]")),
        ],
        "There is a weight for each column of x, and each comes back.": [
            (RETURNED_C, "return torch.tensor([model.weight.item(), model.bias.item()])"),
            (RETURNED_C, "return torch.tensor([model.weight[0, 0].item(), model.bias.item()])"),
        ],
        "The bias stands first. The weights come first, then the bias.": (
            ("weight[0], model.bias]", "bias, model.weight[0]]")
        ),
        "One tensor is asked for, of all weights and the bias. torch.cat puts them together.": [
            (RETURNED_C, "return model.weight, model.bias"),
            (RETURNED_C, "return model.weight.detach(), model.bias.detach()"),
        ],
        "The bias is missing in what comes back.": ("[0], model.bias]", "[0]]"),
    }
)

fit_a.slips(
    {
        FIRST: ("return w.item(), b.item()", "return b.item(), w.item()"),
        "y has one column, and it is number 0.": ("[:, 0]", "[:, 1]"),
        "There may be any number of readings, not always eleven.": ("[:, 0]", ".reshape(11)"),
        TWO: [
            ("w.item(), b.item()", "w.item()"),
            ("w.item(), b.item()", "[w.item()]"),
            ("w.item(), b.item()", "w.item(), b.item(), loss.item()"),
            ("w.item(), b.item()", "{'w': w.item(), 'b': b.item()}"),
        ],
    }
)
fit_b.slips(
    {
        "Return two numbers: .item() takes one out of a tensor.": (
            ".item(), model.bias.item()",
            ", model.bias",
        ),
        FIRST: ("weight.item(), model.bias.item()", "bias.item(), model.weight.item()"),
        TWO: [
            (".item(), model.bias.item()", ".item()"),
            ("model.weight.item(), model.bias.item()", "[model.weight.item()]"),
            ("model.bias.item()", "model.bias.item(), loss.item()"),
            (
                "model.weight.item(), model.bias.item()",
                "{'w': model.weight.item(), 'b': model.bias.item()}",
            ),
        ],
    }
)

for part, y in ((fit_a, "- y[:, 0])"), (fit_b, "- y)"), (fit_c, ", y)")):
    part.slip(
        "Two shapes still differ where a difference is taken. Print both inside the loop.",
        (y, y[:-1] + ".max())"),
        when=lambda want, came: came["shapes"] == UNEQUAL,
    )
    part.slip(
        "Where differences are taken the shapes agree, and the line is another. What else changed?",
        ("optim.SGD", "optim.Adam"),
        when=lambda want, came: came["shapes"] == EQUAL,
    )

for part in (fit_a, fit_b, fit_c):
    part.same(same_lines.EQUALS[part.name])
