"""The shape calculator without a page: its numbers, against torch and against plain loops."""

import importlib
import itertools
import math

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from course_utils import simulate
from course_utils.explore.base import Text

# The package offers a function of the same name as the module.
calculator = importlib.import_module(
    "course_utils.lessons.lesson_09_broadcasting.explore_shape_calculator"
)
FLAT, COLUMN = calculator.FLAT, calculator.COLUMN
EXPLORER = calculator.EXPLORER

shapes = st.lists(st.sampled_from([0, 1, 1, 1, 2, 3]), max_size=4).map(tuple)


def said(**given):
    values = EXPLORER.values(**{"show": "shapes", **given})
    return calculator.say(calculator.compute(**values), **values)


def by_loop(target, start, steps):
    """Return w and b over raw readings and the losses of a plain loop on standardised readings."""
    t_u, t_c = (readings.double() for readings in simulate.thermometer())
    y = t_c[:, None] if target == COLUMN else t_c
    m, s = t_u.mean(), t_u.std(correction=0)
    x = (t_u - m) / s
    w, b = calculator.STARTS[start]
    params = torch.tensor([w * s, b + w * m], requires_grad=True)
    losses = []
    for _ in range(steps + 1):
        loss = ((params[0] * x + params[1] - y) ** 2).mean()
        losses.append(loss.item())
        params.grad = None
        loss.backward()
        last = params.detach().clone()
        with torch.no_grad():
            params -= calculator.LR * params.grad
    w, b = last[0] / s, last[1] - last[0] * m / s
    return w.item(), b.item(), losses


@pytest.mark.parametrize(
    "texts, result",
    [
        (("()", "3, 1"), (3, 1)),
        (("3, 1", "1, 3"), (3, 3)),
        (("3, 1", "1, 3", "2, 1, 1"), (2, 3, 3)),
        (("0", "1"), (0,)),
        (("", ""), ()),
        (("11", "11, 1"), (11, 11)),
        (("101, 1, 1", "1, 81, 1", "11"), (101, 81, 11)),
    ],
)
def test_shapes_that_fit_are_those_of_the_lesson(texts, result):
    aligned = calculator.align(*texts)
    assert aligned.result == result and aligned.failing == () and aligned.trouble == ""
    assert aligned.result_bytes() == 4 * math.prod(result)


def test_shapes_that_do_not_fit_are_refused_as_torch_refuses_them():
    aligned = calculator.align("2, 3", "3, 2")
    assert aligned.result is None and aligned.failing == (-2, -1)
    assert aligned.message == (
        "The size of tensor a (3) must match the size of tensor b (2) at non-singleton dimension 1"
    )
    assert calculator.align("3", "4").failing == (-1,)
    assert calculator.align("0", "2").failing == (-1,)
    assert calculator.align("2, 3", "3", "4, 1").failing == (-2,)


@settings(max_examples=100, deadline=None)
@given(st.lists(shapes, min_size=2, max_size=3))
def test_any_shapes_add_up_as_in_torch(drawn):
    aligned = calculator.align(*map(str, drawn))
    tensors = [torch.zeros(shape) for shape in drawn]
    try:
        total = sum(tensors[1:], tensors[0])
    except RuntimeError as error:
        assert aligned.message == str(error) and "must match" in aligned.message
        assert aligned.result is None and aligned.failing
    else:
        assert aligned.result == total.shape == eval(aligned.code).shape
        assert aligned.result_bytes() == total.nbytes
        assert aligned.inputs_bytes() == [tensor.nbytes for tensor in tensors]
        for tensor, axes in zip(tensors, aligned.stretched().values(), strict=True):
            own = tensor.expand(total.shape)
            padded = (1,) * (total.ndim - tensor.ndim) + tuple(tensor.shape)
            assert axes == [i for i in range(-own.ndim, 0) if padded[i] != own.shape[i]]


def test_columns_are_aligned_to_the_right():
    assert calculator.align("3, 3", "2, 1, 1").columns == ((None, 2), (3, 1), (3, 1))
    assert calculator.align("", "").columns == ()


@pytest.mark.parametrize(
    "text, shape",
    [
        ("3, 1", (3, 1)),
        ("(3, 1)", (3, 1)),
        ("[3,1]", (3, 1)),
        ("torch.Size([3, 1])", (3, 1)),
        (" (3,) ", (3,)),
        ("(3)", (3,)),
        ("3,", (3,)),
        ("", ()),
        ("()", ()),
        ("[]", ()),
        ("torch.Size([])", ()),
        ("0", (0,)),
    ],
)
def test_shape_may_be_written_in_several_ways(text, shape):
    assert calculator.read_shape("a", text) == shape


