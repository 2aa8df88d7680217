"""Who is expected: a roster, which is a table with a row a person, and whose each hand-in is."""

import csv
import io
import json
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from course_utils.grade import canvas, moodle
from course_utils.grade.origin import Origin

# The names of columns that tell of a person, in small letters.
COLUMNS = {
    "name": ("full name", "name", "student", "student name"),
    "first": ("first name", "firstname", "given name"),
    "last": ("last name", "lastname", "surname", "family name"),
    "id": ("identifier", "id", "student id", "user id", "id number", "sis user id"),
    "email": ("email address", "email", "e-mail", "mail"),
    "login": ("sis login id", "username", "login", "login id"),
}
EXPECTED = (
    "Moodle's grading worksheet (Identifier, Full name, …) or list of participants (First name, "
    "Last name, Email address), Canvas's gradebook (Student, ID, …, Section), or name, email, id; "
    "in English"
)
UNKNOWN, AMBIGUOUS = "not on the roster", "the roster has several people of this name"


@dataclass(frozen=True)
class Person:
    """Somebody on a roster, in its row number `row`; `called` is all that they may be called by."""

    name: str
    id: str
    email: str
    row: int
    called: frozenset[str]


@dataclass
class Roster:
    """The people of a table, and the table itself; `system` is '' where it is one's own."""

    system: str
    header: list[str]
    rows: list[list[str]]
    people: list[Person] = field(default_factory=list)

    def cell(self, row: int, column: str) -> str:
        """Return what stands in a row below a column of this name, '' if there is none."""
        for place, name in enumerate(self.header):
            if _plain(name) == _plain(column) and place < len(self.rows[row]):
                return self.rows[row][place].strip()
        return ""

    def find(self, whose: Origin) -> Person | str:
        """Return the person that a hand-in is of; else what keeps from knowing, in words."""
        if whose.id and (person := self._by_id(whose)):
            return person
        for name in [whose.name, *reversed(whose.name.split("/"))]:
            found = [one for one in self.people if _squeezed(name) in one.called]
            if len(found) == 1:
                return found[0]
            if found:
                return AMBIGUOUS
        return UNKNOWN

    def _by_id(self, whose):
        found = [one for one in self.people if one.id == whose.id]
        if whose.system == moodle.NAME:  # in another assignment the number is somebody else's
            found = [one for one in found if _squeezed(whose.name) in one.called]
        elif self.system not in ("", whose.system):
            return None
        return found[0] if len(found) == 1 else None


def read(path: str | Path) -> Roster:
    """Read a roster; ValueError, with what was expected, if it is none."""
    try:
        text = _text(Path(path).read_bytes())
    except OSError as error:
        raise ValueError(f"expected a roster, a CSV file; {error}") from error
    table = [row for row in csv.reader(io.StringIO(text), delimiter=_delimiter(text)) if any(row)]
    header = [name.strip() for name in table[0]] if table else []
    columns = _columns(header)
    if not columns.keys() & {"name", "last", "id", "email"}:
        came = ", ".join(header) or "an empty file"
        raise ValueError(f"expected a roster with the columns of {EXPECTED}; got: {came}")
    roster = Roster(_system(header), header, table[1:])
    for row, cells in enumerate(roster.rows):
        if not (roster.system == canvas.NAME and canvas.is_no_student(cells)):
            roster.people.append(_person(row, _told(cells, columns)))
    _refuse_twins(roster.people)
    return roster


def _text(data):
    try:
        return data.decode(json.detect_encoding(data[:4]))
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")  # of a spreadsheet on Windows


def _delimiter(text):
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(",;\t", key=first.count)


def _columns(header):
    """Return {kind: places of the columns}, the first of `COLUMNS` first."""
    plain = [_plain(name) for name in header]
    found = {kind: [plain.index(n) for n in names if n in plain] for kind, names in COLUMNS.items()}
    return {kind: places for kind, places in found.items() if places}


def _plain(name):
    return " ".join(name.casefold().split())


def _system(header):
    plain = [_plain(name) for name in header]
    if moodle.is_worksheet(plain):
        return moodle.NAME
    return canvas.NAME if canvas.is_gradebook(plain) else ""


def _told(cells, columns):
    cells = [cell.strip() for cell in cells]
    told = {k: [cells[n] for n in at if n < len(cells) and cells[n]] for k, at in columns.items()}
    return {kind: values for kind, values in told.items() if values}


def _person(row, told):
    def first(kind):
        return told.get(kind, [""])[0]

    number = moodle.number(first("id"))
    turned = " ".join(reversed([part.strip() for part in first("name").split(",", 1)]))
    name = turned.strip() or f"{first('first')} {first('last')}".strip()
    name = name or first("email") or first("login") or first("id")
    sort = f"{first('last')} {first('first')}"
    called = {name, first("name"), sort, first("email"), first("email").split("@")[0]}
    called |= {number, *told.get("id", ()), *told.get("login", ()), *_sorted_last_first(name)}
    squeezed = frozenset(filter(None, map(_squeezed, called)))
    return Person(name, number, first("email"), row, squeezed)


def _sorted_last_first(name):
    """Yield a name with each of its words taken for the first of the last name, put first."""
    words = name.split()
    return [" ".join(words[n:] + words[:n]) for n in range(1, len(words))]


def _squeezed(name):
    """Return the letters and digits of a name, by which Canvas calls a file."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFC", name).casefold()))


def _refuse_twins(people):
    rows = defaultdict(list)
    for one in people:
        rows[one.id or one.row].append(one.name)
    for number, names in rows.items():
        if len(names) > 1:
            raise ValueError(f"expected one person an id; {number} on the roster: {names}")
