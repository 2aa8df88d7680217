"""One JupyterLab and one Chromium for all browser tests of a worker, and what a worker gets."""

import re
import shutil

import chromium
import psutil
import pytest
from jupyter import PATIENCE, emptied, lab, open_notebook, run_all, shut_down
from ways import IN_JUPYTERLAB, in_turn
from xdist.scheduler import LoadScopeScheduling

from course_utils.publish import notebooks

# A worker takes one of these after another. With the long ones first, all workers end together.
ORDER = [
    *("test_site.py", "test_handout.py", "test_work.py", "test_slides.py"),
    *("test_lessons.py", "test_explorers.py", "*"),
]
SHARE = ("test_lessons.py", "test_explorers.py", "test_slides.py")


class ByLesson(LoadScopeScheduling):
    """Gives a worker all tests of a lesson, or of an explorer, which share a page, or a whole file.

    Slides of a lesson are a piece by themselves: what they share is had once a worker.
    """

    def _split_scope(self, nodeid):
        file, _, test = nodeid.partition("::")
        of = re.split(r"[\[\]-]", f"{test}[")[1] if file.endswith(SHARE) else ""
        return f"{file}[{of}"


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: next(i for i, name in enumerate(ORDER) if item.path.match(name)))


def pytest_xdist_make_scheduler(config, log):
    return ByLesson(config, log)


def pytest_xdist_auto_num_workers():
    """Take a worker more than there are cores, and for each 3 GB of memory one."""
    cores = psutil.cpu_count() or 1  # not every system tells
    return max(1, min(cores + 1, psutil.virtual_memory().total // (3 * 2**30)))


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
def tab(browser):
    """The page in which a worker opens notebooks: each new one would compile JupyterLab again.

    `tab.complaints` collects errors of what is open.
    """
    page = browser.new_page()
    page.set_default_timeout(PATIENCE)
    page.complaints = []
    page.on("pageerror", lambda error: page.complaints.append(f"page error: {error}"))
    page.on("console", lambda line: line.type == "error" and page.complaints.append(line.text))
    yield page
    page.close()


@pytest.fixture
def offline(browser):
    """A page without a network; `complaints` is what it asked for outside, and its errors."""
    context = browser.new_context(offline=True, viewport={"width": 1280, "height": 720})
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.complaints = []
    complain = page.complaints.append
    local = ("file:", "data:", "about:")
    context.on("request", lambda request: request.url.startswith(local) or complain(request.url))
    context.on("requestfailed", lambda request: complain(f"failed: {request.url[:80]}"))
    context.on("weberror", lambda error: complain(str(error.error)))
    context.on("console", lambda line: line.type == "error" and complain(line.text))
    yield page
    context.close()


@pytest.fixture(
    scope="module", params=in_turn(IN_JUPYTERLAB, notebooks.paths()), ids=lambda path: path.name
)
def lesson(request, tab, address, log):
    """A page on which all cells of one lesson have run.

    `lesson.logged` is what server and kernel wrote meanwhile, from the start of its kernel on: one
    that was ended before, by another test, may complain while it goes.
    """
    before = len(log.read_text())
    page = emptied(tab, address)
    open_notebook(page, address, f"notebooks/{request.param.name}")
    run_all(page)
    written = log.read_text()[before:]
    page.logged = written[max(written.find("Kernel started"), 0) :]
    yield page
    shut_down(page)
