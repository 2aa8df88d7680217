"""The files that make the environment say the same, and what is installed is what they say."""

import os
import re
import shutil
import stat
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[1]
INSTALL = ["-c", "constraints.txt", "-e", ".[teach,test]"]

needs_make = pytest.mark.skipif(
    os.name == "nt" or not shutil.which("make"), reason="needs a make and a shell"
)


def text(name):
    return (ROOT / name).read_text(encoding="utf-8")


def pyproject():
    return tomllib.loads(text("pyproject.toml"))


def needed():
    """Return what the package and all its extras need."""
    project = pyproject()["project"]
    lines = [*project["dependencies"], *sum(project["optional-dependencies"].values(), [])]
    return [Requirement(line) for line in lines]


def constraints():
    """Return the constraints of all platforms."""
    lines = text("constraints.txt").splitlines()
    return [Requirement(line) for line in lines if line and not line.lstrip().startswith("#")]


def pins(**environment):
    """Return the version that each package must have, on this machine unless another is told."""
    here = [pin for pin in constraints() if pin.marker is None or pin.marker.evaluate(environment)]
    names = [canonicalize_name(pin.name) for pin in here]
    twice = {name for name in names if names.count(name) > 1}
    assert not twice, f"several versions on one machine: {twice}"
    return {name: pin.specifier for name, pin in zip(names, here, strict=True)}


def make(*args, **variables):
    """Run make as from a new shell, whatever this very test was started with."""
    settable = re.findall(r"^(\w+) \?=", text("Makefile"), re.MULTILINE)
    clean = {
        name: value
        for name, value in os.environ.items()
        if name not in settable and not name.startswith("MAKE") and name != "MFLAGS"
    }
    return subprocess.run(
        [shutil.which("make"), "--no-print-directory", *args],
        cwd=ROOT,
        env=clean | variables,
        capture_output=True,
        text=True,
        timeout=60,
    )


def printed(*args):
    """Return what a make that succeeds prints."""
    done = make(*args)
    assert done.returncode == 0, done.stderr
    return done.stdout


def spelt_alike(line):
    """Return the requirement quoted in a line, as packaging would write it, or nothing."""
    quoted = re.search(r'"([^"]+)"', line)
    try:
        return str(Requirement(quoted[1])) if quoted else ""
    except ValueError:
        return ""


# --- pyproject.toml and constraints.txt


def test_each_dependency_is_a_range_with_its_reason():
    for requirement in needed():
        operators = sorted(spec.operator for spec in requirement.specifier)
        assert operators == ["<", ">="], requirement
        lines = text("pyproject.toml").splitlines()
        (at,) = [n for n, line in enumerate(lines) if spelt_alike(line) == str(requirement)]
        assert "#" in lines[at] or lines[at - 1].lstrip().startswith("#"), f"{requirement}: why?"


def test_each_constraint_is_one_exact_version():
    assert len(constraints()) > 100
    for pin in constraints():
        assert [spec.operator for spec in pin.specifier] == ["=="], pin
        assert not pin.url and not pin.extras, pin


def test_constraints_name_no_place():
    assert "://" not in text("constraints.txt")
    assert not re.search(r"(^|\s)(/|[A-Z]:\\|file:)", text("constraints.txt"))


@pytest.mark.parametrize("requirement", needed(), ids=lambda requirement: requirement.name)
def test_constraints_hold_each_dependency_within_its_range(requirement):
    name = canonicalize_name(requirement.name)
    versions = [
        Version(spec.version)
        for pin in constraints()
        if canonicalize_name(pin.name) == name
        for spec in pin.specifier
    ]
    assert versions, f"{name} is not in constraints.txt: make constraints"
    for version in versions:
        assert version in requirement.specifier, f"{name}: make constraints"


@pytest.mark.parametrize("system", ["linux", "darwin", "win32"])
@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13", "3.14"])
def test_constraints_give_every_machine_one_version_of_each_dependency(system, python):
    exact = pins(
        sys_platform=system,
        os_name="nt" if system == "win32" else "posix",
        python_version=python,
        python_full_version=f"{python}.9",
    )
    assert not {canonicalize_name(requirement.name) for requirement in needed()} - exact.keys()
    assert any("nvidia" in name for name in exact) == (system == "linux")


def test_constraints_cover_what_their_command_covers():
    oldest = re.search(r"--python-version (\S+)", text("constraints.txt").splitlines()[0])[1]
    assert pyproject()["project"]["requires-python"] == f">={oldest}"


# --- what is installed


@pytest.mark.parametrize("requirement", needed(), ids=lambda requirement: requirement.name)
def test_each_dependency_is_installed(requirement):
    assert metadata.version(requirement.name)


