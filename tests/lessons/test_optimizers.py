"""The optimizers of lesson 07 are those of torch, and its questions say true numbers."""

import warnings

import pytest
import torch
import torch.nn.functional as F
from hypothesis import given, settings
from hypothesis import strategies as st

from course_utils import simulate
from course_utils.lessons.lesson_07_optimizers.ex1_sgd_in_eight_lines import MySGD
from course_utils.lessons.lesson_07_optimizers.ex2_one_loud_gradient import (
    first_step,
    whole_way,
)
from course_utils.lessons.lesson_07_optimizers.ex3_adam import MyAdam
from course_utils.lessons.lesson_07_optimizers.ex5_same_bits import with_fastai, with_torch

SGD, ADAM = (part.reference for part in (MySGD, MyAdam))
STEPS = 30
WORST = 1e-12  # relative; in 600 draws of 100 steps it was 2e-14 at most

few_draws = settings(max_examples=40)
shapes = st.lists(st.lists(st.integers(1, 4), max_size=2), min_size=1, max_size=4)
seeds = st.integers(0, 2**32 - 1)
rates = st.floats(1e-4, 0.2)
betas = st.floats(0.0, 0.95)


def worst_difference(ours, theirs, shapes, seed, has_grad):
    """Return by what part two optimizers differ at most, in 30 steps of random least squares.

    Each step has new readings, as a small batch does: at the bottom of a bowl Adam would divide
    rounding errors by rounding errors. `has_grad` makes of random numbers, one for each step and
    parameter, whether that parameter takes part in that step.
    """
    generator = torch.Generator().manual_seed(seed)

    def randn(*shape):
        return torch.randn(*shape, dtype=torch.float64, generator=generator)

    starts = [randn(shape) for shape in shapes]
    designs = [randn(STEPS, 3, start.numel()) for start in starts]
    targets = [5 * randn(STEPS, 3) for _ in starts]
    used = has_grad(torch.rand(STEPS, len(starts), generator=generator))
    runs = []
    for make in (ours, theirs):
        params = [start.clone().requires_grad_() for start in starts]
        optimizer = make(p for p in params)
        visited = []
        for step in range(STEPS):
            parts = zip(params, designs, targets, used[step], strict=True)
            for p, X, y, takes_part in parts:
                if takes_part:
                    F.mse_loss(X[step] @ p.flatten(), y[step]).backward()
            optimizer.step()
            optimizer.zero_grad()
            visited.append(torch.cat([p.detach().flatten() for p in params]))
        runs.append(torch.stack(visited))
    apart = (runs[0] - runs[1]).abs().amax(1) / runs[1].abs().amax(1).clamp(min=1.0)
    return apart.max().item()


def sometimes(draws):
    return draws < 0.7


def some_never(draws):
    return (draws[0] < 0.7).expand(draws.shape)


@few_draws
@given(shapes, seeds, rates)
def test_sgd_is_torch_s(shapes, seed, lr):
    worst = worst_difference(
        lambda params: SGD(params, lr),
        lambda params: torch.optim.SGD(params, lr=lr),
        shapes,
        seed,
        sometimes,
    )
    assert worst < WORST


# Ours counts the steps for all parameters together, torch for each: a parameter that has a grad in
# some steps only would be corrected differently.
@few_draws
@given(shapes, seeds, rates, betas, st.floats(0.5, 0.9999), st.sampled_from([1e-8, 1e-3, 0.5]))
def test_adam_is_torch_s(shapes, seed, lr, beta1, beta2, eps):
    worst = worst_difference(
        lambda params: ADAM(params, lr, beta1, beta2, eps),
        lambda params: torch.optim.Adam(params, lr=lr, betas=(beta1, beta2), eps=eps),
        shapes,
        seed,
        some_never,
    )
    assert worst < WORST


def test_adam_has_torch_s_defaults():
    worst = worst_difference(
        lambda params: ADAM(params, 0.1),
        lambda params: torch.optim.Adam(params, lr=0.1),
        [(3,), (2, 2)],
        1,
        some_never,
    )
    assert worst < WORST


def diary(scale=1.0):
    """Return the readings times `scale`, the temperatures, and the best loss, in float64."""
    x, y = (t.double() for t in simulate.thermometer())
    X = torch.stack([scale * x, torch.ones_like(x)], dim=1)
    best = torch.linalg.lstsq(X, y[:, None]).solution[:, 0]
    return scale * x, y, ((X @ best - y) ** 2).mean()


def steps_to_one_percent(make, most=3000):
    """Return after how many steps the loss on a tenth of the diary is within 1 % of the best."""
    x, y, best = diary(0.1)
    params = torch.tensor([1.0, 0.0], dtype=torch.float64, requires_grad=True)
    optimizer = make([params])
    for step in range(most):
        loss = F.mse_loss(params[0] * x + params[1], y)
        if loss < 1.01 * best:
            return step
        if loss > 1e9:
            return "diverges"
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    return "too slow"


