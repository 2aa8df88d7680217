"""The table of lesson 00: the same on every healthy machine, and plain about what is wrong."""

import ast
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from course_utils import environment
from course_utils.publish import notebooks

ROOT = Path(environment.__file__).resolve().parents[1]
SCRIPT = ROOT / "course_utils" / "environment.py"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

FIRST_CELL = notebooks.code_cells(notebooks.read(notebooks.paths()[0]))[0].source
PYPROJECT = """
[project]
requires-python = "{python}"
# Why.
dependencies = [
    # Lesson 01.
{needs}
]
"""


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """Return a function that makes a course with these needs, and packages `name: (version, code)`.

    They come before what is installed.
    """

    def make(needs, packages=None, python=">=3.11"):
        lines = "\n".join(f'    "{need}",' for need in needs)
        text = PYPROJECT.format(python=python, needs=lines)
        (tmp_path / "pyproject.toml").write_text(text, encoding="utf-8")
        monkeypatch.setattr(environment, "COURSE", tmp_path)
        for name, (version, code) in (packages or {}).items():
            install(tmp_path, name, version, code)
        monkeypatch.syspath_prepend(tmp_path)

    return make


def install(folder, name, version, code):
    """Put a package of two files and its metadata into a folder, as pip does."""
    info = folder / f"{name}-{version}.dist-info"
    for path, says in {
        folder / name / "__init__.py": code,
        folder / name / "lib" / "libzeta.so.1": "",
        info / "METADATA": f"Metadata-Version: 2.4\nName: {name}\nVersion: {version}\n",
        info / "RECORD": f"{name}/__init__.py,,\n{name}/lib/libzeta.so.1,,\n{name}/LICENSE,,\n",
    }.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(says, encoding="utf-8")


@pytest.fixture(autouse=True)
def no_other_folder_of_work(monkeypatch):
    monkeypatch.delenv("COURSE_WORK", raising=False)


def printed(capsys):
    environment.report()
    said = capsys.readouterr()
    assert said.err == ""
    return said.out


def run(*args, python=sys.executable, folder=ROOT, **variables):
    """Run Python, and return what it prints: it must succeed, without a warning."""
    done = subprocess.run(
        [python, "-W", "error", *args],
        cwd=folder,
        env=os.environ | variables,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert (done.stderr, done.returncode) == ("", 0)
    return done.stdout


def an_older_python(minor):
    """Return a Python 3.minor, from PATH or from pyenv; None if there is none that runs."""
    kept = (Path.home() / ".pyenv" / "versions").glob(f"3.{minor}.*/bin/python")
    for python in (*kept, shutil.which(f"python3.{minor}")):
        if python and subprocess.run([python, "-c", ""], capture_output=True).returncode == 0:
            return python


# --- a healthy machine


def test_healthy_machine_prints_the_needs_of_pyproject():
    rows = [f"Python{PROJECT['requires-python']}", "course_utilsinstalled"]
    *found, empty, here, yours = run(SCRIPT).splitlines()
    assert ["".join(row.split()) for row in found] == [
        f"[OK]{row}" for row in [*rows, *PROJECT["dependencies"]]
    ]
    assert (empty, here) == ("", "Everything is here.")
    assert yours == "Your own copies of the lessons lie in the course's folder work/."
    assert run(SCRIPT, COURSE_WORK="~/mine").endswith(" lie in ~/mine.\n")


def test_table_is_the_same_from_any_folder(tmp_path):
    course = tmp_path / "ö dir'x"
    (course / "course_utils").mkdir(parents=True)
    shutil.copy(SCRIPT, course / "course_utils")
    shutil.copy(ROOT / "pyproject.toml", course)
    assert run(SCRIPT) == run(SCRIPT, folder=tmp_path)
    assert run(SCRIPT) == run(course / "course_utils" / "environment.py", folder=tmp_path)
    assert run(SCRIPT) == run("../course_utils/environment.py", folder=ROOT / "notebooks")


def test_nothing_is_imported_of_what_is_asked_about():
    look = (
        "import runpy, sys; runpy.run_path(sys.argv[1])['report']();"
        "print(*{name.partition('.')[0] for name in sys.modules})"
    )
    *_, modules = run("-c", look, SCRIPT).splitlines()
    asked = {name for name, _ in environment.needed()[1]} | {"course_utils"}
    assert len(asked) == len(PROJECT["dependencies"]) + 1
    assert not asked & set(modules.split())


def test_good_packages_are_ok_and_not_run(machine, capsys):
    machine(
        ["zeta>=2.1,<3", "eta"], {"zeta": ("2.13.0+cpu", "raise OSError"), "eta": ("1", "1 / 0")}
    )
    assert printed(capsys).splitlines() == [
        "[OK]   Python       >=3.11",
        "[OK]   course_utils installed",
        "[OK]   zeta         >=2.1,<3",
        "[OK]   eta",
        "",
        "Everything is here.",
        "Your own copies of the lessons lie in the course's folder work/.",
    ]


# --- what is wrong


def test_missing_too_old_and_too_new_packages_are_told_apart(machine, capsys):
    packages = {"alpha": ("2.1.0", ""), "gamma": ("3.0", "")}
    machine(["alpha>=2.4,<3", "betta>=2.4,<3", "gamma>=2.4,<3"], packages)
    table = printed(capsys)
    assert "[FAIL] alpha        needs >=2.4,<3, found 2.1.0\n" in table
    assert "[FAIL] betta        needs >=2.4,<3, not installed\n" in table
    assert "[FAIL] gamma        needs >=2.4,<3, found 3.0\n" in table
    assert "Everything" not in table and "uninstall" not in table


@pytest.mark.parametrize("lost", ["__init__.py", "lib/libzeta.so.1"])
def test_a_lost_module_or_library_is_missed(lost, machine, capsys, tmp_path):
    machine(["zeta>=2", "eta>=1"], {"zeta": ("2.1", ""), "eta": ("1", "")})
    (tmp_path / "zeta" / lost).unlink()
    table = printed(capsys)
    said = f"is broken: 1 of its files are lost, such as zeta/{lost}"
    assert f"[FAIL] zeta         {said}\n" in table and "[OK]   eta " in table
    # pip takes what is there for whole, so it has to go first.
    assert table.index(f'"{sys.executable}" -m pip uninstall --yes zeta\n') < table.index("make -B")


def test_a_file_of_the_reader_that_hides_a_package_is_named(machine, capsys, tmp_path, monkeypatch):
    machine(["zeta>=2", "eta>=1"], {"zeta": ("2.1", ""), "eta": ("1", "")})
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "zeta.py").touch()
    monkeypatch.syspath_prepend(tmp_path / "mine")
    table = printed(capsys)
    said = f"is hidden by {tmp_path / 'mine' / 'zeta.py'}: rename it"
    assert f"[FAIL] zeta         {said}\n" in table and "[OK]   eta " in table


