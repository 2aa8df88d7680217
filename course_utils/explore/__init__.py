"""The explorers: one a lesson, one module each; a notebook calls them by name."""

from course_utils.explore.delta_dial import delta_dial
from course_utils.explore.draw_the_line import draw_the_line
from course_utils.explore.graph_stepper import graph_stepper
from course_utils.explore.loss_dial import loss_dial
from course_utils.explore.optimizer_race import optimizer_race
from course_utils.explore.scale_and_stability import scale_and_stability
from course_utils.explore.shape_calculator import shape_calculator
from course_utils.explore.split_and_degree import split_and_degree
from course_utils.explore.spot_the_bug import spot_the_bug
from course_utils.explore.step_size_lab import step_size_lab
from course_utils.explore.who_shares_memory import who_shares_memory

__all__ = [
    "delta_dial",
    "draw_the_line",
    "graph_stepper",
    "loss_dial",
    "optimizer_race",
    "scale_and_stability",
    "shape_calculator",
    "split_and_degree",
    "spot_the_bug",
    "step_size_lab",
    "who_shares_memory",
]
