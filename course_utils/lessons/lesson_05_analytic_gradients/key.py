"""Answer key of lesson 05, Analytic gradients."""

import itertools

import numpy as np
import torch

from course_utils import simulate
from course_utils.compare import same_numbers
from course_utils.exercise import exercise
from course_utils.question import question, right, wrong

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
TIME, SPEED, START = simulate.speed()
# What is right on the first probe of 5.1 and of 5.3, and on that of 5.2.
ON_DIARY = torch.tensor([4517.2969, 82.6000])
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


# 5.1 ---------------------------------------------------------------------------------------------

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

# 5.2 ---------------------------------------------------------------------------------------------

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

# 5.3 ---------------------------------------------------------------------------------------------

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


# 5.4 ---------------------------------------------------------------------------------------------

loop = exercise(
    "5.4",
    "The training loop",
    hints=(
        "Section 6 writes the loop for the diary. What has to be kept from every step?",
        "In each of the n steps: measure the loss, note it, measure both slopes, then move both.",
        "params = torch.tensor([1.0, 0.0]); losses = []; for step in range(n): ...",
    ),
)


def runs(generator):
    """100 steps on a tenth of the diary's readings, then short runs on random readings."""
    probes = [(0.1 * T_U, T_C, 1e-2, 100)]
    for size, lr, n in [(5, 0.03, 3), (8, 0.015, 4), (6, 0.02, 1)]:
        x = 2 * torch.randn(size, generator=generator) + 1
        probes.append((x, 3 * torch.randn(size, generator=generator) + 1, lr, n))
    return probes


def numbers(value):
    """Return the value with a plain number for each 0-d tensor or array, also in a list."""
    if type(value) in (list, tuple):
        return type(value)(numbers(entry) for entry in value)
    is_number = isinstance(value, torch.Tensor | np.ndarray | np.generic) and value.ndim == 0
    return value.item() if is_number else value


def until_it_explodes(value):
    """Return the value with nan for every huge number in it.

    Where exactly a number becomes infinite depends on its type and on the order of operations.
    """
    if type(value) in (list, tuple):
        return type(value)(until_it_explodes(entry) for entry in value)
    if isinstance(value, torch.Tensor) and value.is_floating_point():
        return torch.where(value.abs() < 1e30, value, torch.nan)
    if isinstance(value, float):
        return value if abs(value) < 1e30 else float("nan")
    return value


def params_and_losses(answer, x, y, lr, n):
    """Return what the loop returns, the losses as a list of numbers."""
    result = numbers(answer(x, y, lr, n))
    if type(result) in (list, tuple) and len(result) == 2:
        params, losses = result
        if isinstance(losses, torch.Tensor | np.ndarray):
            result = params, losses.tolist()
    return until_it_explodes(result)


@loop.part(probes=runs, observe=params_and_losses)
def train(x, y, lr, n):
    """Fit w * x + b in n steps from (1, 0): params (2,) and a list of the loss before each step."""
    params = torch.tensor([1.0, 0.0])
    losses = []
    for _ in range(n):
        w, b = params
        r = w * x + b - y
        losses.append((r**2).mean().item())
        grad = 2 * torch.stack([(r * x).mean(), r.mean()])
        params = params - lr * grad
    return params, losses


def both_at_once(w, b, slope_w, slope_b, lr):
    """Return w and b after one step, as it should be."""
    return w - lr * slope_w(w, b), b - lr * slope_b(w, b)


def w_first(w, b, slope_w, slope_b, lr):
    w = w - lr * slope_w(w, b)
    return w, b - lr * slope_b(w, b)


def b_first(w, b, slope_w, slope_b, lr):
    b = b - lr * slope_b(w, b)
    return w - lr * slope_w(w, b), b


def w_only(w, b, slope_w, slope_b, lr):
    return w - lr * slope_w(w, b), b


def b_only(w, b, slope_w, slope_b, lr):
    return w, b - lr * slope_b(w, b)


def as_at_the_start(w, b, slope_w, slope_b, lr):
    return w - lr * slope_w(1.0, 0.0), b - lr * slope_b(1.0, 0.0)