def test_what_is_installed_is_what_constraints_say():
    exact = pins()
    found = {canonicalize_name(dist.name): dist.version for dist in metadata.distributions()}
    wrong = [
        f"{name} {version}, not {exact[name]}"
        for name, version in found.items()
        # A build of the same version, such as 2.13.0+cpu, is that version.
        if name in exact and not exact[name].contains(version, prereleases=True)
    ]
    assert not wrong, f"`make env` mends this: {wrong}"
    assert len(found.keys() & exact.keys()) > 100


def test_the_package_is_this_checkout():
    import course_utils

    assert Path(course_utils.__file__).resolve().is_relative_to(ROOT)
    assert metadata.version("course-utils") == pyproject()["project"]["version"]


# --- environment.yml


def test_conda_installs_the_same_through_pip():
    environment = yaml.safe_load(text("environment.yml"))
    *conda, pip = environment["dependencies"]
    assert " ".join(pip["pip"]).split() == INSTALL
    assert sorted(re.split("[=<>]", package)[0] for package in conda) == ["pip", "python"]
    (python,) = [package for package in conda if package.startswith("python")]
    # repo2docker reads only this form, and falls back to a Python that may be too old.
    version = re.fullmatch(r"python=(\d+\.\d+)", python)[1]
    assert version in Requirement(f"python{pyproject()['project']['requires-python']}").specifier


# --- Makefile


def rules():
    """Return the lines of the Makefile that are rules with a text for `make help`."""
    return dict(re.findall(r"^([a-z-]+):.*?## (.+)$", text("Makefile"), re.MULTILINE))


def phony():
    return re.search(r"^\.PHONY: (.+)$", text("Makefile"), re.MULTILINE)[1].split()


def test_each_target_is_phony_and_has_a_line_of_help():
    assert sorted(rules()) == sorted(phony())
    assert set(phony()) >= {"help", "lab", "test", "notebooks", "format", "constraints", "clean"}


@needs_make
def test_make_alone_prints_the_help():
    shown = dict(re.findall(r"^make (\S+) +(.+)$", printed(), re.MULTILINE))
    assert shown == rules()
    assert printed() == printed("help")
    assert max(map(len, printed().splitlines())) <= 80


def test_the_first_line_of_constraints_is_the_command_of_the_makefile():
    command = re.search(r"^COMPILE := (.+)$", text("Makefile"), re.MULTILINE)[1]
    assert text("constraints.txt").splitlines()[0] == f"# {command}"
    assert command.startswith("uv pip compile --universal ") and "--all-extras" in command


@needs_make
def test_make_constraints_runs_the_command_of_their_first_line():
    command = text("constraints.txt").splitlines()[0].removeprefix("# ")
    assert f"bin/{command}" in printed("-n", "constraints")


@needs_make
def test_make_installs_all_in_one_command(tmp_path):
    plain = printed("-n", "env", f"VENV={tmp_path}")
    (install,) = re.findall("pip install (.+)", plain)
    assert install.replace("'", "").split() == INSTALL
    assert "labextension disable" in plain and "announcements" in plain
    cpu = printed("-n", "env", f"VENV={tmp_path}", "TORCH_INDEX=https://torch.example/cpu")
    assert "pip install --extra-index-url https://torch.example/cpu -c" in cpu


@needs_make
def test_make_lab_opens_the_first_lesson_on_this_machine_only(tmp_path):
    (serve,) = re.findall(r".*jupyter lab .*", printed("-n", "lab", "LAB_FLAGS=--no-browser"))
    first = min(path.name for path in ROOT.glob("notebooks/[0-9]*.ipynb"))
    assert f"/lab/tree/notebooks/{first} " in serve
    assert "--ip=127.0.0.1 " in serve and serve.endswith(" --no-browser")
    assert "token" not in serve


@needs_make
@pytest.mark.parametrize("lesson", ["03", "notebooks/03_gradients.ipynb"])
def test_make_lesson_proves_one_lesson(lesson):
    command = printed("-n", "lesson", f"LESSON={lesson}").replace("\\\n", "")
    (prove,) = re.findall(r".*pytest notebooks/03_gradients\.ipynb .*", command)
    assert prove.split("-k ")[1].strip() == "'03_gradients or [3.'"
    for name in ("answers", "doubled", "prose", "solved", "structure", "typed"):
        assert f"tests/test_{name}.py " in prove


@needs_make
def test_make_digits_takes_lessons_and_seeds():
    (every,) = re.findall(r"digits\.py (.*)", printed("-n", "digits"))
    assert every.split() == ["--seeds", "'1,2,3,4,5'"]
    (one,) = re.findall(r"digits\.py (.*)", printed("-n", "digits", "LESSON=07", "SEEDS=2"))
    assert one.split() == ["07", "--seeds", "'2'"]


@needs_make
@pytest.mark.parametrize("target", ["lesson", "present"])
def test_a_lesson_that_does_not_exist_is_an_error(target):
    done = make("-n", target, "LESSON=77")
    assert done.returncode != 0 and "There is no lesson 77" in done.stderr


