"""Exercise 5.3: All slopes at once."""

import torch

from course_utils import simulate
from course_utils.compare import same_numbers
from course_utils.exercise import exercise

_FORGOT_N = "This is the gradient of the sum of the squares. The loss is their mean."

_FORGOT_BOTH = "Two factors are missing: one comes from the square, the other from the mean."

_UPHILL = "The sign is turned: here r is the prediction minus y, and a gradient points uphill."

_RMSE = "This is the gradient of the RMSE. The loss here is the MSE: no root."

_SQUARE = "The residuals are still squared. What is the derivative of r²?"

_NO_Y = "Where is y? The predictions are multiplied, and it should be the residuals."

_LESSON = "These are the numbers of the lesson's own data. Use what the function is given."

_FIXED = "Right on the diary, wrong elsewhere: is something of the diary fixed inside?"

T_U, T_C = simulate.thermometer()

# What is right on the first probe of 5.1 and of 5.3, and on that of 5.2.
ON_DIARY = torch.tensor([4517.2969, 82.6000])


def right_on(first):
    """Return a `when` that is true if the answer is right where `first` is the right value."""
    return lambda right_value, _: not same_numbers(right_value, first)


all_slopes = exercise(
    "5.3",
    "All slopes at once",
    hints=(
        "Section 5 prints the shapes. Which product of X and r leaves one number for each column?",
        "X is (n, d) and r is (n,). The sum runs over the n readings, so X must be turned.",
        "r = X @ theta - y",
    ),
)


def designs(generator):
    """The diary with a column of ones at (1, 0), then d = 3, 4 and 5 columns of random numbers.

    One of them is square, where a product in the wrong order does not raise.
    """
    probes = [(torch.stack([T_U, torch.ones(11)], dim=1), torch.tensor([1.0, 0.0]), T_C)]
    for n, d in [(8, 3), (4, 4), (7, 5)]:
        X = torch.randn(n, d, generator=generator) + 1
        theta, y = torch.randn(d, generator=generator), torch.randn(n, generator=generator)
        probes.append((X, theta, 5 * y))
    return probes


@all_slopes.part(probes=designs)
def grad_ls(X, theta, y):
    """Gradient of the MSE of X @ theta: X (n, d), theta (d,), y (n,) give a tensor (d,)."""
    return 2 / len(y) * X.T @ (X @ theta - y)


def root_of_mse(X, theta, y):
    return ((X @ theta - y) ** 2).mean().sqrt()


_TIMES = "* multiplies entry by entry and sums nothing. Which sign does both?"
_PREDICTED = "The predictions are one for each row of X. X.T belongs in the other product."
_N_BY_N = (
    "(n,) minus (n, 1) has shape (n, n): every prediction met every y. Look at the shape of r."
)
_COUNT = (
    "What is the number divided by? The loss is a mean over the readings, not over the columns."
)
_AXIS = (
    "The sum runs over the columns, and one number for each reading is left. Take the other axis."
)
_ONE = "One number is left for all columns together. Each column of X has a slope of its own."
_COLUMNS = "X may have any number of columns."

