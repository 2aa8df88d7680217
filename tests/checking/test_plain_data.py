"""What an answer hands back becomes plain data, and plain words."""

import time
import tracemalloc

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from course_utils.checking.plain_data import (
    MOST_ENTRIES,
    Opaque,
    TooLarge,
    as_data,
    bounded,
    distinct,
    effort,
    kind_of,
    short,
    type_name,
)

NAMED = [
    (None, "None"),
    (1, "a Python int"),
    (1.5, "a Python float"),
    (True, "True or False"),
    ("a", "a text"),
    ([1], "a list"),
    ((1,), "a tuple"),
    ({"a": 1}, "a dict"),
    ({1}, "a set"),
    (print, "a function"),
    (int, "a class"),
    (ValueError(), "a ValueError"),
    (IndexError(), "an IndexError"),
    (np.ones(3), "a NumPy array"),
    (np.array(["a", 1], dtype=object), "a NumPy array"),
    (np.float32(1), "a NumPy number"),
    (torch.ones(3), "a tensor of shape (3,)"),
    (torch.ones(()), "a tensor of shape ()"),
    (torch.ones(1).expand(10**5, 10**5), "a tensor of shape (100000, 100000)"),
    (torch.ones(3, device="meta"), "a tensor on meta"),
    (torch.ones(3).to_sparse(), "a tensor of a special kind"),
    (10**400, "a huge int"),
    ("x" * 10**5, "a huge text"),
]


@pytest.mark.parametrize("value, words", NAMED)
def test_kind_is_named(value, words):
    assert kind_of(as_data(value)) == words


WRITTEN = [
    (1763.8846, "1764"),
    (19402.68, "19403"),
    (38.86263, "38.86"),
    (-0.000123456, "-0.0001235"),
    (1e6, "1e+06"),
    (2.0, "2"),
    (100.0, "100"),
    (float("nan"), "nan"),
    (float("-inf"), "-inf"),
    (0.1 + 0.2, "0.3"),
    (1e-9, "1e-09"),
    (3, "3"),
    (True, "True"),
    ("a", "'a'"),
    ("a" * 100, "'" + "a" * 56 + "…"),
    (torch.tensor(2.0), "tensor(2)"),
    (torch.tensor([1.5, 2.0]), "tensor([1.5, 2])"),
    (torch.tensor([]), "tensor([])"),
    (torch.arange(8), "tensor([0, 1, 2, 3, 4, 5, …], shape (8,))"),
    (torch.ones(2, 2), "tensor([1, 1, 1, 1], shape (2, 2))"),
    (torch.tensor([1.0], requires_grad=True), "tensor([1])"),
    ([1, 2.5], "[1, 2.5]"),
    ((1, "a"), "(1, 'a')"),
    ((3,), "(3,)"),
    ((), "()"),
    (list(range(8)), "[0, 1, 2, 3, 4, 5, …]"),
    (Opaque("set"), "a set"),
]


@pytest.mark.parametrize("value, text", WRITTEN)
def test_values_are_written_short(value, text):
    assert short(value) == text


def test_fewer_entries_on_request():
    assert short(torch.arange(8), most=2) == "tensor([0, 1, …], shape (8,))"


@pytest.mark.parametrize(
    "one, other, texts",
    [
        (1.0, 2.0, ("1", "2")),
        (3.14159, 3.14171, ("3.14159", "3.14171")),
        ([1.23456789], [1.23456799], ("[1.23456789]", "[1.23456799]")),
        (2.0, 2.0, ("2", "2")),
    ],
)
def test_two_values_are_written_with_as_few_digits_as_tell_them_apart(one, other, texts):
    assert distinct(one, other) == texts


EASY_FIRST = [
    (torch.tensor([1.0, 2.0, 3.0]), 2),
    (torch.tensor([3.0, 1.0, -1.0, 4.5]), torch.tensor([1.0, 2.0, 3.0, 4.0])),
    (torch.tensor([35.7, 55.9, 58.2, 81.9]), torch.tensor([0.5, 14.0, 15.0, 28.0])),
    (torch.tensor([-5.31234, 2.71828, 0.57722, 1.41421]), [0.69314] * 4),
    (torch.linspace(0, 1, 1000),),
]


