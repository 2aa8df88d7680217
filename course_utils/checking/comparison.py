"""Say whether two results are the same, and if not, in which respect they differ.

Both are plain data, as `plain_data.as_data` makes it.
"""

import math
import numbers
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import torch

from course_utils.checking.plain_data import SHOWN, distinct, kind_of, shape, short

TOLERANCE = 1e-4  # relative; what float32 keeps after a few hundred operations


@dataclass
class Difference:
    """`kind` is one of type, dtype, shape, tracking, nan, value; `text` says what came instead.

    `expected` and `got` are what differs: of a tuple or a dict, the first item that does, whose
    indices and keys are the `place`. Where nothing else is `told`, they are written out, and only
    when they are asked for: of most differences nothing need be known but that there is one.
    """

    kind: str
    told: str
    expected: object = None
    got: object = None
    place: tuple[int | str, ...] = ()

    @property
    def text(self) -> str:
        """What came instead, in words."""
        if self.told:
            return self.told
        want, came = distinct(self.expected, self.got)
        return f"expected {want}, got {came}"

    def __str__(self) -> str:
        return f"{named(self.place)}: {self.text}" if self.place else self.text


def named(place: tuple[int | str, ...]) -> str:
    """Return the name of a place in a result: its key, as an exercise chose it, or its index."""
    first, *rest = place
    begin = first if isinstance(first, str) else f"result[{first}]"
    return begin + "".join(f"[{step!r}]" for step in rest)


def difference(
    expected: object, got: object, exact_dtype: bool = False, tolerance: float = TOLERANCE
) -> Difference | None:
    """Return None where `got` is as good as `expected`, else the first `Difference`.

    Tensors must agree in type, shape and value, and never broadcast. Any floating dtype will do for
    a floating one, unless `exact_dtype`. Where a plain number is expected, a 0-d tensor will do.
    Tuples and dicts are compared item by item.
    """
    if isinstance(expected, dict):
        return _dicts(expected, got, exact_dtype, tolerance)
    if isinstance(expected, list | tuple):
        return _sequences(expected, got, exact_dtype, tolerance)
    if isinstance(expected, np.ndarray) and isinstance(got, np.ndarray):
        return _tensors(torch.tensor(expected), torch.tensor(got), exact_dtype, tolerance)
    if isinstance(expected, torch.Tensor):
        return _tensors(expected, got, exact_dtype, tolerance)
    if isinstance(expected, bool | str):
        return _plain(expected, got)
    if isinstance(expected, numbers.Real):
        return _numbers(expected, got, tolerance)
    if type(expected) is not type(got):
        text = f"expected {kind_of(expected)}, got {kind_of(got)}"
        return Difference("type", text, expected, got)
    return None if expected == got else _other_value(expected, got)


def same_numbers(one: object, other: object, tolerance: float = TOLERANCE) -> bool:
    """True if two results hold the same numbers in the same order, whatever type and shape."""
    one, other = numbers_in(one), numbers_in(other)
    if one is None or other is None or one.shape != other.shape:
        return False
    one, other = one.numpy(), other.numpy()
    return not _has_new_nan(one, other) and bool(_close(one, other, tolerance).all())


def numbers_in(value: object) -> torch.Tensor | None:
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


def _other_value(expected: object, got: object) -> Difference:
    return Difference("value", "", expected, got)


def _tensors(
    expected: torch.Tensor, got: object, exact_dtype: bool, tolerance: float
) -> Difference | None:
    def differ(kind: str, text: str, place: tuple[int, ...] = ()) -> Difference:
        return Difference(kind, text, expected, got, place)

    if not isinstance(got, torch.Tensor):
        # An exercise may have looked at a 0-d tensor as at a number.
        came = "one number" if isinstance(got, float | int) and expected.ndim else kind_of(got)
        return differ("type", f"expected {kind_of(expected)}, got {came}")
    if _family(expected) != _family(got) or (exact_dtype and expected.dtype != got.dtype):
        return differ("dtype", f"expected {expected.dtype}, got {got.dtype}")
    if expected.shape != got.shape:
        return differ("shape", f"expected shape {shape(expected)}, got {shape(got)}")
    if expected.requires_grad and not got.requires_grad:
        return differ("tracking", "the result is cut off from autograd (requires_grad is lost)")
    if torch.equal(expected, got):  # quick, as most that are compared are
        return None
    want, came = (_in_float64(tensor) for tensor in (expected, got))
    if _has_new_nan(want, came):
        return differ("nan", f"the result holds {short(came[~np.isfinite(came)][0].item())}")
    same = _close(want, came, tolerance)
    if same.all():
        return None
    first = int(np.argmin(same))  # as if it were flat
    if first < SHOWN:
        return _other_value(expected, got)
    want, came = distinct(*(values.flatten()[first].item() for values in (want, came)))
    place = np.unravel_index(first, same.shape)
    text = f"entry [{', '.join(str(int(i)) for i in place)}]: expected {want}, got {came}"
    return differ("value", text)


