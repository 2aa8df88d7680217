"""Sphinx extension: each cell of a lesson has its id as anchor, so that a link can lead to it."""

from docutils import nodes

from course_utils.publish.site import lessons


def _set(app, document):
    """Give the cells their ids; a heading that made one of them of its words has another."""
    cells = dict(_cells(document))
    for element in document.findall(nodes.Element):
        element["ids"] = [f"{name}-heading" if name in cells else name for name in element["ids"]]
    for name, element in cells.items():
        element["ids"].insert(0, name)
    # By these MyST finds what stands after the # of a link.
    slugs = app.env.metadata[app.env.current_document.docname].setdefault("myst_slugs", {})
    slugs.update({name: (0, name, "") for name in cells})


def _cells(document):
    """Yield the id of each cell, and the element that begins it."""
    for comment in list(document.findall(nodes.comment)):
        if comment.astext().startswith(lessons.MARK):
            first = comment.next_node(descend=False, siblings=True, ascend=True)
            yield comment.astext().removeprefix(lessons.MARK), first
            comment.parent.remove(comment)
    for cell in document.findall(nodes.container):
        if name := cell.get("cell_metadata", {}).get(lessons.ID):
            yield name, cell


def setup(app):
    """Set the anchors when a page is read, before its sections are listed."""
    app.connect("doctree-read", _set, priority=100)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
