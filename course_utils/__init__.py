"""What the notebooks of the course type: checks and questions here, the rest by its name.

Each is imported when it is first asked for: so `environment` can be where packages are missing.
"""

__all__ = ["ask", "check", "draw", "hint", "judge", "solution"]


def __getattr__(name):
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from course_utils.checking import judging, questions

    return getattr(questions if hasattr(questions, name) else judging, name)
