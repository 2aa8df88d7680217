"""Submissions are graded, whatever is in them: some here, all in grade_all_submissions.py."""

import os
import re
import signal
import subprocess
import sys
import time
from html.parser import HTMLParser
from urllib.parse import unquote

import nbformat
import psutil
import pytest
import stand_in
import submissions as submitted
from nbformat.v4 import new_code_cell, new_notebook

from course_utils.checking import exercises, judging, sandbox, stoppable
from course_utils.checking.verdict import Kind, Line, Verdict
from course_utils.grade import report, results, submissions, tally
from course_utils.grade.__main__ import main
from course_utils.grade.origin import Origin
from course_utils.grade.points import Rule
from course_utils.grade.results import Grade
from course_utils.grade.submissions import Submission

LESSON = "00_can_a_machine_learn"


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """Return the folder and the rows of some submissions."""
    folder = tmp_path_factory.mktemp("some")
    return folder, submitted.grade(submitted.FEW, folder)


@pytest.mark.parametrize("name", submitted.FEW)
def test_the_table_is_right(name, graded):
    assert submitted.results(graded[1], name) == submitted.FEW[name][1]


def test_each_row_says_whose_it_is_and_why(graded):
    _, rows = graded
    assert len({row["file"] for row in rows}) == len(submitted.FEW)
    students = {row["student"] for row in rows}
    assert {"mistaken", '\'=1+1, <b>Zoë & "Ann"\n'} <= students
    for row in rows:
        assert bool(row["sentence"]) or row["result"] in ("passed", "not attempted"), row
    (order,) = (r for r in rows if (r["student"], r["exercise"]) == ("mistaken", "0.4"))
    assert order["sentence"].startswith("order: ENIAC stands before")
    (looping,) = (r for r in rows if r["result"] == "timed out")
    assert float(looping["seconds"]) >= 10 and looping["sentence"] == "stopped after 10 seconds"


def test_the_page_holds_every_grade_and_nothing_of_the_outside(graded):
    folder, rows = graded
    page = (folder / "grades.html").read_text(encoding="utf-8")
    said = _text(page)
    for row in rows:
        assert f"{results.SIGNS[row['result']]} {row['result']}" in said
        assert row["sentence"] in said and row["student"].removeprefix("'") in said
    assert "<b>" not in page and not re.search(r"src=|url\(|@import|https?:|<script .", page)
    for link in re.findall(r'href="([^"]*)"', page):
        if link.startswith("#"):
            assert f'id="{link[1:]}"' in page
        else:
            assert (folder / unquote(link)).is_file()


def test_the_page_counts_the_mistakes_of_the_class(graded):
    page = (graded[0] / "grades.html").read_text(encoding="utf-8")
    first = _text(page.partition("most common mistakes")[2].split("<tr>")[2])
    assert first.startswith("20.4order: ENIAC stands before")
    assert "killing" in first and "mistaken" in first


def _text(page):
    found = []
    parser = HTMLParser()
    parser.handle_data = found.append
    parser.feed(page)
    return "".join(found)


def _tags(page):
    found = []
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, _: found.append(tag)
    parser.feed(page)
    return found


def never(*_):
    while True:
        pass


@pytest.mark.parametrize(
    "answer, result",
    [
        (exercises.find("0.1").parts[0].reference, "passed"),
        (..., "not attempted"),
        (lambda *_: 7, "mistake recognised"),
        (lambda *_: b"1", "wrong, not recognised"),
        (lambda *_: {}["no"], "raised"),
        (never, "timed out"),
        (3, "mistake recognised"),
    ],
)
def test_a_verdict_becomes_a_result(answer, result, monkeypatch):
    monkeypatch.setattr(sandbox, "LIMIT", 0.5)  # of the processor; a busy machine makes nobody late
    monkeypatch.setattr(stoppable, "WAITING", 1000)
    grade = results.of_verdict("0.1", judging.judge("0.1", answer))
    assert grade.result == result
    assert bool(grade.sentence) == (result not in ("passed", "not attempted"))
    assert bool(grade.mistakes) == (result == "mistake recognised")
    assert grade.right == (result == "passed")


def test_an_answer_that_was_not_judged_is_not_called_wrong():
    lines = [Line(Kind.RIGHT, "f", "right"), Line(Kind.FAILED, "g", "the check itself failed")]
    grade = results.of_verdict("0.1", Verdict.of("0.1 Title", lines, ""))
    assert (grade.result, grade.sentence) == ("not judged", "g: the check itself failed")
    assert (grade.right, grade.parts, grade.mistakes) == (1, 2, ())


