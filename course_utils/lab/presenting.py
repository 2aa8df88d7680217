"""How JupyterLab shows a lesson as slides: `jupyter lab --config=` this file.

As for reading, but the slides begin at once. The settings are kept apart from the reader's own: the
next `make lab` shows a page again, not slides.

Space goes on from cell to cell and from slide to slide, Shift and Space go back. Shift and Enter
run a cell and go on. Enter edits one, Escape ends that; pressed again, it ends the slides. From the
first control of an explorer, Shift and Tab lead back.
"""

import json
from pathlib import Path

from course_utils import home

HERE = Path(__file__).resolve().parent
SETTINGS = home.made("present").absolute()

c = get_config()  # noqa: F821 (Jupyter defines it)
load_subconfig(str(HERE / "reading.py"))  # noqa: F821
c.LabApp.user_settings_dir = str(SETTINGS)

begin = SETTINGS / "jupyterlab-slideshow" / "plugin.jupyterlab-settings"
begin.parent.mkdir(parents=True, exist_ok=True)
begin.write_text(json.dumps({"active": True}))
