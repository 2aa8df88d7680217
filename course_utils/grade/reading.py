"""The code cells of a file that was handed in: of a notebook of any format, or of a script.

A script is divided where Jupytext and editors divide it (`# %%`), or an export (`# In[3]:`); else
it is one cell. Text is UTF-8, or what a mark at its beginning or its zeros say; what is no text
in it is replaced, for an answer may stand beside. Stored output is let go while it is read; what is
held at once is the file and its text: 0.4 GB for a file of 200 MB, and 1.6 if there is an emoji.
"""

import json
import re
import warnings
from pathlib import PurePosixPath

_CELL = re.compile(r"^# (?:%%.*|In\[[\d ]*\]:[ \t]*)$", re.MULTILINE)

Cells = list[tuple[str | None, str]]


def cells(name: str, data: bytes) -> Cells:
    """Return (id, source) of each code cell; ValueError, with a sentence, if it cannot be read."""
    if not data:
        raise ValueError("the file is empty")
    read = text(data)
    del data
    return _of_script(read) if PurePosixPath(name).suffix.lower() == ".py" else _of_notebook(read)


def text(data: bytes) -> str:
    """Return the text of a file."""
    return data.decode(json.detect_encoding(data[:4]), "replace")


def _of_script(read: str) -> Cells:
    parts = _CELL.split(read.replace("\r\n", "\n"))
    return [(None, one) for part in parts if (one := part.strip("\n"))]


def _of_notebook(read: str) -> Cells:
    import nbformat

    try:
        found = json.loads(read, object_hook=_without_outputs)
    except ValueError as error:
        raise ValueError(f"expected a notebook, which is JSON; {error}") from error
    except RecursionError as error:
        raise ValueError("expected a notebook; got lists in lists without end") from error
    if not isinstance(found, dict):
        raise ValueError(f"expected a notebook; got JSON that is a {type(found).__name__}")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # cells without an id, from older programs
        nb = nbformat.reads(json.dumps(found), as_version=4)
    code = [cell for cell in nb.cells if cell.cell_type == "code"]
    return [(cell.get("id"), str(cell.source)) for cell in code]


def _without_outputs(found: dict) -> dict:
    """Let go of all that a notebook stores beside its text."""
    if "outputs" in found:
        found["outputs"] = []
    return {name: value for name, value in found.items() if name not in ("attachments", "widgets")}
