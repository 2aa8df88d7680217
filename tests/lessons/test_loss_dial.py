"""The numbers against which the loss dial is held, against those of the lesson."""

import importlib

import numpy as np
import pytest

# The package offers a function of the same name as the module.
dial = importlib.import_module("course_utils.lessons.lesson_02_loss.explore_loss_dial")


def test_loss_dial_has_the_numbers_of_the_start():
    result = dial.compute(1.0, 0.0)
    assert result["mse"] == pytest.approx(1763.8846, rel=1e-6)
    assert result["rmse"] == pytest.approx(41.9986, abs=1e-4)
    assert result["mae"] == pytest.approx(41.3, abs=1e-4)
    assert result["sse"] == pytest.approx(19402.73, rel=1e-6)


def test_loss_dial_has_the_numbers_of_the_best_line():
    best = dial.compute(0.536772, -17.304785)
    assert best["mse"] == pytest.approx(2.927645, rel=1e-6)
    assert best["lowest"] == pytest.approx({"w": 0.536772, "b": -17.304785}, rel=1e-6)
    assert best["floor"] == pytest.approx(2.927645, rel=1e-6)


def test_outlier_turns_the_best_line():
    t_u, t_c = dial.readings(outlier=True)
    slope, intercept = np.polyfit(t_u, t_c, 1)
    assert slope == pytest.approx(1.110482, abs=1e-5)
    turned = dial.compute(0.2, 0.0, outlier=True)["lowest"]
    assert turned == pytest.approx({"w": slope, "b": intercept}, rel=1e-6)


def test_no_line_has_less_absolute_error():
    best = dial.compute(0.0, 0.0, loss="MAE", outlier=True)
    w, b = best["lowest"]["w"], best["lowest"]["b"]
    assert dial.compute(w, b, outlier=True)["mae"] == pytest.approx(best["floor"])
    for dw, db in [(0.01, 0), (-0.01, 0), (0, 0.1), (0, -0.1), (0.001, -0.05), (-0.001, 0.05)]:
        assert dial.compute(w + dw, b + db, outlier=True)["mae"] > best["floor"]
