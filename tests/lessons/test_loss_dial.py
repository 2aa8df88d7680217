"""The loss dial without a page: its numbers."""

import importlib
import itertools

import numpy as np
import pytest

# The package offers a function of the same name as the module.
dial = importlib.import_module("course_utils.lessons.lesson_02_loss.explore_loss_dial")


def test_loss_dial_has_the_numbers_of_the_start():
    result = dial.compute(1.0, 0.0)
    assert result.mse == pytest.approx(1763.8846, rel=1e-6)
    assert result.rmse == pytest.approx(41.9986, abs=1e-4)
    assert result.mae == pytest.approx(41.3, abs=1e-4)
    assert result.sse == pytest.approx(19402.73, rel=1e-6)


def test_loss_dial_has_the_numbers_of_the_best_line():
    assert dial.compute(0.536772, -17.304785).mse == pytest.approx(2.927645, rel=1e-6)


def test_outlier_turns_the_best_line():
    t_u, t_c = dial.readings(outlier=True)
    slope, intercept = np.polyfit(t_u.double(), t_c.double(), 1)
    assert slope == pytest.approx(1.114731, abs=1e-5)
    best = dial.compute(slope, intercept, outlier=True).mse
    assert all(dial.compute(slope + d, intercept, outlier=True).mse > best for d in (-0.01, 0.01))


def test_map_agrees_with_the_dial():
    for loss, outlier in itertools.product(dial.LOSSES, (False, True)):
        ws, bs, losses = dial.map_of(loss, outlier)
        for i, j in [(0, 0), (54, 25), (100, 80)]:
            result = dial.compute(ws[i].item(), bs[j].item(), outlier)
            assert losses[i, j].item() == pytest.approx(getattr(result, loss.lower()), rel=1e-5)
