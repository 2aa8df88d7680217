"""What a reader has done is kept beside their copies, and nothing that goes wrong stops a check."""

import json
import os
import re
import subprocess
import sys

import pytest

from course_utils import home, memory, standing, workplace
from course_utils.checking import judging, questions
from course_utils.checking.exercises import find


def perceptron(x1, x2, w1, w2, b):
    return int(w1 * x1 + w2 * x2 + b > 0)


@pytest.fixture
def work(tmp_path, monkeypatch):
    """A folder of work, in which a notebook lies and runs."""
    monkeypatch.setattr(memory, "_said", set())
    monkeypatch.setattr(memory, "PATIENCE", 0.1)
    (tmp_path / workplace.EDITIONS).mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def entries(work):
    return json.loads((work / memory.FILE).read_text(encoding="utf-8"))


# --- what is kept


def test_checks_hints_and_solutions_are_kept(work, capsys):
    judging.check("0.1", ...)
    assert not (work / memory.FILE).exists()  # nothing was tried
    judging.check("0.1", lambda *_: 2)
    (entry,) = entries(work).values()
    assert entry == {"tried": 1}
    judging.hint("0.1")
    judging.solution("0.1")
    judging.check("0.1", perceptron)
    judging.check("0.1", perceptron)
    ((key, entry),) = entries(work).items()
    today = memory._today()
    assert key == "0.1 A perceptron"
    assert entry == {"tried": 3, "hints": 1, "solution": today, "passed": today}
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", today)
    assert "could not" not in capsys.readouterr().out


def test_what_was_passed_once_stays_passed(work):
    judging.check("0.1", perceptron)
    judging.check("0.1", lambda *_: 2)
    (entry,) = entries(work).values()
    assert entry["tried"] == 2 and "passed" in entry


def test_the_first_choice_counts_and_the_last_is_shown(work):
    assert memory.answered("0.p1", "B", False) == ""
    first = {"chosen": "B", "right": False, "answered": memory._today()}
    assert entries(work)["0.p1"] == first
    memory.answered("0.p1", "A", True)
    memory.answered("1.p1", "C", True)
    memory.answered("1.q1", "C", True)
    assert entries(work)["0.p1"] == {**first, "again": "A"}
    assert memory.chosen(work) == {"0.p1": "A", "1.p1": "C", "1.q1": "C"}
    assert standing.count_predictions(work) == (1, 2)
    memory.answered("0.p1", "B", False)
    assert entries(work)["0.p1"] == first


def test_what_no_edition_of_ours_wrote_is_not_shown_as_chosen(work):
    (work / memory.FILE).write_text('{"0.p1": {"chosen": 3}, "0.p2": {}, "0.p3": {"again": []}}')
    assert memory.chosen(work) == {}


def test_the_file_can_be_read_by_a_person(work):
    for number in ("10.1", "2.1", "2.10", "2.9"):
        memory.checked(number, "Größe", True)
    text = (work / memory.FILE).read_text(encoding="utf-8")
    assert "Größe" in text and max(map(len, text.splitlines())) < 80
    assert [key.split()[0] for key in json.loads(text)] == ["2.1", "2.9", "2.10", "10.1"]


def test_a_notebook_in_a_folder_of_its_own_counts_too(work, monkeypatch):
    (work / "tries").mkdir()
    monkeypatch.chdir(work / "tries")
    memory.checked("0.1", "A perceptron", True)
    assert entries(work)


def test_a_file_that_was_deleted_begins_anew(work):
    memory.checked("0.1", "A perceptron", True)
    (work / memory.FILE).unlink()
    assert memory.checked("0.2", "OR by hand", True) == ""
    assert list(entries(work)) == ["0.2 OR by hand"]


# --- where nothing is kept


