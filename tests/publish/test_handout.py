"""The hand-outs as files: nothing from elsewhere, the notes beside their headings, links that lead.

How they look in a browser is proved in tests/browser/test_handout.py.
"""

import hashlib
import os
import re

import pytest
from bs4 import BeautifulSoup
from lesson import each_lesson
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

pytest.importorskip("latex2mathml", reason="needs the extra `teach`")

from course_utils.publish import handout, notebooks
from course_utils.publish.handout import __main__  # noqa: E402
from course_utils.publish.notes import Section, notes_of  # noqa: E402

# reveal.js 5.2.1 as published: SHA-256 of files in its dist/ and plugin/notes/, and of its licence.
# (Its banner still says 5.2.0; `Reveal.VERSION` does not, which the browser tests hold.)
VENDOR = {
    "reveal.js": "46538b52db48724192f59bf46f5e851a18e302777c46f4a34c32709d010d6a29",
    "reveal.css": "68f915a11ebf7203c0446576b7e952ff61c5dd02134a8a226ffaf62ed42136d2",
    "notes.js": "df1201d19d03241a2897d39c3d38768177df1cbd4bde06327b321cb83461ae89",
    "LICENSE": "34014800f4126ac2525e224166f099f26628612e95c41f76d70841b63138c989",
}
PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII="


def text(source, slide_type="slide"):
    return new_markdown_cell(source, metadata={"slideshow": {"slide_type": slide_type}})


def lesson():
    """Return a lesson of three slides, with a formula and a picture."""
    code = new_code_cell("explore.dial()", metadata={"slideshow": {"slide_type": "-"}})
    size = {"image/png": {"width": 700, "height": 300, "alt": "Down < up."}}
    code.outputs = [
        new_output("display_data", {"image/png": PNG, "text/plain": "<Figure>"}, metadata=size),
        new_output("display_data", {"text/markdown": "*Down.*", "text/plain": "Down."}),
        new_output("stream", text="2 < 3\n"),
    ]
    title = "[01 Two →](01_two.ipynb)\n\n# 00 · One\n\nSee the [README](../README.md#sources)."
    return new_notebook(
        cells=[text(title), text("## First\n\n$$\\frac{1}{2}$$"), code, text("## Second")],
        metadata={"language_info": {"name": "python"}},
    )


NOTES = [Section("First", 3, ask="Why **not**?"), Section("Second", 1, say="The end.")]


@pytest.fixture(scope="module")
def page():
    return BeautifulSoup(handout.handout(lesson(), NOTES), "html.parser")


def asks_for(soup):
    """Return what a page loads by itself from outside of the file."""
    found = [tag["src"] for tag in soup.select("[src]") if not tag["src"].startswith("data:")]
    found += [str(tag) for tag in soup.select("link, base, meta[http-equiv], iframe, object")]
    styles = "".join(tag.string or "" for tag in soup.select("style"))
    found += re.findall(r"@import[^;]*|url\((?!['\"]?data:)[^)]*\)", styles)
    return found


def test_reveal_is_what_its_authors_published():
    folder = handout.HERE / "template" / "vendor"
    digests = {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.iterdir()}
    assert digests == VENDOR


def test_page_holds_what_it_needs(page):
    assert asks_for(page) == []
    scripts = [tag.string for tag in page.select("script")]
    names = ["vendor/reveal.js", "vendor/notes.js", "handout.js"]
    for name, script in zip(names, scripts, strict=True):
        assert (handout.HERE / "template" / name).read_text(encoding="utf-8") in script
    assert page.title.string == "00 · One"


def test_slides_notes_and_their_minutes(page):
    slides = page.select(".slides > section > section")
    assert [slide.select_one("h1, h2").text for slide in slides] == ["00 · One", "First", "Second"]
    assert [len(slide.select("aside.notes")) for slide in slides] == [0, 1, 1]
    assert slides[1].aside.strong.text == "Ask."
    assert "The end." in slides[2].aside.text
    assert [slide.get("data-timing") for slide in slides] == [None, "180", "60"]


def test_pictures_stay_and_what_needs_a_kernel_goes(page):
    assert page.img["src"] == f"data:image/png;base64,{PNG}"
    assert (page.img["width"], page.img["alt"]) == ("700", "Down < up.")
    assert "Down." in page.text and "2 < 3" in page.text


