"""The data sets are those of the sources, and a wrong argument is refused in words."""

import random

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from course_utils import simulate


def _least_squares(columns, y):
    """Return the coefficients, the sum of squared residuals, and the eigenvalues of 2 XᵀX/n."""
    x = torch.stack(columns, dim=1).double()
    coefficients = torch.linalg.lstsq(x, y.double()[:, None]).solution[:, 0]
    squares = ((x @ coefficients - y.double()) ** 2).sum()
    return coefficients.tolist(), squares.item(), torch.linalg.eigvalsh(2 * x.T @ x / len(y))


def test_thermometer():
    t_u, t_c = simulate.thermometer()
    assert (t_u.shape, t_c.shape, t_u.dtype, t_c.dtype) == ((11,), (11,), *(torch.float32,) * 2)
    assert t_u.mean().item() == pytest.approx(51.8, abs=1e-4)
    assert t_u.std(correction=0).item() == pytest.approx(16.0486, abs=1e-4)
    assert t_u.std().item() == pytest.approx(16.8319, abs=1e-4)
    assert (t_c.mean().item(), t_c.median().item()) == (10.5, 11.0)
    assert t_c.var(correction=0).item() == pytest.approx(77.1364, abs=1e-4)


def test_thermometer_line():
    t_u, t_c = simulate.thermometer()
    (w, b), squares, _ = _least_squares([t_u, torch.ones(11)], t_c)
    assert (w, b) == pytest.approx((0.536772, -17.304785), abs=1e-6)
    assert squares / 11 == pytest.approx(2.927645, abs=1e-6)
    law = ((5 / 9 * (t_u - 32) - t_c) ** 2).mean().item()
    assert law == pytest.approx(3.2685, abs=1e-4)


def test_published_first_loss_and_predictions():  # P3 and P4
    t_u, t_c = simulate.thermometer()
    predictions = 1.0 * t_u + 0.0
    assert torch.equal(predictions, t_u)
    assert predictions.tolist() == pytest.approx(
        [35.7, 55.9, 58.2, 81.9, 56.3, 48.9, 33.9, 21.8, 48.4, 60.4, 68.4]
    )
    assert ((predictions - t_c) ** 2).mean().item() == pytest.approx(1763.8846, abs=2e-4)


def test_thermometer_with_two_digits_swapped():
    t_u, t_c = simulate.thermometer()
    t_c[3] = 82.0
    (w, _), _, _ = _least_squares([t_u, torch.ones(11)], t_c)
    assert w == pytest.approx(1.110482, abs=1e-6)


def test_speed():
    time, speed, start = simulate.speed()
    assert [tuple(t.shape) for t in (time, speed, start)] == [(20,), (20,), (3,)]
    assert {t.dtype for t in (time, speed, start)} == {torch.float32}
    assert time.tolist() == list(range(20))
    assert (speed[0].item(), speed[19].item()) == pytest.approx((46.65219, 110.50242), abs=1e-5)
    assert start.tolist() == pytest.approx([-0.128405, -1.004242, 0.567266], abs=1e-6)
    noise = speed - (0.8 * (time - 7.5) ** 2 + 1)
    assert 0 <= noise.min() and noise.max() < 5


def test_speed_curve():
    time, speed, _ = simulate.speed()
    coefficients, squares, curvature = _least_squares([time**2, time, torch.ones(20)], speed)
    assert coefficients == pytest.approx([0.808293, -12.121747, 48.495966], abs=1e-5)
    assert (squares / 20) ** 0.5 == pytest.approx(1.467272, abs=1e-6)
    assert curvature.tolist() == pytest.approx([0.2586, 15.98, 56499.36], rel=2e-4)
    assert (curvature[2] / curvature[0]).item() == pytest.approx(218_451, abs=1)


