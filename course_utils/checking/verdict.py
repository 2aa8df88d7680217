"""How a verdict reads, as text and as HTML, in light and in dark."""

import codecs
import contextlib
import html
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from course_utils import page
from course_utils.checking.help import Help
from course_utils.checking.register import NotFound

RIGHT, WRONG, NOT_ATTEMPTED, NOT_JUDGED, NOTE = "✓", "✗", "○", "!", "→"
# Where an output cannot write a sign.
_WORDS = {RIGHT: "[right]", WRONG: "[wrong]", NOT_ATTEMPTED: "[open]", NOTE: "->", "…": "..."}


class Kind(Enum):
    """What a line of a verdict, or the whole of it, says of an answer; the gravest comes last."""

    NOTE = "a word to the student, no judgement"
    RIGHT = "right"
    REMARK = "right, but there is something to say about it"
    UNTOUCHED = "as it stood in the cell"
    FAILED = "the check itself failed: nothing is known about the answer"
    UNKNOWN = "wrong, in a way nobody foresaw"
    RAISED = "stopped by an error nobody foresaw"
    CLUE = "wrong, in a way that any exercise knows"
    SLIP = "wrong, in a way that this exercise knows"
    LATE = "not finished in time"

    @property
    def mark(self) -> str:
        """The sign that stands before it."""
        return _MARKS.get(self, WRONG)

    @property
    def is_wrong(self) -> bool:
        """True if the answer was judged and is not right."""
        return self.mark == WRONG


_MARKS = {
    Kind.NOTE: NOTE,
    Kind.RIGHT: RIGHT,
    Kind.REMARK: RIGHT,
    Kind.UNTOUCHED: NOT_ATTEMPTED,
    Kind.FAILED: NOT_JUDGED,
}


@dataclass(frozen=True)
class Line:
    """One part of a verdict: `text` says what came, `said` what to look at, `printed` the rest."""

    kind: Kind
    name: str
    text: str
    said: str = ""
    printed: str = ""

    @property
    def mark(self) -> str:
        """The sign that stands before the line."""
        return self.kind.mark


@dataclass(frozen=True)
class Verdict:
    """The judgement on one exercise: its kind, a headline, a line for each part, and what helps.

    `help` is a sentence, or the `Help` that an answer which is wrong needs.
    """

    kind: Kind
    title: str
    lines: Sequence[Line] = ()
    help: str | Help = ""

    @classmethod
    def of(cls, title: str, lines: Sequence[Line], help: Help) -> "Verdict":
        """Sum up `lines`: the gravest kind is that of the whole. Only who is wrong gets `help`."""
        kind = max((line.kind for line in lines), key=list(Kind).index)
        if all(line.kind is Kind.UNTOUCHED for line in lines):
            return cls(kind, f"{title}: not attempted")
        is_wrong = any(line.kind.is_wrong for line in lines)
        return cls(kind, title, lines, help if is_wrong else "")

    @property
    def mark(self) -> str:
        """The sign that stands before the headline."""
        return self.kind.mark

    @property
    def was_tried(self) -> bool:
        """True if at least one part of the answer was judged."""
        idle = (Kind.UNTOUCHED, Kind.FAILED)
        return any(line.kind not in idle for line in self.lines)

    def __str__(self) -> str:
        rows = [f"{self.mark} {self.title}"]
        for line in self.lines:
            rows.append("  " + " ".join(filter(None, [line.mark, _label(line), line.text])))
            rows.extend(f"    {row}" for row in [line.said] if row)
            rows.extend(f"    printed: {row}" for row in _printed(line))
        rows.extend(f"  {row}" for row in [str(self.help)] if row)
        return "\n".join(rows)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        look = "right" if self.mark == RIGHT else "wrong" if self.kind.is_wrong else "open"
        title = html.escape(f"{self.mark} {self.title}")
        lines = "".join(f"<li>{_html(line)}</li>" for line in self.lines)
        lines = f"<ul>{lines}</ul>" if lines else ""
        help = self.help._repr_html_() if isinstance(self.help, Help) else _paragraph(self.help)
        return (
            f'<div class="course-verdict {look}" role="status">'
            f"<p><strong>{title}</strong></p>{lines}{help}</div>"
        )


def _paragraph(text: str) -> str:
    return f"<p>{html.escape(text)}</p>" if text else ""


def _label(line: Line) -> str:
    return f"{line.name}:" if line.name else ""


def _printed(line: Line, most: int = 3, width: int = 80) -> list[str]:
    rows = [row for row in line.printed.splitlines() if row.strip()][:most]
    return [row if len(row) <= width else row[: width - 1] + "…" for row in rows]


def _html(line: Line) -> str:
    name = f"<code>{html.escape(line.name)}</code>: " if line.name else ""
    said = f"<br/><strong>{html.escape(line.said)}</strong>" if line.said else ""
    printed = "".join(f"<br/>printed: {html.escape(row)}" for row in _printed(line))
    return f"{html.escape(line.mark)} {name}{html.escape(line.text)}{said}{printed}".strip()


def show(verdict: Verdict) -> None:
    """Show a verdict in the page of a notebook; print it where there is none, in any encoding."""
    if page.is_there():
        from IPython.display import display

        display(verdict)
    else:
        print(_in_encoding(str(verdict), getattr(sys.stdout, "encoding", None) or "utf-8"))


def _in_encoding(text: str, encoding: str) -> str:
    """Return `text` as `encoding` can write it: a mark that it lacks becomes a word."""
    return text.encode(encoding, "verdict_in_words").decode(encoding)


def _in_words(error: UnicodeEncodeError) -> tuple[str, int]:
    letters = error.object[error.start : error.end]
    words = "".join(_WORDS.get(c, c.encode("ascii", "backslashreplace").decode()) for c in letters)
    return words, error.end


codecs.register_error("verdict_in_words", _in_words)


@contextlib.contextmanager
def plainly() -> Iterator[None]:
    """Show a sentence in place of a traceback where a number was typed that does not exist."""
    try:
        yield
    except NotFound as error:
        show(Verdict(Kind.NOTE, str(error)))
