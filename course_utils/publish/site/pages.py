"""The pages of the book that README.md tells, and the links of all.

Nothing is written twice: the first page is the README without what is for those who build.
"""

import posixpath
import re

from course_utils.publish import notebooks, site

BRANCH = "main"
_LINK = re.compile(r"\[([^\]]*)\]\(([^)#\s]*)(#[^)\s]*)?\)")
_PLACE = re.compile(r"\b(\d\d)\[([a-z0-9-]+)\](?!\()")


def index(lessons):
    """Return the first page; `lessons` are the names of the lessons, in order."""
    text = linked(site.readme("", "The lessons", "Sources", "License"), "", site.repository())
    text = re.sub(r"^!\[(?!.*hero\.png).*\n\n", "", text, flags=re.MULTILINE)
    first = f"[Begin with lesson 00]({lessons[0]}.ipynb){{.begin}}\n[Run it yourself](start.md)\n\n"
    contents = {
        "Lessons": lessons,
        "To run it": ["start"],
        "For teachers": ["teaching", "grading", "serving"],
        "To look up": ["terms", "five_texts"],
    }
    trees = "".join(map(_toctree, contents, contents.values()))
    return text.replace("## The lessons", f"{first}## The lessons", 1) + trees


def start():
    """Return the page that says how to run the course."""
    text = linked(site.readme("Start"), "", site.repository())
    return text.replace("## Start", "# Run it yourself", 1)


def _toctree(caption, names):
    lines = ["", "```{toctree}", ":hidden:", f":caption: {caption}", "", *names, "```", ""]
    return "\n".join(lines)


def linked(text, folder, repository=""):
    """Return the Markdown of a file in a folder of the course with links that lead into the book.

    What is no page of it leads to the `repository`; without one it is no link.
    """
    return _LINK.sub(lambda link: _led(*link.groups(""), folder, repository), text)


def _led(label, target, anchor, folder, repository):
    if not target or "://" in target:
        return f"[{label}]({target}{anchor})"
    path = posixpath.normpath(posixpath.join(folder, target))
    if path == "README.md":
        return f"[{label}](index.md{anchor})"
    if path.startswith("notebooks/"):
        return f"[{label}]({path.removeprefix('notebooks/')}{anchor})"
    return f"[{label}]({repository}/blob/{BRANCH}/{path}{anchor})" if repository else label


def with_places(text):
    """Return Markdown in which places of lessons, such as 02[four-sum], lead to their cells."""
    files = {path.name[:2]: path.name for path in notebooks.paths()}
    return _PLACE.sub(lambda place: f"[{place[0]}]({files[place[1]]}#{place[2]})", text)
