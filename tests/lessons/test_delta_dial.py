"""The numbers against which the δ dial is held: the two arms of its V, and its digits."""

import importlib
import itertools

import pytest
import torch
from scripts import needs_node, sentences

from course_utils.checking import exercises, questions

# The package offers a function of the same name as the module.
dial = importlib.import_module(
    "course_utils.lessons.lesson_04_finite_differences.explore_delta_dial"
)

SETTINGS = list(itertools.product(dial.PRECISIONS, dial.SCHEMES, ("MSE", "RMSE")))


def test_mse_has_the_numbers_of_the_lesson():
    central = dial.compute(-1, "float64", "central", "MSE")
    assert central["exact"] == pytest.approx(4517.2966, abs=1e-4)
    assert central["estimate"] == pytest.approx(central["exact"], rel=1e-14)
    forward = dial.compute(-1, "float64", "forward", "MSE")
    assert forward["estimate"] == pytest.approx(4811.3764, abs=1e-4)
    assert forward["error"] == pytest.approx(6.5e-2, rel=0.01)
    still = dial.compute(-8, "float32", "central", "MSE")
    assert (still["estimate"], still["error"]) == (0.0, 1.0)
    assert still["upper"] == still["lower"]


def test_forward_is_off_by_delta_times_the_mean_square():
    t_u = dial.simulate.thermometer()[0].double()
    for exponent in (-2, -1, 0, 0.5):
        result = dial.compute(exponent, "float64", "forward", "MSE")
        too_much = result["delta"] * (t_u**2).mean().item()
        assert result["estimate"] - result["exact"] == pytest.approx(too_much, rel=1e-9)


def test_exact_slopes_are_those_of_autograd():
    t_u, t_c = (readings.double() for readings in dial.simulate.thermometer())
    x, y, _ = (readings.double() for readings in dial.simulate.quadratic())
    w = torch.tensor(1.0, dtype=torch.float64, requires_grad=True)
    ((w * t_u - t_c) ** 2).mean().backward()
    assert dial.exact_slope("MSE") == pytest.approx(w.grad.item(), rel=1e-14)
    a = torch.tensor(-0.6362, dtype=torch.float64, requires_grad=True)
    ((a * x**2 + 1.1019 * x - 0.3455 - y) ** 2).mean().sqrt().backward()
    assert dial.exact_slope("RMSE") == pytest.approx(a.grad.item(), rel=1e-14)


def test_rmse_is_best_between_bend_and_rounding():
    assert dial.best_power("float32", "central", "RMSE") == -2
    assert dial.best_power("float64", "central", "RMSE") == -5
    assert dial.best_power("float64", "forward", "RMSE") == -7


def test_central_mse_has_no_right_arm():
    for precision, most in [("float32", 1e-6), ("float64", 1e-14)]:
        for exponent in (-1, -0.5, 0, 0.25, 0.5):
            assert dial.compute(exponent, precision, "central", "MSE")["error"] < most


def test_question_of_the_dial_has_the_right_answer():
    measured = [dial.compute(e, "float32", "central", "MSE") for e in (-8, -4, -2, dial.HIGH)]
    best = min(measured, key=lambda result: result["error"])
    (answer,) = [option for option in questions.find("4.p4").options if option.right]
    assert answer.text.startswith(f"{best['delta']:g}, the largest")
    assert all(result["error"] > 5 * best["error"] for result in measured if result is not best)


def test_sum_is_a_sum_in_a_fixed_order():
    for n in (1, 2, 3, 11, 100):
        values = torch.arange(1.0, n + 1)
        assert dial.total(values).item() == n * (n + 1) / 2
    big = torch.tensor([1e8, 1.0, -1e8, 1.0])  # 1e8 meets -1e8 first, so that no 1 is lost
    assert dial.total(big).item() == 2.0


def test_delta_is_the_one_that_the_page_shows():
    assert [dial.delta_at(e) for e in (-12, -1, -0.25, 0, 0.5)] == [1e-12, 0.1, 0.562, 1.0, 3.16]


