"""The noise moves what libraries may round otherwise, by one unit, and nothing else."""

import math
import types

import numpy as np
import pandas as pd
import pytest
import running
import torch
from nbformat.v4 import new_code_cell, new_notebook
from noise import Census, UnknownOperation, noise

from course_utils.checking import sandbox

pytestmark = pytest.mark.thorough  # as is what runs with it

x = torch.tensor([35.7, 55.9, 58.2, 81.9, 56.3, 48.9, 33.9, 21.8, 48.4, 60.4, 68.4])
y = torch.tensor([0.5, 14.1, 15.2, 28.3, 11.4, 8.5, 3.6, -4.7, 6.8, 13.9, 21.1])
a, integers = x.double().numpy() * math.pi, torch.arange(1.0, 7.0)


def in_place(name, *args, **kwargs):
    def change():
        target = x.clone()
        getattr(target, name)(*args, **kwargs)
        return target

    return change


def out():
    return torch.sum(x, 0, out=torch.empty(()))


def foreach():
    return torch._foreach_addcmul([x], [x], [y], value=0.1)[0]


def backward():
    w = torch.tensor(0.3, requires_grad=True)
    (w * x).sum().backward()  # the gradient of w is a sum over x
    return w.grad


FREE = {
    "sum": x.sum,
    "sum of float64": (x.double() * math.pi).sum,
    "sum over an axis": lambda: (x[:10].reshape(2, 5) * 0.1).sum(dim=1),
    "mean": x.mean,
    "std": x.std,
    "dot": lambda: x @ y,
    "matmul": lambda: x[:10].reshape(2, 5) @ y[:10].reshape(5, 2),
    "float64 matmul": lambda: x[:10].reshape(2, 5).double() / 3 @ y[:5].double(),
    "linear": lambda: torch.nn.functional.linear(x, y[None], y[:1]),
    "mv": lambda: x[:10].reshape(2, 5) @ y[:5],
    "prod": (x / 50).prod,
    "norm": x.norm,
    "loss": lambda: torch.nn.functional.mse_loss(x, y),
    "exp": (x / 10).exp,
    "tanh": (x / 100).tanh,
    "float64 tanh": (x.double() / 100).tanh,
    "sigmoid": (x / 100).sigmoid,
    "float64 exp": (x.double() / 10).exp,
    "log": x.log,
    "pow": lambda: x**1.5,
    "addcmul": lambda: x.addcmul(x, y, value=0.1),
    "add with a factor": lambda: x.add(y, alpha=0.1),
    "lerp": lambda: torch.lerp(x, y, 0.3),
    "linspace": lambda: torch.linspace(0.1, 1, 12),
    "arange": lambda: torch.arange(0.1, 1, 0.07)[1:],
    "eigenvalues": lambda: torch.linalg.eigvalsh(torch.outer(x[:2], x[:2]) + torch.eye(2) / 3),
    "solve": lambda: torch.linalg.solve(x[:4].reshape(2, 2), y[:2]),
    "randn": lambda: torch.randn(11, generator=torch.Generator().manual_seed(0)),
    "in place": in_place("add_", y, alpha=0.1),
    "log in place": in_place("log_"),
    "out=": out,
    "foreach": foreach,
    "backward": backward,
    "np.sum": lambda: np.sum(a),
    "ndarray.sum": lambda: a.sum(),
    "sum of rows": lambda: a[:10].reshape(2, 5).sum(axis=1),
    "pandas sum": lambda: pd.Series(a).sum(),
    "np.dot": lambda: np.dot(a, a),
    "polyfit": lambda: np.polyfit(a, a**2 + np.sin(a), 1),
    "eigvalsh": lambda: np.linalg.eigvalsh(a[:4].reshape(2, 2)),
    "math.exp": lambda: math.exp(0.3),
    "math.tanh": lambda: math.tanh(0.3),
    "sum of floats": lambda: sum(a.tolist()),
}

