"""Answers to the exercises of lesson 04."""

import math
from functools import partial

import numpy as np
import torch
import torch.nn.functional as F

from course_utils import simulate


def knob_by_knob(slope, collect=torch.stack):
    """Return a num_grad that collects slope(f, theta, j, delta) for every knob j."""

    def num_grad(f, theta, delta=1e-4):
        return collect([slope(f, theta, j, delta) for j in range(theta.numel())])

    return num_grad


def turned(theta, j, by):
    result = theta.clone()
    result[j] = result[j] + by
    return result


def two_sided(f, theta, j, delta):
    return (f(turned(theta, j, delta)) - f(turned(theta, j, -delta))) / delta / 2


def by_delta(f, theta, j, delta):
    return (f(turned(theta, j, delta)) - f(turned(theta, j, -delta))) / delta


def learners_notebook(f, theta, j, delta):
    return (f(turned(theta, j, delta)) - f(theta)) / (2 * delta)


def forward_slope(f, theta, j, delta):
    return (f(turned(theta, j, delta)) - f(theta)) / delta


def backward_slope(f, theta, j, delta):
    return (f(theta) - f(turned(theta, j, -delta))) / delta


def wrong_way_round(f, theta, j, delta):
    return (f(turned(theta, j, -delta)) - f(turned(theta, j, delta))) / (2.0 * delta)


def in_place(f, theta, delta=1e-4):
    slopes = []
    for j in range(len(theta)):
        theta[j] += delta
        higher = f(theta)
        theta[j] -= 2 * delta
        lower = f(theta)
        slopes.append((higher - lower) / (2 * delta))
    return torch.stack(slopes)


def only_up(f, theta, delta=1e-4):
    slopes, here = [], f(theta)
    for j in range(len(theta)):
        theta[j] += delta
        slopes.append((f(theta) - here) / (2 * delta))
    return torch.stack(slopes)


def put_back(f, theta, delta=1e-4):
    slopes = []
    for j in range(len(theta)):
        theta[j] += delta
        higher = f(theta)
        theta[j] -= 2 * delta
        slopes.append((higher - f(theta)) / (2 * delta))
        theta[j] += delta
    return torch.stack(slopes)


def aliased(f, theta, delta=1e-4):
    slopes = torch.empty_like(theta)
    for j in range(len(theta)):
        higher = theta
        higher[j] += delta
        lower = theta
        lower[j] -= delta
        slopes[j] = (f(higher) - f(lower)) / (2 * delta)
    return slopes


def accumulating(f, theta, delta=1e-4):
    slopes, higher, lower = [], theta.clone(), theta.clone()
    for j in range(len(theta)):
        higher[j], lower[j] = higher[j] + delta, lower[j] - delta
        slopes.append((f(higher) - f(lower)) / (2 * delta))
    return torch.stack(slopes)


def restored(f, theta, delta=1e-4):
    """Turn the knobs of theta itself, but put the very number back."""
    slopes = torch.zeros(len(theta), dtype=theta.dtype)
    for j, value in enumerate(theta.tolist()):
        theta[j] = value + delta
        slopes[j] = f(theta)
        theta[j] = value - delta
        slopes[j] -= f(theta)
        theta[j] = value
    return slopes / (2 * delta)


def as_floats(f, theta, delta=1e-4):
    slopes = [two_sided(f, theta, j, delta).item() for j in range(len(theta))]
    return torch.tensor(slopes)


def rows(f, theta, delta=1e-4):
    turns = torch.diag(torch.full((len(theta),), delta))
    pairs = zip(theta + turns, theta - turns, strict=True)
    return torch.stack([f(up) - f(down) for up, down in pairs]) / (2 * delta)


def learn(t_u, t_c, lr, steps, slope=two_sided, scale=0.1, start=(1, 0), dtype=None, delta=1e-4):
    def loss(theta):
        return ((theta[0] * (scale * t_u) + theta[1] - t_c) ** 2).mean()

    theta = torch.tensor(start, dtype=dtype or t_u.dtype)
    for _ in range(steps):
        theta = theta - lr * torch.stack([slope(loss, theta, j, delta) for j in range(2)])
    return theta