def script(folder, name, says):
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\n{says}\n")
    (folder / name).chmod(0o755)


def of_version(version):
    """Return the script of a Python that thinks it is of a version, and makes no environment."""
    believe = f"import sys; sys.version_info = {version}; exec(sys.argv[1])"
    return f"[ $1 = -c ] || exit 1\nexec '{sys.executable}' -c '{believe}' \"$2\""


@needs_make
@pytest.mark.parametrize("version", [(2, 7), (3, 10, 14)])
def test_an_old_python_is_refused_in_plain_words(version, tmp_path):
    script(tmp_path / "bin", "python3", of_version(version))
    done = make("env", f"VENV={tmp_path}/env", PATH=f"{tmp_path}/bin")
    assert done.returncode != 0
    assert "needs Python 3.11 or newer, and python3 is not" in done.stderr
    assert "make env PYTHON=" in done.stderr


@needs_make
@pytest.mark.parametrize("newer", [(3, 11), (3, 14, 1)])
def test_a_newer_python_is_found_beside_an_old_one(newer, tmp_path):
    script(tmp_path / "bin", "python3", of_version((3, 10)))
    script(tmp_path / "bin", "python3.12", of_version(newer))
    done = make("env", f"VENV={tmp_path}/env", PATH=f"{tmp_path}/bin")
    assert done.stdout.splitlines() == [f"python3.12 -m venv {tmp_path}/env"]
    assert "needs Python" not in done.stderr


def test_all_files_mean_the_same_python():
    oldest = pyproject()["project"]["requires-python"].removeprefix(">=")
    compared = f"sys.version_info < ({oldest.replace('.', ', ')})"
    assert compared in text("Makefile") and f"needs Python {oldest} or newer" in text("Makefile")
    assert compared in text(".ci/run")


# --- pytest, CI and the workflow


def test_pytest_alone_compares_every_notebook():
    options = pyproject()["tool"]["pytest"]["ini_options"]
    assert set(options["testpaths"]) == {"tests", "notebooks"}
    given = options["addopts"].split()
    assert {"--nbval", "--nbval-current-env", "--dist", "loadfile"} <= set(given)
    assert any(option.startswith("--nbval-cell-timeout=") for option in given)
    assert "--no-loadscope-reorder" in given  # the order is that of tests/conftest.py
    assert "--nbval-lax" not in given and "--ignore=tests/browser" in given


@needs_make
def test_make_test_runs_every_check():
    plan = printed("-n", "test")
    for command in ("/ruff check", "/ruff format --check", "/codespell README.md", "/pytest"):
        assert command in plan, command


@needs_make
@pytest.mark.parametrize("broken", ["ruff", "codespell", "pytest"])
def test_make_test_fails_if_one_check_fails_and_runs_the_others(broken, tmp_path):
    for name in ("ruff", "codespell", "pytest"):
        script(tmp_path / "bin", name, f"echo {name} ran; exit {int(name == broken)}")
    (tmp_path / "bin/python").touch()
    (tmp_path / ".installed").touch()
    os.utime(tmp_path / "bin/python", (0, 0))
    done = make("test", f"VENV={tmp_path}")
    assert done.returncode != 0
    assert re.findall(r"^(\w+) ran", done.stdout, re.MULTILINE) == [
        *("ruff", "ruff", "codespell", "pytest")
    ]
    assert re.search(rf"^Failed:\n +\S+/{broken}", done.stdout, re.MULTILINE)


def test_ci_runs_make_test():
    path = ROOT / ".ci" / "run"
    run = text(".ci/run")
    assert "make test" in run.splitlines()
    assert run.startswith("#!/usr/bin/env bash\n")
    if os.name != "nt":
        assert path.stat().st_mode & stat.S_IXUSR
        subprocess.run(["bash", "-n", path], check=True)


def test_the_workflow_tests_three_systems_as_make_does():
    workflow = yaml.safe_load(text(".github/workflows/test.yml"))
    job = workflow["jobs"]["test"]
    runners = " ".join(job["strategy"]["matrix"]["os"])
    assert all(name in runners for name in ("ubuntu", "macos", "windows"))
    oldest = pyproject()["project"]["requires-python"].removeprefix(">=")
    assert oldest in job["strategy"]["matrix"]["python"]
    commands = {step["name"]: step["run"].strip() for step in job["steps"] if "run" in step}
    assert commands["Linux"] in (".ci/run", "make test")
    assert commands["macOS"] == "make test"
    create, install, test = commands["Windows"].splitlines()
    assert create == "python -m venv .venv"
    python = r".venv\Scripts\python -m"
    assert install.replace('"', "").split() == [*python.split(), "pip", "install", *INSTALL]
    assert test == f"{python} pytest"
