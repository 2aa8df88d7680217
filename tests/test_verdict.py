"""A verdict reads well as text, and is the same, escaped, as HTML."""

import xml.etree.ElementTree as ET

import pytest

from course_utils.verdict import NOT_ATTEMPTED, RIGHT, WRONG, Line, Verdict

MARKS = [
    ([RIGHT, RIGHT], RIGHT),
    ([RIGHT, WRONG], WRONG),
    ([NOT_ATTEMPTED, WRONG], WRONG),
    ([RIGHT, NOT_ATTEMPTED], NOT_ATTEMPTED),
    ([NOT_ATTEMPTED, NOT_ATTEMPTED], NOT_ATTEMPTED),
]


@pytest.mark.parametrize("marks, mark", MARKS)
def test_mark_sums_up_the_lines(marks, mark):
    lines = [Line(m, "part", "text") for m in marks]
    assert Verdict.of("2.1 Losses", lines, "2.1").mark == mark


def test_text():
    lines = [
        Line(RIGHT, "mse", "right on 5 inputs"),
        Line(WRONG, "rmse", "expected 2, got 4", "Take the root.", "seen\n\ntoo"),
    ]
    assert str(Verdict.of("2.1 Losses", lines, "2.1")) == (
        "✗ 2.1 Losses\n"
        "  ✓ mse: right on 5 inputs\n"
        "  ✗ rmse: expected 2, got 4\n"
        "    Take the root.\n"
        "    printed: seen\n"
        "    printed: too"
    )


def test_hint_is_offered_where_there_is_nothing_to_say():
    assert 'hint("2.1")' in str(Verdict.of("t", [Line(WRONG, "mse", "x")], "2.1"))
    assert "hint(" not in str(Verdict.of("t", [Line(WRONG, "mse", "x", "Said.")], "2.1"))
    assert "hint(" not in str(Verdict.of("t", [Line(RIGHT, "mse", "x")], "2.1"))


def test_not_attempted_is_one_line():
    assert str(Verdict.of("2.1 Losses", [Line(NOT_ATTEMPTED, "mse", "x")] * 4, "2.1")) == (
        "○ 2.1 Losses: not attempted"
    )


def test_printing_is_cut():
    line = Line(WRONG, "f", "x", printed="y" * 1000 + "\n" + "z\n" * 100)
    rows = str(Verdict.of("t", [line], "2.1")).splitlines()
    assert len(rows) <= 7 and max(map(len, rows)) < 110


@pytest.mark.parametrize("nasty", ["<script>", "a & b", 'say "hi"', "</div>", "`x`", "&lt;"])
def test_html_is_escaped_and_well_formed(nasty):
    line = Line(WRONG, nasty, nasty, nasty, nasty)
    page = ET.fromstring(Verdict.of(nasty, [line], "2.1")._repr_html_())
    assert "".join(page.itertext()).count(nasty) == 5
    assert {node.tag for node in page.iter()} <= {"div", "strong", "br", "code"}


def test_html_says_what_the_text_says():
    lines = [Line(RIGHT, "mse", "right"), Line(WRONG, "rmse", "wrong", "Said.", "printed")]
    verdict = Verdict.of("2.1 Losses", lines, "2.1")
    shown = "".join(ET.fromstring(verdict._repr_html_()).itertext())
    assert "".join(shown.split()) == "".join(str(verdict).split())


def test_screen_readers_are_told():
    assert ET.fromstring(Verdict.of("t", [], "2.1")._repr_html_()).get("role") == "status"
