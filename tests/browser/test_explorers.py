"""Each lesson in a real browser: everything runs, and its explorer shows what it computes."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from jupyter import raised

from course_utils import question

KEYS = {
    "slider": ["ArrowRight", "Home", "End", "ArrowLeft"],
    "choice": ["ArrowDown", "ArrowUp"],
    "toggle": ["Space", "Space"],
    "text": ["End", "Backspace", "4"],
}


def shows_what_it_computes(shown):
    """Hold picture and text on the page against the pure function at the same values."""
    picture, text = shown.explorer.frame(**shown.values)
    return shown.text() == text and shown.picture() == picture and shown.trouble() == ""


def test_everything_runs_without_an_error(lesson):
    assert raised(lesson) == []
    assert lesson.complaints == []


def test_explorer_shows_what_it_computes(shown):
    shown.predict()
    assert shows_what_it_computes(shown)
    for control in shown.explorer.controls:
        for key in KEYS[control.kind]:
            shown.press(control, key)
            assert shows_what_it_computes(shown), (control.name, key)
    assert shown.page.complaints == []


def test_prediction_is_compared_with_what_is_right(shown):
    options = question.find(shown.explorer.question).options
    wrong = next(i for i, option in enumerate(options) if not option.right)
    said = shown.predict(wrong)
    right = next(option for option in options if option.right)
    for expected in (options[wrong].text, options[wrong].why, right.text, right.why):
        assert expected.replace("`", "") in said


def test_just_show_me_asks_for_nothing(shown):
    shown.box.get_by_role("button", name="Just show me").click()
    shown.settle(0)
    assert shown.box.locator(".explorer-said").inner_text() == ""
    assert shows_what_it_computes(shown)


def test_letters_typed_on_a_control_stay_there(shown):
    count = "() => jupyterapp.shell.currentWidget.content.widgets.length"
    before = shown.page.evaluate(count)
    shown.predict()
    slider = shown.box.get_by_role("slider").first
    slider.focus()
    for key in "xbadz":
        shown.page.keyboard.press(key)
    assert shown.page.evaluate(count) == before
    assert slider.evaluate("e => e === document.activeElement")


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_explorer_is_accessible(shown, theme):
    set_theme = "theme => jupyterapp.commands.execute('apputils:change-theme', {theme})"
    shown.page.evaluate(set_theme, theme)
    shown.page.wait_for_function("theme => document.body.dataset.jpThemeName === theme", arg=theme)
    found = Axe().run(shown.page, context=".explorer").response["violations"]
    shown.predict()
    found += Axe().run(shown.page, context=".explorer").response["violations"]
    assert [(v["id"], [node["html"] for node in v["nodes"]]) for v in found] == []


def test_a_phone_wide_page_does_not_break(shown):
    shown.page.set_viewport_size({"width": 400, "height": 800})
    shown.predict()
    too_wide = """box => {
      const right = element => element.getBoundingClientRect().right;
      return [box, ...box.querySelectorAll(":not(.explorer-spoken)")]
        .filter(element => right(element) > right(box.parentElement) + 1)
        .map(element => element.outerHTML.slice(0, 80));
    }"""
    assert shown.box.evaluate(too_wide) == []


def test_an_error_is_said_under_the_picture(shown):
    shown.predict()
    slider = shown.box.get_by_role("slider").first
    slider.evaluate("e => { e.max = 1e9; e.value = 1e6; e.dispatchEvent(new Event('input')); }")
    said = shown.box.get_by_role("alert")
    said.filter(has_text="ValueError").wait_for()
    slider.press("Home")
    said.filter(has_not_text="ValueError").wait_for(state="attached")


def test_a_drag_comes_to_rest_at_the_last_value_without_a_blank(shown):
    shown.predict()
    before = shown.frames()
    blanks = shown.box.get_by_role("slider").first.evaluate(
        """async slider => {
          const image = slider.closest(".explorer").querySelector("img");
          const low = Number(slider.min), high = Number(slider.max);
          let blanks = 0;
          for (let i = 0; i <= 120; i++) {
            slider.value = low + (high - low) * i / 120;
            slider.dispatchEvent(new Event("input"));
            await new Promise(requestAnimationFrame);
            blanks += !(image.complete && image.naturalWidth);
          }
          return blanks;
        }"""
    )
    assert blanks == 0
    shown.settle(before)
    shown.page.wait_for_timeout(500)  # a backlog would go on moving the picture
    slider = next(c for c in shown.explorer.controls if c.kind == "slider")
    shown.values[slider.name] = slider.high
    assert shows_what_it_computes(shown)


def test_server_and_kernels_log_no_error(lesson, log):
    written = log.read_text()
    lines = [line for line in written.splitlines() if re.match(r"\[[EC] |Traceback", line)]
    assert "Kernel started" in written  # or this would pass because nothing is logged
    assert lines == []
