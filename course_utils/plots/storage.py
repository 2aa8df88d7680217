"""Figures of what a tensor is: boxes of a rank, and names that look at a storage."""

import torch
from matplotlib.patches import FancyArrowPatch, Rectangle

from course_utils.plots.style import DATA, MODEL, TRUTH, canvas

_MOST = (3, 5, 11)  # layers, rows and columns drawn at most; the label gives the true shape


def rank_ladder(**tensors):
    """Draw tensors of rank 0 to 3 side by side as boxes, and return the figure.

    The names become labels; underscores are shown as spaces. ValueError for a higher rank,
    TypeError for anything but tensors.
    """
    _only_tensors(tensors)
    fig, axes = canvas(len(tensors), height=1.9, squeeze=False)
    for ax, (name, tensor) in zip(axes[0], tensors.items(), strict=True):
        if tensor.ndim > 3:
            raise ValueError(f"ranks 0 to 3 can be drawn; {name} has rank {tensor.ndim}")
        _boxes(ax, tuple(tensor.shape))
        label = name.replace("_", " ")
        ax.set_title(f"{label}\nrank {tensor.ndim}\nshape {tuple(tensor.shape)}")
    return fig


def _boxes(ax, shape):
    full = (1,) * (3 - len(shape)) + shape
    layers, rows, columns = (min(size, most) for size, most in zip(full, _MOST, strict=True))
    for layer in reversed(range(layers)):
        shift = 0.8 * layer
        for row in range(rows):
            for column in range(columns):
                corner = (column + shift, -row + shift)
                ax.add_patch(Rectangle(corner, 1, 1, facecolor="white", edgecolor=DATA, lw=0.7))
    ax.set(xlim=(-0.7, 13.5), ylim=(-4.2, 2.8), aspect="equal")
    ax.axis("off")


def memory(**names):
    """Draw which name looks at which storage, and return the figure.

    Takes tensors of one or two axes by name. Names whose tensors share memory point at the same row
    of boxes; the boxes that a name sees are underlined in its colour. TypeError for anything but
    tensors.
    """
    _only_tensors(names)
    storages = {}
    for name, tensor in names.items():
        storages.setdefault(tensor.untyped_storage().data_ptr(), []).append((name, tensor))
    fig, ax = canvas(height=0.55 * len(names) + 0.35 * len(storages) + 0.3)
    ax.axis("off")
    y = 0.0
    for sharing in storages.values():
        y = _storage(ax, y, sharing)
    ax.set(xlim=(-5, 11.3), ylim=(y + 0.9, 1.0))
    return fig


def _only_tensors(named):
    for name, value in named.items():
        if not isinstance(value, torch.Tensor):
            raise TypeError(f"{name} must be a tensor; got a {type(value).__name__}")


def _storage(ax, top, sharing):
    """Draw one storage at height `top` and its names below each other; return the next height."""
    whole = sharing[0][1]
    values = whole.new_empty(0).set_(whole.untyped_storage()).tolist()
    for i, value in enumerate(values):
        ax.add_patch(Rectangle((i, top), 1, 0.8, facecolor="white", edgecolor=DATA))
        ax.text(i + 0.5, top + 0.4, f"{value:g}", ha="center", va="center", fontsize=9)
    for row, (name, tensor) in enumerate(sharing):
        colour = (TRUTH, MODEL)[row % 2]
        y = top + 0.4 - 0.85 * row
        ax.text(-2.1, y, name, ha="right", va="center", family="monospace", color=colour)
        seen = sorted(_positions(tensor))
        end = (seen[0], top + 0.4 if row == 0 else y)
        ax.add_patch(
            FancyArrowPatch((-2, y), end, arrowstyle="->", mutation_scale=12, color=colour)
        )
        if row:
            ax.hlines(y, seen[0] + 0.08, seen[-1] + 0.92, color=colour, linewidth=4)
    return top - 0.85 * (len(sharing) - 1) - 1.3


def _positions(tensor):
    """Return where in its storage each entry of `tensor` lies."""
    positions = [tensor.storage_offset()]
    for size, stride in zip(tensor.shape, tensor.stride(), strict=True):
        positions = [p + stride * i for p in positions for i in range(size)]
    return positions
