"""What is handed back: what Moodle and Canvas take, held against their importers' rules; feedback.

The rules are those that the docstrings of `moodle` and `canvas` say, with the files they stand in.
"""

import csv
import io
import re
import zipfile
from fractions import Fraction

import pytest
from test_people import GRADEBOOK, WORKSHEET

from course_utils.grade import feedback, gradebook, people, report, results, tally, worksheet
from course_utils.grade.points import Rule
from course_utils.grade.results import Grade
from course_utils.grade.submissions import Submission, _whose

LOSS, FIRST = "02_loss", "00_can_a_machine_learn"
NASTY = 'ValueError: <b>"x" & y</b>'


def graded(part, *grades, lesson=LOSS, file="02_loss.ipynb"):
    submission = Submission(f"{part}/{file}", "", lesson, origin=_whose((part, file)))
    submission.student = submission.origin.name
    return submission, grades, ""


def passed(*numbers):
    return [Grade(number, results.PASSED, right=1, parts=1) for number in numbers]


@pytest.fixture
def roster(tmp_path):
    def write(text):
        (tmp_path / "people.csv").write_text(text, encoding="utf-8")
        return people.read(tmp_path / "people.csv")

    return write


# Moodle, as feedback/offline/importgradeslib.php and locallib.php read it.


def taken_by_moodle(text, participants):
    """Return {id: (grade, comments)}; the columns are looked for by their exact names."""
    header, *rows = csv.reader(io.StringIO(text))
    at = {name: header.index(name) for name in ("Identifier", "Grade", "Last modified (grade)")}
    found = {}
    for row in rows:
        number = row[at["Identifier"]][len("Participant ") :]
        grade = row[at["Grade"]].replace(",", ".")  # unformat_float
        if number in participants and grade and 0 <= float(grade) <= 10:
            found[number] = float(grade), row[header.index("Feedback comments")]
    return found


ADA = "Ada Lovelace_12345_assignsubmission_file"


def test_moodle_takes_the_worksheet_back(roster):
    sheet = roster(WORKSHEET)
    grades = [*passed("2.1", "2.2"), Grade("2.3", results.RAISED, NASTY)]
    text = worksheet.filled(sheet, tally.count([graded(ADA, *grades)], Rule(), roster=sheet))
    ((number, (grade, said)),) = taken_by_moodle(text, {"12345", "7"}).items()
    assert (number, grade) == ("12345", 3.33)  # two of six, out of ten
    assert "2.1 passed (1 of 1)<br>" in said
    assert "2.3 raised (0 of 1): ValueError: &lt;b&gt;" in said and "<b>" not in said
    before, after = (list(csv.reader(io.StringIO(one))) for one in (WORKSHEET, text))
    changed = {5, 10}
    for old, new in zip(before, after, strict=True):
        assert [c for n, c in enumerate(old) if n not in changed] == [
            c for n, c in enumerate(new) if n not in changed
        ]
    assert after[0] == before[0] and after[2] == before[2]  # nothing came of the second person


def test_a_worksheet_with_commas_gets_commas_and_a_scale_gets_nothing(roster):
    sheet = roster(WORKSHEET.replace("10.00", '"10,00"'))
    whole = tally.count([graded(ADA, *passed("2.1"))], Rule(), roster=sheet)
    assert ',"1,67","10,00",' in worksheet.filled(sheet, whole)
    sheet = roster(WORKSHEET.replace("10.00", "-"))
    with pytest.raises(ValueError, match="expected a number as Maximum grade"):
        worksheet.filled(sheet, whole)


def test_late_days_stand_in_the_comments(roster):
    sheet = roster(WORKSHEET)
    rule = Rule(late_per_day=Fraction(1, 10))
    made = [graded(ADA, *passed("2.1"))]
    whole = tally.count(made, rule, roster=sheet, days_late=lambda *_: 2)
    assert "late by 2 days: 80 % of the points" in worksheet.filled(sheet, whole)


# Moodle, as feedback/file/importziplib.php reads a name.


def taken_as_feedback(name, participants):
    """Return (id, file) as Moodle understands a name in a zip of feedback; None if it does not."""
    parts = name.split("_", 4)
    if name.startswith((".", "~")) or len(parts) < 4 or not parts[1].isdecimal():
        return None
    known = parts[1] in participants and parts[2:4] == ["assignsubmission", "file"]
    return (parts[1], parts[4]) if known else None


