"""Say whether two results are the same, and if not, in which respect they differ.

Both are plain data, as `plain_data.as_data` makes it.
"""

import math
import numbers
from dataclasses import dataclass

import numpy as np
import torch

from course_utils.checking.plain_data import SHOWN, kind_of, shape, short

TOLERANCE = 1e-4  # relative; what float32 keeps after a few hundred operations


@dataclass
class Difference:
    """`kind` is one of type, dtype, shape, tracking, nan, value; `text` a sentence about it.

    `expected` and `got` are what differs: of a tuple or a dict, the first item that does.
    """

    kind: str
    text: str
    expected: object = None
    got: object = None


def difference(expected, got, exact_dtype=False, tolerance=TOLERANCE):
    """Return None where `got` is as good as `expected`, else the first `Difference`.

    Tensors must agree in type, shape and value, and never broadcast. Any floating dtype will do for
    a floating one, unless `exact_dtype`. Where a plain number is expected, a 0-d tensor will do.
    Tuples and dicts are compared item by item.
    """
    if isinstance(expected, dict | list | tuple):
        compare = _dicts if isinstance(expected, dict) else _sequences
        return compare(expected, got, exact_dtype, tolerance)
    if isinstance(expected, np.ndarray) and isinstance(got, np.ndarray):
        found = _tensors(torch.tensor(expected), torch.tensor(got), exact_dtype, tolerance)
    elif isinstance(expected, torch.Tensor):
        found = _tensors(expected, got, exact_dtype, tolerance)
    elif isinstance(expected, bool | str):
        found = _plain(expected, got)
    elif isinstance(expected, numbers.Real):
        found = _numbers(expected, got, tolerance)
    elif type(expected) is not type(got):
        found = Difference("type", f"expected {kind_of(expected)}, got {kind_of(got)}")
    else:
        found = None if expected == got else Difference("value", "")
    if found:
        found.expected, found.got = expected, got
    return found


def same_numbers(one, other, tolerance=TOLERANCE):
    """True if two results hold the same numbers in the same order, whatever type and shape."""
    one, other = numbers_in(one), numbers_in(other)
    if one is None or other is None or one.shape != other.shape:
        return False
    return _values(one, other, tolerance) is None


