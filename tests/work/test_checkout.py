"""An update asks git for the newest edition, and changes nothing that git keeps for the reader."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from test_update import (
    BOTH,
    NAME,
    cell,
    edited,
    files,
    lesson,
    marks,
    opened,
    publish,
    runs,
    says,
    slides,
)

from course_utils import home, workplace
from course_utils.work import __main__ as work
from course_utils.work import checkout, copies, update

NEW = [says("prose", "NEW prose."), says("recap", "NEW recap.")]


def git(folder, *arguments):
    return subprocess.run(
        ["git", "-C", folder, *arguments], check=True, capture_output=True, encoding="utf-8"
    ).stdout


@pytest.fixture
def origin(tmp_path, monkeypatch):
    """Where the course is published."""
    for name in ("GIT_AUTHOR", "GIT_COMMITTER"):
        monkeypatch.setenv(f"{name}_NAME", "course")
        monkeypatch.setenv(f"{name}_EMAIL", "course@example.org")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.delenv("COURSE_WORK", raising=False)
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "data"))
    origin = tmp_path / "origin"
    origin.mkdir()
    git(origin, "init", "--quiet", "--initial-branch=main")
    release(origin, lesson())
    return origin


def release(origin, nb):
    publish(origin, nb)
    git(origin, "add", "--all")
    git(origin, "commit", "--quiet", "--message=edition")


@pytest.fixture
def clone(origin, tmp_path, monkeypatch):
    """A reader's clone, which is the course."""
    clone = tmp_path / "ö clone"
    git(tmp_path, "clone", "--quiet", origin, clone)
    (clone / ".git" / "info" / "exclude").write_text("work/\nconstraints.txt\n")
    (clone / "constraints.txt").touch()
    monkeypatch.setattr(home, "COURSE", clone)
    # The merging is done by a process of its own, for another course: here by this one.
    monkeypatch.setattr(
        work.subprocess, "call", lambda command: work.main([command[-1]]), raising=True
    )
    return clone


def answers_in_the_lessons(clone):
    """Answer in notebooks/ itself, as JupyterLab saves it."""
    path = clone / "notebooks" / NAME
    nb = edited(copies.read(path), BOTH)
    nb.metadata["language_info"]["version"] = "3.11"
    path.write_text(copies.text(nb), encoding="utf-8")
    return path