def test_every_kind_of_verdict_has_a_result():
    for kind in set(Kind) - {Kind.NOTE}:
        verdict = Verdict.of("title", [Line(kind, "f", "text")], "")
        assert results.of_verdict("0.1", verdict).result in results.SIGNS


def test_a_result_is_read_from_the_kind_not_from_the_words():
    misleading = Line(Kind.UNKNOWN, "f", "raised hands; stopped after 5 seconds")
    grade = results.of_verdict("0.1", Verdict.of("t", [misleading], ""))
    assert grade.result == "wrong, not recognised"


@pytest.mark.parametrize(
    "file, student",
    [
        (f"ada/{LESSON}.ipynb", "ada"),
        (f"monday/ada/{LESSON}_v2 (1).ipynb", "monday/ada"),
        ("ada/anything.ipynb", "ada"),
        (f"ada_{LESSON}.ipynb", "ada"),
        (f"Ada L. - {LESSON}-1.IPYNB", "Ada L."),
        (f"{LESSON}.ipynb", LESSON),
        ("ada.ipynb", "ada"),
    ],
)
def test_the_student_is_the_folder_or_the_name_of_the_file(file, student, tmp_path):
    _save(tmp_path / file, 'check("0.4", 1)')
    ((found,), others) = submissions.find(tmp_path)
    assert (found.student, found.lesson, found.file) == (student, LESSON, file)
    assert found.exercises == ["0.1", "0.2", "0.3", "0.4"] and not others


def test_the_checks_tell_the_lesson_not_the_name(tmp_path):
    _save(tmp_path / f"{LESSON}.ipynb", 'check("2.1", 1)', "check('2.2', 1)", 'check("0.4", 1)')
    ((found,), _) = submissions.find(tmp_path)
    assert found.lesson == "02_loss"
    assert found.exercises == ["2.1", "2.2", "2.3", "2.4", "2.5", "2.6", "0.4"]


def test_other_files_are_named_and_checkpoints_left_out(tmp_path):
    _save(tmp_path / "ada.ipynb", "1")
    _save(tmp_path / ".ipynb_checkpoints" / "ada-checkpoint.ipynb", "1")
    (tmp_path / "bob.pdf").write_bytes(b"")
    found, others = submissions.find(tmp_path)
    assert [one.file for one in found] == ["ada.ipynb"]
    assert others == {"bob.pdf": "is no notebook and no script"}


def _save(path, *sources):
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(new_notebook(cells=[new_code_cell(source) for source in sources]), path)


def tallied(*graded, **more):
    """Return a tally of (student, *grades) for lesson 02."""
    made = [
        (Submission(f"{name}/02.ipynb", name, "02_loss", origin=Origin(name)), grades, name)
        for name, *grades in graded
    ]
    return tally.count(made, Rule(), **more)


def test_a_mistake_counts_once_for_each_student():
    def made(*mistakes):
        return Grade("2.1", results.RECOGNISED, mistakes=mistakes)

    whole = tallied(("ada", made("a", "b")), ("ada", made("b")), ("bob", made("b")))
    assert report.common_mistakes(whole) == [
        ("02_loss", "2.1", "b", ["ada", "bob"]),
        ("02_loss", "2.1", "a", ["ada"]),
    ]


@pytest.mark.parametrize(
    "nasty", ["<b>", 'a " b', "&lt;", "{{ 7 }}", "{% x %}", "</table>", "<!--"]
)
def test_the_page_is_escaped(nasty):
    def page_with(text):
        return report.as_html(tallied((text, Grade(text, "raised", text, mistakes=(text,)))))

    assert _text(page_with(nasty)).count(nasty) >= 8
    assert _tags(page_with(nasty)) == _tags(page_with("a" * len(nasty)))


def test_a_name_that_is_no_text_is_written_all_the_same(tmp_path):
    name = os.fsdecode(b"Zo\xeb")
    table, _, page, *_ = report.write(tallied((name, Grade("2.1", "passed"))), tmp_path)
    assert "Zo\\udceb" in table.read_text(encoding="utf-8-sig")
    assert "Zo\\udceb" in page.read_text(encoding="utf-8")


# As it is started: walls, and what happens when it cannot start or is interrupted.


