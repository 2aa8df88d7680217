"""Answers to the exercises of lesson 05."""

import math

import numpy as np
import torch
import torch.nn.functional as F

from course_utils import simulate

T_U, T_C = simulate.thermometer()


def tea(a, k, t, y, by_a=None, by_k=None, base=torch.exp, reduce=lambda v: v.mean(-1)):
    """The slopes of a cup of tea; `by_a` and `by_k` are what the knobs do to a prediction."""
    left = base(-k * t)
    moves = [by_a(left) if by_a else left, by_k(left) if by_k else -a * t * left]
    return reduce(2 * (a * left - y) * torch.stack(moves))


def line(w, b, x, y):
    r = w * x + b - y
    return 2 * torch.stack([(r * x).mean(), r.mean()])


def slopes_of_two(X, r):
    return torch.stack([2 * (r * X[:, 0]).mean(), 2 * (r * X[:, 1]).mean()])


def unpacked(X, theta, y):
    w, b = theta
    return line(w, b, X[:, 0], y)


def loop(
    x, y, lr, n, first=0, after=False, sign=-1.0, before_the_loop=False, residuals_before=False
):
    w, b, losses = torch.tensor(1.0), torch.tensor(0.0), []
    for step in range(first, n):
        if step == first or not residuals_before:
            r = w * x + b - y
        if step == first or not before_the_loop:
            dw, db = 2 * (r * x).mean(), 2 * r.mean()
        if not after:
            losses.append(r.square().mean())
        w, b = w + sign * lr * dw, b + sign * lr * db
        if after:
            losses.append((w * x + b - y).square().mean())
    return torch.stack([w, b]), losses


def one_short_with_all_losses(x, y, lr, n):
    return loop(x, y, lr, n, first=1)[0], loop(x, y, lr, n)[1]


def one_long_with_all_losses(x, y, lr, n):
    return loop(x, y, lr, n, first=-1)[0], loop(x, y, lr, n)[1]


def measured_one_after_the_other(x, y, lr, n):
    w, b, losses = 1.0, 0.0, []
    for _ in range(n):
        losses.append(((w * x + b - y) ** 2).mean().item())
        w = w - lr * (2 * (w * x + b - y) * x).mean().item()
        b = b - lr * (2 * (w * x + b - y)).mean().item()
    return torch.tensor([w, b]), losses


def hessian(x, factor=None):
    ones = torch.ones(len(x))
    X = torch.column_stack([x, ones])
    return (2 / len(x) if factor is None else factor) * (X.T @ X)


def eigenvalues(H):
    return torch.linalg.eigvalsh(H)


def z_scores(x, correction=0):
    return (x - x.mean()) / x.std(correction=correction)


def with_ones(X, theta, y):
    X = torch.hstack([X, torch.ones(len(X), 1)])
    theta = torch.hstack([theta, torch.zeros(1)])
    return 2 * X.T @ (X @ theta - y) / len(X)


def until_it_rests(x, y, lr, n):
    params, losses = loop(x, y, lr, n)
    kept = [a for a, b in zip(losses, [2e9, *losses], strict=False) if abs(a - b) > 1e-3]
    return params, kept