def places(x, y, lr, n, start=(1.0, 0.0), step=both_at_once):
    """Return the n + 1 places (w, b) of n steps, a tensor; in plain numbers, for it runs often."""
    mean_xx, mean_xy = (x * x).mean().item(), (x * y).mean().item()
    mean_x, mean_y = x.mean().item(), y.mean().item()

    def slope_w(w, b):
        return 2 * (w * mean_xx + b * mean_x - mean_xy)

    def slope_b(w, b):
        return 2 * (w * mean_x + b - mean_y)

    visited = [start]
    for _ in range(n):
        visited.append(step(*visited[-1], slope_w, slope_b, lr))
    return torch.tensor(visited)


def losses_at(x, y, visited):
    """Return the loss at each of the places, a list."""
    r = visited[:, :1] * x + visited[:, 1:] - y
    return (r**2).mean(1).tolist()


def run(x, y, lr, n, **how):
    """Return params and losses as they are asked for, of a run that goes as `how` says."""
    visited = places(x, y, lr, n, **how)
    return visited[-1], losses_at(x, y, visited[:-1])


_SHORT = "One step is missing. How often does the body of the loop run?"
_LONG = "One step too many: n steps are asked for. Where does the range end?"
_IN_TURN = "One knob moves before the other's slope is measured. Measure both, then move both."
_STILL = "never moves. Both knobs are turned in every step."
_START = "The run begins elsewhere. Begin at w = 1, b = 0, as the source does."
_WHICH = "Which readings does this use? Only the x and y that it is given count."

for sentence, answer in [
    (_SHORT, lambda x, y, lr, n: run(x, y, lr, n - 1)),
    (_SHORT, lambda x, y, lr, n: (run(x, y, lr, n - 1)[0], run(x, y, lr, n)[1])),
    (_LONG, lambda x, y, lr, n: run(x, y, lr, n + 1)),
    (_LONG, lambda x, y, lr, n: (run(x, y, lr, n + 1)[0], run(x, y, lr, n)[1])),
    (
        "params is right. One loss too many: the one after the last step is not asked for.",
        lambda x, y, lr, n: (run(x, y, lr, n)[0], run(x, y, lr, n + 1)[1]),
    ),
    (
        "params is right. The losses are noted after the update: note each one before it.",
        lambda x, y, lr, n: (run(x, y, lr, n)[0], run(x, y, lr, n + 1)[1][1:]),
    ),
    (
        "The loss grows: this walks uphill. Which way does the gradient point?",
        lambda x, y, lr, n: run(x, y, -lr, n),
    ),
    (
        "The gradient is measured once, at the start. It changes with every step.",
        lambda x, y, lr, n: run(x, y, lr, n, step=as_at_the_start),
    ),
    (
        "The residuals must be measured anew in every step.",
        lambda x, y, lr, n: (
            run(x, y, lr, n, step=as_at_the_start)[0],
            n * run(x, y, lr, 1)[1],
        ),
    ),
    (_IN_TURN, lambda x, y, lr, n: run(x, y, lr, n, step=w_first)),
    (_IN_TURN, lambda x, y, lr, n: run(x, y, lr, n, step=b_first)),
    (f"b {_STILL}", lambda x, y, lr, n: run(x, y, lr, n, step=w_only)),
    (f"w {_STILL}", lambda x, y, lr, n: run(x, y, lr, n, step=b_only)),
    (
        "The whole gradient is subtracted. How long is a step at the learning rate lr?",
        lambda x, y, lr, n: run(x, y, 1.0, n),
    ),
    ("Is lr used?", lambda x, y, lr, n: run(x, y, 0.01, n)),
    (
        "Every step is half as long as it should be: is the 2 of the square missing?",
        lambda x, y, lr, n: run(x, y, lr / 2, n),
    ),
    (
        "Every step is too long by the number of readings. The loss is a mean, not a sum.",
        lambda x, y, lr, n: run(x, y, len(x) * lr, n),
    ),
    (_START, lambda x, y, lr, n: run(x, y, lr, n, start=(0.0, 0.0))),
    (_START, lambda x, y, lr, n: run(x, y, lr, n, start=(0.0, 1.0))),
    (_START, lambda x, y, lr, n: run(x, y, lr, n, start=(1.0, 1.0))),
    (
        "The run ends after one step: is the return inside the loop?",
        lambda x, y, lr, n: run(x, y, lr, 1),
    ),
    ("x comes scaled already.", lambda x, y, lr, n: run(0.1 * x, y, lr, n)),
    (_WHICH, lambda x, y, lr, n: run(T_U, T_C, lr, n)),
    (_WHICH, lambda x, y, lr, n: run(T_U, y, lr, n)),
    (_WHICH, lambda x, y, lr, n: run(0.1 * T_U, T_C, lr, n)),
    (_WHICH, lambda x, y, lr, n: run(0.1 * T_U, y, lr, n)),
    (_WHICH, lambda x, y, lr, n: run(x, T_C, lr, n)),
]:
    train.mistake(sentence, answer)

