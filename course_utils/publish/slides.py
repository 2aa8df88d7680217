"""Which slide each cell is on: decided by rule, stored as `slideshow.slide_type` in the notebooks.

`python -m course_utils.publish.slides [paths]` stores it; one that already has it keeps every byte.

A heading begins a slide, and so does each of several questions. What does not fit is divided where
an idea ends: a text belongs to the code after it, and a remark to the code before it. A cell
without a type stays on the slide of the cell before it. There are no subslides:
jupyterlab-slideshow passes some of them over when one goes back and on again (measured in 0.3.4).
What resolves a prediction is never on the slide that asks for it: a room would read on.

Nothing is hidden, because a lesson runs from its first cell to its last on slides too. What fits is
estimated, with room to spare, for the style of `lab/slides.css`: pixels of a slide 1280 wide
and 720 high, the longest answer of a question open. A figure takes what is left on its slide, and
needs only that this is not too little. A test measures the real heights in a browser.
"""

import re
import sys
from math import ceil

from course_utils import home
from course_utils.publish import notebooks

ROOM = 680

_TEXT = 36  # a line of text
_GAP = 15  # between two paragraphs
_WIDE = 76  # characters of text in a line, fewer than there are on average
_HEADING = {1: 92, 2: 78, 3: 66}
_HEADING_WIDE = {1: 44, 2: 52, 3: 60}
_MATHS = 95  # a displayed formula
_ROW = 38  # of a table
_CODE = 29  # a line of code, or of what it prints
_CODE_WIDE = 90
_FIGURE = 330  # a figure is not squeezed below this height
_FIGURE_WIDTH = 1165
_EDGE = 16  # around the code or the output of a cell
_SPACED = 3  # more for a line that stands by itself
_CARD = 140  # around the texts of a question, with its button
_CARD_TEXT = 36  # a line of them
_CARD_WIDE = 68
_OPTION = 26  # around an option
_WHY = 14  # below what is said of it


def slide_types(nb):
    """Return for each cell "slide", or None where it stays on the slide of the cell before it."""
    types = []
    for part in _parts(nb.cells):
        begins = _division(part)
        types += ["slide" if i in begins else None for i in range(len(part))]
    return types


def _parts(cells):
    """Divide cells where a slide has to begin, whatever fits: at a heading, or a question."""
    parts = []
    for before, cell in zip([None, *cells], cells, strict=False):
        if before is None or _heads(cell) or _predicts(before) or (_asks(cell) and _asks(before)):
            parts.append([])
        parts[-1].append(cell)
    return parts


def _division(cells):
    """Return where slides begin, so that they are few, evenly filled, and begin where ideas do."""
    heights = [estimate(cell) for cell in cells]
    best = [(0, ())]  # for the first so many cells: what is lost, and where slides begin
    for end in range(1, len(cells) + 1):
        ways = []
        for begin in range(end):
            height = sum(heights[begin:end])
            if height <= ROOM or begin == end - 1:
                lost, begins = best[begin]
                empty = max(0, 1 - height / ROOM)
                lost += 1 + empty**2 / 2 + _torn(cells, begin)
                ways.append((lost, (*begins, begin)))
        best.append(min(ways))
    return best[-1][1]


def _torn(cells, place):
    """Return what is lost where a slide begins at this place: nothing, where an idea does."""
    if place == 0:
        return 0
    cell = cells[place]
    if cell.cell_type == "code":
        return 0.3 if cells[place - 1].cell_type == "code" else 0.6
    closes = cell.source.startswith("(") or place == len(cells) - 1
    return 0.9 if closes else 0


def _heads(cell):
    """True for a text with a heading."""
    begins = re.search(r"^#+ ", cell.source, re.MULTILINE)
    return cell.cell_type == "markdown" and begins is not None


def _asks(cell):
    return re.match(r"(ask|explore)\b", cell.source) is not None


def _predicts(cell):
    """True for a question about what will be seen, and for an explorer, which begins with one."""
    return re.match(r'(ask\("\d+\.p|explore\.)', cell.source) is not None


def estimate(cell):
    """Return how many pixels high a cell and its outputs are on a slide; at least, a little more.

    An explorer has the slide to itself: it grows when its question is answered.
    """
    if cell.cell_type != "code":
        return _markdown(cell.source)
    if cell.source.startswith("explore."):
        return ROOM
    code = 0 if notebooks.folded(cell) else _CODE * _lines(cell.source) + _EDGE
    return code + sum(map(_output, cell.outputs))


