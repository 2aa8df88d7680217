"""What the course imports, and in which direction."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

import course_utils

PACKAGE = Path(course_utils.__file__).parent
MODULES = {
    ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts): path
    for path in sorted(PACKAGE.rglob("*.py"))
}
_ALL = {name.removesuffix(".__init__") for name in MODULES}

NEW_MODULES = """
import json, sys
import matplotlib.pyplot, torch
before = set(sys.modules)
from course_utils import check
print(json.dumps(sorted(set(sys.modules) - before)))
"""


def test_importing_the_course_adds_nothing_but_small_modules_of_its_own():
    ran = subprocess.run(
        [sys.executable, "-c", NEW_MODULES], capture_output=True, text=True, check=True
    )
    new = json.loads(ran.stdout)
    assert "course_utils" in new
    foreign = [name for name in new if name.split(".")[0] != "course_utils"]
    assert [name for name in foreign if name.split(".")[0] not in sys.stdlib_module_names] == []
    assert len(foreign) <= 5, foreign
    late = ("plots", "explore", "lessons", "publish", "work.")  # loaded by the first use
    assert [name for name in new if name.startswith(tuple(f"course_utils.{m}" for m in late))] == []


def _imports(name, everywhere):
    """Return the modules that `name` imports, at its top level or everywhere."""
    tree = ast.parse(MODULES[name].read_text(encoding="utf-8"))
    package = name if MODULES[name].name == "__init__.py" else name.rpartition(".")[0]
    found = set()
    for node in ast.walk(tree) if everywhere else tree.body:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            parts = package.split(".")
            start = parts[: len(parts) - node.level + 1] if node.level else []
            base = ".".join([*start, *filter(None, [node.module])])
            full = {f"{base}.{alias.name}" for alias in node.names}
            found |= {f if f in _ALL else base for f in full}
    return found


def _part(name):
    """Return the room of the house a module is in: 'course_utils.plots.lines' is in 'plots'."""
    parts = name.split(".")
    if parts[0] != "course_utils":
        return None
    return parts[1] if len(parts) > 1 and parts[1] != "__init__" else "course_utils"


# Who imports whom, of our own: no arrow more than there is, and none less.
ARROWS = {
    "course_utils": {"checking", "face", "standing"},
    "page": set(),
    "home": set(),
    "bubble": set(),
    "workplace": {"home"},
    "memory": {"workplace"},
    "checking": {"memory", "page"},
    "standing": {"checking", "memory", "workplace"},
    "face": {"checking", "home", "memory", "page", "standing", "workplace"},
    "work": {"checking", "home", "memory", "publish", "workplace"},
    "lab": {"home", "publish"},
    "plots": {"page"},
    "engine": set(),
    "simulate": set(),
    "environment": set(),
    "clinic": {"simulate"},
    "five_runs": set(),
    "explore": {"checking", "page"},
    "lessons": {"checking", "clinic", "engine", "explore", "five_runs", "simulate"},
    "publish": {"checking", "face", "home", "plots", "simulate"},
    "hub": {"bubble", "home", "publish", "workplace"},
    "grade": {"bubble", "checking", "course_utils", "home", "lessons", "publish"},
}


def test_the_arrows_are_these():
    found = {}
    for name in MODULES:
        imported = {_part(other) for other in _imports(name, everywhere=True)} - {None}
        found[_part(name)] = found.get(_part(name), set()) | imported - {_part(name)}
    assert found == ARROWS


def test_what_tells_of_missing_packages_can_be_imported_without_them():
    code = "import sys; sys.modules['torch'] = None; from course_utils import environment"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_who_has_done_nothing_is_told_so_without_torch():
    code = "import sys; sys.modules['torch'] = None\n"
    code += "from course_utils import standing; print(standing.report(None))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.startswith("Nothing is done yet")


SLOW = {"lark", "torch"}


@pytest.mark.parametrize("module", ["work.copies", "publish.notebooks", "hub.seat"])
def test_notebooks_are_read_without_a_grammar_of_addresses_and_without_torch(module):
    code = f"import sys, course_utils.{module}, nbformat; print({SLOW} & {{*sys.modules}})"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "set()\n"


def test_each_exported_name_is_there_and_no_other():
    for name in course_utils.__all__:
        assert callable(getattr(course_utils, name))
    with pytest.raises(AttributeError, match="nothing_such"):
        course_utils.nothing_such  # noqa: B018


def test_arrows_make_no_circle():
    done = set()
    while rest := {room for room in ARROWS if room not in done}:
        free = {room for room in rest if not ARROWS[room] & rest}
        assert free, f"a circle among {rest}"
        done |= free


@pytest.mark.parametrize("name", MODULES)
def test_nothing_imports_fastai(name):
    # An answer may need it when it is called, in a lesson that has loaded it long before.
    everywhere = _part(name) != "lessons"
    assert not any(imported.split(".")[0] == "fastai" for imported in _imports(name, everywhere))


QUICK = [name for name in MODULES if _part(name) not in ("explore", "lessons", "publish", "work")]


@pytest.mark.parametrize("name", QUICK)
def test_slow_packages_are_imported_where_they_are_used(name):
    slow = {"pandas", "IPython", "ipywidgets", "nbformat", "nbclient"}
    at_once = {imported.split(".")[0] for imported in _imports(name, everywhere=False)}
    assert not at_once & slow
