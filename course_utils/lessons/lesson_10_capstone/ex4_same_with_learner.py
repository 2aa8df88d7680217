"""Exercise 10.4: The same with a Learner."""

import torch

from course_utils import simulate
from course_utils.checking.comparison import same_numbers
from course_utils.checking.exercises import exercise
from course_utils.checking.plain_data import as_data, as_numbers, kind_of
from course_utils.lessons import learner_watch

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
    learner_watch.import_fastai()

    def randn(*size):
        return torch.randn(*size, generator=generator)

    x, y = simulate.xor()
    points = [(x, y[:, None], 0.1, 3), (randn(6, 2), randn(6, 1) + 1, 0.05, 2)]
    return [
        (x, y, [randn(4, 2), randn(4), randn(1, 4), randn(1)], lr, epochs)
        for x, y, lr, epochs in points
    ]


def slopes(params, x, y):
    """Return the gradient of the net's MSE at these parameters, all in one tensor."""
    W1, b1, W2, b2 = (p.clone().requires_grad_() for p in params)
    loss = ((torch.tanh(x @ W1.T + b1) @ W2.T + b2 - y) ** 2).mean()
    return flat(torch.autograd.grad(loss, (W1, b1, W2, b2)))


def flat(tensors):
    return torch.cat([t.flatten() for t in tensors])


def by_learner(answer, x, y, tensors, lr, epochs):
    """Return what an answer gives that is handed the start as a state_dict, and how it trains."""
    start = dict(zip(NAMES, tensors, strict=True))
    came, steps = learner_watch.by_learner(answer, x, y, start, lr, epochs)
    if came is None:
        return None
    entries = as_numbers(came.tolist() if isinstance(came, torch.Tensor) else came)
    number = len(entries) if isinstance(entries, list | tuple) else kind_of(as_data(entries))
    first = steps[0] if steps else None
    return {
        "how many losses": str(number),
        "losses": entries if number == epochs else None,
        "model": all(len(step.at) == 17 for step in steps),
        "start": first is None or same_numbers(flat(tensors), first.at),
        "count": len(steps) == epochs,
        "gradient": first is None or same_numbers(slopes(tensors, x, y), first.grad, 1e-3),
        "rate": all(step.is_of_sgd(lr) for step in steps),
    }


@by_fastai.part(probes=xor_and_more, observe=by_learner)
def xor_losses(x, y, start, lr, epochs):
    """The loss of each epoch of a Learner with fb.SGD, all of x and y in one batch: a list.

    The model is nn.Sequential(nn.Linear(2, 4), nn.Tanh(), nn.Linear(4, 1)) with the state_dict
    start, the loss nn.MSELoss. Note each loss in a Callback, unsmoothed: a number or 0-d tensor.
    y has a column, as the model's output has.
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


LOAD, FIT, RETURN = "model.load_state_dict(start)", "fit(epochs, lr)", "return losses"
ONE_BY_ONE = ("bs=len(x)", "bs=1")

xor_losses.slips(
    {
        "This is the smoothed loss that a Learner prints. The true one is self.loss.": (
            (RETURN, "return [loss.item() for loss in learn.recorder.losses]")
        ),
        "These are losses after each epoch's step: a Learner's validation comes last.": (
            ("self.training", "not self.training")
        ),
        "Two for each epoch: the validation's losses are noted, too. What says self.training?": (
            ("self.training", "True")
        ),
        "Each point makes a step of its own. How many belong in a batch?": [
            ONE_BY_ONE,
            (ONE_BY_ONE, (RETURN, "return losses[len(x) - 1 :: len(x)]")),
        ],
        "y has lost its column: every output meets every y. Keep it (n, 1).": (
            ("zip(x, y, ", "zip(x, y[:, 0], ")
        ),
        "This loss is a sum. nn.MSELoss() takes the mean.": (
            ("MSELoss()", 'MSELoss(reduction="sum")')
        ),
        "One epoch is missing.": (FIT, "fit(epochs - 1, lr)"),
        "One epoch too many.": (FIT, "fit(epochs + 1, lr)"),
        "One loss came. Each epoch has one.": [
            (RETURN, "return losses[-1]"),
            (RETURN, "return losses[-1:]"),
        ],
        "No loss was noted. Was the Callback handed to the Learner?": (", cbs=Tape()", ""),
        "Without a learning rate a Learner takes 0.001. Hand lr to fit.": (FIT, "fit(epochs)"),
        "Is there a Learner in it?": "return [0.0] * epochs",
        "Without opt_func a Learner takes fastai's Adam. SGD is asked for.": (
            (", opt_func=fb.SGD", "")
        ),
        "fit_one_cycle changes lr on the way. Use fit.": (
            ("import fastai.basics as fb", "import fastai.basics as fb, fastai.callback.schedule"),
            (FIT, "fit_one_cycle(epochs, lr)"),
        ),
        "The hidden units are another function. nn.Tanh is asked for.": [
            ("nn.Tanh()", f"nn.{bend}()") for bend in ("ReLU", "Sigmoid", "Identity")
        ],
        "The output is bent as well. Nothing comes after the last nn.Linear.": [
            ("nn.Linear(4, 1))", f"nn.Linear(4, 1), nn.{bend}())") for bend in ("Tanh", "Sigmoid")
        ],
        "The layers are not those of start: 2 inputs, 4 units, 1 output.": (
            ("nn.Linear(2, 4)", "nn.Linear(2, 8)")
        ),
        "fit takes the number of epochs first, then lr.": (FIT, "fit(lr, epochs)"),
    }
)
xor_losses.findings(
    {
        "model": (
            "The model is another one: two inputs, four units with tanh, one output.",
            ((LOAD, ""), ("nn.Linear(2, 4)", "nn.Linear(2, 3)"), ("nn.Linear(4", "nn.Linear(3")),
        ),
        "start": (
            "The run does not begin at start. Is the state_dict loaded, and before fit?",
            ((LOAD, ""), ("nn = torch.nn", "nn = torch.nn; torch.manual_seed(0)")),
        ),
        "count": (
            "There is not one step for each epoch, with all of x and y in one batch.",
            ("bs=len(x)", "bs=3"),
        ),
        "gradient": (
            "The run begins at start, but its first gradient is not that of the mean square of "
            "the net with tanh.",
            ("MSELoss", "L1Loss"),
        ),
        "rate": (
            "The run begins well, but a step is not lr times its gradient, as plain SGD takes it.",
            (FIT, "fit(epochs, 2 * lr)"),
        ),
        "how many losses": (
            "The run is right. Return a list of one loss for each epoch: print what comes.",
            (RETURN, "return losses[1:]"),
        ),
        "losses": (
            "The run is right. The losses are not those of its steps, each before the step.",
            (RETURN, "return losses[::-1]"),
        ),
    }
)

LOADER = "dl = fb.DataLoader(list(zip(x, y, strict=True)), bs=len(x))"
xor_losses.same(
    {
        "What a Learner prints changes no loss.": [
            ("with learn.no_logging():\n        ", ""),
            (".no_logging()", ""),
        ],
        "The start may be set after the data.": (f"{LOAD}\n    {LOADER}", f"{LOADER}\n    {LOAD}"),
        "x and y have as many rows.": ("bs=len(x)", "bs=len(y)"),
    }
)
