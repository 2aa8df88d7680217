"""Which of the known answers an answer is, by what both gave on the same inputs."""

import copy
from collections.abc import Iterable

from course_utils.checking.comparison import same_numbers
from course_utils.checking.exercises import Mistake, Part
from course_utils.checking.relations import (
    Pair,
    are_various,
    may_be_related,
    numbers_of,
    relation,
    sizes_of,
)
from course_utils.checking.trial import Outcome, Outcomes, Yardstick

OF_TYPE = ("type", "dtype", "tracking")


def differ(part: Part, expected: Outcome, got: Outcome) -> bool:
    """True unless two outcomes are the same: the same error, or the same value and changes."""
    if expected.error or got.error:
        return expected.error != got.error
    return expected.changed != got.changed or part.differs(expected.value, got.value) is not None


def is_right(yardstick: Yardstick, got: Outcomes) -> bool:
    """True if these outcomes are as good as those of the right answer."""
    right, part = yardstick.right, yardstick.part
    return not any(differ(part, right[i], got[i]) for i in yardstick.order)


def alike(yardstick: Yardstick, ours: Outcomes, theirs: Outcomes) -> bool:
    """True if the outcomes are the same, whichever of the two is expected.

    Where a list is asked for a tensor will do, but not the other way round.
    """
    part, pairs = yardstick.part, ((ours[i], theirs[i]) for i in yardstick.order)
    return not any(differ(part, a, b) or differ(part, b, a) for a, b in pairs)


def sentence_of(yardstick: Yardstick, known: Iterable[Mistake], got: Outcomes) -> str:
    """Return the sentence of the known answer that this one is, or ''.

    An answer that gives the very same results comes first. Failing that, one that gives the same
    numbers as another type will do: the mean of the squares is no root, be it a tensor or a float.
    """
    right, tried = yardstick.right, []
    for mistake in known:
        if mistake.when:
            if _is_like(yardstick.part, mistake, right, got):
                return mistake.sentence
            continue
        theirs = yardstick.wrong(mistake)
        if alike(yardstick, theirs, got):
            return mistake.sentence
        tried.append((mistake, theirs))
    # Of several results, the one that is off first is named; the numbers may be off elsewhere.
    if isinstance(right[0].value, dict) or _same_numbers(yardstick, right, got):
        return ""
    return next((one.sentence for one, theirs in tried if _are_one(yardstick, theirs, got)), "")


def sentence_besides_a_slip(yardstick: Yardstick, got: Outcomes) -> str:
    """Return the sentence of the known answer that gives the same numbers but for one more slip.

    That slip is the same on all inputs: a sign, a factor, something added, a root. '' if there is
    no such answer, or if several say different things.
    """
    if any(outcome.error or outcome.changed for outcome in got):
        return ""
    sentences = {
        mistake.sentence
        for mistake in yardstick.part.mistakes
        if not mistake.when and _is_related(yardstick, yardstick.wrong(mistake), got)
    }
    return sentences.pop() if len(sentences) == 1 else ""


def _is_related(yardstick: Yardstick, theirs: Outcomes, got: Outcomes) -> bool:
    pairs: dict[int, Pair] = {}
    for i in yardstick.order:
        found = [] if theirs[i].error else numbers_of([(theirs[i].value, got[i].value)])
        if not found or not may_be_related(*found[0]):  # so that others need not be tried
            return False
        (pairs[i],) = found
    in_turn = [pairs[i] for i in range(len(pairs))]
    return are_various(in_turn) and bool(relation(in_turn, sizes_of(yardstick.inputs)))


def _same_numbers(yardstick: Yardstick, ours: Outcomes, theirs: Outcomes) -> bool:
    pairs = ((ours[i], theirs[i]) for i in yardstick.order)
    return all(
        not (one.error or other.error)
        and one.changed == other.changed
        and same_numbers(one.value, other.value, yardstick.part.tolerance)
        for one, other in pairs
    )


def _are_one(yardstick: Yardstick, theirs: Outcomes, got: Outcomes) -> bool:
    """True if both give the same numbers, and both err in type if the known one does."""
    if not _same_numbers(yardstick, theirs, got):
        return False
    part, right = yardstick.part, yardstick.right
    for i in yardstick.order:
        known = part.differs(right[i].value, theirs[i].value)
        if known and known.kind in OF_TYPE:
            came = part.differs(right[i].value, got[i].value)
            return came is not None and came.kind in OF_TYPE
    return True


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
