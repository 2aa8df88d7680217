"""Write the grades: a CSV with a row for each exercise of each submission, and a page of tables."""

import csv
from collections import Counter, defaultdict
from pathlib import Path

import jinja2

from course_utils.grade import results

COLUMNS = ("student", "lesson", "exercise", "result", "sentence", "seconds", "file")


def write(grades, folder):
    """Write grades.csv and grades.html into a folder, which is made; return the two paths."""
    folder.mkdir(parents=True, exist_ok=True)
    grades = sorted(grades, key=lambda g: (g.lesson, g.student.casefold(), g.file, _order(g)))
    table, page = folder / "grades.csv", folder / "grades.html"
    # With a mark at its start, by which spreadsheets know that the text is UTF-8. A file's name
    # may be no text at all, and is written all the same.
    with table.open("w", newline="", encoding="utf-8-sig", errors="backslashreplace") as file:
        rows = csv.writer(file)
        rows.writerow(COLUMNS)
        rows.writerows([_plain(getattr(grade, name)) for name in COLUMNS] for grade in grades)
    page.write_text(as_html(grades), encoding="utf-8", errors="backslashreplace")
    return table, page


def _order(grade):
    return [int(part) if part.isdigit() else 0 for part in grade.exercise.split(".")]


def _plain(value):
    """Keep a spreadsheet from taking what a student wrote for a formula."""
    text = str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def as_html(grades):
    """Return the page: for each lesson students and exercises, then the most common mistakes."""
    loader = jinja2.FileSystemLoader(Path(__file__).parent)
    page = jinja2.Environment(loader=loader, autoescape=True).get_template("page.html.j2")
    return page.render(
        signs=results.SIGNS,
        count=Counter(grade.result for grade in grades),
        lessons=[
            _lesson(name, [grade for grade in grades if grade.lesson == name])
            for name in dict.fromkeys(grade.lesson for grade in grades)
        ],
        mistakes=common_mistakes(grades),
    )


def _lesson(name, grades):
    """Return the table of one lesson: a column for each exercise, a row for each file."""
    rows = defaultdict(dict)
    for grade in grades:
        rows[grade.student, grade.file][grade.exercise] = grade
    numbers = sorted({grade.exercise for grade in grades}, key=lambda n: [len(n), n])
    return {"name": name, "numbers": numbers, "rows": rows}


def common_mistakes(grades):
    """Return [((exercise, sentence), students)], the most common first; nobody counts twice."""
    made = {(g.exercise, text, g.student) for g in grades for text in g.mistakes}
    count = Counter((exercise, text) for exercise, text, _ in made)
    return sorted(count.items(), key=lambda item: (-item[1], item[0]))
