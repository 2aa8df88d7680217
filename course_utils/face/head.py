"""The head of a lesson: what it is, how long it takes, and how far the reader has come.

It brings along what the page of a lesson needs, so that lessons have their looks in any front end:
the stylesheet, a script that gives pictures their alternative text, short tracebacks, and no
warnings that are for others.
"""

import functools
import html
import json
import re
from dataclasses import dataclass
from pathlib import Path

from course_utils import home, memory, page, standing, workplace
from course_utils.checking import exercises, register
from course_utils.face import tracebacks, warned

_works = []  # what the shell does for us after each cell


@dataclass(frozen=True)
class Head:
    """What the head of a lesson says.

    `minutes` is empty where nobody has told; `passed` is None where nothing can be kept.
    """

    lesson: int
    title: str
    minutes: str
    total: int
    passed: int | None = None
    next: str = ""

    @property
    def said(self):
        """How far the reader has come, in a few words."""
        if self.passed is None:
            return f"{self.total} exercises"
        done = f"{self.passed} of {self.total} exercises"
        return f"{done}, next {self.next}" if self.next else f"{done}: all done"

    def __str__(self):
        facts = "; ".join(filter(None, [self.minutes, self.said]))
        return f"Lesson {self.lesson:02d} · {self.title} ({facts})"

    __repr__ = __str__

    def _repr_html_(self):
        style = re.sub(r"/\*.*?\*/|\s+", " ", _file("style.css"), flags=re.DOTALL).strip()
        part = 0 if self.passed is None else self.passed / self.total
        facts = "".join(f"<span>{html.escape(f)}</span>" for f in (self.minutes, self.said) if f)
        return (
            f'<div class="course-head" style="--part: {part:.3f}">'
            f'<div class="number">{self.lesson:02d}</div>'
            f'<div><p class="title">{html.escape(self.title)}</p><p class="facts">{facts}</p></div>'
            f"<style>{style}</style><script>{_file('page.js')}</script></div>"
        )


def _file(name):
    return (Path(__file__).parent / name).read_text(encoding="utf-8")


def begin(lesson):
    """Show the head of a lesson, here `lesson` 2, and keep it current while exercises are passed.

    Where there is no page, nothing is shown. NotFound, a ValueError, if there is no such lesson.
    """
    folder = workplace.here()
    shown = head(lesson, folder)
    if page.is_there():
        from IPython import get_ipython
        from IPython.display import display

        tracebacks.shorten(get_ipython())
        warned.keep_from_readers()
        handle = display(shown, display_id=True)
        _after_each_cell(get_ipython(), _renewal(handle, shown, folder) if folder else None)


def _renewal(handle, shown, folder):
    """Return what shows the head again if it says something else by now."""

    def renew(*_):
        nonlocal shown
        now = head(shown.lesson, folder)
        if now != shown:
            handle.update(now)
            shown = now

    return renew


def _after_each_cell(shell, work):
    """Let the shell do this work, and no longer that of an earlier `begin`."""
    for earlier in _works:
        shell.events.unregister("post_run_cell", earlier)
    _works[:] = filter(None, [work])
    for new in _works:
        shell.events.register("post_run_cell", new)


def head(lesson, folder=None):
    """Return the `Head` of a lesson, with what is kept in a folder of work; neutral without one."""
    tasks = exercises.of_lesson(lesson)
    title, minutes = written(lesson)
    if folder is None:
        return Head(lesson, title, minutes, len(tasks))
    left = standing.left(lesson, memory.kept(folder))
    return Head(lesson, title, minutes, len(tasks), len(tasks) - len(left), *left[:1])


@functools.cache
def written(lesson):
    """Return title and minutes as the first cell of the lesson has them."""
    try:
        (path,) = (home.COURSE / "notebooks").glob(f"{lesson:02d}_*.ipynb")
        source = "".join(json.loads(path.read_text(encoding="utf-8"))["cells"][0]["source"])
        title = re.search(r"^# .*? · (.+)", source, re.MULTILINE)[1]
    except (OSError, ValueError, LookupError, TypeError):  # installed without its notebooks
        return register.folder(lesson).name[10:].replace("_", " ").capitalize(), ""
    found = re.search(r"(\d+) minutes(?: to read and (\d+) for the exercises)?", source)
    read, practise = found.groups() if found else (None, None)
    if practise:
        return title, f"{read} minutes to read, {practise} for the exercises"
    return title, f"{read} minutes" if read else ""
