"""What has been graded, kept as it comes: a file that outlives whoever writes it.

A ledger is an SQLite database in the folder of the grades. Each submission is entered, whole, when
it is finished, so a run that is killed loses no more than what it was at.
"""

import dataclasses
import hashlib
import json
import secrets
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from course_utils.grade.results import Grade

NAME = "grades.sqlite"
_TABLES = """
CREATE TABLE IF NOT EXISTS graded (
    file TEXT PRIMARY KEY, digest TEXT NOT NULL, seconds REAL NOT NULL, grades TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS run (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""


@dataclass(frozen=True)
class Entry:
    """What came of one file, of which `digest` says what it was graded as."""

    file: str
    digest: str
    grades: tuple[Grade, ...]
    seconds: float = 0.0


class Ledger:
    """The entries of one folder; use it as a context manager."""

    def __init__(self, folder: Path):
        folder.mkdir(parents=True, exist_ok=True)
        self._base = sqlite3.connect(folder / NAME, isolation_level=None)
        self._base.executescript(_TABLES)

    def __enter__(self) -> "Ledger":
        return self

    def __exit__(self, *_):
        self._base.close()

    @property
    def seed(self) -> int:
        """The seed of the inputs that all answers are tried on: the same in every run."""
        drawn = str(secrets.randbelow(2**31))
        self._base.execute("INSERT OR IGNORE INTO run VALUES ('seed', ?)", [drawn])
        ((value,),) = self._base.execute("SELECT value FROM run WHERE name = 'seed'")
        return int(value)

    def enter(self, entry: Entry) -> None:
        """Keep an entry, in place of the one that its file may have."""
        grades = json.dumps([dataclasses.asdict(grade) for grade in entry.grades])
        row = [_storable(entry.file), entry.digest, entry.seconds, grades]
        self._base.execute("INSERT OR REPLACE INTO graded VALUES (?, ?, ?, ?)", row)

    def entries(self) -> dict[str, Entry]:
        """Return all entries by their file."""
        rows = self._base.execute("SELECT file, digest, grades, seconds FROM graded ORDER BY file")
        found = [
            Entry(_name(file), digest, tuple(map(_grade, json.loads(grades))), seconds)
            for file, digest, grades, seconds in rows
        ]
        return {entry.file: entry for entry in found}


def _storable(name):
    """Return a file's name as text, or as bytes where it is no text."""
    return name if name.isprintable() else name.encode("utf-8", "surrogateescape")


def _name(stored):
    return stored.decode("utf-8", "surrogateescape") if type(stored) is bytes else stored


def _grade(said):
    return Grade(**{**said, "mistakes": tuple(said["mistakes"])})


def digest(*parts: object) -> str:
    """Return a text that is another where any of `parts` is."""
    whole = json.dumps(parts, default=str, sort_keys=True)
    return hashlib.sha256(whole.encode("utf-8", "backslashreplace")).hexdigest()[:32]


def still_valid(entries: dict[str, Entry], digests: dict[str, str]) -> Iterable[str]:
    """Return the files that need not be graded again: they were, and nothing has changed."""
    return [f for f, one in digests.items() if f in entries and entries[f].digest == one]
