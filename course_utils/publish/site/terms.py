"""The words of the course and where each is introduced, found in the lessons by how they mark them.

A lesson sets a new word in bold where it introduces it, and again in its recap; in the recap's line
"Others call it …" the words of other texts are in italics. Bold is also what a reader will be able
to do, what leads an item of a list, and whole sentences; those are no words of the field.
"""

import re
from dataclasses import dataclass

from course_utils.publish import notebooks

_BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
_ITALIC = re.compile(r"(?<!\*)\*([^*\n]+)\*(?!\*)")
_OTHERS = re.compile(r"^(?:\*\*)?Others call.*", re.MULTILINE)
_SENTENCE = re.compile(r"[.?!:]$")
# Said loudly where they stand, and words of no field.
_STRESSED = {"add", "backwards", "multiply", "universal", "up", "zero"}

_INTRODUCTION = """# Index of terms

Each word leads to the place where a lesson introduces it.
A word in *italics* is one of other texts; the recap it leads to says what it is called here."""


@dataclass(frozen=True)
class Place:
    """A cell of a lesson, and whether the word is one that others use."""

    lesson: str
    cell: str
    others: bool = False

    @property
    def link(self):
        """Return the place as a link in Markdown."""
        return f"[lesson {self.lesson[:2]}]({self.lesson}.ipynb#{self.cell})"


def terms(lessons):
    """Return {word: [Place, …]}, in alphabetical order; `lessons` are pairs (name, notebook)."""
    prose = "\n".join(cell.source for _, nb in lessons for cell in _texts(nb))
    found = {}
    for lesson, nb in lessons:
        for cell in _texts(nb):
            for word, others in _words(cell):
                places = found.setdefault(_as_in_mid_sentence(word, prose), [])
                if lesson not in (place.lesson for place in places):
                    places.append(Place(lesson, cell.id, others))
    return dict(sorted(_singular(found).items(), key=lambda item: _order(item[0])))


def page():
    """Return the index of terms as Markdown."""
    lessons = [(path.stem, notebooks.read(path)) for path in notebooks.paths()]
    lines, letter = [_INTRODUCTION], ""
    for word, places in terms(lessons).items():
        if _letter(word) != letter:
            letter = _letter(word)
            lines.append(f"\n## {letter}\n")
        shown = f"*{word}*" if all(place.others for place in places) else word
        lines.append(f"- {shown}: {', '.join(place.link for place in places)}")
    return "\n".join(lines) + "\n"


def _texts(nb):
    return [cell for cell in nb.cells if cell.cell_type == "markdown" and cell.id != "objectives"]


def _words(cell):
    """Yield (word, whether it is others') for each word that a cell introduces."""
    source, is_recap = cell.source, cell.source.startswith("## Recap")
    for line in _OTHERS.findall(source):
        source = source.replace(line, "")
        yield from ((word, True) for word in _ITALIC.findall(line))
    if not is_recap:
        source = re.sub(r"^(- |\d+\. )\*\*.+?\*\*", "", source, flags=re.MULTILINE)
    for bold in _BOLD.findall(source):
        for word in bold.split(", "):
            if not _SENTENCE.search(bold) and word.lower() not in _STRESSED:
                yield word.removesuffix("²"), False


def _as_in_mid_sentence(word, prose):
    """Return a word as it is written where it begins no sentence, if it stands so anywhere."""
    small = word[0].lower() + word[1:]
    if len(word) == 1:  # H is not h
        return word
    return small if re.search(rf"(?<![\w.]){re.escape(small)}(?!\w)", prose) else word


def _singular(found):
    """Return what was found, with a plural's places under its singular where there is one."""
    joined = {}
    for word, places in found.items():
        one = word[:-1] if word.endswith("s") and word[:-1] in found else word
        known = {place.lesson for place in joined.get(one, [])}
        joined.setdefault(one, []).extend(p for p in places if p.lesson not in known)
    return {word: sorted(places, key=lambda p: p.lesson) for word, places in joined.items()}


def _order(word):
    return word.strip("`").casefold()


def _letter(word):
    first = _order(word)[0].upper()
    return first if "A" <= first <= "Z" else "Greek and others"
