"""Let each answer draw the same random numbers."""

import torch

from course_utils.checking.plain_data import as_numbers


def from_one_state(answer, *args):
    """Return what an answer gives when torch's random state is always the same before it."""
    torch.manual_seed(7)
    return as_numbers(answer(*args))