def test_where_nothing_shuts_code_in_it_says_so_and_grades_nothing(tmp_path, capsys, monkeypatch):
    _save(tmp_path / "ada.ipynb", 'check("0.4", 1)')
    monkeypatch.setenv("PATH", str(tmp_path))
    assert main([str(tmp_path), "--to", str(tmp_path / "to")]) == 2
    said = capsys.readouterr().err
    assert "apt install bubblewrap" in said and "--open" in said and "--with" in said
    assert not (tmp_path / "to").exists()


@pytest.mark.skipif(os.name == "nt", reason="needs a shell")
def test_what_keeps_bubblewrap_from_working_is_said(tmp_path, capsys, monkeypatch):
    _save(tmp_path / "ada.ipynb", 'check("0.4", 1)')
    fake = tmp_path / "bin/bwrap"
    fake.parent.mkdir()
    fake.write_text("#!/bin/sh\necho 'bwrap: setting up uid map: Permission denied' >&2\nexit 1\n")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{fake.parent}{os.pathsep}{os.environ['PATH']}")
    assert main([str(tmp_path), "--to", str(tmp_path / "to")]) == 2
    assert "bwrap: setting up uid map: Permission denied" in capsys.readouterr().err


def test_a_prefix_is_put_before_each_process(tmp_path, capsys):
    source = 'import os\norder = "abcdef" if os.environ.get("GRADED") == "1" else ...\n'
    _save(tmp_path / "ada.ipynb", source + 'check("0.4", order)')
    flags = ["--with", "env GRADED=1 nice", "--to", str(tmp_path / "to")]
    assert main([str(tmp_path), *flags]) == 0
    said = capsys.readouterr()
    assert not said.err
    assert "runs behind `env GRADED=1 nice`" in said.out
    assert re.search(r"\[1/1\] ada .+: 1 mistake recognised, 3 missing \(\d", said.out)
    assert submitted.rows(tmp_path / "to")[-1]["result"] == "mistake recognised"


@pytest.mark.parametrize("prefix", ["not-a-command", "false", "echo"])
def test_a_prefix_that_starts_no_notebook_is_an_error(prefix, tmp_path, capsys):
    _save(tmp_path / "ada.ipynb", 'check("0.4", 1)')
    assert main([str(tmp_path), "--with", prefix, "--to", str(tmp_path / "to")]) == 2
    assert "process" in capsys.readouterr().err
    assert not (tmp_path / "to" / "grades.csv").exists()


def test_what_is_no_folder_of_notebooks_is_an_error(tmp_path, capsys):
    for folder in ("", str(tmp_path / "none")):
        assert main([folder]) == 2
        assert f"a folder of submitted notebooks; got {folder!r}" in capsys.readouterr().err
    assert main([str(tmp_path)]) == 2
    assert "ada/08_overfitting.ipynb or ada_08_overfitting.ipynb" in capsys.readouterr().err


@pytest.mark.parametrize("flag", ["--jobs=0", "--jobs=x", "--limit=-1", "--memory=0"])
def test_numbers_are_positive(flag, capsys):
    with pytest.raises(SystemExit):
        main(["somewhere", flag])
    assert "invalid positive" in capsys.readouterr().err


def test_an_interrupt_ends_what_was_started_and_keeps_what_is_done(tmp_path):
    submitted.save({"ada.ipynb": ""}, tmp_path / "in")
    begun = tmp_path / "begun"
    begun.mkdir()
    source = f"import os, time\nopen({str(begun)!r} + f'/{{os.getpid()}}', 'w')\ntime.sleep(600)"
    for student in ("bob", "cyd", "dan"):  # one more than run at once
        _save(tmp_path / "in" / f"{student}.ipynb", source)
    flags = [*stand_in.FLAGS, "--jobs", "2", "--to", str(tmp_path / "to"), "--limit", "200"]
    grading = subprocess.Popen(
        [sys.executable, "-m", "course_utils.grade", str(tmp_path / "in"), *flags],
        stdout=subprocess.PIPE,
        text=True,
    )
    while len(list(begun.iterdir())) < 2:
        assert grading.poll() is None
        time.sleep(0.1)
    grading.send_signal(signal.SIGINT)
    said, _ = grading.communicate(timeout=60)
    assert grading.returncode == 130 and "interrupted after 1 of 4" in said
    assert [row["student"] for row in submitted.rows(tmp_path / "to")] == ["ada"]
    pids = [int(path.name) for path in begun.iterdir()]
    for _ in range(50):  # they are told to end, and may take a moment
        if any(map(psutil.pid_exists, pids)):
            time.sleep(0.1)
    assert len(pids) == 2 and not any(map(psutil.pid_exists, pids))
