"""Answers to the exercises of lesson 07.

Most are a right answer in which one line is written as somebody wrote it.
"""

import math

import numpy as np
import torch

SGD = """
class MySGD:
    def __init__(self, params, lr):
        self.params = [p for p in params]
        self.lr = lr

    @torch.no_grad()
    def step(self):
        for p in self.params:
            if p.grad is None:
                continue
            p.sub_(p.grad, alpha=self.lr)

    def zero_grad(self):
        for p in self.params:
            if p.grad is not None:
                p.grad.zero_()
"""

MOMENTUM = """
class MyMomentum:
    def __init__(self, params, lr, beta):
        self.params = tuple(params)
        self.lr = lr
        self.beta = beta
        self.v = {}

    def step(self):
        with torch.no_grad():
            for p in self.params:
                if p.grad is None: continue
                v = self.v.get(p, torch.zeros_like(p))
                v = v * self.beta + p.grad
                self.v[p] = v
                p.add_(v, alpha=-self.lr)

    def zero_grad(self):
        for p in self.params:
            p.grad = None
"""

ADAM = """
class MyAdam:
    def __init__(self, params, lr, beta1=0.9, beta2=0.999, eps=1e-8):
        self.params = list(params)
        self.lr, self.betas, self.eps = lr, (beta1, beta2), eps
        self.ms = [torch.zeros(p.shape) for p in self.params]
        self.ss = [torch.zeros(p.shape) for p in self.params]
        self.t = 0

    @torch.no_grad()
    def step(self):
        b1, b2 = self.betas
        self.t += 1
        for p, m, s in zip(self.params, self.ms, self.ss):
            if p.grad is None:
                continue
            m.mul_(b1).add_(p.grad, alpha=1 - b1)
            s.mul_(b2).addcmul_(p.grad, p.grad, value=1 - b2)
            m_hat = m / (1 - b1**self.t)
            s_hat = s / (1 - b2**self.t)
            p.sub_(self.lr * m_hat / (torch.sqrt(s_hat) + self.eps))

    def zero_grad(self):
        for p in self.params:
            p.grad = None
"""

COMPARE = """
def compare(lrs, steps, x, y):
    ends = []
    for lr in lrs:
        torch.manual_seed(42)
        model = nn.Linear(1, 1)
        opt = torch.optim.SGD(model.parameters(), lr)
        for step in range(steps):
            loss = nn.MSELoss()(model(x), y)
            opt.zero_grad()
            loss.backward()
            opt.step()
        ends.append((model.weight.item(), model.bias.item()))
    return ends
"""

WITH_TORCH = """
def with_torch(x, y, lr, epochs):
    model = nn.Linear(1, 1)
    with torch.no_grad():
        model.weight[:] = 1.0
        model.bias[:] = 0.0
    opt = torch.optim.SGD(model.parameters(), lr=lr)
    for _ in range(epochs):
        opt.zero_grad()
        nn.MSELoss()(model(x), y).backward()
        opt.step()
    w, b = model.weight, model.bias
    return w.item(), b.item()
"""

WITH_FASTAI = """
def with_fastai(x, y, lr, epochs):
    import fastai.basics as fb
    model = nn.Linear(1, 1)
    model.weight.data.fill_(1.0)
    model.bias.data.fill_(0.0)
    pairs = [(x_i, y_i) for x_i, y_i in zip(x, y)]
    dl = fb.DataLoader(pairs, bs=len(x))
    learn = fb.Learner(fb.DataLoaders(dl, dl), model, loss_func=fb.MSELossFlat(), opt_func=fb.SGD)
    with learn.no_logging():
        learn.fit(epochs, lr)
    w, b = model.parameters()
    return w.item(), b.item()
"""


def edited(source, *changes):
    """Return what the source defines after the changes, pairs of a text and what replaces it."""
    for old, new in changes:
        assert old in source, old
        source = source.replace(old, new)
    namespace = {"torch": torch, "nn": torch.nn, "math": math}
    exec(source, namespace)
    return [*namespace.values()][-1]


