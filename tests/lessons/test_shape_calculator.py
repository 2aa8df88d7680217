"""The numbers against which the shape calculator is held, against torch and plain loops."""

import importlib
import itertools
import math
import shutil

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from scripts import differences, in_node, parsed, sentences

# The package offers a function of the same name as the module.
calculator = importlib.import_module(
    "course_utils.lessons.lesson_09_broadcasting.explore_shape_calculator"
)
FLAT, COLUMN = calculator.FLAT, calculator.COLUMN
EXPLORER = calculator.EXPLORER
START = {"a": "3, 1", "b": "1, 3", "c": "-", "target": COLUMN, "start": "the best line", "steps": 0}

needs_node = pytest.mark.skipif(not shutil.which("node"), reason="there is no Node")
shapes = st.lists(st.sampled_from([0, 1, 1, 1, 2, 3]), max_size=4).map(tuple)


def on_page(texts):
    """Return what the page aligns of texts for a, b and c."""
    states = [START | dict(zip("abc", some, strict=False)) for some in texts]
    return [numbers["aligned"] for numbers in parsed(in_node(EXPLORER.script(), states))]


def said(*states):
    return sentences(EXPLORER, states)


def of_shapes(**texts):
    return said({"show": "shapes", **texts})[0]


FITTING = [
    (("()", "3, 1"), (3, 1)),
    (("3, 1", "1, 3"), (3, 3)),
    (("3, 1", "1, 3", "2, 1, 1"), (2, 3, 3)),
    (("0", "1"), (0,)),
    (("", ""), ()),
    (("11", "11, 1"), (11, 11)),
    (("101, 1, 1", "1, 81, 1", "11"), (101, 81, 11)),
]


@pytest.mark.parametrize("texts, result", FITTING)
def test_shapes_that_fit_are_those_of_the_lesson(texts, result):
    aligned = calculator.align(*texts)
    assert aligned["result"] == list(result)
    assert aligned["failing"] == [] and aligned["trouble"] == ""
    assert aligned["result_bytes"] == 4 * math.prod(result)


def test_shapes_that_do_not_fit_are_refused_as_torch_refuses_them():
    aligned = calculator.align("2, 3", "3, 2")
    assert aligned["result"] is None and aligned["failing"] == [-2, -1]
    assert aligned["message"] == (
        "The size of tensor a (3) must match the size of tensor b (2) at non-singleton dimension 1"
    )
    assert calculator.align("3", "4")["failing"] == [-1]
    assert calculator.align("0", "2")["failing"] == [-1]
    assert calculator.align("2, 3", "3", "4, 1")["failing"] == [-2]


@settings(max_examples=100)
@given(st.lists(shapes, min_size=2, max_size=3))
def test_any_shapes_add_up_as_in_torch(drawn):
    aligned = calculator.align(*map(str, drawn))
    tensors = [torch.zeros(shape) for shape in drawn]
    try:
        total = sum(tensors[1:], tensors[0])
    except RuntimeError as error:
        assert aligned["message"] == str(error) and "must match" in aligned["message"]
        assert aligned["result"] is None and aligned["failing"]
    else:
        assert aligned["result"] == list(total.shape)
        assert aligned["result_bytes"] == total.nbytes
        assert aligned["inputs_bytes"] == [tensor.nbytes for tensor in tensors]
        for tensor, axes in zip(tensors, aligned["stretched"], strict=True):
            own = tensor.expand(total.shape)
            padded = (1,) * (total.ndim - tensor.ndim) + tuple(tensor.shape)
            assert axes == [i for i in range(-own.ndim, 0) if padded[i] != own.shape[i]]


def test_columns_are_aligned_to_the_right():
    columns = calculator.align("3, 3", "2, 1, 1")["columns"]
    assert columns == [[None, 2], [3, 1], [3, 1]]
    assert calculator.align("", "")["columns"] == []


READ = {
    **{"3, 1": (3, 1), "(3, 1)": (3, 1), "[3,1]": (3, 1), "torch.Size([3, 1])": (3, 1)},
    **{" (3,) ": (3,), "(3)": (3,), "3,": (3,), "+3": (3,)},
    **{"": (), "()": (), "[]": (), "torch.Size([])": (), "0": (0,)},
}
REFUSED = {
    **dict.fromkeys(["three", "3 1", "3,, 1", ",", "(3, 1", "1.5", "-", "$x^"], "cannot be read"),
    **{"it's": '"it\'s", cannot be read', "a\\b": "'a\\\\b', cannot be read"},
    "٣": "'?', cannot be read",
    "3, -1": "no size is below 0",
    "1, 1, 1, 1, 1, 1, 1": "room for 6",
    "1000000001": "above 1,000,000,000",
    "9" * 40: "above 1,000,000,000",
    "1000000000, 1000001": "a would have more than 10**15 numbers, 4 PB as float32",
}


@pytest.mark.parametrize("text, shape", READ.items())
def test_shape_may_be_written_in_several_ways(text, shape):
    assert calculator.read_shape("a", text) == shape


@pytest.mark.parametrize("text, sentence", REFUSED.items())
def test_text_that_is_no_shape_is_answered_by_a_sentence(text, sentence):
    trouble = calculator.align(text, "1")["trouble"]
    assert sentence in trouble and trouble.endswith(".")


