"""The scale and stability lab without a page: its numbers, against a plain loop."""

import importlib
import itertools

import numpy as np
import pytest

from course_utils import simulate

# The package offers a function of the same name as the module.
lab = importlib.import_module(
    "course_utils.lessons.lesson_05_analytic_gradients.explore_scale_and_stability"
)
SCALINGS = [*itertools.product(lab.SCALES.values(), (False, True))]


def scaled(scale, centre):
    x, y = (readings.double().numpy() for readings in simulate.thermometer())
    if scale == lab.STANDARD:
        scale = 1 / x.std()
    return float(scale) * (x - x.mean() * centre), y


def walk(scale, centre, theta, lr, steps):
    """Return the places and the losses of a descent, the start included, step by step."""
    x, y = scaled(scale, centre)
    places, losses = [theta], []
    for _ in range(steps + 1):
        w, b = places[-1]
        r = w * x + b - y
        losses.append((r**2).mean())
        places.append((w - lr * 2 * (r * x).mean(), b - lr * 2 * r.mean()))
    return np.array(places[:-1]), np.array(losses)


@pytest.mark.parametrize(
    "scale, centre, limit, kappa, steepest",
    [
        (1, False, 3.399e-4, 33599, 5883.42),
        (0.1, False, 0.03298, 357, 60.646),
        (lab.STANDARD, True, 1.0, 1, 2.0),
        (1 / 16.0486, True, 1.0, 1, 2.0),
        (1, True, 3.883e-3, 257.56, 515.12),
    ],
)
def test_limits_are_those_of_the_lesson(scale, centre, limit, kappa, steepest):
    result = lab.descend(lab.set_the_scene(scale, centre), 1e-4, 1)
    assert result.limit == pytest.approx(limit, rel=2e-4)
    assert result.kappa == pytest.approx(kappa, rel=2e-4)
    assert result.scene.lambdas[0] == pytest.approx(steepest, rel=2e-4)
    assert result.scene.lowest == pytest.approx(2.927645, rel=1e-6)


def test_best_line_is_the_same_in_every_scaling():
    x, _ = scaled(1, False)
    for scale, centre in itertools.product((1, 0.1, lab.STANDARD, 0.01), (False, True)):
        w, b = lab.set_the_scene(scale, centre).best
        predicted = w * scaled(scale, centre)[0] + b
        assert predicted == pytest.approx(0.536772 * x - 17.304785, abs=1e-4)


def test_centring_lets_the_limit_grow_elevenfold():
    raw, centred = (lab.set_the_scene(1, centre).lambdas[0] for centre in (False, True))
    assert raw / centred == pytest.approx(11.42, abs=0.01)


def test_standardised_at_a_half_is_there_in_one_step_from_any_start():
    for start in [(1.0, 0.0), (-7.0, 300.0), *lab.STARTS.values()]:
        result = lab.descend(lab.set_the_scene(lab.STANDARD, True, start), 0.5, 3)
        assert result.excess[1:] == pytest.approx(0, abs=1e-15)
        assert result.path[1] == pytest.approx(result.scene.best, abs=1e-9)
        assert result.verdict == "comes down"


def test_published_run_on_a_tenth_of_the_readings():
    scene = lab.set_the_scene(0.1, False, lab.STARTS["w = 0.1, b = 0"])
    result = lab.descend(scene, 1e-2, 500)
    losses = dict(zip(result.steps.tolist(), result.excess + result.scene.lowest, strict=True))
    for step, loss in {0: 80.3643, 1: 37.5749, 2: 30.8711, 9: 29.0305, 99: 22.1487}.items():
        assert losses[step] == pytest.approx(loss, abs=1e-4)
    assert result.path[-1] == pytest.approx([4.0443, -9.8133], abs=1e-4)
    before = lab.descend(scene, 1e-2, 499)
    assert before.excess[-1] + scene.lowest == pytest.approx(7.8601, abs=1e-4)


