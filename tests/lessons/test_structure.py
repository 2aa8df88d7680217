"""Every notebook is well-formed, complete and in the course's form. It is read, never run."""

import json
import re
import warnings
from itertools import pairwise

import nbformat
from lesson import code_in, each_lesson

from course_utils.face import head as face
from course_utils.publish import notebooks

TAGS = {"exercise", "raises-exception", "nbval-ignore-output"}
SECTIONS = [
    "You will be able to",
    "Predict",
    "Explore",
    "Exercises",
    "Quiz",
    "Recap",
]
# What a lesson must not use or name as code before the lesson that teaches it.
TAUGHT_IN = {".backward(": 6, "torch.optim": 6, "nn.Linear": 6}
DRAWS = re.compile(r"\b(torch|random)\.(rand|normal|choice|shuffle|uniform|multinomial)")
SEEDED = re.compile(r"manual_seed|Generator|generator=|random\.seed|RandomState|default_rng")
FOLDERS = re.compile(r"site-packages|/home/|/Users/|/root/|/tmp/|[A-Z]:\\")


@each_lesson()
def test_format_is_valid(lesson):
    text = lesson.path.read_text(encoding="utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # duplicate ids are only a warning otherwise
        nbformat.validate(nbformat.from_dict(json.loads(text)))
    assert re.fullmatch(r"\d\d_[a-z_]+\.ipynb", lesson.path.name)
    assert text.endswith("}\n")


@each_lesson()
def test_metadata_says_the_language_and_nothing_else(lesson):
    assert set(lesson.nb.metadata) == {"kernelspec", "language_info"}  # so no widget state
    assert lesson.nb.metadata.kernelspec.name == "python3"
    assert set(lesson.nb.metadata.language_info) == {"name"}


@each_lesson()
def test_cell_ids_are_words(lesson):
    ids = [cell.id for cell in lesson.nb.cells]
    assert len(ids) == len(set(ids))
    made_by_machine = [i for i in ids if re.fullmatch(r"[0-9a-f-]{8,}", i) and re.search(r"\d", i)]
    unreadable = [i for i in ids if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", i)]
    assert not made_by_machine + unreadable


@each_lesson()
def test_every_code_cell_is_compared(lesson):
    # nbval runs a cell without a count and compares nothing.
    counts = [cell.execution_count for cell in lesson.code]
    assert counts == list(range(1, len(counts) + 1))


@each_lesson()
def test_tags_are_known_and_excuses_have_reasons(lesson):
    for cell in lesson.nb.cells:
        assert notebooks.tags(cell) <= TAGS, cell.id
        assert set(cell.metadata) <= {"tags", "reason", "slideshow", "jupyter"}, cell.id
        excused = "nbval-ignore-output" in notebooks.tags(cell)
        assert excused == bool(cell.metadata.get("reason", "").strip()), cell.id


@each_lesson()
def test_errors_stand_where_they_are_meant(lesson):
    for cell in lesson.code:
        kinds = [kind for kind, _ in notebooks.outputs(cell)]
        assert ("error" in kinds) == ("raises-exception" in notebooks.tags(cell)), cell.id
        assert "stderr" not in kinds, cell.id


@each_lesson()
def test_outputs_name_no_folder_of_a_machine(lesson):
    for cell in lesson.code:
        # In the script of an explorer, as short as a tool can make it, any letters may meet.
        shown = re.sub(r"<script>.*?</script>", "", json.dumps(cell.outputs))
        found = FOLDERS.search(shown)
        assert not found, (cell.id, found.group())


@each_lesson()
def test_only_code_that_draws_is_folded(lesson):
    for cell in lesson.nb.cells:
        if "jupyter" in cell.metadata:
            assert cell.metadata.jupyter == {"source_hidden": True}, cell.id
            shown = [output.get("data", {}) for output in cell.outputs]
            assert any("image/png" in data or "text/html" in data for data in shown), cell.id


@each_lesson()
def test_every_picture_has_its_caption(lesson):
    for cell in lesson.code:
        for picture, below in pairwise([*cell.outputs, {}]):
            if "image/png" in picture.get("data", {}):
                caption = below.get("data", {}).get("text/markdown", "")
                alt = picture.metadata["image/png"].get("alt", "")
                assert caption.strip(), f"{cell.id}: no caption"
                assert alt == re.sub("[*`$]", "", caption), f"{cell.id}: no alternative text"


@each_lesson()
def test_the_parts_come_in_order(lesson):
    cells = lesson.nb.cells
    first = cells[0]
    assert first.cell_type == "markdown"
    assert re.search(r"^# \S", first.source, re.MULTILINE), "the title is the first heading"
    assert re.search(r"\d+ minutes to read and \d+ for the exercises, and needs", first.source)
    headings = re.findall(r"^(?:#+ |\*\*You will).+", _all_markdown(lesson), re.MULTILINE)
    assert sum(heading.startswith("# ") for heading in headings) == 1
    words = iter(heading.lstrip("#* ") for heading in headings)
    for section in SECTIONS:  # `words` is used up as it goes, so the order counts
        assert any(w.startswith(section) for w in words), f"{section!r} is missing or out of order"


@each_lesson()
def test_objectives_are_three_to_six(lesson):
    text = _all_markdown(lesson).partition(SECTIONS[0])[2]
    items = re.match(r"[^\n]*\n+((?:(?:[-*]|\d+\.) .+(?:\n|$))+)", text)
    assert items, "a list follows 'You will be able to'"
    assert 3 <= len(items.group(1).splitlines()) <= 6


@each_lesson()
def test_set_up_is_the_first_code_cell(lesson):
    set_up = lesson.code[0].source
    assert "import" in set_up
    assert sum(line[:1] not in ("", "#") for line in set_up.splitlines()) <= 8
    at = lesson.nb.cells.index(lesson.code[0])
    before = "\n".join(cell.source for cell in lesson.nb.cells[:at])
    assert SECTIONS[0] in before
    assert not re.search(r"^#+ Predict", before, re.MULTILINE)


@each_lesson()
def test_a_lesson_begins_with_its_head_which_shows_nobodys_progress(lesson):
    (cell,) = [cell for cell in lesson.code if re.search(r"^begin\(", cell.source, re.MULTILINE)]
    assert cell.source.splitlines()[-1] == f"begin({lesson.number})"
    (shown,) = cell.outputs
    assert shown.data["text/plain"] == str(face.head(lesson.number))
    assert 'style="--part: 0.000"' in shown.data["text/html"]


@each_lesson()
def test_set_up_says_what_to_do_after_a_restart_and_without_the_package(lesson):
    set_up = lesson.code[0].source
    said = "environment.report()" if lesson.number == 0 else "after each restart. No module named"
    assert said in set_up


@each_lesson()
def test_first_and_last_line_name_the_neighbours_and_link_those_that_are_written(lesson):
    ends = (lesson.nb.cells[0].source.splitlines()[0], lesson.nb.cells[-1].source.splitlines()[-1])
    for number in set(range(11)) & {lesson.number - 1, lesson.number + 1}:
        for line in ends:
            assert re.search(rf"\b{number:02d}\b", line), f"no {number:02d} in {line!r}"
            for path in notebooks.FOLDER.glob(f"{number:02d}_*.ipynb"):
                assert f"]({path.name})" in line, f"no link to {path.name} in {line!r}"


@each_lesson()
def test_nothing_is_used_before_it_is_taught(lesson):
    shown = [(cell.id, cell.source) for cell in lesson.code]
    shown += [(cell.id, code_in(cell.source)) for cell in lesson.markdown]
    for word, first in TAUGHT_IN.items():
        early = [where for where, text in shown if word in text and lesson.number < first]
        assert not early, f"{word} is taught in lesson {first:02d}"


@each_lesson()
def test_rhythm(lesson):
    assert lesson.median <= 3
    assert lesson.percentile_90 <= 8
    assert lesson.lines[-1] <= 25
    assert 0.6 <= len(lesson.markdown) / len(lesson.code) <= 1.5


@each_lesson()
def test_size(lesson):
    least = 1200 if lesson.number == 0 else 1500  # lesson 00 is a welcome
    assert least <= lesson.words, f"{lesson.words} words in the text cells; {least} are wanted"
    assert lesson.words <= 2500, (
        f"{lesson.words} words in the text cells: cut {lesson.words - 2500}"
    )
    assert lesson.kilobytes <= 400


@each_lesson()
def test_code_lines_end_without_semicolon(lesson):
    for cell in lesson.code:
        assert not re.search(r";[ \t]*$", cell.source, re.MULTILINE), cell.id


@each_lesson()
def test_random_numbers_are_seeded_where_they_are_drawn(lesson):
    for cell in lesson.code:
        if DRAWS.search(cell.source) and "nbval-ignore-output" not in notebooks.tags(cell):
            assert SEEDED.search(cell.source), cell.id


def _all_markdown(lesson):
    return "\n\n".join(cell.source for cell in lesson.markdown)
