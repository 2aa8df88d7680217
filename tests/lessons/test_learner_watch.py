"""What is seen of the steps that an answer takes."""

import pytest
import torch

from course_utils.lessons.learner_watch import Step

LR = 0.1


@pytest.fixture
def step():
    """A step of plain SGD, 1e-5 at 3, where the parameters are rounded the other way."""
    at, grad = torch.tensor([2.939, 1e-3]), torch.tensor([1e-4, 0.015])
    step = Step(at, grad)
    step.ended([torch.nextafter(at - LR * grad, torch.tensor([4.0, 4.0]))])
    return step


def test_a_step_of_sgd_is_one_however_its_parameters_are_rounded(step):
    assert step.is_of_sgd(LR)


@pytest.mark.parametrize("factor", [0.99, 1.01, 2, -1, 0])
def test_another_step_is_not(factor, step):
    step.ended([step.at - factor * LR * step.grad])
    assert not step.is_of_sgd(LR)


def test_a_step_that_was_cancelled_is_not(step):
    step.moved = None
    assert not step.is_of_sgd(LR)