WRONG = [
    ("5.1 grad_cup", lambda a, k, t, y: tea(a, k, t, y) / 2, "half"),
    ("5.1 grad_cup", lambda a, k, t, y: tea(a, k, t, y) * len(t), "sum of the squares"),
    ("5.1 grad_cup", lambda a, k, t, y: -tea(a, k, t, y), "sign"),
    ("5.1 grad_cup", lambda a, k, t, y: tea(a, k, t, y, by_k=lambda e: a * t * e), "wrong sign"),
    ("5.1 grad_cup", lambda a, k, t, y: tea(a, k, t, y, by_k=lambda e: -a * e), "lacks t"),
    ("5.1 grad_cup", lambda a, k, t, y: tea(a, k, t, y, by_k=lambda e: -t * e), "lacks a"),
    ("5.1 grad_cup", lambda a, k, t, y: tea(a, k, t, y, by_k=lambda e: -k * a * e), "Time stands"),
    ("5.1 grad_cup", lambda a, k, t, y: tea(a, k, t, y, by_k=lambda e: a * e), "lacks t"),
    ("5.1 grad_cup", lambda a, k, t, y: tea(a, k, t, y, by_k=lambda e: -a * t), "vanished"),
    (
        "5.1 grad_cup",
        lambda a, k, t, y: tea(a, k, t, y, by_k=lambda e: -k * t * a * (-k * t - 1).exp()),
        "power rule",
    ),
    ("5.1 grad_cup", lambda a, k, t, y: tea(a, k, t, y, by_a=lambda e: a * e), "as a factor"),
    ("5.1 grad_cup", lambda a, k, t, y: tea(a, k, t, y, by_a=torch.ones_like), "number alone"),
    ("5.1 grad_cup", lambda a, k, t, y: tea(a, k, t, y).flip(0), "order"),
    ("5.1 grad_cup", lambda a, k, t, y: tea(a, -k, t, y), "lost its minus"),
    ("5.1 grad_cup", lambda a, k, t, y: tea(a, k, t, 0 * y), "Where is y"),
    ("5.1 grad_cup", lambda a, k, t, y: tea(a, k, t, -y), "y is added"),
    ("5.1 grad_cup", lambda a, k, t, y: tea(a, k, t, y).tolist(), "torch.stack"),
    ("5.1 grad_cup", lambda a, k, t, y: tea(a, k, t, y, reduce=lambda v: v), "add them up"),
    ("5.1 grad_cup", lambda a, k, t, y: (a * (-k * t).exp() - y).square().mean(), "loss itself"),
    (
        "5.1 grad_cup",
        lambda a, k, t, y: tea(a, k, t, y) / (2 * (a * (-k * t).exp() - y).square().mean().sqrt()),
        "RMSE",
    ),
    ("5.1 grad_cup", lambda a, k, t, y: tea(1, k, t, y), "No slope is right"),
    (
        "5.1 grad_cup",
        lambda a, k, t, y: tea(a, k, t, y, by_k=lambda e: -a * t.mean() * e),
        "follow k",
    ),
    ("5.2 grad_ls", lambda X, theta, y: X.T * (X @ theta - y) * 2 / len(y), "sums nothing"),
    ("5.2 grad_ls", lambda X, theta, y: X @ (X @ theta - y) * (2 / len(y)), "do not fit"),
    (
        "5.2 grad_ls",
        lambda X, theta, y: X.T @ (X @ theta - y.unsqueeze(1)) * (2 / len(y)),
        "(n, n)",
    ),
    ("5.2 grad_ls", lambda X, theta, y: X.T @ (X @ theta - y) / y.numel(), "half"),
    ("5.2 grad_ls", lambda X, theta, y: 2 * (X.T @ (X @ theta - y)), "sum of the squares"),
    ("5.2 grad_ls", lambda X, theta, y: 2 / X.shape[1] * (X.T @ (X @ theta - y)), "divided by"),
    ("5.2 grad_ls", lambda X, theta, y: 2 / len(X) * (X.T @ (y - X @ theta)), "sign"),
    ("5.2 grad_ls", lambda X, theta, y: 2 / len(T_C) * X.T @ (X @ theta - y), "Right on the diary"),
    ("5.2 grad_ls", lambda X, theta, y: 2 / len(y) * X.T @ (X @ theta - T_C), "Right on the diary"),
    (
        "5.2 grad_ls",
        lambda X, theta, y: 2 / len(y) * X.T @ (X @ torch.tensor([1.0, 0.0]) - y),
        "Right on the diary",
    ),
    ("5.2 grad_ls", lambda X, theta, y: line(*theta[:2], X[:, 0], y), "any number of columns"),
    ("5.2 grad_ls", lambda X, theta, y: slopes_of_two(X, X @ theta - y), "any number of columns"),
    (
        "5.2 grad_ls",
        lambda X, theta, y: slopes_of_two(X, X[:, 0] * theta[0] + X[:, 1] * theta[1] - y),
        "any number of columns",
    ),
    ("5.2 grad_ls", unpacked, "any number of columns"),
    ("5.2 grad_ls", with_ones, "in X already"),
    ("5.2 grad_ls", lambda X, theta, y: torch.linalg.lstsq(X, y).solution, "best parameters"),
    (
        "5.2 grad_ls",
        lambda X, theta, y: 2 * (X[:, 0] * (X @ theta - y)).mean(),
        "any number of columns",
    ),
    ("5.3 fit_line", lambda x, *a: loop(0.1 * x, *a), "scaled already"),
    ("5.3 fit_line", lambda x, y, lr, n: loop(x, y, 0.01, n), "Is lr used"),
    ("5.3 fit_line", lambda *a: loop(*a, residuals_before=True), "anew in every step"),
    ("5.3 fit_line", lambda x, y, lr, n: loop(x, T_C, lr, n), "Which readings"),
    ("5.3 fit_line", lambda *a: loop(*a, first=1), "missing"),
    ("5.3 fit_line", one_short_with_all_losses, "missing"),
    ("5.3 fit_line", lambda *a: loop(*a, first=-1), "too many"),
    ("5.3 fit_line", one_long_with_all_losses, "too many"),
    ("5.3 fit_line", lambda *a: loop(*a, after=True), "after the update"),
    ("5.3 fit_line", lambda *a: loop(*a, sign=1.0), "uphill"),
    ("5.3 fit_line", lambda x, *a: loop(x.double(), *a, sign=1.0), "uphill"),
    ("5.3 fit_line", lambda *a: loop(*a, before_the_loop=True), "once"),
    ("5.3 fit_line", measured_one_after_the_other, "Measure both"),
    ("5.3 fit_line", lambda *a: loop(*a)[0], "Only params"),
    ("5.3 fit_line", until_it_rests, "whatever the loss does"),
    ("5.3 fit_line", lambda x, y, lr, n: loop(T_U, T_C, lr, n), "Which readings"),
    ("5.3 fit_line", lambda x, y, lr, n: loop(T_U, y, lr, n), "Which readings"),
    ("5.3 fit_line", lambda *a: (*loop(*a)[0].tolist(), loop(*a)[1]), "one tensor"),
    ("5.3 fit_line", lambda x, y, lr, n: loop(x, y, 1, n), "learning rate"),
    ("5.5 max_stable_lr", lambda x: 1 / eigenvalues(hessian(x)).max(), "half"),
    ("5.5 max_stable_lr", lambda x: 2 / eigenvalues(hessian(x, 2.0)).max(), "sum of the squares"),
    ("5.5 max_stable_lr", lambda x: 2 / eigenvalues(hessian(x, 1 / len(x))).max(), "twice"),
    ("5.5 max_stable_lr", lambda x: 2 / eigenvalues(hessian(x, 1.0)).max(), "factor"),
    ("5.5 max_stable_lr", lambda x: 2 / eigenvalues(hessian(x)).min(), "steepest"),
    ("5.5 max_stable_lr", lambda x: 2 / eigenvalues(hessian(x).double()).min(), "steepest"),
    ("5.5 max_stable_lr", lambda x: len(x) / (x @ x).item(), "b is turned as well"),
    (
        "5.5 max_stable_lr",
        lambda x: 2 / torch.linalg.svdvals(torch.column_stack([x, torch.ones(len(x))]))[0],
        "squares",
    ),
    ("5.5 max_stable_lr", lambda x: 3.399e-4, "diary"),
    ("5.5 max_stable_lr", lambda x: torch.linalg.cond(hessian(x)), "condition number"),
    ("5.5 max_stable_lr", lambda x: torch.linalg.cond(hessian(x.double())).item(), "condition"),
    (
        "5.5 max_stable_lr",
        lambda x: eigenvalues(hessian(x))[1] / eigenvalues(hessian(x))[0],
        "condition number",
    ),
    ("5.5 max_stable_lr", lambda x: 2 / eigenvalues(hessian(x.double())), "One number"),
    ("5.5 max_stable_lr", lambda x: list(2 / eigenvalues(hessian(x))), "One number"),
    ("5.5 max_stable_lr", lambda x: 2 / eigenvalues(hessian(z_scores(x)))[-1], "standardised"),
    ("5.5 max_stable_lr", lambda x: 2 / eigenvalues(hessian(z_scores(x, 1)))[-1], "standardised"),
    ("5.5 max_stable_lr", lambda x: eigenvalues(hessian(x)).max() / 2, "half the largest"),
    ("5.5 max_stable_lr", lambda x: 7.0, "above the limit"),
    ("5.5 max_stable_lr", lambda x: 1 / x.var(correction=0), "centred"),
    ("5.5 max_stable_lr", lambda x: 1 / x.var(), "centred"),
    ("5.5 max_stable_lr", lambda x: 2 / eigenvalues(hessian(x - x.mean()))[-1], "centred"),
    ("5.5 max_stable_lr", lambda x: 1.9 / eigenvalues(hessian(x))[-1], "safety"),
    ("5.5 max_stable_lr", lambda x: 2.1 / eigenvalues(hessian(x))[-1], "safety"),
    ("5.5 max_stable_lr", lambda x: 2 / eigenvalues(hessian(x, 2 / 11))[-1], "Right on the diary"),
    *[
        ("5.4 steps_to_double", value, said)
        for value, said in [
            ("about 1900", "quotes"),
            ((1909, 1910), "One number"),
            (-1908.7, "sign"),
            (0, "above 0"),
            (3.63e-4, "what one step adds"),
            (1.0003631, "what one step adds"),
            (2, "So few"),
            (10, "So few"),
            (100, "So few"),
            (954, "double the loss"),
            (1000, "about doubled"),
            (1178.4, "rounded"),
            (2753.7, "compound"),
            (2754, "compound"),
            (np.log10(2) / np.log(1.00036314), "Two kinds"),
            (11641, "along"),
            (39584, "along"),
            (57108, "more than"),
            (3818, "four times"),
            (1733, "how many digits"),
            (5500, "more than"),
            (700, "longer"),
        ]
    ],
    *[
        ("5.4 loss_factor", value, said)
        for value, said in [
            ("4", "quotes"),
            ("four", "quotes"),
            ([1, 4], "One number"),
            (2, "square of the distance"),
            (1.414, "other way"),
            (0.5, "other way"),
            (8, "third or fourth"),
            (16, "third or fourth"),
            (2.718, "This is e"),
            (1, "more than 1"),
            (0, "more than 1"),
            (-2, "more than 1"),
            (5883.4, "same at the start"),
            (3, "Draw a parabola"),
            (1909, "Draw a parabola"),
            (6, "Draw a parabola"),
        ]
    ],
    ("5.6 cure", lambda x: (x.mean(), x.std(correction=0)), "Three numbers"),
    ("5.6 cure", lambda x: 0.5, "Three numbers"),
    ("5.6 cure", lambda x: (x - x.mean()) / x.std(), "Three numbers"),
    ("5.6 cure", lambda x: (0.0, x.std(), 0.5), "far from 0"),
    ("5.6 cure", lambda x: (x.min(), x.std(), 0.5), "bounces"),
    ("5.6 cure", lambda x: (x.mean(), 1.0, 0.5), "spread stays"),
    ("5.6 cure", lambda x: (x.mean(), 1, 3e-4), "twice the variance"),
    ("5.6 cure", lambda x: (x.mean(), x.var(), 0.5), "variance"),
    ("5.6 cure", lambda x: (x.std(), x.mean(), 0.5), "wrong order"),
    ("5.6 cure", lambda x: (x.mean(), x.std(), 0.05), "settles"),
    ("5.6 cure", lambda x: (x.mean(), x.std(correction=0), 1.0), "bounces"),
    ("5.6 cure", lambda x: (x.mean(), x.std(correction=0), 2.0), "bounces"),
    ("5.6 cure", lambda x: (x.mean(), x.std(), 0.01), "too small"),
    ("5.6 cure", lambda x: (x.mean(), x.std(), -0.5), "above 0"),
    ("5.6 cure", lambda x: (x.mean(), x.std(), 0), "above 0"),
    ("5.6 cure", lambda x: (x.mean(), 0, 0.5), "divides"),
    ("5.6 cure", lambda x: (x.mean(), float("inf"), 0.5), "divides"),
    ("5.6 cure", lambda x: (0, 10, 1e-2), "too unlike"),
    ("5.6 cure", lambda x: (0.0, 1.0, 1 / (x @ x).item()), "Nothing is changed"),
    ("5.6 cure", lambda x: (51.8, 16.0486, 0.5), "diary"),
    ("5.6 cure", lambda x: (x.mean(), 10, 0.5), "On some readings"),
    ("5.6 cure", lambda x: (x.mean(), x.std(), 0.97), "Look at both factors"),
    ("5.6 cure", lambda x: (-x.mean(), x.std(), 0.5), "wrong sign"),
    ("5.6 cure", lambda x: (x.mean(), 1 / x.std(), 0.5), "wider"),
    ("5.6 cure", lambda x: (0.0, x.abs().max(), 0.5), "far from 0"),
    ("5.6 cure", lambda x: (x.mean(), 30 * x.std(), 0.5), "too unlike"),
    (
        "5.1 grad_cup",
        lambda a, k, t, y: tea(a, k, t, y, torch.ones_like, torch.ones_like),
        "mean residual",
    ),
    (
        "5.2 grad_ls",
        lambda X, theta, y: 2 / len(y) * theta * (X.T @ (X @ theta - y)),
        "on each input",
    ),
]


