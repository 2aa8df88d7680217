"""The verdict on an answer is the same whenever its check is clicked."""

import mutations
import pytest
import torch
from answering import PARTS, hand_in

SEEDS = range(5)
# Where inputs are drawn so that much depends on them; and every which edit is enough to see it.
UNSTEADY = {"8.1 split": 6, "8.2 stop_in_time": 20, "8.5 choose_and_report": 20}
UNSTEADY |= {"10.1 experiment": 20}


def uninitialised(readings):
    return torch.empty(len(readings))


def never_seeded(seed):
    time = torch.arange(20).float()
    return time, torch.rand(20) * 5 + 0.8 * (time - 7.5) ** 2 + 1, torch.randn(3)


def split_without_seed(n, n_val, seed):
    perm = torch.randperm(n)
    return perm[: n - n_val], perm[n - n_val :]


ANSWERS = [
    ("1.1 to_tensor", uninitialised),
    ("1.2 make_speed", never_seeded),
    ("8.1 split", split_without_seed),
]


def verdicts(name, answer):
    lines = [hand_in(name, answer, seed) for seed in SEEDS]
    return {(line.mark, line.said) for line in lines}


@pytest.mark.parametrize("name, answer", ANSWERS)
def test_what_is_drawn_by_chance_makes_no_other_verdict(name, answer):
    assert len(verdicts(name, answer)) == 1


@pytest.mark.thorough
@pytest.mark.parametrize("name", UNSTEADY)
def test_other_inputs_make_no_other_verdict(name):
    for one in mutations.edited(PARTS[name][1])[:: UNSTEADY[name]]:
        assert len(found := verdicts(name, one.answer())) == 1, (str(one), found)
