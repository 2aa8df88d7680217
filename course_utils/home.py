"""Where the course lies: in a copy of its source, or where its wheel was installed.

Beside the package there are README.md and `notebooks/` in the source. A wheel lays them, as
pyproject.toml says, into `share/course_utils` of the folder that pip installs into, and nobody
writes there: what is made of the course goes into the working directory.
"""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_SHARED = Path("share", "course_utils")


class NotHere(RuntimeError):
    """What is needed of the course is not where it is looked for; the message says what to do."""


def _lessons(course):
    return sorted((course / "notebooks").glob("[0-9][0-9]_*.ipynb"))


def _find():
    """Return the folder of the course; that of the source, if it is nowhere."""
    # However deep pip lays the package, it lies in the folder that holds share/.
    shared = [folder / _SHARED for folder in _PACKAGE.parents]
    return next(filter(_lessons, [_PACKAGE.parent, *shared]), _PACKAGE.parent)


COURSE = _find()
IS_SOURCE = bool(_lessons(_PACKAGE.parent))


def lessons():
    """Return the paths of the lessons of the course, in order; NotHere if there are none."""
    found = _lessons(COURSE)
    if not found:
        raise NotHere(
            f"There are no lessons in {COURSE / 'notebooks'}, and none in {_SHARED / 'notebooks'} "
            "of a folder above it. Install the wheel of the course once more, or work in a copy of "
            "its source."
        )
    return found


def own_lessons():
    """Return the paths of the lessons where they may be changed; NotHere if they may not."""
    need_source()
    return lessons()


def need_source():
    """Raise NotHere where the course is installed: there nothing of it is changed."""
    if not IS_SOURCE:
        raise NotHere(
            f"This changes the course itself, which is installed here ({_PACKAGE}) and stays as it "
            "is. Work in a copy of its source."
        )


def made(name):
    """Return the folder for what is made of the course, such as its slides; it need not exist."""
    return (COURSE if IS_SOURCE else Path()) / "build" / name
