"""Sphinx extension: what Sphinx reads of each file, which stays as it is to be downloaded."""

from pathlib import Path

import nbformat

from course_utils.publish import site
from course_utils.publish.site import lessons, pages


def _read(app, name, source):
    """Change the text of a page before it is parsed; `source` is a list of it."""
    (text,) = source
    address = site.repository()
    if Path(app.env.doc2path(name)).suffix == ".ipynb":
        nb = lessons.prepared(nbformat.reads(text, as_version=4))
        for cell in nb.cells:
            if cell.cell_type == "markdown":
                cell.source = pages.linked(cell.source, "notebooks", address)
        source[0] = nbformat.writes(nb)
    else:
        source[0] = pages.with_places(pages.linked(text, "notebooks", address))


def setup(app):
    """Change each page when it is read."""
    app.connect("source-read", _read)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
