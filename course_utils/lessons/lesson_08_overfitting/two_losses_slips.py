"""What people write in exercise 8.2 in place of the loop, as edits of the reference."""

from course_utils.lessons.lesson_08_overfitting.watched_run import step_is_scaled

ON_TRAIN, ON_VAL = "mse(x_train, y_train)", "mse(x_val, y_val)"
NOTE_TRAIN, NOTE_VAL = (f"{name}_losses.append({name}_loss.item())" for name in ("train", "val"))
NOTE_TRAIN_ANEW = f"train_losses.append({ON_TRAIN}.item())"
NOTE_VAL_ANEW = f"val_losses.append({ON_VAL}.item())"
BACKWARD, STEP = "train_loss.backward()", "optimizer.step()"
LOSSES, RESULT = "train_losses, val_losses,", "train_losses, val_losses, params.detach()"
TRAIN_LOSS, VAL_LOSS, ZERO = (
    f"train_loss = {ON_TRAIN}",
    f"val_loss = {ON_VAL}",
    "optimizer.zero_grad()",
)
ALL_IN_ONE = (NOTE_VAL, NOTE_VAL.replace("val_losses", "train_losses"))

SLIPS = {
    "val_losses come after the step. Measure both losses first, then step.": (
        (NOTE_VAL, ""),
        (STEP, f"{STEP}; {NOTE_VAL_ANEW}"),
    ),
    "Both losses come after the step. Measure them before it.": (
        (NOTE_TRAIN, ""),
        (NOTE_VAL, ""),
        (STEP, f"{STEP}; {NOTE_TRAIN_ANEW}; {NOTE_VAL_ANEW}"),
    ),
    "The validation readings push params, too. Which of the two losses goes backward?": (
        (BACKWARD, f"{BACKWARD}; {ON_VAL}.backward()")
    ),
    "The validation loss alone goes backward. It is the other one that trains.": (
        (BACKWARD, f"{ON_VAL}.backward()")
    ),
    "All readings are trained on, those of validation, too. What was held back?": (
        (ON_TRAIN, "mse(torch.cat([x_train, x_val]), torch.cat([y_train, y_val]))")
    ),
    "The gradients add up from epoch to epoch. Which line clears them?": (
        ("optimizer.zero_grad()", "")
    ),
    "Is lr used?": ("lr=lr", "lr=0.01"),
    "params never moves. Is there a backward, and a step after it?": (STEP, ""),
    "One epoch is missing.": ("range(epochs)", "range(epochs - 1)"),
    "One epoch too many.": ("range(epochs)", "range(epochs + 1)"),
    "w and b are swapped: params holds w first, and w belongs to x.": [
        ("params[0] * x + params[1]", "params[1] * x + params[0]"),
        (("params[0] * x + params[1]", "params[1] * x + params[0]"), ("1.0, 0.0", "0.0, 1.0")),
    ],
    "The optimizer is Adam. SGD steps by lr times the gradient.": ("optim.SGD", "optim.Adam"),
    "These are absolute errors. The MSE is a mean of squares.": ("** 2).mean", ").abs().mean"),
    "Only one epoch is run: is the return inside the loop?": (
        (f"    return {RESULT}", f"        return {RESULT}")
    ),
    "The x that come in are scaled already.": (
        ("mse(x_train", "mse(0.1 * x_train"),
        ("mse(x_val", "mse(0.1 * x_val"),
    ),
    "The losses are right. params lacks the last step.": (
        (f"{LOSSES} params.detach()", f"{LOSSES} before"),
        (STEP, f"before = params.detach().clone(); {STEP}"),
    ),
    "These are sums of squares. Losses of sets of two sizes are comparable as means.": [
        ("mean()", "sum()"),
        (ON_VAL, f"{ON_VAL} * len(x_val)"),
    ],
    "params is right. These are root mean squares; the losses here are MSEs.": (
        ("train_loss.item()", "train_loss.sqrt().item()"),
        ("val_loss.item()", "val_loss.sqrt().item()"),
    ),
    "The order is: the training losses, the validation losses, params.": [
        (RESULT, "val_losses, train_losses, params.detach()"),
        (RESULT, "params.detach(), train_losses, val_losses"),
    ],
    "Both lists hold the training losses. Is val measured?": (
        ("val_loss.item()", "train_loss.item()")
    ),
    "Single losses came. Note those of every epoch, in two lists.": (
        (LOSSES, "train_losses[-1], val_losses[-1],")
    ),
    "params is to be one tensor of shape (2,) that holds w and b.": [
        ("params.detach()", "params.tolist()"),
        ("params.detach()", "*params.tolist()"),
    ],
    "Three things are asked for: the training losses, the validation losses, the params.": [
        (RESULT, "params.detach(), [*zip(train_losses, val_losses)]"),
        (RESULT, "[*zip(train_losses, val_losses)]"),
        (RESULT, "params.detach()"),
    ],
}

# A sentence, an edit that draws it, and where such an answer goes wrong first.
FINDINGS = [
    (
        "The first training loss is off: it begins elsewhere, or is no MSE. Begin at w = 1, b = 0.",
        ("[1.0, 0.0]", "[0.0, 1.0]"),
        lambda name, epoch, *_: (name, epoch) == ("train", 0),
    ),
    (
        "The first training loss is right, that of validation is not: a mean over x_val and y_val.",
        (ON_VAL, "mse(x_val, y_val.flip(0))"),
        lambda name, epoch, *_: (name, epoch) == ("val", 0),
    ),
    (
        "The first step goes the right way, but by some factor too far or not far enough.",
        (BACKWARD, "(train_loss / 2).backward()"),
        step_is_scaled,
    ),
    (
        "The first losses are right, the first step is not: lr times the gradient of the training "
        "loss, and of nothing else.",
        (BACKWARD, "(train_loss + params.abs().sum()).backward()"),
        lambda name, epoch, *_: epoch == 1 and name != "val",
    ),
    (
        "The first step is right, a later one is not. What is kept from step to step?",
        ("lr=lr", "lr=lr, momentum=0.9"),
        lambda name, epoch, *_: epoch > 1 and name != "val",
    ),
    (
        "All training losses are right, those of validation only at first.",
        (NOTE_VAL, f"{NOTE_VAL}; x_val = x_val + 1"),
        lambda name, epoch, *_: epoch > 0 and name == "val",
    ),
    (
        "All losses are right. params is not where the last step leads.",
        (RESULT, f"{LOSSES} params.detach().round()"),
        lambda name, *_: name == "params",
    ),
]

EQUALS = {
    "The lock is not needed where nobody calls backward on that loss.": (
        f"with torch.no_grad():\n            {VAL_LOSS}",
        VAL_LOSS,
    ),
    "Which loss is measured or noted first makes no difference.": [
        (
            f"{TRAIN_LOSS}\n        with torch.no_grad():\n            {VAL_LOSS}",
            f"with torch.no_grad():\n            {VAL_LOSS}\n        {TRAIN_LOSS}",
        ),
        (f"{NOTE_TRAIN}\n        {NOTE_VAL}", f"{NOTE_VAL}\n        {NOTE_TRAIN}"),
        (f"{NOTE_VAL}\n        {ZERO}", f"{ZERO}\n        {NOTE_VAL}"),
        ("\n    train_losses, val_losses", "\n    val_losses, train_losses"),
    ],
    "params may still require grad.": [(".detach()", ""), ("detach", "clone")],
}
