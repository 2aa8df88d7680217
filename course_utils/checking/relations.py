"""What the numbers of an answer are to the right ones, where that is the same on every input."""

from collections.abc import Callable, Iterator, Sequence

import torch

from course_utils.checking.comparison import numbers_in
from course_utils.checking.trial import Args

Pair = tuple[torch.Tensor, torch.Tensor]  # the numbers that were wanted, and those that came, flat

PRECISION = 1e-4  # relative: half of what float32 keeps, as a factor is itself computed
_FACTORS = {
    "twice the right answer": lambda n: 2.0,
    "half the right answer": lambda n: 0.5,
    "the right answer with the wrong sign": lambda n: -1.0,
    "n times the right answer (a sum where a mean was meant?)": lambda n: n,
    "the right answer divided by n (divided twice?)": lambda n: 1 / n,
    "n / (n - 1) times the right answer (is it divided by n - 1, and not by n?)": (
        lambda n: n / (n - 1) if n > 1 else float("nan")
    ),
    "(n - 1) / n times the right answer (is it divided by n, and not by n - 1?)": (
        lambda n: (n - 1) / n
    ),
}


def numbers_of(results: Sequence[tuple[object, object]]) -> list[Pair]:
    """Return the numbers of both sides on each input; [] if a side holds anything else.

    What an exercise calls by names is no row of numbers.
    """
    if any(isinstance(value, dict) for result in results for value in result):
        return []
    pairs = [(numbers_in(want), numbers_in(came)) for want, came in results]
    return [] if any(one is None or other is None for one, other in pairs) else pairs


def sizes_of(inputs: Sequence[Args]) -> list[int]:
    """Return how many readings each input holds: the length of its first tensor."""
    return [next((len(arg) for arg in args if _is_vector(arg)), 1) for args in inputs]


def _is_vector(value: object) -> bool:
    return isinstance(value, torch.Tensor) and value.ndim > 0


def may_be_related(want: torch.Tensor, came: torch.Tensor) -> bool:
    """True unless the numbers of one input alone rule out that there is a relation."""
    if want.shape != came.shape:
        return False
    return len(want) == 1 or _same(came, want) or any(_of_all(want, came))


def are_various(pairs: Sequence[Pair]) -> bool:
    """True for numbers so different that no relation holds by chance."""
    return bool(pairs) and _tells(torch.cat([want for want, _ in pairs]))


def relation(pairs: Sequence[Pair], sizes: Sequence[int]) -> str:
    """Say what came of what was wanted, such as 'twice the right answer'; '' if nothing simple.

    `pairs` and `sizes`, the number of readings that an input holds, are those of all inputs.
    """
    if not pairs or any(want.shape != came.shape for want, came in pairs) or _are_zero(pairs):
        return ""
    for words, factor in _FACTORS.items():
        varies = factor(2) != factor(3)
        if varies and len({*sizes}) == 1:  # then n is a number like any other
            continue
        if all(_same(came, factor(n) * want) for (want, came), n in zip(pairs, sizes, strict=True)):
            return words
    want, came = (torch.cat(side) for side in zip(*pairs, strict=True))
    return next(_of_all(want, came), "") if _tells(want) else ""


def _of_all(want: torch.Tensor, came: torch.Tensor) -> Iterator[str]:
    factor = float(want @ came / (want @ want))
    if abs(factor - 1) > 0.01 and abs(factor) > PRECISION and _same(came, factor * want):
        yield f"{factor:.4g} times the right answer"
    offset = float((came - want).mean())
    if abs(offset) > 0.001 * float(want.abs().max()) and _same(came, want + offset):
        yield f"the right answer {'plus' if offset > 0 else 'minus'} {abs(offset):.4g}"
    for words, function in _FUNCTIONS.items():
        if _same(came, function(want)):
            yield words


_FUNCTIONS: dict[str, Callable[[torch.Tensor], torch.Tensor]] = {
    "the root of the right answer": torch.sqrt,
    "the square of the right answer": torch.square,
    "1 divided by the right answer": torch.reciprocal,
}


def _are_zero(pairs: Sequence[Pair]) -> bool:
    return not any(bool(want.any()) for want, _ in pairs)


def _tells(want: torch.Tensor) -> bool:
    return len(torch.unique(want)) >= 3


def _same(one: torch.Tensor, other: torch.Tensor) -> bool:
    if not (torch.isfinite(one).all() and torch.isfinite(other).all()):
        return False
    atol = 0.01 * PRECISION * float(other.abs().max()) if other.numel() else 0.0
    return torch.allclose(one, other, rtol=PRECISION, atol=atol)
