"""Each lesson in a real browser: everything runs, and its explorer shows what it computes."""

import re

from axe_playwright_python.sync_playwright import Axe
from jupyter import raised

from course_utils.checking import questions

KEYS = {
    "slider": ["ArrowRight", "Home", "End", "ArrowLeft"],
    "choice": ["ArrowDown", "ArrowUp"],
    "toggle": ["Space", "Space"],
    "text": ["End", "Backspace", "4"],
}
# From end to end, an event a frame; returns how many frames had no picture. Those that come after
# the last event are counted.
DRAG = """async slider => {
  const image = slider.closest(".explorer").querySelector("img");
  const low = Number(slider.min), high = Number(slider.max);
  let blanks = 0;
  for (let i = 0; i <= 120; i++) {
    slider.value = low + (high - low) * i / 120;
    slider.dispatchEvent(new Event("input"));
    await new Promise(requestAnimationFrame);
    blanks += !(image.complete && image.naturalWidth);
  }
  window.shownSinceDrag = 0;
  new MutationObserver(() => shownSinceDrag++).observe(image, {attributeFilter: ["src"]});
  return blanks;
}"""


def first_slider(shown):
    """Return the first control of the explorer that can be dragged."""
    return next(c for c in shown.explorer.controls if c.kind == "slider")


def shows_what_it_computes(shown):
    """Hold picture and text on the page against the pure function at the same values."""
    picture, text = shown.explorer.frame(**shown.values)
    return shown.text() == text and shown.picture() == picture and shown.trouble() == ""


def violations(page, theme):
    """Return what shuts people out of the explorer in this theme: rule and elements."""
    set_theme = "theme => jupyterapp.commands.execute('apputils:change-theme', {theme})"
    page.evaluate(set_theme, theme)
    page.wait_for_function("theme => document.body.dataset.jpThemeName === theme", arg=theme)
    found = Axe().run(page, context=".explorer").response["violations"]
    return [(theme, v["id"], [node["html"] for node in v["nodes"]]) for v in found]


def test_everything_runs_without_an_error(lesson):
    assert raised(lesson) == []
    assert lesson.complaints == []


def test_prediction_is_compared_with_what_is_right(shown):
    options = questions.find(shown.explorer.question).options
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


def test_explorer_is_accessible_in_light_and_dark(shown):
    found = violations(shown.page, "JupyterLab Light") + violations(shown.page, "JupyterLab Dark")
    shown.predict()
    found += violations(shown.page, "JupyterLab Dark") + violations(shown.page, "JupyterLab Light")
    assert found == []


def test_explorer_shows_what_it_computes(played):
    assert shows_what_it_computes(played)
    for control in played.explorer.controls:
        for key in KEYS[control.kind]:
            played.press(control, key)
            assert shows_what_it_computes(played), (control.name, key)
    assert played.page.complaints == []


def test_letters_typed_on_a_control_stay_there(played):
    count = "() => jupyterapp.shell.currentWidget.content.widgets.length"
    before = played.page.evaluate(count)
    slider = played.box.get_by_role("slider").first
    slider.focus()
    for key in "xbadz":
        played.page.keyboard.press(key)
    assert played.page.evaluate(count) == before
    assert slider.evaluate("e => e === document.activeElement")


def test_a_phone_wide_page_does_not_break(played):
    played.page.set_viewport_size({"width": 400, "height": 800})
    played.page.wait_for_function("jupyterapp.shell.currentWidget.node.offsetWidth <= 400")
    too_wide = """box => {
      const right = element => element.getBoundingClientRect().right;
      return [box, ...box.querySelectorAll(":not(.explorer-spoken)")]
        .filter(element => right(element) > right(box.parentElement) + 1)
        .map(element => element.outerHTML.slice(0, 80));
    }"""
    assert played.box.evaluate(too_wide) == []


def test_an_error_is_said_under_the_picture(played):
    control = first_slider(played)
    move = "(e, to) => { e.max = to; e.value = to; e.dispatchEvent(new Event('input')); }"
    slider, said = played.control(control), played.box.get_by_role("alert")
    slider.evaluate(move, 1e6)
    said.filter(has_text="ValueError").wait_for()
    slider.evaluate(move, control.high)
    said.filter(has_not_text="ValueError").wait_for(state="attached")
    played.values[control.name] = control.high


def test_a_drag_comes_to_rest_at_the_last_value_without_a_blank(shown):
    shown.predict()
    control = first_slider(shown)
    shown.press(control, "Home")
    assert shown.control(control).evaluate(DRAG) == 0
    shown.values[control.name] = control.high
    _, text = shown.explorer.frame(**shown.values)
    shows = "([line, text]) => line.innerText === text"
    line = shown.box.locator(".explorer-line").element_handle()
    shown.page.wait_for_function(shows, arg=[line, text])
    # A backlog would show what was passed: one picture may be on its way, the next is the last.
    assert shown.page.evaluate("shownSinceDrag") <= 2
    assert shows_what_it_computes(shown)


def test_server_and_kernels_log_no_error(lesson, log):
    written = log.read_text()
    lines = [line for line in written.splitlines() if re.match(r"\[[EC] |Traceback", line)]
    assert "Kernel started" in written  # or this would pass because nothing is logged
    assert lines == []
