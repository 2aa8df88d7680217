"""Say in one table whether everything the course needs is here, and what to type if not.

What is needed is read from the metadata of the course, so it stands in pyproject.toml only. This
file imports nothing that could be missing, and can be run by its path: `import course_utils` needs
torch.
"""

import contextlib
import importlib
import io
import operator
import platform
import re
import sys
import warnings
from dataclasses import dataclass
from importlib import metadata

COURSE = "course-utils"

# What to import of a package, where that is not its name.
_MODULES = {"fastai": "fastai.basics", "matplotlib": "matplotlib.pyplot"}
_COMPARE = {
    ">=": operator.ge,
    "<=": operator.le,
    "==": operator.eq,
    "!=": operator.ne,
    ">": operator.gt,
    "<": operator.lt,
}
_SPECIFIER = re.compile(r"(>=|<=|==|!=|>|<)\s*([\w.+!*-]+)")


@dataclass(frozen=True)
class Row:
    """One package: `needs` is a range of versions, `trouble` says what is wrong, '' if nothing."""

    name: str
    needs: str
    trouble: str = ""

    def __str__(self):
        mark = "[FAIL]" if self.trouble else "[OK]"
        return f"{mark:6} {self.name:<12} {self.trouble or self.needs}"


def report():
    """Print a row for Python and for each package of the course, then what to do."""
    found = rows()
    for row in found:
        print(row)
    print(f"\n{advice(found)}")


def rows():
    """Return the list of `Row`: Python first, then each package, in the order of pyproject.toml."""
    try:
        course = metadata.distribution(COURSE)
    except metadata.PackageNotFoundError:
        return [Row(COURSE, "", "is not installed in this Python")]
    python = _range(course.metadata["Requires-Python"] or "")
    # A marker, after a semicolon, is for packages that only the tests need, or other systems.
    needed = [line for line in course.requires or [] if ";" not in line]
    names = [re.match(r"[\w.-]+", line)[0] for line in needed]
    ranges = [_range(line.removeprefix(name)) for line, name in zip(needed, names, strict=True)]
    return [
        Row("Python", python, _wrong_version(python, platform.python_version())),
        *(Row(*pair, _trouble(*pair)) for pair in zip(names, ranges, strict=True)),
    ]


def advice(found):
    """Return what to type, given the list of `Row`."""
    failed = [row.name for row in found if row.trouble]
    if not failed:
        return "Everything is here."
    if "Python" in failed:
        needs = next(row.needs for row in found if row.name == "Python")
        return (
            f"Install Python {needs} first. Then type in a terminal, in the folder of the course:\n"
            "    make lab PYTHON=/path/to/the/new/python"
        )
    return (
        "Type in a terminal, in the folder of the course, and start the lesson again:\n"
        "    make lab\n"
        "or, on Windows or without make:\n"
        f'    "{sys.executable}" -m pip install -c constraints.txt -e ".[teach,test]"'
    )


def _trouble(name, needs):
    """Return what is wrong with a package, '' if nothing: it is there, new enough, and imports."""
    try:
        version = metadata.version(name)
    except metadata.PackageNotFoundError:
        return f"needs {needs}, not installed"
    return _wrong_version(needs, version) or _broken(name)


def _wrong_version(needs, version):
    return "" if _is_in(version, needs) else f"needs {needs}, found {version}"


def _broken(name):
    """Import a package, its chatter kept off the page; return the error, '' if there is none."""
    try:
        with (
            warnings.catch_warnings(),
            contextlib.redirect_stdout(io.StringIO()),
            contextlib.redirect_stderr(io.StringIO()),
        ):
            warnings.simplefilter("ignore")
            importlib.import_module(_MODULES.get(name, name.replace("-", "_")))
    except Exception as error:  # a package that is half installed may raise anything
        said = str(error).strip().split("\n")[0][:60]
        return f"is here, but its import fails: {type(error).__name__}: {said}".rstrip(": ")
    return ""


def _range(text):
    """Return the specifiers in a text, lower bound first: tools write them in any order."""
    pairs = sorted(_SPECIFIER.findall(text), key=lambda pair: pair[0][0], reverse=True)
    return ",".join(sign + version for sign, version in pairs)


def _is_in(version, needs):
    """True if a version is in a range such as '>=2.13,<2.14'."""
    return all(
        _COMPARE[sign](_release(version or ""), _release(bound))
        for sign, bound in _SPECIFIER.findall(needs)
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
