"""What is true of the steps by which an answer trains a line (exercise 7.5)."""

import torch
from torch.nn.functional import normalize

from course_utils.checking.comparison import same_numbers
from course_utils.lessons.learner_watch import Step
from course_utils.lessons.lesson_07_optimizers.random_state import from_one_state

START = torch.tensor([1.0, 0.0])


def slopes(params, x, y):
    """Return the gradient of the MSE of the line with these parameters."""
    blame = 2 * (params[0] * x + params[1] - y)
    return torch.stack([(blame * x).mean(), blame.mean()])


def story(watch):
    """Return an `observe`: what an answer gives, and what is true of the steps that it takes.

    `watch(function, *args)` returns what comes of the call, and the `Step`s in it.
    """

    def observe(answer, x, y, lr, epochs):
        came, steps = watch(from_one_state, answer, x, y, lr, epochs)
        steep = slopes(START, x, y)
        of_lines = [step for step in steps if len(step.at) == 2]
        first, *later = of_lines or [Step(START, steep, -lr * steep)]
        ways = (normalize(way, dim=0) for way in (-first.grad, first.moved))
        return {
            "w, b": came,
            "an optimizer takes steps": bool(steps),
            "start": len(of_lines) == len(steps) and same_numbers(START, first.at),
            "count": not steps or len(steps) == epochs,
            "gradient": same_numbers(slopes(first.at, x, y), first.grad),
            "way": same_numbers(*ways),
            "length": first.is_of_sgd(lr, 1e-4),
            "clear": all(same_numbers(slopes(s.at, x, y), s.grad, 1e-3) for s in later),
            "later": all(step.is_of_sgd(lr) for step in later),
        }

    return observe
