"""Exercise 5.1: Two slopes of a line."""

import torch

from course_utils import simulate
from course_utils.compare import same_numbers
from course_utils.exercise import exercise

_FORGOT_2 = "This is half the gradient. What is the derivative of a square?"

_FORGOT_N = "This is the gradient of the sum of the squares. The loss is their mean."

_FORGOT_BOTH = "Two factors are missing: one comes from the square, the other from the mean."

_NO_SUM = "This is one slope for each reading. All readings turn the same knob: add them up."

_UPHILL = "The sign is turned: here r is the prediction minus y, and a gradient points uphill."

_RMSE = "This is the gradient of the RMSE. The loss here is the MSE: no root."

_SQUARE = "The residuals are still squared. What is the derivative of r²?"

_NO_Y = "Where is y? The predictions are multiplied, and it should be the residuals."

_LESSON = "These are the numbers of the lesson's own data. Use what the function is given."

_FIXED = "Right on the diary, wrong elsewhere: is something of the diary fixed inside?"

_NO_TENSOR = "Numbers side by side are no tensor yet: torch.stack makes one of 0-d tensors."

T_U, T_C = simulate.thermometer()

# What is right on the first probe of 5.1 and of 5.3, and on that of 5.2.
ON_DIARY = torch.tensor([4517.2969, 82.6000])


def doubled(*products):
    """Return twice the mean of each."""
    return 2 * torch.stack([product.mean() for product in products])


# Mistakes in the slopes of a line and of a parabola alike: what people make of the residuals r
# (n,), and of the factors (d, n) by which a prediction grows when one of the d knobs is turned.
SLOPES = [
    (_FORGOT_2, lambda r, factors: (r * factors).mean(1)),
    (_FORGOT_N, lambda r, factors: 2 * (r * factors).sum(1)),
    (_FORGOT_BOTH, lambda r, factors: (r * factors).sum(1)),
    (
        "This divides by n twice: it is the mean of what is divided by n already.",
        lambda r, factors: (2 * r / len(r) * factors).mean(1),
    ),
    (_NO_SUM, lambda r, factors: 2 * r / len(r) * factors),
    (_NO_SUM, lambda r, factors: (2 * r / len(r) * factors).T),
    (_NO_SUM, lambda r, factors: 2 * r * factors),
    (_NO_SUM, lambda r, factors: torch.tensor(list(2 * r / len(r) * factors))),
    (_UPHILL, lambda r, factors: -2 * (r * factors).mean(1)),
    (
        "A product of means is not the mean of the products. Multiply for each reading first.",
        lambda r, factors: 2 * r.mean() * factors.mean(1),
    ),
    (_SQUARE, lambda r, factors: 2 * (r**2 * factors).mean(1)),
    (_RMSE, lambda r, factors: (r * factors).mean(1) / (r**2).mean().sqrt()),
    (_NO_TENSOR, lambda r, factors: tuple(doubled(*(r * factors)))),
    (_NO_TENSOR, lambda r, factors: doubled(*(r * factors)).tolist()),
]


def agree(right_value, value):
    """Return which entries agree, as a list of True and False."""
    return torch.isclose(value.double(), right_value.double(), rtol=1e-4).tolist()


def right_on(first):
    """Return a `when` that is true if the answer is right where `first` is the right value."""
    return lambda right_value, _: not same_numbers(right_value, first)


line_slopes = exercise(
    "5.1",
    "Two slopes of a line",
    hints=(
        "Section 2 multiplies the small derivatives for each reading. Then comes one sum.",
        "Per reading the slope for w is 2 r x / n, that for b is 2 r / n, with r = t_p - y.",
        "r = w * x + b - y, and the slope for b is 2 * r.mean().",
    ),
)


def lines_and_readings(generator):
    """The diary at w = 1, b = 0, then random lines through random readings."""
    probes = [(1.0, 0.0, T_U, T_C)]
    for n in (5, 8, 3):
        w, b = torch.randn(2, generator=generator).tolist()
        x = 4 * torch.randn(n, generator=generator) + 3
        probes.append((w, b, x, 10 * torch.randn(n, generator=generator) + 1))
    return probes


@line_slopes.part(probes=lines_and_readings)
def grad_line(w, b, x, y):
    """Slopes for w and b of the MSE of w * x + b on readings x, y; a tensor of shape (2,)."""
    r = w * x + b - y
    return 2 * torch.stack([(r * x).mean(), r.mean()])


def line_mistake(sentence, slopes, when=None):
    """Add a mistake that makes `slopes` of the residuals and the arguments."""
    grad_line.mistake(sentence, lambda *args: slopes(line_residuals(*args), *args), when)


def line_residuals(w, b, x, y):
    return w * x + b - y


for sentence, slopes in SLOPES:
    line_mistake(sentence, lambda r, w, b, x, y, f=slopes: f(r, torch.stack([x, x**0])))

for sentence, slopes in [
    (
        "Both slopes are the same. By how much does the prediction move when w moves by 1?",
        lambda r, w, b, x, y: doubled(r, r),
    ),
    (
        "The two are in the wrong order: the slope for w comes first.",
        lambda r, w, b, x, y: doubled(r, r * x),
    ),
    (
        "The slope for w is right. The one for b is half: it needs the 2, too.",
        lambda r, w, b, x, y: doubled(r * x, r / 2),
    ),
    (
        "The slope for b is right. The one for w is half: it needs the 2, too.",
        lambda r, w, b, x, y: doubled(r * x / 2, r),
    ),
    (_NO_Y, lambda r, w, b, x, y: doubled((r + y) * x, r)),
    (_NO_Y, lambda r, w, b, x, y: doubled((r + y) * x, r + y)),
    (
        "Each residual is multiplied by y. What does w multiply in the line?",
        lambda r, w, b, x, y: doubled(r * y, r),
    ),
    ("The prediction lacks b.", lambda r, w, b, x, y: doubled((r - b) * x, r - b)),
    (_LESSON, lambda r, w, b, x, y: ON_DIARY),
    # Two tensors of unequal length do not raise the same error both ways round.
    (_FIXED, lambda r, w, b, x, y: grad_line.reference(w, b, T_U, y)),
    (_FIXED, lambda r, w, b, x, y: grad_line.reference(w, b, x, T_C)),
]:
    line_mistake(sentence, slopes)

line_mistake(
    "The slope for w is right, the one for b is not: how does the prediction move with b?",
    lambda r, w, b, x, y: doubled(r * x, r * b),
    when=lambda right_value, value: agree(right_value, value) == [True, False],
)
line_mistake(
    "The slope for b is right, the one for w is not: how does the prediction move with w?",
    lambda r, w, b, x, y: doubled(r * w, r),
    when=lambda right_value, value: agree(right_value, value) == [False, True],
)
line_mistake(
    _FIXED,
    lambda r, w, b, x, y: doubled(r * x, r) * len(x) / 11,
    when=right_on(ON_DIARY),
)
