"""A multiple-choice question whose every option says why it is right or wrong.

It is markup that can be read anywhere, each option a `<details>` with its answer in it. Where
scripts run, `ask` lets one choose, commit and be told, the same in JupyterLab, on a web page and on
a slide, with a kernel or without one: `course_utils/explore/page/ask.js` does it.
"""

import html
import random
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from course_utils import memory, page
from course_utils.checking import register
from course_utils.checking.verdict import plainly, show

_LETTERS = "ABCDEFGH"
_CODE = "`([^`]+)`"
_registry = {}


@dataclass(frozen=True)
class Option:
    """One possible answer, whether it is right, and the sentence that says why."""

    text: str
    right: bool
    why: str

    @property
    def plain(self):
        """Its text without marks, by which it is remembered."""
        return re.sub(_CODE, r"\1", self.text)


@dataclass(frozen=True)
class Question:
    """A question with its options; the same as text, and as HTML that needs no script."""

    number: str
    text: str
    options: tuple

    @property
    def lesson(self):
        """The number of the lesson it belongs to."""
        return int(self.number.split(".")[0])

    @property
    def is_prediction(self):
        """True if it is asked before something is shown, False in a quiz."""
        return ".p" in self.number

    def __str__(self):
        rows = [f"{_letter(i)}. {option.text}" for i, option in enumerate(self.options)]
        return "\n".join([self.text, *rows])

    __repr__ = __str__

    def html(self):
        """Return its markup; in one of the reader's copies it says whose answers are kept."""
        work = memory.place()
        kept = f' data-work="{work}"' if work else ""
        options = "".join(_option_html(i, option) for i, option in enumerate(self.options))
        return (
            f'<div data-question="{self.number}"{kept}>'
            f"<p><strong>{_inline(self.text)}</strong></p>{options}</div>"
        )


class _Asked(tuple):
    """Questions as `ask` shows them, with what makes them alive."""

    def __str__(self):
        return "\n\n".join(map(str, self))

    __repr__ = __str__

    def _repr_html_(self):
        questions = "".join(question.html() for question in self)
        return f"<div>{questions}{_script()}</div>"


def question(number, text, *options):
    """Enter a question in the register under its number: '2.q1' in a quiz, '2.p1' to predict.

    `options` are pairs `right("text", "why")` and `wrong("text", "why")`; at least one is right.
    """
    if number in _registry:
        raise ValueError(f"question {number!r} stands in the answer key twice")
    if not 2 <= len(options) <= len(_LETTERS) or not any(option.right for option in options):
        raise ValueError(f"question {number!r} needs from 2 to 8 options, one of them right")
    _registry[number] = Question(number, text, options)
    return _registry[number]


def right(text, why):
    """Make a right option and say why it is."""
    return Option(text, True, why)


def wrong(text, why):
    """Make a wrong option and say why it is."""
    return Option(text, False, why)


def ask(*numbers):
    """Show the questions with these numbers: one chooses, commits, and is told why it is right."""
    with plainly():
        show(_Asked(map(find, numbers)))


def find(number):
    """Return the question with this number; NotFound, a ValueError, if there is none."""
    return register.look_up(_registry, number, "question")


def find_anew(number):
    """Return a question as `find` does, but as it is in its file by now."""
    lesson = register.lesson_of(number, "question")
    for question in of_lesson(lesson):
        del _registry[question.number]
    register.load(lesson, ["question"], again=True)
    return find(number)


def of_lesson(lesson):
    """Return the questions of a lesson; NotFound, a ValueError, if there is no such lesson."""
    register.load(lesson, ["question"])
    return [question for question in _registry.values() if question.lesson == lesson]


def draw(seed, each=3, lessons=range(10)):
    """Return the numbers of `each` quiz questions of every lesson, drawn by the seed.

    ValueError if a lesson has no such number of questions.
    """
    chance, drawn = random.Random(seed), []
    for lesson in lessons:
        own = [q.number for q in of_lesson(lesson) if not q.is_prediction]
        if not 0 <= each <= len(own):
            raise ValueError(f"lesson {lesson:02d} has {len(own)} quiz questions; got {each!r}")
        drawn += sorted(chance.sample(own, each))
    return drawn


def _letter(index):
    return _LETTERS[index]


def _option_html(index, option):
    kind, verdict = ("right", "✓ Right.") if option.right else ("wrong", "✗ Not this one.")
    return (
        f'<details class="{kind}"><summary><b>{_letter(index)}</b> {_inline(option.text)}</summary>'
        f"<p><strong>{verdict}</strong> {_inline(option.why)}</p></details>"
    )


@cache
def _script():
    """Return the script of a question; it takes the place of the markup beside it."""
    return page.script((Path(__file__).parent / "built" / "question.js.gz").read_bytes())


def _inline(text):
    """Turn `code` in backticks into HTML; everything else is text."""
    return re.sub(_CODE, r"<code>\1</code>", html.escape(text, quote=False))
