"""A lesson as a class runs it: what is stored of each cell is what comes, and each check is green.

One run crosses what may happen in a room: every exercise is solved; every cell is run twice in a
row; a teacher types what the speaker notes say, at the end of its section; and the processor is
another one, which may round otherwise. With --thorough there is a run on each of two, and what is
run again and what is typed runs with noise: what follows goes on from there, and only the first run
of each cell is without.
"""

import copy
import re

import digits
import processors
import pytest
import running
from lesson import each_lesson
from nbformat.v4 import new_code_cell, new_notebook

from course_utils.publish import notebooks, notes

# Lessons take turns on them, if there is no time for both. `make digits` has many more.
PROCESSORS = processors.OLD_1, processors.AVX2_8


@pytest.fixture(scope="module")
def runs(lesson, thorough):
    """Return a lesson's code cells as they have run, once or on each processor.

    Each cell has run twice, and among them are those that are typed.
    """
    typed = {section.heading: section.type for section in notes.notes_of(lesson.number)}
    nb = _with_typed(notebooks.doubled(notebooks.solved(lesson.nb)), typed)
    noise = f"__import__('noise').begin(1, thrifty=True, cells={_moved(lesson, nb)})"
    envs = PROCESSORS if thorough else [PROCESSORS[lesson.number % len(PROCESSORS)]]
    came = [running.execute(nb, env, before=noise if thorough else "") for env in envs]
    return [notebooks.code_cells(one) for one in came]


def _with_typed(nb, typed):
    """Return a copy in which each section ends with the cell that is typed under its heading."""
    nb, cells, waiting = copy.deepcopy(nb), [], ""
    for cell in [*nb.cells, None]:
        found = notes.headings(new_notebook(cells=[cell])) if cell else [""]
        if found:
            if waiting:
                cells.append(new_code_cell(waiting, id=f"typed-{len(cells)}"))
            waiting = typed.get(found[-1], "")
        cells += [cell] if cell else []
    nb.cells = cells
    return nb


def _moved(lesson, nb):
    """Say of each cell whether it runs with noise: those that are not the lesson's own.

    Where one gives what is compared to the bit, its first run has the noise and its second none.
    """
    own = {cell.id for cell in lesson.code}
    to_the_bit = {
        name
        for cell in lesson.code
        if (lesson.path.stem, cell.id) in digits.EXCUSED
        for name in notebooks.names(cell.source)[1]
    }
    return [
        (cell.id in own) == bool(notebooks.names(cell.source)[0] & to_the_bit)
        for cell in notebooks.code_cells(nb)
    ]


@each_lesson(scope="module")
def test_every_check_is_green(lesson, runs):
    for stored, *both in _triples(lesson, runs):
        if "exercise" in notebooks.tags(stored):
            for cell in both:
                _expect_green(cell)


@each_lesson(scope="module")
def test_nothing_else_changes(lesson, runs):
    """No cell depends on what a student answers, or on what a teacher types."""
    for stored, first, again in _triples(lesson, runs):
        if "exercise" not in notebooks.tags(stored):
            assert notebooks.outputs(first) == notebooks.outputs(stored), stored.id
            assert notebooks.outputs(again) == notebooks.outputs(stored), f"{stored.id}, run again"


@each_lesson(scope="module")
def test_what_is_typed_prints_what_the_notes_say(lesson, runs):
    sections = [section for section in notes.notes_of(lesson.number) if section.type]
    for ran in runs:
        for section, cell in zip(sections, filter(_is_typed, ran), strict=True):
            printed = _printed(cell)
            assert _is_printed(section.prints, printed), (section.heading, printed)


def _triples(lesson, runs):
    """Yield of each run each code cell: as it is stored, as it ran, and as it ran again."""
    for ran in runs:
        left = [cell for cell in ran if not _is_typed(cell)]
        yield from zip(lesson.code, left[::2], left[1::2], strict=True)


def _is_typed(cell):
    """True for a cell that `_with_typed` has made."""
    return cell.id.startswith("typed-")


def _expect_green(cell):
    verdicts = [output["text/plain"] for _, output in notebooks.outputs(cell)]
    assert len(verdicts) == len(notebooks.checks(cell.source)), cell.id
    for verdict in verdicts:
        assert verdict.startswith("✓"), f"{cell.id}: {verdict}"
        assert not set("✗○") & set(verdict), f"{cell.id}: {verdict}"


def _printed(cell):
    """Return what a cell prints and shows, as text."""
    texts = [
        output.get("text")
        or output.get("data", {}).get("text/plain", "")
        or output.get("evalue", "")
        for output in cell.outputs
    ]
    return "\n".join(text.strip("\n") for text in texts)


def _is_printed(said, printed):
    """True if a cell prints what the notes say; where they have an …, the rest of a number."""
    pattern = re.escape(said).replace("…", r"[\d.e+-]*")
    return re.fullmatch(pattern, printed.strip()) is not None


@pytest.mark.parametrize(
    "said, printed, same",
    [
        ("(2, 3)", "(2, 3)\n", True),
        ("(2, 3)", "(2, 4)", False),
        ("0.33…", "0.3333333333333333", True),
        ("0.33…", "0.3433333333333333", False),
        ("0.33…", "0.3333333333333333, 1", False),
        ("tensor([1.5…, -2.…])", "tensor([1.5000, -2.0000])", True),
        ("tensor([1.5…, -2.…])", "tensor([1.5000, 2.0000])", False),
        ("1…", "1e-07", True),
    ],
)
def test_what_is_printed_is_what_the_notes_say(said, printed, same):
    assert _is_printed(said, printed) == same


@each_lesson()
def test_each_cell_runs_with_noise_once_and_first_only_where_it_must(lesson):
    nb = _with_typed(notebooks.doubled(lesson.nb), {"Recap": "1 + 1"})
    *moved, typed = _moved(lesson, nb)
    turned = [cell.id for cell, first in zip(lesson.code, moved[::2], strict=True) if first]
    assert moved[1::2] == [not first for first in moved[::2]] and typed
    bits = ["fastai-run", "fastai-by-torch", "fastai-by-wrapper"]
    assert turned == (bits if lesson.number == 7 else [])


def test_one_processor_is_an_old_one():
    assert processors.seen(processors.OLD_1) == "torch: DEFAULT, 1 threads; NumPy:"


def test_on_the_other_eight_threads_are_at_work():
    assert "8 threads" in processors.seen(processors.AVX2_8)


@pytest.mark.skipif(not processors.HAS_AVX2, reason="no AVX2 here")
def test_the_other_has_avx2_and_no_more():
    seen = processors.seen(processors.AVX2_8)
    assert seen.startswith("torch: AVX2") and "512" not in seen
