"""What a person should look at: code that reaches for what no exercise needs.

Nothing of it changes a grade. Most of what is found is innocent, and what hides well is not found.
"""

import ast
import re
from collections.abc import Iterator

# Modules that no exercise needs, with what they could be there for.
_MODULES = {
    "course_utils.checking": "the machinery of the checks",
    "course_utils.lessons": "the answer key",
    "course_utils.grade": "the grader",
    "ctypes": "memory",
    "gc": "other people's objects",
    "inspect": "other people's code",
    "multiprocessing": "processes",
    "psutil": "processes",
    "requests": "the network",
    "signal": "signals",
    "socket": "the network",
    "subprocess": "processes",
    "urllib": "the network",
}
_CALLS = {"solution": "asks for the solution", "exec": "runs text", "eval": "runs text"}
_ATTRIBUTES = {
    "kill": "sends signals",
    "_exit": "ends the process",
    "fork": "makes processes",
    "system": "runs commands",
    "dup2": "moves streams",
    "_getframe": "looks at who called it",
    "__subclasses__": "looks for classes",
}
_TEXTS = {r"/proc/": "looks into processes", r"\.\./\.\.": "looks into other folders"}


def puzzles(sources: list[str]) -> list[str]:
    """Return what the cells of a notebook reach for, each thing once, in words."""
    found = [said for source in sources for said in _in_source(source)]
    return list(dict.fromkeys(found))


def _in_source(source: str) -> Iterator[str]:
    for pattern, said in _TEXTS.items():
        if re.search(pattern, source):
            yield said
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):  # a magic, or no Python
        return
    for node in ast.walk(tree):
        yield from _in_node(node)


def _in_node(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Import():
            yield from (_imports(alias.name) for alias in node.names if _imports(alias.name))
        case ast.ImportFrom(module=str(module)):
            names = [module, *(f"{module}.{alias.name}" for alias in node.names)]
            yield from list(filter(None, map(_imports, names)))[:1]
        case ast.Call(ast.Name(name)) if name in _CALLS:
            yield f"{name}: {_CALLS[name]}"
        case ast.Attribute(ast.Name("os"), "write"):
            yield "os.write: writes past print"
        case ast.Attribute(attr=name) if name in _ATTRIBUTES:
            yield f"{name}: {_ATTRIBUTES[name]}"
        case ast.Assign(targets=targets):
            yield from (said for target in targets if (said := _replaces(target)))


def _imports(module: str) -> str:
    for name, what in _MODULES.items():
        if module == name or module.startswith(f"{name}."):
            return f"imports {name}: {what}"
    return ""


def _replaces(target: ast.AST) -> str:
    match target:
        case ast.Attribute(ast.Name(owner), name) if owner in ("torch", "np", "math", "builtins"):
            return f"replaces {owner}.{name}"
    return ""
