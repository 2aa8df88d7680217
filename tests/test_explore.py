"""The explorers without a page: their numbers, every setting of their controls, bad values."""

import importlib
import itertools
import pkgutil

import numpy as np
import pytest

from course_utils import explore, question
from course_utils.explore import loss_dial as dial_function  # the name a notebook calls
from course_utils.explore.base import Choice, Slider, Toggle

MODULES = [
    importlib.import_module(f"course_utils.explore.{name}") for name in sorted(explore.__all__)
]
EXPLORERS = {module.EXPLORER.title: module.EXPLORER for module in MODULES}
dial = importlib.import_module("course_utils.explore.loss_dial")
memory = importlib.import_module("course_utils.explore.who_shares_memory")

each_explorer = pytest.mark.parametrize("explorer", EXPLORERS.values(), ids=EXPLORERS)


def test_every_explorer_module_is_offered():
    own = {module.name for module in pkgutil.iter_modules(explore.__path__)}
    assert own - {"base", "panel", "jupyter_server_config"} == set(explore.__all__)
    assert callable(dial_function)


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


@pytest.mark.parametrize("way", memory.WAYS)
def test_who_shares_memory(way):
    copies = {"A.clone()", "A * 1", "torch.tensor(A.numpy())"}
    result = memory.compute(way)
    assert result.shares == result.changed == (way not in copies)


def test_setting_the_value_that_was_there_changes_nothing():
    same = memory.compute("A", value=28.0)
    assert same.shares and not same.changed


@pytest.mark.parametrize("way", ["B", "", None, "A[2:4]"])
def test_unknown_way_is_refused(way):
    with pytest.raises(ValueError, match="B can be made by one of"):
        memory.compute(way)


def settings(control):
    """Return all settings of a control; of a slider both ends, the middle and one step inside."""
    match control:
        case Slider():
            middle = control.low + round((control.high - control.low) / control.step / 2) * (
                control.step
            )
            return [control.low, control.low + control.step, middle, control.high]
        case Choice():
            return control.options
        case Toggle():
            return [False, True]


@each_explorer
def test_every_setting_gives_a_picture_and_a_sentence(explorer):
    names = [control.name for control in explorer.controls]
    for values in itertools.product(*map(settings, explorer.controls)):
        picture, text = explorer.frame(**dict(zip(names, values, strict=True)))
        assert picture.startswith(b"\x89PNG")
        assert text.endswith(".")


@each_explorer
def test_picture_depends_on_the_values_only(explorer):
    first = explorer.frame()
    for control in explorer.controls:
        explorer.frame(**{control.name: settings(control)[-1]})
    assert explorer.frame() == first


@each_explorer
def test_twin_has_a_caption_with_its_numbers(explorer):
    figure, caption = explorer.twin()
    assert figure.axes
    assert caption.endswith(".") and any(sign.isdigit() for sign in caption)


@each_explorer
def test_page_is_told_everything(explorer):
    spec = explorer.spec()
    assert spec["question"]["text"] == question.find(explorer.question).text
    for control in spec["controls"]:
        assert control["kind"] in {"slider", "choice", "toggle"} and control["label"]


@each_explorer
def test_bad_values_are_refused_in_words(explorer):
    for control in explorer.controls:
        for bad in (None, "nonsense", float("nan"), 1e9, [1], b""):
            with pytest.raises(ValueError, match="must be"):
                explorer.frame(**{control.name: bad})
    with pytest.raises(ValueError, match="has no control"):
        explorer.frame(nonsense=1)


@each_explorer
def test_panel_answers_and_says_what_went_wrong(explorer):
    panel_module = pytest.importorskip("course_utils.explore.panel")
    panel, sent = panel_module.Panel(explorer), []
    panel.send = lambda content, buffers=None: sent.append((content, buffers))
    panel._answer(panel, {"view": "1", "values": explorer.values()}, [])
    panel._answer(panel, {"view": "2", "values": {"nonsense": 1}}, [])
    panel._answer(panel, {"view": "3"}, [])
    (good, (picture,)), (bad, _), (empty, _) = sent
    assert (picture, good["text"]) == explorer.frame() and good["view"] == "1"
    assert "has no control nonsense" in bad["error"] and bad["view"] == "2"
    assert "error" in empty
    panel.close()