def _in_float64(tensor: torch.Tensor) -> np.ndarray:
    tensor = tensor.detach()
    return (torch.view_as_real(tensor) if tensor.is_complex() else tensor).double().numpy()


def _family(tensor: torch.Tensor) -> object:
    if tensor.is_floating_point():
        return "floating"
    return tensor.dtype if tensor.is_complex() or tensor.dtype == torch.bool else "integer"


def _has_new_nan(expected: np.ndarray, got: np.ndarray) -> bool:
    is_new = ~np.isfinite(got)
    return bool(is_new.any() and (is_new & np.isfinite(expected)).any())


def _close(expected: np.ndarray, got: np.ndarray, tolerance: float) -> np.ndarray:
    """Return where two float64 arrays of one shape agree."""
    finite, size = np.isfinite(expected), np.abs(expected)
    # Noise near zero is judged against the largest entry: 1e-9 beside 1e3 is zero in float32.
    largest = size.max(initial=0.0, where=finite)
    slack = tolerance * size + 0.01 * tolerance * (largest or 0.1)
    with np.errstate(all="ignore"):  # inf - inf, and what overflows
        near = finite & (np.abs(got - expected) <= slack)
    if not finite.all():
        near |= (got == expected) | (np.isnan(got) & np.isnan(expected))
    return near


def _numbers(expected: numbers.Real, got: object, tolerance: float) -> Difference | None:
    came = _item(got)
    if isinstance(came, bool) or not isinstance(came, numbers.Real):
        return Difference("type", f"expected one number, got {kind_of(came)}", expected, got)
    want, came = float(expected), float(came)
    if math.isfinite(want) and not math.isfinite(came):
        return Difference("nan", f"the result holds {short(came)}", expected, got)
    # What `_close` does for one entry, without a tensor for it: a path may have hundreds.
    size = abs(want) if math.isfinite(want) else 0.0
    slack = tolerance * size + 0.01 * tolerance * (size or 0.1)
    both_nan = math.isnan(want) and math.isnan(came)
    same = want == came or abs(came - want) <= slack or both_nan
    return None if same else _other_value(expected, got)


def _plain(expected: bool | str, got: object) -> Difference | None:
    came = _item(got)
    if isinstance(expected, str) and isinstance(came, torch.dtype):
        came = str(came)
    if type(came) is not type(expected):
        wanted = "True or False" if isinstance(expected, bool) else "a text in quotes"
        return Difference("type", f"expected {wanted}, got {kind_of(came)}", expected, got)
    if isinstance(came, str):
        return None if _normal(came) == _normal(expected) else _other_value(expected, got)
    return None if came == expected else _other_value(expected, got)


def _item(value: object) -> object:
    """Return the number in a NumPy number, or in a tensor or an array of shape (); else `value`."""
    if isinstance(value, np.generic | np.ndarray | torch.Tensor) and value.ndim == 0:
        return value.item()
    return value


def _normal(text: str) -> str:
    return text.strip().casefold().removeprefix("torch.")


def _sequences(
    expected: list | tuple, got: object, exact_dtype: bool, tolerance: float
) -> Difference | None:
    is_row = isinstance(got, torch.Tensor | np.ndarray) and got.ndim == 1
    if not isinstance(got, list | tuple) and not is_row:
        text = f"expected {len(expected)} values, got {kind_of(got)}"
        return Difference("type", text, expected, got)
    if len(got) != len(expected):  # before a row is taken apart: it may be huge
        text = f"expected {len(expected)} values, got {len(got)}"
        return Difference("shape", text, expected, got)
    came = got
    if is_row:
        came = list(got) if any(isinstance(e, torch.Tensor) for e in expected) else got.tolist()
    placed = zip(range(len(came)), expected, came, strict=True)
    return _first(placed, exact_dtype, tolerance)


def _dicts(expected: dict, got: object, exact_dtype: bool, tolerance: float) -> Difference | None:
    if not isinstance(got, dict) or got.keys() != expected.keys():
        text = f"expected {', '.join(expected)}; got {kind_of(got)}"
        return Difference("type", text, expected, got)
    placed = ((key, expected[key], got[key]) for key in expected)
    return _first(placed, exact_dtype, tolerance)


def _first(
    placed: Iterable[tuple[int | str, object, object]], exact_dtype: bool, tolerance: float
) -> Difference | None:
    for step, expected, got in placed:
        if found := difference(expected, got, exact_dtype, tolerance):
            return replace(found, place=(step, *found.place))
    return None
