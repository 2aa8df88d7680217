"""Exercise 8.2: A stop that forgets."""

import torch

from course_utils.checking.exercises import exercise
from course_utils.checking.plain_data import as_data, as_numbers, kind_of
from course_utils.lessons.lesson_08_overfitting.stop_slips import FAULTS, FINDINGS, SLIPS

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


stop_in_time.slips(SLIPS)
for sentence, edit, when in FINDINGS:
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
