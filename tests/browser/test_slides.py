"""The lessons on a projector: each slide fits, can be read, and is presented by keyboard."""

import re
import shutil

import pytest
from asked import ALIVE, Asked
from jupyter import PRESENTING, emptied, lab, open_notebook, raised, run_cell, shut_down
from playwright.sync_api import expect
from taken import Taken
from ways import AS_SLIDES, in_turn, only_thorough

from course_utils import explore
from course_utils.checking import questions
from course_utils.publish import notebooks, slides
from course_utils.publish.notes import notes_of

PROJECTORS = [{"width": 1280, "height": 720}, {"width": 1920, "height": 1080}]
PRESENTED = "08_overfitting.ipynb"
LEAST = {"text": 28}  # pixels of a text where a slide is 1280 wide; of all else 22
FRAMES = """async () => {
  for (let i = 0; i < 4; i++) await new Promise(requestAnimationFrame);
}"""
SEVERAL = "10_capstone.ipynb"
MANY = ["quiz-draw", "quiz-final"]  # its cells that ask many questions

# All slides at once, one below the other, when their cells have come to rest. The longest answer is
# open, because that is when a question is highest, and a figure is squeezed as much as it may be.
MEASURE = """async () => {
  const notebook = jupyterapp.shell.currentWidget.content;
  const height = cell => cell.node.offsetHeight;
  const total = () => {
    notebook.widgets.forEach(cell => {  // again and again: who answers goes to one slide
      cell.addClass("jp-deck-mod-onscreen");
      cell.addClass("jp-deck-mod-visible");
    });
    return notebook.widgets.reduce((sum, cell) => sum + height(cell), 0);
  };
  notebook.node.querySelectorAll("[data-question]").forEach(({shadowRoot}) => {
    shadowRoot?.querySelector("form button:last-child")?.click();
    const answers = [...shadowRoot?.querySelectorAll("details") ?? []];
    const length = answer => answer.textContent.length;
    answers.forEach(answer => {
      answer.open = answers.every(other => length(other) <= length(answer));
    });
  });
  for (let last = -1, still = 0; still < 4; last = total()) {
    await new Promise(done => setTimeout(done, 100));
    still = total() === last ? still + 1 : 0;
  }
  // Formulas once more, for readers of screens: not seen, and wider than what is.
  notebook.node.querySelectorAll("mjx-assistive-mml").forEach(part => part.remove());
  const wide = ".cm-scroller, .jp-OutputArea-output, .jp-RenderedText pre, .jp-MarkdownOutput";
  const cut = cell => [...cell.node.querySelectorAll(wide)]
    .some(part => part.scrollWidth > part.clientWidth + 1)
    || [...cell.node.querySelectorAll(".jp-OutputArea-child")]
      .some(part => part.scrollHeight > part.clientHeight + 1);
  const slides = [];
  for (const cell of notebook.widgets) {
    if (!slides.length || cell.model.getMetadata("slideshow")?.slide_type) {
      slides.push({cells: [], height: 0, cut: []});
    }
    const slide = slides.at(-1);
    slide.cells.push(cell.model.id);
    slide.height += height(cell);
    if (cut(cell)) slide.cut.push(cell.model.id);
  }
  if (!slides.every(slide => slide.height)) throw new Error("a slide is not shown");
  return slides;
}"""

