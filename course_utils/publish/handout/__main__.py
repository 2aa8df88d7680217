"""`python -m course_utils.publish.handout` writes build/slides/NN_name.html, and index.html.

The same with the speaker notes, which are not for students, it writes to build/slides/teacher.
Paths of notebooks may be given; without any it takes all.

A notebook that fails has no hand-out, is named on stderr, and makes the exit code 1.
"""

import sys

from course_utils import home
from course_utils.publish import notebooks
from course_utils.publish.handout import contents, handout, title
from course_utils.publish.notes import notes_of

FOLDER = home.made("slides")
TEACHER = "teacher"


def write(path, folder):
    """Write the hand-outs of the notebook at `path`; return their paths. None is left if it fails.

    The first has no notes, the second, in the folder `teacher`, has them.
    """
    targets = [place / f"{path.stem}.html" for place in (folder, folder / TEACHER)]
    for target in targets:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.unlink(missing_ok=True)
    nb = notebooks.read(path)
    pages = [handout(nb, notes) for notes in ([], notes_of(int(path.name[:2])))]
    for target, html in zip(targets, pages, strict=True):
        target.write_text(html, encoding="utf-8")
    return targets


def write_contents(folder):
    """Write the lists of the hand-outs that are there; return the path of the students'."""
    readme = (notebooks.ROOT / "README.md").read_text(encoding="utf-8")
    for place in (folder, folder / TEACHER):
        lessons = [
            (f"{path.stem}.html", title(notebooks.read(path)))
            for path in notebooks.paths()
            if (place / f"{path.stem}.html").exists()
        ]
        html = contents(lessons, readme, with_notes=place.name == TEACHER)
        (place / "index.html").write_text(html, encoding="utf-8")
    return folder / "index.html"


def main(arguments, folder=FOLDER):
    """Write the hand-outs of the notebooks named, or of all; return the exit code."""
    code = notebooks.for_each(arguments, lambda path: _size(write(path, folder)[0]))
    if folder.exists():
        print(write_contents(folder))
    return code


def _size(target):
    return f"{target.stat().st_size / 1e6:.2f} MB"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
