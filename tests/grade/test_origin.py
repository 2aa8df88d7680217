"""Whose a file is: what Moodle's and Canvas's sources say of the names that they write."""

import pytest

from course_utils.grade import canvas, moodle, submissions
from course_utils.grade.origin import Origin


@pytest.mark.parametrize(
    "part, want",
    [
        ("Ada Lovelace_12345_assignsubmission_file", Origin("Ada Lovelace", "12345", "Moodle")),
        ("Ada Lovelace_12345_assignsubmission_file_", Origin("Ada Lovelace", "12345", "Moodle")),
        ("Zoë_1_assignsubmission_onlinetext", Origin("Zoë", "1", "Moodle")),
        ("Ada_7_assignsubmission_file_my_02.py", Origin("Ada", "7", "Moodle", "my_02.py")),
        ("Participant_7_assignsubmission_file", Origin("Participant 7", "7", "Moodle")),
        ("Ada_b_7_assignsubmission_file", None),
        ("Ada_assignsubmission_file", None),
        ("Ada_7", None),
    ],
)
def test_names_of_moodles(part, want):
    assert moodle.origin(part) == want


@pytest.mark.parametrize(
    "part, want",
    [
        (
            "lovelaceada_LATE_12345_67890_02_loss-1.ipynb",
            Origin("lovelaceada", "12345", "Canvas", "02_loss-1.ipynb", 67890, True),
        ),
        ("adal_1_678_a.py", Origin("adal", "1", "Canvas", "a.py", 678)),
        ("o_neil_1_678_bob_2_345_a.py", Origin("o_neil", "1", "Canvas", "bob_2_345_a.py", 678)),
        ("ada_1_text.html", Origin("ada", "1", "Canvas", "text.html")),
        ("ada_LATE_1_link.html", Origin("ada", "1", "Canvas", "link.html", 0, True)),
        ("anon_aB3dE_678_a.py", Origin("anon_aB3dE", "anon_aB3dE", "Canvas", "a.py", 678)),
        (
            "LATE_anon_aB3dE_678_a.py",
            Origin("anon_aB3dE", "anon_aB3dE", "Canvas", "a.py", 678, True),
        ),
        ("ada_02_loss.ipynb", None),
        ("monday_3_02_loss.ipynb", None),
        ("text.html", None),
    ],
)
def test_names_of_canvas(part, want):
    assert canvas.origin(part) == want


def test_two_people_of_one_name_are_told_apart_by_their_ids(tmp_path):
    for number, lesson in [(1, "a"), (2, "a"), (3, "b")]:
        folder = tmp_path / lesson / f"Ada_{number}_assignsubmission_file"
        folder.mkdir(parents=True)
        (folder / "x.py").write_text("check('0.4', 1)")
    assert {one.student for one in submissions.find(tmp_path)[0]} == {
        "Ada (1)",
        "Ada (2)",
        "Ada (3)",
    }


def test_one_person_has_another_id_in_another_assignment_of_moodles(tmp_path):
    for number, lesson in [(1, "a"), (2, "b")]:
        folder = tmp_path / lesson / f"Ada_{number}_assignsubmission_file"
        folder.mkdir(parents=True)
        (folder / "x.py").write_text("check('0.4', 1)")
    assert {one.student for one in submissions.find(tmp_path)[0]} == {"Ada"}
