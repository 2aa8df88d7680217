"""What holds for every test: it leaves no figure open, and no file among the lessons."""

from pathlib import Path

import matplotlib.pyplot as plt
import pytest


@pytest.fixture(autouse=True)
def no_figure_stays_open():
    yield
    plt.close("all")


@pytest.fixture(autouse=True)
def no_file_is_left_among_the_lessons():
    before = among_the_lessons()
    yield
    assert among_the_lessons() <= before


def among_the_lessons():
    """Return what lies in notebooks/; JupyterLab's own checkpoints are no lesson's doing."""
    folder = Path(__file__).resolve().parents[1] / "notebooks"
    return {path.name for path in folder.iterdir()} - {".ipynb_checkpoints"}
