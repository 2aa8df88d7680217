"""A new edition comes: no answer is lost, what is new arrives or is said to be missing."""

import contextlib
import json
import re
import shutil
import warnings

import nbformat
import pytest
from nbformat.sign import NotebookNotary
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from course_utils import home, workplace
from course_utils.work import merging, update

STUB = 'def {0}(x):\n    """{0} of x."""\n    ...\n\n\ncheck("7.{1}", {0})'
NAME = "07_tiny.ipynb"


def lesson():
    """Return a lesson with outputs, as the course has it: text, code, two exercises, a recap."""
    cells = [
        new_markdown_cell("# Title\nOne line.\nAnother line.", id="title"),
        new_code_cell("from course_utils import check", id="setup"),
        new_markdown_cell("Some prose.\nMore prose.", id="prose"),
        new_code_cell("1 + 1", id="sum", execution_count=2, outputs=[shown("2")]),
        new_code_cell("2 + 2", id="again", execution_count=3, outputs=[shown("4")]),
        new_code_cell(STUB.format("f", 1), id="ex-1", metadata={"tags": ["exercise"]}),
        new_markdown_cell("**7.2 Values.**", id="ex-2-text"),
        new_code_cell('a = ...\n\ncheck("7.2", a)', id="ex-2", metadata={"tags": ["exercise"]}),
        new_markdown_cell("Recap.", id="recap"),
    ]
    return new_notebook(cells=cells, metadata={"language_info": {"name": "python"}})


def shown(text):
    return new_output("execute_result", {"text/plain": text}, execution_count=1)


def cell(nb, name):
    return next(cell for cell in nb.cells if cell.id == name)


def at(nb, name):
    return next(i for i, cell in enumerate(nb.cells) if cell.id == name)


# What a reader does to their copy, or the course to its lesson: functions that change a notebook.


def says(name, text):
    """Give a cell another text."""
    return lambda nb: cell(nb, name).update(source=text)


def replaces(name, old, new):
    """Change a piece of a cell's text."""

    def change(nb):
        source = cell(nb, name).source
        assert source.count(old) == 1
        cell(nb, name).source = source.replace(old, new)

    return change


def adds(after, name, text, make=new_code_cell):
    return lambda nb: nb.cells.insert(at(nb, after) + 1, make(text, id=name))


def removes(name):
    return lambda nb: nb.cells.pop(at(nb, name))


def moves(name, after):
    def change(nb):
        moved = nb.cells.pop(at(nb, name))
        nb.cells.insert(at(nb, after) + 1, moved)

    return change


def runs(*names):
    """Run cells, in this order."""

    def change(nb):
        for count, name in enumerate(names, 1):
            cell(nb, name).update(execution_count=count, outputs=[shown(f"run {count}")])

    return change


def renames_cell(name, new):
    return lambda nb: cell(nb, name).update(id=new)


def sets(name, **metadata):
    return lambda nb: cell(nb, name).metadata.update(metadata)


def slider(value):
    """Return the state of a slider, as JupyterLab saves it."""
    model = {
        "model_name": "IntSliderModel",
        "model_module": "@jupyter-widgets/controls",
        "model_module_version": "2.0.0",
        "state": {"value": value},
    }
    state = {"version_major": 2, "version_minor": 0, "state": {"a1b2": model}}
    return {"application/vnd.jupyter.widget-state+json": state}


def slides(value):
    """Move a slider, and save."""
    return lambda nb: nb.metadata.update(widgets=slider(value))


def clears(nb):
    for each in nb.cells:
        if each.cell_type == "code":
            each.update(outputs=[], execution_count=None)


def loses_ids(nb):
    """Save as Colab does: of an older format, with ids of its own."""
    nb.nbformat_minor = 0
    for number, each in enumerate(nb.cells):
        del each["id"]
        each.metadata["id"] = f"colab{number}"


ANSWER_1 = replaces("ex-1", "    ...", "    y = x  # MINE-1\n    return y + 1")
ANSWER_2 = replaces("ex-2", "...", "3.5  # MINE-2")
BOTH = [ANSWER_1, ANSWER_2]
DOC = replaces("ex-1", "f of x", "NEW: f of x")

