"""A wrong answer as an edit of the right one, because that is what people type.

An edit is a fragment of the reference's source and what stands there instead. A fragment that does
not stand in the source exactly once is refused, so that a slip cannot come to mean something else
when the reference is rewritten.
"""

import ast
import inspect
import linecache
import math
import textwrap
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import count

import numpy as np
import torch

Edit = tuple[str, str]
# One edit, several made together, a new body, or a function; a list where people spell it in
# several ways.
Slip = Edit | tuple[Edit, ...] | str | Callable | list

_numbers = count(1)
# Many edits are made of one reference before the next: what it means is read once.
_remembered = lru_cache(maxsize=8)


def spellings(slip: Slip, source: str) -> Iterator[str | Callable]:
    """Yield each way to spell a slip: as the source it makes of `source`, or as the function given.

    ValueError where an edit does not fit.
    """
    source = without_docstrings(source)
    for one in slip if isinstance(slip, list) else [slip]:
        if callable(one):
            yield one
        elif isinstance(one, str):
            yield with_body(source, one)
        elif isinstance(one[0], str):
            yield edited(source, one)
        else:
            yield edited(source, *one)


@_remembered
def without_docstrings(source: str) -> str:
    """Return the source without docstrings, whose words are no code to be edited."""
    lines = source.splitlines()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and ast.get_docstring(node):
            text = node.body[0]
            lines[text.lineno - 1 : text.end_lineno] = [None] * (text.end_lineno - text.lineno + 1)
    return "\n".join(line for line in lines if line is not None)


def edited(source: str, *edits: Edit) -> str:
    """Return the source after all edits, one by one.

    ValueError unless each fragment stands exactly once where it is looked for, and what comes out
    is Python and means something else.
    """
    text = source
    for fragment, instead in edits:
        if (found := text.count(fragment)) != 1:
            raise ValueError(f"expected {fragment!r} once, and it stands {found} times in\n{text}")
        text = text.replace(fragment, instead)
    if _meaning(text) == _meaning(source):
        raise ValueError(f"expected edits that change something; got {edits}")
    return text


def with_body(source: str, body: str) -> str:
    """Return a `def` with another body under the same first line."""
    first = ast.parse(source).body[0].body[0]
    head = source.splitlines()[: first.lineno - 1]
    text = "\n".join([*head, textwrap.indent(textwrap.dedent(body).strip(), "    ")])
    _parsed(text)
    return text


@_remembered
def _meaning(text: str) -> str:
    return ast.dump(_parsed(text))


def _parsed(text: str) -> ast.Module:
    try:
        return ast.parse(text)
    except SyntaxError as error:
        raise ValueError(f"expected Python; {error.msg} in\n{text}") from error


def build(source: str, reference: Callable) -> Callable:
    """Return what `source` defines.

    It knows what the reference's module knows, and `math`, `np` and `torch`, as lessons do.
    """
    name = ast.parse(source).body[0].name
    filename = f"<slip {next(_numbers)} in {name}>"
    # Its own copy: a recursive answer must call itself, not the reference.
    names = {"math": math, "np": np, "torch": torch} | vars(inspect.getmodule(reference))
    exec(compile(source, filename, "exec"), names)
    linecache.cache[filename] = len(source), None, source.splitlines(keepends=True), filename
    return names[name]
