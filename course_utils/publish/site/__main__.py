"""`python -m course_utils.publish.site` writes build/site; its first page is index.html."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from course_utils import home
from course_utils.publish import notebooks
from course_utils.publish.site import pages, terms

HERE = Path(__file__).parent
FOLDER = home.made("site")


def build(folder):
    """Write the book into a folder, in place of what is there; return Sphinx's exit code.

    A warning, as of a link that leads nowhere, makes it 1.
    """
    shutil.rmtree(folder, ignore_errors=True)
    with tempfile.TemporaryDirectory() as place:
        source, doctrees = Path(place, "source"), Path(place, "doctrees")
        write_sources(source)
        sphinx = [sys.executable, "-m", "sphinx", "--quiet", "--fail-on-warning"]
        command = [*sphinx, "-c", HERE, "-d", doctrees, source, folder]
        code = subprocess.run(command, env=notebooks.environment_with({})).returncode
    for path in folder.glob("_static/**/*.map"):  # for who mends the theme; two fifths of the book
        path.unlink()
    return code


def write_sources(folder):
    """Write what Sphinx reads into a folder: notebooks/ as it is, and the other pages."""
    shutil.copytree(notebooks.FOLDER, folder, ignore=shutil.ignore_patterns(".*"))
    made = {
        "index.md": pages.index([path.stem for path in notebooks.paths()]),
        "start.md": pages.start(),
        "terms.md": terms.page(),
    }
    for name, text in made.items():
        (folder / name).write_text(text, encoding="utf-8")


def size(folder):
    """Return the size of all files in a folder, in bytes."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def main(folder=FOLDER):
    """Write the book and say how large it is; return the exit code."""
    code = build(folder)
    print(f"{folder / 'index.html'} ({size(folder) / 1e6:.1f} MB)")
    return code


if __name__ == "__main__":
    sys.exit(main())
