"""Print what the course's own package costs to import: `python tests/bench_import.py`.

Torch and pyplot are imported without it and with it, in turn, each in a Python of its own, so that
whatever else the machine does hits both. Give the number of rounds as an argument; the default is
20.
"""

import statistics
import subprocess
import sys
from pathlib import Path

BASE = "import torch, matplotlib.pyplot"
WITH = BASE + "; from course_utils import check"
MEASURE = """
import resource, time
start = time.perf_counter()
{}
print(time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def measured(imports):
    """Return the seconds and the peak memory (in the units of the system) of one fresh import."""
    command = [sys.executable, "-c", MEASURE.format(imports)]
    root = Path(__file__).parents[1]
    ran = subprocess.run(command, capture_output=True, text=True, check=True, cwd=root)
    return tuple(map(float, ran.stdout.split()))


def main(rounds):
    """Run both `rounds` times, in turn and in changing order, and print the ratios."""
    runs = {BASE: [], WITH: []}
    for turn in range(rounds + 1):
        for imports in (BASE, WITH) if turn % 2 else (WITH, BASE):
            result = measured(imports)
            if turn:  # the first round only warms the disk's cache
                runs[imports].append(result)
    for position, name in enumerate(("seconds", "peak memory")):
        base, full = ([run[position] for run in runs[key]] for key in (BASE, WITH))
        median = statistics.median(full) / statistics.median(base)
        print(
            f"{name:12} {statistics.median(base):12.3f} -> {statistics.median(full):12.3f}"
            f"   ratio of medians {median:.4f}, of minima {min(full) / min(base):.4f}"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
