"""Exercise 6.1: Three more operations."""

import inspect
import math
import types

import torch

from course_utils import engine
from course_utils.compare import difference
from course_utils.engine import Value
from course_utils.exercise import exercise
from course_utils.values import as_data, kind_of

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


def lent(answer):
    """Return `answer`, lent the engine's `Value` where nothing of that name is known to it."""
    answer = inspect.unwrap(answer)  # to its own names
    if type(answer) is not types.FunctionType or "Value" in answer.__globals__:
        return answer
    names = {**answer.__globals__, "Value": Value}
    rest = answer.__name__, answer.__defaults__, answer.__closure__
    return types.FunctionType(answer.__code__, names, *rest)


def is_value(result):
    """True for a `Value` of any class: the lesson builds its own."""
    return all(hasattr(result, name) for name in ("data", "grad", "parents", "local"))


def with_blame(answer, *numbers):
    """Return the number that comes back and the blame that reaches the leaves.

    Once alone, and once where the answer stands within itself and each leaf is used again.
    """
    answer = lent(answer)
    value = getattr(answer, "__globals__", {}).get("Value", Value)
    leaves, again = ([value(number) for number in numbers] for _ in range(2))
    result = answer(*leaves)
    kind = "a Value" if is_value(result) else kind_of(as_data(result))
    seen = {"what comes back": kind, "its data": 0.0, "its parents lead": "back"}
    seen |= {
        f"{grad} of {n}": 0.0 for n in "ab"[: len(numbers)] for grad in ("grad", "deeper grad")
    }
    if not is_value(result):
        return seen
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
    return Value(e, (a,), (e,), "exp")


@operations.part(probes=fractions, observe=with_blame)
def divide(a, b):
    """The Value a / b, with its parents and local slopes."""
    return Value(a.data / b.data, (a, b), (1 / b.data, -a.data / b.data**2), "/")


@operations.part(probes=either_side_of_0, observe=with_blame)
def relu(a):
    """The Value a where a is positive, else 0, with its parents and local slopes (at 0: 0)."""
    return Value(max(a.data, 0.0), (a,), (float(a.data > 0),), "relu")


def same(right_value, value, *keys):
    """True if two results agree in what stands under `keys`."""
    return all(difference(right_value[key], value[key]) is None for key in keys)


def _exp(a, slope):
    return Value(math.exp(a.data), (a,), (slope,))


def _divide(a, b, *slopes):
    return Value(a.data / b.data, (a, b), slopes)


def _relu(a, slope):
    return Value(max(a.data, 0.0), (a,), (slope,))


def bare():
    """Return an object without arithmetic whose class has the name that messages show."""
    return type("Value", (), {})()


_ARITHMETIC = "A Value went where a number is needed. The number in a Value is its data."
_COMMA = "A tuple of one needs a comma, for the parents as well as for the slopes: (a,)."
_LINE = "The slope is that of another function. Where a is positive, relu turns as fast as a."
_NOT_EXP = "The local slope is not that of exp. Which function is its own slope?"

# What goes wrong in all three, as a function of the right result and of its parents.
for sentence, slip in [
    (
        "The Value that comes back knows no parents, so no blame ever reaches them.",
        lambda right, args: Value(right.data),
    ),
    (
        "A slope is missing: local holds one for each of the parents.",
        lambda right, args: Value(right.data, args),
    ),
    (
        "There are slopes and no parents for them. Whom shall the blame be passed to?",
        lambda right, args: Value(right.data, (), right.local),
    ),
    (
        "The parents are the Values themselves, not the numbers in them.",
        lambda right, args: Value(right.data, [a.data for a in args], right.local),
    ),
    (
        "A local slope is a plain number here, not a Value.",
        lambda right, args: Value(right.data, args, map(Value, right.local)),
    ),
    (
        "This Value does not lead back to what it is made of: use a itself, not a.data.",
        lambda right, args: Value(right.data, (Value(1.0),), (1.0,)),
    ),
    (_ARITHMETIC, lambda *_: float(bare())),
]:
    for part in (exp, divide, relu):

        @part.mistake(sentence)
        def _(*args, slip=slip, reference=part.reference):
            return slip(reference(*args), args)


