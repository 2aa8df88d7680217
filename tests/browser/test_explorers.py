"""The explorers that are drawn in the page, in the real JupyterLab: by mouse, by keys, alive."""

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from jupyter import emptied, open_notebook, reload, run_all, shut_down, write_notebook
from scripts import EXPLORERS, NUMBERS, disagreements
from taken import Taken
from ways import IN_THE_BOOK, in_turn

from course_utils.checking import questions

SHOWN = "div:has(> img[data-title])"  # what an explorer stands in, to axe-core


# In JupyterLab, when their lesson is in the book.
@pytest.fixture(scope="module", params=in_turn(IN_THE_BOOK, EXPLORERS), ids=lambda one: one.name)
def opened(request, tab, address, log):
    """A page on which a bare notebook has shown the explorer, and saved it."""
    page = emptied(tab, address)
    page.set_viewport_size({"width": 1100, "height": 900})
    name = request.param.name
    page.path = f"{name}.ipynb"
    write_notebook(log.parent / page.path, f"from course_utils import explore\n\nexplore.{name}()")
    open_notebook(page, address, page.path)
    run_all(page)
    page.evaluate("jupyterapp.commands.execute('docmanager:save')")
    yield Taken(page, request.param)
    shut_down(page)


@pytest.fixture
def played(opened):
    """The explorer, past its question, as at the start."""
    opened.pass_by()
    opened.start_again()
    return opened


def test_prediction_is_compared_with_what_is_right_and_remembered(opened):
    options = questions.find(opened.explorer.question).options
    wrong = next(i for i, option in enumerate(options) if not option.right)
    said = opened.predict(wrong)
    assert options[wrong].plain in said and "✗ You said" in said
    assert options[wrong].why.replace("`", "") in said and "Right." not in said
    opened.box.get_by_role("button", name="All options").click()
    right = opened.box.locator("details.right").first
    right.locator("summary").click()
    assert "✓ Right." in right.inner_text()
    opened.box.get_by_role("button", name="All options").click()
    opened.page.evaluate("jupyterapp.commands.execute('notebook:run-all-cells')")
    opened.rest()
    assert opened.box.locator(".said").inner_text() == said
    opened.box.get_by_role("button", name="Ask me again").click()
    opened.box.get_by_role("radio").first.wait_for()


def test_every_handle_is_moved_by_mouse(played):
    for view in played.views():
        played.start_again(view)
        for i, handle in enumerate(played.handles()):
            played.start_again(view)
            before = played.state()
            played.nudge(handle)
            assert played.state() != before, (view, i)
            assert played.trouble() == [], (view, i)


def test_what_is_held_across_stays_in_its_picture(played):
    """A height that no hand decides is not left outside by an axis that waits."""
    outside = """handle => {
      const [mark, picture] = [handle.querySelector(".mark"), handle.closest("svg")]
        .map(part => part.getBoundingClientRect());
      return mark.bottom < picture.top + 20 || mark.top > picture.bottom;
    }"""
    for view in played.views():
        played.start_again(view)
        for handle in played.box.locator(".handle.across:visible").all():
            with played.held(handle) as (x, y):
                for by in (60, 120, 180, 240, -60, -120):
                    played.page.mouse.move(x + by, y, steps=3)
                    played.page.wait_for_timeout(250)
                    assert not handle.evaluate(outside), (view, by)
            played.start_again(view)


def test_every_handle_is_moved_by_keys(played):
    for view in played.views():
        played.start_again(view)
        for i, handle in enumerate(played.handles()):
            played.start_again(view)
            before = played.state()
            handle.focus()
            for key in ("ArrowUp", "ArrowRight"):
                played.page.keyboard.press(key)
                handle.focus()
            if played.state() == before:
                played.page.keyboard.press("ArrowDown")
                played.page.keyboard.press("ArrowLeft")
            assert played.state() != before, (view, i)
            assert played.trouble() == [], (view, i)


def test_every_control_is_moved_by_keys(played):
    for view in played.views():
        played.start_again(view)
        for i, control in enumerate(played.inputs()):
            played.start_again(view)
            before = played.state()
            control.focus()
            kind = control.get_attribute("type")
            keys = {"checkbox": ["Space"], "radio": ["Space"], "text": ["End", "4"]}
            for key in keys.get(kind, ["ArrowRight"]):
                played.page.keyboard.press(key)
            if played.state() == before:  # a slider that starts at its end
                played.page.keyboard.press("ArrowLeft")
            assert played.state() != before, (view, i)
            assert played.trouble() == [], (view, i)
    played.start_again()


