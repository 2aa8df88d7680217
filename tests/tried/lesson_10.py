"""Answers to the exercises of lesson 10.

Most are a right answer in which one line is written as somebody wrote it.
"""

import random

import numpy as np
import torch
from torch import nn

from course_utils import engine
from course_utils.engine import Value

EXPERIMENT = """
def experiment(t_u, t_c, seed):
    torch.manual_seed(seed)
    order = torch.randperm(len(t_u))
    val, train = order[:2], order[2:]
    m, s = t_u[train].mean(), t_u[train].std()
    x = (t_u - m) / s

    def fit(where):
        w = b = torch.tensor(0.0)
        for _ in range(STEPS):
            r = w * x[where] + b - t_c[where]
            w, b = w - 0.3 * 2 * (r * x[where]).mean(), b - 0.3 * 2 * r.mean()
        return w, b

    def mse(w, b, where):
        return ((w * x[where] + b - t_c[where]) ** 2).mean()

    w, b = fit(train)
    loo = 0.0
    for i in range(len(t_u)):
        others = [j for j in range(len(t_u)) if j != i]
        loo = loo + mse(*fit(others), [i])
    return {
        "train": train.tolist(), "val": val.tolist(),
        "train_mse": mse(w, b, train), "val_mse": mse(w, b, val), "loo": loo / len(t_u),
        "w": w / s, "b": b - w * m / s,
    }
"""
LINE = "    w, b = fit(train)\n"
LOSS = '"loo": loo / len(t_u)'

REPAIRED_1 = """
def repair_1(x, y, lr, epochs):
    params = torch.tensor([1.0, 0.0], requires_grad=True)
    optimizer = torch.optim.SGD([params], lr=lr)
    losses = []
    for _ in range(epochs):
        loss = ((params[0] * x + params[1] - y) ** 2).mean()
        losses.append(loss.item())
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    return losses
"""

REPAIRED_2 = """
def repair_2(x, y, lr, epochs):
    model = torch.nn.Linear(1, 1)
    torch.nn.init.ones_(model.weight)
    torch.nn.init.zeros_(model.bias)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        y_hat = model(x[:, None]).squeeze()
        loss = ((y_hat - y) ** 2).mean()
        losses.append(loss)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return losses
"""

REPAIRED_3 = """
def repair_3(x, y, lr, epochs):
    params = torch.tensor([1.0, 0.0], requires_grad=True)
    losses = []
    for _ in range(epochs):
        r = params[0] * x + params[1] - y
        loss = (r**2).mean()
        losses.append(loss.item())
        loss.backward()
        with torch.no_grad():
            params -= lr * params.grad
        params.grad = None
    return losses
"""
KEPT = "losses.append(loss.item())"
PER_ONE = "losses.append(loss.item() / len(x))"

START = """
def start(seed):
    rng = random.Random(seed)
    weights = [Value(rng.uniform(-1, 1)) for _ in range(8)]
    biases = [Value(0.0) for _ in range(4)]
    return weights + biases + [Value(rng.gauss(0, 1)) for _ in range(4)] + [Value(0)]
"""

NET = """
def net(params, x1, x2):
    w, b, v, c = params[:8], params[8:12], params[12:16], params[16]
    h = []
    for j in range(4):
        h.append(tanh(w[2 * j] * x1 + w[2 * j + 1] * x2 + b[j]))
    return h[0] * v[0] + h[1] * v[1] + h[2] * v[2] + h[3] * v[3] + c
"""

TRAIN = """
def train(params, lr, steps):
    X, Y = [(0, 0), (0, 1), (1, 0), (1, 1)], [0, 1, 1, 0]
    for step in range(steps):
        total = Value(0.0)
        for (x1, x2), y in zip(X, Y):
            error = net(params, x1, x2) - y
            total = total + error * error
        loss = total / 4
        for p in params:
            p.grad = 0.0
        loss.backward()
        for p in params:
            p.data = p.data - lr * p.grad
    return sum((net(params, *x).data - y) ** 2 for x, y in zip(X, Y)) / 4
"""
CLEAR = "        for p in params:\n            p.grad = 0.0\n"
LAST = (
    "        loss.backward()\n        for p in params:\n            p.data = p.data - lr * p.grad\n"
)
STEP = """for p in params:
                p.grad = 0
            total = error * error
            total.backward()
            for p in params:
                p.data -= lr * p.grad"""
AFTER = "    return sum((net(params, *x).data - y) ** 2 for x, y in zip(X, Y)) / 4"

