"""What holds for every test: long files come first, and no figure and no file is left behind.

What one run of the course shows, `make test` asks. What only chance or another processor may show,
and in a browser what holds for one lesson and most likely for all, is asked with --thorough as
well: by `make lesson`, and by CI.
"""

import gc
import os
import signal
import sys
from pathlib import Path

import psutil
import pytest
from hypothesis import HealthCheck, settings

# A machine that is busy with something else may be slow, and proves the same.
settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any machine")

LESSONS = Path(__file__).resolve().parents[1] / "notebooks"
# A worker takes one file after another. With the long ones first, all workers end together.
ORDER = [
    *("test_answers.py", "test_in_class.py", "*.ipynb"),
    *("test_sandbox.py", "test_grade.py", "test_class.py", "*"),
]


def pytest_addoption(parser):
    asked = "more seeds, edits of each reference, lessons with noise, and in each way"
    parser.addoption("--thorough", action="store_true", help=asked)


def pytest_configure(config):
    """Hear interrupts, as some tests send them: a shell starts its background jobs deaf to them."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    config.addinivalue_line("markers", "thorough: a test that is only asked with --thorough")


def pytest_xdist_auto_num_workers():
    """Take a worker more than there are cores: each waits a tenth of its time, for processes."""
    return (psutil.cpu_count() or 1) + 1  # not every system tells


@pytest.hookimpl(wrapper=True)
def pytest_collection():
    """Look for no garbage while tests are collected, and later pass by what is there then.

    It stays until the end, and is much to look through.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()
        gc.enable()


def pytest_collection_modifyitems(config, items):
    if not config.getoption("thorough"):
        left_out = [item for item in items if item.get_closest_marker("thorough")]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]
    items.sort(key=lambda item: (_turn(item), _part(item)))


def _turn(item):
    return next(i for i, name in enumerate(ORDER) if item.path.match(name))


def _part(item):
    """Return the part of the answer key that a test is of: what it is measured by is had once."""
    is_of_key = item.path.name == "test_answers.py" and hasattr(item, "callspec")
    return item.callspec.params.get("name", "") if is_of_key else ""


@pytest.fixture(scope="session")
def thorough(request):
    """True where chance and other processors are asked as well."""
    return request.config.getoption("thorough")


@pytest.fixture(scope="session", autouse=True)
def one_thread():
    """Have torch compute in one thread: where all is small, a second one only waits."""
    import torch

    torch.set_num_threads(1)


@pytest.fixture(autouse=True)
def no_figure_stays_open():
    yield
    if pyplot := sys.modules.get("matplotlib.pyplot"):
        pyplot.close("all")


@pytest.fixture(autouse=True)
def no_file_is_left_among_the_lessons():
    before = among_the_lessons()
    yield
    assert among_the_lessons() <= before


def among_the_lessons():
    """Return what lies in notebooks/; JupyterLab's own checkpoints are no lesson's doing."""
    return {*os.listdir(LESSONS)} - {".ipynb_checkpoints"}
