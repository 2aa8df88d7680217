"""Exercise 5.3: All slopes at once."""

import torch

from course_utils.checking.exercises import exercise
from course_utils.lessons.lesson_05_analytic_gradients.wrong_gradients import (
    FIXED,
    FORGOT_BOTH,
    FORGOT_N,
    LESSON,
    NO_Y,
    ON_DIARY,
    RMSE,
    SQUARE,
    T_C,
    T_U,
    UPHILL,
    right_on,
)

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


# How many columns the predictions and the sum over the readings use.
FIRST, TWO = "X[:, 0] * theta[0]", "X[:, 0] * theta[0] + theta[1]"
FEW_COLUMNS = [
    ("X @ theta", "X[:, 0] @ r"),
    ("X @ theta", "torch.stack([X[:, 0] @ r, r.sum()])"),
    ("X @ theta", "X[:, :2].T @ r"),
    (FIRST, "X[:, 0] @ r"),
    (FIRST, "X.T @ r"),
    (TWO, "X.T @ r"),
    (TWO, "X[:, :2].T @ r"),
    (TWO, "torch.stack([X[:, 0] @ r, r.sum()])"),
    ("X[:, :2] @ theta[:2]", "X.T @ r"),
    ("X[:, :2] @ theta[:2]", "X[:, :2].T @ r"),
]

grad_ls.slips(
    {
        "* multiplies entry by entry and sums nothing. Which sign does both?": [
            ("X.T @", "X.T *"),
            "return 2 * X.T * (X @ theta - y)",
            ("X.T @", "X *"),
            "return 2 / len(y) * X * (X @ theta - y)[:, None]",
        ],
        "The shapes (n, d) and (n,) do not fit for @. "
        "Turn X, so that the sum runs over the readings.": ("X.T", "X"),
        "The predictions are one for each row of X. X.T belongs in the other product.": [
            ("(X @", "(X.T @"),
            "return 2 / len(y) * X @ (X.T @ theta - y)",
        ],
        "(n,) minus (n, 1) has shape (n, n): every prediction met every y. "
        "Look at the shape of r.": [("- y", "- y[:, None]"), ("@ theta", "@ theta[:, None]")],
        "This is exactly half: one source divides by 2n. This course's MSE divides by n.": (
            ("2 / len(y)", "1 / len(y)")
        ),
        FORGOT_N: (" / len(y)", ""),
        FORGOT_BOTH: ("2 / len(y) * ", ""),
        "What is the number divided by? "
        "The loss is a mean over the readings, not over the columns.": [
            ("len(y)", "len(theta)"),
            ("len(y)", "X.numel()"),
            ("2 / len(y)", "1 / len(theta)"),
        ],
        UPHILL: ("X @ theta - y", "y - X @ theta"),
        NO_Y: (" - y", ""),
        RMSE: "r = X @ theta - y; return X.T @ r / len(y) / (r**2).mean().sqrt()",
        SQUARE: ("- y)", "- y) ** 2"),
        "The sum runs over the columns, and one number for each reading is left. "
        "Take the other axis.": [
            "return 2 * (X.T * (X @ theta - y)).mean(0)",
            "return 2 / len(y) * (X.T * (X @ theta - y)).sum(0)",
        ],
        "One number is left for all columns together. Each column of X has a slope of its own.": [
            "return 2 / len(y) * (X.T * (X @ theta - y)).sum()",
            "return 2 * (X.T * (X @ theta - y)).mean()",
            "return 2 * (X.T @ (X @ theta - y)).mean()",
        ],
        "This is theta after a step. Only the gradient is asked for.": ("2 /", "theta - 2 /"),
        LESSON: "return ON_DIARY",
        FIXED: [("return", "y = T_C; return"), ("@ theta", "@ torch.tensor([1.0, 0.0])")],
        "X may have any number of columns.": [
            ("return", "w, b = theta; return"),
            *(f"r = {y_hat} - y; return 2 / len(y) * {total}" for y_hat, total in FEW_COLUMNS),
        ],
    }
)
grad_ls.slip(FIXED, ("len(y)", "11"), when=right_on(ON_DIARY))
