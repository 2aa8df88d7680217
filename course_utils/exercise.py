"""What an exercise is: a reference answer, the wrong answers people give, and how to try both.

An answer key (`course_utils/answers/lesson_NN.py`) reads like this::

    losses = exercise("2.1", "Four losses", hints=["First hint.", "Second hint."])

    @losses.part(probes=residual_pairs)
    def mse(y_hat, y):
        \"\"\"Mean of the squared residuals; a 0-d tensor.\"\"\"
        return ((y_hat - y) ** 2).mean()

    @mse.mistake("This is the sum. Divide it by the number of readings.")
    def _(y_hat, y):
        return ((y_hat - y) ** 2).sum()

A part without probes is a value: its function takes nothing and returns it.
"""

import ast
import copy
import importlib
import inspect
import linecache
import re
import textwrap
import traceback
import types
from dataclasses import dataclass, field

import torch

from course_utils import sandbox
from course_utils.compare import TOLERANCE, difference
from course_utils.values import as_data, bounded

_registry = {}
_MISSING = object()


@dataclass(frozen=True)
class Failure:
    """What is kept of an exception: its class by name, its message, the line it came from."""

    kind: str
    message: str
    line: str = field(default="", compare=False)


@dataclass
class Outcome:
    """What one call gave: `value` as plain data, or `error`, and which arguments it `changed`."""

    value: object = None
    error: Failure | None = None
    changed: tuple = ()


@dataclass
class Mistake:
    """A known answer: the sentence its author needs, and the code (or value) they wrote.

    An answer is recognised when it gives the same results, or, where many spellings of a mistake
    give many results, when `when(right_value, value)` is true wherever it is wrong.
    """

    sentence: str
    answer: object
    when: object = None


@dataclass
class Part:
    """One name that the student fills in.

    `probes(generator)` returns a list of argument tuples. `observe(answer, *args)` returns what is
    compared; by default that is the result of the call, or the value itself. Where something is to
    be repaired, `given` is the broken function that stands in the cell.
    """

    name: str
    reference: object
    probes: object = None
    observe: object = None
    exact_dtype: bool = False
    tolerance: float = TOLERANCE
    given: object = None
    mistakes: list = field(default_factory=list)
    remarks: list = field(default_factory=list)

    @property
    def is_value(self):
        """True if the student fills in a value, not a function."""
        return self.probes is None

    def mistake(self, sentence, value=_MISSING, when=None):
        """Add a wrong answer with its own hint: as a decorator, or give the wrong value."""
        return self._add(self.mistakes, sentence, value, when)

    def remark(self, sentence, value=_MISSING):
        """Add an answer that is right, but about which there is something to say."""
        return self._add(self.remarks, sentence, value, None)

    def _add(self, known, sentence, value, when):
        if value is not _MISSING:
            known.append(Mistake(sentence, value, when))
            return value

        def keep(function):
            known.append(Mistake(sentence, function() if self.is_value else function, when))
            return function

        return keep

    def answer(self):
        """Return the reference as a student would hand it in: a function, or the value."""
        return self.reference() if self.is_value else self.reference

    def inputs(self, seed):
        """Return the argument tuples to try, drawn afresh from `seed`."""
        if self.is_value:
            return [()]
        return self.probes(torch.Generator().manual_seed(seed))

    def outcomes(self, answer, inputs):
        """Try `answer` on copies of `inputs` in the sandbox; return (list of Outcome, Run).

        The list is None where the time was up, or where an answer broke what looks at it.
        """
        run = sandbox.run(lambda: [self._try(answer, args) for args in inputs])
        return run.value, run

    def _try(self, answer, args):
        given = tuple(_copy(arg) for arg in args)
        outcome = Outcome()
        try:
            if self.observe:
                outcome.value = as_data(self.observe(bounded(answer), *given))
            else:
                outcome.value = as_data(answer if self.is_value else answer(*given))
        except sandbox.TimeUp:
            raise
        except BaseException as error:  # SystemExit included: an answer may try to leave
            outcome.error = _failure(error, answer)
        outcome.changed = tuple(
            name
            for name, old, new in zip(self.arguments, args, given, strict=False)
            if not callable(old) and not _unchanged(old, new)
        )
        return outcome

    @property
    def arguments(self):
        """The argument names of the function; empty for a value."""
        return () if self.is_value else tuple(inspect.signature(self.reference).parameters)

    def differs(self, expected, got):
        """Return None if two outcomes are the same, else the `Difference`."""
        return difference(expected.value, got.value, self.exact_dtype, self.tolerance)

    def source(self):
        """Return the reference as a student would write it: `def`, `class`, or an assignment."""
        text = textwrap.dedent(inspect.getsource(self.reference))
        function = ast.parse(text).body[0]
        lines = text.splitlines()
        if not self.is_value:
            return "\n".join(lines[function.lineno - 1 :])
        last = function.body[-1]
        kept = lines[function.body[0].lineno - 1 : last.lineno - 1]
        result = ast.get_source_segment(text, last.value)
        return textwrap.dedent("\n".join(kept)) + "\n" * bool(kept) + f"{self.name} = {result}"


