"""How a verdict reads, as text and as HTML, in light and in dark."""

import codecs
import html
import sys
from dataclasses import dataclass, field

RIGHT, WRONG, NOT_ATTEMPTED = "✓", "✗", "○"

# The theme's own colours where there is a theme; the fallbacks are readable on white and on black.
_COLOURS = {
    RIGHT: "var(--jp-success-color1, #388e3c)",
    WRONG: "var(--jp-error-color1, #d32f2f)",
}

# Where an output cannot write a sign.
_WORDS = {RIGHT: "[right]", WRONG: "[wrong]", NOT_ATTEMPTED: "[open]", "→": "->", "…": "..."}


@dataclass
class Line:
    """One part of a verdict: `text` says what came, `said` what to look at, `printed` the rest."""

    mark: str
    name: str
    text: str
    said: str = ""
    printed: str = ""


@dataclass
class Verdict:
    """The judgement on one exercise: a mark, a headline, and a line for each part."""

    mark: str
    title: str
    lines: list = field(default_factory=list)

    @classmethod
    def of(cls, title, lines, number):
        """Sum up `lines`: wrong if one is, right if all are."""
        marks = [line.mark for line in lines]
        if WRONG in marks:
            if not all(line.said for line in lines if line.mark == WRONG):
                lines = [*lines, Line("→", "", f'hint("{number}") gives a hint.')]
            return cls(WRONG, title, lines)
        if set(marks) == {NOT_ATTEMPTED}:
            return cls(NOT_ATTEMPTED, f"{title}: not attempted")
        return cls(NOT_ATTEMPTED if NOT_ATTEMPTED in marks else RIGHT, title, lines)

    def __str__(self):
        rows = [f"{self.mark} {self.title}"]
        for line in self.lines:
            rows.append("  " + " ".join(filter(None, [line.mark, _label(line), line.text])))
            rows.extend(f"    {row}" for row in [line.said] if row)
            rows.extend(f"    printed: {row}" for row in _printed(line))
        return "\n".join(rows)

    __repr__ = __str__

    def _repr_html_(self):
        colour = _COLOURS.get(self.mark, "var(--jp-border-color1, #888)")
        rows = "".join(f"<div>{_html(line)}</div>" for line in self.lines)
        return (
            f'<div role="status" style="border-left: 4px solid {colour}; padding: 2px 10px">'
            f"<strong>{html.escape(f'{self.mark} {self.title}')}</strong>{rows}</div>"
        )


def _label(line):
    return f"{line.name}:" if line.name else ""


def _printed(line, most=3, width=80):
    rows = [row for row in line.printed.splitlines() if row.strip()][:most]
    return [row if len(row) <= width else row[: width - 1] + "…" for row in rows]


def _html(line):
    name = f"<code>{html.escape(line.name)}</code>: " if line.name else ""
    said = f"<br/><strong>{html.escape(line.said)}</strong>" if line.said else ""
    printed = "".join(f"<br/>printed: {html.escape(row)}" for row in _printed(line))
    return f"{html.escape(line.mark)} {name}{html.escape(line.text)}{said}{printed}".strip()


def show(verdict):
    """Show a verdict in the page of a notebook; print it where there is none, in any encoding."""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    if hasattr(shell, "kernel"):
        from IPython.display import display

        display(verdict)
    else:
        print(_in_encoding(str(verdict), getattr(sys.stdout, "encoding", None) or "utf-8"))


def _in_encoding(text, encoding):
    """Return `text` as `encoding` can write it: a mark that it lacks becomes a word."""
    return text.encode(encoding, "verdict_in_words").decode(encoding)


def _in_words(error):
    letters = error.object[error.start : error.end]
    words = "".join(_WORDS.get(c, c.encode("ascii", "backslashreplace").decode()) for c in letters)
    return words, error.end


codecs.register_error("verdict_in_words", _in_words)
