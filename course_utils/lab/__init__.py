"""How JupyterLab shows a lesson on a projector; `make present` starts it."""