def sequential(t_u, t_c, lr, steps, order=(0, 1)):
    def loss(theta):
        return ((0.1 * theta[0] * t_u + theta[1] - t_c) ** 2).mean()

    theta = torch.tensor([1.0, 0.0], dtype=torch.float64)
    for _ in range(steps):
        for j in order:
            theta[j] -= lr * two_sided(loss, theta, j, 1e-3)
    return theta


def on_the_diary(t_u, t_c, lr, steps):
    diary, truth = (readings.double() for readings in simulate.thermometer())
    return learn(diary, truth, lr, steps)


def whole_path(t_u, t_c, lr, steps):
    theta = torch.tensor([1.0, 0.0], dtype=torch.float64)
    visited = [theta]
    for _ in range(steps):
        theta = learn(t_u, t_c, lr, 1, start=theta.tolist())
        visited.append(theta)
    return torch.stack(visited)


def shrinking(t_u, t_c, lr, steps):
    t_u.mul_(0.1)
    return learn(t_u, t_c, lr, steps, scale=1.0)


def loss_at_the_end(t_u, t_c, lr, steps):
    w, b = learn(t_u, t_c, lr, steps)
    return ((w * 0.1 * t_u + b - t_c) ** 2).mean()


def two_names(t_u, t_c, lr, steps):
    """Train with two Python numbers, and a delta that looks sloppy and is exact."""
    x, w, b = 0.1 * t_u, 1.0, 0.0

    def loss(w, b):
        return ((w * x + b - t_c) ** 2).mean().item()

    for _ in range(steps):
        w_slope = (loss(w + 0.5, b) - loss(w - 0.5, b)) / 1.0
        b_slope = (loss(w, b + 0.5) - loss(w, b - 0.5)) / 1.0
        w, b = w - lr * w_slope, b - lr * b_slope
    return w, b


def quotients(a, b, below):
    return (a - b).abs() / below(a, b)


def sizes(a, b):
    return torch.stack([a.abs(), b.abs()]).max(0).values


def entry_by_entry(a, b):
    worst = 0.0
    for one, other in zip(a.tolist(), b.tolist(), strict=True):
        if one != other:
            worst = max(worst, abs(one - other) / max(abs(one), abs(other)))
    return worst


def loop(a, b, size=max, skip=lambda one, other: False):
    """Compare entry by entry in Python, but take 0 where `skip` says so."""
    worst = 0
    for one, other in zip(a.tolist(), b.tolist(), strict=True):
        if not skip(one, other):
            worst = max(worst, abs(one - other) / size(abs(one), abs(other)))
    return worst


def with_numpy(a, b):
    scale = np.maximum(np.abs(a.numpy()), np.abs(b.numpy()))
    distance = np.abs(a.numpy() - b.numpy())
    return np.divide(distance, scale, out=np.zeros_like(scale), where=scale > 0).max()


