"""What is raised in code whose time is up: it is to hear, to end, or else to sleep for good.

It comes between any two steps of the code. So what is done here can be broken off anywhere, and is
then done again; and no lock of a library is kept.
"""

import os
import sys
import threading
import time

_LIBRARIES = (os.path.dirname(os.__file__), os.path.dirname(__file__), "<frozen ")


class TimeUp(SystemExit):
    """Raised inside code that runs too long.

    It is no Exception, so that `except Exception` lets it pass, and a SystemExit, so that a thread
    which ends on a late one does so without a word.
    """


class Event:
    """As threading.Event, which may stay locked for good where an exception breaks off its `set`.

    The thread sets it wherever it is told to stop, and may be told so again meanwhile.
    """

    def __init__(self):
        self._is_set, self._lock = False, threading.Lock()
        self._lock.acquire()

    def is_set(self):
        """True once it was set."""
        return self._is_set

    def set(self):
        """Let nobody wait any more; also when it was broken off, or is done again."""
        self._is_set = True
        self._release()

    def wait(self, timeout):
        """Wait until it is set, for `timeout` seconds at most; return True if it is."""
        if not self._is_set and self._lock.acquire(timeout=timeout):
            self._release()  # for whoever else waits
        return self._is_set

    def _release(self):
        try:
            self._lock.release()
        except RuntimeError:
            pass  # it is released, or there was no room for the call: who waits looks again later


def noting(heard):
    """Return a kind of TimeUp that sets the event `heard` when it is raised."""

    class NotingTimeUp(TimeUp):
        def __init__(self):
            heard.set()

    return NotingTimeUp


def halting(ended):
    """Return a kind of TimeUp for code that caught one and goes on: its next line is its last.

    What a library does for it comes to an end first: it may hold a lock, of a progress bar or of
    NumPy's generator, that nobody else would ever get. Then it sets the event `ended`, and sleeps.
    """

    def trace(frame, event, _):
        if is_of_a_library(frame):
            return None
        if event in ("call", "line"):
            sleep_for_good()
        return trace

    def sleep_for_good():
        sys.settrace(None)  # to trace one thread slows down all of them
        try:
            ended.set()
        except BaseException:
            if not ended.is_set():
                raise  # it will be told again
        while True:
            time.sleep(3600)

    class Halt(TimeUp):
        def __init__(self):
            sys.settrace(trace)
            frame = sys._getframe(1)
            while frame:
                frame.f_trace = trace
                frame = frame.f_back

    return Halt


def is_of_a_library(frame):
    """True for a frame of the standard library, an installed package or what checks answers."""
    path = frame.f_code.co_filename
    return path.startswith(_LIBRARIES) or f"-packages{os.sep}" in path
