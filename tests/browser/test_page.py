"""The explorers on a plain page from a file, without JupyterLab, without a network."""

import pytest
from scripts import EXPLORERS
from taken import HOST, Taken
from ways import IN_JUPYTERLAB, in_turn


# On a page by themselves, when their lesson is in JupyterLab.
@pytest.fixture(params=in_turn(IN_JUPYTERLAB, EXPLORERS), ids=lambda one: one.name)
def explorer(request):
    return request.param


@pytest.fixture
def open_page(browser, tmp_path):
    """Opens a page that holds this, in a browser with these features; `first` runs before it."""
    contexts = []

    def open_page(shown, first="", **features):
        file = tmp_path / "page.html"
        file.write_text(f"<!doctype html><meta charset=utf-8>{shown}", encoding="utf-8")
        contexts.append(browser.new_context(offline=True, **features))
        page = contexts[-1].new_page()
        page.complaints = []
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.add_init_script(first)
        page.goto(file.as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def opened(explorer, open_page):
    """Opens the explorer, past its question, on a page of a browser with these features."""

    def opened(**features):
        taken = Taken(open_page(explorer.html(), **features), explorer)
        taken.pass_by()
        return taken

    return opened


def test_handles_are_moved_by_touch(opened):
    taken = opened(has_touch=True, viewport={"width": 400, "height": 800})
    touch = taken.page.context.new_cdp_session(taken.page)
    moved = 0
    for handle in taken.handles():
        taken.start_again()
        before = taken.state()
        handle.scroll_into_view_if_needed()
        box = handle.locator(".mark").bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        for way in (20, -20, 60, -60):  # farther, where it goes from place to place
            if taken.state() == before:
                for kind, by in [("Start", 0), ("Move", 0.6 * way), ("Move", way), ("End", None)]:
                    points = [] if by is None else [{"x": x + by, "y": y - by}]
                    event = {"type": f"touch{kind}", "touchPoints": points}
                    touch.send("Input.dispatchTouchEvent", event)
                taken.rest()
        moved += taken.state() != before
        assert taken.trouble() == []
    # One may be at the end of its way, in this direction.
    assert moved >= len(taken.handles()) / 2 and taken.page.complaints == []


def test_nothing_moves_by_itself_for_who_does_not_want_it(opened):
    taken = opened(reduced_motion="reduce")
    frames = """async host => {
      const {explorer} = host, before = explorer.frames();
      explorer.set(explorer.still.at(-1), true);
      while (!explorer.resting()) await new Promise(requestAnimationFrame);
      return explorer.frames() - before;
    }"""
    assert taken.host.evaluate(frames) <= 2  # a second one where axes have other ends


def test_start_again_moves_back_to_the_start(opened):
    """Elsewhere tests go back at once, for this takes half a second each time."""
    taken = opened()
    start = taken.state()
    taken.nudge(taken.handles()[0])
    assert taken.state() != start
    frames = taken.host.evaluate("host => host.explorer.frames()")
    taken.box.get_by_role("button", name="Start again").click()
    assert taken.trouble() == [] and taken.state() == start
    eased = any(isinstance(value, float) for value in start.values())
    assert taken.host.evaluate("host => host.explorer.frames()") > frames + (2 if eased else 0)
    assert taken.page.complaints == []


# Old browsers run scripts and cannot unpack one.
@pytest.mark.parametrize(
    "features",
    [{"java_script_enabled": False}, {"first": "delete window.DecompressionStream"}],
    ids=["without scripts", "too old"],
)
def test_else_there_is_a_picture_with_its_caption(open_page, explorer, features):
    page = open_page(explorer.html(), **features)
    picture = page.get_by_role("img", name=explorer.caption())
    assert picture.bounding_box()["width"] > 600
    assert explorer.caption() in page.locator("body").inner_text()
    assert page.complaints == []


def test_any_number_share_a_page_each_with_its_own_state(open_page):
    first, second, *_ = EXPLORERS
    page = open_page(first.html() + second.html() + first.html())
    taken = [
        Taken(page, each, f"{HOST}[{place}]")
        for place, each in enumerate((first, second, first), start=1)
    ]
    for each in taken:
        each.pass_by()
    assert [each.trouble() for each in taken] == [[], [], []]
    before = [each.state() for each in taken]
    taken[2].nudge(taken[2].handles()[0])
    after = [each.state() for each in taken]
    assert after[:2] == before[:2] and after[2] != before[2]
    assert page.complaints == []


def test_it_comes_alive_where_its_script_is_run_elsewhere(open_page):
    """Some editors take the script out, run it beside what it stood in, and let go of it."""
    explorer, *_ = EXPLORERS
    page = open_page("<main></main>")
    page.evaluate(
        """html => {
          const place = document.querySelector("main");
          place.innerHTML = html;
          const script = document.createElement("script");
          script.text = place.querySelector("script").text;
          place.appendChild(script).remove();
        }""",
        explorer.html(),
    )
    Taken(page, explorer, "main").pass_by()
    assert page.complaints == []
