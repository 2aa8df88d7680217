"""A class without people: a hub on this machine, and students who work on it as a browser does."""

import contextlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import uuid

import psutil
import requests
import websocket

from course_utils import home

PASSWORD = "a class password"
FOLDERS = ("course_utils", "notebooks")
FILES = ("README.md", "pyproject.toml", "constraints.txt")
PATIENCE = 300  # seconds; a machine may have much else to do


def course(folder):
    """Copy the course to where a test may change it; return where."""
    leave = shutil.ignore_patterns("__pycache__", "node_modules", ".ipynb_checkpoints")
    for name in FOLDERS:
        shutil.copytree(home.COURSE / name, folder / name, ignore=leave)
    for name in FILES:
        shutil.copy(home.COURSE / name, folder)
    return folder


class Hub:
    """A hub of a course, which runs within a `with`."""

    def __init__(self, course, *flags):
        self.course, self.folder, self.flags = course, course / "class", flags
        self.log = course / "hub.log"
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"

    def __enter__(self):
        command = ["-m", "course_utils.hub", "--password", PASSWORD, "--port", str(self.port)]
        env = {**os.environ, "PYTHONPATH": str(self.course)}
        env.pop("COURSE_WORK", None)
        with open(self.log, "w") as log:
            self.process = subprocess.Popen(
                [sys.executable, *command, "--folder", self.folder, *self.flags],
                cwd=self.course,
                env=env,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        waiting(self._answers, "the hub")
        return self

    def _answers(self):
        if self.process.poll() is not None:
            raise RuntimeError(self.log.read_text())
        return requests.get(f"{self.url}/hub/login", timeout=10).ok

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)

    def processes(self, name=""):
        """Return the processes of a student's server, or else those of the hub and its proxy."""
        hub = psutil.Process(self.process.pid)
        roots = [
            one for one in hub.children() if (_served(one) == name if name else not _served(one))
        ]
        found = [one for root in roots for one in (root, *root.children(recursive=True))]
        return found if name else [hub, *found]

    def memory(self, name=""):
        """Return the megabytes of all processes of a student's, or else of the hub and its proxy.

        What several share is divided among them.
        """
        total = 0
        for one in self.processes(name):
            with contextlib.suppress(psutil.Error):
                total += one.memory_full_info().pss
        return total / 1e6


def _served(process):
    """Return the name of the student whose server is a process, '' if it is none."""
    with contextlib.suppress(psutil.Error):
        return process.environ().get("JUPYTERHUB_USER", "")
    return ""


def waiting(asked, what):
    """Ask again and again until the answer is yes; return it. TimeoutError after a long time."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with contextlib.suppress(requests.RequestException):
            if answer := asked():
                return answer
        time.sleep(0.5)
    raise TimeoutError(f"{what} did not come in {PATIENCE} s")


class Student:
    """Somebody at a browser."""

    def __init__(self, hub, name):
        self.hub, self.name = hub, name
        self.own = f"{hub.url}/user/{name}"
        self.session = requests.Session()

    def sign_in(self, password=PASSWORD):
        """Sign in and wait for the server; return the seconds it took."""
        start = time.monotonic()
        page = f"{self.hub.url}/hub/login"
        self.session.get(page)
        form = {"username": self.name, "password": password, "_xsrf": self.session.cookies["_xsrf"]}
        if not self.session.post(page, data=form, allow_redirects=False).is_redirect:
            raise PermissionError(self.name)
        self.session.get(f"{self.hub.url}/hub/spawn/{self.name}")
        waiting(self._is_served, f"the server of {self.name}")
        return time.monotonic() - start

    def _is_served(self):
        # The first visit leads through the hub, which gives this server's cookies.
        came = self.session.get(f"{self.own}/lab")
        return came.ok and came.url.startswith(self.own) and "jupyter-config-data" in came.text

    def sign_out(self):
        """Sign out, and wait until the server is gone."""
        self.session.get(f"{self.hub.url}/hub/logout")
        self.session = requests.Session()
        waiting(lambda: not self.hub.memory(self.name), f"the end of the server of {self.name}")

    def page(self):
        """Return what JupyterLab's page is told."""
        text = self.session.get(f"{self.own}/lab").text
        return json.loads(re.search(r'id="jupyter-config-data"[^>]*>(.+?)</script>', text, re.S)[1])

    def choose(self, number, option):
        """Choose an option of a question, as the page sends it."""
        course = self.page()["course"]
        form = {"_xsrf": self._token(), "work": course["work"], "question": number}
        sent = self.session.post(f"{self.hub.url}{course['url']}", data=form | {"chosen": option})
        sent.raise_for_status()

    def _token(self):
        cookies = self.session.cookies
        return next(c.value for c in cookies if c.name == "_xsrf" and self.name in c.path)

    def ask(self, way, path, /, **content):
        """Ask this student's server; return the answer as data."""
        url, headers = f"{self.own}/api/{path}", {"X-XSRFToken": self._token()}
        came = self.session.request(way, url, json=content or None, headers=headers)
        came.raise_for_status()
        return came.json() if came.text else None

    def read(self, lesson):
        """Return the notebook of a lesson."""
        return self.ask("GET", f"contents/{lesson}")["content"]

    def save(self, lesson, nb):
        """Save a notebook."""
        self.ask("PUT", f"contents/{lesson}", type="notebook", format="json", content=nb)

    @contextlib.contextmanager
    def kernel(self, lesson):
        """Open a lesson: give a function that runs code and returns what it prints or raises."""
        body = {"path": lesson, "name": lesson, "type": "notebook", "kernel": {"name": "python3"}}
        kernel = self.ask("POST", "sessions", **body)["kernel"]["id"]
        cookies = "; ".join(f"{c.name}={c.value}" for c in self.session.cookies)
        channels = f"{self.own}/api/kernels/{kernel}/channels".replace("http", "ws", 1)
        link = websocket.create_connection(channels, cookie=cookies, timeout=PATIENCE)
        try:
            yield lambda code: _run(link, code)
        finally:
            link.close()


def _run(link, code):
    """Run code; return its text output, the error's name and text if there is one."""
    number = uuid.uuid4().hex
    header = {"msg_id": number, "msg_type": "execute_request", "session": number, "version": "5.3"}
    content = {"code": code, "silent": False, "store_history": True, "allow_stdin": False}
    message = {"header": header | {"username": ""}, "parent_header": {}, "metadata": {}}
    link.send(json.dumps(message | {"content": content, "channel": "shell"}))
    said = []
    while True:
        came = json.loads(link.recv())
        if came["parent_header"].get("msg_id") != number:
            continue
        kind, content = came["msg_type"], came["content"]
        if kind == "stream":
            said.append(content["text"])
        elif kind in ("execute_result", "display_data"):
            said.append(content["data"].get("text/plain", ""))
        elif kind == "error":
            said.append(f"{content['ename']}: {content['evalue']}")
        elif kind == "status" and content["execution_state"] == "idle":
            return "\n".join(said)