for sentence, answer in [
    (_TIMES, lambda X, theta, y: 2 / len(y) * X.T * (X @ theta - y)),
    (_TIMES, lambda X, theta, y: 2 * X.T * (X @ theta - y)),
    (_TIMES, lambda X, theta, y: 2 / len(y) * X * (X @ theta - y)),
    (_TIMES, lambda X, theta, y: 2 / len(y) * X * (X @ theta - y)[:, None]),
    (
        "The shapes (n, d) and (n,) do not fit for @. "
        "Turn X, so that the sum runs over the readings.",
        lambda X, theta, y: 2 / len(y) * X @ (X @ theta - y),
    ),
    (_PREDICTED, lambda X, theta, y: 2 / len(y) * X.T @ (X.T @ theta - y)),
    (_PREDICTED, lambda X, theta, y: 2 / len(y) * X @ (X.T @ theta - y)),
    (_N_BY_N, lambda X, theta, y: 2 / len(y) * X.T @ (X @ theta - y[:, None])),
    (_N_BY_N, lambda X, theta, y: 2 / len(y) * X.T @ (X @ theta[:, None] - y)),
    (
        "This is exactly half: one source divides by 2n. This course's MSE divides by n.",
        lambda X, theta, y: X.T @ (X @ theta - y) / len(y),
    ),
    (_FORGOT_N, lambda X, theta, y: 2 * X.T @ (X @ theta - y)),
    (_FORGOT_BOTH, lambda X, theta, y: X.T @ (X @ theta - y)),
    (_COUNT, lambda X, theta, y: 2 / len(theta) * X.T @ (X @ theta - y)),
    (_COUNT, lambda X, theta, y: 2 / X.numel() * X.T @ (X @ theta - y)),
    (_COUNT, lambda X, theta, y: X.T @ (X @ theta - y) / len(theta)),
    (_UPHILL, lambda X, theta, y: 2 / len(y) * X.T @ (y - X @ theta)),
    (_NO_Y, lambda X, theta, y: 2 / len(y) * X.T @ (X @ theta)),
    (_RMSE, lambda *args: grad_ls.reference(*args) / (2 * root_of_mse(*args))),
    (_SQUARE, lambda X, theta, y: 2 / len(y) * X.T @ (X @ theta - y) ** 2),
    (_AXIS, lambda X, theta, y: 2 * (X.T * (X @ theta - y)).mean(0)),
    (_AXIS, lambda X, theta, y: 2 / len(y) * (X.T * (X @ theta - y)).sum(0)),
    (_ONE, lambda X, theta, y: 2 / len(y) * (X.T * (X @ theta - y)).sum()),
    (_ONE, lambda X, theta, y: 2 * (X.T * (X @ theta - y)).mean()),
    (_ONE, lambda X, theta, y: 2 * (X.T @ (X @ theta - y)).mean()),
    (
        "This is theta after a step. Only the gradient is asked for.",
        lambda X, theta, y: theta - grad_ls.reference(X, theta, y),
    ),
    (_LESSON, lambda X, theta, y: ON_DIARY),
    (_FIXED, lambda X, theta, y: grad_ls.reference(X, theta, T_C)),
    (_FIXED, lambda X, theta, y: grad_ls.reference(X, torch.tensor([1.0, 0.0]), y)),
]:
    grad_ls.mistake(sentence, answer)


def one_number_each(X, theta, y):
    w, b = theta
    return grad_ls.reference(X, torch.stack([w, b]), y)


grad_ls.mistake(_COLUMNS, one_number_each)

# How many columns the predictions and the sum over the readings use.
for predict, add_up in [
    (lambda X, theta: X @ theta, lambda X, r: X[:, 0] @ r),
    (lambda X, theta: X @ theta, lambda X, r: torch.stack([X[:, 0] @ r, r.sum()])),
    (lambda X, theta: X @ theta, lambda X, r: X[:, :2].T @ r),
    (lambda X, theta: X[:, 0] * theta[0], lambda X, r: X[:, 0] @ r),
    (lambda X, theta: X[:, 0] * theta[0], lambda X, r: X.T @ r),
    (lambda X, theta: X[:, 0] * theta[0] + theta[1], lambda X, r: X.T @ r),
    (lambda X, theta: X[:, 0] * theta[0] + theta[1], lambda X, r: X[:, :2].T @ r),
    (
        lambda X, theta: X[:, 0] * theta[0] + theta[1],
        lambda X, r: torch.stack([X[:, 0] @ r, r.sum()]),
    ),
    (lambda X, theta: X[:, :2] @ theta[:2], lambda X, r: X.T @ r),
    (lambda X, theta: X[:, :2] @ theta[:2], lambda X, r: X[:, :2].T @ r),
]:

    @grad_ls.mistake(_COLUMNS)
    def _(X, theta, y, predict=predict, add_up=add_up):
        return 2 / len(y) * add_up(X, predict(X, theta) - y)


@grad_ls.mistake(_FIXED, when=right_on(ON_DIARY))
def _(X, theta, y):
    return 2 / 11 * X.T @ (X @ theta - y)
