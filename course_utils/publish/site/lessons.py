"""A lesson as a page of the book: the same notebook, with what a page needs and a kernel does not.

A page has no kernel: what only one can do is left out, or a sentence stands in its place. Which
cell is which is kept, so that links lead to cells (`anchors.py`).
"""

import copy
import re

from nbformat.v4 import new_output

from course_utils.publish import notebooks

MARK = "cell: "  # a comment that says which cell begins
ID = "cell_id"
PROMPT = "How this is drawn"
UNANSWERED = (
    "*On this page exercises can be read. To type an answer and have it checked, "
    "[run the lesson yourself](start.md).*"
)
_WITHOUT_KERNEL = (
    "<p><em>Sliders stand here where Python runs: "
    '<a href="start.html">run it yourself</a> to move them.</em></p>'
)
# Links to the lessons before and after, which the book has at the foot of each page.
_NEIGHBOURS = re.compile(r"^\[(?:← )?\d\d [^]]*\]\(\d\d_\w+\.ipynb\).*\n*", re.MULTILINE)
_WIDGETS = re.compile(r"^from ipywidgets import (.+)$", re.MULTILINE)


def prepared(nb):
    """Return a copy of a lesson for the book."""
    nb, widgets = copy.deepcopy(nb), _widgets(nb)
    for cell in nb.cells:
        if cell.cell_type == "markdown":
            cell.source = f"% {MARK}{cell.id}\n\n{_text(cell.source)}"
        else:
            cell.metadata[ID] = cell.id
            cell.outputs = [_output(output) for output in _shown(cell, widgets)]
            _settings(cell)
    return nb


def _text(source):
    source = _NEIGHBOURS.sub("", source)
    return source.replace("## Exercises\n", f"## Exercises\n\n{UNANSWERED}\n", 1)


def _widgets(nb):
    """Return what the representations of a lesson's widgets begin with."""
    found = _WIDGETS.findall("\n".join(cell.source for cell in notebooks.code_cells(nb)))
    return ("interactive(", *(f"{name}(" for line in found for name in line.split(", ")))


def _shown(cell, widgets):
    """Return the outputs of a cell that mean something without a kernel."""
    if "exercise" in notebooks.tags(cell):  # nobody has attempted it here
        return []
    texts = [output.get("data", {}).get("text/plain", "") for output in cell.outputs]
    alive = [text.startswith(widgets) for text in texts]
    shown = [output for output, is_widget in zip(cell.outputs, alive, strict=True) if not is_widget]
    sentence = new_output("display_data", {"text/html": _WITHOUT_KERNEL})
    return [*shown, sentence] if any(alive) else shown


def _output(output):
    """Return an output without the looks that a lesson's head brings along: the book has them."""
    html = output.get("data", {}).get("text/html", "")
    if 'class="course-head"' in html:
        bare = re.sub(r"<(style|script)>.*?</\1>", "", html, flags=re.DOTALL)
        output.data["text/html"] = bare
    return output


def _settings(cell):
    """Tell myst-nb what is folded, and the alternative text of pictures."""
    settings = cell.metadata.setdefault("mystnb", {})
    if notebooks.folded(cell):
        cell.metadata["tags"] = [*notebooks.tags(cell), "hide-input"]
        settings.update(code_prompt_show=PROMPT, code_prompt_hide=PROMPT)
    alts = [output.get("metadata", {}).get("image/png", {}).get("alt") for output in cell.outputs]
    for alt in filter(None, alts):
        settings["image"] = {"alt": alt}