def kept_grad(renew):
    """Momentum that takes the first grad itself for v, and clears in place."""
    return edited(
        MOMENTUM,
        ("v = self.v.get(p, torch.zeros_like(p))", "v = self.v.get(p)"),
        ("v = v * self.beta + p.grad", f"v = p.grad if v is None else {renew}"),
        ("            p.grad = None", "            if p.grad is not None: p.grad.zero_()"),
    )


def limits(x, factor=None, ones=True, eigenvalue=-1, top=2.0):
    X = torch.stack([x, torch.ones(len(x))]).T if ones else x[:, None]
    H = (2 / len(x) if factor is None else factor) * (X.T @ X)
    return top / torch.linalg.eigvalsh(H)[eigenvalue].item()


STEP = "p.sub_(p.grad, alpha=self.lr)"
RENEW = "v = v * self.beta + p.grad"
MOVE = "p.add_(v, alpha=-self.lr)"
UPDATE = "p.sub_(self.lr * m_hat / (torch.sqrt(s_hat) + self.eps))"
SEED = "        torch.manual_seed(42)\n"
MODEL = "        model = nn.Linear(1, 1)\n"
FILLED = "        model.{}.data.fill_({})\n"
STORE = "        ends.append((model.weight.item(), model.bias.item()))\n"
PARAMS = "[p for p in params]"
SKIP = "if p.grad is None:\n                continue\n"
UNTRACED = "    @torch.no_grad()\n"
LOOP = "        for p in self.params:\n            if p.grad is None:"
COUNT = "        self.t += 1\n"
EMPTY = "    ends = []\n"
START = WITH_TORCH[WITH_TORCH.index("    with torch.no_grad") : WITH_TORCH.index("    opt =")]
FAST_START = "    model.weight.data.fill_(1.0)\n    model.bias.data.fill_(0.0)\n"
BATCH = "bs=len(x)"


def rows(name, source, *wrong):
    """Return what `WRONG` holds for one part; each of `wrong` is a fragment and the changes."""
    return [(name, edited(source, *changes), fragment) for fragment, *changes in wrong]


def _by_hand(x, y, lr, epochs):
    X = np.column_stack([x.numpy(), np.ones(len(x))]).astype(np.float64)
    params = np.array([1.0, 0.0])
    for _ in range(epochs):
        params = params - lr * 2 / len(X) * X.T @ (X @ params - y.numpy()[:, 0])
    return params


