"""Exercise 9.4: readings on which the best line is flat, and no shape is to blame."""

import torch

from course_utils.checking.comparison import numbers_in
from course_utils.checking.exercises import exercise
from course_utils.checking.plain_data import as_data
from course_utils.lessons.findings import in_any_way

TAGS = (
    *("two rows", "one axis", "n entries", "finite"),
    *("x moves", "y moves", "no two x alike"),
    *("more than a rising line", "more than a falling line", "bottom in the middle"),
    *("more than up and down", "more than a lone reading", "quite flat", "flat"),
)

flat_line = exercise(
    "9.4",
    "A flat line that is right",
    hints=(
        "The best line is flat when going to the right does not raise y on average: what lies "
        "left of the middle must weigh as much as what lies right of it.",
        "Two ways: a y that looks the same from both sides of the middle of x; or any y at all, "
        "less the best line through it.",
        "In numbers: ((x - x.mean()) * (y - y.mean())).mean() is to be 0.",
    ),
)


def sizes(generator):
    """Even and odd numbers of readings, few and many."""
    drawn = torch.randint(12, 30, (1,), generator=generator).item()
    return [(5,), (6,), (11,), (drawn,), (drawn + 1,), (40,)]


def what_they_are(answer, n):
    """Return what is true of the readings: there are many right ones."""
    came = answer(n)
    if isinstance(came, list | tuple):
        came = [list(row) if isinstance(row, range) else row for row in came]
    came = as_data(came)
    if getattr(came, "ndim", 0) == 2:
        came = list(came)  # the rows of a tensor or an array
    if not isinstance(came, list | tuple) or len(came) != 2:
        return dict.fromkeys(TAGS, True) | {"two rows": False}
    x, y = map(numbers_in, came)
    if x is None or y is None:
        return dict.fromkeys(TAGS, True) | {"two rows": False}
    form = {
        "two rows": True,
        "one axis": all(getattr(row, "ndim", 1) == 1 for row in came),
        "n entries": len(x) == len(y) == n,
        "finite": bool(x.isfinite().all() and y.isfinite().all()),
    }
    if not all(form.values()):
        return dict.fromkeys(TAGS, True) | form
    return form | _of_numbers(x, y)


def _of_numbers(x, y):
    moves = {"x moves": _moves(x), "y moves": _moves(y)}
    moves["no two x alike"] = not moves["x moves"] or len(x.unique()) == len(x)
    if not all(moves.values()):
        return dict.fromkeys(TAGS[4:], True) | moves
    slope = torch.corrcoef(torch.stack([x, y]))[0, 1].item()  # that of the standardised readings
    if abs(slope) < 1e-3:
        return dict.fromkeys(TAGS[4:], True)
    order = y[x.argsort()]
    return moves | {
        "more than a rising line": slope < 0.9999,
        "more than a falling line": slope > -0.9999,
        "bottom in the middle": abs(slope) > 0.9999 or _left_by_a_parabola(x, y) > 1e-6,
        "more than up and down": len(y.unique()) > 2 or bool((order[1:] == order[:-1]).any()),
        "more than a lone reading": (y == y.mode().values).sum() < len(y) - 1,
        "quite flat": abs(slope) > 0.3,
        "flat": False,
    }


def _moves(row):
    """True if the numbers differ, by more than rounding."""
    return (row.std() > 3e-7 * row.abs().max()).item()


def _left_by_a_parabola(x, y):
    """Return which part of the variance of y the best parabola leaves over."""
    z = (x - x.mean()) / x.std()
    columns = torch.stack([z**2, z, torch.ones_like(z)], dim=1)
    missed = columns @ torch.linalg.lstsq(columns, y[:, None]).solution[:, 0] - y
    return (missed.var() / y.var()).item()


@flat_line.part(probes=sizes, observe=what_they_are)
def no_trend(n):
    """x and y, (n,) each, n of 5 or more: all x differ, y varies, and the best line is flat."""
    x = torch.arange(float(n))
    y = (x - x.mean()) ** 2
    return x, y


