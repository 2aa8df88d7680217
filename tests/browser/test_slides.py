"""The lessons on a projector: each slide fits, and one lesson is presented by keyboard."""

import re
import shutil

import pytest
from asked import ALIVE, Asked
from jupyter import PRESENTING, lab, open_notebook, raised, run_cell, shut_down
from taken import Taken

from course_utils import explore
from course_utils.checking import questions
from course_utils.publish import notebooks, slides

PROJECTORS = [{"width": 1280, "height": 720}, {"width": 1920, "height": 1080}]
PRESENTED = "08_overfitting.ipynb"
# What is too tall scrolls on its slide; these are few, and each is so on purpose.
SCROLLS = {
    ("06_autograd.ipynb", "ex-4"): "four loops to mend",
    ("09_broadcasting.ipynb", "ex-2"): "three loops to mend",
    ("10_capstone.ipynb", "ex-2"): "three loops to mend",
    ("10_capstone.ipynb", "quiz-final"): "a question on each lesson",
    ("10_capstone.ipynb", "quiz-draw"): "the quiz of the whole course",
}

# All slides at once, one below the other, when their cells have come to rest. Answers are open,
# because that is when a question is highest.
MEASURE = """async () => {
  const notebook = jupyterapp.shell.currentWidget.content;
  const height = cell => cell.node.offsetHeight;
  const total = () => notebook.widgets.reduce((sum, cell) => sum + height(cell), 0);
  notebook.widgets.forEach(cell => {
    cell.addClass("jp-deck-mod-onscreen");
    cell.addClass("jp-deck-mod-visible");
  });
  notebook.node.querySelectorAll("[data-question]").forEach(({shadowRoot}) => {
    shadowRoot?.querySelector("form button:last-child")?.click();
    shadowRoot?.querySelectorAll("details").forEach(answer => (answer.open = true));
  });
  for (let last = -1, still = 0; still < 4; last = total()) {
    await new Promise(done => setTimeout(done, 100));
    still = total() === last ? still + 1 : 0;
  }
  const wide = ".cm-scroller, .jp-OutputArea-output, .jp-RenderedText pre, .jp-MarkdownOutput";
  const tooWide = cell => [...cell.node.querySelectorAll(wide)]
    .some(part => part.scrollWidth > part.clientWidth + 1);
  const slides = [];
  for (const cell of notebook.widgets) {
    if (!slides.length || cell.model.getMetadata("slideshow")?.slide_type) {
      slides.push({cells: [], height: 0, wide: []});
    }
    const slide = slides.at(-1);
    slide.cells.push(cell.model.id);
    slide.height += height(cell);
    if (tooWide(cell)) slide.wide.push(cell.model.id);
  }
  return slides;
}"""

# What stands out of the screen of the slide shown now, once it rests.
CUT_OFF = """async scrolls => {
  const {widgets} = jupyterapp.shell.currentWidget.content;
  const shown = widgets.filter(cell => cell.hasClass("jp-deck-mod-onscreen"));
  const out = cell => {
    const {top, bottom} = cell.node.getBoundingClientRect();
    return top < -1 || bottom > window.innerHeight + 1;
  };
  await new Promise(requestAnimationFrame);
  await new Promise(requestAnimationFrame);
  const ids = shown.map(cell => cell.model.id);
  if (!ids.length) throw new Error("no cell is shown");
  return ids.some(id => scrolls.includes(id)) ? [] : shown.filter(out).map(cell => cell.model.id);
}"""


@pytest.fixture(scope="module")
def stage(tmp_path_factory):
    """The address of a JupyterLab that shows copies of the lessons as slides."""
    folder = tmp_path_factory.mktemp("stage")
    shutil.copytree(notebooks.FOLDER, folder / "notebooks")
    slides.main((folder / "notebooks").glob("*.ipynb"))
    with lab(folder / "lab.log", folder, PRESENTING) as address:
        yield address


@pytest.fixture
def page(context, stage):
    """A page of the first projector; `page.outside` collects requests to other machines."""
    page = context.new_page()
    page.set_viewport_size(PROJECTORS[0])
    page.outside = []
    page.on("request", lambda request: page.outside.append(request.url))
    yield page
    shut_down(page)
    assert [url for url in page.outside if not url.startswith((stage, "data:", "blob:"))] == []
    page.close()


def present(page, stage, name):
    """Open a lesson and wait for its first slide."""
    open_notebook(page, stage, f"notebooks/{name}")
    page.locator(".jp-Deck .jp-deck-mod-onscreen.jp-mod-active").wait_for()


