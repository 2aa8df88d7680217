"""Where submissions are graded: in this process, which keeps a judge and a copy of the course."""

import atexit
import contextlib
import functools
import platform
import time
from dataclasses import dataclass, field

from course_utils.grade import grading
from course_utils.grade.judge import Judge, Key
from course_utils.grade.limits import Limits
from course_utils.grade.process import GradingError, Setting, work
from course_utils.grade.results import Grade
from course_utils.grade.shut_in import Walls, course_without_key
from course_utils.grade.submissions import Submission

_kept = contextlib.ExitStack()
atexit.register(_kept.close)


@dataclass(frozen=True)
class Terms:
    """What all submissions are graded by: the seed of the inputs, a private key, walls, limits."""

    seed: int
    walls: Walls
    key: Key = ()
    limits: Limits = field(default_factory=Limits)
    python: str = ""


def grade(submission: Submission, terms: Terms) -> tuple[list[Grade], float]:
    """Return the grades of a submission and the seconds it took; never raises an `Exception`."""
    start = time.perf_counter()
    try:
        grades = grading.grade(submission, _setting(terms), _judge(terms.seed, terms.key))
    except Exception as error:  # one bad notebook never stops the rest
        grades = grading.failed(submission, error)
    return grades, time.perf_counter() - start


def try_out(terms: Terms) -> None:
    """Start a process with nothing to do; GradingError, with what it wrote, if that fails."""
    job = {"cells": [], "papers": _judge(terms.seed, terms.key).papers([]), "skip": []}
    setting = _setting(terms)
    job |= {"judged": [], "limits": terms.limits.as_job(), "files": {}}
    heard = work(setting, job, 120)
    said = {name: value for message in heard.messages for name, value in message.items()}
    if "done" not in said:
        wrote = said.get("broken") or heard.wrote.strip() or heard.ended or "nothing"
        raise GradingError(f"expected a process for notebooks that answers; it wrote:\n{wrote}")
    here, there = (str(one).split(".")[:2] for one in (platform.python_version(), said["python"]))
    if here != there:  # what one writes of a function, another cannot read
        raise GradingError(
            f"expected notebooks to run on Python {'.'.join(here)}, as this; "
            f"it is {'.'.join(there)}"
        )


@functools.cache
def _judge(seed, key):
    return Judge(seed, key)


@functools.cache
def _setting(terms):
    course = _kept.enter_context(course_without_key())
    python = {"python": terms.python} if terms.python else {}
    return Setting(terms.walls, course, terms.limits, **python)
