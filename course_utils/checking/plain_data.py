"""Look at what an answer handed back: make plain data of it, name it, write it short.

Size comes first: of what is huge nothing is copied, compared or written.
"""

import functools
import itertools
import math
import types
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import torch

MOST_ENTRIES = 100_000  # in a whole result; a tenth of it in one list or dict
LONGEST = 10_000  # characters of a text
UNREADABLE = 5  # characters from which on a number is as good as drawn by chance
EDGE_CASE = 1000  # what it costs that a row of one shows little
MOST_COUNTED = 100  # entries of a tensor whose digits are counted
SHOWN = 6  # entries of a list or a tensor that `short` writes
DIGITS = 4  # of a number that is not whole
_DEPTH = 4  # of lists in lists
_WIDEST = 400  # characters that `short` writes

# What holds entries, or letters; each knows its length, whatever a subclass says.
_CONTAINERS = (str, bytes, bytearray, list, tuple, dict, set, frozenset)

_NAMES = {
    "NoneType": "None",
    "float": "a Python float",
    "int": "a Python int",
    "bool": "True or False",
    "str": "a text",
    "huge str": "a huge text",
    "huge str_": "a huge text",
    "ndarray": "a NumPy array",
    "function": "a function",
    "builtin_function_or_method": "a function",
    "method": "a function",
    "type": "a class",
}


@dataclass(frozen=True)
class Opaque:
    """Stands for an object that no exercise asks for; `type_name` is all that is kept of it."""

    type_name: str


class TooLarge(ValueError):
    """Raised in place of a result that is too large to be looked at."""


def as_data(value: object) -> object:
    """Return a copy of `value` made of numbers, texts, tensors, arrays, lists, tuples and dicts.

    Anything else becomes an `Opaque`, so that whatever looks at the copy runs no code of the
    answer's, and so does what is huge. Of a huge tensor the shape is kept. Call it in the sandbox:
    a hostile object may do anything when it is copied.
    """
    if not issubclass(type(value), torch.Tensor) and is_huge(value):
        return Opaque(f"huge {_name(type(value))}")
    return _copy(value, _DEPTH)


def is_huge(value: object) -> bool:
    """True if `value`, with all that is in it, has more than `MOST_ENTRIES` entries or letters."""
    entries, unseen = 0, [value]
    while unseen and entries <= MOST_ENTRIES:
        value = unseen.pop()
        kind = type(value)  # not isinstance: an object can lie about its __class__
        base = next((base for base in _CONTAINERS if issubclass(kind, base)), None)
        if base:
            entries += base.__len__(value)
        elif issubclass(kind, torch.Tensor):
            entries += _numel(value)
        elif issubclass(kind, np.ndarray):
            entries += np.ndarray.size.__get__(value)
        if entries <= MOST_ENTRIES:
            unseen += _inside(value, base)
    return entries > MOST_ENTRIES


def _inside(value: object, base: type | None) -> Iterable:
    if base is dict:
        return [*dict.keys(value), *dict.values(value)]
    return base.__iter__(value) if base in (list, tuple, set, frozenset) else ()


def bounded(answer: object) -> object:
    """Return `answer`, such that what it gives can be looked at: TooLarge if it gives what is huge.

    That holds for values and for functions. TooLarge, too, if `answer` itself is huge.
    """
    if type(answer) is not types.FunctionType:
        return _not_huge(answer)

    @functools.wraps(answer)
    def within_bounds(*args: object, **options: object) -> object:
        return _not_huge(answer(*args, **options))

    return within_bounds


def _not_huge(value: object) -> object:
    if is_huge(value):
        raise TooLarge(f"the result is huge: it has more than {MOST_ENTRIES} entries")
    return value


def _copy(value: object, depth: int) -> object:
    kind = type(value)
    if kind is int and value.bit_length() > 1000:  # more than a float can hold
        return Opaque("huge int")
    if kind is str and len(value) > LONGEST:
        return Opaque("huge text")
    if value is None or kind in (bool, int, float, complex, str, torch.dtype, Opaque):
        return value
    if issubclass(kind, torch.Tensor):
        return _plain_tensor(value)
    if issubclass(kind, np.str_ | np.bool_):
        return _copy(value.item(), depth)
    if issubclass(kind, np.number):
        return value
    if kind is np.ndarray and value.dtype.kind in "biufc" and value.size <= MOST_ENTRIES:
        return value.copy()
    if depth and issubclass(kind, list | tuple):
        base = list if issubclass(kind, list) else tuple
        if base.__len__(value) <= MOST_ENTRIES // 10:
            return base(_copy(entry, depth - 1) for entry in base.__iter__(value))
    if depth and kind is dict and len(value) <= MOST_ENTRIES // 10:
        if all(type(key) is str and len(key) <= LONGEST for key in value):
            return {key: _copy(entry, depth - 1) for key, entry in value.items()}
    return Opaque(_name(kind))


def _name(kind: type) -> str:
    return type.__dict__["__name__"].__get__(kind)