def test_course_that_is_not_installed_says_so(machine, capsys, monkeypatch):
    monkeypatch.setattr(environment.util, "find_spec", lambda name: None)
    machine(["eta>=1"], {"eta": ("1", "")})
    table = printed(capsys)
    assert "[FAIL] course_utils is not installed in this Python\n" in table
    assert "    make lab\n" in table and "README.md says at *Start*" in table
    assert "pip" not in table
    assert "\n## Start\n" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_what_to_type_names_the_folder_and_this_very_python(machine, capsys, tmp_path):
    machine(["betta>=1"])
    *_, folder, make, _, pip = printed(capsys).splitlines()
    assert folder == f'    cd "{tmp_path}"'
    assert make == "    make -B lab"
    assert pip == f'    "{sys.executable}" -m pip install -c constraints.txt -e .'
    install = pip.split('"')[2]
    assert f"{install}\n" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_another_python_comes_first(machine, capsys):
    machine(["betta>=1"], python=">=99.1,<99.5")
    table = printed(capsys)
    assert table.startswith("[FAIL] Python       needs >=99.1,<99.5, found 3.")
    assert "Install Python >=99.1,<99.5 first" in table and "make lab PYTHON=" in table
    assert "pip" not in table


# --- older Pythons, which a notebook may be opened in


def test_python_3_8_can_read_the_script():
    ast.parse(SCRIPT.read_text(encoding="utf-8"), feature_version=(3, 8))


@pytest.mark.parametrize("minor", [8, 9, 10])
def test_an_older_python_says_what_to_type(minor, tmp_path):
    python = an_older_python(minor)
    if not python:
        pytest.skip(f"no Python 3.{minor} on this machine")
    # -I: this very test may have been started with a path for its own Python.
    table = run("-I", SCRIPT, python=python, folder=ROOT / "notebooks").splitlines()
    needs = PROJECT["requires-python"]
    assert table[0].startswith(f"[FAIL] Python       needs {needs}, found 3.{minor}.")
    assert len(table) == 2 + len(PROJECT["dependencies"]) + 5
    assert table[-1] == "    make lab PYTHON=/path/to/it"
    # The first cell of lesson 00, which finds no course there.
    said = run("-I", "-c", FIRST_CELL, python=python, folder=tmp_path)
    assert "    make lab " in said and "In Colab" in said


def test_first_cell_prints_the_table_from_any_folder(tmp_path):
    assert run("-c", FIRST_CELL, folder=tmp_path, PYTHONPATH=str(ROOT)) == run(SCRIPT)


# --- versions


def test_patterns_read_in_pyproject_what_toml_has_there():
    python, packages = environment.needed()
    assert python == PROJECT["requires-python"]
    assert ["".join(pair) for pair in packages] == PROJECT["dependencies"]


@pytest.mark.parametrize(
    "version, versions, fits",
    [
        ("2.13", ">=2.13,<2.14", True),
        ("2.13.0+cpu", ">=2.13.0,<2.14", True),
        ("2.14", ">=2.13,<2.14", False),
        ("2.14.0", ">=2.13,<2.14", False),
        ("2.9", ">=2.13", False),
        ("2.13.1.dev3", ">=2.13,<2.14", True),
        ("10.0", ">=9,<10", False),
        ("3.11.4", ">=3.11", True),
        ("3.15.0", ">=3.11,<3.15", False),
        ("1.0", "==1", True),
        ("1.1", "!=1.1", False),
        ("1.1", ">1.1,<=2", False),
        ("1.1", "", True),
        (None, ">=1", False),
    ],
)
def test_versions_are_compared_as_numbers(version, versions, fits):
    assert environment._is_in(version, versions) is fits
