"""What an exercise is: a reference answer, the wrong answers people give, and inputs for both.

A module of the answer key, as `lessons/lesson_02_loss/ex1_four_losses.py`, reads like this::

    losses = exercise("2.1", "Four losses", hints=["First hint.", "Second hint."])

    @losses.part(probes=residual_pairs)
    def mse(y_hat, y):
        \"\"\"Mean of the squared residuals; a 0-d tensor.\"\"\"
        return ((y_hat - y) ** 2).mean()

    mse.slips({"This is the sum. Divide it by the number of readings.": ("mean", "sum")})

A part without probes is a value: its function takes nothing and returns it.
"""

import ast
import functools
import inspect
import textwrap
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import torch

from course_utils.checking.comparison import TOLERANCE, Difference, difference
from course_utils.checking.help import Help
from course_utils.checking.register import is_private, load, look_up
from course_utils.checking.slips import Edit, Slip, build, spellings

KINDS = ("write", "find the bug", "predict", "explain")
_registry: dict[str, "Exercise"] = {}
_MISSING = object()


class Mistake:
    """A known answer: the sentence its author needs, and the code (or value) they wrote.

    An answer is recognised when it gives the same results, or, where many spellings of a mistake
    give many results, when `when(right_value, value)` is true wherever it is wrong. `make` returns
    the answer as a student would hand it in; it is called when the answer is first needed.
    """

    def __init__(
        self,
        sentence: str,
        make: Callable[[], object],
        when: Callable[[object, object], bool] | None = None,
    ):
        self.sentence, self.make, self.when = sentence, make, when

    @functools.cached_property
    def answer(self) -> object:
        """The answer as a student would hand it in: a function, or the value."""
        return self.make()


@dataclass(eq=False)
class Part:
    """One name that the student fills in.

    `probes(generator)` returns a list of argument tuples. `observe(answer, *args)` returns what is
    compared; by default that is the result of the call, or the value itself. Where an error is the
    right answer, it returns one as a value: a reference that raises is a check that failed. It runs
    beside the answer and knows nothing of the reference; what does, and what would be compared with
    it, is `settle(observed, *args)`, which is given what was observed, as plain data. Where
    something is to be repaired, `given` are the edits that break the reference: what they make of
    it stands in the cell.
    """

    name: str
    reference: Callable
    probes: Callable[[torch.Generator], list[tuple]] | None = None
    observe: Callable | None = None
    settle: Callable | None = None
    exact_dtype: bool = False
    tolerance: float = TOLERANCE
    given: tuple[Edit, ...] = ()
    mistakes: list[Mistake] = field(default_factory=list)
    remarks: list[Mistake] = field(default_factory=list)
    equals: dict[str, str] = field(default_factory=dict)

    @property
    def is_value(self) -> bool:
        """True if the student fills in a value, not a function."""
        return self.probes is None

    def slip(self, sentence: str, value: object = _MISSING, when: Callable | None = None):
        """Add a wrong answer with its own sentence: as a decorator, or give the answer itself.

        Where a function is asked for, an edit of the reference will do, as in `slips`. With `when`,
        the answer stands for all that are wrong in value only and for which
        `when(right_value, value)` is true wherever they are wrong.
        """
        return self._add(self.mistakes, sentence, value, when)

    def remark(self, sentence: str, value: object = _MISSING, when: Callable | None = None):
        """Add an answer that is right, about which there is something to say; else like `slip`."""
        return self._add(self.remarks, sentence, value, when)

    def slips(self, table: dict[str, Slip]) -> None:
        """Add wrong answers that are edits of the reference: a table of sentences and slips.

        ValueError where an edit does not fit the reference.
        """
        for sentence, slip in table.items():
            self._add_slip(self.mistakes, sentence, slip, None)

    def findings(self, table: dict[str, tuple[str, Slip]]) -> None:
        """Add a sentence for each finding of `observe`, which returns a dict of them by tag.

        The table holds (sentence, slip) by tag. The sentence is for all answers for which that
        finding is not as it should be, wherever they are wrong; the slip is one of them. What comes
        first in the table is said first. ValueError where an edit does not fit the reference.
        """
        for tag, (sentence, slip) in table.items():
            self._add_slip(
                self.mistakes, sentence, slip, lambda want, came, tag=tag: came[tag] != want[tag]
            )

    def same(self, table: dict[str, Slip]) -> None:
        """Name edits of the reference that are right as well: a table of reasons and edits.

        No check needs it: it tells the proof that edits every reference which of them may be
        accepted. ValueError where an edit does not fit the reference.
        """
        for reason, slip in table.items():
            self.equals |= dict.fromkeys(spellings(slip, self.definition), reason)

    def _add_slip(self, known, sentence, slip, when):
        try:
            for answer in spellings(slip, self.definition):
                known.append(Mistake(sentence, functools.partial(self._make, answer), when))
        except ValueError as error:
            raise ValueError(f"slip {sentence!r} of {self.name}: {error}") from None

    def _make(self, answer):
        function = build(answer, self.reference) if isinstance(answer, str) else answer
        return function() if self.is_value else function

    def _add(self, known, sentence, value, when):
        def keep(function):
            make = function if self.is_value else lambda: function
            known.append(Mistake(sentence, make, when))
            return function

        if value is _MISSING:
            return keep
        if self.is_value or callable(value):
            known.append(Mistake(sentence, lambda: value, when))
        else:
            self._add_slip(known, sentence, value, when)
        return value

    @functools.cached_property
    def definition(self) -> str:
        """The source of the reference, which each slip edits."""
        return definition(self.reference)

    def answer(self) -> object:
        """Return the reference as a student would hand it in: a function, or the value."""
        return self.reference() if self.is_value else self.reference

    def inputs(self, seed: int) -> list[tuple]:
        """Return the argument tuples to try, drawn afresh from `seed`."""
        if self.is_value:
            return [()]
        return self.probes(torch.Generator().manual_seed(seed))

    @functools.cached_property
    def arguments(self) -> tuple[str, ...]:
        """The argument names of the function; empty for a value."""
        return () if self.is_value else tuple(inspect.signature(self.reference).parameters)

    def differs(self, expected: object, got: object) -> Difference | None:
        """Return None if two values are the same, else the `Difference`."""
        return difference(expected, got, self.exact_dtype, self.tolerance)

    def source(self) -> str:
        """Return the reference as a student would write it: `def`, `class`, or an assignment."""
        text = self.definition
        if not self.is_value:
            return text
        function, lines = ast.parse(text).body[0], text.splitlines()
        last = function.body[-1]
        kept = lines[function.body[0].lineno - 1 : last.lineno - 1]
        result = ast.get_source_segment(text, last.value)
        return textwrap.dedent("\n".join(kept)) + "\n" * bool(kept) + f"{self.name} = {result}"


