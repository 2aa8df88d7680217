"""Each lesson in a real browser: everything runs."""

import re

from jupyter import raised


def test_everything_runs_without_an_error(lesson):
    assert raised(lesson) == []
    assert lesson.complaints == []


def test_server_and_kernels_log_no_error(lesson):
    assert "Kernel started" in lesson.logged  # or this would pass because nothing is logged
    assert not re.search(r"^(\[[EC] |Traceback)", lesson.logged, re.MULTILINE), lesson.logged
