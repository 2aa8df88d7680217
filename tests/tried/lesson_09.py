"""Answers to the exercises of lesson 09, as somebody wrote them."""

import itertools
import math

import numpy as np
import torch
import torch.nn.functional as F

BSHAPE = """
def bshape(s1, s2):
    shape = []
    for i in range(1, max(len(s1), len(s2)) + 1):
        m = s1[-i] if i <= len(s1) else 1
        n = s2[-i] if i <= len(s2) else 1
        if m == n or n == 1:
            shape.append(m)
        elif m == 1:
            shape.append(n)
        else:
            raise ValueError("no")
    return tuple(reversed(shape))
"""

FIT_A = """
def fit_a(x, y, lr, steps):
    w = torch.tensor(1.0, requires_grad=True)
    b = torch.tensor(0.0, requires_grad=True)
    optimizer = torch.optim.SGD([w, b], lr=lr)
    for _ in range(steps):
        loss = ((w * x + b - y.flatten()) ** 2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return w.item(), b.item()
"""

FIT_B = """
def fit_b(x, y, lr, steps):
    model = torch.nn.Linear(1, 1)
    torch.nn.init.ones_(model.weight)
    torch.nn.init.zeros_(model.bias)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    for _ in range(steps):
        y_hat = model(x)
        loss = ((y_hat - y[:, None]) ** 2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return model.weight.item(), model.bias.item()
"""

FIT_C = """
def fit_c(x, y, lr, steps):
    import warnings
    model = torch.nn.Linear(x.shape[1], 1)
    torch.nn.init.zeros_(model.weight)
    torch.nn.init.zeros_(model.bias)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    for _ in range(steps):
        loss = F.mse_loss(model(x), y.unsqueeze(1))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return torch.cat([model.weight[0], model.bias]).detach()
"""

BOTH_B = "model.weight.item(), model.bias.item()"
LOSS_C = "        loss = F.mse_loss(model(x), y.unsqueeze(1))\n"
SILENT = """        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            loss = F.mse_loss(model(x), y)
"""

UNBROADCAST = """
def unbroadcast(g, shape):
    padded = (1,) * (g.ndim - len(shape)) + tuple(shape)
    dims = [i for i, n in enumerate(padded) if n == 1]
    if dims:
        g = g.sum(dim=dims, keepdim=True)
    return g.reshape(shape)
"""


def edited(source, *changes):
    """Return what the source defines after the changes, pairs of a text and what replaces it."""
    for old, new in changes:
        assert old in source, old
        source = source.replace(old, new)
    namespace = {"torch": torch, "F": F, "itertools": itertools}
    exec(source, namespace)
    return [*namespace.values()][-1]


def rows(name, source, *wrong):
    """Return what `WRONG` holds for one part; each of `wrong` is a fragment and the changes."""
    return [(name, edited(source, *changes), fragment) for fragment, *changes in wrong]


RAISE = 'raise ValueError("no")'
FLAT_X = ("model(x)", "model(x.flatten())")


def _in_numpy(s1, s2):
    return np.broadcast_shapes(s1, s2)  # raises a ValueError


def _noise(n):
    torch.manual_seed(n)
    return torch.rand(n), torch.rand(n)


def _distances_by_numbers(a, b):
    a, b = a.tolist(), b.tolist()
    return torch.tensor([[math.dist(s, t) for t in b] for s in a])