WRONG = [
    *rows(
        "7.1 MySGD",
        SGD,
        ("walked through", (PARAMS, "params")),
        ("traced", (UNTRACED, "")),
        ("traced", (UNTRACED, ""), (STEP, "p -= self.lr * p.grad")),
        (
            "brackets",
            (UNTRACED, ""),
            (LOOP, "        with torch.no_grad: pass\n" + LOOP),
        ),
        ("clears", (STEP, f"{STEP}; p.grad.zero_()")),
        ("clears", (STEP, f"{STEP}; p.grad = None")),
        ("clears", (STEP, f"p.grad.zero_(); {STEP}")),
        ("moves", (STEP, "p = p - self.lr * p.grad")),
        (
            "moves",
            (LOOP, LOOP.replace("p in self.params", "i, p in enumerate(self.params)")),
            (STEP, "self.params[i] = p - self.lr * p.grad"),
        ),
        ("uphill", (STEP, "p.add_(p.grad, alpha=self.lr)")),
        ("1/lr", (STEP, "p -= p.grad")),
        ("None", (SKIP, "pass\n")),
        ("None", (SKIP, "pass\n"), (STEP, "p -= self.lr * p.grad")),
        ("None", (SKIP, "pass\n"), (STEP, "p.data -= p.grad.data * self.lr")),
        ("skipped", ("continue", "break")),
        ("skipped", ("continue", "return")),
        ("first", (STEP, f"{STEP}; break")),
        ("first", (STEP, f"{STEP}; return")),
        ("no loss", (LOOP, "        loss.backward()\n" + LOOP)),
        ("no loss", (LOOP, "        self.loss.backward()\n" + LOOP)),
        ("nothing to clear", ("            if p.grad is not None:\n    ", "")),
        ("tensor or None", ("p.grad.zero_()", "p.grad = 0")),
        ("tensor or None", ("p.grad.zero_()", "p.grad = 0.0")),
        ("to be cleared", ("p.grad.zero_()", "p.data.zero_()")),
        ("to be cleared", ("            if p.grad is not None:\n    ", ""), ("grad.z", "data.z")),
        ("clears nothing", ("p.grad.zero_()", "pass")),
        ("requires grad", (STEP, f"p.requires_grad_(False); {STEP}")),
    ),
    *rows(
        "7.2 MyMomentum",
        MOMENTUM,
        ("walked through", ("tuple(params)", "params")),
        (
            "walked through",
            ("self.v = {}", "self.v = {p: torch.zeros_like(p) for p in self.params}"),
            ("tuple(params)", "params"),
        ),
        ("traced", ("with torch.no_grad()", "if True")),
        ("moves", (MOVE, "p = p - self.lr * v")),
        ("uphill", ("-self.lr", "self.lr")),
        ("1/lr", (MOVE, "p -= v")),
        ("None", ("if p.grad is None: continue", "pass")),
        ("clears nothing", ("            p.grad = None", "            pass")),
        ("damped", (RENEW, "v = v * self.beta + (1 - self.beta) * p.grad")),
        ("old v", (MOVE, ""), (RENEW, f"{MOVE}; {RENEW}")),
        ("share", ("self.v.get(p, ", "self.v.get(0, "), ("self.v[p] = v", "self.v[0] = v")),
        ("plain SGD", ("self.v[p] = v", "")),
        ("plain SGD", (MOVE, "p.add_(p.grad, alpha=-self.lr)")),
        ("wrong place", (RENEW, "v = v + self.beta * p.grad")),
        ("wrong place", (RENEW, "v = self.beta * (v + p.grad)")),
        ("wrong place", (RENEW, "v = (1 - self.beta) * v + self.beta * p.grad")),
        ("never shrinks", (RENEW, "v = v + p.grad")),
        ("twice", ("torch.zeros_like(p))", "p.grad)")),
        ("begins at 0, not", ("self.v = {}", "self.v = {p: p.clone() for p in self.params}")),
        (
            "begins at 0, not",
            ("self.v = {}", "self.v = {p: p for p in self.params}"),
            (RENEW, "v.mul_(self.beta).add_(p.grad)"),
        ),
        (
            "second time",
            ("self.v = {}", "self.v = [torch.zeros_like(p) for p in params]"),
            (
                "for p in self.params:\n                if",
                "for i, p in enumerate(self.params):\n                if",
            ),
            ("self.v.get(p, torch.zeros_like(p))", "self.v[i]"),
            ("self.v[p] = v", "self.v[i] = v"),
        ),
        (
            "second time",
            ("self.v = {}", "self.v = [torch.zeros_like(p) for p in params]"),
            (
                "for p in self.params:\n                if",
                "for p, v in zip(self.params, self.v):\n                if",
            ),
            ("                v = self.v.get(p, torch.zeros_like(p))\n", ""),
            (RENEW, "v.mul_(self.beta).add_(p.grad)"),
            ("                self.v[p] = v\n", ""),
        ),
        ("lr is used twice", (RENEW, "v = v * self.beta + self.lr * p.grad")),
        ("Nesterov", (MOVE, "p -= self.lr * (p.grad + self.beta * v)")),
        ("already", (MOVE, "p -= self.lr * (p.grad + v)")),
        ("changes the gradients", (RENEW, "p.grad += self.beta * v; v = p.grad")),
    ),
    *rows(
        "7.3 MyAdam",
        ADAM,
        ("traced", (UNTRACED, "")),
        ("walked through", ("list(params)", "params")),
        ("clears", (UPDATE, f"{UPDATE}; p.grad.zero_()")),
        ("None", (SKIP, "pass\n")),
        (
            "missing",
            ("m_hat = m / (1 - b1**self.t)", "m_hat = m"),
            ("s_hat = s / (1 - b2**self.t)", "s_hat = s"),
        ),
        ("Only one", ("m_hat = m / (1 - b1**self.t)", "m_hat = m")),
        ("Only one", ("s_hat = s / (1 - b2**self.t)", "s_hat = s")),
        ("under the root", ("(torch.sqrt(s_hat) + self.eps)", "torch.sqrt(s_hat + self.eps)")),
        ("eps", ("(torch.sqrt(s_hat) + self.eps)", "torch.sqrt(s_hat)")),
        ("eps", ("(torch.sqrt(s_hat) + self.eps)", "torch.sqrt(s_hat) + self.eps")),
        ("swapped", ("(beta1, beta2), eps", "(beta2, beta1), eps")),
        ("One beta", ("b2**self.t", "b1**self.t")),
        ("t is 0", (COUNT, ""), (UPDATE, UPDATE + "\n        self.t += 1")),
        ("t is 0", (COUNT, "")),
        ("power t", (COUNT, ""), ("self.t = 0", "self.t = 1")),
        ("2 already", ("self.t = 0", "self.t = 1")),
        ("not parameters", (COUNT, ""), ("m_hat = m /", "self.t += 1; m_hat = m /")),
        (
            "not parameters",
            (COUNT, ""),
            (
                "            if p.grad is None",
                "            self.t += 1\n            if p.grad is None",
            ),
        ),
        ("not squared", ("addcmul_(p.grad, p.grad, value=1 - b2)", "add_(p.grad, alpha=1 - b2)")),
        ("root", ("torch.sqrt(s_hat)", "s_hat")),
        ("stored", ("m_hat = m / (", "m_hat = m.div_("), ("s_hat = s / (", "s_hat = s.div_(")),
        (
            "share",
            (
                "in zip(self.params, self.ms, self.ss)",
                "in [(p, self.ms[0], self.ss[0]) for p in self.params]",
            ),
        ),
        ("second time", ("(p.shape) for p in self.params", "(p.shape) for p in params")),
        ("m gains", ("alpha=1 - b1", "alpha=1")),
        ("s gains", ("value=1 - b2", "value=1")),
        (
            "swapped",
            ("1 - b1**self.t", "1 - b2**t"),
            ("1 - b2**self.t", "1 - b1**self.t"),
            ("b2**t", "b2**self.t"),
        ),
        ("power t", ("b1**self.t", "b1"), ("b2**self.t", "b2")),
        ("not parameters", (COUNT, ""), (UPDATE, UPDATE + "; self.t += 1")),
        ("1 - beta", ("alpha=1 - b1", "alpha=1"), ("value=1 - b2", "value=1")),
        ("power", ("b1**self.t", "b1 * self.t"), ("b2**self.t", "b2 * self.t")),
        ("RMSProp", ("self.lr * m_hat", "self.lr * p.grad")),
        ("s is not used", (UPDATE, "p.sub_(self.lr * m_hat)")),
    ),
    *rows(
        "7.4 compare",
        COMPARE,
        ("elsewhere", (SEED, "        # fair\n")),
        ("Then the draw is over", (SEED + MODEL, MODEL + SEED)),
        ("Seeded once", (SEED, ""), (EMPTY, EMPTY + SEED[4:])),
        ("same model", (SEED + MODEL, ""), (EMPTY, EMPTY + SEED[4:] + MODEL[4:])),
        ("same model", (SEED + MODEL, ""), (EMPTY, EMPTY + MODEL[4:])),
        (
            "same model",
            (SEED + MODEL, "        model.load_state_dict(start)\n"),
            (EMPTY, EMPTY + SEED[4:] + MODEL[4:] + "    start = model.state_dict()\n"),
        ),
        ("seed 42", ("manual_seed(42)", "manual_seed(0)")),
        (
            "start of section 3",
            (SEED, ""),
            (MODEL, MODEL + FILLED.format("weight", 0.4801) + FILLED.format("bias", 0.8415)),
        ),
        ("where is the return", ("    return ends", "        return ends")),
        (
            "where is the return",
            ("    ends = []\n    for lr in lrs:\n", "    for lr in lrs:\n        ends = []\n"),
        ),
        (
            "where is the return",
            (STORE, ""),
            ("return ends", "return model.weight.item(), model.bias.item()"),
        ),
        (
            "between backward and step",
            (
                "            opt.zero_grad()\n            loss.backward()\n",
                "            loss.backward()\n            opt.zero_grad()\n",
            ),
        ),
        ("add up", ("            opt.zero_grad()\n", "")),
        ("same learning rate", ("model.parameters(), lr)", "model.parameters(), lrs[0])")),
        ("losses", ("(model.weight.item(), model.bias.item())", "loss.item()")),
        (
            "losses",
            ("(model.weight.item(), model.bias.item())", "nn.MSELoss()(model(x), y).item()"),
        ),
    ),
    *rows(
        "7.5 with_torch",
        WITH_TORCH,
        ("starts elsewhere", (START, "")),
        ("starts elsewhere", ("        model.bias[:] = 0.0\n", "")),
        ("cannot be replaced", ("model.weight[:] = 1.0", "model.weight = 1.0")),
        (
            "autograd watches",
            ("    with torch.no_grad():\n", "    if True:\n"),
            ("weight[:] = 1.0", "weight.fill_(1.0)"),
        ),
        ("missing", ("range(epochs)", "range(1, epochs)")),
        ("every y", ("model(x), y)", "model(x), y[:, 0])")),
        ("sum", ("MSELoss()", "MSELoss(reduction='sum')")),
        ("Adam", ("optim.SGD", "optim.Adam")),
        ("add up", ("        opt.zero_grad()\n", "")),
        ("number", ("w.item(), b.item()", "w, b")),
        ("number", ("w.item(), b.item()", "w.detach(), b.detach()")),
        ("b comes first", ("w.item(), b.item()", "b.item(), w.item()")),
    ),
    *rows(
        "7.5 with_fastai",
        WITH_FASTAI,
        ("opt_func", (", opt_func=fb.SGD", "")),
        ("opt_func", ("fb.SGD", "fb.Adam")),
        ("of its own", (", bs=len(x)", "")),
        ("one step for each epoch", (BATCH, "bs=4")),
        ("one step for each epoch", (BATCH, "bs=4, shuffle=True")),
        ("64 rows", (BATCH, "bs=64, drop_last=True")),
        ("every y", ("fb.MSELossFlat()", "nn.MSELoss()"), ("zip(x, y)", "zip(x, y[:, 0])")),
        ("starts elsewhere", (FAST_START, "")),
        ("0.001", ("fit(epochs, lr)", "fit(epochs)")),
        ("missing", ("fit(epochs, lr)", "fit(epochs - 1, lr)")),
        (
            "on the way",
            ("learn.fit(", "learn.fit_one_cycle("),
            ("as fb\n", "as fb\n    import fastai.callback.schedule\n"),
        ),
    ),
    ("7.2 MyMomentum", kept_grad("v * self.beta + p.grad"), "not a copy"),
    ("7.2 MyMomentum", kept_grad("v.mul_(self.beta).add_(p.grad)"), "not a copy"),
    ("7.5 with_fastai", edited(WITH_TORCH), "Is there a Learner"),
    ("7.5 with_torch", _by_hand, "torch.optim.SGD"),
    ("7.5 with_torch", lambda x, y, lr, epochs: (4.044320583343506, -9.813265800476074), "own run"),
    ("7.6 limit_and_ratio", lambda x, lr: (limits(x, top=1), limits(x, top=1) / lr), "half"),
    (
        "7.6 limit_and_ratio",
        lambda x, lr: (limits(x, 1 / len(x)), limits(x, 1 / len(x)) / lr),
        "twice",
    ),
    ("7.6 limit_and_ratio", lambda x, lr: (limits(x, 2.0), limits(x, 2.0) / lr), "mean"),
    (
        "7.6 limit_and_ratio",
        lambda x, lr: (limits(x, 2 / 11), limits(x, 2 / 11) / lr),
        "n is the number of readings",
    ),
    ("7.6 limit_and_ratio", lambda x, lr: (limits(x, 1.0), limits(x, 1.0) / lr), "factor"),
    (
        "7.6 limit_and_ratio",
        lambda x, lr: (limits(x, ones=False), limits(x, ones=False) / lr),
        "ones",
    ),
    (
        "7.6 limit_and_ratio",
        lambda x, lr: (limits(x, eigenvalue=0), limits(x, eigenvalue=0) / lr),
        "flattest",
    ),
    ("7.6 limit_and_ratio", lambda x, lr: (limits(x), lr / limits(x)), "upside down"),
    ("7.6 limit_and_ratio", lambda x, lr: limits(x), "Both"),
    ("7.6 limit_and_ratio", lambda x, lr: limits(x) / lr, "Both"),
    ("7.6 limit_and_ratio", lambda x, lr: (limits(x) / lr, limits(x)), "order"),
]


