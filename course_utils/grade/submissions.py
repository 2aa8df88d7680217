"""Find what was handed in, and say of each whose it is and which exercises it holds. Runs nothing.

It is in notebooks (.ipynb, of any format) and scripts (.py, divided by # %% or # In[3]:, or one
cell), in folders and in zips, which are not unpacked. Who handed it in:

- what Moodle and Canvas name is understood as it was downloaded, zipped or not;
- in a folder, the student is the folder: `SUBMISSIONS/ada/08_overfitting.ipynb` is ada's, and
  `SUBMISSIONS/monday/ada/08.ipynb` is monday/ada's. So is what a zip in it holds;
- beside the folders, the student is what the file's name says before the lesson's:
  `SUBMISSIONS/ada_08_overfitting.ipynb` is ada's, too.

A script without a check is a module of the student's own, for the notebooks beside it to import.
Links are not followed.
"""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path, PurePosixPath

from course_utils.checking import exercises
from course_utils.grade import canvas, files, moodle, reading
from course_utils.grade.files import File
from course_utils.grade.origin import Origin
from course_utils.publish import notebooks

EXAM = "exam"  # the name of the lesson whose exercises are a teacher's own
MOST_MODULES = 20  # that a submission takes along
LONGEST_MODULE = 100_000  # characters

_CHECK = re.compile(r"""^[ \t]*check\(\s*["'](\d+\.\w+)["']""", re.MULTILINE)


@dataclass
class Submission:
    """One file, named from the folder; `trouble` says why it cannot be read.

    `lesson` is the stem of the lesson's notebook, or "" if nothing tells; `cells` are pairs of a
    source and the numbers of the exercises in it; `files` are the modules that lie beside it.
    """

    file: str
    student: str
    lesson: str = ""
    cells: list = field(default_factory=list)
    trouble: str = ""
    files: dict = field(default_factory=dict)
    origin: Origin = Origin("")

    @property
    def exercises(self):
        """The numbers to be graded: those of the lesson, then others that it holds."""
        held = [number for _, numbers in self.cells for number in numbers]
        return list(dict.fromkeys([*lessons().get(self.lesson, {}).values(), *held]))


def lessons():
    """Return {stem: {cell id: number}} of the exercise cells of all lessons, and of an exam."""
    private = {exercises.cell_id(task.number): task.number for task in exercises.private()}
    return _of_course() | ({EXAM: private} if private else {})


@cache
def _of_course():
    found = {}
    for path in notebooks.paths():
        cells = notebooks.code_cells(notebooks.read(path))
        own = [cell for cell in cells if "exercise" in notebooks.tags(cell)]
        found[path.stem] = {c.id: n for c in own for n, _ in notebooks.checks(c.source)}
    return found


def find(folder):
    """Return (submissions, {other file: why it is none}) of a folder or a zip, in order.

    ValueError if there is none, or nothing in it that could be graded.
    """
    root = Path(folder)
    if not str(folder) or not (root.is_dir() or root.suffix.lower() == ".zip" and root.is_file()):
        # Path("") would be the course itself.
        raise ValueError(f"expected a folder of submitted notebooks; got {str(folder)!r}")
    gathered = _Gathered()
    for file in files.walk(root):
        gathered.add(file)
    found = gathered.submissions()
    if not found:
        raise ValueError(
            f"there is no notebook in {str(folder)!r}; expected files such as "
            "ada/08_overfitting.ipynb or ada_08_overfitting.ipynb, named by their students"
        )
    return found, gathered.others


