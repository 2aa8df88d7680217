"""Mistakes that people make in every exercise, recognised without being written out each time."""

import torch

from course_utils.checking.comparison import Difference, numbers_in
from course_utils.checking.plain_data import type_name

# Fragments of error messages: whole messages and classes change between versions of torch.
_ERRORS = {
    "bitwise_xor": "In Python ^ is not a power: write x ** 2.",
    "unsupported operand type(s) for ^": "In Python ^ is not a power: write x ** 2.",
    "could not infer output dtype": "Integers have no mean in torch: make the tensor float.",
    "has no attribute 'arrange'": "The function is called torch.arange, with one r.",
    "Only Tensors of floating point": "Only floats can be differentiated: write 1.0, not 1.",
    "must match the size of tensor": "The shapes do not fit: compare them before you combine them.",
    "only one element tensors can be converted": "A number was needed and a whole tensor came.",
    "Can't call numpy() on Tensor that requires grad": "Write t.detach().numpy().",
    "'dtype' must be": "A dtype is written without quotes: torch.float32.",
    "divmod()": "divmod takes Python numbers: add .item() to the tensor.",
    "must be Tensor, not": "torch's functions take tensors. For a Python number there is math.",
    "'NoneType'": "Something is None: does a function lack its return?",
    "'ellipsis'": "There is still a ... to be filled in.",
    " 'list'": "Lists have no arithmetic: make a tensor of the numbers first.",
    "has no attribute": "There is nothing of that name here: check the spelling and the object.",
    "is ambiguous": "A whole tensor is neither true nor false: compare entry by entry.",
    "is not defined": "A name is not known here: check its spelling.",
    "not associated with a value": "A name is used before it is given a value.",
    "object is not callable": "Something is called like a function and is not one.",
    "required positional argument": "A function was called with fewer arguments than its def has.",
    "positional argument": "A function was called with more arguments than its def has.",
    "recursion depth": "The function calls itself without end.",
    "tried to end Python": "Leave out exit() and input(): all that is needed comes as arguments.",
}

_NUMBER = "This is a Python number. Return the tensor itself: lesson 06 needs to trace it."
_TYPES = {
    "float": _NUMBER,
    "int": _NUMBER,
    "list": "This is a list. Let torch do the arithmetic and return the tensor.",
    "tuple": "This is a tuple: is there a comma too many after return?",
    "ndarray": "This is a NumPy array. torch.from_numpy turns it into a tensor.",
    "NoneType": "The function returns None: is there a return?",
    "function": "The result is a function: are the brackets () missing that call it?",
    "builtin_function_or_method": "The result is a function: are the brackets () missing?",
    "method": "The result is a function: are the brackets () missing?",
}


def recognise(part, inputs, expected, got):
    """Return a sentence for the first common mistake that explains `got`, or ''."""
    for want, came in zip(expected, got, strict=True):
        if came.error is not None and want.error is None:
            return _error(came.error.message)
        if came.changed and came.changed != want.changed:
            return "Work on a copy: x.clone(), or an expression that makes a new tensor."
        found = part.differs(want.value, came.value)
        if found:
            said = "" if part.is_value and found.kind == "type" else _by_kind(found)
            return said or _factor(inputs, expected, got)
    return ""


def _error(message):
    return next((hint for fragment, hint in _ERRORS.items() if fragment in message), "")


def _by_kind(found: Difference):
    if found.kind == "type" and isinstance(found.expected, torch.Tensor):
        return _TYPES.get(type_name(found.got), "")
    if found.kind == "type" and found.got is None:
        return _TYPES["NoneType"]
    if found.kind == "dtype":
        return "The dtype is not the one asked for: look at how the tensor was made."
    if found.kind == "shape":
        return _shape(found.expected, found.got)
    if found.kind == "tracking":
        return "Something detached the result: .item(), .detach(), .numpy() or torch.tensor(...)."
    if found.kind == "nan":
        return "nan or inf: a division by zero, or a root or logarithm of a number that has none."
    return ""


def _shape(want, came):
    if not isinstance(want, torch.Tensor):
        return ""
    n = want.numel()
    if want.ndim == 0:
        return "One number was asked for: something is not yet summed or averaged."
    if came.ndim == 0:
        return (
            "Many numbers were asked for and one came: something is summed or averaged too early."
        )
    if tuple(came.shape) == (n, n) and n > 1:
        return "Every entry met every other: (n,) and (n, 1) were combined."
    if came.numel() == n:
        return "The right number of entries in the wrong shape: a bracket or a None too many?"
    if want.ndim == came.ndim == 1 and abs(came.numel() - n) == 1:
        return "One entry too many or too few: where does the range end?"
    return ""


def _factor(inputs, expected, got):
    """Name the constant factor between all the answers and the truth, if there is one."""
    pairs = [(numbers_in(w.value), numbers_in(g.value)) for w, g in zip(expected, got, strict=True)]
    if any(want is None or came is None or want.shape != came.shape for want, came in pairs):
        return ""
    sizes = [next((len(a) for a in args if _is_vector(a)), 1) for args in inputs]
    named = {
        "twice the right answer": lambda n: 2.0,
        "half the right answer": lambda n: 0.5,
        "the right answer with the wrong sign": lambda n: -1.0,
        "n times the right answer (a sum where a mean was meant?)": lambda n: float(n),
        "the right answer divided by n (divided twice?)": lambda n: 1.0 / n,
    }
    for words, factor in named.items():
        if all(_ratio_is(*pair, factor(n)) for pair, n in zip(pairs, sizes, strict=True)):
            return f"This is {words}."
    return ""


def _is_vector(value):
    return isinstance(value, torch.Tensor) and value.ndim > 0


def _ratio_is(want, came, factor):
    atol = 1e-6 * float(want.abs().max()) if want.numel() else 0.0
    return torch.allclose(came, factor * want, rtol=1e-3, atol=atol)