_ONE_LOSS = "One loss came. Note the loss of every step, in a list."
_ONLY_PARAMS = "Only params came back. The losses are asked for, too."
_TWO_RESULTS = "Return two results: params, one tensor that holds w and b, and losses."

for sentence, change in [
    (
        "params is right. One loss is missing: the first is that at w = 1, b = 0.",
        lambda params, losses: (params, losses[1:]),
    ),
    (_ONE_LOSS, lambda params, losses: (params, losses[-1])),
    (_ONE_LOSS, lambda params, losses: (params, losses[-1:])),
    (_ONLY_PARAMS, lambda params, losses: params),
    (_ONLY_PARAMS, lambda params, losses: tuple(params.tolist())),
    (
        "Only the losses came back. params is asked for, too, and comes first.",
        lambda params, losses: losses,
    ),
    (
        "The two results are in the wrong order: params comes first.",
        lambda params, losses: (losses, params),
    ),
    (
        "params is in the wrong order: w comes first, then b.",
        lambda params, losses: (params.flip(0), losses),
    ),
    (_TWO_RESULTS, lambda params, losses: (params.tolist(), losses)),
    (_TWO_RESULTS, lambda params, losses: (*params.tolist(), losses)),
    (
        "params is right. These are root mean squares; the loss here is the MSE.",
        lambda params, losses: (params, [loss**0.5 for loss in losses]),
    ),
]:
    train.mistake(sentence, lambda *args, change=change: change(*run(*args)))


@train.mistake("params is right. These losses are sums of squares; the loss here is their mean.")
def _(x, y, lr, n):
    params, losses = run(x, y, lr, n)
    return params, [len(x) * loss for loss in losses]


# 5.5 ---------------------------------------------------------------------------------------------

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
    """The diary's readings raw and scaled, then random readings well away from mean 0."""
    drawn = [torch.randn(n, generator=generator) for n in (6, 9, 5)]
    return [(T_U,), (0.1 * T_U,), (3 * drawn[0] + 5,), (20 * drawn[1] - 40,), (drawn[2] + 3,)]


def with_ones(x):
    """Return x and a column of ones as columns."""
    return torch.stack([x, torch.ones_like(x)], dim=1)


def products(x):
    """Return XᵀX."""
    return with_ones(x).T @ with_ones(x)


def steepest(H):
    """Return the largest eigenvalue as a number."""
    return torch.linalg.eigvalsh(H).max().item()


def limit_of(x):
    return 2 / steepest(2 / len(x) * products(x))


def without_noise(answer, x):
    """Return what comes back; what was made of the smallest eigenvalue is rounded to the truth.

    In float32 it is only good to a few digits, and no two spellings agree.
    """
    came = numbers(answer(x))
    low, high = torch.linalg.eigvalsh(2 / len(x) * products(x.double())).tolist()
    for exact in (2 / low, high / low):
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


