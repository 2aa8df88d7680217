"""Execute notebooks without a start of Python for each: in forks of a process that is warm.

`execute` is to the tests what `notebooks.execute` is to the commands, and gives the same outputs.
For each environment there is one parent: a process, started with it, that has imported the packages
of the lessons and waits. A notebook runs in a fork of it, in ipykernel's kernel for one process, so
nothing of it is left for the next. Where a system cannot fork safely, kernels do the work.

Three things are otherwise in a fork: `await` stands only in functions, what changes an output of an
earlier cell is not seen, and of a figure, which nobody compares, all is drawn where it stands, but
it is not arranged and no pixel is coloured: that would be a third of all the work.
"""

import atexit
import contextlib
import copy
import functools
import gc
import importlib
import json
import multiprocessing
import os
import subprocess
import sys
from pathlib import Path

from course_utils.publish import notebooks
from course_utils.publish.notebooks import NotebookError

# isort: split
# After `publish`, which spares the parent a second of what nbformat imports.
from nbformat import from_dict
from nbformat.v4 import new_code_cell

CAN_FORK = sys.platform == "linux"  # libraries of macOS break in a fork; Windows has none
# Seconds for a cell. The slowest takes five, but a machine may have much else to do.
TIMEOUT = 300
# What the parent has imported: of the lessons, and of the kernel. None may start a thread.
WARM = [
    *("matplotlib.pyplot", "pandas", "torch"),
    *("ipykernel.debugger", "ipykernel.inprocess.ipkernel", "nbclient"),
]
# And from the first notebook on that has this word. An optimizer imports the compiler.
WARM_FOR = {"optim": "torch._dynamo", "fastai": "fastai.basics"}


def execute(nb, env=None, timeout=TIMEOUT, before="", fork=CAN_FORK):
    """Return an executed copy of `nb`; the working directory is notebooks/.

    `env` changes environment variables, None removes one; `timeout` is in seconds for each cell;
    `before` is code that runs unseen before the first cell. NotebookError, with the cell and the
    error, where a cell fails that is not tagged raises-exception, hangs, or ends the process.
    """
    nb = copy.deepcopy(nb)
    nb.cells.insert(0, new_code_cell(before, id="before"))
    env = {"PYTHONPATH": _search_path(), **(env or {})}
    nb = _forked(nb, env, timeout) if fork else notebooks.execute(nb, env, timeout)
    del nb.cells[0]
    return nb


def _search_path():
    """Return a PYTHONPATH with this folder at its end: `before` may import what stands here."""
    given = filter(None, [os.environ.get("PYTHONPATH")])
    return os.pathsep.join([str(notebooks.ROOT), *given, str(Path(__file__).parent)])


def _forked(nb, env, timeout):
    answer = _parent(tuple(env.items())).ask({"nb": nb, "timeout": timeout})
    if "error" in answer:
        raise NotebookError(answer["error"])
    for cell, ran in zip(notebooks.code_cells(nb), answer["cells"], strict=True):
        cell.update(from_dict(ran))
    return nb


@functools.cache
def _parent(env):
    """Return the parent for an environment: started when it is first needed, ended at exit."""
    parent = Parent(dict(env))
    atexit.register(parent.stop)
    return parent


class Parent:
    """The process that forks, seen from outside: a job in, its answer out, a line of JSON each."""

    def __init__(self, env):
        inline = {"MPLBACKEND": "module://matplotlib_inline.backend_inline"}  # as in a kernel
        self.process = subprocess.Popen(
            [sys.executable, "-Xfrozen_modules=off", __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=notebooks.FOLDER,
            env=notebooks.environment_with({**inline, **env}),
            encoding="utf-8",
            start_new_session=True,  # an interrupt from the keyboard is for the tests
        )

    def ask(self, job):
        """Return the answer to a job; RuntimeError if the process is no more."""
        with contextlib.suppress(BrokenPipeError):
            print(json.dumps(job), file=self.process.stdin, flush=True)
        answer = self.process.stdout.readline()
        if not answer:
            raise RuntimeError(f"what runs the notebooks ended with code {self.process.wait()}")
        return json.loads(answer)

    def stop(self):
        """End the process: it does so by itself when no more jobs can come."""
        self.process.communicate()


# What follows runs in the parent and its forks.


def serve(jobs, answers):
    """Answer jobs until there are no more; each in a fork, so that none knows of another."""
    _import(WARM)
    sys.modules["matplotlib.figure"].Figure.savefig = _drawn_without_pixels
    for job in jobs:
        _import(name for word, name in WARM_FOR.items() if word in job)
        print(json.dumps(_answer(json.loads(job))), file=answers, flush=True)


def _import(names):
    gc.disable()  # there is no garbage, and much to look through
    for name in names:
        importlib.import_module(name)
    gc.freeze()  # no fork's collector looks at what is there now, and so copies it
    gc.enable()


def _drawn_without_pixels(figure, file, **_):
    """Stand in for Figure.savefig: what cannot be drawn raises, and the picture is one pixel."""
    from PIL import Image

    figure.set_layout_engine("none")
    figure.draw_without_rendering()
    Image.new("RGB", (1, 1)).save(file, "png")


def _answer(job):
    """Run a job in a fork; return {"cells": [...]}, or {"error": ...} with the cell's name."""
    fork = multiprocessing.get_context("fork")
    here, there = fork.Pipe(duplex=False)
    child = fork.Process(target=_run, args=(from_dict(job["nb"]), there))
    child.start()
    there.close()
    ran = []
    try:
        for cell in notebooks.code_cells(from_dict(job["nb"])):
            if not here.poll(job["timeout"]):
                return {"error": f"cell {cell.id}: timed out after {job['timeout']} seconds"}
            try:
                ran.append(here.recv())
            except EOFError:
                return {"error": f"cell {cell.id}: Kernel died"}
            if "error" in ran[-1]:
                return ran[-1]
    finally:
        child.kill()
        child.join()
    return {"cells": ran}


def _run(nb, there):
    """Execute the cells of a notebook, and send each as soon as it has run."""
    from ipykernel.inprocess.manager import InProcessKernelManager
    from nbclient import NotebookClient

    sys.path[0] = ""  # the working directory, as in a kernel, in place of this file's
    manager = InProcessKernelManager()
    manager.start_kernel()
    kernel = manager.client()
    kernel.start_channels()
    reader = NotebookClient(nb, record_timing=False)
    for index, cell in enumerate(nb.cells):
        if cell.cell_type == "code":
            _run_cell(kernel, reader, cell, index)
            error = next((o for o in cell.outputs if o.output_type == "error"), None)
            if error and "raises-exception" not in notebooks.tags(cell):
                there.send({"error": f"cell {cell.id}: {error.ename}: {error.evalue}"})
                return
            there.send({"outputs": cell.outputs, "execution_count": cell.execution_count})


def _run_cell(kernel, reader, cell, index):
    from nbclient.exceptions import CellExecutionComplete

    cell.outputs = []
    reader.clear_before_next_output = False
    kernel.execute(cell.source, allow_stdin=False)
    with contextlib.suppress(CellExecutionComplete):
        while True:
            reader.process_message(kernel.get_iopub_msg(), cell, index)


def main():
    """Take jobs from stdin; what a library writes to stdout goes nowhere."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    nowhere = os.open(os.devnull, os.O_RDWR)
    jobs = os.fdopen(os.dup(0), encoding="utf-8")
    for stream in (0, 1):
        os.dup2(nowhere, stream)
    serve(jobs, answers)


if __name__ == "__main__":
    main()
