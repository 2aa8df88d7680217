"""The explorers: one a lesson, one module each; a notebook calls them by name."""

from course_utils.explore.loss_dial import loss_dial
from course_utils.explore.who_shares_memory import who_shares_memory

__all__ = ["loss_dial", "who_shares_memory"]
