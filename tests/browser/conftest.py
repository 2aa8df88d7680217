"""One JupyterLab and one Chromium for all browser tests of a worker."""

import re

import chromium
import pytest
from explorers import OnPage, explorer_of
from jupyter import lab, open_notebook, run_all, run_cell

from course_utils import notebooks


@pytest.fixture(scope="session")
def log(tmp_path_factory):
    """The file to which JupyterLab and its kernels write their messages."""
    return tmp_path_factory.mktemp("lab") / "lab.log"


@pytest.fixture(scope="session")
def address(log):
    with lab(log) as address:
        yield address


@pytest.fixture(scope="session")
def browser():
    with chromium.browser() as browser:
        yield browser


@pytest.fixture(scope="module", params=[path.name for path in notebooks.paths()])
def lesson(request, browser, address):
    """A page on which all cells of one lesson have run; `lesson.complaints` collects errors."""
    page = browser.new_page()
    page.complaints = []
    page.on("pageerror", lambda error: page.complaints.append(f"page error: {error}"))
    page.on("console", lambda line: line.type == "error" and page.complaints.append(line.text))
    open_notebook(page, address, f"notebooks/{request.param}")
    run_all(page)
    page.lesson = request.param
    yield page
    page.close()


@pytest.fixture
def shown(lesson):
    """The lesson's explorer, fresh, with its question not yet answered."""
    lesson.set_viewport_size({"width": 1100, "height": 900})
    path = next(path for path in notebooks.paths() if path.name == lesson.lesson)
    sources = [cell.source for cell in notebooks.code_cells(notebooks.read(path))]
    call = next((source for source in sources if re.fullmatch(r"explore\.\w+\(\)", source)), None)
    if call is None:
        pytest.skip("a lesson without an explorer")
    run_cell(lesson, call)
    return OnPage(lesson, explorer_of(call))
