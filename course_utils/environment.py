"""Say in one table whether everything the course needs is here, and what to type if not.

It imports nothing of what it asks about: so it answers at once, and also where an import would
fail. What is needed is read from pyproject.toml beside it, or, where there is none, from what pip
keeps of the course that it installed. It runs from any folder, also by its
path, in every Python from 3.8 on, for a notebook may be opened in whatever Python is at hand.

A package is here if its metadata say so, its version will do, each of its modules and libraries
is still where it was installed, and no file of the reader's has its name. What only an import
tells, such as a system library that a module asks for, the next cell says as well.
"""

import csv
import operator
import os
import platform
import re
import sys
from importlib import metadata, util
from pathlib import Path
from typing import NamedTuple

COURSE = Path(__file__).resolve().parents[1]

_COMPARE = {
    ">=": operator.ge,
    "<=": operator.le,
    "==": operator.eq,
    "!=": operator.ne,
    ">": operator.gt,
    "<": operator.lt,
}
_SPECIFIER = re.compile(r"(>=|<=|==|!=|>|<)\s*([\w.+!*-]+)")
_CODE = re.compile(r"\.(py|pyd|dll|dylib|so(\.\d+)*)$")


class Row(NamedTuple):
    """A line of the table: `trouble` says what is wrong; `mend`, what to type first. '' if none."""

    name: str
    needs: str
    trouble: str = ""
    mend: str = ""

    def __str__(self):
        mark = "[FAIL]" if self.trouble else "[OK]"
        return f"{mark:6} {self.name:<12} {self.trouble or self.needs}".rstrip()


def report():
    """Print a row for Python, for the course and for each package it needs, then what to do."""
    found = rows()
    for row in found:
        print(row)
    print(f"\n{advice(found)}")


def rows():
    """Return the list of `Row`: Python, the course, then each package in pyproject.toml's order."""
    python, packages = needed()
    return [
        Row("Python", python, _wrong_version(python, platform.python_version())),
        Row("course_utils", "installed", _not_installed()),
        *(_package(name, versions) for name, versions in packages),
    ]


def needed():
    """Return the range of Pythons, and the list of (name, range) of the packages, of the course."""
    if not _is_source():
        kept = metadata.metadata("course-utils")
        lines = [line for line in kept.get_all("Requires-Dist") if "extra ==" not in line]
        packages = [re.match(r"([\w.-]+) *(.*)", line).groups() for line in lines]
        return kept["Requires-Python"], packages
    # By patterns, for tomllib is younger than the oldest Python that should get an answer.
    project = (COURSE / "pyproject.toml").read_text(encoding="utf-8")
    python = re.search(r'^requires-python = "(.+)"$', project, re.MULTILINE)[1]
    packages = re.search(r"^dependencies = \[$(.+?)^\]$", project, re.MULTILINE | re.DOTALL)[1]
    return python, re.findall(r'^ *"([\w.-]+)(.*)",$', packages, re.MULTILINE)


def _is_source():
    return (COURSE / "pyproject.toml").is_file()


def advice(found):
    """Return what to type, given the list of `Row`."""
    failed = {row.name for row in found if row.trouble}
    if not failed:
        beside = "the course's folder work/" if _is_source() else "the folder work/ that you made"
        work = os.environ.get("COURSE_WORK") or beside
        return f"Everything is here.\nYour own copies of the lessons lie in {work}."
    start = "Type in a terminal, and start the lesson again:\n"
    if not _is_source():
        return start + "\n".join(_installing(row) for row in found if row.trouble)
    start += f'    cd "{COURSE}"\n'
    if "Python" in failed:
        return f"Install Python {found[0].needs} first.\n{start}    make lab PYTHON=/path/to/it"
    if "course_utils" in failed:  # this may be the system's Python, which should stay as it is
        without = "or, on Windows or without make, what README.md says at *Start*."
        return f"{start}    make lab\n{without}"
    first = "".join(f"    {row.mend}\n" for row in found if row.mend)
    return (
        f"{start}{first}    make -B lab\n"
        "or, on Windows or without make, as the last line:\n"
        f'    "{sys.executable}" -m pip install -c constraints.txt -e .'
    )


def _installing(row):
    """Return the line that mends this where the course was installed as a package."""
    if row.name == "Python":
        return f"    (Python {row.needs} first, and the course installed into that)"
    first = f"    {row.mend}\n" if row.mend else ""
    return f'{first}    "{sys.executable}" -m pip install "{row.name}{row.needs}"'


def _package(name, versions):
    """Return the `Row` of a package."""
    try:
        package = metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return Row(name, versions, f"needs {versions}, not installed")
    wrong = _wrong_version(versions, package.version) or _hidden(name, package)
    lost = "" if wrong else _incomplete(package)
    mend = f'"{sys.executable}" -m pip uninstall --yes {name}' if lost else ""
    return Row(name, versions, wrong or lost, mend)


def _wrong_version(versions, found):
    return "" if _is_in(found, versions) else f"needs {versions}, found {found}"


def _incomplete(package):
    """Return what is lost of what was installed, '' if nothing, or if no list of it was kept."""
    # Not by `package.files`: newer versions of it pass over what is lost.
    rows = csv.reader((package.read_text("RECORD") or "").splitlines())
    code = [row[0] for row in rows if row and _CODE.search(row[0])]
    lost = [file for file in code if not os.path.exists(package.locate_file(file))]
    return f"is broken: {len(lost)} of its files are lost, such as {lost[0]}" if lost else ""


def _hidden(name, package):
    """Return which other file `import` would take for a package, '' if it takes the package."""
    own = package.locate_file(f"{name}/__init__.py")
    found = util.find_spec(name)
    if not found or not found.origin or not os.path.exists(own):
        return ""
    return "" if os.path.samefile(found.origin, own) else f"is hidden by {found.origin}: rename it"


def _not_installed():
    return "" if util.find_spec("course_utils") else "is not installed in this Python"


def _is_in(version, versions):
    """True if a version is in a range such as '>=2.13,<2.14'."""
    return all(
        _COMPARE[sign](_release(version or ""), _release(bound))
        for sign, bound in _SPECIFIER.findall(versions)
    )


def _release(version):
    """Return the numbers of a version without zeros at the end: (2, 13) of '2.13.0+cpu'."""
    numbers = re.match(r"[\d.]*", version)[0].strip(".").split(".")
    numbers = [int(number) for number in numbers if number]
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)


if __name__ == "__main__":
    report()
