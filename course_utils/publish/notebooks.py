"""The notebooks as data: read, solve, double, execute, compare and store them.

`python -m course_utils.publish.notebooks [paths]` executes the notebooks and stores them without
noise, so that a run in which nothing changed leaves every byte as it was. One that fails stays
unwritten, is named on stderr with its cell and its error, and makes the exit code 1.
"""

import ast
import builtins
import copy
import os
import re
import symtable
import sys
import time
from pathlib import Path

import nbformat

from course_utils import home

ROOT = home.COURSE
FOLDER = ROOT / "notebooks"
_IMPORTED_FROM = Path(__file__).resolve().parents[2]

_METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


class NotebookError(RuntimeError):
    """A notebook could not be run, or not be solved; the message names the cell and the reason."""


def paths():
    """Return the paths of the lessons, in order; home.NotHere if there are none."""
    return home.lessons()


def read(path):
    """Return the notebook at `path`; nbformat's errors if it is none."""
    return nbformat.read(path, as_version=4)


def code_cells(nb):
    """Return the code cells of a notebook, in order."""
    return [cell for cell in nb.cells if cell.cell_type == "code"]


def folded(cell):
    """Return True for a cell whose code JupyterLab shows only when it is asked to."""
    return cell.metadata.get("jupyter", {}).get("source_hidden", False)


def tags(cell):
    """Return the set of a cell's tags."""
    return set(cell.metadata.get("tags", []))


def checks(source):
    """Return (number, line) of every `check("2.1", ...)` that stands alone in the code."""
    found = []
    for node in ast.parse(source).body:
        match node:
            case ast.Expr(ast.Call(ast.Name("check"), [ast.Constant(str(number)), *_])):
                found.append((number, ast.get_source_segment(source, node)))
    return found


def solved(nb):
    """Return a copy in which every exercise cell holds the reference answer and its check.

    A reference may use what the lesson has imported or defined by then, as its students may.
    NotebookError if an exercise is unknown or its reference needs another name.
    """
    nb = copy.deepcopy(nb)
    defined = set(dir(builtins)) | {"get_ipython", "display"}
    for cell in code_cells(nb):
        if "exercise" in tags(cell):
            cell.source = _solution(cell)
            if missing := names(cell.source)[1] - defined:
                raise NotebookError(
                    f"cell {cell.id}: the reference uses {', '.join(sorted(missing))}, "
                    "which no cell of the lesson has imported or defined by then"
                )
        defined |= names(cell.source)[0]
    return nb


def _solution(cell):
    from course_utils.checking import exercises  # and torch: what stores or publishes needs neither

    calls = checks(cell.source)
    if not calls:
        raise NotebookError(f"cell {cell.id} is tagged exercise and calls no check")
    try:
        references = [exercises.find(number).source() for number, _ in calls]
    except ValueError as error:
        raise NotebookError(f"cell {cell.id}: {error}") from error
    return "\n\n\n".join([*references, "\n".join(line for _, line in calls)])


def names(source):
    """Return the names that the code of a cell binds, and those it needs from elsewhere."""
    try:
        top = symtable.symtable(source, "cell", "exec")
    except SyntaxError:  # a magic, or an error shown on purpose
        return set(), set()
    symbols = top.get_symbols()
    bound = {s.get_name() for s in symbols if s.is_assigned() or s.is_imported()}
    used = {s.get_name() for s in symbols if s.is_referenced()}
    scopes = list(top.get_children())
    while scopes:
        scope = scopes.pop()
        scopes += scope.get_children()
        used |= {s.get_name() for s in scope.get_symbols() if s.is_global()}
    return bound, used - bound


def doubled(nb):
    """Return a copy in which every code cell comes twice in a row."""
    nb = copy.deepcopy(nb)
    cells = []
    for cell in nb.cells:
        cells.append(cell)
        if cell.cell_type == "code":
            cells.append(copy.deepcopy(cell))
            cells[-1].id = f"{cell.id[:58]}-again"  # an id has at most 64 characters
    nb.cells = cells
    return nb