def test_moodle_takes_the_zip_of_feedback(tmp_path):
    grades = passed("2.1")
    made = [graded(ADA, *grades), graded("O'Neil-Zoë_7_assignsubmission_file_", *grades)]
    *_, path = feedback.write(tally.count(made, Rule()), tmp_path)
    assert path.name == "feedback-moodle.zip"
    with zipfile.ZipFile(path) as opened:
        taken = {taken_as_feedback(name, {"12345", "7"}) for name in opened.namelist()}
        assert taken == {("12345", "feedback.html"), ("7", "feedback.html")}
        assert b"O&#39;Neil" in opened.read(opened.namelist()[1])


def test_each_assignment_of_moodles_has_a_zip_of_its_own(tmp_path):
    """For 7 is Ada in one and Bob in the other."""
    made = []
    for place, name in [("week 2.zip", "Ada"), ("week 3.zip", "Bob")]:
        one = graded(f"{name}_7_assignsubmission_file", *passed("2.1"))
        one[0].file = f"{place}/{one[0].file}"
        made.append(one)
    _, first, second = feedback.write(tally.count(made, Rule()), tmp_path)
    assert [first.name, second.name] == ["feedback-moodle-week-2.zip", "feedback-moodle-week-3.zip"]
    with zipfile.ZipFile(first) as opened:
        assert opened.namelist() == ["Ada_7_assignsubmission_file_feedback.html"]


# Canvas, as gradebook_importer.rb reads a table.


def taken_by_canvas(text, students):
    """Return ({title: points possible}, {id: {title: score}}); the checks are the importer's."""
    header, *rows = csv.reader(io.StringIO(text))
    assert len(header) > 3 and "Student" in header[0] and "ID" in header[1]
    info = 3
    if re.search(r"SIS\s+Login\s+ID", header[2]):
        info += 1
    elif re.search(r"SIS\s+User\s+ID", header[2]) and re.search(r"SIS\s+Login\s+ID", header[3]):
        info += 2
        info += bool(re.search(r"Integration\s+ID", header[4]))
        info += bool(re.search(r"Root\s+Account", header[info - 1]))
    assert "Section" in header[info - 1]
    assert not any(re.search("(Current|Final) (Score|Points|Grade)", name) for name in header)
    possible, scores = {}, {}
    for row in rows:
        assert len(row) == len(header)
        told = dict(zip(header[info:], row[info:], strict=True))
        if "Points Possible" in row[0]:
            possible = told
        else:
            assert row[1] in students
            scores[row[1]] = told
    return possible, scores


def test_canvas_takes_the_gradebook_back(roster):
    book = roster(GRADEBOOK.replace("Loss (99)", "02 Loss (99)"))
    made = [
        graded("lovelaceada_LATE_12345_678_02_loss.ipynb", *passed("2.1", "2.2", "2.3")),
        graded("lovelaceada_12345_679_00.ipynb", *passed("0.1"), lesson=FIRST),
    ]
    text = gradebook.filled(book, tally.count(made, Rule(), roster=book))
    possible, scores = taken_by_canvas(text, {"12345", "7"})
    assert possible == {"02 Loss (99)": "10", "00 Can A Machine Learn": "4"}
    assert scores["12345"] == {"02 Loss (99)": "5", "00 Can A Machine Learn": "1"}
    assert scores["7"] == {"02 Loss (99)": "8.00", "00 Can A Machine Learn": ""}  # as it stood


@pytest.mark.parametrize(
    "header",
    [
        "Student,ID,SIS Login ID,Section,A (1)",
        "Student,ID,SIS User ID,SIS Login ID,Integration ID,Root Account,Section,A (1)",
        "Student,ID,Section,A (1)",
    ],
)
def test_every_head_of_a_gradebook_is_kept(header, roster):
    columns = header.count(",") - 1
    book = roster(f'{header}\n"Lovelace, Ada",12345{",x" * columns}\n')
    made = tally.count([graded("lovelaceada_12345_678_a.py", *passed("2.1"))], Rule(), roster=book)
    _, scores = taken_by_canvas(gradebook.filled(book, made), {"12345"})
    assert scores == {"12345": {"02 Loss": "1"}}


def test_two_columns_that_fit_are_none(roster):
    book = roster(GRADEBOOK.replace("Loss (99)", "02 Loss (99),02 Loss again (98)"))
    made = tally.count([graded("a_12345_678_a.py", *passed("2.1"))], Rule(), roster=book)
    assert "02 Loss\n" in gradebook.filled(book, made).replace("\r", "")


# What is written at all.


