"""The small edits of a piece of code: what people write who have not quite understood it.

`edits` makes each of them on the text, as a person would, so that what comes out reads like an
answer. Each is one of the functions below that yield texts: what they edit is in their names.
"""

import ast
import itertools
import re
from collections.abc import Iterable

OPERATORS = {
    **{"+": "-", "-": "+", "*": "/", "/": "*", "//": "/", "%": "//"},
    **{"**": "*", "@": "*", "&": "|", "|": "&", "+=": "-=", "-=": "+=", "*=": "/=", "/=": "*="},
}
COMPARISONS = {
    **{"<": ["<=", ">"], "<=": ["<", ">="], ">": [">=", "<"], ">=": [">", "<="]},
    **{"==": ["!="], "!=": ["=="], "is": ["is not"], "is not": ["is"]},
    **{"in": ["not in"], "not in": ["in"], "and": ["or"], "or": ["and"]},
}
_PAIRS = (
    *("sum mean", "mean median", "max min", "argmax argmin", "zeros ones", "std var", "any all"),
    *("zeros_like ones_like", "rand randn", "append extend", "floor ceil", "log exp", "sin cos"),
    *("maximum minimum", "cumsum cumprod", "zeros_ ones_", "vstack hstack", "keys values"),
    *("train eval", "sqrt square", "floor round", "float double", "detach clone"),
)
_BOTH_WAYS = [pair.split() for pair in _PAIRS]
NAMES = {}
for _one, _other in _BOTH_WAYS:
    NAMES.setdefault(_one, _other)
    NAMES.setdefault(_other, _one)

# Whether a number is a tensor or a float, and a row a tensor or a list, the comparison decides.
PLAIN = ("item", "tolist", "numpy")

_SIMPLE = (ast.Assign, ast.AugAssign, ast.AnnAssign, ast.Expr, ast.Raise, ast.Assert, ast.Delete)
_LOOPS = (ast.For, ast.While)


def edits(source: str, first: Iterable[str] = (), last: Iterable[str] = ()) -> list[str]:
    """Return what single edits make of a `def` or a `class` without docstrings.

    Besides, each of the statements `first` is made to begin a function, and each of `last` comes
    between its result and its return. No text comes twice, each is Python, and none means what the
    source means, word by word.
    """
    code = Code(source)
    made = [edit(code, node) for node in code.nodes for edit in EDITS]
    made += [_begun(code, row) for row in first] + [_ended(code, row) for row in last]
    seen, kept = {ast.dump(code.tree)}, []
    for text in itertools.chain(*made):
        meaning = _meaning(text)
        if meaning and meaning not in seen:
            seen.add(meaning)
            kept.append(text)
    return kept


def as_pair(source: str, text: str) -> tuple[str, str]:
    """Return (fragment, instead): the smallest edit that makes `text` of `source` and reads well.

    The fragment stands in the source exactly once.
    """
    old, new = _words(source), _words(text)
    begin = _alike(old, new)
    end = min(_alike(old[::-1], new[::-1]), min(len(old), len(new)) - begin)
    while not _reads_well(source, *(_between(words, begin, end) for words in (old, new))):
        ahead = old[len(old) - end] if end else ""
        if ahead.strip(" ") not in ("", "\n") or begin == 0 or old[begin - 1] == "\n":
            end -= 1
        else:
            begin -= 1
    return _between(old, begin, end), _between(new, begin, end)


def _words(text):
    return re.findall(r"\w+|\s+|[^\w\s]", text)


def _between(words, begin, end):
    return "".join(words[begin : len(words) - end])


def _reads_well(source, fragment, instead):
    """True for a fragment that stands once, holds a word, and closes the brackets it opens."""
    if fragment == source:
        return True
    closed = all(text.count("(") == text.count(")") for text in (fragment, instead))
    return closed and source.count(fragment) == 1 and re.search(r"\w", fragment) is not None


def _alike(some, others):
    """Return how many entries are the same at the beginning of two lists."""
    same = (one == other for one, other in zip(some, others, strict=False))
    return sum(itertools.takewhile(bool, same))


def _meaning(text):
    try:
        return ast.dump(ast.parse(text))
    except SyntaxError:
        return None


