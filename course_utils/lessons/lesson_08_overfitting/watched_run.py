"""What comes of a run that trains and validates (exercise 8.2), and where it goes wrong first."""

import numpy as np
import torch

from course_utils.checking.comparison import difference, same_numbers
from course_utils.checking.plain_data import as_numbers


def as_numbers_only(losses):
    """Return a list of losses as numbers; as one tensor if one of them can still go backward."""
    entries = losses if isinstance(losses, list | tuple) else [losses]
    held = any(isinstance(entry, torch.Tensor) and entry.requires_grad for entry in entries)
    if isinstance(losses, torch.Tensor | np.ndarray):
        losses = losses.tolist()
    losses = as_numbers(losses)
    return torch.tensor(losses, requires_grad=True) if held else losses


def by_name(answer, *args):
    """Return what comes back, by name: how many losses there are, then the losses and params.

    Of two results, or four, only the number counts; where the losses are too many or too few, only
    how many.
    """
    result = answer(*args)
    if type(result) not in (tuple, list):
        return result.detach() if isinstance(result, torch.Tensor) else result
    if len(result) != 3:
        return [None] * len(result)
    *both, params = result
    losses = [as_numbers_only(each) for each in both]
    params = params.detach() if isinstance(params, torch.Tensor) else as_numbers(params)
    numbers = [len(each) if hasattr(each, "__len__") else "no list" for each in losses]
    if numbers != [args[-1]] * 2:
        losses, params = [None, None], None
    return {"how many losses": f"{numbers[0]} and {numbers[1]}"} | dict(
        zip(("train", "val", "params"), (*losses, params), strict=True)
    )


def moved(params):
    return torch.as_tensor(params).double() - torch.tensor([1.0, 0.0])


def first_off(want, came):
    """Return where an answer goes wrong first: a name, and of losses the epoch, counted from 0."""
    for epoch, pair in enumerate(zip(want["train"], want["val"], strict=True)):
        for name, loss in zip(("train", "val"), pair, strict=True):
            if difference(loss, as_numbers(came[name][epoch])):
                return name, epoch
    return "params", len(want["train"])


def goes_wrong(where):
    """Return a `when`: so many losses came as are asked for, and `where` holds of the first slip.

    It is handed the name and the epoch, and what was wanted and came.
    """

    def when(want, came):
        enough = want["how many losses"] == came["how many losses"]
        return enough and where(*first_off(want, came), want, came)

    return when


def step_is_scaled(name, epoch, want, came):
    """True if the first step is off; where it can be seen, only by a factor above 0."""
    if epoch != 1 or name == "val":
        return False
    if name == "train":  # there params are those of a later step
        return True
    wanted, way = moved(want["params"]), moved(came["params"])
    factor = float(way @ wanted / (wanted @ wanted))
    return factor > 0 and same_numbers(factor * wanted, way, 1e-3)
