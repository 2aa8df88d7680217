"""Points: what an exercise is worth, and what an answer, and a late one, gets of it.

The rule is a TOML file, for it holds settings beside numbers, and a comment that says why:

    part_credit = true    # three of four parts right are three quarters; false: all or nothing
    late_per_day = 0.1    # of a lesson's points, for each begun day; 0 if it is left out

    [weights]             # 1 for each that is left out
    "2.1" = 2
    "2.2" = 0.5
"""

import math
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType

from course_utils.grade import results
from course_utils.grade.results import Grade

_KEYS = {"part_credit", "late_per_day", "weights"}
_NONE = (results.UNJUDGED, results.UNREADABLE, results.FORGED, results.MISSING)


@dataclass(frozen=True)
class Rule:
    """How results become points, exactly; they are rounded when they are shown."""

    part_credit: bool = True
    late_per_day: Fraction = Fraction(0)
    weights: Mapping[str, Fraction] = field(default_factory=lambda: MappingProxyType({}))

    def possible(self, exercise: str) -> Fraction:
        """Return what an exercise is worth; 0 where no exercise is known."""
        return self.weights.get(exercise, Fraction(1)) if exercise else Fraction(0)

    def points(self, grade: Grade) -> Fraction:
        """Return what an answer gets, before it was late."""
        whole = self.possible(grade.exercise)
        if grade.result == results.PASSED:
            return whole
        if not self.part_credit or not grade.parts or grade.result in _NONE:
            return Fraction(0)
        return whole * min(grade.right, grade.parts) / grade.parts

    def left(self, days_late: int) -> Fraction:
        """Return the share of a lesson's points that so many days leave."""
        return max(Fraction(0), 1 - self.late_per_day * days_late)


def read(path: str | Path, known: Iterable[str]) -> Rule:
    """Read a rule, whose weights are of `known` exercises; ValueError if something is wrong."""
    try:
        told = tomllib.loads(Path(path).read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ValueError(f"expected points as a TOML file; {error}") from error
    if strange := told.keys() - _KEYS:
        raise ValueError(f"expected {', '.join(sorted(_KEYS))}; got {', '.join(sorted(strange))}")
    part_credit, weights = told.get("part_credit", True), told.get("weights", {})
    if type(part_credit) is not bool:
        raise ValueError(f"expected part_credit = true or false; got {part_credit!r}")
    if type(weights) is not dict:
        raise ValueError(f'expected [weights] and lines such as "2.1" = 2; got {weights!r}')
    if strange := weights.keys() - set(known):
        raise ValueError(f"there is no exercise {', '.join(sorted(strange))}, as weights say")
    late = _number("late_per_day", told.get("late_per_day", 0), most=1)
    return Rule(part_credit, late, {n: _number(n, weight) for n, weight in weights.items()})


def _number(name, value, most=math.inf):
    if type(value) not in (int, float) or not 0 <= value <= most or math.isinf(value):
        wanted = "a number from 0" + (f" to {most}" if most < math.inf else "")
        raise ValueError(f"expected {wanted} for {name}; got {value!r}")
    return Fraction(str(value))


def shown(points: Fraction) -> str:
    """Return points with two decimals at most: a half is rounded up."""
    exact = Decimal(points.numerator) / Decimal(points.denominator)
    return f"{exact.quantize(Decimal('0.01'), ROUND_HALF_UP):f}".rstrip("0").rstrip(".")
