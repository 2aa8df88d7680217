"""What a result is, and how a verdict becomes one."""

from collections.abc import Sequence
from dataclasses import dataclass

from course_utils.checking.verdict import Kind, Line, Verdict

PASSED = "passed"
RECOGNISED = "mistake recognised"
UNKNOWN = "wrong, not recognised"
UNTOUCHED = "not attempted"
LATE = "timed out"
RAISED = "raised"
MISSING = "missing"
UNJUDGED = "not judged"
UNREADABLE = "not a notebook"
FORGED = "tampered with"

# A sign beside each word: nothing is told by colour alone.
SIGNS = {
    PASSED: "✓",
    RECOGNISED: "✗",
    UNKNOWN: "✗?",
    UNTOUCHED: "○",
    LATE: "…",
    RAISED: "!",
    MISSING: "–",
    UNJUDGED: "?",
    UNREADABLE: "∅",
    FORGED: "‼",
}

IDLE = (UNTOUCHED, MISSING)  # nobody has tried anything

LONGEST = 500  # characters of a sentence: what a student's code raises may be any length


@dataclass(frozen=True)
class Grade:
    """What came of one exercise: so many of its `parts` are `right`.

    `mistakes` are the sentences of the mistakes that were recognised.
    """

    exercise: str
    result: str
    sentence: str = ""
    seconds: float = 0.0
    mistakes: tuple[str, ...] = ()
    right: int = 0
    parts: int = 0


_RESULTS = {
    Kind.RIGHT: PASSED,
    Kind.REMARK: PASSED,
    Kind.UNTOUCHED: UNTOUCHED,
    Kind.FAILED: UNJUDGED,
    Kind.UNKNOWN: UNKNOWN,
    Kind.RAISED: RAISED,
    Kind.CLUE: RECOGNISED,
    Kind.SLIP: RECOGNISED,
    Kind.LATE: LATE,
}


def of_verdict(exercise: str, verdict: Verdict, seconds: float = 0.0) -> Grade:
    """Return the grade that a verdict on an exercise makes."""
    result, sentence, mistakes = _told(verdict)
    right = sum(_RESULTS[line.kind] == PASSED for line in verdict.lines)
    made = tuple(mistakes)
    return Grade(exercise, result, sentence[:LONGEST], seconds, made, right, len(verdict.lines))


def _told(verdict: Verdict) -> tuple[str, str, list[str]]:
    """Return (result, sentence, mistakes)."""
    result, lines = _RESULTS[verdict.kind], verdict.lines
    if result == PASSED:
        return result, " ".join(line.said for line in lines if line.said), []
    if result == UNTOUCHED:
        return result, _rest(lines), []
    told = [line for line in lines if _RESULTS[line.kind] not in (PASSED, UNTOUCHED)]
    sentence = " ".join(f"{_label(line)}{line.said or line.text}" for line in told)
    made = [line for line in told if result == _RESULTS[line.kind] == RECOGNISED]
    return result, sentence, [f"{_label(line)}{line.said}" for line in made]


def _label(line: Line) -> str:
    return f"{line.name}: " if line.name else ""


def _rest(lines: Sequence[Line]) -> str:
    """Say what is left of an exercise that is done in part."""
    left = [line.name for line in lines if line.kind is Kind.UNTOUCHED]
    return f"the rest is right; not attempted: {', '.join(left)}" if left else ""
