"""Grade on this machine, several submissions at a time, each by a process of the grader's own."""

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool

from course_utils.grade import bench
from course_utils.grade.bench import Terms
from course_utils.grade.submissions import Submission

TRIES = 3  # pools, one after the other, if the system ends a process of the grader's


def grade_all(submissions: list[Submission], terms: Terms, jobs: int) -> Iterator:
    """Yield (submission, grades, seconds), each as it is finished, `jobs` at a time."""
    if min(jobs, len(submissions)) < 2:  # then a process beside this one would only cost time
        yield from ((one, *bench.grade(one, terms)) for one in submissions)
        return
    left = dict(enumerate(submissions))
    for tried in range(1, TRIES + 1):
        try:
            for place, grades, seconds in _in_a_pool(left, terms, jobs):
                yield left.pop(place), grades, seconds
            return
        except BrokenProcessPool:
            if tried == TRIES:
                raise


def _in_a_pool(submissions: dict[int, Submission], terms: Terms, jobs: int) -> Iterator:
    pool = ProcessPoolExecutor(jobs, mp_context=_context(), initializer=_begin)
    try:
        tasks = {pool.submit(_grade, one, terms): n for n, one in submissions.items()}
        for task in as_completed(tasks):
            yield tasks[task], *task.result()
    except BaseException:  # such as the instructor's Ctrl-C
        for process in list((pool._processes or {}).values()):
            process.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def _context():
    """Return how processes are started: as forks of one that has imported torch, if that is safe.

    On macOS its libraries may end a fork that calls them.
    """
    if sys.platform != "linux":
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([bench.__name__])
    return context


def _grade(submission: Submission, terms: Terms):
    try:
        return bench.grade(submission, terms)
    except SystemExit:  # it is told to end; the pool would have it go on with the next one
        os._exit(1)


def _begin():
    """Let this process end with the grader, and end what it runs when it is told to end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the grader hears it, and tells
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))

    def wait():
        multiprocessing.parent_process().join()
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()
