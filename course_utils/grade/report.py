"""Write the grades: tables for a spreadsheet, a page to read, and what the systems take back."""

import csv
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from urllib.parse import quote

import jinja2

from course_utils.grade import canvas, feedback, gradebook, moodle, points, results, worksheet
from course_utils.grade.looks import puzzles
from course_utils.grade.people import Roster
from course_utils.grade.results import Grade
from course_utils.grade.submissions import Submission
from course_utils.grade.tally import Attempt, Standing, Tally

COLUMNS = (
    *("student", "id", "lesson", "exercise", "result", "points", "sentence", "seconds"),
    *("counts", "look", "file"),
)
_SYSTEMS = {moodle.NAME: ("moodle.csv", worksheet), canvas.NAME: ("canvas.csv", gradebook)}


def look(submission: Submission) -> str:
    """Return what a person should look at in a submission, in words."""
    sources = [source for source, _ in submission.cells]
    return "; ".join(puzzles([*sources, *submission.files.values()]))


def write(
    tally: Tally, folder: Path, roster: Roster | None = None, say: Callable[[str], object] = print
) -> list[Path]:
    """Write all that is made of a tally into a folder; return the paths, and say what is not."""
    folder.mkdir(parents=True, exist_ok=True)
    written = [folder / name for name in ("grades.csv", "points.csv", "grades.html")]
    _write_table(written[0], [COLUMNS, *_grades(tally)])
    _write_table(written[1], _sums(tally))
    written[2].write_text(as_html(tally), encoding="utf-8", errors="backslashreplace")
    written += feedback.write(tally, folder)
    if roster and roster.system:
        name, system = _SYSTEMS[roster.system]
        try:
            (folder / name).write_text(system.filled(roster, tally), encoding="utf-8", newline="")
            written.append(folder / name)
        except ValueError as error:
            say(f"{name} is not written: {error}")
    return written


def _write_table(path, table):
    # With a mark at its start, by which spreadsheets know that the text is UTF-8. A file's name
    # may be no text at all, and is written all the same.
    with path.open("w", newline="", encoding="utf-8-sig", errors="backslashreplace") as file:
        csv.writer(file).writerows([map(_plain, row) for row in table])


def _plain(value):
    """Keep a spreadsheet from taking what a student wrote for a formula."""
    text = str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _grades(tally):
    """Yield a row for each exercise of each attempt, and for each person of whom nothing came."""
    works = [(lesson, who) for lesson in tally.lessons for who in tally.standings]
    for lesson, who in works:
        work = who.works.get(lesson)
        for attempt in work.attempts if work else ():
            counts = "yes" if attempt is work.counts else "no"
            for one in sorted(attempt.grades, key=_order):
                got = points.shown(tally.rule.points(one))
                said = one.sentence, one.seconds, counts, _looks(who, attempt)
                file = attempt.submission.file
                yield who.name, _id(who), lesson, one.exercise, one.result, got, *said, file
    for who in tally.standings:
        if not who.works:
            yield who.name, _id(who), "", "", results.MISSING, 0, who.note, 0, "no", "", ""


def _order(grade: Grade):
    return [int(part) if part.isdigit() else 0 for part in grade.exercise.split(".")]


def _looks(who: Standing, attempt: Attempt) -> str:
    return "; ".join(filter(None, [who.note, attempt.look]))


def _id(who: Standing) -> str:
    if who.person:
        return who.person.id
    return next((w.counts.submission.origin.id for w in who.works.values()), "")


def _sums(tally):
    """Yield the table of sums: a row a person, a column a lesson."""
    lessons = [lesson for lesson in tally.lessons if lesson]
    yield "student", "id", "email", *lessons, "sum", "note"
    whole = [points.shown(tally.possible(lesson)) for lesson in lessons]
    yield "possible", "", "", *whole, points.shown(tally.whole), ""
    for who in tally.standings:
        email = who.person.email if who.person else ""
        got = [points.shown(who.works[n].points) if n in who.works else "" for n in lessons]
        yield who.name, _id(who), email, *got, points.shown(who.points), who.note


def as_html(tally: Tally) -> str:
    """Return the page: the most common mistakes, the sums, then a table of each lesson."""
    loader = jinja2.FileSystemLoader(Path(__file__).parent)
    page = jinja2.Environment(loader=loader, autoescape=True).get_template("page.html.j2")
    counted = [w.counts for who in tally.standings for w in who.works.values()]
    return page.render(
        tally=tally,
        signs=results.SIGNS,
        count=Counter(grade.result for attempt in counted for grade in attempt.grades),
        missing=sum(not who.works for who in tally.standings),
        mistakes=common_mistakes(tally),
        places={who.name: n for n, who in enumerate(tally.standings)},
        lessons=list(tally.lessons),
        links={name: f"{feedback.FOLDER}/{quote(n)}" for name, n in feedback.names(tally).items()},
        shown=points.shown,
        id_of=_id,
        late=worksheet.late,
        by_number=lambda attempt: {one.exercise: one for one in attempt.grades},
        numbers=lambda lesson: sorted(tally.lessons[lesson], key=lambda n: [len(n), n]),
    )


def common_mistakes(tally: Tally) -> list[tuple[str, str, str, list[str]]]:
    """Return (lesson, exercise, sentence, names), the most common first; nobody counts twice."""
    made = defaultdict(dict)
    for who in tally.standings:
        for lesson, work in who.works.items():
            for one in _all_grades(work.attempts):
                for said in one.mistakes:
                    made[lesson, one.exercise, said][who.name] = True
    found = [(*what, list(names)) for what, names in made.items()]
    return sorted(found, key=lambda one: (-len(one[3]), one[:3]))


def _all_grades(attempts: Iterable[Attempt]) -> Iterable[Grade]:
    return (one for attempt in attempts for one in attempt.grades)
