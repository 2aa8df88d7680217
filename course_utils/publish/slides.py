"""Which slide each cell is on: decided by rule, stored as `slideshow.slide_type` in the notebooks.

`python -m course_utils.publish.slides [paths]` stores it; one that already has it keeps every byte.

A heading begins a slide. Below it, a text and the code after it are one idea: they go on the same
slide while they fit, and what would not fit begins another. A cell without a type stays on the
slide of the cell before it. There are no subslides: jupyterlab-slideshow passes some of them over
when one goes back and on again (measured in 0.3.4).

Nothing is hidden, because a lesson runs from its first cell to its last on slides too. What fits is
estimated, with room to spare, for the style of `lab/slides.css`: pixels of a slide 1280 wide
and 720 high, every answer of a question open. A test measures the real heights in a browser.
"""

import re
import sys
from math import ceil

from course_utils import home
from course_utils.publish import notebooks

ROOM = 690

_TEXT = 27  # a line of text
_GAP = 19  # between two paragraphs
_WIDE = 106  # characters of text in a line, fewer than there are on average
_HEADING = {1: 84, 2: 68, 3: 74}
_MATHS = 68  # a displayed formula
_ROW = 40  # of a table
_CODE = 24  # a line of code, or of what it prints
_CODE_WIDE = 106
_DRAWING = 18  # a line of code that draws a figure, which is set smaller
_TALLEST = 424  # a figure is never shown higher
_EDGE = 10  # around the code or the output of a cell
_SPACED = 3  # more for a line that stands by itself
_CARD = 145  # around the texts of a question, with its button
_CARD_TEXT = 28  # a line of them
_CARD_WIDE = 88
_OPTION = 34  # around an option and what is said of it


def slide_types(nb):
    """Return for each cell "slide", or None where it stays on the slide of the cell before it."""
    types, used, before = [], 0, None
    for cell, after in zip(nb.cells, [*nb.cells[1:], None], strict=True):
        height = estimate(cell)
        begins = before is None or used + height > ROOM or _begins_an_idea(before, cell, after)
        used = height if begins else used + height
        types.append("slide" if begins else None)
        before = cell
    return types


def _begins_an_idea(before, cell, after):
    """True for a heading, for a text with its code, and for a question after another one."""
    if _heads(cell):
        return True
    if cell.cell_type == "code":
        return _asks(cell) and before.cell_type == "code"
    closes = cell.source.startswith("(") or after is None or _heads(after)
    return before.cell_type == "code" and not closes


def _heads(cell):
    """True for a text with a heading."""
    begins = re.search(r"^#+ ", cell.source, re.MULTILINE)
    return cell.cell_type == "markdown" and begins is not None


def _asks(cell):
    return re.match(r"(ask|explore)\b", cell.source) is not None


def estimate(cell):
    """Return how many pixels high a cell and its outputs are on a slide; at least, a little more.

    An explorer has the slide to itself: it grows when its question is answered.
    """
    if cell.cell_type != "code":
        return _markdown(cell.source)
    if cell.source.startswith("explore."):
        return ROOM
    data = [output.get("data", {}) for output in cell.outputs]
    line = _DRAWING if any("image/png" in shown for shown in data) else _CODE
    code = _CODE if notebooks.folded(cell) else line * _lines(cell.source)
    return code + _EDGE + sum(map(_output, cell.outputs))


def _output(output):
    if output.output_type == "stream":
        return _CODE * _lines(output.text) + _EDGE
    if output.output_type == "error":
        return _CODE * sum(map(_lines, output.traceback)) + _EDGE
    data = output.data
    if "image/png" in data:
        size = output.metadata.get("image/png", {})
        return min(size.get("height", _TALLEST), _TALLEST) + _EDGE
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
    """Return the height of a table, questions with every answer open, or a verdict."""
    if "data-question" in text:
        return sum(map(_question, re.findall(r"<div data-question.*?</div>", text, re.DOTALL)))
    rows = len(re.findall(r"<tr\b", text))
    blocks = re.split(r"</(?:p|summary|div|details|li|pre)>|<br\s*/?>", _text_of(text))
    texts = [words for block in blocks if (words := re.sub(r"<[^>]+>", "", block).strip())]
    return _ROW * rows + sum(_wrapped(words) + _SPACED for words in texts) + 2 * _EDGE


def _question(markup):
    """Return the height of a question: its card, and each option with what is said of it."""
    texts = re.findall(r"<(?:p|summary)>(.+?)</(?:p|summary)>", markup)
    lines = sum(ceil(len(_plain(text)) / _CARD_WIDE) for text in texts)
    return _CARD + _CARD_TEXT * lines + _OPTION * markup.count("<details")


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
                height += _HEADING[min(len(heading.group(1)), 3)]
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
