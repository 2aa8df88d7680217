"""How JupyterLab shows a lesson as slides: `jupyter lab --config=` this file.

As for reading, but the slides begin at once. The settings are kept apart from the reader's own: the
next `make lab` shows a page again, not slides.

Space goes on from cell to cell and from slide to slide, Shift and Space go back. Of the questions
of one cell they show one at a time, as N and P do from within. Shift and Enter run a cell and go on
to the next of the slide. Enter edits one, Escape ends that; pressed again, it ends the slides. S
opens the speaker notes in a window that follows. From the first control of an explorer, Shift and
Tab lead back.
"""

import json
from pathlib import Path

from course_utils import home

HERE = Path(__file__).resolve().parent
SETTINGS = home.made("present").absolute()
CHOSEN = {
    "jupyterlab-slideshow/plugin": {"active": True},
    # At a size that can be read from the back row some lines of code are longer than a slide.
    "@jupyterlab/notebook-extension/tracker": {"codeCellConfig": {"lineWrap": True}},
}

c = get_config()  # noqa: F821 (Jupyter defines it)
load_subconfig(str(HERE / "reading.py"))  # noqa: F821
c.LabApp.user_settings_dir = str(SETTINGS)
c.LabApp.extra_labextensions_path = [str(HERE / "extensions")]
looks = c.ServerApp.tornado_settings["static_custom_path"]
c.ServerApp.tornado_settings["static_custom_path"] = [str(HERE / "on_slides"), *looks]
c.ServerApp.jpserver_extensions = {
    "course_utils.work.server": True,
    "course_utils.lab.notes": True,
}

for plugin, settings in CHOSEN.items():
    path = SETTINGS / f"{plugin}.jupyterlab-settings"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(settings))
