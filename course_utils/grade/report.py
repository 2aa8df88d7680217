"""Write the grades: a CSV with a row for each exercise of each submission, and a page of tables."""

import csv
import html
from collections import Counter, defaultdict

from course_utils.grade import results

COLUMNS = ("student", "lesson", "exercise", "result", "sentence", "seconds", "file")

_PAGE = """<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Grades</title>
<style>
:root {{ color-scheme: light dark; font-family: system-ui, sans-serif }}
body {{ margin: 2em; line-height: 1.4 }}
table {{ border-collapse: collapse; margin: 1em 0 2em }}
th, td {{ border: 1px solid #888; padding: 4px 10px; text-align: left; vertical-align: top }}
p {{ max-width: 60em }}
td p, th p {{ font: smaller system-ui, sans-serif; margin: 4px 0; max-width: 22em }}
td, th {{ overflow-wrap: anywhere }}
span {{ white-space: nowrap }}
</style>
<h1>Grades</h1>
<p>{summary}</p>
{body}
</html>
"""


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
    count = Counter(grade.result for grade in grades)
    said = ", ".join(f"{_sign(result)}: {count[result]}" for result in results.SIGNS)
    lessons = list(dict.fromkeys(grade.lesson for grade in grades))
    parts = [_lesson(name, [g for g in grades if g.lesson == name]) for name in lessons]
    return _PAGE.format(
        summary=f"Signs, words and how many exercises: {said}.",
        body="\n".join([*parts, _mistakes(grades)]),
    )


def _sign(result):
    return f"<span>{html.escape(f'{results.SIGNS[result]} {result}')}</span>"


def _lesson(name, grades):
    """Return a heading and the table of one lesson: a row for each file."""
    numbers = sorted({g.exercise for g in grades}, key=lambda n: [len(n), n])
    rows = defaultdict(dict)
    for grade in grades:
        rows[grade.student, grade.file][grade.exercise] = grade
    head = "".join(f'<th scope="col">{html.escape(n) or "file"}</th>' for n in numbers)
    body = "\n".join(_row(*who, found, numbers) for who, found in rows.items())
    return (
        f"<h2>{html.escape(name) or 'Lesson unknown'}</h2>\n<table>\n"
        f'<tr><th scope="col">student</th>{head}</tr>\n{body}\n</table>'
    )


def _row(student, file, found, numbers):
    cells = "".join(_cell(found.get(number)) for number in numbers)
    who = f"{html.escape(student)}<p>{html.escape(file)}</p>"
    return f'<tr><th scope="row">{who}</th>{cells}</tr>'


def _cell(grade):
    if grade is None:
        return "<td></td>"
    said = f"<p>{html.escape(grade.sentence)}</p>" if grade.sentence else ""
    return f"<td>{_sign(grade.result)}{said}</td>"


def common_mistakes(grades):
    """Return [((exercise, sentence), students)], the most common first; nobody counts twice."""
    made = {(g.exercise, text, g.student) for g in grades for text in g.mistakes}
    count = Counter((exercise, text) for exercise, text, _ in made)
    return sorted(count.items(), key=lambda item: (-item[1], item[0]))


def _mistakes(grades):
    rows = "\n".join(
        f"<tr><td>{many}</td><td>{html.escape(exercise)}</td><td>{html.escape(text)}</td></tr>"
        for (exercise, text), many in common_mistakes(grades)
    )
    head = "".join(f'<th scope="col">{name}</th>' for name in ("students", "exercise", "mistake"))
    table = f"<table>\n<tr>{head}</tr>\n{rows}\n</table>" if rows else "<p>None.</p>"
    return f"<h2>The most common mistakes</h2>\n{table}"
