"""The solved course: every notebook with the reference answers in place, executed, checks green.

`python -m course_utils.publish.solutions [paths]` writes them to build/solutions/. One that fails,
or whose checks are not all green, is named on stderr and makes the exit code 1; the others are
written all the same.
"""

import sys

from course_utils import home
from course_utils.checking.verdict import RIGHT
from course_utils.publish import notebooks

FOLDER = home.made("solutions")


def write(path, folder):
    """Solve and execute the notebook at `path`, and write it to `folder` under its own name.

    Return how many checks are green. NotebookError, and nothing written, where one is not.
    """
    solved = notebooks.execute(notebooks.solved(notebooks.read(path)))
    green = sum(_green_checks(cell) for cell in notebooks.code_cells(solved))
    for cell in solved.cells:  # it stands one folder deeper than the lessons
        cell.source = cell.source.replace("../", "../../")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / path.name).write_text(notebooks.text(solved), encoding="utf-8")
    return green


def _green_checks(cell):
    """Return how many checks an exercise's cell made; NotebookError if one is not green."""
    if "exercise" not in notebooks.tags(cell):
        return 0
    verdicts = [str(data["text/plain"]) for _, data in notebooks.outputs(cell)]
    for verdict in verdicts:
        if not verdict.startswith(RIGHT):
            raise notebooks.NotebookError(f"cell {cell.id}: {verdict}")
    return len(verdicts)


def main(arguments):
    """Write the solutions of the notebooks named, or of all; return the exit code."""
    print(f"to {FOLDER}:")
    return notebooks.for_each(arguments, lambda path: f"{write(path, FOLDER)} checks green")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
