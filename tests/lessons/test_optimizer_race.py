"""The optimizer race without a page: its numbers, against torch and against plain loops."""

import importlib
import itertools
import math

import numpy as np
import pytest
import torch

from course_utils import simulate

# The package offers a function of the same name as the module.
race = importlib.import_module("course_utils.lessons.lesson_07_optimizers.explore_optimizer_race")

RAW, TENTH, STANDARDISED = race.SCALINGS
SGD, MOMENTUM, ADAM = race.OPTIMIZERS
EXTREMES = [-5.0, -3.46, -2.0, -1.48, 0.0, 0.5]  # exponents of lr


def scaled(data):
    x, y = (readings.double() for readings in simulate.thermometer())
    if data == STANDARDISED:
        x = (x - x.mean()) / x.std(correction=0)
    return x * (0.1 if data == TENTH else 1), y


def by_torch(data, optimizer, lr, beta, steps):
    """Return the places and the losses of a run with torch's own optimizer."""
    x, y = scaled(data)
    params = torch.tensor([1.0, 0.0], dtype=torch.float64, requires_grad=True)
    kinds = {SGD: torch.optim.SGD, MOMENTUM: torch.optim.SGD, ADAM: torch.optim.Adam}
    options = {"momentum": beta} if optimizer == MOMENTUM else {}
    optim = kinds[optimizer]([params], lr=lr, **options)
    places, losses = [], []
    for _ in range(steps + 1):
        loss = ((params[0] * x + params[1] - y) ** 2).mean()
        places.append(params.detach().tolist())
        losses.append(loss.item())
        optim.zero_grad()
        loss.backward()
        optim.step()
    return np.array(places), np.array(losses)


def one(data, optimizer, lr, beta=0.9, steps=100):
    return race.run(race.scene_of(data), optimizer, lr, beta, steps)


@pytest.mark.parametrize("data", race.SCALINGS)
@pytest.mark.parametrize("optimizer", race.OPTIMIZERS)
def test_runs_are_those_of_torch(data, optimizer):
    for share, beta in [(0.4, 0.9), (0.95, 0.5)]:
        limit = 2 / race.scene_of(data).lambdas[0].item()
        lr = 2 * share if optimizer == ADAM else share * limit
        places, losses = by_torch(data, optimizer, lr, beta, 150)
        found = one(data, optimizer, lr, beta, 150)
        assert np.column_stack([found.ws, found.bs]) == pytest.approx(places, rel=1e-7, abs=1e-7)
        lowest = race.scene_of(data).lowest
        assert np.array(found.excess) + lowest == pytest.approx(losses, rel=1e-7)


@pytest.mark.parametrize(
    "data, optimizer, lr, needed",
    [
        (TENTH, SGD, 0.01, 2007),
        (TENTH, SGD, 0.03, 668),
        (TENTH, SGD, 0.033, None),
        (TENTH, MOMENTUM, 0.01, 174),
        (TENTH, MOMENTUM, 0.03, 50),
        (TENTH, ADAM, 1.0, 70),
        (RAW, ADAM, 0.1, 1186),
        (RAW, ADAM, 1.0, 258),
        (RAW, ADAM, 0.001, None),
        (RAW, SGD, 3.39e-4, 57_243),
        (RAW, SGD, 1e-4, 194_056),
        (STANDARDISED, SGD, 0.5, 1),
    ],
)
def test_steps_to_one_per_cent_are_those_of_the_lesson(data, optimizer, lr, needed):
    assert one(data, optimizer, lr).needed == needed


def test_start_is_the_same_numbers_in_every_scaling():
    first = {data: one(data, SGD, 1e-5).excess[0] for data in race.SCALINGS}
    lowest = race.scene_of(RAW).lowest
    assert lowest == pytest.approx(2.927645, abs=1e-6)
    assert first[RAW] + lowest == pytest.approx(1763.8846, abs=1e-4)
    assert first[TENTH] + lowest == pytest.approx(80.3643, abs=1e-4)
    for data in race.SCALINGS:
        found = one(data, ADAM, 1.0)
        assert (found.ws[0], found.bs[0]) == pytest.approx((1, 0), abs=1e-12)


def test_limits_are_those_of_the_lesson():
    limits = {RAW: 3.399e-4, TENTH: 0.03298, STANDARDISED: 1.0}
    for data, limit in limits.items():
        assert one(data, SGD, 1e-4).limit == pytest.approx(limit, rel=2e-4)
        assert one(data, MOMENTUM, 1e-4, 0.9).limit == pytest.approx(1.9 * limit, rel=2e-4)
        assert one(data, ADAM, 1e-4).limit == math.inf


