"""The course as a book on the web: built of the stored notebooks, executing nothing.

It needs no kernel, no server and no network: it can be put on any web server, or on a USB stick.
`python -m course_utils.publish.site` writes it to build/site. Sphinx makes it, with the settings in
`conf.py` and the extensions of ours that are named there.
"""

import os
import re
import tomllib

from course_utils.publish import notebooks

_SECTION = re.compile(r"^## +(.+?) *$", re.MULTILINE)


def repository():
    """Return the address of the course's repository, '' if nobody has set it.

    It stands in pyproject.toml, which a wheel does not bring along; the variable COURSE_REPOSITORY
    goes before, for a fork.
    """
    path = notebooks.ROOT / "pyproject.toml"
    project = tomllib.loads(path.read_text(encoding="utf-8"))["project"] if path.exists() else {}
    setting = project.get("urls", {}).get("Repository", "")
    return (os.environ.get("COURSE_REPOSITORY") or setting).rstrip("/")


def name():
    """Return the name of the course, the title of README.md."""
    return re.match("# (.+)", _readme())[1]


def readme(*headings):
    """Return sections of README.md as Markdown; '' is what stands above the first heading.

    KeyError if there is none of that name.
    """
    before, *rest = _SECTION.split(_readme())
    sections = dict(zip(rest[::2], rest[1::2], strict=True))
    texts = [f"## {h}\n{sections[h]}" if h else before for h in headings]
    return "".join(texts)


def _readme():
    return (notebooks.ROOT / "README.md").read_text(encoding="utf-8")
