"""Exercise 8.2: A stop that forgets."""

import torch

from course_utils.checking.exercises import exercise
from course_utils.checking.plain_data import as_data, as_numbers, kind_of
from course_utils.lessons.findings import off_in, off_only_in

stop = exercise(
    "8.2",
    "A stop that forgets",
    hints=(
        "Call it with 3 epochs and with 30: the last knobs come back each time. What decides which "
        "knobs are best, and what does `best` hold at the end?",
        "One fault: whose loss is watched? The other: `best` is given once, and `knobs` is changed "
        "in place ever after (lesson 01).",
        "val is a mean over X_val and y_val, and best = knobs.clone() keeps a copy.",
    ),
    kind="find the bug",
)


def by_head(generator):
    """One knob that goes 2, 3, 3.5, 3.75; the validation set wants it at 3."""
    return torch.ones(2, 1), torch.full((2,), 4.0), torch.ones(1, 1), torch.tensor([3.0]), 0.25, 4


def columns(n, scales, generator):
    """Return n rows in which column j has the mean square scales[j]², and no two columns meet."""
    Q, _ = torch.linalg.qr(torch.randn(n, len(scales), generator=generator))
    return Q * n**0.5 * torch.tensor(scales)


def with_the_best_at(place, n, scales, lr, epochs, generator):
    """Return arguments with which the knobs after `place` epochs meet the validation set."""
    X, y = columns(n, scales, generator), 5 * torch.randn(n, generator=generator)
    knobs = torch.zeros(len(scales))
    for _ in range(place):
        knobs = knobs - lr * 2 / n * X.T @ (X @ knobs - y)
    X_val = columns(n - 2, [1.0] * len(scales), generator)
    return X, y, X_val, X_val @ knobs, lr, epochs


def with_two_dips(weight, generator):
    """Return arguments with which validation falls, rises and falls again.

    With a large weight of the first knob the first dip is the deeper one.
    """
    X = columns(7, [0.7, 0.2], generator)
    X_val = columns(5, [weight, 1.0], generator)
    wants = torch.tensor([2.6, 6 * (1 - (1 - 0.3 * 2 * 0.04) ** 45)])
    return X, X @ torch.tensor([4.0, 6.0]), X_val, X_val @ wants, 0.3, 60


def runs(generator):
    """One for a head, then a best epoch in the middle, at the end, and after or before a dip."""
    return [
        by_head(generator),
        with_the_best_at(7, 8, [1.0, 0.5, 0.3], 0.2, 20, generator),
        with_two_dips(2.1, generator),
        with_two_dips(3.2, generator),
        with_the_best_at(12, 9, [0.8, 0.4], 0.1, 12, generator),
        with_the_best_at(7, 6, [0.6, 0.3, 0.5], 0.3, 6, generator),
        with_the_best_at(3, 9, [0.9, 0.6], 0.15, 9, generator),
    ]


def knobs_and_epoch(answer, *args):
    """Return what kinds of things come back and, if they are the right ones, what is in them."""
    came = as_data(answer(*args))
    results = list(came) if isinstance(came, list | tuple) and len(came) <= 3 else [came]
    wanted = len(args[0][0])
    if len(results) == 2:
        best, epoch = results
        best = torch.tensor(as_numbers(best)) if isinstance(best, list | tuple) else best
        best = torch.as_tensor(best).detach() if hasattr(best, "shape") else best
        epoch = as_numbers(epoch)
        if getattr(best, "shape", None) == (wanted,) and isinstance(epoch, float | int):
            return {"results": "knobs (d,) and a number", "epoch": float(epoch), "knobs": best}
    kinds = " and ".join(kind_of(result) for result in results)
    kinds = {1: "one result", 3: "three results"}.get(len(results), kinds)
    return {"results": kinds, "epoch": 0.0, "knobs": torch.zeros(wanted)}


FAULTS = (
    ("(X_val @ knobs - y_val)", "(X @ knobs - y)"),
    ("knobs.clone()", "knobs"),
)