def test_folded_code_is_left_out_and_what_it_draws_is_not(page):
    nb = lesson()
    nb.cells[2].metadata["jupyter"] = {"source_hidden": True}
    folded = BeautifulSoup(handout.handout(nb, NOTES), "html.parser")
    assert "explore.dial" in page.text and "explore.dial" not in folded.text
    assert folded.img == page.img


def test_formulas_are_mathml(page):
    assert [child.text for child in page.select_one("math mfrac").children] == ["1", "2"]
    assert "$$" not in page.select_one(".slides").text


def test_links_lead_to_handouts(page):
    links = {a.text: a["href"] for a in page.select("a")}
    assert links == {"01 Two →": "01_two.html", "README": "index.html#sources"}


def test_lesson_is_left_as_it_was():
    nb, before = lesson(), lesson()
    handout.prepared(nb, NOTES)
    for cell, old in zip(nb.cells, before.cells, strict=True):
        assert {**cell, "id": ""} == {**old, "id": ""}


def test_bad_input_is_told():
    with pytest.raises(ValueError, match="expected cells that say on which slide they are"):
        handout.handout(new_notebook(cells=[new_markdown_cell("# 00 · One")]), [])
    with pytest.raises(ValueError, match=r"no heading \['Third'\]"):
        handout.handout(lesson(), [*NOTES, Section("Third", 1)])


def test_one_failure_does_not_stop_the_others(tmp_path, monkeypatch, capsys):
    bad, good = notebooks.paths()[:2]
    monkeypatch.setattr(notebooks, "read", lambda path: lesson() if path == good else 1 / 0)
    monkeypatch.setattr(notebooks, "paths", lambda: [bad, good])
    monkeypatch.setattr(__main__, "notes_of", lambda number: NOTES)
    (tmp_path / f"{bad.stem}.html").write_text("of another day")
    assert __main__.main([bad, good], tmp_path) == 1
    said = capsys.readouterr()
    assert said.err == f"{bad.name}: division by zero\n"
    rows = rf"{good.name}: 0\.\d\d MB \(\d+\.\d s\)\n{re.escape(str(tmp_path / 'index.html'))}\n"
    assert re.fullmatch(rows, said.out)
    files = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.html")}
    names = [f"{good.stem}.html", "index.html"]
    assert files == {*names, *(os.path.join("teacher", name) for name in names)}


def test_teacher_has_notes_and_students_have_none(tmp_path):
    path = notebooks.paths()[8]
    assert __main__.main([path], tmp_path) == 0
    student, teacher = (
        BeautifulSoup((folder / path.with_suffix(".html").name).read_text("utf-8"), "html.parser")
        for folder in (tmp_path, tmp_path / "teacher")
    )
    assert len(teacher.select("aside.notes")) == len(notes_of(8))
    assert not student.select("aside.notes, [data-timing]")
    secret = next(section.say for section in notes_of(8) if section.say)
    assert secret in teacher.text and secret not in str(student)
    lists = [
        (folder / "index.html").read_text("utf-8") for folder in (tmp_path, tmp_path / "teacher")
    ]
    assert ["speaker notes" in page for page in lists] == [False, True]


def test_list_has_the_lessons_and_the_sources():
    readme = (notebooks.ROOT / "README.md").read_text(encoding="utf-8")
    soup = BeautifulSoup(
        handout.contents([("00_a.html", "A < B")], readme, with_notes=False), "html.parser"
    )
    assert asks_for(soup) == []
    assert [(a["href"], a.text) for a in soup.select("ul a")] == [("00_a.html", "A < B")]
    assert soup.select_one("#sources").text == "Sources"
    assert len(soup.select("#sources ~ ol li")) == 5


@each_lesson()
def test_each_lesson(lesson):
    html = handout.handout(lesson.nb, notes_of(lesson.number))
    soup = BeautifulSoup(html, "html.parser")
    assert asks_for(soup) == []
    assert len(soup.select("aside.notes")) == len(notes_of(lesson.number))
    assert not [math for math in soup.select("math") if re.search(r"[\\$]", math.text)]
    there = {f"{path.stem}.html" for path in notebooks.paths()} | {"index.html"}
    links = {a["href"].partition("#")[0] for a in soup.select(".slides a")}
    assert {link for link in links if not link.startswith("https://")} <= there
    assert len(html) < 1_500_000
