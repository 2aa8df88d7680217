"""Slides to hand out: a lesson as one HTML file that needs no network, with speaker notes or not.

Which cell is on which slide stands in the cells' metadata (`slideshow`), the notes in
`course_utils.publish.notes`; nothing is written twice. `python -m course_utils.publish.handout`
writes all.
"""

import copy
import functools
import re
from pathlib import Path

import jinja2
from latex2mathml.converter import convert as mathml
from markupsafe import Markup
from nbconvert.exporters import SlidesExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from course_utils.publish import notebooks

HERE = Path(__file__).parent
_LESSON = re.compile(r"\]\((\d\d_\w+)\.ipynb(#[^)]*)?\)")
_SOURCES = ("](../README.md#sources)", "](index.html#sources)")


class _Renderer(IPythonRenderer):
    """Markdown to HTML with the formulas as MathML, which a browser draws by itself."""

    def block_math(self, body):
        return mathml(body.strip(), display="block")

    def inline_math(self, body):
        return mathml(body.strip())


def markdown_to_html(text):
    """Return Markdown as HTML, with formulas."""
    return MarkdownWithMath(_Renderer(escape=False, exclude_anchor_links=True)).render(text)


class _Exporter(SlidesExporter):
    """nbconvert's slides in the template of this folder."""

    def markdown2html(self, source):
        return markdown_to_html(source)

    def default_filters(self):
        yield from super().default_filters()
        # By default highlighted code is parsed once more, a sixth of all the time, and comes out as
        # it went in.
        yield "clean_html", lambda html: html


def handout(nb, sections):
    """Return the HTML of a lesson; `sections` are its speaker notes, as from `notes_of`, or none.

    ValueError if no cell says on which slide it is, or if a note has no heading to stand beside.
    """
    html, _ = _exporter().from_notebook_node(prepared(nb, sections), {"title": title(nb)})
    return html


@functools.cache
def _exporter():
    return _Exporter(
        template_name="template",
        extra_template_basedirs=[str(HERE)],
        exclude_input_prompt=True,
        exclude_output_prompt=True,
    )


def title(nb):
    """Return the title of a lesson, its first heading."""
    return re.search(r"^# +(.+?) *$", nb.cells[0].source, re.MULTILINE)[1]


def prepared(nb, sections):
    """Return a copy to export: the notes beside their headings, links and outputs for a page.

    Of code that is folded there is nothing: no one can unfold it on paper.
    """
    if not any("slideshow" in cell.metadata for cell in nb.cells):
        raise ValueError(
            "expected cells that say on which slide they are; got none: "
            "`python -m course_utils.publish.slides` stores it"
        )
    nb, waiting = copy.deepcopy(nb), {section.heading: section for section in sections}
    cells = []
    for cell in nb.cells:
        cells.append(cell)
        if cell.cell_type == "code":
            if notebooks.folded(cell):
                cell.metadata["transient"] = {"remove_source": True}
            continue
        cell.source = _LESSON.sub(r"](\1.html\2)", cell.source).replace(*_SOURCES)
        for heading in re.findall(r"^## +(.+?) *$", cell.source, re.MULTILINE):
            if section := waiting.pop(heading, None):
                cells.append(_note(section))
                # The seconds of the speaker view's pacing; an earlier section's stay.
                data = cell.metadata.setdefault("slideshow", {}).setdefault("data", {})
                data["timing"] = data.get("timing", 0) + 60 * section.minutes
    if waiting:
        raise ValueError(f"no heading {list(waiting)} in the notebook for the notes")
    nb.cells = cells
    return nb


def _note(section):
    from nbformat.v4 import new_markdown_cell

    return new_markdown_cell(section.markdown, metadata={"slideshow": {"slide_type": "notes"}})


def contents(lessons, readme, with_notes):
    """Return the HTML of the list of hand-outs; it says how to see their notes, if they have any.

    `lessons` are pairs (file name, title); the course's title and its sources are the README's.
    """
    sources = re.search(r"^## Sources\n.*?(?=^## |\Z)", readme, re.MULTILINE | re.DOTALL)[0]
    loader = jinja2.FileSystemLoader(HERE / "template")
    template = jinja2.Environment(loader=loader, autoescape=True).get_template("list.html.j2")
    html = markdown_to_html(sources).replace("<h2", '<h2 id="sources"', 1)
    name = re.search(r"^# +(.+)", readme, re.MULTILINE)[1]
    known = {"title": name, "lessons": lessons, "sources": Markup(html), "with_notes": with_notes}
    return template.render(known)
