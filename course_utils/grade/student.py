"""The process in which one notebook runs: a job in, what came of the answers out.

The job is JSON on stdin, each message a line of JSON on stdout, and nothing else is needed: so this
runs inside whatever shuts it in. Neither the answer key nor the grader is here. `check` only tries
the answers on the inputs it was given; what came of them is judged by those who started this.
What the notebook prints goes nowhere.
"""

import base64
import contextlib
import json
import os
import pickle
import platform
import signal
import sys
import threading
import time
from pathlib import Path

from course_utils.checking import sandbox
from course_utils.checking.handing_in import hand_in
from course_utils.grade import wire
from course_utils.grade.limits import apply

AGAIN = 1.0  # seconds until a cell that goes on is told once more


class Notebook:
    """Runs the cells of one job; `say` sends a message."""

    def __init__(self, job, say):
        self.job, self.say = job, say
        self.papers = pickle.loads(base64.b64decode(job["papers"]))
        self.shell = _shell()
        self.cell, self.begun, self.checked = None, 0.0, set()

    def run(self):
        """Run every cell but those to be left out; a cell that raises stops no other."""
        import course_utils

        # Also where the cell that imports it is gone.
        self.shell.user_ns["check"] = course_utils.check = self.check
        for index, (source, numbers) in enumerate(self.job["cells"]):
            if index not in self.job["skip"]:
                self._run_cell(index, source, numbers)
        self.say({"done": True})

    def _run_cell(self, index, source, numbers):
        self.cell, self.begun, self.checked = index, time.perf_counter(), set()
        self.say({"begin": index, "seconds": self.job["limits"]["cell"]})
        with _alarm(self.job["limits"]["cell"]):
            ran = self.shell.run_cell(source, silent=True)
        error = ran.error_before_exec or ran.error_in_exec
        for number in numbers:
            if number not in self.checked:
                self._without_check(number, error)

    def check(self, number, *answers):
        """Try the answers: this stands in for the `check` of the course."""
        if number not in self.papers:
            print(f"there is no exercise {number!r}")
            return
        self.checked.add(number)
        if self.cell in self.job["judged"]:  # by a process that a later cell has ended
            return
        papers = self.papers[number]
        self.say({"begin": self.cell, "seconds": len(papers) * sandbox.LIMIT * 8})
        with _no_alarm():
            if len(answers) == len(papers):
                pairs = zip(papers, answers, strict=True)
                handed = [wire.to_json(_tried(paper, one)) for paper, one in pairs]
            else:
                handed = [{"no_function": ""} for _ in answers]
            self._tell(number, handed=handed)
        self.say({"begin": self.cell, "seconds": self.job["limits"]["cell"]})

    def _without_check(self, number, error):
        """Say what can be said where the check was not reached, or is no longer there."""
        names = [paper.name for paper, _ in self.papers[number]]
        if type(error) is sandbox.TimeUp:
            self._tell(number, late=self.job["limits"]["cell"])
        elif error is not None:
            self._tell(number, raised=_text(error))
        elif all(name in self.shell.user_ns for name in names):
            self.check(number, *(self.shell.user_ns[name] for name in names))
        else:
            self._tell(number, missing=f"no check, and no {' or '.join(names)}")

    def _tell(self, number, **what):
        seconds = round(time.perf_counter() - self.begun, 2)
        self.say({"exercise": number, "cell": self.cell, "seconds": seconds, **what})


def _tried(paper, answer):
    paper, inputs = paper
    return hand_in(paper, answer, lambda: inputs)


def _time_up(*_):
    raise sandbox.TimeUp


@contextlib.contextmanager
def _alarm(seconds):
    """Stop what runs inside after so many seconds, and again if it goes on; C is not stopped."""
    if not hasattr(signal, "setitimer"):  # on Windows the process is ended
        yield
        return
    signal.signal(signal.SIGALRM, _time_up)
    signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN)
    try:
        yield
    except sandbox.TimeUp:  # it rang between two lines of IPython's
        pass
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


@contextlib.contextmanager
def _no_alarm():
    """Let what runs inside take its own time."""
    if not hasattr(signal, "setitimer"):
        yield
        return
    left, again = signal.setitimer(signal.ITIMER_REAL, 0)
    try:
        yield
    finally:
        if left:
            signal.setitimer(signal.ITIMER_REAL, left, again)


def _text(error):
    with contextlib.suppress(Exception):  # an exception of the student's may have any __str__
        return f"{type(error).__name__}: {error}".strip().removesuffix(":").split("\n")[0]
    return type(error).__name__


def _shell():
    """Return an IPython without history and without a screen."""
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    class Shell(InteractiveShell):
        def ask_exit(self):  # `exit()` ends the cell, not the notebook
            raise SystemExit

        def enable_gui(self, gui=None):
            """Do nothing: there is no screen, and `%matplotlib inline` shall not mind."""

    return Shell.instance(config=Config({"HistoryManager": {"enabled": False}}))


def _end_with(parent):
    """End this process when the one that started it is gone: nobody would hear it."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def main():
    """Take the job from stdin, and leave the notebook no stream but an empty one."""
    job = json.load(sys.stdin)
    said = os.fdopen(os.dup(1), "w", encoding="utf-8")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    apply(job["limits"])
    for name, text in job["files"].items():
        Path(name).write_text(text, encoding="utf-8", errors="backslashreplace")
    sys.path.insert(0, "")  # where a module of the student's own lies

    def say(message):
        print(json.dumps(message), file=said, flush=True)

    say({"python": platform.python_version()})
    try:
        notebook = Notebook(job, say)
    except Exception as error:  # such as papers that another Python wrote
        say({"broken": _text(error)})
    else:
        notebook.run()
    said.close()
    os._exit(0)  # threads and pools that still run would keep the place


if __name__ == "__main__":
    main()