def _numel(tensor: torch.Tensor) -> int:
    with torch._C.DisableTorchFunctionSubclass():
        return tensor.numel()


def _plain_tensor(tensor: torch.Tensor) -> torch.Tensor | Opaque:
    with torch._C.DisableTorchFunctionSubclass():  # the documented way past a subclass's overrides
        if tensor.layout != torch.strided or tensor.is_nested or tensor.is_quantized:
            return Opaque("tensor of a special kind")
        if tensor.device.type != "cpu":
            return Opaque(f"tensor on {tensor.device.type}")
        plain = tensor.detach().as_subclass(torch.Tensor)
        if plain.numel() > MOST_ENTRIES:
            return torch.empty(plain.shape, dtype=plain.dtype, device="meta")
        return plain.clone().requires_grad_(tensor.requires_grad)


def as_numbers(value: object) -> object:
    """Return `value`, a plain number for each 0-d tensor or array in it or in its lists."""
    if type(value) in (list, tuple):
        return type(value)(as_numbers(entry) for entry in value)
    is_number = isinstance(value, torch.Tensor | np.ndarray | np.generic) and value.ndim == 0
    return value.item() if is_number else value


def type_name(value: object) -> str:
    """Return the name of the type of `value`, also where only an `Opaque` is left of it."""
    return value.type_name if isinstance(value, Opaque) else type(value).__name__


def kind_of(value: object) -> str:
    """Name what `value` is in words, for a sentence that begins with 'got'."""
    if isinstance(value, torch.Tensor):
        return f"a tensor of shape {shape(value)}"
    if isinstance(value, np.generic):
        return "a NumPy number"
    name = type_name(value)
    return _NAMES.get(name, f"{'an' if name[:1] in 'aeiouAEIOU' else 'a'} {name}")


def shape(tensor: torch.Tensor) -> str:
    """Return the shape as people write it: (11,), (11, 1), ()."""
    return str(tuple(tensor.shape))


def short(value: object, most: int = SHOWN, digits: int = DIGITS) -> str:
    """Write plain data in one line, of a list or a tensor no more than `most` entries.

    A number that is not whole is written with so many `digits`.
    """
    text = _short(value, most, digits)
    return text if len(text) <= _WIDEST else text[: _WIDEST - 1] + "…"


def distinct(one: object, other: object) -> tuple[str, str]:
    """Write two values with as few digits as tell them apart."""
    for digits in (DIGITS, 6, 9, 17):
        texts = short(one, digits=digits), short(other, digits=digits)
        if texts[0] != texts[1]:
            break
    return texts


def effort(*values: object) -> int:
    """Return how hard it is to follow by hand: many numbers and many digits cost most."""
    total = 0
    for value in values:
        if isinstance(value, torch.Tensor | np.ndarray):
            few = value.flatten()[:MOST_COUNTED]
            total += EDGE_CASE if value.ndim and len(few) < 2 else 0
            total += effort(*few.tolist()) * max(1, math.prod(value.shape)) // max(1, len(few))
        elif isinstance(value, dict | list | tuple):
            total += effort(*(value.values() if isinstance(value, dict) else value))
        elif isinstance(value, float) and value:
            total += min(len(short(value, digits=6)), UNREADABLE) ** 2
        else:
            total += 1
    return total


def _short(value: object, most: int, digits: int) -> str:
    if isinstance(value, torch.Tensor):
        return _short_tensor(value, most, digits)
    if isinstance(value, list | tuple):
        inside = ", ".join(_short(v, most, digits) for v in value[:most])
        inside += ", …" * (len(value) > most)
        if isinstance(value, list):
            return f"[{inside}]"
        return f"({inside},)" if len(value) == 1 else f"({inside})"
    if isinstance(value, float):
        return _short_number(value, digits)
    if isinstance(value, Opaque):
        return kind_of(value)
    if isinstance(value, dict):
        value = dict(itertools.islice(value.items(), 60))  # more than there is room for
    text = repr(value[:60] if isinstance(value, str) else value)
    return text if len(text) <= 60 else text[:57] + "…"


def _short_tensor(tensor: torch.Tensor, most: int, digits: int) -> str:
    if tensor.device.type == "meta":  # a huge one
        return kind_of(tensor)
    flat = [_short(v, most, digits) for v in tensor.detach().flatten()[:most].tolist()]
    if tensor.ndim == 0:
        return f"tensor({flat[0]})"
    more = ", …" * (tensor.numel() > most)
    end = "" if tensor.ndim == 1 and not more else f", shape {shape(tensor)}"
    return f"tensor([{', '.join(flat)}{more}]{end})"


def _short_number(number: float, digits: int) -> str:
    """Write a number with so many digits; more if it has more before the point."""
    if not 1e-4 <= abs(number) < 1e6:
        return f"{number:.{digits}g}"
    before = math.floor(math.log10(abs(number))) + 1
    text = f"{number:.{max(0, digits - before)}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
