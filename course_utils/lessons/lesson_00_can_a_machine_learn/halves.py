"""Numbers whose sums are exact, so that a sum of 0 is 0 on every machine."""

import torch


def halves(generator, many, most=3):
    """Return a list of `many` random multiples of 0.5 from -most to most."""
    drawn = torch.randint(-2 * most, 2 * most + 1, (many,), generator=generator)
    return (drawn / 2).tolist()
