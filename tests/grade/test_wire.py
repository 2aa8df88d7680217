"""What a student's process sends is read as data, or refused; nothing of it is run."""

import json

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from course_utils.checking.handing_in import HandedIn
from course_utils.checking.plain_data import Opaque
from course_utils.checking.trial import Failure, Outcome, Trial
from course_utils.grade import wire

VALUES = [
    *(None, True, 3, 2.5, float("nan"), float("-inf"), "ü\ud800", complex(1, -2), torch.float32),
    *([1, (2, [3.0])], (), {"a": [True]}, Opaque("set")),
    *(torch.tensor(3), torch.tensor(True), torch.zeros(0, 3), torch.tensor([1 + 2j]).conj()),
    *(torch.ones(2, 3, requires_grad=True), torch.tensor([1.0, 2.0]).bfloat16()),
    *(torch.arange(6).reshape(2, 3).T, torch.empty(1_000_000, device="meta")),
    *(np.float32(2.5), np.int64(7), np.arange(3), np.array(2.0), np.array([1 + 1j])),
]


def sent(handed, inputs):
    """Return what arrives."""
    return wire.from_json(json.loads(json.dumps(wire.to_json(handed))), inputs)


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_a_value_arrives_as_it_was(value):
    came = sent(HandedIn(Trial((Outcome(value, None, ("x",)),), 5.0, True, "printed")), 1)
    (outcome,) = came.trial.outcomes
    assert type(outcome.value) is type(value) and repr(outcome.value) == repr(value)
    assert outcome.changed == ("x",) and came.trial.printed == "printed"
    if isinstance(value, torch.Tensor):
        assert outcome.value.dtype == value.dtype
        assert outcome.value.requires_grad == value.requires_grad


@pytest.mark.parametrize(
    "handed",
    [
        HandedIn(),
        HandedIn(no_function="a Python float"),
        HandedIn(Trial(None, 5.0, finished=False)),
        HandedIn(Trial((Outcome(error=Failure("E", "message", "line")),), 5.0)),
    ],
)
def test_what_came_of_an_answer_arrives_as_it_was(handed):
    assert sent(handed, 1) == handed


def test_as_many_outcomes_as_inputs_are_wanted():
    with pytest.raises(ValueError, match="expected 2 outcomes; got 1"):
        sent(HandedIn(Trial((Outcome(1),), 5.0)), 2)


KINDS = st.sampled_from(
    ["tuple", "dict", "opaque", "complex", "dtype", "tensor", "array", "scalar", "outcomes"]
)
TEXTS = st.sampled_from(["", "torch.float32", "torch.int64", "<f8", "V8", "O", "AAAA", "AAAAAAAA"])
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | TEXTS
# Mostly of the right form at first sight: one kind, and a list of what it is made of.
ANYTHING = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KINDS, inner, max_size=2),
    max_leaves=20,
) | st.builds(lambda kind, form: {kind: form}, KINDS, st.lists(LEAVES | st.lists(LEAVES)))


@settings(max_examples=500)
@given(ANYTHING)
def test_what_has_another_form_is_refused_with_a_sentence(said):
    outcome = {"value": said, "error": None, "changed": []}
    trial = {"outcomes": [outcome], "limit": 5.0, "finished": True, "printed": ""}
    for whole in (said, trial, trial | {"outcomes": said}):
        try:
            wire.from_json(whole, 1)
        except ValueError as error:
            assert str(error)
