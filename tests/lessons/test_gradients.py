"""The gradients in the answer key agree with central differences in float64, and one another."""

import torch
from answering import PARTS
from hypothesis import given, settings
from hypothesis import strategies as st

WORST = 1e-7  # relative error allowed; in 8000 draws of each test it was 2e-10 at most
DELTA = 0.1  # on a parabola a central difference is exact, however large its step

many_draws = settings(max_examples=200)
seeds = st.integers(0, 2**31)
counts = st.integers(1, 30)  # of readings
sizes = st.sampled_from([0.01, 1.0, 100.0])  # of the readings x
columns = st.integers(1, 6)

grad_cup, grad_ls, num_grad = (
    PARTS[name][1].reference for name in ("5.1 grad_cup", "5.2 grad_ls", "4.1 measured_grad")
)


def drawn(seed, *shapes):
    """Return normal random tensors of these shapes, float64."""
    generator = torch.Generator().manual_seed(seed)
    return [torch.randn(shape, generator=generator, dtype=torch.float64) for shape in shapes]


def central(f, theta):
    """Return the central differences of f at theta."""
    turns = DELTA * torch.eye(len(theta), dtype=theta.dtype)
    return torch.stack([(f(theta + turn) - f(theta - turn)) / (2 * DELTA) for turn in turns])


def relative_error(grad, other):
    """Return the largest error over the largest slope, for two gradients in float64."""
    assert grad.dtype == other.dtype == torch.float64
    assert grad.shape == other.shape
    return ((grad - other).abs().max() / other.abs().max()).item()


@many_draws
@given(seed=seeds, n=counts)
def test_cup_of_tea(seed, n):
    params, t, y = drawn(seed, 2, n, n)
    t, delta = t.abs(), 1e-5

    def loss(params):
        return ((params[0] * torch.exp(-params[1] * t) - 10 * y) ** 2).mean()

    turns = delta * torch.eye(2, dtype=params.dtype)
    differences = [(loss(params + turn) - loss(params - turn)) / (2 * delta) for turn in turns]
    # This loss is no parabola in k: its differences carry an error of their own.
    error = relative_error(grad_cup(*params, t, 10 * y), torch.stack(differences))
    assert error < 1e-6


@many_draws
@given(seed=seeds, n=counts, size=sizes, d=columns)
def test_all_slopes_at_once(seed, n, size, d):
    theta, X, y = drawn(seed, d, (n, d), n)
    X, y = size * (X + 1), 10 * y

    def loss(theta):
        return ((X @ theta - y) ** 2).mean()

    differences = central(loss, theta)
    assert relative_error(grad_ls(X, theta, y), differences) < WORST
    assert relative_error(num_grad(loss, theta, DELTA), differences) < WORST
