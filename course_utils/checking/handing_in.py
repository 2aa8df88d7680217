"""Take an answer in: see what it is, and try it. Whoever judges it later need not meet it."""

from collections.abc import Callable
from dataclasses import dataclass

from course_utils.checking import sandbox
from course_utils.checking.paper import Args, Paper
from course_utils.checking.plain_data import as_data, kind_of
from course_utils.checking.stubs import is_untouched
from course_utils.checking.trial import Trial, attempt


@dataclass(frozen=True)
class HandedIn:
    """What came of an answer, as plain data: its `trial`; or `no_function`, what came in place of
    the function that is asked for; or neither, where the answer is as it stood in the cell.
    """

    trial: Trial | None = None
    no_function: str = ""


def hand_in(paper: Paper, answer: object, inputs: Callable[[], list[Args]]) -> HandedIn:
    """Look at an answer, and try it on what `inputs()` returns, if there is something to try."""
    if is_untouched(answer, paper.given):
        return HandedIn()
    if not paper.is_value and not callable(answer):
        came = kind_of(sandbox.run(lambda: as_data(answer)).value)
        return HandedIn(no_function=came)
    return HandedIn(attempt(paper, answer, inputs()))
