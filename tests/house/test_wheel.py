"""The package as a wheel: it brings the lessons along, and writes nothing where it is installed."""

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from course_utils import home

BUILD = "import sys; from setuptools import build_meta; build_meta.build_wheel(sys.argv[1])"
LEFT = shutil.ignore_patterns("__pycache__", "node_modules", ".*")
# What builds the explorers' scripts, of no use without a copy of the source.
FOR_NODE = {"biome.json", "package.json", "package-lock.json", "tsconfig.json", "types.d.ts"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel of this course, built from a copy, without a network."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    shutil.copytree(home.COURSE / "course_utils", source / "course_utils", ignore=LEFT)
    shutil.copytree(home.COURSE / "notebooks", source / "notebooks", ignore=LEFT)
    for name in ("pyproject.toml", "README.md", "LICENSE", "LICENSE-TEXT"):
        shutil.copy(home.COURSE / name, source)
    subprocess.run(
        [sys.executable, "-c", BUILD, folder], cwd=source, check=True, capture_output=True
    )
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def prefix(wheel):
    """The folder that it is installed into."""
    prefix = wheel.parent / "prefix"
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps"]
    flags = ["--ignore-installed", "--no-compile", "--prefix"]
    subprocess.run([*pip, *flags, prefix, wheel], check=True)
    return prefix


@pytest.fixture(scope="module")
def packages(prefix):
    """The folder in it that Python looks into."""
    return Path(sysconfig.get_path("purelib", vars={"base": prefix, "platbase": prefix}))


def run(module, packages, folder):
    """Run a tool of the wheel in a folder; return its exit code and what it says."""
    env = {**os.environ, "PYTHONPATH": str(packages), "PYTHONDONTWRITEBYTECODE": "1"}
    env.pop("COURSE_WORK", None)
    ran = subprocess.run(
        [sys.executable, "-m", *module.split()],
        cwd=folder,
        env=env,
        capture_output=True,
        encoding="utf-8",
    )
    return ran.returncode, ran.stdout + ran.stderr


def files(folder):
    """Return {file below a folder: what it holds}, but for caches."""
    found = {path for path in folder.rglob("*") if path.is_file()}
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def test_it_holds_every_file_of_the_package_and_the_lessons(packages, prefix):
    source = home.COURSE / "course_utils"
    needed = {
        path.relative_to(source).as_posix()
        for path in source.rglob("*")
        if path.is_file() and not {"__pycache__", "node_modules"} & {*path.parts}
    }
    held = files(packages / "course_utils").keys()
    for_node = {f"explore/page/{name}" for name in FOR_NODE}
    assert needed - held == for_node
    shared = prefix / "share" / "course_utils"
    assert {path.name for path in home.lessons()} <= files(shared / "notebooks").keys()
    assert {"README.md", "notebooks/images/hero.png"} <= files(shared).keys()


SENTENCE = "This changes the course itself, which is installed here"
TOOLS = {
    "course_utils.work --help": (0, "work/ in the working directory", []),
    "course_utils.work": (0, "Your work lies in", ["work/00_can_a_machine_learn.ipynb"]),
    "course_utils.work update": (0, "comes with pip", ["work/10_capstone.ipynb"]),
    "course_utils.standing": (0, "Nothing is done yet", []),
    "course_utils.environment": (0, "course_utils installed", []),
    "course_utils.publish.notes": (0, "02_loss.ipynb", ["build/notes/02_loss.md"]),
    "course_utils.publish.notebooks": (1, SENTENCE, []),
}


@pytest.mark.parametrize("tool", TOOLS)
def test_each_tool_finds_the_lessons_or_says_what_to_do(tool, packages, prefix, tmp_path):
    code, says, writes = TOOLS[tool]
    before = files(prefix)
    ended, said = run(tool, packages, tmp_path)
    assert (ended, "Traceback" in said) == (code, False), said
    assert says in said
    written = files(tmp_path).keys()
    assert set(writes) <= written and bool(writes) == bool(written)
    assert files(prefix) == before


def test_only_one_place_says_where_what_is_made_goes():
    package = home.COURSE / "course_utils"
    said = [path for path in package.rglob("*.py") if '/ "build"' in path.read_text("utf-8")]
    assert said == [package / "home.py"]


def test_in_a_folder_of_work_the_work_is_this_folder(packages, tmp_path):
    (tmp_path / ".editions").mkdir()
    run("course_utils.work", packages, tmp_path)
    assert (tmp_path / "02_loss.ipynb").exists() and not (tmp_path / "work").exists()


@pytest.mark.parametrize("tool", ["work", "publish.notes"])
def test_without_its_lessons_it_says_where_it_looked(tool, packages, tmp_path):
    shutil.copytree(packages / "course_utils", tmp_path / "lib" / "course_utils")
    (tmp_path / "here").mkdir()
    code, said = run(f"course_utils.{tool}", tmp_path / "lib", tmp_path / "here")
    assert code == 1 and "Traceback" not in said
    assert str(tmp_path / "lib") in said and "a copy of its source" in said
    assert files(tmp_path / "here") == {}