def test_a_systems_table_is_written_only_for_its_own_roster(tmp_path, roster):
    for text, names in [
        (WORKSHEET, {"moodle.csv"}),
        (GRADEBOOK, {"canvas.csv"}),
        ("name\nAda Lovelace\n", set()),
    ]:
        sheet = roster(text)
        made = tally.count([graded("Ada Lovelace", *passed("2.1"))], Rule(), roster=sheet)
        written = {path.name for path in report.write(made, tmp_path / "to", sheet)}
        assert written == {"grades.csv", "points.csv", "grades.html", "feedback"} | names


def test_what_is_not_written_is_said(tmp_path, roster):
    sheet = roster(WORKSHEET.replace("10.00", "-"))
    made = tally.count([graded(ADA, *passed("2.1"))], Rule(), roster=sheet)
    said = []
    report.write(made, tmp_path, sheet, said.append)
    assert said == ["moodle.csv is not written: " + said[0].split(": ", 1)[1]]


def test_the_tables_have_everybody(tmp_path, roster):
    sheet = roster("name,email,id\nAda,a@x,1\nBob,b@x,2\n")
    made = [
        graded("Ada", *passed("2.1"), Grade("2.2", results.RECOGNISED, "no", right=1, parts=3)),
        graded("Ada", Grade("2.1", results.RAISED, "x"), file="00_old.ipynb"),
        graded("Eve", *passed("2.1")),
    ]
    grades, sums, *_ = report.write(tally.count(made, Rule(), roster=sheet), tmp_path, sheet)
    rows = list(csv.DictReader(io.StringIO(grades.read_text(encoding="utf-8-sig"))))
    assert [(r["student"], r["id"], r["exercise"], r["points"], r["counts"]) for r in rows] == [
        ("Ada", "1", "2.1", "0", "no"),
        ("Ada", "1", "2.1", "1", "yes"),
        ("Ada", "1", "2.2", "0.33", "yes"),
        ("Eve", "", "2.1", "1", "yes"),
        ("Bob", "2", "", "0", "no"),
    ]
    rows = list(csv.DictReader(io.StringIO(sums.read_text(encoding="utf-8-sig"))))
    assert [(r["student"], r["email"], r[LOSS], r["sum"], r["note"]) for r in rows] == [
        ("possible", "", "6", "6", ""),
        ("Ada", "a@x", "1.33", "1.33", ""),
        ("Bob", "b@x", "", "0", "nothing was handed in"),
        ("Eve", "", "1", "1", "not on the roster"),
    ]


# Feedback.


def test_feedback_says_all_of_one_person_and_nothing_of_others():
    grades = [*passed("2.1"), Grade("2.2", results.RECOGNISED, NASTY, right=1, parts=2)]
    made = tally.count(
        [
            graded("Ada", *grades, file="02_loss-1.ipynb"),
            graded("Ada", *passed("2.1"), file="02_loss.ipynb"),
            graded("Bob", Grade("2.1", results.RAISED, "only Bob's"), *passed("0.1")),
        ],
        Rule(),
    )
    page = feedback.as_html(made.standings[0], made)
    assert "1.5 of 10 points" in page and "1.5 of 6 points for this lesson" in page
    assert "0.5 of 1" in page and "ValueError: &lt;b&gt;" in page
    assert "Not counted, as the last attempt counts: Ada/02_loss.ipynb" in page
    assert "Nothing was handed in: 0 of 4" in page
    assert "Bob" not in page and "<script" not in page and not re.search("src=|href=|url", page)


@pytest.mark.parametrize(
    "students, files",
    [
        (["../../etc/x", "a/b"], ["_.._etc_x", "a_b"]),
        (["Ada", "ada", "ADA"], ["ADA", "Ada [2]", "ada [3]"]),
        (["CON", "com1.x"], ["_com1.x", "_CON"]),
        (["...", "<>"], ["student", "__"]),
        (["Zoë O'Neil (7)", "x" * 300], ["x" * 80, "Zoë O'Neil (7)"]),
    ],
)
def test_a_page_of_feedback_has_a_name_that_any_system_takes(students, files, tmp_path):
    made = tally.count([graded(name, *passed("2.1")) for name in students], Rule())
    names = {name.removesuffix(".html") for name in feedback.names(made).values()}
    assert names == set(files)
    home, *_ = feedback.write(made, tmp_path)
    assert len(list(home.iterdir())) == len(students)
    assert [path.name for path in tmp_path.iterdir()] == ["feedback"]
