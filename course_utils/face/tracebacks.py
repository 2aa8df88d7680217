"""Tracebacks that show the reader's own code, and not the libraries that it called.

torch and its like call themselves through many layers, and an error of one line fills the screen.
What a reader can mend stands in the cells, and in files of their own.
"""

import os
import sysconfig
import types
from pathlib import Path

_LIBRARIES = (
    *(sysconfig.get_path(name) for name in ("stdlib", "purelib", "platlib")),
    str(Path(__file__).parents[1]),
)
_ENDS = 3  # frames


def shorten(shell):
    """Let a shell of IPython leave libraries out of its tracebacks from now on."""
    shell.set_custom_exc((Exception,), _show)


def _show(shell, kind, error, traceback, tb_offset=None):
    # The first frame is IPython's own, which it leaves out itself.
    traceback.tb_next = without_libraries(traceback.tb_next)
    _shorten_what_led_to(error)
    shell.showtraceback((kind, error, traceback), running_compiled_code=True)


def without_libraries(traceback):
    """Return a traceback without the frames inside libraries; None if that leaves nothing.

    Of a long one, as of a recursion without end, it keeps the beginning and the end.
    """
    own = []
    while traceback is not None:
        if _is_the_readers(traceback.tb_frame.f_code.co_filename):
            own.append(traceback)
        traceback = traceback.tb_next
    if len(own) > 2 * _ENDS:
        own = own[:_ENDS] + own[-_ENDS:]
    short = None
    for entry in reversed(own):
        short = types.TracebackType(short, entry.tb_frame, entry.tb_lasti, entry.tb_lineno)
    return short


def _is_the_readers(file):
    """True for a cell and for a file outside of libraries; compiled code has a relative path."""
    is_cell = file.startswith("<ipython-input")
    return is_cell or (os.path.isabs(file) and not file.startswith(_LIBRARIES))


def _shorten_what_led_to(error):
    """Shorten the errors that an error came from; from where on all is inside libraries, forget."""
    while before := error.__cause__ or (not error.__suppress_context__ and error.__context__):
        if short := without_libraries(before.__traceback__):
            before.__traceback__ = short
        else:
            error.__cause__, error.__suppress_context__ = None, True
        error = before
