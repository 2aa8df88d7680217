"""Noise in torch: the kernels of free operations are replaced by some that move their results."""

import contextlib
import math
import warnings

import numpy as np
import torch
from torch.utils._python_dispatch import TorchDispatchMode

from noise.draws import Inexact, Inside, is_inside
from noise.operations import FREE, LISTED, RANDOM, RANGE

# What this module itself computes with, however NumPy is changed.
_sum, _matmul = np.add.reduce, np.matmul

_FLOATS = (torch.float32, torch.float64)


class UnknownOperation(Exception):
    """An operation of torch that is listed neither as free nor as fixed."""


def _base(name):
    """Return an operation's name, aten::add_.Tensor, without variant, in-place mark and lists."""
    name = name.removeprefix("aten::").removeprefix("_foreach_").partition(".")[0]
    return name if name.startswith("__") else name.removesuffix("_")


class Census(TorchDispatchMode):
    """Raises UnknownOperation where a floating-point result comes from an operation not listed."""

    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        result = func(*args, **(kwargs or {}))
        ours = (
            func.namespace == "aten" and not func.is_view and _base(func._schema.name) not in LISTED
        )
        if ours and any(t.is_floating_point() for t in _tensors(result)):
            raise UnknownOperation(f"{func}: list it in noise/operations.py, as free or as fixed")
        return result


class _Kernel:
    """Takes the place of the kernel of one operation of torch, and moves its results."""

    def __init__(self, func, draws):
        self._base, self._draws = _base(func._schema.name), draws
        self._kernel = torch.library.get_kernel(func, "CPU")
        self._changes = any(a.alias_info and a.alias_info.is_write for a in func._schema.arguments)
        kinds = [str(argument.type) for argument in func._schema.arguments]
        self._tensors = [place for place, kind in enumerate(kinds) if kind == "Tensor"]
        self._limits = RANGE.get(self._base)
        self._longer = _LONGER.get(self._base)
        self._judged = self._base not in (*RANDOM, "uniform")

    def __call__(self, keys, *args, **kwargs):
        args = self._with_tensors(args)
        if is_inside() or not _may_differ(self._base, args, kwargs):
            return self._kernel.call_boxed(keys, *args, **kwargs)
        with Inside():
            if self._draws.pass_by():
                return self._kernel.call_boxed(keys, *args, **kwargs)
            return self._moved(keys, args, kwargs)

    def _with_tensors(self, args):
        """Return the arguments with each number a tensor again that torch had unwrapped."""
        numbers = [p for p in self._tensors if p < len(args) and not _is_tensor(args[p])]
        if not numbers:
            return args
        args = list(args)
        dtype = next(args[p].dtype for p in self._tensors if _is_tensor(args[p]))
        for p in numbers:
            fits = dtype.is_floating_point or not isinstance(args[p], float)
            args[p] = torch.tensor(args[p], dtype=dtype if fits else None)
        return args

    def _moved(self, keys, args, kwargs):
        again = None
        if self._changes and self._judged:  # now, because the arguments will not be what they were
            again = self._again(keys, args, kwargs)
        result = self._kernel.call_boxed(keys, *args, **kwargs)
        for place, tensor in enumerate(_tensors(result)):
            if tensor.dtype not in _FLOATS:
                continue

            def judge(place=place):
                nonlocal again
                if again is None and self._judged:
                    again = self._again(keys, args, kwargs)
                return again[place] if again else None

            self._draws.move(tensor.detach().numpy(), judge, self._limits)
        return result

    def _again(self, keys, args, kwargs):
        """Return the results in another precision, as arrays; none if they cannot be had."""
        wide = any(t.dtype is torch.float32 for t in _tensors([*args, *kwargs.values()]))
        if not wide and self._longer:
            return [self._longer(*map(_long, args), **kwargs)]
        try:
            args = [_other(value, wide) for value in args]
            kwargs = {name: _other(value, wide) for name, value in kwargs.items()}
        except Inexact:
            return ()
        return [t.numpy() for t in _tensors(self._kernel.call_boxed(keys, *args, **kwargs))]


def _is_tensor(value):
    return isinstance(value, torch.Tensor)


