"""Exercise 6.1: Three more operations."""

import math

import torch

from course_utils import engine
from course_utils.checking.comparison import difference
from course_utils.checking.exercises import exercise
from course_utils.checking.plain_data import as_data, kind_of
from course_utils.engine import Value
from course_utils.lessons.lent_names import lent

operations = exercise(
    "6.1",
    "Three more operations",
    hints=(
        "tanh in section 4 is the pattern: a number, its parents, and a local slope for each.",
        "exp is its own slope. For a / b: how fast does it turn with a, how fast with b? "
        "The slope of relu is 1 or 0.",
        "e = math.exp(a.data), and then return Value(..., (a,), (...,))",
    ),
)


def exponents(generator):
    return [(1.0,), (0.0,), (-0.7,), (1.2 * torch.rand((), generator=generator).item() - 1.3,)]


def fractions(generator):
    a, b = (torch.rand(2, generator=generator) + 0.5).tolist()
    return [(6.0, 3.0), (-3.0, 0.5), (1.0, 2.0), (2 * a, -b)]


def either_side_of_0(generator):
    a = torch.rand((), generator=generator).item() + 0.5
    return [(2.0,), (-1.5,), (0.0,), (a,), (-a,)]


def with_blame(answer, *numbers):
    """Return the number that comes back and the blame that reaches the leaves.

    Once alone, and once where the answer stands within itself and each leaf is used again. A
    `Value` of any class will do: the lesson builds its own.
    """
    answer = lent(answer)
    value = getattr(answer, "__globals__", {}).get("Value", Value)
    leaves, again = ([value(number) for number in numbers] for _ in range(2))
    result = answer(*leaves)
    seen = {"what comes back": "a Value", "its data": 0.0, "its parents lead": "back"}
    for name in "ab"[: len(numbers)]:
        seen |= {f"grad of {name}": 0.0, f"deeper grad of {name}": 0.0}
    if not all(hasattr(result, name) for name in ("data", "grad", "parents", "local")):
        return seen | {"what comes back": kind_of(as_data(result))}
    # A 0 may stand alone: no blame has to come from there.
    if result.parents and result.data and not set(leaves) & set(engine.ordered(result)):
        seen["its parents lead"] = "elsewhere"
    engine.backward(result)
    inner = answer(*again)
    outer = answer(inner, *again[1:])
    product = value(outer.data * inner.data, (outer, inner), (inner.data, outer.data))
    engine.backward(product)
    seen["its data"] = result.data
    for name, alone, used in zip("ab", leaves, again, strict=False):
        seen[f"grad of {name}"], seen[f"deeper grad of {name}"] = alone.grad, used.grad
    return seen


@operations.part(probes=exponents, observe=with_blame)
def exp(a):
    """The Value e to the power a, with its parents and local slopes."""
    e = math.exp(a.data)
    return Value(e, (a,), (e,))


@operations.part(probes=fractions, observe=with_blame)
def divide(a, b):
    """The Value a / b, with its parents and local slopes."""
    return Value(a.data / b.data, (a, b), (1 / b.data, -a.data / b.data**2))


@operations.part(probes=either_side_of_0, observe=with_blame)
def relu(a):
    """The Value a where a is positive, else 0, with its parents and local slopes (at 0: 0)."""
    return Value(max(a.data, 0.0), (a,), (float(a.data > 0),))


# An object without arithmetic whose class has the name that messages show.
bare = type("Value", (), {})()

ARITHMETIC = "A Value went where a number is needed. The number in a Value is its data."
COMMA = "A tuple of one needs a comma, for the parents as well as for the slopes: (a,)."
NO_VALUE = "No Value comes back. Make one of the number, its parents and its slopes, and return it."
DIVIDE_SLOPES, RELU_SLOPE = "(1 / b.data, -a.data / b.data**2)", "(float(a.data > 0),)"

