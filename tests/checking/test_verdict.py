"""A verdict reads well as text, and is the same, escaped, as HTML."""

import xml.etree.ElementTree as ET

import pytest

from course_utils.checking.verdict import Kind, Line, Verdict

SUMS = [
    ([Kind.RIGHT, Kind.RIGHT], Kind.RIGHT, "✓"),
    ([Kind.REMARK, Kind.RIGHT], Kind.REMARK, "✓"),
    ([Kind.RIGHT, Kind.SLIP], Kind.SLIP, "✗"),
    ([Kind.UNTOUCHED, Kind.RAISED], Kind.RAISED, "✗"),
    ([Kind.CLUE, Kind.UNKNOWN], Kind.CLUE, "✗"),
    ([Kind.LATE, Kind.SLIP], Kind.LATE, "✗"),
    ([Kind.RIGHT, Kind.UNTOUCHED], Kind.UNTOUCHED, "○"),
    ([Kind.UNTOUCHED, Kind.UNTOUCHED], Kind.UNTOUCHED, "○"),
    ([Kind.FAILED, Kind.RIGHT], Kind.FAILED, "!"),
    ([Kind.FAILED, Kind.UNTOUCHED], Kind.FAILED, "!"),
    ([Kind.FAILED, Kind.UNKNOWN], Kind.UNKNOWN, "✗"),
]


@pytest.mark.parametrize("kinds, kind, mark", SUMS)
def test_the_gravest_line_sums_up(kinds, kind, mark):
    verdict = Verdict.of("2.1 Losses", [Line(k, "part", "text") for k in kinds], "2.1")
    assert (verdict.kind, verdict.mark) == (kind, mark)


def test_text():
    lines = [
        Line(Kind.RIGHT, "mse", "right on 5 inputs"),
        Line(Kind.SLIP, "rmse", "expected 2, got 4", "Take the root.", "seen\n\ntoo"),
    ]
    assert str(Verdict.of("2.1 Losses", lines, "2.1")) == (
        "✗ 2.1 Losses\n"
        "  ✓ mse: right on 5 inputs\n"
        "  ✗ rmse: expected 2, got 4\n"
        "    Take the root.\n"
        "    printed: seen\n"
        "    printed: too\n"
        '  → hint("2.1") gives a hint.'
    )


@pytest.mark.parametrize("kind", Kind)
def test_whoever_is_wrong_learns_of_the_hint(kind):
    shown = str(
        Verdict.of("t", [Line(kind, "mse", "x", "Said."), Line(Kind.RIGHT, "b", "")], "2.1")
    )
    assert ('hint("2.1")' in shown) == kind.is_wrong


def test_not_attempted_is_one_line():
    assert str(Verdict.of("2.1 Losses", [Line(Kind.UNTOUCHED, "mse", "x")] * 4, "2.1")) == (
        "○ 2.1 Losses: not attempted"
    )


def test_printing_is_cut():
    line = Line(Kind.SLIP, "f", "x", printed="y" * 1000 + "\n" + "z\n" * 100)
    rows = str(Verdict.of("t", [line], "2.1")).splitlines()
    assert len(rows) <= 7 and max(map(len, rows)) < 110


@pytest.mark.parametrize("nasty", ["<script>", "a & b", 'say "hi"', "</div>", "`x`", "&lt;"])
def test_html_is_escaped_and_well_formed(nasty):
    line = Line(Kind.SLIP, nasty, nasty, nasty, nasty)
    page = ET.fromstring(Verdict.of(nasty, [line], "2.1")._repr_html_())
    assert "".join(page.itertext()).count(nasty) == 5
    assert {node.tag for node in page.iter()} <= {"div", "strong", "br", "code"}


def test_html_says_what_the_text_says():
    lines = [
        Line(Kind.RIGHT, "mse", "right"),
        Line(Kind.SLIP, "rmse", "wrong", "Said.", "printed"),
        Line(Kind.UNKNOWN, "mae", "wrong"),
    ]
    verdict = Verdict.of("2.1 Losses", lines, "2.1")
    shown = "".join(ET.fromstring(verdict._repr_html_()).itertext())
    assert "".join(shown.split()) == "".join(str(verdict).split())


def test_screen_readers_are_told():
    assert ET.fromstring(Verdict(Kind.NOTE, "t")._repr_html_()).get("role") == "status"
