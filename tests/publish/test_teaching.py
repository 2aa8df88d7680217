"""The instructor's page tells the truth: minutes add up, and what it names exists."""

import re

import pytest
from lesson import Lesson, each_lesson, links

from course_utils.publish import notebooks
from course_utils.publish.notes import notes_of

TEXT = (notebooks.FOLDER / "teaching.md").read_text(encoding="utf-8")
HOMEWORK = {"Exercises"}
LESSONS = {lesson.number: lesson for lesson in map(Lesson, notebooks.paths())}


def table(heading):
    """Return the rows of the table under a heading, without its two head lines, as lists."""
    text = re.split(r"^## ", TEXT, flags=re.MULTILINE)
    (part,) = [part for part in text if part.startswith(heading + "\n")]
    rows = [line.strip("|").split("|") for line in part.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row] for row in rows[2:]]


def to_read(number):
    """Return the minutes that a lesson's title cell promises."""
    return int(re.search(r"(\d+) minutes to read", LESSONS[number].nb.cells[0].source)[1])


def in_a_room(number):
    return sum(section.minutes for section in notes_of(number))


def in_class(number):
    return sum(s.minutes for s in notes_of(number) if s.heading not in HOMEWORK)


def numbers(text):
    return [int(number) for number in re.findall(r"\b\d\d\b", text)]


@each_lesson()
def test_glance_says_what_the_lesson_says(lesson):
    name, its_minutes, needs, _ = table("The course at a glance")[lesson.number]
    assert links(name) == [lesson.path.name]
    assert name.startswith(f"[{lesson.number:02d} ")
    assert int(its_minutes) == in_a_room(lesson.number) >= to_read(lesson.number)
    said = re.search(r"needs (.+)", lesson.nb.cells[0].source)[1]
    if "all lessons" in said:
        assert needs == "all"
    else:
        assert numbers(needs) == numbers(said)


def test_glance_has_every_lesson_and_their_sums():
    rows = table("The course at a glance")
    assert len(rows) == len(LESSONS)
    teaching, reading = sum(int(row[1]) for row in rows), sum(map(to_read, LESSONS))
    assert f"{teaching} minutes together, and {reading} to read" in TEXT


def test_one_day_adds_up():
    *rows, end = table("One day")
    taught = paused = 0
    at = _clock(rows[0][0])
    for begins, what, length in rows:
        assert _clock(begins) == at, what
        at += int(length)
        if what in ("break", "lunch"):
            paused += int(length)
        else:
            assert int(length) == _length(what), what
            taught += int(length)
    assert end == [f"{at // 60}:{at % 60:02d}", "end", ""]
    assert f"{taught} minutes of lessons, and {paused} of breaks" in TEXT
    assert at - _clock(rows[0][0]) <= 8 * 60


def test_one_day_names_what_it_leaves_out():
    taught = {numbers(what)[0]: what for _, what, _ in table("One day") if numbers(what)}
    said = re.search(r"^Left out are (.+)", TEXT, re.MULTILINE)[1]
    for number in LESSONS:
        whole = "sections" not in taught.get(number, "sections")
        assert (number not in numbers(said)) == whole, number


def _clock(text):
    hours, rest = text.split(":")
    return 60 * int(hours) + int(rest)


def _length(what):
    """Return the minutes of '07 Optimizers', or of '07 Optimizers, sections 1 and 2'."""
    number, _, sections = what.partition(", sections ")
    number = numbers(number)[0]
    chosen = re.findall(r"\d+", sections)
    if not chosen:
        return in_a_room(number)
    return sum(s.minutes for s in notes_of(number) if s.heading.split(" · ")[0] in chosen)


def test_half_days_add_up():
    taught = []
    for _, lessons, length, breaks, whole in table("Four half days"):
        taught += numbers(lessons)
        assert int(length) == sum(map(in_a_room, numbers(lessons)))
        assert int(whole) == int(length) + int(breaks) <= 4 * 60
    assert "Only 00 is left out" in TEXT
    assert [0, *taught] == list(LESSONS)


def _in_an_hour(what):
    """Return the minutes of '07', of '05, to section 4', or of '05, from section 5 on'."""
    number, _, cut = what.partition(", ")
    sections = [s for s in notes_of(int(number)) if s.heading not in HOMEWORK]
    if cut:
        which = [s.heading.split(" · ")[0] for s in sections].index(re.search(r"\d+", cut)[0])
        sections = sections[which:] if cut.startswith("from") else sections[: which + 1]
    return sum(section.minutes for section in sections)


@pytest.mark.parametrize("row", table("Weekly hours"), ids=lambda row: row[0])
def test_weekly_hours_fit(row):
    _, what, taught, left = row
    assert int(taught) == _in_an_hour(what)
    assert int(left) == 60 - int(taught) >= 0


def test_weekly_hours_leave_nothing_out():
    weeks = table("Weekly hours")
    assert [int(week) for week, *_ in weeks] == list(range(1, len(weeks) + 1))
    for number in set(LESSONS) - {0}:
        taught = [int(row[2]) for row in weeks if row[1].startswith(f"{number:02d}")]
        assert sum(taught) == in_class(number)


def test_commands_exist():
    makefile = (notebooks.ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    named = set(re.findall(r"\bmake ([a-z-]+)[^`\n]*`", TEXT))
    assert {"lab", "notes"} <= named <= targets
    for variable in re.findall(r"(?<=[ `])((?!PIP_)[A-Z_]+)=", TEXT):
        assert f"$({variable})" in makefile


def test_links_and_files_exist():
    for target in links(TEXT):
        assert (notebooks.FOLDER / target).exists(), target
    for path in re.findall(r"`((?:course_utils|notebooks)/[\w./]*|\w+\.yml)`", TEXT):
        assert (notebooks.ROOT / path).exists(), path


def test_it_is_one_page_and_calm():
    assert len(TEXT.split()) <= 1400
    assert "!" not in TEXT
