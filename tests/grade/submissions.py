"""Submissions that are right, or wrong in every way we know, and what their grades must be."""

import csv
import json

import nbformat
from nbformat.v4 import new_code_cell, new_notebook, new_output

from course_utils.checking import exercises
from course_utils.grade import shut_in
from course_utils.grade.__main__ import main
from course_utils.publish import notebooks, stubs


def answered(number):
    """Return an exercise's cell with the right answer."""
    task = exercises.find(number)
    return f'{task.source()}\n\ncheck("{number}", {", ".join(part.name for part in task.parts)})'


# Where a system has no walls, all but the tests of the walls goes without.
WALLS = [] if shut_in.walls() else ["--open"]

P, M, W, U = "passed", "mistake recognised", "wrong, not recognised", "not attempted"
T, R, N, X = "timed out", "raised", "missing", "not a notebook"

RIGHT = {n: answered(n) for n in ("0.1", "0.2", "0.3", "0.4")}
STUB = 'order = ...\n\ncheck("0.4", order)'
UNIT = "def perceptron(x1, x2, w1, w2, b):\n    {}\n\n" + 'check("0.1", perceptron)'
THRESHOLD = UNIT.format("return int(w1 * x1 + w2 * x2 + b >= 0)")
UNSORTED = 'order = "abcdef"'
IN_NO_ORDER = f'{UNSORTED}\ncheck("0.4", order)'
# With little work for the processor; the looping function has more.
LOOPING = f"import time\nwhile True:\n    time.sleep(0.01)\n{RIGHT['0.2']}"
KILLING = "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)"
REDEFINING = "def check(*_):\n    print('✓')"
PRINTING = "for _ in range(50):\n    print('x' * 1_000_000)"
IMPORTING = "from course_utils import ask, explore, hint, plots, solution"
LESSON = "00_can_a_machine_learn"
CELLS = notebooks.code_cells(notebooks.read(notebooks.FOLDER / f"{LESSON}.ipynb"))
IDS = [cell.id for cell in CELLS if "exercise" in notebooks.tags(cell)]


def notebook(*before, **changed):
    """Return lesson 00's exercises; `ex_1` to `ex_4` give one another source or None."""
    set_up = "from course_utils import check"  # and not what draws: that takes long to import
    cells = [new_code_cell(source) for source in [set_up, *before]]
    for i, (source, cell_id) in enumerate(zip(RIGHT.values(), IDS, strict=True), 1):
        source = changed.get(f"ex_{i}", source)
        if source is not None:
            cells.append(new_code_cell(source, id=cell_id, metadata={"tags": ["exercise"]}))
    return new_notebook(cells=cells)


def _stored_output():
    nb = notebook()
    nb.cells[0].outputs = [new_output("stream", name="stdout", text="x" * 50_000_000)]
    return nb


def _old():
    """A notebook of format 4.4, whose cells have no ids."""
    nb = json.loads(nbformat.writes(notebook()))
    nb["nbformat_minor"] = 4
    for cell in nb["cells"]:
        del cell["id"]
    return json.dumps(nb)


