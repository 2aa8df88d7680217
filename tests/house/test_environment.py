"""The files that make the environment say the same, and what is installed is what they say."""

import json
import os
import re
import shutil
import stat
import subprocess
import sys
import tomllib
import zipfile
from importlib import metadata
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[2]
LESSONS = "pip install -c constraints.txt -e ."
TEACH = "pip install -c constraints.txt -e .[teach]"
HUB = "pip install -c constraints.txt -e .[hub]"
SITE = "pip install -c constraints.txt -e .[site]"
ALL = "pip install -c constraints.txt -e .[teach,cluster,hub,site,test]"

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


def pythons():
    """Return the minor versions of Python 3 that pyproject.toml allows."""
    allowed = SpecifierSet(pyproject()["project"]["requires-python"])
    return [minor for minor in range(30) if f"3.{minor}" in allowed]


def setting(name):
    """Return what a setting of the Makefile is, unless the reader sets it."""
    return re.search(rf"^{name} \?= ?(.*)$", text("Makefile"), re.MULTILINE)[1]


def make(*args, folder=ROOT, **variables):
    """Run make as from a new shell, whatever this very test was started with."""
    settable = re.findall(r"^(\w+) \?=", text("Makefile"), re.MULTILINE)
    clean = {
        name: value
        for name, value in os.environ.items()
        if name not in settable and not name.startswith("MAKE") and name != "MFLAGS"
    }
    return subprocess.run(
        [shutil.which("make"), "--no-print-directory", *args],
        cwd=folder,
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
        places = [n for n, line in enumerate(lines) if spelt_alike(line) == str(requirement)]
        assert places, requirement
        for at in places:
            told = "#" in lines[at] or lines[at - 1].lstrip().startswith("#")
            assert told, f"{requirement}: why?"


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
@pytest.mark.parametrize("python", [f"3.{minor}" for minor in pythons()])
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
    assert oldest == f"3.{min(pythons())}"


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


# --- what it may be used for


def test_licences_are_named_alike_everywhere():
    project = pyproject()["project"]
    assert project["license"].split(" AND ") == ["MIT", "CC-BY-4.0"]
    assert yaml.safe_load(text("CITATION.cff"))["license"] == ["MIT", "CC-BY-4.0"]
    for name in project["license-files"]:
        assert f"]({name})" in text("README.md") and text(name).strip()
    assert text("LICENSE").startswith("MIT License")
    assert "creativecommons.org/licenses/by/4.0" in text("LICENSE-TEXT")


def test_what_others_wrote_lies_beside_its_licence():
    found = ROOT.glob("course_utils/**/vendor")
    vendored = [folder for folder in found if "node_modules" not in folder.parts]
    assert vendored and all((folder / "LICENSE").exists() for folder in vendored)
    assert "Mike Bostock" in text("course_utils/explore/built/D3-LICENSE.txt")


# --- environment.yml


def test_conda_installs_the_same_through_pip():
    environment = yaml.safe_load(text("environment.yml"))
    *conda, pip = environment["dependencies"]
    place = re.search(r"https://[^\s)]+", setting("TORCH_INDEX"))[0]
    install = LESSONS.removeprefix("pip install ")
    assert " ".join(pip["pip"]) == f"--extra-index-url {place} {install}"
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
    assert f"-m {command}" in printed("-n", "constraints")


@needs_make
def test_make_lab_opens_a_copy_of_the_first_lesson_on_this_machine_only():
    (serve,) = re.findall(r".*-m jupyterlab .*", printed("-n", "lab", "LAB_FLAGS=--no-browser"))
    first = min(path.name for path in ROOT.glob("notebooks/[0-9]*.ipynb"))
    assert f"/lab/tree/work/{first}' " in serve
    assert "--ip=127.0.0.1 " in serve and serve.endswith(" --no-browser")
    assert "token" not in serve


def test_what_instructors_and_tests_need_is_imported_by_nothing_else():
    extras = pyproject()["project"]["optional-dependencies"]
    names = {Requirement(line).name for lines in extras.values() for line in lines}
    modules = {name.replace("-", "_") for name in names} | {"_pytest", "xdist", "codespell_lib"}
    found = re.compile(rf"^ *(?:import|from) ({'|'.join(modules)})\b", re.MULTILINE)
    users = {
        "/".join(path.relative_to(ROOT / "course_utils").parts[:2])
        for path in ROOT.glob("course_utils/**/*.py")
        if found.search(path.read_text(encoding="utf-8"))
    }
    asked_for = {
        "hub/spawner.py",
        "publish/handout",
        "publish/site",
        *(f"grade/{name}.py" for name in ("cluster", "judge", "process")),
    }
    assert users == asked_for, (
        "`make slides`, `make site`, `make grade` and `make class` install it; does their target?"
    )


# --- make, with Pythons that only write down what they are asked

A_PYTHON = """#!/bin/sh
case "$1 $2" in
"-c import ensurepip") exit 0 ;;
-c*) exec '{real}' -c '{believe}' "$2" ;;
esac
printf '%s|' "$@" >> "$ASKED"; echo >> "$ASKED"
case "$*" in *" --no-index "*) exit 1 ;; esac
[ "$2" != "$BROKEN" ] || exit 1
[ "$2" = venv ] || exit 0
[ "$3" != --clear ] || {{ shift; rm -rf "$3"; }}
mkdir -p "$3/bin"; cp "$0" "$3/bin/python"; touch "$3/pyvenv.cfg"
"""


class Course:
    """A copy of what make reads, in a folder with a difficult name, and Pythons beside it."""

    def __init__(self, folder):
        self.root = folder / "ö dir'x" / "course"
        self.bin = folder / "bin"
        self.asked = folder / "asked"
        for name in ("notebooks", "course_utils", "tests"):
            (self.root / name).mkdir(parents=True)
        self.bin.mkdir()
        for name in ("Makefile", "pyproject.toml", "constraints.txt"):
            shutil.copy(ROOT / name, self.root)
        (self.root / "notebooks" / "00_first.ipynb").touch()
        for tool in ("id", "uname", "touch", "rm", "mkdir", "cp", "find"):
            (self.bin / tool).symlink_to(shutil.which(tool))

    def python(self, name, *version):
        believe = (
            f'import sys; sys.version_info = {version}; sys.version = "{version}";exec(sys.argv[1])'
        )
        path = self.bin / name
        path.write_text(A_PYTHON.format(real=sys.executable, believe=believe))
        path.chmod(0o755)

    def make(self, *args, **variables):
        """Run make, and return it with `asked`: a list of the arguments of each Python."""
        self.asked.write_text("")
        given = {"PATH": str(self.bin), "ASKED": str(self.asked), "BROKEN": "-"} | variables
        done = make(*args, folder=self.root, **given)
        done.asked = [line.split("|")[:-1] for line in self.asked.read_text().splitlines()]
        done.modules = [" ".join(args[1:]) for args in done.asked if args[0] == "-m"]
        return done


@pytest.fixture
def course(tmp_path):
    return Course(tmp_path)


@needs_make
def test_the_environment_grows_and_each_part_comes_once(course):
    course.python("python3", 3, 11)
    lab = course.make("lab", "TORCH_INDEX=")
    venv, lessons, copies, serve = lab.modules
    assert (venv, lessons) == ("venv .venv", LESSONS) and serve.startswith("jupyterlab --config=")
    assert copies == "course_utils.work"
    assert course.make("slides").modules == [TEACH, "course_utils.publish.handout"]
    assert course.make("slides").modules == ["course_utils.publish.handout"]
    assert course.make("env").modules == [ALL]
    for target in ("env", "test", "present", "lab"):
        assert not any("pip" in module for module in course.make(target).modules), target
    os.utime(course.root / "constraints.txt")
    assert [m for m in course.make("lab", "TORCH_INDEX=").modules if "pip" in m] == [LESSONS]
    assert [m for m in course.make("test").modules if "pip" in m] == [ALL]


@needs_make
@pytest.mark.parametrize(
    "target, last",
    [
        *((name, LESSONS) for name in ("lab", "notebooks", "notes", "solutions")),
        *((name, TEACH) for name in ("present", "slides", "grade")),
        ("site", SITE),
        ("class", HUB),
        *((name, ALL) for name in ("env", "test", "test-browser", "bench", "chromium", "format")),
    ],
)
def test_each_target_installs_what_it_needs_and_no_more(target, last, course):
    course.python("python3", 3, 11)
    installed = [m for m in course.make(target, "TORCH_INDEX=").modules if "pip" in m]
    assert installed == ([LESSONS] if last == LESSONS else [LESSONS, last])


@needs_make
def test_linux_asks_one_more_place_and_for_torch_alone(course):
    course.python("python3", 3, 11)
    (course.bin / "uname").unlink()
    script(course.bin, "uname", "echo Linux")
    _, own, torch, lessons, *_ = course.make("lab").modules
    assert own == "pip install -c constraints.txt --no-deps --no-index torch"
    assert " --extra-index-url https://download.pytorch.org/whl/cpu " in torch
    assert " --no-deps --retries 1 --timeout 15 " in torch
    assert "-c constraints.txt" in torch and torch.endswith(" torch torchvision")
    assert lessons == LESSONS


@needs_make
@pytest.mark.parametrize("system, set", [("Darwin", ()), ("Linux", ["TORCH_INDEX="])])
def test_elsewhere_or_on_demand_torch_comes_from_the_registry(system, set, course):
    course.python("python3", 3, 11)
    (course.bin / "uname").unlink()
    script(course.bin, "uname", f"echo {system}")
    assert course.make("lab", *set).modules[1] == LESSONS


@needs_make
def test_paths_with_a_space_an_apostrophe_and_an_umlaut(course):
    course.python("python3", 3, 11)
    venv = course.root / "an env'ü"
    settings = [f"VENV={venv}", "TORCH_INDEX="]
    assert ["-m", "venv", str(venv)] in course.make("env", *settings).asked
    assert (venv / ".installed-test").exists()
    grade = course.make(
        "grade", *settings, "SUBMISSIONS=it's all ü", "GRADE_WITH=a 'b c'", "JOBS=2"
    )
    assert grade.asked == [
        ["-m", "course_utils.grade", "it's all ü", "--jobs", "2", "--with", "a 'b c'"]
    ]
    lesson = "notebooks/it's_ü.ipynb"
    (course.root / lesson).touch()
    copies, serve = course.make("present", *settings, f"LESSON={lesson}").asked
    assert copies == ["-m", "course_utils.work"]
    assert "--LabApp.default_url=/doc/tree/work/it's_ü.ipynb" in serve
    assert course.make("clean", *settings).returncode == 0 and not venv.exists()


@needs_make
def test_a_tilde_is_the_home_folder(course, tmp_path):
    course.python("python3", 3, 11)
    course.make("env", "VENV=~/my env", "TORCH_INDEX=", HOME=str(tmp_path))
    assert (tmp_path / "my env" / ".installed-test").exists()
    assert not course.make("env", "VENV=~/my env", HOME=str(tmp_path)).asked


@needs_make
@pytest.mark.parametrize("version", [(2, 7), (3, min(pythons()) - 1, 14), (3, max(pythons()) + 1)])
def test_a_python_too_old_or_too_new_is_refused_in_plain_words(version, course):
    course.python("python3", *version)
    done = course.make("lab")
    assert done.returncode != 0 and not done.asked
    said = f"python3 is no Python from 3.{min(pythons())} to 3.{max(pythons())} with venv"
    assert said in done.stderr and "make lab PYTHON=" in done.stderr


@needs_make
@pytest.mark.parametrize("first", [(3, 10), (3, max(pythons()) + 1)])
@pytest.mark.parametrize("minor", pythons())
def test_make_goes_on_to_a_python_that_will_do(first, minor, course):
    course.python("python3", *first)
    course.python(f"python3.{minor}", 3, minor, 1)
    done = course.make("lab", "TORCH_INDEX=")
    assert done.stdout.splitlines()[0] == f"python3.{minor} -m venv .venv"
    assert done.returncode == 0


@needs_make
def test_a_python_without_venv_is_passed_over(course):
    course.python("python3", 3, 12)
    bare = (course.bin / "python3").read_text().replace('ensurepip") exit 0', 'ensurepip") exit 1')
    (course.bin / "python3").write_text(bare)
    assert "apt install python3-venv" in course.make("lab").stderr
    course.python("python3.11", 3, 11)
    assert course.make("lab").stdout.startswith("python3.11 -m venv .venv\n")


@needs_make
def test_another_python_makes_the_environment_again_and_says_so(course):
    course.python("python3", 3, 11)
    course.python("python3.12", 3, 12)
    course.python("old", 3, 10)
    course.make("env", "TORCH_INDEX=")
    (course.root / ".venv" / "of the old one").touch()

    done = course.make("env", "PYTHON=python3.12", "TORCH_INDEX=")
    assert done.stdout.startswith(".venv is of another Python, or broken: it is made again.\n")
    assert done.modules[0] == "venv --clear .venv" and LESSONS in done.modules
    assert not (course.root / ".venv" / "of the old one").exists()

    for settings in (["PYTHON=python3.12"], []):  # that one is asked for, or none is
        assert not course.make("env", *settings, "TORCH_INDEX=").asked
    assert "old is no Python" in course.make("env", "PYTHON=old").stderr
    assert (course.root / ".venv" / ".installed-test").exists()


@needs_make
def test_an_environment_whose_python_is_gone_is_made_again(course):
    course.python("python3", 3, 11)
    course.make("lab", "TORCH_INDEX=")
    (course.root / ".venv" / "bin" / "python").unlink()
    assert course.make("lab", "TORCH_INDEX=").modules[:2] == ["venv --clear .venv", LESSONS]


@needs_make
def test_a_folder_that_is_no_environment_is_never_emptied(course):
    course.python("python3", 3, 11)
    (course.root / "mine").mkdir()
    (course.root / "mine" / "thesis").touch()
    for target in ("clean", "env"):
        assert course.make(target, "VENV=mine").returncode == 0
        assert (course.root / "mine" / "thesis").exists()


@pytest.mark.parametrize("name", ["Makefile", "README.md"])
def test_configurations_that_are_named_exist(name):
    """JupyterLab says nothing of a file that is not there."""
    named = re.findall(r"course_utils/lab/(\w+)\.py", text(name))
    named += re.findall(r"\$\(call SERVE,(\w+),", text(name))
    assert named and all((ROOT / "course_utils/lab" / f"{c}.py").exists() for c in named), named


@needs_make
@pytest.mark.parametrize("lesson", ["03", "notebooks/03_gradients.ipynb"])
def test_make_lesson_proves_one_lesson(lesson):
    command = printed("-n", "lesson", f"LESSON={lesson}").replace("\\\n", "")
    (prove,) = re.findall(r".*pytest --thorough notebooks/03_gradients\.ipynb .*", command)
    assert prove.split("-k ")[1].strip() == "'03_gradients or [3.'"
    for name in ("answers", "in_class", "prose", "structure"):
        assert re.search(rf"tests/\w+/test_{name}\.py ", prove), name


@needs_make
def test_make_digits_takes_lessons_and_seeds():
    (every,) = re.findall(r"digits\.py (.*)", printed("-n", "digits"))
    assert every.split() == ["--seeds", "'1,2,3,4,5'"]
    (one,) = re.findall(r"digits\.py (.*)", printed("-n", "digits", "LESSON=07", "SEEDS=2"))
    assert one.split() == ["'notebooks/07_optimizers.ipynb'", "--seeds", "'2'"]


@needs_make
@pytest.mark.parametrize("target", ["lesson", "present"])
def test_a_lesson_that_does_not_exist_is_an_error(target):
    done = make("-n", target, "LESSON=77")
    assert done.returncode != 0 and "There is no lesson 77" in done.stderr


def script(folder, name, says):
    (folder / name).write_text(f"#!/bin/sh\n{says}\n")
    (folder / name).chmod(0o755)


# --- which torch pip takes


def wheel(folder, name, version):
    """Write a wheel with nothing in it, and a page that lists it as an index does."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as file:
        for part, says in {
            "METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
            "WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
            "RECORD": "",
        }.items():
            file.writestr(f"{name}-{version}.dist-info/{part}", says)
    (folder / "index.html").write_text(f'<a href="{path.name}">{path.name}</a>')


@needs_make
@pytest.mark.parametrize(
    "torch_index, own, taken",
    [
        ("cpu", None, {"torch": "cpu", "torchvision": "cpu"}),
        ("cpu", "{}+cpu", {"torch": "own"}),
        ("cpu", "{}+a.vendor", {"torch": "own"}),
        ("cpu", "99", {"torch": "cpu", "torchvision": "cpu"}),
        ("out of reach", None, {"torch": "registry", "torchvision": "registry"}),
    ],
)
def test_make_takes_this_machines_torch_or_the_one_for_the_cpu(
    torch_index, own, taken, course, tmp_path
):
    """With wheels of nothing: the real pip, made to say what it would install."""
    for name in ("torch", "torchvision"):
        version = str(pins()[name]).removeprefix("==")
        wheel(tmp_path / "registry" / name, name, version)
        wheel(tmp_path / "cpu" / name, name, f"{version}+cpu")
    if own:
        wheel(tmp_path / "own", "torch", own.format(pins()["torch"]).removeprefix("=="))
    report = tmp_path / "report"
    course.python("python3", 3, 11)
    pip = f"'{sys.executable}' \"$@\" --dry-run --ignore-installed --report '{report}'"
    asked = (course.bin / "python3").read_text()
    asked = asked.replace("printf", f'case "$*" in *" torch"*) exec {pip} ;; esac\nprintf', 1)
    (course.bin / "python3").write_text(asked)

    place = (tmp_path / "cpu").as_uri() if torch_index == "cpu" else "https://127.0.0.1:1/whl/cpu"
    machine = {
        **{name: value for name, value in os.environ.items() if not name.startswith("PIP_")},
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_INDEX_URL": (tmp_path / "registry").as_uri(),
        "PIP_FIND_LINKS": str(tmp_path / "own") if own else "",
        "PATH": str(course.bin),
    }
    done = course.make("lab", f"TORCH_INDEX={place}", **machine)
    assert done.returncode == 0 and LESSONS in done.modules, done.stderr
    chosen = json.loads(report.read_text())["install"]
    urls = {package["metadata"]["name"]: package["download_info"]["url"] for package in chosen}
    assert {name: url.split(tmp_path.name)[1].split("/")[1] for name, url in urls.items()} == taken


# --- which Python


def test_all_files_mean_the_same_pythons():
    oldest, newest = min(pythons()), max(pythons())
    compared = f"(3, {oldest}) <= sys.version_info[:2] <= (3, {newest})"
    candidates = " ".join(["python3", *(f"python3.{minor}" for minor in sorted(pythons())[::-1])])
    for name in ("Makefile", ".ci/run"):
        assert compared in text(name) and f"{candidates}" in text(name), name
    for name in ("README.md", "Makefile"):
        assert f"Python 3.{oldest} to 3.{newest}" in text(name) or (
            f"Python from 3.{oldest} to 3.{newest}" in text(name)
        ), name
    assert f"3.{oldest} to 3.{newest} will do" in text("environment.yml")
    job = yaml.safe_load(text(".github/workflows/test.yml"))["jobs"]["test"]
    assert job["strategy"]["matrix"]["python"] == [f"3.{oldest}", f"3.{newest}"]


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
    for command in ("ruff check", "ruff format --check", "codespell_lib README.md", "pytest"):
        assert f"run {command}" in plan, command


@needs_make
@pytest.mark.parametrize("broken", ["ruff", "codespell_lib", "pytest"])
def test_make_test_fails_if_one_check_fails_and_runs_the_others(broken, course):
    course.python("python3", 3, 11)
    done = course.make("test", BROKEN=broken)
    assert done.returncode != 0
    ran = [module.split()[0] for module in done.modules]
    assert ran[-4:] == ["ruff", "ruff", "codespell_lib", "pytest"]
    assert re.search(rf"^Failed:\n +{broken}", done.stdout, re.MULTILINE)


def test_ci_proves_everything_and_asks_all():
    path = ROOT / ".ci" / "run"
    run = text(".ci/run")
    for target in ("test", "test-browser"):
        assert f"make {target} PYTEST_FLAGS=--thorough" in run.splitlines()
    assert run.startswith("#!/usr/bin/env bash\n")
    if os.name != "nt":
        assert path.stat().st_mode & stat.S_IXUSR
        subprocess.run(["bash", "-n", path], check=True)


def test_the_workflow_tests_three_systems_as_make_does():
    workflow = yaml.safe_load(text(".github/workflows/test.yml"))
    job = workflow["jobs"]["test"]
    runners = " ".join(job["strategy"]["matrix"]["os"])
    assert all(name in runners for name in ("ubuntu", "macos", "windows"))
    commands = {step["name"]: step["run"].strip() for step in job["steps"] if "run" in step}
    assert commands["Linux"] in (".ci/run", "make test")
    assert commands["macOS"] == "make test"
    assert "env" not in " ".join(key for step in job["steps"] for key in step)


def test_the_way_without_make_is_what_the_workflow_runs():
    workflow = yaml.safe_load(text(".github/workflows/test.yml"))
    (windows,) = [s["run"] for s in workflow["jobs"]["test"]["steps"] if s.get("name") == "Windows"]
    blocks = re.findall(r"^```sh\n(.+?)^```$", text("README.md"), re.MULTILINE | re.DOTALL)
    told = [line for block in blocks if "Scripts" in block for line in block.splitlines()]
    serve = [line for line in told if " -m jupyterlab " in line]
    assert [line for line in told if line not in serve] == windows.splitlines()
    assert told[0] == "python -m venv .venv" and told.index(serve[0]) == 3
    python = r".venv\Scripts\python -m "
    assert told[1:3] == [python + LESSONS, python + "course_utils.work"]
    assert told[4].replace('"', "") == python + ALL
    first = min(path.name for path in ROOT.glob("notebooks/[0-9]*.ipynb"))
    assert serve == [
        f"{python}jupyterlab --config=course_utils/lab/reading.py --ip=127.0.0.1 work/{first}"
    ]


@needs_make
def test_the_line_for_linux_without_make_is_what_make_runs():
    place = re.search(r"https://[^\s)]+", setting("TORCH_INDEX"))[0]
    plan = printed("-n", "lab", f"TORCH_INDEX={place}", "VENV=.venv").replace("'", "")
    (line,) = re.findall(r".* torch torchvision$", text("README.md"), re.MULTILINE)
    (run,) = re.findall(r"[|] (.* torch torchvision)$", plan, re.MULTILINE)
    assert line.split() == run.replace(" --retries 1 --timeout 15", "").split()


def test_once_a_week_the_newest_is_proved_without_constraints():
    workflow = yaml.safe_load(text(".github/workflows/test.yml"))
    newest = workflow["jobs"]["newest"]
    assert "schedule" in newest["if"] and "schedule" in workflow["jobs"]["test"]["if"]
    install, prove = [step["run"] for step in newest["steps"] if "run" in step]
    assert ALL.rpartition(" ")[2] in install.replace('"', "") and "-c " not in install
    (left_out,) = re.findall(r"--deselect (\S+)", prove)
    assert (
        left_out
        == f"tests/house/{Path(__file__).name}::test_what_is_installed_is_what_constraints_say"
    )
    assert left_out.rpartition("::")[2] in globals()


def test_the_book_is_built_by_make_and_published_from_where_it_lies():
    build, publish = yaml.safe_load(text(".github/workflows/site.yml"))["jobs"].values()
    steps = [step for step in build["steps"] if "run" in step or "path" in step.get("with", {})]
    assert [step.get("run") or step["with"]["path"] for step in steps] == [
        "make site",
        "build/site",
        "build/site",
    ]
    assert publish["permissions"] == {"pages": "write", "id-token": "write"}


def test_the_container_makes_the_environment_and_opens_a_lesson():
    said = re.sub(r"^ *//.*", "", text(".devcontainer/devcontainer.json"), flags=re.MULTILINE)
    container = json.loads(said)
    assert container["updateContentCommand"] in [f"make {name}" for name in rules()]
    python = re.fullmatch(r"\S+/python:3\.(\d+)", container["image"])[1]
    assert int(python) in pythons()
    (copy,) = container["customizations"]["codespaces"]["openFiles"]
    assert (ROOT / copy.replace("work/", "notebooks/")).exists()