def test_speed_is_drawn_as_the_article_draws_it():  # P2
    torch.manual_seed(2021)
    time = torch.arange(0, 20).float()
    speed = torch.rand(20) * 5 + 0.8 * (time - 7.5) ** 2 + 1
    shown, kept = torch.randn(3), torch.randn(3)
    assert shown.tolist() == pytest.approx([-2.3055, 0.9176, 1.5674], abs=1e-4)
    assert all(map(torch.equal, simulate.speed(2021), (time, speed, kept)))


def test_quadratic():
    x, y, mu = simulate.quadratic()
    assert {(t.shape, t.dtype) for t in (x, y, mu)} == {((100,), torch.float32)}
    assert (x[0].item(), x[-1].item()) == (-1.0, 1.0)
    assert (x**2).mean().item() == pytest.approx(0.340067, abs=1e-6)
    a, b, c = -0.6362, 1.1019, -0.3455
    loss = ((a * x**2 + b * x + c - y) ** 2).mean().sqrt().item()
    assert loss == pytest.approx(2.39816, abs=1e-5)
    coefficients, squares, _ = _least_squares([x**2, x, torch.ones(100)], y)
    assert coefficients == pytest.approx([2.091628, 1.534483, 0.916917], abs=1e-5)
    assert (squares / 100) ** 0.5 == pytest.approx(0.450499, abs=1e-6)


def test_quadratic_without_noise_is_the_parabola():
    x, y, mu = simulate.quadratic(n=5, sigma=0)
    assert torch.equal(y, mu)
    assert mu.tolist() == pytest.approx((2 * x**2 + 1.5 * x + 1).tolist())


def test_line():
    x, y = simulate.line()
    assert (x.shape, y.shape, x.dtype, y.dtype) == ((100, 1), (100, 1), *(torch.float32,) * 2)
    x, y = x[:, 0], y[:, 0]
    (w, b), squares, curvature = _least_squares([x, torch.ones(100)], y)
    assert (w, b) == pytest.approx((2.505905, 1.017837), abs=1e-6)
    assert squares / 100 == pytest.approx(0.195090, abs=1e-6)
    assert ((2.5 * x + 1 - y) ** 2).mean().item() == pytest.approx(0.195455, abs=1e-6)
    assert curvature.tolist() == pytest.approx([1.8427, 2.0908], abs=1e-4)
    assert y.mean().item() == pytest.approx(1.167604, abs=1e-6)
    assert y.var(correction=0).item() == pytest.approx(6.243554, abs=1e-5)


def test_xor():
    x, y = simulate.xor()
    assert [int(a) ^ int(b) for a, b in x.tolist()] == y.tolist()
    (w1, w2, b), squares, _ = _least_squares([x[:, 0], x[:, 1], torch.ones(4)], y)
    assert (w1, w2, b, squares / 4) == pytest.approx((0, 0, 0.5, 0.25), abs=1e-6)


SETS = {
    "thermometer": lambda seed: simulate.thermometer(),
    "speed": simulate.speed,
    "quadratic": lambda seed: simulate.quadratic(seed=seed),
    "line": lambda seed: simulate.line(seed=seed),
    "xor": lambda seed: simulate.xor(),
}
each_set = pytest.mark.parametrize("draw", SETS.values(), ids=SETS)


@each_set
def test_global_random_states_are_left_alone(draw):
    before = torch.get_rng_state(), np.random.get_state()[1].tolist(), random.getstate()
    draw(7)
    assert torch.equal(torch.get_rng_state(), before[0])
    assert (np.random.get_state()[1].tolist(), random.getstate()) == before[1:]


@each_set
def test_same_seed_same_numbers_and_never_the_same_memory(draw):
    for one, other in zip(draw(7), draw(7), strict=True):
        assert torch.equal(one, other)
        assert one.data_ptr() != other.data_ptr()


@pytest.mark.parametrize("name", ["speed", "quadratic", "line"])
def test_another_seed_other_numbers(name):
    assert not torch.equal(SETS[name](1)[1], SETS[name](2)[1])


