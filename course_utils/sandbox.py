"""Run a student's code so that no accident in it hurts the notebook; malice is another matter."""

import _thread
import builtins
import contextlib
import ctypes
import io
import os
import random
import sys
import threading
import time
import warnings
from dataclasses import dataclass
from unittest import mock

import numpy as np
import torch

LIMIT = 5.0  # seconds one answer may take on all its inputs together
PATIENCE = 0.2  # seconds that code has to end after it was told to
MOST_PRINTED = 10_000  # characters kept of what the code prints


class TimeUp(SystemExit):
    """Raised inside code that runs too long.

    It is no Exception, so that `except Exception` lets it pass, and a SystemExit, so that a thread
    which ends on a late one does so without a word.
    """


class Halt(TimeUp):
    """Raised inside code that caught `TimeUp` and went on: it never gets as far as being caught."""

    def __init__(self):
        while True:
            time.sleep(3600)


class Exited(BaseException):
    """Raised in place of an attempt to end the kernel."""


@dataclass
class Run:
    """What happened: `value` or `error`, `finished` in time or not, and what was `printed`."""

    value: object = None
    error: BaseException | None = None
    finished: bool = True
    printed: str = ""


def run(function, limit=None):
    """Call `function()` in a thread and return a `Run`; never raises what the function raises.

    The random states of torch, NumPy and Python, torch's default dtype and the warning filters are
    put back afterwards. Output is caught. A call that takes longer than `limit` seconds is stopped.
    """
    result, ended = Run(), threading.Event()

    def work():
        try:
            result.value = function()
        except BaseException as error:  # SystemExit and KeyboardInterrupt count as answers, too
            result.error = error
        ended.set()

    output = _Output()
    with _state_kept(), _exits_blocked(), _output_to(output):
        # Without threading.Thread, whose own last lines a late TimeUp would break.
        thread = _thread.start_new_thread(work, ())
        try:
            finished = ended.wait(LIMIT if limit is None else limit)
        finally:  # also when the student interrupts the kernel while it waits
            _stop(thread, ended)
    if not finished:
        return Run(finished=False, printed=output.text)
    result.printed = output.text
    return result


def _stop(thread, ended):
    """End `thread` or halt it: at once, or as soon as it comes back from C."""
    if not ended.is_set():
        _raise_in(thread, TimeUp)
        ended.wait(PATIENCE)
    if not ended.is_set():
        _raise_in(thread, Halt)


def _raise_in(thread, error):
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(error))


@contextlib.contextmanager
def _state_kept():
    torch_state, numpy_state = torch.get_rng_state(), np.random.get_state()
    python_state, dtype = random.getstate(), torch.get_default_dtype()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        torch.set_rng_state(torch_state)
        np.random.set_state(numpy_state)
        random.setstate(python_state)
        torch.set_default_dtype(dtype)


@contextlib.contextmanager
def _exits_blocked():
    """Turn what would end the kernel, or make it wait for typing, into an error of the answer."""

    def refuse(*_, **__):
        raise Exited("the code tried to end Python or to wait for typing")

    with contextlib.ExitStack() as stack:
        for owner, name in [(os, "_exit"), (os, "abort"), (os, "kill"), (builtins, "input")]:
            stack.enter_context(mock.patch.object(owner, name, refuse))
        if "IPython" in sys.modules and (shell := sys.modules["IPython"].get_ipython()):
            stack.enter_context(mock.patch.object(shell, "ask_exit", refuse))
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


@contextlib.contextmanager
def _output_to(stream):
    with contextlib.redirect_stdout(stream), contextlib.redirect_stderr(stream):
        yield
