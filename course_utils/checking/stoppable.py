"""Call a function in a thread of its own and stop it when its time is up, but never in an import.

What counts is the processor time of the thread: a busy machine makes nobody late. The time that
goes by is capped, too, for code that sleeps or waits. Imports do not count, for torch, sympy or
fastai may take longer to load than any answer may take.

An exception in the middle of an import would leave a module half made for as long as the kernel
lives. So each import passes a gate, and the gate is held by whoever is about to stop the thread.
One that brings nothing costs time like all else: code may try it again for ever.
Only an import that seems never to end is stopped itself, and what it has begun is forgotten.

What is raised in the code, and what comes of it there, is in `time_up`.
"""

import _thread
import contextlib
import ctypes
import functools
import importlib._bootstrap
import sys
import threading
import time
from unittest import mock

from course_utils.checking.time_up import Event, TimeUp, halting, is_of_a_library, noting

PATIENCE = 0.2  # seconds that code has to end once it has heard that its time is up
LEAVING = 0.6  # seconds until code that does not hear, since it is in C, is left to itself
LOOKING = 0.1  # seconds in which to catch the code in its own lines, where it is told best
WAITING = 6  # times its limit: how long code may wait, or be kept waiting, imports apart
IMPORTING = 120.0  # seconds that one import may take
_POLL = 0.02  # seconds between two looks at the clock


class Stoppable:
    """One call of `function`: run it, then read its `value` or its `error`.

    What the function imports, it imports in `around_import()`, a context manager.
    """

    def __init__(self, function, around_import=contextlib.nullcontext):
        self.value = self.error = None
        self._function, self._around_import = function, around_import
        self._find_and_load = importlib._bootstrap._find_and_load
        # Reentrant: a thread that is told to stop just as it takes the gate can take it again.
        self._gate = threading.RLock()
        self._ended, self._heard = Event(), Event()
        self._is_over = self._is_importing = self._is_halted = False
        self._import_deadline = 0.0
        # What does not count: seconds on the thread's clock, and on the wall's.
        self._free_work, self._free_wait = 0.0, time.monotonic()
        self._thread = self._clock = None
        self._time_up = noting(self._heard)
        self._recursion_limit = sys.getrecursionlimit()

    def run(self, limit, is_interrupted=lambda: False):
        """Return True once the call has ended, or False if it took more than `limit` seconds.

        False, too, once `is_interrupted()`. Then it ends a little later: when it comes back from C,
        or from its import.
        """
        with (
            # What `import` statements, importlib.import_module and lazy modules have in common.
            mock.patch.object(importlib._bootstrap, "_find_and_load", self._import),
            mock.patch.object(sys, "unraisablehook", _without_time_up(sys.unraisablehook)),
        ):
            # Without threading.Thread, whose own last lines a late TimeUp would break.
            self._thread = _thread.start_new_thread(self._work, ())
            try:
                while not self._ended.wait(_POLL):
                    if is_interrupted() or self._is_late(limit):
                        break
            finally:  # whatever broke
                self._stop()
                self._restore_recursion_limit()
        return not self._is_over

    def _work(self):
        try:
            self._thread, clock = threading.get_ident(), _clock_of_this_thread()
            self._free_work, self._clock = clock(), clock
            try:
                self.value = self._function()
            except BaseException as error:  # SystemExit and KeyboardInterrupt count as answers, too
                self.error = error
            self._finish()
        except TimeUp:  # it came between these lines
            self._finish()

    def _finish(self):
        with self._gate:  # nobody may stop a thread that is gone: its number may be another's
            self._ended.set()
            self._heard.set()

    def _import(self, *args):
        """Stand in for `importlib._bootstrap._find_and_load`: import what is not yet there."""
        if threading.get_ident() != self._thread or self._is_importing:
            return self._find_and_load(*args)
        self._import_deadline = time.monotonic() + IMPORTING
        with self._gate:
            if self._is_over:
                raise self._time_up
            known, work, wait = set(sys.modules), self._clock(), time.monotonic()
            self._is_importing = True
            try:
                with self._around_import():
                    return self._find_and_load(*args)
            except TimeUp:
                _forget_orphans(set(sys.modules) - known)
                raise
            finally:
                self._is_importing = False
                if not known.issuperset(sys.modules):
                    self._free_work += self._clock() - work
                    self._free_wait += time.monotonic() - wait
                if self._is_over:
                    raise self._time_up

    def _is_late(self, limit):
        if not self._gate.acquire(timeout=_POLL):  # an import may follow close upon another
            return self._is_importing and time.monotonic() > self._import_deadline
        try:
            if self._ended.is_set() or self._clock is None:
                return False
            waited = time.monotonic() - self._free_wait
            worked = min(self._clock() - self._free_work, waited)
            return worked > limit or waited > WAITING * limit
        finally:
            self._gate.release()

    def _stop(self):
        if not self._ended.is_set():
            self._is_over = True
            _thread.start_new_thread(self._end, ())
            self._ended.wait(LEAVING)

    def _end(self):
        """Tell the thread that its time is up until it hears; halt it if it does not listen."""
        self._insist(self._time_up, self._heard)
        if not self._ended.wait(PATIENCE):
            self._is_halted = True
            self._insist(halting(self._ended), self._ended)

    def _restore_recursion_limit(self):
        """Put it back, but do not lower it under code that is still there: Python might abort."""
        is_gone = self._ended.is_set() and not self._is_halted
        if is_gone or sys.getrecursionlimit() < self._recursion_limit:
            sys.setrecursionlimit(self._recursion_limit)

    def _insist(self, error, done):
        """Raise `error` in the thread until the event `done` says that it was raised.

        The thread may be in C, something in C may not pass it on, or there is no room for it at the
        bottom of a recursion.
        """
        pause = _POLL
        self._raise(error)
        while not done.wait(pause):
            self._raise(error)
            pause = min(1, 1.05 * pause)

    def _raise(self, error):
        """Raise `error` in the thread, after the import that it may be in, if that ever ends.

        Best not in a library, which may hold a lock and not expect to be broken off.
        """
        end = time.monotonic() + LOOKING
        while not self._raise_now(error, anywhere=time.monotonic() > end):
            time.sleep(0.001)

    def _raise_now(self, error, anywhere):
        held = self._gate.acquire(timeout=max(PATIENCE, self._import_deadline - time.monotonic()))
        try:
            if self._ended.is_set():
                return True
            frame = sys._current_frames().get(self._thread)
            if not anywhere and (frame is None or is_of_a_library(frame)):
                return False
            thread, error = ctypes.c_ulong(self._thread), ctypes.py_object(error)
            ctypes.pythonapi.PyThreadState_SetAsyncExc(thread, error)
            return True
        finally:
            if held:
                self._gate.release()


def _without_time_up(hook):
    """Return `hook` for what Python can raise nowhere, but for a TimeUp.

    One may come in the middle of a __del__ or of a weak reference's callback.
    """

    def told(unraisable):
        if not issubclass(unraisable.exc_type, TimeUp):
            hook(unraisable)

    return told


def _clock_of_this_thread():
    """Return a function that tells, in any thread, the processor time of this one.

    Where a system has no such clock, it tells the time of all threads.
    """
    if not hasattr(time, "pthread_getcpuclockid"):
        return time.process_time
    return functools.partial(time.clock_gettime, time.pthread_getcpuclockid(threading.get_ident()))


def _forget_orphans(names):
    """Forget those modules whose package importlib has forgotten: a new one would not know them."""
    for name in sorted(names):  # a package before what is in it
        package = name.rpartition(".")[0]
        if package and package not in sys.modules:
            sys.modules.pop(name, None)