@pytest.mark.parametrize(
    "text, sentence",
    [
        ("three", "cannot be read"),
        ("3 1", "cannot be read"),
        ("3,, 1", "cannot be read"),
        (",", "cannot be read"),
        ("(3, 1", "cannot be read"),
        ("1.5", "cannot be read"),
        ("٣", "'?', cannot be read"),
        ("-", "cannot be read"),
        ("3, -1", "no size is below 0"),
        ("1, 1, 1, 1, 1, 1, 1", "room for 6"),
        ("1000000001", "above 1,000,000,000"),
        ("9" * 40, "above 1,000,000,000"),
        ("1000000000, 1000001", "more than 10**15 numbers"),
    ],
)
def test_bad_text_is_answered_by_a_sentence(text, sentence):
    aligned = calculator.align("3", text)
    assert sentence in aligned.trouble and aligned.trouble.endswith(".")
    assert said(b=text) == aligned.trouble


def test_result_without_end_is_answered_by_a_sentence():
    assert "a + b would have more than" in calculator.align("1000000000, 1", "1000001").trouble
    assert calculator.align("1000000000, 1", "1000000").result_bytes() == 4 * 10**15


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40), st.text("0123456789,()[]- $", max_size=40))
def test_no_text_breaks_picture_or_sentence(a, b):
    picture, text = EXPLORER.frame(show="shapes", a=a, b=b, c=b)
    assert picture.startswith(b"\x89PNG") and text.endswith(".")


def test_c_is_left_out_by_a_dash():
    assert list(calculator.align("3", "1", " - ").shapes) == ["a", "b"]
    assert list(calculator.align("3", "1", "").shapes) == ["a", "b", "c"]


def test_bytes_have_their_unit():
    aligned = calculator.align("10000", "10000, 1")
    assert aligned.inputs_bytes() == [40_000, 40_000] and aligned.result_bytes() == 400_000_000
    assert "take 40 kB and 40 kB, the result takes 400 MB." in said(a="10000", b="10000, 1")
    units = {0: "0 bytes", 1: "1 byte", 999: "999 bytes", 1000: "1 kB", 4 * 10**15: "4 PB"}
    assert {number: calculator._bytes(number) for number in units} == units


@pytest.mark.parametrize("start", calculator.STARTS)
def test_trapped_line_ends_flat_at_the_mean_with_the_variance_as_loss(start):
    result = calculator.train(COLUMN, start, 1000)
    assert (result.w, result.b) == pytest.approx((0, 10.5), abs=1e-6)
    assert result.loss == pytest.approx(77.1364, abs=5e-5) == result.lowest
    assert result.difference == (11, 11)


@pytest.mark.parametrize("start", calculator.STARTS)
def test_right_targets_lead_to_the_best_line(start):
    result = calculator.train(FLAT, start, 1000)
    assert (result.w, result.b) == pytest.approx((0.536772, -17.304785), abs=1e-6)
    assert result.w / 0.1 == pytest.approx(5.36772, abs=1e-5)  # on 0.1 * t_u
    assert result.loss == pytest.approx(2.927645, abs=1e-6) == result.lowest
    assert result.difference == (11,)


def test_start_has_the_losses_of_the_lesson():
    assert calculator.train(FLAT, "w 1, b 0", 0).loss == pytest.approx(1763.8846, abs=1e-4)
    at_best = calculator.train(COLUMN, "the best line", 0)
    assert at_best.loss == pytest.approx(2 * 77.136364 - 2.927645, abs=1e-5)
    assert (at_best.w, at_best.b) == pytest.approx(calculator.BEST, abs=1e-12)


@pytest.mark.parametrize("target", [FLAT, COLUMN])
@pytest.mark.parametrize("start", calculator.STARTS)
def test_formula_agrees_with_a_plain_loop(target, start):
    w, b, losses = by_loop(target, start, 300)
    result = calculator.train(target, start, 300)
    assert (result.w, result.b) == pytest.approx((w, b), rel=1e-9)
    assert result.losses == pytest.approx(losses, rel=1e-9) and result.loss == result.losses[-1]


