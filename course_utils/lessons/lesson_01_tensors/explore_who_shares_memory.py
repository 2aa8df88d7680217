"""Lesson 01: B is made from A, then an entry of A is pulled. Does B change?

What moves is in `explore_who_shares_memory.js`; here is what it is held against.
"""

import itertools

import torch

from course_utils import simulate
from course_utils.explore.explorer import Explorer

SET, TO = 3, 9.0  # the entry that the lesson sets, and to what

# How B is made from A, a tensor of shape (6,): what is shown, and what is run.
WAYS = {
    "A": lambda a: a,
    "A[2:5]": lambda a: a[2:5],
    "A.view(2, 3)": lambda a: a.view(2, 3),
    "A.view(2, 3).T": lambda a: a.view(2, 3).T,
    "A.detach()": lambda a: a.detach(),
    "torch.from_numpy(A.numpy())": lambda a: torch.from_numpy(a.numpy()),
    "A.clone()": lambda a: a.clone(),
    "A * 1": lambda a: a * 1,
    "torch.tensor(A.numpy())": lambda a: torch.tensor(a.numpy()),
}


def readings():
    """Return the first six readings in °C, in a storage of their own."""
    return simulate.thermometer()[1][:6].clone()


def compute(way, a):
    """Make B from the readings, set the entries of A and compare."""
    tensor = readings()
    b = WAYS[way](tensor)
    before, b_before = tensor.clone(), b.clone()
    tensor[:] = torch.tensor(a)
    return {
        "a": tensor.tolist(),
        "b": b.flatten().tolist(),
        "shape": list(b.shape),
        "stride": list(b.stride()),
        "offset": b.storage_offset(),
        "looks": places(b),
        "isNew": (tensor != before).tolist(),
        "shares": b.untyped_storage().data_ptr() == tensor.untyped_storage().data_ptr(),
        "changed": (b != b_before).flatten().tolist(),
    }


def places(b):
    """Return at which place of its storage each entry looks, by the addresses in memory."""
    start = b.untyped_storage().data_ptr()
    indices = itertools.product(*map(range, b.shape))
    return [(b[index].data_ptr() - start) // b.element_size() for index in indices]


def caption():
    """Say what the still picture shows, and not how many ways let B change, which is asked."""
    return f"After `A[{SET}] = {TO:g}`, B changes whenever it looks at A's storage, and only then."


EXPLORER = Explorer(
    name="who_shares_memory",
    title="Who shares memory?",
    question="1.p4",
    compute=compute,
    caption=caption,
)


def who_shares_memory():
    """Ask how many ways let B change, then let the reader pull at A."""
    EXPLORER.show()
