"""One JupyterLab and one Chromium for all browser tests of a worker, and what a worker gets."""

import re
import shutil

import chromium
import pytest
from explorers import OnPage, explorer_of
from jupyter import PATIENCE, lab, open_notebook, run_all, run_cell, shut_down
from xdist.scheduler import LoadScopeScheduling

from course_utils.explore.base import Explorer
from course_utils.publish import notebooks


class ByLesson(LoadScopeScheduling):
    """Gives a worker all tests of a lesson's explorer, which share a page, or a whole other file.

    The largest come first: hand-outs and slides, each with a server or a folder of its own.
    """

    def _split_scope(self, nodeid):
        file, _, test = nodeid.partition("::")
        of_a_lesson = file.endswith(("test_explorers.py", "test_drawn.py"))
        return test.partition("[")[2].partition("-")[0] if of_a_lesson else file


def pytest_xdist_make_scheduler(config, log):
    return ByLesson(config, log)


@pytest.fixture(scope="session")
def log(tmp_path_factory):
    """The file to which JupyterLab and its kernels write their messages."""
    return tmp_path_factory.mktemp("lab") / "lab.log"


@pytest.fixture(scope="session")
def address(log):
    """The address of a JupyterLab that shows copies: it saves what is open for two minutes."""
    shutil.copytree(notebooks.FOLDER, log.parent / "notebooks")
    with lab(log, log.parent) as address:
        yield address


@pytest.fixture(scope="session")
def browser():
    with chromium.browser() as browser:
        yield browser


@pytest.fixture(scope="session")
def context(browser):
    """What all pages of JupyterLab share: each loads from the cache what one has loaded before."""
    context = browser.new_context()
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


@pytest.fixture(scope="module", params=notebooks.paths(), ids=lambda path: path.name)
def lesson(request, context, address):
    """A page on which all cells of one lesson have run; `lesson.complaints` collects errors."""
    page = context.new_page()
    page.complaints = []
    page.on("pageerror", lambda error: page.complaints.append(f"page error: {error}"))
    page.on("console", lambda line: line.type == "error" and page.complaints.append(line.text))
    open_notebook(page, address, f"notebooks/{request.param.name}")
    run_all(page)
    page.lesson, page.played = request.param, None
    yield page
    shut_down(page)
    page.close()


@pytest.fixture
def shown(lesson):
    """The lesson's explorer, fresh, with its question not yet answered."""
    lesson.set_viewport_size({"width": 1100, "height": 900})
    sources = [cell.source for cell in notebooks.code_cells(notebooks.read(lesson.lesson))]
    call = next((source for source in sources if re.fullmatch(r"explore\.\w+\(\)", source)), None)
    if call is None:
        pytest.skip("a lesson without an explorer")
    if not isinstance(explorer_of(call), Explorer):
        pytest.skip("drawn in the page: test_drawn.py")
    run_cell(lesson, call)
    lesson.played = None
    return OnPage(lesson, explorer_of(call))


@pytest.fixture
def played(lesson, request):
    """The lesson's explorer after a prediction, with the values that the last test left."""
    if lesson.played is None:
        shown = request.getfixturevalue("shown")
        shown.predict()
        lesson.played = shown
    lesson.set_viewport_size({"width": 1100, "height": 900})
    return lesson.played
