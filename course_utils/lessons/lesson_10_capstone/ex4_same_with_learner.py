"""Exercise 10.4: The same with a Learner."""

import functools
import itertools
import warnings
from unittest import mock

import torch

from course_utils import simulate
from course_utils.exercise import exercise


def enter(slips, *parts):
    """Enter wrong answers, in lists by the sentence that they draw, in each of the parts."""
    for (sentence, answers), part in itertools.product(slips.items(), parts):
        for answer in answers:
            part.mistake(sentence, answer)


by_fastai = exercise(
    "10.4",
    "The same with a Learner",
    hints=(
        "A Callback is called at every turn of the loop. Right after a loss, self.loss holds it, "
        "and self.training says whether it is one of the training.",
        "The batch is all of x (bs=len(x)), the optimizer is fb.SGD, and the model must be given "
        "its start before fit.",
        "class Tape(fb.Callback): def after_loss(self): if self.training: "
        "losses.append(self.loss.item())",
    ),
)

NAMES = ("0.weight", "0.bias", "2.weight", "2.bias")


def xor_and_more(generator):
    """The XOR points and six random ones, with starts and few epochs: fastai is slow."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # fastai uses torch.jit.script, which is deprecated
        import fastai.basics  # noqa: F401 - here, because it takes longer than an answer may

    def randn(*size):
        return torch.randn(*size, generator=generator)

    x, y = simulate.xor()
    points = [(x, y[:, None], 0.1, 5), (randn(6, 2), randn(6, 1) + 1, 0.05, 2)]
    return [
        (x, y, [randn(4, 2), randn(4), randn(1, 4), randn(1)], lr, epochs)
        for x, y, lr, epochs in points
    ]


made = []  # the Learners of the answer that is being tried


def contained(answer, x, y, tensors, lr, epochs):
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
        losses = answer(x, y, dict(zip(NAMES, tensors, strict=True)), lr, epochs)
    if losses is not None and not made:
        raise TypeError("no Learner was made")
    return losses


@by_fastai.part(probes=xor_and_more, observe=contained)
def xor_losses(x, y, start, lr, epochs):
    """The loss of each epoch of a Learner with fb.SGD, all of x and y in one batch: a list.

    The model is nn.Sequential(nn.Linear(2, 4), nn.Tanh(), nn.Linear(4, 1)) with the state_dict
    start, the loss nn.MSELoss. Note each loss in a Callback, unsmoothed. y has a column, as the
    model's output has.
    """
    import fastai.basics as fb

    losses = []

    class Tape(fb.Callback):
        def after_loss(self):
            if self.training:
                losses.append(self.loss.item())

    nn = torch.nn
    model = nn.Sequential(nn.Linear(2, 4), nn.Tanh(), nn.Linear(4, 1))
    model.load_state_dict(start)
    dl = fb.DataLoader(list(zip(x, y, strict=True)), bs=len(x))
    learn = fb.Learner(
        fb.DataLoaders(dl, dl), model, loss_func=nn.MSELoss(), opt_func=fb.SGD, cbs=Tape()
    )
    with learn.no_logging():
        learn.fit(epochs, lr)
    return losses


def by_torch(x, y, start, lr, epochs, batch=None, total=False, optimizer=torch.optim.SGD, **more):
    """Return the losses of each batch as torch finds them, and those after each epoch."""
    made.append(None)
    params = [tensor.clone().requires_grad_() for tensor in start.values()]
    opt, noted, later = optimizer(params, lr=lr, **more), [], []

    def loss_on(x, y):
        W1, b1, W2, b2 = params
        squares = (torch.tanh(x @ W1.T + b1) @ W2.T + b2 - y) ** 2
        return squares.sum() if total else squares.mean()

    for _ in range(epochs):
        for some in torch.arange(len(x)).split(batch or len(x)):
            loss = loss_on(x[some], y[some] if y.ndim == 2 and len(y) == len(x) else y)
            noted.append(loss.item())
            opt.zero_grad()
            loss.backward()
            opt.step()
        later.append(loss_on(x, y).item())
    return noted, later


def smoothed(losses, beta=0.98):
    """Return the running averages that a Learner prints."""
    average, shown = 0.0, []
    for count, loss in enumerate(losses, start=1):
        average = beta * average + (1 - beta) * loss
        shown.append(average / (1 - beta**count))
    return shown


def interleaved(noted, later):
    return [loss for pair in zip(noted, later, strict=True) for loss in pair]


enter(
    {
        "This is the smoothed loss that a Learner prints. The true one is self.loss.": [
            lambda *a: smoothed(by_torch(*a)[0])
        ],
        "These are losses after each epoch's step: a Learner's validation comes last.": [
            lambda *a: by_torch(*a)[1]
        ],
        "Two for each epoch: the validation's losses are noted, too. What says self.training?": [
            lambda *a: interleaved(*by_torch(*a))
        ],
        "Each point makes a step of its own. How many belong in a batch?": [
            lambda *a: by_torch(*a, batch=1)[0],
            lambda x, *a: by_torch(x, *a, batch=1)[0][len(x) - 1 :: len(x)],
        ],
        "y has lost its column: every output meets every y. Keep it (n, 1).": [
            lambda x, y, *a: by_torch(x, y.T, *a)[0]
        ],
        "This loss is a sum. nn.MSELoss() takes the mean.": [
            lambda *a: by_torch(*a, total=True)[0]
        ],
        "One epoch is missing.": [lambda x, y, s, lr, epochs: by_torch(x, y, s, lr, epochs - 1)[0]],
        "One epoch too many.": [lambda x, y, s, lr, epochs: by_torch(x, y, s, lr, epochs + 1)[0]],
        "One loss came. Each epoch has one.": [
            lambda *a: by_torch(*a)[0][-1],
            lambda *a: by_torch(*a)[0][-1:],
        ],
        "No loss was noted. Was the Callback handed to the Learner?": [
            lambda *a: by_torch(*a)[0][:0]
        ],
        "Without a learning rate a Learner takes 0.001. Hand lr to fit.": [
            lambda x, y, s, lr, epochs: by_torch(x, y, s, 1e-3, epochs)[0]
        ],
    },
    xor_losses,
)


@xor_losses.mistake("Is there a Learner in it?")
def _(*args):
    noted, _ = by_torch(*args)
    made.clear()
    return noted


def by_learner(x, y, start, lr, epochs, method="fit", **options):
    """Return the losses that a Learner with these options notes."""
    import fastai.basics as fb
    from fastai.callback import schedule  # noqa: F401 - gives a Learner fit_one_cycle

    losses, nn = [], torch.nn
    tape = fb.Callback(after_backward=lambda _: losses.append(learn.loss.item()))
    model = nn.Sequential(nn.Linear(2, 4), nn.Tanh(), nn.Linear(4, 1))
    model.load_state_dict(start)
    dl = fb.DataLoader(list(zip(x, y, strict=True)), bs=len(x))
    learn = fb.Learner(fb.DataLoaders(dl, dl), model, loss_func=nn.MSELoss(), cbs=tape, **options)
    with learn.no_logging():
        getattr(learn, method)(epochs, lr)
    return losses


xor_losses.mistake("Without opt_func a Learner takes fastai's Adam. SGD is asked for.", by_learner)


@xor_losses.mistake("fit_one_cycle changes lr on the way. Use fit.")
def _(*args):
    import fastai.basics as fb

    return by_learner(*args, method="fit_one_cycle", opt_func=fb.SGD)


xor_losses.mistake(
    "The first loss is not the one at start. Is the state_dict loaded, and before fit?",
    lambda x, y, s, lr, epochs: by_torch(
        x, y, {name: tensor + 0.3 for name, tensor in s.items()}, lr, epochs
    )[0],
    when=lambda want, came: abs(float(came[0]) / want[0] - 1) > 1e-3,
)
