"""Find submitted notebooks, and say of each whose it is and which exercises it holds. Runs nothing.

In a folder, the student is the folder: `SUBMISSIONS/ada/08_overfitting.ipynb` is ada's, and
`SUBMISSIONS/monday/ada/08.ipynb` is monday/ada's. Beside the folders, the student is what the
file's name says before the lesson's: `SUBMISSIONS/ada_08_overfitting.ipynb` is ada's, too.
"""

import re
import warnings
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from course_utils.publish import notebooks

LARGEST = 200_000_000  # bytes of a file that is still read
_CHECK = re.compile(r"""^[ \t]*check\(\s*["'](\d+\.\w+)["']""", re.MULTILINE)


@dataclass
class Submission:
    """One file, named from the folder; `trouble` says why it cannot be read.

    `lesson` is the stem of the lesson's notebook, or "" if nothing tells; `cells` are pairs of a
    source and the numbers of the exercises in it; `files` are texts that lie beside it.
    """

    file: str
    student: str
    lesson: str = ""
    cells: list = field(default_factory=list)
    trouble: str = ""
    files: dict = field(default_factory=dict)

    @property
    def exercises(self):
        """The numbers to be graded: those of the lesson, then others that it holds."""
        held = [number for _, numbers in self.cells for number in numbers]
        return list(dict.fromkeys([*lessons().get(self.lesson, {}).values(), *held]))


@cache
def lessons():
    """Return {stem: {cell id: number}} of the exercise cells of all lessons."""
    found = {}
    for path in notebooks.paths():
        cells = notebooks.code_cells(notebooks.read(path))
        own = [cell for cell in cells if "exercise" in notebooks.tags(cell)]
        found[path.stem] = {c.id: n for c in own for n, _ in notebooks.checks(c.source)}
    return found


def find(folder):
    """Return (submissions, other files) of a folder, at any depth, in order.

    ValueError if there is no such folder, or no notebook in it.
    """
    if not str(folder) or not Path(folder).is_dir():  # Path("") would be the course itself
        raise ValueError(f"expected a folder of submitted notebooks; got {str(folder)!r}")
    folder = Path(folder)
    files = [p for p in sorted(folder.rglob("*")) if p.is_file() and not _is_hidden(p, folder)]
    wanted = [path for path in files if path.suffix.lower() == ".ipynb"]
    if not wanted:
        raise ValueError(
            f"there is no notebook in {str(folder)!r}; expected files such as "
            "ada/08_overfitting.ipynb or ada_08_overfitting.ipynb, named by their students"
        )
    return [_read(path, folder) for path in wanted], [path for path in files if path not in wanted]


def _is_hidden(path, folder):
    """True for checkpoints and for what systems leave."""
    return any(part.startswith((".", "__MACOSX")) for part in path.relative_to(folder).parts)


def _read(path, folder):
    named = next((stem for stem in lessons() if stem in path.stem.lower()), "")
    file = path.relative_to(folder).as_posix()
    submission = Submission(file, _student(path, folder, named), named)
    try:
        if path.stat().st_size > LARGEST:
            raise ValueError(f"the file has more than {LARGEST // 10**6} MB")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # cells without an id, from older programs
            cells = notebooks.code_cells(notebooks.read(path))
        sources = [(cell.get("id"), str(cell.source)) for cell in cells]
    except Exception as error:  # a file can be wrong in any way
        submission.trouble = f"{type(error).__name__}: {str(error).strip()}".split("\n")[0]
    else:
        _find_exercises(submission, sources)
    return submission


def _student(path, folder, named):
    where = path.parent.relative_to(folder)
    if where.parts:
        return where.as_posix()
    start = path.stem.lower().find(named) if named else len(path.stem)
    return path.stem[:start].strip(" _-") or path.stem


def _find_exercises(submission, sources):
    """Find the exercises by their checks; where a check is gone, by the id of the lesson's cell."""
    known = {number: stem for stem, cells in lessons().items() for number in cells.values()}
    held = [[n for n in _CHECK.findall(source) if n in known] for _, source in sources]
    count = Counter(known[number] for numbers in held for number in numbers)
    if count:
        submission.lesson = count.most_common(1)[0][0]
    ids = lessons().get(submission.lesson, {})
    seen = {number for numbers in held for number in numbers}
    for (cell_id, source), numbers in zip(sources, held, strict=True):
        if not numbers and cell_id in ids and ids[cell_id] not in seen:
            numbers.append(ids[cell_id])
        submission.cells.append((source, list(dict.fromkeys(numbers))))
