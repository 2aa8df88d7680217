"""What code changes beside its result, by accident or in passing, put back when it has run.

Not put back is what no accident changes, and what nobody could put back: files, the notebook's own
variables and objects, threads and processes that were started, the locale, options of pandas, other
modules and classes than those named here. What belongs to a thread (the grad mode and the default
device of torch, NumPy's error state and print options, decimal's context, trace functions) ends
with the sandbox's, and only the main thread can set handlers of signals. `stoppable` puts back the
recursion limit.
"""

import builtins
import contextlib
import dataclasses
import gc
import logging
import math
import operator
import os
import random
import sys
import threading
import time
import warnings

import numpy as np
import torch


def _finding_anomalies():
    return torch.is_anomaly_enabled(), torch.is_anomaly_check_nan_enabled()


def _print_options():
    return dataclasses.asdict(torch._tensor_str.PRINT_OPTS)


def _folder():
    with contextlib.suppress(OSError):  # it may have been deleted
        return os.getcwd()


def _into(folder):
    with contextlib.suppress(OSError):
        os.chdir(folder)


def _set_environ(saved):
    os.environ.clear()
    os.environ.update(saved)


def _set_path(saved):
    sys.path[:] = saved


def _set_handlers(saved):
    logging.root.handlers[:] = saved


# How each is read, and how it is written.
_ALWAYS_WRITTEN = [
    (torch.get_rng_state, torch.set_rng_state),
    # np.random is imported when it is first used.
    (lambda: np.random.get_state(), lambda saved: np.random.set_state(saved)),
    (random.getstate, random.setstate),
    # A thread sets it for itself and for all that are still to come, which no other thread sees.
    (torch.get_num_threads, torch.set_num_threads),
]
_SETTINGS = [
    (torch.get_default_dtype, torch.set_default_dtype),
    (torch.get_deterministic_debug_mode, torch.set_deterministic_debug_mode),
    (_finding_anomalies, lambda saved: torch.set_anomaly_enabled(*saved)),
    (_print_options, lambda saved: torch.set_printoptions(**saved)),
    (sys.getswitchinterval, sys.setswitchinterval),
    (gc.isenabled, lambda saved: gc.enable() if saved else gc.disable()),
    (_folder, _into),
    (lambda: dict(os.environ), _set_environ),
    (lambda: sys.path[:], _set_path),
    # The first warning that is logged makes one, of the answer's sys.stderr: nobody saw a second.
    (lambda: logging.root.handlers[:], _set_handlers),
    (lambda: logging.root.level, logging.root.setLevel),
]

# Whose functions are put back: what lessons use, and what would break without a word.
_SHARED = [builtins, math, os, random, sys, threading, time]
_SHARED += [np, torch, torch.nn, torch.nn.functional, torch.Tensor]


@contextlib.contextmanager
def restored():
    """Put back, at the end, what the code inside has changed; warnings are ignored meanwhile.

    Gives a context manager for an import: what a library patches when it is loaded is to stay.
    """
    functions = _Functions()
    with contextlib.ExitStack() as stack:
        for read, write in _ALWAYS_WRITTEN:
            stack.callback(write, read())
        for read, write in _SETTINGS:
            stack.callback(_write_if_changed, read, write, read())
        stack.enter_context(_figures_kept())
        stack.callback(functions.restore)
        stack.enter_context(warnings.catch_warnings())
        warnings.simplefilter("ignore")
        yield functions.changing


def _write_if_changed(read, write, saved):
    if read() != saved:
        write(saved)


class _Functions:
    """The functions of everything in `_SHARED`, as they are to be."""

    def __init__(self):
        self._kept = _namespaces()

    @contextlib.contextmanager
    def changing(self):
        """Keep what the code inside changes."""
        before = _namespaces()
        try:
            yield
        finally:
            for kept, old, owner in zip(self._kept, before, _SHARED, strict=True):
                now = vars(owner).items()
                kept.update((name, value) for name, value in now if old.get(name) is not value)

    def restore(self):
        for kept, owner in zip(self._kept, _SHARED, strict=True):
            now = vars(owner)
            if now.keys() == kept.keys() and all(map(operator.is_, now.values(), kept.values())):
                continue  # mostly
            for name, value in kept.items():
                if callable(value) and now.get(name) is not value:
                    setattr(owner, name, value)
            if isinstance(owner, type):  # what is added to a class may hide what it inherits
                for name in now.keys() - kept.keys():
                    delattr(owner, name)


def _namespaces():
    return [dict(vars(owner)) for owner in _SHARED]


@contextlib.contextmanager
def _figures_kept():
    """Put back the settings of pyplot, if it is there, and close the figures that were opened."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    # As of a plain dict: to read the backend through rcParams is to choose one.
    settings = dict(dict.items(pyplot.rcParams)) if pyplot else {}
    settings.pop("backend", None)
    opened = set(pyplot.get_fignums()) if pyplot else set()
    try:
        yield
    finally:
        if pyplot := sys.modules.get("matplotlib.pyplot"):  # it may have come only now
            dict.update(pyplot.rcParams, settings)
            for number in set(pyplot.get_fignums()) - opened:
                pyplot.close(number)
