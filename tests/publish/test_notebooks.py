"""The tools for notebooks, tried on tiny ones."""

import json
import sys

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from course_utils.publish import notebooks
from course_utils.publish.notebooks import NotebookError


def notebook(*sources, tags=(), **metadata):
    """Return a notebook of code cells, `tags` on the last of them."""
    cells = [new_code_cell(text, id=f"cell-{i}") for i, text in enumerate(sources)]
    cells[-1].metadata = {"tags": list(tags), **metadata}
    return new_notebook(cells=cells)


def saved(path, *sources, **options):
    nbformat.write(notebook(*sources, **options), path)
    return path


def shown(text):
    return [("execute_result", {"text/plain": text})]


def test_paths_are_the_lessons_in_order():
    paths = notebooks.paths()
    assert paths == sorted(paths)
    assert all(path.parent == notebooks.FOLDER and path.suffix == ".ipynb" for path in paths)


CELLS = {
    "sum": "1 + 1",
    "folder": "import os, sys; os.path.basename(os.getcwd())",
    "python": "sys.executable",
    "environment": "[os.environ.get('COURSE_' + name) for name in 'ABC']",
    "course": "import importlib.util\nimportlib.util.find_spec('course_utils').origin",
    "widget": "import ipywidgets\nipywidgets.IntSlider()",
    "meant": "1 / 0",
    "after": "2",
}


@pytest.fixture(scope="module")
def handed_and_executed(tmp_path_factory):
    """Return a notebook and what `execute` makes of it, where another kernel is installed."""
    nb = notebook(*CELLS.values())
    for cell, name in zip(nb.cells, CELLS, strict=True):
        cell.id = name
        cell.metadata.update({"tags": ["raises-exception"]} if name == "meant" else {})
    nb.cells[0].execution_count = 7
    nb.cells.insert(1, new_markdown_cell("Between."))
    data = tmp_path_factory.mktemp("jupyter")
    kernel = data / "kernels" / "python3" / "kernel.json"
    kernel.parent.mkdir(parents=True)
    other = {"argv": ["not-this-python"], "display_name": "Other", "language": "python"}
    kernel.write_text(json.dumps(other))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUPYTER_PATH", str(data))
        patch.setenv("COURSE_A", "here")
        patch.setenv("COURSE_B", "here")
        return nb, notebooks.execute(nb, env={"COURSE_B": None, "COURSE_C": "new"})


@pytest.fixture
def executed(handed_and_executed):
    """Return what `execute` makes of a notebook."""
    return handed_and_executed[1]


@pytest.fixture
def came(executed):
    """Return what each cell shows, by its id."""
    return {cell.id: notebooks.outputs(cell) for cell in notebooks.code_cells(executed)}


def test_execute_counts_from_one_and_leaves_its_argument_alone(handed_and_executed, came):
    nb, executed = handed_and_executed
    counts = [cell.execution_count for cell in notebooks.code_cells(executed)]
    assert counts == list(range(1, len(CELLS) + 1))
    assert (came["sum"], came["folder"]) == (shown("2"), shown("'notebooks'"))
    assert nb.cells[0].execution_count == 7 and not nb.cells[0].outputs


def test_execute_uses_this_python_whatever_kernel_is_installed(came):
    assert came["python"] == shown(repr(sys.executable))


def test_execute_keeps_no_widget_state_and_no_times(executed, came):
    assert came["widget"][0][1]["text/plain"].startswith("IntSlider")
    assert "widgets" not in executed.metadata
    kept = [dict(cell.metadata) for cell in executed.cells]
    assert kept == [*[{}] * 7, {"tags": ["raises-exception"]}, {"tags": []}]


def test_execute_sets_and_removes_environment_variables(came):
    assert came["environment"] == shown("['here', None, 'new']")


def test_a_kernel_sees_this_copy_of_the_course(came):
    course = notebooks.ROOT / "course_utils" / "__init__.py"
    assert came["course"] == shown(repr(str(course)))


def test_execute_goes_on_after_an_error_that_is_meant(came):
    assert came["meant"] == [("error", "ZeroDivisionError: division by zero")]
    assert came["after"] == shown("2")


def test_execute_names_the_cell_that_fails():
    with pytest.raises(NotebookError, match=r"cell-1: ZeroDivisionError: division by zero"):
        notebooks.execute(notebook("1", "1 / 0", "3"))


def test_execute_stops_a_cell_that_takes_too_long():
    with pytest.raises(NotebookError, match="cell-0: .*timed out"):
        notebooks.execute(notebook("import time; time.sleep(4)"), timeout=1)


def test_execute_survives_the_death_of_a_kernel():
    with pytest.raises(NotebookError, match="cell-0: Kernel died"):
        notebooks.execute(notebook("import os; os._exit(1)"))


def test_outputs_keep_text_and_drop_what_differs_from_run_to_run():
    view = {"application/vnd.jupyter.widget-view+json": {"model_id": "4f"}, "text/plain": "Dial"}
    cell = new_code_cell(
        outputs=[
            new_output("stream", name="stdout", text="a"),
            new_output("stream", name="stdout", text="b\n"),
            new_output("display_data", data={"image/png": "iVBO", "text/plain": "(figure)"}),
            new_output("display_data", data=view),
            new_output("execute_result", data={"text/plain": "3"}, execution_count=5),
            new_output("error", ename="E", evalue="why", traceback=["In[5]"]),
        ]
    )
    assert notebooks.outputs(cell) == [
        ("stdout", "ab\n"),
        ("display_data", {"text/plain": "(figure)"}),
        ("display_data", {"text/plain": "Dial"}),
        *shown("3"),
        ("error", "E: why"),
    ]
    cell.metadata["tags"] = ["nbval-ignore-output"]
    assert notebooks.outputs(cell) == []


