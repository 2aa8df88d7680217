"""Answers to the exercises of lesson 02."""

import math

import numpy as np
import torch
import torch.nn.functional as F


def coarse(y, power):
    candidates = torch.arange(-100.0, 101.0)
    return candidates[((y - candidates[:, None]).abs() ** power).mean(1).argmin()]


def wrong_nll(r, sigma, n=None, variance=None, sign=1):
    n, variance = n or len(r), variance or sigma**2
    return sign * (n / 2 * math.log(2 * math.pi * variance) + (r**2).sum() / (2 * variance))


def flat_index(surface, ws, bs):
    k = torch.argmin(surface)
    return ws[k], bs[k], surface.flatten()[k]


def unravelled(surface, which, swap=False):
    row, column = torch.unravel_index(which(surface), surface.shape)
    return (column, row) if swap else (row, column)


def highest(surface, ws, bs):
    i, j = unravelled(surface, torch.argmax)
    return float(ws[i]), float(bs[j]), float(surface[i, j])


def swapped(surface, ws, bs):
    i, j = unravelled(surface, torch.argmin)
    return float(bs[j]), float(ws[i]), float(surface[i, j])


WRONG = [
    (
        "2.1 mse",
        lambda y_hat, y: torch.tensor(np.mean((y_hat.numpy() - y.numpy()) ** 2)),
        "NumPy",
    ),
    ("2.1 mse", lambda y_hat, y: ((y_hat - y) ** 2).sum(), "sum"),
    ("2.1 mse", lambda y_hat, y: ((y_hat - y) ** 2).sum() / (2 * len(y)), "half"),
    ("2.1 rmse", lambda y_hat, y: ((y_hat - y) ** 2).mean(), "root"),
    ("2.1 rmse", lambda y_hat, y: (y_hat - y).pow(2).sqrt().mean(), "before the mean"),
    ("2.1 mae", lambda y_hat, y: (y_hat - y).mean(), "absolute value"),
    ("2.1 mae", lambda y_hat, y: (y - y_hat).mean(), "absolute value"),
    ("2.1 sse", lambda y_hat, y: ((y_hat - y) ** 2).sum().item(), "tensor"),
    ("2.1 mae", lambda y_hat, y: float((y_hat - y).abs().mean()), "tensor"),
    ("2.2 best_for_mse", lambda y: y.median(), "mean"),
    ("2.2 best_for_mae", lambda y: y.mean(), "median"),
    ("2.2 best_for_mse", lambda y: (y.max() + y.min()) / 2, "range"),
    ("2.2 best_for_mae", lambda y: (y.max() + y.min()) / 2, "range"),
    ("2.2 best_for_mse", lambda y: coarse(y, 2), "grid"),
    ("2.2 best_for_mae", lambda y: coarse(y, 1), "grid"),
    ("2.3 mse_in_f", lambda mse: 1.8 * mse, "3.24"),
    ("2.3 mse_in_f", lambda mse: 1.8 * mse + 32, "offset"),
    ("2.3 rmse_in_f", lambda rmse: 1.8 * rmse + 32, "offset"),
    ("2.3 mae_in_f", lambda mae: 1.8 * mae + 32, "offset"),
    ("2.4 nll", lambda r, sigma: wrong_nll(r, sigma, n=1), "n"),
    ("2.4 nll", lambda r, sigma: wrong_nll(r, sigma, variance=sigma), "squared"),
    ("2.4 nll", lambda r, sigma: wrong_nll(r, sigma, sign=-1), "sign"),
    ("2.5 lowest", flat_index, "row and a column"),
    ("2.5 lowest", highest, "highest"),
    ("2.5 lowest", swapped, "swapped"),
    ("2.6 model_c", "useful", "lesson 08"),
    ("2.6 model_b", "useful", "RMSE"),
    ("2.6 ranking", ["A", "B", "constant"], "77.14"),
]


def _lowest_by_loop(surface, ws, bs):
    cells = [(surface[i, j], i, j) for i in range(len(ws)) for j in range(len(bs))]
    loss, i, j = min(cells)
    return ws[i], bs[j], loss


class RootMeanSquare:
    """An answer that is an object."""

    def __call__(self, y_hat, y):
        return (y_hat - y).square().mean() ** 0.5

    def method(self, y_hat, y):
        return self(y_hat, y)


def rms_with_keywords(*, y_hat=None, y=None):
    return torch.linalg.norm(y_hat - y) / len(y) ** 0.5


RIGHT = [
    ("2.1 sse", lambda y_hat, y: torch.einsum("i,i->", y_hat - y, y_hat - y)),
    ("2.1 sse", lambda y_hat, y: sum((a - b) ** 2 for a, b in zip(y_hat, y, strict=True))),
    ("2.1 sse", lambda y_hat, y: F.mse_loss(y_hat, y, reduction="sum")),
    ("2.1 mse", F.mse_loss),
    ("2.1 mse", torch.nn.MSELoss()),
    ("2.1 mse", lambda y_hat, y: ((y_hat.double() - y.double()) ** 2).mean()),
    ("2.1 rmse", lambda y_hat, y: F.mse_loss(y_hat, y) ** 0.5),
    ("2.1 rmse", lambda y_hat, y: rms_with_keywords(y=y, y_hat=y_hat)),
    ("2.1 rmse", RootMeanSquare()),
    ("2.1 rmse", RootMeanSquare().method),
    ("2.1 mae", F.l1_loss),
    ("2.1 mae", lambda y_hat, y: torch.where(y > y_hat, y - y_hat, y_hat - y).mean()),
    ("2.2 best_for_mse", torch.mean),
    ("2.2 best_for_mse", lambda y: y.sum() / y.numel()),
    ("2.2 best_for_mae", lambda y: y.sort().values[len(y) // 2]),
    ("2.2 best_for_mae", lambda y: y.quantile(0.5)),
    ("2.3 mse_in_f", lambda mse: (9 / 5) ** 2 * mse),
    ("2.3 mse_in_f", lambda mse: torch.tensor(3.24) * mse),
    ("2.3 rmse_in_f", lambda rmse: rmse * 9 / 5),
    ("2.3 mae_in_f", lambda mae: np.float64(1.8) * mae),
    ("2.4 nll", lambda r, sigma: -torch.distributions.Normal(0, sigma).log_prob(r).sum()),
    (
        "2.4 nll",
        lambda r, sigma: F.gaussian_nll_loss(
            r, 0 * r, 0 * r + sigma**2, full=True, reduction="sum"
        ),
    ),
    ("2.5 lowest", _lowest_by_loop),
    ("2.5 lowest", lambda s, ws, bs: torch.stack(_lowest_by_loop(s, ws, bs))),
    ("2.5 lowest", lambda s, ws, bs: [v.double().item() for v in _lowest_by_loop(s, ws, bs)]),
    ("2.6 model_a", " Useful"),
    ("2.6 ranking", ("a", "constant", "b")),
]
