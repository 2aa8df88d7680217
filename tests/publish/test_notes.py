"""The speaker notes fit their lessons; what they say to type is run in test_in_class.py."""

import json

import pytest
from lesson import each_lesson

from course_utils.publish import notebooks, notes
from course_utils.publish.notes.__main__ import page

ENTRY = '[[section]]\nheading = "Predict"\nminutes = 2\n'


def test_what_a_section_says_comes_as_markdown():
    (section,) = notes.parse(
        ENTRY + 'ask = "Why?"\nexpect = ["2.q5 half"]\ntype = "1 / 3"\nprints = "0.33…"'
    )
    assert section.expected == (
        (
            "Question 2.q5, “The best line: it is half as steep”",
            "The loss is halved, not the line.",
        ),
    )
    assert section.markdown == (
        "*2 minutes*\n\n**Ask.** Why?\n\n**Expect**, and say to it:\n\n"
        "- Question 2.q5, “The best line: it is half as steep” → The loss is halved, not the line."
        "\n\n"
        "**Type.**\n\n```python\n1 / 3\n```\n\n**It prints**\n\n```text\n0.33…\n```"
    )


@pytest.mark.parametrize(
    "reference, said",
    [
        ("2.1 first S in SSE", "This is the mean of the squares. The first S in SSE is for sum."),
        ("2.2 middle of the range", "The middle of the range looks at two readings only"),
        ("0.p2 2", "One more is possible"),  # of several options the one that is just this
    ],
)
def test_wrong_answer_is_found_by_some_of_its_words(reference, said):
    assert notes.wrong_answer(reference)[1].startswith(said)


@pytest.mark.parametrize(
    "reference, complaint",
    [
        ("8.p2", "expected a number and some words"),
        (8, "expected a number and some words"),
        ("2.p9 half", "There is no question 2.p9; this lesson has"),
        ("2.9 half", "There is no exercise 2.9; this lesson has"),
        ("77.1 half", "There is no exercise 77.1, and no such lesson"),
        ("2.q5 moon", "no wrong answer has 'moon' in it; 2.q5 has"),
        ("2.q1 4", "no wrong answer has '4'"),  # that one is right
        ("2.1 mean", "wrong answers have 'mean' in it"),
    ],
    ids="none number question exercise lesson words right several".split(),
)
def test_wrong_answer_that_is_none_or_several(reference, complaint):
    with pytest.raises(ValueError, match=complaint):
        notes.wrong_answer(reference)


@pytest.mark.parametrize(
    "text, complaint",
    [
        ("", "expected .*section"),
        ("section = [{minutes = 2}]", "expected a section with a heading"),
        (ENTRY + 'tell = "this"', r"section 'Predict': unknown entries \['tell'\]"),
        (ENTRY.replace("2", "2.5"), "expected whole minutes, 0 or more; got 2.5"),
        (ENTRY.replace("2", "-2"), "expected whole minutes, 0 or more; got -2"),
        (ENTRY + 'expect = "2.q5 half"', "expected a list"),
        (ENTRY + "ask = 1", "expected a text; got 1"),
        (ENTRY + 'expect = ["2.q5 moon"]', "section 'Predict': no wrong answer"),
        (ENTRY + 'type = "1 + 1"', "section 'Predict': expected what is typed and what it prints"),
        (ENTRY + 'prints = "2"', "expected what is typed and what it prints, or neither"),
    ],
)
def test_bad_notes(text, complaint):
    with pytest.raises(ValueError, match=complaint):
        notes.parse(text)


@pytest.mark.parametrize(
    "ours, complaint",
    [
        (["Predict", "Proclaim", "Recap"], "no heading 'Proclaim'"),
        (["Predict"], "no section for the notebook's heading 'Recap'"),
        (["Recap", "Predict"], "in another order"),
    ],
)
def test_headings_that_are_not_the_notebooks(ours, complaint):
    with pytest.raises(ValueError, match=complaint):
        notes.compare(ours, ["Predict", "Recap"])


@pytest.mark.parametrize("number", [11, -1, "2", None, 2.0])
def test_lesson_that_has_no_notes(number):
    with pytest.raises(ValueError, match="expected a lesson that has notes"):
        notes.notes_of(number)


@each_lesson()
def test_notes_fit_the_lesson(lesson):
    sections = notes.notes_of(lesson.number)  # headings, and each wrong answer
    assert any(section.ask for section in sections)
    assert any(section.expected for section in sections)


@each_lesson()
def test_a_teacher_types_something_in_each_lesson(lesson):
    assert sum(bool(section.type) for section in notes.notes_of(lesson.number)) >= 2


@each_lesson()
def test_notes_are_calm(lesson):
    for section in notes.notes_of(lesson.number):
        assert "!" not in section.ask + section.say, section.heading
        for text in filter(None, (section.ask, section.say)):
            assert text.endswith((".", "?", "…")), text


@each_lesson()
def test_students_do_not_see_the_notes(lesson):
    seen = "\n".join(cell.source + json.dumps(cell.metadata) for cell in lesson.nb.cells)
    for section in notes.notes_of(lesson.number):
        for text in filter(None, (section.ask, section.say)):
            assert text not in seen, section.heading
        for cell in lesson.code if section.type else []:
            assert f"\n{section.type}\n" not in f"\n{cell.source}\n", section.heading


def test_page_counts_the_minutes():
    text = page(notebooks.paths()[2])
    assert text.startswith("# Speaker notes: 02 · Loss: how wrong is wrong?\n\n## Two friends")
    assert "From minute 0: *" in text
    assert text.endswith("The end, at minute 75.\n")
