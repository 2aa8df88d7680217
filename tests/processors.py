"""Processors to run a lesson on: the environment in which libraries choose the code of each.

They read these variables when they start, so that one machine prints what others would.
`BEST` is what this processor is best at; the number behind a name is that of the threads.
"""

import platform

import numpy as np
import running
import torch
from nbformat.v4 import new_code_cell, new_notebook

IS_X86 = platform.machine() in {"x86_64", "AMD64"}
HAS_AVX2 = torch.backends.cpu.get_cpu_capability() in {"AVX2", "AVX512"}
# The instructions that NumPy uses here beyond those that every processor has.
_NUMPY = np.show_config(mode="dicts")["SIMD Extensions"].get("found", [])


def processor(threads=None, aten=None, mkl=None, openblas=None, onednn=None, numpy_without=()):
    """Return the environment of a processor; what is not given is what this one is best at."""
    return {
        "ATEN_CPU_CAPABILITY": aten,
        "MKL_CBWR": mkl if IS_X86 else None,
        "OPENBLAS_CORETYPE": openblas if IS_X86 else None,
        "ONEDNN_MAX_CPU_ISA": onednn if IS_X86 else None,
        "NPY_DISABLE_CPU_FEATURES": " ".join(numpy_without) or None,
        "OMP_NUM_THREADS": threads,
        "MKL_NUM_THREADS": threads,
        "MKL_DYNAMIC": "FALSE" if threads else None,  # else no more threads than cores
        # A thread that has nothing to do sleeps: it is the order of a sum that is to be proved.
        "OMP_WAIT_POLICY": "PASSIVE" if threads else None,
        "KMP_BLOCKTIME": "0" if threads else None,
    }


BEST = processor()
OLD_1 = processor("1", "default", "COMPATIBLE", "Nehalem", "SSE41", _NUMPY)
_BEYOND_AVX2 = [name for name in _NUMPY if "512" in name or name == "X86_V4"]
AVX2_8 = processor("8")
if HAS_AVX2:
    AVX2_8 = processor("8", "avx2", "AVX2", "Haswell", "AVX2", _BEYOND_AVX2)

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