LEARNER = """
def xor_losses(x, y, start, lr, epochs):
    import fastai.basics as fb

    class Tape(fb.Callback):
        def before_fit(self):
            self.seen = []

        def after_loss(self):
            if self.training:
                self.seen.append(self.loss.item())

    model = nn.Sequential(nn.Linear(2, 4), nn.Tanh(), nn.Linear(4, 1))
    model.load_state_dict(start)
    tape = Tape()
    dl = fb.DataLoader(list(zip(x, y)), bs=len(x), shuffle=True)
    learn = fb.Learner(fb.DataLoaders(dl, dl), model, loss_func=nn.MSELoss(), opt_func=fb.SGD)
    with learn.no_logging():
        learn.fit(epochs, lr, cbs=tape)
    return tape.seen
"""


def edited(text, *changes):
    """Return the function that this text defines, its lines changed."""
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    names = {"torch": torch, "nn": nn, "random": random, "Value": Value, "tanh": engine.tanh}
    exec(text.replace("STEPS", "100"), names)
    name = text.strip().split("(")[0].removeprefix("def ")
    return names[name]


def rows(name, text, *changed):
    """Return the wrong answers of one part: the fragment to hear, and what is changed."""
    return [(name, edited(text, *changes), fragment) for fragment, *changes in changed]


CASES = dict(
    zip(
        "ABCDEFGHIJ",
        [
            "broadcast",
            "alias reset",
            "sum for mean",
            "not zeroed",
            "detached",
            "validation leak",
            "raw inputs",
            "zero before step",
            "own statistics",
            "sign",
        ],
        strict=True,
    )
)


def named(**names):
    """Return the list of diagnoses, these letters called by these names."""
    return [names.get(letter, name) for letter, name in CASES.items()]


