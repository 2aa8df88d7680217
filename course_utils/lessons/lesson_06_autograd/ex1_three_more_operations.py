"""Exercise 6.1: Three more operations."""

import math

import torch

from course_utils.checking.exercises import exercise
from course_utils.engine import Value
from course_utils.lessons.findings import off_in, right_in
from course_utils.lessons.lesson_06_autograd.operation import WELL_MADE, with_blame

operations = exercise(
    "6.1",
    "Three more operations",
    hints=(
        "tanh in section 4 is the pattern: a number, its parents, and a local slope for each.",
        "exp is its own slope. For a / b: how fast does it move with a, how fast with b? "
        "The slope of relu is 1 or 0.",
        "e = math.exp(a.data), and then return Value(..., (a,), (...,))",
    ),
)


def exponents(generator):
    return [(1.0,), (0.0,), (-0.7,), (1.2 * torch.rand((), generator=generator).item() - 1.3,)]


def fractions(generator):
    a, b = (torch.rand(2, generator=generator) + 0.5).tolist()
    return [(6.0, 4.0), (-3.0, 0.5), (1.0, 2.0), (2 * a, -b)]


def either_side_of_0(generator):
    a = torch.rand((), generator=generator).item() + 0.5
    return [(2.0,), (-1.5,), (0.0,), (0.3,), (-0.2,), (a,), (-a,)]


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
NO_VALUE = (
    "No Value comes back, or not alone. Make one of number, parents and slopes, and return it."
)
DIVIDE_SLOPES, RELU_SLOPE = "(1 / b.data, -a.data / b.data**2)", "(float(a.data > 0),)"

PARTS = (exp, "(a,)", "(e,)"), (divide, "(a, b)", DIVIDE_SLOPES), (relu, "(a,)", RELU_SLOPE)


def number_is_off(want, came):
    """True if the number is not as it should be, here or elsewhere."""
    return off_in(*(tag for tag in want if tag.startswith("its data")))(want, came)


def slopes_are_off(*tags):
    """Return a test: is all as it should be but the slopes, and right, too, what has these tags?"""
    return lambda *pair: not number_is_off(*pair) and right_in(*tags, *WELL_MADE)(*pair)


def is_found(tag, finding):
    """Return a test: was this found?"""
    return lambda _, came: came[tag] == finding


for part, parents, slopes in PARTS:
    arguments = f", {parents}, {slopes})"
    part.slip(ARITHMETIC, "return float(bare)")
    for sentence, slip, when in [
        (
            "A parent is changed, its data or its grad. Make a new Value, and leave parents alone.",
            "a.data = 2 * a.data + 1; return Value(a.data, (a,), (1.0,))",
            is_found("its input", "changed"),
        ),
        (
            "The Value that comes back knows no parents, so no blame ever reaches them.",
            (arguments, ")"),
            is_found("its parents", "none"),
        ),
        (
            "Make a new Value each time, with a as a parent, whatever number a holds.",
            "return a",
            lambda _, came: "a itself" in came.values() or came["its parents"] == "none",
        ),
        (NO_VALUE, ("return Value", "return "), off_in("what comes back")),
        (
            "The parents are the Values themselves, not the numbers in them.",
            (f", {parents},", f", [value.data for value in {parents}],"),
            off_in("its parents"),
        ),
        (
            "A local slope is a plain number here, not a Value.",
            (arguments, f", {parents}, map(Value, {slopes}))"),
            is_found("its slopes", "Values"),
        ),
        (
            "A slope is missing, or there is one too many: local holds one for each parent.",
            (arguments, f", {parents})"),
            off_in("its slopes"),
        ),
        (
            "This Value does not lead back to all it is made of: use a itself, not a.data.",
            (f"{parents}, {slopes}", "(Value(1.0),), (1.0,)"),
            off_in("its parents lead"),
        ),
    ]:
        part.slip(sentence, slip, when)

exp.slips(
    {
        ARITHMETIC: ["return math.exp(bare)", "return math.e**bare"],
        COMMA: [("(a,)", "(a)"), ("(e,)", "(e)")],
        "The slope is 1. How fast does exp grow where it is large?": ("(e,)", "(1.0,)"),
        "This is a to the power e. Here e is the base, and a is the exponent.": "return a**math.e",
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
        "The slope is that of another function. Where a is positive, relu moves as fast as a.": [
            (RELU_SLOPE, "(a.data,)"),
            (RELU_SLOPE, "(max(a.data, 0.0),)"),
        ],
        "On which side of 0 is relu flat?": (">", "<"),
    }
)


for part, number, slip in [
    (exp, "e to the power of its data is math.exp(a.data).", ("math.exp(a.data)", "2.0**a.data")),
    (
        divide,
        "what is the data of a, divided by that of b?",
        ("a.data / b.data,", "a.data // b.data,"),
    ),
    (relu, "it keeps what is above 0, and makes 0 of all else.", ("max", "min")),
]:
    part.slip(f"The number itself is off: {number}", slip, number_is_off)
divide.slip(
    "a's slope is right, b's is not. a / b is a · b to the power -1: how fast does b move that?",
    (DIVIDE_SLOPES, "(1 / b.data, -1 / b.data**2)"),
    when=slopes_are_off("grad of a"),
)
divide.slip(
    "b's slope is right, a's is not. By how much does a / b grow when a grows by 1?",
    (DIVIDE_SLOPES, "(1.0, -a.data / b.data**2)"),
    when=slopes_are_off("grad of b"),
)
for part, parents, slopes in PARTS:
    part.slip(
        "The number is right, its local slopes are not: how fast does each parent move it?",
        (slopes, f"[-7.0] * len({parents})"),
        when=slopes_are_off(),
    )
relu.same(
    {
        "The larger of two is the larger of two.": ("a.data, 0.0", "0.0, a.data"),
        "True counts as 1, and False as 0.": ("float", ""),
    }
)
