"""Judge an answer: right, a known mistake, or wrong in a way that can be named."""

import random
from collections import Counter

from course_utils import common, sandbox
from course_utils.compare import same_numbers
from course_utils.exercise import find
from course_utils.stub import is_untouched
from course_utils.values import as_data, kind_of, short
from course_utils.verdict import NOT_ATTEMPTED, RIGHT, WRONG, Line, Verdict, show

_hints_given = Counter()


def check(number, *answers):
    """Check the answers to exercise `number` ('2.1') and show the verdict; never raises for them.

    Raises ValueError if there is no such exercise.
    """
    show(judge(number, *answers))


def hint(number):
    """Show one more hint for exercise `number` each time it is called."""
    exercise = find(number)
    given = _hints_given[number]
    _hints_given[number] += 1
    if given < len(exercise.hints):
        text = f"Hint {given + 1} of {len(exercise.hints)}: {exercise.hints[given]}"
    else:
        text = f'That was the last hint. solution("{number}") shows one way to do it.'
    show(Verdict("→", f"{number} {exercise.title}", [Line("", "", text)]))


def solution(number):
    """Show one right answer to exercise `number` as code."""
    from IPython.display import Code, display

    display(Code(find(number).source(), language="python"))


def judge(number, *answers, seed=None):
    """Return the `Verdict` on `answers`; `seed` fixes the inputs they are tried on."""
    exercise = find(number)
    title = f"{number} {exercise.title}"
    names = [part.name for part in exercise.parts]
    if len(answers) != len(names):
        text = f'{len(answers)} answers came; write check("{number}", {", ".join(names)})'
        return Verdict(WRONG, title, [Line(WRONG, "", text)])
    seed = random.SystemRandom().getrandbits(31) if seed is None else seed
    lines = [_judge_part(p, a, seed) for p, a in zip(exercise.parts, answers, strict=True)]
    return Verdict.of(title, lines, number)


def _judge_part(part, answer, seed):
    if is_untouched(part, answer):
        return Line(NOT_ATTEMPTED, part.name, "not attempted")
    if not part.is_value and not callable(answer):
        came = kind_of(sandbox.run(lambda: as_data(answer)).value)
        said = "Hand in the function itself: its name, without brackets."
        return Line(WRONG, part.name, f"expected a function, got {came}", said)
    inputs = part.inputs(seed)
    expected, _ = part.outcomes(part.answer(), inputs)
    got, run = part.outcomes(answer, inputs)
    if not run.finished:
        text = f"stopped after {sandbox.LIMIT:g} seconds"
        said = "Is there a loop that never ends?"
        return Line(WRONG, part.name, text, said, run.printed)
    if got is None:
        return Line(WRONG, part.name, "what it did to its inputs cannot be looked at")
    try:
        return _compare(part, inputs, expected, got, run.printed)
    except Exception as error:  # a verdict is promised whatever an answer hands back
        text = f"the result could not be compared ({type(error).__name__})"
        return Line(WRONG, part.name, text, printed=run.printed)


def _compare(part, inputs, expected, got, printed):
    wrong = [i for i, pair in enumerate(zip(expected, got, strict=True)) if _differ(part, *pair)]
    remark = _known(part, part.remarks, inputs, expected, got)
    if remark or not wrong:
        return Line(RIGHT, part.name, _tried(part, inputs), remark)
    first = wrong[0]
    text = _what_came(part, expected[first], got[first]) + _with(part, inputs[first])
    said = _known(part, part.mistakes, inputs, expected, got)
    said = said or common.recognise(part, inputs, expected, got)
    return Line(WRONG, part.name, text, said, printed)


def _differ(part, expected, got):
    """True unless two outcomes are the same: the same error, or the same value and changes."""
    if expected.error or got.error:
        return expected.error != got.error
    return expected.changed != got.changed or part.differs(expected, got) is not None


def _known(part, known, inputs, expected, got):
    """Return the sentence of the known answer that this one is, if any.

    An answer that gives the very same results comes first. Failing that, one that gives the same
    numbers as another type will do: the mean of the squares is no root, be it a tensor or a float.
    """
    tried = []
    for mistake in known:
        if mistake.when:
            if _is_like(part, mistake, expected, got):
                return mistake.sentence
            continue
        theirs, run = part.outcomes(mistake.answer, inputs)
        if not run.finished:  # on a machine that is busy with something else
            continue
        pairs = list(zip(theirs, got, strict=True))
        # Both ways, for where a list is asked for a tensor will do, but not the other way round.
        if not any(_differ(part, a, b) or _differ(part, b, a) for a, b in pairs):
            return mistake.sentence
        tried.append((mistake, theirs))
    # Of several results, the one that is off first is named; the numbers may be off elsewhere.
    if isinstance(expected[0].value, dict) or _same_numbers(part, expected, got):
        return ""
    return next((m.sentence for m, theirs in tried if _same_numbers(part, theirs, got)), "")


def _same_numbers(part, ours, theirs):
    pairs = list(zip(ours, theirs, strict=True))
    if any(one.error or other.error or one.changed != other.changed for one, other in pairs):
        return False
    return all(same_numbers(one.value, other.value, part.tolerance) for one, other in pairs)


def _is_like(part, mistake, expected, got):
    """True if `mistake.when` holds wherever the answer is wrong, and it is wrong in value only."""
    wrong = []
    for want, came in zip(expected, got, strict=True):
        if came.error or want.changed != came.changed:
            return False
        found = part.differs(want, came)
        if found and found.kind != "value":
            return False
        if found:
            wrong.append((want.value, came.value))
    return bool(wrong) and all(mistake.when(*pair) for pair in wrong)


def _tried(part, inputs):
    return "right" if part.is_value else f"right on {len(inputs)} inputs"


def _with(part, args):
    """Name the inputs, as far as they can be read."""
    named = zip(part.arguments, args, strict=False)
    shown = [f"{name} = {short(arg, most=3)}" for name, arg in named if not callable(arg)]
    return f"; with {', '.join(shown)}" if shown else ""


def _what_came(part, expected, got):
    if got.error:
        return _raised(got.error)
    if expected.error:
        return f"expected an error, got {short(got.value)}"
    if got.changed != expected.changed:
        verb = "changed its input" if got.changed else "left unchanged its input"
        return f"{verb} {' and '.join(got.changed or expected.changed)}"
    found = part.differs(expected, got)
    if part.is_value and found.kind == "value":  # to name the right value would give it away
        return f"{short(got.value)} is not right"
    return found.text or f"expected {short(expected.value)}, got {short(got.value)}"


def _raised(failure):
    if failure.kind == sandbox.Exited.__name__:
        text = failure.message
    else:
        text = f"raised {failure.kind}" + f": {failure.message}" * bool(failure.message)
    return text + f" (in the line `{failure.line}`)" * bool(failure.line)
