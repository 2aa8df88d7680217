"""What an answer is measured by is had once, when it is needed, and nobody changes it."""

import copy
import random

import numpy as np
import pytest
import torch

from course_utils.checking import judging, sandbox, trial
from course_utils.checking.exercises import Exercise
from course_utils.checking.trial import Yardstick, yardstick
from course_utils.checking.verdict import Kind


def make_part():
    """Return a part with two wrong answers and a remark, and the list of what was run."""
    runs, task = [], Exercise("9.9", "Twice", [])

    @task.part(probes=lambda generator: [(torch.rand(3, generator=generator),), (torch.ones(2),)])
    def twice(x):
        runs.append("reference")
        return 2 * x

    @twice.slip("Nothing is done to x.")
    def _(x):
        runs.append("first")
        return x.clone()

    @twice.slip("This is the square.")
    def _(x):
        runs.append("second")
        return x**2

    @twice.remark("Right, but changed.")
    def _(x):
        runs.append("remark")
        return x.mul_(2)

    return twice, runs


def test_a_right_answer_pays_for_the_reference_only():
    part, runs = make_part()
    assert judging.judge_part(part, lambda x: x + x, seed=0).kind is Kind.RIGHT
    assert runs == ["reference"] * 2  # one for each input


def test_known_answers_are_run_when_they_are_asked_for_and_once_for_a_seed():
    part, runs = make_part()
    assert judging.judge_part(part, lambda x: 1 * x, seed=0).kind is Kind.SLIP
    assert "first" in runs and "second" not in runs
    for answer in (lambda x: 1 * x, lambda x: x * x, lambda x: 3 * x):
        assert judging.judge_part(part, answer, seed=0).kind.is_wrong
    assert {name: runs.count(name) for name in ("reference", "first", "second")} == {
        "reference": 2,
        "first": 2,
        "second": 2,
    }
    judging.judge_part(part, lambda x: 3 * x, seed=1)
    assert runs.count("reference") == 4


def test_a_known_answer_is_run_on_the_inputs_that_are_asked_for():
    part, runs = make_part()
    wrong = Yardstick(part, 0).wrong(part.mistakes[0])
    assert (len(wrong), runs) == (2, [])
    for _ in range(3):
        assert wrong[1].value.tolist() == [1.0, 1.0]
    assert runs.count("first") == 1
    assert [outcome.value.numel() for outcome in wrong] == [3, 2]
    assert runs.count("first") == 2


def test_few_yardsticks_are_kept():
    part, _ = make_part()
    for seed in range(2 * trial.KEPT):
        yardstick(part, seed)
    assert yardstick.cache_info().currsize == trial.KEPT <= 100


def test_who_reads_what_is_shared_changes_nothing():
    part, _ = make_part()

    def spoils(right, came):
        right.fill_(0), came.fill_(0)
        return False

    part.slip("Never.", lambda x: 0, when=spoils)
    measure = yardstick(part, 0)
    known = part.mistakes[:2] + part.remarks

    def all_of_it():
        return [measure.inputs, measure.right, *(list(measure.wrong(one)) for one in known)]

    before = copy.deepcopy(all_of_it())
    answers = [lambda x: x.fill_(7), lambda x: 3 * x, lambda x: x * x, lambda x: x.resize_(100)]
    for answer in answers:
        assert judging.judge_part(part, answer, seed=0).kind.is_wrong
    assert str(all_of_it()) == str(before)


def test_a_wrong_value_is_made_when_it_is_needed():
    task, made = Exercise("9.9", "Value", []), []

    @task.part()
    def size():
        made.append("right")
        return 3

    @size.slip("One too many.")
    def _():
        made.append("wrong")
        return 4

    assert made == []
    line = judging.judge_part(size, 4, seed=0)
    assert (line.kind, line.said, made) == (Kind.SLIP, "One too many.", ["right", "wrong"])


