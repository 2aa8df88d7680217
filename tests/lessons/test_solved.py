"""The solved course runs, on an old processor: every check is green and nothing else changes."""

import processors
import running
from lesson import each_lesson

from course_utils.publish import notebooks


@each_lesson()
def test_solved_notebook_is_green(lesson):
    solved = running.execute(notebooks.solved(lesson.nb), env=processors.OLD_1)
    for cell, stored in zip(notebooks.code_cells(solved), lesson.code, strict=True):
        came = notebooks.outputs(cell)
        if "exercise" in notebooks.tags(cell):
            verdicts = [output["text/plain"] for _, output in came]
            assert len(verdicts) == len(notebooks.checks(cell.source)), cell.id
            for verdict in verdicts:
                assert verdict.startswith("✓"), f"{cell.id}: {verdict}"
                assert not set("✗○") & set(verdict), f"{cell.id}: {verdict}"
        else:  # no cell depends on what a student answers
            assert came == notebooks.outputs(stored), cell.id


@each_lesson()
def test_stored_notebook_has_every_stub_empty(lesson):
    for cell in lesson.code:
        if "exercise" in notebooks.tags(cell):
            for _, verdict in notebooks.outputs(cell):
                assert verdict["text/plain"].startswith("○"), cell.id
                assert "not attempted" in verdict["text/plain"], cell.id


def test_the_processor_is_an_old_one():
    assert processors.seen(processors.OLD_1) == "torch: DEFAULT, 1 threads; NumPy:"
