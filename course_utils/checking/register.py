"""Where lessons, exercises and questions are found by their number: 2, '2.1', '2.q1'."""

import importlib
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypeVar

_LESSONS = Path(__file__).parents[1] / "lessons"
_FILES = {"exercise": "ex[0-9]*_*.py", "question": "quiz.py"}

Entry = TypeVar("Entry")


class NotFound(ValueError):
    """Nothing stands under that number; the message is a sentence for whoever typed it."""


def lessons() -> list[int]:
    """Return the numbers of the lessons, in order."""
    return sorted(int(path.name[7:9]) for path in _LESSONS.glob("lesson_[0-9][0-9]_*"))


def folder(lesson: int) -> Path:
    """Return the folder of a lesson; NotFound if there is none."""
    found = next(_LESSONS.glob(f"lesson_{lesson:02d}_*"), None)
    if found is None:
        raise NotFound(f"There is no lesson {lesson}; there are {lessons()}.")
    return found


def load(lesson: int, kinds: Iterable[str] = tuple(_FILES), again: bool = False) -> None:
    """Import the exercises and questions of a lesson, which enter the register as they come.

    `kinds` may name one of them, for exercises import torch; `again` reads files that have changed
    since. NotFound if there is no such lesson.
    """
    home = folder(lesson)
    for kind in kinds:
        for path in sorted(home.glob(_FILES[kind])):
            name = f"course_utils.lessons.{home.name}.{path.stem}"
            known = sys.modules.get(name)
            importlib.reload(known) if known and again else importlib.import_module(name)


def is_private(number: object) -> bool:
    """True for a number such as '2.T1', which a teacher gives to an exercise of their own."""
    return type(number) is str and re.fullmatch(r"\d{1,2}\.T\d+", number) is not None


def lesson_of(number: object, kind: str) -> int:
    """Return the lesson that `number` ('2.1') belongs to; NotFound if there is none."""
    if type(number) is not str:
        like = f'"{number}"' if type(number) in (int, float) and "." in str(number) else '"2.1"'
        raise NotFound(f"The number of the {kind} comes first, in quotes, such as {like}.")
    if not re.fullmatch(r"\d{1,2}\.\w+", number):
        raise NotFound(f'There is no {kind} {number[:20]!r}: its number looks like "2.1".')
    lesson = int(number.split(".")[0])
    if lesson not in lessons():
        raise NotFound(f"There is no {kind} {number}, and no such lesson.")
    return lesson


def look_up(entries: Mapping[str, Entry], number: object, kind: str) -> Entry:
    """Load what is of this `kind` in the lesson of `number`, and return its entry.

    NotFound, which says what there is, if `number` is none of them.
    """
    load(lesson_of(number, kind), [kind])
    if number not in entries:
        same_lesson = [n for n in entries if n.split(".")[0] == number.split(".")[0]]
        raise NotFound(f"There is no {kind} {number}; this lesson has {', '.join(same_lesson)}.")
    return entries[number]
