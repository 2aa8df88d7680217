"""The page on serving, and what it hands to other people's tools, name what there is."""

import importlib.util
import re
import shlex

import yaml
from lesson import links

from course_utils import home
from course_utils.hub import __main__ as command

TEXT = (home.COURSE / "notebooks" / "serving.md").read_text(encoding="utf-8")
DEPLOY = {path.name: path.read_text(encoding="utf-8") for path in home.COURSE.glob("deploy/*")}
VALUES = yaml.safe_load(DEPLOY["values.yaml"])


def test_links_and_files_exist():
    for target in links(TEXT):
        if "://" not in target:
            assert (home.COURSE / "notebooks" / target).exists(), target
    for path in re.findall(r"\b(?:deploy|tests)/[\w/.]*\w", TEXT):
        assert (home.COURSE / path).exists(), path


def test_commands_and_flags_exist():
    makefile = (home.COURSE / "Makefile").read_text(encoding="utf-8")
    for target in set(re.findall(r"\bmake ([a-z]+)[ `]", TEXT)):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
    for module in set(
        re.findall(r"\b(course_utils[.\w]*\w)\b(?! merge)", TEXT + DEPLOY["Dockerfile"])
    ):
        assert importlib.util.find_spec(module), module
    flags = re.search(r"CLASS_FLAGS='(.+?)'", TEXT)[1]
    assert command._options(shlex.split(flags)).password == "our own words"
    assert f"--memory {command._options([]).memory}" in TEXT


def test_everybody_gets_the_same_seat():
    assert VALUES["singleuser"]["cmd"] == ["python", "-m", "course_utils.hub.seat"]
    assert str(VALUES["singleuser"]["cmd"]).replace("'", '"') in DEPLOY["Dockerfile"]
    assert '"-m", "course_utils.hub.seat"' in TEXT
    home_of_image = re.search(r"COURSE_WORK=(\S+)/course", DEPLOY["Dockerfile"])[1]
    assert VALUES["singleuser"]["storage"]["homeMountPath"] == home_of_image


def test_the_image_is_made_of_what_a_wheel_needs():
    ignored = (home.COURSE / ".dockerignore").read_text(encoding="utf-8").splitlines()
    kept = [line[1:].rstrip("*") for line in ignored if line.startswith("!")]
    assert ignored[0] == "*" and all(list(home.COURSE.glob(f"{name}*")) for name in kept)
    assert {"course_utils", "notebooks", "pyproject.toml", "README.md", "LICENSE"} <= set(kept)


def test_it_is_short_and_calm():
    assert len(TEXT.split()) <= 900
    assert "!" not in TEXT