def execute(nb, env=None, timeout=60):
    """Return an executed copy, its execution counts 1 to N; the working directory is notebooks/.

    `env` changes environment variables of the kernel, None removes one; `timeout` is in seconds for
    each cell. NotebookError, with the cell and the error, where a cell fails that is not tagged
    raises-exception.
    """
    from jupyter_client import AsyncKernelManager
    from jupyter_client.kernelspec import KernelSpecManager
    from nbclient import NotebookClient
    from nbclient.exceptions import CellControlSignal, CellExecutionError, DeadKernelError

    nb = copy.deepcopy(nb)
    begun = []
    # Without folders to look in, "python3" is the interpreter that runs this, never another one.
    specs = KernelSpecManager(kernel_dirs=[])
    client = NotebookClient(
        nb,
        km=AsyncKernelManager(kernel_name="python3", kernel_spec_manager=specs),
        timeout=timeout,
        startup_timeout=300,  # a busy machine may need more than the minute that is the default
        resources={"metadata": {"path": str(FOLDER)}},
        store_widget_state=False,
        record_timing=False,
        coalesce_streams=True,
        extra_arguments=["--log-level=ERROR"],  # it warns that a local kernel speaks TCP
        on_cell_execute=lambda cell, cell_index: begun.append(cell),
    )
    try:
        client.execute(env=environment_with(env or {}), cleanup_kc=True)
    except CellExecutionError as error:
        raise NotebookError(f"cell {begun[-1].id}: {error.ename}: {error.evalue}") from error
    except (CellControlSignal, DeadKernelError) as error:  # too slow, or the kernel died
        where = f"cell {begun[-1].id}: " if begun else ""
        raise NotebookError(where + str(error).split("\n")[0]) from error
    return nb


def environment_with(changes):
    """Return this process's environment, changed; the course is imported from where it is here."""
    here = [str(_IMPORTED_FROM), *filter(None, [os.environ.get("PYTHONPATH")])]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(here), **changes}
    return {name: value for name, value in env.items() if value is not None}


def outputs(cell):
    """Return what can be compared of a cell's outputs: a list of (kind, text or dict).

    Text only: pictures and widget views are left out, streams are merged, an error is its name and
    its message. A cell tagged nbval-ignore-output has nothing to compare.
    """
    found = []
    if "nbval-ignore-output" in tags(cell):
        return found
    for output in cell.outputs:
        if output.output_type == "stream":
            if found and found[-1][0] == output.name:
                found[-1] = (output.name, found[-1][1] + output.text)
            else:
                found.append((output.name, output.text))
        elif output.output_type == "error":
            found.append(("error", f"{output.ename}: {output.evalue}"))
        else:
            texts = {mime: v for mime, v in output.data.items() if mime.startswith("text/")}
            found.append((output.output_type, texts))
    return found


def store(path):
    """Execute the notebook at `path` and store it; return True if the file changed.

    NotebookError, and the file as it was, where it cannot be run.
    """
    before = Path(path).read_bytes()
    after = text(execute(read(path))).encode()
    if after != before:
        Path(path).write_bytes(after)
    return after != before


def text(nb):
    """Return the notebook as JSON without what differs from run to run or machine to machine."""
    nb.metadata = nbformat.from_dict(_METADATA)
    for cell in code_cells(nb):
        cell.metadata.pop("execution", None)
        for output in cell.outputs:
            # The random id of a widget means nothing without the widget's state.
            output.get("data", {}).pop("application/vnd.jupyter.widget-view+json", None)
            if output.output_type == "error":
                output.traceback = [entry for entry in output.traceback if _is_ours(entry)]
    return nbformat.writes(nb).rstrip("\n") + "\n"


def _is_ours(entry):
    """False for a frame of a traceback inside a library, which names folders of this machine."""
    return not re.match(r"(\x1b\[[\d;]*m)*File ", entry)


def for_each(arguments, work, lessons=paths):
    """Call `work(path)` for the notebooks named, or for all `lessons()`, and print what it says.

    What fails is named on stderr, and the others come all the same. Return the exit code: 1 if the
    work on one of them failed, or if there are no lessons.
    """
    try:
        chosen = [*map(Path, arguments or lessons())]
    except home.NotHere as error:
        print(error, file=sys.stderr)
        return 1
    code = 0
    for path in chosen:
        start = time.perf_counter()
        try:
            said = work(path)
        except Exception as error:  # whatever is wrong with one
            print(f"{path.name}: {error}", file=sys.stderr)
            code = 1
        else:
            print(f"{path.name}: {said} ({time.perf_counter() - start:.1f} s)", flush=True)
    return code


def main(arguments):
    """Store the notebooks named, or all; return the exit code."""
    changed = {True: "stored", False: "unchanged"}
    return for_each(arguments, lambda path: changed[store(path)], home.own_lessons)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
