"""Explorers as Python knows them, and their scripts without a browser."""

import re
import shutil
import subprocess

import pytest
from PIL import ExifTags, Image
from scripts import EXPLORERS, differences, disagreements, in_node, needs_node

from course_utils.explore.explorer import BUILT

PAGE = BUILT.parent / "page"

each_explorer = pytest.mark.parametrize("explorer", EXPLORERS, ids=lambda one: one.name)
needs_packages = pytest.mark.skipif(
    not (shutil.which("node") and (PAGE / "node_modules").exists()),
    reason="`make explorers` has not installed what builds them",
)


@needs_node
@each_explorer
def test_numbers_are_those_of_torch(explorer):
    assert disagreements(explorer, in_node) == []


def test_a_difference_is_seen():
    ours = {"a": [1.0, 2e6], "b": True, "c": float("inf")}
    assert differences({"a": [1.0, 2e6], "b": True, "c": float("inf")}, ours) == []
    assert differences({"a": [1.0, 2e6 + 0.01], "b": True, "c": float("inf")}, ours)
    assert differences({"a": [1.0], "b": True, "c": float("inf")}, ours)
    assert differences({"a": [1.0, 2e6], "b": 1.0, "c": float("inf")}, ours)
    assert differences({"a": [1.0, 2e6], "b": True, "c": float("nan")}, ours)


@needs_packages
def test_what_is_built_is_what_the_sources_make():
    ran = subprocess.run(["node", "build.js", "--check"], cwd=PAGE, capture_output=True, text=True)
    assert (ran.returncode, ran.stdout) == (0, ""), ran.stderr


@each_explorer
def test_a_script_asks_nobody_and_is_small(explorer):
    script = explorer.script()
    assert len(script.encode()) <= 120_000
    assert not re.search(r"\bfetch\(|XMLHttpRequest|WebSocket|\bimport\(|@import", script)
    # What was predicted goes to the server of the page, at the address that the page says.
    assert re.findall(r"\bsendBeacon\((\w+),", script) == re.findall(r"\burl:(\w+),work", script)
    addresses = set(re.findall(r"https?://[\w./]+", script))
    assert addresses <= {"http://www.w3.org/" + name for name in NAMESPACES}


NAMESPACES = ("1999/xhtml", "1999/xlink", "2000/svg", "2000/xmlns/", "XML/1998/namespace")


@each_explorer
def test_the_output_stands_alone_and_cannot_be_broken_by_a_text(explorer):
    shown = explorer.html()
    assert shown.count("</script>") == 1 and shown.endswith("</script></div>")
    assert "data:image/webp;base64,UklGR" in shown and len(shown) < 120_000
    assert explorer.caption().endswith(".") and re.search(r"\d", explorer.caption())
    assert shown == explorer.html()


@each_explorer
def test_where_there_is_no_page_title_and_caption_are_printed_and_nothing_else(explorer, capsys):
    explorer.show()
    assert capsys.readouterr().out == f"{explorer.title}: {explorer.caption()}\n"


@each_explorer
def test_the_still_was_drawn_by_this_script(explorer):
    with Image.open(BUILT / f"{explorer.name}.webp") as still:
        assert still.getexif()[ExifTags.Base.ImageDescription] == explorer.mark()


def test_every_licence_is_beside_what_it_allows():
    text = (BUILT / "D3-LICENSE.txt").read_text(encoding="utf-8")
    assert text.count("Permission to use, copy, modify, and/or distribute") >= 10