class Code:
    """A `def` or a `class` as text and as tree, and what is needed to write in the text."""

    def __init__(self, text: str):
        self.text, self.tree, self.lines = text, ast.parse(text), text.splitlines()
        self.nodes = list(ast.walk(self.tree))
        self.parent = {child: node for node in self.nodes for child in ast.iter_child_nodes(node)}
        self._own = {node.arg for node in self.nodes if isinstance(node, ast.arg)} | {
            node.id
            for node in self.nodes
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
        }
        self._starts = [0, *itertools.accumulate(len(line) + 1 for line in self.lines)]

    @property
    def function(self):
        """The function itself; None if the code is a class."""
        first = self.tree.body[0]
        return first if isinstance(first, ast.FunctionDef) else None

    def inputs(self, node) -> list[str]:
        """Return the arguments of the functions that `node` stands in."""
        found = []
        while node := self.parent.get(node):
            if isinstance(node, ast.FunctionDef):
                found += [arg.arg for arg in node.args.args if arg.arg != "self"]
        return found

    def is_method(self, node) -> bool:
        """True for a call of something that this code made, or was given: of no module."""
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            return False
        of = node.func.value
        return not isinstance(of, ast.Name) or of.id in self._own

    def in_chain(self, node) -> tuple[int, int, int]:
        """Return where a call in a chain begins, where its own dot is, and where it ends."""
        begin, end = self.span(node)
        return begin, self.text.index(".", self.span(node.func.value)[1]), end

    def span(self, node) -> tuple[int, int]:
        """Return where a node begins and ends in the text."""
        return (
            self._place(node.lineno, node.col_offset),
            self._place(node.end_lineno, node.end_col_offset),
        )

    def _place(self, line, column):
        before = self.lines[line - 1].encode()[:column].decode()
        return self._starts[line - 1] + len(before)

    def of(self, node) -> str:
        """Return the text of a node."""
        begin, end = self.span(node)
        return self.text[begin:end]

    def put(self, *pieces) -> str:
        """Return the text with other pieces in it, each (a node or its span, text)."""
        text = self.text
        placed = [(p if isinstance(p, tuple) else self.span(p), new) for p, new in pieces]
        for (begin, end), new in sorted(placed, reverse=True):
            text = text[:begin] + new + text[end:]
        return text

    def exchanged(self, one, other) -> str:
        """Return the text with two nodes in each other's place."""
        return self.put((one, self.of(other)), (other, self.of(one)))

    def between(self, one, other) -> tuple[int, int]:
        """Return the span of the sign or word between two nodes, brackets left out."""
        begin, end = self.span(one)[1], self.span(other)[0]
        found = re.search(r"[^\s()]+(?: +(?:not|in)\b)?", self.text[begin:end])
        return begin + found.start(), begin + found.end()

    def rows(self, node) -> list[str]:
        """Return the lines of a statement."""
        return self.lines[node.lineno - 1 : node.end_lineno]

    def with_rows(self, *pieces) -> str:
        """Return the text with other lines in it, each (first line, last line, lines), from 0."""
        lines = list(self.lines)
        for begin, end, new in sorted(pieces, key=lambda piece: piece[:2], reverse=True):
            lines[begin:end] = new
        return "\n".join(lines)


def _indented(rows, node):
    """Return lines with the indentation of a statement."""
    least = min(len(row) - len(row.lstrip()) for row in rows if row.strip())
    return [" " * node.col_offset + row[least:] for row in rows]


def _bodies(node):
    """Yield the lists of statements in a node."""
    for name in ("body", "orelse", "finalbody"):
        body = getattr(node, name, None)
        if isinstance(body, list) and body:
            yield body


# Expressions --------------------------------------------------------------------------------------


def operators(code, node):
    """Another sign; a factor or a summand dropped; the two sides exchanged."""
    if not isinstance(node, ast.BinOp):
        return
    (begin, end), sign = code.span(node), code.between(node.left, node.right)
    left, right = code.text[begin : sign[0]].rstrip(), code.text[sign[1] : end].lstrip()
    name = code.text[slice(*sign)]
    if name in OPERATORS:
        yield code.put((sign, OPERATORS[name]))
    yield code.put((node, left))
    yield code.put((node, right))
    if name not in "+*":
        yield code.put((node, f"{right} {name} {left}"))


def signs(code, node):
    """A minus or a `not` dropped; the result with the other sign."""
    if isinstance(node, ast.UnaryOp):
        yield code.put((node, code.of(node.operand)))
    if isinstance(node, ast.Return) and isinstance(node.value, ast.BinOp | ast.Call | ast.Name):
        yield code.put((node.value, f"-({code.of(node.value)})"))


def updates(code, node):
    """An update in the other direction, or one that forgets what was there."""
    if isinstance(node, ast.AugAssign):
        sign = code.between(node.target, node.value)
        name = code.text[slice(*sign)]
        yield code.put((sign, OPERATORS.get(name, "=")))
        yield code.put((sign, "="))


