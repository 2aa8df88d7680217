"""The numbers against which the scale and stability lab is held, against a plain loop."""

import importlib
import itertools
import math

import numpy as np
import pytest
from scripts import needs_node, sentences

# The package offers a function of the same name as the module.
lab = importlib.import_module(
    "course_utils.lessons.lesson_05_analytic_gradients.explore_scale_and_stability"
)
STANDARD, MEAN = lab.standard()
SCALINGS = [*itertools.product((1.0, 0.1, STANDARD, 0.01), (0.0, 30.0, MEAN))]
STARTS = [(1.0, 0.0), (0.1, 0.0), (0.0, 10.5)]


def walk(scale, shift, theta, lr, steps):
    """Return the places and the losses of a descent, the start included, step by step."""
    x, y = (column.numpy() for column in lab.readings())
    x = scale * (x - shift)
    places, losses = [theta], []
    for _ in range(steps + 1):
        w, b = places[-1]
        r = w * x + b - y
        losses.append((r**2).mean())
        places.append((w - lr * 2 * (r * x).mean(), b - lr * 2 * r.mean()))
    return np.array(places[:-1]), np.array(losses)


@pytest.mark.parametrize(
    "scale, shift, limit, kappa",
    [
        (1, 0.0, 3.399e-4, 33599),
        (0.1, 0.0, 0.03298, 357),
        (STANDARD, MEAN, 1.0, 1),
        (1 / 16.0486, MEAN, 1.0, 1),
        (1, MEAN, 3.883e-3, 257.56),
    ],
)
def test_limits_are_those_of_the_lesson(scale, shift, limit, kappa):
    result = lab.descend(scale, shift, (1.0, 0.0), 1e-4, 1)
    assert result["limit"] == pytest.approx(limit, rel=2e-4)
    assert result["kappa"] == pytest.approx(kappa, rel=2e-4)
    assert result["lowest"] == pytest.approx(2.927645, rel=1e-6)


def test_best_line_is_the_same_in_every_scaling():
    x, _ = lab.readings()
    for scale, shift in SCALINGS:
        w, b = lab.descend(scale, shift, (1.0, 0.0), 1e-4, 1)["best"]
        predicted = w * scale * (x - shift) + b
        assert predicted.numpy() == pytest.approx(0.536772 * x.numpy() - 17.304785, abs=1e-4)


def test_centring_lets_the_limit_grow_elevenfold():
    raw, centred = (lab.descend(1.0, by, (1.0, 0.0), 1e-4, 1)["limit"] for by in (0.0, MEAN))
    assert centred / raw == pytest.approx(11.42, abs=0.01)


def test_standardised_at_a_half_is_there_in_one_step_from_any_start():
    for start in [(-7.0, 300.0), *STARTS]:
        result = lab.descend(STANDARD, MEAN, start, 0.5, 3)
        assert result["excess"][1:] == pytest.approx([0] * 3, abs=1e-15)
        assert result["path"][1] == pytest.approx(result["best"], abs=1e-9)
        assert result["verdict"] == "comes down"


def test_published_run_on_a_tenth_of_the_readings():
    result = lab.descend(0.1, 0.0, (0.1, 0.0), 1e-2, 500)
    losses = dict(zip(result["steps"], result["excess"], strict=True))
    for step, loss in {0: 80.3643, 1: 37.5749, 2: 30.8711, 9: 29.0305, 99: 22.1487}.items():
        assert losses[step] + result["lowest"] == pytest.approx(loss, abs=1e-4)
    assert result["path"][-1] == pytest.approx([4.0443, -9.8133], abs=1e-4)
    before = lab.descend(0.1, 0.0, (0.1, 0.0), 1e-2, 499)
    assert before["left"] + before["lowest"] == pytest.approx(7.8601, abs=1e-4)