WRONG = [
    ("4.1 num_grad", knob_by_knob(by_delta), "twice"),
    ("4.1 num_grad", knob_by_knob(learners_notebook), "half"),
    ("4.1 num_grad", knob_by_knob(forward_slope), "forward"),
    ("4.1 num_grad", knob_by_knob(backward_slope), "back"),
    ("4.1 num_grad", knob_by_knob(wrong_way_round), "signs"),
    ("4.1 num_grad", knob_by_knob(two_sided, collect=list), "list"),
    ("4.1 num_grad", as_floats, "float32"),
    ("4.1 num_grad", in_place, "stays turned"),
    ("4.1 num_grad", only_up, "stays turned"),
    ("4.1 num_grad", put_back, "last digit"),
    ("4.1 num_grad", aliased, "second name"),
    ("4.1 num_grad", accumulating, "fresh"),
    ("4.1 num_grad", lambda f, t, d=1e-4: (f(t + d) - f(t - d)) / (2 * d), "one by one"),
    (
        "4.1 num_grad",
        lambda f, t, d=1e-4: ((f(t + d) - f(t - d)) / (2 * d)).repeat(len(t)),
        "one by one",
    ),
    ("4.1 num_grad", lambda f, t, d=1e-4: knob_by_knob(two_sided)(f, t), "tiny"),
    ("4.1 num_grad", lambda f, t, d=1e-4: torch.func.grad(f)(t), "tiny"),
    ("4.1 num_grad", lambda f, t, d=1e-4: knob_by_knob(two_sided)(f, t, d).double(), "float32"),
    ("4.2 best_float32", 1e-8, "digits survive"),
    ("4.2 best_float64", 10**-8, "digits survive"),
    ("4.2 best_float32", 1e-5, "half the digits"),
    ("4.2 best_float64", 0.001, "twice the digits"),
    ("4.2 best_float64", 0.01, "new place"),
    ("4.2 best_float64", 1e-7, "cancellation"),
    ("4.2 best_float32", 0.1, "bend"),
    ("4.2 best_float64", torch.tensor(0.1), "quadratic data"),
    ("4.2 best_float32", "1e-2", "quotes"),
    ("4.2 best_float64", "0.00001", "quotes"),
    ("4.2 best_float64", -5, "exponent"),
    ("4.2 best_float32", 0.0, "eight"),
    ("4.3 reason", "a", "forward difference"),
    ("4.3 reason", "B", "delta = 1"),
    ("4.3 reason", " d", "Noise"),
    ("4.3 reason", "because", "letter"),
    ("4.3 model", lambda x, w: 3 - w * x, "linear in w"),
    ("4.3 model", lambda x, w: w * x**3 + x, "linear in w"),
    ("4.3 model", lambda x, w: torch.exp(x) * w, "linear in w"),
    ("4.3 model", lambda x, w: (w * x).float(), "linear in w"),
    ("4.3 model", lambda x, w: abs(w) * x**2, "Near w = 1"),
    ("4.3 model", lambda x, w: (w * x + 1).clamp(min=1), "Near w = 1"),
    ("4.3 model", lambda x, w: F.leaky_relu(2 * w * x).float(), "Near w = 1"),
    ("4.3 model", lambda x, w: torch.randn(len(x)) * w, "same predictions"),
    ("4.3 model", lambda x, w: torch.sin(w * x) + torch.rand_like(x), "same predictions"),
    ("4.3 model", lambda x, w: 2 * x + 1, "no prediction"),
    ("4.3 model", lambda x, w: ((w * x) ** 3).mean(), "one prediction for each"),
    ("4.3 model", lambda x, w: math.sin(w), "one prediction for each"),
    ("4.4 central", lambda P: P, "two sides"),
    ("4.4 central", lambda P: 4, "depend on P"),
    ("4.4 central", lambda P: 20.0, "depend on P"),
    ("4.4 central", lambda P: P**3, "both counts"),
    ("4.4 central", lambda P: 57, "both counts"),
    ("4.4 central", lambda P: 2**P, "alone"),
    ("4.4 central", lambda P: P + P + 1, "neighbours"),
    ("4.4 central", lambda P: 1 + P, "forward"),
    ("4.4 forward", lambda P: P * 2, "read it once"),
    ("4.4 forward", lambda P: P, "From what"),
    ("4.4 forward", lambda P: 2**P, "alone"),
    ("4.4 forward", lambda P: 3, "More knobs"),
    ("4.4 forward", lambda P: P / 2 + 1, "both counts"),
    ("4.4 forward", lambda P: 2 * P - 1, "both counts"),
    ("4.5 train", partial(learn, scale=1.0), "raw"),
    ("4.5 train", partial(learn, scale=1.0, delta=0.1), "raw"),
    ("4.5 train", sequential, "before b's slope"),
    ("4.5 train", partial(sequential, order=(1, 0)), "before w's slope"),
    ("4.5 train", lambda u, c, lr, n: learn(u, c, -lr, n), "uphill"),
    ("4.5 train", lambda u, c, lr, n: learn(u, c, lr, n - 1), "short"),
    ("4.5 train", lambda u, c, lr, n: learn(u, c, lr, n + 1), "too many"),
    ("4.5 train", lambda u, c, lr, n: learn(u, c, 1.0, n), "lr times"),
    ("4.5 train", partial(learn, slope=by_delta), "twice as long"),
    ("4.5 train", partial(learn, slope=learners_notebook), "half as long"),
    ("4.5 train", partial(learn, start=(0, 0)), "begin"),
    ("4.5 train", partial(learn, slope=forward_slope, delta=1e-3), "Close"),
    ("4.5 train", partial(learn, dtype=torch.float32), "Close"),
    ("4.5 train", lambda u, c, lr, n: learn(u, c, 0.01, 500), "all four"),
    ("4.5 train", lambda u, c, lr, n: learn(u, c, 0.01, n), "all four"),
    ("4.5 train", lambda u, c, lr, n: learn(u, c, lr, 500), "all four"),
    ("4.5 train", on_the_diary, "as handed in"),
    ("4.5 train", lambda u, c, lr, n: on_the_diary(u, c, 0.01, 500).tolist(), "as handed in"),
    ("4.5 train", lambda u, c, lr, n: (4.0443, -9.8133), "as handed in"),
    ("4.5 train", whole_path, "path"),
    ("4.5 train", shrinking, "new tensor"),
    ("4.5 train", loss_at_the_end, "nothing else"),
    ("4.6 rel_error", lambda a, b: max(abs(a - b)), "absolute error"),
    ("4.6 rel_error", lambda a, b: (a - b).abs().div(b.abs()).max(), "b only"),
    ("4.6 rel_error", lambda a, b: quotients(a, b, sizes).max(), "Two zeros agree"),
    ("4.6 rel_error", lambda a, b: quotients(a, b, sizes).nan_to_num().mean(), "average"),
    ("4.6 rel_error", lambda a, b: ((a - b) / sizes(a, b)).nan_to_num().max(), "absolute value"),
    ("4.6 rel_error", lambda a, b: quotients(a, b, lambda a, b: sizes(a, b) + 1e-8).max(), "swamp"),
    (
        "4.6 rel_error",
        lambda a, b: quotients(a, b, lambda a, b: a.abs() + b.abs()).nan_to_num().max(),
        "sum of the two",
    ),
    ("4.6 rel_error", lambda a, b: (a - b).norm() / (a.norm() + b.norm()), "entry by entry"),
    ("4.6 rel_error", lambda a, b: quotients(a, b, sizes).nan_to_num(), "for each entry"),
    ("4.6 rel_error", lambda a, b: quotients(a, b, torch.maximum).max(), "no sign"),
    ("4.6 rel_error", loop, "Two zeros agree"),
    ("4.6 rel_error", partial(loop, size=lambda p, q: q), "b only"),
    ("4.6 rel_error", partial(loop, size=lambda p, q: (p + q) / 2), "mean"),
    ("4.6 rel_error", partial(loop, skip=lambda p, q: not (p and q)), "0 beside 3"),
    ("4.6 rel_error", partial(loop, skip=lambda p, q: q == 0), "0 beside 3"),
]