class _Gathered:
    """What was found so far."""

    def __init__(self):
        self.found, self.others = [], {}
        self.modules = defaultdict(dict)  # {(whose, folder): {name: text}}
        self.told_by = {}  # whose the others are, where that is told

    def add(self, file: File):
        """Take a file for a submission, a module, or neither."""
        whose = _whose(file.told_by)
        if file.kind not in files.KINDS:
            self._pass_over(file, whose, file.trouble or "is no notebook and no script")
            return
        trouble, cells = file.trouble, []
        if not trouble:
            try:
                cells = reading.cells(file.name, file.read())
            except MemoryError:
                trouble = "needs more memory than there is"
            except Exception as error:  # a file can be wrong in any way
                trouble = str(error).strip().split("\n")[0] or type(error).__name__
        if file.kind == ".py" and not any(_CHECK.search(source) for _, source in cells):
            self._keep_module(file, whose, trouble)
            return
        lesson = _lesson_in(file.name)
        submission = Submission(file.name, whose.name, lesson, trouble=trouble, origin=whose)
        _find_exercises(submission, cells)
        self.found.append(submission)

    def _keep_module(self, file, whose, trouble):
        place = self.modules[_person(whose), _folder(file.name)]
        name, source = _own_name(file, whose), "" if trouble else reading.text(file.read())
        if trouble:
            self._pass_over(file, whose, trouble)
        elif not PurePosixPath(name).stem.isidentifier():
            self._pass_over(file, whose, "holds no check, and has no name to import it by")
        elif len(source) > LONGEST_MODULE or len(place) >= MOST_MODULES:
            most = f"{MOST_MODULES} modules of {LONGEST_MODULE // 1000} kB"
            self._pass_over(file, whose, f"is not taken along: there may be {most}")
        else:
            place[name] = source
            self._pass_over(file, whose, "holds no check; what lies beside it may import it")

    def _pass_over(self, file, whose, why):
        self.others[file.name] = why
        if len(file.told_by) > 1 or whose.system:
            self.told_by[file.name] = whose

    def submissions(self) -> list[Submission]:
        """Return the submissions with their modules; each person who handed in has at least one."""
        if self.found:
            self.found += self._of_no_use()
        for one in self.found:
            one.files = self.modules.get((_person(one.origin), _folder(one.file)), {})
        return _told_apart(sorted(self.found, key=lambda one: one.file))

    def _of_no_use(self):
        """Yield a submission for each person who handed in nothing but other files."""
        have = {_person(one.origin) for one in self.found}
        mine = defaultdict(dict)
        for name, whose in self.told_by.items():
            if not have & {_person(whose), *(("", str(up)) for up in Path(whose.name).parents)}:
                mine[_person(whose)][name] = whose
        for held in mine.values():
            (first, whose), *_ = held.items()
            listed = ", ".join(PurePosixPath(name).name for name in list(held)[:5])
            trouble = f"no notebook, and no script with a check; handed in: {listed}"
            yield Submission(first, whose.name, trouble=trouble, origin=whose)


def _whose(told_by: tuple[str, ...]) -> Origin:
    """Return whose a file is by the parts of its path, outermost first."""
    for part in told_by:
        if found := moodle.origin(part) or canvas.origin(part):
            return found
    *folders, last = told_by
    if folders:
        return Origin("/".join(folders), file=last)
    stem, lesson = PurePosixPath(last).stem, _lesson_in(last)
    before = stem[: stem.lower().find(lesson)] if lesson else stem
    return Origin(before.strip(" _-") or stem, file=last)


def _person(whose):
    return (whose.system, whose.id) if whose.id else ("", whose.name)


def _folder(name):
    return PurePosixPath(name).parent.as_posix()


def _own_name(file, whose):
    """Return what a student called a module: Canvas adds -1 to what was handed in once more."""
    name = PurePosixPath(file.name).name
    if whose.system and name == file.told_by[-1] and whose.file:
        name = re.sub(r"-\d+(?=\.py$)", "", whose.file)
    return name


def _told_apart(found):
    """Give people of one name their ids, so that no two of them are one.

    One person has one id in Canvas, and in Moodle one in each download.
    """
    called = defaultdict(set)
    for one in found:
        called[one.student, moodle.download(one.file)].add(_person(one.origin))
    ambiguous = {name for (name, _), people in called.items() if len(people) > 1}
    for one in found:
        if one.student in ambiguous and one.origin.id:
            one.student = f"{one.student} ({one.origin.id})"
    return found


def _lesson_in(name):
    stem = PurePosixPath(name).stem.lower()
    return next((lesson for lesson in lessons() if lesson in stem), "")


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
