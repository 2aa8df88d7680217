"""Exercise 5.2: All slopes at once."""

import torch

from course_utils.checking.exercises import exercise
from course_utils.lessons.findings import in_any_way
from course_utils.lessons.lesson_05_analytic_gradients.wrong_gradients import (
    ASK,
    FIXED,
    LESSON,
    ON_DIARY,
    REFEREE,
    T_C,
    T_U,
    agree,
    none_agrees,
    of_sums,
    right_on,
)

all_slopes = exercise(
    "5.2",
    "All slopes at once",
    hints=(
        "Section 3 prints the shapes. Which product of X and r leaves one number for each column?",
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
    r = X @ theta - y
    grad = 2 * X.T @ r / len(y)
    return grad


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

NO_SUM = "* multiplies entry by entry and sums nothing. Which sign does both?"

grad_ls.slips(of_sums("X.T", unsummed=NO_SUM))
grad_ls.slips(
    {
        NO_SUM: ("X.T @", "X *"),
        "The shapes (n, d) and (n,) do not fit for @. "
        "Turn X, so that the sum runs over the readings.": ("X.T", "X"),
        "reshape does not turn a table: it reads on in the same order. X.T turns it.": (
            ("X.T", "X.reshape(X.shape[1], X.shape[0])")
        ),
        "The predictions are one for each row of X. X.T belongs in the other product.": [
            ("X @", "X.T @"),
            (("X @", "X.T @"), ("* X.T", "* X")),
        ],
        "(n,) minus (n, 1) has shape (n, n): every prediction met every y. "
        "Look at the shape of r.": [("- y", "- y[:, None]"), ("@ theta", "@ theta[:, None]")],
        "What is the number divided by? "
        "The loss is a mean over the readings, not over the columns.": [
            ("len(y)", "len(theta)"),
            ("len(y)", "X.numel()"),
            ("2 * X.T @ r / len(y)", "X.T @ r / len(theta)"),
        ],
        "The sum runs over the columns, and one number for each reading is left. "
        "Take the other axis.": ("return grad", "return (2 * r * X.T).mean(0)"),
        "One number is left for all columns together. Each column of X has a slope of its own.": [
            ("return grad", f"return {number}")
            for number in ("grad.sum()", "grad.mean()", "(2 * r * X.T).mean()")
        ],
        "This is theta after a step. Only the gradient is asked for.": (
            ("return grad", "return theta - grad")
        ),
        "y is subtracted at the end. It belongs to the residuals, before X.T.": (
            ("return grad", "return 2 / len(y) * X.T @ X @ theta - y")
        ),
        "X is complete. Where a column of ones is wanted, it is in X already.": [
            f"X = torch.cat([{columns}], dim=1); {theta}; return 2 / len(y) * X.T @ (X @ theta - y)"
            for columns in ("X, torch.ones(len(X), 1)", "torch.ones(len(X), 1), X")
            for theta in (
                "pass",
                "theta = torch.cat([theta, torch.zeros(1)])",
                "theta = torch.cat([theta, torch.ones(1)])",
            )
        ],
        "These are the best parameters, by the normal equations. What is the gradient here?": [
            ("return grad", f"X = X{to}; return torch.linalg.solve(X.T @ X, X.T @ y{to})")
            for to in ("", ".double()")
        ],
        "These are the second derivatives, H. The gradient is made with the residuals.": [
            ("return grad", f"return {factor}X.T @ X") for factor in ("2 / len(y) * ", "")
        ],
        LESSON: "return ON_DIARY",
        FIXED: [
            *(("r =", f"y = {readings}; r =") for readings in ("T_C", "T_C.double()")),
            ("@ theta", "@ torch.tensor([1.0, 0.0])"),
        ],
        "X may have any number of columns.": [
            ("r =", "w, b = theta; r ="),
            *(f"r = {y_hat} - y; return 2 / len(y) * {total}" for y_hat, total in FEW_COLUMNS),
        ],
    }
)
grad_ls.slip(FIXED, ("len(y)", "11"), when=right_on(ON_DIARY))
grad_ls.slip(
    "Some slopes are right, others are not. The same is done for every column.",
    ("return grad", "grad[0] *= 2; return grad"),
    when=lambda right_value, value: any(agree(right_value, value)),
)
grad_ls.slip(REFEREE, ("2 * ", "3 * "), when=none_agrees)
grad_ls.slip(ASK, ("return grad", "grad[len(y) % 2 :] *= 3; return grad"), when=in_any_way)
grad_ls.same(
    {
        "No input wants a gradient.": ("return grad", "return (grad).detach()"),
        "X has as many rows as y has readings.": ("len(y)", "len(X)"),
    }
)