def test_nothing_is_sent_to_the_kernel_while_something_moves(played):
    sent = []

    def note(request):
        if "/api/" not in request.url:  # by which JupyterLab looks for new files now and then
            sent.append(request.url)

    played.page.on("request", note)
    session = played.page.context.new_cdp_session(played.page)
    session.send("Network.enable")
    session.on("Network.webSocketFrameSent", lambda frame: sent.append(frame))
    for handle in played.handles()[:2]:
        played.nudge(handle)
    assert sent == []


def test_letters_stay_and_ctrl_s_saves(played):
    count = "() => jupyterapp.shell.currentWidget.content.widgets.length"
    before = played.page.evaluate(count)
    control = played.box.locator("[tabindex='0'], input[type=range]").first
    control.focus()
    for key in "xbadz":
        played.page.keyboard.press(key)
    assert played.page.evaluate(count) == before
    assert control.evaluate("e => e === e.getRootNode().activeElement")
    played.page.evaluate(
        "() => jupyterapp.shell.currentWidget.content.model.setMetadata('touched', Math.random())"
    )
    played.page.keyboard.press("Control+s")
    played.page.wait_for_function("() => !jupyterapp.shell.currentWidget.context.model.dirty")


def test_accessible_in_light_and_dark(opened):
    found = []
    for theme in ("JupyterLab Dark", "JupyterLab Light"):
        opened.page.evaluate(
            "theme => jupyterapp.commands.execute('apputils:change-theme', {theme})", theme
        )
        wanted = theme.split()[1].lower()
        opened.page.wait_for_function(
            "([host, theme]) => host.dataset.theme === theme",
            arg=[opened.host.element_handle(), wanted],
        )
        for step in ("asked", "played"):
            if step == "played":
                opened.pass_by()
            else:
                opened.ask_again()
            for violation in Axe().run(opened.page, context=SHOWN).response["violations"]:
                found.append((theme, step, violation["id"], violation["nodes"][0]["html"][:200]))
    assert found == []


@pytest.mark.parametrize("width", [320, 400, 1600])
def test_no_width_of_the_page_breaks_it(played, width):
    played.page.set_viewport_size({"width": width, "height": 900})
    played.page.wait_for_function(f"jupyterapp.shell.currentWidget.node.offsetWidth <= {width}")
    played.page.wait_for_timeout(200)
    too_wide = """host => {
      const area = host.closest(".jp-OutputArea-output");
      const right = element => element.getBoundingClientRect().right;
      const parts = [...host.shadowRoot.querySelectorAll(".explorer *:not(svg *, .spoken)")];
      return [area.scrollWidth > area.clientWidth, area.scrollHeight > area.clientHeight + 1,
        ...parts.filter(e => right(e) > right(host) + 1).map(e => e.outerHTML.slice(0, 80))];
    }"""
    assert played.host.evaluate(too_wide) == [False, False]
    played.page.set_viewport_size({"width": 1100, "height": 900})


def test_alive_after_restart_reload_and_reopening_without_a_kernel(played, address):
    page = played.page
    page.evaluate("() => jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()")
    played.nudge(played.handles()[0])
    assert played.trouble() == []
    page.evaluate("jupyterapp.commands.execute('docmanager:save')")
    for show in (reload, lambda page: open_notebook(page, address, page.path)):
        show(page)
        played.pass_by()
        shut_down(page)
        before = played.state()
        played.nudge(played.handles()[0])
        assert played.state() != before
        assert played.trouble() == []
    # JupyterLab complains that its debugger lost the kernel that was restarted.
    assert [line for line in page.complaints if "debugger state" not in line] == []


def test_numbers_in_this_browser_are_those_of_torch(opened):
    def evaluate(script, states):
        call = f"([script, states]) => ({NUMBERS})(script, states)"
        return opened.page.evaluate(call, [script, states])

    assert disagreements(opened.explorer, evaluate) == []


def test_an_untrusted_clone_keeps_question_picture_and_caption(opened, address, log):
    stored = nbformat.read(log.parent / opened.page.path, 4)
    stored.cells[0].source += "  # written by someone else"
    nbformat.write(stored, log.parent / f"clone_of_{opened.page.path}")
    page = opened.page
    shut_down(page)
    open_notebook(page, address, f"clone_of_{page.path}")
    output = page.locator(".jp-OutputArea-output")
    picture = output.locator("img")
    assert picture.evaluate("async img => (await img.decode(), img.naturalWidth)") > 600
    assert picture.get_attribute("alt") == opened.explorer.caption()
    assert opened.explorer.caption() in output.inner_text()
    asked = questions.find(opened.explorer.question)
    assert asked.text.replace("`", "") in output.inner_text()
    assert output.locator("script").count() == 0 and "course" not in output.inner_text()