# What the reader did; what the new edition did; what of it does not arrive, as far as is said.
CASES = {
    "nothing was done": ([], [says("prose", "NEW prose.")], []),
    "run in order": ([runs("setup", "sum"), *BOTH], [says("prose", "NEW prose.")], []),
    "run out of order": ([runs("again", "sum", "setup"), *BOTH], [adds("sum", "new", "NEW")], []),
    "prose changes": (BOTH, [says("title", "# Title\nNEW line."), says("recap", "NEW")], []),
    "the stub's docstring changes": ([*BOTH, runs("ex-1", "ex-2")], [DOC], []),
    "the stub gets a part": (
        BOTH,
        [says("ex-2", 'a = ...\nNEW = ...\n\ncheck("7.2", a, NEW)')],
        [],
    ),
    "the stub's argument is renamed": (BOTH, [replaces("ex-1", "f(x)", "f(NEW)")], ["ex-1"]),
    "the value is renamed": (BOTH, [says("ex-2", 'NEW = ...\n\ncheck("7.2", NEW)')], ["ex-2"]),
    "the function is renamed": (
        BOTH,
        [lambda nb: cell(nb, "ex-1").update(source=STUB.format("NEW", 1))],
        [],
    ),
    "the exercise has another number": (BOTH, [replaces("ex-1", '"7.1"', '"7.9NEW"')], []),
    "the exercise has another cell": (BOTH, [DOC, renames_cell("ex-1", "ex-new")], ["ex-1"]),
    "the exercise is removed": (BOTH, [removes("ex-1")], ["ex-1"]),
    "cells are added and removed": (
        BOTH,
        [removes("again"), adds("prose", "new", "NEW", new_markdown_cell)],
        [],
    ),
    "the order changes": (BOTH, [moves("ex-1", "ex-2"), moves("again", "title")], []),
    "own cells stay": (
        [*BOTH, adds("sum", "own", "MINE-3"), adds("own", "own-too", "MINE-4", new_markdown_cell)],
        [adds("sum", "new", "NEW"), removes("again"), says("sum", "1 + 1  # NEW")],
        [],
    ),
    "own cell with the id of a new one": (
        [*BOTH, adds("sum", "new", "MINE-3")],
        [adds("prose", "new", "NEW")],
        [],
    ),
    "cells were moved": (
        [*BOTH, moves("ex-1", "ex-2")],
        [adds("ex-1", "new", "NEW"), says("prose", "NEW prose.")],
        [],
    ),
    "both moved cells": (
        [*BOTH, moves("ex-1", "ex-2")],
        [moves("again", "title")],
        ["the order of the cells"],
    ),
    "cells were deleted": (
        [*BOTH, removes("prose"), removes("sum")],
        [says("prose", "NEW prose."), says("recap", "NEW recap.")],
        ["prose"],
    ),
    "both changed a line": (
        [*BOTH, replaces("title", "One line", "MINE-3")],
        [replaces("title", "One line", "NEW line")],
        ["title"],
    ),
    "each changed a line": (
        [*BOTH, replaces("title", "One line", "MINE-3")],
        [replaces("title", "Another line", "NEW line")],
        [],
    ),
    "a line of the stub went, and changed": (
        [replaces("ex-1", '    """f of x."""\n    ...', "    return x  # MINE-1")],
        [DOC],
        ["ex-1"],
    ),
    "a line of the stub went, and changed alone": (
        [*BOTH, replaces("ex-1", '    """f of x."""\n', "")],
        [DOC],
        ["ex-1"],
    ),
    "an answer that is no Python": (
        [replaces("ex-1", "    ...", "    return (x  # MINE-1")],
        [DOC],
        ["ex-1"],
    ),
    "metadata change": (
        [*BOTH, sets("ex-1", collapsed=True), sets("sum", slideshow={"slide_type": "skip"})],
        [sets("ex-1", tags=["exercise", "NEW"]), sets("sum", slideshow={"slide_type": "slide"})],
        [],
    ),
    "outputs are cleared": ([runs("sum"), *BOTH], [clears, says("recap", "NEW")], []),
    "cells without ids": ([*BOTH, loses_ids], [says("prose", "NEW prose."), DOC], []),
    "two cells with one id": (
        [*BOTH, adds("sum", "sum", "MINE-3")],
        [says("recap", "NEW"), adds("recap", "recap", "NEW too")],
        [],
    ),
    "a cell of another kind": (
        [*BOTH, lambda nb: nb.cells.__setitem__(3, new_markdown_cell("MINE-3", id="sum"))],
        [says("sum", "1 + 1  # NEW")],
        ["sum"],
    ),
}


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A course of one lesson that git knows nothing of; `publish` puts another edition there."""
    course = tmp_path / "course"
    monkeypatch.setattr(home, "COURSE", course)
    monkeypatch.delenv("COURSE_WORK", raising=False)
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "data"))  # where signatures are kept
    publish(course, lesson())
    return course


def publish(course, nb, name=NAME):
    (course / "notebooks").mkdir(parents=True, exist_ok=True)
    (course / "notebooks" / name).write_text(json.dumps(nb), encoding="utf-8")


def bring():
    return update.bring(workplace.folder())


def assert_nothing_more_happens():
    before = files()
    assert bring() == [] and files() == before


def files():
    """Return {name: bytes} of all that lies in the reader's folder."""
    folder = workplace.folder()
    found = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def opened(name=NAME):
    """Return a notebook of the reader's, which must be a good one."""
    text = (workplace.folder() / name).read_text(encoding="utf-8")
    assert not re.search(r"<{7}|>{7}|={7}", text)
    nb = nbformat.from_dict(json.loads(text))
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # two equal ids are only a warning
        nbformat.validate(nb)
    return nbformat.reads(text, as_version=4)


