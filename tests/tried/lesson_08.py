"""Answers to the exercises of lesson 08."""

import math

import numpy as np
import torch
import torch.nn.functional as F


def _cut(take, order=lambda n, seed: np.random.default_rng(seed).permutation(n)):
    """Return a split that takes its two parts of an order."""

    def split(n, n_val, seed):
        idx = torch.tensor(order(n, seed))
        return take(idx, n, n_val)

    return split


def _seeded(n, seed):
    torch.manual_seed(seed)
    return torch.randperm(n).tolist()


def _two_orders(n, n_val, seed):
    torch.manual_seed(seed)
    train = torch.randperm(n)[: n - n_val]
    return train, torch.randperm(n)[n - n_val :]


def _drawn_for_val(n, n_val, seed):
    torch.manual_seed(seed)
    val = torch.randint(0, n, (n_val,))
    rest = set(range(n)) - set(val.tolist())
    return torch.tensor(sorted(rest), dtype=torch.long), val


def _sampled(n, n_val, seed):
    import random

    val = random.Random(seed).sample(range(n), n_val)
    train = [i for i in range(n) if i not in val]
    return torch.tensor(train, dtype=torch.long), torch.tensor(val, dtype=torch.long)


def _masked(n, n_val, seed):
    torch.manual_seed(seed)
    held_out = torch.zeros(n, dtype=torch.bool)
    held_out[torch.randperm(n)[:n_val]] = True
    return torch.where(~held_out)[0], torch.where(held_out)[0]


STOP = """
def stop_in_time(X, y, X_val, y_val, lr, epochs):
    theta = torch.zeros(X.shape[1])
    lowest, best, at = float("inf"), None, None
    for epoch in range(1, epochs + 1):
        r = X @ theta - y
        theta = theta - lr * (2 / len(y)) * (X.T @ r)
        val = F.mse_loss(X_val @ theta, y_val)
        if val < lowest:
            lowest = val
            best = theta
            at = epoch
    return best, at
"""
STEP = "        theta = theta - lr * (2 / len(y)) * (X.T @ r)\n"
IN_PLACE = (STEP, "        theta -= lr * (2 / len(y)) * (X.T @ r)\n")
BEST, VAL = "best = theta\n", "F.mse_loss(X_val @ theta, y_val)"
LOWER = "if val < lowest:"


def edited(*changes):
    """Return the loop with lines written otherwise."""
    code = STOP
    for old, new in changes:
        assert old in code, old
        code = code.replace(old, new)
    namespace = {"torch": torch, "F": F}
    exec(code, namespace)
    return namespace["stop_in_time"]


def _path(X, y, lr, epochs):
    X, y, path = X.double().numpy(), y.double().numpy(), [np.zeros(X.shape[1])]
    for _ in range(epochs):
        path.append(path[-1] - lr * 2 / len(y) * X.T @ (X @ path[-1] - y))
    return np.array(path)


def _all_then_argmin(X, y, X_val, y_val, lr, epochs):
    path = _path(X, y, lr, epochs)[1:]
    losses = ((path @ X_val.numpy().T - y_val.numpy()) ** 2).mean(axis=1)
    return torch.from_numpy(path[losses.argmin()]), losses.argmin() + 1


def _argmin_from_zero(X, y, X_val, y_val, lr, epochs):
    best, at = _all_then_argmin(X, y, X_val, y_val, lr, epochs)
    return best, at - 1


def _with_the_start(X, y, X_val, y_val, lr, epochs):
    path = _path(X, y, lr, epochs)
    losses = ((path @ X_val.numpy().T - y_val.numpy()) ** 2).mean(axis=1)
    return torch.from_numpy(path[losses.argmin()]).float(), int(losses.argmin())