def _tea_reading_by_reading(a, k, t, y):
    of_a = of_k = 0.0
    for minute, degrees in zip(t.tolist(), y.tolist(), strict=True):
        left = math.exp(-k * minute)
        push = 2 * (a * left - degrees) / len(t)
        of_a, of_k = of_a + push * left, of_k - push * a * minute * left
    return torch.tensor([of_a, of_k])


def _tea_by_matrix(a, k, t, y):
    J = torch.stack([(-k * t).exp(), -a * t * (-k * t).exp()], dim=1)
    return 2 / len(y) * J.T @ (a * J[:, 0] - y)


def _tea_measured(a, k, t, y, delta=1e-5):
    def loss(a, k):
        return F.mse_loss(a * torch.exp(-k * t.double()), y.double())

    at_a = loss(a + delta, k) - loss(a - delta, k)
    return torch.stack([at_a, loss(a, k + delta) - loss(a, k - delta)]) / (2 * delta)


def _to_one_on_both_sides(x):
    return (x.max() + x.min()) / 2, (x.max() - x.min()) / 2, 0.5


def _spread_of_the_middle(x):
    q = np.quantile(x.numpy(), [0.25, 0.5, 0.75])
    z = torch.tensor((x.numpy() - q[1]) / (q[2] - q[0]))
    return q[1], q[2] - q[0], 1 / eigenvalues(hessian(z).double()).max()


