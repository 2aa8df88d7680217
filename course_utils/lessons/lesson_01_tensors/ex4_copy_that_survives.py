"""Exercise 1.4: A copy that survives."""

import torch

from course_utils.checking.comparison import difference
from course_utils.checking.exercises import exercise

keep = exercise(
    "1.4",
    "A copy that survives",
    hints=(
        "Explore: which of the ways to make B from A gave B a storage of its own?",
        "`detach` alone shares the storage, `clone` alone keeps the history. They can be chained.",
        "return params.detach()....",
    ),
)


def parameters(generator):
    plain = torch.randn(3, generator=generator)
    tracked = torch.randn(2, generator=generator).requires_grad_()
    return [(plain,), (tracked,), (torch.randn(2, 2, generator=generator),)]


def after_ten_updates(snapshot, params):
    """Take the snapshot, move params ten times in place, and look at the snapshot."""
    tracked, numbers = params.requires_grad, params.tolist()
    copy = snapshot(params)
    kept = (params.requires_grad, params.tolist()) == (tracked, numbers)
    with torch.no_grad():
        for _ in range(10):
            params -= 0.1
    is_tensor = isinstance(copy, torch.Tensor)
    return {
        "leaves params alone": kept,
        "shares memory with params": is_tensor and _storage(copy) == _storage(params),
        "the copy after ten updates": copy.detach() if is_tensor else copy,
        "is params itself": copy is params,
        "has a history": is_tensor and copy.grad_fn is not None,
    }


def _storage(tensor):
    return tensor.untyped_storage().data_ptr()


@keep.part(probes=parameters, observe=after_ten_updates)
def snapshot(params):
    """Return a copy of params, a tensor, that later in-place updates leave alone."""
    return params.detach().clone()


snapshot.slips(
    {
        "Same storage: this is a second name for the same tensor. Nothing was copied.": (
            "return params"
        ),
        "Same storage: a slice or any other view, even [:], sees every update.": "return params[:]",
        "Same storage: a new tensor around the old memory, which .detach() makes, too. "
        "It is the bug in the published article's reset cell.": [
            "return params.detach()",
            "return params.data",
            "import copy; return copy.copy(params)",
        ],
    }
)
snapshot.findings(
    {
        "leaves params alone": (
            "params itself has changed: what ends in an underscore, as detach_(), acts in place.",
            "return params.detach_().clone()",
        ),
        "shares memory with params": (
            "Same storage: this is a view, which sees every update.",
            "return params.view(-1)",
        ),
        "has a history": (
            "The copy remembers how it was made, and params with it. .detach() cuts that off.",
            "return params.clone()",
        ),
    }
)


def holds_other_numbers(want, came):
    """True if the copy is off, and nothing that came before it in the dict."""
    found = difference(want, came)
    return found is not None and found.expected is want["the copy after ten updates"]


snapshot.slip(
    "The copy has a storage of its own, and other numbers than params. Which are copied?",
    lambda params: torch.zeros_like(params),
    when=holds_other_numbers,
)

snapshot.same(
    {
        "Detached once or twice, first or last, a copy is a copy.": [
            ("clone()", "clone().detach()"),
            ("detach().clone()", "clone().detach()"),
        ]
    }
)
