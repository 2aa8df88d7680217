"""Looking at the operations that exercise 6.1 asks for."""

from course_utils import engine
from course_utils.checking.plain_data import as_data, kind_of
from course_utils.engine import Value
from course_utils.lessons.lent_names import lent

# Where the number is looked at whatever the input is, so that one sign cannot hide the other.
_ELSEWHERE = {1: [(-1.0,), (0.5,), (2.5,)], 2: [(3.0, -2.0)]}

WELL_MADE = {
    "its input": "as it was",
    "what comes back": "a new Value",
    "its parents": "Values",
    "its slopes": "a number for each parent",
    "its parents lead": "back",
}


def with_blame(answer, *numbers):
    """Return how the `Value` that comes back is made, its number, and the blame it passes back.

    Once alone, and once where the answer stands within itself and each leaf is used again. A
    `Value` of any class will do: the lesson builds its own.
    """
    answer = lent(answer)
    value = getattr(answer, "__globals__", {}).get("Value", Value)
    leaves, again = ([value(number) for number in numbers] for _ in range(2))
    result = answer(*leaves)
    fault = first_fault(result, leaves, numbers)
    if not fault:
        engine.backward(result)
        inner = answer(*again)
        outer = answer(inner, *again[1:])
        product = value(outer.data * inner.data, (outer, inner), (inner.data, outer.data))
        engine.backward(product)
    seen = WELL_MADE | fault | {"its data": 0.0 if fault else result.data}
    for others in _ELSEWHERE[len(numbers)]:
        data = 0.0 if fault else answer(*map(value, others)).data
        seen[f"its data for {' and '.join(map(str, others))}"] = data
    for name, alone, used in zip("ab", leaves, again, strict=False):
        seen[f"grad of {name}"] = 0.0 if fault else alone.grad
        seen[f"deeper grad of {name}"] = 0.0 if fault else used.grad
    return seen


def first_fault(result, leaves, numbers):
    """Return the first way in which what an operation made of its leaves is not well made."""
    if any(result is leaf for leaf in leaves):
        return {"what comes back": "a itself"}
    if [(leaf.data, leaf.grad) for leaf in leaves] != [(number, 0.0) for number in numbers]:
        return {"its input": "changed"}
    if not all(hasattr(result, name) for name in ("data", "grad", "parents", "local")):
        return {"what comes back": kind_of(as_data(result))}
    if not all(hasattr(parent, "parents") for parent in result.parents):
        return {"its parents": "no Values"}
    if not result.parents:
        return {"its parents": "none"}
    if any(hasattr(slope, "parents") for slope in result.local):
        return {"its slopes": "Values"}
    if len(result.local) != len(result.parents):
        return {"its slopes": f"{len(result.local)} for {len(result.parents)}"}
    if not set(leaves) <= set(engine.ordered(result)):
        return {"its parents lead": "elsewhere"}
    return {}