def comparisons(code, node):
    """A comparison turned, or off by its edge; `and` for `or`; a condition left out."""
    if isinstance(node, ast.Compare):
        operands = [node.left, *node.comparators]
        for one, other in itertools.pairwise(operands):
            sign = code.between(one, other)
            for name in COMPARISONS.get(code.text[slice(*sign)], ()):
                yield code.put((sign, name))
    if isinstance(node, ast.BoolOp):
        for one, other in itertools.pairwise(node.values):
            sign = code.between(one, other)
            yield code.put((sign, COMPARISONS[code.text[slice(*sign)]][0]))
        for value in node.values:
            yield code.put((node, code.of(value)))
    if isinstance(node, ast.IfExp):
        yield code.put((node, code.of(node.body)))
        yield code.put((node, code.of(node.orelse)))
        yield code.exchanged(node.body, node.orelse)
    if isinstance(node, ast.If | ast.While):
        for condition in ("True", "False")[isinstance(node, ast.While) :]:
            yield code.put((node.test, condition))
    if isinstance(node, ast.comprehension):
        for condition in node.ifs:
            yield code.put((condition, "True"))


def numbers(code, node):
    """Another number: one more, one less, double; a default or a flag changed; another axis."""
    if not isinstance(node, ast.Constant) or isinstance(code.parent.get(node), ast.Expr):
        return
    if isinstance(node.value, bool):
        if getattr(code.parent[node], "arg", "") == "strict":  # a help for who writes, no more
            return
        yield code.put((node, str(not node.value)))
    elif isinstance(node.value, int):
        yield code.put((node, str(node.value + 1)))
        yield code.put((node, str(node.value - 1)))
    elif isinstance(node.value, float):
        yield code.put((node, str(2 * node.value or 1.0)))
        yield code.put((node, str(0.0 if node.value == 1 else node.value + 1)))


def functions(code, node):
    """Another function of the same kind; a call in a chain dropped, or made in another order."""
    if isinstance(node, ast.Attribute) and node.attr in NAMES:
        end = code.span(node)[1]
        yield code.put(((end - len(node.attr), end), NAMES[node.attr]))
    if isinstance(node, ast.Name) and node.id in NAMES and _is_called(code, node):
        yield code.put((node, NAMES[node.id]))
    if not isinstance(node, ast.Call):
        return
    if code.is_method(node):
        begin, dot, end = code.in_chain(node)
        if node.func.attr not in PLAIN:
            yield code.put((node, code.text[begin:dot]))
        if code.is_method(inner := node.func.value):
            _, before, _ = code.in_chain(inner)
            turned = code.text[begin:before] + code.text[dot:end] + code.text[before:dot]
            yield code.put((node, turned))
    if len(node.args) == 1 and not isinstance(node.args[0], ast.Starred | ast.GeneratorExp):
        yield code.put((node, f"({code.of(node.args[0])})"))


def _is_called(code, node):
    parent = code.parent.get(node)
    return isinstance(parent, ast.Call) and parent.func is node


def arguments(code, node):
    """Two arguments exchanged; one dropped."""
    if not isinstance(node, ast.Call):
        return
    for one, other in itertools.pairwise(node.args):
        yield code.exchanged(one, other)
    given = [*node.args, *(word for word in node.keywords if word.arg != "strict")]
    for before, last in itertools.pairwise(given):
        yield code.put(((code.span(before)[1], code.span(last)[1]), ""))
    for first, second in itertools.pairwise(given[:2]):
        yield code.put(((code.span(first)[0], code.span(second)[0]), ""))
    if not node.args:
        for word in node.keywords:
            yield code.put((word, ""))


def ranges(code, node):
    """A range that begins or ends one off."""
    if isinstance(node, ast.Call) and code.of(node.func) in ("range", "arange", "torch.arange"):
        for bound in node.args:
            for change in (" + 1", " - 1"):
                yield code.put((bound, code.of(bound) + change))
        if len(node.args) == 1:
            yield code.put((node.args[0], "1, " + code.of(node.args[0])))


def places(code, node):
    """First for last, one place on; a bound of a slice one off, or left out; no index at all."""
    if not isinstance(node, ast.Subscript):
        return
    yield code.put((node, code.of(node.value)))
    if isinstance(node.slice, ast.Slice):
        for bound in filter(None, [node.slice.lower, node.slice.upper, node.slice.step]):
            yield code.put((bound, ""))
            for change in (" + 1", " - 1"):
                yield code.put((bound, code.of(bound) + change))
    elif isinstance(node.slice, ast.Tuple):
        for one, other in itertools.pairwise(node.slice.elts):
            yield code.exchanged(one, other)
    elif not isinstance(node.slice, ast.Constant):
        for other in ("0", "-1"):
            yield code.put((node.slice, other))
    elif node.slice.value == 0:
        yield code.put((node.slice, "-1"))


