"""Readings for exercise 8.5 on which wrong ways to choose a degree choose wrong."""

import torch

# By seed, how many readings choose and how many test, and the degrees to choose from. Found by
# trying: what looks only at the first or last error, at three, at their median or largest, at
# errors without a square, at one split, at the training or the test error, or at other degrees
# than these, chooses wrong in four of them at least, and no two choose alike in all.
CONTESTED = {
    443: (9, 9, range(1, 6)),
    909: (8, 6, [4, 2, 3, 1]),
    1181: (9, 5, [1, 2, 4]),
    653: (10, 7, [5, 3, 1, 0]),
    134: (8, 4, [0, 2, 3]),
    2246: (9, 9, range(1, 6)),
    1444: (8, 6, [4, 2, 3, 1]),
    640: (9, 5, [1, 2, 4]),
    1551: (10, 7, [5, 3, 1, 0]),
}


def contested(generator):
    """Return arguments for 8.5: the readings of each seed, in units and from a zero of their own.

    That changes no choice: the errors of all polynomials of a degree grow by the same factor.
    """
    probes = []
    for seed, (n, n_test, degrees) in CONTESTED.items():
        zero_x, zero_y, unit_x, unit_y = torch.rand(4, generator=generator)
        x, y, x_test, y_test = curves(n, n_test, torch.Generator().manual_seed(seed))
        x, x_test = ((0.5 + unit_x) * t + 2 * zero_x for t in (x, x_test))
        y, y_test = ((0.5 + unit_y) * t + 9 * zero_y for t in (y, y_test))
        probes.append((x, y, x_test, y_test, degrees))
    return probes


def curves(n, n_test, generator):
    """Return readings of a wavy curve, and test readings of another, x spread from -2 to 2."""

    def spread(end, count):
        return torch.linspace(-end, end, count) + 0.1 * torch.randn(count, generator=generator)

    x, x_test = spread(2, n), spread(1.9, n_test)
    a, b, c, d = torch.randn(4, generator=generator)
    y = 3 * a * x + b * x**2 + 0.7 * c * x**3 + 2 * torch.sin(3 * x + d)
    y_test = 3 * d * x_test + c * x_test**2 + b * x_test**3
    noise, noise_test = (torch.randn(count, generator=generator) for count in (n, n_test))
    return x, y + noise, x_test, y_test + noise_test
