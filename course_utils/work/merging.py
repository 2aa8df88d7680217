"""Merge two changes of a notebook cell by cell; where they meet, the reader's stays.

Cells are the same if they have the same id. The text of a cell that both have changed is merged by
lines with nbdime, and never gets conflict markers. What of the edition's change did not arrive is
returned, to be said.
"""

import copy
import re
import uuid
from itertools import pairwise

import nbformat
from nbdime import apply_decisions, decide_merge

from course_utils.publish import notebooks

_CHECK = re.compile(r'^check\(["\']([\w.]+)', re.MULTILINE)
_TEXT = ("cell_type", "source", "attachments")


def merge(base, yours, theirs):
    """Return (notebook, what did not arrive): `yours`, with what `theirs` has changed in `base`.

    The arguments stay as they are. A cell whose text is no longer the one that was run has no
    outputs. ValueError if no valid notebook comes of it.
    """
    yours = _with_known_ids(yours, base, theirs)
    old, own, new = ({cell.id: cell for cell in nb.cells} for nb in (base, yours, theirs))
    merged, missing = {}, []
    for name in old | own | new:
        cell, arrived = _merge_cell(old.get(name), own.get(name), new.get(name))
        if cell:
            merged[name] = cell
        if not arrived:
            missing.append(name)
    order, arrived = _order(list(old), list(own), list(new))
    if not arrived:
        missing.append("the order of the cells")
    result = copy.deepcopy(yours)
    result.cells = [merged[name] for name in order if name in merged]
    result.metadata = nbformat.from_dict(_combine(base.metadata, yours.metadata, theirs.metadata))
    try:
        nbformat.validate(result)
    except nbformat.ValidationError as error:
        raise ValueError("no valid notebook came of it") from error
    return result, missing


def _merge_cell(base, yours, theirs):
    """Return (the merged cell or None, whether all that `theirs` changed is in it)."""
    if yours is None and base is None:
        return copy.deepcopy(theirs), True
    if yours is None:
        return None, theirs is None or _same(base, theirs)
    if theirs is None and base is None:
        return copy.deepcopy(yours), True
    if theirs is None:
        return (None, True) if _same(base, yours) else (copy.deepcopy(yours), False)
    if base is None:  # both have added it, and `_with_known_ids` has seen that it is the same
        return copy.deepcopy(yours), True
    return _weave(base, yours, theirs)


def _same(one, other):
    """True if two cells say the same; how they are shown does not count."""
    return all(one.get(name) == other.get(name) for name in _TEXT)


def _weave(base, yours, theirs):
    cell = copy.deepcopy(yours)
    cell.metadata = nbformat.from_dict(_combine(base.metadata, yours.metadata, theirs.metadata))
    if _same(base, theirs) or _same(yours, theirs):
        return cell, True
    if _same(base, yours):
        new = copy.deepcopy(theirs)
        new.metadata = cell.metadata
        return new, True
    woven = _weave_source(base, yours, theirs)
    if woven is None:
        return cell, False
    if woven != yours.source:
        cell.source = woven
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return cell, True


def _weave_source(base, yours, theirs):
    """Return the text of a cell with both changes; None if they meet, or do not go together."""
    if not base.cell_type == yours.cell_type == theirs.cell_type or any(
        "attachments" in cell for cell in (base, yours, theirs)
    ):
        return None
    sources = [{"source": cell.source} for cell in (base, yours, theirs)]
    decisions = decide_merge(*sources)
    actions = {decision.action for decision in decisions}
    # A line that both took away, and one put another in its place, is "either" beside another.
    if any(decision.conflict for decision in decisions) or "either" in actions and len(actions) > 1:
        return None
    woven = apply_decisions(sources[0], decisions)["source"]
    if yours.cell_type == "code" and not _runs_like(yours.source, woven):
        return None
    return woven


def _runs_like(answer, woven):
    """False if the answer cannot be read, or would look for a name that it had of its own."""
    try:
        compile(answer, "cell", "exec")
        compile(woven, "cell", "exec")
    except (SyntaxError, ValueError):
        return False
    return notebooks.names(woven)[1] <= notebooks.names(answer)[1]


def _combine(base, yours, theirs):
    """Return metadata with both changes; where they meet, the reader's."""
    decisions = decide_merge(*(_plain(part) for part in (base, yours, theirs)))
    for decision in decisions:
        if decision.conflict:
            decision.action = "local"
    return apply_decisions(_plain(base), decisions)


def _plain(value):
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, list) else value


def _order(base, yours, theirs):
    """Return (ids in order, whether the edition's order arrived).

    It is the edition's, unless the reader has moved cells. What only one side has stays behind the
    cell that it stood behind.
    """
    moved, reordered = (
        [name for name in ids if name in base] != [name for name in base if name in ids]
        for ids in (yours, theirs)
    )
    order, others = (yours, theirs) if moved else (theirs, yours)
    order = list(order)
    for before, name in pairwise([None, *others]):
        if name not in order:
            order.insert(order.index(before) + 1 if before else 0, name)
    return order, not (moved and reordered)


def _with_known_ids(yours, base, theirs):
    """Return a copy of `yours` in which a cell that an editor gave a new id has its old one.

    It is known by its text, or by the exercise that it checks. A cell of the reader's own whose id
    the edition gives to another one gets a new id.
    """
    yours = copy.deepcopy(yours)
    known = {cell.id for cell in base.cells}
    lost = [cell for cell in base.cells if cell.id not in {own.id for own in yours.cells}]
    new = {cell.id: cell for cell in theirs.cells if cell.id not in known}
    for cell in yours.cells:
        if cell.id in known:
            continue
        if found := next((old for old in lost if _same(old, cell) or _same_check(old, cell)), None):
            cell.id = found.id
            lost.remove(found)
        elif cell.id in new and not _same(new[cell.id], cell):
            cell.id = uuid.uuid4().hex[:8]
    return yours


def _same_check(one, other):
    checks = _CHECK.findall(one.source)
    return bool(checks) and checks == _CHECK.findall(other.source)