def _may_differ(base, args, kwargs):
    """Return False where IEEE 754 leaves no choice."""
    if base in ("add", "sub"):
        alpha = kwargs.get("alpha", args[2] if len(args) > 2 else 1)
        return math.frexp(abs(alpha))[0] != 0.5  # a power of two times a number is exact
    if base in ("sum", "mean", "prod"):  # two have one order
        return _terms(*args[:2]) > 2
    if base in ("dot", "mv", "mm", "bmm"):  # a product alone
        return args[0].shape[-1] > 1
    if base == "uniform":  # low + (high - low) * draw
        return len(args) > 1 and args[1] != 0
    if base == "pow":  # those are a product, a quotient or a root
        return isinstance(args[1], torch.Tensor) or args[1] not in (-1, 0, 0.5, 1, 2)
    return True


def _terms(x, dim=None):
    """Return how many numbers go into one result of a sum."""
    if not isinstance(dim, int | list) or dim == []:
        return x.numel()
    return math.prod(x.shape[d] for d in ([dim] if isinstance(dim, int) else dim))


def _long(value):
    return (
        value.detach().numpy().astype(np.longdouble) if isinstance(value, torch.Tensor) else value
    )


def _reduced(reduce):
    def longer(x, dim=None, keepdim=False, **_):
        axis = None if dim is None or dim == [] else tuple(np.atleast_1d(dim).tolist())
        return reduce(x, axis=axis, keepdims=keepdim)

    return longer


def _meaned(x, dim=None, keepdim=False, **_):
    total = _reduced(_sum)(x, dim, keepdim)
    return total / (x.size // total.size)


# In long double, for float64.
_LONGER = dict.fromkeys("dot vdot mv mm bmm".split(), lambda a, b, **_: _matmul(a, b))
_LONGER |= {"sum": _reduced(_sum), "mean": _meaned}


def _other(value, wide):
    """Return an argument in float64 if `wide`, else in float32, or raise Inexact."""
    if isinstance(value, torch.Tensor):
        if not value.is_floating_point():
            return value
        if wide:
            return value.detach().double() if value.dtype is torch.float32 else value.clone()
        narrow = value.detach().float()
        if not torch.equal(narrow.double(), value):
            raise Inexact
        return narrow
    if isinstance(value, torch.dtype) and value.is_floating_point:
        return torch.float64 if wide else torch.float32
    if isinstance(value, list | tuple):
        return [_other(item, wide) for item in value]
    return value


def _tensors(value):
    """Return the tensors in a value that is one, or a list of such values."""
    if isinstance(value, torch.Tensor):
        return [value]
    if isinstance(value, list | tuple):
        return [tensor for item in value for tensor in _tensors(item)]
    return []


def kernels(draws):
    """Return the operations that are moved, each with the kernel that moves it by these draws.

    That takes four times as long as to put them in their places, so it is done once.
    """
    return [(func, _Kernel(func, draws)) for func in _replaced()]


def _replaced():
    """Return the operations of torch with a kernel of their own whose results are free.

    Those on lists, and those that only make tensors, have none: they call others.
    """
    free, has_kernel = {*FREE, "uniform"}, torch._C._dispatch_has_kernel_for_dispatch_key
    for name in torch._C._dispatch_get_all_op_names():
        if not name.startswith("aten::") or _base(name) not in free:
            continue
        packet, _, overload = name.removeprefix("aten::").partition(".")
        func = getattr(getattr(torch.ops.aten, packet), overload or "default")
        takes_one = any(str(argument.type) == "Tensor" for argument in func._schema.arguments)
        composed = has_kernel(name, "CompositeExplicitAutograd") and takes_one
        if has_kernel(name, "CPU") or composed:
            yield func


@contextlib.contextmanager
def moved_in_torch(moving):
    """Move what torch returns, for the length of a `with`; `moving` is what `kernels` returned."""
    library = torch.library.Library("aten", "IMPL")
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Warning only once")  # that kernels are replaced
        for func, kernel in moving:
            library.impl(func, kernel, "CPU", with_keyset=True, allow_override=True)
    try:
        yield
    finally:
        library._destroy()
