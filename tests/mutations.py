"""Show what the checks do not see: `python tests/mutations.py 02 --seeds 20`.

Each reference of a lesson's exercises is edited in all small ways that `edits` knows, and what it
becomes is handed in. Listed for each part are the edits that are accepted, with the number of seeds
that accept them, and the ten smallest that are refused, have results of their own, and draw no
sentence. An edit is shown as a pair, such as `slips` and `same` understand: what stands in the
reference, and what stands there instead.

What a part names in `same` may be accepted. The exit code is 1 if anything else is, or if what is
named there is refused or is no such edit.
"""

import argparse
import ast
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import torch
from answering import PARTS
from edits import as_pair, edits

from course_utils.checking.diagnosis import diagnose
from course_utils.checking.exercises import Part, definition
from course_utils.checking.known_answers import is_right
from course_utils.checking.slips import build, without_docstrings
from course_utils.checking.trial import (
    CheckFailed,
    Outcomes,
    OutcomesOnDemand,
    Trial,
    yardstick,
)
from course_utils.checking.verdict import Kind, Line

# How long an edit may take: seconds, and times what the reference takes.
PATIENCE = 0.5, 5.0
LONGEST_LITERAL = 12  # entries of a tensor that somebody may copy into an answer
SHOWN = 10  # edits without a sentence


@dataclass
class Edited:
    """One edit of a part's reference: what it makes of the source, and the seeds that accept it."""

    part: Part
    source: str
    text: str
    accepted: list[int] = field(default_factory=list)

    def __str__(self) -> str:
        return "({!r}, {!r})".format(*self.pair)

    @property
    def pair(self) -> tuple[str, str]:
        """The fragment of the source, and what stands there instead."""
        return as_pair(self.source, self.text)

    @property
    def reason(self) -> str:
        """Why it is right, if the part says so."""
        meaning = _meaning(self.text)
        named = (reason for text, reason in self.part.equals.items() if _meaning(text) == meaning)
        return next(named, "")

    def answer(self):
        """Return what somebody would hand in who had written this."""
        return build(self.text, self.part.reference)

    def outcomes(self, seed: int) -> OutcomesOnDemand:
        """Return what it gives on the inputs of a seed."""
        measure = yardstick(self.part, seed)
        least, times = PATIENCE
        limit = least + times * sum(outcome.seconds for outcome in measure.right)
        return OutcomesOnDemand(measure, self.answer, limit)

    def is_accepted(self, seed: int) -> bool:
        """True if a check accepts it; what it remarks on, is known, as what it refuses is."""
        outcomes = self.outcomes(seed)
        try:
            if not is_right(yardstick(self.part, seed), outcomes):
                return False
            return self._said_of(tuple(outcomes), seed).kind is Kind.RIGHT
        except CheckFailed:  # it does not come to an end
            return False

    def line(self, seed: int) -> tuple[Line | None, str]:
        """Return what a check says, and what came of it; None if it did not come to an end."""
        try:
            came = tuple(self.outcomes(seed))
        except CheckFailed:
            return None, ""
        return self._said_of(came, seed), str(came)

    def _said_of(self, came: Outcomes, seed: int) -> Line:
        return diagnose(yardstick(self.part, seed), Trial(came, limit=0.0))


def _meaning(text):
    return ast.dump(ast.parse(text))


def edited(part: Part) -> list[Edited]:
    """Return all edits of a part's reference."""
    source = without_docstrings(definition(part.reference))
    first = dict(zip(part.arguments, part.inputs(seed=0)[0], strict=False))
    begins = [f"{name} = {_literal(value)}" for name, value in first.items() if _literal(value)]
    ends = [f"{name}.{change}" for name, value in first.items() for change in _changes(value)]
    return [Edited(part, source, text) for text in edits(source, begins, ends)]


def _literal(value):
    """Return a value as somebody would copy it into an answer; '' if nobody would."""
    if isinstance(value, torch.Tensor):
        few = 0 < value.numel() <= LONGEST_LITERAL
        return f"torch.tensor({value.tolist()}, dtype={value.dtype})" if few else ""
    return repr(value) if type(value) in (int, float, bool, str) else ""


def _changes(value):
    """Return what changes a value in place, and what changes only how autograd sees it."""
    if isinstance(value, torch.Tensor):
        return ["add_(1)", "detach_()" if value.requires_grad else "requires_grad_()"]
    return ["reverse()", "append(0)"] if isinstance(value, list) else []


def tried(part: Part, seeds: Sequence[int]) -> list[Edited]:
    """Return all edits of a part's reference, after they were handed in at all seeds."""
    found = edited(part)
    for one in found:
        one.accepted = [seed for seed in seeds if one.is_accepted(seed)]
    return found


def holes(found: list[Edited]) -> list[Edited]:
    """Return the edits that are accepted without a reason."""
    return [one for one in found if one.accepted and not one.reason]


def needless(part: Part, found: list[Edited], seeds: Sequence[int]) -> list[str]:
    """Return what `same` names that is no edit of these, or refused at some seed."""
    right = {_meaning(one.text) for one in found if len(one.accepted) == len(seeds)}
    return [reason for text, reason in part.equals.items() if _meaning(text) not in right]


def silent(found: list[Edited], seed: int) -> list[str]:
    """Return the smallest edits that are refused without a sentence, each with other results."""
    shown, seen = [], []
    for one in sorted(found, key=lambda one: sum(map(len, one.pair))):
        line, came = one.line(seed)
        if line and line.kind is Kind.UNKNOWN and not line.said and came not in seen:
            seen.append(came)
            shown.append(f"{one}: {line.text.partition('; with')[0]}")
        if len(shown) == SHOWN:
            break
    return shown


def report(name: str, seeds: Sequence[int]) -> int:
    """Print what there is to say about a part, and return how much is wrong."""
    part = PARTS[name][1]
    try:
        for seed in seeds:
            _ = yardstick(part, seed).right
    except CheckFailed as error:  # or all its edits would seem to be refused
        print(f"{name}: not edited, {error}")
        return 1
    found = tried(part, seeds)
    accepted = [one for one in found if one.accepted]
    excess = needless(part, found, seeds)
    print(f"{name}: {len(found)} edits, {len(found) - len(accepted)} refused", flush=True)
    for one in accepted:
        why = f"   same: {one.reason}" if one.reason else ""
        print(f"    accepted at {len(one.accepted)} of {len(seeds)}: {one}{why}")
    for reason in excess:
        print(f"    needless in same: {reason}")
    for text in silent(found, seeds[0]):
        print(f"    no sentence: {text}")
    return len(holes(found)) + len(excess)


def main(arguments=None) -> int:
    """Report on lessons and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("lessons", nargs="*", help="numbers, paths or exercises; all, if none")
    parser.add_argument("--seeds", type=int, default=20, help="how many")
    given = parser.parse_args(arguments)
    torch.set_num_threads(1)
    wrong = sum(report(name, range(given.seeds)) for name in named(given.lessons))
    print(f"{wrong} accepted without a reason, needless, or not edited")
    return int(wrong > 0)


def named(lessons: list[str]) -> list[str]:
    """Return the names of the parts of these lessons (8, 08_overfitting.ipynb) or exercises."""
    numbers = [re.match(r"0*(\d+(?:\.\d+)?)", Path(lesson).name)[1] for lesson in lessons]
    return [
        name
        for name, (exercise, part) in PARTS.items()
        if not part.is_value
        and (not numbers or exercise in numbers or exercise.split(".")[0] in numbers)
    ]


if __name__ == "__main__":
    sys.exit(main())