@pytest.mark.parametrize("data", race.SCALINGS)
@pytest.mark.parametrize("beta", [0.0, 0.5, 0.9])
def test_limit_is_where_runs_begin_to_diverge(data, beta):
    scene = race.scene_of(data)
    limit = 2 * (1 + beta) / scene.lambdas[0].item()
    below, beyond = (one(data, MOMENTUM, share * limit, beta) for share in (0.98, 1.02))
    assert (below.verdict, beyond.verdict) == ("settles", "diverges")
    assert one(data, MOMENTUM, limit, beta).verdict == "bounces"
    long = {lr: race.excess_after(scene, 400, lr, beta) for lr in (below.lr, beyond.lr)}
    assert long[below.lr] < 0.05 * below.excess[0] and long[beyond.lr] > 1e6 * beyond.excess[0]


def test_adam_never_diverges():
    for data, log_lr in itertools.product(race.SCALINGS, EXTREMES):
        found = one(data, ADAM, 10.0**log_lr, steps=500)
        assert found.verdict == "settles" and len(found.excess) == 501
        moves = np.abs(np.diff([found.ws, found.bs]))
        assert moves.max() < 4 * found.lr and moves[:, 0] == pytest.approx(found.lr, rel=1e-6)


@pytest.mark.parametrize("data", race.SCALINGS)
@pytest.mark.parametrize("beta", [0.0, 0.5, 0.9, 0.99])
def test_formula_agrees_with_the_steps(data, beta):
    scene = race.scene_of(data)
    for share in (0.01, 0.5, 0.99):
        lr = share * 2 * (1 + beta) / scene.lambdas[0].item()
        found = one(data, MOMENTUM, lr, beta, 500)
        for steps in (0, 1, 2, 10, 100, 500):
            formula = race.excess_after(scene, steps, lr, beta)
            assert found.excess[steps] == pytest.approx(formula, rel=1e-6, abs=1e-12)


@pytest.mark.parametrize("lr, beta", [(3e-6, 0.99), (1e-5, 0.9), (3.39e-4, 0.0), (3e-4, 0.5)])
def test_no_step_before_the_one_that_is_found_is_near(lr, beta):
    scene = race.scene_of(RAW)
    needed = race.needed_later(scene, lr, beta)
    assert needed > race.MOST
    (ww, wb), (_, bb) = H = scene.H.tolist()
    walk = race.momentum(H, (scene.start - scene.best).tolist(), lr, beta)
    excess = ((ww * w * w + bb * b * b) / 2 + wb * w * b for w, b in walk)
    near = (step for step, left in enumerate(excess) if left <= 0.01 * scene.lowest)
    assert next(near) == needed


def test_run_that_soon_leaves_again_says_so():
    assert one(TENTH, MOMENTUM, 0.03).leaves and one(STANDARDISED, MOMENTUM, 0.01).leaves
    assert not one(TENTH, MOMENTUM, 0.01).leaves and not one(TENTH, SGD, 0.03).leaves
    near = 0.01 * race.scene_of(TENTH).lowest
    excess = one(TENTH, MOMENTUM, 0.03, steps=500).excess
    assert excess[49] > near >= excess[50] and excess[78] > near >= max(excess[79:])


def test_extremes_neither_warn_nor_turn_into_nothing():
    names = ("optimizer", "log_lr", "beta", "data")
    settings = itertools.product(race.OPTIMIZERS, EXTREMES, (0, 0.01, 0.5, 0.99), race.SCALINGS)
    for values in settings:
        optimizer, log_lr, beta, data = values
        found = one(data, optimizer, 10.0**log_lr, beta, 500)
        numbers = [*found.ws, *found.bs, *found.excess]
        assert all(map(math.isfinite, numbers)), dict(zip(names, values, strict=True))
        assert all(type(number) is float for number in numbers)
        assert len(found.ws) == len(found.bs) == len(found.excess) <= 501
        if found.verdict != "settles":
            assert found.needed is None
        elif optimizer != ADAM:
            assert found.needed > 0 and len(found.excess) == 501


def test_path_that_leaves_every_bound_ends_there():
    values = race.EXPLORER.values(first_lr=0.5, second_lr=-2.0, data=RAW, steps="500")
    result = race.compute(**values)
    assert 1 < len(result.runs[0].excess) < 10 and result.left[0] == result.left[1] == math.inf
    picture, text = race.EXPLORER.frame(**values)
    assert picture.startswith(b"\x89PNG")
    assert "both are level, ∞ °C²" in text and text.count("diverges beyond its limit of") == 2
    assert race.EXPLORER.frame(**values) == (picture, text)


