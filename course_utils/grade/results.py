"""What a result is, and how a verdict becomes one."""

from dataclasses import dataclass

from course_utils import sandbox
from course_utils.verdict import NOT_ATTEMPTED, RIGHT, WRONG

PASSED = "passed"
RECOGNISED = "mistake recognised"
UNKNOWN = "wrong, not recognised"
UNTOUCHED = "not attempted"
LATE = "timed out"
RAISED = "raised"
MISSING = "missing"
UNREADABLE = "not a notebook"

# A sign beside each word: nothing is told by colour alone.
SIGNS = {
    PASSED: "✓",
    RECOGNISED: "✗",
    UNKNOWN: "✗?",
    UNTOUCHED: "○",
    LATE: "…",
    RAISED: "!",
    MISSING: "–",
    UNREADABLE: "∅",
}

IDLE = (UNTOUCHED, MISSING)  # nobody has tried anything

LONGEST = 500  # characters of a sentence: what a student's code raises may be any length


@dataclass(frozen=True)
class Grade:
    """One row of the table; `mistakes` are the sentences of the mistakes that were recognised."""

    student: str
    lesson: str
    exercise: str
    result: str
    sentence: str
    seconds: float
    file: str
    mistakes: tuple = ()


def of_verdict(verdict):
    """Return (result, sentence, mistakes) of a `Verdict`."""
    wrong = [line for line in verdict.lines if line.mark == WRONG]
    sentence = " ".join(f"{_label(line)}{line.said or line.text}" for line in wrong)
    mistakes = [f"{_label(line)}{line.said}" for line in wrong if line.said]
    if any(line.text == _STOPPED for line in wrong):
        return LATE, sentence, []
    if mistakes:
        return RECOGNISED, sentence, mistakes
    if any(line.text.startswith(_RAISES) for line in wrong):
        return RAISED, sentence, []
    if wrong:
        return UNKNOWN, sentence, []
    if verdict.mark == NOT_ATTEMPTED:
        return UNTOUCHED, _rest(verdict.lines), []
    return PASSED, " ".join(line.said for line in verdict.lines if line.said), []


# As `judge` words them.
_STOPPED = f"stopped after {sandbox.LIMIT:g} seconds"
_RAISES = ("raised ", "the code tried to end Python")


def _label(line):
    return f"{line.name}: " if line.name else ""


def _rest(lines):
    """Say what is left of an exercise that is done in part."""
    left = [line.name for line in lines if line.mark != RIGHT]
    return f"the rest is right; not attempted: {', '.join(left)}" if left else ""
