"""The page on grading names flags, files and results that there are."""

import re

import pytest
from lesson import links

from course_utils.grade import __main__ as command
from course_utils.grade import results
from course_utils.publish import notebooks

TEXT = (notebooks.FOLDER / "grading.md").read_text(encoding="utf-8")


def test_flags_exist(capsys):
    with pytest.raises(SystemExit):
        command.main(["--help"])
    said = capsys.readouterr().out
    for flag in set(re.findall(r"--[a-z][a-z-]*", TEXT)):
        assert flag in said, flag


def test_variables_of_make_exist():
    makefile = (notebooks.ROOT / "Makefile").read_text(encoding="utf-8")
    for variable in set(re.findall(r"(?<=[ `])([A-Z_]+)=", TEXT)):
        assert f"$({variable})" in makefile, variable


def test_every_result_is_explained():
    for result, sign in results.SIGNS.items():
        if result != results.UNREADABLE:  # its row says why
            assert f"{sign} {result}" in TEXT, result


def test_links_exist():
    for target in links(TEXT):
        if "://" not in target:
            assert (notebooks.FOLDER / target.partition("#")[0]).exists(), target