def test_sentence_says_who_is_ahead_and_when_each_is_near():
    sentences = {
        (SGD, -2, MOMENTUM, -2, TENTH): "After 100 steps momentum 0.9 at lr 0.01 is ahead, "
        "0.669 °C² above the lowest loss against 19.2 °C². Within 1 % of it: SGD at lr 0.01 after "
        "2,007 steps; momentum 0.9 at lr 0.01 after 174 steps.",
        (ADAM, 0, SGD, -1.48, TENTH): "After 100 steps Adam at lr 1 is ahead, 0.00526 °C² above "
        "the lowest loss against 266 °C². Within 1 % of it: Adam at lr 1 after 70 steps; SGD at "
        "lr 0.0331 never, for it diverges beyond its limit of 0.03298.",
        (ADAM, -3, ADAM, -3, RAW): "After 100 steps both are level, 1,341 °C² above the lowest "
        "loss. Within 1 % of it: Adam at lr 0.001 not in 6,000 steps; Adam at lr 0.001 not in "
        "6,000 steps.",
        (SGD, 0, MOMENTUM, -2, STANDARDISED): "After 100 steps momentum 0.9 at lr 0.01 is ahead, "
        "0.00301 °C² above the lowest loss against 168 °C². Within 1 % of it: SGD at lr 1 never, "
        "for it bounces at its limit of 1; momentum 0.9 at lr 0.01 after 14 steps, then out again.",
    }
    names = ("first", "first_lr", "second", "second_lr", "data")
    for setting, sentence in sentences.items():
        values = race.EXPLORER.values(**dict(zip(names, setting, strict=True)))
        assert race.say(race.compute(**values), **values) == sentence


def test_picture_has_room_for_the_longest_legend():
    picture = race.PathsAndExcess()
    values = race.EXPLORER.values(
        first=MOMENTUM, first_lr=-3.16, second=MOMENTUM, second_lr=-3.14, beta=0.99, data=RAW
    )
    picture.settle(**values)
    picture.frame(race.compute(**values), **values)
    legend, page = picture.legend.get_window_extent(), picture.fig.bbox
    assert page.x0 <= legend.x0 and legend.x1 <= page.x1 and legend.y1 <= page.y1
    assert legend.y0 >= max(ax.get_window_extent().y1 for ax in picture.fig.axes)


def test_start_and_lowest_point_are_in_the_picture():
    picture = race.PathsAndExcess()
    for data in race.SCALINGS:
        picture.set_scene(data)
        (left, right), (bottom, top) = picture.bowl.get_xlim(), picture.bowl.get_ylim()
        scene = race.scene_of(data)
        for w, b in (scene.start, scene.best):
            assert left < w < right and bottom < b < top


def test_learning_rates_of_the_lesson_can_be_set():
    slider = next(c for c in race.EXPLORER.controls if c.name == "first_lr")
    for log_lr in (-5, -4, -2, -1.52, -1.48, -1, 0):
        steps = (log_lr - slider.low) / slider.step
        assert steps == pytest.approx(round(steps), abs=1e-6)
    for lr, verdict in {10**-1.52: "settles", 10**-1.48: "diverges"}.items():
        assert one(TENTH, SGD, lr).verdict == verdict
        assert one(TENTH, MOMENTUM, lr).verdict == "settles"


def test_twin_shows_what_it_names():
    figure, caption = race.twin()
    titles = {ax.get_title() for ax in figure.axes}
    assert len(titles) == len(race.SETTINGS) == 6
    assert sum("diverges" in title for title in titles) == 1
    for steps in ("2,007 steps", "43 steps", "70 steps", "258 steps", "1 step"):
        assert any(f"{steps} to 1 %" in title for title in titles)
    for number in ("2,007", "0.03298", "0.06266", " 43 ", " 70 ", " 258 ", "57,243", "1 step."):
        assert number in caption


def test_learning_rate_that_is_called_quick_is_the_quickest_with_three_digits():
    scene, limit = race.scene_of(RAW), one(RAW, SGD, race.QUICK).limit
    needed = [race.needed_later(scene, race.QUICK + off, 0.0) for off in (-2e-6, -1e-6, 0)]
    assert needed == sorted(needed, reverse=True) and race.QUICK < limit < race.QUICK + 1e-6