def _by_autograd(X, y, X_val, y_val, lr, epochs):
    theta = torch.zeros(X.shape[1], requires_grad=True)
    optimizer, seen = torch.optim.SGD([theta], lr=lr), []
    for epoch in range(epochs):
        optimizer.zero_grad()
        F.mse_loss(X @ theta, y).backward()
        optimizer.step()
        with torch.no_grad():
            seen.append((F.mse_loss(X_val @ theta, y_val).item(), epoch + 1, theta.tolist()))
    _, at, best = min(seen)
    return torch.tensor(best), at


def _patient(patience):
    """The loop of section 9: it gives up after so many epochs without a better one."""

    def stop_in_time(X, y, X_val, y_val, lr, epochs):
        path, lowest, at = _path(X, y, lr, epochs), np.inf, 0
        for epoch in range(1, epochs + 1):
            val = ((X_val.numpy() @ path[epoch] - y_val.numpy()) ** 2).mean()
            if val < lowest:
                lowest, at = val, epoch
            elif epoch - at >= patience:
                break
        return torch.from_numpy(path[at]), at

    return stop_in_time


def _zeros_first(t, v):
    def z(x, m, s):
        return torch.stack([(xi - m) / s for xi in x])

    m = sum(t) / len(t)
    s = (sum((ti - m) ** 2 for ti in t) / len(t)) ** 0.5
    return z(t, m, s), z(v, m, s)


def _loo(fit_and_judge, collect=np.mean):
    def loo(x, y, degree):
        x, y = x.double().numpy(), y.double().numpy()
        return float(collect([fit_and_judge(x, y, degree, i) for i in range(len(x))]))

    return loo


def _fold(x, y, degree, i):
    kept = np.polyfit(np.delete(x, i), np.delete(y, i), degree)
    return (np.polyval(kept, x[i]) - y[i]) ** 2


def _grouped(judge=None, collect=np.concatenate, end=np.mean, groups=np.unique, fit=None):
    """Return an answer to 8.4: how a group is judged, how the errors are put together."""

    def squares(knobs, x, y, out):
        return (np.polyval(knobs, x[out]) - y[out]) ** 2

    def others(x, y, out, degree):
        return np.polyfit(x[~out], y[~out], degree)

    def grouped_error(x, y, group, degree):
        x, y, group = x.double().numpy(), y.double().numpy(), group.numpy()
        errors = []
        for g in groups(group):
            out = group == g
            errors.append((judge or squares)((fit or others)(x, y, out, degree), x, y, out))
        return end(collect(errors))

    return grouped_error


def _reading_by_reading(x, y, group, degree):
    """In torch, one reading after the other."""
    X = torch.stack([x.double() ** k for k in range(degree + 1)], 1)
    total = 0.0
    for i in range(len(x)):
        rest = group != group[i]
        total += (X[i] @ torch.linalg.lstsq(X[rest], y[rest].double()).solution - y[i]) ** 2
    return total / len(x)


def _by_the_hat(x, y, group, degree):
    """Without a fit for each group: the residuals, freed of what their own group pulls."""
    X = torch.vander(x.double(), degree + 1)
    H = X @ torch.linalg.pinv(X)
    r, total = y.double() - H @ y.double(), 0.0
    for g in group.unique():
        at = (group == g).nonzero()[:, 0]
        left = torch.eye(len(at)).double() - H[at][:, at]
        total += torch.linalg.solve(left, r[at]).square().sum()
    return total.item() / len(x)


def _by_pandas(x, y, group, degree):
    import pandas as pd

    table = pd.DataFrame({"x": x.double(), "y": y.double(), "g": group})
    total = 0.0
    for g, held in table.groupby("g"):
        rest = table[table.g != g]
        p = np.polynomial.Polynomial.fit(rest.x, rest.y, degree)
        total += ((p(held.x) - held.y) ** 2).sum()
    return total / len(table)


def _weighted(x, y, group, degree):
    """A mean of the groups' means, each weighted by its size."""
    sizes = [(group == g).sum().item() for g in group.unique()]
    means = _grouped(
        lambda *a: ((np.polyval(a[0], a[1][a[3]]) - a[2][a[3]]) ** 2).mean(),
        collect=lambda e: np.average(e, weights=sizes),
    )
    return means(x, y, group, degree)