# The smallest text of each kind on all slides at once: its size on the screen, enlarged or not, and
# its words. Of an explorer's drawing it is every text, and what its controls hold.
SIZES = """() => {
  const smallest = {};
  const kind = part => {
    if (part.closest("#filebrowser, .MathJax, mjx-container, .jp-InputPlaceholder")) return null;
    if (part.closest(".explorer") && !part.closest("form")) return "drawn";
    if (part.closest(".course-turns-bar")) return "small";
    if (part.closest(".cm-content, pre, code")) return "code";
    if (part.closest("table, .course-verdict, .course-head, .jp-RenderedImage, .kind, b, em")) {
      return "small";
    }
    return part.closest(".jp-OutputArea-child:has(> .jp-RenderedImage) + *") ? "small" : "text";
  };
  const weigh = (part, words) => {
    const which = !part.closest("style, script, .spoken") && kind(part);
    if (!which || part.getBoundingClientRect().height <= 1) return;
    const size = parseFloat(getComputedStyle(part).fontSize) * part.currentCSSZoom;
    if (!(smallest[which]?.size <= size)) smallest[which] = {size, words: words.trim()};
  };
  const look = root => {
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      if (node.shadowRoot?.querySelector(".card, .explorer")) look(node.shadowRoot);
      if (node.matches?.("select, input[type=text]")) weigh(node, node.value);
      else if (node.nodeType === Node.TEXT_NODE && node.data.trim()) {
        weigh(node.parentElement, node.data);
      }
    }
  };
  look(jupyterapp.shell.currentWidget.content.node);
  return smallest;
}"""

# What stands out of the screen of the slide shown now, once it rests.
CUT_OFF = """async () => {
  const {widgets} = jupyterapp.shell.currentWidget.content;
  const shown = widgets.filter(cell => cell.hasClass("jp-deck-mod-onscreen"));
  const out = cell => {
    const {top, bottom} = cell.node.getBoundingClientRect();
    return top < -1 || bottom > window.innerHeight + 1;
  };
  await new Promise(requestAnimationFrame);
  await new Promise(requestAnimationFrame);
  if (!shown.length) throw new Error("no cell is shown");
  return shown.filter(out).map(cell => cell.model.id);
}"""


@pytest.fixture(scope="session")
def stage(tmp_path_factory):
    """The address of a JupyterLab that shows copies of the lessons as slides."""
    folder = tmp_path_factory.mktemp("stage")
    shutil.copytree(notebooks.FOLDER, folder / "notebooks")
    slides.main((folder / "notebooks").glob("*.ipynb"))
    with lab(folder / "lab.log", folder, PRESENTING) as address:
        yield address


@pytest.fixture
def page(tab, stage):
    """A page of the first projector, that may ask no other machine."""
    page, requested = emptied(tab, stage), []

    def note(request):
        requested.append(request.url)

    page.set_viewport_size(PROJECTORS[0])
    page.on("request", note)
    yield page
    shut_down(page)
    page.remove_listener("request", note)
    assert [url for url in requested if not url.startswith((stage, "data:", "blob:"))] == []


def present(page, stage, name):
    """Open a lesson and wait for its first slide, and until it takes keys."""
    open_notebook(page, stage, f"notebooks/{name}")
    page.locator(".jp-Deck .jp-deck-mod-onscreen.jp-mod-active").wait_for()
    page.locator(".jp-Deck .jp-mod-commandMode .jp-mod-active:focus").wait_for()


def cut_off(page):
    """Measure all slides on both projectors; return those that do not fit."""
    page.wait_for_function(ALIVE)
    found = []
    for size in PROJECTORS:
        page.set_viewport_size(size)
        for slide in page.evaluate(MEASURE):
            if slide["height"] > size["height"] or slide["cut"]:
                found.append((size, slide))
    return found


def too_small(page):
    """Return what on the first projector a back row cannot read: {kind: the smallest of it}."""
    page.set_viewport_size(PROJECTORS[0])
    page.wait_for_function(ALIVE)
    page.evaluate(FRAMES)
    sizes = page.evaluate(SIZES)
    assert {"text", "code", "small"} <= sizes.keys()
    return {kind: one for kind, one in sizes.items() if one["size"] < LEAST.get(kind, 22)}


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


@pytest.mark.parametrize("name", in_turn(AS_SLIDES, [path.name for path in notebooks.paths()]))
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
    assert cut_off(page) == []
    assert too_small(page) == {}
    shown.predict(longest_answer(shown.explorer))
    for view in shown.views():
        shown.host.evaluate("(host, view) => host.explorer.set(view)", view)
        shown.rest()
        assert cut_off(page) == [], view
        assert too_small(page) == {}, view


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
    assert asked.opened() == [asked.right]  # one at a time, so that they fit
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