WRONG = [
    ("9.1 bshape", _in_numpy, "plain Python"),
    ("9.3 distances", _distances_by_numbers, "loop"),
    *rows(
        "9.1 bshape",
        BSHAPE,
        (
            "at the left",
            ("s1[-i]", "s1[i - 1]"),
            ("s2[-i]", "s2[i - 1]"),
            ("tuple(reversed(shape))", "tuple(shape)"),
        ),
        (
            "larger",
            ("shape.append(m)", "shape.append(max(m, n))"),
            ("shape.append(n)", "shape.append(max(m, n))"),
        ),
        (
            "no pair is ever refused",
            ("shape.append(m)", "shape.append(max(m, n))"),
            ("shape.append(n)", "shape.append(max(m, n))"),
            (RAISE, "shape.append(max(m, n))"),
        ),
        ("is to be raised", (RAISE, "return None")),
        ("is to be raised", (RAISE, "return 'ValueError'")),
        ("is to be raised", (RAISE, "return ValueError('they do not fit')")),
        ("is to be raised", (RAISE, "return ()")),
        ("is to be raised. Try", (RAISE, "shape.append(m)")),
        ("ends with the shorter", ("range(1, max(", "range(1, min(")),
        ("in a list", ("tuple(reversed(shape))", "shape[::-1]")),
        ("back to front", ("tuple(reversed(shape))", "tuple(shape)")),
        ("Only equal", ("m == n or n == 1", "m == n"), ("elif m == 1", "elif False")),
        ("1 is found in one", ("m == n or n == 1", "m == n")),
        ("1 is found in one", ("elif m == 1", "elif False")),
        ("equally long", (" if i <= len(s1) else 1", "")),
        ("equally long", (" if i <= len(s1) else 1", ""), (" if i <= len(s2) else 1", "")),
        (
            "equally long",
            ("    shape = []\n", "    shape = []\n    if len(s1) != len(s2): raise ValueError\n"),
        ),
        ("None", ("    return tuple(reversed(shape))", "    print(shape)")),
        ("Neither", ("    shape = []\n", "    return tuple(max(p) for p in zip(s1, s2))\n")),
    ),
    *rows(
        "9.2 fit_a",
        FIT_A,
        ("meets every y", ("y.flatten()", "y.clone()")),
        ("meets every y", ("w * x + b - y.flatten()", "(w * x + b).flatten() - y")),
        ("first row", ("y.flatten()", "y[0]")),
        ("sum", (".mean()", ".sum()")),
        ("single reading", ("loss =", "assert (w * x).shape == y.squeeze().shape; loss =")),
        *(
            ("Two numbers", ("w.item(), b.item()", other))
            for other in ("w", "[w]", "(w,)", "w, b, loss", "dict(w=w.item(), b=b.item())")
        ),
    ),
    *rows(
        "9.2 fit_b",
        FIT_B,
        ("meets every y", ("y[:, None]", "y.squeeze()")),
        ("meets every y", ("y[:, None]", "y.reshape(1, -1)")),
        ("meets every y", ("y[:, None]", "y.T")),
        ("meets every y", ("y[:, None]", "y[None]")),
        ("first row", ("y[:, None]", "y"), ("model(x)", "model(x)[0]")),
        ("first row", ("y[:, None]", "y[0]")),
        ("as (n, d)", FLAT_X),
        ("as (n, d)", ("model(x)", "model(x.squeeze())")),
        ("as (n, d)", ("model(x)", "model(x[:, 0])")),
        (
            "single reading",
            ("y[:, None]", "y"),
            ("model(x)", "model(x).squeeze()"),
            ("loss =", "assert y_hat.shape == y.shape; loss ="),
        ),
        ("Two numbers", (BOTH_B, "model.weight.item()")),
        ("Two numbers", (BOTH_B, "[model.weight.item()]")),
        ("Two numbers", (BOTH_B, f"[{BOTH_B}, loss.item()]")),
    ),
    *rows(
        "9.2 fit_c",
        FIT_C,
        ("meets every y", ("y.unsqueeze(1)", "y")),
        (
            "meets every y",
            (LOSS_C, SILENT),
            ("mse_loss(model(x), y)", "mse_loss(model(x), y.squeeze())"),
        ),
        (
            "meets every y",
            (LOSS_C, SILENT),
            ("mse_loss(model(x), y)", "mse_loss(model(x), y[None])"),
        ),
        ("meets every y", ("y.unsqueeze(1)", "y.unsqueeze(0)")),
        ("first row", ("y.unsqueeze(1)", "y"), ("model(x)", "model(x)[0]")),
        ("as (n, d)", FLAT_X),
        ("as (n, d)", ("model(x)", "model(x.squeeze())")),
        ("several columns", ("model(x)", "model(x.reshape(-1, 1))")),
        (
            "several columns",
            ("model(x), y.unsqueeze(1)", "model(x.view(-1, 1)).flatten(), y"),
            ("x.shape[1]", "1"),
        ),
        ("sum", ("unsqueeze(1)", "unsqueeze(1), reduction='sum'")),
    ),
    ("9.3 distances", lambda a, b: ((a.unsqueeze(1) - b) ** 2).sum(dim=2), "squared distance"),
    ("9.3 distances", lambda a, b: (a.unsqueeze(1) - b).pow(2).sqrt(), "one number per column"),
    ("9.3 distances", lambda a, b: (a[:, None, :] - b[None, :, :]).abs().sum(2), "absolute"),
    ("9.3 distances", lambda a, b: (a[:, None, :] - b).pow(2).sqrt().sum(2), "absolute"),
    ("9.3 distances", lambda a, b: torch.norm(a[:, None] - b, dim=1), "wrong axis"),
    ("9.3 distances", lambda a, b: torch.norm(a[:, None] - b, dim=0), "wrong axis"),
    ("9.3 distances", lambda a, b: torch.norm(a[:, None] - b), "added up"),
    ("9.3 distances", lambda a, b: torch.cdist(b, a), "(m, n)"),
    ("9.3 distances", lambda a, b: torch.norm(a[None] - b[:, None], dim=-1), "(m, n)"),
    ("9.3 distances", lambda a, b: torch.norm(a - b, dim=1), "pairs equal row"),
    ("9.3 distances", lambda a, b: (b - a).pow(2).sum(1).sqrt(), "pairs equal row"),
    ("9.3 distances", lambda a, b: abs(a - b.T), "one column"),
    ("9.3 distances", lambda a, b: (a[:, 0, None] - b[:, 0]).abs(), "one column"),
    ("9.3 distances", lambda a, b: (a[:, None] - b).sum(2) ** 2, "cancel"),
    ("9.4 no_trend", lambda n: torch.arange(n), "Two rows"),
    ("9.4 no_trend", lambda n: "x, y", "Two rows"),
    ("9.4 no_trend", lambda n: (torch.randn(n, 1), torch.randn(n, 1)), "one axis"),
    ("9.4 no_trend", lambda n: (torch.linspace(-1, 1, n)[:, None], torch.ones(n)), "one axis"),
    ("9.4 no_trend", lambda n: ([-2, -1, 0, 1, 2], [4, 1, 0, 1, 4]), "n entries"),
    ("9.4 no_trend", lambda n: (np.arange(n), np.arange(n - 1) ** 2), "n entries"),
    ("9.4 no_trend", lambda n: (torch.linspace(0, 1, n), torch.full((n,), 3)), "let y vary"),
    ("9.4 no_trend", lambda n: ([1.0] * n, list(range(n))), "there is no best line"),
    ("9.4 no_trend", lambda n: (list(range(n)), [10.5] * n), "let y vary"),
    ("9.4 no_trend", lambda n: (torch.zeros(n), torch.randn(n)), "there is no best line"),
    ("9.4 no_trend", lambda n: (torch.arange(n) % 2, torch.arange(n)), "Some x are the same"),
    ("9.4 no_trend", lambda n: (torch.linspace(-1, 1, n) ** 2, torch.arange(n)), "Some x"),
    ("9.4 no_trend", lambda n: (torch.arange(n), 3 * torch.arange(n) - 1), "rising line"),
    ("9.4 no_trend", lambda n: (torch.arange(n), torch.arange(n, 0, -1)), "falling line"),
    ("9.4 no_trend", lambda n: (np.arange(n), np.arange(n) ** 2), "lowest or highest point"),
    ("9.4 no_trend", lambda n: (torch.linspace(0, 1, n), torch.linspace(0, 1, n) ** 2), "lowest"),
    ("9.4 no_trend", lambda n: (list(range(n)), [i % 2 for i in range(n)]), "by turns"),
    ("9.4 no_trend", lambda n: (list(range(n)), [1] + [0] * (n - 1)), "stands out"),
    ("9.4 no_trend", lambda n: (torch.arange(n), torch.eye(n)[1]), "stands out"),
    ("9.4 no_trend", lambda n: (torch.arange(n), torch.sin(torch.arange(n))), "flat"),
    ("9.4 no_trend", _noise, "flat"),
    ("9.4 no_trend", lambda n: (torch.arange(n), torch.log(torch.arange(n))), "nan or inf"),
    ("9.4 no_trend", lambda n: (torch.arange(n), torch.arange(n) ** 3), "not flat"),
    ("9.4 no_trend", lambda n: (torch.linspace(-1, 1, n), torch.linspace(-1, 1, n).tanh()), "not"),
    *rows(
        "9.5 unbroadcast",
        UNBROADCAST,
        (
            "at the right",
            ("(1,) * (g.ndim - len(shape)) + tuple(shape)", "shape"),
            ("    dims", "    while g.ndim > len(shape): g = g.sum(-1)\n    dims"),
            (".reshape(shape)", ""),
        ),
        ("does not have at all", ("(1,) * (g.ndim - len(shape)) + ", ""), (".reshape(shape)", "")),
        (
            "stretched, too",
            ("if n == 1", "if i < g.ndim - len(shape)"),
            ("keepdim=True", ""),
            (".reshape(shape)", ""),
        ),
        ("is lost", ("keepdim=True", ""), (".reshape(shape)", "")),
        ("all of them", ("    if dims:\n        g", "    g")),
        ("mean", ("g.sum", "g.mean")),
    ),
    ("9.5 unbroadcast", lambda g, shape: g.view(shape), "Nothing is added up"),
    ("9.5 unbroadcast", lambda g, shape: torch.broadcast_to(g, shape), "Nothing is added up"),
    ("9.5 unbroadcast", lambda g, shape: g.clone(), "Nothing is summed"),
    ("9.5 unbroadcast", lambda g, shape: torch.sum(g), "Everything"),
    ("9.4 no_trend", lambda n: (list(range(n // 2)) * 2, range(n // 2 * 2)), "not for all"),
    ("9.6 perfect", 154, "rounded"),
    ("9.6 one_too_high", 155, "rounded"),
    ("9.6 perfect", 0.0, "right loss"),
    ("9.6 perfect", 77.1364, "twice"),
    ("9.6 perfect", 77.14, "twice"),
    ("9.6 perfect", 151.3451, "best line"),
    ("9.6 perfect", 2.93, "best line"),
    ("9.6 perfect", 12.42, "root"),
    ("9.6 perfect", 169.7, "n - 1"),
    ("9.6 perfect", 18667.0, "sum"),
    ("9.6 perfect", 1697.0, "sum"),
    ("9.6 perfect", "154.27", "quotes"),
    ("9.6 perfect", 75.0, "first part"),
    ("9.6 perfect", 100.0, "second part"),
    ("9.6 perfect", 300.0, "second part"),
    ("9.6 perfect", -154.27, "below 0"),
    ("9.6 one_too_high", 1.0, "right loss"),
    ("9.6 one_too_high", 154.27, "moves"),
    ("9.6 one_too_high", 78.14, "flat line"),
    ("9.6 one_too_high", 152.35, "best line"),
    ("9.6 one_too_high", 166.69, "square"),
    ("9.6 one_too_high", 165.27, "mean"),
    ("9.6 one_too_high", 153.27, "worse"),
    ("9.6 one_too_high", 175.27, "middle term"),
    ("9.6 one_too_high", 309.0, "two parts"),
    ("9.6 one_too_high", 200.0, "second part"),
    ("9.6 shuffled", 0, "right loss"),
    ("9.6 shuffled", 77.14, "flat line"),
    ("9.6 shuffled", 231.4, "higher"),
    ("9.6 shuffled", 308.55, "higher"),
    ("9.6 shuffled", 155.27, "one degree"),
    ("9.6 shuffled", "it depends", "number"),
    ("9.6 shuffled", 140.25, "diagonal"),
    ("9.6 shuffled", 60.0, "lower"),
    ("9.3 distances", lambda a, b: torch.cdist(a, a), "within one set"),
    ("9.3 distances", lambda a, b: torch.cdist(a, b).min(dim=1).values, "nearest"),
]


def _through_autograd(g, shape):
    x = torch.zeros(shape, requires_grad=True)
    x.expand(g.shape).backward(g)
    return x.grad


def _in_columns(s1, s2):
    shape = []
    for pair in itertools.zip_longest(reversed(s1), reversed(s2), fillvalue=1):
        sizes = set(pair) - {1}
        if len(sizes) > 1:
            raise ValueError(f"{pair} do not fit")
        shape.insert(0, sizes.pop() if sizes else 1)
    return tuple(shape)


def _line_by_hand(x, y, lr, steps):
    X = np.column_stack([x.numpy().reshape(len(x), -1), np.ones(len(x))]).astype(np.float64)
    theta = np.array([1.0, 0.0])
    for _ in range(steps):
        theta = theta - lr * 2 / len(X) * X.T @ (X @ theta - y.numpy().flatten())
    return theta


def _by_product(a, b):
    squares = (a * a).sum(1)[:, None] + (b * b).sum(1) - 2 * a @ b.T
    return squares.clamp(min=0).sqrt()


def _less_its_best_line(n):
    x, y = np.linspace(0.0, 5.0, n), np.random.default_rng(n).normal(size=n)
    return x, y - np.polyval(np.polyfit(x, y, 1), x)


def _mirrored(n):
    half = [3.0, 1.0, 4.0, 1.5, 5.0, 9.0, 2.0, 6.0][: n // 2] + [7.0] * (n // 2 - 8)
    return list(range(n)), half + [0.0] * (n % 2) + half[::-1]


def _at_right_angles(n):
    x = torch.arange(n).double()
    y = torch.rand(n, generator=torch.Generator().manual_seed(n)).double()
    middle = x - x.mean()
    return x, y - (middle @ y) / (middle @ middle) * middle


def _tent(n):
    x = torch.linspace(-1, 1, n)
    return x, x.abs()


def _only_the_ends(n):
    x = torch.arange(1.0, n + 1)
    y = torch.zeros(n)
    y[[0, -1]] = 28.0
    return x, y


RIGHT = [
    ("9.1 bshape", edited(BSHAPE)),
    ("9.1 bshape", _in_columns),
    ("9.2 fit_a", edited(FIT_A)),
    ("9.2 fit_a", edited(FIT_A, ("y.flatten()", "y.T[0]"))),
    ("9.2 fit_a", edited(FIT_A, ("y.flatten()", "y.squeeze(1)"))),
    ("9.2 fit_a", edited(FIT_A, ("w * x + b - y.flatten()", "w * x[:, None] + b - y"))),
    ("9.2 fit_a", edited(FIT_A, ("w.item(), b.item()", "w, b"))),
    ("9.2 fit_a", edited(FIT_A, ("w.item(), b.item()", "[w.item(), b.item()]"))),
    ("9.2 fit_a", edited(FIT_A, ("w.item(), b.item()", "torch.stack([w, b])"))),
    ("9.2 fit_b", edited(FIT_B, (BOTH_B, f"torch.tensor([{BOTH_B}])"))),
    ("9.2 fit_a", _line_by_hand),
    ("9.2 fit_b", edited(FIT_B)),
    ("9.2 fit_b", edited(FIT_B, ("model(x)", "model(x).T"), ("y[:, None]", "y[None]"))),
    ("9.2 fit_b", edited(FIT_B, ("(y_hat - y[:, None])", "(y_hat - y).diagonal()"))),
    ("9.2 fit_b", edited(FIT_B, ("model(x)", "model(x).reshape(y.shape)"), ("y[:, None]", "y"))),
    ("9.2 fit_b", _line_by_hand),
    ("9.2 fit_c", edited(FIT_C)),
    ("9.2 fit_c", edited(FIT_C, ("model(x), y.unsqueeze(1)", "model(x).view(-1), y"))),
    ("9.2 fit_c", edited(FIT_C, ("unsqueeze(1))", "unsqueeze(1)); assert loss.ndim == 0"))),
    ("9.3 distances", torch.cdist),
    ("9.3 distances", lambda a, b: torch.linalg.norm(a[:, None] - b, dim=-1)),
    ("9.3 distances", _by_product),
    ("9.4 no_trend", _less_its_best_line),
    ("9.4 no_trend", _mirrored),
    ("9.4 no_trend", _at_right_angles),
    ("9.4 no_trend", _tent),
    ("9.4 no_trend", _only_the_ends),
    ("9.4 no_trend", lambda n: torch.stack(_tent(n))),
    ("9.4 no_trend", lambda n: (range(n), [abs(2 * i - n + 1) for i in range(n)])),
    ("9.4 no_trend", lambda n: (torch.arange(n) + 1e6, _tent(n)[1])),
    ("9.4 no_trend", lambda n: np.array(_less_its_best_line(n))),
    ("9.4 no_trend", lambda n: [[i - n // 2 for i in range(n)], _mirrored(n)[1]]),
    ("9.4 no_trend", lambda n: (torch.linspace(-3, 3, n), torch.linspace(-3, 3, n).cos())),
    ("9.5 unbroadcast", edited(UNBROADCAST)),
    ("9.5 unbroadcast", _through_autograd),
    ("9.5 unbroadcast", lambda g, shape: _through_autograd(g.double(), shape)),
    ("9.6 perfect", 2 * 77.1364),
    ("9.6 perfect", torch.tensor(154.2727)),
    ("9.6 perfect", 154.3),
    ("9.6 perfect", np.float64(154.27)),
    ("9.6 one_too_high", 2 * 77.1364 + 1),
    ("9.6 one_too_high", 155.3),
    ("9.6 shuffled", 154.27),
]
