"""What a person should look at is named, and a lesson as it should be done is not."""

import hostile
import pytest

from course_utils.grade.looks import puzzles
from course_utils.publish import notebooks


@pytest.mark.parametrize(
    "source, said",
    [
        ("import ctypes", "imports ctypes: memory"),
        ("import os.path, socket as s", "imports socket: the network"),
        ("from urllib.request import urlopen", "imports urllib: the network"),
        (
            "from course_utils.lessons import lesson_00",
            "imports course_utils.lessons: the answer key",
        ),
        ("from course_utils import grade", "imports course_utils.grade: the grader"),
        ("exec(text)", "exec: runs text"),
        ('solution("2.1")', "solution: asks for the solution"),
        ("os.kill(1, 9)", "kill: sends signals"),
        ("os.write(4, line)", "os.write: writes past print"),
        ("torch.isclose = yes", "replaces torch.isclose"),
        ("%time open('/proc/1/mem')", "looks into processes"),
        ("if True:\n    open('../../bob/02.ipynb')", "looks into other folders"),
    ],
)
def test_what_reaches_for_more_than_an_exercise_needs_is_named(source, said):
    assert said in puzzles([source, "x = 1", source])


def test_each_thing_is_said_once_and_no_python_stops_nothing():
    assert puzzles(["import gc", "def (", "\0", "(" * 5000, "import gc"]) == [
        "imports gc: other people's objects"
    ]


@pytest.mark.parametrize("path", notebooks.paths(), ids=lambda path: path.stem)
def test_a_solved_lesson_puzzles_nobody(path):
    cells = notebooks.code_cells(notebooks.solved(notebooks.read(path)))
    assert puzzles([cell.source for cell in cells]) == []


def test_most_that_cheats_is_named():
    named = [name for name, source in hostile.CHEATS.items() if puzzles([source])]
    # These look like anybody's code, and are judged like it.
    unseen = {"equals everything", "prints a tick", "redefines check"}
    assert set(hostile.CHEATS) - set(named) == unseen
