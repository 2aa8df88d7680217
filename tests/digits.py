"""Show which printed digits hang on the last bit: `python tests/digits.py 07 --seeds 1,2,3`.

Each lesson runs with noise (`noise`), once a seed; once more to ask whether every operation of
torch is known to the noise; and on other processors, whose kernels round otherwise. A cell whose
compared output is not the stored one is shown with both. The exit code is 1 if there is one that
`EXCUSED` does not name, or if one that it names needs no excuse.
"""

import argparse
import difflib
import sys
from pathlib import Path

import processors
import running

from course_utils.publish import notebooks

# What hangs on the last bit on purpose: {(lesson, cell): why}.
EXCUSED = {
    ("07_optimizers", "fastai-bits"): "that three loops agree to the bit is what the lesson shows: "
    "the same operations in the same order",
}

# An expression leaves no name behind in the lesson.
NOISE = "__import__('noise').begin({})"
CENSUS = "__import__('noise').census()"

# Each alone, then several at once.
_NUMPY = processors.OLD_1["NPY_DISABLE_CPU_FEATURES"]
KERNELS = {f"{count} threads": processors.processor(count) for count in "128"} | {
    f"{name}={level}": {name: level}
    for name, levels in {
        "MKL_CBWR": ["COMPATIBLE", "AVX2"],
        "ATEN_CPU_CAPABILITY": ["default", "avx2"],
        "OPENBLAS_CORETYPE": ["Nehalem", "Haswell"],
        "NPY_DISABLE_CPU_FEATURES": [_NUMPY],
        "ONEDNN_MAX_CPU_ISA": ["SSE41", "AVX2"],
    }.items()
    for level in levels
    if level and (processors.HAS_AVX2 or level not in ("AVX2", "avx2", "Haswell"))
}
KERNELS |= {"an old processor, 1 thread": processors.OLD_1, "AVX2, 8 threads": processors.AVX2_8}


def runs(seeds, kernels=True):
    """Return how a lesson is run: {name: (environment, code before the first cell)}."""
    found = {f"noise {seed}": ({}, NOISE.format(seed)) for seed in seeds}
    found["census of operations"] = ({}, CENSUS)
    if kernels:
        found |= {name: (environment, "") for name, environment in KERNELS.items()}
    return found


def changes(nb, env=None, before=""):
    """Return the cells that do not come out as they are stored: {id: (stored text, new text)}."""
    came = running.execute(nb, env=env, before=before)
    found = {}
    for old, new in zip(notebooks.code_cells(nb), notebooks.code_cells(came), strict=True):
        if notebooks.outputs(old) != notebooks.outputs(new):
            found[old.id] = (_text(old), _text(new))
    return found


def _text(cell):
    said = (value for _, value in notebooks.outputs(cell))
    return "\n".join(s if isinstance(s, str) else "\n".join(map(str, s.values())) for s in said)


def shown(old, new):
    """Return the lines in which two texts differ, those of the old one marked by a minus."""
    lines = difflib.unified_diff(old.splitlines(), new.splitlines(), n=0, lineterm="")
    return [f"        {line}" for line in list(lines)[2:] if not line.startswith("@@")]


def named(lessons):
    """Return the paths of lessons given as numbers or paths; of all, if none is given."""
    numbers = {Path(lesson).name[:2] for lesson in lessons}
    return [path for path in notebooks.paths() if not numbers or path.name[:2] in numbers]


def prove(path, how):
    """Run one lesson in all ways, print the cells that change, and return their names."""
    nb, changed = notebooks.read(path), {}
    for name, (env, before) in how.items():
        try:
            found = changes(nb, env, before)
        except notebooks.NotebookError as error:
            cell, _, reason = str(error).removeprefix("cell ").partition(": ")
            found = {cell: ("", reason)}
        for cell, texts in found.items():
            changed.setdefault(cell, []).append((name, *texts))
    for cell, times in changed.items():
        why = EXCUSED.get((path.stem, cell))
        print(f"    {cell}: {', '.join(name for name, *_ in times)}")
        print(*([f"        excused: {why}"] if why else shown(*times[0][1:])), sep="\n")
    print(f"{path.stem}: {len(changed)} cells change", *changed, flush=True)
    return {(path.stem, cell) for cell in changed}


def main(arguments=None):
    """Prove lessons and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("lessons", nargs="*", help="numbers or paths; all, if none is given")
    parser.add_argument("--seeds", default="1,2,3,4,5", help="of the noise, a run each")
    parser.add_argument("--no-kernels", action="store_true", help="noise alone")
    given = parser.parse_args(arguments)
    paths = named(given.lessons)
    how = runs(filter(None, given.seeds.split(",")), not given.no_kernels)
    changed = set().union(*(prove(path, how) for path in paths))
    # What is excused hangs on the last bit: noise must show it, a kernel may not.
    stems = {path.stem for path in paths if given.seeds}
    idle = {key for key in EXCUSED if key[0] in stems} - changed
    for lesson, cell in sorted(idle):
        print(f"{lesson}: {cell} needs its excuse no longer")
    unexcused = changed - EXCUSED.keys()
    print(f"{len(unexcused)} cells hang on the last bit, {len(changed) - len(unexcused)} excused")
    return int(bool(unexcused or idle))


if __name__ == "__main__":
    sys.exit(main())
