"""Sphinx extension: the face of the course within the theme of the book, and its buttons."""

import re
from pathlib import Path

from course_utils import face
from course_utils.publish import notebooks

_STYLE = Path(face.__file__).parent / "style.css"
_HERE = Path(__file__).parent / "static"


def _add_stylesheets(app):
    app.config.html_static_path.append(str(_HERE))
    static = Path(app.outdir) / "_static"
    static.mkdir(parents=True, exist_ok=True)
    # What is dark the theme says by another attribute than JupyterLab does.
    style = _STYLE.read_text(encoding="utf-8").replace('[theme="dark"]', '[data-theme="dark"]')
    (static / "face.css").write_text(style, encoding="utf-8")


def _let_texts_be_edited(app, name, template, context, doctree):
    """Leave the button "Suggest edit" out where there is no text to edit.

    A notebook is JSON, and other pages are made of the README and of the lessons.
    """
    if (notebooks.FOLDER / f"{name}.md").exists():
        return
    for group in context["header_buttons"]:
        if buttons := group.get("buttons"):
            group["buttons"] = [one for one in buttons if one.get("label") != "source-edit-button"]


def _head_no_column_with_nothing(app, name, template, context, doctree):
    """Where a table names its rows, nothing stands above them, and nothing is no heading."""
    if "body" in context:
        context["body"] = re.sub(r"<th[^>]*>(<p></p>)?</th>", "<td></td>", context["body"])


def setup(app):
    """Bring the stylesheets along, and look after what others have made of a page."""
    app.connect("builder-inited", _add_stylesheets)
    app.connect("html-page-context", _let_texts_be_edited, priority=900)
    app.connect("html-page-context", _head_no_column_with_nothing, priority=900)
    app.add_css_file("face.css", priority=800)
    app.add_css_file("site.css", priority=801)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