def write(nb, name=NAME):
    (workplace.folder() / name).write_text(json.dumps(nb), encoding="utf-8")


def edited(nb, changes):
    for change in changes:
        change(nb)
    return nb


def marks(kind, nb):
    return set(re.findall(rf"{kind}[-\w]*", "\n".join(cell.source for cell in nb.cells)))


@pytest.mark.parametrize("case", CASES)
def test_answers_stay_and_what_is_new_arrives_or_is_said_to_be_missing(case, course):
    reader, edition, missing = CASES[case]
    bring()
    yours = edited(opened(), reader)
    write(yours)
    theirs = edited(lesson(), edition)
    publish(course, theirs)
    said = "\n".join(bring())

    merged = opened()
    assert marks("MINE", merged) == marks("MINE", yours)
    assert missing or marks("NEW", merged) == marks("NEW", theirs)
    beside = workplace.folder() / "07_tiny.new.ipynb"
    assert beside.exists() == bool(missing)
    assert all(name in said for name in missing)
    if missing:
        assert beside.name in said and marks("NEW", opened(beside.name)) == marks("NEW", theirs)
    ran = [(cell.source, cell.outputs) for cell in yours.cells if cell.get("outputs")]
    assert all((c.source, c.outputs) in ran for c in merged.cells if c.get("outputs"))

    assert_nothing_more_happens()


def test_one_edition_after_the_other_arrives(course):
    bring()
    write(edited(opened(), [*BOTH, replaces("title", "One line", "MINE-3")]))
    changes = [
        [says("prose", "NEW-1 prose.")],
        [replaces("title", "Another line", "NEW-2"), DOC, replaces("prose", "prose", "NEW-3")],
        [adds("prose", "new", "NEW-4"), removes("again"), replaces("ex-1", '"7.1"', '"7.9NEW"')],
    ]
    theirs = lesson()
    for step in changes:
        publish(course, edited(theirs, step))
        (sentence,) = bring()
        assert sentence == "07_tiny: the new edition is in your copy."
        assert marks("NEW", opened()) == marks("NEW", theirs)
        assert marks("MINE", opened()) == {"MINE-1", "MINE-2", "MINE-3"}


