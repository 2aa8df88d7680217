"""Lesson 01: B is made from A, then one entry of A is set. Does B change?"""

from dataclasses import dataclass

import torch

from course_utils import plots, simulate
from course_utils.explore.base import Choice, Explorer, Picture, Slider

INDEX = 3  # the entry of A that is set

# How B is made from A, a tensor of shape (6,): what is shown, and what is run.
WAYS = {
    "A": lambda a: a,
    "A[2:5]": lambda a: a[2:5],
    "A.view(2, 3)": lambda a: a.view(2, 3),
    "A.view(2, 3).T": lambda a: a.view(2, 3).T,
    "A.detach()": lambda a: a.detach(),
    "torch.from_numpy(A.numpy())": lambda a: torch.from_numpy(a.numpy()),
    "A.clone()": lambda a: a.clone(),
    "A * 1": lambda a: a * 1,
    "torch.tensor(A.numpy())": lambda a: torch.tensor(a.numpy()),
}


@dataclass(frozen=True)
class Sharing:
    """A and B after A[3] was set; whether B `changed`, and whether it `shares` A's storage."""

    a: torch.Tensor
    b: torch.Tensor
    changed: bool
    shares: bool


def compute(way, value=9.0):
    """Make B from the first six readings in °C, set A[3] = value and compare.

    ValueError if there is no such way.
    """
    if way not in WAYS:
        raise ValueError(f"B can be made by one of {list(WAYS)}; got {way!r}")
    a = simulate.thermometer()[1][:6].clone()
    b = WAYS[way](a)
    before = b.clone()
    a[INDEX] = value
    shares = b.untyped_storage().data_ptr() == a.untyped_storage().data_ptr()
    return Sharing(a.clone(), b.clone(), not torch.equal(before, b), shares)


def say(result, way, value):
    """Return what happened, in one sentence."""
    if result.changed:
        return f"B = {way}, then A[3] = {value:g}: B changes, because it looks at A's storage."
    if result.shares:
        return f"B = {way}, then A[3] = {value:g}, the value it had: nothing to see."
    return f"B = {way}, then A[3] = {value:g}: B stays, because it has a storage of its own."


class Boxes(Picture):
    """A's six boxes above, B's below in B's shape; what changed is coloured."""

    def __init__(self):
        fig, ax = plots.canvas(height=2.6)
        ax.set(xlim=(-1.2, 6.6), ylim=(-3.6, 1.2))
        ax.axis("off")
        for name, y in [("A", 0.4), ("B", -2)]:
            ax.text(-0.6, y, name, ha="center", va="center", fontsize=14, family="monospace")
        self.ax = ax
        for i, reading in enumerate(compute("A").a.tolist()):
            if i != INDEX:
                ax.text(i + 0.5, 0.4, f"{reading:^4g}", **_BOXED)
        self.a = ax.text(INDEX + 0.5, 0.4, "", **_BOXED, animated=True)
        self.b = [ax.text(0, 0, "", **_BOXED, animated=True) for i in range(6)]
        arrow = {"arrowstyle": "->", "linewidth": 2}
        self.link = ax.annotate("", (3, 0), (3, -1.1), arrowprops=arrow, animated=True)
        self.verdict = ax.text(3.2, -0.55, "", va="center", animated=True)
        super().__init__(fig, [self.a, *self.b, self.link, self.verdict])

    def move(self, result, way, value):
        """Write A's and B's numbers into their boxes."""
        _fill(self.a, value, marked=True)
        grid = result.b if result.b.ndim == 2 else result.b[None]
        height, width = grid.shape
        seen = grid.flatten().tolist()
        for k, box in enumerate(self.b):
            box.set_visible(k < len(seen))
            if k < len(seen):
                row, column = divmod(k, width)
                box.set_position((column + 0.5, -1.6 - 0.75 * row - 0.2 * (height == 1)))
                _fill(box, seen[k], result.changed and seen[k] == value)
        colour = plots.MODEL if result.shares else plots.TRUTH
        self.link.set_visible(result.shares)
        self.link.arrow_patch.set_color(colour)
        self.verdict.set(color=colour, text="looks at A's storage" if result.shares else _OWN)


_OWN = "has a storage of its own"
_BOXED = {
    "ha": "center",
    "va": "center",
    "family": "monospace",
    "bbox": {"boxstyle": "square,pad=0.5", "facecolor": "white", "edgecolor": "black"},
}


def _fill(box, number, marked):
    box.set_text(f"{number:^4g}")
    box.set_color("white" if marked else "black")
    box.get_bbox_patch().set_facecolor(plots.MODEL if marked else "white")


def twin():
    """Return a figure of all nine ways, a row each, and its caption."""
    fig, ax = plots.canvas(height=3.4)
    for row, way in enumerate(WAYS):
        result = compute(way)
        colour = plots.MODEL if result.changed else plots.TRUTH
        ax.text(0, -row, f"B = {way}", family="monospace", va="center", fontsize=9)
        ax.barh(-row, 1.0, height=0.62, left=5.0, facecolor="white", edgecolor="black")
        ax.text(5.5, -row, "A", va="center", ha="center", fontsize=9)
        if result.shares:
            style = {"arrowstyle": "->", "color": colour, "linewidth": 1.6}
            ax.annotate("", (6.1, -row), (7.5, -row), arrowprops=style)
        else:
            ax.barh(-row, 1.0, height=0.62, left=7.4, facecolor="white", edgecolor="black")
        ax.text(7.9, -row, "B", va="center", ha="center", fontsize=9)
        verdict = "B changes" if result.changed else "B stays as it was"
        ax.text(8.8, -row, verdict, va="center", color=colour)
    ax.set(xlim=(0, 10.8), ylim=(-len(WAYS) + 0.4, 0.6))
    ax.axis("off")
    changed = [way for way in WAYS if compute(way).changed]
    return fig, (
        f"After `A[3] = 9`, B changes in {len(changed)} of {len(WAYS)} cases: whenever it looks at "
        "A's storage (arrow). Arithmetic, `clone` and `torch.tensor` give B a storage of its own."
    )


EXPLORER = Explorer(
    title="Who shares memory?",
    question="1.p4",
    controls=[
        Choice("way", "B =", tuple(WAYS), "A[2:5]"),
        Slider("value", "A[3] =", -9, 9, 1, 9, decimals=0),
    ],
    compute=compute,
    picture=Boxes,
    say=say,
    twin=twin,
)


def who_shares_memory():
    """Ask which way gives B a storage of its own, then let the reader try all nine."""
    EXPLORER.show()
