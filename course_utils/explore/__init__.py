"""The explorers: what the reader moves, one a lesson; a notebook calls them by name.

`explore.loss_dial()` finds `explore_loss_dial.py` in the folder of its lesson.
"""

import importlib
from pathlib import Path

_LESSONS = Path(__file__).parents[1] / "lessons"


def names():
    """Return the names of all explorers, in the order of the lessons."""
    return [path.stem.removeprefix("explore_") for path in _files("*")]


def find(name):
    """Return the `Explorer` of this name; LookupError if there is none."""
    return _module(name).EXPLORER


def __getattr__(name):
    try:
        return getattr(_module(name), name)
    except LookupError as error:
        raise AttributeError(str(error)) from None


def __dir__():
    return names()


def _module(name):
    found = _files(name)
    if not name.isidentifier() or not found:
        raise LookupError(f"there is no explorer {name!r}; there are {names()}")
    return importlib.import_module(f"course_utils.lessons.{found[0].parent.name}.{found[0].stem}")


def _files(name):
    return sorted(_LESSONS.glob(f"lesson_*/explore_{name}.py"))
