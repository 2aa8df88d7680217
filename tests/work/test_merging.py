"""Whatever the two sides do: no line of the reader's is lost, and no change passes unsaid."""

import copy
import json
import re

from hypothesis import given, settings
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_markdown_cell
from test_update import lesson, marks

from course_utils.work import copies, merging

PLACE = st.integers(0, 20)  # a cell, counted round and round
EDITS = st.lists(
    st.tuples(st.sampled_from(["append", "replace", "insert", "delete", "move"]), PLACE, PLACE),
    max_size=6,
)


def edited(nb, edits, mark):
    """Return a copy of a notebook after some edits; what they write holds a mark of its own."""
    nb = copy.deepcopy(nb)
    for number, (kind, at, to) in enumerate(edits):
        if not nb.cells:
            break
        at %= len(nb.cells)
        own = f"# {mark}-{number}"
        if kind == "append":
            nb.cells[at].source += f"\n{own}"
        elif kind == "replace":
            lines = nb.cells[at].source.split("\n")
            lines[to % len(lines)] = own
            nb.cells[at].source = "\n".join(lines)
        elif kind == "insert":
            make = new_code_cell if to % 2 else new_markdown_cell
            nb.cells.insert(at, make(own, id=f"{mark}-{to % 3}" if to % 3 else f"both-{number}"))
        elif kind == "delete":
            del nb.cells[at]
        else:
            cell = nb.cells.pop(at)
            nb.cells.insert(to % (len(nb.cells) + 1), cell)
    return copies.parse(json.dumps(nb))


@settings(max_examples=300)
@given(EDITS, EDITS)
def test_nothing_is_lost_and_nothing_passes_unsaid(mine, new):
    base = copies.blank(lesson())
    yours, theirs = edited(base, mine, "MINE"), edited(base, new, "NEW")
    before = copy.deepcopy([base, yours, theirs])
    merged, missing = merging.merge(base, yours, theirs)

    assert [base, yours, theirs] == before
    assert copies.parse(copies.text(merged)).cells == merged.cells  # valid, each id once
    assert not re.search(r"<{7}|>{7}|={7}", copies.text(merged))
    assert marks("MINE", merged) == marks("MINE", yours)
    arrived = marks("NEW", merged)
    for cell in theirs.cells:
        assert cell.id in missing or set(re.findall(r"NEW-\d+", cell.source)) <= arrived
    ids = {cell.id for cell in base.cells}
    gone = ids - {cell.id for cell in theirs.cells}
    assert gone & {cell.id for cell in merged.cells} <= set(missing)
    if yours.cells == base.cells:
        assert (merged.cells, missing) == (theirs.cells, [])
    if theirs.cells == base.cells:
        assert (merged.cells, missing) == (yours.cells, [])
    assert merging.merge(theirs, merged, theirs) == (merged, [])