def _output(output):
    if output.output_type == "stream":
        return _CODE * _lines(output.text) + _EDGE
    if output.output_type == "error":
        return _CODE * sum(map(_lines, output.traceback)) + _EDGE
    data = output.data
    if "image/png" in data:
        size = output.metadata.get("image/png", {"width": _FIGURE_WIDTH, "height": _FIGURE})
        return min(size["height"] * _FIGURE_WIDTH // size["width"], _FIGURE) + _EDGE
    if "text/markdown" in data:
        return _markdown(data["text/markdown"])
    if "text/html" in data:
        return _html(data["text/html"])
    return _CODE * _lines(data.get("text/plain", "")) + _EDGE


def _lines(text):
    """Return how many lines monospaced text takes."""
    plain = re.sub(r"\x1b\[[\d;]*m", "", text)
    return sum(max(1, ceil(len(line) / _CODE_WIDE)) for line in plain.rstrip("\n").split("\n"))


def _html(text):
    """Return the height of a table, a verdict, or a question: of several one is seen at a time."""
    if "data-question" in text:
        return max(map(_question, re.findall(r"<div data-question.*?</div>", text, re.DOTALL)))
    rows = len(re.findall(r"<tr\b", text))
    blocks = re.split(r"</(?:p|summary|div|details|li|pre)>|<br\s*/?>", _text_of(text))
    texts = [words for block in blocks if (words := re.sub(r"<[^>]+>", "", block).strip())]
    return _ROW * rows + sum(_wrapped(words) + _SPACED for words in texts) + 2 * _EDGE


def _question(markup):
    """Return the height of a question: its card, its options, and the most that is said of one."""
    asked, *texts = re.findall(r"<(?:p|summary)>(.+?)</(?:p|summary)>", markup)
    options, whys = texts[::2], texts[1::2]
    lines = sum(map(_card_lines, [asked, *options])) + max(map(_card_lines, whys), default=0)
    return _CARD + _CARD_TEXT * lines + _OPTION * len(options) + _WHY


def _card_lines(text):
    return ceil(len(_plain(text)) / _CARD_WIDE)


def _text_of(text):
    return re.sub(r"<(table|style|script)\b.*?</\1>", "", text, flags=re.DOTALL)


def _markdown(source):
    """Return the height of a text: its blocks, line by line, with the gaps between them."""
    height, formula, code = 0, False, False
    for block in re.split(r"\n(?:>? *\n)+", source.strip()):
        paragraph = ""
        height += _GAP * (3 if block.startswith(">") else 1)
        for line in block.split("\n"):
            line = re.sub(r"^(> ?)+", "", line).strip()
            if line.startswith("```"):
                code = not code
            elif code:
                height += _CODE
            elif "$$" in line or formula:
                formula ^= line.count("$$") % 2
                height += _MATHS
            elif heading := re.match(r"(#+) ", line):
                level = min(len(heading.group(1)), 3)
                height += _HEADING[level] * ceil(len(_plain(line)) / _HEADING_WIDE[level])
            elif line.startswith("|"):
                height += _ROW * ceil(len(_plain(line)) / _WIDE)
            elif re.match(r"([-*]|\d+\.) ", line):
                height += _wrapped(paragraph) + 1
                paragraph = line
            else:
                paragraph += f" {line}"
        height += _wrapped(paragraph)
    return height


def _wrapped(text):
    """Return the height of running text."""
    return _TEXT * ceil(len(_plain(text)) / _WIDE)


def _plain(text):
    """Return text without the marks that are not shown."""
    text = re.sub(r"!?\[([^]]*)\]\([^)]*\)", r"\1", text)
    return re.sub(r"[*`$]|\\[a-z]+|<[^>]+>", "", text).strip()


def with_slides(nb):
    """Store the slide types in a notebook, and return it."""
    for cell, kind in zip(nb.cells, slide_types(nb), strict=True):
        cell.metadata.pop("slideshow", None)
        if kind:
            cell.metadata.slideshow = {"slide_type": kind}
    return nb


def store(path):
    """Store the slides in the notebook at `path`; return how many it has."""
    before = path.read_bytes()
    nb = with_slides(notebooks.read(path))
    after = notebooks.text(nb).encode()
    if after != before:
        path.write_bytes(after)
    return slide_types(nb).count("slide")


def main(arguments):
    """Store the slides of the notebooks named, or of all; return the exit code."""
    return notebooks.for_each(arguments, lambda path: f"{store(path)} slides", home.own_lessons)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
