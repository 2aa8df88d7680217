"""Notebooks as a reader's copies: read whatever it is, blank, and tied to its edition.

An edition of a lesson is the lesson as the course has it, without outputs. Each that a copy was
made from is kept in `.editions/`, and the copy's own metadata name it: so one write changes a copy
and what it is compared with, and a copy that an editor brings back brings its edition back too.
"""

import contextlib
import copy
import hashlib
import itertools
import json
import logging
import re
import warnings

import nbformat
from nbformat.sign import NotebookNotary

from course_utils import workplace

_OURS = "course"  # the key of our metadata
_WIDGETS = "widgets"  # where JupyterLab saves how sliders stand
_NO_LOG = logging.Logger("notary", logging.CRITICAL)


def parse(text):
    """Return the notebook in a text, each cell with an id of its own; ValueError if it is none."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it may be of an older format
            nb = nbformat.convert(nbformat.reader.reads(text), 4)
            _give_ids(nb)
            nbformat.validate(nb)
    except Exception as error:  # a file can be wrong in any way
        raise ValueError("it is no notebook") from error
    return nb


def _give_ids(nb):
    """Give an id to cells without one, and to all but the first of those that share one."""
    nb.nbformat_minor = max(nb.nbformat_minor, 5)
    seen = set()
    for cell in nb.cells:
        wanted = str(cell.get("id") or cell.metadata.get("id"))  # Colab keeps it in the metadata
        if not re.fullmatch(r"[\w-]{1,64}", wanted, re.ASCII):
            wanted = "cell"
        names = itertools.chain([wanted], (f"{wanted[:58]}-{n}" for n in itertools.count(2)))
        cell.id = next(name for name in names if name not in seen)
        seen.add(cell.id)


def read(path):
    """Return the notebook in a file; OSError, or ValueError if it is none."""
    return parse(path.read_text(encoding="utf-8"))


def text(nb):
    """Return a notebook as the text of its file."""
    return nbformat.writes(nb).rstrip("\n") + "\n"


def blank(nb):
    """Return a copy as it is before anything was run."""
    nb = copy.deepcopy(nb)
    for name in (_OURS, _WIDGETS):
        nb.metadata.pop(name, None)
    for cell in nb.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return nb


def pass_trust_on(before, after):
    """Let JupyterLab trust a copy that was merged as it trusted it before.

    All outputs in it are the reader's own. In a notebook that is not trusted explorers are dead.
    """
    # Whatever it is, the reader can still trust it by hand; the notary complains about its files.
    with contextlib.suppress(Exception), NotebookNotary(log=_NO_LOG) as notary:
        if notary.check_signature(before):
            notary.sign(after)


def key(edition):
    """Return a short name of an edition, made of all it says."""
    said = json.dumps(blank(edition), sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:12]


def keep(folder, stem, edition):
    """Keep an edition of a lesson in a folder of work."""
    path = folder / workplace.EDITIONS / f"{stem}-{key(edition)}.ipynb"
    if not path.exists():
        workplace.write(path, text(blank(edition)))


def edition_of(folder, nb):
    """Return the edition that a copy was made from; None if it is not to be found."""
    name = ours(nb).get("edition")
    for path in (folder / workplace.EDITIONS).glob(f"[0-9]*-{name}.ipynb"):
        with contextlib.suppress(OSError, ValueError):
            return read(path)
    return None


def was_lesson(folder, stem):
    """True if a lesson had this name in an edition that was copied."""
    return any((folder / workplace.EDITIONS).glob(f"{stem}-*.ipynb"))


def ours(nb):
    """Return what we keep in the metadata of a copy; {} if there is nothing."""
    kept = nb.metadata.get(_OURS)
    return dict(kept) if isinstance(kept, dict) else {}


def tied(nb, **change):
    """Return a copy of a notebook with a change of what we keep in its metadata."""
    nb = copy.deepcopy(nb)
    nb.metadata[_OURS] = {**ours(nb), **change}
    return nb
