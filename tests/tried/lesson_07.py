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


STEP = "p.sub_(p.grad, alpha=self.lr)"
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


# What half-understanding comes to, by a fragment of the sentence that it needs.
FIRST_STEP = {
    "first step of all": (1, 1.0),
    "cancels": (5 * 10**0.5, 0.5 / 0.001**0.5, 0.1 / 0.025**0.5),
    "Divide it by the root": (0.1, 0.5),
    "root is missing": (0.1 / 0.001, 0.5 / 0.025, 0.1 / 0.025),
    "m is not the gradient": (1 / 0.001**0.5, 5 / 0.025**0.5),
    "Which β did you use": (0.1**0.5, 0.5 / 0.1**0.5),
    "swapped": (0.001 / 0.1**0.5,),
    "multiplied by 1 - β. β": (0.9 / 0.999**0.5,),
    "Very long is longer": (2.54, 2.5358),
    "keep three digits": (3,),
    "more than this": (2, 1.7),
    "less than this": (8, 12.0),
    "does move": (0,),
    "quotes": ("sqrt(10)",),
}
WHOLE_WAY = {
    "first step alone": (3.16, 10**0.5),
    "How many lr is that one": (10, 1 / (1 - 0.9)),
    "belongs to the whole way": (9 * 10**0.5,),
    "counted twice": (11 * 10**0.5,),
    "two steps": (3.162 + 2.846,),
    "ten steps": (3.1623 * (1 - 0.9**10) / 0.1,),
    "comes in once": (316, 1000**0.5 * 10),
    "cancels": (5 * 31.6, 5 * 31.76),
    "m decides": (1000, 3162),
    "leaves out the 1": (9,),
    "farther than this": (12, 25),
    "less far": (45, 70),
    "does not come back": (0, 0.0),
    "One number": ([3.16, 31.6],),
}
RATES = {
    "is to be 0.1": (
        lambda step: 0.01 if step < 300 else 0.001,
        lambda step: 0.003 if step < 300 else 0.1,
        lambda step: 0.1 if 1 <= step <= 300 else 0.003,
        lambda step: 0.002,
    ),
    "below 0": (lambda step: 0.1 if step < 300 else -0.01,),
    "larger than 0.1": (
        lambda step: 0.1 if step < 300 else 0.2,
        lambda step: 0.1 if step < 500 else 10,
    ),
    "never changes": (
        lambda step: 0.1,
        lambda step: torch.tensor(0.1),
        lambda step: 0.1 if step < 1000 else 0.003,
    ),
    "More than two rates": (
        lambda step: 0.1 / (1 + step / 50),
        lambda step: 0.1 * (1 - step / 1000),
        lambda step: 0.1 if step < 200 else 0.1 / (1 + step / 50),
        lambda step: [0.1, 0.05, 0.02, 0.01, 0.001][step // 200],
        lambda step: 0.1 if step < 300 else 0.003 if step < 900 else 0.0,
        lambda step: 0.05 * (1 + math.cos(math.pi * step / 1000)),
        lambda step: max(0.001, 0.1 - step / 5000),
    ),
    "goes back": (
        lambda step: 0.1 if step % 100 < 30 else 0.003,
        lambda step: 0.003 if 200 <= step < 400 else 0.1,
        lambda step: 0.1 if step < 100 or step == 999 else 0.003,
    ),
    "stands still": (
        lambda step: 0.1 if step < 300 else 0.0,
        lambda step: 0.1 if step < 990 else 0,
        lambda step: 0.1 if step < 10 else 0,
    ),
    "too early": (
        lambda step: 0.1 if step < 5 else 0.0005,
        lambda step: 0.1 if step == 0 else 0.001,
        lambda step: 0.1 if step < 10 else 1e-4,
    ),
    "By itself": (
        lambda step: 0.1 if step < 300 else 0.01,
        lambda step: 0.1 if step < 500 else 0.02,
        lambda step: 0.1 if step < 50 else 0.03,
        lambda step: 0.1 if step < 900 else 0.05,
    ),
    "has not faded": (
        lambda step: 0.1 if step < 900 else 0.001,
        lambda step: 0.1 if step < 950 else 0.003,
        lambda step: 0.1 if step < 500 else 0.0005,
        lambda step: 0.1 if step < 300 else 1e-5,
        lambda step: 0.1 if step < 999 else 0.001,
    ),
    "A number is asked for": (
        lambda step: (0.1, 0.003),
        lambda step: [0.1, 0.003][: 1 + (step > 300)],
        lambda step: "0.1",
        lambda step: 0.1 if step < 300 else print(0.003),
    ),
}
SETTLING = (
    lambda step: 0.1 if step < 200 else 0.003,
    lambda step: 0.003 if step >= 400 else 0.1,
    lambda step: [0.1, 0.002][step >= 200],
    lambda step: 0.1 - 0.097 * (step > 250),
    lambda step: 0.1 * 0.03 ** (step // 500),
    lambda step: torch.where(torch.tensor(step) < 100, 0.1, 0.003),
    lambda step: np.where(step < 300, 0.1, 0.003),
    lambda step: np.float32(0.1) if step < 300 else np.float32(0.002),
    lambda step: max(0.1 * (step < 350), 0.0025),
    lambda step: 0.1 if step < 50 else 0.002,
)


def numbers(name, wrong):
    """Return what `WRONG` holds for a value: each number with a fragment of its sentence."""
    return [(name, value, fragment) for fragment, values in wrong.items() for value in values]


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
            "start of section 5",
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
    ("7.5 with_fastai", edited(WITH_TORCH), "Is there a Learner"),
    ("7.5 with_torch", _by_hand, "torch.optim.SGD"),
    ("7.5 with_torch", lambda x, y, lr, epochs: (4.044320583343506, -9.813265800476074), "own run"),
    *numbers("7.2 first_step", FIRST_STEP),
    *numbers("7.2 whole_way", WHOLE_WAY),
    *(("7.6 my_rate", rate, fragment) for fragment, rates in RATES.items() for rate in rates),
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
    *(("7.2 first_step", number) for number in (3.16, 10**0.5, 3.1623, 3.2, math.sqrt(10))),
    *(("7.2 whole_way", number) for number in (31.6, 31.76, 32, 10 * 10**0.5, 31.8)),
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
    *(("7.6 my_rate", rate) for rate in SETTLING),
]