def test_result_without_end_is_answered_by_a_sentence():
    assert "a + b would have more than" in calculator.align("1000000000, 1", "1000001")["trouble"]
    assert calculator.align("1000000000, 1", "1000000")["result_bytes"] == 4 * 10**15


@needs_node
def test_page_reads_and_aligns_whatever_is_written():
    few = [(0,), (1,), (3,), (1, 3), (2, 1), (2, 3), (2, 1, 1), (4, 2, 3)]
    texts = [
        *(texts for texts, _ in FITTING),
        *((text, "1") for text in [*READ, *REFUSED]),
        *(
            [", ".join(map(str, shape)) for shape in some]
            for some in itertools.product(few, repeat=2)
        ),
        *(
            [", ".join(map(str, shape)) for shape in some]
            for some in itertools.product(few, repeat=3)
        ),
        *[("1000000000, 1", "1000001"), ("1000000000, 1", "1000000"), ("3", "1", " - ")],
    ]
    for some, theirs in zip(texts, on_page(texts), strict=True):
        assert differences(theirs, calculator.align(*some)) == [], some


def test_c_is_left_out_by_a_dash():
    assert calculator.align("3", "1", " - ")["names"] == ["a", "b"]
    assert calculator.align("3", "1", "")["names"] == ["a", "b", "c"]


@needs_node
def test_bytes_have_their_unit():
    assert "take 40 kB and 40 kB, the result takes 400 MB." in of_shapes(a="10000", b="10000, 1")
    assert "the result takes 4 PB." in of_shapes(a="1000000000, 1", b="1000000")
    assert "take 0 bytes and 4 bytes, the result takes 0 bytes." in of_shapes(a="0", b="1")


@pytest.mark.parametrize("start", calculator.STARTS)
def test_trapped_line_ends_flat_at_the_mean_with_the_variance_as_loss(start):
    result = calculator.train(COLUMN, start, 1000)
    assert (result["w"], result["b"]) == pytest.approx((0, 10.5), abs=1e-6)
    assert result["loss"] == pytest.approx(77.1364, abs=5e-5) == result["lowest"]
    assert [len(row) for row in result["difference"]] == [11] * 11


@pytest.mark.parametrize("start", calculator.STARTS)
def test_right_targets_lead_to_the_best_line(start):
    result = calculator.train(FLAT, start, 1000)
    assert (result["w"], result["b"]) == pytest.approx((0.536772, -17.304785), abs=1e-6)
    assert result["w"] / 0.1 == pytest.approx(5.36772, abs=1e-5)  # on 0.1 * t_u
    assert result["loss"] == pytest.approx(2.927645, abs=1e-6) == result["lowest"]
    assert [len(row) for row in result["difference"]] == [11]


def test_start_has_the_losses_of_the_lesson():
    assert calculator.train(FLAT, "w 1, b 0", 0)["loss"] == pytest.approx(1763.8846, abs=1e-4)
    at_best = calculator.train(COLUMN, "the best line", 0)
    assert at_best["loss"] == pytest.approx(2 * 77.136364 - 2.927645, abs=1e-5)
    assert (at_best["w"], at_best["b"]) == pytest.approx(calculator.BEST, abs=1e-12)


@needs_node
def test_page_takes_every_step_that_a_loop_takes():
    ways = list(itertools.product([FLAT, COLUMN], calculator.STARTS))
    states = [START | {"target": y, "start": start, "steps": 1000} for y, start in ways]
    for (y, start), numbers in zip(ways, parsed(in_node(EXPLORER.script(), states)), strict=True):
        losses = calculator.train(y, start, 1000)["losses"]
        assert all(later <= loss + 1e-9 for loss, later in itertools.pairwise(losses))
        assert differences(numbers["trained"]["losses"], losses) == []
        mean = [torch.tensor(numbers["trained"]["difference"]).square().mean().item()]
        assert mean == pytest.approx([losses[-1]], rel=1e-5)


@needs_node
def test_sentences_say_what_the_picture_shows():
    assert of_shapes(a="(3, 1)", b="1, 3", c="2, 1, 1") == (
        "torch.zeros(3, 1) + torch.zeros(1, 3) + torch.zeros(2, 1, 1) has shape (2, 3, 3); "
        "stretched: a along axes -3 and -1, b along axes -3 and -2, c along axes -2 and -1. "
        "As float32 the inputs take 12 bytes, 12 bytes and 8 bytes, the result takes 72 bytes."
    )
    assert of_shapes(a="2, 3", b="3, 2") == (
        "torch.zeros(2, 3) + torch.zeros(3, 2) does not fit along axis -2 (2 and 3) and axis -1 "
        "(3 and 2). torch says: The size of tensor a (3) must match the size of tensor b (2) at "
        "non-singleton dimension 1."
    )
    assert "torch.zeros(()) + torch.zeros(()) has shape (); nothing is" in of_shapes(a="", b="()")
    trapped, right = said({"steps": 1000}, {"steps": 1, "target": FLAT})
    assert "y_hat - y has 121 numbers. After 1000 steps: " in trapped
    assert "w = 0.0000, b = 10.50 °C, loss 77.1364 °C²; the variance of y is 77.1364." in trapped
    assert "After 1 step: " in right and "the lowest loss of any line is 2.9276." in right


def test_caption_names_the_numbers_of_the_trap():
    for words in ("121 numbers", "151.3451", "w = 0.0000", "b = 10.50", "77.1364"):
        assert words in EXPLORER.caption()