class Exercise:
    """A numbered task with its parts and the hints that lead to the answer, vague to plain."""

    def __init__(self, number, title, hints):
        self.number, self.title, self.hints = number, title, list(hints)
        self.parts = []

    def part(self, probes=None, **options):
        """Decorate a reference answer; `options` are those of `Part`."""

        def add(reference):
            part = Part(reference.__name__, reference, probes, **options)
            self.parts.append(part)
            return part

        return add

    def source(self):
        """Return the whole solution as a student would write it in the exercise's cell."""
        between = "\n" if all(part.is_value for part in self.parts) else "\n\n\n"
        return between.join(part.source().rstrip() for part in self.parts)


def exercise(number, title, hints=()):
    """Make an exercise and enter it in the register under its number, such as '2.1'."""
    if number in _registry:
        raise ValueError(f"exercise {number!r} stands in the answer key twice")
    _registry[number] = Exercise(number, title, hints)
    return _registry[number]


def find(number):
    """Return the exercise with this number; ValueError if there is none."""
    return look_up(_registry, number, "exercise")


def look_up(registry, number, kind):
    """Import the answer key of the lesson that `number` ('2.1') belongs to, and return its entry.

    ValueError, which says what there is, if `number` is none of the entries of this `kind`.
    """
    if not isinstance(number, str) or not re.fullmatch(r"\d{1,2}\.\w+", number):
        raise ValueError(f"expected the number of the {kind} in quotes, as '2.1'; got {number!r}")
    module = f"course_utils.answers.lesson_{int(number.split('.')[0]):02d}"
    try:
        importlib.import_module(module)
    except ModuleNotFoundError as error:
        if error.name != module:
            raise
        raise ValueError(f"there is no lesson for {kind} {number!r}") from None
    if number not in registry:
        same_lesson = [n for n in registry if n.split(".")[0] == number.split(".")[0]]
        raise ValueError(f"there is no {kind} {number!r}; this lesson has {same_lesson}")
    return registry[number]


def _copy(arg):
    if isinstance(arg, torch.Tensor):
        return arg.detach().clone().requires_grad_(arg.requires_grad)
    return arg if callable(arg) else copy.deepcopy(arg)


def _unchanged(old, new):
    if isinstance(old, list | tuple):
        return len(old) == len(new) and all(map(_unchanged, old, new))
    if not isinstance(old, torch.Tensor):
        return bool(old == new)
    return old.device == new.device and old.dtype == new.dtype and torch.equal(old, new)


def _failure(error, answer):
    try:
        message = str(error).strip().split("\n")[0][:200]
    except Exception:  # an exception of the answer's own may have any __str__
        message = ""
    line = _line_of(answer, error) if type(answer) is types.FunctionType else ""
    return Failure(type(error).__name__, message, line)


def _line_of(function, error):
    """Return the innermost line of the traceback that stands in the function's own cell."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if frame.filename == function.__code__.co_filename:
            return linecache.getline(frame.filename, frame.lineno).strip()
    return ""
