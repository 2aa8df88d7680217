"""The numbers against which the optimizer race is held, against torch and those of the lesson."""

import importlib
import itertools
import math

import numpy as np
import pytest
import torch

from course_utils import simulate

# The package offers a function of the same name as the module.
race = importlib.import_module("course_utils.lessons.lesson_07_optimizers.explore_optimizer_race")

RAW, TENTH, STANDARDISED = race.BOWLS
EXTREMES = [-5.0, -3.46, -2.0, -1.48, 0.0, 0.5]  # exponents of lr


def scaled(data):
    x, y = (readings.double().round(decimals=1) for readings in simulate.thermometer())
    if data == STANDARDISED:
        x = (x - x.mean()) / x.std(correction=0)
    return x * (0.1 if data == TENTH else 1), y


def by_torch(data, name, lr, beta, steps):
    """Return the places and the losses of a run with torch's own optimizer."""
    x, y = scaled(data)
    params = torch.tensor([1.0, 0.0], dtype=torch.float64, requires_grad=True)
    optim = {
        "SGD": lambda: torch.optim.SGD([params], lr=lr),
        "momentum": lambda: torch.optim.SGD([params], lr=lr, momentum=beta),
        "Nesterov": lambda: torch.optim.SGD([params], lr=lr, momentum=beta, nesterov=True),
        "AdaGrad": lambda: torch.optim.Adagrad([params], lr=lr),
        "RMSprop": lambda: torch.optim.RMSprop([params], lr=lr),
        "Adam": lambda: torch.optim.Adam([params], lr=lr),
    }[name]()
    places, losses = [], []
    for _ in range(steps + 1):
        loss = ((params[0] * x + params[1] - y) ** 2).mean()
        places.append(params.detach().tolist())
        losses.append(loss.item())
        optim.zero_grad()
        loss.backward()
        optim.step()
    return np.array(places), np.array(losses)


@pytest.mark.parametrize("data", race.BOWLS)
@pytest.mark.parametrize("name", race.RUNNERS)
def test_runs_are_those_of_torch(data, name):
    for share, beta in [(0.4, 0.9), (0.95, 0.5)]:
        limit = race.run(data, name, 1e-4, beta)["limit"]
        lr = 2 * share if limit is None else share * limit
        places, losses = by_torch(data, name, lr, beta, 150)
        found = race.run(data, name, lr, beta)
        # What bounces with steps of a size of their own makes more of each rounding.
        assert np.array(found["places"][:151]) == pytest.approx(places, rel=1e-5, abs=1e-5)
        lowest = race.BOWLS[data].lowest
        assert np.array(found["losses"][:151]) + lowest == pytest.approx(losses, rel=1e-6)


@pytest.mark.parametrize(
    "data, name, lr, needed",
    [
        (TENTH, "SGD", 0.01, 2007),
        (TENTH, "SGD", 0.03, 668),
        (TENTH, "SGD", 0.033, None),
        (TENTH, "momentum", 0.01, 174),
        (TENTH, "momentum", 0.03, 50),
        (TENTH, "momentum", 0.04, 70),
        (TENTH, "Adam", 1.0, 70),
        (RAW, "Adam", 0.1, 1186),
        (RAW, "Adam", 1.0, 258),
        (RAW, "Adam", 0.001, None),
        (RAW, "SGD", 3.39e-4, None),
        (STANDARDISED, "SGD", 0.5, 1),
    ],
)
def test_steps_to_one_per_cent_are_those_of_the_lesson(data, name, lr, needed):
    assert race.run(data, name, lr)["needed"] == needed


def test_start_is_the_same_numbers_on_every_scale():
    first = {data: race.run(data, "SGD", 1e-5)["losses"][0] for data in race.BOWLS}
    assert race.BOWLS[RAW].lowest == pytest.approx(2.927645, abs=1e-6)
    assert first[RAW] + race.BOWLS[RAW].lowest == pytest.approx(1763.8846, abs=1e-4)
    assert first[TENTH] + race.BOWLS[TENTH].lowest == pytest.approx(80.3643, abs=1e-4)


def test_limits_are_those_of_the_lesson():
    for data, limit in {RAW: 3.399e-4, TENTH: 0.03298, STANDARDISED: 1.0}.items():
        assert race.run(data, "SGD", 1e-4)["limit"] == pytest.approx(limit, rel=2e-4)
        momentum = race.run(data, "momentum", 1e-4, 0.9)["limit"]
        assert momentum == pytest.approx(1.9 * limit, rel=2e-4)
        assert race.run(data, "Adam", 1e-4)["limit"] is None


@pytest.mark.parametrize("data", race.BOWLS)
@pytest.mark.parametrize("name", ["momentum", "Nesterov"])
@pytest.mark.parametrize("beta", [0.0, 0.5, 0.9])
def test_limit_is_where_runs_begin_to_diverge(data, name, beta):
    limit = race.run(data, name, 1e-4, beta)["limit"]
    below, beyond = (race.run(data, name, share * limit, beta) for share in (0.97, 1.03))
    assert (below["verdict"], beyond["verdict"]) == ("settles", "diverges")
    assert race.run(data, name, limit, beta)["verdict"] == "bounces"
    assert max(below["losses"][400:]) < below["losses"][0] < 1e3 * beyond["losses"][-1]
    assert beyond["losses"][-1] > 1e3 * beyond["losses"][0]


def test_what_divides_by_the_slope_never_diverges():
    for data, log_lr in itertools.product(race.BOWLS, EXTREMES):
        for name in ("AdaGrad", "RMSprop", "Adam"):
            found = race.run(data, name, 10.0**log_lr)
            assert found["verdict"] == "settles" and len(found["losses"]) > 500
            assert all(map(math.isfinite, found["losses"]))


def test_run_that_soon_leaves_again_says_so():
    assert race.run(TENTH, "momentum", 0.03)["leaves"]
    assert not race.run(TENTH, "momentum", 0.01)["leaves"]
    assert not race.run(TENTH, "SGD", 0.03)["leaves"]


def test_path_that_leaves_every_bound_ends_there():
    found = race.run(RAW, "SGD", 10**0.5)
    assert 1 < len(found["losses"]) < 10 and found["needed"] is None


def test_race_has_a_run_for_each_that_is_on():
    start = {"data": TENTH, "w": 1.0, "b": 0.0, "beta": 0.9, "rates": [-2.0] * 6}
    runs = race.compute(**start, on=[1, 0, 0, 1, 0, 0], steps=7)["runs"]
    assert [run is not None for run in runs] == [True, False, False, True, False, False]
    assert len(runs[0]["places"]) == len(runs[0]["losses"]) == 8


def test_caption_has_the_numbers_of_the_lesson():
    for number in (" 668 ", " 50,", " 70.", " 258;", " 1:"):
        assert number in race.caption()
