"""What the notebooks of the course share: data, figures, checks and questions."""

from course_utils.judge import check, hint, solution
from course_utils.question import ask

__all__ = ["ask", "check", "hint", "solution"]
