"""Processors to run a lesson on: the environment in which libraries choose the code of each.

They read these variables when they start, so that one machine prints what others would.
"""

import platform

import numpy as np
import running
import torch
from nbformat.v4 import new_code_cell, new_notebook

HAS_AVX2 = torch.backends.cpu.get_cpu_capability() in {"AVX2", "AVX512"}
_IS_X86 = platform.machine() in {"x86_64", "AMD64"}
_NUMPY_CHOOSES = np.show_config(mode="dicts")["SIMD Extensions"].get("found", [])
_BEYOND_AVX2 = [name for name in _NUMPY_CHOOSES if "512" in name or name == "X86_V4"]


def best(threads=None):
    """Return what this processor is best at, with so many threads, or one a core."""
    return _environment(threads)


def avx2(threads):
    """Return a processor of 2013, with AVX2; the best one where this has none."""
    if not HAS_AVX2:
        return best(threads)
    return _environment(threads, "avx2", "AVX2", "Haswell", "AVX2", _BEYOND_AVX2)


def old(threads):
    """Return a processor of 2008, with SSE 4; elsewhere than on x86, as plain a one as can be."""
    if not _IS_X86:
        return _environment(threads, aten="default", numpy_without=_NUMPY_CHOOSES)
    return _environment(threads, "default", "COMPATIBLE", "Nehalem", "SSE41", _NUMPY_CHOOSES)


def _environment(threads, aten=None, mkl=None, openblas=None, onednn=None, numpy_without=()):
    return {
        "ATEN_CPU_CAPABILITY": aten,
        "MKL_CBWR": mkl,
        "OPENBLAS_CORETYPE": openblas,
        "ONEDNN_MAX_CPU_ISA": onednn,
        "NPY_DISABLE_CPU_FEATURES": " ".join(numpy_without) or None,
        "OMP_NUM_THREADS": threads and str(threads),
        "MKL_NUM_THREADS": threads and str(threads),
        "MKL_DYNAMIC": threads and "FALSE",  # else no more threads than cores
    }


_LOOK = """
import numpy as np, torch
can = torch.backends.cpu.get_cpu_capability()
chosen = np.show_config(mode="dicts")["SIMD Extensions"].get("found", [])
print(f"torch: {can}, {torch.get_num_threads()} threads; NumPy: {' '.join(chosen)}")
"""


def seen(environment):
    """Return in words which processor a notebook sees when it runs in an environment."""
    ran = running.execute(new_notebook(cells=[new_code_cell(_LOOK)]), env=environment)
    return ran.cells[0].outputs[0].text.strip()
