"""A student's week: copies are opened, answered, closed, opened again, and renewed."""

import json
import re
import shutil
import subprocess
import sys
import time

import pytest
from asked import JUDGED, Asked, visible_text
from jupyter import lab, open_notebook, raised, run_all, run_cell, shut_down
from taken import Taken

from course_utils import explore, memory
from course_utils.checking import exercises, questions
from course_utils.publish import notebooks

LESSONS = ["00_can_a_machine_learn", "02_loss", "03_gradients"]
LAST, CALL = "10_capstone", "predictions()"
NEW_QUESTION = """
question("2.q99", "Which edition?", wrong("Older", "No."), right("Newer", "Yes."))
"""

# What stands in the cells of the open notebook, by id.
CELLS = """() => Object.fromEntries(
  jupyterapp.shell.currentWidget.context.model.sharedModel.toJSON().cells.map(c => [c.id, c])
)"""
TYPE = """([id, source]) => {
  const cells = jupyterapp.shell.currentWidget.content.widgets;
  cells.find(cell => cell.model.id === id).model.sharedModel.setSource(source);
}"""

SLIDER = ".widget-interact .noUi-handle"


class Student:
    """A reader with a clone of the course, in a folder of their own."""

    def __init__(self, folder, page):
        self.course, self.page = folder / "course", page
        self.origin, self.log = folder / "origin", folder / "lab.log"
        git(folder, "clone", "--quiet", notebooks.ROOT, self.origin)
        git(self.origin, "checkout", "--quiet", "-B", "main")
        release(self.origin)  # with what is not committed here
        git(folder, "clone", "--quiet", self.origin, self.course)

    def types(self, *module):
        """Return what a command of the course prints."""
        return subprocess.run(
            [sys.executable, "-m", *module],
            cwd=self.course,
            capture_output=True,
            encoding="utf-8",
            check=True,
        ).stdout

    def opens(self, stem, anew=False):
        """Open the copy of a lesson; return its page, loaded `anew` or left open overnight."""
        if anew:
            self.page.goto("about:blank")
        open_notebook(self.page, self.address, f"work/{stem}.ipynb")
        return self.page

    def closes(self, page, overwrite=False):
        """Save and close, as one does in the evening; over a newer file, if JupyterLab asks."""
        page.evaluate("() => { window.saved = jupyterapp.commands.execute('docmanager:save'); }")
        if overwrite:
            page.get_by_role("button", name="Overwrite").click()
        page.wait_for_function("() => window.saved.then(() => true)")
        shut_down(page)

    def chose(self):
        """Return {number: (what was chosen, what is shown, right?)} as progress.json has it."""
        kept = json.loads((self.course / "work" / memory.FILE).read_text(encoding="utf-8"))
        return {
            number: (entry["chosen"], entry.get("again", entry["chosen"]), entry["right"])
            for number, entry in kept.items()
            if "answered" in entry
        }

    def has_changed_nothing_of_the_course(self):
        return git(self.course, "status", "--porcelain") == ""


def git(folder, *arguments):
    return subprocess.run(
        ["git", "-C", folder, *arguments], check=True, capture_output=True, encoding="utf-8"
    ).stdout


