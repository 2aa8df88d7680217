"""Steps of one unit in the last place, drawn and taken, and a guard that takes none twice."""

import math
import random
import threading

import numpy as np

AT_FIRST = 500  # results of a cell that are moved where draws are thrifty
THEN = 1 / 8  # of the others


class Inexact(Exception):
    """An argument has no equal in the other precision."""


class Draws:
    """Draws steps of -1, 0 and +1 unit, in bulk, and takes them.

    Where they are `thrifty`, most results of a long loop are passed by.
    """

    _BULK = 1 << 16

    def __init__(self, seed, thrifty=False):
        self._rng = np.random.Generator(np.random.PCG64(seed))
        self._steps, self._at = np.empty(0, np.float32), 0
        self._thrifty, self._chance = thrifty, random.Random(seed).random
        self.begin_cell()

    def begin_cell(self):
        """Note that a cell begins: thrifty draws move its first results."""
        self._left = AT_FIRST if self._thrifty else math.inf

    def pass_by(self):
        """Return True if the next result is not to be moved."""
        self._left -= 1
        return self._left < 0 and self._chance() > THEN

    def _take(self, count):
        """Return `count` steps, each as a number that lies that way: -inf, 0 or inf."""
        if self._at + count > len(self._steps):
            drawn = self._rng.integers(-1, 2, max(count, self._BULK))
            self._steps, self._at = np.array([0, np.inf, -np.inf], np.float32)[drawn], 0
        self._at += count
        return self._steps[self._at - count : self._at]

    def move(self, values, judge=None, limits=None):
        """Move the entries of a floating-point array in place, but those that are exact.

        `judge()` returns the entries in another precision, or None if it does not know them.
        """
        steps = self._take(values.size).reshape(values.shape)
        if values.size == 1 and not steps.any():
            return
        # Zero is exact, or so small that a step would change its sign.
        moving = (steps != 0) & (values != 0) & np.isfinite(values)
        if judge and (again := judge()) is not None:
            moving &= values != again
        # A step towards itself is none.
        np.nextafter(values, np.where(moving, steps, values), out=values)
        if limits:
            np.clip(values, *limits, out=values)


_thread = threading.local()


class Inside:
    """While an operation calls others, only what it returns is moved, and once."""

    def __enter__(self):
        _thread.inside = True

    def __exit__(self, *_):
        _thread.inside = False


def is_inside():
    """Return True within an operation that calls others, in this thread."""
    return getattr(_thread, "inside", False)
