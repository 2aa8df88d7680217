"""The configurations of JupyterLab: nothing that nobody asked for, and the looks of the course."""

import json
import re
import sys
from pathlib import Path

import pytest
from traitlets.config.loader import PyFileConfigLoader

from course_utils import lab

HERE = Path(lab.__file__).parent


@pytest.fixture
def reading():
    return PyFileConfigLoader("reading.py", path=str(HERE)).load_config()


def test_buttons_and_questions_of_others_are_off_and_what_was_off_stays_off(reading):
    hook = reading.ServerApp.tornado_settings["page_config_hook"]
    page = hook(None, {"disabledExtensions": ["other"], "token": "t"})
    assert page["token"] == "t"
    assert set(page["disabledExtensions"]) == {
        "other",
        "nbdime-jupyterlab",
        "@jupyterlab/apputils-extension:announcements",
    }
    assert "nbdime-jupyterlab" in hook(None, {})["disabledExtensions"]


def test_what_the_course_sets_is_a_setting_that_there_is(reading):
    overrides = json.loads((Path(reading.LabApp.app_settings_dir) / "overrides.json").read_text())
    extensions = Path(sys.prefix) / "share" / "jupyter" / "labextensions"
    for plugin, settings in overrides.items():
        package, name = plugin.split(":")
        schema = json.loads(next(extensions.glob(f"{package}/schemas/**/{name}.json")).read_text())
        assert settings and settings.keys() <= schema["properties"].keys()
    assert "user_settings_dir" not in reading.LabApp  # the reader's own win


def test_each_sheet_that_the_page_asks_for_is_served(reading):
    assert reading.LabApp.custom_css is True
    folders = reading.ServerApp.tornado_settings["static_custom_path"]
    served = {file.name for folder in folders for file in Path(folder).glob("*.css")}
    sheet = (HERE / "custom.css").read_text(encoding="utf-8")
    asked = re.findall(r'@import url\("(.+?)"\)', sheet)
    assert "custom.css" in served and set(asked) == {"style.css", "slides.css"} <= served
