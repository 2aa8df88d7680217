"""The solved course is written, and a notebook that cannot be solved is named."""

import nbformat
import pytest
import running
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from course_utils.publish import notebooks, solutions

BEFORE = "from course_utils import check"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(solutions, "FOLDER", tmp_path / "solutions")
    monkeypatch.setattr(notebooks, "execute", running.execute)  # quicker, and the same outputs
    return tmp_path


def saved(path, number="0.4", *more):
    cells = [new_code_cell(BEFORE), *more]
    stub = new_code_cell(
        f'order = ...\n\ncheck("{number}", order)', metadata={"tags": ["exercise"]}
    )
    nbformat.write(new_notebook(cells=[*cells, stub]), path)
    return str(path)


def test_solutions_are_written_executed_and_green(folder, capsys):
    link = new_markdown_cell("See the [README](../README.md#sources).")
    assert solutions.main([saved(folder / "a.ipynb", "0.4", link)]) == 0
    assert "a.ipynb: 1 checks green" in capsys.readouterr().out
    nb = notebooks.read(folder / "solutions" / "a.ipynb")
    assert "../../README.md" in nb.cells[1].source
    assert 'order = "f' in nb.cells[2].source
    ((_, verdict),) = notebooks.outputs(nb.cells[2])
    assert verdict["text/plain"].startswith("✓")


def test_the_others_are_written_when_one_fails(folder, capsys):
    unknown = saved(folder / "unknown.ipynb", "0.99")
    raising = saved(folder / "raising.ipynb", "0.4", new_code_cell("1 / 0"))
    assert solutions.main([unknown, raising, saved(folder / "good.ipynb")]) == 1
    said = capsys.readouterr().err
    assert "unknown.ipynb: " in said and "0.99" in said
    assert "raising.ipynb: " in said and "ZeroDivisionError" in said
    assert [path.name for path in (folder / "solutions").iterdir()] == ["good.ipynb"]


def test_a_check_that_is_not_green_fails(folder, monkeypatch, capsys):
    monkeypatch.setattr(notebooks, "solved", lambda nb: nb)
    assert solutions.main([saved(folder / "stub.ipynb")]) == 1
    assert "not attempted" in capsys.readouterr().err
    assert not (folder / "solutions").exists()
