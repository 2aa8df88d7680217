"""Exercise 7.5: The same bits."""

import torch

from course_utils import simulate
from course_utils.checking.exercises import exercise
from course_utils.lessons.learner_watch import by_learner, by_optimizer, import_fastai
from course_utils.lessons.lesson_07_optimizers.run_of_a_line import story

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
    """A tenth of the diary's readings as columns, then many; few epochs, fastai is slow."""
    import_fastai()
    t_u, t_c = simulate.thermometer()
    x, noise = torch.randn(2, 70, 1, generator=generator)  # more than a loader takes by itself
    y = 3 * (x + 2) + 8 + 2 * noise
    return [(0.1 * t_u[:, None], t_c[:, None], 2e-3, 3), (x + 2, y, 0.01, 2)]


@same_bits.part(probes=columns, observe=story(by_optimizer), tolerance=1e-5)
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


@same_bits.part(probes=columns, observe=story(by_learner), tolerance=1e-5)
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
NO_STEP, SGD = ("optimizer.step()", ""), "opt_func=fb.SGD"


def in_batches(batches):
    """Return the edits by which torch takes a step for each of the batches of an epoch."""
    return (
        ("_ in range(epochs)", f"some in list({batches}) * epochs"),
        (LOSS, "mse_loss(model(x[some]), y[some])"),
    )


def by_sgd(options):
    """Return the edit by which fastai's SGD has other options."""
    return SGD, f"opt_func=lambda params, lr: fb.SGD(params, lr, {options})"


# What is spelled in another way with torch than with fastai.
WITH_TORCH = {
    "sum": (LOSS, "mse_loss(model(x), y, reduction='sum')"),
    "one by one": in_batches("range(len(x))"),
    "loss": (RETURN, "return loss.item()"),
    "whole": (RETURN, "return model.state_dict()"),
    "unmoved": NO_STEP,
    "no steps": (NO_STEP, (RETURN, "return 2.0, 3.0")),
    "half": in_batches("torch.arange(len(x)).split(7)"),
    "absolute": ("mse_loss", "l1_loss"),
    "long": ("lr=lr", "lr=2 * lr"),
    "decay": ("lr=lr", "lr=lr, weight_decay=5"),
    "momentum": ("lr=lr", "lr=lr, momentum=0.9"),
}
WITH_FASTAI = {
    "sum": ("MSELoss()", "MSELoss(reduction='sum')"),
    "one by one": ("bs=len(x)", "bs=1"),
    "loss": (RETURN, "return learn.recorder.values[-1][0]"),
    "whole": (RETURN, "return learn"),
    "unmoved": (f"learn.{FIT}", "pass"),
    "no steps": ((f"learn.{FIT}", "pass"), (RETURN, "return 2.0, 3.0")),
    "half": ("bs=len(x)", "bs=7"),
    "absolute": ("MSELoss", "L1Loss"),
    "long": (FIT, "fit(epochs, 2 * lr)"),
    "decay": by_sgd("wd=5"),
    "momentum": by_sgd("mom=0.9"),
}

for part, own in [(with_torch, WITH_TORCH), (with_fastai, WITH_FASTAI)]:
    part.slips(
        {
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
            "This is the sum of the squares. The loss is their mean.": own["sum"],
            "Each reading makes a step of its own. How many belong in a batch?": own["one by one"],
            "The parameters are still at the start. Was there a step?": own["unmoved"],
            "b comes first here. Return (w, b).": (
                (RETURN, "return model.bias.item(), model.weight.item()")
            ),
            "These are the model's own tensors. How does one get the number out of each?": [
                (RETURN, "return model.weight, model.bias"),
                (RETURN, "return model.weight.detach(), model.bias.detach()"),
            ],
            "This is a loss. Where the run ends is asked for: w and b.": own["loss"],
            "This is the model. What is asked for are the two numbers in it.": [
                (RETURN, "return model"),
                own["whole"],
            ],
        }
    )

with_torch.slips(
    {
        "The gradients add up from step to step. Which line clears them?": (ZEROED, ""),
        "No step finds a gradient. Is there a backward, and no zero_grad after it?": [
            ("loss.backward()", ""),
            ("loss.backward()", f"loss.backward(); {ZEROED}"),
        ],
        "The optimizer is Adam. SGD is asked for.": ("optim.SGD", "optim.Adam"),
        "This is where the lesson's own run ends. Use x and y.": "return 4.0443206, -9.8132658",
    }
)
with_fastai.slips(
    {
        "Is there a Learner in it?": with_torch.reference,
        "Without a learning rate a Learner takes 0.001. Hand lr to fit.": (FIT, "fit(epochs)"),
        "fit takes the number of epochs first, then lr.": (FIT, "fit(lr, epochs)"),
        "64 rows at a time are not all: a loader needs bs, and may drop the rest.": [
            ("bs=len(x)", "bs=64, drop_last=True"),
            ("bs=len(x)", "bs=64"),
        ],
        "Without opt_func a Learner takes fastai's Adam. SGD is asked for.": (f", {SGD}", ""),
        "fit_one_cycle changes the learning rate on the way. fit keeps it.": (
            ("as fb", "as fb, fastai.callback.schedule"),
            (FIT, "fit_one_cycle(epochs, lr)"),
        ),
    }
)

for part, own in [(with_torch, WITH_TORCH), (with_fastai, WITH_FASTAI)]:
    part.findings(
        {
            "steps": ("No optimizer has taken a step: torch.optim.SGD, or fit.", own["no steps"]),
            "start": (
                "The run starts elsewhere. Set the weight to 1 and the bias to 0 before it.",
                [((WEIGHT_1, ""), (BIAS_0, "")), (BIAS_0, "")],
            ),
            "count": (
                "There is not one step for each epoch, with all rows in one batch.",
                own["half"],
            ),
            "gradient": (
                "The first gradient is not that of the mean square on all rows. What is the loss?",
                own["absolute"],
            ),
            "way": (
                "The first step does not go along its gradient, as those of plain SGD do.",
                own["decay"],
            ),
            "length": ("The first step has another length than lr * grad.", own["long"]),
            "later": (
                "The first step is right, a later one is not lr * grad. Is there momentum in it?",
                own["momentum"],
            ),
        }
    )
    part.slip(
        "All steps are right. Return where they end, with all digits.",
        (RETURN, "return 2.0, 3.0"),
        when=lambda want, came: all(came[tag] == want[tag] for tag in want if tag != "w, b"),
    )
with_torch.findings(
    {
        "clear": (
            "The first step is right. A later gradient is not that of the place it is used at.",
            (ZEROED, "model.bias.grad = None"),
        )
    }
)
