"""`python -m course_utils.publish.notes` writes build/notes/NN_name.md: a page for each lesson."""

import re

from course_utils.publish import notebooks
from course_utils.publish.notes import notes_of

FOLDER = notebooks.ROOT / "build" / "notes"


def page(path):
    """Return the notes of the lesson at `path` as Markdown, each section with its minute."""
    title = re.search(r"^# +(.+)", notebooks.read(path).cells[0].source, re.MULTILINE)[1]
    parts, begins = [f"# Speaker notes: {title}"], 0
    for section in notes_of(int(path.name[:2])):
        parts += [f"## {section.heading}", f"From minute {begins}: {section.markdown}"]
        begins += section.minutes
    return "\n\n".join([*parts, f"The end, at minute {begins}."]) + "\n"


def main():
    """Write the pages of all lessons."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for path in notebooks.paths():
        target = FOLDER / f"{path.stem}.md"
        target.write_text(page(path), encoding="utf-8")
        print(target.relative_to(notebooks.ROOT))


if __name__ == "__main__":
    main()