def _half_the_limit(x):
    m = x.mean()
    z = (x - m) / (x - m).abs().max()
    return m, (x - m).abs().max(), 1 / eigenvalues(hessian(z)).max()


def _in_numpy(x, y, lr, n):
    X = np.column_stack([x.numpy(), np.ones(len(x))]).astype(np.float64)
    params, losses = np.array([1.0, 0.0]), []
    for _ in range(n):
        r = X @ params - y.numpy()
        losses.append((r**2).mean())
        params = params - lr * 2 / len(r) * X.T @ r
    return torch.from_numpy(params), np.array(losses)


def _in_place(x, y, lr, n):
    params, losses = torch.tensor([1.0, 0.0]), torch.zeros(n)
    for step in range(n):
        losses[step] = F.mse_loss(params[0] * x + params[1], y)
        params -= lr * line(*params, x, y)
    return params, losses


def _by_power_iteration(x):
    H, v = hessian(x), torch.ones(2)
    for _ in range(100):
        v = H @ v / torch.linalg.vector_norm(H @ v)
    return 2 / (v @ H @ v)


def _by_formula(x):
    a, b, c = 2 * (x**2).mean().item(), 2 * x.mean().item(), 2.0
    return 4 / (a + c + ((a - c) ** 2 + 4 * b**2) ** 0.5)


