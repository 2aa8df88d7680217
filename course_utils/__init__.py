"""What the notebooks of the course type: checks and questions here, the rest by its name."""

from course_utils.checking.judging import check, hint, judge, solution
from course_utils.checking.questions import ask, draw

__all__ = ["ask", "check", "draw", "hint", "judge", "solution"]