@pytest.mark.parametrize(
    "lr, beta, steps",
    [
        (0.03, 0.0, 668),
        (0.034, 0.0, "diverges"),
        (0.03, 0.9, 50),
        (0.04, 0.9, 70),
        (0.0625, 0.9, 73),
        (0.0635, 0.9, "diverges"),
    ],
)
def test_momentum_widens_the_limit(lr, beta, steps):
    assert steps_to_one_percent(lambda params: torch.optim.SGD(params, lr, beta)) == steps


def test_limits_are_those_of_the_questions():
    x, _, _ = diary(0.1)
    X = torch.stack([x, torch.ones_like(x)], dim=1)
    limit = 2 / torch.linalg.eigvalsh(2 / 11 * X.T @ X)[1].item()
    assert limit == pytest.approx(0.03298, abs=5e-6)
    assert 1.9 * limit == pytest.approx(0.0627, abs=5e-5)


def test_one_loud_gradient_carries_adam_as_far_as_the_key_says():
    """The knob sees no gradient for long, one of 5, and none again; lr is 1."""
    p = torch.zeros(1, dtype=torch.float64)
    optimizer, moves = ADAM([p], 1.0), []
    for step in range(20_500):
        p.grad = torch.full((1,), 5.0 if step == 20_000 else 0.0, dtype=torch.float64)
        before = p.item()
        optimizer.step()
        moves.append(before - p.item())
    assert moves[20_000] == pytest.approx(first_step.reference(), rel=1e-4)
    assert sum(moves) == pytest.approx(whole_way.reference(), rel=1e-3)


def test_first_step_of_adam_is_lr_long_whatever_the_gradient():
    x, y, _ = diary()
    params = torch.tensor([1.0, 0.0], dtype=torch.float64, requires_grad=True)
    F.mse_loss(params[0] * x + params[1], y).backward()
    assert params.grad.tolist() == pytest.approx([4517.2969, 82.6])
    ADAM([params], 0.001).step()
    assert params.tolist() == pytest.approx([0.999, -0.001], abs=1e-6)
    uncorrected = next(m.answer for m in MyAdam.mistakes if "is missing" in m.sentence)
    uncorrected([params], 0.001).step()
    assert params.tolist() == pytest.approx([0.999 - 0.0031623, -0.001 - 0.0031623], abs=1e-6)


def on_the_line(lr, steps):
    """Return the weight and the loss after SGD on the source's line, from the source's start."""
    x, y = simulate.line()
    torch.manual_seed(42)
    torch.randn(100, 1), torch.randn(100, 1)  # the source draws its data before the model
    model = torch.nn.Linear(1, 1)
    optimizer = SGD(model.parameters(), lr)
    for _ in range(steps):
        F.mse_loss(model(x), y).backward()
        optimizer.step()
        optimizer.zero_grad()
    return model.weight.item(), F.mse_loss(model(x), y).item()


def test_numbers_of_the_line():
    assert on_the_line(0.001, 1000)[0] == pytest.approx(2.2144, abs=5e-5)
    assert on_the_line(0.01, 100)[0] == pytest.approx(2.2193, abs=5e-5)
    weight, loss = on_the_line(0.1, 1000)
    assert weight == pytest.approx(2.506, abs=5e-4)
    assert loss == pytest.approx(0.19509014, abs=2e-7)
    assert on_the_line(0.01, 1000)[1] == pytest.approx(loss, abs=2e-7)  # to seven digits
    x, y = simulate.line()
    assert F.mse_loss(2.5 * x + 1, y).item() == pytest.approx(0.19545, abs=5e-6)


def test_numbers_of_the_quiz():
    x, _ = simulate.line()
    X = torch.cat([x, torch.ones_like(x)], dim=1)
    lambdas = torch.linalg.eigvalsh(2 / 100 * X.T @ X)
    assert lambdas.tolist() == pytest.approx([1.84, 2.09], abs=5e-3)
    (start, start_loss), (small, _), (_, large_loss) = (
        on_the_line(lr, steps) for lr, steps in [(1.0, 0), (0.01, 1000), (1.0, 10)]
    )
    assert start == pytest.approx(0.4801, abs=5e-5)
    assert small == pytest.approx(2.5059, abs=5e-5)
    assert large_loss > 2 * start_loss
    p = torch.zeros(1)
    optimizer, places = ADAM([p], 1.0), [0.0]
    for gradient in (4.0, -4.0):
        p.grad = torch.tensor([gradient])
        optimizer.step()
        places.append(p.item())
    first, second = places[1] - places[0], places[2] - places[1]
    assert first == pytest.approx(-1.0) and second == pytest.approx(1 / 19, rel=1e-4)


def test_torch_and_fastai_agree_to_the_bit():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # fastai uses torch.jit.script, which is deprecated
        import fastai.basics  # noqa: F401
    t_u, t_c = simulate.thermometer()
    args = 0.1 * t_u[:, None], t_c[:, None], 1e-2, 500
    ends = with_torch.reference(*args)
    assert ends == with_fastai.reference(*args)
    assert ends == pytest.approx((4.044320583343506, -9.813265800476074), abs=1e-5)