def _one_of_all(x, y, group, degree):
    return _loo(_fold)(x, y, degree)


def _one_error(reduce):
    """Return a judge that makes one number of a group's squares."""
    return lambda knobs, x, y, out: [reduce((np.polyval(knobs, x[out]) - y[out]) ** 2)]


def _report(choose_on, report_on, index=False):
    """Return an answer by polyfit: which error chooses, and which is reported."""

    def error(kind, degree, x, y, u, v):
        if kind == "loo":
            return _loo(_fold)(torch.tensor(x), torch.tensor(y), degree)
        if kind == "joint":
            p = np.polyfit(np.append(x, u), np.append(y, v), degree)
        else:
            p = np.polyfit(x, y, degree)
        if kind == "loo of the test":
            return _loo(_fold)(torch.tensor(u), torch.tensor(v), degree)
        if kind == "fit to the test":
            p = np.polyfit(u, v, degree)
        if kind == "train":
            u, v = x, y
        return ((np.polyval(p, u) - v) ** 2).mean()

    def choose_and_report(x, y, x_test, y_test, degrees):
        arrays = [t.double().numpy() for t in (x, y, x_test, y_test)]
        scores = [error(choose_on, degree, *arrays) for degree in degrees]
        best = degrees[int(np.argmin(scores))]
        return int(np.argmin(scores)) if index else best, error(report_on, best, *arrays)

    return choose_and_report


TRUTH = ["leak", "too simple", "good", "overfitting", "lr too small"]


def _instead(place, word):
    return [word if i == place else right for i, right in enumerate(TRUTH)]


