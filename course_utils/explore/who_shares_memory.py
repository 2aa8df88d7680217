"""Lesson 01: B is made from A, then one entry of A is set. Does B change?"""

from dataclasses import dataclass

import torch

from course_utils import plots, simulate

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
    """B before and after A[index] was set; whether it `changed` and `shares` A's storage."""

    before: torch.Tensor
    after: torch.Tensor
    changed: bool
    shares: bool


def compute(way, index=3, value=9.0):
    """Make B from the first six readings in °C, set A[index] = value and compare.

    ValueError if there is no such way or no such index.
    """
    if way not in WAYS:
        raise ValueError(f"B can be made by one of {list(WAYS)}; got {way!r}")
    if index not in range(6):
        raise ValueError(f"A has the indices 0 to 5; got {index!r}")
    a = simulate.thermometer()[1][:6].clone()
    b = WAYS[way](a)
    before = b.clone()
    a[index] = value
    shares = b.untyped_storage().data_ptr() == a.untyped_storage().data_ptr()
    return Sharing(before, b.clone(), not torch.equal(before, b), shares)


def draw_all(ax):
    """Draw every way in a row of its own: A's storage, and where B looks."""
    for row, way in enumerate(WAYS):
        result = compute(way)
        colour = plots.MODEL if result.changed else plots.TRUTH
        ax.text(0, -row, f"B = {way}", family="monospace", va="center", fontsize=9)
        verdict = "B changes" if result.changed else "B stays as it was"
        ax.text(8.6, -row, verdict, va="center", color=colour)
        _storage(ax, 5.0, -row, "A", plots.DATA)
        _storage(ax, 7.4, -row, "B", plots.DATA if not result.shares else "white")
        if result.shares:
            style = {"arrowstyle": "->", "color": colour, "linewidth": 1.6}
            ax.annotate("", (6.1, -row), (7.5, -row), arrowprops=style)
            ax.text(7.65, -row, "B", va="center", ha="center", fontsize=9, color=colour)
    ax.set(xlim=(0, 10.6), ylim=(-len(WAYS) + 0.4, 0.6))
    ax.axis("off")


def _storage(ax, x, y, name, colour):
    if colour == "white":
        return
    ax.barh(y, 1.0, height=0.62, left=x, facecolor="white", edgecolor=colour)
    ax.text(x + 0.5, y, name, va="center", ha="center", fontsize=9)


def who_shares_memory():
    """Show what becomes of B in all nine cases."""
    fig, ax = plots.canvas(height=3.4)
    draw_all(ax)
    changed = [way for way in WAYS if compute(way).changed]
    plots.show(
        fig,
        f"After `A[3] = 9`, B changes in {len(changed)} of {len(WAYS)} cases: whenever it looks at "
        "A's storage (arrow). Arithmetic, `clone` and `torch.tensor` give B a storage of its own.",
    )
