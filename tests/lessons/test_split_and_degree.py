"""Split and degree without a page: its numbers, against other ways to the same polynomials."""

import importlib
import itertools
import math

import numpy as np
import pytest

from course_utils import simulate
from course_utils.checking import questions

# The package offers a function of the same name as the module.
lab = importlib.import_module("course_utils.lessons.lesson_08_overfitting.explore_split_and_degree")

T_U, T_C = (readings.double().numpy() for readings in simulate.thermometer())
DEGREES = range(9)

each_degree = pytest.mark.parametrize("degree", DEGREES)


def split(pair, degree):
    return lab.compute(lab.PAIRS.index(pair), degree)


def by_legendre(pair, degree):
    """Return training and validation loss, fitted in another basis on another scale by QR."""
    train = [i for i in range(11) if i not in pair]
    basis = np.polynomial.legendre.legvander((T_U - 52) / 31, degree)
    Q, R = np.linalg.qr(basis[train])
    squares = (basis @ np.linalg.solve(R, Q.T @ T_C[train]) - T_C) ** 2
    return squares[train].mean(), squares[list(pair)].mean()


def through_nine(pair, x):
    """Return at x the polynomial that meets the nine other readings, by Lagrange's formula."""
    train = [i for i in range(11) if i not in pair]
    return sum(
        T_C[i] * math.prod((x - T_U[j]) / (T_U[i] - T_U[j]) for j in train if j != i) for i in train
    )


def test_pairs_are_all_ways_to_choose_two_readings():
    assert lab.PAIRS == tuple(itertools.combinations(range(11), 2)) and len(lab.PAIRS) == 55
    assert lab.PAIRS[lab.BOOK] == (2, 10)
    controls = {control.name: control for control in lab.EXPLORER.controls}
    assert (controls["pair"].low, controls["pair"].high) == (0, 54)
    assert (controls["degree"].low, controls["degree"].high) == (0, 8)
    assert lab.EXPLORER.values() == {"pair": lab.BOOK, "degree": 1}


def test_straight_lines_are_those_of_the_lesson():
    losses = lab.splits(1).validation
    assert losses.min() == pytest.approx(1.0471, abs=5e-5)
    assert losses.max() == pytest.approx(20.6984, abs=5e-5)
    assert lab.PAIRS[losses.argmin()] == (2, 5) and lab.PAIRS[losses.argmax()] == (6, 7)
    assert losses.mean() == pytest.approx(4.71, abs=5e-3)
    assert (losses < lab.splits(1).training).sum() == 10  # 18 % of the splits
    book = split((2, 10), 1)
    assert (book.training, book.validation) == pytest.approx((3.012, 3.544), abs=5e-4)
    assert (split((2, 5), 1).place, book.place, split((6, 7), 1).place) == (1, 23, 55)


TRAINING = [75.4, 2.78, 1.96, 1.76, 1.48, 1.08, 0.71, 0.49, 0.00]  # means
VALIDATION = [70.2, 4.49, 3.43, 6.32, 6.45, 74, 12.6, 2989, 5.8e6]  # medians


@each_degree
def test_degrees_are_those_of_the_lesson(degree):
    found = lab.splits(degree)
    assert found.training.mean() == pytest.approx(TRAINING[degree], rel=5e-3, abs=1e-12)
    assert np.median(found.validation) == pytest.approx(VALIDATION[degree], rel=5e-3)


@each_degree
def test_losses_do_not_depend_on_the_way_to_the_polynomial(degree):
    for i, pair in enumerate(lab.PAIRS):
        found = lab.compute(i, degree)
        training, validation = by_legendre(pair, degree)
        assert found.training == pytest.approx(training, rel=1e-6, abs=1e-9), pair
        assert found.validation == pytest.approx(validation, rel=1e-6), pair


def test_highest_degree_meets_every_reading_it_was_trained_on():
    assert lab.splits(lab.MOST).training.max() < lab._NOTHING
    for i, pair in enumerate(lab.PAIRS):
        found = lab.compute(i, lab.MOST)
        expected = [through_nine(pair, T_U[j]) for j in pair]
        assert found.predicted == pytest.approx(np.array(expected), rel=1e-6)


