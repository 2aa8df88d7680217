"""Slides are where the rule puts them, and storing them changes nothing else."""

import re

import nbformat
import pytest
from lesson import each_lesson
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from course_utils.publish import notebooks, slides


def figure(height):
    size = {"image/png": {"width": 700, "height": height}}
    return new_output("display_data", data={"image/png": ""}, metadata=size)


def code(source="x", *outputs):
    return new_code_cell(source, outputs=list(outputs))


def types(*cells):
    """Give the slide types of cells; a string is a text."""
    cells = [new_markdown_cell(cell) if isinstance(cell, str) else cell for cell in cells]
    return slides.slide_types(new_notebook(cells=cells))


@each_lesson()
def test_stored_slides_are_those_of_the_rule(lesson):
    stored = [cell.metadata.get("slideshow") for cell in lesson.nb.cells]
    rule = [kind and {"slide_type": kind} for kind in slides.slide_types(lesson.nb)]
    assert stored == rule, "python -m course_utils.publish.slides stores them"


@each_lesson()
def test_storing_changes_nothing_but_the_slides(lesson, tmp_path):
    copy = tmp_path / lesson.path.name
    nb = notebooks.read(lesson.path)
    for cell in nb.cells:
        cell.metadata.pop("slideshow", None)
    copy.write_text(bare := nbformat.writes(nb).rstrip("\n") + "\n", encoding="utf-8")
    assert slides.main([copy]) == 0
    assert (first := copy.read_bytes()) != bare.encode()
    assert slides.main([copy]) == 0
    assert copy.read_bytes() == first
    nb = notebooks.read(copy)
    for cell in nb.cells:
        cell.metadata.pop("slideshow", None)
    assert nbformat.writes(nb).rstrip("\n") + "\n" == bare


@each_lesson()
def test_a_section_is_a_slide_and_a_lesson_can_be_presented_in_its_minutes(lesson):
    kinds = slides.slide_types(lesson.nb)
    texts = [c.source * (c.cell_type == "markdown") for c in lesson.nb.cells]
    headed = [text.startswith("## ") or "\n# " in text for text in texts]
    assert all(kind for kind, is_headed in zip(kinds, headed, strict=True) if is_headed)
    assert 30 <= sum(map(bool, kinds)) <= 80  # a minute each; many, for type is large


def test_folded_code_takes_hardly_any_room():
    drawing = code("\n".join("drawing"), figure(300))
    shown = slides.estimate(drawing)
    drawing.metadata.jupyter = {"source_hidden": True}
    assert slides.estimate(drawing) < shown


def lines(number):
    return code("\n".join("x" * number))


def test_ideas_share_a_slide_while_they_fit():
    assert types("# T", code(), "why", code(), code()) == ["slide", None, None, None, None]


def test_text_goes_with_its_code():
    assert types("# T", lines(14), "why", lines(9)) == ["slide", None, "slide", None]


def test_what_does_not_fit_begins_another_slide():
    tall = [code("draw()", figure(400)) for _ in range(2)]
    assert types("## S", *tall) == ["slide", None, "slide"]


def test_a_remark_stays_with_its_output():
    remark = "(`x` is x.)"
    tall = ["slide", None, "slide", None]
    assert types("# T", lines(12), lines(6), remark) == tall
    assert types("# T", lines(12), lines(6), "So it is. " * 3, "## Next") == [*tall, "slide"]


@pytest.mark.parametrize("resolves", ["It was the second.", code("print(2)")])
def test_what_resolves_a_prediction_is_on_the_next_slide(resolves):
    assert types("## S", code('ask("2.p1")'), resolves) == ["slide", None, "slide"]
    assert types("## S", code('ask("2.q1")'), resolves) == ["slide", None, None]


def test_a_slide_too_tall_by_itself_is_still_one():
    assert types("## S", lines(50), "after") == ["slide", "slide", "slide"]


def test_each_question_and_each_exercise_begins_a_slide():
    quiz = [code('ask("2.q1")'), code('ask("2.q2")')]
    assert types("## Quiz", *quiz) == ["slide", None, "slide"]
    assert types("## Exercises", "### 2.1 A task · write", code()) == ["slide", "slide", None]


def test_an_explorer_has_a_slide_to_itself():
    assert types("## Explore", code("explore.dial()"), code()) == ["slide", "slide", "slide"]


@pytest.mark.parametrize(
    ("smaller", "taller"),
    [
        (new_markdown_cell("word " * 20), new_markdown_cell("word " * 60)),
        (new_markdown_cell("- a\n- b"), new_markdown_cell("- a\n- b\n- c\n- d")),
        (new_markdown_cell("# short"), new_markdown_cell("# so long that it " + "breaks " * 9)),
        (new_markdown_cell("a"), new_markdown_cell("$$\na\n$$")),
        (new_markdown_cell("a\nb"), new_markdown_cell("```\na\nb\nc\n```")),
        (new_markdown_cell("| a |\n|---|"), new_markdown_cell("| a |\n|---|\n| b |")),
        (code("a\nb"), code("a\nb\nc")),
        (code("a"), code("a", new_output("stream", text="b\n"))),
        (code("a", figure(100)), code("a", figure(150))),
        (code("a"), code("a", new_output("error", ename="E", evalue="e", traceback=["E: e"]))),
    ],
)
def test_more_is_higher(smaller, taller):
    assert slides.estimate(smaller) < slides.estimate(taller)


def test_a_file_that_is_no_notebook_is_named_and_the_others_are_done(tmp_path, capsys):
    broken, good = tmp_path / "broken.ipynb", tmp_path / "good.ipynb"
    broken.write_text("{")
    good.write_text(nbformat.writes(new_notebook(cells=[new_markdown_cell("# T")])))
    assert slides.main([broken, good]) == 1
    said = capsys.readouterr()
    assert "broken.ipynb" in said.err
    assert re.fullmatch(r"good\.ipynb: 1 slides \(\d+\.\d s\)\n", said.out)