_SINGULAR = "These are singular values of X. The eigenvalues of XᵀX are their squares."
_CENTRED = "This is the limit for centred readings. The mean of x counts, too."
_RATIO = "This is the condition number: a ratio, not a learning rate."

for sentence, answer in [
    (
        "This is half the limit. The factor 1 - lr * lambda may fall as far as -1.",
        lambda x: limit_of(x) / 2,
    ),
    (
        "This is the limit for the sum of the squares. The loss is their mean.",
        lambda x: limit_of(x) / len(x),
    ),
    (
        "This is twice the limit. What is the second derivative of a square?",
        lambda x: limit_of(x) * 2,
    ),
    (
        "H is more than XᵀX: a factor belongs before it. Look at section 7.",
        lambda x: 2 / steepest(products(x)),
    ),
    (
        "Near, but this only looks at w. b is turned as well: H is 2 by 2.",
        lambda x: 1 / (x**2).mean().item(),
    ),
    (
        "This divides by the sum of both eigenvalues. Which one sets the limit?",
        lambda x: len(x) / products(x).trace().item(),
    ),
    (_SINGULAR, lambda x: 2 / torch.linalg.svdvals(with_ones(x)).max().item()),
    (_SINGULAR, lambda x: len(x) / torch.linalg.svdvals(with_ones(x)).max().item()),
    (
        "This is the largest eigenvalue itself. The limit follows from it.",
        lambda x: 2 / limit_of(x),
    ),
    (
        "Only a square matrix has eigenvalues. X is (n, 2), H is (2, 2).",
        lambda x: steepest(with_ones(x)),
    ),
    (
        "One number is asked for. Of the two directions, which one becomes unstable first?",
        lambda x: 2 / torch.linalg.eigvalsh(2 / len(x) * products(x)),
    ),
    (_RATIO, lambda x: torch.linalg.cond(products(x).double()).item()),
    (_RATIO, lambda x: torch.linalg.cond(with_ones(x)).item()),
    (
        "This is the limit for standardised readings. Those that came in are to be judged.",
        lambda x: limit_of((x - x.mean()) / x.std(correction=0)),
    ),
    (_CENTRED, lambda x: limit_of(x - x.mean())),
    (_CENTRED, lambda x: 1 / x.var(correction=0).item()),
    (_CENTRED, lambda x: 1 / x.var().item()),
    (_FIXED, lambda x: limit_of(x) * 11 / len(x)),
]:
    max_stable_lr.mistake(sentence, answer)

max_stable_lr.mistake(
    "This is the limit for the diary's raw readings. Other readings have another.",
    lambda x: 3.399e-4,
    when=lambda _, value: 3.39e-4 < float(value) < 3.41e-4,
)
max_stable_lr.mistake(
    "Close, but not the limit: is there a safety factor, or a search?",
    lambda x: 0.97 * limit_of(x),
    when=lambda right_value, value: 0.9 <= float(value) / right_value <= 1.1,
)
max_stable_lr.mistake(
    "Far too large. Is this the flattest direction? The steepest one becomes unstable first.",
    lambda x: 2 / torch.linalg.eigvalsh(2 / len(x) * products(x)).min().item(),
    when=lambda right_value, value: float(value) > 3 * right_value,
)

# 5.6 ---------------------------------------------------------------------------------------------

units = exercise(
    "5.6",
    "Back to raw units",
    hints=(
        "The line on the scaled readings is w * (x - m) / s + b. Multiply it out.",
        "What stands before x is the new w. All the rest is the new b.",
        "return w / s, ...",
    ),
)


def scaled_lines(generator):
    """The diary's best line on standardised readings, its trained one on a tenth, random ones."""
    t_u, t_c = T_U.double(), T_C.double()
    m, s = t_u.mean(), t_u.std(correction=0)
    w = ((t_u - m) / s * t_c).mean()
    lines = [tuple(v.item() for v in (w, t_c.mean(), m, s)), (5.3671, -17.3012, 0.0, 10.0)]
    for _ in range(3):
        w, b, m, s = torch.randn(4, generator=generator).tolist()
        lines.append((2 * w + 4, 5 * b + 20, 10 * m - 40, 1.5 + abs(s)))
    return lines