PARTS = (exp, "(a,)", "(e,)"), (divide, "(a, b)", DIVIDE_SLOPES), (relu, "(a,)", RELU_SLOPE)

for part, parents, slopes in PARTS:
    part.slips(
        {
            "The Value that comes back knows no parents, so no blame ever reaches them.": (
                (f", {parents}, {slopes}", "")
            ),
            "A slope is missing: local holds one for each of the parents.": (f", {slopes}", ""),
            "There are slopes and no parents for them. Whom shall the blame be passed to?": (
                (f", {parents},", ", (),")
            ),
            "The parents are the Values themselves, not the numbers in them.": (
                (f", {parents},", f", [value.data for value in {parents}],")
            ),
            "A local slope is a plain number here, not a Value.": (
                (f", {slopes})", f", map(Value, {slopes}))")
            ),
            "This Value does not lead back to what it is made of: use a itself, not a.data.": (
                (f"{parents}, {slopes}", "(Value(1.0),), (1.0,)")
            ),
            ARITHMETIC: "return float(bare)",
        }
    )

exp.slips(
    {
        ARITHMETIC: ["return math.exp(bare)", "return math.e**bare"],
        COMMA: [("(a,)", "(a)"), ("(e,)", "(e)")],
        "The slope is 1. How fast does exp grow where it is large?": ("(e,)", "(1.0,)"),
        "The local slope is not that of exp. Which function is its own slope?": [
            ("(e,)", "(a.data,)"),
            ("(e,)", "(a.data * math.exp(a.data - 1),)"),
        ],
    }
)
divide.slips(
    {
        ARITHMETIC: ["return bare / bare", "return 1 / bare"],
        "b's slope has the wrong sign: does a / b grow with b?": ("-a.data", "a.data"),
        "b's slope lacks the square.": ("b.data**2", "b.data"),
        "The slopes are in the wrong order: they stand in that of the parents.": (
            (DIVIDE_SLOPES, "(-a.data / b.data**2, 1 / b.data)")
        ),
        "These are the slopes of a product.": (DIVIDE_SLOPES, "(b.data, a.data)"),
        "b is divided by a. The other way round is asked for.": ("return", "a, b = b, a; return"),
    }
)
relu.slips(
    {
        ARITHMETIC: [
            f"return {test}" for test in ("bare > 0", "0 > bare", "bare > 0.0", "0.0 > bare")
        ],
        COMMA: [("(a,)", "(a)"), (RELU_SLOPE, "(float(a.data > 0))"), (RELU_SLOPE, "(a.data > 0)")],
        "At 0 the slope is taken as 0 here, as in torch.": (">", ">="),
        "Below 0 nothing that a does matters. What is the slope?": (RELU_SLOPE, "(1.0,)"),
        "The slope is that of another function. Where a is positive, relu turns as fast as a.": [
            (RELU_SLOPE, "(a.data,)"),
            (RELU_SLOPE, "(max(a.data, 0.0),)"),
        ],
        "On which side of 0 is relu flat?": (">", "<"),
    }
)


def same(*keys):
    """Return a test: is an answer right in what stands under all of `keys`?"""
    return lambda right, came: all(difference(right[key], came[key]) is None for key in keys)


divide.slip(
    "a's slope is right, b's is not. a / b is a · b to the power -1: how fast does b turn that?",
    (DIVIDE_SLOPES, "(1 / b.data, -1 / b.data**2)"),
    when=same("its data", "grad of a"),
)
divide.slip(
    "b's slope is right, a's is not. By how much does a / b grow when a grows by 1?",
    (DIVIDE_SLOPES, "(1.0, -a.data / b.data**2)"),
    when=same("its data", "grad of b"),
)
for part, parents, slopes in PARTS:
    part.findings({"what comes back": (NO_VALUE, ("return Value", "return "))})
    part.slip(
        "The number is right, its local slopes are not: how fast does each parent turn it?",
        (slopes, f"[-7.0] * len({parents})"),
        when=same("its data"),
    )
