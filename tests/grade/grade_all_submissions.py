"""Every kind of submission gets its grades: `pytest -n 0 tests/grade/grade_all_submissions.py`.

This takes some minutes on 2 cores, so `make test` tries some of them only (test_grade.py,
test_walls.py).
"""

import hostile
import pytest
import submissions
from submissions import P, notebook

from course_utils.grade.bench import Terms

TERMS = Terms(1, hostile.WALLS, limits=hostile.LIMITS)


@pytest.fixture(scope="module")
def rows(tmp_path_factory):
    return submissions.grade(submissions.SUBMITTED, tmp_path_factory.mktemp("all"))


@pytest.mark.parametrize("name", submissions.SUBMITTED)
def test_the_table_is_right(name, rows):
    assert submissions.results(rows, name) == submissions.SUBMITTED[name][1]


def test_none_is_lost_and_none_added(rows):
    assert len({row["file"] for row in rows}) == len(submissions.SUBMITTED) >= 30


@pytest.mark.parametrize("name", hostile.DISTURBING)
def test_what_disturbs_costs_nobody_else_anything(name):
    grades, seconds = hostile.grades(notebook(hostile.DISTURBING[name]), TERMS)
    assert len(grades) == 4 and seconds < 2 * hostile.LIMITS.notebook
    assert not any("the grader failed" in one.sentence for one in grades)
    if name in hostile.HARMLESS:
        assert [one.result for one in grades] == [P] * 4, [one.sentence for one in grades]


@pytest.mark.parametrize("name", hostile.CHEATS)
def test_no_cheat_earns_a_point(name):
    grades, _ = hostile.grades(notebook(hostile.CHEATS[name], **hostile.WRONG), TERMS)
    assert P not in (grades[0].result, grades[3].result), grades
