"""What everybody has reached: of all attempts the ones that count, and the sums of their points.

Of several attempts of one person at one lesson the `last` counts, or the `best`. The last is the
newest upload where Canvas tells, then the one with the highest number behind the lesson's name
(`02_loss-1`, `02_loss (2)`), then the last by name. An exercise counts for its own lesson; where it
was handed in with another lesson, it counts if nothing was handed in for its own.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import PurePosixPath

from course_utils.grade import results, submissions
from course_utils.grade.people import Person, Roster
from course_utils.grade.points import Rule
from course_utils.grade.results import Grade
from course_utils.grade.submissions import Submission

LAST, BEST = "last", "best"
MISSING = "nothing was handed in"


@dataclass(frozen=True)
class Attempt:
    """One file's grades of one lesson, and their points, before any were lost to lateness."""

    submission: Submission
    grades: tuple[Grade, ...]
    points: Fraction
    look: str = ""


@dataclass(frozen=True)
class Work:
    """What one person handed in for one lesson: `attempts`, of which one `counts`."""

    attempts: list[Attempt]
    counts: Attempt
    points: Fraction
    days_late: int = 0


@dataclass
class Standing:
    """A person with their work, by lesson; `note` says what is odd about who this is."""

    name: str
    person: Person | None = None
    note: str = ""
    works: dict[str, Work] = field(default_factory=dict)

    @property
    def points(self) -> Fraction:
        """The sum over all lessons."""
        return sum((work.points for work in self.works.values()), Fraction(0))


@dataclass(frozen=True)
class Tally:
    """The standings, by name, and what each lesson is worth: {lesson: {exercise: points}}."""

    standings: list[Standing]
    lessons: dict[str, dict[str, Fraction]]
    rule: Rule
    attempts: str

    def possible(self, lesson: str) -> Fraction:
        """Return what a lesson is worth."""
        return sum(self.lessons[lesson].values(), Fraction(0))

    @property
    def whole(self) -> Fraction:
        """What all lessons are worth that anybody handed in."""
        return sum(map(self.possible, self.lessons), Fraction(0))


def count(
    graded: Iterable[tuple[Submission, Iterable[Grade], str]],
    rule: Rule,
    attempts: str = LAST,
    roster: Roster | None = None,
    days_late: Callable[[Submission, Person | None], int] = lambda *_: 0,
) -> Tally:
    """Return the tally of what was graded: submissions, their grades, and what to look at."""
    standings = _expected(roster)
    pieces: dict = defaultdict(lambda: defaultdict(list))
    for submission, grades, look in graded:
        key = _join(submission, roster, standings)
        for lesson, some in _by_lesson(submission, grades).items():
            points = sum(map(rule.points, some), Fraction(0))
            pieces[key][lesson].append(Attempt(submission, tuple(some), points, look))
    for key, by_lesson in pieces.items():
        standing = standings[key]
        for lesson, made in by_lesson.items():
            own = [one for one in made if one.submission.lesson == lesson] or made
            standing.works[lesson] = _work(own, rule, attempts, standing.person, days_late)
    for standing in standings.values():
        if not standing.works:
            standing.note = MISSING
    ordered = sorted(standings.values(), key=lambda one: (one.name.casefold(), one.name))
    _give_each_a_name(ordered)
    return Tally(ordered, _worth(ordered, rule), rule, attempts)


def _expected(roster):
    people = roster.people if roster else []
    names = [one.name for one in people]
    return {
        one.row: Standing(f"{one.name} ({one.id})" if names.count(one.name) > 1 else one.name, one)
        for one in people
    }


def _give_each_a_name(standings):
    seen = Counter()
    for one in standings:
        seen[one.name] += 1
        one.name += f" [{seen[one.name]}]" if seen[one.name] > 1 else ""


def _join(submission, roster, standings):
    """Return the key of the standing that a submission belongs to, which is made if need be."""
    note = ""
    if roster:
        found = roster.find(submission.origin)
        if isinstance(found, Person):
            return found.row
        note = found
    name = submission.student
    standings.setdefault(name, Standing(name, None, note))
    return name


def _by_lesson(submission, grades):
    """Divide grades by the lessons of their exercises; the submission's own is always there."""
    home = {
        number: lesson for lesson, ids in submissions.lessons().items() for number in ids.values()
    }
    found = defaultdict(list, {submission.lesson: []})
    for grade in grades:
        lesson = home.get(grade.exercise, submission.lesson)
        if lesson == submission.lesson or grade.result not in results.IDLE:
            found[lesson].append(grade)
    return found


def _work(made, rule, attempts, person, days_late):
    made = sorted(made, key=_order)
    best = max(range(len(made)), key=lambda n: (made[n].points, n))
    counts = made[best] if attempts == BEST else made[-1]
    late = days_late(counts.submission, person)
    return Work(made, counts, counts.points * rule.left(late), late)


def _order(attempt):
    one = attempt.submission
    return one.origin.upload, _number(one), one.file


def _number(submission):
    """Return which attempt a file's name says it is: `-1` and `(1)` are second ones, as `v2` is."""
    stem = PurePosixPath(submission.file).stem.lower()
    behind = stem.partition(submission.lesson)[2] if submission.lesson else ""
    found = re.search(r"(v?)(\d+)\D*$", behind)
    return int(found[2]) + (0 if found[1] else 1) if found else 1


def _worth(standings, rule):
    """Return {lesson: {exercise: points}}: all of a lesson's exercises, and what else is there."""
    found = defaultdict(dict)
    for lesson, ids in submissions.lessons().items():
        if any(lesson in one.works for one in standings):
            found[lesson] = {number: rule.possible(number) for number in ids.values()}
    for standing in standings:
        for lesson, work in standing.works.items():
            for attempt in work.attempts:
                for grade in attempt.grades:
                    found[lesson].setdefault(grade.exercise, rule.possible(grade.exercise))
    return dict(sorted(found.items()))
