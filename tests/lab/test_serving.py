"""The configurations of JupyterLab: nothing that nobody asked for, and the looks of the course."""

import json
import re
import shutil
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from jupyterlab_server.config import get_federated_extensions
from traitlets.config.loader import PyFileConfigLoader

from course_utils import lab
from course_utils.publish.notes import notes_of

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


@pytest.fixture
def presenting(tmp_path):
    """The configuration for slides, with its settings in a folder of the test's own."""
    package = tmp_path / "course_utils"
    for room in ("lab", "face"):
        shutil.copytree(HERE.parent / room, package / room)
    return PyFileConfigLoader("presenting.py", path=str(package / "lab")).load_config()


def test_presenting_sets_what_there_is_to_set(presenting):
    chosen = Path(presenting.LabApp.user_settings_dir)
    written = [path.relative_to(chosen) for path in chosen.rglob("*.jupyterlab-settings")]
    assert {path.parent.name for path in written} == {"jupyterlab-slideshow", "notebook-extension"}
    share = Path(sys.prefix) / "share" / "jupyter"
    for path in written:
        schemas = share.glob(f"lab*/**/{path.parent}/**/{path.stem}.json")
        schema = json.loads(next(schemas).read_text())
        settings = json.loads((chosen / path).read_text())
        assert settings and settings.keys() <= schema["properties"].keys()


def test_presenting_loads_an_extension_that_jupyterlab_finds(presenting):
    (folder,) = presenting.LabApp.extra_labextensions_path
    (found,) = get_federated_extensions([folder]).values()
    script = Path(folder) / found["name"] / found["jupyterlab"]["_build"]["load"]
    assert f'window._JUPYTERLAB["{found["name"]}"]' in script.read_text(encoding="utf-8")


def test_notes_have_each_section_with_its_minute():
    pytest.importorskip("latex2mathml", reason="needs the extra `teach`")
    from course_utils.lab import notes

    soup = BeautifulSoup(notes.page(8), "html.parser")
    sections = notes_of(8)
    assert [part.h2.text for part in soup.select("section")] == [s.heading for s in sections]
    begins = [sum(s.minutes for s in sections[:i]) for i in range(len(sections))]
    said = [int(re.search(r"\d+", time.text)[0]) for time in soup.select("time")]
    assert said == begins
    with pytest.raises(ValueError, match="expected a lesson that has notes"):
        notes.page(99)


def test_what_the_course_sets_is_a_setting_that_there_is(reading):
    overrides = json.loads((Path(reading.LabApp.app_settings_dir) / "overrides.json").read_text())
    extensions = Path(sys.prefix) / "share" / "jupyter" / "labextensions"
    for plugin, settings in overrides.items():
        package, name = plugin.split(":")
        schema = json.loads(next(extensions.glob(f"{package}/schemas/**/{name}.json")).read_text())
        assert settings and settings.keys() <= schema["properties"].keys()
    assert "user_settings_dir" not in reading.LabApp  # the reader's own win


@pytest.mark.parametrize(
    "config, sheets", [("reading", {"style.css"}), ("presenting", {"style.css", "slides.css"})]
)
def test_each_sheet_that_the_page_asks_for_is_served(config, sheets, request):
    config = request.getfixturevalue(config)
    assert config.LabApp.custom_css is True
    folders = config.ServerApp.tornado_settings["static_custom_path"]
    served = {file.name: file for folder in folders[::-1] for file in Path(folder).glob("*.css")}
    asked = re.findall(r'@import url\("(.+?)"\)', served["custom.css"].read_text("utf-8"))
    assert set(asked) == sheets <= served.keys()
