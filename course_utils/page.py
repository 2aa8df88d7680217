"""Whether there is a page to show things on, or only a terminal."""

import sys


def is_there():
    """Return True in the kernel of a notebook."""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    return hasattr(shell, "kernel")
