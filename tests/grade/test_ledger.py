"""No grade is lost: what was graded is kept as it comes, and a second run goes on from there."""

import os
import random
import signal
import subprocess
import sys
import time

import pytest
import stand_in
import submissions as submitted
from nbformat.v4 import new_code_cell, new_notebook

from course_utils.grade import bench, ledger
from course_utils.grade.__main__ import main
from course_utils.grade.ledger import Entry, Ledger
from course_utils.grade.results import Grade

LESSON = "00_can_a_machine_learn"
STUDENTS = ["ada", "bob", "cyd", "dan"]
GRADES = (Grade("0.1", "passed", right=1, parts=1), Grade("0.2", "raised", "no", 0.5, ("a", "b")))


@pytest.mark.parametrize("name", ["ada/00.ipynb", "=1\n/ü.ipynb", os.fsdecode(b"Zo\xeb")])
def test_what_is_entered_is_found_again_in_another_run(name, tmp_path):
    entry = Entry(name, "digest", GRADES, 1.5)
    with Ledger(tmp_path) as kept:
        kept.enter(Entry(name, "older", ()))
        kept.enter(entry)
        seed = kept.seed
    with Ledger(tmp_path) as kept:
        assert kept.entries() == {name: entry} and kept.seed == seed


def test_what_has_changed_is_graded_again():
    entries = {"a": Entry("a", "1", ()), "b": Entry("b", "1", ())}
    assert list(ledger.still_valid(entries, {"a": "1", "b": "2", "c": "1"})) == ["a"]


def notebook(*cells):
    """Return a notebook that takes its time."""
    sources = ["import time\ntime.sleep(0.2)", *cells]
    return new_notebook(cells=[new_code_cell(source) for source in sources])


@pytest.fixture
def class_of_four(tmp_path):
    wrong = stand_in.cell("0.4", "abcdef")
    submitted.save(
        {f"{name}/{LESSON}.ipynb": notebook(wrong) for name in STUDENTS}, tmp_path / "in"
    )
    of_cyd = notebook(f"1 / 0\n{wrong}")
    submitted.save({f"cyd/{LESSON}.ipynb": of_cyd}, tmp_path / "in")
    return tmp_path


def flags_for(folder, jobs):
    return [str(folder / "in"), *stand_in.FLAGS, "--jobs", jobs, "--to", str(folder / "to")]


def grade(folder, *flags):
    """Grade in this process, which has imported all that a process of the grader's would."""
    return main([*flags_for(folder, "1"), *flags])


def told(folder, student):
    """Return what the table says of a student, but for who it is and the seconds."""
    rows = [row for row in submitted.rows(folder / "to") if row["student"] == student]
    return [row | dict.fromkeys(("student", "file", "seconds")) for row in rows]


def test_only_what_is_new_or_named_is_graded(class_of_four, capsys, monkeypatch):
    graded = []

    def note(one, terms):
        graded.append(one.student)
        return GRADES, 1.5

    monkeypatch.setattr(bench, "grade", note)
    monkeypatch.setattr(bench, "try_out", lambda terms: None)
    assert grade(class_of_four, "--only", "a*", "--only", "bob") == 0
    assert graded == ["ada", "bob"]
    assert {row["student"] for row in submitted.rows(class_of_four / "to")} == {"ada", "bob"}
    assert grade(class_of_four, "--only", "nobody") == 2
    assert "no student and no file is called nobody" in capsys.readouterr().err
    submitted.save({f"bob/{LESSON}.ipynb": notebook("1")}, class_of_four / "in")
    assert grade(class_of_four, "--only", "ada", "--only", "bob") == 0
    said = capsys.readouterr().out
    assert "1 were graded before" in said and "bob" in said and "] ada" not in said
    assert graded == ["ada", "bob", "bob"]
    assert grade(class_of_four, "--only", "ada", "--again", "ada") == 0
    assert "] ada" in capsys.readouterr().out and graded[3:] == ["ada"]


def test_a_run_that_is_killed_loses_nothing(class_of_four):
    command = [sys.executable, "-m", "course_utils.grade"]
    for jobs in ("2", "1"):
        flags = flags_for(class_of_four, jobs)
        run = subprocess.Popen([*command, *flags], stdout=subprocess.PIPE, text=True)
        for line in run.stdout:  # until one more is kept
            if line.startswith("[1/"):
                break
        time.sleep(0.2 * random.random())
        os.kill(run.pid, signal.SIGKILL)
        run.communicate()
    assert grade(class_of_four) == 0
    # The same notebook is told of in the same words, whichever run it was that graded it.
    rows = {name: told(class_of_four, name) for name in STUDENTS}
    most = rows["dan"]
    assert [row["result"] for row in most] == [*3 * ["missing"], "mistake recognised"]
    wrong = {"result": "raised", "sentence": "ZeroDivisionError: division by zero"}
    of_cyd = [*most[:3], most[3] | wrong]
    assert rows == {name: of_cyd if name == "cyd" else most for name in STUDENTS}