@pytest.mark.parametrize("name", [notebooks.paths()[0].name, only_thorough(PRESENTED)])
def test_a_lesson_is_presented_by_keyboard(page, stage, name):
    present(page, stage, name)
    page.evaluate("() => jupyterapp.commands.execute('notebook:clear-all-cell-outputs')")
    cells = notebooks.read(notebooks.FOLDER / name).cells
    for position, cell in enumerate(cells):
        if position:
            page.keyboard.press("Space")
        assert active(page) == [cell.id, cell.cell_type]
        if cell.cell_type == "code":
            run(page)
        if asks := re.fullmatch(r'ask\("(.+)"\)', cell.source):
            answer_the_question(page, asks[1])
        if cell.source == explorer_call(name):
            move_the_explorer(page, cell.source)
        assert page.evaluate(CUT_OFF) == []
    assert raised(page) == []
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('course'))") == []
    page.set_viewport_size(PROJECTORS[1])
    for cell in reversed(cells):
        assert active(page) == [cell.id, cell.cell_type]
        assert page.evaluate(CUT_OFF) == []
        page.keyboard.press("Shift+Space")


@pytest.mark.parametrize("cell", [MANY[0], only_thorough(MANY[1])])
def test_several_questions_come_one_at_a_time(page, stage, cell):
    present(page, stage, SEVERAL)
    code = notebooks.code_cells(notebooks.read(notebooks.FOLDER / SEVERAL))
    run_cell(page, next(c.source for c in code if re.search(r"import .*\bask\b", c.source)))
    run_cell(page, next(c.source for c in code if c.id == cell))
    group = page.locator(".jp-deck-mod-onscreen .course-turns")
    group.wait_for()
    page.wait_for_function(ALIVE)
    number = group.locator("[data-question]").count()
    place = group.locator("output")
    for i in range(number):
        expect(place).to_have_text(f"{i + 1} of {number}")
        shown = group.locator("[data-question]:visible")
        assert shown.count() == 1
        asked = Asked(page, shown.get_attribute("data-question"))
        why = [len(option.text + option.why) for option in asked.options]
        asked.ask_again()
        asked.answer(why.index(max(why)))
        page.evaluate(FRAMES)
        assert page.evaluate(CUT_OFF) == [], asked.question.number
        if i < number - 1 and i % 2:
            asked.option(0).locator("summary").focus()
            page.keyboard.press("n")
        elif i < number - 1:
            group.get_by_role("button", name="Next question").click()
    here = active(page)
    page.evaluate("() => jupyterapp.shell.currentWidget.content.node.focus()")
    page.set_viewport_size(PROJECTORS[1])
    for i in reversed(range(number)):
        expect(place).to_have_text(f"{i + 1} of {number}")
        page.evaluate(FRAMES)
        assert page.evaluate(CUT_OFF) == [], i
        assert group.locator("[data-question]:visible details[open]").count() == 1
        assert active(page) == here
        page.keyboard.press("Shift+Space" if i else "Space")
    for i in range(1, number):
        expect(place).to_have_text(f"{i + 1} of {number}")
        assert active(page) == here
        page.keyboard.press("Space")
    assert active(page) != here


def test_on_the_page_of_a_lesson_all_questions_are_there(page, stage):
    present(page, stage, SEVERAL)
    code = notebooks.code_cells(notebooks.read(notebooks.FOLDER / SEVERAL))
    run_cell(page, next(c.source for c in code if re.search(r"import .*\bask\b", c.source)))
    run_cell(page, next(c.source for c in code if c.id == MANY[0]))
    page.locator(".jp-deck-mod-onscreen .course-turns").wait_for()
    page.evaluate("() => jupyterapp.commands.execute('deck:stop')")
    page.locator(".jp-NotebookPanel:not(.jp-Deck)").wait_for()
    group = page.locator(".course-turns")
    group.scroll_into_view_if_needed()
    assert (
        group.locator("[data-question]:visible").count() == group.locator("[data-question]").count()
    )
    assert not group.locator(".course-turns-bar").is_visible()
    page.evaluate("() => jupyterapp.commands.execute('deck:start')")  # it is a setting, and kept
    page.locator(".jp-NotebookPanel.jp-Deck").wait_for()


