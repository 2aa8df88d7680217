"""Speaker notes: what to ask the room, which wrong answer to expect, what to type, for how long.

`lessons/lesson_08_overfitting/notes.toml` has one section for each `##` heading of its lesson, from
the hook on:

    [[section]]
    heading = "4 · Ask every split"
    minutes = 7
    ask = "What would you bet?"     # this and all below may be left out
    expect = ["8.p2 about 2"]       # a number of the answer key, and a piece of a wrong option
    type = "errors(1, [3, 7])"      # or of a mistake's sentence: neither is written twice
    say = "The point of the section."
"""

import re
import tomllib
from dataclasses import dataclass

from course_utils.checking import register
from course_utils.publish import notebooks
from course_utils.publish.notes.key import wrong_answer

NOT_PRESENTED = "You will be able to"
_TEXTS = ("ask", "type", "prints", "say")


@dataclass(frozen=True)
class Section:
    """The notes on one section; `expected` holds pairs (wrong answer, what to say to it)."""

    heading: str
    minutes: int
    ask: str = ""
    expected: tuple = ()
    type: str = ""
    prints: str = ""
    say: str = ""

    @property
    def markdown(self):
        """The notes as Markdown, without the heading."""
        parts = [f"*{self.minutes} minute{'s' * (self.minutes != 1)}*"]
        if self.ask:
            parts.append(f"**Ask.** {self.ask}")
        if self.expected:
            rows = [f"- {answer} → {said}" for answer, said in self.expected]
            parts.append("**Expect**, and say to it:\n\n" + "\n".join(rows))
        if self.type:
            parts.append(f"**Type.**\n\n```python\n{self.type}\n```")
        if self.prints:
            parts.append(f"**It prints**\n\n```text\n{self.prints}\n```")
        if self.say:
            parts.append(f"**Say.** {self.say}")
        return "\n\n".join(parts)


def notes_of(number):
    """Return the notes of a lesson (8) as a list of `Section`, in the order of its headings.

    ValueError if there are none, if a heading is not the notebook's, or if an entry is wrong.
    """
    if type(number) is not int or number not in register.lessons():
        known = register.lessons()
        raise ValueError(f"expected a lesson that has notes, one of {known}; got {number!r}")
    path = register.folder(number) / "notes.toml"
    try:
        found = parse(path.read_text(encoding="utf-8"))
        compare([section.heading for section in found], headings(lesson(number)))
    except ValueError as error:
        raise ValueError(f"{path.name}: {error}") from error
    return found


def lesson(number):
    """Return the notebook of a lesson (8); ValueError if there is none."""
    for path in notebooks.FOLDER.glob(f"{number:02d}_*.ipynb"):
        return notebooks.read(path)
    raise ValueError(f"there is no notebook of lesson {number}")


def headings(nb):
    """Return the `##` headings of a notebook that are presented, in order."""
    found = []
    for cell in nb.cells:
        if cell.cell_type == "markdown":
            found += re.findall(r"^## +(.+?) *$", cell.source, re.MULTILINE)
    return [heading for heading in found if heading != NOT_PRESENTED]


def compare(ours, theirs):
    """Raise ValueError unless the headings of the notes are those of the notebook, in order."""
    if unknown := [heading for heading in ours if heading not in theirs]:
        raise ValueError(f"no heading {unknown[0]!r} in the notebook; it has {theirs}")
    if missing := [heading for heading in theirs if heading not in ours]:
        raise ValueError(f"no section for the notebook's heading {missing[0]!r}")
    if ours != theirs:
        raise ValueError(f"the sections stand in another order than in the notebook: {theirs}")


def parse(text):
    """Return the sections that a TOML text holds; ValueError if an entry is wrong."""
    table = tomllib.loads(text)
    if list(table) != ["section"]:
        raise ValueError(f"expected [[section]] and nothing else; got {list(table)}")
    return [_section(entry) for entry in table["section"]]


def _section(entry):
    heading = entry.get("heading")
    if not isinstance(heading, str):
        raise ValueError(f"expected a section with a heading, a text; got {entry}")
    try:
        if unknown := set(entry) - {"heading", "minutes", "expect", *_TEXTS}:
            raise ValueError(f"unknown entries {sorted(unknown)}")
        minutes, expect = entry.get("minutes"), entry.get("expect", [])
        if type(minutes) is not int or minutes < 0:
            raise ValueError(f"expected whole minutes, 0 or more; got {minutes!r}")
        if not isinstance(expect, list):
            raise ValueError(f"expected a list of texts as expect; got {expect!r}")
        texts = {name: entry.get(name, "") for name in _TEXTS}
        if wrong := [text for text in texts.values() if not isinstance(text, str)]:
            raise ValueError(f"expected a text; got {wrong[0]!r}")
        texts = {name: text.strip() for name, text in texts.items()}
        if bool(texts["type"]) != bool(texts["prints"]):
            raise ValueError("expected what is typed and what it prints, or neither")
        return Section(heading, minutes, expected=tuple(map(wrong_answer, expect)), **texts)
    except ValueError as error:
        raise ValueError(f"section {heading!r}: {error}") from error
