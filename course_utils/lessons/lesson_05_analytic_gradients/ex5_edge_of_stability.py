"""Exercise 5.5: The edge of stability."""

import torch

from course_utils import simulate
from course_utils.checking.exercises import exercise
from course_utils.checking.plain_data import as_numbers
from course_utils.lessons.findings import in_any_way, too_large, too_small

T_U, _ = simulate.thermometer()

edge = exercise(
    "5.5",
    "The edge of stability",
    hints=(
        "Section 7: in each direction a step multiplies the error by 1 - lr * lambda. When is "
        "that still stable?",
        "The steepest direction sets the limit: 1 - lr * lambda_max reaches -1 there first.",
        "torch.linalg.eigvalsh sorts from small to large: the last one counts.",
    ),
)


def readings(generator):
    """The diary's readings raw and scaled, then random ones, in the end with two λ much alike."""
    drawn = [torch.randn(n, generator=generator) for n in (6, 9, 5, 7)]
    probes = [(T_U,), (0.1 * T_U,), (3 * drawn[0] + 5,), (20 * drawn[1] - 40,), (drawn[2] + 3,)]
    return [*probes, (2 * drawn[3] + 1,)]


def without_noise(answer, x):
    """Return what comes back; what was made of the smallest eigenvalue is rounded to the truth.

    In float32 it is only good to a few digits, and no two spellings agree.
    """
    came = as_numbers(answer(x))
    X = torch.stack([x, torch.ones_like(x)], dim=1).double()
    low, high = torch.linalg.eigvalsh(2 / len(x) * X.T @ X).tolist()
    for exact in (2 / low, high / low, 2 * low / high):
        if isinstance(came, torch.Tensor):
            came = torch.where((came / exact - 1).abs() < 0.02, exact, came)
        elif isinstance(came, float) and abs(came / exact - 1) < 0.02:
            came = exact
    return came


@edge.part(probes=readings, observe=without_noise)
def max_stable_lr(x):
    """The lr below which descent on the MSE of w * x + b settles from any start; one number."""
    X = torch.stack([x, torch.ones_like(x)], dim=1)
    H = 2 / len(x) * X.T @ X
    return 2 / torch.linalg.eigvalsh(H).max().item()


BEGIN, LIMIT = "    X =", "2 / torch.linalg.eigvalsh(H).max().item()"

max_stable_lr.slips(
    {
        "This is half the limit. The factor 1 - lr * lambda may fall as far as -1.": (
            ("2 / torch", "1 / torch")
        ),
        "This is the limit for the sum of the squares. The loss is their mean.": (
            (" / len(x)", "")
        ),
        "This is twice the limit. What is the second derivative of a square?": (
            ("2 / len(x)", "1 / len(x)")
        ),
        "H is more than XᵀX: a factor belongs before it. Look at section 6.": (
            ("2 / len(x) * ", "")
        ),
        "Near, but this only looks at w. b is turned as well: H is 2 by 2.": (
            "return 1 / (x**2).mean().item()"
        ),
        "This divides by the sum of both eigenvalues. Which one sets the limit?": (
            "max()",
            "sum()",
        ),
        "This is the length of H as if it were one arrow. Its largest eigenvalue sets the limit.": (
            (LIMIT, "2 / H.norm().item()")
        ),
        "These are singular values of X. The eigenvalues of XᵀX are their squares.": [
            ("eigvalsh(H)", "svdvals(X)"),
            (LIMIT, "len(x) / torch.linalg.svdvals(X).max().item()"),
        ],
        "This is the largest eigenvalue itself. The limit follows from it.": (
            ("2 / torch", "torch")
        ),
        "This is half the largest eigenvalue. The steeper the wall, the smaller the limit.": (
            (LIMIT, "torch.linalg.eigvalsh(H).max().item() / 2")
        ),
        "This is the limit of the flattest direction. The steepest one becomes unstable first.": (
            ("max()", "min()")
        ),
        "This is 2 divided by the condition number. The limit is 2 divided by a single λ.": (
            (LIMIT, "2 / torch.linalg.cond(H).item()")
        ),
        "eigh gives the λ and the directions. Only the λ are wanted: the first, or eigvalsh.": [
            (LIMIT, f"2 / torch.linalg.eigh(H)[{place}]") for place in (1, -1)
        ],
        "Only a square matrix has eigenvalues. X is (n, 2), H is (2, 2).": ("(H)", "(X)"),
        "One number is asked for. Of the two directions, which one becomes unstable first?": (
            (".max().item()", "")
        ),
        "This is the condition number: a ratio, not a learning rate.": [
            (LIMIT, "torch.linalg.cond(H).item()"),
            (LIMIT, "torch.linalg.cond(X).item()"),
        ],
        "This is the limit for standardised readings. Those that came in are to be judged.": (
            (BEGIN, f"    x = (x - x.mean()) / x.std(correction=0)\n{BEGIN}")
        ),
        "This is the limit for centred readings. The mean of x counts, too.": [
            (BEGIN, f"    x = x - x.mean()\n{BEGIN}"),
            "return 1 / x.var(correction=0).item()",
            "return 1 / x.var().item()",
        ],
        "Right on the diary, wrong elsewhere: is something of the diary fixed inside?": (
            ("len(x)", "11")
        ),
    }
)
max_stable_lr.slip(
    "This is the limit for the diary's raw readings. Other readings have another.",
    "return 3.399e-4",
    when=lambda _, value: 3.39e-4 < float(value) < 3.41e-4,
)
for sentence, slip, when in [
    (
        "Close, but not the limit: is there a safety factor, a rounding, or a search?",
        (LIMIT, f"0.97 * {LIMIT}"),
        lambda right_value, value: 0.9 <= float(value) / right_value <= 1.1,
    ),
    (
        "This is above the limit: with this lr the steepest direction explodes.",
        (LIMIT, f"3 * {LIMIT}"),
        too_large,
    ),
    (
        "This is below the limit: with a larger lr descent still settles.",
        (LIMIT, f"0.3 * {LIMIT}"),
        too_small,
    ),
    (
        "On the diary the limit is 3.399e-4. Follow sections 6 to 8: X, H, the λ, the limit.",
        (LIMIT, "0.01"),
        in_any_way,  # too small for some readings, too large for others
    ),
]:
    max_stable_lr.slip(sentence, slip, when)
max_stable_lr.same(
    {
        "X with rows and columns exchanged has the same λ, and more that are 0.": [
            (", dim=1", ""),
            ("dim=1", "dim=0"),
        ],
        "Which knob comes first does not matter for the λ.": (
            ("x, torch.ones_like(x)", "torch.ones_like(x), x")
        ),
    }
)
