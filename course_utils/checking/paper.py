"""What an answer is tried with: all that running it needs, and nothing that tells if it is right.

So a paper may lie open beside code that nobody trusts, as in `grade`, where the key does not.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from course_utils.checking.exercises import Part
from course_utils.checking.stubs import Steps, steps_of_given

Args = tuple[object, ...]


@dataclass(frozen=True)
class Paper:
    """The question that one part of an exercise asks.

    `observe` is that of the part, `given` what the code does that is to be repaired, if any is.
    """

    name: str
    arguments: tuple[str, ...] = ()
    is_value: bool = False
    observe: Callable | None = None
    given: Steps | None = None


@cache
def paper_of(part: Part) -> Paper:
    """Return the paper of a part."""
    given = steps_of_given(part) if part.given else None
    return Paper(part.name, part.arguments, part.is_value, part.observe, given)