def test_nothing_is_kept_outside_of_copies(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    judging.check("0.1", perceptron)
    judging.hint("0.1")
    assert memory.answered("0.p1", "A", True) == ""
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    assert memory.checked("0.1", "A perceptron", True) == ""


def test_the_lessons_of_the_course_are_no_copies(monkeypatch):
    monkeypatch.chdir(home.COURSE / "notebooks")
    assert workplace.here() is None


def test_judging_for_a_grade_keeps_nothing(work):
    judging.judge("0.1", perceptron)
    assert not (work / memory.FILE).exists()


# --- whatever is wrong with the file, or the disk


@pytest.mark.parametrize("text", ["", "{", "[]", "3", "\x00", '"x"', "[" * 100_000])
def test_a_file_that_is_none_of_ours_gets_another_name(text, work, capsys):
    (work / memory.FILE).write_text(text)
    judging.check("0.1", perceptron)
    last = capsys.readouterr().out.splitlines()[-1]
    assert last.startswith("→ progress.json could not be read; it is progress.unreadable")
    assert (work / "progress.unreadable.txt").read_text() == text
    assert list(entries(work)) == ["0.1 A perceptron"]


def test_a_file_in_another_encoding_gets_another_name(work):
    (work / memory.FILE).write_bytes(b"\xff\xfe{}")
    assert "could not be read" in memory.checked("0.1", "A perceptron", True)
    assert (work / "progress.unreadable.txt").read_bytes() == b"\xff\xfe{}"


def test_what_another_edition_wrote_is_kept(work):
    other = {"": {}, "version": 3, "0.1 A perceptron": {"tried": "often", "stars": 5}, "9.9 X": [1]}
    (work / memory.FILE).write_text(json.dumps(other))
    assert memory.checked("0.1", "A perceptron", True) == ""
    assert memory.checked("9.9", "X", False) == ""
    kept = entries(work)
    assert kept["version"] == 3 and kept["9.9 X"] == {"tried": 1}
    assert kept["0.1 A perceptron"]["stars"] == 5 and kept["0.1 A perceptron"]["tried"] == 1
    assert "00: 1 of 4" in standing.report(work)
    assert standing.count_predictions(work) == (0, 0)


@pytest.mark.parametrize(
    "error", [OSError(28, "No space left on device"), PermissionError(13, "x")]
)
@pytest.mark.parametrize("function", ["mkstemp", "fsync", "replace"])
def test_a_disk_that_takes_nothing_is_said_once_and_the_old_file_stays(
    function, error, work, monkeypatch, capsys
):
    memory.checked("0.1", "A perceptron", True)
    before = entries(work)

    def fails(*_, **__):
        raise error

    home = workplace.tempfile if function == "mkstemp" else workplace.os
    with monkeypatch.context() as patch:
        patch.setattr(home, function, fails)
        judging.check("0.1", perceptron)
        judging.check("0.1", perceptron)
    said = capsys.readouterr().out
    assert said.count("Your progress could not be kept: ") == 1 and error.strerror in said
    assert entries(work) == before
    assert {path.name for path in work.iterdir()} == {memory.FILE, workplace.EDITIONS}


def test_another_kernel_that_does_not_let_go_is_said(work):
    from filelock import FileLock

    with FileLock(work / workplace.EDITIONS / f"{memory.FILE}.lock"):
        assert "could not be kept" in memory.checked("0.1", "A perceptron", True)


def test_a_folder_in_place_of_the_file_is_said(work):
    (work / memory.FILE).mkdir()
    assert "could not be kept" in memory.checked("0.1", "A perceptron", True)
    assert memory.kept(work) == {} and standing.report(work) == standing.NOTHING_YET


CHECK_OFTEN = """
import sys
from course_utils import memory
memory.PATIENCE = 60
for number in range(20):
    assert memory.checked(f"{sys.argv[1]}.{number}", "Title", True) == ""
"""


def test_kernels_that_write_at_once_lose_nothing(work):
    kernels = [subprocess.Popen([sys.executable, "-c", CHECK_OFTEN, str(n)]) for n in range(2)]
    assert [kernel.wait(120) for kernel in kernels] == [0, 0]
    assert len(entries(work)) == 40


# --- what is said of it


def test_progress_is_a_line_for_each_lesson(work, capsys):
    for number in ("0.1", "0.2", "0.4"):
        memory.checked(number, find(number).title, True)
    memory.checked("0.3", find("0.3").title, False)
    standing.progress()
    where, first, second, *rest = capsys.readouterr().out.splitlines()
    assert where == f"Your work lies in {work}."
    many = len(questions.of_lesson(0))
    assert (first, len(rest)) == (f"00: 3 of 4, next 0.3; 0 of {many} questions", 9)
    assert re.fullmatch(r"01: 0 of \d, next 1\.1; 0 of \d+ questions", second)
    memory.checked("0.3", find("0.3").title, True)
    memory.answered("0.p1", "This", True)
    memory.answered("0.q1", "That", False)
    memory.answered("0.q99", "of another edition", False)
    assert f"00: 4 of 4; 2 of {many} questions\n" in standing.report(work)


def test_progress_says_nothing_of_anybody_where_nothing_is_kept(work, monkeypatch, capsys):
    standing.progress()
    monkeypatch.chdir(home.COURSE / "notebooks")
    standing.progress()
    assert set(capsys.readouterr().out.splitlines()) == {standing.NOTHING_YET}


def test_what_was_passed_is_known_under_its_new_number(work):
    memory.checked("0.9", find("0.1").title, True)  # the same, with another number
    memory.checked("0.2", "Another title", True)  # what 0.2 was, before it was replaced
    memory.checked("0.3", find("0.4").title, False)  # this is 0.4 now, and was not passed
    assert "00: 1 of 4, next 0.2" in standing.report(work)


def test_the_first_choice_counts_also_where_the_number_was_another_questions(work):
    memory.answered("2.p1", "an option of long ago", False, work)
    memory.answered("2.p1", "The second", True, work, ["The first", "The second"])
    memory.answered("2.p1", "The first", False, work, ["The first", "The second"])
    entry = memory.kept(work)["2.p1"]
    assert (entry["chosen"], entry["right"], entry["again"]) == ("The second", True, "The first")


@pytest.mark.parametrize(
    "right, sentence",
    [
        ([], "You have predicted nothing yet. Predictions in your copies of the lessons count."),
        ([True], "1 of your 1 predictions was right."),
        ([True, False, True], "2 of your 3 predictions were right."),
    ],
)
def test_predictions_are_counted_and_the_wrong_ones_asked_again(right, sentence, work, capsys):
    for number, one in enumerate(right):
        memory.answered(f"{number}.p1", "A", one)
    standing.predictions()
    said, *asked = capsys.readouterr().out.split("\n", 1)
    assert said == sentence
    wrong = [questions.find(f"{number}.p1") for number, one in enumerate(right) if not one]
    assert all(question.text in asked[0] for question in wrong)
    assert ("What do you say now?" in asked[0]) == bool(wrong)


def test_a_wrong_prediction_that_this_edition_does_not_make_counts_but_is_not_asked(work, capsys):
    memory.answered("9.p99", "A", False)
    standing.predictions()
    assert capsys.readouterr().out == "0 of your 1 predictions were right.\n"


def test_the_command_reads_the_folder_of_work(work):
    memory.checked("0.1", find("0.1").title, True)
    done = subprocess.run(
        [sys.executable, "-m", "course_utils.standing"],
        env={**os.environ, "COURSE_WORK": str(work)},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert "00: 1 of 4, next 0.2" in done.stdout
