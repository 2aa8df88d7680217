"""What the speaker notes say to type runs where they say so, and prints what they say.

On a processor with AVX2, with 8 threads, and with results moved by a unit in the last place: no
digit of the lesson hangs on the last bit, nor does one that the notes promise.
"""

import copy
import re

import digits
import processors
import pytest
import running
from lesson import each_lesson
from nbformat.v4 import new_code_cell, new_notebook

from course_utils.publish import notebooks, notes


@each_lesson()
def test_what_is_typed_prints_what_the_notes_say_and_leaves_the_lesson_as_it_was(lesson):
    sections = [section for section in notes.notes_of(lesson.number) if section.type]
    nb = _with_typed(lesson.nb, {section.heading: section.type for section in sections})
    ran = running.execute(nb, env=processors.AVX2_8, before=digits.THRIFTY_NOISE.format(1))
    typed = [cell for cell in notebooks.code_cells(ran) if cell.id.startswith("typed-")]
    for section, cell in zip(sections, typed, strict=True):
        printed = _printed(cell)
        assert _is_printed(section.prints, printed), (section.heading, printed)
    left = [cell for cell in notebooks.code_cells(ran) if not cell.id.startswith("typed-")]
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


def _printed(cell):
    """Return what a cell prints and shows, as text."""
    texts = [
        output.get("text")
        or output.get("data", {}).get("text/plain", "")
        or output.get("evalue", "")
        for output in cell.outputs
    ]
    return "\n".join(text.strip("\n") for text in texts)


def _is_printed(said, printed):
    """True if a cell prints what the notes say; where they have an …, the rest of a number."""
    pattern = re.escape(said).replace("…", r"[\d.e+-]*")
    return re.fullmatch(pattern, printed.strip()) is not None


@pytest.mark.parametrize(
    "said, printed, same",
    [
        ("(2, 3)", "(2, 3)\n", True),
        ("(2, 3)", "(2, 4)", False),
        ("0.33…", "0.3333333333333333", True),
        ("0.33…", "0.3433333333333333", False),
        ("0.33…", "0.3333333333333333, 1", False),
        ("tensor([1.5…, -2.…])", "tensor([1.5000, -2.0000])", True),
        ("tensor([1.5…, -2.…])", "tensor([1.5000, 2.0000])", False),
        ("1…", "1e-07", True),
    ],
)
def test_what_is_printed_is_what_the_notes_say(said, printed, same):
    assert _is_printed(said, printed) == same


def test_a_teacher_types_something_in_each_lesson():
    for path in notebooks.paths():
        sections = notes.notes_of(int(path.name[:2]))
        assert sum(bool(section.type) for section in sections) >= 2, path.name


def test_eight_threads_are_at_work():
    assert "8 threads" in processors.seen(processors.AVX2_8)


@pytest.mark.skipif(not processors.HAS_AVX2, reason="no AVX2 here")
def test_the_processor_has_avx2_and_no_more():
    seen = processors.seen(processors.AVX2_8)
    assert seen.startswith("torch: AVX2") and "512" not in seen
