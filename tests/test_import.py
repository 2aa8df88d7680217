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
import course_utils
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
    late = ("plots", "explore", "notebooks")  # loaded by the first use
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


# Who may import whom, of our own: what is not listed imports nothing of ours.
ARROWS = {
    "course_utils": {"judge", "question", "simulate", "plots", "explore"},
    "compare": {"values"},
    "exercise": {"compare", "register", "slips"},
    "common": {"compare", "values"},
    "verdict": {"register"},
    "stub": {"slips"},
    "sandbox": {"restored", "stoppable"},
    "trial": {"exercise", "sandbox", "values"},
    "diagnosis": {"common", "compare", "exercise", "trial", "values", "verdict"},
    "judge": {"diagnosis", "exercise", "sandbox", "stub", "trial", "values", "verdict"},
    "question": {"register", "verdict"},
    "clinic": {"simulate"},
    "explore": {"clinic", "explore", "plots", "simulate", "question", "engine"},
    "plots": {"plots", "engine"},
    "lessons": {"clinic", "compare", "engine", "exercise", "lessons", "question"}
    | {"simulate", "slips", "values"},
    "notebooks": {"exercise"},
    "slides": {"notebooks"},
    "solutions": {"notebooks", "verdict"},
    "grade": {"exercise", "grade", "judge", "notebooks", "verdict"},
    "handout": {"handout", "notebooks", "notes"},
    "notes": {"exercise", "notebooks", "notes", "question", "register"},
}


@pytest.mark.parametrize("name", MODULES)
def test_arrows_point_one_way(name):
    ours = {_part(imported) for imported in _imports(name, everywhere=True)} - {None}
    assert ours <= ARROWS.get(_part(name), set())


def test_arrows_make_no_circle():
    done = set()
    while rest := {room for room in ARROWS if room not in done}:
        free = {room for room in rest if not (ARROWS[room] - {room}) & rest}
        assert free, f"a circle among {rest}"
        done |= free


@pytest.mark.parametrize("name", MODULES)
def test_nothing_imports_fastai(name):
    # An answer may need it when it is called, in a lesson that has loaded it long before.
    everywhere = _part(name) != "lessons"
    assert not any(imported.split(".")[0] == "fastai" for imported in _imports(name, everywhere))


@pytest.mark.parametrize("name", [n for n in MODULES if _part(n) not in ("explore", "notebooks")])
def test_slow_packages_are_imported_where_they_are_used(name):
    slow = {"pandas", "IPython", "ipywidgets", "anywidget", "nbformat", "nbclient"}
    at_once = {imported.split(".")[0] for imported in _imports(name, everywhere=False)}
    assert not at_once & slow
