"""Where a notebook runs that nobody trusts: in what it can hurt nobody, with what the system has.

Bubblewrap gives it a system of its own: it sees Python, a copy of the course without the answer
key, and a folder that is gone afterwards. It cannot signal the grader, read another's hand-in,
write anything that stays, or reach a network; and when it is ended all that it started ends too.
"""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import course_utils
from course_utils import bubble

_PACKAGE = Path(course_utils.__file__).parent
_COURSE = "/tmp/course"  # where the copy of the package lies inside
_WORK = "/tmp/notebook"  # where the notebook runs inside
_ROOM = 200_000_000  # bytes of what it may write

_ADVICE = (
    "Nothing here can shut in what students wrote: {}. It could read and change what you can, the "
    "other hand-ins and these grades too. Mend that, give a command of your own (--with 'docker "
    "run …'), or say --open to run it with your rights."
)


@dataclass(frozen=True)
class Walls:
    """A way to run a command: `name` says what it is; `prefix` is put before the command.

    With `bubblewrap` it is that, and needs no prefix; then what is `hidden` cannot be seen even
    where it lies beside what has to be.
    """

    name: str
    prefix: tuple[str, ...] = ()
    bubblewrap: bool = False
    hidden: tuple[str, ...] = ()

    def command(self, argv: list[str], course: str) -> list[str]:
        """Return the command that runs `argv` with a copy of the course."""
        if not self.bubblewrap:
            return [*self.prefix, *argv]
        return ["bwrap", *_view(course, self.hidden), *argv]

    def seen(self, course: str) -> str:
        """Return where the copy of the course is seen from inside."""
        return _COURSE if self.bubblewrap else course


def walls(
    prefix: tuple[str, ...] = (), is_open: bool = False, hidden: Iterable[str | Path] = ()
) -> Walls | None:
    """Return what shuts a notebook in: a command of one's own, or bubblewrap; None if nothing does.

    With `is_open` nothing is to. The hand-ins and the grades are to be `hidden`, as the course is.
    """
    if prefix:
        return Walls(f"behind `{' '.join(prefix)}`", tuple(prefix))
    if is_open:
        return Walls("with your rights, shut in by nothing")
    if _trouble():
        return None
    own = tuple(str(Path(path).resolve()) for path in hidden)
    return Walls("shut in by bubblewrap", bubblewrap=True, hidden=own)


def advice() -> str:
    """Return why nothing shuts a notebook in here, and what can be done."""
    return _ADVICE.format(_trouble())


def _trouble() -> str:
    with tempfile.TemporaryDirectory() as folder:
        return bubble.trouble(_view(folder, ()))


def _view(course: str, hidden: tuple[str, ...]) -> Iterator[str]:
    """Yield the flags of bubblewrap: what is seen, and what is shut."""
    yield from ("--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL")
    yield from ("--proc", "/proc", "--dev", "/dev", "--size", str(_ROOM), "--tmpfs", "/tmp")
    seen = {*bubble.SYSTEM, *bubble.of_python()}
    shut = {place for place in (*_of_course(), *hidden) if _lies_in(place, seen)}
    # What lies deeper comes later: so Python is seen within a course that is not, and the other
    # way round.
    for place in sorted(seen | shut, key=lambda path: (len(Path(path).parts), path)):
        yield from _over(place) if place in shut else ("--ro-bind-try", place, place)
    for place in filter(os.path.isdir, sorted(shut)):
        yield from ("--remount-ro", place)
    yield from ("--ro-bind", course, _COURSE)
    yield from ("--dir", _WORK, "--chdir", _WORK, "--setenv", "HOME", _WORK)


def _over(place: str) -> tuple[str, ...]:
    """Return the flags that put nothing in the place of a folder, or of a file."""
    return ("--tmpfs", place) if os.path.isdir(place) else ("--ro-bind", "/dev/null", place)


def _lies_in(place: str, folders: Iterable[str]) -> bool:
    return any(Path(place).is_relative_to(folder) for folder in folders)


def _of_course() -> list[str]:
    """Return where the whole course lies, and if it is a checkout all of that: the key is there."""
    checkout = _PACKAGE.parent
    return [str(_PACKAGE), *([str(checkout)] if (checkout / "pyproject.toml").exists() else [])]


@contextlib.contextmanager
def course_without_key() -> Iterator[str]:
    """Make a copy of the package as students' code may see it; it is gone at the end.

    Of the lessons it holds what is shown in a notebook: explorers and questions.
    """
    with tempfile.TemporaryDirectory(prefix="course-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)  # for another user
        shutil.copytree(_PACKAGE, Path(folder, _PACKAGE.name), ignore=_key)
        yield folder


def _key(folder: str, names: list[str]) -> set[str]:
    """Return what is not copied of a folder."""
    home = Path(folder)
    if home.parent == _PACKAGE / "lessons":
        return {name for name in names if not _is_shown(name)}
    left_out = {"__pycache__", "node_modules"}
    return left_out | ({"page"} if home == _PACKAGE / "explore" else set())


def _is_shown(name: str) -> bool:
    return name.startswith("explore_") or name in ("__init__.py", "quiz.py")