def test_few_and_round_numbers_are_easiest_to_follow():
    efforts = [effort(*values) for values in EASY_FIRST]
    assert efforts == sorted(set(efforts))


def test_tensor_is_copied_and_stays_tracked():
    tensor = torch.ones(3, requires_grad=True)
    copy = as_data(tensor)
    assert copy.requires_grad and copy.data_ptr() != tensor.data_ptr()
    assert not as_data(tensor.detach()).requires_grad


def test_subclass_of_tensor_becomes_a_tensor():
    assert type(as_data(torch.nn.Parameter(torch.ones(3)))) is torch.Tensor


def test_named_tuple_becomes_a_tuple():
    values, indices = as_data(torch.tensor([3.0, 1.0]).sort())
    assert type(as_data(torch.tensor([3.0, 1.0]).sort())) is tuple
    assert values.tolist() == [1.0, 3.0] and indices.tolist() == [1, 0]


def test_what_is_inside_is_copied_too():
    array = np.ones(2)
    copied = as_data({"a": [array, {1, 2}]})
    array[0] = 5
    assert copied["a"][0].tolist() == [1.0, 1.0]
    assert copied["a"][1] == Opaque("set")
    assert as_data(copied)["a"][1] == Opaque("set")  # a copy of a copy is the same


def test_long_and_deep_lists_are_not_copied():
    assert as_data([0] * MOST_ENTRIES) == Opaque("list")
    assert type_name(as_data([[[[[1]]]]])[0][0][0][0]) == "list"


def _full(entry, levels=9):
    """Return lists in lists that hold 100 ** levels entries, and take no room."""
    for _ in range(levels):
        entry = [entry] * 100
    return entry


HUGE = [
    (torch.ones(1).expand(20_000, 20_000), "a tensor of shape (20000, 20000)"),
    (torch.ones(1, dtype=torch.complex64).expand(10**9), "a tensor of shape (1000000000,)"),
    (np.broadcast_to(1.0, (20_000, 20_000)), "a huge ndarray"),
    ([[1.0] * 9_999] * 9_999, "a huge list"),
    ((torch.ones(1).expand(10**9),) * 2, "a huge tuple"),
    ([torch.ones(10**5)] * 9_999, "a huge list"),
    ([1.0] * 10**7, "a huge list"),
    (_full(1.0), "a huge list"),
    (_full("letters"), "a huge list"),
    (dict.fromkeys(range(10**6)), "a huge dict"),
    ({"x" * 10**6: 1}, "a huge dict"),
    (["x" * 10**8], "a huge list"),
    ("x" * 10**8, "a huge text"),
    (np.str_("x" * 10**6), "a huge text"),
]


@pytest.mark.parametrize("value, words", HUGE)
def test_what_is_huge_is_named_without_being_copied(value, words):
    begun = time.thread_time()
    tracemalloc.start()
    data = as_data(value)
    assert kind_of(data) == words and len(short(data)) < 100
    room = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert room < 10**7
    assert time.thread_time() - begun < 1


@pytest.mark.parametrize("value, _", HUGE)
def test_what_is_huge_is_refused_where_an_exercise_looks_at_it_first(value, _):
    with pytest.raises(TooLarge, match="huge"):
        bounded(lambda: value)()
    with pytest.raises(TooLarge):
        bounded(value)


def test_what_is_not_huge_comes_as_it_is():
    value = torch.ones(MOST_ENTRIES)
    assert bounded(lambda: value)() is value and bounded(value) is value
    assert bounded(len) is len


def test_lists_in_themselves_come_to_an_end():
    inside = []
    inside += [inside, inside]
    assert as_data(inside) == Opaque("huge list")


def test_much_is_written_in_little_room():
    assert len(short(as_data([[[["x" * 60] * 6] * 6] * 6] * 6))) == 400
    assert len(short({str(i): i for i in range(10**4)})) <= 60


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.complex_numbers(),
    lambda inner: st.lists(inner) | st.tuples(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(plain)
def test_any_plain_data_is_named_and_written_in_little_room(value):
    data = as_data(value)
    assert kind_of(data)
    assert "\n" not in short(data)