for part, sentence, slip in [
    (exp, _ARITHMETIC, lambda a: math.exp(bare())),
    (exp, _ARITHMETIC, lambda a: math.e ** bare()),
    (exp, _COMMA, lambda a: Value(1.0, a)),
    (exp, _COMMA, lambda a: Value(1.0, (a,), 1.0)),
    (exp, "The slope is 1. How fast does exp grow where it is large?", lambda a: _exp(a, 1.0)),
    (exp, _NOT_EXP, lambda a: _exp(a, a.data)),
    (exp, _NOT_EXP, lambda a: _exp(a, a.data * math.exp(a.data - 1))),
    (divide, _ARITHMETIC, lambda a, b: bare() / bare()),
    (divide, _ARITHMETIC, lambda a, b: 1 / bare()),
    (
        divide,
        "b's slope has the wrong sign: does a / b grow with b?",
        lambda a, b: _divide(a, b, 1 / b.data, a.data / b.data**2),
    ),
    (
        divide,
        "b's slope lacks the square.",
        lambda a, b: _divide(a, b, 1 / b.data, -a.data / b.data),
    ),
    (
        divide,
        "The slopes are in the wrong order: they stand in that of the parents.",
        lambda a, b: _divide(a, b, -a.data / b.data**2, 1 / b.data),
    ),
    (divide, "These are the slopes of a product.", lambda a, b: _divide(a, b, b.data, a.data)),
    (
        divide,
        "b is divided by a. The other way round is asked for.",
        lambda a, b: divide.reference(b, a),
    ),
    (relu, _ARITHMETIC, lambda a: bare() > 0),
    (relu, _ARITHMETIC, lambda a: max(bare(), 0)),
    (relu, _ARITHMETIC, lambda a: max(bare(), 0.0)),
    (relu, _ARITHMETIC, lambda a: max(0.0, bare())),
    (relu, _COMMA, lambda a: Value(1.0, a)),
    (relu, _COMMA, lambda a: Value(1.0, (a,), 1.0)),
    (relu, _COMMA, lambda a: Value(1.0, (a,), True)),
    (relu, "At 0 the slope is taken as 0 here, as in torch.", lambda a: _relu(a, a.data >= 0)),
    (relu, "Below 0 nothing that a does matters. What is the slope?", lambda a: _relu(a, 1.0)),
    (relu, _LINE, lambda a: _relu(a, a.data)),
    (relu, _LINE, lambda a: _relu(a, max(a.data, 0.0))),
    (relu, "On which side of 0 is relu flat?", lambda a: _relu(a, a.data < 0)),
]:
    part.mistake(sentence, slip)


divide.mistake(
    "a's slope is right, b's is not. a / b is a · b to the power -1: how fast does b turn that?",
    lambda a, b: _divide(a, b, 1 / b.data, -1 / b.data**2),
    when=lambda right_value, value: same(right_value, value, "its data", "grad of a"),
)
divide.mistake(
    "b's slope is right, a's is not. By how much does a / b grow when a grows by 1?",
    lambda a, b: _divide(a, b, 1.0, -a.data / b.data**2),
    when=lambda right_value, value: same(right_value, value, "its data", "grad of b"),
)
for part in (exp, divide, relu):
    part.mistake(
        "No Value comes back. Make one of the number, its parents and its slopes, and return it.",
        lambda *args, reference=part.reference: reference(*args).data,
        when=lambda _, value: value["what comes back"] != "a Value",
    )
    part.mistake(
        "The number is right, its local slopes are not: how fast does each parent turn it?",
        lambda *args, right=part.reference: Value(right(*args).data, args, [-7.0] * len(args)),
        when=lambda right_value, value: same(right_value, value, "its data"),
    )
