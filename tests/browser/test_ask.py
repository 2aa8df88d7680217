"""Questions as a reader answers them: in JupyterLab, on a plain page, and where no scripts run."""

import re

import nbformat
import pytest
from asked import JUDGED, Asked
from axe_playwright_python.sync_playwright import Axe
from jupyter import emptied, open_notebook, reload, run_all, run_cell, shut_down, write_notebook

from course_utils.checking import questions

FILE = "questions.ipynb"
IMPORT = "from course_utils import ask"
CELLS = [IMPORT, 'ask("2.p1")', 'ask("7.q1")', 'ask("2.p1", "7.q2")']


@pytest.fixture(scope="module")
def page(tab, address, log):
    """A page on which all cells of a notebook with questions have run."""
    page = emptied(tab, address)
    page.set_viewport_size({"width": 1100, "height": 900})
    write_notebook(log.parent / FILE, *CELLS)
    open_notebook(page, address, FILE)
    run_all(page)
    page.evaluate("jupyterapp.commands.execute('docmanager:save')")
    yield page
    shut_down(page)


@pytest.fixture(params=["2.p1", "7.q1"])
def asked(request, page):
    """A question that is asked anew."""
    asked = Asked(page, request.param)
    asked.ask_again()
    return asked


def open_plainly(browser, tmp_path, **features):
    """Return a page, without a network, that holds two questions and nothing else."""
    file = tmp_path / "page.html"
    shown = questions._Asked(map(questions.find, ["2.p1", "7.q1"]))._repr_html_()
    file.write_text(f"<!doctype html><meta charset=utf-8>{shown}", encoding="utf-8")
    page = browser.new_context(offline=True, **features).new_page()
    page.complaints = []
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on("console", lambda line: page.complaints.append(line.text))
    page.goto(file.as_uri())
    return page


def words(text):
    return text.replace("`", "")


# --- choose, commit, be told


def test_nothing_is_answered_before_it_is_asked(asked):
    assert words(asked.question.text) in asked.text()
    assert all(option.plain in asked.text() for option in asked.options)
    asked.radio(asked.right).check()
    assert not JUDGED.search(asked.text())
    assert not any(words(option.why) in asked.text() for option in asked.options)


def test_nothing_can_be_committed_before_something_is_chosen(asked):
    assert asked.commit.is_disabled()
    asked.radio(0).focus()
    asked.page.keyboard.press("Enter")
    assert asked.told() is None


@pytest.mark.parametrize("kind", ["wrong", "right"])
def test_what_was_chosen_is_told_and_then_the_others_can_be_opened(kind, asked):
    place = getattr(asked, kind)
    asked.answer(place)
    assert (asked.told(), asked.opened()) == (place, [place])
    said = asked.option(place).inner_text()
    assert {"wrong": "✗ Not this one.", "right": "✓ Right."}[kind] in said
    assert words(asked.options[place].why) in said and "your answer" in said
    for other, option in enumerate(asked.options):
        if other != place:
            assert words(option.why) not in asked.text()
            asked.option(other).locator("summary").click()
            assert words(option.why) in asked.text()
            assert ("✓ Right." in asked.option(other).inner_text()) == option.right
    assert asked.told() == place


def test_the_colour_says_it_as_well(asked):
    colours = {}
    for place in (asked.wrong, asked.right):
        asked.ask_again()
        asked.answer(place)
        edge = "one => getComputedStyle(one).borderTopColor"
        colours[place] = asked.option(place).evaluate(edge)
    assert list(colours.values()) == ["rgb(213, 94, 0)", "rgb(0, 158, 115)"]


def test_who_wants_no_question_is_shown_all_closed(asked):
    asked.card.get_by_role("button", name="Just show me").click()
    assert (asked.told(), asked.opened()) == (None, [])
    assert not JUDGED.search(asked.text())
    asked.option(asked.right).locator("summary").click()
    assert "✓ Right." in asked.text()


