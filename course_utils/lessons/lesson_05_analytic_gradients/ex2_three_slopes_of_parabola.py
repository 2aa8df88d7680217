"""Exercise 5.2: Three slopes of a parabola."""

import itertools

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

_NO_TENSOR = "Numbers side by side are no tensor yet: torch.stack makes one of 0-d tensors."

TIME, SPEED, START = simulate.speed()

ON_SPEED = torch.tensor([-24408.996, -1546.101, -115.989])


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


parabola_slopes = exercise(
    "5.2",
    "Three slopes of a parabola",
    hints=(
        "As in 5.1, with one more knob: how does the prediction move with a, with b, with c?",
        "Section 4: the three slopes differ only in what each residual is multiplied by.",
        "r = a * t**2 + b * t + c - y, and the slope for c is 2 * r.mean().",
    ),
)


def parabolas_and_readings(generator):
    """The speed where the source starts, then random parabolas through random readings."""
    probes = [(START, TIME, SPEED)]
    for n in (5, 8, 3):
        params = torch.randn(3, generator=generator)
        t = 2 * torch.randn(n, generator=generator) + 1
        probes.append((params, t, 10 * torch.randn(n, generator=generator) + 1))
    return probes


@parabola_slopes.part(probes=parabolas_and_readings)
def grad_quad(params, t, y):
    """Slopes for a, b, c (= params) of the MSE of a * t**2 + b * t + c; a tensor of shape (3,)."""
    a, b, c = params
    r = a * t**2 + b * t + c - y
    return 2 * torch.stack([(r * t**2).mean(), (r * t).mean(), r.mean()])


def parabola_mistake(sentence, slopes, when=None):
    """Add a mistake that makes `slopes` of the residuals and the arguments."""
    grad_quad.mistake(sentence, lambda *args: slopes(residuals(*args), *args), when)


def residuals(params, t, y):
    a, b, c = params
    return a * t**2 + b * t + c - y


for sentence, slopes in SLOPES:
    parabola_mistake(sentence, lambda r, params, t, y, f=slopes: f(r, torch.stack([t**2, t, t**0])))

_BY_T = "The prediction is differentiated by t. t stands still here: a, b and c are turned."
_TURNED = "params is (a, b, c): the first number belongs to t²."

for sentence, slopes in [
    (
        "The first slope is that for b. What does a multiply in the parabola?",
        lambda r, params, t, y: doubled(r * t, r * t, r),
    ),
    (_BY_T, lambda r, params, t, y: doubled(r * 2 * t, r * t, r)),
    (_BY_T, lambda r, params, t, y: doubled(r * 2 * t, r, r)),
    (_BY_T, lambda r, params, t, y: doubled(r * 2 * t, r, 0 * r)),
    (_BY_T, lambda r, params, t, y: doubled(r * 2 * params[0] * t, r * params[1], 0 * r)),
    (
        "The order is turned round: as in params, the slope for a comes first.",
        lambda r, params, t, y: doubled(r, r * t, r * t**2),
    ),
    (_TURNED, lambda r, params, t, y: grad_quad.reference(params.flip(0), t, y)),
    (_TURNED, lambda r, params, t, y: grad_quad.reference(params.flip(0), t, y).flip(0)),
    (
        "a, b and c stand in the slopes as factors. Differentiate a t² by a once more.",
        lambda r, params, t, y: params * doubled(r * t**2, r * t, r),
    ),
    (_NO_Y, lambda r, params, t, y: doubled((r + y) * t**2, (r + y) * t, r + y)),
    (_LESSON, lambda r, params, t, y: ON_SPEED),
    (
        "The sum is divided by 11, as in the diary. Divide by the number of readings that came.",
        lambda r, params, t, y: doubled(r * t**2, r * t, r) * len(t) / 11,
    ),
]:
    parabola_mistake(sentence, slopes)

for by_t in [*itertools.product([False, True], repeat=3)][1:]:

    @grad_quad.mistake(_BY_T)
    def _(params, t, y, by_t=by_t):
        slope = 2 * params[0] * t + params[1]
        factors = zip(by_t, [t**2, t, t**0], strict=True)
        r = residuals(params, t, y)
        return doubled(*[r * (slope if wrongly else factor) for wrongly, factor in factors])


_FIXED_SPEED = "Right on the speed data, wrong elsewhere: is something of that data fixed inside?"

grad_quad.mistake(_FIXED_SPEED, lambda params, t, y: grad_quad.reference(params, TIME, y))
grad_quad.mistake(_FIXED_SPEED, lambda params, t, y: grad_quad.reference(params, t, SPEED))
parabola_mistake(
    "Some of the three slopes are right. They differ only in what r is multiplied by.",
    lambda r, params, t, y: doubled(r * t**2, r * t, r / 2),
    when=lambda right_value, value: any(agree(right_value, value)),
)
parabola_mistake(
    _FIXED_SPEED,
    lambda r, params, t, y: doubled(r * t**2, r * t, r) * len(t) / 20,
    when=right_on(ON_SPEED),
)
