"""What a student asks for: a check of an answer, a hint, a solution."""

import random
from collections import Counter

from course_utils import memory
from course_utils.checking import sandbox
from course_utils.checking.diagnosis import diagnose
from course_utils.checking.exercises import Part, find
from course_utils.checking.plain_data import as_data, kind_of
from course_utils.checking.stubs import is_untouched
from course_utils.checking.trial import CheckFailed, attempt, yardstick
from course_utils.checking.verdict import RIGHT, Kind, Line, Verdict, plainly, show

_hints_given: Counter[str] = Counter()


def check(number: str, *answers: object) -> None:
    """Check the answers to exercise `number` ('2.1') and show the verdict; never raises."""
    with plainly():
        verdict = judge(number, *answers)
        show(verdict)
        if verdict.was_tried:
            _note(memory.checked(number, find(number).title, verdict.mark == RIGHT))


def hint(number: str) -> None:
    """Show one more hint for exercise `number` each time it is called."""
    with plainly():
        exercise = find(number)
        given = _hints_given[number]
        _hints_given[number] += 1
        if given < len(exercise.hints):
            text = f"Hint {given + 1} of {len(exercise.hints)}: {exercise.hints[given]}"
        else:
            text = f'That was the last hint. solution("{number}") shows one way to do it.'
        show(Verdict(Kind.NOTE, f"{number} {exercise.title}", help=text))
        _note(memory.hinted(number, exercise.title))


def solution(number: str) -> None:
    """Show one right answer to exercise `number` as code."""
    from IPython.display import Code, display

    with plainly():
        exercise = find(number)
        display(Code(exercise.source(), language="python"))
        _note(memory.solved(number, exercise.title))


def _note(trouble: str) -> None:
    if trouble:
        show(Verdict(Kind.NOTE, trouble))


def judge(number: str, *answers: object, seed: int | None = None) -> Verdict:
    """Return the `Verdict` on `answers`; `seed` fixes the inputs they are tried on.

    Raises NotFound, a ValueError, if there is no such exercise.
    """
    exercise = find(number)
    title = f"{number} {exercise.title}"
    names = [part.name for part in exercise.parts]
    if len(answers) != len(names):
        text = f'{len(answers)} answers came; write check("{number}", {", ".join(names)})'
        return Verdict(Kind.UNKNOWN, title, [Line(Kind.UNKNOWN, "", text)])
    seed = random.SystemRandom().getrandbits(31) if seed is None else seed
    lines = [judge_part(p, a, seed) for p, a in zip(exercise.parts, answers, strict=True)]
    return Verdict.of(title, lines, exercise.help)


def judge_part(part: Part, answer: object, seed: int) -> Line:
    """Return the line on the answer to one part, tried on the inputs of `seed`."""
    if is_untouched(part, answer):
        return Line(Kind.UNTOUCHED, part.name, "not attempted")
    if not part.is_value and not callable(answer):
        came = kind_of(sandbox.run(lambda: as_data(answer)).value)
        said = "Hand in the function itself: its name, without brackets."
        return Line(Kind.CLUE, part.name, f"expected a function, got {came}", said)
    try:
        measure = yardstick(part, seed)
        return diagnose(measure, attempt(part, answer, measure.inputs))
    except CheckFailed as error:
        text = f"the check itself failed, and this answer was not judged: {error}"
        return Line(Kind.FAILED, part.name, text)
