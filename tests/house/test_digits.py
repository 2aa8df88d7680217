"""A digit that hangs on the last bit is found, shown and, where that is its purpose, excused."""

import digits
import nbformat
import pytest
import running
from nbformat.v4 import new_code_cell, new_notebook

from course_utils.publish import notebooks

pytestmark = pytest.mark.thorough  # as is the noise

SETUP = "import torch\nx = torch.tensor([35.7, 55.9, 58.2, 81.9, 56.3, 48.9, 33.9])"
FRAGILE = "print(x.mean().item())"
ROBUST = "print(f'{x.mean():.4f}')"
INTEGERS = "print(torch.arange(1.0, 7.0).sum().item(), (x > 50).float().sum().item())"
NAMES = "sorted(name for name in dir() if not name.startswith('_'))"


@pytest.fixture
def lesson(tmp_path, monkeypatch):
    """The only lesson of the course, 77, with a cell that is fragile and some that are not."""
    sources = {"setup": SETUP, "fragile": FRAGILE, "robust": ROBUST, "integers": INTEGERS}
    cells = [new_code_cell(source, id=name) for name, source in sources.items()]
    cells.append(new_code_cell(NAMES, id="names"))
    path = tmp_path / "77_tiny.ipynb"
    nbformat.write(running.execute(new_notebook(cells=cells)), path)
    monkeypatch.setattr(notebooks, "paths", lambda: [path])
    return path


def prove(*arguments):
    return digits.main(["--no-kernels", "--seeds", "1,2,3", *arguments])


def test_a_fragile_cell_is_caught_and_no_other(lesson, capsys):
    assert prove() == 1
    said = capsys.readouterr().out
    assert "77_tiny: 1 cells change fragile" in said
    assert said.splitlines()[-1] == "1 cells hang on the last bit, 0 excused"
    (stored,) = [c.outputs[0].text for c in notebooks.read(lesson).cells if c.id == "fragile"]
    assert f"        -{stored}" in said and "        +52.97" in said


def test_a_cell_is_excused_with_a_reason(lesson, capsys, monkeypatch):
    monkeypatch.setitem(digits.EXCUSED, ("77_tiny", "fragile"), "all digits are the point")
    assert prove("77") == 0
    said = capsys.readouterr().out
    assert "excused: all digits are the point" in said
    assert said.splitlines()[-1] == "0 cells hang on the last bit, 1 excused"


def test_an_excuse_that_is_not_needed_fails(lesson, capsys, monkeypatch):
    monkeypatch.setitem(digits.EXCUSED, ("77_tiny", "fragile"), "all digits are the point")
    monkeypatch.setitem(digits.EXCUSED, ("77_tiny", "robust"), "it was, once")
    assert prove() == 1
    assert "77_tiny: robust needs its excuse no longer" in capsys.readouterr().out


def test_an_operation_that_the_noise_does_not_know_is_named(lesson, capsys):
    nb = notebooks.read(lesson)
    nb.cells[2].source = "torch.special.bessel_j0(x).shape"
    nbformat.write(running.execute(nb), lesson)
    assert prove() == 1
    assert "special_bessel_j0.default: list it" in capsys.readouterr().out


def test_a_lesson_is_run_with_each_seed_and_on_each_kernel():
    names = list(digits.runs("12"))
    assert names[:3] == ["noise 1", "noise 2", "census of operations"]
    for name in ("MKL_CBWR=COMPATIBLE", "ATEN_CPU_CAPABILITY=default", "8 threads"):
        assert name in names
    threads = {env.get("OMP_NUM_THREADS") for env, _ in digits.runs("").values()}
    assert threads >= {"1", "2", "8"}


def test_each_excuse_is_of_a_cell_that_exists():
    cells = {(p.stem, cell.id) for p in notebooks.paths() for cell in notebooks.read(p).cells}
    assert digits.EXCUSED.keys() <= cells
