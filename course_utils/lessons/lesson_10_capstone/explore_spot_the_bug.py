"""Lesson 10: find the bug of a loop by its losses, and the line that heals it.

What moves is in `explore_spot_the_bug.js`; here is what it is held against.
"""

import ast
import contextlib
import functools
import inspect
import math
import textwrap

import torch

from course_utils import clinic
from course_utils.explore.explorer import Explorer

EPOCHS = 1000
CASES = {
    "1": "sign",
    "2": "sum for mean",
    "3": "raw inputs",
    "4": "own statistics",
    "5": "zero before step",
    "6": "alias reset",
    "7": "not zeroed",
    "8": "broadcast",
    "9": "detached",
    "10": "validation leak",
}


@functools.cache
def code(bug):
    """Return the lines of a loop of the clinic, without its head and its docstring."""
    source = inspect.getsource(clinic.BUGS[bug])
    _docstring, first, *_rest = ast.parse(source).body[0].body
    text = "\n".join(source.splitlines()[first.lineno - 1 :])
    return tuple(textwrap.dedent(text).splitlines())


def fault_at(bug):
    """Return where in its code the lines of a fault stand."""
    fault = clinic.FAULTS[bug].fault.splitlines()
    stripped = [line.strip() for line in code(bug)]
    first = next(i for i in range(len(stripped)) if stripped[i : i + len(fault)] == fault)
    return [first + i for i in range(len(fault))]


def mended(bug):
    """Return the loop of a bug with the lines that heal it in place of the fault."""
    lines, at = list(code(bug)), fault_at(bug)
    indent = lines[at[0]][: -len(lines[at[0]].lstrip())]
    lines[at[0] : at[-1] + 1] = textwrap.indent(clinic.FAULTS[bug].mend, indent).splitlines()
    head = "def loop(lr=1e-2, start=(1.0, 0.0), epochs=1000):\n"
    namespace = dict(vars(clinic))
    exec(head + textwrap.indent("\n".join(lines), "    "), namespace)
    return namespace["loop"]


@contextlib.contextmanager
def _float64():
    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.float64)
    try:
        yield
    finally:
        torch.set_default_dtype(before)


@functools.cache
def run_of(bug, heal=False):
    """Return the `Run` of a bug, or of its mended loop, in float64; each is trained only once."""
    with _float64():
        return (mended(bug) if heal else clinic.BUGS[bug])(epochs=EPOCHS)


def compute(case, epochs, line=-1, **_):
    """Return the losses of a case up to an epoch, and where `line` is at fault, of the mended loop.

    A diagnosis changes no number.
    """
    bug = CASES[case]
    run, fault = run_of(bug), clinic.FAULTS[bug]
    healed = line in fault_at(bug)
    return {
        "bug": bug,
        **_until(epochs, run),
        "params": list(run.params),
        "message": run.message,
        "code": code(bug),
        "fault": fault_at(bug),
        "mend": fault.mend.splitlines(),
        "healed": _until(epochs, run_of(bug, heal=True)) if healed else None,
    }


def _until(epochs, run):
    losses = {"train": run.train, "val": run.val, "again": run.again}
    return {name: each and each[: int(epochs)] for name, each in losses.items()}


def caption():
    """Say what the still picture shows: the ten curves, and what gives some of them away."""
    run = {bug: run_of(bug) for bug in clinic.BUGS}
    zeroed, leak, own = run["not zeroed"], run["validation leak"], run["own statistics"]
    alias = run["alias reset"]
    return (
        f"Ten loops with one bug each, over {EPOCHS:,} epochs; both axes are logarithmic. "
        f"In case 1 the loss starts at {run['sign'].train[0]:.1f} °C² like a healthy one, and "
        f"grows without bound; in case 2 it starts at {run['sum for mean'].train[0]:.0f}, "
        "in case 3 at "
        f"{run['raw inputs'].train[0]:,.0f}. In case 7 it swings below "
        f"{math.ceil(max(zeroed.train) / 10) * 10}. Orange is validation: it ends at "
        f"{own.val[-1]:.1f} in case 4, against {own.train[-1]:.2f} in training, and at "
        f"{leak.val[-1]:.2f} against {leak.train[-1]:.2f} in case 10. Dotted is a second run: in "
        f"case 6 it starts at {alias.again[0]:.2f}, not {alias.train[0]:.1f}."
    )


EXPLORER = Explorer(
    name="spot_the_bug",
    title="Spot the bug",
    question="10.p3",
    compute=compute,
    caption=caption,
)


def spot_the_bug():
    """Ask what a curve gives away, then let the reader find ten bugs by their curves."""
    EXPLORER.show()
