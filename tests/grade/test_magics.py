"""A notebook's magics do not make right answers wrong, wherever they stand."""

import io
import sys

import pytest
from nbformat.v4 import new_code_cell, new_notebook
from submissions import P, answered, save

from course_utils.grade import bench, shut_in, submissions
from course_utils.grade.__main__ import main
from course_utils.grade.bench import Terms

TERMS = Terms(1, shut_in.walls() or shut_in.walls(is_open=True))
SET_UP = "import course_utils\nfrom course_utils import check\nimport helper"
MAGICS = [
    "%matplotlib inline",
    "%matplotlib notebook",
    "%load_ext autoreload\n%autoreload 2",
    "!ls",
    "files = !ls\n%timeit -n 1 -r 1 sum(range(3))",
    "%config InlineBackend.figure_format = 'retina'",
    "%pip install nothing-that-is-there",
    "%no_such_magic",
    "?print",
    "%%bash\nexit 1",
]


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """Return the results by exercise of a notebook full of magics, its module beside it."""
    folder = tmp_path_factory.mktemp("magics")
    cells = [
        SET_UP,
        *MAGICS,
        f"%%time\n{answered('0.1')}",
        f"%matplotlib inline\n{answered('0.2')}",
        f"!ls\n{answered('0.3')}\n%who",
        f"%%capture out\nassert helper.x == 1\n{answered('0.4')}",
    ]
    nb = new_notebook(cells=[new_code_cell(source) for source in cells])
    save({"ada/00_can_a_machine_learn.ipynb": nb, "ada/helper.py": "x = 1\n"}, folder)
    ((one,), _) = submissions.find(folder)
    grades, _ = bench.grade(one, TERMS)
    return {grade.exercise: (grade.result, grade.sentence) for grade in grades}


@pytest.mark.parametrize("number", ["0.1", "0.2", "0.3", "0.4"])
def test_right_answers_are_right_among_magics_and_with_a_module_of_ones_own(number, graded):
    assert graded[number][0] == P, graded[number]


def test_a_module_of_ones_own_that_is_missing_is_named(tmp_path):
    source = f"from course_utils import check\nimport helper\n{answered('0.4')}"
    save({"ada/00.py": source}, tmp_path)
    ((one,), _) = submissions.find(tmp_path)
    grade = next(grade for grade in bench.grade(one, TERMS)[0] if grade.exercise == "0.4")
    assert "No module named 'helper'" in grade.sentence


def test_a_console_of_windows_loses_nothing(tmp_path, monkeypatch):
    """What a code page lacks is written by its number; a table has it as it is."""
    save({f"{name}/x.ipynb": "" for name in ("Zoë", "Łukasz", "山田", "a\x1b[2J")}, tmp_path / "in")
    console = io.TextIOWrapper(io.BytesIO(), encoding="cp1252", errors="strict")
    monkeypatch.setattr(sys, "stdout", console)
    monkeypatch.setattr(bench, "try_out", lambda terms: None)  # nothing here is run
    roster = tmp_path / "people.csv"
    roster.write_text("name,id\n山田,1\nMüller Ż,2\n", encoding="utf-8")
    points = tmp_path / "points.toml"
    points.write_text('late_per_day = 0.5\n[weights]\n"0.1" = 2\n', encoding="utf-8")
    flags = ["--to", str(tmp_path / "to"), "--open", "--jobs", "1", "--roster", str(roster)]
    assert main([str(tmp_path / "in"), *flags, "--points", str(points)]) == 0
    console.flush()
    said = console.buffer.getvalue().decode("cp1252")
    assert "Zoë" in said and "\\u0141ukasz" in said and "\\u5c71\\u7530" in said
    assert "\x1b" not in said
    table = (tmp_path / "to" / "grades.csv").read_text(encoding="utf-8-sig")
    assert "Łukasz" in table and "山田,1," in table and "Müller Ż,2," in table
