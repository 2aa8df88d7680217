"""What runs in a student's room: the newest edition comes into their copies, then their server.

An update costs no answer, so it asks nobody. Where it fails, the copies are as they were.
"""

import os
import runpy
import subprocess
import sys
import tempfile
from pathlib import Path

import course_utils.publish  # noqa: F401 - before nbformat, which it makes quick to import
from course_utils import workplace


def main():
    """Bring the copies up to date, then become the server."""
    subprocess.run([sys.executable, "-m", "course_utils.work", "merge"])
    config = Path(__file__).with_name("seat_config.py")
    flags = [f"--config={config}", f"--ServerApp.root_dir={workplace.folder()}"]
    if os.geteuid() == 0:  # in a container, or where root shuts nobody in
        flags.append("--allow-root")
    # For the kernels' sockets, whose paths have 107 bytes at most.
    os.environ["JUPYTER_RUNTIME_DIR"] = tempfile.mkdtemp(prefix="seat-", dir="/tmp")
    sys.argv[1:1] = flags
    runpy.run_module("jupyterhub.singleuser", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
