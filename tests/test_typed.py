"""What the speaker notes say to type runs where they say so; on the best processor, 8 threads."""

import copy

import processors
import running
from lesson import each_lesson
from nbformat.v4 import new_code_cell, new_notebook

from course_utils import notebooks, notes


@each_lesson()
def test_what_is_typed_runs_and_leaves_the_lesson_as_it_was(lesson):
    typed = {s.heading: s.type for s in notes.notes_of(lesson.number) if s.type}
    ran = running.execute(_with_typed(lesson.nb, typed), env=processors.BEST_8)
    left = [cell for cell in notebooks.code_cells(ran) if not cell.id.startswith("typed-")]
    assert len(notebooks.code_cells(ran)) == len(left) + len(typed)
    for cell, stored in zip(left, lesson.code, strict=True):
        assert notebooks.outputs(cell) == notebooks.outputs(stored), cell.id


def _with_typed(nb, typed):
    """Return a copy in which each section ends with the cell that is typed under its heading."""
    nb, cells, waiting = copy.deepcopy(nb), [], ""
    for cell in [*nb.cells, None]:
        found = notes.headings(new_notebook(cells=[cell])) if cell else [""]
        if found:
            if waiting:
                cells.append(new_code_cell(waiting, id=f"typed-{len(cells)}"))
            waiting = typed.get(found[-1], "")
        cells += [cell] if cell else []
    nb.cells = cells
    return nb


def test_eight_threads_are_at_work():
    assert "8 threads" in processors.seen(processors.BEST_8)
