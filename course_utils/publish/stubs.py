"""The stubs in the notebooks: `python -m course_utils.publish.stubs [paths]` writes them.

A cell that holds the stub of the key already keeps every byte, and so does a notebook whose
cells all do. An exercise that has no cell yet gets one below the others, with its heading above it.
A cell whose exercise is not in the key is named on stderr and makes the exit code 1.
"""

import ast
import sys

from nbformat.v4 import new_code_cell, new_markdown_cell

from course_utils import home
from course_utils.checking import exercises, stubs
from course_utils.publish import notebooks


def cell_text(task):
    """Return what the cell of an exercise holds: a stub for each part, then the check."""
    lines = "\n" if all(part.is_value for part in task.parts) else "\n\n\n"
    names = ", ".join(part.name for part in task.parts)
    check = f'check("{task.number}", {names})'
    before_check = "\n\n" if lines == "\n" else lines
    return lines.join(map(stubs.text_of, task.parts)) + before_check + check


def fill(nb, tasks):
    """Change a notebook so that its exercise cells hold the stubs of `tasks`, a list of exercises.

    NotebookError if a cell checks an exercise that is not among them.
    """
    waiting = {task.number: task for task in tasks}
    last = None
    for cell in notebooks.code_cells(nb):
        if "exercise" in notebooks.tags(cell):
            (number, _), *_ = notebooks.checks(cell.source)
            if number not in waiting:
                raise notebooks.NotebookError(f"cell {cell.id}: the key has no exercise {number}")
            _write(cell, cell_text(waiting.pop(number)))
            last = cell
    at = nb.cells.index(last) + 1 if last else len(nb.cells)
    for task in waiting.values():
        name = exercises.cell_id(task.number)
        text = new_markdown_cell(f"### {task.heading}", id=f"{name}-text")
        stub = new_code_cell(cell_text(task), id=name, metadata={"tags": ["exercise"]})
        nb.cells[at:at] = [text, stub]
        at += 2


def _write(cell, text):
    """Give a cell this text, unless it says the same already, spaced in another way."""
    if ast.dump(ast.parse(cell.source)) != ast.dump(ast.parse(text)):
        cell.source = text


def store(path):
    """Fill the notebook at `path`; return True if the file changed. NotebookError as `fill`."""
    before = path.read_bytes()
    nb = notebooks.read(path)
    fill(nb, exercises.of_lesson(int(path.name[:2])))
    after = notebooks.text(nb).encode()
    if after != before:
        path.write_bytes(after)
    return after != before


def main(arguments):
    """Fill the notebooks named, or all; return the exit code."""
    changed = {True: "written", False: "unchanged"}
    return notebooks.for_each(arguments, lambda path: changed[store(path)], home.own_lessons)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
