"""A notebook runs the same in a fork as in a kernel, and nothing of it is left for the next."""

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from running import CAN_FORK, NotebookError, execute

from course_utils import notebooks

can_fork = pytest.mark.skipif(not CAN_FORK, reason="forks are not safe here")
each_way = pytest.mark.parametrize("fork", [pytest.param(True, marks=can_fork), False])


def notebook(*sources):
    """Return a notebook of code cells."""
    return new_notebook(cells=[new_code_cell(s, id=f"cell-{i}") for i, s in enumerate(sources)])


def ran(*sources, **options):
    """Return what each cell shows when run."""
    return [notebooks.outputs(c) for c in execute(notebook(*sources), **options).cells]


def shown(text):
    return [("execute_result", {"text/plain": text})]


OUTPUTS = [
    "import os, sys, warnings, ipywidgets, pandas, torch\nimport matplotlib.pyplot as plt\n1 + 1",
    "print('a')\nprint('w', file=sys.stderr)\nprint('b', end='', flush=True)\nprint('c')",
    "_ = plt.plot([1, 2])",
    "from course_utils import plots\nplots.show(plt.figure(), 'A caption.')",
    "plt.figure()",
    "ipywidgets.IntSlider()",
    "pandas.DataFrame({'a': [1.5]})",
    "display(torch.tensor(1.5), {'a': 2})",
    "_ = display(1, display_id='one')\ndisplay(2, display_id='one', update=True)",
    "from IPython.display import clear_output\nprint('gone')\nclear_output()\nprint('here')",
    "%%capture caught\nprint('caught')",
    "%timeit -n 1 -r 1 -q pass\n!echo out",
    "print(caught.stdout, In[1][:6], Out[1], __name__, os.path.basename(os.getcwd()))",
    "for kind in (UserWarning, DeprecationWarning):\n"
    "    warnings.warn_explicit('careful', kind, 'here', 1, __name__)",
    "__import__('threading').Thread(target=print, args=['from a thread']).start()",
    "'no value';",
    "def broken(:",
    "input('?')",
    "1 / 0",
    "sys.exit(1)",
]


@can_fork
def test_all_kinds_of_output_are_those_of_a_kernel():
    nb = notebook(*OUTPUTS)
    for cell in nb.cells:
        cell.metadata["tags"] = ["raises-exception"]
    forked, kernels = execute(nb, fork=True), execute(nb, fork=False)
    for cell, wanted in zip(forked.cells, kernels.cells, strict=True):
        assert notebooks.outputs(cell) == notebooks.outputs(wanted), cell.source
        assert cell.execution_count == wanted.execution_count
        assert _mimes(cell) == _mimes(wanted), cell.source


def _mimes(cell):
    return [sorted(output.data) for output in cell.outputs if "data" in output]


@each_way
def test_argument_is_left_alone_and_text_stays_in_its_place(fork):
    nb = notebook("1 + 1", "3")
    nb.cells.insert(1, new_markdown_cell("Between."))
    came = execute(nb, fork=fork)
    assert [cell.cell_type for cell in came.cells] == ["code", "markdown", "code"]
    assert notebooks.outputs(came.cells[2]) == shown("3")
    assert not nb.cells[0].outputs and nb.cells[0].execution_count is None


@each_way
def test_environment_is_changed(fork, monkeypatch):
    monkeypatch.setenv("COURSE_A", "here")
    monkeypatch.setenv("COURSE_B", "here")
    changes = {"COURSE_B": None, "COURSE_C": "new", "ATEN_CPU_CAPABILITY": "default"}
    sources = (
        "import os, torch\n[os.environ.get('COURSE_' + name) for name in 'ABC']",
        "torch.backends.cpu.get_cpu_capability()",
    )
    assert ran(*sources, env=changes, fork=fork) == [
        shown("['here', None, 'new']"),
        shown("'DEFAULT'"),
    ]


@each_way
def test_code_before_the_first_cell_is_unseen(fork):
    before = "import builtins, running\nbuiltins.planted = running.TIMEOUT\ndel builtins, running"
    assert ran("planted, [name for name in dir() if 'running' in name]", before=before, fork=fork)[
        0
    ] == shown("(300, [])")


@each_way
def test_a_cell_that_fails_is_named(fork):
    with pytest.raises(NotebookError, match="cell-1: ZeroDivisionError: division by zero"):
        execute(notebook("1", "1 / 0", "3"), fork=fork)
    with pytest.raises(NotebookError, match="cell before: NameError"):
        execute(notebook("1"), before="unknown", fork=fork)


@each_way
def test_a_cell_that_hangs_is_named(fork):
    with pytest.raises(NotebookError, match="cell-1: .*timed out"):
        execute(notebook("1", "import time\ntime.sleep(600)"), timeout=5, fork=fork)


@each_way
def test_a_cell_that_ends_its_process_is_named(fork):
    with pytest.raises(NotebookError, match="cell-1: Kernel died"):
        execute(notebook("1", "import os\nos._exit(0)", "3"), fork=fork)
    assert ran("'the next one runs'", fork=fork) == [shown("'the next one runs'")]


@each_way
def test_nothing_is_left_for_the_next(fork):
    leaves = (
        "import sys, os, torch, builtins\n_ = torch.manual_seed(1)\nbuiltins.left = sys.left = 1"
    )
    finds = "import sys, torch\n[hasattr(sys, 'left'), 'left' in dir(), torch.initial_seed() == 1]"
    ran(leaves, "os.chdir('/')\ntorch.set_default_dtype(torch.float64)", fork=fork)
    assert ran(finds, "torch.tensor(1.0).dtype", fork=fork) == [
        shown("[False, False, False]"),
        shown("torch.float32"),
    ]


@can_fork
def test_the_parent_has_one_thread():
    """A fork has only the thread that forked: what another one was doing stays half done."""
    source = "import os, pathlib\nlen(os.listdir(f'/proc/{os.getppid()}/task'))"
    assert ran(source, fork=True) == [shown("1")]