def cut_off(page, name):
    """Measure all slides on both projectors; return those that do not fit."""
    page.wait_for_function(ALIVE)
    found = []
    for size in PROJECTORS:
        page.set_viewport_size(size)
        for slide in page.evaluate(MEASURE):
            may_scroll = any((name, cell) in SCROLLS for cell in slide["cells"])
            if (slide["height"] > size["height"] or slide["wide"]) and not may_scroll:
                found.append((size, slide))
    return found


def explorer_call(name):
    """Return the source of the cell with the lesson's explorer."""
    code = notebooks.code_cells(notebooks.read(notebooks.FOLDER / name))
    return next(cell.source for cell in code if cell.source.startswith("explore."))


def on_page(page, call):
    """Return what drives the explorer that a cell such as `explore.loss_dial()` shows."""
    return Taken(page, explore.find(call.removeprefix("explore.").removesuffix("()")))


def longest_answer(explorer):
    """Return which wrong option of the explorer's question has most said about it."""
    options = questions.find(explorer.question).options
    wrong = [i for i, option in enumerate(options) if not option.right]
    return max(wrong, key=lambda i: len(options[i].text + options[i].why))


@pytest.mark.parametrize("name", [path.name for path in notebooks.paths()])
def test_every_slide_fits_a_projector(page, stage, name):
    present(page, stage, name)
    code = notebooks.code_cells(notebooks.read(notebooks.FOLDER / name))
    call = explorer_call(name)
    run_cell(page, next(c.source for c in code if re.search(r"import .*\bexplore\b", c.source)))
    for cell in code:  # what was stored by someone else is not trusted, and so not alive
        if cell.source == call or re.search(r"^ask\(", cell.source, re.MULTILINE):
            run_cell(page, cell.source)
    shown = on_page(page, call)
    shown.box.wait_for()
    assert cut_off(page, name) == []
    shown.predict(longest_answer(shown.explorer))
    assert cut_off(page, name) == []


def active(page):
    """Return id and type of the cell that keys are meant for."""
    return page.evaluate(
        """() => {
          const {model} = jupyterapp.shell.currentWidget.content.activeCell;
          return [model.id, model.type];
        }"""
    )


def run(page):
    """Run the active cell by keyboard and wait for its end."""
    page.keyboard.press("Control+Enter")
    page.wait_for_function(
        """() => {
          const {content, sessionContext} = jupyterapp.shell.currentWidget;
          const ran = content.activeCell.model.sharedModel.execution_count !== null;
          return ran && sessionContext.session.kernel.status === "idle";
        }""",
    )


def answer_the_question(page, number):
    """Answer wrongly, look at what else is said, and go back to the slides, all by keyboard."""
    asked = Asked(page, number)
    asked.radio(asked.wrong).focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    assert asked.told() == asked.wrong
    asked.option(asked.right).locator("summary").focus()
    page.keyboard.press("Enter")
    assert asked.opened() == sorted([asked.wrong, asked.right])
    leave(page, asked.host)


def leave(page, host):
    """Go back from what stands in a cell to the slides."""
    while host.evaluate("host => document.activeElement === host"):
        page.keyboard.press("Shift+Tab")


def move_the_explorer(page, call):
    """Predict, move the first control, and go back to the slides, all by keyboard."""
    shown = on_page(page, call)
    shown.predict(longest_answer(shown.explorer))
    before = shown.text()
    shown.inputs()[0].focus()
    page.keyboard.press("ArrowRight")
    shown.rest()
    assert shown.text() != before
    leave(page, shown.host)


def test_a_lesson_is_presented_by_keyboard(page, stage):
    present(page, stage, PRESENTED)
    page.evaluate("() => jupyterapp.commands.execute('notebook:clear-all-cell-outputs')")
    cells = notebooks.read(notebooks.FOLDER / PRESENTED).cells
    scrolls = [cell for name, cell in SCROLLS if name == PRESENTED]
    for position, cell in enumerate(cells):
        if position:
            page.keyboard.press("Space")
        assert active(page) == [cell.id, cell.cell_type]
        if cell.cell_type == "code":
            run(page)
        if asks := re.fullmatch(r'ask\("(.+)"\)', cell.source):
            answer_the_question(page, asks[1])
        if cell.source == explorer_call(PRESENTED):
            move_the_explorer(page, cell.source)
        assert page.evaluate(CUT_OFF, scrolls) == []
    assert raised(page) == []
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('course'))") == []
    page.set_viewport_size(PROJECTORS[1])
    for cell in reversed(cells):
        assert active(page) == [cell.id, cell.cell_type]
        assert page.evaluate(CUT_OFF, scrolls) == []
        page.keyboard.press("Shift+Space")
