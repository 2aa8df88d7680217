"""Measure a check: `python tests/bench_checks.py`, or `python tests/bench_checks.py 4.5 7`.

What a part gets is its reference and some of the edits that `mutations` makes of it, each at a seed
of its own, as if a check were clicked for the first time. Printed are processor milliseconds: of
the whole check, and of what it takes beyond the answer itself.
"""

import statistics
import sys
import time

import torch
from answering import PARTS
from mutations import edited, named

from course_utils.checking import judging, trial

EDITS = 8  # of each part, spread over all


def answers(part):
    """Return the reference and some edits of it, those that cannot be made left out."""
    found = edited(part)
    return [part.answer, *(one.answer for one in found[:: max(1, len(found) // EDITS)])]


def milliseconds(function, *args):
    """Return the processor time of a call, of all threads."""
    begin = time.process_time()
    function(*args)
    return 1000 * (time.process_time() - begin)


def measure(name):
    """Return (whole check, beyond the answer) for each answer to a part, in milliseconds."""
    part, found = PARTS[name][1], []
    for seed, make in enumerate(answers(part)):
        answer = make()
        trial.yardstick.cache_clear()
        whole = milliseconds(judging.judge_part, part, answer, seed)
        alone = milliseconds(trial.attempt, part, answer, part.inputs(seed))
        if alone < 900:  # an endless loop is stopped after five seconds
            found.append((whole, whole - alone))
    return found


def main():
    torch.set_num_threads(1)
    rows = {name: measure(name) for name in named(sys.argv[1:])}
    for title, column in [("whole check", 0), ("beyond the answer", 1)]:
        times = {name: [row[column] for row in found] for name, found in rows.items()}
        every = sorted(one for found in times.values() for one in found)
        worst = sorted(times, key=lambda name: -max(times[name]))[:5]
        most = every[len(every) * 9 // 10]
        print(f"{title}: median {statistics.median(every):.0f} ms, 90 % below {most:.0f} ms")
        print("    worst:", ", ".join(f"{name} {max(times[name]):.0f} ms" for name in worst))


if __name__ == "__main__":
    main()
