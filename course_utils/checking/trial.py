"""Try answers on the inputs of a part: the first step of judging, and the only one that runs them.

What comes of it is plain data. The second step, `diagnosis`, compares it and runs nothing.
"""

import contextlib
import copy
import functools
import linecache
import random
import time
import traceback
import types
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import torch

from course_utils.checking import sandbox
from course_utils.checking.exercises import Mistake, Part
from course_utils.checking.paper import Args, Paper, paper_of
from course_utils.checking.plain_data import TooLarge, as_data, bounded

PATIENCE = 30.0  # seconds for what the course itself wrote, on a machine that is busy or slow
UNLIKELY_SEED = 193_707_721  # no answer writes it down
KEPT = 32  # yardsticks, so that a notebook in which many checks are clicked does not grow


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
    """What one call gave: `value` as plain data, or `error`, and which arguments it `changed`.

    It took so many `seconds` of the processor.
    """

    value: object = None
    error: Failure | None = None
    changed: tuple[str, ...] = ()
    seconds: float = field(default=0.0, compare=False)


Outcomes = Sequence[Outcome]  # one for each input


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


def attempt(paper: Paper, answer: object, inputs: list[Args]) -> Trial:
    """Try `answer` on copies of `inputs` in the sandbox, within a student's time."""
    return _attempt(paper, lambda: answer, inputs, sandbox.LIMIT)


def _attempt(paper: Paper, make: Callable[[], object], inputs: list[Args], limit: float) -> Trial:
    def work() -> Outcomes:
        answer = make()
        return tuple(_try(paper, answer, args) for args in inputs)

    run = sandbox.run(work, limit)
    return Trial(run.value, limit, run.finished, run.printed)


class Yardstick:
    """What an answer to a part is measured by: inputs, and what known answers give on them.

    What known answers gave is shared by all who ask, and not to be changed. CheckFailed where it
    cannot be had.
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
        outcomes = _known_outcomes(self.part, self.part.answer, self.inputs, "the right answer")
        for outcome in outcomes:
            if outcome.error:
                what = f"{outcome.error.kind}: {outcome.error.message}"
                raise CheckFailed(f"the right answer raised {what}")
        return outcomes

    @functools.cached_property
    def order(self) -> list[int]:
        """The places of the inputs, those first on which the reference is quick."""
        return sorted(range(len(self.inputs)), key=lambda i: self.right[i].seconds)

    def settled(self, trial: Trial) -> Trial:
        """Return a trial as it is compared."""
        if not self.part.settle or trial.outcomes is None:
            return trial
        pairs = zip(trial.outcomes, self.inputs, strict=True)
        return replace(trial, outcomes=tuple(_settled(self.part, *pair) for pair in pairs))

    def wrong(self, known: Mistake) -> Outcomes:
        """Return what a known answer of the part gives, be it wrong or only remarkable."""
        if known not in self._wrong:
            self._wrong[known] = OutcomesOnDemand(self, lambda: known.answer)
        return self._wrong[known]


class OutcomesOnDemand(Sequence):
    """What the answer that `make` returns gives on the inputs of a yardstick, each tried only once.

    That is when it is first asked for, with some that will be asked for next if one goes through
    the inputs in the yardstick's order: first one, then twice as many each time. Who iterates asks
    for all.
    """

    def __init__(self, yardstick: Yardstick, make: Callable[[], object], limit: float = PATIENCE):
        self._yardstick, self._make, self._limit = yardstick, make, limit
        self._tried: dict[int, Outcome] = {}

    def __len__(self) -> int:
        return len(self._yardstick.inputs)

    def __getitem__(self, place: int) -> Outcome:
        if not 0 <= place < len(self):
            raise IndexError(place)
        if place not in self._tried:
            left = [i for i in self._left() if i != place]
            self._try([place, *left[: len(self._tried)]])
        return self._tried[place]

    def __iter__(self) -> Iterator[Outcome]:
        self._try(self._left())
        return (self._tried[place] for place in range(len(self)))

    def _left(self) -> list[int]:
        return [place for place in self._yardstick.order if place not in self._tried]

    def _try(self, places: list[int]) -> None:
        if places:
            part, inputs = self._yardstick.part, [self._yardstick.inputs[i] for i in places]
            came = _known_outcomes(part, self._make, inputs, "a known answer", self._limit)
            self._tried.update(zip(places, came, strict=True))


def _known_outcomes(
    part: Part,
    make: Callable[[], object],
    inputs: list[Args],
    name: str,
    limit: float = PATIENCE,
) -> Outcomes:
    trial = _attempt(paper_of(part), make, inputs, limit)
    if not trial.finished:
        raise CheckFailed(f"{name} did not finish in {limit:g} seconds")
    if trial.outcomes is None:
        raise CheckFailed(f"what {name} did cannot be looked at")
    pairs = zip(trial.outcomes, inputs, strict=True)
    return tuple(_settled(part, *pair) for pair in pairs)


def _settled(part: Part, outcome: Outcome, args: Args) -> Outcome:
    if not part.settle or outcome.error:
        return outcome
    with contextlib.suppress(Exception):  # what was observed may be anything
        value = as_data(part.settle(outcome.value, *(_copy(arg) for arg in args)))
        return replace(outcome, value=value)
    return outcome


@functools.lru_cache(KEPT)
def yardstick(part: Part, seed: int) -> Yardstick:
    """Return the yardstick of a part for this seed; the last few are kept."""
    return Yardstick(part, seed)


def _try(paper: Paper, answer: object, args: Args) -> Outcome:
    given = tuple(_copy(arg) for arg in args)
    _set_random_states()
    value, error, begin = None, None, time.thread_time()
    try:
        if paper.observe:
            value = as_data(paper.observe(bounded(answer), *given))
        else:
            value = as_data(answer if paper.is_value else answer(*given))
    except sandbox.TimeUp:
        raise
    except BaseException as raised:  # SystemExit included: an answer may try to leave
        error = _failure(raised, answer)
    seconds = time.thread_time() - begin
    changed = tuple(
        name
        for name, old, new in zip(paper.arguments, args, given, strict=False)
        if not callable(old) and not _unchanged(old, new)
    )
    return Outcome(value, error, changed, seconds)


def _set_random_states() -> None:
    """Let all answers draw the same random numbers on an input, whatever was drawn before."""
    torch.default_generator.manual_seed(UNLIKELY_SEED)
    np.random.seed(UNLIKELY_SEED)
    random.seed(UNLIKELY_SEED)


def _copy(arg: object) -> object:
    if isinstance(arg, torch.Tensor):
        return arg.detach().clone().requires_grad_(arg.requires_grad)
    return arg if callable(arg) else copy.deepcopy(arg)


def _unchanged(old: object, new: object) -> bool:
    if isinstance(old, list | tuple):
        return len(old) == len(new) and all(map(_unchanged, old, new))
    if not isinstance(old, torch.Tensor):
        return bool(old == new)
    flags = (new.device, new.dtype, new.requires_grad)
    return flags == (old.device, old.dtype, old.requires_grad) and torch.equal(old, new)


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
