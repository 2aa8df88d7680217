"""Nothing that a submission does harms another, the grader or the machine, or earns a point."""

import http.server
import os
import threading
import time
from pathlib import Path

import hostile
import pytest
from submissions import P, notebook

import course_utils
from course_utils.grade import bench, shut_in, submissions
from course_utils.grade.bench import Terms
from course_utils.grade.limits import Limits
from course_utils.publish import notebooks

WALLS = shut_in.walls()
NAME = "00_can_a_machine_learn"
LIMITS = Limits(cell=3, notebook=60, memory=1500, processes=40)

needs_walls = pytest.mark.skipif(WALLS is None, reason="bubblewrap is not here, or may not work")


@pytest.fixture(scope="module")
def terms():
    return Terms(1, WALLS, limits=LIMITS)


def grades(nb, terms):
    """Return the grades of a notebook, and the seconds it took."""
    cells = [cell for cell in notebooks.code_cells(nb)]
    one = submissions.Submission("ada/00.ipynb", "ada", NAME)
    submissions._find_exercises(one, [(cell.id, cell.source) for cell in cells])
    return bench.grade(one, terms)


@pytest.fixture(scope="module")
def places(tmp_path_factory):
    """What lies outside of the walls: a file, a folder of hand-ins, a server, the key."""
    folder = tmp_path_factory.mktemp("outside")
    (folder / "marks.csv").write_text("ada,6")
    package = Path(course_utils.__file__).parent
    (key,) = package.glob("lessons/lesson_00_*/ex1_*.py")
    server = http.server.HTTPServer(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield {
        "outside": str(folder / "marks.csv"),
        "inputs": str(folder),
        "key": str(key),
        "pid": os.getpid(),
        "port": server.server_port,
    }
    server.shutdown()
    server.server_close()


def _attempt(name, places):
    attempt = hostile.THROUGH_THE_WALLS[name].format(**places)
    return hostile.ATTEMPT.format(attempt=attempt)


@needs_walls
@pytest.mark.parametrize("name", hostile.THROUGH_THE_WALLS)
def test_what_lies_outside_is_out_of_reach(name, terms, places, monkeypatch):
    monkeypatch.setenv("A_PASSWORD", "secret")
    cell = _attempt(name, places)
    # In the cell of an exercise, so that what it raises is told.
    came, _ = grades(notebook(ex_4=f"{cell}\nimport sys\n{hostile.ORDER}"), terms)
    assert [one.result for one in came] == [P] * 4, came[3].sentence
    assert Path(places["outside"]).read_text() == "ada,6"


def test_without_walls_they_are_within_reach(places, monkeypatch):
    """So that the test above can fail."""
    terms = Terms(1, shut_in.walls(is_open=True), limits=LIMITS)
    for name in ("reads a file of the grader's", "lists the hand-ins", "asks a server"):
        came, _ = grades(notebook(ex_4=f"{_attempt(name, places)}\n{hostile.ORDER}"), terms)
        assert came[3].sentence == "BaseException: reached"


@needs_walls
@pytest.mark.parametrize("name", hostile.DISTURBING)
def test_what_disturbs_costs_nobody_else_anything(name, terms):
    before = time.monotonic()
    came, _ = grades(notebook(hostile.DISTURBING[name]), terms)
    assert time.monotonic() - before < 2 * LIMITS.notebook
    assert len(came) == 4 and "the grader failed" not in {one.sentence for one in came}
    if name in hostile.HARMLESS:
        assert [one.result for one in came] == [P] * 4, [one.sentence for one in came]


@needs_walls
@pytest.mark.parametrize("name", hostile.CHEATS)
def test_no_cheat_earns_a_point(name, terms):
    came, _ = grades(notebook(hostile.CHEATS[name], **hostile.WRONG), terms)
    assert P not in (came[0].result, came[3].result), came
