"""Find a Chromium, or install one: Debian's where we are root, Playwright's own elsewhere.

`python tests/browser/chromium.py` does it and says what is missing if neither can be had.
"""

import contextlib
import os
import shutil
import subprocess
import sys

from playwright.sync_api import Error, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox --disable-gpu --disable-background-networking --disable-component-update "
    "--disable-sync --no-first-run"
).split()
MISSING = """No Chromium could be started. Install one:
    on Debian or Ubuntu   apt-get install chromium
    elsewhere             python -m playwright install chromium
"""


@contextlib.contextmanager
def browser():
    """Give a headless Chromium: the system's if there is one, else Playwright's own."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    with sync_playwright() as playwright:
        try:
            started = playwright.chromium.launch(executable_path=found, args=FLAGS)
        except Error as error:
            raise RuntimeError(f"{MISSING}{error}") from error
        yield started
        started.close()


def starts():
    """Return whether a Chromium can be started."""
    with contextlib.suppress(RuntimeError), browser():
        return True
    return False


def install():
    """Try the ways to install a Chromium, in order, until one can be started."""
    ways = [[[sys.executable, "-m", "playwright", "install", "chromium"]]]
    if shutil.which("apt-get") and os.getuid() == 0:
        ways.insert(0, [["apt-get", "update"], ["apt-get", "install", "--yes", "chromium"]])
    for way in ways:
        for command in way:
            subprocess.run(command, check=False)
        if starts():
            return
    sys.exit(MISSING)


if __name__ == "__main__" and not starts():
    install()
