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
SOME = ("kills its parent", "takes all memory slowly", "leaves a child of a child")


@pytest.fixture(scope="module")
def terms():
    return Terms(1, WALLS, limits=LIMITS)


@pytest.fixture(scope="module")
def places(tmp_path_factory):
    with hostile.places(tmp_path_factory.mktemp("outside")) as places:
        yield places


def reached(names, places, terms):
    """Return which of these attempts reach what they want."""
    cells = [hostile.attempt(name, places) for name in names]
    grades, _ = hostile.grades(notebook(ex_4="\n".join([*cells, hostile.REACHED])), terms)
    return grades[3].sentence.removeprefix("AssertionError: ")


@needs_walls
def test_what_lies_outside_is_out_of_reach(places, monkeypatch):
    monkeypatch.setenv("A_PASSWORD", "secret")
    terms = Terms(1, WALLS, limits=PATIENT)
    assert reached(hostile.THROUGH_THE_WALLS, places, terms) == "[]"
    assert places["file"].read_text() == "ada,6"


def test_without_walls_it_is_within_reach(places):
    """So that the test above can fail."""
    names = ["reads a file of the grader's", "lists the hand-ins", "asks a server"]
    terms = Terms(1, shut_in.walls(is_open=True), limits=PATIENT)
    assert reached(names, places, terms) == str(names)


@pytest.fixture
def beside_python():
    """A folder in what a notebook has to see."""
    with tempfile.TemporaryDirectory(dir=sys.prefix) as folder:
        Path(folder, "marks.csv").write_text("ada,6")
        yield Path(folder)


@needs_walls
def test_what_lies_beside_python_is_seen_unless_it_is_to_be_hidden(beside_python):
    name, places = "reads a file of the grader's", {"outside": str(beside_python / "marks.csv")}
    seen = Terms(1, shut_in.walls(), limits=PATIENT)
    assert reached([name], places, seen) == str([name])
    shut = Terms(1, shut_in.walls(hidden=[beside_python]), limits=PATIENT)
    assert reached([name], places, shut) == "[]"


@needs_walls
@pytest.mark.parametrize("name", SOME)
def test_what_disturbs_costs_nobody_else_anything(name, terms):
    grades, seconds = hostile.grades(notebook(hostile.DISTURBING[name]), terms)
    assert [one.result for one in grades] == [P] * 4
    assert seconds < LIMITS.notebook


@needs_walls
def test_no_cheat_earns_a_point(terms):
    cells = [cell for name, cell in hostile.CHEATS.items() if name not in hostile.ALONE]
    grades, _ = hostile.grades(notebook(*cells, **hostile.WRONG), terms)
    assert P not in (grades[0].result, grades[3].result), grades
