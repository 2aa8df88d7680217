"""What people write in exercise 7.5 in place of the same run by torch and by fastai."""

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
OPTIMIZER, MSE = (
    "optimizer = torch.optim.SGD(model.parameters(), lr=lr)",
    f"loss = torch.nn.functional.{LOSS}",
)
EPOCHS, LOADER = (
    "for _ in range(epochs):",
    ("dl = fb.DataLoader(list(zip(x, y, strict=True)), bs=len(x), shuffle=False)"),
)
SET_IN_ANY_ORDER = (
    "ones_(model.weight)\n    torch.nn.init.zeros_(model.bias)",
    ("zeros_(model.bias)\n    torch.nn.init.ones_(model.weight)"),
)


def enter_slips(with_torch, with_fastai):
    """Let both parts know what people write in each, and what can be said of any wrong run."""
    for part, own in [(with_torch, WITH_TORCH), (with_fastai, WITH_FASTAI)]:
        part.slips(
            {
                REPLACED: [
                    (WEIGHT_1, f"model.weight = {value}")
                    for value in ("1", "1.0", "torch.ones(1, 1)")
                ],
                "The start is set while autograd watches. Inside which block does it look away?": (
                    (WEIGHT_1, "model.weight.fill_(1.0)")
                ),
                "One epoch is missing.": ("(epochs", "(epochs - 1"),
                "y is (n,), the predictions (n, 1): every one meets every y. Keep y a column.": (
                    (MODEL, f"{MODEL}; y = y[:, 0]")
                ),
                "This is the sum of the squares. The loss is their mean.": own["sum"],
                "Each reading makes a step of its own. How many belong in a batch?": own[
                    "one by one"
                ],
                "The parameters are still at the start. Was there a step?": own["unmoved"],
                "b comes first here. Return (w, b).": (
                    (RETURN, "return model.bias.item(), model.weight.item()")
                ),
                "These are the model's own tensors. How does one get the number out of each?": [
                    (RETURN, "return model.weight, model.bias"),
                    (RETURN, "return model.weight.detach(), model.bias.detach()"),
                ],
                "What is asked for are the two numbers where the run ends: w and b.": [
                    (RETURN, "return model"),
                    own["loss"],
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
                "an optimizer takes steps": (
                    "No optimizer has taken a step: torch.optim.SGD, or fit.",
                    own["no steps"],
                ),
                "start": (
                    "The run starts elsewhere. Set the weight to 1 and the bias to 0 before it.",
                    [((WEIGHT_1, ""), (BIAS_0, "")), (BIAS_0, "")],
                ),
                "count": (
                    "There is not one step for each epoch, with all rows in one batch.",
                    own["half"],
                ),
                "gradient": (
                    "The first gradient is not that of the mean square on all rows. Which loss?",
                    own["absolute"],
                ),
                "way": (
                    "The first step does not go along its gradient, as plain SGD does.",
                    own["decay"],
                ),
                "length": ("The first step has another length than lr * grad.", own["long"]),
                "later": (
                    "The first step is right, a later one is not lr * grad. Is there momentum?",
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


def enter_equals(with_torch, with_fastai):
    """Name the edits of each reference that are right as well."""
    with_torch.same(
        {
            "The start may be set in any order, also when the optimizer has the parameters.": [
                SET_IN_ANY_ORDER,
                (f"{BIAS_0}\n    {OPTIMIZER}", f"{OPTIMIZER}\n    {BIAS_0}"),
            ],
            "Plain SGD remembers nothing: it may be made anew for each step.": (
                f"{OPTIMIZER}\n    {EPOCHS}",
                f"{EPOCHS}\n        {OPTIMIZER}",
            ),
            "The gradients are cleared before backward in any case.": (
                f"{MSE}\n        {ZEROED}",
                f"{ZEROED}\n        {MSE}",
            ),
            "The MSE asks neither of the two first.": ("model(x), y", "y, model(x)"),
        }
    )
    with_fastai.same(
        {
            "The start may be set in any order, also after the data.": [
                SET_IN_ANY_ORDER,
                (f"{BIAS_0}\n    {LOADER}", f"{LOADER}\n    {BIAS_0}"),
            ],
            "In one batch the order of the rows counts for nothing.": [
                (", shuffle=False", ""),
                ("False", "True"),
            ],
            "What a Learner prints changes no bit.": [
                ("with learn.no_logging():\n        ", ""),
                (".no_logging()", ""),
            ],
            "x and y have as many rows.": ("(x),", "(y),"),
        }
    )