@each_degree
def test_every_split_is_whole(degree):
    found = lab.splits(degree)
    assert found.curves.shape == (55, len(lab.GRID)) and found.predicted.shape == (55, 11)
    for i, pair in enumerate(lab.PAIRS):
        one = lab.compute(i, degree)
        assert one.held_out == pair and one.all_validation is found.validation
        assert all(type(number) is float for number in (one.training, one.validation))
        assert np.isfinite(one.curve).all() and one.training >= 0 and one.validation > 0
        misses = one.predicted - T_C[list(pair)]
        assert one.validation == pytest.approx((misses**2).mean(), rel=1e-12)
        on_curve = np.interp(T_U[list(pair)], lab.GRID, one.curve)
        steepest = np.abs(np.diff(one.curve)).max()
        assert np.abs(on_curve - one.predicted).max() <= steepest


@each_degree
def test_places_are_in_the_order_of_the_losses(degree):
    found = [lab.compute(i, degree) for i in range(55)]
    ordered = sorted(found, key=lambda one: one.validation)
    for place, one in enumerate(ordered, start=1):
        shared = one.validation == pytest.approx(ordered[one.place - 1].validation, rel=1e-8)
        assert one.place == place or (one.place < place and shared)


def test_question_says_what_is_so():
    told = " ".join(option.why for option in questions.find("8.p4").options)
    line, parabola, highest = (lab.splits(degree).validation for degree in (1, 2, 8))
    assert (parabola < line).sum() == 36 and "36 of 55" in told
    assert (highest < line).sum() == 1 and "wins once" in told
    assert [f"{losses.mean():.1f}" for losses in (line, parabola)] == ["4.7"] * 2


def test_training_loss_falls_with_every_degree():
    by_degree = np.array([lab.splits(degree).training for degree in DEGREES])
    assert (np.diff(by_degree, axis=0) < 1e-9).all()


def test_what_is_kept_cannot_be_changed():
    for array in (split((2, 10), 3).curve, split((2, 10), 3).all_validation, *lab.readings()):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0
    values = lab.EXPLORER.values(pair=7, degree=5)
    first, again = lab.compute(**values), lab.compute(**values)
    assert (first.curve == again.curve).all() and lab.say(first, **values) == lab.say(
        again, **values
    )


def test_sentence_says_pair_degree_losses_and_place():
    sentences = {
        ((2, 10), 1): "Degree 1, readings 2 and 10 held out: training loss 3.012 °C², "
        "validation loss 3.544 °C², place 23 of 55 (1 is the smallest).",
        ((6, 7), 6): "Degree 6, readings 6 and 7 held out: training loss 1.026 °C², "
        "validation loss 10,108 °C², place 45 of 55 (1 is the smallest).",
        ((6, 7), 8): "Degree 8, readings 6 and 7 held out: training loss 0 °C², "
        "validation loss 7.06 · 10¹² °C², place 55 of 55 (1 is the smallest).",
    }
    for (pair, degree), sentence in sentences.items():
        assert lab.say(split(pair, degree), pair=lab.PAIRS.index(pair), degree=degree) == sentence


@pytest.mark.parametrize(
    "number, text",
    [
        (0.0, "0"),
        (1e-21, "0"),
        (0.08709, "0.087"),
        (1.04714, "1.047"),
        (20.698, "20.70"),
        (193.003, "193.0"),
        (2989.4, "2,989"),
        (-734.2, "−734.2"),
        (109_978.9, "109,979"),
        (6.438e6, "6.44 · 10⁶"),
        (-1.8839e7, "−1.88 · 10⁷"),
        (7.061e12, "7.06 · 10¹²"),
    ],
)
def test_amounts_are_readable_however_large(number, text):
    assert lab.amount(number) == text


