"""`python -m course_utils.hub` serves a class on this machine, for trying; `make class` calls it.

Students sign in with any name and the class's password. Whoever knows the password may take any
name: a class that is graded signs in by accounts (notebooks/serving.md). What students write lies
in the folder, in people/NAME/course, and stays there.
"""

import argparse
import importlib.util
import os
import secrets
import shutil
import socket
import sys
from pathlib import Path

from course_utils import home
from course_utils.hub import room

PROXY = "configurable-http-proxy"
SHORTEST = 8  # letters of a password


def main(arguments=None):
    """Start the hub in place of this process; return the exit code if it cannot be started."""
    options = _options(arguments)
    lacking = _lacking(options)
    if lacking:
        print(lacking, file=sys.stderr)
        return 1
    folder = options.folder.resolve()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.chdir(folder)  # the hub keeps its own files where it runs
    print(f"http://127.0.0.1:{options.port} takes any name and the password {options.password}")
    print(f"What students write lies in {folder / 'people'}.", flush=True)
    env = os.environ | {
        "CLASS_PASSWORD": options.password,
        "CLASS_MEMORY": options.memory,
        "CLASS_OPEN": "1" if options.open else "",
        "CLASS_PROXY": shutil.which(PROXY, path=_path()),
        "CLASS_PORTS": " ".join(map(str, [options.port, *_free_ports(2)])),
    }
    config = Path(__file__).with_name("config.py")
    os.execve(sys.executable, [sys.executable, "-m", "jupyterhub", "-f", str(config)], env)


def _options(arguments):
    parser = argparse.ArgumentParser(
        prog="python -m course_utils.hub",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    beside = home.COURSE if home.IS_SOURCE else Path()
    add("--folder", type=Path, default=beside / "class", help="where all that it keeps lies")
    add("--password", default=secrets.token_urlsafe(6), help="else a new one each time")
    add("--port", type=int, default=8000, help="on this machine alone")
    add("--memory", default="3G", help="the most that a process of a student's may take")
    add("--open", action="store_true", help="shut nobody in: each reaches all that you do")
    return parser.parse_args(arguments)


def _lacking(options):
    """Return what keeps a hub from being started, and what to do; '' if nothing does."""
    if len(options.password) < SHORTEST:
        return f"A password has at least {SHORTEST} letters."
    if not importlib.util.find_spec("jupyterhub"):
        return f'JupyterHub is not installed: "{sys.executable}" -m pip install jupyterhub'
    if not shutil.which(PROXY, path=_path()):
        return f"{PROXY} is not installed: install Node, then npm install --global {PROXY}"
    if not options.open and (trouble := room.trouble()):
        return (
            f"Nothing here keeps students from reading what is another's: {trouble}. Mend that, or "
            "say --open, which lets each of them do all that you can."
        )
    return ""


def _path():
    """Return where programs are looked for: beside this Python first."""
    return os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])


def _free_ports(number):
    """Return ports for what the parts of the hub say to each other."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(number)]
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


if __name__ == "__main__":
    sys.exit(main())