# --- by keyboard and by ear


def test_by_keyboard_alone(asked):
    press = asked.page.keyboard.press
    asked.radio(0).focus()
    press("ArrowDown")
    assert asked.radio(1).is_checked()
    press("Enter")
    assert asked.told() == 1
    focused = "host => host.shadowRoot.activeElement?.parentElement.querySelector('em') !== null"
    assert asked.host.evaluate(focused)
    press("Shift+Tab")
    press("Space")
    assert asked.opened() == [0, 1]
    for _ in asked.options:
        press("Tab")
    press("Enter")  # Ask me again
    assert asked.told() is None
    assert asked.radio(0).evaluate("radio => radio.matches(':focus')")


def test_a_screen_reader_is_told(asked):
    group = asked.card.get_by_role("group", name=words(asked.question.text))
    for place, option in enumerate(asked.options):
        name = f"{'ABCDEFGH'[place]} {option.plain}"
        assert group.get_by_role("radio", name=name, exact=True).count() == 1, place
    status = asked.host.get_by_role("status")
    assert status.inner_text() == ""
    asked.answer(asked.wrong)
    said = status.inner_text()
    assert said.startswith("✗ Not this one.") and words(asked.options[asked.wrong].why) in said
    assert said.endswith("The other options can be opened.")
    asked.ask_again()
    assert status.inner_text() == ""


# JupyterLab's keys that reach a cell, and those it has for the whole page, which stay its own.
BINDINGS = """host => {
  const reaches = ({selector}) => {
    for (let node = host; node; node = node.parentElement) if (node.matches(selector)) return true;
  };
  return jupyterapp.commands.keyBindings.filter(reaches).map(({keys, command}) => [keys, command]);
}"""
OF_THE_PAGE = re.compile(r"^(Ctrl|Accel|Alt) (?!.*(Enter|Backspace|Arrow|\b[AMYZ]$))")
NOTEBOOK = """() => {
  const {content, context} = jupyterapp.shell.currentWidget;
  const cells = content.model.sharedModel.toJSON().cells.map(cell => [cell.id, cell.source,
    cell.cell_type, cell.metadata, cell.execution_count]);
  return JSON.stringify([cells, content.activeCellIndex, content.mode, content.selectedCells.length,
    document.querySelectorAll(".jp-Dialog").length]);
}"""
NAMES = {"Ctrl": "Control", "Accel": "Control", "Cmd": "Meta"}


def test_no_key_of_jupyterlab_reaches_a_cell(asked):
    page = asked.page
    asked.card.locator("label").first.click()
    bindings = asked.host.evaluate(BINDINGS)
    chords = {tuple(keys) for keys, _ in bindings if not OF_THE_PAGE.match(keys[0])}
    others = {(key,) for key in ["Enter", "Escape", "Space", *"0123456789"]}
    assert {("X",), ("D", "D"), ("Shift Enter",), ("Ctrl Enter",), ("Ctrl Shift M",)} <= chords
    before = page.evaluate(NOTEBOOK)
    for state in ("asked", "told"):
        for chord in sorted(chords | others):
            if state == "asked":
                if asked.radio(0).count() == 0:
                    asked.ask_again()
                asked.radio(0).focus()
            elif asked.told() is None:
                asked.answer(0)
            else:
                asked.option(0).locator("summary").focus()
            for key in chord:
                *held, last = key.split()
                last = last.lower() if len(last) == 1 else last
                page.keyboard.press("+".join([*(NAMES.get(name, name) for name in held), last]))
            assert page.evaluate(NOTEBOOK) == before, (state, chord)


def test_a_click_beside_an_option_keeps_keys_too(asked):
    before = asked.page.evaluate(NOTEBOOK)
    for part in (".kind", "legend", "fieldset"):
        asked.card.locator(part).click(position={"x": 3, "y": 3})
        between = asked.page.evaluate(NOTEBOOK)
        for key in "xdd":
            asked.page.keyboard.press(key)
        assert asked.page.evaluate(NOTEBOOK) == between
    assert len(before) == len(between)


