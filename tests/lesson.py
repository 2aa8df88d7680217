"""A lesson as data, for the tests that read it and for the report."""

import functools
import re
import statistics

import pytest

from course_utils.checking import exercises, questions, register
from course_utils.publish import notebooks

_FENCE = re.compile(r"^ *(```|~~~).*?^ *\1 *$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)", re.DOTALL)
_MATH = re.compile(r"\$\$.+?\$\$|\$[^$\n]+\$", re.DOTALL)
_LINK = re.compile(r"!?\[([^\]]*)\]\(([^)\s]+)[^)]*\)")
_TAG = re.compile(r"<!--.*?-->|</?[a-zA-Z][^>]*>", re.DOTALL)


class Lesson:
    """One notebook and what the tests ask of it."""

    def __init__(self, path):
        self.path = path
        self.number = int(path.name[:2]) if path.name[:2].isdigit() else None

    def __repr__(self):
        return self.path.stem

    @functools.cached_property
    def nb(self):
        return notebooks.read(self.path)

    @property
    def code(self):
        return notebooks.code_cells(self.nb)

    @property
    def markdown(self):
        return [cell for cell in self.nb.cells if cell.cell_type == "markdown"]

    @property
    def lines(self):
        """The number of lines, blank ones left out, of each code cell to be read, ascending."""
        read = [
            cell.source
            for cell in self.code
            if "exercise" not in notebooks.tags(cell) and not notebooks.folded(cell)
        ]
        return sorted(sum(bool(line.strip()) for line in s.splitlines()) for s in read)

    @property
    def median(self):
        return statistics.median(self.lines)

    @property
    def percentile_90(self):
        """The nearest rank below: of 11 cells the tenth."""
        return self.lines[int(0.9 * (len(self.lines) - 1))]

    @property
    def words(self):
        """How many words the text cells hold, without the headings of exercises."""
        text = "\n".join(cell.source for cell in self.markdown)
        return len(re.sub(r"^### .*", "", text, flags=re.MULTILINE).split())

    @property
    def kilobytes(self):
        return self.path.stat().st_size / 1000

    @property
    def exercises(self):
        """The exercises of this lesson in the answer key, by number."""
        return self._key(exercises)

    @property
    def questions(self):
        """The questions of this lesson in the answer key, by number."""
        return self._key(questions)

    @property
    def parts(self):
        """The parts of all exercises of this lesson."""
        return [part for task in self.exercises.values() for part in task.parts]

    @property
    def said_by_the_key(self):
        """Every hint and sentence of this lesson's answer key."""
        said = [hint for task in self.exercises.values() for hint in task.hints]
        for part in self.parts:
            said += [known.sentence for known in part.mistakes + part.remarks]
        for item in self.questions.values():
            said += [item.text, *(option.why for option in item.options)]
        return said

    def _key(self, kind):
        register.load(self.number)
        own = f"{self.number}."
        # They are registered as they are imported, and a test may have imported a later one first.
        return {n: item for n, item in sorted(kind._registry.items()) if n.startswith(own)}


@functools.cache
def _lessons():
    """Return the lessons that exist: the same for all tests, so that each is read once."""
    return [*map(Lesson, notebooks.paths())]


def each_lesson(scope="function"):
    """Parametrise a test over the lessons that exist, as `lesson`.

    `scope` is that of fixtures which ask for `lesson`, too: what they make is kept so long.
    """
    return pytest.mark.parametrize("lesson", _lessons(), ids=repr, scope=scope)


def links(markdown):
    """Return the targets of the links and pictures in a text, code left out."""
    return [target for _, target in _LINK.findall(_CODE.sub("", _FENCE.sub("", markdown)))]


def code_in(markdown):
    """Return what is written as code in a text: blocks and spans, one string."""
    blocks = [match.group() for match in _FENCE.finditer(markdown)]
    spans = [match.group() for match in _CODE.finditer(_FENCE.sub("", markdown))]
    return "\n".join(blocks + spans)


def without_targets(markdown):
    """Return the text as it is read, code included: no link targets, no HTML tags."""
    return _TAG.sub("", _LINK.sub(r"\1", markdown))


def prose(markdown):
    """Return the text as it is read, with X for each span of code and each formula."""
    text = _FENCE.sub("", markdown)
    return without_targets(_MATH.sub("X", _CODE.sub("X", text)))
