"""Moodle's grading worksheet, filled: the table that came, with grades and feedback comments.

What Moodle makes of it stands in `moodle`. Grades are put on the scale of the assignment, its
Maximum grade. People of whom nothing was graded keep what stood there.
"""

import csv
import html
import io
import re
from fractions import Fraction

from course_utils.grade import points
from course_utils.grade.people import Roster
from course_utils.grade.tally import Tally


def filled(roster: Roster, tally: Tally) -> str:
    """Return the worksheet as CSV; ValueError if a Maximum grade is no number, as for a scale."""
    header = [" ".join(name.casefold().split()) for name in roster.header]
    grade, comments = _place(header, "grade"), _place(header, "feedback comments")
    for standing in tally.standings:
        if standing.person and standing.works:
            row = roster.rows[standing.person.row]
            row += [""] * (len(header) - len(row))
            row[grade] = _grade(standing, tally, roster)
            if comments is not None:
                row[comments] = comment(standing, tally)
    written = io.StringIO()
    csv.writer(written).writerows([roster.header, *roster.rows])
    return written.getvalue()


def _place(header, name):
    return header.index(name) if name in header else None


def _grade(standing, tally, roster):
    most = roster.cell(standing.person.row, "Maximum grade")
    if not re.fullmatch(r"\d+([.,]\d+)?", most):
        raise ValueError(f"expected a number as Maximum grade in the worksheet; got {most!r}")
    share = standing.points / tally.whole if tally.whole else Fraction(0)
    grade = points.shown(share * Fraction(most.replace(",", ".")))
    return grade.replace(".", ",") if "," in most else grade  # the site's own way to write it


def comment(standing, tally) -> str:
    """Return a line an exercise as HTML, which is what Moodle's comments are."""
    lines = []
    for lesson, work in standing.works.items():
        for one in work.counts.grades:
            got, most = tally.rule.points(one), tally.lessons[lesson][one.exercise]
            said = f"{one.exercise} {one.result} ({points.shown(got)} of {points.shown(most)})"
            lines.append(html.escape(f"{said.strip()}{': ' * bool(one.sentence)}{one.sentence}"))
        if work.days_late:
            lines.append(html.escape(late(work, tally)))
    return "<br>".join(lines)


def late(work, tally) -> str:
    """Return what lateness left of a work's points, in words."""
    days = "1 day" if work.days_late == 1 else f"{work.days_late} days"
    return f"late by {days}: {float(100 * tally.rule.left(work.days_late)):.4g} % of the points"
