"""Warnings that a page does without: they are for those who write a library, not for readers."""

import warnings

# fastai compiles a function as it is imported, and from 2.14 on torch warns of that.
_JIT = r"`torch\.jit\.script` is (deprecated|not supported)"


def keep_from_readers():
    """Leave such warnings out from now on; all others are shown."""
    warnings.filterwarnings("ignore", _JIT, FutureWarning)