def two_numbers(answer, w, b, m, s):
    """Return what comes back, a tensor or an array as a tuple."""
    result = numbers(answer(w, b, m, s))
    return tuple(result.tolist()) if isinstance(result, torch.Tensor | np.ndarray) else result


@units.part(probes=scaled_lines, observe=two_numbers)
def unscale(w, b, m, s):
    """The w and the b for raw x of the line that has w and b for (x - m) / s; two numbers."""
    return w / s, b - w * m / s


_MULTIPLIED = "w is multiplied by s. What stands before x in w * (x - m) / s?"
_B_DIVIDED = "b is divided by s. Only x is divided: b is in the units of y already."
_B_MULTIPLIED = "b is multiplied by s. It is in the units of y and is not scaled."
_UNWEIGHTED = "The correction of b lacks w: the line climbs by w, not by 1."
_NOT_DIVIDED = "w is as before. A raw x is s times as large: w must make up for it."

for sentence, answer in [
    (_MULTIPLIED, lambda w, b, m, s: (w * s, b - w * m / s)),
    (_MULTIPLIED, lambda w, b, m, s: (w * s, b - w * m * s)),
    (_MULTIPLIED, lambda w, b, m, s: (w * s, b - w * m)),
    (_MULTIPLIED, lambda w, b, m, s: (w * s, b)),
    (_MULTIPLIED, lambda w, b, m, s: (w * s, b * s)),
    (_MULTIPLIED, lambda w, b, m, s: (w * s, b + m)),
    (_B_DIVIDED, lambda w, b, m, s: (w / s, (b - w * m) / s)),
    (_B_DIVIDED, lambda w, b, m, s: (w / s, b / s)),
    (_B_MULTIPLIED, lambda w, b, m, s: (w / s, b * s)),
    (_B_MULTIPLIED, lambda w, b, m, s: (w / s, b * s - w * m / s)),
    (_B_MULTIPLIED, lambda w, b, m, s: (w / s, s * (b - w * m / s))),
    (_UNWEIGHTED, lambda w, b, m, s: (w / s, b - m / s)),
    (_UNWEIGHTED, lambda w, b, m, s: (w / s, b - m)),
    (_NOT_DIVIDED, lambda w, b, m, s: (w, b - w * m / s)),
    (_NOT_DIVIDED, lambda w, b, m, s: (w, b - w * m)),
    (_NOT_DIVIDED, lambda w, b, m, s: (w, b)),
    (
        "This goes the other way, from raw readings to scaled ones.",
        lambda w, b, m, s: (w * s, b + w * m),
    ),
    (
        "b is unchanged. But x = 0 is no longer where the scaled reading is 0.",
        lambda w, b, m, s: (w / s, b),
    ),
    (
        "The correction of b has the wrong sign: m is subtracted from x.",
        lambda w, b, m, s: (w / s, b + w * m / s),
    ),
    (
        "m and s are swapped: m is subtracted, s divides.",
        lambda w, b, m, s: (w / m, b - w * s / m),
    ),
    (
        "Look at the correction of b: in w * (x - m) / s both x and m are divided.",
        lambda w, b, m, s: (w / s, b - w * m),
    ),
    (
        "In the correction of b, w is divided by s twice: is it the new w already?",
        lambda w, b, m, s: (w / s, b - w * m / s**2),
    ),
    (
        "The two are in the wrong order: w comes first.",
        lambda w, b, m, s: (b - w * m / s, w / s),
    ),
    ("One number came. Both are asked for: w and b.", lambda w, b, m, s: w / s),
]:
    unscale.mistake(sentence, answer)

unscale.mistake(
    "w is right. For b, ask what the scaled line predicts at x = 0.",
    lambda w, b, m, s: (w / s, b + m),
    when=lambda right_value, value: (
        abs(right_value[0] - float(value[0])) <= 1e-4 * abs(right_value[0])
    ),
)

# Questions ---------------------------------------------------------------------------------------