@stop.part(probes=runs, observe=knobs_and_epoch, given=FAULTS)
def stop_in_time(X, y, X_val, y_val, lr, epochs):
    """Train knobs (d,), from 0, on X (n, d) and y (n,). Return those with the smallest MSE on
    X_val, y_val, and after which epoch, from 1 to epochs, they came."""
    knobs = torch.zeros(X.shape[1])
    lowest = float("inf")
    for epoch in range(1, epochs + 1):
        knobs -= lr * 2 / len(y) * X.T @ (X @ knobs - y)
        val = ((X_val @ knobs - y_val) ** 2).mean()
        if val < lowest:
            lowest, best, stopped = val, knobs.clone(), epoch
    return best, stopped


WATCH, COPY = FAULTS
START, LOOP = "torch.zeros(X.shape[1])", "range(1, epochs + 1)"
UPDATE = "knobs -= lr * 2 / len(y) * X.T @ (X @ knobs - y)"
VAL, IF = "val = ((X_val @ knobs - y_val) ** 2).mean()", "if val < lowest:"
KEEP, END = "lowest, best, stopped = val, knobs.clone(), epoch", "return best, stopped"

stop_in_time.slips(
    {
        "The epoch is right, best is not: it is the same tensor as knobs, which goes on being "
        "changed in place. What keeps a copy?": [
            COPY,
            (COPY, (END, "return best.clone(), stopped")),
            (COPY[0], "knobs.detach()"),
            (COPY[0], "knobs.view(-1)"),
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
            ((COPY[0], "before"), (UPDATE, f"before = knobs.clone(); {UPDATE}")),
            ((UPDATE, ""), (VAL, f"{VAL}; {UPDATE}")),
        ],
        "The loss is measured before the step of its epoch, so the start counts as the first. "
        "Step, then measure.": (
            (UPDATE, ""),
            (KEEP, f"{KEEP}\n        {UPDATE}"),
        ),
        "The last epoch is missing. Where does the range end?": (LOOP, "range(1, epochs)"),
        "One epoch too many. Where does the range end?": (LOOP, "range(1, epochs + 2)"),
        "The validation readings do the training here. Which ones may push the knobs?": (
            (UPDATE, "knobs -= lr * 2 / len(y_val) * X_val.T @ (X_val @ knobs - y_val)")
        ),
        "All readings push the knobs, those of validation, too. That is a leak.": [
            (
                START,
                f"{START}; X, y = torch.cat([X, X_val]), torch.cat([y, y_val])",
            ),
            (
                UPDATE,
                f"{UPDATE} + lr * 2 / len(y_val) * X_val.T @ (X_val @ knobs - y_val)",
            ),
        ],
        "Both losses are watched, that of training, too. Which readings should decide?": [
            (VAL, f"{VAL} + ((X @ knobs - y) ** 2).mean()"),
            (VAL, "val = ((torch.cat([X, X_val]) @ knobs - torch.cat([y, y_val])) ** 2).mean()"),
        ],
        "This walks uphill. The gradient is subtracted.": ("knobs -=", "knobs +="),
        "Each step is half as long as it should be: the square's 2 is missing.": (
            ("lr * 2 /", "lr /")
        ),
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
        "Three results came. Return the knobs and the epoch.": (
            (END, "return best, stopped, lowest")
        ),
    }
)


def last_came(want, came):
    """True where the epoch is right and the knobs are not."""
    return not off_in("results", "epoch")(want, came) and off_in("knobs")(want, came)


for sentence, edit, when in [
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
        last_came,
    ),
    (
        "By hand: with X = [[1], [1]], y = [4, 4], lr = 1/4 the knob goes 2, 3, 3.5, 3.75; "
        "X_val = [[1]], y_val = [3] want the second.",
        (KEEP, "lowest, best, stopped = val, knobs.clone() + epoch, 2 * epoch"),
        lambda *_: True,
    ),
]:
    stop_in_time.slip(sentence, edit, when)

stop_in_time.same(
    {
        "A sum is smallest where the mean is.": ("** 2).mean()", "** 2).sum()"),
        "No two epochs have the same loss.": ("val < lowest", "val <= lowest"),
        "The square asks for no sign.": ("X_val @ knobs - y_val", "y_val - X_val @ knobs"),
        "X and X_val have the same columns.": ("X.shape", "X_val.shape"),
        "X has as many rows as y.": ("len(y)", "len(X)"),
    }
)
