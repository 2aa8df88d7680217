"""The explorers that a kernel draws, without a page: every setting, and bad values."""

import itertools
import math

import pytest

from course_utils import explore
from course_utils.checking import questions
from course_utils.explore import loss_dial  # the name a notebook calls
from course_utils.explore.base import Choice, Explorer, Slider, Text, Toggle

ALL = [explore.find(name) for name in explore.names()]
EXPLORERS = {one.title: one for one in ALL if isinstance(one, Explorer)}

each_explorer = pytest.mark.parametrize("explorer", EXPLORERS.values(), ids=EXPLORERS)


def test_every_explorer_is_offered_and_no_other():
    assert len({one.title for one in ALL}) == len(explore.names()) == len(dir(explore)) >= 11
    assert all(callable(getattr(explore, name)) for name in explore.names())
    assert callable(loss_dial)
    for name in ("dial", "loss_dial.py", "*", "__wrapped__"):
        with pytest.raises(AttributeError, match="there is no explorer"):
            getattr(explore, name)


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
        case Text():
            return [control.value, "", "2, 3", "$x^", "1" * control.most]


def walked(explorer):
    """Yield all settings together or, where they are too many, those of every two controls."""
    many = math.prod(len(settings(control)) for control in explorer.controls) > 500
    for some in itertools.combinations(explorer.controls, 2) if many else [explorer.controls]:
        for values in itertools.product(*map(settings, some)):
            yield dict(zip([control.name for control in some], values, strict=True))


@each_explorer
def test_every_setting_gives_a_picture_and_a_sentence(explorer):
    for values in walked(explorer):
        picture, text = explorer.frame(**values)
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
    assert spec["question"]["text"] == questions.find(explorer.question).text
    for control in spec["controls"]:
        assert control["kind"] in {"slider", "choice", "toggle", "text"} and control["label"]


@each_explorer
def test_bad_values_are_refused_in_words(explorer):
    for control in explorer.controls:
        for bad in (None, "nonsense" * 6, float("nan"), 1e9, [1], b""):
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
