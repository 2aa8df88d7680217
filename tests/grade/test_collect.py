"""What a class server keeps of students is laid where grading finds whose it is."""

import pytest
from submissions import LESSON, notebook

from course_utils.grade import collect, submissions
from course_utils.publish import notebooks


@pytest.fixture
def people(tmp_path):
    """The folders of a class: ada's has more in it than lessons."""
    for home in ("people/ada", "home/jupyter-bob"):
        course = tmp_path / home / "course"
        for folder in (course, course / ".editions", course / "before_update"):
            folder.mkdir(parents=True)
            text = notebooks.text(notebook())
            (folder / f"{LESSON}.ipynb").write_text(text)
    ada = tmp_path / "people" / "ada" / "course"
    (ada / "mine.py").write_text("x = 1")
    (ada / "progress.json").write_text("{}")
    (tmp_path / "secret.ipynb").write_text("{}")
    (ada / "03_gradients.ipynb").symlink_to(tmp_path / "secret.ipynb")
    return [ada, tmp_path / "home" / "jupyter-bob" / "course"]


def test_each_student_has_a_folder_and_grading_knows_whose_it_is(people, tmp_path, capsys):
    to = tmp_path / "in"
    assert collect.main([str(to), *map(str, people)]) == 0
    assert "ada: 2 files\nbob: 1 files" in capsys.readouterr().out
    found, _ = submissions.find(to)
    assert {one.student: one.lesson for one in found} == {"ada": LESSON, "bob": LESSON}
    assert sorted(path.name for path in (to / "ada").iterdir()) == [f"{LESSON}.ipynb", "mine.py"]


def test_nothing_is_written_over_and_no_two_are_one(people, tmp_path, capsys):
    assert collect.main([str(tmp_path / "in"), *map(str, people), str(people[0] / ".." / "x")]) == 1
    assert "one folder a student" in capsys.readouterr().err and not (tmp_path / "in").exists()
    (tmp_path / "in").mkdir()
    assert collect.main([str(tmp_path / "in"), *map(str, people)]) == 1
    assert list((tmp_path / "in").iterdir()) == []
    assert collect.main(["in"]) == 2
