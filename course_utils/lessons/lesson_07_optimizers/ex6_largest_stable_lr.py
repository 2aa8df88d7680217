"""Exercise 7.6: How large is too large."""

import torch

from course_utils import simulate
from course_utils.checking.exercises import exercise
from course_utils.checking.plain_data import as_numbers

too_large = exercise(
    "7.6",
    "How large is too large",
    hints=(
        "Lesson 05 has the limit: 2 divided by the largest second derivative in any direction.",
        "H = 2 / n * XᵀX, where X has the readings in one column and ones in the other.",
        "return limit, limit / suggested",
    ),
)


def suggestions(generator):
    """What lr_find's valley says for the diary raw and scaled, then random readings."""
    t_u, _ = simulate.thermometer()
    probes = [(t_u, 2.5e-5), (0.1 * t_u, 2.3e-4)]
    for n, shift in [(6, 5.0), (9, -40.0), (5, 3.0)]:
        x = torch.randn(n, generator=generator) + shift
        probes.append((x, 10 ** -(1 + 2 * torch.rand(1, generator=generator).item())))
    return probes


@too_large.part(probes=suggestions, observe=lambda answer, *args: as_numbers(answer(*args)))
def limit_and_ratio(x, suggested):
    """2 / lambda_max of the MSE of w * x + b on x (n,), and that divided by suggested; numbers."""
    X = torch.stack([x, torch.ones_like(x)], dim=1)
    H = 2 / len(x) * X.T @ X
    limit = 2 / torch.linalg.eigvalsh(H).max().item()
    return limit, limit / suggested


BOTH, RATIO = "return limit, limit / suggested", "limit / suggested"
MEAN = "2 / len(x) * "

limit_and_ratio.slips(
    {
        "This is half the limit: 2 is divided by lambda_max, not 1.": ("limit = 2", "limit = 1"),
        "This is twice the limit. H has a 2 from the square.": ("H = 2", "H = 1"),
        "This is the limit for the sum of squares. The loss is their mean: where is n?": (
            (MEAN, "2 * ")
        ),
        "XᵀX alone is not H. Which factor belongs before it?": (MEAN, ""),
        "Is n always 11?": ("len(x)", "11"),
        "Near, but b is turned as well: X has a column of ones.": (
            ("torch.stack([x, torch.ones_like(x)], dim=1)", "x[:, None]")
        ),
        "Here x is centred. Asked for is the limit for x as it is.": ("[x,", "[x - x.mean(),"),
        "These are singular values of X. Eigenvalues of XᵀX are their squares.": (
            ("eigvalsh(H)", "svdvals(X)")
        ),
        "This is lambda_max itself. The limit is 2 divided by it.": ("2 / torch", "torch"),
        "The limit is right. The ratio is upside down: how many times as large is the limit?": (
            (RATIO, "suggested / limit")
        ),
        "The limit is right. The second number is a ratio, not a difference.": (
            (RATIO, "limit - suggested")
        ),
        "The two are in the wrong order: the limit comes first.": (BOTH, f"return {RATIO}, limit"),
        "One number came. Both are asked for: the limit and the ratio.": [
            (BOTH, "return limit"),
            (BOTH, f"return {RATIO}"),
        ],
    }
)

# In float32 the smallest eigenvalue is only good to a few digits: no two spellings agree.
limit_and_ratio.slip(
    "Far too large. Is this the flattest direction? The steepest one becomes unstable first.",
    ("max", "min"),
    when=lambda right_value, value: float(value[0]) > 3 * right_value[0],
)
