"""Where exercises and questions are found by their number, such as '2.1' or '2.q1'."""

import importlib
import re
from collections.abc import Mapping
from typing import TypeVar

Entry = TypeVar("Entry")


class NotFound(ValueError):
    """Nothing stands under that number; the message is a sentence for whoever typed it."""


def look_up(registry: Mapping[str, Entry], number: object, kind: str) -> Entry:
    """Import the answer key of the lesson that `number` ('2.1') belongs to, and return its entry.

    NotFound, which says what there is, if `number` is none of the entries of this `kind`.
    """
    if type(number) is not str:
        like = f'"{number}"' if type(number) in (int, float) and "." in str(number) else '"2.1"'
        raise NotFound(f"The number of the {kind} comes first, in quotes, such as {like}.")
    if not re.fullmatch(r"\d{1,2}\.\w+", number):
        raise NotFound(f'There is no {kind} {number[:20]!r}: its number looks like "2.1".')
    module = f"course_utils.answers.lesson_{int(number.split('.')[0]):02d}"
    try:
        importlib.import_module(module)
    except ModuleNotFoundError as error:
        if error.name != module:
            raise
        raise NotFound(f"There is no {kind} {number}, and no such lesson.") from None
    if number not in registry:
        same_lesson = [n for n in registry if n.split(".")[0] == number.split(".")[0]]
        raise NotFound(f"There is no {kind} {number}; this lesson has {', '.join(same_lesson)}.")
    return registry[number]
