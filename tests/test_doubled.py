"""Every cell is safe to run twice in a row, as students do; on a processor with AVX2."""

import processors
import running
from lesson import each_lesson

from course_utils import notebooks


@each_lesson()
def test_a_cell_run_again_shows_the_same(lesson):
    doubled = running.execute(notebooks.doubled(lesson.nb), env=processors.avx2(threads=2))
    cells = notebooks.code_cells(doubled)
    for stored, first, again in zip(lesson.code, cells[::2], cells[1::2], strict=True):
        assert notebooks.outputs(first) == notebooks.outputs(stored), stored.id
        assert notebooks.outputs(again) == notebooks.outputs(stored), f"{stored.id}, run again"