def test_how_the_reader_left_a_slider_stays_in_the_copy_and_comes_into_no_edition(course):
    bring()
    write(edited(opened(), [*BOTH, slides(3)]))
    publish(course, edited(lesson(), [says("prose", "NEW prose."), slides(7)]))
    bring()
    assert opened().metadata["widgets"] == slider(3) and marks("NEW", opened()) == {"NEW"}
    editions = [opened(name) for name in files() if name.startswith(workplace.EDITIONS)]
    assert len(editions) == 2 and not any("widgets" in nb.metadata for nb in editions)
    assert_nothing_more_happens()


# --- what is no notebook, on either side

BROKEN = ["", "{", "[]", "{}", "null", '{"nbformat": 3}', '{"nbformat": 9, "cells": []}', "\x00"]
BROKEN += ['{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [{"source": 1}]}']
BROKEN += ["<<<<<<< HEAD\n" + json.dumps(lesson()), "[" * 100_000]


@pytest.mark.parametrize("text", BROKEN, ids=range(len(BROKEN)))
def test_a_copy_that_is_no_notebook_is_kept_under_another_name(text, course):
    bring()
    for number in ("", "2."):
        (workplace.folder() / NAME).write_text(text, encoding="utf-8")
        (sentence,) = bring()
        aside = f"07_tiny.{number}unreadable.txt"
        assert aside in sentence and "\n" not in sentence
        assert (workplace.folder() / aside).read_text(encoding="utf-8") == text
        assert opened().cells[0].source == lesson().cells[0].source
        assert_nothing_more_happens()
        text += " "


def test_a_copy_in_another_encoding_is_kept_too(course):
    bring()
    (workplace.folder() / NAME).write_bytes(b"\xff\xfe\x00MINE")
    bring()
    assert (workplace.folder() / "07_tiny.unreadable.txt").read_bytes() == b"\xff\xfe\x00MINE"


@pytest.mark.parametrize("text", BROKEN, ids=range(len(BROKEN)))
def test_an_edition_that_is_no_notebook_changes_nothing(text, course):
    bring()
    write(edited(opened(), BOTH))
    before = files()
    (course / "notebooks" / NAME).write_text(text, encoding="utf-8")
    (sentence,) = bring()
    assert sentence.startswith("07_tiny: ") and "stays as it is" in sentence
    assert "\n" not in sentence and files() == before


@pytest.mark.parametrize("how", ["removed", "broken", "no longer named"])
def test_where_the_old_edition_is_lost_yours_stays_and_the_new_one_lies_beside(how, course):
    bring()
    yours = edited(opened(), BOTH)
    if how == "no longer named":
        yours.metadata = {}
    for path in (workplace.folder() / workplace.EDITIONS).iterdir():
        path.unlink() if how == "removed" else path.write_text("{")
    write(yours)
    publish(course, edited(lesson(), [says("prose", "NEW")]))
    (sentence,) = bring()
    assert "07_tiny.new.ipynb" in sentence
    assert opened().cells == yours.cells
    assert marks("NEW", opened("07_tiny.new.ipynb")) == {"NEW"}
    assert_nothing_more_happens()


def test_where_merging_fails_yours_stays_and_the_new_one_lies_beside(course, monkeypatch):
    bring()
    write(edited(opened(), BOTH))
    publish(course, edited(lesson(), [says("prose", "NEW"), DOC]))
    monkeypatch.setattr(merging, "apply_decisions", lambda base, decisions: {"source": 3})
    (sentence,) = bring()
    assert "07_tiny.new.ipynb" in sentence
    assert marks("MINE", opened()) == {"MINE-1", "MINE-2"}


# --- lessons come, go, and get other names


def test_a_new_lesson_is_copied_and_one_that_goes_stays(course):
    bring()
    write(edited(opened(), BOTH))
    (course / "notebooks" / NAME).unlink()
    publish(course, lesson(), "08_other.ipynb")
    before = files()
    bring()
    assert before.items() <= files().items()
    assert opened("08_other.ipynb").cells[0].source == lesson().cells[0].source