def test_doubled_shows_what_is_not_safe_to_run_twice():
    nb = notebook("t = 1", "t = t + 1\nt")
    nb.cells.insert(1, new_markdown_cell("Between."))
    twice = notebooks.doubled(nb)
    nbformat.validate(twice)
    assert [c.id for c in notebooks.code_cells(twice)] == [
        "cell-0",
        "cell-0-again",
        "cell-1",
        "cell-1-again",
    ]
    assert len(nb.cells) == 3 and len(twice.cells) == 5
    came = [notebooks.outputs(cell) for cell in notebooks.code_cells(notebooks.execute(twice))]
    assert came[2:] == [shown("2"), shown("3")]


STUB = 'def snapshot(params):\n    ...\n\n\ncheck("1.4", snapshot)'


def test_solved_puts_the_reference_before_the_check():
    nb = notebook("from course_utils import check", STUB, tags=["exercise"])
    cell = notebooks.solved(nb).cells[1]
    assert "return params.detach().clone()" in cell.source
    assert cell.source.endswith('\n\n\ncheck("1.4", snapshot)')
    assert nb.cells[1].source == STUB


def test_solved_needs_an_exercise_that_exists():
    nb = notebook('check("1.99", ...)', tags=["exercise"])
    with pytest.raises(NotebookError, match="cell-0: There is no exercise 1.99"):
        notebooks.solved(nb)


def test_solved_needs_a_check():
    with pytest.raises(NotebookError, match="cell-0 .*no check"):
        notebooks.solved(notebook("x = ...", tags=["exercise"]))


@pytest.mark.parametrize("first", ["from course_utils import check", "def check(*answers): math"])
def test_solved_needs_the_names_that_the_reference_uses(first):
    stub = 'def pointed_nll(r, scale):\n    ...\n\n\ncheck("2.4", pointed_nll, "MAE")'
    with pytest.raises(NotebookError, match="cell-1: the reference uses math, which no cell"):
        notebooks.solved(notebook(first, stub, tags=["exercise"]))
    solved = notebooks.solved(notebook(first + "\nimport math", stub, tags=["exercise"]))
    assert "math.log" in solved.cells[1].source


def test_stored_again_the_bytes_are_equal(tmp_path):
    noisy = {"execution": {"iopub.execute_input": "2024-01-01"}, "reason": "random"}
    path = saved(
        tmp_path / "a.ipynb",
        "import ipywidgets, sys, matplotlib.pyplot as plt",
        "print('a', flush=True)\nprint('w', file=sys.stderr, flush=True)\nprint('b')",
        "fig = plt.figure()\n_ = plt.plot([1, 2])",
        "ipywidgets.IntSlider()",
        "'é'",
        **noisy,
    )
    assert notebooks.store(path)
    first = path.read_bytes()
    assert not notebooks.store(path)
    assert path.read_bytes() == first
    assert "é".encode() in first and first.endswith(b"}\n") and b"image/png" in first
    for noise in (b"iopub", b"widget-view", b"widget-state", b"nbconvert", b"pygments"):
        assert noise not in first
    nb = notebooks.read(path)
    assert [cell.id for cell in nb.cells] == [f"cell-{i}" for i in range(5)]
    assert [output.name for output in nb.cells[1].outputs] == ["stdout", "stderr"]
    assert nb.cells[4].metadata == {"tags": [], "reason": "random"}
    assert nb.cells[3].outputs[0].data["text/plain"].startswith("IntSlider")


def test_a_stored_error_names_no_folder(tmp_path):
    path = saved(tmp_path / "a.ipynb", "import json", "json.loads('')", tags=["raises-exception"])
    notebooks.store(path)
    assert b"JSONDecodeError" in path.read_bytes()
    assert str(sys.prefix).encode() not in path.read_bytes()
    assert b"decoder.py" not in path.read_bytes()


def test_main_goes_on_after_a_failure_and_leaves_that_file_alone(tmp_path, capsys):
    good = saved(tmp_path / "a.ipynb", "1 + 1")
    bad = saved(tmp_path / "b.ipynb", "1", "undefined")
    broken = tmp_path / "c.ipynb"
    broken.write_text("{")
    last = saved(tmp_path / "d.ipynb", "2 + 2")
    before = bad.read_bytes()
    assert notebooks.main([str(path) for path in (good, bad, broken, last)]) == 1
    assert bad.read_bytes() == before and broken.read_text() == "{"
    assert notebooks.outputs(notebooks.read(last).cells[0]) == shown("4")
    said = capsys.readouterr()
    assert "b.ipynb: cell cell-1: NameError: name 'undefined' is not defined" in said.err
    assert "c.ipynb: " in said.err
    assert "a.ipynb: stored" in said.out and "d.ipynb: stored" in said.out
    assert notebooks.main([str(good)]) == 0
    assert "a.ipynb: unchanged" in capsys.readouterr().out