X, Y = "torch.arange(float(n))", "(x - x.mean()) ** 2"

# In this order: what is named first is said first.
no_trend.findings(
    {
        "two rows": (
            "Two rows of numbers are asked for, x and y, in this order.",
            ["return torch.arange(float(n))", ("x, y", "torch.stack([x, x, y])"), ("x, y", "{}")],
        ),
        "one axis": (
            "x and y have one axis each, (n,). With a column you would set the trap again.",
            [("x, y", "x[:, None], y[:, None]"), ("x, y", "x, y[:, None]")],
        ),
        "n entries": (
            "x and y have n entries each, and n is not always the same.",
            [
                "return torch.tensor([1.0, 2, 3, 4, 5]), torch.tensor([4.0, 1, 0, 1, 4])",
                ("float(n)", "11.0"),
                ("float(n)", "n + 1.0"),
                ("x, y", "x, y[1:]"),
            ],
        ),
        "finite": (
            "Something here is nan or inf: is anything divided by 0?",
            [(Y, "1 / x"), (Y, "(x - x.mean()) / 0")],
        ),
        "x moves": (
            "All x are the same, and then there is no best line: every slope fits as well.",
            (X, "torch.ones(n)"),
        ),
        "y moves": (
            "All y are the same. Of course that line is flat: let y vary.",
            [(Y, "torch.full((n,), 10.5)"), (Y, "0 * x"), (Y, "10.5 + 1e-9 * torch.rand(n)")],
        ),
        "no two x alike": (
            "Some x are the same. Spread them out, so that each reading has an x of its own.",
            [
                ("x, y", "y, x"),
                (X, "torch.arange(n) // 2 * 1.0"),
                (X, "torch.arange(n) % 3 * 1.0"),
                (X, "(torch.arange(n) > n // 2).float()"),
            ],
        ),
        "more than a rising line": (
            "y lies on a rising line, so that is the best line, and it is not flat.",
            [(Y, "x"), (Y, "2 * x + 1"), (Y, "x - x.mean()")],
        ),
        "more than a falling line": (
            "y lies on a falling line, so that is the best line, and it is not flat.",
            [(Y, "-x"), (Y, "x.flip(0)"), (Y, "10 - 0.5 * x")],
        ),
        "bottom in the middle": (
            "A parabola will do, but its lowest or highest point must lie at the mean of the x.",
            [(Y, "x**2"), (Y, "(x - 3) ** 2"), (Y, "x * (x - n)"), (Y, "(x - n // 2) ** 2")],
        ),
        "more than up and down": (
            "Up and down by turns: with an even n it begins low and ends high, which tilts the "
            "line a little.",
            [(Y, "x % 2"), (Y, "(-1) ** x"), (Y, "1 - 2 * (x % 2)")],
        ),
        "more than a lone reading": (
            "One reading stands out and pulls the line, unless it lies at the mean of the x.",
            [
                (Y, "(x == 0).float()"),
                (Y, "(x == n - 1).float()"),
                (Y, "(x == n // 2).float()"),
                (Y, "28.0 * (x == 3)"),
            ],
        ),
        "quite flat": (
            "Nearly flat, and not quite: the products of x - x.mean() and y - y.mean() do not add "
            "up to 0.",
            [
                (Y, "torch.sin(9 * x)"),
                (Y, "torch.cos(20 * (x - x.mean()) + 0.2)"),
                (Y, "torch.tensor([1.0, -1, -1, 1] * n)[:n]"),
            ],
        ),
        "flat": (
            "The best line is not flat. Take the slopes to the left and to the right of the "
            "middle: they must cancel.",
            [(Y, "x**3"), (Y, "torch.exp(x)"), (Y, "x.sqrt()"), (Y, "(x > n // 2).float()")],
        ),
    }
)
no_trend.slip(
    "For some n this will do, and not for all: try an even and an odd one by hand.",
    (X, "torch.cat([torch.arange(n // 2)] * 2) * 1.0"),
    when=in_any_way,
)
no_trend.same({"A square does not know its sign.": (" - x.mean()", ".mean() - x")})
