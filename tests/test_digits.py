"""The digits do not depend on the processor's instruction set or on the number of threads."""

import pytest
import torch
from lesson import each_lesson

from course_utils import notebooks

HAS_AVX2 = torch.backends.cpu.get_cpu_capability() in {"AVX2", "AVX512"}
SETTINGS = [
    ("default", 1),
    pytest.param("avx2", 2, marks=pytest.mark.skipif(not HAS_AVX2, reason="no AVX2 here")),
    (None, 1),  # the best this processor has
]


@pytest.mark.parametrize("capability, threads", SETTINGS)
@each_lesson()
def test_same_digits(lesson, capability, threads):
    env = {
        "ATEN_CPU_CAPABILITY": capability,
        "OMP_NUM_THREADS": str(threads),
        "MKL_NUM_THREADS": str(threads),
    }
    came = notebooks.execute(lesson.nb, env=env)
    for cell, stored in zip(notebooks.code_cells(came), lesson.code, strict=True):
        assert notebooks.outputs(cell) == notebooks.outputs(stored), cell.id
