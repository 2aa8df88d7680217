"""Exercise 7.5: The same bits."""

import functools
import warnings
from unittest import mock

import torch

from course_utils import simulate
from course_utils.exercise import exercise
from course_utils.lessons.lesson_07_optimizers.ex4_fair_comparison import (
    descend,
    drawn,
    from_one_state,
)

same_bits = exercise(
    "7.5",
    "The same bits",
    hints=(
        "Three things must be equal: the start, the loss, and what is in a batch. Section 9.",
        "Under torch.no_grad(), model.weight.fill_(1.0) and model.bias.zero_() set the start.",
        "dl = fb.DataLoader(list(zip(x, y)), bs=len(x), shuffle=False)",
    ),
)


def columns(generator):
    """A tenth of the diary's readings as columns, then random ones; few epochs, fastai is slow."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # fastai uses torch.jit.script, which is deprecated
        import fastai.basics  # noqa: F401 - here, because it takes longer than an answer may
    t_u, t_c = simulate.thermometer()
    x, noise = torch.randn(2, 12, 1, generator=generator)
    y = 3 * (x + 2) + 8 + 2 * noise
    return [(0.1 * t_u[:, None], t_c[:, None], 2e-3, 3), (x + 2, y, 0.01, 2)]


made = []  # the Learners of the answer that is being tried


def contained(answer, *args):
    """Return what an answer with a Learner gives, without what of fastai no sandbox holds back.

    That is a progress bar, and processes that load the data: some loaders start them by default.
    """
    import fastai.basics as fb

    quiet = [c for c in fb.defaults.callbacks if c.__name__ != "ProgressCallback"]
    init = fb.Learner.__init__

    @functools.wraps(init)
    def noted(self, *args, **options):
        made.append(self)
        init(self, *args, **options)

    made.clear()
    with (
        mock.patch.multiple(fb.defaults, callbacks=quiet, cpus=0),
        mock.patch.object(fb.Learner, "__init__", noted),
    ):
        value = from_one_state(answer, *args)
    if value is not None and not made:
        raise TypeError("no Learner was made")
    made.clear()
    return value


def as_if_by_learner(answer):
    """Return the answer as one that has made a Learner, which it does without, to be quick."""

    def passing(*args):
        made.append(None)
        return answer(*args)

    return passing


@same_bits.part(probes=columns, observe=from_one_state, tolerance=1e-5)
def with_torch(x, y, lr, epochs):
    """(w, b) of nn.Linear(1, 1) after full-batch torch.optim.SGD on the MSE from w = 1, b = 0."""
    model = torch.nn.Linear(1, 1)
    torch.nn.init.ones_(model.weight)
    torch.nn.init.zeros_(model.bias)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    for _ in range(epochs):
        loss = torch.nn.functional.mse_loss(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return model.weight.item(), model.bias.item()


@same_bits.part(probes=columns, observe=contained, tolerance=1e-5)
def with_fastai(x, y, lr, epochs):
    """(w, b) of nn.Linear(1, 1) when a Learner with fb.SGD does the same, in one batch an epoch."""
    import fastai.basics as fb

    model = torch.nn.Linear(1, 1)
    torch.nn.init.ones_(model.weight)
    torch.nn.init.zeros_(model.bias)
    dl = fb.DataLoader(list(zip(x, y, strict=True)), bs=len(x), shuffle=False)
    dls = fb.DataLoaders(dl, dl)
    learn = fb.Learner(dls, model, loss_func=torch.nn.MSELoss(), opt_func=fb.SGD)
    with learn.no_logging():
        learn.fit(epochs, lr)
    return model.weight.item(), model.bias.item()


def as_tensors(w, b, tracked):
    """Return w and b as nn.Linear holds them."""
    return torch.tensor([[w]], requires_grad=tracked), torch.tensor([b], requires_grad=tracked)


def shuffled(x, y, lr, epochs):
    order = torch.randperm(len(x))
    return descend(x[order], y[order], lr, epochs, batch=4)


def far_along(right_value, value):
    """True for what is well farther from (1, 0) than it should be, about the same way."""
    start = torch.tensor([1.0, 0.0])
    way, came = torch.tensor(right_value) - start, torch.tensor([*map(float, value)]) - start
    return float(way @ came) > 1.3 * float(way @ way)


_START = "The run starts elsewhere. Set the weight to 1 and the bias to 0 before it."
_SET = "A parameter cannot be replaced by a number or a tensor. Change the one that is there."
_TENSORS = "These are the model's own tensors. How does one get the number out of each?"

# Slips with either library; the answers do without both, to be quick.
EITHER = [
    (_START, lambda *a: descend(*a, *drawn())),
    (_START, lambda *a: descend(*a, *drawn(42))),
    (_START, lambda *a: descend(*a, 1.0, drawn()[1])),
    (_START, lambda *a: descend(*a, 0.0, 0.0)),
    (_SET, lambda *a: setattr(torch.nn.Linear(1, 1), "weight", 1)),
    (_SET, lambda *a: setattr(torch.nn.Linear(1, 1), "weight", 1.0)),
    (_SET, lambda *a: setattr(torch.nn.Linear(1, 1), "weight", torch.ones(1, 1))),
    (
        "The start is set while autograd watches. Inside which block does it look away?",
        lambda *a: torch.nn.Linear(1, 1).weight.fill_(1.0),
    ),
    ("One epoch is missing.", lambda x, y, lr, epochs: descend(x, y, lr, epochs - 1)),
    ("One epoch too many.", lambda x, y, lr, epochs: descend(x, y, lr, epochs + 1)),
    (
        "y is (n,), the predictions are (n, 1): every one meets every y. Keep y a column.",
        lambda x, y, *a: descend(x, y.T, *a),
    ),
    (
        "This is the sum of the squares. The loss is their mean.",
        lambda x, y, lr, epochs: descend(x, y, len(x) * lr, epochs),
    ),
    (
        "Each reading makes a step of its own. How many belong in a batch?",
        lambda *a: descend(*a, batch=1),
    ),
    (
        "The readings are used four at a time. How many belong in a batch?",
        lambda *a: descend(*a, batch=4),
    ),
    ("The parameters are still at the start. Was there a step?", lambda *a: (1.0, 0.0)),
    ("b comes first here. Return (w, b).", lambda *a: descend(*a)[::-1]),
    ("This is where the lesson's own run ends. Use x and y.", lambda *a: (4.0443206, -9.8132658)),
    (_TENSORS, lambda *a: as_tensors(*descend(*a), tracked=True)),
    (_TENSORS, lambda *a: as_tensors(*descend(*a), tracked=False)),
]

for sentence, answer in EITHER:
    with_torch.mistake(sentence, answer)
    with_fastai.mistake(sentence, as_if_by_learner(answer))

with_fastai.mistake("Is there a Learner in it?", descend)


@with_torch.mistake("The gradients add up from step to step. Which line clears them?")
def _(x, y, lr, epochs):
    return descend(x, y, lr, epochs, zeroing=False)


@with_torch.mistake("The optimizer is Adam. SGD is asked for.")
def _(x, y, lr, epochs):
    params = torch.tensor([1.0, 0.0], requires_grad=True)
    optimizer = torch.optim.Adam([params], lr=lr)
    for _ in range(epochs):
        optimizer.zero_grad()
        torch.nn.functional.mse_loss(params[0] * x + params[1], y).backward()
        optimizer.step()
    return tuple(params.tolist())


@with_fastai.mistake("Without a learning rate a Learner takes 0.001. Hand lr to fit.")
@as_if_by_learner
def _(x, y, lr, epochs):
    return descend(x, y, 1e-3, epochs)


for either, answer in [(with_torch, shuffled), (with_fastai, as_if_by_learner(shuffled))]:
    either.mistake(
        "That is far for so few steps. Are the readings shuffled into small batches?",
        answer,
        when=far_along,
    )


def learner(x, y, **options):
    """Return a Learner as it should be, but for the options."""
    import fastai.basics as fb

    model = torch.nn.Linear(1, 1)
    torch.nn.init.ones_(model.weight)
    torch.nn.init.zeros_(model.bias)
    dl = fb.DataLoader(list(zip(x, y, strict=True)), bs=len(x))
    return fb.Learner(fb.DataLoaders(dl, dl), model, loss_func=torch.nn.MSELoss(), **options)


@with_fastai.mistake("Without opt_func a Learner takes fastai's Adam. SGD is asked for.")
def _(x, y, lr, epochs):
    learn = learner(x, y)
    with learn.no_logging():
        learn.fit(epochs, lr)
    return tuple(p.item() for p in learn.model.parameters())


@with_fastai.mistake("fit_one_cycle changes the learning rate on the way. fit keeps it.")
def _(x, y, lr, epochs):
    import fastai.basics as fb
    import fastai.callback.schedule  # noqa: F401 - gives a Learner its fit_one_cycle

    learn = learner(x, y, opt_func=fb.SGD)
    with learn.no_logging():
        learn.fit_one_cycle(epochs, lr)
    return tuple(p.item() for p in learn.model.parameters())