@pytest.mark.parametrize("scale, shift", SCALINGS)
@pytest.mark.parametrize("share", [0.01, 0.5, 0.99, 1.02])
def test_formula_agrees_with_a_plain_loop(scale, shift, share):
    limit = lab.descend(scale, shift, STARTS[0], 1e-4, 1)["limit"]
    for start in STARTS:
        result = lab.descend(scale, shift, start, share * limit, 500)
        places, losses = walk(scale, shift, tuple(result["start"]), share * limit, 500)
        size, shown = np.abs(places).max(), result["steps"]
        assert np.array(result["path"]) == pytest.approx(places[shown], rel=1e-6, abs=1e-8 * size)
        excess = losses[shown] - result["lowest"]
        assert result["excess"] == pytest.approx(excess, rel=1e-6, abs=1e-9 * losses.max())


def test_start_is_the_same_line_in_every_scaling():
    for start in STARTS:
        excesses = [lab.descend(*scaling, start, 1e-4, 1)["excess"][0] for scaling in SCALINGS]
        assert excesses == pytest.approx([excesses[0]] * len(excesses), rel=1e-9)
    raw = lab.descend(1.0, 0.0, (1.0, 0.0), 1e-4, 1)
    assert raw["excess"][0] + raw["lowest"] == pytest.approx(1763.8846, rel=1e-6)


def test_verdict_turns_at_the_limit():
    limit = lab.descend(1.0, 0.0, (1.0, 0.0), 1e-4, 1)["limit"]
    runs = [lab.descend(1.0, 0.0, (1.0, 0.0), share * limit, 5) for share in (0.99, 1.0, 1.01)]
    assert [run["verdict"] for run in runs] == ["comes down", "bounces", "explodes"]
    assert lab.compute(log_lr=-3)["raw"]["verdict"] == "explodes"


def test_explosion_ends_at_infinity_without_a_warning():
    for start in STARTS:
        result = lab.descend(1.0, 0.0, start, 1.0, 5000)
        assert result["left"] == math.inf
        assert np.isfinite(result["path"]).all() and not np.isnan(result["excess"]).any()
    along_b = lab.descend(STANDARD, MEAN, (0.536772, 10.5), 1.0, 5000)
    assert not np.isnan(along_b["excess"]).any()


def test_few_steps_of_many_are_shown():
    for steps in (0, 1, 10, 100, 101, 1000, 5000):
        shown = lab.shown_steps(steps)
        assert shown[0] == 0 and shown[-1] == steps and len(shown) <= 201
        assert (np.diff(shown) > 0).all()
        assert shown[: min(steps, 100) + 1] == list(range(min(steps, 100) + 1))


def test_the_readers_readings_are_those_of_the_two_others_where_they_should_be():
    raw = lab.compute()
    assert raw["yours"] == raw["raw"]
    by_hand = lab.compute(shift=MEAN, log_scale=math.log10(STANDARD))
    assert by_hand["mean"] == pytest.approx(0, abs=1e-12)
    assert by_hand["deviation"] == pytest.approx(1)
    assert by_hand["yours"]["limit"] == pytest.approx(by_hand["standardised"]["limit"])


def test_caption_names_the_three_limits():
    caption = lab.caption()
    assert "limit is 0.00034 on raw readings: the descent explodes" in caption
    assert "it is 0.00388: the descent swings" in caption
    assert "so that lr may be larger: at 0.5 one step leaves 0 °C² above the lowest loss" in caption


@needs_node
def test_sentence_names_limits_and_what_is_left():
    raw, centred = sentences(
        lab.EXPLORER,
        [{"steps": 1}, {"log_lr": -3, "shift": 51.79, "steps": 5000}],
    )
    assert raw == (
        "lr = 0.0001, after 1 step: raw comes down, limit 0.00034, 320 °C² left; "
        "standardised comes down, limit 1, 1\u202f760 °C² left."
    )
    assert "raw explodes, limit 0.00034, ∞ °C² left; yours comes down, limit 0.00388" in centred
