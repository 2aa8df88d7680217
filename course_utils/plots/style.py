"""One style for every figure, and the way a figure gets onto the page."""

import base64
import io
import re

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import ListedColormap, to_rgb
from matplotlib.contour import ContourSet
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke
from PIL import Image

from course_utils import page

# Okabe and Ito's palette: told apart by the colour-blind. Styles of line and marker differ as well.
DATA = "#000000"
MODEL = "#d55e00"
TRUTH = "#0072b2"
VALIDATION = "#e69f00"
GRADIENT = "#009e73"

# A map on which the low is bright, as in the explorers. The lowest end of magma is nearly black.
GLOW = ListedColormap(plt.get_cmap("magma")(np.linspace(1, 0.06, 256)), "glow")
# The gid of axes that are one. What is drawn on it gets an edge that tells it from any shade.
MAP = "map"

_WIDTH = 7.0  # inches; at 100 dots an inch a figure fills the column of a notebook
DPI = 100
_SHARPNESS = 1.5  # stored pixels for each pixel shown, for high-resolution screens and projectors

_STYLE = {
    "figure.dpi": DPI,
    "figure.facecolor": "white",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": "medium",
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": "#e5e5e5",
    "font.size": 10,
    "legend.frameon": False,
    "lines.linewidth": 2,
    "lines.markersize": 6,
    "image.cmap": "viridis",
}


def canvas(columns=1, height=3.2, **options):
    """Return `fig, axes` in the course's style; `axes` is one Axes if `columns` is 1.

    `height` is in inches; `options` go to `matplotlib.pyplot.subplots`.
    """
    with plt.rc_context(_STYLE):
        return plt.subplots(1, columns, figsize=(_WIDTH, height), layout="constrained", **options)


def mosaic(layout, height=4.2, **options):
    """Return `fig, axes` with named axes: a dict, laid out as `layout` shows.

    `height` is in inches; `options` go to `matplotlib.pyplot.subplot_mosaic`.
    """
    with plt.rc_context(_STYLE):
        return plt.subplot_mosaic(layout, figsize=(_WIDTH, height), layout="constrained", **options)


def show(fig, caption):
    """Put the figure on the page, and under it the caption: one sentence that says what to see.

    The caption is Markdown. It is the picture's alternative text too, and what a test can compare,
    so its numbers are computed. Where there is no page, it is printed. The figure is closed.
    TypeError if `fig` is not a figure; ValueError without a caption.
    """
    if not isinstance(fig, Figure):
        raise TypeError(f"show takes a matplotlib figure and a caption; got {type(fig).__name__}")
    if not isinstance(caption, str) or not caption.strip():
        raise ValueError("a figure needs a caption: one sentence that says what to see")
    caption = caption.strip()
    if page.is_there():
        _display(fig, caption)
    else:
        print(caption)
    plt.close(fig)


def _display(fig, caption):
    from IPython.display import Markdown, display

    width, height = (round(side * DPI) for side in fig.get_size_inches())
    picture = {"image/png": base64.b64encode(png(fig)).decode(), "text/plain": "(figure)"}
    # nbconvert takes `alt` from here, JupyterLab from the caption: see face/page.js.
    about = {"width": width, "height": height, "alt": re.sub("[*`$]", "", caption)}
    display(picture, metadata={"image/png": about}, raw=True)
    display(Markdown(f"*{caption}*"))


def palette(image, colours=56):
    """Return the palette for an image: its own colours, and the course's with their pale shades.

    The shades are there for what is drawn on the image later.
    """
    # One pixel of four tells as much as all of them, in a fifth of the time.
    image = Image.fromarray(np.asarray(image)[::2, ::2])
    # Each colour moves to the middle of what it stands for: then 56 are near enough.
    own = image.quantize(colours, dither=Image.Dither.NONE, kmeans=2).getpalette()
    # Near-white would be taken for white, and the whole page of the figure would be a little grey.
    own = [c for i in range(0, len(own), 3) if min(own[i : i + 3]) < 245 for c in own[i : i + 3]]
    course = (to_rgb(colour) for colour in (DATA, MODEL, TRUTH, VALIDATION, GRADIENT, "white"))
    shades = [
        round(255 * (strength * channel + 1 - strength))
        for rgb in course
        for strength in (1, 0.75, 0.5, 0.25, 0.1)
        for channel in rgb
    ]
    result = Image.new("P", (1, 1))
    result.putpalette(own + shades)
    return result


def _edge(ax):
    """Give lines, dots, arrows and texts on a map a white edge."""
    texts = [*ax.texts, *(ax.get_legend().get_texts() if ax.get_legend() else [])]
    drawn = [*ax.lines, *(dots for dots in ax.collections if not isinstance(dots, ContourSet))]
    drawn += [text.arrow_patch for text in texts if getattr(text, "arrow_patch", None)]
    for artist in [*texts, *drawn]:
        width = 1 if artist in texts else np.max(artist.get_linewidth())
        artist.set_path_effects([withStroke(linewidth=width + 1.5, foreground="white")])


def png(fig, sharpness=_SHARPNESS):
    """Return the figure as a PNG with a palette: half the size, no less clear."""
    full = io.BytesIO()
    for ax in fig.axes:
        if ax.get_gid() == MAP:
            _edge(ax)
    with plt.rc_context(_STYLE):
        fig.savefig(full, dpi=DPI * sharpness, facecolor="white")
    small = io.BytesIO()
    image = Image.open(full).convert("RGB")
    image = image.quantize(palette=palette(image), dither=Image.Dither.NONE)
    image.save(small, format="png", optimize=True)
    return small.getvalue()