def test_loss_only_falls_over_the_whole_grid():
    slider = next(control for control in EXPLORER.controls if control.name == "steps")
    longest = {
        setting: calculator.train(*setting, slider.high).losses
        for setting in itertools.product([FLAT, COLUMN], calculator.STARTS)
    }
    for setting, losses in longest.items():
        assert all(later <= loss + 1e-9 for loss, later in itertools.pairwise(losses))
        for steps in range(slider.low, slider.high + 1, slider.step):
            result = calculator.train(*setting, steps)
            numbers = [result.w, result.b, result.loss, *result.losses]
            assert len(result.losses) == steps + 1
            assert all(type(number) is float for number in numbers)
            assert result.loss == pytest.approx(losses[steps], rel=1e-12)


def test_sentences_say_what_the_picture_shows():
    assert said(a="(3, 1)", b="1, 3", c="2, 1, 1") == (
        "torch.zeros(3, 1) + torch.zeros(1, 3) + torch.zeros(2, 1, 1) has shape (2, 3, 3); "
        "stretched: a along axes -3 and -1, b along axes -3 and -2, c along axes -2 and -1. "
        "As float32 the inputs take 12 bytes, 12 bytes and 8 bytes, the result takes 72 bytes."
    )
    assert said(a="2, 3", b="3, 2") == (
        "torch.zeros(2, 3) + torch.zeros(3, 2) does not fit along axis -2 (2 and 3) and axis -1 "
        "(3 and 2). torch says: The size of tensor a (3) must match the size of tensor b (2) at "
        "non-singleton dimension 1."
    )
    assert "torch.zeros(()) + torch.zeros(()) has shape (); nothing is" in said(a="", b="()")
    trapped = said(show="training", steps=1000)
    assert "y_hat - y has (11, 11): 121 numbers. After 1000 steps from the best line" in trapped
    assert "w = 0.0000 per unit of t_u, b = 10.50 °C, loss 77.1364 °C²" in trapped
    right = said(show="training", steps=1, target=FLAT)
    assert "After 1 step from" in right and "the lowest loss of any line is 2.9276 °C²." in right


def test_everything_stays_on_the_page():
    picture = calculator.RowsOrLine()
    picture.settle(**EXPLORER.values())
    million = "1000000, 1000000, 1, 1, 1"
    for a, b, c in [
        ("3, 1", "1, 3", "-"),
        ("1000000000, 1, 1, 1, 1, 100000", "7, 1, 1, 1, 5", "1, 1, 1"),
        (million, "1, " + million, million),
        ("", "", ""),
        ("$x^", "1", "1"),
    ]:
        values = EXPLORER.values(show="shapes", a=a, b=b, c=c)
        picture.frame(calculator.compute(**values), **values)
        page = picture.fig.bbox
        texts = [t for t in picture.page.texts if t.get_visible() and t.get_text()]
        boxes = [(text.get_text(), text.get_window_extent()) for text in texts]
        for words, box in boxes:
            assert page.x0 <= box.x0 and box.x1 <= page.x1, words
            assert page.y0 <= box.y0 and box.y1 <= page.y1, words
        for (one, box), (other, another) in itertools.combinations(boxes, 2):
            assert not box.overlaps(another), (one, other)


def test_scenes_do_not_show_through_each_other():
    training, shown = EXPLORER.frame(show="training"), EXPLORER.frame(show="shapes")
    assert EXPLORER.frame(show="training") == training != shown == EXPLORER.frame(show="shapes")


def test_twin_shows_six_pairs_that_fit_and_two_that_do_not():
    figure, caption = calculator.twin()
    done = [calculator.align(*pair) for pair in calculator.PAIRS.values()]
    assert sum(bool(result.failing) for result in done) == 2 and len(done) == 8
    words = [text.get_text() for text in figure.axes[0].texts]
    assert words.count("error") == 2 and words.count("✗") == 3
    for expected in ("6 of 8 pairs", "(11, 11), 121 numbers", "b = 10.50", "77.1364"):
        assert expected in caption


def test_text_control_refuses_what_is_no_short_text():
    control = Text("a", "shape of a", "3, 1")
    assert control.read("") == "" and control.read("x" * 40) == "x" * 40
    for bad in (None, 3, (3, 1), b"3", "x" * 41):
        with pytest.raises(ValueError, match="shape of a must be a text of at most 40 characters"):
            control.read(bad)
