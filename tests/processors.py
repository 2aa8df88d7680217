"""Processors to run a lesson on: the environment in which libraries choose the code of each.

They read these variables when they start, so that one machine shows what others would print.
`BEST` takes what this processor is best at, with as many threads as the machine has cores.
"""

import numpy as np
import torch

HAS_AVX2 = torch.backends.cpu.get_cpu_capability() in {"AVX2", "AVX512"}
_FOUND = np.show_config(mode="dicts")["SIMD Extensions"]["found"]


def _processor(aten=None, mkl=None, openblas=None, onednn=None, numpy_without=(), threads=None):
    return {
        "ATEN_CPU_CAPABILITY": aten,
        "MKL_CBWR": mkl,
        "OPENBLAS_CORETYPE": openblas,
        "ONEDNN_MAX_CPU_ISA": onednn,
        "NPY_DISABLE_CPU_FEATURES": " ".join(numpy_without) or None,
        "OMP_NUM_THREADS": threads,
        "MKL_NUM_THREADS": threads,
    }


BEST = _processor()
BEST_8 = _processor(threads="8")
AVX2_2 = _processor(
    aten="avx2",
    mkl="AVX2",
    openblas="Haswell",
    onednn="AVX2",
    numpy_without=[name for name in _FOUND if "512" in name or name == "X86_V4"],
    threads="2",
)
OLD_1 = _processor(
    aten="default",
    mkl="COMPATIBLE",
    openblas="Nehalem",
    onednn="SSE41",
    numpy_without=_FOUND,
    threads="1",
)
