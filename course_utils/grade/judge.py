"""What is given to a student's process, and the verdict on what comes back: the key stays here."""

import base64
import functools
import hashlib
import linecache
import sys
import threading
import types
from pathlib import Path

import cloudpickle

from course_utils import checking, lessons
from course_utils.checking.exercises import find
from course_utils.checking.judging import line_on, verdict_on, wrong_number
from course_utils.checking.paper import paper_of
from course_utils.checking.trial import CheckFailed, Yardstick
from course_utils.checking.verdict import Kind, Line, Verdict
from course_utils.grade import wire

PRIVATE = "private"  # what the names of modules of one's own begin with

Key = tuple[tuple[str, str], ...]  # names and texts of the modules of a private key

# By value, for the other side has none of these modules.
cloudpickle.register_pickle_by_value(lessons)


@functools.cache
def fingerprint() -> str:
    """Return what changes when the exercises of the course do, or how they are judged."""
    rooms = [Path(lessons.__file__).parent, Path(checking.__file__).parent]
    whole = hashlib.sha256()
    for path in sorted(path for room in rooms for path in room.rglob("*.py")):
        whole.update(path.read_bytes())
    return whole.hexdigest()


class Judge:
    """Judges answers to the exercises of the course, and of a private key, on one seed's inputs.

    ValueError if the private key cannot be read.
    """

    def __init__(self, seed: int, key: Key = ()):
        load_private(key)
        self._yardstick = functools.cache(lambda part: Yardstick(part, seed))
        self._one_at_a_time = threading.Lock()  # what tries an answer changes what all threads see

    def papers(self, numbers) -> str:
        """Return all that is needed to try answers to these exercises, as text: {number: papers}.

        A paper comes with its inputs.
        """
        with self._one_at_a_time:
            papers = {number: self._papers(number) for number in numbers}
        return base64.b64encode(cloudpickle.dumps(papers)).decode("ascii")

    def _papers(self, number):
        return [(paper_of(part), self._inputs(part)) for part in find(number).parts]

    def _inputs(self, part):
        return self._yardstick(part).inputs

    def verdict(self, number: str, handed: list) -> Verdict:
        """Return the verdict on what `wire` says came of the answers to an exercise.

        ValueError if it cannot be read.
        """
        exercise = find(number)
        if len(handed) != len(exercise.parts):
            return wrong_number(exercise, len(handed))
        pairs = zip(exercise.parts, handed, strict=True)
        with self._one_at_a_time:
            return verdict_on(exercise, [self._line(part, said) for part, said in pairs])

    def _line(self, part, said):
        came = wire.from_json(said, len(self._inputs(part)))
        try:
            return line_on(came, part.name, lambda: self._yardstick(part))
        except CheckFailed as error:
            return Line(Kind.FAILED, part.name, f"the check itself failed: {error}")


def load_private(key: Key) -> None:
    """Enter the exercises of a key of one's own; ValueError if one cannot be read."""
    for name, text in key:
        if (module := f"{PRIVATE}_{name}") not in sys.modules:
            _enter(module, text)


def _enter(name, text):
    module, filename = types.ModuleType(name), f"<{name}>"
    module.__file__ = filename
    # The source of a reference is looked up, as that of any function is.
    linecache.cache[filename] = len(text), None, text.splitlines(keepends=True), filename
    sys.modules[name] = module
    try:
        exec(compile(text, filename, "exec"), vars(module))
    except Exception as error:
        del sys.modules[name]
        said = f"{name} cannot be read: {type(error).__name__}: {error}"
        raise ValueError(said) from error
    cloudpickle.register_pickle_by_value(module)


def read_key(folder: str | Path) -> Key:
    """Read a folder of exercises of one's own; ValueError if there is none."""
    files = sorted(Path(folder).glob("*.py"))
    if not files:
        raise ValueError(f"expected a folder with exercises, as ex1_my_own.py; got {str(folder)!r}")
    return tuple((path.stem, path.read_text(encoding="utf-8")) for path in files)
