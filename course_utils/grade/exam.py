"""The notebook of an exam: `python -m course_utils.grade.exam KEY NOTEBOOK.ipynb` writes it.

KEY is a folder of exercises of the teacher's own, numbered 2.T1, 2.T2, which students never see.
The notebook holds a stub for each, and its checks say that the answers will be judged later, by
`make grade SUBMISSIONS=dir KEY=dir`.
"""

import sys
from pathlib import Path

from course_utils.checking import exercises
from course_utils.grade.judge import load_private, read_key
from course_utils.publish import notebooks, stubs

SET_UP = "import torch\n\nfrom course_utils import check"


def notebook(tasks):
    """Return a notebook with a stub for each of these exercises.

    ValueError if two would have one cell, as 2.T1 and 3.T1.
    """
    from nbformat.v4 import new_code_cell, new_notebook

    ids = [exercises.cell_id(task.number) for task in tasks]
    if len(set(ids)) < len(ids):
        raise ValueError(
            f"expected exercises such as 2.T1 and 3.T2; got {[t.number for t in tasks]}"
        )
    nb = new_notebook(cells=[new_code_cell(SET_UP, id="set-up")])
    stubs.fill(nb, tasks)
    return nb


def main(arguments):
    """Write the notebook; return the exit code."""
    if len(arguments) != 2:
        print(f"expected a folder and the name of a notebook; got {arguments}\n{__doc__}")
        return 2
    key, path = arguments[0], Path(arguments[1])
    if path.exists():
        print(f"{path} is there already, and stays as it is", file=sys.stderr)
        return 1
    try:
        load_private(read_key(key))
        text = notebooks.text(notebook(exercises.private()))
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    path.write_text(text, encoding="utf-8")
    print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
