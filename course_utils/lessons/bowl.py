"""The mean square of a line over its two parameters: a bowl, whose every slope is known."""

import math
from dataclasses import dataclass

from course_utils import simulate


@dataclass(frozen=True)
class Bowl:
    """The loss at (w, b) is `lowest` + d·Hd / 2, with d the way there from the lowest point.

    H is [[ww, wb], [wb, bb]]; `steepest` and `flattest` are its eigenvalues.
    """

    ww: float
    wb: float
    bb: float
    w: float
    b: float
    lowest: float
    steepest: float
    flattest: float

    def excess(self, w, b):
        """Return how far the loss at a place is above the lowest."""
        dw, db = w - self.w, b - self.b
        return (self.ww * dw * dw + self.bb * db * db) / 2 + self.wb * dw * db

    def slope(self, w, b):
        """Return the slope of the loss at a place, a pair."""
        dw, db = w - self.w, b - self.b
        return self.ww * dw + self.wb * db, self.wb * dw + self.bb * db


def bowl(scale=1.0, centre=False):
    """Return the `Bowl` of the thermometer's readings, centred first, or shifted, and scaled.

    `scale` is a number, or "sd" for one over their standard deviation; `centre` says whether their
    mean is subtracted first, or is what is. Sums go from left to right:
    `course_utils/explore/page/bowl.js` has the same bits.
    """
    t_u, t_c = (column.double().round(decimals=1).tolist() for column in simulate.thermometer())
    middle = _mean(t_u)
    deviation = math.sqrt(_mean([(u - middle) * (u - middle) for u in t_u]))
    factor = 1 / deviation if scale == "sd" else scale
    shift = middle if centre is True else float(centre)
    x = [factor * (u - shift) for u in t_u]
    m, c = _mean(x), _mean(t_c)
    together = _mean([(u - m) * (y - c) for u, y in zip(x, t_c, strict=True)])
    w = together / _mean([(u - m) * (u - m) for u in x])
    b = c - w * m
    ww, wb, bb = 2 * _mean([u * u for u in x]), 2 * m, 2.0
    misses = [w * u + b - y for u, y in zip(x, t_c, strict=True)]
    spread = math.sqrt(((ww - bb) / 2) * ((ww - bb) / 2) + wb * wb)
    steepest = (ww + bb) / 2 + spread
    flattest = (ww * bb - wb * wb) / steepest
    return Bowl(ww, wb, bb, w, b, _mean([r * r for r in misses]), steepest, flattest)


def _mean(values):
    """Return the mean, summed one by one; `sum` of newer Pythons is more exact than a page's."""
    total = 0.0
    for value in values:
        total += value
    return total / len(values)
