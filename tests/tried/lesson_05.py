"""Answers to the exercises of lesson 05."""

import numpy as np
import torch
import torch.nn.functional as F

from course_utils import simulate

T_U, T_C = simulate.thermometer()
TIME, SPEED, START = simulate.speed()


def line(w, b, x, y, two=2, sign=1, by_x=True, reduce=torch.mean):
    r = sign * (w * x + b - y)
    return torch.stack([reduce(two * r * x if by_x else two * r), reduce(two * r)])


def mean_of_divided(w, b, x, y):
    d_loss = 2 * (w * x + b - y) / x.numel()
    return torch.stack(((d_loss * x).mean(), d_loss.mean()))


def not_summed(w, b, x, y):
    d_loss = 2 * (w * x + b - y) / x.numel()
    return torch.stack((d_loss * x, d_loss))


def quad(params, t, y, powers=(2, 1, 0), two=2.0, reduce=torch.mean, sign=1.0):
    r = sign * (params[0] * t * t + params[1] * t + params[2] - y)
    return two * torch.stack([reduce(r * t**power) for power in powers])


def differentiated_by_t(params, t, y):
    r = params[0] * t * t + params[1] * t + params[2] - y
    return torch.stack([(2 * r * 2 * t).mean(), (2 * r * t).mean(), (2 * r).mean()])


