"""The process that runs one notebook's cells and judges its answers: a job in, messages out.

The job is JSON on stdin, each message a line of JSON on stdout, and nothing else is needed: so this
runs behind `sudo -u grader` or `docker run -i` as well. What the notebook prints goes nowhere. Each
call of `check` is replaced, before it runs, by the grader's own, so a `check` of the student's and
a tick that is printed count for nothing. This stops accidents and simple tricks. Code that wants to
deceive lives in the same process, and could change the judge or write messages of its own.
"""

import ast
import contextlib
import faulthandler
import json
import os
import secrets
import sys
import time

from course_utils.checking.exercises import find
from course_utils.checking.judging import judge
from course_utils.grade import results

JUDGING = 60  # seconds for one verdict: `judge` itself stops each part after a few
LARGEST_FILE = 100_000_000  # bytes
_HOOK = f"check_{secrets.token_hex(8)}"


class Worker:
    """Runs the cells of one job; `say` sends a message."""

    def __init__(self, job, say):
        self.job, self.say = job, say
        self.shell = _shell()
        self.shell.user_ns[_HOOK] = self.check
        self.shell.ast_transformers.append(_Redirect(job["exercises"]))
        self.cell, self.begun, self.checked = None, 0.0, set()

    def run(self):
        """Run every cell but those to be left out; a cell that raises stops no other."""
        for index, (source, numbers) in enumerate(self.job["cells"]):
            if index not in self.job["skip"]:
                self._run_cell(index, source, numbers)
        faulthandler.cancel_dump_traceback_later()
        self.say({"done": True})

    def _run_cell(self, index, source, numbers):
        self.cell, self.begun, self.checked = index, time.perf_counter(), set()
        self._watch(self.job["limit"])
        ran = self.shell.run_cell(source, silent=True)
        error = ran.error_before_exec or ran.error_in_exec
        for number in numbers:
            if number not in self.checked:
                self._without_check(number, error)

    def check(self, number, *answers):
        """Judge the answers; this is called wherever the notebook calls `check`."""
        self.checked.add(number)
        if self.cell in self.job["judged"]:  # by a worker that a later cell has ended
            return
        self._watch(JUDGING)
        try:
            result = results.of_verdict(judge(number, *answers, seed=self.job["seed"]))
        except Exception as error:  # what judges was broken by what it judged
            result = results.RAISED, f"it could not be judged: {_text(error)}", []
        self._tell(number, *result)
        self._watch(self.job["limit"])

    def _without_check(self, number, error):
        """Say what can be said where the check was not reached, or is no longer there."""
        names = [part.name for part in find(number).parts]
        answers = [self.shell.user_ns.get(name, ...) for name in names]
        if error is not None:
            self._tell(number, results.RAISED, _text(error))
        elif all(name in self.shell.user_ns for name in names):
            self.check(number, *answers)
        else:
            self._tell(number, results.MISSING, f"no check, and no {' or '.join(names)}")

    def _tell(self, number, result, sentence, mistakes=()):
        seconds = round(time.perf_counter() - self.begun, 2)
        said = {"exercise": number, "result": result, "sentence": sentence}
        self.say({"cell": self.cell, **said, "mistakes": list(mistakes), "seconds": seconds})

    def _watch(self, seconds):
        """End this process in so many seconds; a thread of C does it, so it works in any loop."""
        self.say({"begin": self.cell, "at": time.time(), "limit": seconds})
        faulthandler.dump_traceback_later(seconds, exit=True, file=2)


class _Redirect(ast.NodeTransformer):
    """Send each `check("2.1", ...)` to the grader."""

    def __init__(self, numbers):
        self.numbers = set(numbers)

    def visit_Call(self, node):  # noqa: N802, D102
        self.generic_visit(node)
        match node:
            case ast.Call(ast.Name("check"), [ast.Constant(str(number)), *_]):
                if number in self.numbers:
                    node.func = ast.copy_location(ast.Name(_HOOK, ast.Load()), node.func)
        return node


def _text(error):
    with contextlib.suppress(Exception):  # an exception of the student's may have any __str__
        return f"{type(error).__name__}: {error}".strip().removesuffix(":").split("\n")[0]
    return type(error).__name__


def _shell():
    """Return an IPython without history and without a screen."""
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    class Shell(InteractiveShell):
        def ask_exit(self):  # `exit()` ends the cell, not the grading
            raise SystemExit

    return Shell.instance(config=Config({"HistoryManager": {"enabled": False}}))


def _limit_files():
    with contextlib.suppress(ImportError, ValueError, OSError):  # not on every system
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_FILE, LARGEST_FILE))


def main():
    """Take the job from stdin, and leave the notebook no stream but an empty one."""
    job = json.load(sys.stdin)
    said = os.fdopen(os.dup(1), "w", encoding="utf-8")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    os.environ["MPLBACKEND"] = "agg"
    _limit_files()
    Worker(job, lambda message: print(json.dumps(message), file=said, flush=True)).run()


if __name__ == "__main__":
    main()
