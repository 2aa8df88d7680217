"""Exercise 7.6: How large is too large."""

import torch

from course_utils import simulate
from course_utils.exercise import exercise
from course_utils.values import as_numbers

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


def limit_of(x, factor=2.0, which=torch.max):
    """Return 2 divided by an eigenvalue of XᵀX times factor / n."""
    X = torch.stack([x, torch.ones_like(x)], dim=1)
    return 2 / which(torch.linalg.eigvalsh(factor / len(x) * X.T @ X)).item()


_ONE_NUMBER = "One number came. Both are asked for: the limit and the ratio."

for sentence, answer in [
    ("This is half the limit: 2 is divided by lambda_max, not 1.", lambda x: limit_of(x) / 2),
    ("This is twice the limit. H has a 2 from the square.", lambda x: limit_of(x, 1.0)),
    (
        "This is the limit for the sum of squares. The loss is their mean: where is n?",
        lambda x: limit_of(x, 2.0 * len(x)),
    ),
    ("XᵀX alone is not H. Which factor belongs before it?", lambda x: limit_of(x, len(x))),
    ("Is n always 11?", lambda x: limit_of(x, 2 * len(x) / 11)),
    ("Near, but b is turned as well: X has a column of ones.", lambda x: len(x) / (x @ x).item()),
    ("Here x is centred. Asked for is the limit for x as it is.", lambda x: limit_of(x - x.mean())),
    (
        "These are singular values of X. Eigenvalues of XᵀX are their squares.",
        lambda x: (2 * limit_of(x, len(x))) ** 0.5,
    ),
    ("This is lambda_max itself. The limit is 2 divided by it.", lambda x: 2 / limit_of(x)),
]:

    @limit_and_ratio.mistake(sentence)
    def _(x, suggested, limit=answer):
        return limit(x), limit(x) / suggested


for sentence, answer in [
    (
        "The limit is right. The ratio is upside down: how many times as large is the limit?",
        lambda x, suggested: (limit_of(x), suggested / limit_of(x)),
    ),
    (
        "The limit is right. The second number is a ratio, not a difference.",
        lambda x, suggested: (limit_of(x), limit_of(x) - suggested),
    ),
    (
        "The two are in the wrong order: the limit comes first.",
        lambda x, suggested: (limit_of(x) / suggested, limit_of(x)),
    ),
    (_ONE_NUMBER, lambda x, suggested: limit_of(x)),
    (_ONE_NUMBER, lambda x, suggested: limit_of(x) / suggested),
]:
    limit_and_ratio.mistake(sentence, answer)


# In float32 the smallest eigenvalue is only good to a few digits: no two spellings agree.
@limit_and_ratio.mistake(
    "Far too large. Is this the flattest direction? The steepest one becomes unstable first.",
    when=lambda right_value, value: float(value[0]) > 3 * right_value[0],
)
def _(x, suggested):
    limit = limit_of(x, which=torch.min)
    return limit, limit / suggested
