"""Canvas: whose a downloaded file is; and the gradebook, as it comes and as it is taken back.

What is said of Canvas here stands in its sources, below `lib`:

- `content_zipper.rb` names what is downloaded `NAME_LATE_USER_UPLOAD_FILE`, and `LATE` is left out
  for what came in time. NAME is what the gradebook sorts by ("Lovelace, Ada"), in small letters and
  without all that is no letter, digit or `_`. Where people are hidden `anon_CODE` stands for NAME
  and USER. What was typed is `…_USER_text.html`, a link `…_USER_link.html`.
- `gradebook_exporter.rb` writes the gradebook: Student, ID, SIS User ID (perhaps), SIS Login ID,
  Integration ID and Root Account (perhaps), Section, columns of the teacher's own, a column
  `TITLE (ID)` an assignment, and sums. Below stand a row "Manual Posting", perhaps, and a row
  "    Points Possible"; scores have two decimals.
- `gradebook_importer.rb` takes back a table whose first columns are those up to Section. It finds
  people by ID, assignments by the ID in the column's name, and offers to make an assignment of a
  column that it does not know. Columns that are left out stay as they are. An empty score takes
  away the one that was there; a row of Points Possible changes those of the assignment.
"""

import re

from course_utils.grade.origin import Origin

NAME = "Canvas"
_HAND_IN = re.compile(
    r"(?:(?P<name>.+?)_)??(?P<late>LATE_)?(?P<id>anon_\w{5}|\d+)_"
    r"(?:(?P<upload>\d{3,})_(?P<file>.+)|(?P<typed>(?:text|link)\.html))",
    re.DOTALL,
)


def origin(part: str) -> Origin | None:
    """Return whose a file of this name is; None if it has no name of Canvas's."""
    found = _HAND_IN.fullmatch(part)
    if not found:
        return None
    late, upload = bool(found["late"]), int(found["upload"] or 0)
    file = found["file"] or found["typed"]
    return Origin(found["name"] or found["id"], found["id"], NAME, file, upload, late)


def is_gradebook(header: list[str]) -> bool:
    """True if these names of columns, in small letters, are those of a gradebook."""
    return (
        header[:2] == ["student", "id"] or header[:3] == ["lastname", "firstname", "id"]
    ) and "section" in header


def is_no_student(row: list[str]) -> bool:
    """True for what stands among a gradebook's students and is none."""
    first = row[0].strip()
    return not first or first.startswith("Points Possible") or first == "Student, Test"