def release(origin):
    """Put the files of this folder, as they are, into the origin."""
    listed = git(notebooks.ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    for name in listed.strip("\0").split("\0"):
        here, there = notebooks.ROOT / name, origin / name
        if here.is_file():
            there.parent.mkdir(parents=True, exist_ok=True)
            there.write_bytes(here.read_bytes())
    commit(origin)


def commit(origin):
    git(origin, "add", "--all")
    git(origin, "commit", "--quiet", "--allow-empty", "--message=edition")


@pytest.fixture
def student(tmp_path, tab, monkeypatch):
    for name in ("GIT_AUTHOR", "GIT_COMMITTER"):
        monkeypatch.setenv(f"{name}_NAME", "course")
        monkeypatch.setenv(f"{name}_EMAIL", "course@example.org")
    student = Student(tmp_path, tab)
    monkeypatch.setenv("PYTHONPATH", str(student.course))
    monkeypatch.delenv("COURSE_WORK", raising=False)
    student.types("course_utils.work")
    with lab(student.log, student.course) as student.address:
        yield student
        tab.goto("about:blank")  # or it would look for the server that ends


def outputs(page):
    return [name for name, cell in page.evaluate(CELLS).items() if cell.get("outputs")]


def cell_ids(stem):
    """Return {number: id} of the exercise cells of a lesson."""
    nb = notebooks.read(notebooks.FOLDER / f"{stem}.ipynb")
    tagged = [cell for cell in notebooks.code_cells(nb) if "exercise" in notebooks.tags(cell)]
    return {notebooks.checks(cell.source)[0][0]: cell.id for cell in tagged}


def scroll_to(page, name):
    """Bring a cell onto the screen: what is distant is not drawn."""
    page.evaluate(
        """async name => {
          const notebook = jupyterapp.shell.currentWidget.content;
          const at = notebook.widgets.findIndex(cell => cell.model.id === name);
          await notebook.scrollToItem(at, "start");
        }""",
        name,
    )


def answer(page, stem, number, source=None):
    """Type an answer into an exercise's cell, by default the right one, and run it."""
    name = cell_ids(stem)[number]
    check = page.evaluate(CELLS)[name]["source"].splitlines()[-1]
    source = f"{source or exercises.find(number).source()}\n\n\n{check}"
    page.evaluate(TYPE, [name, source])
    run_cell(page, source)
    return str(page.evaluate(CELLS)[name]["outputs"])


def asks(stem):
    """Return {number: source} of the cells of a lesson that ask a question, in order."""
    cells = notebooks.code_cells(notebooks.read(notebooks.FOLDER / f"{stem}.ipynb"))
    found = (re.fullmatch(r'ask\("(.+?)"\)', cell.source) for cell in cells)
    return {match[1]: match[0] for match in found if match}


def explorer_of(stem):
    """Return the explorer of a lesson."""
    cells = notebooks.code_cells(notebooks.read(notebooks.FOLDER / f"{stem}.ipynb"))
    call = next(cell.source for cell in cells if cell.source.startswith("explore."))
    return explore.find(call.removeprefix("explore.").removesuffix("()"))


def wait_for(student, number):
    """Wait until the server has kept what was chosen; a page sends it and waits for nothing."""
    for _ in range(100):
        if (student.course / "work" / memory.FILE).exists() and number in student.chose():
            return student.chose()[number]
        time.sleep(0.1)
    raise AssertionError(f"{number} was not kept")


def test_a_week_of_a_student(student):
    first, second, third = LESSONS
    predicted, *_, quizzed = asks(first)
    assert "Nothing is done yet" in student.types("course_utils.standing")

    # Monday: the first lesson, all of it.
    page = student.opens(first)
    assert outputs(page) == []
    run_all(page)
    assert raised(page) == []
    said = page.evaluate(CELLS)
    assert "Everything is here" in str(said["setup"]["outputs"])
    assert "Nothing is done yet" in str(said["works-progress"]["outputs"])
    for number in ("0.1", "0.2", "0.3"):
        assert f"✓ {number}" in answer(page, first, number)
    assert "✗ 0.4" in answer(page, first, "0.4", 'order = "abcdef"')

    # Nothing was answered before it was asked, neither of a question nor of an explorer.
    prediction, quiz = Asked(page, predicted), Asked(page, quizzed)
    mover = Taken(page, explorer_of(first))
    for seen in (prediction.text(), quiz.text(), visible_text(mover.box)):
        assert len(seen) > 100 and not JUDGED.search(seen)
    prediction.answer(prediction.wrong)
    quiz.answer(quiz.right)
    moved = mover.explorer.question
    mover.predict(Asked(page, moved).wrong)
    texts = [option.plain for option in prediction.options]
    wrong = texts[prediction.wrong]
    assert wait_for(student, predicted) == (wrong, wrong, False)
    assert wait_for(student, quizzed)[2] and not wait_for(student, moved)[2]
    student.closes(page)
    many = len(questions.of_lesson(0))
    assert f"00: 3 of 4, next 0.4; 3 of {many} questions" in student.types("course_utils.standing")

    # Tuesday: opened again, it is as it was; a run after Kernel → Restart knows what was passed.
    page = student.opens(first, anew=True)
    assert 'order = "abcdef"' in page.evaluate(CELLS)["ex-4"]["source"]
    assert "✓ 0.1" in str(page.evaluate(CELLS)["ex-1"]["outputs"])
    prediction, quiz = Asked(page, predicted), Asked(page, quizzed)
    assert (prediction.told(), quiz.told()) == (prediction.wrong, quiz.right)
    assert "✗ You said" in visible_text(Taken(page, explorer_of(first)).box)
    page.evaluate("() => jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()")
    run_all(page)
    assert "00: 3 of 4, next 0.4" in str(page.evaluate(CELLS)["works-progress"]["outputs"])
    assert (prediction.told(), quiz.told()) == (prediction.wrong, quiz.right)

    # A second thought is what is shown from now on; the first one counts.
    prediction.ask_again()
    prediction.answer(prediction.right)
    right = texts[prediction.right]
    page.wait_for_timeout(500)
    assert student.chose()[predicted] == (wrong, right, False)
    student.closes(page)

    # Wednesday: two exercises of another lesson, one with a hint, and only some cells were run.
    page = student.opens(second)
    run_cell(page, page.evaluate(CELLS)["setup"]["source"])
    ids = cell_ids(second)
    for number in list(ids)[:2]:
        answer(page, second, number)
    answered = {ids["2.1"], ids["2.2"]}
    assert answered <= set(outputs(page)) <= answered | {"setup"}  # that shows the lesson's head
    second_predicted, source = next(iter(asks(second).items()))
    run_cell(page, source)
    Asked(page, second_predicted).answer(Asked(page, second_predicted).right)
    assert wait_for(student, second_predicted)[2]
    student.closes(page)
    assert "02: 2 of 6, next 2.3; 1 of " in student.types("course_utils.standing")

    # Thursday: a new edition, while the third lesson is open.
    page = student.opens(third)
    for stem in (second, third):
        path = student.origin / "notebooks" / f"{stem}.ipynb"
        nb = notebooks.read(path)
        at = next(i for i, cell in enumerate(nb.cells) if cell.id == "hook")
        nb.cells[at].source += "\nA sentence of the new edition."
        path.write_text(notebooks.text(nb), encoding="utf-8")
    quiz_file = next(student.origin.glob("course_utils/lessons/lesson_02_*/quiz.py"))
    quiz_file.write_text(quiz_file.read_text(encoding="utf-8") + NEW_QUESTION, encoding="utf-8")
    commit(student.origin)
    said = student.types("course_utils.work", "update")
    assert "git brought a newer edition." in said and "Reload Notebook from Disk" in said
    student.closes(page, overwrite=True)  # it puts its old text over the new one

    logged = len(student.log.read_text())
    page = student.opens(second)
    now = page.evaluate(CELLS)
    assert now["hook"]["source"].endswith("A sentence of the new edition.")
    assert "y_hat" in now[ids["2.1"]]["source"] and "✓ 2.1" in str(now[ids["2.1"]]["outputs"])
    assert Asked(page, second_predicted).told() == Asked(page, second_predicted).right

    # The server is older than the edition, and knows its questions all the same.
    run_cell(page, now["setup"]["source"])
    ask_cell = next(name for name, cell in now.items() if cell["source"] == source)
    page.evaluate(TYPE, [ask_cell, 'ask("2.q99")'])
    run_cell(page, 'ask("2.q99")')
    page.locator("[data-question='2.q99'] label").last.click()
    page.get_by_role("button", name="This is my answer").click()
    assert wait_for(student, "2.q99") == ("Newer", "Newer", True)
    student.closes(page)

    # What has been run may go on running, without a kernel, too.
    assert f"Notebook work/{second}.ipynb is not trusted" not in student.log.read_text()[logged:]

    # Friday: nothing is lost, nothing is new, and the course's own files are as they came.
    assert "02: 2 of 6, next 2.3" in student.types("course_utils.standing")
    said = student.types("course_utils.work", "update").splitlines()
    assert said[:2] == ["git has nothing newer.", f"{third}: the new edition is in your copy."]
    page = student.opens(third)
    assert page.evaluate(CELLS)["hook"]["source"].endswith("A sentence of the new edition.")
    student.closes(page)

    # The last lesson says how often a prediction was right, and asks the others once more.
    page = student.opens(LAST)
    name, cell = next((n, c) for n, c in page.evaluate(CELLS).items() if CALL in c["source"])
    run_cell(page, cell["source"])
    shown = str(page.evaluate(CELLS)[name]["outputs"])
    assert "1 of your 3 predictions was right." in shown and "What do you say now?" in shown
    again = [host.get_attribute("data-question") for host in page.locator("[data-question]").all()]
    assert again == sorted([predicted, moved])
    assert Asked(page, predicted).told() == prediction.right
    student.closes(page)
    assert student.has_changed_nothing_of_the_course()
    assert {path.name for path in (student.course / "notebooks").iterdir()} == {
        path.name for path in (notebooks.ROOT / "notebooks").iterdir()
    } - {".ipynb_checkpoints"}


def test_a_slider_of_the_readers_own_is_there_when_the_copy_is_opened_again(student):
    page = student.opens(LESSONS[1])
    run_all(page)
    scroll_to(page, "knob-run")
    page.locator(SLIDER).first.focus()
    page.keyboard.press("ArrowRight")
    moved = page.locator(SLIDER).first.get_attribute("aria-valuetext")
    student.closes(page)

    page = student.opens(LESSONS[1], anew=True)
    scroll_to(page, "knob-run")
    page.locator(SLIDER).first.wait_for()
    assert page.locator(SLIDER).first.get_attribute("aria-valuetext") == moved
    assert "Error displaying widget" not in page.locator(".jp-Notebook").inner_text()
    student.closes(page)
    saved = json.loads((student.course / "work" / f"{LESSONS[1]}.ipynb").read_text("utf-8"))
    assert saved["metadata"]["widgets"]

    # It is no change of the reader's, and nothing of it leaves the copy.
    assert "newer" not in student.types("course_utils.work")
    assert student.has_changed_nothing_of_the_course()


SEND = """async ([url, sent]) => {
  const answer = await fetch(url, {method: "POST", body: new URLSearchParams(sent)});
  return [answer.status, await answer.text()];
}"""


def test_what_no_question_of_a_copy_has_sent_is_refused(student, browser):
    page = student.opens(LESSONS[1])
    said = page.evaluate("JSON.parse(document.getElementById('jupyter-config-data').text).course")
    assert said["chosen"] == {} and set(said) == {"chosen", "url", "work"}
    token = page.evaluate("document.cookie.match(/_xsrf=([^;]*)/)[1]")
    answer = {"work": said["work"], "question": "2.p1", "chosen": "The first"}
    good = {**answer, "_xsrf": token}
    for sent, status in [
        (answer, 403),
        ({**answer, "_xsrf": "2|guessed"}, 403),
        ({**good, "question": "2.p99"}, 404),
        ({**good, "chosen": "Both"}, 404),
        ({**good, "work": "../.."}, 404),
        ({**good, "work": str(student.course)}, 404),
        ({**good, "more": "x" * 100_000}, 413),
        ({"_xsrf": token}, 404),
    ]:
        refused, text = page.evaluate(SEND, [said["url"], sent])
        assert refused == status and len(text.splitlines()) == 1 and "Traceback" not in text, sent
    stranger = browser.new_context()
    assert stranger.request.post(student.address + said["url"], form=good).status == 403
    stranger.close()
    assert not (student.course / "work" / memory.FILE).exists()

    # The course's own notebook, and a copy that lies elsewhere, are the browser's to remember.
    (student.course / "elsewhere").mkdir()
    name = f"{LESSONS[1]}.ipynb"
    number, source = next(iter(asks(LESSONS[1]).items()))
    shutil.copy(student.course / "work" / name, student.course / "elsewhere" / name)
    for place in ("notebooks", "elsewhere"):
        shut_down(page)
        open_notebook(page, student.address, f"{place}/{name}")
        run_cell(page, page.evaluate(CELLS)["setup"]["source"])
        run_cell(page, source)
        asked = Asked(page, number)
        asked.ask_again()
        asked.answer(0)
        assert asked.told() == 0
    assert not (student.course / "work" / memory.FILE).exists()
    assert page.evaluate(SEND, [said["url"], good])[0] == 204
    assert student.chose() == {"2.p1": ("The first", "The first", False)}
    shut_down(page)
