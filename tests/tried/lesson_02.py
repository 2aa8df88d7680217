"""Answers to the exercises of lesson 02."""

import math

import numpy as np
import torch
import torch.nn.functional as F


def coarse(y, power):
    candidates = torch.arange(-100.0, 101.0)
    return candidates[((y - candidates[:, None]).abs() ** power).mean(1).argmin()]


def pointed_heights(r, s):
    return torch.exp(-r.abs() / s) / (2 * s)


def weighed(r, warm=4.0, cold=1.0):
    return r.clamp(min=0) * warm + (-r).clamp(min=0) * cold


def bisected(y, share=0.2, steps=60):
    """The constant below which `share` of the targets lie, by halving."""
    low, high = y.min().item() - 1, y.max().item() + 1
    for _ in range(steps):
        middle = (low + high) / 2
        low, high = (middle, high) if (y <= middle).double().mean() < share else (low, middle)
    return torch.tensor(high)


def walked(y):
    """Climbs from target to target as long as the mean cost falls."""
    best = None
    for c in sorted(y.tolist()):
        now = weighed(c - y).mean()
        if best is not None and now >= best[0]:
            break
        best = now, c
    return torch.tensor(best[1])


def by_whole_degrees(y):
    return min(torch.arange(-50.0, 51.0), key=lambda c: weighed(c - y).mean())


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
    ("2.4 pointed_nll", lambda r, s: -pointed_heights(r, s).prod(), "logarithm"),
    ("2.4 pointed_nll", lambda r, s: pointed_heights(r, s).log().sum(), "turn the sign"),
    ("2.4 pointed_nll", lambda r, s: -pointed_heights(r, s).log().mean(), "n times"),
    ("2.4 pointed_nll", lambda r, s: -pointed_heights(r, s).log10().sum(), "base 10"),
    ("2.4 pointed_nll", lambda r, s: -pointed_heights(r**2, s).log().sum(), "bell curve"),
    ("2.4 pointed_nll", lambda r, s: -pointed_heights(r, s**2).log().sum(), "square"),
    ("2.4 pointed_nll", lambda r, s: -pointed_heights(r, 2 * s).log().sum(), "not by 2 s"),
    ("2.4 pointed_nll", lambda r, s: -pointed_heights(r.mean(), s).log(), "averaged before"),
    ("2.4 pointed_nll", lambda r, s: r.abs().sum() / s, "divided by 2 s"),
    ("2.4 pointed_nll", lambda r, s: r.abs().mean(), "MAE"),
    ("2.4 pointed_nll", lambda r, s: -torch.distributions.Normal(0, s).log_prob(r).sum(), "bell"),
    ("2.4 pointed_nll", lambda r, s: len(r) * math.log(2 * s) - r.abs().sum() / s, "signs"),
    ("2.4 pointed_nll", lambda r, s: len(r) * math.log(s) + r.abs().sum() / s, "2 s"),
    ("2.4 pointed_nll", lambda r, s: len(r) * np.log2(2 * s) + r.abs().sum() / s, "base 2"),
    ("2.4 pointed_nll", lambda r, s: pointed_heights(r, s).prod().log(), "turn the sign"),
    ("2.4 same_best_line", "mse", "Which sum"),
    ("2.4 same_best_line", "the mean absolute error", "one of four"),
    ("2.5 cost", lambda y_hat, y: weighed(y_hat - y, 1, 4).mean(), "exchanged"),
    ("2.5 cost", lambda y_hat, y: weighed(y_hat - y, 4, 4).mean(), "same"),
    ("2.5 cost", lambda y_hat, y: weighed(y_hat - y, 4, 0).mean(), "nothing"),
    ("2.5 cost", lambda y_hat, y: weighed(y_hat - y, 4, -1).mean(), "minus 1"),
    ("2.5 cost", lambda y_hat, y: weighed(y_hat - y).sum(), "sum"),
    ("2.5 cost", lambda y_hat, y: weighed(y_hat - y).sum() / 11, "eleven"),
    ("2.5 cost", lambda y_hat, y: weighed((y_hat - y) ** 2).mean(), "square"),
    ("2.5 cost", lambda y_hat, y: weighed((y_hat - y).mean()), "cancel"),
    ("2.5 cost", lambda y_hat, y: (4 * (y_hat > y) + 1 * (y_hat < y)).float().mean(), "each"),
    ("2.5 cost", lambda y_hat, y: float(weighed(y_hat - y).mean()), "Python number"),
    ("2.5 cheapest", lambda y: y.kthvalue(len(y) // 2 + 1).values, "median"),
    ("2.5 cheapest", lambda y: bisected(y, 0.8), "exchanged"),
    ("2.5 cheapest", lambda y: torch.quantile(y, 0.2), "between"),
    ("2.5 cheapest", lambda y: y.sort().values[0], "coldest"),
    ("2.5 cheapest", lambda y: min(weighed(c - y).mean() for c in y), "lowest cost"),
    ("2.5 cheapest", by_whole_degrees, "round"),
    ("2.5 cheapest", lambda y: y.mean() * 0.2, "By hand"),
    ("2.6 model_c", "useful", "lesson 08"),
    ("2.6 model_b", "useful", "RMSE"),
    ("2.6 ranking", ["A", "B", "constant"], "77.14"),
    ("2.3 mae_in_f", lambda mae: abs(1.8 * mae - 32), "offsets"),
    ("2.5 cost", lambda y_hat, y: weighed(y_hat - y, 16).mean(), "4 times 4"),
    ("2.5 cost", lambda y_hat, y: weighed(y_hat - y, 3).mean(), "By hand"),
    ("2.5 cheapest", lambda y: y.mean() - y.std(), "less a spread"),
]


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
    ("2.4 pointed_nll", lambda r, s: -pointed_heights(r, s).log().sum()),
    ("2.4 pointed_nll", lambda r, s: -torch.distributions.Laplace(0, s).log_prob(r).sum()),
    ("2.4 pointed_nll", lambda r, s: sum(abs(one) / s + math.log(2 * s) for one in r)),
    ("2.4 pointed_nll", lambda r, s: (r.abs() / s).sum() + torch.tensor(2 * s).log() * r.numel()),
    ("2.4 pointed_nll", lambda r, s: -torch.log(pointed_heights(r.double(), s).prod())),
    ("2.4 pointed_nll", lambda r, s: len(r) * (np.log(2) + np.log(s) + F.l1_loss(r, 0 * r) / s)),
    ("2.4 same_best_line", " mae"),
    ("2.5 cost", lambda y_hat, y: weighed(y_hat - y).mean()),
    ("2.5 cost", lambda y_hat, y: torch.maximum(4 * (y_hat - y), y - y_hat).mean()),
    ("2.5 cost", lambda y_hat, y: (1.5 * (y_hat - y) + 2.5 * (y_hat - y).abs()).mean()),
    ("2.5 cost", lambda y_hat, y: (F.relu(y_hat - y) * 4 + F.relu(y - y_hat)).mean()),
    ("2.5 cost", lambda y_hat, y: ((1 + 3 * (y_hat > y)) * (y_hat - y).abs()).mean()),
    (
        "2.5 cost",
        lambda y_hat, y: sum(4 * r if r > 0 else -r for r in y_hat - y) / len(y),
    ),
    ("2.5 cheapest", lambda y: y.sort().values[(len(y) - 1) // 5]),
    ("2.5 cheapest", lambda y: min(y, key=lambda c: weighed(c - y).mean())),
    ("2.5 cheapest", lambda y: y.kthvalue(math.ceil(len(y) / 5)).values),
    ("2.5 cheapest", lambda y: torch.tensor(np.quantile(y, 0.2, method="inverted_cdf"))),
    ("2.5 cheapest", lambda y: torch.quantile(y, 0.2, interpolation="lower")),
    ("2.5 cheapest", bisected),
    ("2.5 cheapest", walked),
    ("2.6 model_a", " Useful"),
    ("2.6 ranking", ("a", "constant", "b")),
]
