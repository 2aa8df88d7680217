"""Exercises of a teacher's own: students get stubs, the key stays with the grader."""

import base64
import subprocess
import sys
from pathlib import Path

import cloudpickle
import nbformat
import pytest
import submissions as submitted
from nbformat.v4 import new_code_cell, new_notebook

from course_utils.checking import exercises, judging
from course_utils.grade import bench, exam, judge
from course_utils.grade.__main__ import main
from course_utils.grade.judge import load_private, read_key

KEY = Path(__file__).with_name("exam")
RIGHT = "def weighted_mean(y, weights):\n    return (weights * y).sum() / weights.sum()"
WRONG = "def weighted_mean(y, weights):\n    return (weights * y).sum() / len(y)"


def test_the_notebook_holds_a_stub_and_no_answer(tmp_path, capsys):
    path = tmp_path / "exam.ipynb"
    # In a process of its own, for the exercises stay in the register.
    command = [sys.executable, "-m", "course_utils.grade.exam", str(KEY), str(path)]
    ran = subprocess.run(command, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    cells = nbformat.read(path, as_version=4).cells
    assert [cell.id for cell in cells] == ["set-up", "ex-T1-text", "ex-T1"]
    assert cells[2].source.endswith('...\n\n\ncheck("2.T1", weighted_mean)')
    assert exam.main([str(KEY), str(path)]) == 1
    assert "stays as it is" in capsys.readouterr().err


def test_where_the_key_is_not_a_check_says_who_will_judge(capsys):
    judging.check("2.T1", None)
    assert "2.T1: your teacher will judge it" in capsys.readouterr().out


@pytest.fixture
def forgotten(monkeypatch):
    """Let this process forget the exercises of a key after the test."""
    monkeypatch.setattr(exercises, "_registry", dict(exercises._registry))
    yield
    for name in [name for name in sys.modules if name.startswith(f"{judge.PRIVATE}_")]:
        cloudpickle.unregister_pickle_by_value(sys.modules.pop(name))


def test_it_is_graded_with_the_key(tmp_path, forgotten, monkeypatch):
    nb = {
        name: new_notebook(cells=[new_code_cell(f'{code}\ncheck("2.T1", weighted_mean)')])
        for name, code in [("ada", RIGHT), ("bob", WRONG), ("cyd", "pass")]
    }
    submitted.save({f"{name}/exam.ipynb": one for name, one in nb.items()}, tmp_path / "in")
    monkeypatch.setattr(bench, "try_out", lambda terms: None)
    # By two processes more, which have to be told of the key.
    flags = [*submitted.WALLS, "--jobs", "2", "--key", str(KEY), "--to", str(tmp_path / "to")]
    assert main([str(tmp_path / "in"), *flags]) == 0
    rows = submitted.rows(tmp_path / "to")
    assert [(row["student"], row["exercise"], row["result"]) for row in rows] == [
        ("ada", "2.T1", "passed"),
        ("bob", "2.T1", "mistake recognised"),
        ("cyd", "2.T1", "raised"),
    ]
    assert "By what do they count together?" in rows[1]["sentence"]


OBSERVED = """
from course_utils.checking.exercises import exercise

def watched(answer, n):
    return answer(n)

@exercise("2.T9", "Watched", ("Look.",)).part(probes=lambda generator: [(1,)], observe=watched)
def twice(n):
    return 2 * n
"""


def test_what_looks_at_an_answer_is_sent_to_who_has_no_key(tmp_path, forgotten):
    (tmp_path / "ex9_own.py").write_text(OBSERVED)
    papers = judge.Judge(0, read_key(tmp_path)).papers(["2.T9"])
    with pytest.MonkeyPatch.context() as elsewhere:
        elsewhere.delitem(sys.modules, f"{judge.PRIVATE}_ex9_own")
        (((paper, inputs),),) = cloudpickle.loads(base64.b64decode(papers)).values()
        assert paper.observe(lambda n: 3 * n, *inputs[0]) == 3


@pytest.mark.parametrize("key", ["", "print(", "from course_utils.checking import nothing"])
def test_a_key_that_cannot_be_read_says_why(key, tmp_path):
    if key:
        (tmp_path / "ex1_own.py").write_text(key)
    with pytest.raises(ValueError, match="ex1" if key else "a folder with exercises"):
        load_private(read_key(tmp_path))


def test_two_exercises_that_would_have_one_cell_are_refused():
    tasks = [exercises.Exercise(number, "Title", []) for number in ("2.T1", "3.T1")]
    with pytest.raises(ValueError, match="2.T1 and 3.T2"):
        exam.notebook(tasks)
