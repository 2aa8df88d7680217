"""Exercise 2.5: The lowest point of a table."""

import torch

from course_utils import simulate
from course_utils.checking.exercises import exercise

grid = exercise(
    "2.5",
    "The lowest point of a table",
    hints=(
        "argmin counts through the table row by row and returns one number. Section 8 undoes that.",
        "Row i and column j have the number i * (columns) + j. divmod undoes this.",
        "i, j = divmod(surface.argmin().item(), len(bs))",
    ),
)


def surfaces(generator):
    """The diary's loss surface of section 8, then random tables of other shapes."""
    t_u, t_c = simulate.thermometer()
    ws, bs = torch.linspace(0, 1, 101), torch.linspace(-30, 10, 81)
    r = ws[:, None, None] * t_u + bs[:, None] - t_c
    tables = [((r**2).mean(-1), ws, bs)]
    for rows, columns in [(4, 6), (7, 3)]:
        ws, bs = torch.arange(rows) + 0.5, -torch.arange(columns) - 100.0
        surface = torch.rand(rows, columns, generator=generator)
        # The lowest entry lies where row and column differ, so that swapping them shows, and in
        # the last row, so that a loop that ends early misses it; its loss may have any sign.
        surface[rows - 1, columns - 2] = 0.0
        surface[0, columns - 1] = 2.0
        tables += [(surface - 1, ws, bs), (100 * surface + 300, ws.flip(0), bs.flip(0))]
    return tables


@grid.part(probes=surfaces)
def lowest(surface, ws, bs):
    """The w, the b and the loss at the lowest entry of surface[i, j] = loss(ws[i], bs[j])."""
    i, j = divmod(surface.argmin().item(), len(bs))
    return ws[i].item(), bs[j].item(), surface[i, j].item()


RETURN = "return ws[i].item(), bs[j].item(), surface[i, j].item()"

lowest.slips(
    {
        "argmin counts through the whole table: turn its number into a row and a column first.": [
            "k = surface.argmin(); return ws[k], bs[k], surface.min()",
            "k = surface.argmin(); return ws[k], bs[k], surface[k]",
            "k = surface.argmin().item(); return ws[k], bs[k], surface[k]",
        ],
        "A row has as many entries as there are b: divide by len(bs), not by len(ws).": [
            (("len(bs)", "len(ws)"), (RETURN, "return ws[i], bs[j], surface[i, j]")),
            (("len(bs)", "len(ws)"), ("surface[i, j]", "surface.min()")),
        ],
        "This is the highest point. A loss is to be made small.": ("argmin", "argmax"),
        "w and b are swapped: rows belong to w, columns to b, and w is returned first.": [
            ("ws[i].item(), bs[j].item()", "bs[j].item(), ws[i].item()"),
            (("i, j = divmod", "j, i = divmod"), (RETURN, "return ws[i], bs[j], surface.min()")),
            (("i, j = divmod", "j, i = divmod"), (RETURN, "return ws[i], bs[j], surface[i, j]")),
        ],
        "These are the positions. Look up the values of w and b that stand there.": (
            ("ws[i].item(), bs[j].item()", "i, j")
        ),
        "The length of a row is that of bs, not that of the lesson's table.": [
            (("len(bs)", number), (RETURN, "return ws[i], bs[j], surface[i, j]"))
            for number in ("81", "101", "11")
        ],
        "argmin counts through the rows: divide by the length of one, not of the whole table.": (
            (("len(bs)", "surface.numel()"), (RETURN, "return ws[i], bs[j], surface[i, j]"))
        ),
        "Row and column are exchanged in the loss: surface[i, j].": (
            (RETURN, "return ws[i], bs[j], surface[j, i]")
        ),
        "The best w and the best b are looked for apart from each other. A place has both.": [
            "return ws.min(), bs.min(), surface.min()",
            "return ws[surface.sum(1).argmin()], bs[surface.sum(0).argmin()], surface.min()",
            "return ws[surface.mean(1).argmin()], bs[surface.mean(0).argmin()], surface.min()",
        ],
        "argmin over one axis gives a place for each row or column. One place is asked for.": (
            "return ws[surface.argmin(dim=0)], bs[surface.argmin(dim=1)], surface.min()"
        ),
        "surface.argmin() is a position. The loss stands there.": (
            ("surface[i, j].item()", "surface.argmin().item()")
        ),
        "Return three numbers: w, b and their loss.": [
            (RETURN, "return ws[i], bs[j]"),
            (RETURN, "return surface[i, j]"),
            (RETURN, "return surface.argmin()"),
            (RETURN, 'return {"w": ws[i], "b": bs[j], "loss": surface[i, j]}'),
        ],
    }
)


def numbers(values):
    return [float(value) for value in values]


def near(one, other):
    return abs(one - other) <= 1e-4 * abs(one)


def seen(test):
    """Return a `when` that tests two lists of three plain numbers."""
    return lambda want, came: test(numbers(want), numbers(came))


for sentence, slip, when in [
    (
        "The three are right, in another order: w, b, loss.",
        (RETURN, "return surface[i, j], ws[i], bs[j]"),
        lambda want, came: all(map(near, sorted(want), sorted(came))),
    ),
    (
        "w and b are right. The loss is not the one that stands there.",
        ("surface[i, j].item()", "surface.mean().item()"),
        lambda want, came: near(want[0], came[0]) and near(want[1], came[1]),
    ),
    (
        "The loss is right. w or b is not that of its row or column.",
        ("ws[i].item(), bs[j].item()", "ws[i - 1].item(), bs[j - 1].item()"),
        lambda want, came: near(want[2], came[2]),
    ),
    (
        "There is a lower loss in the table. Look at all of it.",
        ("surface.argmin()", "surface[0].argmin()"),
        lambda want, came: came[2] > want[2],
    ),
    (
        "No loss in the table is so small. Where does yours come from?",
        "return 0.5368, -17.3048, -2000.0",
        lambda want, came: came[2] < want[2],
    ),
    (
        "For some tables the loss is too large, for others too small. Is a number fixed inside?",
        "return 0.54, -17.5, 2.9311",
        lambda want, came: not near(want[2], came[2]),
    ),
]:
    lowest.slip(sentence, slip, when=seen(when))
