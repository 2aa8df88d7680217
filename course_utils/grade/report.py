"""Write the grades: a CSV with a row for each exercise of each submission, and a page of tables."""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import jinja2

from course_utils.grade import results
from course_utils.grade.looks import puzzles
from course_utils.grade.results import Grade
from course_utils.grade.submissions import Submission

COLUMNS = ("student", "lesson", "exercise", "result", "sentence", "seconds", "look", "file")


@dataclass(frozen=True)
class Row:
    """The grade of one exercise of a submission; `look` says what a person should look at."""

    student: str
    lesson: str
    file: str
    look: str
    grade: Grade

    def __getattr__(self, name: str) -> object:
        return getattr(self.grade, name)


def rows_of(submission: Submission, grades: Iterable[Grade]) -> list[Row]:
    """Return the rows of a submission."""
    look = "; ".join(puzzles([source for source, _ in submission.cells]))
    one = submission
    return [Row(one.student, one.lesson, one.file, look, grade) for grade in grades]


def write(rows: list[Row], folder: Path) -> tuple[Path, Path]:
    """Write grades.csv and grades.html into a folder, which is made; return the two paths."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = sorted(rows, key=lambda row: (row.lesson, row.student.casefold(), row.file, _order(row)))
    table, page = folder / "grades.csv", folder / "grades.html"
    # With a mark at its start, by which spreadsheets know that the text is UTF-8. A file's name
    # may be no text at all, and is written all the same.
    with table.open("w", newline="", encoding="utf-8-sig", errors="backslashreplace") as file:
        lines = csv.writer(file)
        lines.writerow(COLUMNS)
        lines.writerows([_plain(getattr(row, name)) for name in COLUMNS] for row in rows)
    page.write_text(as_html(rows), encoding="utf-8", errors="backslashreplace")
    return table, page


def _order(row):
    return [int(part) if part.isdigit() else 0 for part in row.exercise.split(".")]


def _plain(value):
    """Keep a spreadsheet from taking what a student wrote for a formula."""
    text = str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def as_html(rows: list[Row]) -> str:
    """Return the page: for each lesson students and exercises, then the most common mistakes."""
    loader = jinja2.FileSystemLoader(Path(__file__).parent)
    page = jinja2.Environment(loader=loader, autoescape=True).get_template("page.html.j2")
    return page.render(
        signs=results.SIGNS,
        count=Counter(row.result for row in rows),
        lessons=[
            _lesson(name, [row for row in rows if row.lesson == name])
            for name in dict.fromkeys(row.lesson for row in rows)
        ],
        mistakes=common_mistakes(rows),
    )


def _lesson(name, rows):
    """Return the table of one lesson: a column for each exercise, a row for each file."""
    by_file = defaultdict(dict)
    for row in rows:
        by_file[row.student, row.file, row.look][row.exercise] = row
    numbers = sorted({row.exercise for row in rows}, key=lambda n: [len(n), n])
    return {"name": name, "numbers": numbers, "rows": by_file}


def common_mistakes(rows: list[Row]) -> list[tuple[tuple[str, str], int]]:
    """Return [((exercise, sentence), students)], the most common first; nobody counts twice."""
    made = {(row.exercise, text, row.student) for row in rows for text in row.mistakes}
    count = Counter((exercise, text) for exercise, text, _ in made)
    return sorted(count.items(), key=lambda item: (-item[1], item[0]))