class Exercise:
    """A numbered task with its parts and the hints that lead to the answer, vague to plain.

    `kind` is one of `KINDS`; ValueError if it is another.
    """

    def __init__(self, number: str, title: str, hints: Iterable[str], kind: str = "write"):
        if kind not in KINDS:
            raise ValueError(f"exercise {number!r} is of the kind {kind!r}, not one of {KINDS}")
        self.number, self.title, self.hints, self.kind = number, title, list(hints), kind
        self.parts: list[Part] = []

    @property
    def heading(self) -> str:
        """What stands above its cell in the notebook, as '2.1 Four losses · write'."""
        return f"{self.number} {self.title} · {self.kind}"

    @property
    def help(self) -> Help:
        """What a wrong answer is offered."""
        return Help(self.number, self.hints, self.source())

    def part(self, probes: Callable | None = None, **options) -> Callable[[Callable], Part]:
        """Decorate a reference answer; `options` are those of `Part`."""

        def add(reference):
            part = Part(reference.__name__, reference, probes, **options)
            self.parts.append(part)
            return part

        return add

    def source(self) -> str:
        """Return the whole solution as a student would write it in the exercise's cell."""
        between = "\n" if all(part.is_value for part in self.parts) else "\n\n\n"
        return between.join(part.source().rstrip() for part in self.parts)


def definition(reference: Callable) -> str:
    """Return the source of a function or a class, without its decorators."""
    text = textwrap.dedent(inspect.getsource(reference))
    return "\n".join(text.splitlines()[ast.parse(text).body[0].lineno - 1 :])


def exercise(number: str, title: str, hints: Iterable[str] = (), kind: str = "write") -> Exercise:
    """Make an exercise and enter it in the register under its number, such as '2.1'."""
    if number in _registry:
        raise ValueError(f"exercise {number!r} stands in the answer key twice")
    _registry[number] = Exercise(number, title, hints, kind)
    return _registry[number]


def of_lesson(lesson: int) -> list[Exercise]:
    """Return the exercises of a lesson, in order; NotFound, a ValueError, if there is no lesson."""
    load(lesson)
    return [task for number, task in _registry.items() if number.startswith(f"{lesson}.")]


def cell_id(number: str) -> str:
    """Return what the cell of an exercise is called, unless its idea gives it a name of its own."""
    return f"ex-{number.split('.')[1]}"


def private() -> list[Exercise]:
    """Return the exercises of a teacher's own that were entered, in order."""
    return [task for number, task in _registry.items() if is_private(number)]


def find(number: object) -> Exercise:
    """Return the exercise with this number; NotFound, a ValueError, if there is none."""
    return look_up(_registry, number, "exercise")
