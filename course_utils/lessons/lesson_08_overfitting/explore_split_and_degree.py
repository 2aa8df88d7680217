"""Lesson 08: drag the readings that are held out, turn the degree, and see what a split is worth.

What moves is in `explore_split_and_degree.js`; here is what it is held against.
"""

import functools
import itertools

import torch

from course_utils import simulate
from course_utils.explore.explorer import Explorer

PAIRS = tuple(itertools.combinations(range(11), 2))  # positions of readings, counted from 0
BOOK = PAIRS.index((2, 10))  # the split that the book prints
MOST = 8  # a polynomial of this degree meets all nine readings it is fitted to
GRID = torch.linspace(15, 90, 301, dtype=torch.float64)  # the t_u at which a curve is drawn
TURNED = 6  # the degree of the still picture


@functools.cache
def readings():
    """Return `t_u, t_c` in float64, as float32 holds them."""
    return tuple(each.double() for each in simulate.thermometer())


def fit(pair, degree):
    """Return the polynomial of least squares through the readings that are not held out."""
    t_u, t_c = readings()
    train = torch.ones(len(t_u), dtype=torch.bool)
    train[list(PAIRS[pair])] = False
    params = torch.linalg.lstsq(_powers(t_u[train], degree), t_c[train, None]).solution
    return lambda x: (_powers(x, degree) @ params)[:, 0]


def _powers(x, degree):
    """Return Chebyshev's polynomials, a column a degree: powers of x would be badly rounded."""
    x = (x - 51.85) / 30.05  # the readings lie between -1 and 1
    columns = [torch.ones_like(x), x]
    while len(columns) <= degree:
        columns.append(2 * x * columns[-1] - columns[-2])
    return torch.stack(columns[: degree + 1], 1)


@functools.cache
def losses(pair, degree):
    """Return training and validation loss of a split, MSEs in °C²."""
    t_u, t_c = readings()
    squares = (fit(pair, degree)(t_u) - t_c) ** 2
    held_out = list(PAIRS[pair])
    validation = squares[held_out].mean().item()
    train = [i for i in range(len(t_u)) if i not in held_out]
    return squares[train].mean().item(), validation


def compute(pair, degree):
    """Return curve, losses and place among all splits of number `pair` of PAIRS, in float64.

    `better` counts the splits whose validation loss is smaller than that of the straight line.
    """
    curve, (t_u, _) = fit(pair, degree), readings()
    every = [losses(pair, each) for each in range(MOST + 1)]
    validation = [losses(each, degree)[1] for each in range(len(PAIRS))]
    return {
        "held_out": list(PAIRS[pair]),
        "curve": curve(GRID).tolist(),
        "predicted": curve(t_u)[list(PAIRS[pair])].tolist(),
        "by_degree": dict(
            zip(("training", "validation"), map(list, zip(*every, strict=True)), strict=True)
        ),
        # Of two equal losses one may be smaller by a rounding; they share a place.
        "place": 1 + sum(loss < validation[pair] * (1 - 1e-9) for loss in validation),
        "better": sum(loss < losses(i, 1)[1] for i, loss in enumerate(validation)),
        "all_validation": validation,
    }


def caption():
    """Say what the still picture shows: a curve that knows nine readings too well."""
    line, curve = losses(BOOK, 1), losses(BOOK, TURNED)
    of_lines = [losses(pair, 1)[1] for pair in range(len(PAIRS))]
    best, worst = (PAIRS[of_lines.index(find(of_lines))] for find in (min, max))
    return (
        f"From degree 1 to degree {TURNED} the training loss of the book's split falls from "
        f"{line[0]:.2f} to {curve[0]:.2f} °C², and the validation loss goes from {line[1]:.2f} to "
        f"{curve[1]:.2f}. Of all {len(PAIRS)} splits (faint, and the cells of the map) the "
        f"straight line does best on readings {best[0]} and {best[1]}, {min(of_lines):.2f}, and "
        f"worst on {worst[0]} and {worst[1]}, {max(of_lines):.2f}."
    )


EXPLORER = Explorer(
    name="split_and_degree",
    title="Split and degree",
    question="8.p4",
    compute=compute,
    caption=caption,
)


def split_and_degree():
    """Ask what another degree is worth, then let the reader choose split and degree."""
    EXPLORER.show()
