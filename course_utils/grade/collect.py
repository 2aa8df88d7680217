"""`python -m course_utils.grade.collect TO FOLDER...` copies what students have for grading.

Each FOLDER is that of a student's copies, as a class server keeps them: `people/ada/course`, or
`/home/jupyter-ada/course` with The Littlest JupyterHub. Ada's go to `TO/ada`. Links are not
followed, and TO is a folder that is not there yet.
"""

import sys
from pathlib import Path

from course_utils.grade import files


def collect(folders, to):
    """Copy the notebooks and scripts of each folder of copies; return {student: how many}.

    FileExistsError if `to` is there already; ValueError if two folders would be one student's.
    """
    owners = {folder: owner(folder) for folder in folders}
    if len(set(owners.values())) < len(owners):
        raise ValueError(f"expected one folder a student; got those of {sorted(owners.values())}")
    to.mkdir(parents=True)
    return {name: _copy(folder, to / name) for folder, name in owners.items()}


def owner(folder):
    """Return the name of the student whose copies lie in a folder: that of the folder above."""
    return folder.resolve().parent.name.removeprefix("jupyter-")


def _copy(folder, to):
    to.mkdir()
    own = [file for file in files.walk(folder) if "/" not in file.name and not file.trouble]
    taken = [file for file in own if file.kind in (".ipynb", ".py")]
    for file in taken:
        (to / file.name).write_bytes(file.read())
    return len(taken)


def main(arguments):
    """Collect, and say how many files each student has; return the exit code."""
    if len(arguments) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    to, *folders = map(Path, arguments)
    try:
        counted = collect(folders, to)
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    for name, number in counted.items():
        print(f"{name}: {number} files")
    print(f"make grade SUBMISSIONS={to}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
