"""Grade one submission: run it, run it on where a cell ends its process, judge what came."""

import time
from collections.abc import Iterator

from course_utils.grade import process, results
from course_utils.grade.judge import Judge
from course_utils.grade.process import Heard, Setting
from course_utils.grade.results import Grade
from course_utils.grade.submissions import Submission

STARTS = 5  # how often a notebook is started: each time without the cells that ended its process

_ENDED = {
    "time": (results.LATE, "stopped: it took too long, and did not listen"),
    "the time for a whole notebook": (results.LATE, "stopped: the whole notebook took too long"),
    "memory": (results.RAISED, "stopped: it took more memory than it may"),
    "processes": (results.RAISED, "stopped: it started more processes than it may"),
    "output": (results.RAISED, "stopped: it wrote without end"),
    "": (results.RAISED, "the cell ended the process"),
}


def grade(submission: Submission, setting: Setting, judge: Judge) -> list[Grade]:
    """Return a grade for each exercise of a submission."""
    if submission.trouble:
        return _all(submission, results.UNREADABLE, submission.trouble)
    found: dict[str, Grade] = {}
    for one in _told(submission, setting, judge):
        # Of several attempts the last one counts, but an empty cell is no attempt.
        if one.exercise not in found or one.result not in results.IDLE:
            found[one.exercise] = one
    return [found.get(n) or _missing(n) for n in submission.exercises or [""]]


def failed(submission: Submission, error: Exception) -> list[Grade]:
    """Return the grades where the grader itself broke: nothing is known of the answers."""
    said = f"the grader failed: {type(error).__name__}: {error}"
    return _all(submission, results.UNJUDGED, said)


def _all(submission, result, said):
    # No submission goes without a row.
    return [Grade(number, result, said) for number in submission.exercises or [""]]


def _missing(number):
    return Grade(number, results.MISSING, "no cell checks it")


def _told(submission: Submission, setting: Setting, judge: Judge) -> Iterator[Grade]:
    """Yield what came of the exercises, one process after the other."""
    papers = judge.papers(submission.exercises)
    told: set[tuple[int, str]] = set()  # cells and their exercises
    skip, end = [], time.monotonic() + setting.limits.notebook
    for _ in range(STARTS):
        job = {
            "cells": submission.cells,
            "papers": papers,
            "skip": skip,
            "judged": sorted({cell for cell, _ in told}),
            "limits": setting.limits.as_job(),
            "files": submission.files,
        }
        heard = process.work(setting, job, max(end - time.monotonic(), 1))
        for cell, number, one in _grades(heard, submission, judge):
            told.add((cell, number))
            yield one
        begun = [one["begin"] for one in heard.messages if _is_cell(one.get("begin"), submission)]
        if {"done": True} in heard.messages:
            return
        result, said = _ENDED[heard.ended]
        if not begun:
            why = next((one["broken"] for one in heard.messages if "broken" in one), heard.wrote)
            said = f"did not start: {why or said}"
            yield from _unseen(submission, told, result, said)
            return
        at = begun[-1]
        for number in submission.cells[at][1]:
            if (at, number) not in told:
                told.add((at, number))
                yield Grade(number, result, said)
        skip = [*skip, at]
        if time.monotonic() > end:
            break
    yield from _unseen(submission, told, result, f"not reached: {said}, here or in an earlier cell")


def _is_cell(place, submission):
    return type(place) is int and 0 <= place < len(submission.cells)


def _unseen(submission, told, result, said):
    """Yield this result for all exercises that stand in the notebook and were not graded."""
    seen = {number for _, number in told}
    held = dict.fromkeys(number for _, numbers in submission.cells for number in numbers)
    yield from (Grade(number, result, said) for number in held if number not in seen)


def _grades(heard: Heard, submission: Submission, judge: Judge) -> Iterator:
    """Yield (cell, exercise, grade) for each message that tells of an exercise."""
    for message in heard.messages:
        number, cell = message.get("exercise"), message.get("cell")
        if number in submission.exercises and _is_cell(cell, submission):
            yield cell, number, _grade(number, message, judge)


def _grade(number, message, judge):
    seconds = message.get("seconds")
    seconds = float(seconds) if type(seconds) in (int, float) else 0.0
    if "handed" in message:
        try:
            verdict = judge.verdict(number, list(message["handed"]))
        except (ValueError, TypeError) as error:
            return Grade(number, results.FORGED, f"expected what a check sends; {error}", seconds)
        return results.of_verdict(number, verdict, seconds)
    for what, result in [("missing", results.MISSING), ("raised", results.RAISED)]:
        if what in message:
            return Grade(number, result, _short(message[what]), seconds)
    if "late" in message:
        said = f"stopped after {_short(message['late'])} seconds"
        return Grade(number, results.LATE, said, seconds)
    return Grade(number, results.FORGED, "expected what a check sends", seconds)


def _short(value):
    text = f"{value:g}" if isinstance(value, float) else str(value)
    return text[: results.LONGEST]