@each_degree
def test_axis_of_the_losses_has_a_few_ticks_that_fit(degree):
    picture = lab.FitAndPlaces()
    picture.settle(pair=0, degree=1)
    picture.set_scene(degree)
    picture.fig.canvas.draw()
    ax, page = picture.places_ax, picture.fig.bbox
    boxes = [label.get_window_extent() for label in ax.get_xticklabels()]
    assert 3 <= len(boxes) <= 7
    assert all(a.x1 < b.x0 for a, b in itertools.pairwise(boxes)) and boxes[-1].x1 <= page.x1
    low, high = ax.get_xlim()
    found = lab.splits(degree)
    losses = [*found.validation, *(loss for loss in found.training if loss > lab._NOTHING)]
    assert low < min(losses) and max(losses) < high
    summary = picture.summary.get_window_extent()
    assert summary.x1 <= page.x1


@each_degree
def test_what_is_written_fits_at_every_split(degree):
    picture = lab.FitAndPlaces()
    picture.settle(pair=0, degree=1)
    page = picture.fig.bbox
    frame = [ax.get_window_extent() for ax in picture.fig.axes]
    picture.set_scene(degree)
    for pair in range(55):
        picture.move(lab.compute(pair, degree), pair=pair, degree=degree)
        box, legend = picture.beyond.get_window_extent(), picture.legend.get_window_extent()
        assert box.x1 < frame[1].x0 and legend.x1 <= page.x1 and legend.y1 <= page.y1
        assert legend.y0 >= picture.summary.get_window_extent().y1 - 2
        first, second = (name.get_window_extent() for name in picture.fit.names)
        assert not first.overlaps(second), lab.PAIRS[pair]
        points = picture.fit_ax.transData.transform(np.column_stack([T_U, T_C]))
        for name in (first, second):
            assert frame[0].x0 < name.x0 and name.x1 < frame[0].x1
            assert not any(name.contains(*point) for point in points), lab.PAIRS[pair]


def test_curve_that_leaves_the_picture_says_so():
    assert lab.beyond(split((2, 10), 1)) == ""
    assert lab.beyond(split((3, 10), 4)) == "the curve runs from −496 to 14 °C"
    for degree, i in itertools.product(DEGREES, range(55)):
        found = lab.compute(i, degree)
        low, high = lab._T_C
        assert bool(lab.beyond(found)) == (found.curve.min() < low or found.curve.max() > high)


def test_misses_end_at_the_edge_with_a_mark():
    picture = lab.FitAndPlaces()
    picture.move(split((3, 10), 4), pair=0, degree=4)
    low, high = lab._T_C
    assert picture.fit.below.get_xdata() == pytest.approx([T_U[3]])
    assert picture.fit.below.get_ydata() == [low] and len(picture.fit.above.get_xdata()) == 0
    ends = [stick.get_ydata()[1] for stick in picture.fit.sticks]
    assert ends[0] == low and low < ends[1] < high


def test_training_loss_of_zero_is_said_where_it_cannot_be_drawn():
    picture = lab.FitAndPlaces()
    for degree in DEGREES:
        picture.set_scene(degree)
        picture.move(split((2, 10), degree), pair=lab.BOOK, degree=degree)
        exact = degree == lab.MOST
        assert picture.zero.get_visible() is exact and picture.training.get_visible() is not exact


def test_twin_shows_what_it_names():
    figure, caption = lab.twin()
    assert len(figure.axes) == len(lab.HELD_OUT) * len(lab.SHOWN) == 12
    titles = [ax.get_title() for ax in figure.axes]
    for losses in ("3.350 | 1.047", "3.012 | 3.544", "1.716 | 20.70", "1.026 | 10,108"):
        assert sum(losses in title for title in titles) == 1
    for words in ("readings 2 and 5 (counted from 0), 1.047", "on 6 and 7, 20.70", "Of all 55"):
        assert words in caption
    assert "At degree 6 every training loss is lower than at degree 1" in caption
    assert caption.endswith("every validation loss higher.")
    for pair in lab.HELD_OUT:
        line, last = (split(pair, degree) for degree in (1, lab.SHOWN[-1]))
        assert last.training < line.training and last.validation > line.validation
