"""`python -m course_utils.grade SUBMISSIONS` grades a folder of notebooks; `make grade` calls it.

It executes students' code with your rights: read, change and send what you can. `--with` puts a
command before each process, such as `sudo -u grader`, `docker run --rm -i --network none course`
(then with `--python python3`), or `prlimit --data=4000000000`, which limits memory.
"""

import argparse
import os
import secrets
import shlex
import sys
import time
from collections import Counter
from pathlib import Path

from course_utils.grade import process, report, results, run, submissions
from course_utils.publish import notebooks

_WARNING = """\
This executes the students' code {rights}.
A check is the grader's own, but code that means to deceive can forge a grade: look at what puzzles.
"""


def main(arguments=None):
    """Grade the folder that is named on the command line; return the exit code."""
    options = _options(arguments)
    prefix = tuple(shlex.split(options.prefix))
    seed = secrets.randbelow(2**31)
    settings = process.Settings(options.limit, prefix, options.python, seed)
    try:
        found, others = submissions.find(options.submissions)
        rights = f"behind `{options.prefix}`" if prefix else "with your rights"
        print(_WARNING.format(rights=rights), flush=True)
        process.try_out(settings)
    except (ValueError, process.GradingError) as error:
        print(error, file=sys.stderr)
        return 2
    for path in others:
        print(f"passed over, as it is no .ipynb: {_printable(str(path))}")
    try:
        grades = _grade(found, settings, options.jobs)
    except KeyboardInterrupt:
        print("interrupted; nothing was written", file=sys.stderr)
        return 130
    for path in report.write(grades, options.to):
        print(path)
    return 0


def _options(arguments):
    parser = argparse.ArgumentParser(
        prog="python -m course_utils.grade",
        description=f"{__doc__}\n{submissions.__doc__}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("submissions", help="the folder with the submitted notebooks")
    parser.add_argument("--jobs", type=_positive(int), default=os.cpu_count() or 1)
    parser.add_argument("--limit", type=_positive(float), default=60, help="seconds for a cell")
    parser.add_argument("--with", dest="prefix", default="", help="put before each command")
    parser.add_argument("--python", default=sys.executable, help="the interpreter behind --with")
    parser.add_argument("--to", type=Path, default=notebooks.ROOT / "build" / "grades")
    return parser.parse_args(arguments)


def _positive(kind):
    def number(text):
        if not kind(text) > 0:
            raise ValueError
        return kind(text)

    number.__name__ = f"positive {kind.__name__}"  # argparse names it where the value is none
    return number


def _grade(found, settings, jobs):
    """Grade the submissions, and print a line for each as it is finished."""
    print(f"{len(found)} notebooks, {jobs} at a time", flush=True)
    start, grades = time.perf_counter(), []
    finished = run.grade_all(found, settings, jobs)
    for done, (submission, its_grades, seconds) in enumerate(finished, 1):
        grades += its_grades
        count = Counter(grade.result for grade in its_grades)
        said = ", ".join(f"{count[result]} {result}" for result in results.SIGNS if count[result])
        who = _printable(f"{submission.student} {submission.lesson or submission.file}")
        print(f"[{done}/{len(found)}] {who}: {said} ({seconds:.1f} s)", flush=True)
    print(f"{len(found)} notebooks in {time.perf_counter() - start:.0f} s")
    return grades


def _printable(text):
    """Keep a name from moving the cursor."""
    return "".join(c if c.isprintable() else "?" for c in text)


if __name__ == "__main__":
    sys.exit(main())