def test_inputs_on_which_the_reference_is_quick_come_first():
    task = Exercise("9.9", "Slow", [])

    @task.part(probes=lambda generator: [(3_000_000,), (3,), (30_000,)])
    def total(n):
        return sum(range(n))

    assert Yardstick(total, 0).order == [1, 2, 0]


@pytest.mark.parametrize("tracked", [True, False])
def test_to_change_whether_autograd_records_an_input_is_to_change_it(tracked):
    task = Exercise("9.9", "Copy", [])

    @task.part(probes=lambda generator: [(torch.ones(2, requires_grad=tracked),)])
    def copied(x):
        return x.detach().clone()

    line = judging.judge_part(copied, lambda x: x.requires_grad_(not tracked).clone().detach(), 0)
    assert (line.kind, line.text.split(";")[0]) == (Kind.CLUE, "changed its input x")


def test_an_answer_draws_the_same_numbers_whatever_was_drawn_before():
    task, came = Exercise("9.9", "Noise", []), []

    @task.part(probes=lambda generator: [(2,), (3,)])
    def noise(n):
        return torch.zeros(n)

    def draws(n):
        came.append((torch.rand(1).item(), np.random.rand(), random.random()))
        return torch.zeros(n)

    for draw in (torch.rand, np.random.rand):
        assert judging.judge_part(noise, draws, seed=0).kind is Kind.RIGHT
        draw(3)
    assert len(came) == 4 and len(set(came)) == 1


# Where the check itself fails --------------------------------------------------------------------


def late(limit):
    """Return a sandbox in which whatever is run with this limit does not finish."""
    run = sandbox.run
    return lambda function, given: sandbox.Run(finished=False) if given == limit else run(function)


def test_the_limit_of_the_student_is_for_the_student_alone(monkeypatch):
    part, _ = make_part()
    monkeypatch.setattr(sandbox, "run", late(sandbox.LIMIT))
    line = judging.judge_part(part, lambda x: 2 * x, seed=0)
    assert (line.kind, line.text) == (Kind.LATE, f"stopped after {sandbox.LIMIT:g} seconds")
    assert Yardstick(part, 0).right


@pytest.mark.parametrize("answer", [lambda x: 2 * x, lambda x: x, lambda x: 1 / 0, lambda x: 3 * x])
def test_a_reference_that_is_late_is_no_fault_of_the_answer(answer, monkeypatch):
    part, _ = make_part()
    with monkeypatch.context() as patch:
        patch.setattr(sandbox, "run", late(trial.PATIENCE))
        line = judging.judge_part(part, answer, seed=0)
    assert (line.kind, line.mark, line.said) == (Kind.FAILED, "!", "")
    assert "check itself failed" in line.text and "not judged" in line.text
    # The next time it is tried again.
    assert judging.judge_part(part, answer, seed=0).kind is not Kind.FAILED


def test_a_known_answer_that_is_late_is_not_passed_over(monkeypatch):
    part, _ = make_part()
    assert yardstick(part, 0).right
    monkeypatch.setattr(sandbox, "run", late(trial.PATIENCE))
    assert judging.judge_part(part, lambda x: 2 * x, seed=0).kind is Kind.RIGHT
    assert judging.judge_part(part, lambda x: 3 * x, seed=0).kind is Kind.FAILED


def broken(*_):
    raise ImportError("half a module")


@pytest.mark.parametrize("name", ["reference", "probes"])
def test_a_reference_or_inputs_that_raise_are_no_fault_of_the_answer(name, monkeypatch):
    part, _ = make_part()
    with monkeypatch.context() as patch:
        patch.setattr(part, name, broken)
        line = judging.judge_part(part, lambda x: 2 * x, seed=0)
    assert line.kind is Kind.FAILED and "ImportError" in line.text
    assert judging.judge_part(part, lambda x: 2 * x, seed=0).kind is Kind.RIGHT
