"""Run a student's code so that no accident in it hurts the notebook; malice is another matter.

What an answer may use of time is in `stoppable`, what is put back after it in `restored`. Nothing
here helps against C that keeps the interpreter to itself (a regular expression that backtracks for
ever, 10**10**9): nobody else can run until it returns.
"""

import builtins
import collections
import contextlib
import io
import os
import signal
import sys
import threading
from dataclasses import dataclass
from unittest import mock

from course_utils.checking.restored import restored
from course_utils.checking.stoppable import Stoppable
from course_utils.checking.time_up import TimeUp

__all__ = ["LIMIT", "Exited", "Run", "TimeUp", "is_inside", "run"]

LIMIT = 5.0  # seconds of the processor that one answer may take on all its inputs together
MOST_PRINTED = 10_000  # characters kept of what the code prints

# What the last runs printed to. `print` holds no reference to its stream: if one were freed while
# stopped code, or a thread that the code started, is still printing, the kernel would crash.
_last_streams = collections.deque(maxlen=100)

# One run at a time in all threads: two would put back what the other one has patched.
_turn = threading.Lock()
_here = threading.local()


class Exited(BaseException):
    """Raised in place of what an answer is not to do, such as to end the kernel."""


@dataclass
class Run:
    """What happened: `value` or `error`, `finished` in time or not, and what was `printed`."""

    value: object = None
    error: BaseException | None = None
    finished: bool = True
    printed: str = ""


def run(function, limit=None):
    """Call `function()` in a thread and return a `Run`; never raises what the function raises.

    What it changes beside its result is put back, and its output is caught. A call that takes more
    than `limit` seconds of the processor, imports apart, is stopped; so is one that waits for long.
    In a run there is but the call: the run around it has the clock, and puts back.
    """
    if is_inside():
        return _within(function)

    def work():
        _here.is_inside = True
        return function()

    output = _Output()
    _last_streams.append(output)
    with (
        _turn,
        _interrupts_later() as interrupts,
        restored() as around_import,
        _exits_blocked(),
        _streams(output),
    ):
        call = Stoppable(work, around_import)
        finished = call.run(LIMIT if limit is None else limit, lambda: bool(interrupts))
    if not finished:
        return Run(finished=False, printed=output.text)
    return Run(call.value, call.error, printed=output.text)


def is_inside():
    """True for the code that a run has called."""
    return getattr(_here, "is_inside", False)


def _within(function):
    try:
        return Run(function())
    except TimeUp:
        raise
    except BaseException as error:  # as in a run of its own
        return Run(error=error)


def _refuse(*_, **__):
    raise Exited("the code tried to end Python or to wait for typing")


def _only_in_children(end):
    """Return `end`, refused to the kernel: a process that it forked has no other way to end."""
    kernel = os.getpid()
    return lambda *args: _refuse() if os.getpid() == kernel else end(*args)


def _only_others(kill):
    """Return `kill`, refused where it hits the kernel or what the kernel hangs on.

    A pool ends its workers with it.
    """
    kept = {os.getpid(), os.getppid()}
    return lambda pid, *args: _refuse() if pid <= 0 or pid in kept else kill(pid, *args)


@contextlib.contextmanager
def _interrupts_later():
    """Let an interrupt of the kernel come when all is put back; gives a list of those that wait.

    Between any two lines here it would leave something patched, or a lock held, for good. The third
    does not wait: whoever asks so often sees something hang.
    """
    came, handler = [], signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or not callable(handler):
        yield came  # nothing raises an interrupt here
        return

    def note(*args):
        came.append(True)
        if len(came) > 2:
            handler(*args)

    signal.signal(signal.SIGINT, note)
    try:
        yield came
    finally:
        signal.signal(signal.SIGINT, handler)
        if came:
            signal.raise_signal(signal.SIGINT)


@contextlib.contextmanager
def _exits_blocked():
    """Turn what would end the kernel, or make it wait for typing, into an error of the answer."""
    doors = [
        (os, "_exit", _only_in_children(os._exit)),
        (os, "abort", _only_in_children(os.abort)),
        (os, "kill", _only_others(os.kill)),
        (builtins, "input", _refuse),
    ]
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    for owner, name in [(shell, "ask_exit"), (getattr(shell, "kernel", None), "do_shutdown")]:
        if hasattr(owner, name):  # not every shell has them
            doors.append((owner, name, _refuse))
    with contextlib.ExitStack() as stack:
        for door in doors:
            stack.enter_context(mock.patch.object(*door))
        yield


class _Output(io.TextIOBase):
    """A stream that keeps the beginning of what is written to it and cannot be closed."""

    def __init__(self):
        self.text = ""

    def write(self, text):
        self.text += text[: MOST_PRINTED - len(self.text)]
        return len(text)

    def close(self):
        pass


class _Input(io.TextIOBase):
    """A stream that nobody types into, and that cannot be closed: `exit()` tries to."""

    read = readline = __next__ = _refuse

    def close(self):
        pass


_INPUT = _Input()  # one for all runs, for `input` holds no reference to it either


@contextlib.contextmanager
def _streams(output):
    with (
        contextlib.redirect_stdout(output),
        contextlib.redirect_stderr(output),
        mock.patch.object(sys, "stdin", _INPUT),
    ):
        yield
