"""`python -m course_utils.grade SUBMISSIONS` grades a folder of notebooks; `make grade` calls it.

What is graded is kept as it comes, in `grades.sqlite` beside the tables. A second run goes on where
the first ended: it grades what is new or has changed, and what `--again` names.
"""

import argparse
import fnmatch
import os
import shlex
import sys
import time
from collections import Counter
from dataclasses import astuple
from datetime import datetime
from pathlib import Path

from course_utils import home
from course_utils.grade import (
    bench,
    cluster,
    judge,
    ledger,
    local,
    moodle,
    people,
    points,
    report,
    results,
    shut_in,
    submissions,
    tally,
)
from course_utils.grade.bench import Terms
from course_utils.grade.ledger import Entry, Ledger
from course_utils.grade.limits import Limits
from course_utils.grade.points import Rule
from course_utils.grade.process import GradingError


def main(arguments=None):
    """Grade the folder that is named on the command line; return the exit code."""
    sys.stdout.reconfigure(errors="backslashreplace")  # a console may lack half the signs
    options = _options(arguments)
    try:
        return _main(options)
    except (ValueError, GradingError, home.NotHere) as error:
        print(error, file=sys.stderr)
        return 2


def _main(options):
    key = judge.read_key(options.key) if options.key else ()
    judge.load_private(key)
    found, others = submissions.find(options.submissions)
    for name, why in others.items():
        print(f"passed over: {_printable(f'{name} {why}')}")
    roster = people.read(options.roster) if options.roster else None
    if options.due and not (roster and roster.system == moodle.NAME):
        raise ValueError("--due needs --roster with Moodle's worksheet: it says when each came")
    rule = _rule(options, found)
    own = (options.submissions, options.to, *filter(None, [options.key]))
    walls = shut_in.walls(tuple(shlex.split(options.prefix)), options.open, own)
    if walls is None:
        raise GradingError(shut_in.advice())
    with Ledger(options.to) as kept:
        terms = Terms(kept.seed, walls, key, _limits(options), options.python)
        print(f"Each notebook runs {walls.name}, and is judged outside.", flush=True)
        bench.try_out(terms)
        digests = {one.file: _digest(one, terms) for one in found}
        left = _left(found, digests, kept.entries(), options)
        finished = _grade(left, digests, terms, kept, options)
        entries = kept.entries()
    graded = [
        (one, entries[one.file].grades, report.look(one)) for one in found if one.file in entries
    ]
    late = _days_late(roster, options.due)
    counted = tally.count(graded, rule, options.attempts, roster, late)
    for path in report.write(counted, options.to, roster):
        print(_printable(str(path)))
    return 0 if finished else 130


