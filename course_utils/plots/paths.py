"""The paths along which one quantity turns another, with the rate on every arrow."""

from course_utils.plots.style import DATA, GRADIENT

_BOX = {"boxstyle": "round,pad=0.4", "facecolor": "white", "edgecolor": DATA}
_ARROW = {"arrowstyle": "->", "color": GRADIENT, "lw": 1.8, "shrinkA": 30, "shrinkB": 42}


def chains(ax, left, right, paths):
    """Draw the boxes `left` and `right`, and between them one box for each path.

    `paths` are (name, rate before, rate after), all text; ValueError if there is none.
    Returns `ax`.
    """
    if not paths:
        raise ValueError("chains needs one or more paths; got none")
    rows = [len(paths) / 2 - 0.5 - row for row in range(len(paths))]
    ax.set(xlim=(-0.3, 2.3), ylim=(rows[-1] - 0.6, rows[0] + 0.6))
    ax.axis("off")
    for (name, before, after), row in zip(paths, rows, strict=True):
        ax.annotate("", (1, row), (0, 0), arrowprops=_ARROW)
        ax.annotate("", (2, 0), (1, row), arrowprops=_ARROW)
        ax.text(1, row, name, bbox=_BOX, ha="center", va="center")
        for place, rate in [(0.55, before), (1.45, after)]:
            height = row * (1 - 2 * abs(place - 1)) + row * abs(place - 1)
            ax.text(place, height, rate, ha="center", va="center", backgroundcolor="white")
    for place, name in [(0, left), (2, right)]:
        ax.text(place, 0, name, bbox=_BOX, ha="center", va="center", size="large")
    return ax
