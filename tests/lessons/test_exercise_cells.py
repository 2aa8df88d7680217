"""The exercises and questions of a notebook are those of its answer key, no more and no less."""

import ast
import re

from lesson import each_lesson

from course_utils.checking import stubs
from course_utils.publish import notebooks


@each_lesson()
def test_exercise_cells_hold_the_stubs_and_their_check(lesson):
    for cell in lesson.code:
        if "exercise" in notebooks.tags(cell):
            (number,) = [number for number, _ in notebooks.checks(cell.source)]
            parts = lesson.exercises[number].parts
            names = ", ".join(part.name for part in parts)
            wanted = "\n".join([*map(stubs.text_of, parts), f"check({number!r}, {names})"])
            assert ast.unparse(ast.parse(cell.source)) == ast.unparse(ast.parse(wanted)), cell.id


@each_lesson()
def test_stored_verdicts_are_those_of_empty_stubs(lesson):
    for cell in lesson.code:
        if "exercise" in notebooks.tags(cell):
            for _, verdict in notebooks.outputs(cell):
                assert verdict["text/plain"].startswith("○"), cell.id
                assert "not attempted" in verdict["text/plain"], cell.id


@each_lesson()
def test_every_exercise_stands_in_its_lesson_once(lesson):
    checked = [number for cell in lesson.code for number in _checked(cell.source)]
    in_exercises = [
        number
        for cell in lesson.code
        if "exercise" in notebooks.tags(cell)
        for number, _ in notebooks.checks(cell.source)
    ]
    assert checked == in_exercises == sorted(lesson.exercises)


@each_lesson()
def test_every_exercise_stands_below_its_heading(lesson):
    above, headings = None, []
    for cell in lesson.nb.cells:
        if cell.cell_type == "markdown":
            above = (re.findall(r"^### (.+)", cell.source, re.MULTILINE) or [above])[-1]
        elif "exercise" in notebooks.tags(cell):
            headings.append(above)
    assert headings == [task.heading for task in lesson.exercises.values()]


@each_lesson()
def test_every_question_stands_in_its_lesson_once(lesson):
    # Explorers ask, too, so the outputs are searched, not the calls of `ask`.
    outputs = [output for cell in lesson.code for output in cell.outputs]
    pages = [output.get("data", {}).get("text/html", "") for output in outputs]
    for number, item in lesson.questions.items():
        assert sum(item.html() in page for page in pages) == 1, number


def _checked(source):
    """Return the number in every call of `check` in the code, however deep."""
    try:
        nodes = ast.walk(ast.parse(source))
    except SyntaxError:  # an error shown on purpose
        return []
    calls = [n for n in nodes if isinstance(n, ast.Call) and getattr(n.func, "id", "") == "check"]
    return [ast.literal_eval(call.args[0]) for call in calls]


@each_lesson()
def test_sections_that_are_mentioned_exist(lesson):
    markdown = "\n\n".join(cell.source for cell in lesson.markdown)
    numbered = set(re.findall(r"^##+ (\d+)\b", markdown, re.MULTILINE))
    said = [markdown, *lesson.said_by_the_key]
    mentioned = {n for text in said for n in re.findall(r"\b[Ss]ection (\d+)", text)}
    assert mentioned <= numbered