class _OnTorch:
    """An optimizer of torch's under the names of the lesson."""

    def __init__(self, params, lr, beta1=0.9, beta2=0.999, eps=1e-8):
        self.inner = torch.optim.Adam(params, lr, (beta1, beta2), eps)

    def step(self):
        self.inner.step()

    def zero_grad(self):
        self.inner.zero_grad(set_to_none=False)


def _one_start_copied(lrs, steps, x, y):
    torch.manual_seed(42)
    start = {name: value.clone() for name, value in torch.nn.Linear(1, 1).state_dict().items()}
    model, ends = torch.nn.Linear(1, 1), []
    for lr in lrs:
        model.load_state_dict(start)
        for _ in range(steps):
            model.zero_grad()
            ((model(x) - y) ** 2).mean().backward()
            with torch.no_grad():
                for p in model.parameters():
                    p -= lr * p.grad
        ends.append([p.item() for p in model.parameters()])
    return ends


def _wrapped(x, y, lr, epochs):
    import functools

    import fastai.basics as fb

    model = torch.nn.Linear(1, 1)
    torch.nn.init.constant_(model.weight, 1.0)
    torch.nn.init.constant_(model.bias, 0.0)
    data = torch.utils.data.TensorDataset(x, y)
    dls = fb.DataLoaders.from_dsets(data, data, bs=len(x), shuffle=False, drop_last=False)
    optimizer = functools.partial(fb.OptimWrapper, opt=torch.optim.SGD)
    fb.Learner(dls, model, loss_func=torch.nn.MSELoss(), opt_func=optimizer).fit(epochs, lr=lr)
    return model.weight.item(), model.bias.item()


