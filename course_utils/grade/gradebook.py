"""Canvas's gradebook, filled: the students that came, with a column for each lesson.

What Canvas makes of it stands in `canvas`. A lesson goes into the column whose title holds its
number and name, on the scale of that column's Points Possible, which stay; where there is no such
column Canvas offers to make an assignment. Who handed in nothing keeps the score that stood there.
"""

import csv
import io
import re
from fractions import Fraction

from course_utils.grade import canvas, points
from course_utils.grade.people import Roster
from course_utils.grade.tally import Tally

POSSIBLE = "    Points Possible"


def filled(roster: Roster, tally: Tally) -> str:
    """Return what Canvas imports, as CSV."""
    section = next(n for n, name in enumerate(roster.header) if name.casefold() == "section")
    lessons = [lesson for lesson in tally.lessons if lesson]
    columns = {lesson: _column(roster.header, section, lesson) for lesson in lessons}
    names = [roster.header[n] if n else _title(lesson) for lesson, n in columns.items()]
    most = {lesson: _possible(roster, columns[lesson], tally, lesson) for lesson in lessons}
    table = [
        [*roster.header[: section + 1], *names],
        [POSSIBLE, *[""] * section, *map(points.shown, most.values())],
    ]
    works = {one.person.row: one.works for one in tally.standings if one.person}
    for number, row in enumerate(roster.rows):
        if canvas.is_no_student(row):
            continue
        row = row + [""] * (len(roster.header) - len(row))
        scores = [
            _score(works.get(number, {}).get(lesson), tally, lesson, most[lesson])
            or (row[columns[lesson]] if columns[lesson] else "")
            for lesson in lessons
        ]
        table.append([*row[: section + 1], *scores])
    written = io.StringIO()
    csv.writer(written).writerows(table)
    return written.getvalue()


def _column(header, section, lesson):
    """Return the place of a lesson's column; None unless there is exactly one."""
    found = [
        n
        for n, name in enumerate(header)
        if n > section and _words(lesson) in _words(re.sub(r"\s\(\d+\)$", "", name))
    ]
    return found[0] if len(found) == 1 else None


def _words(text):
    words = " ".join(re.findall(r"[^\W_]+", text.casefold()))
    return f" {words} "


def _title(lesson):
    return " ".join(word.capitalize() for word in lesson.split("_"))


def _possible(roster, column, tally, lesson):
    """Return the points possible that stand in the gradebook; else those of the lesson."""
    row = next((row for row in roster.rows if row[0].strip() == POSSIBLE.strip()), [])
    text = row[column].strip().replace(",", ".") if column and column < len(row) else ""
    told = Fraction(text) if re.fullmatch(r"\d+(\.\d+)?", text) else Fraction(0)
    return told or tally.possible(lesson)


def _score(work, tally, lesson, most):
    if work is None:
        return ""
    possible = tally.possible(lesson)
    return points.shown(work.points / possible * most if possible else Fraction(0))
