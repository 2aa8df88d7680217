"""The readings that several exercises of this lesson try."""

import torch

from course_utils import simulate

T_U, T_C = simulate.thermometer()
TRAIN, VAL = [9, 6, 5, 8, 4, 7, 0, 1, 3], [2, 10]  # the split in the book


def wavy(n, generator):
    """Return n readings of a wavy curve, their x spread from -2 to 2, so that no fit is wild."""
    shift, noise = torch.randn(2, n, generator=generator)
    x = torch.linspace(-2, 2, n) + 0.1 * shift
    return x, 3 * x + x**2 + 5 + 2 * torch.sin(3 * x) + noise
