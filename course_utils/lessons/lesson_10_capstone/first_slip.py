"""Read what an experiment (exercise 10.1) hands back, as far as its first slip."""

import torch

from course_utils.checking.comparison import difference
from course_utils.checking.plain_data import as_numbers

# What is looked at together; the first of these that is wrong is spoken of.
STAGES = [("train", "val"), ("train_mse",), ("val_mse",), ("loo",), ("w", "b")]
FITS = "train_mse is that of w and b"
WHOLE = "all in a dict"  # an entry that says which keys are missing


def up_to_the_first_slip(right, got):
    """Return the dict `got` as the right one but for its first wrong entries."""
    if got is None:
        return got
    want = {key: plain(key, entry) for key, entry in right.items()} | {WHOLE: "seven keys"}
    if not isinstance(got, dict):
        return want | {WHOLE: "no dict"}
    if missing := [key for key in right if key not in got]:
        return want | {WHOLE: f"no {', '.join(missing)}"}
    for stage in STAGES:
        came = {key: plain(key, got[key]) for key in stage}
        if any(difference(want[key], came[key], tolerance=1e-3) for key in stage):
            return want | came
    return want


def is_mse_of_its_line(got, t_u, t_c):
    """True unless the train_mse in the dict `got` is not that of its own w and b on its train."""
    try:
        rows = plain("train", got["train"])
        residuals = got["w"] * t_u[rows] + got["b"] - t_c[rows]
        return abs(float((residuals**2).mean()) / float(got["train_mse"]) - 1) < 1e-3
    except Exception:  # what is in it may be anything: then there is no such line
        return False


def plain(key, entry):
    """Return an entry in one form: positions in rising order, as a tensor; all else as a number."""
    if key not in ("train", "val"):
        return as_numbers(entry)
    places = as_numbers(entry.tolist() if hasattr(entry, "tolist") else entry)
    if not isinstance(places, list | tuple) or not places:
        return places
    if not {*map(type, places)} <= {int, float}:
        return places
    return torch.tensor(places).sort().values
