"""The page that a notebook is: whether there is one, and how a script comes onto it."""

import base64
import sys
from pathlib import Path

_UNPACK = (Path(__file__).parent / "unpack.js").read_text(encoding="utf-8")


def is_there():
    """Return True in the kernel of a notebook."""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    return hasattr(shell, "kernel")


def script(packed):
    """Return the element that unpacks a script, compressed by gzip, and runs it where it stands.

    Where a browser cannot unpack, nothing happens: what the script would replace stays.
    """
    return f"<script>{_UNPACK.replace('PACKED', base64.b64encode(packed).decode())}</script>"