RIGHT = [
    ("5.1 grad_cup", tea),
    ("5.1 grad_cup", _tea_reading_by_reading),
    ("5.1 grad_cup", _tea_by_matrix),
    ("5.1 grad_cup", _tea_measured),
    ("5.1 grad_cup", lambda a, k, t, y: tea(a, k, t.double(), y.double())),
    ("5.1 grad_cup", lambda a, k, t, y: torch.tensor([*tea(a, k, t, y).tolist()])),
    ("5.1 grad_cup", lambda a, k, t, y: tea(a, k, t, y, base=lambda e: math.e**e)),
    ("5.2 grad_ls", lambda X, theta, y: (X @ theta - y) @ X * 2 / len(y)),
    ("5.2 grad_ls", lambda X, theta, y: 2 * (X.T * (X @ theta - y)).mean(1)),
    ("5.2 grad_ls", lambda X, theta, y: 2 / len(y) * torch.einsum("ij,i->j", X, X @ theta - y)),
    ("5.2 grad_ls", lambda X, theta, y: 2 / len(y) * (X.T @ X @ theta - X.T @ y)),
    ("5.3 fit_line", loop),
    ("5.3 fit_line", _in_numpy),
    ("5.3 fit_line", _in_place),
    ("5.3 fit_line", lambda x, y, lr, n: loop(x.double(), y.double(), lr, n)),
    ("5.5 max_stable_lr", _by_power_iteration),
    ("5.5 max_stable_lr", _by_formula),
    ("5.5 max_stable_lr", lambda x: 2 / torch.linalg.matrix_norm(hessian(x), 2)),
    (
        "5.5 max_stable_lr",
        lambda x: len(x) / torch.linalg.svdvals(torch.stack([torch.ones(len(x)), x]))[0] ** 2,
    ),
    *[
        ("5.4 steps_to_double", steps)
        for steps in (1909, 1910, 1909.16, 1900, 1925, np.float64(1909))
    ],
    ("5.4 steps_to_double", torch.tensor(1909)),
    ("5.4 steps_to_double", 1 / np.log2(1.000363)),
    *[("5.4 loss_factor", factor) for factor in (4, 4.0, 4.003, 2**2, torch.tensor(4.0))],
    ("5.6 cure", lambda x: (x.mean().item(), x.std().item(), 0.5)),
    ("5.6 cure", lambda x: [x.mean(), x.std(correction=0), 0.3]),
    ("5.6 cure", lambda x: torch.stack([x.mean(), x.std(), torch.tensor(0.6)])),
    ("5.6 cure", _to_one_on_both_sides),
    ("5.6 cure", _spread_of_the_middle),
    ("5.6 cure", _half_the_limit),
    ("5.6 cure", lambda x: (x.mean(), (x - x.mean()).abs().mean(), 0.4)),
    ("5.6 cure", lambda x: (x.mean(), -x.std(), 0.5)),
    ("5.6 cure", lambda x: (x.mean(), 2 * x.std(), 0.9)),
]
