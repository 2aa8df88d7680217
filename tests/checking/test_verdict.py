"""A verdict reads well as text, and is the same, escaped, as HTML."""

import xml.etree.ElementTree as ET

import pytest

from course_utils.checking.help import Help
from course_utils.checking.verdict import Kind, Line, Verdict

HELP = Help("2.1", ["Look at the signs.", "Square first."], "def mse(r):\n    return 1 < 2")
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
    verdict = Verdict.of("2.1 Losses", [Line(k, "part", "text") for k in kinds], HELP)
    assert (verdict.kind, verdict.mark) == (kind, mark)


def test_text():
    lines = [
        Line(Kind.RIGHT, "mse", "right on 5 inputs"),
        Line(Kind.SLIP, "rmse", "expected 2, got 4", "Take the root.", "seen\n\ntoo"),
    ]
    assert str(Verdict.of("2.1 Losses", lines, HELP)) == (
        "✗ 2.1 Losses\n"
        "  ✓ mse: right on 5 inputs\n"
        "  ✗ rmse: expected 2, got 4\n"
        "    Take the root.\n"
        "    printed: seen\n"
        "    printed: too\n"
        '  → hint("2.1") gives a hint.'
    )


@pytest.mark.parametrize("kind", Kind)
def test_whoever_is_wrong_is_offered_help(kind):
    verdict = Verdict.of("t", [Line(kind, "mse", "x"), Line(Kind.RIGHT, "b", "")], HELP)
    assert ('hint("2.1")' in str(verdict)) == kind.is_wrong
    assert ("<details>" in verdict._repr_html_()) == kind.is_wrong


def test_hints_open_one_inside_the_other_and_the_solution_last():
    page = ET.fromstring(f"<div>{HELP._repr_html_()}</div>")
    opened, seen = page, []
    while (opened := opened.find("details")) is not None:
        assert opened.get("open") is None
        summary, text, *_ = opened
        seen.append((summary.text, text.text))
    assert seen == [
        ("Hint 1 of 2", "Look at the signs."),
        ("Hint 2 of 2", "Square first."),
        ("One way to do it", HELP.solution),
    ]
    assert 'hint("2.1")' in "".join(page.find("p").itertext())  # where nothing can be clicked


def test_without_hints_there_is_a_solution():
    page = ET.fromstring(f"<div>{Help('2.1', [], 'x = 1')._repr_html_()}</div>")
    assert [summary.text for summary in page.iter("summary")] == ["One way to do it"]


def test_not_attempted_is_one_line():
    assert str(Verdict.of("2.1 Losses", [Line(Kind.UNTOUCHED, "mse", "x")] * 4, HELP)) == (
        "○ 2.1 Losses: not attempted"
    )


def test_printing_is_cut():
    line = Line(Kind.SLIP, "f", "x", printed="y" * 1000 + "\n" + "z\n" * 100)
    rows = str(Verdict.of("t", [line], HELP)).splitlines()
    assert len(rows) <= 7 and max(map(len, rows)) < 110


@pytest.mark.parametrize("nasty", ["<script>", "a & b", 'say "hi"', "</div>", "`x`", "&lt;"])
def test_html_is_escaped_and_well_formed(nasty):
    line = Line(Kind.SLIP, nasty, nasty, nasty, nasty)
    page = ET.fromstring(Verdict.of(nasty, [line], "")._repr_html_())
    assert "".join(page.itertext()).count(nasty) == 5
    assert {node.tag for node in page.iter()} <= {*"div p strong br code ul li".split()}


@pytest.mark.parametrize("nasty", ["<script>", "a & b", "</details>", "&lt;"])
def test_help_is_escaped_and_well_formed(nasty):
    page = ET.fromstring(f"<div>{Help('2.1', [nasty], nasty)._repr_html_()}</div>")
    assert "".join(page.itertext()).count(nasty) == 2


def test_html_says_what_the_text_says():
    lines = [
        Line(Kind.RIGHT, "mse", "right"),
        Line(Kind.SLIP, "rmse", "wrong", "Said.", "printed"),
        Line(Kind.UNKNOWN, "mae", "wrong"),
    ]
    verdict = Verdict.of("2.1 Losses", lines, "")
    shown = "".join(ET.fromstring(verdict._repr_html_()).itertext())
    assert "".join(shown.split()) == "".join(str(verdict).split())


def test_screen_readers_are_told():
    assert ET.fromstring(Verdict(Kind.NOTE, "t")._repr_html_()).get("role") == "status"