def test_a_lesson_that_was_saved_takes_keys_when_it_is_opened_again(page, stage):
    present(page, stage, PRESENTED)
    page.evaluate("() => jupyterapp.commands.execute('docmanager:save')")  # as it does by itself
    present(page, stage, PRESENTED)
    page.keyboard.press("Space")
    page.wait_for_function("jupyterapp.shell.currentWidget.content.activeCellIndex === 1")


def test_an_answer_is_chosen_at_its_very_edge(page, stage):
    present(page, stage, PRESENTED)
    code = notebooks.code_cells(notebooks.read(notebooks.FOLDER / PRESENTED))
    run_cell(page, next(cell.source for cell in code if "import ask" in cell.source))
    run_cell(page, 'ask("8.p1")')
    asked = Asked(page, "8.p1")
    option = asked.card.locator("label").nth(1)
    option.wait_for()
    box = option.bounding_box()
    page.mouse.click(box["x"] + 5, box["y"] + box["height"] / 2)
    assert asked.radio(1).is_checked()
    assert option.is_visible()  # nothing was folded


def go_to_the_end(page):
    """Make the last cell the active one, as if one had gone there; return how many there are."""
    return page.evaluate(
        """() => {
          const notebook = jupyterapp.shell.currentWidget.content;
          notebook.activeCellIndex = notebook.widgets.length - 1;
          notebook.node.focus();
          return notebook.widgets.length;
        }"""
    )


def test_going_on_at_the_end_adds_no_cell(page, stage):
    present(page, stage, PRESENTED)
    number = go_to_the_end(page)
    last = active(page)
    for key in ("Space", "Shift+Enter", "ArrowRight", "ArrowDown", "Shift+Enter", "Space"):
        page.keyboard.press(key)
    page.keyboard.press("Enter")  # to edit it
    page.keyboard.press("Shift+Enter")
    assert active(page) == last
    assert go_to_the_end(page) == number


def test_running_goes_on_within_the_slide(page, stage):
    present(page, stage, PRESENTED)
    types = [
        cell.metadata.get("slideshow")
        for cell in slides.with_slides(notebooks.read(notebooks.FOLDER / PRESENTED)).cells
    ]
    place = next(i for i in range(1, len(types)) if not types[i] and types[i + 1])
    page.evaluate("i => (jupyterapp.shell.currentWidget.content.activeCellIndex = i)", place - 1)
    index = "() => jupyterapp.shell.currentWidget.content.activeCellIndex"
    page.evaluate("() => jupyterapp.shell.currentWidget.content.node.focus()")
    page.keyboard.press("Shift+Enter")
    assert page.evaluate(index) == place
    page.keyboard.press("Shift+Enter")
    assert page.evaluate(index) == place
    page.keyboard.press("Space")
    assert page.evaluate(index) == place + 1


def test_notes_are_a_key_away_and_follow(page, stage):
    present(page, stage, PRESENTED)
    with page.expect_popup() as opened:
        page.keyboard.press("s")
    notes, now = opened.value, opened.value.locator("section[aria-current] h2")
    for section in notes_of(8)[:2]:
        source = f"## {section.heading}"
        page.evaluate(
            """source => {
              const notebook = jupyterapp.shell.currentWidget.content;
              notebook.activeCellIndex = notebook.widgets.findIndex(
                cell => cell.model.sharedModel.getSource().includes(source));
            }""",
            source,
        )
        now.filter(has_text=section.heading).wait_for()
    assert notes.get_by_text(re.compile("^from minute")).count() == len(notes_of(8))
    notes.close()
