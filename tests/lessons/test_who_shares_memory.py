"""Who shares memory, without a page: its answers."""

import importlib

import pytest

# The package offers a function of the same name as the module.
memory = importlib.import_module("course_utils.lessons.lesson_01_tensors.explore_who_shares_memory")


@pytest.mark.parametrize("way", memory.WAYS)
def test_who_shares_memory(way):
    copies = {"A.clone()", "A * 1", "torch.tensor(A.numpy())"}
    result = memory.compute(way)
    assert result.shares == result.changed == (way not in copies)


def test_setting_the_value_that_was_there_changes_nothing():
    same = memory.compute("A", value=28.0)
    assert same.shares and not same.changed


@pytest.mark.parametrize("way", ["B", "", None, "A[2:4]"])
def test_unknown_way_is_refused(way):
    with pytest.raises(ValueError, match="B can be made by one of"):
        memory.compute(way)
