"""Say what an answer is from what it gave: the second step of judging, which runs nothing.

The same yardstick and the same trial always make the same line.
"""

import copy
from collections.abc import Iterable

from course_utils.checking import clues
from course_utils.checking.comparison import same_numbers
from course_utils.checking.exercises import Mistake, Part
from course_utils.checking.plain_data import short
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
    if _alike(yardstick, right, got):  # as most are: nothing else need be tried
        return Line(Kind.RIGHT, part.name, tried)
    if remark := _known(yardstick, part.remarks, got):
        return Line(Kind.REMARK, part.name, tried, remark)
    if is_right(yardstick, got):
        return Line(Kind.RIGHT, part.name, tried)
    first = next(i for i in range(len(inputs)) if _differ(part, right[i], got[i]))
    text = _what_came(part, right[first], got[first]) + _with(part, inputs[first])
    if slip := _known(yardstick, part.mistakes, got):
        return Line(Kind.SLIP, part.name, text, slip, printed)
    if clue := clues.recognise(part, inputs, right, got):
        return Line(Kind.CLUE, part.name, text, clue, printed)
    kind = Kind.RAISED if got[first].error else Kind.UNKNOWN
    return Line(kind, part.name, text, printed=printed)


def is_right(yardstick: Yardstick, got: Outcomes) -> bool:
    """True if these outcomes are as good as those of the right answer."""
    right, part = yardstick.right, yardstick.part
    return not any(_differ(part, right[i], got[i]) for i in yardstick.order)


def _differ(part: Part, expected: Outcome, got: Outcome) -> bool:
    """True unless two outcomes are the same: the same error, or the same value and changes."""
    if expected.error or got.error:
        return expected.error != got.error
    return expected.changed != got.changed or part.differs(expected.value, got.value) is not None


def _alike(yardstick: Yardstick, ours: Outcomes, theirs: Outcomes) -> bool:
    """True if the outcomes are the same, whichever of the two is expected.

    Where a list is asked for a tensor will do, but not the other way round.
    """
    part, pairs = yardstick.part, ((ours[i], theirs[i]) for i in yardstick.order)
    return not any(_differ(part, a, b) or _differ(part, b, a) for a, b in pairs)


def _known(yardstick: Yardstick, known: Iterable[Mistake], got: Outcomes) -> str:
    """Return the sentence of the known answer that this one is, if any.

    An answer that gives the very same results comes first. Failing that, one that gives the same
    numbers as another type will do: the mean of the squares is no root, be it a tensor or a float.
    """
    part, right, tried = yardstick.part, yardstick.right, []
    for mistake in known:
        if mistake.when:
            if _is_like(part, mistake, right, got):
                return mistake.sentence
            continue
        theirs = yardstick.wrong(mistake)
        if _alike(yardstick, theirs, got):
            return mistake.sentence
        tried.append((mistake, theirs))
    # Of several results, the one that is off first is named; the numbers may be off elsewhere.
    if isinstance(right[0].value, dict) or _same_numbers(yardstick, right, got):
        return ""
    return next((m.sentence for m, theirs in tried if _same_numbers(yardstick, theirs, got)), "")


def _same_numbers(yardstick: Yardstick, ours: Outcomes, theirs: Outcomes) -> bool:
    pairs = ((ours[i], theirs[i]) for i in yardstick.order)
    return all(
        not (one.error or other.error)
        and one.changed == other.changed
        and same_numbers(one.value, other.value, yardstick.part.tolerance)
        for one, other in pairs
    )


def _is_like(part: Part, mistake: Mistake, expected: Outcomes, got: Outcomes) -> bool:
    """True if `mistake.when` holds wherever the answer is wrong, and it is wrong in value only."""
    wrong = []
    for want, came in zip(expected, got, strict=True):
        if came.error or want.changed != came.changed:
            return False
        found = part.differs(want.value, came.value)
        if found and found.kind != "value":
            return False
        if found:
            wrong.append((want.value, came.value))
    return bool(wrong) and all(mistake.when(*copy.deepcopy(pair)) for pair in wrong)


def _with(part: Part, args: Args) -> str:
    """Name the inputs, as far as they can be read."""
    named = zip(part.arguments, args, strict=False)
    shown = [f"{name} = {short(arg, most=3)}" for name, arg in named if not callable(arg)]
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
    return found.text or f"expected {short(expected.value)}, got {short(got.value)}"


def _raised(failure: Failure) -> str:
    if failure.kind:
        text = f"raised {failure.kind}" + f": {failure.message}" * bool(failure.message)
    else:
        text = failure.message
    return text + f" (in the line `{failure.line}`)" * bool(failure.line)