FIXED = {
    "sum of integers": integers.sum,
    "sum of integers in float64": integers.double().sum,
    "sum that fills float64": lambda: torch.tensor([0.5, 2.0**40, 3.0], dtype=torch.double).sum(),
    "mean of 2 and 4": torch.tensor([2.0, 4.0, 3.0]).mean,
    "exp of 0": torch.zeros(3).exp,
    "tanh of 0": torch.zeros(3).double().tanh,
    "tanh of 100": torch.full((3,), 100.0).tanh,
    "matmul of integers": lambda: integers.reshape(2, 3) @ integers.reshape(3, 2),
    "integers, fused": lambda: integers.addcmul(integers, integers, value=3),
    "linspace with exact steps": lambda: torch.linspace(-1, 1, 5),
    "std of equal numbers": torch.full((5,), 3.0).std,
    "plus": lambda: x + y,
    "minus": lambda: 1 - x,
    "twice": lambda: x.add(y, alpha=2),
    "times": lambda: x * y,
    "by": lambda: x / y,
    "root": x.sqrt,
    "square": lambda: x**2,
    "sum of two": x[:2].sum,
    "largest": x.max,
    "copy": lambda: torch.stack([x, y])[1, 2:5].clone(),
    "rand": lambda: torch.rand(11, generator=torch.Generator().manual_seed(0)),
    "np.sum of integers": lambda: np.sum([1.0, 2.0, 5.0]),
    "ndarray.mean of integers": lambda: np.array([1.0, 2.0, 6.0]).mean(),
    "ndarray.sum of ints": lambda: np.arange(10).sum(),
    "np plus": lambda: a + a / 3,
    "np.dot of integers": lambda: np.dot([1.0, 2.0], [3.0, 4.0]),
    "math.exp of 0": lambda: math.exp(0),
    "math.log10 of 1000": lambda: math.log10(1000),
    "math.sqrt": lambda: math.sqrt(2),
    "sum of ints": lambda: sum([1, 2, 3]),
    "sum of halves": lambda: sum([0.5, 0.25, 1.0]),
    "sum of lists": lambda: sum([[1], [2]], []),
}


def numbers(result):
    return np.atleast_1d(result.detach().numpy() if isinstance(result, torch.Tensor) else result)


def under_noise(function, times=40):
    with noise(1):
        return [numbers(function()).copy() for _ in range(times)]


@pytest.mark.parametrize("name", FREE)
def test_what_is_free_moves_by_one_unit_both_ways(name):
    plain = numbers(FREE[name]())
    below, above = np.nextafter(plain, -np.inf), np.nextafter(plain, np.inf)
    came = np.stack(under_noise(FREE[name]))
    assert came.dtype == plain.dtype
    assert ((came == plain) | (came == below) | (came == above)).all()
    moved = ((came == below).any(axis=0), (came == above).any(axis=0), (came == plain).any(axis=0))
    assert np.any(moved, axis=1).all()


@pytest.mark.parametrize("name", FIXED)
def test_what_is_exact_or_exactly_rounded_stays(name):
    plain = numbers(FIXED[name]())
    assert all(np.array_equal(came, plain) for came in under_noise(FIXED[name]))


@pytest.mark.parametrize("function", [torch.tanh, torch.sin, torch.sigmoid])
def test_no_result_leaves_the_range_of_its_function(function):
    steep = torch.cat([torch.linspace(-12, 12, 99), torch.tensor([17, math.pi / 2, -math.pi / 2])])
    assert max(abs(came).max() for came in under_noise(lambda: function(steep))) <= 1


def test_the_same_seed_is_the_same_noise():
    came = {}
    for name, seed in [("first", 1), ("again", 1), ("other", 2)]:
        with noise(seed):
            came[name] = [x.mean().item() for _ in range(20)] + [math.exp(0.3) for _ in range(20)]
    assert came["first"] == came["again"] != came["other"]


