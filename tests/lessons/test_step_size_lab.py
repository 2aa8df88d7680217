"""The numbers against which the step-size lab is held, against those of the lesson."""

import importlib
import math
import re
from types import SimpleNamespace

import pytest
from answering import QUESTIONS

# The package offers a function of the same name as the module.
lab = importlib.import_module("course_utils.lessons.lesson_03_gradients.explore_step_size_lab")

ONE, TWO = lab.ONE, lab.TWO
LRS = [round(-2 + 0.02 * k, 9) for k in range(106)]  # exponents of ten
STARTS = [round(-3 + 0.1 * k, 9) for k in range(91)]


def descent(function, start, lr, steps=10):
    return SimpleNamespace(**lab.compute(function, start, math.log10(lr), steps))


@pytest.mark.parametrize(
    "lr, path",
    [
        (0.1, [0, 0.6, 1.08, 1.464, 1.7712, 2.01696, 2.213568]),
        (0.5, [0, 3, 3, 3]),
        (1.0, [0, 6, 0, 6, 0, 6]),
        (1.05, [0, 6.3, -0.63, 6.993]),
        (0.9, [0, 5.4, 1.08, 4.536]),
    ],
)
def test_paths_on_the_first_function(lr, path):
    result = descent(ONE, 0, lr, steps=len(path) - 1)
    assert result.path == pytest.approx(path, abs=1e-12)
    assert result.values == pytest.approx([(x - 3) ** 2 + 2 for x in path], abs=1e-9)


def test_first_function_settles_below_an_lr_of_1_only():
    assert 0.0 in LRS
    for log_lr in LRS:
        wanted = "settles" if log_lr < 0 else "bounces" if log_lr == 0 else "explodes"
        for start in STARTS:
            result = SimpleNamespace(**lab.compute(ONE, start, log_lr, 1))
            assert result.verdict == ("settles" if start == 3 else wanted), (start, log_lr)
            assert (result.end is None) == (result.verdict != "settles")
            assert result.end is None or result.end == pytest.approx(3, abs=1e-6)


def test_verdict_does_not_depend_on_the_steps_shown():
    for function in (ONE, TWO):
        for log_lr in (-2, -1, -0.04, 0, 0.02, 0.1):
            results = [lab.compute(function, -1.5, log_lr, steps) for steps in (1, 7, 40)]
            assert len({(result["verdict"], result["end"]) for result in results}) == 1


def test_places_where_the_second_function_is_flat():
    curve = lab.CURVES[TWO]
    for w, value in [(-2.0879, -0.1067), (1.8987, 0.4926), (0.1892, 1.0141)]:
        assert curve.slope(w) == pytest.approx(0, abs=1e-4)
        assert curve.value(w) == pytest.approx(value, abs=1e-4)
    assert curve.slope(lab.HILL) == pytest.approx(0, abs=1e-8)


@pytest.mark.parametrize("function", lab.CURVES)
def test_slope_is_that_of_the_function(function):
    curve = lab.CURVES[function]
    for x in (-3, -0.5, 0.1892, 2, 6):
        measured = (curve.value(x + 1e-5) - curve.value(x - 1e-5)) / 2e-5
        assert curve.slope(x) == pytest.approx(measured, abs=1e-5)


@pytest.mark.parametrize("start", STARTS)
def test_start_decides_the_valley(start):
    result = descent(TWO, start, 0.1)
    assert result.verdict == "settles"
    assert result.end == pytest.approx(-2.0879 if start < 0.1892 else 1.8987, abs=1e-4)


def test_boundary_lies_between_two_starts_close_together():
    assert descent(TWO, 0.18, 0.1).end == pytest.approx(-2.0879, abs=1e-4)
    assert descent(TWO, 0.20, 0.1).end == pytest.approx(1.8987, abs=1e-4)
    assert descent(TWO, lab.HILL, 0.1).end == pytest.approx(lab.HILL, abs=1e-3)
    assert descent(TWO, 0.1892, 0.1, steps=20).path[-1] == pytest.approx(0.1892, abs=1e-4)


def test_large_step_jumps_the_hill():
    result = descent(TWO, 3, 1.0)
    assert result.path[1] == pytest.approx(-0.15)
    assert result.end == pytest.approx(-2.0879, abs=1e-4)


def test_second_function_can_bounce_and_explode_too():
    assert descent(TWO, -2, 1.2).verdict == "bounces"
    assert descent(TWO, 6, 1.2).verdict == "explodes"


def test_path_that_leaves_every_bound_ends_there():
    for function in (ONE, TWO):
        result = descent(function, 6, 10**0.1, 40)
        assert 1 < len(result.path) < 41 and result.verdict == "explodes"
        assert abs(result.path[-1]) > 1e6 > abs(result.path[-2])
        assert all(map(math.isfinite, result.path + result.values))


def test_caption_has_the_numbers_of_the_lab():
    for number in ("0.9 overshoots", "6 and 0", "0.80", "2.68", "1.05", "-0.15"):
        assert number in lab.caption()


def test_neither_caption_nor_question_gives_the_boundary_away():
    """Exercise 3.4 asks for it to within 0.01."""
    said = [lab.caption(), *(_reasons(number) for number in QUESTIONS if number.startswith("3."))]
    numbers = [float(number) for number in re.findall(r"-?\d+\.\d+", " ".join(said))]
    assert min(abs(number - lab.HILL) for number in numbers) > 0.01
    path = descent(TWO, 0.2, 0.1, 20).path
    assert 0.01 < path[-1] - path[0] < 0.1


def test_two_half_steps_of_the_quiz_are_those_of_the_lab():
    assert f"to {descent(ONE, 0, 0.4).path[1]:.1f}." in QUESTIONS["3.q4"].text
    assert f"To {descent(ONE, 0, 0.2).path[2]:.2f}:" in _reasons("3.q4")


def test_misses_of_the_prediction_are_those_of_the_lab():
    for lr, left in ((0.4, 0.2), (0.6, -0.2)):
        misses = [x - 3 for x in descent(ONE, 0, lr).path]
        ratios = [after / before for before, after in zip(misses, misses[1:], strict=False)]
        assert ratios == pytest.approx([left] * 10)
        assert f" {left} of " in _reasons("3.p4")


def _reasons(number):
    return " ".join(option.why for option in QUESTIONS[number].options)
