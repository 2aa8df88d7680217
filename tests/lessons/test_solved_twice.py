"""Every exercise solved and every cell run twice in a row, as students do; on an old processor.

Every check is green, and nothing else changes.
"""

import processors
import running
from lesson import each_lesson

from course_utils.publish import notebooks


@each_lesson()
def test_solved_and_run_twice_nothing_else_changes(lesson):
    twice = notebooks.doubled(notebooks.solved(lesson.nb))
    cells = notebooks.code_cells(running.execute(twice, env=processors.OLD_1))
    for stored, first, again in zip(lesson.code, cells[::2], cells[1::2], strict=True):
        if "exercise" in notebooks.tags(stored):
            expect_green(first)
            expect_green(again)
        else:  # no cell depends on what a student answers
            assert notebooks.outputs(first) == notebooks.outputs(stored), stored.id
            assert notebooks.outputs(again) == notebooks.outputs(stored), f"{stored.id}, run again"


def expect_green(cell):
    verdicts = [output["text/plain"] for _, output in notebooks.outputs(cell)]
    assert len(verdicts) == len(notebooks.checks(cell.source)), cell.id
    for verdict in verdicts:
        assert verdict.startswith("✓"), f"{cell.id}: {verdict}"
        assert not set("✗○") & set(verdict), f"{cell.id}: {verdict}"


@each_lesson()
def test_stored_notebook_has_every_stub_empty(lesson):
    for cell in lesson.code:
        if "exercise" in notebooks.tags(cell):
            for _, verdict in notebooks.outputs(cell):
                assert verdict["text/plain"].startswith("○"), cell.id
                assert "not attempted" in verdict["text/plain"], cell.id


def test_the_processor_is_an_old_one():
    assert processors.seen(processors.OLD_1) == "torch: DEFAULT, 1 threads; NumPy:"