def test_ctrl_s_saves(asked):
    asked.card.locator("label").first.click()
    asked.page.evaluate(
        "() => jupyterapp.shell.currentWidget.content.model.setMetadata('touched', Math.random())"
    )
    asked.page.keyboard.press("Control+s")
    asked.page.wait_for_function("() => !jupyterapp.shell.currentWidget.context.model.dirty")


# --- whoever sees it, however wide


def bring_to(asked, state):
    """Bring a question to the next of its states."""
    if state == "asked":
        asked.ask_again()
    elif state == "chosen":
        asked.radio(asked.wrong).check()
    elif state == "told":
        asked.commit.click()
    else:
        for place in set(range(len(asked.options))) - {asked.wrong}:
            asked.option(place).locator("summary").click()


def test_accessible_in_light_and_dark(page):
    found = []
    asked = Asked(page, "7.q1")
    for theme in ("JupyterLab Dark", "JupyterLab Light"):
        page.evaluate(
            "theme => jupyterapp.commands.execute('apputils:change-theme', {theme})", theme
        )
        light = str(theme.endswith("Light")).lower()
        page.locator(f"body[data-jp-theme-light={light}]").wait_for(state="attached")
        for state in ("asked", "chosen", "told", "open"):
            bring_to(asked, state)
            for violation in Axe().run(page, context=".jp-OutputArea").response["violations"]:
                nodes = [node["html"][:200] for node in violation["nodes"]]
                found.append((theme, state, violation["id"], nodes))
    assert found == []


# As JupyterLab's themes have them; in JupyterLab itself axe-core measures no contrast of any text.
THEMES = {
    "light": "background: #ffffff; color: rgba(0, 0, 0, 0.87)",
    "dark": "background: #111111; color: rgba(255, 255, 255, 0.87)",
}


@pytest.mark.parametrize("theme", THEMES)
def test_every_text_stands_out_in_light_and_dark(theme, browser, tmp_path):
    page = open_plainly(browser, tmp_path)
    page.evaluate("theme => { document.body.style.cssText = theme; }", THEMES[theme])
    asked = Asked(page, "7.q1")
    options = {"runOnly": ["color-contrast"]}
    for state in ("asked", "chosen", "told", "open"):
        bring_to(asked, state)
        found = Axe().run(page, context="[data-question]", options=options).response
        assert found["violations"] == found["incomplete"] == [], state
        assert [rule["id"] for rule in found["passes"]] == ["color-contrast"], state
    page.context.close()


@pytest.mark.parametrize("width", [320, 420, 900, 1600])
def test_no_width_of_the_page_breaks_it(width, page):
    page.set_viewport_size({"width": width, "height": 900})
    page.wait_for_function(f"jupyterapp.shell.currentWidget.node.offsetWidth <= {width}")
    too_wide = """host => {
      const area = host.closest(".jp-OutputArea-output");
      const right = element => element.getBoundingClientRect().right;
      const parts = [...host.shadowRoot.querySelectorAll(".card, .card *")];
      return [area.scrollWidth > area.clientWidth,
        ...parts.filter(e => right(e) > right(host) + 1).map(e => e.outerHTML.slice(0, 80))];
    }"""
    for number in ("2.p1", "7.q1"):
        asked = Asked(page, number)
        asked.ask_again()
        assert asked.host.evaluate(too_wide) == [False]
        asked.answer(0)
        assert asked.host.evaluate(too_wide) == [False]
    page.set_viewport_size({"width": 1100, "height": 900})


# --- remembered


def test_one_output_may_come_twice_and_each_is_answered_by_itself(page):
    one, two = Asked(page, "2.p1"), Asked(page, "2.p1", at=1)
    for asked in (one, two):
        asked.ask_again()
    two.answer(two.right)
    assert (one.told(), two.told()) == (None, two.right)


