"""Figures of a line through points: residuals as sticks and squares, and the loss surface."""

import numpy as np
from matplotlib.collections import PolyCollection

from course_utils.plots.style import DATA, GLOW, MAP, MODEL

_TICKS = (1, 3, 10, 30, 100, 300, 1000, 3000, 10000)


def residual_sticks(ax, x, y, y_hat):
    """Draw the points, the line through the predictions, and each residual as a stick.

    `x`, `y` and `y_hat` have shape (n,), in the units of the axes. Returns `ax`.
    """
    order = x.argsort()
    ax.plot(x[order], y_hat[order], color=MODEL, label="prediction")
    ax.vlines(x, y, y_hat, color=MODEL, linewidth=1.2, linestyle=":", label="residual")
    ax.scatter(x, y, color=DATA, s=28, zorder=3, label="reading")
    return ax


def residual_squares(ax, x, y, y_hat):
    """Add the square on each residual's stick; its area is that reading's share of the SSE.

    Call it when the axes have their final limits. Returns `ax`.
    """
    ax.figure.draw_without_rendering()  # settles the layout, and with it the shape of the axes
    corners = square_corners(ax, *(np.asarray(v) for v in (x, y, y_hat - y)))
    ax.add_collection(PolyCollection(corners, color=MODEL, alpha=0.12, linewidths=0))
    return ax


def square_corners(ax, x, y, r):
    """Return the corners (n, 4, 2) of squares on the residuals r at the points x, y.

    A square is as wide as it is high on the page, whatever the units of x. The layout of the figure
    must be settled.
    """
    box = ax.get_window_extent()
    x_span, y_span = np.ptp(ax.get_xlim()), np.ptp(ax.get_ylim())
    wide = x + np.abs(r) * (x_span / box.width) / (y_span / box.height)
    sides = [(x, y), (wide, y), (wide, y + r), (x, y + r)]
    return np.stack([np.column_stack(side) for side in sides], axis=1)


def surface(ax, ws, bs, losses, label="MSE (°C²)", bar=None):
    """Draw the loss over (w, b) as a map whose valley glows, each level a factor above the last.

    `ws` (rows,), `bs` (columns,), `losses` (rows, columns) with losses[i, j] at ws[i], bs[j].
    Adds a colour bar with the `label`, in the axes `bar` if given, none if `bar` is False.
    Returns `ax`.
    """
    ws, bs, losses = (np.asarray(v) for v in (ws, bs, losses))
    levels = np.geomspace(losses.min() * 0.99, losses.max() * 1.01, 25)
    filled = ax.contourf(ws, bs, losses.T, levels=levels, norm="log", cmap=GLOW)
    ax.contour(ws, bs, losses.T, levels=levels[::3], colors="white", linewidths=0.6, alpha=0.35)
    ax.set(xlabel="w (°C per unit of t_u)", ylabel="b (°C)")
    ax.set(xlim=(ws[0], ws[-1]), ylim=(bs[0], bs[-1]), gid=MAP)
    ax.grid(False)
    if bar is False:
        return ax
    where = {"ax": ax} if bar is None else {"cax": bar}
    ticks = [tick for tick in _TICKS if levels[0] < tick < levels[-1]]
    ax.figure.colorbar(filled, label=label, ticks=ticks, format="%g", **where)
    return ax
