"""What the speaker notes say to type runs where they say so.

On a processor with AVX2, with 8 threads, and with results moved by a unit in the last place: what
is typed is compared with nothing, and the lesson's own digits do not hang on the last bit.
"""

import copy

import digits
import processors
import pytest
import running
from lesson import each_lesson
from nbformat.v4 import new_code_cell, new_notebook

from course_utils.publish import notebooks, notes


@each_lesson()
def test_what_is_typed_runs_and_leaves_the_lesson_as_it_was(lesson):
    typed = {s.heading: s.type for s in notes.notes_of(lesson.number) if s.type}
    nb, noise = _with_typed(lesson.nb, typed), digits.NOISE.format(1)
    ran = running.execute(nb, env=processors.AVX2_8, before=noise)
    left = [cell for cell in notebooks.code_cells(ran) if not cell.id.startswith("typed-")]
    assert len(notebooks.code_cells(ran)) == len(left) + len(typed)
    for cell, stored in zip(left, lesson.code, strict=True):
        if (lesson.path.stem, cell.id) not in digits.EXCUSED:
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
    assert "8 threads" in processors.seen(processors.AVX2_8)


@pytest.mark.skipif(not processors.HAS_AVX2, reason="no AVX2 here")
def test_the_processor_has_avx2_and_no_more():
    seen = processors.seen(processors.AVX2_8)
    assert seen.startswith("torch: AVX2") and "512" not in seen