def numbers_in(value):
    """Return all numbers in a result as one flat float64 tensor; None if it holds anything else."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        if value and all(type(entry) in (float, int) for entry in value):  # quick, for the long
            return torch.tensor([float(entry) for entry in value], dtype=torch.float64)
        parts = [numbers_in(entry) for entry in value]
        return None if not parts or any(p is None for p in parts) else torch.cat(parts)
    if isinstance(value, np.ndarray | np.number | numbers.Real) and not np.iscomplexobj(value):
        return torch.from_numpy(np.asarray(value, dtype=np.float64).flatten())
    if isinstance(value, torch.Tensor) and not value.is_complex() and value.device.type == "cpu":
        return value.detach().double().flatten()
    return None


def _tensors(expected, got, exact_dtype, tolerance):
    if not isinstance(got, torch.Tensor):
        return Difference("type", f"expected a tensor, got {kind_of(got)}")
    if _family(expected) != _family(got) or (exact_dtype and expected.dtype != got.dtype):
        return Difference("dtype", f"expected {expected.dtype}, got {got.dtype}")
    if expected.shape != got.shape:
        return Difference("shape", f"expected shape {shape(expected)}, got {shape(got)}")
    if expected.requires_grad and not got.requires_grad:
        return Difference("tracking", "the result is cut off from autograd (requires_grad is lost)")
    if expected.is_complex():
        expected, got = torch.view_as_real(expected), torch.view_as_real(got)
    return _values(expected.detach().double(), got.detach().double(), tolerance)


def _family(tensor):
    if tensor.is_floating_point():
        return "floating"
    return tensor.dtype if tensor.is_complex() or tensor.dtype == torch.bool else "integer"


def _values(expected, got, tolerance):
    if (~torch.isfinite(got) & torch.isfinite(expected)).any():
        return Difference("nan", f"the result holds {short(got[~torch.isfinite(got)][0].item())}")
    finite = expected[torch.isfinite(expected)].abs()
    # Noise near zero is judged against the largest entry: 1e-9 beside 1e3 is zero in float32.
    largest = float(finite.max()) if finite.numel() else 0.0
    atol = 0.01 * tolerance * (largest or 0.1)
    same = torch.isclose(got, expected, rtol=tolerance, atol=atol, equal_nan=True)
    return None if same.all() else Difference("value", _which_entry(expected, got, same))


def _which_entry(expected, got, same):
    """Name the first entry that differs, where `short` would not show it."""
    first = int((~same).flatten().nonzero()[0])
    if first < SHOWN:
        return ""
    place = ", ".join(str(int(i)) for i in torch.unravel_index(torch.tensor(first), same.shape))
    want, came = (short(values.flatten()[first].item()) for values in (expected, got))
    return f"entry [{place}]: expected {want}, got {came}"


def _numbers(expected, got, tolerance):
    got = _item(got)
    if isinstance(got, bool) or not isinstance(got, numbers.Real):
        return Difference("type", f"expected one number, got {kind_of(got)}")
    expected, got = float(expected), float(got)
    if math.isfinite(expected) and not math.isfinite(got):
        return Difference("nan", f"the result holds {short(got)}")
    # What `_values` does for one entry, without a tensor for it: a path may have hundreds.
    size = abs(expected) if math.isfinite(expected) else 0.0
    slack = tolerance * size + 0.01 * tolerance * (size or 0.1)
    both_nan = math.isnan(expected) and math.isnan(got)
    same = expected == got or abs(got - expected) <= slack or both_nan
    return None if same else Difference("value", "")


def _plain(expected, got):
    got = _item(got)
    if isinstance(expected, str) and isinstance(got, torch.dtype):
        got = str(got)
    if type(got) is not type(expected):
        wanted = "True or False" if isinstance(expected, bool) else "a text in quotes"
        return Difference("type", f"expected {wanted}, got {kind_of(got)}")
    if isinstance(got, str):
        got, expected = (_normal(text) for text in (got, expected))
    return None if got == expected else Difference("value", "")


def _item(value):
    """Return the number in a NumPy number, or in a tensor or an array of shape (); else `value`."""
    if isinstance(value, np.generic | np.ndarray | torch.Tensor) and value.ndim == 0:
        return value.item()
    return value


def _normal(text):
    return text.strip().casefold().removeprefix("torch.")


def _sequences(expected, got, exact_dtype, tolerance):
    is_row = isinstance(got, torch.Tensor | np.ndarray) and got.ndim == 1
    if not isinstance(got, list | tuple) and not is_row:
        text = f"expected {len(expected)} values, got {kind_of(got)}"
        return Difference("type", text, expected, got)
    if len(got) != len(expected):  # before a row is taken apart: it may be huge
        text = f"expected {len(expected)} values, got {len(got)}"
        return Difference("shape", text, expected, got)
    if is_row:
        got = list(got) if any(isinstance(e, torch.Tensor) for e in expected) else got.tolist()
    pairs = zip(expected, got, strict=True)
    named = ((f"value {i}", *pair) for i, pair in enumerate(pairs))
    return _first(named, exact_dtype, tolerance)


def _dicts(expected, got, exact_dtype, tolerance):
    if not isinstance(got, dict) or got.keys() != expected.keys():
        text = f"expected {', '.join(expected)}; got {kind_of(got)}"
        return Difference("type", text, expected, got)
    named = ((key, expected[key], got[key]) for key in expected)
    return _first(named, exact_dtype, tolerance)


def _first(named_pairs, exact_dtype, tolerance):
    for name, expected, got in named_pairs:
        if found := difference(expected, got, exact_dtype, tolerance):
            said = found.text or f"expected {short(expected)}, got {short(got)}"
            return Difference(found.kind, f"{name}: {said}", found.expected, found.got)
    return None
