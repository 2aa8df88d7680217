"""The room that a student's server runs in: what it sees of the machine, and where it may write.

It sees Python, the course and what programs need, none of which it can change, and its own folder
as /home/NAME. It sees no process of another's. The network is the machine's, for the hub has to
reach it; so its kernels are reached by files, not by ports (seat_config.py).
"""

from collections.abc import Iterator
from pathlib import Path

from course_utils import bubble, home

HOMES = "/home"  # inside
# What it takes to reach a network.
_NETWORK = tuple(
    f"/etc/{name}"
    for name in ("hosts", "nsswitch.conf", "pki", "resolv.conf", "ssl", "ca-certificates")
)


def command(name: str, folder: Path) -> list[str]:
    """Return the command before a command that shuts it in, with a folder for what it writes."""
    return ["bwrap", *_view(f"{HOMES}/{name}", folder)]


def trouble() -> str:
    """Return why bubblewrap cannot shut a student in here; nothing if it can."""
    return bubble.trouble(_view(f"{HOMES}/nobody", Path("/usr")))


def _view(inside: str, folder: Path) -> Iterator[str]:
    yield from ("--unshare-all", "--share-net", "--die-with-parent", "--new-session")
    # Also where root serves the class: inside nobody is root, and what is root's stays shut.
    yield from ("--unshare-user", "--uid", "1000", "--gid", "1000", "--cap-drop", "ALL")
    yield from ("--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp")
    seen = {*bubble.SYSTEM, *_NETWORK, *bubble.of_python(), *_of_course()}
    for place in sorted(seen, key=lambda path: (len(Path(path).parts), path)):
        yield from ("--ro-bind-try", place, place)
    others = str(folder.parent)
    if any(Path(others).is_relative_to(place) for place in seen):
        yield from ("--tmpfs", others)
    yield from ("--bind", str(folder), inside, "--chdir", inside)


def _of_course() -> set[str]:
    """Return what is seen of the course: not the work, the grades and the history beside it."""
    if not home.IS_SOURCE:
        return {str(home.COURSE)}
    parts = ("course_utils", "notebooks", "README.md", "pyproject.toml", "constraints.txt")
    return {str(home.COURSE / part) for part in parts}
