"""The explorers on a plain page from a file, without JupyterLab, without a network."""

import pytest
from scripts import EXPLORERS
from taken import Taken


@pytest.fixture(params=EXPLORERS, ids=lambda one: one.name)
def explorer(request):
    return request.param


@pytest.fixture
def opened(explorer, browser, tmp_path):
    """Opens the explorer, past its question, on a page of a browser with these features."""
    contexts = []

    def opened(javascript=True, **features):
        file = tmp_path / "page.html"
        file.write_text(f"<!doctype html><meta charset=utf-8>{explorer.html()}", encoding="utf-8")
        contexts.append(
            browser.new_context(offline=True, java_script_enabled=javascript, **features)
        )
        page = contexts[-1].new_page()
        page.complaints = []
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(file.as_uri())
        taken = Taken(page, explorer)
        if javascript:
            taken.pass_by()
        return taken

    yield opened
    for context in contexts:
        context.close()


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


def test_without_scripts_there_is_a_picture_with_its_caption(opened, explorer):
    taken = opened(javascript=False)
    picture = taken.page.get_by_role("img", name=explorer.caption())
    assert picture.bounding_box()["width"] > 600
    assert explorer.caption() in taken.page.locator("body").inner_text()
