"""The numbers against which split and degree is held, against other ways to the same."""

import importlib
import itertools
import math
import shutil

import numpy as np
import pytest
from scripts import differences, in_node, parsed, sentences

from course_utils import simulate
from course_utils.checking import questions

# The package offers a function of the same name as the module.
lab = importlib.import_module("course_utils.lessons.lesson_08_overfitting.explore_split_and_degree")

T_U, T_C = (readings.double().numpy() for readings in simulate.thermometer())
DEGREES = range(9)
NOTHING = 1e-12  # a loss below this is rounding

each_degree = pytest.mark.parametrize("degree", DEGREES)
needs_node = pytest.mark.skipif(not shutil.which("node"), reason="there is no Node")


def number(*pair):
    return lab.PAIRS.index(pair)


def training(degree):
    return np.array([lab.losses(i, degree)[0] for i in range(55)])


def validation(degree):
    return np.array([lab.losses(i, degree)[1] for i in range(55)])


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


@needs_node
def test_page_has_the_numbers_of_every_split_at_every_degree():
    states = [{"pair": i, "degree": degree} for i in range(55) for degree in DEGREES]
    page = parsed(in_node(lab.EXPLORER.script(), states))
    for state, theirs in zip(states, page, strict=True):
        assert differences(theirs, lab.compute(**state)) == [], state


@needs_node
def test_page_begins_with_the_split_of_the_book():
    knobs = {knob["name"]: knob for knob in parsed(in_node(lab.EXPLORER.script(), None))}
    assert {name: knob["value"] for name, knob in knobs.items()} == {"pair": lab.BOOK, "degree": 1}
    assert (knobs["pair"]["high"], knobs["degree"]["high"]) == (54, 8)
    assert lab.PAIRS == tuple(itertools.combinations(range(11), 2)) and len(lab.PAIRS) == 55
    assert lab.PAIRS[lab.BOOK] == (2, 10)


def test_straight_lines_are_those_of_the_lesson():
    losses = validation(1)
    assert losses.min() == pytest.approx(1.0471, abs=5e-5)
    assert losses.max() == pytest.approx(20.6984, abs=5e-5)
    assert lab.PAIRS[losses.argmin()] == (2, 5) and lab.PAIRS[losses.argmax()] == (6, 7)
    assert losses.mean() == pytest.approx(4.71, abs=5e-3)
    assert (losses < training(1)).sum() == 10  # 18 % of the splits
    assert lab.losses(lab.BOOK, 1) == pytest.approx((3.012, 3.544), abs=5e-4)
    places = [lab.compute(i, 1)["place"] for i in (number(2, 5), lab.BOOK, number(6, 7))]
    assert places == [1, 23, 55]


TRAINING = [75.4, 2.78, 1.96, 1.76, 1.48, 1.08, 0.71, 0.49, 0.00]  # means
VALIDATION = [70.2, 4.49, 3.43, 6.32, 6.45, 74, 12.6, 2989, 5.8e6]  # medians


@each_degree
def test_degrees_are_those_of_the_lesson(degree):
    assert training(degree).mean() == pytest.approx(TRAINING[degree], rel=5e-3, abs=NOTHING)
    assert np.median(validation(degree)) == pytest.approx(VALIDATION[degree], rel=5e-3)


@each_degree
def test_losses_do_not_depend_on_the_way_to_the_polynomial(degree):
    for i, pair in enumerate(lab.PAIRS):
        ours, other = lab.losses(i, degree), by_legendre(pair, degree)
        assert ours[0] == pytest.approx(other[0], rel=1e-6, abs=1e-9), pair
        assert ours[1] == pytest.approx(other[1], rel=1e-6), pair


def test_highest_degree_meets_every_reading_it_was_trained_on():
    assert training(lab.MOST).max() < NOTHING
    for i, pair in enumerate(lab.PAIRS):
        expected = [through_nine(pair, T_U[j]) for j in pair]
        assert lab.compute(i, lab.MOST)["predicted"] == pytest.approx(expected, rel=1e-6)


@each_degree
def test_places_are_in_the_order_of_the_losses(degree):
    losses = validation(degree)
    places = [lab.compute(i, degree)["place"] for i in range(55)]
    for place, i in enumerate(np.argsort(losses), start=1):
        shared = losses[i] == pytest.approx(np.sort(losses)[places[i] - 1], rel=1e-8)
        assert places[i] == place or (places[i] < place and shared)


def test_question_says_what_is_so():
    told = " ".join(option.why for option in questions.find("8.p4").options)
    line, parabola, highest = (validation(degree) for degree in (1, 2, 8))
    assert (parabola < line).sum() == 36 and "36 of 55" in told
    assert (highest < line).sum() == 1 and "wins once" in told
    assert [f"{losses.mean():.1f}" for losses in (line, parabola)] == ["4.7"] * 2


def test_training_loss_falls_with_every_degree():
    assert (np.diff([training(degree) for degree in DEGREES], axis=0) < 1e-9).all()


@needs_node
def test_sentence_says_pair_degree_losses_and_place():
    expected = {
        ((2, 10), 1): "Degree 1, readings 2 and 10 held out: training loss 3.012 °C², "
        "validation loss 3.544 °C², place 23 of 55 (1 is the smallest).",
        ((6, 7), 6): "Degree 6, readings 6 and 7 held out: training loss 1.026 °C², "
        "validation loss 10,108 °C², place 45 of 55 (1 is the smallest).",
        ((6, 7), 8): "Degree 8, readings 6 and 7 held out: training loss 0 °C², "
        "validation loss 7.06 · 10¹² °C², place 55 of 55 (1 is the smallest).",
        ((5, 8), 6): "Degree 6, readings 5 and 8 held out: training loss 0.935 °C², "
        "validation loss 0.923 °C², place 1 of 55 (1 is the smallest).",
    }
    states = [{"pair": number(*pair), "degree": degree} for pair, degree in expected]
    assert sentences(lab.EXPLORER, states) == list(expected.values())


def test_caption_names_the_book_and_the_extremes():
    for words in ("3.01 to 0.65", "3.54 to 8.85", "readings 2 and 5, 1.05", "6 and 7, 20.70"):
        assert words in lab.EXPLORER.caption()


def test_splits_in_which_another_degree_is_better_are_those_of_the_question():
    asked = questions.find(lab.EXPLORER.question)
    (right,) = (option for option in asked.options if option.right)
    counts = [lab.compute(0, degree)["better"] for degree in DEGREES]
    assert counts[1] == 0 and f"In {counts[2]} of 55" in right.why
    assert counts[2] == (validation(2) < validation(1)).sum() == 36
