"""The hub of a class, for trying: `jupyterhub -f` this file, as `python -m course_utils.hub` does.

Whoever comes with the class's password is let in under any name. The hub listens on this machine
alone, and speaks no TLS: students' computers reach it by none of it.
"""

import os
import sys
from pathlib import Path

from course_utils.hub.spawner import Seat

IDLE = 2 * 3600  # seconds after which a server is stopped
port, port_of_hub, port_of_proxy = map(int, os.environ["CLASS_PORTS"].split())

c = get_config()  # noqa: F821 (JupyterHub defines it)
c.JupyterHub.bind_url = f"http://127.0.0.1:{port}"
c.JupyterHub.hub_bind_url = f"http://127.0.0.1:{port_of_hub}"
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{port_of_proxy}"
c.ConfigurableHTTPProxy.command = [os.environ["CLASS_PROXY"], "--log-level=warn"]
c.JupyterHub.log_level = "WARN"  # so that the address and the password stay in sight

c.JupyterHub.authenticator_class = "shared-password"
c.SharedPasswordAuthenticator.user_password = os.environ["CLASS_PASSWORD"]
c.SharedPasswordAuthenticator.allow_all = True
# It is the name of a folder, too.
c.SharedPasswordAuthenticator.username_pattern = r"[a-z][a-z0-9_.-]{0,31}"

c.JupyterHub.spawner_class = Seat
c.Seat.people = str(Path.cwd() / "people")
c.Seat.is_open = bool(os.environ["CLASS_OPEN"])
c.Seat.mem_limit = os.environ["CLASS_MEMORY"]
c.Seat.default_url = "/lab"
c.Seat.start_timeout = c.Seat.http_timeout = 600  # when a class comes in at once
c.JupyterHub.shutdown_on_logout = True

c.JupyterHub.services = [
    {
        "name": "stop-idle-servers",
        "command": [sys.executable, "-m", "jupyterhub_idle_culler", f"--timeout={IDLE}"],
    }
]
c.JupyterHub.load_roles = [
    {
        "name": "stop-idle-servers",
        "scopes": ["list:users", "read:users:activity", "read:servers", "delete:servers"],
        "services": ["stop-idle-servers"],
    }
]
