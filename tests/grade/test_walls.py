"""Nothing that a submission does harms another, the grader or the machine, or earns a point.

Here what is tried together; one by one they are tried in grade_all_submissions.py.
"""

import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import hostile
import pytest
from hostile import LIMITS, WALLS
from submissions import P, notebook

from course_utils.grade import shut_in
from course_utils.grade.bench import Terms

needs_walls = pytest.mark.skipif(WALLS is None, reason="bubblewrap is not here, or may not work")
# What is tried one after the other in one cell may take its time on a busy machine.
PATIENT = replace(LIMITS, cell=LIMITS.notebook)
TERMS = Terms(1, WALLS, limits=LIMITS)
SOME = ("kills its parent", "takes all memory slowly", "leaves a child of a child")


@pytest.fixture(scope="module")
def places(tmp_path_factory):
    with hostile.places(tmp_path_factory.mktemp("outside")) as places:
        yield places


@pytest.fixture(scope="module")
def beside_python():
    """Give a file in what a notebook has to see."""
    with tempfile.TemporaryDirectory(dir=sys.prefix) as folder:
        file = Path(folder, "marks.csv")
        file.write_text("ada,6")
        yield file


def reached(names, places, terms):
    """Return which of these attempts reach what they want."""
    cells = [hostile.attempt(name, places) for name in names]
    grades, _ = hostile.grades(notebook(ex_4="\n".join([*cells, hostile.REACHED])), terms)
    return grades[3].sentence.removeprefix("AssertionError: ")


@needs_walls
def test_what_lies_outside_or_is_hidden_is_out_of_reach(places, beside_python, monkeypatch):
    monkeypatch.setenv("A_PASSWORD", "secret")
    terms = Terms(1, shut_in.walls(hidden=[beside_python.parent]), limits=PATIENT)
    places["beside"] = str(beside_python)
    assert reached(hostile.THROUGH_THE_WALLS, places, terms) == "[]"
    assert places["file"].read_text() == "ada,6"


def test_without_walls_it_is_within_reach(places):
    """So that the test above can fail."""
    names = ["reads a file of the grader's", "lists the hand-ins", "asks a server"]
    terms = Terms(1, shut_in.walls(is_open=True), limits=PATIENT)
    assert reached(names, places, terms) == str(names)


@needs_walls
def test_what_lies_beside_python_is_seen_unless_it_is_hidden(beside_python):
    terms = Terms(1, WALLS, limits=PATIENT)
    places = {"beside": str(beside_python)}
    assert reached([hostile.BESIDE], places, terms) == str([hostile.BESIDE])


@needs_walls
def test_what_disturbs_costs_nobody_else_anything():
    grades, seconds = hostile.grades(notebook(*map(hostile.DISTURBING.get, SOME)), TERMS)
    assert [one.result for one in grades] == [P] * 4, grades
    assert seconds < LIMITS.notebook


@needs_walls
def test_no_cheat_earns_a_point():
    cells = [cell for name, cell in hostile.CHEATS.items() if name not in hostile.ALONE]
    grades, _ = hostile.grades(notebook(*cells, **hostile.WRONG), TERMS)
    assert P not in (grades[0].result, grades[3].result), grades
