"""Every cell is safe to run twice in a row, as students do; on a processor with AVX2."""

import processors
import pytest
import running
from lesson import each_lesson

from course_utils.publish import notebooks


@each_lesson()
def test_a_cell_run_again_shows_the_same(lesson):
    doubled = running.execute(notebooks.doubled(lesson.nb), env=processors.AVX2_2)
    cells = notebooks.code_cells(doubled)
    for stored, first, again in zip(lesson.code, cells[::2], cells[1::2], strict=True):
        assert notebooks.outputs(first) == notebooks.outputs(stored), stored.id
        assert notebooks.outputs(again) == notebooks.outputs(stored), f"{stored.id}, run again"


@pytest.mark.skipif(not processors.HAS_AVX2, reason="no AVX2 here")
def test_the_processor_has_avx2_and_no_more():
    seen = processors.seen(processors.AVX2_2)
    assert seen.startswith("torch: AVX2, 2 threads") and "512" not in seen