def slope_by_t(params, t, y, places):
    a, b, c = params
    factors = [t**2, t, torch.ones_like(t)]
    for place in places:
        factors[place] = 2 * a * t + b
    r = a * t**2 + b * t + c - y
    return torch.stack([2 / len(t) * (r @ factor) for factor in factors])


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
    ("5.1 grad_line", lambda *a: line(*a, two=1), "half"),
    ("5.1 grad_line", lambda *a: line(*a, reduce=torch.sum), "sum of the squares"),
    ("5.1 grad_line", mean_of_divided, "twice"),
    ("5.1 grad_line", lambda *a: line(*a, by_x=False), "same"),
    ("5.1 grad_line", lambda *a: line(*a).flip(0), "order"),
    ("5.1 grad_line", not_summed, "add them up"),
    ("5.1 grad_line", lambda *a: line(*a, sign=-1), "sign"),
    ("5.1 grad_line", lambda *a: line(*a) * torch.tensor([1.0, 0.5]), "needs the 2"),
    ("5.1 grad_line", lambda w, b, x, y: line(w, b, x, 0 * y), "Where is y"),
    ("5.1 grad_line", lambda *a: line(*a).tolist(), "torch.stack"),
    ("5.1 grad_line", lambda *a: tuple(line(*a)), "torch.stack"),
    ("5.1 grad_line", lambda *a: torch.tensor([4517.2969, 82.6]), "data"),
    ("5.1 grad_line", lambda w, b, x, y: 0.5 * line(w, b, x, y).double(), "half"),
    ("5.1 grad_line", lambda w, b, x, y: line(w, 0, x, y), "lacks b"),
    ("5.1 grad_line", lambda w, b, x, y: line(w, b, T_U, T_C), "Right on the diary"),
    ("5.1 grad_line", lambda w, b, x, y: line(w, b, T_U, y), "Right on the diary"),
    ("5.1 grad_line", lambda w, b, x, y: line(w, b, x, T_C), "Right on the diary"),
    ("5.1 grad_line", lambda *a: line(*a, reduce=lambda v: v.sum() / 11), "Right on the diary"),
    ("5.1 grad_line", lambda w, b, x, y: line(1, b, x, y), "Right on the diary"),
    ("5.1 grad_line", lambda *a: tuple(not_summed(*a)), "add them up"),
    ("5.2 grad_quad", lambda *a: quad(*a, powers=(1, 1, 0)), "What does a multiply"),
    ("5.2 grad_quad", differentiated_by_t, "differentiated by t"),
    ("5.2 grad_quad", lambda *a: slope_by_t(*a, places=(0,)), "t stands still"),
    ("5.2 grad_quad", lambda *a: slope_by_t(*a, places=(1, 2)), "t stands still"),
    ("5.2 grad_quad", lambda *a: slope_by_t(*a, places=(0, 1, 2)), "t stands still"),
    ("5.2 grad_quad", lambda p, t, y: quad(p, TIME, SPEED), "Right on the speed"),
    ("5.2 grad_quad", lambda p, t, y: quad(p, TIME, y), "Right on the speed"),
    ("5.2 grad_quad", lambda p, t, y: quad(p, t, SPEED), "Right on the speed"),
    ("5.2 grad_quad", lambda p, t, y: quad(START, t, y), "Right on the speed"),
    ("5.2 grad_quad", lambda *a: quad(*a, reduce=lambda v: v.sum() / 20), "Right on the speed"),
    ("5.2 grad_quad", lambda *a: quad(*a, reduce=lambda v: v.sum() / 11), "divided by 11"),
    ("5.2 grad_quad", lambda *a: quad(*a, powers=(0, 1, 2)), "order"),
    ("5.2 grad_quad", lambda *a: quad(*a, two=1.0), "half"),
    ("5.2 grad_quad", lambda *a: quad(*a, reduce=torch.sum), "sum of the squares"),
    ("5.2 grad_quad", lambda *a: quad(*a, sign=-1.0), "sign"),
    ("5.2 grad_quad", lambda *a: quad(*a, powers=(2, 1, 1)), "Some of the three"),
    ("5.2 grad_quad", lambda *a: quad(*a).tolist(), "torch.stack"),
    ("5.3 grad_ls", lambda X, theta, y: X.T * (X @ theta - y) * 2 / len(y), "sums nothing"),
    ("5.3 grad_ls", lambda X, theta, y: X @ (X @ theta - y) * (2 / len(y)), "do not fit"),
    (
        "5.3 grad_ls",
        lambda X, theta, y: X.T @ (X @ theta - y.unsqueeze(1)) * (2 / len(y)),
        "(n, n)",
    ),
    ("5.3 grad_ls", lambda X, theta, y: X.T @ (X @ theta - y) / y.numel(), "half"),
    ("5.3 grad_ls", lambda X, theta, y: 2 * (X.T @ (X @ theta - y)), "sum of the squares"),
    ("5.3 grad_ls", lambda X, theta, y: 2 / X.shape[1] * (X.T @ (X @ theta - y)), "divided by"),
    ("5.3 grad_ls", lambda X, theta, y: 2 / len(X) * (X.T @ (y - X @ theta)), "sign"),
    ("5.3 grad_ls", lambda X, theta, y: 2 / len(T_C) * X.T @ (X @ theta - y), "Right on the diary"),
    ("5.3 grad_ls", lambda X, theta, y: 2 / len(y) * X.T @ (X @ theta - T_C), "Right on the diary"),
    (
        "5.3 grad_ls",
        lambda X, theta, y: 2 / len(y) * X.T @ (X @ torch.tensor([1.0, 0.0]) - y),
        "Right on the diary",
    ),
    ("5.3 grad_ls", lambda X, theta, y: line(*theta[:2], X[:, 0], y), "any number of columns"),
    ("5.3 grad_ls", lambda X, theta, y: slopes_of_two(X, X @ theta - y), "any number of columns"),
    (
        "5.3 grad_ls",
        lambda X, theta, y: slopes_of_two(X, X[:, 0] * theta[0] + X[:, 1] * theta[1] - y),
        "any number of columns",
    ),
    ("5.3 grad_ls", unpacked, "any number of columns"),
    ("5.3 grad_ls", with_ones, "in X already"),
    ("5.3 grad_ls", lambda X, theta, y: torch.linalg.lstsq(X, y).solution, "best parameters"),
    (
        "5.3 grad_ls",
        lambda X, theta, y: 2 * (X[:, 0] * (X @ theta - y)).mean(),
        "any number of columns",
    ),
    ("5.4 train", lambda x, *a: loop(0.1 * x, *a), "scaled already"),
    ("5.4 train", lambda x, y, lr, n: loop(x, y, 0.01, n), "Is lr used"),
    ("5.4 train", lambda *a: loop(*a, residuals_before=True), "anew in every step"),
    ("5.4 train", lambda x, y, lr, n: loop(x, T_C, lr, n), "Which readings"),
    ("5.4 train", lambda *a: loop(*a, first=1), "missing"),
    ("5.4 train", one_short_with_all_losses, "missing"),
    ("5.4 train", lambda *a: loop(*a, first=-1), "too many"),
    ("5.4 train", one_long_with_all_losses, "too many"),
    ("5.4 train", lambda *a: loop(*a, after=True), "after the update"),
    ("5.4 train", lambda *a: loop(*a, sign=1.0), "uphill"),
    ("5.4 train", lambda x, *a: loop(x.double(), *a, sign=1.0), "uphill"),
    ("5.4 train", lambda *a: loop(*a, before_the_loop=True), "once"),
    ("5.4 train", measured_one_after_the_other, "Measure both"),
    ("5.4 train", lambda *a: loop(*a)[0], "Only params"),
    ("5.4 train", until_it_rests, "whatever the loss does"),
    ("5.4 train", lambda x, y, lr, n: loop(T_U, T_C, lr, n), "Which readings"),
    ("5.4 train", lambda x, y, lr, n: loop(T_U, y, lr, n), "Which readings"),
    ("5.4 train", lambda *a: (*loop(*a)[0].tolist(), loop(*a)[1]), "one tensor"),
    ("5.4 train", lambda x, y, lr, n: loop(x, y, 1, n), "learning rate"),
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
    ("5.6 unscale", lambda w, b, m, s: (w * s, b - w * m / s), "multiplied"),
    ("5.6 unscale", lambda w, b, m, s: (w / s - m, b), "taken from w"),
    ("5.6 unscale", lambda w, b, m, s: (w / s, b), "unchanged"),
    ("5.6 unscale", lambda w, b, m, s: (w / s, b + w * m / s), "sign"),
    ("5.6 unscale", lambda w, b, m, s: (w / s, b / s - w * m / s), "b is divided"),
    ("5.6 unscale", lambda w, b, m, s: (w / s, b * s), "b is multiplied"),
    ("5.6 unscale", lambda w, b, m, s: (w / m, b - w * s / m), "swapped"),
    ("5.6 unscale", lambda w, b, m, s: (w / s, b - w * m), "both x and m"),
    ("5.6 unscale", lambda w, b, m, s: torch.tensor([w / s, b]), "unchanged"),
    ("5.6 unscale", lambda w, b, m, s: (w / s, b - s), "at x = 0"),
]


