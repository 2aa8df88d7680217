"""What a student asks for: a check of an answer, a hint, a solution."""

import random
from collections import Counter
from collections.abc import Callable

from course_utils import memory
from course_utils.checking import sandbox
from course_utils.checking.diagnosis import diagnose
from course_utils.checking.exercises import Exercise, Part, find
from course_utils.checking.handing_in import HandedIn, hand_in
from course_utils.checking.paper import paper_of
from course_utils.checking.register import is_private
from course_utils.checking.trial import CheckFailed, Yardstick, yardstick
from course_utils.checking.verdict import RIGHT, Kind, Line, Verdict, plainly, show

_hints_given: Counter[str] = Counter()


def check(number: str, *answers: object) -> None:
    """Check the answers to exercise `number` ('2.1') and show the verdict; never raises.

    A teacher's own exercise, such as '2.T1', is judged later, and elsewhere. An answer that calls
    it, as a last line that is indented does, would check itself without end: there it raises.
    """
    if sandbox.is_inside():
        raise sandbox.Exited("the code called check itself; is that line indented too far?")
    if is_private(number):
        said = "your teacher will judge it. Here nobody can tell whether it is right."
        show(Verdict(Kind.NOTE, f"{number}: {said}"))
        return
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
    if len(answers) != len(exercise.parts):
        return wrong_number(exercise, len(answers))
    seed = random.SystemRandom().getrandbits(31) if seed is None else seed
    pairs = zip(exercise.parts, answers, strict=True)
    return verdict_on(exercise, [judge_part(part, answer, seed) for part, answer in pairs])


def verdict_on(exercise: Exercise, lines: list[Line]) -> Verdict:
    """Return the verdict that has these lines, one for each part."""
    return Verdict.of(f"{exercise.number} {exercise.title}", lines, exercise.help)


def wrong_number(exercise: Exercise, came: int) -> Verdict:
    """Return the verdict where so many answers came, and as many as there are parts should."""
    call = ", ".join([f'"{exercise.number}"', *(part.name for part in exercise.parts)])
    line = Line(Kind.UNKNOWN, "", f"{came} answers came; write check({call})")
    return Verdict(Kind.UNKNOWN, f"{exercise.number} {exercise.title}", [line])


def judge_part(part: Part, answer: object, seed: int) -> Line:
    """Return the line on the answer to one part, tried on the inputs of `seed`."""
    try:
        handed = hand_in(paper_of(part), answer, lambda: yardstick(part, seed).inputs)
        return line_on(handed, part.name, lambda: yardstick(part, seed))
    except CheckFailed as error:
        text = f"the check itself failed, and this answer was not judged: {error}"
        return Line(Kind.FAILED, part.name, text)


def line_on(handed: HandedIn, name: str, measure: Callable[[], Yardstick]) -> Line:
    """Return the line on what came of an answer to the part of this name; this runs nothing of it.

    CheckFailed where the yardstick that `measure()` returns cannot be had.
    """
    if handed.trial:
        by = measure()
        return diagnose(by, by.settled(handed.trial))
    if handed.no_function:
        said = "Hand in the function itself: its name, without brackets."
        return Line(Kind.CLUE, name, f"expected a function, got {handed.no_function}", said)
    return Line(Kind.UNTOUCHED, name, "not attempted")
