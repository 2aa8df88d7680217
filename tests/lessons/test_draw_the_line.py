"""The line of lesson 00 without a page: its numbers, over all positions of its sliders."""

import importlib
import itertools

import numpy as np
import pytest

# The package offers a function of the same name as the module.
line = importlib.import_module(
    "course_utils.lessons.lesson_00_can_a_machine_learn.explore_draw_the_line"
)

TENTHS = [round(-3 + k / 10, 1) for k in range(61)]


@pytest.mark.parametrize(
    "gate, weights, right",
    [
        ("AND", (2, 1, -2), 4),
        ("OR", (1, 1, 0), 4),
        ("AND", (1, 1, 0), 2),
        ("XOR", (1, 1, 0), 3),
        ("XOR", (0, 0, 0), 2),
    ],
)
def test_numbers_of_the_lesson(gate, weights, right):
    assert line.compute(*weights, gate).right == right


@pytest.mark.parametrize("gate, most", [("AND", 4), ("OR", 4), ("XOR", 3)])
def test_lines_of_the_twin_are_the_best(gate, most):
    assert line.compute(*line.BEST[gate], gate).right == most


def test_no_position_of_the_sliders_gets_xor_right():
    grid = itertools.product(TENTHS, repeat=3)
    assert max(line.compute(*weights, "XOR").right for weights in grid) == 3


def test_a_tie_in_tenths_is_a_tie():
    assert 0.1 + 0.2 - 0.3 > 0
    assert line.compute(0.1, 0.2, -0.3, "AND").outputs == (0, 0, 0, 0)
    for w1, w2 in itertools.product(TENTHS[16:46], repeat=2):
        b = round(-w1 - w2, 1)
        assert line.compute(w1, w2, b, "AND").outputs[3] == 0
        # Just below the corner, by less than a slider's step.
        assert line.compute(w1, w2, b + 1e-3, "AND").outputs[3] == 1


def test_training_from_zero_is_that_of_the_lesson():
    learnt = line.compute(0, 0, 0, "AND", 6)
    assert (learnt.w1, learnt.w2, learnt.b, learnt.right) == (2, 1, -2, 4)
    assert learnt.corrected == (1, 3, 3, 2, 1, 0)
    learnt = line.compute(0, 0, 0, "OR", 4)
    assert (learnt.w1, learnt.w2, learnt.b, learnt.right) == (1, 1, 0, 4)
    assert learnt.corrected == (1, 2, 1, 0)
    assert line.compute(0, 0, 0, "XOR", 12).corrected == (2, 3, *[4] * 10)


def test_training_starts_from_the_sliders_and_no_pass_changes_nothing():
    untrained = line.compute(0.3, -1.2, 0.7, "AND")
    assert (untrained.w1, untrained.w2, untrained.b) == (0.3, -1.2, 0.7)
    assert untrained.corrected == ()
    once = line.compute(0.3, -1.2, 0.7, "AND", 1)
    # Silenced at (0, 0) and (1, 0), called back at (1, 1).
    assert (once.w1, once.w2, once.b) == pytest.approx((1.3, -0.2, 0.7))
    for passes in range(line.MOST + 1):
        assert len(line.compute(0.3, -1.2, 0.7, "AND", passes).corrected) == passes


@pytest.mark.parametrize("gate", line.GATES)
def test_a_pass_without_correction_is_one_where_all_is_right(gate):
    for weights in itertools.product(TENTHS[::10], repeat=3):
        found = line.compute(*weights, gate, line.MOST)
        assert (found.corrected[-1] == 0) <= (found.right == 4)
        assert gate != "XOR" or 0 not in found.corrected
        # What needs no correction once needs none ever after.
        assert list(found.corrected).count(0) == len(found.corrected[_first_zero(found) :])


def _first_zero(found):
    return found.corrected.index(0) if 0 in found.corrected else len(found.corrected)


def test_wrong_points_are_those_whose_output_is_not_the_gates():
    for gate, targets in line.GATES.items():
        for weights in itertools.product(TENTHS[::12], repeat=3):
            found = line.compute(*weights, gate)
            off = [p for p, o, y in zip(line.POINTS, found.outputs, targets, strict=True) if o != y]
            assert list(found.wrong) == off and found.right == 4 - len(off)


def area(corners):
    x1, x2 = corners.T
    return abs(np.dot(x1, np.roll(x2, 1)) - np.dot(x2, np.roll(x1, 1))) / 2


def test_shaded_is_where_the_unit_fires():
    side = np.linspace(-0.5, 1.5, 81)
    side = (side[1:] + side[:-1]) / 2
    x1, x2 = np.meshgrid(side, side)
    for w1, w2, b in itertools.product(TENTHS[::6], repeat=3):
        shown, ends = line.half_plane(w1, w2, b)
        share = (w1 * x1 + w2 * x2 + b > 1e-9).mean()
        assert (area(shown) / 4 if len(shown) else 0) == pytest.approx(share, abs=0.02)
        assert len(ends) in (0, 2)
        for x in ends:
            assert w1 * x[0] + w2 * x[1] + b == pytest.approx(0, abs=1e-9)
            assert np.abs(x - 0.5).max() == pytest.approx(1)  # on the border of what is shown


def test_everything_or_nothing_fires_without_weights():
    for b, corners in [(-1, 0), (0, 0), (1, 4)]:
        shown, ends = line.half_plane(0, 0, b)
        assert (len(shown), len(ends)) == (corners, 0)


def test_sentence_says_what_the_picture_shows():
    sentences = {
        ("AND", 1, 1, 0, 0): "AND: 2 of 4 points right; wrong: (0, 1), (1, 0). "
        "w1 = 1.0, w2 = 1.0, b = 0.0.",
        ("AND", 0, 0, 0, 6): "AND after 6 passes: 4 of 4 points right. "
        "w1 = 2.0, w2 = 1.0, b = −2.0; the last pass corrected none.",
        ("XOR", 0, 0, 0, 1): "XOR after 1 pass: 2 of 4 points right; wrong: (0, 1), (1, 0). "
        "w1 = −1.0, w2 = 0.0, b = 0.0; the last pass corrected 2.",
    }
    names = ("gate", "w1", "w2", "b", "passes")
    for setting, sentence in sentences.items():
        values = line.EXPLORER.values(**dict(zip(names, setting, strict=True)))
        assert line.say(line.compute(**values), **values) == sentence


def test_twin_shows_what_it_names():
    figure, caption = line.twin()
    titles = [ax.get_title() for ax in figure.axes]
    assert titles == ["AND: 4 of 4 right", "OR: 4 of 4 right", "XOR: 3 of 4 right"]
    assert "gets 3, here all but (1, 1)" in caption


def test_crosses_stand_on_the_wrong_points_and_filled_are_those_that_should_fire():
    picture = line.PlaneAndPasses()
    values = line.EXPLORER.values(gate="XOR", passes=3)
    picture.settle(**values)
    result = line.compute(**values)
    picture.frame(result, **values)
    drawn = picture.drawn
    assert list(zip(*drawn.crosses.get_data(), strict=True)) == list(result.wrong)
    assert list(zip(*drawn.ones.get_data(), strict=True)) == [(0, 1), (1, 0)]
    assert list(zip(*drawn.zeros.get_data(), strict=True)) == [(0, 0), (1, 1)]
    assert [list(data) for data in picture.counts.get_data()] == [
        [1, 2, 3],
        list(result.corrected),
    ]
