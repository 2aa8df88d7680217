"""Each lesson in a real browser: everything runs."""

import re

from jupyter import raised


def test_everything_runs_without_an_error(lesson):
    assert raised(lesson) == []
    assert lesson.complaints == []


def test_server_and_kernels_log_no_error(lesson, log):
    written = log.read_text()
    lines = [line for line in written.splitlines() if re.match(r"\[[EC] |Traceback", line)]
    assert "Kernel started" in written  # or this would pass because nothing is logged
    assert lines == []
