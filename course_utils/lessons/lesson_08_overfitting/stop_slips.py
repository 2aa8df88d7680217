"""What people write in exercise 8.2 for a stop in time, as edits of the key."""

from course_utils.lessons.findings import in_any_way, off_in, off_only_in

CLONE = "knobs.clone()"
WATCH, COPY = ("(X_val @ knobs - y_val)", "(X @ knobs - y)"), (CLONE, "knobs")
FAULTS = WATCH, COPY  # of the answer that the cell holds

START, LOOP = "torch.zeros(X.shape[1])", "range(1, epochs + 1)"
UPDATE = "knobs -= lr * 2 / len(y) * X.T @ (X @ knobs - y)"
VAL, IF = "val = ((X_val @ knobs - y_val) ** 2).mean()", "if val < lowest:"
KEEP, END = "lowest, best, stopped = val, knobs.clone(), epoch", "return best, stopped"

SLIPS = {
    "The epoch is right, best is not: it is the same tensor as knobs, which goes on being "
    "changed in place. What keeps a copy?": [
        COPY,
        (COPY, (END, "return best.clone(), stopped")),
        (CLONE, "knobs.detach()"),
        (CLONE, "knobs.view(-1)"),
        (END, "return knobs, stopped"),
    ],
    "These are the last knobs. Is the training loss watched, which falls to the end, or does "
    "`lowest` never change?": [
        WATCH,
        (END, "return knobs, epochs"),
        ("lowest, best, stopped = val, knobs.clone()", "best, stopped = knobs.clone()"),
        (IF, "if True:"),
    ],
    "The run ends where validation first rises, or soon after, and a lower place may follow. "
    "All epochs are to be looked at.": [
        (KEEP, f"{KEEP}\n        else:\n            break"),
        (KEEP, f"{KEEP}\n        else:\n            return best, stopped"),
    ],
    "Each loss is compared with the one before it. Compare it with the lowest so far.": (
        (KEEP, "best, stopped = knobs.clone(), epoch\n        lowest = val")
    ),
    "These knobs have the largest validation loss on the way. Which sign belongs in the if?": (
        ('float("inf")', "-1.0"),
        ("val < lowest", "val > lowest"),
    ),
    "The epoch is counted from 0. After the first step it is 1.": [
        (LOOP, "range(epochs)"),
        (END, "return best, stopped - 1"),
    ],
    "The epoch is one too large: it is the number of steps that were taken.": (
        (END, "return best, stopped + 1")
    ),
    "The knobs are kept before the step, and the loss is measured after it, or the other way "
    "round. Both belong to the same knobs.": [
        ((CLONE, "before"), (UPDATE, f"before = knobs.clone(); {UPDATE}")),
        ((UPDATE, ""), (VAL, f"{VAL}; {UPDATE}")),
    ],
    "The loss is measured before the step of its epoch, so the start counts as the first. "
    "Step, then measure.": ((UPDATE, ""), (KEEP, f"{KEEP}\n        {UPDATE}")),
    "The last epoch is missing. Where does the range end?": (LOOP, "range(1, epochs)"),
    "One epoch too many. Where does the range end?": (LOOP, "range(1, epochs + 2)"),
    "The validation readings do the training here. Which ones may push the knobs?": (
        (UPDATE, "knobs -= lr * 2 / len(y_val) * X_val.T @ (X_val @ knobs - y_val)")
    ),
    "All readings push the knobs, those of validation, too. That is a leak.": [
        (START, f"{START}; X, y = torch.cat([X, X_val]), torch.cat([y, y_val])"),
        (UPDATE, f"{UPDATE} + lr * 2 / len(y_val) * X_val.T @ (X_val @ knobs - y_val)"),
    ],
    "Both losses are watched, that of training, too. Which readings should decide?": [
        (VAL, f"{VAL} + ((X @ knobs - y) ** 2).mean()"),
        (VAL, "val = ((torch.cat([X, X_val]) @ knobs - torch.cat([y, y_val])) ** 2).mean()"),
    ],
    "This walks uphill. The gradient is subtracted.": ("knobs -=", "knobs +="),
    "Each step is half as long as it should be: the square's 2 is missing.": ("lr * 2 /", "lr /"),
    "Each step is n times too long. The loss is a mean: where is len(y)?": (
        ("lr * 2 / len(y) *", "lr * 2 *")
    ),
    "Divide by the number of readings, not of knobs.": ("/ len(y)", "/ X.shape[1]"),
    "Is lr used?": [("lr * 2", "0.1 * 2"), ("lr * 2", "2")],
    "The knobs start at 0.": [
        ("torch.zeros(X", "torch.ones(X"),
        (START, "torch.eye(X.shape[1])[0]"),
    ],
    "Only one step is made: is the return inside the loop, or do the knobs begin anew in each "
    "epoch?": [
        (UPDATE, f"knobs = {START}; {UPDATE}"),
        (f"    {END}", f"        {END}"),
    ],
    "The errors that are watched have no square: the MSE decides.": (
        (VAL, "val = (X_val @ knobs - y_val).abs().mean()")
    ),
    "The errors cancel in the mean before they are squared. Square each, then average.": (
        (VAL, "val = (X_val @ knobs - y_val).mean() ** 2")
    ),
    "The order is: the knobs, then the epoch.": (END, "return stopped, best"),
    "One result came. Return the knobs and the epoch.": [
        (END, "return best"),
        (END, "return stopped"),
    ],
    "Three results came. Return the knobs and the epoch.": (END, "return best, stopped, lowest"),
}

# A sentence, an edit that draws it, and when it is true.
FINDINGS = [
    (
        "Return two results: the knobs, one tensor of shape (d,), and the epoch, a whole number.",
        (END, "return best[None], stopped"),
        off_in("results"),
    ),
    (
        "Is this the loss, in place of the epoch? An epoch is a whole number, from 1 on.",
        (END, "return best, lowest"),
        lambda _, came: came["epoch"] % 1 != 0 or came["epoch"] < 1,
    ),
    (
        "The knobs are right. After which epoch did they come? Count from 1.",
        (END, "return best, 2 * stopped"),
        off_only_in("epoch"),
    ),
    (
        "The epoch is right, the knobs are not those that came after it. Print knobs in that "
        "epoch, and best at the end.",
        (END, "return 2 * best, stopped"),
        off_only_in("knobs"),
    ),
    (
        "By hand: with X = [[1], [1]], y = [4, 4], lr = 1/4 the knob goes 2, 3, 3.5, 3.75; "
        "X_val = [[1]], y_val = [3] want the second.",
        (KEEP, "lowest, best, stopped = val, knobs.clone() + epoch, 2 * epoch"),
        in_any_way,
    ),
]
