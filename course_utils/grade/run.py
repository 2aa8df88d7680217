"""Grade submissions, several at a time; go on where a notebook ends the process that runs it."""

import time
from concurrent.futures import ThreadPoolExecutor, as_completed

from course_utils.grade import process, results
from course_utils.grade.results import Grade

STARTS = 5  # how often a notebook is started: each time without the cells that ended its process


def grade_all(submissions, settings, jobs):
    """Yield (submission, its grades, seconds), each as it is finished, `jobs` at a time."""
    pool = ThreadPoolExecutor(jobs)
    tasks = {pool.submit(_timed, one, settings): one for one in submissions}
    try:
        for task in as_completed(tasks):
            yield tasks[task], *task.result()
    except BaseException:  # such as the instructor's Ctrl-C, which workers do not hear
        process.stop()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def _timed(submission, settings):
    start = time.perf_counter()
    try:
        grades = grade(submission, settings)
    except Exception as error:  # one bad notebook never stops the rest
        said = f"the grader failed: {type(error).__name__}: {error}"
        grades = [_grade(submission, number, results.RAISED, said) for number in _all(submission)]
    return grades, time.perf_counter() - start


def grade(submission, settings):
    """Return the list of `Grade`, one for each exercise of a submission."""
    if submission.trouble:
        said = submission.trouble
        return [_grade(submission, n, results.UNREADABLE, said) for n in _all(submission)]
    found = {}
    for told in _told(submission, settings):
        # Of several attempts the last one counts, but an empty cell is no attempt.
        if told["exercise"] not in found or told["result"] not in results.IDLE:
            found[told["exercise"]] = told
    return [_grade(submission, n, **_fields(found.get(n))) for n in _all(submission)]


def _all(submission):
    return submission.exercises or [""]  # no submission goes without a row


def _fields(told):
    if told is None:
        return {"result": results.MISSING, "sentence": "no cell checks it"}
    return {key: told[key] for key in ("result", "sentence", "seconds", "mistakes")}


def _grade(submission, number, result, sentence="", seconds=0.0, mistakes=()):
    return Grade(
        student=submission.student,
        lesson=submission.lesson,
        exercise=number,
        result=result,
        sentence=sentence[: results.LONGEST],
        seconds=seconds,
        file=submission.file,
        mistakes=tuple(mistakes),
    )


def _told(submission, settings):
    """Return what the workers said of the exercises, one worker after the other."""
    told, skip, lost, end = [], [], "", time.monotonic() + 10 * settings.limit
    for _ in range(STARTS):
        job = {
            "cells": submission.cells,
            "exercises": submission.exercises,
            "skip": skip,
            "judged": sorted({one["cell"] for one in told}),
            "seed": settings.seed,
            "limit": settings.limit,
        }
        left = max(end - time.monotonic(), 1)
        messages, wrote = process.work(settings.command, job, left)
        told += [one for one in messages if _is_result(one, submission)]
        begun = [one for one in messages if "begin" in one]
        if {"done": True} in messages:
            return told
        if not begun:  # it has worked before, in `try_out`
            return told + _unseen(submission, told, results.RAISED, f"did not start: {wrote}")
        lost = _how(begun[-1], messages[-1])
        at = begun[-1]["begin"]
        here = {one["exercise"] for one in told if one["cell"] == at}
        numbers = [n for n in submission.cells[at][1] if n not in here]
        told += [_message(at, n, *lost, begun[-1]["limit"]) for n in numbers]
        skip = [*skip, at]
        if time.monotonic() > end:
            break
    said = "not reached: " + lost[1] + ", here or in an earlier cell"
    return told + _unseen(submission, told, lost[0], said)


def _how(begun, ended):
    """Return (result, sentence) for the cell that was at work when the process ended."""
    if ended["ended"] - begun["at"] >= begun["limit"] - 0.5:
        return results.LATE, f"stopped after {begun['limit']:g} seconds"
    return results.RAISED, "the cell ended the process"


def _unseen(submission, told, result, sentence):
    """Give this result to all exercises that stand in the notebook and were not graded."""
    seen = {one["exercise"] for one in told}
    held = [(i, n) for i, (_, numbers) in enumerate(submission.cells) for n in numbers]
    return [_message(i, n, result, sentence) for i, n in held if n not in seen]


def _message(cell, number, result, sentence, seconds=0.0):
    said = {"exercise": number, "result": result, "sentence": sentence, "mistakes": []}
    return {"cell": cell, **said, "seconds": seconds}


def _is_result(message, submission):
    """True for a message of the form that a worker sends."""
    return (
        message.get("exercise") in submission.exercises
        and message.get("result") in results.SIGNS
        and isinstance(message.get("sentence"), str)
        and isinstance(message.get("seconds"), float | int)
        and message.get("cell") in range(len(submission.cells))
        and isinstance(message.get("mistakes"), list)
        and all(isinstance(one, str) for one in message["mistakes"])
    )
