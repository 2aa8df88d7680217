"""Each lesson in a real browser: everything runs, can be read by everyone, and has its looks."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from jupyter import raised, run_cell

from course_utils.checking import exercises
from course_utils.publish import notebooks

# Cells are drawn when they come into view for the first time, and else they count as hidden.
DRAW_ALL = """async () => {
  const notebook = jupyterapp.shell.currentWidget.content;
  for (const cell of notebook.widgets) {
    cell.node.scrollIntoView();
    cell.node.style.contentVisibility = "visible";
    await new Promise(requestAnimationFrame);
  }
  await new Promise(done => setTimeout(done, 500));
}"""
# Where what is to be read begins and ends, by what it is.
EDGES = """() => {
  const edges = selector => [...document.querySelectorAll(`.jp-Notebook ${selector}`)]
    .map(node => node.getBoundingClientRect())
    .filter(box => box.width)
    .map(box => [box.left, box.right]);
  return {
    prose: edges(".jp-MarkdownOutput:not(:has(> [data-jupyter-id=Recap])) > p"),
    quoted: edges(".jp-MarkdownOutput > blockquote"),
    printed: edges(".jp-RenderedText:not([data-mime-type*=stderr]) > pre"),
    picture: edges(".jp-RenderedImage > img").map(([left, _]) => [left, null]),
    caption: edges(".jp-OutputArea-output.jp-RenderedMarkdown > p"),
    head: edges(".course-head"),
    verdict: edges(".course-verdict"),
  };
}"""
TOO_WIDE = """() => [...document.querySelectorAll(".jp-Notebook .jp-CodeCell .cm-scroller")]
  .filter(code => code.scrollWidth > code.clientWidth)
  .map(code => code.innerText)"""

# What the course puts on the page; the rest is JupyterLab's.
SHOWN = {
    "include": [[".jp-MarkdownOutput"], [".jp-OutputArea-output"]],
    # ipywidgets gives the handle of its slider no name.
    "exclude": [[".jp-collapseHeadingButton"], [".noUi-handle"]],
}
# pandas leaves the head of its index empty.
RULES = {"rules": {"empty-table-header": {"enabled": False}}}


@pytest.fixture(scope="module")
def drawn(lesson):
    """The page of the lesson with all its cells drawn, 900 pixels wide."""
    lesson.set_viewport_size({"width": 900, "height": 800})
    lesson.evaluate(DRAW_ALL)
    return lesson


def test_everything_runs_without_an_error(lesson):
    assert raised(lesson) == []
    assert lesson.complaints == []


def test_server_and_kernels_log_no_error(lesson):
    assert "Kernel started" in lesson.logged  # or this would pass because nothing is logged
    assert not re.search(r"^(\[[EC] |Traceback)", lesson.logged, re.MULTILINE), lesson.logged


def test_every_picture_says_what_is_in_it(drawn):
    pictures = drawn.locator(".jp-RenderedImage img")
    said = pictures.evaluate_all("all => all.map(one => one.alt)")
    captions = drawn.locator(".jp-OutputArea-output.jp-RenderedMarkdown").all_text_contents()
    assert len(said) and said == [caption.strip() for caption in captions]


def test_no_code_scrolls_sideways_at_900_pixels(drawn):
    assert drawn.locator(".cm-scroller").count() > 30
    assert drawn.evaluate(TOO_WIDE) == []


def test_what_is_read_begins_and_ends_on_one_pixel(drawn):
    edges = {kind: {tuple(edge) for edge in found} for kind, found in drawn.evaluate(EDGES).items()}
    (prose,) = edges.pop("prose")
    assert edges.pop("picture") == {(prose[0], None)}
    assert len(edges["head"]) == 1
    assert {kind: found for kind, found in edges.items() if found - {prose}} == {}


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_a_lesson_is_accessible(drawn, theme):
    drawn.evaluate("theme => jupyterapp.commands.execute('apputils:change-theme', {theme})", theme)
    drawn.wait_for_function("theme => document.body.dataset.jpThemeName === theme", arg=theme)
    found = Axe().run(drawn, context=SHOWN, options=RULES).response["violations"]
    assert [(v["id"], [node["html"][:200] for node in v["nodes"]]) for v in found] == []


def test_a_wrong_answer_is_offered_hints_by_click_and_by_key(drawn, request):
    nb = notebooks.read(notebooks.FOLDER / request.node.callspec.params["lesson"].name)
    cell = next(cell for cell in nb.cells if "exercise" in notebooks.tags(cell))
    ((number, _),) = notebooks.checks(cell.source)
    task = exercises.find(number)
    run_cell(drawn, cell.source)
    assert drawn.locator(".course-verdict details").count() == 0, "nothing was tried"
    wrong = "\n".join([*(f"{part.name} = 'x'" for part in task.parts), ""])
    source = wrong + cell.source.splitlines()[-1]
    drawn.evaluate(
        """([id, source]) => jupyterapp.shell.currentWidget.content.widgets
          .find(cell => cell.model.id === id).model.sharedModel.setSource(source)""",
        [cell.id, source],
    )
    run_cell(drawn, source)
    cells = "jupyterapp.shell.currentWidget.content.widgets.length"
    before = drawn.evaluate(cells)
    steps = drawn.locator(".course-verdict.wrong summary")
    assert steps.count() == len(task.hints) + 1
    steps.first.click()
    assert steps.first.evaluate("one => one.parentElement.open")
    for key, step in zip(["Enter", "Space", "Enter"] * 3, steps.all()[1:], strict=False):
        step.focus()
        drawn.keyboard.press("x")
        drawn.keyboard.press(key)
        assert step.evaluate("one => one.parentElement.open")
    assert drawn.locator(".course-verdict pre").inner_text().strip() == task.source().strip()
    assert drawn.evaluate(cells) == before
    found = Axe().run(drawn, context=".course-verdict.wrong").response["violations"]
    assert [violation["id"] for violation in found] == []