anything = (
    st.none()
    | st.booleans()
    | st.integers(-5, 300)
    | st.integers()
    | st.floats()
    | st.text(max_size=3)
    | st.lists(st.integers(), max_size=2)
    | st.sampled_from([torch.tensor(3), torch.ones(2), np.ones(2), np.int64(4), np.float32(0.5)])
)


def _made_or_refused(function, arguments, sizes):
    """Return the result; None if a ValueError or TypeError names the argument it refuses."""
    try:
        made = function(**arguments)
    except (ValueError, TypeError) as error:
        assert any(name in str(error) for name in arguments), error
        return None
    assert [tuple(t.shape) for t in made] == sizes
    assert all(torch.isfinite(t).all() for t in made)
    return made


@given(seed=anything)
def test_speed_takes_a_seed_or_says_what_is_wrong(seed):
    _made_or_refused(simulate.speed, {"seed": seed}, [(20,), (20,), (3,)])


@given(n=anything, sigma=anything, seed=anything)
def test_quadratic_takes_its_arguments_or_says_what_is_wrong(n, sigma, seed):
    _made_or_refused(simulate.quadratic, {"n": n, "sigma": sigma, "seed": seed}, [(n,)] * 3)


@given(n=anything, seed=anything)
def test_line_takes_its_arguments_or_says_what_is_wrong(n, seed):
    _made_or_refused(simulate.line, {"n": n, "seed": seed}, [(n, 1)] * 2)


@pytest.mark.parametrize(
    "function, arguments, error",
    [
        (simulate.speed, {"seed": -1}, ValueError),
        (simulate.speed, {"seed": 2**32}, ValueError),
        (simulate.speed, {"seed": "2021"}, TypeError),
        (simulate.speed, {"seed": True}, TypeError),
        (simulate.quadratic, {"n": 1}, ValueError),
        (simulate.quadratic, {"n": 10**9}, ValueError),
        (simulate.quadratic, {"n": 10.0}, TypeError),
        (simulate.quadratic, {"sigma": -0.1}, ValueError),
        (simulate.quadratic, {"sigma": float("nan")}, ValueError),
        (simulate.quadratic, {"sigma": float("inf")}, ValueError),
        (simulate.quadratic, {"sigma": "0.5"}, TypeError),
        (simulate.quadratic, {"sigma": True}, TypeError),
        (simulate.line, {"n": 0}, ValueError),
        (simulate.line, {"n": None}, TypeError),
    ],
)
def test_wrong_argument_is_refused(function, arguments, error):
    with pytest.raises(error, match=next(iter(arguments))):
        function(**arguments)


def test_table_shows_what_people_typed():
    t_u, t_c = simulate.thermometer()
    table = simulate.table(t_u=t_u, t_c=t_c)
    assert list(table.columns) == ["t_u", "t_c"]
    assert table["t_u"].tolist()[:3] == [35.7, 55.9, 58.2]  # not 35.70000076


def test_table_takes_columns_and_is_a_copy():
    x, y = simulate.line(n=3)
    table = simulate.table(x=x.requires_grad_(), y=y, n=torch.arange(3))
    table.loc[0, "y"] = 99.0
    assert table.shape == (3, 3) and y[0, 0] != 99


@pytest.mark.parametrize(
    "columns, error",
    [
        ({}, ValueError),
        ({"a": torch.ones(2), "b": torch.ones(3)}, ValueError),
        ({"a": torch.ones(2, 2)}, ValueError),
        ({"a": torch.tensor(1.0)}, ValueError),
        ({"a": [1.0, 2.0]}, TypeError),
        ({"a": np.ones(2)}, TypeError),
        ({"a": None}, TypeError),
        ({"a": torch.tensor([True])}, TypeError),
        ({"a": torch.tensor([1j])}, TypeError),
        ({"a": torch.ones(2, dtype=torch.bfloat16)}, TypeError),
        ({"a": torch.ones(2, device="meta")}, TypeError),
        ({"a": torch.ones(2).to_sparse()}, TypeError),
    ],
)
def test_table_refuses_what_is_no_column(columns, error):
    with pytest.raises(error, match="a "):
        simulate.table(**columns)
