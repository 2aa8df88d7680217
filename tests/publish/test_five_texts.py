"""The appendix on the five texts names cells that there are, and is a table throughout."""

import re

import pytest
from lesson import Lesson, links

from course_utils.publish import notebooks

TEXT = (notebooks.FOLDER / "five_texts.md").read_text(encoding="utf-8")
ROWS = [line for line in TEXT.splitlines() if line.startswith("|")]
LESSONS = map(Lesson, notebooks.paths())
CELLS = {lesson.number: {cell.id for cell in lesson.nb.cells} for lesson in LESSONS}
PLACES = sorted(set(re.findall(r"\b(\d\d)\[([a-z0-9-]+)\]", TEXT)))


@pytest.mark.parametrize("number, cell", PLACES, ids="-".join)
def test_a_place_that_is_named_exists(number, cell):
    assert cell in CELLS[int(number)]


def test_each_row_says_who_what_where_and_what_came_out():
    assert len(ROWS) > 200
    for row in ROWS:
        cells = re.split(r"(?<!\\)\|", row.strip().strip("|"))
        assert len(cells) == 4 and all(cell.strip() for cell in cells), row


def test_links_exist():
    for target in links(TEXT):
        assert (notebooks.FOLDER / target.partition("#")[0]).exists(), target
