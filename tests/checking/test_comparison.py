"""Two results are the same, or the first difference is of the right kind."""

import time

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from course_utils.checking.comparison import difference, named, numbers_in, same_numbers
from course_utils.checking.plain_data import Opaque, as_data

NAN, INF = float("nan"), float("inf")
T = torch.tensor

SAME = [
    (T([1.0, 2.0]), T([1.0, 2.0], dtype=torch.float64)),
    (T([1.0, 2.0]), T([1.0, 2.0 + 1e-5])),
    (T([1000.0, 0.0]), T([1000.0, 1e-5])),
    (T([0.0]), T([1e-9], dtype=torch.float64)),
    (T([NAN, INF, 1.0]), T([NAN, INF, 1.0])),
    (T([1, 2]), T([1, 2], dtype=torch.int8)),
    (T(1.0), T(1.0, requires_grad=True)),
    (T([1j]), T([1j])),
    (T([]), T([])),
    (T([True]), T([True])),
    (1.5, T(1.5)),
    (1.5, np.float32(1.5)),
    (1.5, np.array(1.5)),
    (3, 3.0),
    (True, np.bool_(True)),
    (True, T(True)),
    ("float64", "torch.float64"),
    ("float64", torch.float64),
    ("error", " Error "),
    ([1.0, 2.0], (1.0, 2.0)),
    ([1.0, 2.0], T([1.0, 2.0])),
    ((1.0, 2.0), np.array([1.0, 2.0])),
    ([T(1.0), T(2.0)], T([1.0, 2.0])),
    ([], []),
    ({"a": T(1.0)}, {"a": T(1.0)}),
    (np.ones(2), np.ones(2)),
    (None, None),
    (Opaque("set"), Opaque("set")),
]

DIFFERENT = [
    (T([1.0]), 1.0, "type"),
    (T([1.0]), [1.0], "type"),
    (T([1.0]), np.ones(1), "type"),
    (T([1.0]), None, "type"),
    (T([1.0]), T([1]), "dtype"),
    (T([1.0]), T([1j]), "dtype"),
    (T([1]), T([True]), "dtype"),
    (T([1]), T([1.0]), "dtype"),
    (T([1.0, 2.0]), T([[1.0, 2.0]]), "shape"),
    (T([1.0, 1.0]), T(1.0), "shape"),
    (T([1.0, 1.0]), T([1.0]), "shape"),
    (T(1.0), T([1.0]), "shape"),
    (T([1.0], requires_grad=True), T([1.0]), "tracking"),
    (T([1.0, 2.0]), T([1.0, NAN]), "nan"),
    (T([1.0, 2.0]), T([INF, 2.0]), "nan"),
    (T([NAN]), T([1.0]), "value"),
    (T([INF]), T([-INF]), "value"),
    (T([1.0, 2.0]), T([1.0, 2.001]), "value"),
    (T([0.0, 0.0]), T([0.0, 1e-3]), "value"),
    (1.5, "1.5", "type"),
    (1.5, True, "type"),
    (1.5, T([1.5]), "type"),
    (1.5, 1j, "type"),
    (1.5, NAN, "nan"),
    (1.5, 1.6, "value"),
    (True, 1, "type"),
    (True, False, "value"),
    ("a", "b", "value"),
    ("a", 1, "type"),
    ([1.0, 2.0], [1.0], "shape"),
    ([1.0, 2.0], 1.0, "type"),
    ([1.0, 2.0], [2.0, 1.0], "value"),
    ([1.0, 2.0], "ab", "type"),
    ({"a": 1.0}, {"b": 1.0}, "type"),
    ({"a": 1.0}, [1.0], "type"),
    ({"a": 1.0}, {"a": 2.0}, "value"),
    (np.ones(2), np.ones(3), "shape"),
    (np.ones(2), T([1.0, 1.0]), "type"),
    (None, 1, "type"),
    (Opaque("set"), Opaque("range"), "value"),
]


@pytest.mark.parametrize("expected, got", SAME)
def test_same(expected, got):
    assert difference(expected, got) is None


@pytest.mark.parametrize("expected, got, kind", DIFFERENT)
def test_different(expected, got, kind):
    found = difference(expected, got)
    assert found.kind == kind and found.text


@pytest.mark.parametrize("expected", [[1.0, 2.0], [T(1.0), T(2.0)], (), {"a": 1.0}, 1.0, T(1.0)])
def test_huge_row_is_not_taken_apart(expected):
    row = as_data(torch.ones(1).expand(4 * 10**8))
    begun = time.thread_time()
    assert difference(expected, row).kind in ("type", "shape")
    assert not same_numbers(expected, row)
    assert time.thread_time() - begun < 1


