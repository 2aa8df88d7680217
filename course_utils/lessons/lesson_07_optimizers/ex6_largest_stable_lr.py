"""Exercise 7.6: How large is too large."""

import torch

from course_utils import simulate
from course_utils.checking.comparison import difference
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
    """What lr_find's valley says for the diary raw and scaled, then random readings, some near 0.

    All are in float64, as in the lesson: in float32 no two spellings agree on the other eigenvalue.
    """
    t_u = simulate.thermometer()[0].double()
    probes = [(t_u, 2.5e-5), (0.1 * t_u, 2.3e-4)]
    for n, spread, shift in [(6, 1, 5), (9, 1, -40), (5, 1.5, 0.5), (7, 0.2, -0.4), (2, 3, 1)]:
        x = shift + spread * torch.randn(n, generator=generator, dtype=torch.float64)
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
MEAN, LARGEST, SPECTRUM = "2 / len(x) * ", ".max().item()", "torch.linalg.eigvalsh(H)"
COLUMNS = "torch.stack([x, torch.ones_like(x)], dim=1)"

limit_and_ratio.slips(
    {
        "This is half the limit. It is 2 / lambda_max, and H has one more 2 from the square.": [
            ("limit = 2", "limit = 1"),
            ("H = 2", "H = 4"),
        ],
        "This is twice the limit. It is 2 / lambda_max, and H has one more 2 from the square.": [
            ("limit = 2", "limit = 4"),
            ("H = 2", "H = 1"),
        ],
        "This is the limit for the sum of squares. The loss is their mean: where is n?": (
            (MEAN, "2 * ")
        ),
        "XᵀX alone is not H. Which factor belongs before it?": (MEAN, ""),
        "n is the number of readings, len(x). H is divided by it once.": [
            ("len(x)", "11"),
            ("len(x)", "len(x) ** 2"),
            ("len(x)", "(len(x) + 1)"),
        ],
        "Divide by n here, not by n - 1: the loss is a mean.": ("len(x)", "(len(x) - 1)"),
        "b is turned as well: X has a column of ones.": (COLUMNS, "x[:, None]"),
        "Here x is centred. Asked for is the limit for x as it is.": ("[x,", "[x - x.mean(),"),
        "Here x is standardised. Asked for is the limit for x as it is.": [
            ("[x,", "[(x - x.mean()) / x.std(correction=0),"),
            ("[x,", "[(x - x.mean()) / x.std(),"),
        ],
        "This is the limit for a tenth of x. Asked for is the one for x as it is.": (
            ("[x,", "[0.1 * x,")
        ),
        "These are singular values of X. Eigenvalues of XᵀX are their squares.": (
            ("eigvalsh(H)", "svdvals(X)")
        ),
        "This is lambda_max itself. The limit is 2 divided by it.": ("2 / torch", "torch"),
        "2 is divided by lambda_max, not multiplied.": ("2 / torch", "2 * torch"),
        "lambda_max belongs in it as it is, without a square or a root.": [
            (LARGEST, f"{LARGEST} ** 2"),
            (LARGEST, f"{LARGEST} ** 0.5"),
        ],
        "This is the flattest direction. The steepest one becomes unstable first.": ("max", "min"),
        "This takes both eigenvalues. The larger one alone sets the limit.": [
            (LARGEST, f".{both}().item()") for both in ("sum", "mean", "prod", "norm")
        ],
        "These are entries of H. A direction between w and b may be steeper: eigenvalues.": [
            (f"{SPECTRUM}{LARGEST}", f"H{entry}.item()")
            for entry in ("[0, 1]", ".max()", ".diagonal().max()")
        ],
        "This is the condition number, the one eigenvalue by the other. Asked for is a limit.": (
            (f"2 / {SPECTRUM}{LARGEST}", "torch.linalg.cond(H).item()")
        ),
        "The limit is right. The ratio is upside down: how many times as large is the limit?": (
            (RATIO, "suggested / limit")
        ),
        "The limit is right. The second number is a ratio, not a difference.": [
            (RATIO, "limit - suggested"),
            (RATIO, "suggested - limit"),
        ],
        "The limit is right. The ratio is a number with decimals: do not round it.": [
            (RATIO, f"round({RATIO})"),
            (RATIO, "limit // suggested"),
        ],
        "The two are in the wrong order: the limit comes first.": (BOTH, f"return {RATIO}, limit"),
        "One number came. Both are asked for: the limit and the ratio.": [
            (BOTH, "return limit"),
            (BOTH, f"return {RATIO}"),
        ],
    }
)

for first_is_off, sentence, edit in [
    (
        False,
        "The limit is right, the second number is not. Divide the limit by what was suggested.",
        (RATIO, "100 * limit / suggested"),
    ),
    (
        True,
        "The limit is off. Test H by hand: for x = (1, 3) it is [[10, 4], [4, 2]].",
        ("limit = 2", "limit = 8"),
    ),
]:
    limit_and_ratio.slip(
        sentence,
        edit,
        when=lambda want, came, off=first_is_off: bool(difference(want[0], came[0])) is off,
    )

limit_and_ratio.same(
    {
        "XXᵀ has the largest eigenvalue of XᵀX.": [(", dim=1", ""), ("dim=1", "dim=0")],
        "Which of the columns comes first changes no eigenvalue.": (
            ("x, torch.ones_like(x)", "torch.ones_like(x), x")
        ),
    }
)
