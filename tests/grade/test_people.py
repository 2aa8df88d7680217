"""A roster is read as Moodle, Canvas or a person writes it, and tells whose a hand-in is."""

from datetime import datetime

import pytest

from course_utils.grade import canvas, moodle, people

WORKSHEET = (
    "Identifier,Full name,ID number,Email address,Status,Grade,Maximum grade,Grade can be changed,"
    "Last modified (submission),Last modified (grade),Feedback comments\n"
    "Participant 12345,Ada Lovelace,s1,ada@x.org,Submitted for grading - 1 day 3 hours late,,10.00,"
    'Yes,"Thursday, 9 February 2023, 8:52 AM",-,\n'
    "Participant 7,Zoë Łuk,s2,z@x.org,No submission,,10.00,Yes,-,-,\n"
)
GRADEBOOK = (
    "Student,ID,SIS User ID,SIS Login ID,Section,Loss (99),Final Score\n"
    ",,,,,Manual Posting,\n"
    "    Points Possible,,,,,10.00,(read only)\n"
    '"Lovelace, Ada",12345,U1,alove,A,,\n'
    '"van Rossum, Guido",7,U2,guido,A,8.00,\n'
    '"Student, Test",9,,x,A,,\n'
)


@pytest.fixture
def roster(tmp_path):
    def write(text, encoding="utf-8"):
        path = tmp_path / "people.csv"
        path.write_bytes(text.encode(encoding))
        return people.read(path)

    return write


@pytest.mark.parametrize(
    "text, system, names, ids",
    [
        (WORKSHEET, "Moodle", ["Ada Lovelace", "Zoë Łuk"], ["12345", "7"]),
        (GRADEBOOK, "Canvas", ["Ada Lovelace", "Guido van Rossum"], ["12345", "7"]),
        ("name,email,id\nAda,a@x.org,1\n", "", ["Ada"], ["1"]),
        ("First name;Last name;Email address\nAda;Lovelace;a@x\n", "", ["Ada Lovelace"], [""]),
        ("ID\tLast name\tFirst name\n1\tLovelace\tAda\n", "", ["Ada Lovelace"], ["1"]),
        ("E-Mail\nada@x.org\n\n,\n", "", ["ada@x.org"], [""]),
        (
            "LastName,FirstName,ID,SIS Login ID,Section\nLovelace,Ada,1,a,A\n",
            "Canvas",
            ["Ada Lovelace"],
            ["1"],
        ),
        (
            "Identifier,Status,Grade,Last modified (grade)\nParticipant 5,x,,-\n",
            "Moodle",
            ["Participant 5"],
            ["5"],
        ),
    ],
)
def test_columns_are_found_by_their_usual_names(text, system, names, ids, roster):
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        found = roster(text, encoding)
        assert found.system == system
        assert [one.name for one in found.people] == names
        assert [one.id for one in found.people] == ids


def test_a_roster_of_a_windows_spreadsheet_is_read(roster):
    assert roster("Name;ID\nZoë;1\n", "cp1252").people[0].name == "Zoë"


@pytest.mark.parametrize("text", ["", "Nachname,Vorname\nLovelace,Ada", "1,2,3", "Status\nx"])
def test_an_unknown_header_is_an_error_that_says_what_was_expected_and_came(text, roster):
    with pytest.raises(ValueError, match="Identifier, Full name") as error:
        roster(text)
    assert (text.split("\n")[0].replace(",", ", ") or "an empty file") in str(error.value)


def test_a_roster_that_is_not_there_or_has_an_id_twice_is_an_error(tmp_path, roster):
    with pytest.raises(ValueError, match="expected a roster"):
        people.read(tmp_path / "none.csv")
    with pytest.raises(ValueError, match="one person an id; 1 on the roster: .*Ada.*Bob"):
        roster("name,id\nAda,1\nBob,1\n")


@pytest.mark.parametrize(
    "text, part, name",
    [
        (WORKSHEET, "Ada Lovelace_12345_assignsubmission_file", "Ada Lovelace"),
        (WORKSHEET, "Zoë Łuk_7_assignsubmission_file_a.py", "Zoë Łuk"),
        (WORKSHEET, "Zoë Łuk_12345_assignsubmission_file", "Zoë Łuk"),  # of another assignment
        (WORKSHEET, "Eve_12345_assignsubmission_file", people.UNKNOWN),
        (WORKSHEET, "s1", "Ada Lovelace"),
        (WORKSHEET, "ada", "Ada Lovelace"),
        (GRADEBOOK, "lovelaceada_LATE_12345_678_a.py", "Ada Lovelace"),
        (GRADEBOOK, "somebody_7_678_a.py", "Guido van Rossum"),
        (GRADEBOOK, "guido", "Guido van Rossum"),
        (GRADEBOOK, "Rossum, Guido van", "Guido van Rossum"),
        (GRADEBOOK, "eve_3_678_a.py", people.UNKNOWN),
        ("name,id\nvan Rossum Guido,\n", "vanrossumguido_3_678_a.py", "van Rossum Guido"),
        ("name\nGuido van Rossum\n", "vanrossumguido_3_678_a.py", "Guido van Rossum"),
        ("name,id\nAda,1\nBob,2\n", "Bob_1_assignsubmission_file", "Bob"),
        (GRADEBOOK, "Ada Lovelace_7_assignsubmission_file", "Ada Lovelace"),
        (WORKSHEET, "somebody_7_678_a.py", people.UNKNOWN),
        ("name,id\nAda,1\nAda,2\n", "Ada", people.AMBIGUOUS),
        ("name,id\nAda,1\nAda,2\n", "2", "Ada"),
        ("name,id\nAda,1\nAda,2\n", "ada_2_678_a.py", "Ada"),
    ],
)
def test_a_hand_in_finds_its_person(text, part, name, roster):
    from course_utils.grade.submissions import _whose

    found = roster(text).find(_whose((part, "x.py")))
    assert getattr(found, "name", found) == name


def test_a_folder_in_a_folder_finds_its_person(roster):
    from course_utils.grade.origin import Origin

    assert roster("name\nAda Lovelace\n").find(Origin("monday/ada lovelace/a")).name


def test_the_test_student_and_rows_of_points_are_nobody():
    assert canvas.is_no_student(["    Points Possible", "", "10"])
    assert canvas.is_no_student(["", "Manual Posting"])
    assert not canvas.is_no_student(["Lovelace, Ada", "1"])


@pytest.mark.parametrize(
    "status, days",
    [
        ("Submitted for grading", 0),
        ("Submitted for grading - 1 day 3 hours late", 2),
        ("Submitted for grading - 2 days late - Graded", 2),
        ("Submitted for grading - 5 mins 3 secs late", 1),
        ("No submission - Assignment is overdue by: 3 days", 0),
        ("Submitted for grading - 1 year 2 days late", 367),
    ],
)
def test_a_worksheets_status_says_how_late(status, days):
    assert moodle.days_late(status) == days


def test_begun_days_after_what_was_due():
    due = datetime(2023, 2, 8, 8, 52)
    assert moodle.days_after("Thursday, 9 February 2023, 8:52 AM", due) == 1
    assert moodle.days_after("Thursday, 9 February 2023, 8:53 AM", due) == 2
    assert moodle.days_after("Wednesday, 8 February 2023, 8:51 AM", due) == 0
    assert moodle.days_after("-", due) == 0
    with pytest.raises(ValueError, match="expected a time such as"):
        moodle.days_after("9.2.2023", due)