def _options(arguments):
    parser = argparse.ArgumentParser(
        prog="python -m course_utils.grade",
        description="\n".join([__doc__, submissions.__doc__, points.__doc__, tally.__doc__]),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("submissions", help="the folder with what was handed in, or the zip of a system")
    add("--to", type=Path, default=home.made("grades"), help="where tables go")
    add("--jobs", type=_positive(int), default=os.cpu_count() or 1, help="how many at a time")
    add("--scheduler", default="", help="a Dask scheduler, such as tcp://10.0.0.1:8786")
    add("--only", action="append", default=[], metavar="NAME", help="students or files: ada, 'b*'")
    add("--again", action="append", default=[], metavar="NAME", help="grade these once more")
    add("--roster", metavar="CSV", help="who is expected: a worksheet, a gradebook, name,email,id")
    add("--points", metavar="TOML", help="what exercises are worth, and what lateness costs")
    add("--attempts", choices=[tally.LAST, tally.BEST], default=tally.LAST, help="which one counts")
    add("--due", type=_time, metavar="TIME", help="when it was: 2026-11-30T23:59")
    add("--key", default="", help="a folder of exercises of your own, which students never see")
    add("--limit", type=_positive(float), default=Limits.cell, help="seconds for a cell")
    add("--memory", type=_positive(float), default=Limits.memory, help="megabytes for a notebook")
    add("--with", dest="prefix", default="", help="a command of yours that shuts a notebook in")
    add("--python", default="", help="the interpreter behind --with, such as python3")
    add("--open", action="store_true", help="shut nothing in: students' code has your rights")
    return parser.parse_args(arguments)


def _time(text):
    return datetime.fromisoformat(text).replace(tzinfo=None)  # the clock of whoever teaches


_time.__name__ = "time"


def _positive(kind):
    def number(text):
        if not kind(text) > 0:
            raise ValueError
        return kind(text)

    number.__name__ = f"positive {kind.__name__}"  # argparse names it where the value is none
    return number


def _limits(options):
    whole = max(Limits.notebook, 3 * options.limit)
    return Limits(cell=options.limit, notebook=whole, memory=options.memory)


def _digest(submission, terms):
    """Return what a submission is graded as, and by what: if that changes, so may the grades."""
    return ledger.digest(astuple(submission), terms.seed, terms.key, judge.fingerprint())


def _left(found, digests, entries, options):
    """Return the submissions that are to be graded now, and say how many are not."""
    wanted = [one for one in found if not options.only or _named(one, options.only)]
    if not wanted:
        raise ValueError(f"no student and no file is called {' or '.join(options.only)}")
    kept = set(ledger.still_valid(entries, digests))
    left = [one for one in wanted if one.file not in kept or _named(one, options.again)]
    if len(left) < len(wanted):
        print(f"{len(wanted) - len(left)} were graded before, and have not changed")
    return left


def _named(submission, names):
    called = (submission.student, submission.file)
    return any(fnmatch.fnmatchcase(text, name) for text in called for name in names)


def _grade(left, digests, terms, kept, options):
    """Grade what is left and keep it, with a line for each; False where somebody interrupts."""
    where = f"at {options.scheduler}" if options.scheduler else f"{options.jobs} at a time"
    print(f"{len(left)} notebooks, {where}", flush=True)
    start, done = time.perf_counter(), 0
    try:
        for submission, grades, seconds in _finished(left, terms, options):
            kept.enter(Entry(submission.file, digests[submission.file], tuple(grades), seconds))
            done += 1
            print(f"[{done}/{len(left)}] {_line(submission, grades, seconds)}", flush=True)
    except KeyboardInterrupt:
        print(f"interrupted after {done} of {len(left)}; the same command goes on from here")
        return False
    print(f"{len(left)} notebooks in {time.perf_counter() - start:.0f} s")
    return True


def _finished(left, terms, options):
    if options.scheduler:
        return cluster.grade_all(left, terms, options.scheduler)
    return local.grade_all(left, terms, options.jobs)


def _line(submission, grades, seconds):
    count = Counter(grade.result for grade in grades)
    said = ", ".join(f"{count[result]} {result}" for result in results.SIGNS if count[result])
    who = _printable(f"{submission.student} {submission.lesson or submission.file}")
    return f"{who}: {said} ({seconds:.1f} s)"


def _rule(options, found):
    """Return the rule of the points."""
    if not options.points:
        return Rule()
    held = {number for one in found for number in one.exercises}
    lessons = submissions.lessons().values()
    return points.read(options.points, {*held, *(n for ids in lessons for n in ids.values())})


def _days_late(roster, due):
    """Return how the days are found that a hand-in was late: as the system says, or after `due`."""

    def days(submission, person):
        whose = submission.origin
        if whose.late:
            return 1  # Canvas does not say how many
        if not (roster and person and roster.system == moodle.NAME and whose.id == person.id):
            return 0
        if due:
            return moodle.days_after(roster.cell(person.row, "Last modified (submission)"), due)
        return moodle.days_late(roster.cell(person.row, "Status"))

    return days


def _printable(text):
    """Keep a name from moving the cursor."""
    return "".join(c if c.isprintable() else "?" for c in text)


if __name__ == "__main__":
    sys.exit(main())
