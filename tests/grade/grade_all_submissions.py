"""Every kind of submission gets its grades: `pytest -n 0 tests/grade/grade_all_submissions.py`.

This takes a minute or two on 2 cores, so `make test` tries some of them only (test_grade.py).
"""

import pytest
import submissions


@pytest.fixture(scope="module")
def rows(tmp_path_factory):
    return submissions.grade(submissions.SUBMITTED, tmp_path_factory.mktemp("all"))


@pytest.mark.parametrize("name", submissions.SUBMITTED)
def test_the_table_is_right(name, rows):
    assert submissions.results(rows, name) == submissions.SUBMITTED[name][1]


def test_none_is_lost_and_none_added(rows):
    assert len({row["file"] for row in rows}) == len(submissions.SUBMITTED) >= 30
