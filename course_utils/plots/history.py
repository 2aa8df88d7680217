"""Figures of units and gates: a perceptron, what it draws among four points, a line of time."""

import numpy as np

from course_utils.plots.style import DATA, MODEL


def gate(ax, points):
    """Draw the points (x1, x2, y) of a gate: full where y is 1, hollow where it is 0.

    Returns `ax`.
    """
    for x1, x2, y in points:
        ax.scatter(x1, x2, s=130, color=DATA if y else "white", edgecolor=DATA, zorder=3)
    ax.set(xlim=(-0.4, 1.4), ylim=(-0.4, 1.4), xticks=[0, 1], yticks=[0, 1])
    ax.set(xlabel="x1", ylabel="x2", aspect="equal")
    return ax


def firing(ax, points, w1, w2, b):
    """Draw a gate and a unit with these knobs: its line, shaded on the side where it fires.

    Each point (x1, x2, y) that it gets wrong has a ring. Returns `ax`.
    """
    across, far = np.array([w1, w2], dtype=float), 9  # beyond the picture
    if across.any():
        foot = -b * across / (across @ across)
        across /= np.hypot(*across)
        along = far * np.array([-across[1], across[0]])
        sides = [
            foot + along,
            foot - along,
            foot - along + far * across,
            foot + along + far * across,
        ]
        ax.fill(*np.transpose(sides), color=MODEL, alpha=0.14, lw=0)
        ax.axline(foot, foot + along, color=MODEL)
    elif b > 0:
        ax.axhspan(-far, far, color=MODEL, alpha=0.14, lw=0)
    for x1, x2, y in points:
        if (w1 * x1 + w2 * x2 + b > 0) != (y == 1):
            ax.scatter(x1, x2, s=330, facecolor="none", edgecolor=MODEL, lw=1.5, zorder=3)
    ax.grid(False)
    return gate(ax, points)


def perceptron(ax):
    """Draw a unit with two inputs: what comes in, what it is multiplied by, what comes out.

    Returns `ax`.
    """
    ax.axis("off")
    ax.set(xlim=(0, 10), ylim=(0, 4))
    for y, name, weight in [(3.4, "x1", "w1"), (2, "x2", "w2"), (0.6, "1", "b")]:
        ax.text(1, y, name, ha="center", va="center", bbox=_box("circle"))
        ax.annotate("", (4.1, 2), (1.4, y), arrowprops={"arrowstyle": "-|>", "color": MODEL})
        ax.text(2.5, y + (2 - y) * 0.4 + 0.28, weight, ha="center", color=MODEL)
    ax.text(4.7, 2, "add up", ha="center", va="center", bbox=_box("round"))
    ax.text(7, 2, "above 0?", ha="center", va="center", bbox=_box("round"))
    ax.text(9.2, 2, "1 or 0", ha="center", va="center", bbox=_box("circle"))
    for start, end in [(5.3, 6.3), (7.7, 8.6)]:
        ax.annotate("", (end, 2), (start, 2), arrowprops={"arrowstyle": "-|>", "color": DATA})
    return ax


def timeline(ax, events, spans):
    """Draw `events`, pairs (year, text), in order of time, one a row, and shade the `spans`.

    A span is a triple (first year, last year, text). Returns `ax`.
    """
    for row, (year, text) in enumerate(events):
        ax.plot(year, -row, "o", color=DATA)
        late = row > len(events) / 2  # the text goes where there is room
        side, gap = ("right", -1.5) if late else ("left", 1.5)
        ax.text(year + gap, -row, text, va="center", ha=side)
    for first, last, text in spans:
        ax.axvspan(first, last, color="#d9d9d9", zorder=0)
        ax.text((first + last) / 2, 0.9, text, ha="center", va="bottom")
    ax.set(yticks=[], ylim=(-len(events) + 0.3, 0.8), xlabel="year")
    ax.spines["left"].set_visible(False)
    ax.grid(axis="y", visible=False)
    return ax


def _box(style):
    return {"boxstyle": f"{style},pad=0.5", "facecolor": "white", "edgecolor": DATA}
