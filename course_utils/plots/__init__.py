"""The figures that lessons share, in one style; `show` puts one and its caption on the page."""

from course_utils.plots.curves import loss_curves
from course_utils.plots.graph import graph
from course_utils.plots.history import firing, gate, perceptron, timeline
from course_utils.plots.lines import residual_squares, residual_sticks, square_corners, surface
from course_utils.plots.paths import chains
from course_utils.plots.storage import memory, rank_ladder
from course_utils.plots.style import (
    DATA,
    GRADIENT,
    MODEL,
    TRUTH,
    VALIDATION,
    canvas,
    mosaic,
    palette,
    show,
)

__all__ = [
    "DATA",
    "GRADIENT",
    "MODEL",
    "TRUTH",
    "VALIDATION",
    "canvas",
    "chains",
    "firing",
    "gate",
    "graph",
    "loss_curves",
    "memory",
    "mosaic",
    "palette",
    "perceptron",
    "rank_ladder",
    "residual_squares",
    "residual_sticks",
    "show",
    "square_corners",
    "surface",
    "timeline",
]
