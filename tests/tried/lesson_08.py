"""Answers to the exercises of lesson 08."""

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


LOOP = """
def train_and_validate(x_train, y_train, x_val, y_val, lr, epochs):
    params = torch.tensor([1.0, 0.0], requires_grad=True)
    opt = torch.optim.SGD([params], lr=lr)
    trains, vals = [], []
    for epoch in range(epochs):
        w, b = params
        train_loss = F.mse_loss(w * x_train + b, y_train)
        val_loss = F.mse_loss(w * x_val + b, y_val)
        trains.append(train_loss.item())
        vals.append(val_loss.item())
        opt.zero_grad()
        train_loss.backward()
        opt.step()
    return trains, vals, params
"""


def edited(*changes):
    """Return the loop with lines written otherwise."""
    code = LOOP
    for old, new in changes:
        assert old in code, old
        code = code.replace(old, new)
    namespace = {"torch": torch, "F": F}
    exec(code, namespace)
    return namespace["train_and_validate"]


NOTE = "        vals.append(val_loss.item())\n"
STEP = "        opt.step()\n"
LATE = "        with torch.no_grad():\n            w, b = params\n"
BACK = "train_loss.backward()"
RETURN = "return trains, vals, params"


def _by_hand(x_train, y_train, x_val, y_val, lr, epochs):
    X = np.stack([x_train.numpy(), np.ones(len(x_train))], 1)
    V = np.stack([x_val.numpy(), np.ones(len(x_val))], 1)
    params, trains, vals = np.array([1.0, 0.0]), [], []
    for _ in range(epochs):
        r = X @ params - y_train.numpy()
        trains.append((r**2).mean())
        vals.append(((V @ params - y_val.numpy()) ** 2).mean())
        params = params - lr * 2 / len(X) * X.T @ r
    return np.array(trains), vals, torch.from_numpy(params)


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


def _hat(x, y, degree):
    X = torch.vander(x, degree + 1)
    H = X @ torch.linalg.pinv(X)
    return (((y - H @ y) / (1 - H.diagonal())) ** 2).mean()


def _in_float32(x, y, degree):
    X = torch.stack([x**k for k in range(degree + 1)], 1)
    total = 0.0
    for i in range(len(x)):
        rest = [j for j in range(len(x)) if j != i]
        total += (X[i] @ torch.linalg.lstsq(X[rest], y[rest]).solution - y[i]) ** 2
    return total / len(x)


def _by_the_hints(x, y, degree, n=None, shared=None):
    """What hints 2 and 3 say; `n` and `shared` are the numbers of readings it takes for granted."""
    n, x, y, errors = n or len(x), x.double(), y.double(), []
    for i in range(n):
        keep = torch.arange(n) != i
        knobs = np.polyfit(x[keep], y[keep], degree)
        errors.append((np.polyval(knobs, x[i]) - y[i]) ** 2)
    return sum(errors) / (shared or n)


def _deleting_eleven(x, y, degree):
    x, y = x.double().numpy(), y.double().numpy()
    return np.mean([_fold(x, y, degree, i) for i in range(11)])


def _kept_of_eleven(x, y, degree):
    x, y = x.double().numpy(), y.double().numpy()
    kept = [np.setdiff1d(range(11), [i]) for i in range(len(x))]
    fits = [np.polyfit(x[k], y[k], degree) for k in kept]
    return np.mean([(np.polyval(f, x[i]) - y[i]) ** 2 for i, f in enumerate(fits)])


def _standardised(x, y, degree):
    z = (x - x.mean()) / x.std()
    with np.errstate(all="ignore"):
        return _loo(_fold)(z, y, degree)


def _columns(x, y, degree):
    """One column short, in torch."""
    return _in_float32(x, y, degree - 1)


def _polynomial(x, y, degree, i):
    p = np.polynomial.Polynomial.fit(np.delete(x, i), np.delete(y, i), degree)
    return (p(x[i]) - y[i]) ** 2


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


