"""A multiple-choice question whose every option says why it is right or wrong.

Each option is an HTML `<details>`: a click opens it, the keyboard reaches it, a screen reader reads
it, and it works the same in JupyterLab, on a web page and on a slide, with a kernel or without one.
"""

import html
import random
import re
from dataclasses import dataclass

from course_utils.checking.register import look_up
from course_utils.checking.verdict import plainly, show

_LETTERS = "ABCDEFGH"
_registry = {}


@dataclass(frozen=True)
class Option:
    """One possible answer, whether it is right, and the sentence that says why."""

    text: str
    right: bool
    why: str


@dataclass(frozen=True)
class Question:
    """A question with its options; shows itself as HTML or as text."""

    number: str
    text: str
    options: tuple

    def __str__(self):
        rows = [f"{_letter(i)}. {option.text}" for i, option in enumerate(self.options)]
        return "\n".join([self.text, *rows])

    __repr__ = __str__

    def _repr_html_(self):
        options = "".join(_option_html(i, option) for i, option in enumerate(self.options))
        return f"<div><p><strong>{_inline(self.text)}</strong></p>{options}</div>"


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


def ask(number):
    """Show question `number`; a click on an option says whether it is right, and why."""
    with plainly():
        show(find(number))


def find(number):
    """Return the question with this number; NotFound, a ValueError, if there is none."""
    return look_up(_registry, number, "question")


def draw(seed, each=3, lessons=range(10)):
    """Return the numbers of `each` quiz questions of every lesson, drawn by the seed.

    ValueError if a lesson has no such number of questions.
    """
    chance, drawn = random.Random(seed), []
    for lesson in lessons:
        find(f"{lesson}.q1")  # loads the lesson's questions
        own = [number for number in _registry if number.startswith(f"{lesson}.q")]
        if not 0 <= each <= len(own):
            raise ValueError(f"lesson {lesson:02d} has {len(own)} quiz questions; got {each!r}")
        drawn += sorted(chance.sample(own, each))
    return drawn


def _letter(index):
    return _LETTERS[index]


def _option_html(index, option):
    verdict = "✓ Right." if option.right else "✗ Not this one."
    return (
        f'<details style="margin: 4px 0"><summary style="cursor: pointer">{_letter(index)}. '
        f'{_inline(option.text)}</summary><div style="padding: 2px 22px">'
        f"{verdict} {_inline(option.why)}</div></details>"
    )


def _inline(text):
    """Turn `code` in backticks into HTML; everything else is text."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(text, quote=False))
