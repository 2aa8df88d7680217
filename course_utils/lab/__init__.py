"""How JupyterLab serves the course: `jupyter lab --config=` a file of this folder.

`reading.py` shows a lesson as a page, `presenting.py` as slides. Without either everything works;
this is for comfort.
"""