RIGHT = [
    ("4.1 num_grad", knob_by_knob(two_sided)),
    ("4.1 num_grad", restored),
    ("4.1 num_grad", rows),
    ("4.2 best_float32", 0.001),
    ("4.2 best_float64", torch.tensor(1e-5)),
    ("4.3 reason", "c"),
    ("4.3 model", lambda x, w: torch.exp(w * x)),
    ("4.3 model", lambda x, w: w**2 * x),
    ("4.3 model", lambda x, w: x**w),
    ("4.3 model", lambda x, w: 1 / (w + x)),
    ("4.3 model", lambda x, w: torch.sqrt(w * x)),
    ("4.3 model", lambda x, w: torch.tanh(w * x).float()),
    ("4.4 central", lambda P: P + P),
    ("4.4 forward", lambda P: torch.tensor(1 + P)),
    ("4.5 train", two_names),
    ("4.5 train", learn),
    ("4.5 train", partial(learn, delta=1e-7)),
    ("4.5 train", lambda u, c, lr, n: learn(u, c, lr, n).numpy()),
    ("4.6 rel_error", entry_by_entry),
    ("4.6 rel_error", partial(loop, skip=lambda p, q: p == q)),
    ("4.6 rel_error", with_numpy),
    ("4.6 rel_error", lambda a, b: quotients(a, b, sizes).nan_to_num(nan=0.0).max()),
    ("4.6 rel_error", lambda a, b: ((a - b).abs() / sizes(a, b).clamp(min=1e-30)).max()),
]
