"""A notebook runs the same in a fork as in a kernel, and nothing of it is left for the next."""

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from running import CAN_FORK, NotebookError, Parent, execute

from course_utils.publish import notebooks

can_fork = pytest.mark.skipif(not CAN_FORK, reason="forks are not safe here")
# One environment for all tests, and so one parent: a variable is changed, and one removed.
ENV = {"ATEN_CPU_CAPABILITY": "default", "PYTEST_VERSION": None}


def notebook(*sources):
    """Return a notebook of code cells."""
    return new_notebook(cells=[new_code_cell(s, id=f"cell-{i}") for i, s in enumerate(sources)])


def ran(*sources, **options):
    """Return what each cell shows when run."""
    came = execute(notebook(*sources), env=ENV, **options)
    return [notebooks.outputs(cell) for cell in came.cells]


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
    "t = __import__('threading').Thread(target=print, args=['from a thread']); t.start(); t.join()",
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
    forked, kernels = execute(nb, ENV), execute(nb, ENV, fork=False)
    for cell, wanted in zip(forked.cells, kernels.cells, strict=True):
        assert notebooks.outputs(cell) == notebooks.outputs(wanted), cell.source
        assert cell.execution_count == wanted.execution_count
        assert _mimes(cell) == _mimes(wanted), cell.source


def _mimes(cell):
    return [sorted(output.data) for output in cell.outputs if "data" in output]


@can_fork
def test_argument_is_left_alone_and_text_stays_in_its_place():
    nb = notebook("1 + 1", "3")
    nb.cells.insert(1, new_markdown_cell("Between."))
    came = execute(nb, env=ENV)
    assert [cell.cell_type for cell in came.cells] == ["code", "markdown", "code"]
    assert notebooks.outputs(came.cells[2]) == shown("3")
    assert not nb.cells[0].outputs and nb.cells[0].execution_count is None


@can_fork
def test_libraries_start_in_the_environment_asked_for():
    names = (
        "import os\n[os.environ.get(name) for name in ('ATEN_CPU_CAPABILITY', 'PYTEST_VERSION')]"
    )
    chosen = "import torch\ntorch.backends.cpu.get_cpu_capability()"
    assert ran(names, chosen) == [shown("['default', None]"), shown("'DEFAULT'")]


@pytest.mark.parametrize("fork", [pytest.param(True, marks=can_fork), False])
def test_code_before_the_first_cell_is_unseen(fork):
    before = "import builtins, running\nbuiltins.planted = running.TIMEOUT\ndel builtins, running"
    (came,) = ran(
        "planted, [name for name in dir() if 'running' in name]", before=before, fork=fork
    )
    assert came == shown("(300, [])")


@can_fork
def test_a_cell_that_fails_is_named():
    with pytest.raises(NotebookError, match="cell-1: ZeroDivisionError: division by zero"):
        ran("1", "1 / 0", "3")
    with pytest.raises(NotebookError, match="cell before: NameError"):
        ran("1", before="unknown")


@can_fork
def test_a_figure_that_cannot_be_drawn_is_an_error():
    draw = "fig = plt.figure()\nfig.text(0, 0, '{}', parse_math={})\nplots.show(fig, 'A caption.')"
    load = "import matplotlib.pyplot as plt\nfrom course_utils import plots"
    ran(load, draw.format("$x^2$", True))
    with pytest.raises(NotebookError, match="cell-1: ValueError"):
        ran(load, draw.format("$x^$", True))


@can_fork
def test_a_cell_that_hangs_is_named():
    with pytest.raises(NotebookError, match="cell-1: timed out after 6 seconds"):
        ran("1", "import time\ntime.sleep(600)", timeout=6)


@can_fork
def test_a_cell_that_ends_its_process_is_named():
    with pytest.raises(NotebookError, match="cell-1: Kernel died"):
        ran("1", "import os\nos._exit(0)", "3")
    assert ran("'the next one runs'") == [shown("'the next one runs'")]


@can_fork
def test_nothing_is_left_for_the_next():
    leaves = (
        "import builtins, os, sys, torch\nleft = builtins.left = sys.left = True",
        "_ = torch.manual_seed(1)\ntorch.set_default_dtype(torch.float64)\nos.chdir('/')",
    )
    finds = (
        "import os, sys, torch\n[hasattr(sys, 'left'), 'left' in dir(), torch.initial_seed() == 1]",
        "torch.tensor(1.0).dtype, os.path.basename(os.getcwd())",
    )
    ran(*leaves)
    assert ran(*finds) == [shown("[False, False, False]"), shown("(torch.float32, 'notebooks')")]


@can_fork
def test_a_parent_that_ends_is_an_error():
    parent = Parent(ENV)
    parent.process.kill()
    with pytest.raises(RuntimeError, match="ended with code -9"):
        parent.ask({})
    parent.stop()


@can_fork
def test_the_parent_has_one_thread():
    """A fork has only the thread that forked: what another one was doing stays half done."""
    ran("import torch.optim, fastai.basics")  # these it imports when they are needed
    assert ran("import os\nlen(os.listdir(f'/proc/{os.getppid()}/task'))") == [shown("1")]
