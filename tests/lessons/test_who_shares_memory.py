"""The answers against which "Who shares memory?" is held."""

import importlib

import pytest
from scripts import needs_node, sentences

from course_utils.checking import questions

# The package offers a function of the same name as the module.
memory = importlib.import_module("course_utils.lessons.lesson_01_tensors.explore_who_shares_memory")

COPIES = {"A.clone()", "A * 1", "torch.tensor(A.numpy())"}


def after_setting(way, value=9.0):
    a = memory.readings().tolist()
    a[3] = value
    return memory.compute(way, a)


@pytest.mark.parametrize("way", memory.WAYS)
def test_who_shares_memory(way):
    result = after_setting(way)
    assert result["shares"] == any(result["changed"]) == (way not in COPIES)
    assert (9.0 in result["b"]) == result["shares"]


def test_setting_the_value_that_was_there_changes_nothing():
    same = after_setting("A", value=28.0)
    assert same["shares"] and not any(same["changed"]) and not any(same["isNew"])


def test_a_slice_does_not_see_what_lies_outside():
    a = memory.readings().tolist()
    outside = memory.compute("A[2:5]", [99.0, *a[1:]])
    assert outside["shares"] and not any(outside["changed"])


def test_places_are_those_of_the_strides():
    result = after_setting("A.view(2, 3).T")
    assert result["looks"] == [0, 3, 1, 4, 2, 5]
    assert result["changed"] == [False, True, False, False, False, False]


def test_as_many_ways_let_b_change_as_the_question_says_and_the_caption_does_not():
    changed = sum(any(after_setting(way)["changed"]) for way in memory.WAYS)
    right = next(option for option in questions.find("1.p4").options if option.right)
    assert right.text == str(changed) and str(changed) not in memory.caption()


@needs_node
def test_sentence_asks_before_it_tells():
    start = memory.readings().tolist()
    after = [*start[:3], 9, *start[4:]]
    states = [{}, *({"way": way, "a": after} for way in ("A[2:5]", "A * 1"))]
    states.append({"a": [9, *start[1:]]})
    assert sentences(memory.EXPLORER, states) == [
        "B = A[2:5]. Will B change when an entry of A is set?",
        "B = A[2:5], then A[3] = 9: B changes, it looks at A's storage.",
        "B = A * 1, then A[3] = 9: B stays, it has a storage of its own.",
        "B = A[2:5], then A[0] = 9: B looks at A's storage, but not at what was set.",
    ]