def test_what_was_chosen_stands_there_again(page):
    asked = Asked(page, "2.p1")
    asked.ask_again()
    asked.answer(asked.wrong)
    run_cell(page, CELLS[1])
    assert asked.told() == asked.wrong
    page.evaluate("jupyterapp.commands.execute('docmanager:save')")
    reload(page)
    assert Asked(page, "2.p1").told() == asked.wrong
    assert JUDGED.findall(Asked(page, "2.p1").text()) == ["✗", "Not this one"]


def test_alive_without_a_kernel_and_where_only_one_cell_has_run(page, address):
    open_notebook(page, address, FILE)
    page.evaluate("() => jupyterapp.commands.execute('notebook:clear-all-cell-outputs')")
    run_cell(page, IMPORT)
    run_cell(page, CELLS[2])
    page.evaluate("jupyterapp.commands.execute('docmanager:save')")
    reload(page)
    shut_down(page)
    asked = Asked(page, "7.q1")
    asked.ask_again()
    asked.answer(asked.right)
    assert asked.told() == asked.right
    # JupyterLab complains that its debugger lost the kernel that was ended.
    assert [line for line in page.complaints if "debugger state" not in line] == []


# --- without scripts, and without JupyterLab


def is_readable(place, question):
    """Read a question where no script runs: its answers lie in what can be opened."""
    shown = place.inner_text()
    assert words(question.text) in shown
    assert all(option.plain in shown for option in question.options)
    assert not any(words(option.why) in shown for option in question.options)
    for details in place.locator("details").all():
        details.locator("summary").click()
    assert all(words(option.why) in place.inner_text() for option in question.options)


def test_without_scripts_it_can_be_read_and_opened(browser, tmp_path):
    page = open_plainly(browser, tmp_path, java_script_enabled=False)
    for number in ("2.p1", "7.q1"):
        is_readable(page.locator(f"[data-question='{number}']"), questions.find(number))
    page.context.close()


def test_an_untrusted_clone_can_be_read_and_opened(page, address, log):
    write_notebook(log.parent / "clone.ipynb", *CELLS)
    stored = nbformat.read(log.parent / FILE, 4)
    stored.cells[0].source += "  # written by someone else"
    nbformat.write(stored, log.parent / "clone.ipynb")
    shut_down(page)
    open_notebook(page, address, "clone.ipynb")
    output = page.locator(".jp-OutputArea-output").first
    is_readable(output, questions.find("7.q1"))
    assert output.locator("script").count() == 0 and "=>" not in output.inner_text()


def test_by_touch(browser, tmp_path):
    size = {"width": 400, "height": 800}
    page = open_plainly(browser, tmp_path, has_touch=True, is_mobile=True, viewport=size)
    asked = Asked(page, "2.p1")
    label = asked.card.locator("label").nth(asked.wrong)
    assert label.bounding_box()["height"] >= 44
    label.tap()
    asked.commit.tap()
    summary = asked.option(asked.right).locator("summary")
    assert summary.bounding_box()["height"] >= 44
    summary.tap()
    assert asked.opened() == [asked.wrong, asked.right]
    page.reload()
    assert Asked(page, "2.p1").told() == asked.wrong
    assert page.complaints == []
    page.context.close()


def test_nothing_moves_by_itself(browser, tmp_path):
    page = open_plainly(browser, tmp_path)
    asked = Asked(page, "2.p1")
    asked.answer(asked.right)
    asked.option(asked.wrong).locator("summary").click()
    assert page.evaluate("document.getAnimations({subtree: true}).length") == 0
    page.context.close()


def test_a_page_that_may_remember_nothing_asks_again(browser, tmp_path):
    page = open_plainly(browser, tmp_path)
    page.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw 1; } })")
    page.reload()
    asked = Asked(page, "2.p1")
    asked.answer(asked.right)
    assert asked.told() == asked.right
    page.reload()
    assert asked.told() is None
    assert page.complaints == []
    page.context.close()