WRONG = [
    ("8.1 split", lambda n, k, s: (torch.arange(n)[: n - k], torch.arange(n)[n - k :]), "shuffled"),
    ("8.1 split", lambda n, k, s: (torch.arange(n)[k:], torch.arange(n)[:k]), "shuffled"),
    ("8.1 split", lambda n, k, s: (torch.arange(n)[:-k], torch.arange(n)[-k:]), "shuffled"),
    ("8.1 split", _cut(lambda idx, n, k: (idx[:-k], idx[-k:])), "[:-0]"),
    ("8.1 split", _cut(lambda idx, n, k: (idx[:-k], idx[n - k :])), "[:-0]"),
    ("8.1 split", lambda n, k, s: torch.randperm(n).split([n - k, k]), "same seed"),
    ("8.1 split", lambda n, k, s: _masked(n, k, 0), "Every seed"),
    ("8.1 split", _two_orders, "Draw one order"),
    ("8.1 split", _drawn_for_val, "replacement"),
    ("8.1 split", _cut(lambda idx, n, k: (idx[: n - k - 1], idx[n - k :])), "neither"),
    ("8.1 split", _cut(lambda idx, n, k: (idx[: n - k - 1], idx[n - k - 1 :])), "wrong size"),
    ("8.1 split", _cut(lambda idx, n, k: (idx[int(0.2 * n) :], idx[: int(0.2 * n)])), "wrong size"),
    ("8.1 split", _cut(lambda idx, n, k: (idx[:k], idx[k:])), "order"),
    ("8.1 split", _cut(lambda idx, n, k: (idx[: n - k].tolist(), idx[n - k :].tolist())), "Long"),
    ("8.1 split", _cut(lambda idx, n, k: idx), "Return two"),
    ("8.2 stop_in_time", edited(IN_PLACE), "keeps a copy"),
    ("8.2 stop_in_time", edited(("return best", "return theta")), "keeps a copy"),
    ("8.2 stop_in_time", edited((VAL, "F.mse_loss(X @ theta, y)")), "last knobs"),
    ("8.2 stop_in_time", edited(("            lowest = val\n", "")), "last knobs"),
    (
        "8.2 stop_in_time",
        edited((BEST, BEST.replace("theta", "theta.detach()")), IN_PLACE),
        "keeps a copy",
    ),
    ("8.2 stop_in_time", _argmin_from_zero, "counted from 0"),
    ("8.2 stop_in_time", _patient(1), "first rises"),
    ("8.2 stop_in_time", _patient(3), "All epochs"),
    ("8.2 stop_in_time", edited(("range(1, epochs + 1)", "range(epochs)")), "counted from 0"),
    ("8.2 stop_in_time", edited(("range(1, epochs + 1)", "range(1, epochs)")), "missing"),
    ("8.2 stop_in_time", edited((LOWER, "if val > lowest:"), ('float("inf")', "0.0")), "largest"),
    ("8.2 stop_in_time", edited(("return best, at", "return best, lowest")), "Is this the loss"),
    ("8.2 stop_in_time", edited(("return best, at", "return at, best")), "order is"),
    ("8.2 stop_in_time", edited(("return best, at", "return best")), "One result"),
    ("8.2 stop_in_time", edited(("return best, at", "return best, at, lowest.item()")), "Three"),
    ("8.2 stop_in_time", edited(("(2 / len(y))", "(1 / len(y))")), "half as long"),
    ("8.2 stop_in_time", edited(("(2 / len(y))", "2")), "too long"),
    ("8.2 stop_in_time", edited(("theta - lr", "theta + lr")), "uphill"),
    (
        "8.2 stop_in_time",
        edited(("    r = X @ theta - y\n", "    r = y - X @ theta\n")),
        "uphill",
    ),
    ("8.2 stop_in_time", edited(("torch.zeros", "torch.ones")), "start at 0"),
    (
        "8.2 stop_in_time",
        edited((VAL, f"{VAL} + F.mse_loss(X @ theta, y)")),
        "Both losses",
    ),
    ("8.2 stop_in_time", edited((VAL, "F.l1_loss(X_val @ theta, y_val)")), "no square"),
    (
        "8.2 stop_in_time",
        edited((STEP, ""), ("            at = epoch\n", f"            at = epoch\n{STEP}")),
        "before the step",
    ),
    ("8.3 fit_normaliser", lambda x: (x.mean(), x.var()), "variance"),
    ("8.3 fit_normaliser", lambda x: (x.std(), x.mean()), "m comes first"),
    ("8.3 fit_normaliser", lambda x: x.mean(), "Return both"),
    (
        "8.3 normalise",
        lambda t, v: tuple(
            (x - torch.cat([t, v]).mean()) / torch.cat([t, v]).std() for x in (t, v)
        ),
        "know of",
    ),
    ("8.3 normalise", lambda t, v: tuple((x - x.mean()) / x.std() for x in (t, v)), "themselves"),
    ("8.3 normalise", lambda t, v: (t / t.std(), v / t.std()), "subtracted first"),
    ("8.3 normalise", lambda t, v: (t - t.mean(), v - t.mean()), "divided by"),
    ("8.3 normalise", lambda t, v: ((t - t.mean()) / t.std(), v), "own units"),
    ("8.3 normalise", lambda t, v: tuple((x - t.mean()) / t.var() for x in (t, v)), "variance"),
    (
        "8.3 normalise",
        lambda t, v: ((t - t.mean()) / t.std(), (v - t.mean()) / np.std(t.numpy())),
        "n - 1",
    ),
    ("8.3 normalise", lambda t, v: (0.1 * t, 0.1 * v), "fixed factor"),
    *[("8.4 twin_error", error, "still there") for error in (3.8e8, 1e20, math.inf, 2640.0)],
    ("8.4 twin_error", math.nan, "still there"),
    ("8.4 twin_error", 4.519, "says of the line"),
    ("8.4 twin_error", 4.1, "degree 2"),
    ("8.4 twin_error", 2.93, "training loss of the line"),
    ("8.4 twin_error", 3.24, "very same noise"),
    ("8.4 twin_error", 77.14, "variance"),
    ("8.4 twin_error", 0.29, "Nearly"),
    ("8.4 twin_error", "0", "quotes"),
    ("8.4 twin_error", [0.0, 0.0], "One number"),
    ("8.4 twin_error", 3.53, "Follow one reading"),
    ("8.4 grouped_error", _one_of_all, "rest of its group"),
    (
        "8.4 grouped_error",
        _grouped(fit=lambda x, y, out, d: np.polyfit(x, y, d)),
        "in the fit",
    ),
    ("8.4 grouped_error", _grouped(_one_error(np.mean)), "groups' means"),
    ("8.4 grouped_error", _grouped(_one_error(np.sum)), "sums averaged"),
    ("8.4 grouped_error", _grouped(_one_error(np.max)), "only the largest"),
    ("8.4 grouped_error", _grouped(end=np.sum), "This is the sum"),
    ("8.4 grouped_error", _grouped(end=lambda e: np.mean(e) ** 0.5), "root"),
    ("8.4 grouped_error", _grouped(end=np.median), "median"),
    ("8.4 grouped_error", _grouped(end=lambda e: np.mean(np.sqrt(e))), "without a square"),
    ("8.4 grouped_error", _grouped(groups=lambda g: range(len(np.unique(g)))), "any"),
    ("8.4 grouped_error", _grouped(groups=lambda g: range(g.max() + 1)), "any"),
    ("8.4 grouped_error", _grouped(groups=lambda g: np.unique(g)[1:]), "never has its turn"),
    ("8.4 grouped_error", _grouped(groups=lambda g: g), "as often as it has readings"),
    (
        "8.4 grouped_error",
        _grouped(fit=lambda x, y, out, d: np.polyfit(x[~out], y[~out], d + 1)),
        "too high",
    ),
    (
        "8.4 grouped_error",
        _grouped(fit=lambda x, y, out, d: np.polyfit(x[~out], y[~out], 1)),
        "degree used",
    ),
    (
        "8.4 grouped_error",
        _grouped(lambda p, x, y, out: (np.polyval(p, x) - y) ** 2),
        "judged by all",
    ),
    (
        "8.4 grouped_error",
        _grouped(lambda p, x, y, out: (np.polyval(p, x[~out]) - y[~out]) ** 2),
        "that made it",
    ),
    ("8.4 grouped_error", _grouped(end=list), "One number"),
    ("8.5 choose_and_report", _report("loo", "loo"), "score that chose"),
    ("8.5 choose_and_report", _report("loo", "test", index=True), "place in the list"),
    ("8.5 choose_and_report", _report("loo", "fit to the test"), "only judge"),
    ("8.5 choose_and_report", _report("loo", "loo of the test"), "only judge"),
    ("8.5 choose_and_report", _report("loo of the test", "loo of the test"), "only judge"),
    ("8.5 choose_and_report", _report("loo of the test", "test"), "judges the judge"),
    ("8.5 choose_and_report", _report("test", "test"), "judges the judge"),
    ("8.5 choose_and_report", _report("loo", "train"), "still unseen"),
    ("8.5 choose_and_report", _report("train", "test"), "falls with every degree"),
    ("8.5 choose_and_report", _report("train", "train"), "falls with every degree"),
    ("8.5 choose_and_report", _report("loo", "joint"), "in the fit"),
    ("8.6 diagnoses", _instead(0, "good"), "fresh readings say"),
    ("8.6 diagnoses", _instead(0, "overfitting"), "does validation warn"),
    ("8.6 diagnoses", _instead(0, "too simple"), "far below the noise"),
    ("8.6 diagnoses", _instead(1, "lr too small"), "flat"),
    ("8.6 diagnoses", _instead(1, "overfitting"), "not able"),
    ("8.6 diagnoses", _instead(2, "leak"), "luck"),
    ("8.6 diagnoses", _instead(2, "overfitting"), "amiss"),
    ("8.6 diagnoses", _instead(3, "leak"), "turn upwards"),
    ("8.6 diagnoses", _instead(3, "good"), "part"),
    ("8.6 diagnoses", _instead(4, "too simple"), "slope"),
    ("8.6 diagnoses", _instead(4, "good"), "still doing"),
    ("8.6 diagnoses", _instead(1, "underfits"), "Use the five words"),
    ("8.6 diagnoses", _instead(3, "overfit"), "Use the five words"),
    ("8.6 diagnoses", _instead(4, "learning rate too small"), "Use the five words"),
    ("8.6 diagnoses", _instead(0, "leaks"), "Use the five words"),
    ("8.6 diagnoses", TRUTH[::-1], "A:"),
    ("8.6 diagnoses", dict(zip("ABCDE", _instead(2, "leak"), strict=True)), "luck"),
    ("8.6 diagnoses", ["good"] * 5, "A:"),
    ("8.6 diagnoses", ", ".join(TRUTH), "Five words"),
    ("8.6 diagnoses", dict(zip("ABCD", TRUTH, strict=False)), "Five words"),
    ("8.6 diagnoses", {word: letter for letter, word in zip("ABCDE", TRUTH, strict=True)}, "Five"),
    ("8.6 diagnoses", {*TRUTH}, "Five words"),
]

