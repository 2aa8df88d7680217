"""What came of an answer, as JSON and back: it comes from a process that nobody trusts.

Of what is read only numbers, texts, tensors and arrays are made, in lists, tuples and dicts, and
nothing is run. What is not of this form is refused.
"""

import base64

import numpy as np
import torch

from course_utils.checking.handing_in import HandedIn
from course_utils.checking.plain_data import MOST_ENTRIES, Opaque
from course_utils.checking.trial import Failure, Outcome, Trial

DEEPEST = 8  # lists in lists; plain data has half as many
_PLAIN = (type(None), bool, int, float, str)
_DTYPES = {str(one): one for one in vars(torch).values() if isinstance(one, torch.dtype)}
_KINDS = "biufc"  # of NumPy's dtypes


def to_json(handed: HandedIn) -> dict:
    """Return what came of an answer in a form that `json` can write."""
    trial = handed.trial
    if trial is None:
        return {"no_function": handed.no_function}
    tried = trial.outcomes if trial.outcomes is None else [_outcome(one) for one in trial.outcomes]
    return {
        "outcomes": tried,
        "limit": trial.limit,
        "finished": trial.finished,
        "printed": trial.printed,
    }


def from_json(said: object, inputs: int) -> HandedIn:
    """Return what came of an answer to so many inputs; ValueError if it does not have that form."""
    try:
        if "no_function" in said:
            return HandedIn(no_function=_of(str, said["no_function"]))
        tried = said["outcomes"]
        if tried is not None:
            tried = tuple(_read_outcome(one) for one in _of(list, tried))
        if tried is not None and len(tried) != inputs:
            raise ValueError(f"expected {inputs} outcomes; got {len(tried)}")
        times = _of(float, said["limit"]), _of(bool, said["finished"])
        return HandedIn(Trial(tried, *times, _of(str, said["printed"])))
    except (LookupError, TypeError, AttributeError, ArithmeticError, RuntimeError) as error:
        raise ValueError(f"what came of the answer cannot be read: {error}") from error


def _of(kind, value):
    if type(value) is not kind:
        raise TypeError(f"expected {kind.__name__}; got {type(value).__name__}")
    return value


def _outcome(one):
    error = one.error and [one.error.kind, one.error.message, one.error.line]
    return {"value": _value(one.value), "error": error, "changed": list(one.changed)}


def _read_outcome(said):
    error = said["error"]
    if error is not None:
        kind, message, line = (_of(str, text) for text in error)
        error = Failure(kind, message, line)
    changed = tuple(_of(str, name) for name in said["changed"])
    return Outcome(_read(said["value"], DEEPEST), error, changed)


def _value(value):
    if type(value) in _PLAIN:
        return value
    if type(value) is list:
        return [_value(entry) for entry in value]
    if type(value) is tuple:
        return {"tuple": [_value(entry) for entry in value]}
    if type(value) is dict:
        return {"dict": [[key, _value(entry)] for key, entry in value.items()]}
    if type(value) is complex:
        return {"complex": [value.real, value.imag]}
    if type(value) is torch.dtype:
        return {"dtype": str(value)}
    if isinstance(value, torch.Tensor):
        return {"tensor": _tensor(value)}
    if isinstance(value, np.ndarray | np.generic):
        array = np.asarray(value)
        form = [array.dtype.str, list(array.shape), _text(array.tobytes())]
        return {"array" if isinstance(value, np.ndarray) else "scalar": form}
    return {"opaque": value.type_name}


def _tensor(tensor):
    data = None if tensor.device.type == "meta" else _text(_bytes(tensor))
    return [str(tensor.dtype), list(tensor.shape), data, tensor.requires_grad]


def _bytes(tensor):
    flat = tensor.detach().resolve_conj().resolve_neg().contiguous().reshape(-1)
    return flat.view(torch.uint8).numpy().tobytes() if flat.numel() else b""


def _text(data):
    return base64.b64encode(data).decode("ascii")


def _read(said, deep):
    if type(said) in _PLAIN:
        return said
    if not deep:
        raise ValueError("lists in lists without end")
    if type(said) is list:
        return [_read(entry, deep - 1) for entry in said]
    ((kind, form),) = said.items()
    if kind == "tuple":
        return tuple(_read(entry, deep - 1) for entry in form)
    if kind == "dict":
        return {_of(str, key): _read(entry, deep - 1) for key, entry in form}
    if kind == "opaque":
        return Opaque(_of(str, form))
    return _READERS[kind](form)


def _read_tensor(form):
    dtype, shape, data, tracked = form
    dtype, shape = _DTYPES[dtype], [_of(int, n) for n in shape]
    if data is None:
        return torch.empty(shape, dtype=dtype, device="meta")
    data = bytearray(base64.b64decode(data, validate=True))
    tensor = torch.frombuffer(data, dtype=dtype) if data else torch.empty(0, dtype=dtype)
    if tensor.numel() > MOST_ENTRIES:
        raise ValueError("a huge tensor")
    return tensor.reshape(shape).requires_grad_(_of(bool, tracked))


def _read_array(form):
    dtype, shape, data = np.dtype(_of(str, form[0])), form[1], form[2]
    if dtype.kind not in _KINDS:
        raise ValueError(f"no numbers: {dtype}")
    return np.frombuffer(bytearray(base64.b64decode(data, validate=True)), dtype).reshape(shape)


_READERS = {
    "complex": lambda form: complex(*(_of(float, part) for part in form)),
    "dtype": _DTYPES.__getitem__,
    "tensor": _read_tensor,
    "array": _read_array,
    "scalar": lambda form: _read_array(form)[()],
}