def test_dtype_is_compared_exactly_on_request():
    double = T([1.0], dtype=torch.float64)
    assert difference(T([1.0]), double) is None
    assert difference(T([1.0]), double, exact_dtype=True).kind == "dtype"
    assert str(difference([T([1.0])], [double], exact_dtype=True)).startswith("result[0]: expected")


def test_difference_names_what_differs():
    found = difference({"time": T([1.0]), "speed": T([2.0])}, {"time": T([1.0]), "speed": T([3.0])})
    assert str(found) == "speed: expected tensor([2]), got tensor([3])"
    assert (found.expected, found.got) == (T([2.0]), T([3.0]))


def test_entry_that_would_not_be_shown_is_named():
    table = torch.zeros(3, 4)
    other = table.clone()
    other[2, 1] = 5
    assert difference(table, other).text == "entry [2, 1]: expected 0, got 5"
    other[0, 1] = 5
    assert difference(table, other).text.startswith("expected tensor([0, 0, 0, 0, 0, 0, …]")


@pytest.mark.parametrize(
    "place, name",
    [((0,), "result[0]"), ((1, 2), "result[1][2]"), (("w",), "w"), (("losses", 3), "losses[3]")],
)
def test_a_place_is_named_as_python_names_it(place, name):
    assert named(place) == name


def test_the_place_of_a_difference_is_found_however_deep_it_is():
    found = difference(([1.0, 2.0], {"a": 3.0}), ([1.0, 2.0], {"a": 4.0}))
    assert found.place == (1, "a") and str(found) == "result[1]['a']: expected 3, got 4"


def test_numbers_that_differ_are_written_so_that_one_sees_it():
    assert difference(1.0, 1.0002).text == "expected 1, got 1.0002"
    assert difference(T([38.8626, 1.0]), T([38.8826, 1.0])).text == (
        "expected tensor([38.86, 1]), got tensor([38.88, 1])"
    )


@pytest.mark.parametrize(
    "value, numbers",
    [
        (3, [3]),
        (True, [1]),
        (T([[1, 2]]), [1, 2]),
        (np.float32(2), [2]),
        ([1, T([2.0]), (3,)], [1, 2, 3]),
        ({"a": 1, "b": np.ones(2)}, [1, 1, 1]),
        ([], None),
        ("a", None),
        ([1, "a"], None),
        (None, None),
        (1j, None),
        (T([1j]), None),
        (np.array([1j]), None),
        (Opaque("set"), None),
        (torch.ones(1, device="meta"), None),
    ],
)
def test_numbers_in(value, numbers):
    found = numbers_in(value)
    assert found is None if numbers is None else found.tolist() == numbers


def test_same_numbers_whatever_the_type():
    assert same_numbers(T([1.0, 2.0]), [1, 2])
    assert same_numbers(2.0, T([[2]]))
    assert not same_numbers(T([1.0, 2.0]), T([2.0, 1.0]))
    assert not same_numbers(T([1.0]), T([1.0, 1.0]))
    assert not same_numbers("a", "a")


floats = st.floats(-1e6, 1e6, width=32)
shapes = st.lists(st.integers(1, 3), max_size=3).map(tuple)


def _tensor(draw, shape):
    size = int(np.prod(shape))
    return T(draw(st.lists(floats, min_size=size, max_size=size))).reshape(shape)


@given(st.data(), shapes)
def test_tensor_is_itself_in_any_float_dtype(data, shape):
    tensor = _tensor(data.draw, shape)
    assert difference(tensor, tensor.clone()) is None
    assert difference(tensor, tensor.double()) is None


@given(shapes, shapes)
def test_nothing_is_broadcast(one, other):
    found = difference(torch.ones(one), torch.ones(other))
    assert (found is None) == (one == other)


@given(st.data(), shapes)
def test_one_entry_off_is_seen(data, shape):
    tensor = _tensor(data.draw, shape)
    entry = data.draw(st.integers(0, tensor.numel() - 1))
    other = tensor.clone()
    other.view(-1)[entry] += 0.01 * float(tensor.abs().max()) + 0.01
    assert difference(tensor, other).kind == "value"
    assert difference(other, tensor).kind == "value"


def _nested(leaves):
    return st.recursive(
        leaves,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
        max_leaves=6,
    )


plain = st.none() | st.booleans() | st.integers() | st.floats() | st.text()


@given(_nested(plain), _nested(plain | st.complex_numbers()))
def test_any_two_results_can_be_compared(expected, got):
    expected, got = as_data(expected), as_data(got)
    difference(expected, got)
    same_numbers(expected, got)
    assert difference(expected, as_data(expected)) is None