RIGHT = [
    ("8.1 split", _sampled),
    ("8.1 split", _masked),
    ("8.1 split", _cut(lambda idx, n, k: (idx[k:], idx[:k]))),
    ("8.1 split", _cut(lambda idx, n, k: idx.split([n - k, k]), _seeded)),
    (
        "8.1 split",
        _cut(lambda idx, n, k: (idx[: n - k].sort()[0], idx[n - k :].sort()[0]), _seeded),
    ),
    ("8.2 stop_in_time", edited()),
    ("8.2 stop_in_time", edited((LOWER, "if val <= lowest:"))),
    ("8.2 stop_in_time", edited(IN_PLACE, (BEST, "best = theta.clone()\n"))),
    ("8.2 stop_in_time", edited(IN_PLACE, (BEST, "best = theta.tolist()\n"))),
    ("8.2 stop_in_time", edited((VAL, "(X_val @ theta - y_val).square().sum().item()"))),
    ("8.2 stop_in_time", _all_then_argmin),
    ("8.2 stop_in_time", _with_the_start),
    ("8.2 stop_in_time", _by_autograd),
    ("8.2 stop_in_time", _patient(60)),
    ("8.3 fit_normaliser", lambda x: (x.mean(), x.std())),
    ("8.3 fit_normaliser", lambda x: (x.mean().item(), x.std(correction=0).item())),
    ("8.3 fit_normaliser", lambda x: [np.mean(x.numpy()), np.std(x.numpy())]),
    ("8.3 normalise", lambda t, v: tuple((x - t.mean()) / t.std() for x in (t, v))),
    ("8.3 normalise", lambda t, v: [(x.double() - t.mean()) / t.std() for x in (t, v)]),
    ("8.3 normalise", _zeros_first),
    *[("8.4 twin_error", error) for error in (0, 0.0, 1.85e-18, 1e-6, torch.tensor(0.0))],
    ("8.4 grouped_error", _grouped()),
    ("8.4 grouped_error", _grouped(groups=lambda g: sorted(set(g.tolist())))),
    ("8.4 grouped_error", _reading_by_reading),
    ("8.4 grouped_error", _by_the_hat),
    ("8.4 grouped_error", _by_pandas),
    ("8.4 grouped_error", _weighted),
    ("8.5 choose_and_report", _report("loo", "test")),
    ("8.6 diagnoses", TRUTH),
    ("8.6 diagnoses", tuple(TRUTH)),
    ("8.6 diagnoses", [f" {word.upper()}" for word in TRUTH]),
    ("8.6 diagnoses", dict(zip("EDCBA", TRUTH[::-1], strict=True))),
    (
        "8.6 diagnoses",
        {"e": "LR too small", "c": "Good", "a": "Leak", "b": "Too  simple", "d": "Overfitting"},
    ),
]
