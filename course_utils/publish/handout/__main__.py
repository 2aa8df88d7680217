"""`python -m course_utils.publish.handout` writes build/slides/NN_name.html, and index.html.

Paths of notebooks may be given; without any it takes all.

A notebook that fails has no hand-out, is named on stderr, and makes the exit code 1.
"""

import sys

from course_utils import home
from course_utils.publish import notebooks
from course_utils.publish.handout import contents, handout, title
from course_utils.publish.notes import notes_of

FOLDER = home.made("slides")


def write(path, folder):
    """Write the hand-out of the notebook at `path`; return its path. None is left if it fails."""
    target = folder / f"{path.stem}.html"
    folder.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    html = handout(notebooks.read(path), notes_of(int(path.name[:2])))
    target.write_text(html, encoding="utf-8")
    return target


def write_contents(folder):
    """Write the list of the hand-outs that are there; return its path."""
    lessons = [
        (f"{path.stem}.html", title(notebooks.read(path)))
        for path in notebooks.paths()
        if (folder / f"{path.stem}.html").exists()
    ]
    target = folder / "index.html"
    readme = (notebooks.ROOT / "README.md").read_text(encoding="utf-8")
    target.write_text(contents(lessons, readme), encoding="utf-8")
    return target


def main(arguments, folder=FOLDER):
    """Write the hand-outs of the notebooks named, or of all; return the exit code."""
    code = notebooks.for_each(arguments, lambda path: _size(write(path, folder)))
    if folder.exists():
        print(write_contents(folder))
    return code


def _size(target):
    return f"{target.stat().st_size / 1e6:.2f} MB"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
