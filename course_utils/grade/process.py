"""One process for a notebook: start it, hand it its job, hear it, and end it in time."""

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from course_utils.grade.limits import MB, Limits
from course_utils.grade.shut_in import Walls

GRACE = 5.0  # seconds beyond those that a process was given, in which it should stop itself
STARTING = 120.0  # seconds until it says its first word
# What a process cannot do without, on one system or another; no password is among it.
_KEPT = {"PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "SYSTEMROOT", "TEMP", "TMP", "PATHEXT"}
_LOOK = 0.25  # seconds between two looks at what it takes
_MODULE = "course_utils.grade.student"


class GradingError(RuntimeError):
    """Nothing can be graded; the message says why."""


@dataclass(frozen=True)
class Setting:
    """How a notebook's process is run: between which `walls`, with a copy of the `course`."""

    walls: Walls
    course: str
    limits: Limits = field(default_factory=Limits)
    python: str = sys.executable


@dataclass
class Heard:
    """What a process said, how it `ended` ('' if by itself), and what it `wrote` on stderr."""

    messages: list[dict] = field(default_factory=list)
    ended: str = ""
    wrote: str = ""


def work(setting: Setting, job: dict, seconds: float) -> Heard:
    """Run a process on a job, for at most so many seconds; GradingError if it cannot be started."""
    with _folder() as folder, tempfile.TemporaryFile() as wrote:
        try:
            process = _start(setting, folder, wrote)
        except OSError as error:
            raise GradingError(f"a notebook's process cannot be started: {error}") from error
        try:
            heard = _listen(process, job, seconds, setting.limits)
        finally:
            _end(process)
        heard.wrote = _text(wrote)
        return heard


def _start(setting, folder, wrote):
    command = [setting.python, "-P", "-m", _MODULE]
    return subprocess.Popen(
        setting.walls.command(command, setting.course),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=wrote,
        cwd=folder,
        env=_environment(setting.walls.seen(setting.course), folder),
        start_new_session=True,
    )


def _environment(course, folder):
    """Return the little of this process's environment that a notebook needs."""
    kept = {name: value for name, value in os.environ.items() if name.upper() in _KEPT}
    home = "/tmp" if os.name == "posix" else folder
    homes = {"HOME": home, "IPYTHONDIR": f"{home}/ipython", "MPLCONFIGDIR": f"{home}/mpl"}
    own = {"PYTHONPATH": course, "PYTHONDONTWRITEBYTECODE": "1", "MPLBACKEND": "agg"}
    return kept | homes | own | {"USER": "student", "LOGNAME": "student"}


def _listen(process, job, seconds, limits):
    """Hear a process until it ends, or takes more than it may."""
    said: queue.Queue = queue.Queue()
    threading.Thread(target=_hand_over, args=(process.stdin, job), daemon=True).start()
    threading.Thread(target=_read, args=(process.stdout, said, limits), daemon=True).start()
    heard = Heard()
    begin = time.monotonic()
    deadline, until = begin + seconds, begin + STARTING
    while not heard.ended:
        with contextlib.suppress(queue.Empty):
            message = said.get(timeout=_LOOK)
            if message is None:
                break
            if isinstance(message, str):
                heard.ended = message
                break
            heard.messages.append(message)
            until = time.monotonic() + _seconds(message, limits) + GRACE
            if "done" in message:
                break
            continue
        if time.monotonic() > until:
            heard.ended = "time"
        elif time.monotonic() > deadline:
            heard.ended = "the time for a whole notebook"
        else:
            heard.ended = _too_much(process, limits)
    return heard


def _seconds(message, limits):
    given = message.get("seconds")
    if "begin" in message and isinstance(given, int | float):
        return min(max(given, 0.0), limits.notebook)
    return limits.cell


def _hand_over(stdin, job):
    with contextlib.suppress(OSError), stdin:  # it may have ended
        stdin.write(json.dumps(job).encode())


def _read(stdout, said, limits):
    """Put each message into a queue, then None; a text if more came than may."""
    left = int(limits.output * MB)
    with contextlib.suppress(OSError), stdout:
        while line := stdout.readline(left + 1):
            left -= len(line)
            if left < 0:
                said.put("output")
                return
            with contextlib.suppress(ValueError, RecursionError):
                message = json.loads(line)
                if isinstance(message, dict):
                    said.put(message)
    said.put(None)


def _too_much(process, limits):
    """Return 'memory' or 'processes' if all that was started takes more than it may, else ''."""
    with contextlib.suppress(psutil.Error):
        whole = psutil.Process(process.pid)
        family = [whole, *whole.children(recursive=True)]
        if len(family) > limits.processes:
            return "processes"
        if sum(_resident(one) for one in family) > limits.memory * MB:
            return "memory"
    return ""


def _resident(process):
    with contextlib.suppress(psutil.Error):
        return process.memory_info().rss
    return 0


def _end(process):
    """End a process and what it started, as far as that is ours."""
    family = _family(process)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL) if hasattr(os, "killpg") else process.kill()
    for one in family:
        with contextlib.suppress(psutil.Error):
            one.kill()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(10)


def _family(process) -> list[psutil.Process]:
    with contextlib.suppress(psutil.Error):
        return psutil.Process(process.pid).children(recursive=True)
    return []


@contextlib.contextmanager
def _folder() -> Iterator[str]:
    """Make a folder for a notebook to run in."""
    with tempfile.TemporaryDirectory(prefix="grading-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)  # for another user, who may look and not write
        yield folder


def _text(file, most=2000):
    file.seek(0)
    return file.read(most).decode(errors="replace")