def test_a_copy_follows_a_lesson_with_a_new_name(course):
    bring()
    write(edited(opened(), BOTH))
    (course / "notebooks" / NAME).unlink()
    publish(course, edited(lesson(), [says("prose", "NEW")]), "07_little.ipynb")
    first, second = bring()
    assert "07_tiny" in first
    assert not (workplace.folder() / NAME).exists()
    assert marks("NEW|MINE", opened("07_little.ipynb")) == {"NEW", "MINE-1", "MINE-2"}
    assert_nothing_more_happens()


def test_a_copy_that_the_reader_renamed_is_let_alone_and_another_is_made(course):
    bring()
    write(edited(opened(), BOTH), "07_mine.ipynb")
    (workplace.folder() / NAME).unlink()
    bring()
    assert marks("MINE", opened("07_mine.ipynb")) and not marks("MINE", opened())


# --- copies


def test_copies_hold_no_outputs_and_the_lessons_keep_theirs(course):
    before = (course / "notebooks" / NAME).read_bytes()
    assert update.bring(workplace.folder(), merge=False) == []
    code = [each for each in opened().cells if each.cell_type == "code"]
    assert not any(each.outputs or each.execution_count for each in code)
    assert [each.source for each in opened().cells] == [each.source for each in lesson().cells]
    assert (course / "notebooks" / NAME).read_bytes() == before


def test_copying_again_changes_nothing_but_says_that_there_is_a_newer_edition(course):
    bring()
    write(edited(opened(), BOTH))
    before = files()
    assert update.bring(workplace.folder(), merge=False) == []
    publish(course, edited(lesson(), [says("prose", "NEW")]))
    (sentence,) = update.bring(workplace.folder(), merge=False)
    assert "make update" in sentence and files() == before


def test_other_outputs_alone_are_no_new_edition(course):
    bring()
    publish(course, edited(lesson(), [runs("sum")]))
    assert_nothing_more_happens()


def test_the_copy_as_it_was_lies_in_a_folder_of_its_own(course):
    bring()
    write(edited(opened(), BOTH))
    before = files()[NAME]
    publish(course, edited(lesson(), [says("prose", "NEW")]))
    bring()
    assert files()[f"before_update/{NAME}"] == before


@pytest.mark.parametrize("trusted", [True, False])
def test_jupyterlab_trusts_a_copy_as_it_did_before(trusted, course):
    bring()
    write(edited(opened(), [*BOTH, runs("sum")]))
    with NotebookNotary() as notary:
        if trusted:
            notary.sign(opened())
        publish(course, edited(lesson(), [says("prose", "NEW")]))
        bring()
        assert marks("NEW", opened())
        assert notary.check_signature(opened()) == trusted


# --- interrupted


def put_back(before):
    """Make the reader's folder what it was."""
    shutil.rmtree(workplace.folder())
    for name, content in before.items():
        path = workplace.folder() / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


@pytest.mark.parametrize(
    "function, error", [("replace", KeyboardInterrupt), ("fsync", OSError(28, "No space left"))]
)
def test_whenever_it_is_interrupted_nothing_is_lost_and_the_next_run_goes_on(
    function, error, course, monkeypatch
):
    names = (NAME, "08_other.ipynb")
    publish(course, lesson(), names[1])
    bring()
    for name in names:
        write(edited(opened(name), [*BOTH, replaces("title", "One line", "MINE-3")]), name)
        new = [replaces("title", "One", "NEW"), says("prose", "NEW prose.")]
        publish(course, edited(lesson(), new), name)
    before = files()
    bring()
    after = files()
    real, steps = getattr(workplace.os, function), 0
    while True:
        put_back(before)
        left = iter([True] * steps)

        def interrupted(*arguments, left=left):
            if next(left, False):
                return real(*arguments)
            raise error

        with monkeypatch.context() as patch, contextlib.suppress(KeyboardInterrupt):
            patch.setattr(workplace.os, function, interrupted)
            bring()
        if next(left, False):
            break  # it was through before
        for name in names:
            assert marks("MINE", opened(name)) == {"MINE-1", "MINE-2", "MINE-3"}
        assert not [name for name in files() if name.startswith(".0")]
        bring()
        assert files() == after
        steps += 1
    assert steps == 9  # four files for each lesson, and the run that is through