# What is handed in, by the file's name, and the result of each exercise.
SUBMITTED = {
    f"right/{LESSON}.ipynb": (notebook(), [P, P, P, P]),
    "whole/02_loss.ipynb": (
        notebooks.solved(notebooks.read(notebooks.FOLDER / "02_loss.ipynb")),
        [P] * 6,
    ),
    f"untouched/{LESSON}.ipynb": (
        notebook(
            ex_1=UNIT.format("..."),
            ex_2='last_unit = ...\ncheck("0.2", last_unit)',
            ex_3=stubs.cell_text(exercises.find("0.3")),
            ex_4=STUB,
        ),
        [U, U, U, U],
    ),
    f"mistaken/{LESSON}.ipynb": (
        notebook(
            ex_1=THRESHOLD,
            ex_2='last_unit = (1, 1, 0, -1.5)\ncheck("0.2", last_unit)',
            ex_4=IN_NO_ORDER,
        ),
        [M, M, P, M],
    ),
    f"mistaken too/{LESSON}.ipynb": (
        notebook(
            ex_1=UNIT.format("return w1 * x1 + w2 * x2 + b > 0"),
            ex_4=IN_NO_ORDER,
        ),
        [M, P, P, M],
    ),
    f"wrong/{LESSON}.ipynb": (notebook(ex_1=UNIT.format("return b'1'")), [W, P, P, P]),
    "in part/02_loss.ipynb": (
        new_notebook(
            cells=[
                new_code_cell(
                    "from course_utils import check\ndef best_for_mse(y):\n    return y.mean()\n"
                    'best_for_mae = ...\ncheck("2.2", best_for_mse, best_for_mae)'
                )
            ]
        ),
        [N, U, N, N, N, N],
    ),
    f"raising/{LESSON}.ipynb": (notebook(ex_1=UNIT.format("return {}['no']")), [R, P, P, P]),
    f"misspelt/{LESSON}.ipynb": (notebook(ex_1=UNIT.format("return (")), [R, P, P, P]),
    f"stumbling/{LESSON}.ipynb": (notebook("1 / 0", ex_4=f"ordre\n{STUB}"), [P, P, P, R]),
    f"too many/{LESSON}.ipynb": (notebook(ex_4='order = 1\ncheck("0.4", order, 2)'), [P, P, P, W]),
    f"looping cell/{LESSON}.ipynb": (notebook(ex_2=LOOPING), [P, T, P, P]),
    f"looping function/{LESSON}.ipynb": (
        notebook(ex_1=UNIT.format("while True: pass")),
        [T, P, P, P],
    ),
    f"looping and catching/{LESSON}.ipynb": (
        notebook("while True:\n    try:\n        while True: pass\n    except BaseException: pass"),
        [P, P, P, P],
    ),
    f"looping in C/{LESSON}.ipynb": (
        notebook(ex_3='import re\nre.match("(a+)+b", "a" * 60)\ncheck("0.3", 1)'),
        [P, P, T, P],
    ),
    f"text/{LESSON}.ipynb": ("my answers", [X, X, X, X]),
    f"empty/{LESSON}.ipynb": ("", [X, X, X, X]),
    f"a list/{LESSON}.ipynb": ("[]", [X, X, X, X]),
    f"bytes/{LESSON}.ipynb": (b"%PDF-1.4\xff\x00", [X, X, X, X]),
    "nameless/notes.ipynb": ("{", [X]),
    "elsewhere/holiday.ipynb": (new_notebook(cells=[new_code_cell("print(1)")]), [N]),
    f"printing 50 MB/{LESSON}.ipynb": (notebook(PRINTING), [P, P, P, P]),
    f"storing 50 MB/{LESSON}.ipynb": (_stored_output(), [P, P, P, P]),
    f"exiting/{LESSON}.ipynb": (notebook("exit()", "import sys\nsys.exit(1)"), [P, P, P, P]),
    f"killing/{LESSON}.ipynb": (notebook(ex_2=KILLING), [P, R, P, P]),
    f"ending/{LESSON}.ipynb": (notebook(*["import os\nos._exit(0)"] * 9), [R, R, R, R]),
    f"redefining/{LESSON}.ipynb": (notebook(REDEFINING, ex_4=STUB), [P, P, P, U]),
    f"ticking/{LESSON}.ipynb": (
        notebook(ex_4=f'{STUB}\nprint("✓ 0.4 Six events")\nimport os\nos.write(1, b"{{}}")'),
        [P, P, P, U],
    ),
    f"deleting cells/{LESSON}.ipynb": (notebook(ex_1=None, ex_3=""), [N, P, N, P]),
    f"deleting checks/{LESSON}.ipynb": (
        notebook(ex_1=RIGHT["0.1"].partition("\n\ncheck")[0], ex_4=UNSORTED),
        [P, P, P, M],
    ),
    f"twice/{LESSON}.ipynb": (notebook(RIGHT["0.4"], ex_4=STUB), [P, P, P, P]),
    f"asking/{LESSON}.ipynb": (notebook('name = input("?")\n'), [P, P, P, P]),
    f"old/{LESSON}.ipynb": (_old(), [P, P, P, P]),
    f"!sleeping/{LESSON}.ipynb": (
        notebook("get_ipython().system('sleep 60 &')", "%time 1"),
        [P] * 4,
    ),
    f'=1+1, <b>Zoë & "Ann"\n/{LESSON} (1).ipynb': (notebook(), [P, P, P, P]),
    f"Bob O'Neil_{LESSON}.ipynb": (notebook(), [P, P, P, P]),
}


# Enough for `make test`: several of SUBMITTED in a notebook, for each costs a start of a process.
# All of SUBMITTED take minutes.
FEW = {
    f"mistaken/{LESSON}.ipynb": (
        notebook(ex_1=THRESHOLD, ex_2="", ex_4=IN_NO_ORDER),
        [M, N, P, M],
    ),
    f"killing/{LESSON}.ipynb": (
        notebook(ex_1=UNIT.format("..."), ex_2=KILLING, ex_3=None, ex_4=UNSORTED),
        [U, R, N, M],
    ),
    f'=1+1, <b>Zoë & "Ann"\n/{LESSON} (1).ipynb': (
        notebook(
            REDEFINING,
            ex_1="\n".join([IMPORTING, PRINTING, RIGHT["0.1"]]),
            ex_2=LOOPING,
            ex_3=stubs.cell_text(exercises.find("0.3")),
            ex_4=STUB,
        ),
        [P, T, U, U],
    ),
    f"text/{LESSON}.ipynb": ("my answers", [X, X, X, X]),
    "nameless/notes.ipynb": ("{", [X]),
}


def grade(handed_in, folder):
    """Write submissions into a folder and grade them; return [row of grades.csv]."""
    save({name: one for name, (one, _) in handed_in.items()}, folder / "submitted")
    flags = ["--jobs", "2", "--limit", "10", "--to", str(folder)]
    assert main([str(folder / "submitted"), *flags, *WALLS]) == 0
    return rows(folder)


def save(submitted, folder):
    """Write what is handed in, by the file's name, into a folder."""
    for name, one in submitted.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_bytes(one))


def rows(folder):
    """Return the rows of grades.csv."""
    with (folder / "grades.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _bytes(submitted):
    if isinstance(submitted, bytes):
        return submitted
    text = submitted if isinstance(submitted, str) else nbformat.writes(submitted)
    return text.encode()


def results(rows, name):
    """Return the results of the exercises of one file, in order."""
    return [row["result"] for row in rows if row["file"].removeprefix("'") == name]
