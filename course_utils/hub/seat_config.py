"""How a student's server serves a lesson: as a page, and with no more memory than it needs.

A kernel's messages go through files in the student's room. By ports, which it has by default, each
student could read what the kernel of another one prints.
"""

from pathlib import Path

c = get_config()  # noqa: F821 (Jupyter defines it)
load_subconfig(str(Path(__file__).parents[1] / "lab" / "reading.py"))  # noqa: F821
c.ServerApp.log_level = "WARN"
c.ConnectionFileMixin.transport = "ipc"
c.MappingKernelManager.cull_idle_timeout = 3600  # seconds; what was run is lost, no text is
c.MappingKernelManager.cull_interval = 300
c.MappingKernelManager.cull_connected = True