def test_a_clean_clone_gets_the_new_edition_and_keeps_the_answers(origin, clone, capsys):
    work.main([])
    copy = workplace.folder() / NAME
    copy.write_text(copies.text(edited(opened(), BOTH)), encoding="utf-8")
    release(origin, edited(lesson(), NEW))
    assert work.main(["update"]) == 0
    assert marks("NEW|MINE", opened()) == {"NEW", "MINE-1", "MINE-2"}
    assert "git brought a newer edition." in capsys.readouterr().out
    assert work.main(["update"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "git has nothing newer.",
        "Your copies are of this edition.",
    ]
    assert git(clone, "status", "--porcelain") == ""


def test_answers_in_the_lessons_are_taken_over_once_and_stay_where_they_are(origin, clone, capsys):
    path = answers_in_the_lessons(clone)
    before = path.read_bytes()
    release(origin, edited(lesson(), NEW))
    work.main([])
    assert marks("MINE", opened()) == {"MINE-1", "MINE-2"}
    assert "in your copy now" in capsys.readouterr().out
    better = edited(opened(), [says("ex-2", 'a = 7  # MINE-2\n\ncheck("7.2", a)')])
    (workplace.folder() / NAME).write_text(copies.text(better), encoding="utf-8")
    work.main(["update"])
    said = capsys.readouterr().out
    assert f"notebooks/{NAME}" in said and "git restore notebooks" in said
    assert "in your copy now" not in said
    assert path.read_bytes() == before and not marks("NEW", opened())

    git(clone, "restore", "notebooks")
    work.main(["update"])
    assert marks("NEW|MINE", opened()) == {"NEW", "MINE-1", "MINE-2"}
    assert cell(opened(), "ex-2").source.startswith("a = 7")
    assert "07_tiny.from_notebooks.ipynb" not in files()


def test_a_slider_moved_in_the_lessons_is_no_answer(clone, capsys):
    path = answers_in_the_lessons(clone)
    for value in (1, 2):
        path.write_text(copies.text(edited(copies.read(path), [slides(value)])), encoding="utf-8")
        work.main([])
        taken = "in your copy now" in capsys.readouterr().out
        assert taken == (value == 1)
    assert "widgets" not in opened().metadata and len(copies.ours(opened())["taken"]) == 1


def test_lessons_that_were_only_opened_and_run_are_no_answers(clone, capsys):
    path = clone / "notebooks" / NAME
    nb = edited(copies.read(path), [runs("setup", "sum")])
    nb.metadata["language_info"]["version"] = "3.11"
    path.write_text(copies.text(nb), encoding="utf-8")
    work.main([])
    assert len(capsys.readouterr().out.splitlines()) == 1


def test_an_edition_that_needs_other_packages_says_so(clone, monkeypatch, capsys):
    def pull():
        (clone / "constraints.txt").write_text("new==1")

    monkeypatch.setattr(checkout, "pull", pull)
    work.main(["update"])
    assert "needs other packages" in capsys.readouterr().out


def test_answers_put_aside_with_git_stash_are_taken_over(origin, clone):
    answers_in_the_lessons(clone)
    git(clone, "stash")
    release(origin, edited(lesson(), NEW))
    git(clone, "pull", "--quiet")
    work.main(["update"])
    assert marks("NEW|MINE", opened()) == {"NEW", "MINE-1", "MINE-2"}
    assert git(clone, "stash", "list")


def test_a_notebook_that_git_has_broken_gives_its_answers_all_the_same(origin, clone, capsys):
    """After `git commit` and `git pull`, or `git stash pop`, it holds git's marks."""
    answers_in_the_lessons(clone)
    git(clone, "commit", "--quiet", "--all", "--message=mine")
    release(origin, edited(lesson(), [says("ex-1", "NEW")]))
    with pytest.raises(subprocess.CalledProcessError):
        git(clone, "pull", "--quiet", "--no-rebase")
    with pytest.raises(ValueError):
        copies.read(clone / "notebooks" / NAME)
    before = git(clone, "status", "--porcelain")
    assert work.main(["update"]) == 0
    assert marks("MINE", opened()) == {"MINE-1", "MINE-2"}
    assert "git brings no newer edition" in capsys.readouterr().out
    assert git(clone, "status", "--porcelain") == before


def test_answers_in_a_copy_come_before_those_in_the_lessons(origin, clone, capsys):
    work.main([])
    mine = edited(opened(), [says("ex-2", 'a = 7  # MINE-7\n\ncheck("7.2", a)')])
    (workplace.folder() / NAME).write_text(copies.text(mine), encoding="utf-8")
    answers_in_the_lessons(clone)
    work.main([])
    assert marks("MINE", opened()) == {"MINE-1", "MINE-7"}
    beside = "07_tiny.from_notebooks.ipynb"
    assert beside in capsys.readouterr().out
    assert marks("MINE", opened(beside)) == {"MINE-1", "MINE-2"}


# --- where git brings nothing


def sentence_of(clone):
    before = git(clone, "rev-parse", "HEAD"), git(clone, "status", "--porcelain")
    sentence = checkout.pull()
    assert (git(clone, "rev-parse", "HEAD"), git(clone, "status", "--porcelain")) == before
    assert "\n" not in sentence
    return sentence


def test_without_an_upstream_git_says_so(clone):
    git(clone, "checkout", "--quiet", "-b", "mine")
    assert "no upstream" in sentence_of(clone)
    git(clone, "checkout", "--quiet", "--detach")
    assert "no upstream" in sentence_of(clone)


def test_where_the_two_have_parted_git_says_so(origin, clone):
    (clone / "own").touch()
    git(clone, "add", "own")
    git(clone, "commit", "--quiet", "--message=mine")
    release(origin, edited(lesson(), NEW))
    assert "fast-forward" in sentence_of(clone)


def test_where_the_course_is_out_of_reach_git_says_so(origin, clone):
    origin.rename(origin.with_name("elsewhere"))
    assert sentence_of(clone).startswith("git brought no newer edition: ")


def test_a_file_of_the_readers_in_the_way_is_not_overwritten(origin, clone):
    (clone / "notebooks" / "08_new.ipynb").write_text("mine")
    publish(origin, lesson(), "08_new.ipynb")
    release(origin, lesson())
    assert "notebooks/08_new.ipynb" in sentence_of(clone)
    assert (clone / "notebooks" / "08_new.ipynb").read_text() == "mine"


@pytest.mark.parametrize("how", ["no clone", "inside another", "no git"])
def test_a_folder_that_is_no_clone_can_be_updated_by_hand(how, tmp_path, clone, monkeypatch):
    work.main([])
    copy = workplace.folder() / NAME
    copy.write_text(copies.text(edited(opened(), BOTH)), encoding="utf-8")
    if how == "no git":
        monkeypatch.setenv("PATH", str(tmp_path))
    else:
        (clone / ".git").rename(tmp_path / "gone")
    if how == "inside another":
        git(tmp_path, "init", "--quiet")
    publish(clone, edited(lesson(), NEW))
    assert "no clone" in checkout.pull()
    assert work.main(["update"]) == 0
    assert marks("NEW|MINE", opened()) == {"NEW", "MINE-1", "MINE-2"}


# --- the command


def command(*arguments, **variables):
    """Run the real command for the real course, with a folder of its own."""
    return subprocess.run(
        [sys.executable, "-m", "course_utils.work", *arguments],
        env={**os.environ, **variables},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )


def test_the_command_copies_every_lesson_and_names_the_folder(tmp_path):
    done = command(COURSE_WORK=str(tmp_path / "my work"))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == f"Your work lies in {tmp_path / 'my work'}."
    own = {path.name for path in (tmp_path / "my work").glob("*.ipynb")}
    assert own == {path.name for path in home.lessons()}
    assert command("merge", COURSE_WORK=str(tmp_path / "my work")).stdout == (
        "Your copies are of this edition.\n"
    )


def test_a_folder_that_cannot_be_written_is_said_in_a_sentence(tmp_path):
    (tmp_path / "file").touch()
    done = command(COURSE_WORK=str(tmp_path / "file"))
    assert done.returncode == 1 and "COURSE_WORK" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_an_interrupt_is_said_in_a_sentence(clone, monkeypatch, capsys):
    def interrupt(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(update, "bring", interrupt)
    assert work.main([]) == 130
    assert "Nothing is lost" in capsys.readouterr().err


def test_the_folder_of_work_is_ignored_by_git():
    course = Path(update.__file__).resolve().parents[2]
    ignored = (course / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert "/work/" in ignored
