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
        # The lowest entry lies where row and column differ, so that swapping them shows.
        surface[rows - 1, 1] = -1.0
        surface[0, columns - 1] = 2.0
        tables.append((surface, ws, bs))
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
        ],
        "These are the positions. Look up the values of w and b that stand there.": (
            ("ws[i].item(), bs[j].item()", "i, j")
        ),
    }
)
