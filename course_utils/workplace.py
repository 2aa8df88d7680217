"""Where a reader's own work lies, and how it is written there: whole, or not at all.

That is a folder with copies of the lessons: `work/` beside `notebooks/`, or, where the course was
installed as a package, in the working directory. Where neither is the reader's own, as on a shared
machine, the variable COURSE_WORK says which.
"""

import contextlib
import hashlib
import os
import tempfile
from pathlib import Path

from course_utils import home

VARIABLE = "COURSE_WORK"
# In it the lessons are kept as they were when they were copied; it marks a folder of work.
EDITIONS = ".editions"
# What brings a newer edition into the copies.
UPDATE = "make update" if home.IS_SOURCE else "python -m course_utils.work update"


def folder():
    """Return the folder of the reader's work, be it there or not."""
    if named := os.environ.get(VARIABLE):
        return Path(named).expanduser().resolve()
    return home.COURSE / "work" if home.IS_SOURCE else here() or Path("work").absolute()


def here():
    """Return the folder of work that the working directory lies in, None if it lies in none.

    A kernel's working directory is the folder of its notebook.
    """
    try:
        start = Path.cwd()
    except OSError:  # it has been removed
        return None
    return next((place for place in (start, *start.parents) if (place / EDITIONS).is_dir()), None)


def key(place):
    """Return a short name of a folder of work, which tells nobody where it lies."""
    return hashlib.sha256(str(place).encode()).hexdigest()[:12]


def write(path, text):
    """Write a file so that, whatever happens, its old text is there or its new one; OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    number, new = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with open(number, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(OSError):  # mkstemp lets nobody else read
            os.chmod(new, path.stat().st_mode if path.exists() else 0o644)
        os.replace(new, path)
    except BaseException:  # an interrupt as well
        with contextlib.suppress(OSError):
            os.unlink(new)
        raise
