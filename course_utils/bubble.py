"""What bubblewrap shows of this system to a program that is shut in: what it needs, and no more."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable

# What programs need of a system. Of /etc no more than that: some of it is for its owner only.
SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/nix/store")
SYSTEM += tuple(f"/etc/{name}" for name in ("alternatives", "fonts", "ld.so.cache", "localtime"))


def of_python() -> set[str]:
    """Return the folders that Python and its libraries lie in."""
    prefixes = {sys.prefix, sys.base_prefix, sys.exec_prefix, os.path.realpath(sys.prefix)}
    # A user's own lie elsewhere.
    return prefixes | {path for path in sys.path if path.endswith("-packages")}


def trouble(flags: Iterable[str]) -> str:
    """Return why bubblewrap shuts no Python in here with these flags; nothing if it does."""
    if not shutil.which("bwrap"):
        return "bubblewrap is not installed (`apt install bubblewrap`)"
    command = ["bwrap", *flags, sys.executable, "-c", "pass"]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=60)
    if ran.returncode == 0:
        return ""
    said = ran.stderr.strip().splitlines() or [f"exit code {ran.returncode}"]
    return f"bubblewrap is installed and does not work ({said[-1]})"
