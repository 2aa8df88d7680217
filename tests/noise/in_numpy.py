"""Noise in NumPy and in Python itself: functions are replaced by some that move their results."""

import builtins
import contextlib
import functools
import math
import sys
from unittest import mock

import numpy as np
import torch
from numpy._core import _methods, fromnumeric

from noise.draws import Inexact, Inside, is_inside

# What is not moved because it belongs to a picture.
_DRAWING = ("matplotlib", "mpl_toolkits", "contourpy", "PIL")

_LINALG = """
    cholesky cond det eig eigh eigvals eigvalsh inv lstsq matrix_power norm pinv qr slogdet solve
    svd svdvals tensorinv tensorsolve
"""
_NUMPY = """
    average convolve corrcoef correlate cov cumprod cumsum dot einsum geomspace inner interp
    logspace percentile polyfit quantile tensordot trapezoid vdot
"""
_MATH = """
    acos acosh asin asinh atan atan2 atanh cbrt cos cosh dist erf erfc exp exp2 expm1 gamma hypot
    lgamma log log10 log1p log2 pow sin sinh tan tanh
"""


def _for_a_picture():
    """Return True if whoever called a function of NumPy or Python draws."""
    frame = sys._getframe(2)
    while frame and frame.f_globals.get("__name__", "").startswith("numpy"):
        frame = frame.f_back
    return bool(frame) and frame.f_globals.get("__name__", "").startswith(_DRAWING)


def _moved(draws, result, judge):
    """Return what NumPy returned, moved: arrays in place, also those in a tuple."""
    if isinstance(result, tuple):
        for place, item in enumerate(result):
            if isinstance(item, np.ndarray):
                _moved(draws, item, lambda place=place: None if judge() is None else judge()[place])
        return result
    if not isinstance(result, np.ndarray | np.generic) or result.dtype not in (
        np.float32,
        np.float64,
    ):
        return result
    values = result if isinstance(result, np.ndarray) else np.array(result)
    draws.move(values, judge)
    return values if values is result else values[()]


def _in_other_precision(value):
    if isinstance(value, torch.Tensor):
        value = value.detach().numpy()
    if isinstance(value, list | tuple):
        return type(value)(map(_in_other_precision, value))
    if not isinstance(value, np.ndarray | np.floating) or value.dtype.kind != "f":
        return value
    other = value.astype(np.float64 if value.dtype == np.float32 else np.float32)
    if not np.array_equal(other, value):
        raise Inexact
    return other


def _function(draws, function):
    """Return a function of NumPy that moves its results."""

    @functools.wraps(function)
    def moved(*args, **kwargs):
        if is_inside() or _for_a_picture():
            return function(*args, **kwargs)

        @functools.cache
        def judge():
            try:
                return function(*map(_in_other_precision, args), **kwargs)
            except (Inexact, TypeError):
                return None

        with Inside():
            return _moved(draws, function(*args, **kwargs), judge)

    return moved


def _reduction(draws, reduce):
    """Return a reduction of NumPy that moves its results."""

    def moved(a, axis=None, dtype=None, out=None, *args, **kwargs):
        result = reduce(a, axis, dtype, out, *args, **kwargs)
        if np.size(a) <= 2 * np.size(result) or is_inside() or _for_a_picture():
            return result
        return _moved(
            draws,
            result,
            lambda: reduce(np.asarray(a, np.longdouble), axis, None, None, *args, **kwargs),
        )

    return moved


def _wrapreduction(draws, original):
    """Return what np.sum and np.prod call; for another type than an array that is a method's."""

    def moved(obj, ufunc, method, axis, dtype, out, **kwargs):
        if ufunc not in (np.add, np.multiply) or _for_a_picture():
            return original(obj, ufunc, method, axis, dtype, out, **kwargs)
        if type(obj) is not np.ndarray and hasattr(obj, method):
            return original(obj, ufunc, method, axis, dtype, out, **kwargs)
        given = {name: value for name, value in kwargs.items() if value is not np._NoValue}
        return _reduction(draws, ufunc.reduce)(obj, axis, dtype, out, **given)

    return moved


def _number(draws, function):
    """Return a function of `math` that moves its result."""

    @functools.wraps(function)
    def moved(*args):
        result = function(*args)
        # Of the results that these functions give exactly, hardly one has so many digits.
        if result in args or float(np.float32(result)) == result or _for_a_picture():
            return result
        return float(_moved(draws, np.float64(result), None))

    return moved


def _summed(draws, original):
    @functools.wraps(original)
    def moved(iterable, /, start=0):
        numbers = list(iterable)
        result = original(numbers, start)
        if type(result) is not float or len(numbers) <= 2 or _for_a_picture():
            return result
        return float(_moved(draws, np.float64(result), lambda: math.fsum([start, *numbers])))

    return moved


@contextlib.contextmanager
def moved_in_numpy_and_python(draws):
    """Move what NumPy and Python return, for the length of a `with`."""
    with contextlib.ExitStack() as stack:

        def replace(owner, name, make):
            if hasattr(owner, name):
                new = make(draws, getattr(owner, name))
                stack.enter_context(mock.patch.object(owner, name, new))

        replace(_methods, "umr_sum", _reduction)
        replace(_methods, "umr_prod", _reduction)
        replace(fromnumeric, "_wrapreduction", _wrapreduction)
        for name in _NUMPY.split():
            replace(np, name, _function)
        for name in _LINALG.split():
            replace(np.linalg, name, _function)
        for name in _MATH.split():
            replace(math, name, _number)
        replace(builtins, "sum", _summed)
        yield
