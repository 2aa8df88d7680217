"""Mistakes that people make in every exercise, recognised without being written out each time.

A clue says what was tested, and asks about what was not.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import torch

from course_utils.checking.comparison import Difference, named, numbers_in, same_numbers
from course_utils.checking.exercises import Part
from course_utils.checking.known_answers import differ
from course_utils.checking.plain_data import kind_of, shape, type_name
from course_utils.checking.relations import Pair, numbers_of, relation, sizes_of
from course_utils.checking.trial import Args, Outcome, Outcomes, Yardstick

# Fragments of error messages: whole messages and classes change between versions of torch.
_ERRORS = {
    "bitwise_xor": "In Python ^ is not a power: write x ** 2.",
    r"unsupported operand type\(s\) for \^": "In Python ^ is not a power: write x ** 2.",
    "could not infer output dtype": "Only floats have a mean in torch: make the tensor float.",
    "has no attribute 'arrange'": "The function is called torch.arange, with one r.",
    "nly Tensors of floating point": "Only floats can be differentiated: write 1.0, not 1.",
    "must match the size of tensor|inconsistent tensor size|shapes cannot be multiplied": (
        "The shapes do not fit: compare them before you combine them."
    ),
    "only one element tensors can be converted": "A number was needed and a whole tensor came.",
    r"Can't call numpy\(\) on Tensor that requires grad": "Write t.detach().numpy().",
    "must be torch.dtype, not str": "A dtype is written without quotes: torch.float32.",
    r"divmod\(\): .*'Tensor'": "divmod takes Python numbers: add .item() to the tensor.",
    "must be Tensor, not (float|int)": (
        "torch's functions take tensors. For a Python number there is math."
    ),
    "must be Tensor, not (list|tuple)|expected Tensor as element": (
        "torch's functions take tensors: torch.tensor makes one of numbers."
    ),
    "NoneType": "Something is None: a function that lacks its return, or a grad before backward?",
    "'ellipsis'": "There is still a ... to be filled in.",
    "operand type.* 'list'": "Lists have no arithmetic: make a tensor of the numbers first.",
    "has no attribute": "There is nothing of that name here: check the spelling and the object.",
    "more than one (value|element) is ambiguous": (
        "A whole tensor is neither true nor false: compare entry by entry."
    ),
    "is not defined": "A name is not known here: check its spelling, and whether it is imported.",
    "not associated with a value": "A name is used before it is given a value.",
    "object is not callable": "Something is called like a function and is not one.",
    "required positional argument": "A function was called with fewer arguments than its def has.",
    "positional arguments? but": "A function was called with more arguments than its def has.",
    "recursion depth": "The function calls itself without end.",
    "tried to end Python": "Leave out exit() and input(): all that is needed comes as arguments.",
    "index .*out of (bounds|range)": "An index lies beyond the end: places are counted from 0.",
    "Dimension out of range": "There is no such axis: axes are counted from 0.",
    "backward through the graph a second": (
        "backward has gone through this loss before: compute it anew each time."
    ),
    "in-place operation": "Something that autograd records is changed in place. Where may one?",
    "does not require grad": "Does the loss depend on a tensor that requires grad?",
    "values to unpack": "More names stand left of the = than values come, or fewer.",
    "division by zero": "Something is divided by zero: can what stands below be 0?",
}

_NO_CALL = "A function came, not what it returns: are the brackets () missing that call it?"
# What came where a tensor is asked for.
_NOT_A_TENSOR = {
    "float": "This is a Python number. Return the tensor itself.",
    "int": "This is a Python number. Return the tensor itself.",
    "list": "This is a list. Let torch do the arithmetic and return the tensor.",
    "ndarray": "This is a NumPy array. torch.from_numpy turns it into a tensor.",
    "function": _NO_CALL,
    "builtin_function_or_method": _NO_CALL,
    "method": _NO_CALL,
}


@dataclass(frozen=True)
class Case:
    """What is to be explained: an answer that is wrong, also on the input that is `shown`."""

    yardstick: Yardstick
    got: Outcomes
    shown: int

    @property
    def part(self) -> Part:
        """What was to be filled in."""
        return self.yardstick.part

    @property
    def results(self) -> list[tuple[object, object]]:
        """What was expected, and what came, on each input."""
        pairs = zip(self.yardstick.right, self.got, strict=True)
        return [(want.value, came.value) for want, came in pairs]

    @property
    def sizes(self) -> list[int]:
        """How many readings each input holds."""
        return sizes_of(self.yardstick.inputs)


def recognise(case: Case) -> str:
    """Return a sentence for a common mistake that is certainly made, or ''."""
    want, came = case.yardstick.right[case.shown], case.got[case.shown]
    if came.error:
        return "" if want.error else _error(came.error.message)
    if came.changed and came.changed != want.changed:
        return _changed(case.part, case.yardstick.inputs[case.shown], came)
    found = case.part.differs(want.value, came.value)
    if found is None:  # it leaves unchanged what it should change
        return ""
    return _by_kind(case.part, found) or _by_numbers(case)


def whereabouts(case: Case) -> str:
    """Return a sentence that says where the answer is right and where it is not, or ''."""
    if case.part.is_value:  # there may be few others to try
        return ""
    return _in_one_place(case) or _as_far_as(case) or _on_some_inputs(case)


def _error(message: str) -> str:
    return next((hint for fragment, hint in _ERRORS.items() if re.search(fragment, message)), "")


def _changed(part: Part, args: Args, came: Outcome) -> str:
    name = came.changed[0]
    is_list = isinstance(dict(zip(part.arguments, args, strict=False))[name], list)
    copy = f"list({name})" if is_list else f"{name}.clone()"
    return f"{name} itself is changed. Work on a copy, {copy}, or make something new."


def _by_kind(part: Part, found: Difference) -> str:
    if found.kind == "type":
        return "" if part.is_value else _type(found)
    if found.kind == "dtype":
        return "The dtype is not the one asked for: look at how the tensor was made."
    if found.kind == "shape":
        return _shape(found)
    if found.kind == "tracking":
        return "The result is cut off: by .item(), .detach(), .numpy(), torch.tensor or no_grad?"
    if found.kind == "nan":
        return _not_finite(found)
    return ""


def _type(found: Difference) -> str:
    if found.got is None:
        return "None came back: does the function lack its return?"
    want, name = found.expected, type_name(found.got)
    if name in ("function", "builtin_function_or_method", "method"):
        return _NO_CALL
    if isinstance(want, list | tuple):
        return _for_several(found)
    if not isinstance(want, torch.Tensor):
        return _for_a_number(found)
    if name in ("float", "int") and want.ndim:  # an exercise may have looked at 0-d tensors so
        return "One number came, and many are asked for: is something summed up too early?"
    if name == "tuple":
        return _tuple(found.got)
    return _NOT_A_TENSOR.get(name, "")


def _for_several(found: Difference) -> str:
    """Say that one number came where several results are asked for."""
    came = found.got
    if type(came) in (float, int) or (isinstance(came, torch.Tensor) and came.ndim == 0):
        return f"One number came, and {len(found.expected)} results are asked for."
    return ""


def _for_a_number(found: Difference) -> str:
    """Say what is wrong with what came where a plain number is asked for."""
    if type(found.expected) not in (float, int) or isinstance(found.got, bool):
        return ""
    if isinstance(found.got, str):
        return "Leave out the quotes: a number is asked for."
    numbers = numbers_in(found.got)
    if numbers is None:
        return ""
    if len(numbers) == 1:
        is_right = same_numbers(found.expected, found.got)
        right = "This is the right number, but" if is_right else "This is one number, but"
        return f"{right} packed in {kind_of(found.got)}: take it out."
    return f"One number is asked for, and {len(numbers)} came."


def _tuple(got: tuple) -> str:
    if len(got) == 1:
        return "This is a tuple of one: is there a comma too many after return?"
    if len(got) == 2 and isinstance(got[1], torch.Tensor) and got[1].dtype == torch.int64:
        return "Two things came: values, and their places? The values alone are called .values."
    return f"{len(got)} things came, in a tuple, and one tensor is asked for."


def _shape(found: Difference) -> str:
    want, came = found.expected, found.got
    is_same = same_numbers(want, came)
    if not isinstance(want, torch.Tensor):
        return "These are the right numbers, but packed in another way." if is_same else ""
    n = want.numel()
    if want.ndim == 0 and came.numel() == 1:
        right = "This is the right number, but" if is_same else "This is one number, but"
        return f"{right} in shape {shape(came)}: is there a bracket, a None or a keepdim too many?"
    if want.ndim == 0:
        return "One number was asked for: is something not yet summed or averaged?"
    if came.ndim == 0:
        return (
            "Many numbers were asked for and one came: is something summed or averaged too early?"
        )
    if is_same:
        return (
            "These are the right numbers in another shape: is there a bracket or a None too many?"
        )
    if tuple(came.shape) == (n, n) and n > 1:
        return "Did every entry meet every other? That is what (n,) and (n, 1) do."
    if came.numel() == n:
        return "As many numbers as asked for, in another shape: which axis is which?"
    if want.ndim == came.ndim == 1 and came.numel() == n + 1:
        return "One entry too many came."
    if want.ndim == came.ndim == 1 and came.numel() == n - 1:
        return "One entry is missing."
    if came.ndim > want.ndim:
        return "There are more axes than asked for: is something not yet summed up?"
    if came.ndim < want.ndim:
        return "There are fewer axes than asked for: is something summed up too early?"
    return ""


def _not_finite(found: Difference) -> str:
    numbers = numbers_in(found.got)
    if numbers is not None and torch.isnan(numbers).any():
        return "nan: is there 0 / 0, or a root or a logarithm of a number below 0?"
    return "inf: is there a division by zero, or does something grow without end?"


# Numbers ------------------------------------------------------------------------------------------


def _by_numbers(case: Case) -> str:
    """Say what the numbers that came are to the right ones, the same on all inputs."""
    pairs = numbers_of(case.results)
    if words := relation(pairs, case.sizes):
        return f"This is {words}."
    if case.part.is_value:
        return ""
    return _other_order(pairs) or _whatever_comes_in(case.results) or _in_first_place(case)


def _other_order(pairs: Sequence[Pair]) -> str:
    """Name another order of the right numbers."""
    if not pairs or any(want.shape != came.shape for want, came in pairs):
        return ""
    if not any(len(want.unique()) > 1 for want, _ in pairs):
        return ""
    if all(torch.allclose(want, came, rtol=1e-4) for want, came in pairs):
        return ""  # in their own order: it is their kind that is wrong
    if all(torch.allclose(want.flip(0), came, rtol=1e-4) for want, came in pairs):
        return "These are the right numbers in reverse order."
    if all(
        torch.allclose(want.sort().values, came.sort().values, rtol=1e-4) for want, came in pairs
    ):
        return "These are the right numbers in another order."
    return ""


def _whatever_comes_in(results: Sequence[tuple[object, object]]) -> str:
    """Say that the same came on all inputs, where the results should differ."""
    (right, first), *others = results
    same = all(same_numbers(first, came) for _, came in others)
    if others and same and not all(same_numbers(right, want) for want, _ in others):
        return "The same comes out whatever goes in. Are the arguments used?"
    return ""


def _in_first_place(case: Case) -> str:
    """Say what the first of several results that is off is to the right one."""
    places = _places_off(case)
    if not places:
        return ""
    at = [(want[places[0]], came[places[0]]) for want, came in case.results]
    words = relation(numbers_of(at), case.sizes)
    return f"{named(places[:1])}: this is {words}." if words else ""


def _in_one_place(case: Case) -> str:
    """Say which of several results is off, if it is only one."""
    places = _places_off(case)
    first = case.results[0][0]
    if len(places) == 1 and isinstance(first, tuple) and len(first) > 1:
        return f"Only {named(places)} is off, all else is right."
    return ""


def _places_off(case: Case) -> tuple:
    """Return the places of several results at which the answer is off on some input."""
    first = case.results[0][0]
    if not all(_has_places(*pair) and len(pair[0]) == len(first) for pair in case.results):
        return ()
    return tuple(
        place
        for place in (first if isinstance(first, dict) else range(len(first)))
        if any(case.part.differs(want[place], came[place]) for want, came in case.results)
    )


def _has_places(want: object, came: object) -> bool:
    if isinstance(want, dict):
        return isinstance(came, dict) and want.keys() == came.keys()
    return isinstance(want, tuple) and isinstance(came, tuple | list) and len(want) == len(came)


def _as_far_as(case: Case) -> str:
    """Say how far a row is right that is right at its beginning, on the input that is shown."""
    want, came = case.results[case.shown]
    if not isinstance(want, list) or not isinstance(came, list) or len(want) != len(came):
        return ""
    wrong = [case.part.differs(*pair) is not None for pair in zip(want, came, strict=True)]
    first = wrong.index(True) if True in wrong else 0
    if first and all(wrong[first:]):
        return f"The first {first} are right." if first > 1 else "Only the first is right."
    return ""


def _on_some_inputs(case: Case) -> str:
    right, part = case.yardstick.right, case.part
    good = [i for i in range(len(right)) if not differ(part, right[i], case.got[i])]
    if good == [0] and len(right) > 2:
        return "Right on the first input alone. Is something of it written into the code?"
    if good:
        return "It is right on other inputs. What is different here?"
    return ""
