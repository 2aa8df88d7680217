"""Say what an answer is from what it gave: the second step of judging, which runs nothing.

The same yardstick and the same trial always make the same line.
"""

from course_utils.checking import clues
from course_utils.checking.comparison import named
from course_utils.checking.exercises import Part
from course_utils.checking.known_answers import (
    alike,
    differ,
    is_right,
    sentence_besides_a_slip,
    sentence_of,
)
from course_utils.checking.plain_data import effort, short
from course_utils.checking.trial import (
    Args,
    CheckFailed,
    Failure,
    Outcome,
    Outcomes,
    Trial,
    Yardstick,
)
from course_utils.checking.verdict import Kind, Line


def diagnose(yardstick: Yardstick, trial: Trial) -> Line:
    """Return the line of the verdict on one part.

    Raises CheckFailed where the yardstick cannot be had: then nothing is known about the answer.
    """
    name = yardstick.part.name
    if not trial.finished:
        text = f"stopped after {trial.limit:g} seconds"
        said = "Is there a loop that never ends?"
        return Line(Kind.LATE, name, text, said, trial.printed)
    if trial.outcomes is None:
        return Line(Kind.UNKNOWN, name, "what it did to its inputs cannot be looked at")
    try:
        return _compare(yardstick, trial.outcomes, trial.printed)
    except CheckFailed:
        raise
    except Exception as error:  # a verdict is promised whatever an answer hands back
        text = f"the result could not be compared ({type(error).__name__})"
        return Line(Kind.UNKNOWN, name, text, printed=trial.printed)


def _compare(yardstick: Yardstick, got: Outcomes, printed: str) -> Line:
    part, inputs, right = yardstick.part, yardstick.inputs, yardstick.right
    tried = "right" if part.is_value else f"right on {len(inputs)} inputs"
    if alike(yardstick, right, got):  # as most are: nothing else need be tried
        return Line(Kind.RIGHT, part.name, tried)
    if remark := sentence_of(yardstick, part.remarks, got):
        return Line(Kind.REMARK, part.name, tried, remark)
    if is_right(yardstick, got):
        return Line(Kind.RIGHT, part.name, tried)
    wrong = [i for i in range(len(inputs)) if differ(part, right[i], got[i])]
    shown = min(wrong, key=lambda i: effort(*inputs[i], right[i].value))
    text = _what_came(part, right[shown], got[shown]) + _with(part, inputs[shown])
    kind, said = _explained(yardstick, got, shown)
    return Line(kind, part.name, text, said, printed)


def _explained(yardstick: Yardstick, got: Outcomes, shown: int) -> tuple[Kind, str]:
    """Return what is wrong: what is certain first, and what this exercise knows before the rest."""
    case = clues.Case(yardstick, got, shown)
    if said := sentence_of(yardstick, yardstick.part.mistakes, got):
        return Kind.SLIP, said
    if said := clues.recognise(case):
        return Kind.CLUE, said
    if said := sentence_besides_a_slip(yardstick, got):
        return Kind.SLIP, said
    if said := clues.whereabouts(case):
        return Kind.CLUE, said
    return Kind.RAISED if got[shown].error else Kind.UNKNOWN, ""


def _with(part: Part, args: Args) -> str:
    """Name the inputs, as far as they can be read, and if they are what the answer is called with.

    What observes an answer may take others.
    """
    if part.observe and len(args) != len(part.arguments):
        return ""
    named = zip(part.arguments, args, strict=False)
    shown = [f"{name} = {short(arg)}" for name, arg in named if not callable(arg)]
    return f"; with {', '.join(shown)}" if shown else ""


def _what_came(part: Part, expected: Outcome, got: Outcome) -> str:
    if got.error:
        return _raised(got.error)
    if got.changed != expected.changed:
        verb = "changed its input" if got.changed else "left unchanged its input"
        return f"{verb} {' and '.join(got.changed or expected.changed)}"
    found = part.differs(expected.value, got.value)
    if part.is_value and found.kind == "value":  # to name the right value would give it away
        return f"{short(got.value)} is not right"
    if isinstance(expected.value, dict) and isinstance(found.expected, bool):
        return f"{'not so' if found.expected else 'not to be so'}: {named(found.place)}"
    return str(found)


def _raised(failure: Failure) -> str:
    if failure.kind:
        text = f"raised {failure.kind}" + f": {failure.message}" * bool(failure.message)
    else:
        text = failure.message
    return text + f" (in the line `{failure.line}`)" * bool(failure.line)
