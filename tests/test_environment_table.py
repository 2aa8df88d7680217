"""The table of lesson 00: the same on every healthy machine, and plain about what is wrong."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from course_utils import environment

ROOT = Path(environment.__file__).resolve().parents[1]


def distribution(folder, name, version, lines=()):
    """Put the metadata of a package into a folder, as pip does."""
    info = folder / f"{name.replace('-', '_')}-{version}.dist-info"
    info.mkdir()
    head = ["Metadata-Version: 2.4", f"Name: {name}", f"Version: {version}"]
    (info / "METADATA").write_text("\n".join([*head, *lines]) + "\n", encoding="utf-8")


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """Return a function that makes a course with these needs, and packages `name: (version, code)`.

    They come before what is installed.
    """

    def make(needs, packages=None, python=">=3.11"):
        lines = [f"Requires-Python: {python}", *(f"Requires-Dist: {need}" for need in needs)]
        distribution(tmp_path, "course-utils", "0.1.0", lines)
        for name, (version, code) in (packages or {}).items():
            distribution(tmp_path, name, version)
            (tmp_path / f"{name}.py").write_text(code, encoding="utf-8")
            monkeypatch.delitem(sys.modules, name, raising=False)
        monkeypatch.syspath_prepend(tmp_path)

    return make


def printed(capsys):
    environment.report()
    said = capsys.readouterr()
    assert said.err == ""
    return said.out


def run(*args, **variables):
    env = os.environ | variables
    return subprocess.run(
        [sys.executable, *args], cwd=ROOT, env=env, capture_output=True, text=True, timeout=120
    )


def test_healthy_machine_prints_the_needs_of_pyproject_and_no_warning():
    done = run("-W", "error", "-c", "from course_utils import environment as e; e.report()")
    assert (done.stderr, done.returncode) == ("", 0)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needs = [f"Python{project['requires-python']}", *project["dependencies"]]
    *rows, empty, end = done.stdout.splitlines()
    assert ["".join(row.split()) for row in rows] == [f"[OK]{need}" for need in needs]
    assert (empty, end) == ("", "Everything is here.")


def test_table_comes_also_where_the_course_cannot_be_imported(tmp_path):
    (tmp_path / "torch.py").write_text("raise OSError('libtorch.so: not found\\nmore')")
    done = run("course_utils/environment.py", PYTHONPATH=str(tmp_path))
    assert (done.stderr, done.returncode) == ("", 0)
    said = "torch        is here, but its import fails: OSError: libtorch.so: not found"
    assert f"[FAIL] {said}\n" in done.stdout
    assert re.search(r"^\[FAIL\] fastai .*OSError", done.stdout, re.MULTILINE)
    assert re.search(r"^\[OK\]   pandas ", done.stdout, re.MULTILINE)
    assert "make lab\n" in done.stdout


def test_good_packages_are_ok_whatever_they_print_or_warn(machine, capsys):
    noise = "import sys, warnings; print('hello'); print('oh', file=sys.stderr)\nwarnings.warn('x')"
    machine(["zeta<3,>=2.1", "eta"], {"zeta": ("2.13.0+cpu", noise), "eta": ("1", "")})
    assert printed(capsys).splitlines() == [
        "[OK]   Python       >=3.11",
        "[OK]   zeta         >=2.1,<3",
        "[OK]   eta          ",
        "",
        "Everything is here.",
    ]


def test_missing_too_old_too_new_and_broken_packages_are_told_apart(machine, capsys):
    packages = {
        "alpha": ("2.1.0", ""),
        "gamma": ("3.0", ""),
        "delta": ("2.5", "import nothing_of_this_name"),
        "epsilon": ("2.5", "raise AttributeError"),
    }
    machine(["alpha<3,>=2.4", "betta<3,>=2.4"], packages)
    table = printed(capsys)
    assert "[FAIL] alpha        needs >=2.4,<3, found 2.1.0\n" in table
    assert "[FAIL] betta        needs >=2.4,<3, not installed\n" in table
    rows = {name: environment._trouble(name, ">=2.4,<3") for name in packages}
    assert rows["gamma"] == "needs >=2.4,<3, found 3.0"
    assert rows["delta"].startswith("is here, but its import fails: ModuleNotFoundError: No module")
    assert rows["epsilon"] == "is here, but its import fails: AttributeError"


def test_what_to_type_names_this_very_python(machine, capsys):
    machine(["betta>=1"])
    table = printed(capsys)
    assert "Everything" not in table
    assert "    make lab\n" in table
    assert f'"{sys.executable}" -m pip install -c constraints.txt -e ".[teach,test]"' in table
    assert 'python -m pip install -c constraints.txt -e ".[teach,test]"' in (
        ROOT / "README.md"
    ).read_text(encoding="utf-8")


def test_old_python_comes_first(machine, capsys):
    machine(["betta>=1"], python=">=99.1")
    table = printed(capsys)
    assert table.startswith("[FAIL] Python       needs >=99.1, found 3.")
    assert "Install Python >=99.1 first" in table and "make lab PYTHON=" in table


def test_what_only_the_tests_need_is_left_out(machine, capsys):
    machine(['betta>=1; extra == "test"'])
    assert "betta" not in printed(capsys)


def test_course_that_is_not_installed_says_so(monkeypatch, capsys):
    monkeypatch.setattr(environment, "COURSE", "no-such-course")
    table = printed(capsys)
    assert table.startswith("[FAIL] no-such-course is not installed in this Python\n")
    assert "pip install" in table


@pytest.mark.parametrize(
    "version, needs, fits",
    [
        ("2.13", ">=2.13,<2.14", True),
        ("2.13.0+cpu", ">=2.13.0,<2.14", True),
        ("2.14", ">=2.13,<2.14", False),
        ("2.14.0", ">=2.13,<2.14", False),
        ("2.9", ">=2.13", False),
        ("2.13.1.dev3", ">=2.13,<2.14", True),
        ("10.0", ">=9,<10", False),
        ("3.11.4", ">=3.11", True),
        ("1.0", "==1", True),
        ("1.1", "!=1.1", False),
        ("1.1", ">1.1,<=2", False),
        ("1.1", "", True),
        (None, ">=1", False),
    ],
)
def test_versions_are_compared_as_numbers(version, needs, fits):
    assert environment._is_in(version, needs) is fits


def test_range_is_written_in_one_order():
    for text in ("<2.14,>=2.13", ">=2.13,<2.14", "(<2.14, >=2.13)"):
        assert environment._range(text) == ">=2.13,<2.14"
