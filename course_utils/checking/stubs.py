"""What a student finds in an exercise's cell, and whether they have left it as it was."""

import ast
import dis
import inspect
import types

from course_utils.checking.exercises import Part
from course_utils.checking.slips import edited

Steps = list[tuple[str, str]]  # what a function's code does, one by one


def text_of(part: Part) -> str:
    """Return what the cell holds for one `Part` of an exercise, before the student writes.

    That is a name and `...`, or the first lines and docstrings of the reference, or, where there is
    code to be repaired, that code. ValueError if an edit of `given` does not fit.
    """
    if part.is_value:
        return f"{part.name} = ..."
    if part.given:
        return edited(part.source(), *part.given)
    tree = ast.parse(part.source())
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            node.body = [*_docstring(node), ast.Expr(ast.Constant(...))]
    return ast.unparse(tree)


def is_untouched(answer: object, given: Steps | None = None) -> bool:
    """True for `...`, for a function or class that does nothing, and for `given` code unchanged."""
    if given is not None and type(answer) is types.FunctionType:
        return _steps(answer.__code__) == given
    if type(answer) is type and type(answer.__init__) is types.FunctionType:
        return all(_is_empty(f) for f in vars(answer).values() if type(f) is types.FunctionType)
    return _is_empty(answer)


def steps_of_given(part: Part) -> Steps:
    """Return what the code does that is to be repaired in a part."""
    return _steps(_code(text_of(part)))


def _docstring(node: ast.FunctionDef) -> list[ast.stmt]:
    return node.body[:1] if ast.get_docstring(node) else []


def _is_empty(answer: object) -> bool:
    """True for `...` and for a function that does nothing but return None or `...`."""
    if type(answer) is not types.FunctionType:
        return answer is ...
    does_nothing = {"RESUME", "LOAD_CONST", "RETURN_CONST", "RETURN_VALUE", "NOP", "POP_TOP"}
    steps = list(dis.get_instructions(answer))
    constants = [step.argval for step in steps if step.opname.endswith("_CONST")]
    return {step.opname for step in steps} <= does_nothing and all(
        constant is None or constant is ... for constant in constants
    )


def _code(text: str) -> types.CodeType:
    """Compile a `def` as a cell would: beside other imports its steps could be others."""
    return next(c for c in compile(text, "cell", "exec").co_consts if inspect.iscode(c))


def _steps(code: types.CodeType) -> Steps:
    """Return what a function's code does, step by step, wherever it is written."""
    steps = dis.get_instructions(code)
    return [(s.opname, "code" if inspect.iscode(s.argval) else s.argrepr) for s in steps]
