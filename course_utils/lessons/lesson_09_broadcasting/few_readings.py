"""Readings for training loops that take another number of axes for x than for y."""

import torch

from course_utils import simulate


def readings(x_axes, y_axes, columns=(1, 1, 1)):
    """Return probes: a tenth of the diary, one reading, five readings; so many axes and columns."""

    def probes(generator):
        torch.optim.SGD([torch.zeros(1)], lr=1.0)  # the first ever made takes a second
        t_u, t_c = simulate.thermometer()
        drawn = [(0.1 * t_u[:, None], t_c, 1e-2, 25)]
        for n, d, steps in zip((1, 5), columns[1:], (3, 4), strict=True):
            X = torch.randn(n, d, generator=generator) + 1
            y = 5 * torch.randn(n, generator=generator) + 10
            drawn.append((X, y, 0.05, steps))
        if max(columns) > 1:
            X, y = torch.randn(6, 2, generator=generator), torch.randn(6, generator=generator)
            drawn.append((X, 4 * y + 10, 0.1, 5))
        return [
            (X if x_axes == 2 else X[:, 0], y if y_axes == 1 else y[:, None], *settings)
            for X, y, *settings in drawn
        ]

    return probes
