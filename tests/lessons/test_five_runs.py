"""The runs of exercise 8.6: each shows what its word says, and only by its losses."""

from dataclasses import fields

import pytest

from course_utils import five_runs
from course_utils.checking import exercises

NOISE = five_runs.NOISE**2


@pytest.fixture
def named():
    """The runs by the word that is right."""
    return {word: five_runs.run(letter) for letter, word in five_runs.RUNS.items()}


def falls(losses):
    """True if the last tenth of the way, as it is drawn, still lowers the loss."""
    return losses[-1] < 0.95 * losses[-10]


def test_the_key_says_what_was_run():
    (part,) = exercises.find("8.6").parts
    assert part.answer() == [*five_runs.RUNS.values()]
    assert sorted(part.answer()) == sorted(five_runs.SETTINGS)


def test_too_simple_is_flat_and_high(named):
    run = named["too simple"]
    assert not falls(run.train) and min(run.train[-1], run.val[-1], run.fresh) > 10 * NOISE


def test_lr_too_small_still_falls(named):
    run = named["lr too small"]
    assert falls(run.train) and falls(run.val) and run.train[-1] > 5 * NOISE


def test_good_is_low_and_flat_and_below_training_by_luck(named):
    run = named["good"]
    assert not falls(run.train) and not falls(run.val)
    assert run.val[-1] < run.train[-1] < 1.5 * NOISE and run.fresh < 1.5 * NOISE


def test_overfitting_turns_while_training_falls(named):
    run = named["overfitting"]
    assert falls(run.train) and run.val[-1] > 3 * min(run.val) and run.fresh > 3 * NOISE


def test_leak_falls_in_both_and_fails_on_fresh_readings(named):
    run = named["leak"]
    assert max(run.train[-1], run.val[-1]) < NOISE and run.fresh > 3 * NOISE
    assert run.val[-1] < 1.05 * min(run.val)


def test_closed_form_is_the_descent():
    """The epochs that are looked at are those of a loop that takes each step."""
    import numpy as np

    setting = five_runs.Setting(degree=2, rate=0.3)
    (x, y), _, _ = five_runs.diary()
    X = np.vander((x - x.mean()) / x.std(), 3)
    lr, knobs, losses = 0.3 / np.linalg.eigvalsh(2 / 10 * X.T @ X)[-1], np.zeros(3), []
    for _ in range(5):
        knobs = knobs - lr * 2 / 10 * X.T @ (X @ knobs - y)
        losses.append(((X @ knobs - y) ** 2).mean())
    run = five_runs.descend(setting)
    assert run.epochs[:5] == [1, 2, 3, 4, 5]
    assert run.train[:5] == pytest.approx(losses)


def test_a_run_does_not_say_what_it_is():
    run = five_runs.run("A")
    assert {field.name for field in fields(run)} == {"epochs", "train", "val", "fresh"}
    with pytest.raises(ValueError, match="one of A, B, C, D, E"):
        five_runs.run("F")