def inputs(code, node):
    """One argument of the function in place of another."""
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
        names = code.inputs(node)
        if node.id in names:
            for name in names:
                yield code.put((node, name))


def order(code, node):
    """Two of several results, names or entries in each other's place."""
    if isinstance(node, ast.Tuple | ast.List):
        for one, other in itertools.pairwise(node.elts):
            yield code.exchanged(one, other)
    if isinstance(node, ast.Dict):
        for one, other in itertools.pairwise(node.values):
            yield code.exchanged(one, other)


def results(code, node):
    """A result that is cut off from autograd."""
    if isinstance(node, ast.Return) and code.parent[node] is code.function:
        yield code.put((node.value, f"({code.of(node.value)}).detach()"))


# Statements ---------------------------------------------------------------------------------------


def statements(code, node):
    """A statement dropped, or in the next one's place; a block without its first line."""
    for body in _bodies(node):
        for one in body:
            if isinstance(one, _SIMPLE):
                yield code.put((one, "pass"))
            if isinstance(one, ast.With | ast.If) and code.rows(one)[1:]:
                yield code.with_rows((one.lineno - 1, one.end_lineno, _unwrapped(code, one)))
        for one, other in itertools.pairwise(body):
            if isinstance(one, _SIMPLE) and not _is_independent(one, other):
                yield code.with_rows(
                    (one.lineno - 1, one.end_lineno, []),
                    (other.end_lineno, other.end_lineno, code.rows(one)),
                )


def _is_independent(one, other):
    """True if two statements only give names to what has nothing to do with the other's."""
    if isinstance(other, ast.FunctionDef | ast.ClassDef | ast.Import | ast.ImportFrom):
        return True
    if not all(isinstance(node, ast.Assign | ast.AugAssign) for node in (one, other)):
        return False
    texts = [ast.unparse(node) for node in (one, other)]
    return not (_given(one) & _used(other) or _given(other) & _used(one)) and not all(
        "rand" in text for text in texts
    )


def _given(node):
    """Return the names, of variables and of attributes, that an assignment gives."""
    targets = getattr(node, "targets", None) or [node.target]
    found = set()
    for target in targets:
        for one in target.elts if isinstance(target, ast.Tuple) else [target]:
            while isinstance(one, ast.Subscript | ast.Starred):
                one = one.value
            found.add(ast.unparse(one))
    return found


def _used(node):
    return {ast.unparse(n) for n in ast.walk(node) if isinstance(n, ast.Name | ast.Attribute)}


def _unwrapped(code, block):
    body = code.lines[block.body[0].lineno - 1 : block.body[-1].end_lineno]
    return _indented(body, block) if block.body[0].lineno > block.lineno else code.rows(block)


def loops(code, node):
    """A statement moved into its loop or out of it, before or after; a return in the loop."""
    for body in _bodies(node):
        for before, loop in itertools.pairwise(body):
            if isinstance(loop, _LOOPS) and isinstance(before, _SIMPLE):
                inside = _indented(code.rows(before), loop.body[0])
                first = loop.body[0].lineno - 1
                yield code.with_rows(
                    (before.lineno - 1, before.end_lineno, []), (first, first, inside)
                )
        for loop, after in itertools.pairwise(body):
            if isinstance(loop, _LOOPS) and isinstance(after, (*_SIMPLE, ast.Return)):
                inside = _indented(code.rows(after), loop.body[0])
                yield code.with_rows((after.lineno - 1, after.end_lineno, inside))
        for loop in body:
            if isinstance(loop, _LOOPS):
                yield from _moved_out(code, loop)


def _moved_out(code, loop):
    first = loop.lineno - 1
    for one in loop.body if len(loop.body) > 1 else ():
        if isinstance(one, _SIMPLE):
            gone, outside = (one.lineno - 1, one.end_lineno, []), _indented(code.rows(one), loop)
            yield code.with_rows(gone, (first, first, outside))
            yield code.with_rows(gone, (loop.end_lineno, loop.end_lineno, outside))


def _begun(code, row):
    """A value in place of an argument, whatever comes in."""
    if code.function:
        first = code.function.body[0]
        yield code.with_rows((first.lineno - 1, first.lineno - 1, _indented([row], first)))


def _ended(code, row):
    """An argument that is changed on the way out."""
    last = code.function and code.function.body[-1]
    if isinstance(last, ast.Return):
        rows = [f"result = {code.of(last.value)}", row, "return result"]
        yield code.with_rows((last.lineno - 1, last.end_lineno, _indented(rows, last)))


EDITS = (
    *(operators, signs, updates, comparisons, numbers, functions, arguments, ranges, places),
    *(inputs, order, results, statements, loops),
)