def test_thrifty_noise_moves_what_comes_first_in_each_cell_and_some_of_the_rest():
    plain = x.mean()

    def share_moved(of=500):
        return sum(bool(x.mean() != plain) for _ in range(of)) / of

    with noise(1, thrifty=True) as draws:
        in_first_cell = share_moved(), share_moved()
        draws.begin_cell()
        in_second_cell = share_moved(), share_moved()
    for first, rest in (in_first_cell, in_second_cell):
        assert 0.6 < first < 0.74 and 0.03 < rest < 0.15


@pytest.mark.skipif(not running.CAN_FORK, reason="no fork")
def test_thrifty_noise_begins_afresh_in_each_cell_of_a_lesson():
    look = "len({torch.tensor([0.1, 0.7, 0.4]).sum().item() for _ in range(20)})"
    cells = ["import torch", look, "for _ in range(5000): torch.rand(9).sum()", look]
    nb = new_notebook(cells=[new_code_cell(cell) for cell in cells])
    came = running.execute(nb, before="__import__('noise').begin(1, thrifty=True)")
    assert [came.cells[i].outputs[0].data["text/plain"] for i in (1, 3)] == ["3", "3"]


def test_noise_can_be_of_some_cells_of_a_lesson():
    look = (
        "len({torch.tensor([0.1, 0.7, 0.4]).sum().item() for _ in range(99)}), "
        "len({math.exp(0.3) for _ in range(99)})"
    )
    fails = new_code_cell("1 / 0", metadata={"tags": ["raises-exception"]})
    nb = new_notebook(cells=[new_code_cell("import math, torch"), fails])
    nb.cells += [new_code_cell(look) for _ in range(4)]
    before = "__import__('noise').begin(1, cells=[False, True, False, True, False, True])"
    came = running.execute(nb, before=before)
    looks = [cell.outputs[0].data["text/plain"] for cell in came.cells[2:]]
    assert looks == ["(1, 1)", "(3, 3)", "(1, 1)", "(3, 3)"]


def test_noise_ends():
    before = np.sum, math.exp, sum, x.mean().item(), a.sum()
    with noise(1):
        assert np.sum is before[0] and math.exp is not before[1] and sum is not before[2]
    assert (np.sum, math.exp, sum, x.mean().item(), a.sum()) == before
    assert len({x.mean().item() for _ in range(40)}) == 1


@pytest.mark.parametrize("kind", [torch.optim.SGD, torch.optim.Adam])
def test_training_goes_another_way_that_is_as_good(kind):
    def train():
        params = torch.tensor([1.0, 0.0], requires_grad=True)
        optimizer = kind([params], lr=1e-2)
        for _ in range(50):
            loss = ((params[0] * x / 10 + params[1] - y) ** 2).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        return params.detach()

    plain = train()
    with noise(1):
        moved = train()
    assert not torch.equal(moved, plain)
    assert torch.allclose(moved, plain, rtol=1e-4)


def test_an_answer_in_the_sandbox_is_moved_too():
    with noise(1):
        came = sandbox.run(lambda: {x.mean().item() for _ in range(40)})
    assert len(came.value) == 3


def test_random_states_are_left_alone():
    torch.manual_seed(0), np.random.seed(0)
    plain = torch.rand(3), np.random.rand(3)
    torch.manual_seed(0), np.random.seed(0)
    with noise(1):
        x.mean(), np.sum(a)
        assert torch.equal(torch.rand(3), plain[0]) and np.array_equal(np.random.rand(3), plain[1])


def test_what_draws_is_left_alone():
    drawing = types.ModuleType("matplotlib.drawing")
    code = (
        "import math, numpy\ndef draw(a): return numpy.sum(a), a.mean(), math.exp(0.3), sum([*a])"
    )
    exec(code, vars(drawing))
    plain = drawing.draw(a)
    with noise(1):
        assert all(drawing.draw(a) == plain for _ in range(20))


def test_the_census_refuses_what_it_does_not_know():
    with Census():
        x.mean(), x @ y, x + y, x > y, x[2:], torch.arange(3), x.argmax(), x.tolist()
        with pytest.raises(UnknownOperation, match="special_bessel_j0.*free or as fixed"):
            torch.special.bessel_j0(x)
