"""No grade is lost: what was graded is kept as it comes, and a second run goes on from there."""

import os
import random
import signal
import subprocess
import sys
import time

import pytest
import submissions as submitted
from submissions import notebook

from course_utils.grade import ledger
from course_utils.grade.__main__ import main
from course_utils.grade.ledger import Entry, Ledger
from course_utils.grade.results import Grade

LESSON = "00_can_a_machine_learn"
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


@pytest.fixture
def class_of_six(tmp_path):
    names = ["ada", "bob", "cyd", "dan", "eva", "fay"]
    submitted.save({f"{name}/{LESSON}.ipynb": notebook() for name in names}, tmp_path / "in")
    submitted.save({f"{names[2]}/{LESSON}.ipynb": notebook(ex_4="1 / 0")}, tmp_path / "in")
    return tmp_path


def grade(folder, *flags):
    flags = [*flags, *submitted.WALLS, "--to", str(folder / "to")]
    return main([str(folder / "in"), *flags])


def told(folder):
    """Return what the table says, but for the seconds."""
    return [{**row, "seconds": ""} for row in submitted.rows(folder / "to")]


def test_only_what_is_new_or_named_is_graded(class_of_six, capsys):
    assert grade(class_of_six, "--only", "a*", "--only", "bob") == 0
    assert {row["student"] for row in told(class_of_six)} == {"ada", "bob"}
    assert grade(class_of_six, "--only", "nobody") == 2
    assert "no student and no file is called nobody" in capsys.readouterr().err
    submitted.save({f"bob/{LESSON}.ipynb": notebook(ex_1="1")}, class_of_six / "in")
    assert grade(class_of_six, "--only", "ada", "--only", "bob") == 0
    said = capsys.readouterr().out
    assert "1 were graded before" in said and "bob" in said and "] ada" not in said
    assert grade(class_of_six, "--only", "ada", "--again", "ada") == 0
    assert "] ada" in capsys.readouterr().out


def test_a_run_that_is_killed_loses_nothing(class_of_six):
    flags = [*submitted.WALLS, "--jobs", "2", "--to", str(class_of_six / "to")]
    command = [sys.executable, "-m", "course_utils.grade", str(class_of_six / "in"), *flags]
    for _ in range(2):
        run = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        for line in run.stdout:  # until one more is kept
            if line.startswith("[1/"):
                break
        time.sleep(random.random())
        os.kill(run.pid, signal.SIGKILL)
        run.communicate()
    assert grade(class_of_six) == 0
    whole = told(class_of_six)
    assert len(whole) == 6 * 4
    (class_of_six / "to").rename(class_of_six / "killed")
    assert grade(class_of_six) == 0
    assert told(class_of_six) == whole
