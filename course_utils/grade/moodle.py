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

import re

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