TRUTH = ["lr too small", "good", "overfitting", "leak", "too simple"]


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
    (
        "8.2 train_and_validate",
        edited(
            (NOTE, ""),
            (
                STEP,
                STEP + LATE + "            vals.append(F.mse_loss(w * x_val + b, y_val).item())\n",
            ),
        ),
        "val_losses come after",
    ),
    (
        "8.2 train_and_validate",
        edited((BACK, BACK + "; val_loss.backward()")),
        "goes backward",
    ),
    ("8.2 train_and_validate", edited((BACK, "(train_loss + val_loss).backward()")), "backward"),
    (
        "8.2 train_and_validate",
        edited(
            (
                "mse_loss(w * x_train + b, y_train)",
                "mse_loss(w * torch.cat([x_train, x_val]) + b, torch.cat([y_train, y_val]))",
            )
        ),
        "All readings",
    ),
    ("8.2 train_and_validate", edited((BACK, "val_loss.backward()")), "alone"),
    (
        "8.2 train_and_validate",
        edited(
            (
                "F.mse_loss(w * x_val + b, y_val)",
                "((w * x_val + b - y_val)**2).sum() / len(x_train)",
            )
        ),
        "that of validation is not",
    ),
    ("8.2 train_and_validate", edited(("y_val)", "y_val, reduction='sum')")), "sums"),
    (
        "8.2 train_and_validate",
        edited(
            ("y_val)\n", "y_val, reduction='sum')\n"), ("y_train)\n", "y_train, reduction='sum')\n")
        ),
        "sums",
    ),
    ("8.2 train_and_validate", edited(("        opt.zero_grad()\n", "")), "add up"),
    ("8.2 train_and_validate", edited(("return trains, vals", "return vals, trains")), "order is"),
    ("8.2 train_and_validate", edited(("range(epochs)", "range(1, epochs)")), "missing"),
    ("8.2 train_and_validate", edited((STEP, "")), "never moves"),
    ("8.2 train_and_validate", edited((", params\n", "\n")), "Three"),
    ("8.2 train_and_validate", edited((RETURN, "return params, [*zip(trains, vals)]")), "Three"),
    (
        "8.2 train_and_validate",
        edited((RETURN, "return params.detach(), [*zip(trains, vals)]")),
        "Three",
    ),
    ("8.2 train_and_validate", edited((RETURN, "return [*zip(trains, vals)]")), "Three"),
    ("8.2 train_and_validate", edited((RETURN, "return params")), "Three"),
    ("8.2 train_and_validate", edited((RETURN, "return params, trains, vals")), "order is"),
    ("8.2 train_and_validate", edited((", params\n", ", w.item(), b.item()\n")), "(2,)"),
    ("8.2 train_and_validate", edited(("[1.0, 0.0]", "[0.0, 0.0]")), "elsewhere"),
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
    (
        "8.4 loo",
        lambda x, y, d: float(np.mean((np.polyval(np.polyfit(x, y, d), x) - y.numpy()) ** 2)),
        "in the fit",
    ),
    ("8.4 loo", _loo(lambda *a: _fold(*a) ** 0.5), "without a square"),
    ("8.4 loo", _loo(_fold, lambda e: np.mean(e) ** 0.5), "root"),
    ("8.4 loo", _loo(_fold, np.sum), "sum"),
    ("8.4 loo", _loo(lambda x, y, d, i: _fold(x, y, d - 1, i)), "one too low"),
    ("8.4 loo", _columns, "one too low"),
    ("8.4 loo", _loo(lambda x, y, d, i: _fold(x, y, d + 1, i)), "one too high"),
    ("8.4 loo", _loo(_fold, lambda e: e[-1]), "One reading"),
    (
        "8.4 loo",
        _loo(
            lambda x, y, d, i: (
                (np.polyval(np.polyfit(np.delete(x, i), np.delete(y, i), d), x) - y) ** 2
            ).mean()
        ),
        "judged by all",
    ),
    ("8.4 loo", lambda *a: _by_the_hints(*a, n=11), "not 11"),
    ("8.4 loo", lambda *a: _by_the_hints(*a, shared=11), "not 11"),
    ("8.4 loo", _deleting_eleven, "not 11"),
    ("8.4 loo", _kept_of_eleven, "not 11"),
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
    ("8.6 diagnoses", _instead(0, "too simple"), "slope"),
    ("8.6 diagnoses", _instead(1, "overfitting"), "gap"),
    ("8.6 diagnoses", _instead(2, "good"), "Follow"),
    ("8.6 diagnoses", _instead(3, "good"), "never seen"),
    ("8.6 diagnoses", _instead(4, "lr too small"), "flat"),
    ("8.6 diagnoses", _instead(1, "ok"), "five words"),
    ("8.6 diagnoses", TRUTH[::-1], "A:"),
    ("8.6 diagnoses", dict(zip("ABCDE", _instead(1, "overfitting"), strict=True)), "gap"),
    ("8.6 diagnoses", ["good"] * 5, "A:"),
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
    ("8.2 train_and_validate", edited()),
    ("8.2 train_and_validate", edited((", params\n", ", params.detach()\n"))),
    ("8.2 train_and_validate", _by_hand),
    ("8.3 fit_normaliser", lambda x: (x.mean(), x.std())),
    ("8.3 fit_normaliser", lambda x: (x.mean().item(), x.std(correction=0).item())),
    ("8.3 fit_normaliser", lambda x: [np.mean(x.numpy()), np.std(x.numpy())]),
    ("8.3 normalise", lambda t, v: tuple((x - t.mean()) / t.std() for x in (t, v))),
    ("8.3 normalise", lambda t, v: [(x.double() - t.mean()) / t.std() for x in (t, v)]),
    ("8.3 normalise", _zeros_first),
    ("8.4 loo", _loo(_fold)),
    ("8.4 loo", _loo(_polynomial)),
    ("8.4 loo", _by_the_hints),
    ("8.4 loo", _hat),
    ("8.4 loo", _in_float32),
    ("8.4 loo", _standardised),
    ("8.5 choose_and_report", _report("loo", "test")),
    ("8.6 diagnoses", [f" {word.upper()}" for word in TRUTH]),
    ("8.6 diagnoses", dict(zip("EDCBA", TRUTH[::-1], strict=True))),
]