WRONG = [
    *rows(
        "10.1 experiment",
        EXPERIMENT,
        (
            "val_mse is the training's loss",
            ('"val_mse": mse(w, b, val)', '"val_mse": mse(w, b, train)'),
        ),
        ("for standardised", ('"w": w / s, "b": b - w * m / s', '"w": w, "b": b')),
        ("another mean and sd", ("    return {", "    m, s = t_u.mean(), t_u.std()\n    return {")),
        ("converged", ("STEPS", "3")),
        ("has seen", (LINE, "    w, b = fit(range(len(t_u)))\n")),
        (
            "train only",
            ("range(len(t_u)):", "train.tolist():"),
            ("others = [j for j in range(len(t_u)) ", "others = [j for j in train.tolist() "),
            ("loo / len(t_u)", "loo / len(train)"),
        ),
        ("that judges it", ("if j != i]", "]")),
        ("one line for all", ("mse(*fit(others), [i])", "mse(w, b, [i])")),
        ("train_mse is a root", ("[where]) ** 2).mean()", "[where]) ** 2).mean().sqrt()")),
        ("left out", ("mse(*fit(others), [i])", "mse(*fit(others), range(len(t_u)))")),
        ("more than eleven", ("randperm(len(t_u))", "randperm(11)")),
        ("more than eleven", (LOSS, '"loo": loo / 11')),
        ("more than eleven", ("range(len(t_u))", "range(11)"), (LOSS, '"loo": loo / 11')),
        ("more than eleven", ("for i in range(len(t_u))", "for i in range(11)")),
        ("key is missing", ('"w": w / s, "b": b - w * m / s,', "")),
        ("key is missing", (LOSS, '"loss": loo')),
        ("loo is a root", ("loo / len(t_u)", "(loo / len(t_u)) ** 0.5")),
        ("swapped", ("val, train = order[:2], order[2:]", "train, val = order[:2], order[2:]")),
        ("first two", ("order[:2], order[2:]", "order[-2:], order[:-2]")),
        ("another shuffle", ("    torch.manual_seed(seed)\n", "")),
        ("Nothing is shuffled", ("torch.randperm(len(t_u))", "torch.arange(len(t_u))")),
        ("Two readings", ("order[:2], order[2:]", "order[:2], order[2:11]")),
        (
            "others",
            (
                "    def mse(",
                "    x[val] = (t_u[val] - t_u[val].mean()) / t_u[val].std()\n    def mse(",
            ),
        ),
    ),
    ("10.1 claim", "the slope is 5/9", "eleven readings"),
    ("10.1 claim", "the slope differs from 5/9", "standard errors"),
    ("10.2 diagnoses", named(D="sum for mean", C="not zeroed", I="alias reset"), "swings"),
    ("10.2 diagnoses", named(A="zero before step", H="broadcast", I="sign"), "Flat"),
    ("10.2 diagnoses", named(F="own statistics", I="validation leak", E="sign"), "no success"),
    ("10.2 diagnoses", named(D="lr too large", C="not zeroed", I="sign"), "none of the ten"),
    ("10.2 diagnoses", named(C="raw inputs", G="sum for mean", A="detached"), "C begins"),
    ("10.2 diagnoses", named(G="sum for mean", C="detached", E="sign"), "G begins"),
    ("10.2 diagnoses", named(G="healthy", C="raw inputs", E="sign"), "healthy"),
    ("10.2 diagnoses", named()[:9], "in the order A to J"),
    ("10.2 diagnoses", dict(zip("ABCDEFGHI", named(), strict=False)), "Ten names"),
    ("10.2 diagnoses", ", ".join(named()), "Ten names"),
    *rows(
        "10.2 repair_1",
        REPAIRED_1,
        ("pile up", ("        optimizer.zero_grad()\n", "")),
        (
            "gradient left",
            ("        optimizer.zero_grad()\n", ""),
            ("        optimizer.step()", "        optimizer.zero_grad(); optimizer.step()"),
        ),
    ),
    *rows(
        "10.2 repair_2",
        REPAIRED_2,
        ("meets every y", (".squeeze()", "")),
        (
            "sum of squares",
            ("        losses.append(loss)", "        losses.append(loss / len(x))"),
            (".mean()", ".sum()"),
        ),
    ),
    *rows(
        "10.2 repair_3",
        REPAIRED_3,
        ("down far enough", ("lr * params.grad", "0.01 * lr * params.grad")),
        ("twice", (KEPT, PER_ONE)),
        ("Mend the loss", (KEPT, PER_ONE), ("mean()", "sum()"), ("lr *", "lr / 10 *")),
        ("Mend the loss", (KEPT, PER_ONE), ("mean()", "sum()"), ("lr *", "lr / 11 *")),
        ("The sum of squares, in", ("mean()", "sum()")),
        ("uphill", ("params -=", "params +=")),
        ("One loss came", ("return losses", "return losses[-1]")),
    ),
    ("10.3 start", lambda seed: [Value(0.0) for _ in range(17)], "0.25"),
    ("10.3 start", lambda seed: [Value(0.1) for _ in range(17)], "alike"),
    *rows(
        "10.3 start",
        START,
        (
            "two hidden units",
            ("range(8)", "range(4)"),
            ("range(4)", "range(2)"),
            ("range(2)]\n    b", "range(4)]\n    b"),
        ),
        ("at every call", ("random.Random(seed)", "random.Random()")),
        ("no other start", ("random.Random(seed)", "random.Random(0)")),
    ),
    *rows(
        "10.3 net",
        NET,
        ("one line", ("tanh(", "(")),
        ("is to be linear", ("return h", "return tanh(h"), ("+ c", "+ c)")),
        ("output's bias", (" + c", "")),
        ("hidden units are missing", (" + b[j]", "")),
        ("No blame", ("return h[0]", "return Value((h[0]"), ("+ c", "+ c).data)")),
        ("other places", ("w[2 * j] * x1 + w[2 * j + 1]", "w[j] * x1 + w[j + 4]")),
        ("another function", ("tanh(w", "Value.relu(w")),
    ),
    *rows(
        "10.3 train",
        TRAIN,
        ("pile up", (CLEAR, "")),
        ("Where is lr", ("lr * p.grad", "p.grad")),
        ("step of its own", ("total = total + error * error", STEP), (CLEAR, ""), (LAST, "")),
        ("Divide by 4", ("total / 4", "total"), ("Y)) / 4", "Y))")),
        ("as they came", ("p.data = p.data - lr * p.grad", "p = p - lr * p.grad")),
        ("as they came", ("p.data = p.data - lr * p.grad", "p -= lr * p.grad")),
        ("as they came", ("p.data = p.data", "p = p.data")),
        ("before the last step", (AFTER, "    return loss.data")),
        ("A Value came", (AFTER, "    return loss")),
        ("uphill", ("data - lr", "data + lr")),
        ("four points", ("[0, 1, 1, 0]", "[0, 1, 1, 1]")),
        ("nothing is returned", (AFTER, "")),
    ),
    *rows(
        "10.4 xor_losses",
        LEARNER,
        ("opt_func", (", opt_func=fb.SGD", "")),
        ("smoothed", ("tape.seen", "[row[0] for row in learn.recorder.values]")),
        ("validation comes last", ("tape.seen", "[row[1] for row in learn.recorder.values]")),
        ("self.training", ("if self.training:", "if True:")),
        ("its own", (", bs=len(x), shuffle=True", "")),
        ("lost its column", ("zip(x, y)", "zip(x, y[:, 0])")),
        ("missing", ("fit(epochs,", "fit(epochs - 1,")),
        ("state_dict", ("    model.load_state_dict(start)\n", "")),
        ("0.001", ("(epochs, lr,", "(epochs,")),
        (
            "one_cycle",
            ("import fastai.basics as fb", "import fastai.basics as fb, fastai.callback.schedule"),
            ("learn.fit(", "learn.fit_one_cycle("),
        ),
        ("handed to", ("lr, cbs=tape)", "lr)"), ("tape = Tape()", "tape = Tape(); tape.seen = []")),
    ),
    ("10.5 report", "a b d e g", "on others"),
    ("10.5 report", ["a", "d", "e", "f", "g"], "beyond"),
    ("10.5 report", {"c", "d", "e", "g", "j"}, "cause"),
    ("10.5 report", "ADEGH", "prove"),
    ("10.5 report", ("a", "i", "e", "g", "j"), "digits"),
    ("10.5 report", "ade", "missing"),
]