question(
    "5.p1",
    "At lr = 1e-2 the published run on the raw readings explodes. The notes advise a smaller "
    "learning rate, such as 1e-3. Will that do?",
    wrong("Yes, it comes down, only more slowly", "1e-3 is still about three times the limit."),
    wrong(
        "It neither comes down nor explodes: it bounces without end",
        "It would at exactly the limit. 1e-3 lies well above it.",
    ),
    right(
        "No, it explodes as well, only later",
        "The limit for these readings lies below 1e-3, and this lesson computes it.",
    ),
)

question(
    "5.p2",
    "The readings are standardised: mean 0, standard deviation 1. How many steps does lr = 0.5 "
    "need from w = 1, b = 0 to the lowest point?",
    right("1", "Both curvatures are 2, and 1 - 0.5 · 2 is 0: nothing of the error is left."),
    wrong(
        "About 20", "That would do if a step left about half of the error. This one leaves none."
    ),
    wrong("About 500", "Scaled by a tenth, it takes more. But here the bowl is round."),
)

question(
    "5.p3",
    "Centre the readings (subtract their mean), but do not scale them. What happens to the largest "
    "stable learning rate?",
    wrong("Nothing: the spread is the same", "The spread is. The limit looks at the mean as well."),
    right(
        "It grows about elevenfold",
        "The largest curvature falls from 5883 to 515: twice the variance is left.",
    ),
    wrong(
        "Any learning rate becomes stable",
        "The curvature for w is still 515, and 2 divided by it is a limit.",
    ),
)

question(
    "5.q1",
    "The chain rule gives a slope for w for each reading. Why are they summed?",
    wrong(
        "To make the gradient larger than rounding errors",
        "Size is not the point: in the mean they are made smaller again.",
    ),
    right(
        "All readings use the same knob",
        "Turning w moves every prediction, and what that does to the loss adds up.",
    ),
    wrong(
        "The signs would disagree otherwise",
        "They may well disagree. The sum is where they settle it.",
    ),
)

question(
    "5.q2",
    "lr = 1e-3 explodes and lr = 1e-4 crawls. What do you change?",
    wrong(
        "The learning rate, to something between",
        "The limit is 3.4e-4: at best about three times as quick, and still a crawl.",
    ),
    wrong(
        "The number of steps", "At 1e-4 the slow direction needs 57 000 steps to shrink to a third."
    ),
    right(
        "The scale of x",
        "The crawl comes from the ratio of the two curvatures, and scaling x changes that.",
    ),
    wrong("The starting point", "The factors 1 - lr · λ are the same from every start."),
)

question(
    "5.q3",
    "All readings x are multiplied by 10, and x is far from 0 as in the diary. What happens to the "
    "largest stable learning rate?",
    wrong("It is multiplied by 10", "Larger readings make the loss steeper, not flatter."),
    wrong("It is divided by 10", "The curvature for w is a mean of squares of x."),
    right("It is divided by about 100", "The curvature for w grows with x², a hundredfold."),
    wrong("It stays: only w is divided by 10", "The loss over that smaller w is all the steeper."),
)

question(
    "5.q4",
    "With the MSE the loss on 11 readings comes down. You replace the MSE by the SSE and keep lr. "
    "What happens?",
    right(
        "Every step is 11 times as long",
        "From the same point each step is 11 times as long, because all slopes are 11 times as "
        "large.",
    ),
    wrong("Nothing: the best line is the same", "The best line is. The way there is not."),
    wrong("Every step is 11 times as short", "The SSE is n times the MSE, and so is its gradient."),
)

question(
    "5.q5",
    "The printed loss has not changed for 100 steps. Has the run converged?",
    wrong("Yes, nothing is left to gain", "The plateau of the speed data says so, and is wrong."),
    wrong(
        "Yes, if the learning rate is stable",
        "A stable run can need 100 000 steps in a flat direction.",
    ),
    right(
        "Not necessarily",
        "A flat direction can hide. Compare with the exact solution, or with the slowest factor.",
    ),
)
