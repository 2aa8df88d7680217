"""One worker process: start it, hand it its job, wait no longer than allowed, read what it said."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from course_utils.publish import notebooks

_running = set()
_stopped = threading.Event()


class GradingError(RuntimeError):
    """Nothing can be graded; the message says why."""


@dataclass(frozen=True)
class Settings:
    """How to grade.

    `limit` is in seconds for a cell, ten times that for a notebook. `prefix` is put before the
    command of each process, and `python` is the interpreter in it. All answers are tried on inputs
    drawn from the same `seed`.
    """

    limit: float = 60
    prefix: tuple = ()
    python: str = sys.executable
    seed: int = 0

    @property
    def command(self):
        """The command that starts a worker."""
        return [*self.prefix, self.python, "-P", "-m", "course_utils.grade.worker"]


def try_out(settings):
    """Start a worker with nothing to do. GradingError, with what it wrote, where that fails."""
    job = {"cells": [], "exercises": [], "skip": [], "judged": [], "seed": 0, "limit": 60}
    command = " ".join(settings.command)
    try:
        messages, wrote = work(settings.command, job, 120)
    except OSError as error:
        raise GradingError(f"{command}: {error}") from error
    if {"done": True} not in messages:
        raise GradingError(f"expected a grader that answers; {command} wrote:\n{wrote.strip()}")


def work(command, job, seconds):
    """Run a worker, for at most so many seconds; return (its messages, what it wrote on stderr).

    The last message is {"ended": when}. Files, not pipes: no child of a child can keep them open.
    """
    if _stopped.is_set():
        raise GradingError("the grading was interrupted")
    with _folder() as folder, contextlib.ExitStack() as stack:
        asked, said, wrote = (stack.enter_context(tempfile.TemporaryFile()) for _ in range(3))
        asked.write(json.dumps(job).encode())
        asked.seek(0)
        process = subprocess.Popen(
            command,
            stdin=asked,
            stdout=said,
            stderr=wrote,
            cwd=Path(folder, "notebooks"),
            env=notebooks.environment_with({"IPYTHONDIR": f"{folder}/ipython"}),
            start_new_session=True,
        )
        _running.add(process)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
        ended = {"ended": time.time()}
        _end(process)
        return [*_read(said), ended], _text(wrote)


def stop():
    """End every process that is still at work, and start no other."""
    _stopped.set()
    for process in list(_running):
        _end(process)


def _end(process):
    """End a process and what it started, as far as that is ours."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(10)
    _running.discard(process)


@contextlib.contextmanager
def _folder():
    """Make a folder for a notebook to run in."""
    with tempfile.TemporaryDirectory(prefix="grading-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)  # for another user, who may look and not write
        Path(folder, "notebooks").mkdir()
        yield folder


def _read(file):
    """Return the messages in a file, and nothing of what else may be in it."""
    file.seek(0)
    messages = []
    for line in file:
        with contextlib.suppress(ValueError):
            messages.append(json.loads(line))
    return [message for message in messages if isinstance(message, dict)]


def _text(file, most=2000):
    file.seek(0)
    return file.read(most).decode(errors="replace")