def _per_reading(w, b, x, y):
    slopes = torch.zeros(2)
    for x_i, y_i in zip(x, y, strict=True):
        r = w * x_i + b - y_i
        slopes += 2 * torch.stack([r * x_i, r]) / len(x)
    return slopes


def _central(w, b, x, y, delta=0.5):
    """On a parabola a central difference is exact, however large its step."""

    def loss(w, b):
        return F.mse_loss(w * x.double() + b, y.double())

    at_w = loss(w + delta, b) - loss(w - delta, b)
    return torch.stack([at_w, loss(w, b + delta) - loss(w, b - delta)]) / (2 * delta)


def _columns_of_powers(params, t, y):
    X = torch.vander(t, 3)
    return 2 / len(t) * (X @ params - y) @ X


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
    ("5.1 grad_line", _per_reading),
    ("5.1 grad_line", _central),
    ("5.1 grad_line", lambda w, b, x, y: torch.tensor([*line(w, b, x, y)])),
    ("5.1 grad_line", lambda w, b, x, y: line(w, b, x, y, two=-2, sign=-1)),
    ("5.1 grad_line", lambda w, b, x, y: (2 * (w * x + b - y) * torch.stack([x, x**0])).mean(1)),
    ("5.2 grad_quad", quad),
    ("5.2 grad_quad", _columns_of_powers),
    ("5.2 grad_quad", lambda params, t, y: quad(params.double(), t.double(), y)),
    ("5.3 grad_ls", lambda X, theta, y: (X @ theta - y) @ X * 2 / len(y)),
    ("5.3 grad_ls", lambda X, theta, y: 2 * (X.T * (X @ theta - y)).mean(1)),
    ("5.3 grad_ls", lambda X, theta, y: 2 / len(y) * torch.einsum("ij,i->j", X, X @ theta - y)),
    ("5.3 grad_ls", lambda X, theta, y: 2 / len(y) * (X.T @ X @ theta - X.T @ y)),
    ("5.4 train", loop),
    ("5.4 train", _in_numpy),
    ("5.4 train", _in_place),
    ("5.4 train", lambda x, y, lr, n: loop(x.double(), y.double(), lr, n)),
    ("5.5 max_stable_lr", _by_power_iteration),
    ("5.5 max_stable_lr", _by_formula),
    ("5.5 max_stable_lr", lambda x: 2 / torch.linalg.matrix_norm(hessian(x), 2)),
    (
        "5.5 max_stable_lr",
        lambda x: len(x) / torch.linalg.svdvals(torch.stack([torch.ones(len(x)), x]))[0] ** 2,
    ),
    ("5.6 unscale", lambda w, b, m, s: torch.tensor([w / s, b - w / s * m])),
    ("5.6 unscale", lambda w, b, m, s: [w / s, (s * b - w * m) / s]),
    ("5.6 unscale", lambda w, b, m, s: np.array([w / s, w * (0 - m) / s + b])),
]
