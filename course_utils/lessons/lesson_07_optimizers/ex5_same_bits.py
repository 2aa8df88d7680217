"""Exercise 7.5: The same bits."""

import torch

from course_utils import simulate
from course_utils.checking.exercises import exercise
from course_utils.lessons import learner_watch
from course_utils.lessons.lesson_07_optimizers.random_state import from_one_state

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
    learner_watch.import_fastai()
    t_u, t_c = simulate.thermometer()
    x, noise = torch.randn(2, 12, 1, generator=generator)
    y = 3 * (x + 2) + 8 + 2 * noise
    return [(0.1 * t_u[:, None], t_c[:, None], 2e-3, 3), (x + 2, y, 0.01, 2)]


def by_learner(answer, *args):
    """Return what an answer gives from the one random state, and with a Learner."""
    return learner_watch.watched(from_one_state, answer, *args)


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


@same_bits.part(probes=columns, observe=by_learner, tolerance=1e-5)
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


MODEL, RETURN = "model = torch.nn.Linear(1, 1)", "return model.weight.item(), model.bias.item()"
WEIGHT_1, BIAS_0 = "torch.nn.init.ones_(model.weight)", "torch.nn.init.zeros_(model.bias)"
ZEROED, LOSS, FIT = "optimizer.zero_grad()", "mse_loss(model(x), y)", "fit(epochs, lr)"
REPLACED = "A parameter cannot be replaced by a number or a tensor. Change the one that is there."


def in_batches(batches):
    """Return the edits by which torch takes a step for each of the batches of an epoch."""
    return (
        ("_ in range(epochs)", f"some in list({batches}) * epochs"),
        (LOSS, "mse_loss(model(x[some]), y[some])"),
    )


for part, summed, one_by_one, by_four, unmoved in [
    (
        with_torch,
        (LOSS, "mse_loss(model(x), y, reduction='sum')"),
        in_batches("range(len(x))"),
        in_batches("torch.arange(len(x)).split(4)"),
        ("optimizer.step()", ""),
    ),
    (
        with_fastai,
        ("MSELoss()", "MSELoss(reduction='sum')"),
        ("bs=len(x)", "bs=1"),
        ("bs=len(x)", "bs=4"),
        (f"learn.{FIT}", "pass"),
    ),
]:
    part.slips(
        {
            "The run starts elsewhere. Set the weight to 1 and the bias to 0 before it.": [
                ((WEIGHT_1, ""), (BIAS_0, "")),
                ((WEIGHT_1, ""), (BIAS_0, ""), (MODEL, f"torch.manual_seed(42); {MODEL}")),
                (BIAS_0, ""),
                (WEIGHT_1, "torch.nn.init.zeros_(model.weight)"),
            ],
            REPLACED: [
                (WEIGHT_1, f"model.weight = {value}") for value in ("1", "1.0", "torch.ones(1, 1)")
            ],
            "The start is set while autograd watches. Inside which block does it look away?": (
                (WEIGHT_1, "model.weight.fill_(1.0)")
            ),
            "One epoch is missing.": ("(epochs", "(epochs - 1"),
            "One epoch too many.": ("(epochs", "(epochs + 1"),
            "y is (n,), the predictions are (n, 1): every one meets every y. Keep y a column.": (
                (MODEL, f"{MODEL}; y = y[:, 0]")
            ),
            "This is the sum of the squares. The loss is their mean.": summed,
            "Each reading makes a step of its own. How many belong in a batch?": one_by_one,
            "The readings are used four at a time. How many belong in a batch?": by_four,
            "The parameters are still at the start. Was there a step?": unmoved,
            "b comes first here. Return (w, b).": (
                (RETURN, "return model.bias.item(), model.weight.item()")
            ),
            "This is where the lesson's own run ends. Use x and y.": (
                (RETURN, "return 4.0443206, -9.8132658")
            ),
            "These are the model's own tensors. How does one get the number out of each?": [
                (RETURN, "return model.weight, model.bias"),
                (RETURN, "return model.weight.detach(), model.bias.detach()"),
            ],
        }
    )

with_torch.slips(
    {
        "The gradients add up from step to step. Which line clears them?": (ZEROED, ""),
        "The optimizer is Adam. SGD is asked for.": ("optim.SGD", "optim.Adam"),
    }
)
with_fastai.slips(
    {
        "Is there a Learner in it?": with_torch.reference,
        "Without a learning rate a Learner takes 0.001. Hand lr to fit.": (FIT, "fit(epochs)"),
    }
)


def far_along(right_value, value):
    """True for what is well farther from (1, 0) than it should be, about the same way."""
    start = torch.tensor([1.0, 0.0])
    way, came = torch.tensor(right_value) - start, torch.tensor([*map(float, value)]) - start
    return float(way @ came) > 1.3 * float(way @ way)


for part, shuffled in [
    (with_torch, in_batches("torch.randperm(len(x)).split(4)")),
    (with_fastai, ("bs=len(x), shuffle=False", "bs=4, shuffle=True")),
]:
    part.slip(
        "That is far for so few steps. Are the readings shuffled into small batches?",
        shuffled,
        when=far_along,
    )

with_fastai.slips(
    {
        "Without opt_func a Learner takes fastai's Adam. SGD is asked for.": (
            (", opt_func=fb.SGD", "")
        ),
        "fit_one_cycle changes the learning rate on the way. fit keeps it.": (
            ("as fb", "as fb, fastai.callback.schedule"),
            (FIT, "fit_one_cycle(epochs, lr)"),
        ),
    }
)
