"""Moodle: whose a downloaded file is; the grading worksheet; and how feedback is handed back.

What is said of Moodle here stands in its sources, below `mod/assign`:

- `classes/downloader.php` names what is downloaded `NAME_ID_assignsubmission_file/FILE`, or,
  without folders, `NAME_ID_assignsubmission_file_FILE`; before Moodle 4.1 the folder's name ended
  in `_`. A `_` in a name becomes a space; ID counts the people of one assignment, and is no student
  number. Where names are hidden, NAME is `Participant`. What was typed is
  `…_onlinetext/onlinetext.html`.
- `gradingtable.php` writes the worksheet, in which ID stands as `Participant ID` below Identifier,
  and `Status` says `2 days 3 hours late` of what came after the due date.
- `feedback/offline/importgradeslib.php` takes it back: it looks for the columns Identifier, Grade
  and Last modified (grade), and for each kind of feedback, as Feedback comments. `locallib.php`
  beside it passes over grades that are empty, below 0, or above the assignment's maximum, and
  people whose grade has changed since. Feedback comments are HTML.
- `feedback/file/importziplib.php` takes a zip of feedback files: it splits a name at its first four
  `_`, finds the person by ID, and calls the file what is left.
"""

import math
import re
from datetime import datetime, timedelta

from course_utils.grade.origin import Origin

NAME = "Moodle"
_HAND_IN = re.compile(
    r"(?P<name>[^_]*)_(?P<id>\d+)_assignsubmission_[a-z]+(?:_(?P<file>.*))?", re.DOTALL
)


def origin(part: str) -> Origin | None:
    """Return whose a folder or file of this name is; None if it has no name of Moodle's."""
    found = _HAND_IN.fullmatch(part)
    if not found:
        return None
    hidden = found["name"].casefold() in ("", "participant")
    name = f"Participant {found['id']}" if hidden else found["name"]
    return Origin(name, found["id"], NAME, found["file"] or "")


def download(path: str) -> str:
    """Return where the download of one assignment lies that holds this path; '' if none does."""
    parts = path.split("/")
    place = next((n for n, part in enumerate(parts) if origin(part)), 0)
    return "/".join(parts[:place])


def is_worksheet(header: list[str]) -> bool:
    """True if these names of columns, in small letters, are those of a grading worksheet."""
    return {"identifier", "grade", "last modified (grade)"} <= set(header)


def number(identifier: str) -> str:
    """Return the number in `Participant 12345`; any other text as it is."""
    found = re.fullmatch(r"\D+ ?(\d+)", identifier)
    return found[1] if found and identifier.casefold().startswith("participant") else identifier


def days_late(status: str) -> int:
    """Return the begun days that a worksheet's Status tells of."""
    found = re.search(r"((?:\d+ \w+ ?)+) late\b", status)
    if not found:
        return 0
    parts = {unit.rstrip("s"): int(n) for n, unit in re.findall(r"(\d+) (\w+)", found[1])}
    whole = 365 * parts.pop("year", 0) + 7 * parts.pop("week", 0) + parts.pop("day", 0)
    return whole + (1 if any(parts.values()) else 0)


def days_after(submitted: str, due: datetime) -> int:
    """Return the begun days from `due` to a worksheet's Last modified (submission); 0 if none.

    ValueError if it is no time as Moodle writes it, in English.
    """
    if submitted in ("", "-"):
        return 0
    try:
        came = datetime.strptime(submitted, "%A, %d %B %Y, %I:%M %p")
    except ValueError as error:
        example = "Thursday, 9 February 2023, 8:52 AM"
        raise ValueError(f"expected a time such as {example!r}; got {submitted!r}") from error
    return max(0, math.ceil((came - due) / timedelta(days=1)))


def feedback_name(name: str, number: str, file: str) -> str:
    """Return the name by which Moodle knows whose a file in a zip of feedback is."""
    return f"{name.replace('_', ' ').replace('/', ' ')}_{number}_assignsubmission_file_{file}"