RIGHT = [
    ("7.1 MySGD", edited(SGD)),
    ("7.1 MySGD", torch.optim.SGD),
    ("7.1 MySGD", edited(SGD, ("p.grad.zero_()", "p.grad = None"))),
    ("7.1 MySGD", edited(SGD, (STEP, "p.copy_(p - self.lr * p.grad)"))),
    ("7.1 MySGD", edited(SGD, (STEP, "p[:] = p - p.grad * self.lr"))),
    ("7.2 MyMomentum", edited(MOMENTUM)),
    ("7.2 MyMomentum", torch.optim.SGD),
    ("7.2 MyMomentum", edited(MOMENTUM, (RENEW, f"{RENEW}; assert v.shape == p.shape"))),
    (
        "7.2 MyMomentum",
        edited(MOMENTUM, (RENEW, "v = v * self.beta - self.lr * p.grad"), (MOVE, "p += v")),
    ),
    ("7.2 MyMomentum", edited(MOMENTUM, ("torch.zeros_like(p))", "0.0)"))),
    ("7.3 MyAdam", edited(ADAM)),
    ("7.3 MyAdam", _OnTorch),
    ("7.3 MyAdam", edited(ADAM, ("torch.sqrt(s_hat)", "s_hat ** 0.5"))),
    (
        "7.3 MyAdam",
        edited(
            ADAM,
            ("s_hat = s /", "root = math.sqrt(1 - b2**self.t) #"),
            (UPDATE, "p -= self.lr * m_hat * root / (s.sqrt() + self.eps * root)"),
        ),
    ),
    ("7.4 compare", edited(COMPARE)),
    ("7.4 compare", _one_start_copied),
    ("7.5 with_torch", edited(WITH_TORCH)),
    ("7.5 with_fastai", edited(WITH_FASTAI)),
    ("7.5 with_fastai", _wrapped),
    ("7.6 limit_and_ratio", lambda x, lr: (limits(x), limits(x) / lr)),
    (
        "7.6 limit_and_ratio",
        lambda x, lr: torch.tensor([limits(x), limits(x) / lr], dtype=torch.float64),
    ),
    (
        "7.6 limit_and_ratio",
        lambda x, lr: [
            len(x) / torch.linalg.svdvals(torch.stack([x, 0 * x + 1]))[0] ** 2 / f for f in (1, lr)
        ],
    ),
]
