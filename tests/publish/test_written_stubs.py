"""Stubs are written into a notebook from the key, and nothing else of it changes."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from course_utils.checking.exercises import Exercise
from course_utils.publish import notebooks, stubs

STORED = 'def area(r):\n    """The area of a circle."""\n    ...\n\n\ncheck("3.1", area)'


def exercise(number, title, *parts, **options):
    task = Exercise(number, title, [])
    for part in parts:
        task.part(**options)(part)
    return task


def area(r):
    """The area of a circle."""
    return 3.14 * r**2


def width():
    return 7


AREA = exercise("3.1", "A circle", area, probes=lambda generator: [(1.0,)])
WIDTH = exercise("3.2", "A width", width)


def lesson(*sources):
    """Return a notebook with these sources in exercise cells, and a quiz below them."""
    tags = {"tags": ["exercise"]}
    cells = [new_code_cell(s, id=f"ex-{i}", metadata=tags) for i, s in enumerate(sources, 1)]
    return new_notebook(cells=[*cells, new_markdown_cell("## Quiz", id="quiz")])


def sources(nb):
    return [cell.source for cell in nb.cells]


def test_a_stub_that_is_there_keeps_every_byte():
    spaced = STORED.replace("\n\n\ncheck", "\n\ncheck").replace("    ...", "    ...  # here")
    nb = lesson(spaced)
    stubs.fill(nb, [AREA])
    assert sources(nb) == [spaced, "## Quiz"]


@pytest.mark.parametrize("old", [STORED.replace("of a", "of the"), STORED.replace("(r)", "(r, s)")])
def test_a_stub_that_the_key_has_changed_is_written_again(old):
    nb = lesson(old)
    stubs.fill(nb, [AREA])
    assert sources(nb) == [STORED, "## Quiz"]


def test_a_new_exercise_gets_a_cell_below_the_others():
    nb = lesson(STORED)
    stubs.fill(nb, [AREA, WIDTH])
    assert sources(nb) == [
        STORED,
        "### 3.2 A width · write",
        'width = ...\n\ncheck("3.2", width)',
        "## Quiz",
    ]
    assert [cell.id for cell in nb.cells] == ["ex-1", "ex-2-text", "ex-2", "quiz"]
    assert notebooks.tags(nb.cells[2]) == {"exercise"}
    nbformat.validate(nb)


def test_an_exercise_that_the_key_lacks_is_an_error():
    with pytest.raises(notebooks.NotebookError, match="ex-1: the key has no exercise 3.1"):
        stubs.fill(lesson(STORED), [WIDTH])


def test_all_lessons_hold_the_stubs_of_their_keys(capsys):
    before = [path.read_bytes() for path in notebooks.paths()]
    assert stubs.main([]) == 0
    assert [path.read_bytes() for path in notebooks.paths()] == before
    assert capsys.readouterr().out.count("unchanged") == len(before)
