"""Try answers on the inputs of a part: the first step of judging, and the only one that runs them.

What comes of it is plain data. The second step, `diagnosis`, compares it and runs nothing.
"""

import copy
import functools
import linecache
import traceback
import types
from collections.abc import Callable
from dataclasses import dataclass, field

import torch

from course_utils.checking import sandbox
from course_utils.checking.exercises import Mistake, Part
from course_utils.checking.plain_data import TooLarge, as_data, bounded

PATIENCE = 30.0  # seconds for what the course itself wrote, on a machine that is busy or slow
KEPT = 32  # yardsticks, so that a notebook in which many checks are clicked does not grow

Args = tuple[object, ...]


@dataclass(frozen=True)
class Failure:
    """What is kept of an exception: its class by name, its message, the line it came from.

    Where the sandbox refused something, the class has no name: the message says it all.
    """

    kind: str
    message: str
    line: str = field(default="", compare=False)


@dataclass
class Outcome:
    """What one call gave: `value` as plain data, or `error`, and which arguments it `changed`."""

    value: object = None
    error: Failure | None = None
    changed: tuple[str, ...] = ()


Outcomes = tuple[Outcome, ...]  # one for each input


@dataclass(frozen=True)
class Trial:
    """What an answer did on all inputs, and what it `printed`.

    `outcomes` is None where the answer was stopped after `limit` seconds (then it has not
    `finished`), or where it broke what looks at it.
    """

    outcomes: Outcomes | None
    limit: float
    finished: bool = True
    printed: str = ""


class CheckFailed(Exception):
    """The check itself failed: what the course wrote did not come to an end, or broke."""


def attempt(part: Part, answer: object, inputs: list[Args]) -> Trial:
    """Try `answer` on copies of `inputs` in the sandbox, within a student's time."""
    return _attempt(part, lambda: answer, inputs, sandbox.LIMIT)


def _attempt(part: Part, make: Callable[[], object], inputs: list[Args], limit: float) -> Trial:
    def work() -> Outcomes:
        answer = make()
        return tuple(_try(part, answer, args) for args in inputs)

    run = sandbox.run(work, limit)
    return Trial(run.value, limit, run.finished, run.printed)


class Yardstick:
    """What an answer to a part is measured by: inputs, and what known answers give on them.

    Each known answer is tried when it is first asked for, and only once. What it gave is shared by
    all who ask, and not to be changed. CheckFailed where that cannot be had.
    """

    def __init__(self, part: Part, seed: int):
        self.part = part
        try:
            self.inputs = part.inputs(seed)
        except Exception as error:
            raise CheckFailed(f"no inputs could be drawn ({type(error).__name__})") from error
        self._wrong: dict[Mistake, Outcomes] = {}

    @functools.cached_property
    def right(self) -> Outcomes:
        """What the reference gives."""
        outcomes = self._outcomes(self.part.answer, "the right answer")
        for outcome in outcomes:
            if outcome.error:
                raise CheckFailed(f"the right answer raised {outcome.error.kind}")
        return outcomes

    def wrong(self, known: Mistake) -> Outcomes:
        """Return what a known answer of the part gives, be it wrong or only remarkable."""
        if known not in self._wrong:
            self._wrong[known] = self._outcomes(lambda: known.answer, "a known answer")
        return self._wrong[known]

    def _outcomes(self, make: Callable[[], object], name: str) -> Outcomes:
        trial = _attempt(self.part, make, self.inputs, PATIENCE)
        if not trial.finished:
            raise CheckFailed(f"{name} did not finish in {PATIENCE:g} seconds")
        if trial.outcomes is None:
            raise CheckFailed(f"what {name} did cannot be looked at")
        return trial.outcomes


@functools.lru_cache(KEPT)
def yardstick(part: Part, seed: int) -> Yardstick:
    """Return the yardstick of a part for this seed; the last few are kept."""
    return Yardstick(part, seed)


def _try(part: Part, answer: object, args: Args) -> Outcome:
    given = tuple(_copy(arg) for arg in args)
    value, error = None, None
    try:
        if part.observe:
            value = as_data(part.observe(bounded(answer), *given))
        else:
            value = as_data(answer if part.is_value else answer(*given))
    except sandbox.TimeUp:
        raise
    except BaseException as raised:  # SystemExit included: an answer may try to leave
        error = _failure(raised, answer)
    changed = tuple(
        name
        for name, old, new in zip(part.arguments, args, given, strict=False)
        if not callable(old) and not _unchanged(old, new)
    )
    return Outcome(value, error, changed)


def _copy(arg: object) -> object:
    if isinstance(arg, torch.Tensor):
        return arg.detach().clone().requires_grad_(arg.requires_grad)
    return arg if callable(arg) else copy.deepcopy(arg)


def _unchanged(old: object, new: object) -> bool:
    if isinstance(old, list | tuple):
        return len(old) == len(new) and all(map(_unchanged, old, new))
    if not isinstance(old, torch.Tensor):
        return bool(old == new)
    return old.device == new.device and old.dtype == new.dtype and torch.equal(old, new)


def _failure(error: BaseException, answer: object) -> Failure:
    try:
        message = str(error).strip().split("\n")[0][:200]
    except Exception:  # an exception of the answer's own may have any __str__
        message = ""
    kind = "" if type(error) in (sandbox.Exited, TooLarge) else type(error).__name__
    line = _line_of(answer, error) if type(answer) is types.FunctionType else ""
    return Failure(kind, message, line)


def _line_of(function: types.FunctionType, error: BaseException) -> str:
    """Return the innermost line of the traceback that stands in the function's own cell."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if frame.filename == function.__code__.co_filename:
            return linecache.getline(frame.filename, frame.lineno).strip()
    return ""
