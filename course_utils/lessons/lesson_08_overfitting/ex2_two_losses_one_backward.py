"""Exercise 8.2: Two losses, one backward."""

import torch

from course_utils.checking.exercises import exercise
from course_utils.lessons.lesson_08_overfitting import two_losses_slips
from course_utils.lessons.lesson_08_overfitting.readings import T_C, T_U, TRAIN, VAL
from course_utils.lessons.lesson_08_overfitting.watched_run import by_name, goes_wrong

two_losses = exercise(
    "8.2",
    "Two losses, one backward",
    hints=(
        "Sections 2 and 3: in each epoch measure both losses, then step with one of them.",
        "Only the training loss goes backward. The other one is noted under torch.no_grad().",
        "Note both with .item() before zero_grad, backward and step.",
    ),
)

BOOK = 0.1 * T_U[TRAIN], T_C[TRAIN], 0.1 * T_U[VAL], T_C[VAL]


def runs(generator):
    """The book's split, then random readings; few epochs, neither two nor three: so many come back.

    The start suits the validation readings of the second better than any later place.
    """
    torch.optim.SGD([torch.zeros(1)], lr=1.0)  # the first ever made takes a second
    probes = [(*BOOK, 1e-2, 4)]
    for n, n_val, lr, epochs in [
        (6, 3, 0.03, 4),
        (6, 3, 0.02, 6),
        (5, 2, 0.02, 5),
        (8, 4, 0.05, 1),
    ]:
        x, noise = torch.randn(2, n + n_val, generator=generator)
        x, y = 2 * x + 1, 6 * x + 5 + 3 * noise
        if len(probes) == 1:
            y[n:] = x[n:] + 0.01 * noise[n:]
        probes.append((x[:n], y[:n], x[n:], y[n:], lr, epochs))
    return probes


@two_losses.part(probes=runs, observe=by_name)
def train_and_validate(x_train, y_train, x_val, y_val, lr, epochs):
    """Train w * x + b from (1, 0): MSEs on train, MSEs on val, each before a step; params (2,)."""
    params = torch.tensor([1.0, 0.0], requires_grad=True)
    optimizer = torch.optim.SGD([params], lr=lr)
    train_losses, val_losses = [], []

    def mse(x, y):
        return ((params[0] * x + params[1] - y) ** 2).mean()

    for _ in range(epochs):
        train_loss = mse(x_train, y_train)
        with torch.no_grad():
            val_loss = mse(x_val, y_val)
        train_losses.append(train_loss.item())
        val_losses.append(val_loss.item())
        optimizer.zero_grad()
        train_loss.backward()
        optimizer.step()
    return train_losses, val_losses, params.detach()


train_and_validate.slips(two_losses_slips.SLIPS)
train_and_validate.slip(
    "Use only the readings that the function is given.",
    lambda *args: train_and_validate.reference(*BOOK, *args[4:]),
)
train_and_validate.slip(
    "Each list holds one loss for each epoch, noted before its step. Print their lengths.",
    two_losses_slips.ALL_IN_ONE,
    when=lambda want, came: came["how many losses"] != want["how many losses"],
)
for sentence, edit, where in two_losses_slips.FINDINGS:
    train_and_validate.slip(sentence, edit, when=goes_wrong(where))
train_and_validate.remark(
    "The numbers are right. But each loss still holds its graph: .item() keeps only the number.",
    ("train_loss.item()", "train_loss"),
)
train_and_validate.same(two_losses_slips.EQUALS)
