"""The head of a lesson says what it is and how far one has come, and brings the looks along."""

import json
import re
import xml.etree.ElementTree as ET

import pytest
from lesson import each_lesson

from course_utils import home, memory, standing, workplace
from course_utils.checking import exercises, register
from course_utils.face import head as face
from course_utils.publish import notebooks


@pytest.fixture
def work(tmp_path):
    """A folder of work."""
    (tmp_path / workplace.EDITIONS).mkdir()
    return tmp_path


def pass_some(folder, lesson, count):
    """Let the first exercises of a lesson be passed."""
    kept = {f"{t.number} {t.title}": {"passed": "2026-01-01"} for t in _tasks(lesson)[:count]}
    (folder / memory.FILE).write_text(json.dumps(kept), encoding="utf-8")


def _tasks(lesson):
    return exercises.of_lesson(lesson)


@each_lesson()
def test_it_says_what_the_first_cell_says(lesson):
    said = face.head(lesson.number)
    first = lesson.nb.cells[0].source
    assert f"# {lesson.number:02d} · {said.title}" in first
    assert said.minutes and set(re.findall(r"\d+", said.minutes)) <= set(re.findall(r"\d+", first))
    assert said.total == len(lesson.exercises)


def test_minutes_of_reading_and_of_exercises_are_told_apart(tmp_path, monkeypatch):
    cell = {"source": ["# 02 · Loss: how wrong?\n", "It takes 40 minutes to read and 35 for the "]}
    cell["source"].append("exercises, and needs lesson 01.")
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "02_loss.ipynb").write_text(json.dumps({"cells": [cell]}))
    monkeypatch.setattr(home, "COURSE", tmp_path)
    written = face.written.__wrapped__(2)
    assert written == ("Loss: how wrong?", "40 minutes to read, 35 for the exercises")


def test_without_the_notebooks_it_still_has_a_name(tmp_path, monkeypatch):
    monkeypatch.setattr(home, "COURSE", tmp_path)
    assert face.written.__wrapped__(4) == ("Finite differences", "")


def test_outside_of_a_folder_of_work_it_is_neutral():
    assert face.head(2).said == f"{len(_tasks(2))} exercises"


def test_in_a_folder_of_work_it_says_what_is_done(work):
    numbers = [task.number for task in _tasks(2)]
    assert face.head(2, work).said == f"0 of {len(numbers)} exercises, next {numbers[0]}"
    pass_some(work, 2, 2)
    assert face.head(2, work).said == f"2 of {len(numbers)} exercises, next {numbers[2]}"
    pass_some(work, 2, len(numbers))
    assert face.head(2, work).said == f"{len(numbers)} of {len(numbers)} exercises: all done"
    assert standing.left(2, memory.kept(work)) == []


def test_there_is_no_lesson_99():
    with pytest.raises(register.NotFound, match="There is no lesson 99"):
        face.begin(99)


def test_where_there_is_no_page_nothing_is_shown(capsys):
    face.begin(2)
    assert capsys.readouterr() == ("", "")


def test_its_text_is_one_line_and_its_html_well_formed(work):
    said = face.Head(3, "a < b & c", "5 minutes", 4, 1, "3.2")
    assert str(said) == "Lesson 03 · a < b & c (5 minutes; 1 of 4 exercises, next 3.2)"
    html = re.sub(r"<(style|script)>.*?</\1>", "", said._repr_html_(), flags=re.DOTALL)
    page = ET.fromstring(html)
    assert " ".join("".join(page.itertext()).split()).startswith("03a < b & c5 minutes1 of 4")
    assert page.get("style") == "--part: 0.250"


def test_the_looks_ask_for_nothing_from_elsewhere():
    html = face.head(2)._repr_html_()
    assert not re.search(r"@import|url\(|https?:|/\*|</(?!style|script|div|p|span)", html)


BEGIN = "from course_utils import begin, check\nbegin(1)"


def run(*sources):
    """Return the cells after they ran in a kernel."""
    from nbformat.v4 import new_code_cell, new_notebook

    tags = {"tags": ["raises-exception"]}
    cells = [new_code_cell(source, metadata=tags) for source in (BEGIN, *sources)]
    return notebooks.execute(new_notebook(cells=cells)).cells


def test_in_a_kernel_it_is_shown_and_kept_current(work):
    task = _tasks(1)[0]
    passed = (
        f"from course_utils import memory\nmemory.checked({task.number!r}, {task.title!r}, True)"
    )
    here = f"import os\nos.chdir({str(work)!r})\nbegin(1)"
    first, begun, _ = run(here, passed)
    assert first.outputs[0].data["text/plain"] == str(face.head(1))
    assert begun.outputs[0].data["text/plain"] == str(face.head(1, work))
    assert "1 of" in face.head(1, work).said


def test_a_traceback_shows_the_readers_code_alone():
    calls = [
        "import json, pandas, torch",
        "def load():\n    return json.loads('')\nload()",
        "pandas.DataFrame({'a': [1]})['b']",
        "torch.nn.Linear(2, 2)(torch.ones(3))",
        "def endless(n):\n    return endless(n + 1)\nendless(0)",
        "try:\n    {}['x']\nexcept KeyError as error:\n    raise ValueError('mine') from error",
    ]
    _, _, load, column, linear, endless, chained = run(*calls)

    def said(cell):
        text = "\n".join(cell.outputs[-1].traceback)
        return re.sub(r"\x1b\[[\d;]*m", "", text)

    for cell in (load, column, linear, endless, chained):
        assert "site-packages" not in said(cell) and "lib/python" not in said(cell)
        assert "Cell In[" in said(cell) and len(said(cell).splitlines()) <= 40
    assert "return json.loads('')" in said(load) and "JSONDecodeError: Expecting" in said(load)
    assert said(column).count("KeyError: 'b'") == 1
    assert "RecursionError" in said(endless)
    assert "KeyError: 'x'" in said(chained) and "ValueError: mine" in said(chained)