@pytest.mark.parametrize("scale, centre", SCALINGS)
@pytest.mark.parametrize("share", [0.01, 0.5, 0.99, 1.02])
def test_formula_agrees_with_a_plain_loop(scale, centre, share):
    for start in lab.STARTS.values():
        scene = lab.set_the_scene(scale, centre, start)
        result = lab.descend(scene, share * 2 / scene.lambdas[0], 500)
        places, losses = walk(scale, centre, tuple(scene.start), result.lr, 500)
        size = np.abs(places).max()
        assert result.path == pytest.approx(places[result.steps], rel=1e-6, abs=1e-8 * size)
        excess = losses[result.steps] - scene.lowest
        assert result.excess == pytest.approx(excess, rel=1e-6, abs=1e-9 * losses.max())


def test_start_is_the_same_line_in_every_scaling():
    for start in lab.STARTS.values():
        scenes = [lab.set_the_scene(scale, centre, start) for scale, centre in SCALINGS]
        excesses = [lab.descend(scene, 1e-4, 1).excess[0] for scene in scenes]
        assert excesses == pytest.approx([excesses[0]] * len(excesses), rel=1e-9)
    raw = lab.set_the_scene(1, False)
    assert lab.descend(raw, 1e-4, 1).excess[0] + raw.lowest == pytest.approx(1763.8846, rel=1e-6)


def test_verdict_turns_at_the_limit():
    scene = lab.set_the_scene(1, False)
    limit = 2 / scene.lambdas[0]
    verdicts = [lab.descend(scene, share * limit, 5).verdict for share in (0.99, 1.0, 1.01)]
    assert verdicts == ["comes down", "bounces", "explodes"]
    assert lab.descend(scene, 1e-3, 5).verdict == "explodes"


def test_explosion_ends_at_infinity_without_a_warning():
    for start in lab.STARTS.values():
        result = lab.descend(lab.set_the_scene(1, False, start), 1.0, 5000)
        assert result.excess[-1] == np.inf
        assert np.isfinite(result.path).all() and not np.isnan(result.excess).any()
    along_b = lab.set_the_scene(lab.STANDARD, True, (0.536772, 10.5))
    assert not np.isnan(lab.descend(along_b, 1.0, 5000).excess).any()


def test_few_steps_of_many_are_shown():
    for steps in map(int, lab.STEPS):
        shown = lab.descend(lab.set_the_scene(), 1e-4, steps).steps
        assert shown[0] == 0 and shown[-1] == steps and len(shown) <= 201
        assert (np.diff(shown) > 0).all()
        assert shown[: min(steps, 100) + 1].tolist() == list(range(min(steps, 100) + 1))


def test_start_and_lowest_point_are_in_the_picture():
    picture = lab.BowlAndExcess()
    for scene in itertools.product(lab.SCALES, (False, True), lab.STARTS):
        picture.set_scene(scene)
        scale, centre, start = scene
        found = lab.set_the_scene(lab.SCALES[scale], centre, lab.STARTS[start])
        (left, right), (bottom, top) = picture.bowl.get_xlim(), picture.bowl.get_ylim()
        for w, b in (found.start, found.best):
            assert left < w < right and bottom < b < top


def test_sentence_names_the_numbers():
    values = lab.EXPLORER.values(log_lr=-3.0)
    text = lab.say(lab.compute(**values), **values)
    assert "raw" in text and "0.0003399" in text and "33\u202f599" in text and "explodes" in text
    assert "-4.883" in text and "0.999825" in text
    assert "," not in lab._whole(1234567)


def test_readings_are_called_what_the_lesson_calls_them():
    assert lab.named("raw / sd", True) == "standardised" and lab.named("raw", False) == "raw"
    assert lab.named("raw", True) == "centred only"
    assert lab.named("0.1 · raw", True) == "0.1 · raw, centred"


def test_twin_shows_centring():
    figure, caption = lab.twin()
    labels = [ax.get_ylabel() for ax in figure.axes if ax.get_ylabel()]
    assert [label.splitlines()[0] for label in labels] == [*lab.SCALINGS]
    assert "limit 0.00388, κ = 258" in labels[1]
    assert "0.00034 on raw" in caption and "0.00388 on centred" in caption
