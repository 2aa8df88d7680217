"""`python -m course_utils.publish.notes` writes build/notes/NN_name.md: a page for each lesson.

Paths of notebooks may be given; without any it takes all.
"""

import re
import sys

from course_utils import home
from course_utils.publish import notebooks
from course_utils.publish.notes import notes_of

FOLDER = home.made("notes")


def page(path):
    """Return the notes of the lesson at `path` as Markdown, each section with its minute."""
    title = re.search(r"^# +(.+)", notebooks.read(path).cells[0].source, re.MULTILINE)[1]
    parts, begins = [f"# Speaker notes: {title}"], 0
    for section in notes_of(int(path.name[:2])):
        parts += [f"## {section.heading}", f"From minute {begins}: {section.markdown}"]
        begins += section.minutes
    return "\n\n".join([*parts, f"The end, at minute {begins}."]) + "\n"


def write(path, folder):
    """Write the notes of the lesson at `path`; return their path."""
    target = folder / f"{path.stem}.md"
    folder.mkdir(parents=True, exist_ok=True)
    target.write_text(page(path), encoding="utf-8")
    return target


def main(arguments):
    """Write the pages of the lessons named, or of all; return the exit code."""
    return notebooks.for_each(arguments, lambda path: write(path, FOLDER))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