def _by_numpy(t_u, t_c, seed):
    order = torch.randperm(len(t_u), generator=torch.Generator().manual_seed(seed)).numpy()
    x, y = t_u.numpy().astype(float), t_c.numpy().astype(float)
    w, b = np.polyfit(x[order[2:]], y[order[2:]], 1)
    X = np.column_stack([x, np.ones_like(x)])
    hat = X @ np.linalg.inv(X.T @ X) @ X.T
    squares = (w * x + b - y) ** 2
    return {
        "b": b,
        "w": w,
        "loo": np.mean(((hat @ y - y) / (1 - np.diag(hat))) ** 2),
        "val_mse": squares[order[:2]].mean(),
        "train_mse": squares[order[2:]].mean(),
        "val": order[:2],
        "train": tuple(order[2:]),
        "n": len(x),
    }


def _by_hand(x, y, lr, epochs):
    x, y = x.double().numpy(), y.double().numpy()
    w, b, losses = 1.0, 0.0, []
    for _ in range(epochs):
        r = w * x + b - y
        losses.append((r**2).mean())
        w, b = w - lr * 2 * (r * x).mean(), b - lr * 2 * r.mean()
    return np.array(losses)


def _unit(params, j, x1, x2):
    z = params[2 * j] * x1 + params[2 * j + 1] * x2 + params[8 + j]
    return params[12 + j] * (2 / (1 + (-2 * z).exp()) - 1)


RIGHT = [
    ("10.1 experiment", edited(EXPERIMENT)),
    ("10.1 experiment", _by_numpy),
    ("10.1 claim", "the slope is 0.537 +/- 0.036, compatible with 5/9"),
    ("10.1 claim", " b "),
    ("10.2 diagnoses", list(CASES.values())),
    ("10.2 diagnoses", {k.lower(): v.upper().replace(" ", "_") for k, v in CASES.items()}),
    ("10.2 repair_1", edited(REPAIRED_1)),
    ("10.2 repair_1", _by_hand),
    ("10.2 repair_2", edited(REPAIRED_2)),
    ("10.2 repair_2", edited(REPAIRED_2, (".squeeze()", ""), ("- y)", "- y.reshape(-1, 1))"))),
    ("10.2 repair_3", edited(REPAIRED_3)),
    (
        "10.2 repair_3",
        edited(REPAIRED_3, ("(r**2).mean()", "torch.nn.functional.mse_loss(r + y, y)")),
    ),
    ("10.3 start", edited(START)),
    (
        "10.3 start",
        lambda seed: [Value(v) for v in np.random.default_rng(seed).normal(size=17)],
    ),
    ("10.3 net", edited(NET)),
    ("10.3 net", lambda p, x1, x2: sum(_unit(p, j, x1, x2) for j in range(4)) + p[16]),
    ("10.3 train", edited(TRAIN)),
    (
        "10.3 train",
        edited(TRAIN, (CLEAR, ""), ("p.data - lr * p.grad", "p.data - lr * p.grad; p.grad = 0")),
    ),
    ("10.4 xor_losses", edited(LEARNER)),
    (
        "10.4 xor_losses",
        edited(LEARNER, ("self.loss.item()", "self.loss"), ("nn.MSELoss()", "fb.MSELossFlat()")),
    ),
    ("10.5 report", "adegj"),
    ("10.5 report", {"J", "a", "D", "g", "e"}),
    ("10.5 report", ["j", "g", "e", "d", "a"]),
    ("10.5 report", "a, d, e, g, j"),
]
