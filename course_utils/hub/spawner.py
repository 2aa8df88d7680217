"""How the hub starts a student's server: in a room of its own, on copies of the lessons."""

import os
import resource
import sys
from pathlib import Path

from jupyterhub.spawner import LocalProcessSpawner
from traitlets import Bool, Unicode

from course_utils import workplace
from course_utils.hub import room


class Seat(LocalProcessSpawner):
    """A student's server: a process of whoever serves the class, for students are no users here."""

    people = Unicode(config=True, help="the folder with a folder for each student")
    is_open = Bool(False, config=True, help="shut nobody in")

    async def start(self):
        """Start the server in its room."""
        folder = Path(self.people, self.user.name)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        walls = [] if self.is_open else room.command(self.user.name, folder)
        self.cmd = [*walls, sys.executable, "-m", "course_utils.hub.seat"]
        return await super().start()

    def user_env(self, env):
        """Say where the student is at home, and where their copies of the lessons lie."""
        home = self.people if self.is_open else room.HOMES
        own = f"{home}/{self.user.name}"
        return env | {
            "HOME": own,
            "USER": self.user.name,
            "SHELL": "/bin/bash",
            workplace.VARIABLE: f"{own}/course",
            "OMP_NUM_THREADS": "1",  # each uses a core, so that others have the rest
        }

    def make_preexec_fn(self, name):
        """Return what limits the memory that each process of a server may take."""

        def limit():
            if self.mem_limit:
                resource.setrlimit(resource.RLIMIT_DATA, (self.mem_limit, self.mem_limit))
            os.umask(0o077)

        return limit

    async def move_certs(self, paths):
        """Leave certificates where they are: nothing leaves this machine."""
        return paths