@pytest.mark.parametrize("precision, scheme, loss", SETTINGS)
def test_digits_stand_below_each_other(precision, scheme, loss):
    for exponent in (-12, -8, -6, -1, 0.5):
        result = dial.compute(exponent, precision, scheme, loss)
        upper, lower, difference = result["written"]
        assert len(upper) == len(lower) == len(difference)
        assert len({text.index(".") for text in (upper, lower, difference)}) == 1
        assert len(max(upper, lower).strip()) == dial.DIGITS[precision] + 1
        assert float(upper) == pytest.approx(result["upper"], rel=1e-8)
        same = result["cancelled"]
        assert upper[:same] == lower[:same]
        assert same == len(upper) or upper[same] != lower[same]


@pytest.mark.parametrize(
    "exponent, precision, loss, digits",
    [(-8, "float32", "MSE", 9), (-6, "float32", "MSE", 6), (-1, "float32", "MSE", 0)]
    + [(-1, "float64", "RMSE", 1)],
)
def test_so_many_leading_digits_cancel(exponent, precision, loss, digits):
    assert dial.compute(exponent, precision, "central", loss)["agree"] == digits


def test_caption_says_what_is_measured_and_prints_no_digit_of_the_noise():
    caption = dial.caption()
    assert "at 1e-2 in float32 and at 1e-5 in float64" in caption
    assert "at the largest δ, 3.16, the error is below 1e-6." in caption


@pytest.mark.parametrize("precision, scheme, loss", SETTINGS)
def test_every_error_fits_into_the_picture(precision, scheme, loss):
    errors = dial.curve(precision, scheme, loss)
    assert len(errors) == 251
    assert all(0 <= error < 50 for error in errors)


@pytest.mark.parametrize("precision, scheme, loss", SETTINGS)
def test_the_ring_is_on_its_curve_and_the_secant_in_the_microscope(precision, scheme, loss):
    for place in (0, 120, 250):
        result = dial.compute(dial.LOW + place * dial.GRAIN, precision, scheme, loss)
        assert result["curves"][f"{precision} {scheme}"][place] == result["error"]
        at = dict(zip(result["turns"], result["around"], strict=True))
        rise = at[1.0] - at[-1.0 if scheme == "central" else 0.0]
        assert rise == pytest.approx(result["upper"] - result["lower"], rel=1e-9, abs=1e-15)


def test_in_float32_a_small_turn_is_a_staircase():
    changes = dial.compute(-7, "float32")["around"]
    assert len(set(changes)) < 10
    assert len(set(dial.compute(-7, "float64")["around"])) == len(changes)


def _error_of_the_worst_slope(delta, dtype):
    """Return the relative error of the worst forward difference of the exercise, at (2, 1, 1)."""
    x, y, _ = dial.simulate.quadratic()
    place = torch.tensor([2.0, 1.0, 1.0], dtype=torch.float64, requires_grad=True)
    _rmse(place, x.double(), y.double()).backward()
    x, y, theta = (values.detach().to(dtype) for values in (x, y, place))
    turned = theta + delta * torch.eye(3, dtype=dtype)
    slopes = [(_rmse(knobs, x, y) - _rmse(theta, x, y)) / delta for knobs in turned]
    return ((torch.stack(slopes) - place.grad) / place.grad).abs().max().item()


def _rmse(theta, x, y):
    # The sum of the lesson, which is the same on every processor.
    return (sum((theta[0] * x**2 + theta[1] * x + theta[2] - y) ** 2) / len(y)).sqrt()


@pytest.mark.parametrize("dtype, near", [(torch.float32, (3, 4)), (torch.float64, (7, 8))])
def test_best_deltas_of_the_exercise_are_measured(dtype, near):
    errors = {power: _error_of_the_worst_slope(10.0**-power, dtype) for power in range(1, 11)}
    best = [errors.pop(power) for power in near]
    assert max(best) < min(errors.values()) / 2
    part = next(p for p in exercises.find("4.2").parts if p.name.endswith(str(dtype)[-2:]))
    taken = {part.answer(), *(remark.answer for remark in part.remarks)}
    assert taken == {10.0**-power for power in near}


@needs_node
def test_sentence_says_slope_error_and_how_many_digits_cancel():
    said = sentences(
        dial.EXPLORER,
        [{"exponent": -8}, {"exponent": -6}, {"precision": "float64", "scheme": "forward"}],
    )
    assert "slope of w 0, exact 4517.297, relative error 1.0; the two losses are" in said[0]
    assert "one number: all 9 digits agree." in said[0]
    assert "share 6 leading digits" in said[1]
    assert "slope of w 4811.376, exact 4517.297, relative error 6.5e-2" in said[2]
    assert "share no leading digit" in said[2]
