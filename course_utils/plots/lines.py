"""Figures of a line through points: residuals as sticks and squares, and the loss surface."""

import numpy as np
from matplotlib.patches import Rectangle

from course_utils.plots.style import DATA, MODEL


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

    Call it when the axes have their final limits: a square is drawn as wide as it is high on the
    page, whatever the units of x. Returns `ax`.
    """
    ax.figure.canvas.draw()  # settles the layout, on which the shape of the axes depends
    box = ax.get_window_extent()
    x_span, y_span = np.ptp(ax.get_xlim()), np.ptp(ax.get_ylim())
    x_per_y = (x_span / box.width) / (y_span / box.height)
    for x_i, y_i, y_hat_i in zip(x.tolist(), y.tolist(), y_hat.tolist(), strict=True):
        r = y_hat_i - y_i
        square = Rectangle((x_i, y_i), abs(r) * x_per_y, r, color=MODEL, alpha=0.1, linewidth=0)
        ax.add_patch(square)
    return ax


def surface(ax, ws, bs, losses):
    """Draw the loss over (w, b) as grey contours, four levels to each factor of ten.

    `ws` (rows,), `bs` (columns,), `losses` (rows, columns) with losses[i, j] at ws[i], bs[j].
    Adds a colour bar to the figure. Returns `ax`.
    """
    levels = 10 ** np.arange(0.25, 4.01, 0.25)
    filled = ax.contourf(
        ws, bs, np.asarray(losses).T, levels=levels, norm="log", cmap="Greys_r", extend="max"
    )
    ax.set(xlabel="w (°C per unit of t_u)", ylabel="b (°C)")
    ax.set(xlim=(ws[0], ws[-1]), ylim=(bs[0], bs[-1]))
    ax.grid(False)
    ax.figure.colorbar(filled, ax=ax, label="MSE (°C²)", ticks=[10, 100, 1000, 10000])
    return ax
