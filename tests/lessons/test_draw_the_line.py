"""The numbers against which the line of lesson 00 is held, over all positions of its sliders."""

import importlib
import itertools

import pytest
import torch
from scripts import needs_node, sentences

# The package offers a function of the same name as the module.
line = importlib.import_module(
    "course_utils.lessons.lesson_00_can_a_machine_learn.explore_draw_the_line"
)

TENTHS = [round(-3 + k / 10, 1) for k in range(61)]
PASS = len(line.POINTS)


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
    result = line.compute(*weights, gate)
    assert result["right"][gate] == right == 4 - sum(result["wrong"])


@pytest.mark.parametrize("gate, most", [("AND", 4), ("OR", 4), ("XOR", 3)])
def test_no_position_of_the_sliders_gets_more(gate, most):
    w1, w2, b = torch.cartesian_prod(*[torch.tensor(TENTHS, dtype=torch.float64)] * 3).T
    outputs = torch.stack([w1 * x1 + w2 * x2 + b > line.NOTHING for x1, x2 in line.POINTS])
    targets = torch.tensor(line.GATES[gate], dtype=torch.bool)[:, None]
    assert (outputs == targets).sum(0).max() == most


def test_a_tie_in_tenths_is_a_tie():
    assert 0.1 + 0.2 - 0.3 > 0
    assert line.compute(0.1, 0.2, -0.3)["outputs"] == [0, 0, 0, 0]
    for w1, w2 in itertools.product(TENTHS[16:46:3], repeat=2):
        b = round(-w1 - w2, 1)
        assert line.compute(w1, w2, b)["outputs"][3] == 0
        # Just below the corner, by less than a handle's grain.
        assert line.compute(w1, w2, b + 1e-3)["outputs"][3] == 1


def by_pass(corrections):
    """Return how many points each pass corrected."""
    return [sum(corrections[i : i + PASS]) for i in range(0, len(corrections), PASS)]


def test_training_from_zero_is_that_of_the_lesson():
    learnt = line.compute(0.0, 0.0, 0.0, "AND", 6 * PASS)
    assert (learnt["weights"], learnt["right"]["AND"]) == ([2, 1, -2], 4)
    assert by_pass(learnt["corrections"]) == [1, 3, 3, 2, 1, 0]
    learnt = line.compute(0.0, 0.0, 0.0, "OR", 4 * PASS)
    assert (learnt["weights"], learnt["right"]["OR"]) == ([1, 1, 0], 4)
    assert by_pass(learnt["corrections"]) == [1, 2, 1, 0]
    corrections = line.compute(0.0, 0.0, 0.0, "XOR", 12 * PASS)["corrections"]
    assert by_pass(corrections) == [2, 3, *[4] * 10]


def test_training_starts_from_the_sliders_and_looks_at_one_point_a_step():
    untrained = line.compute(0.3, -1.2, 0.7)
    assert untrained["weights"] == [0.3, -1.2, 0.7] and untrained["corrections"] == []
    # Silenced at (0, 0), called back at (1, 1).
    trained = line.compute(0.3, -1.2, 0.7, "AND", PASS)
    assert trained["corrections"] == [True, False, False, True]
    assert trained["weights"] == pytest.approx([1.3, -0.2, 0.7])
    assert trained["path"][1] == pytest.approx([0.3, -1.2, -0.3])


@pytest.mark.parametrize("gate", line.GATES)
def test_a_pass_without_correction_is_one_where_all_is_right(gate):
    for weights in itertools.product([-3.0, 0.0, 1.0, 3.0], repeat=3):
        found = line.compute(*weights, gate, 12 * PASS)
        counts = by_pass(found["corrections"])
        assert (counts[-1] == 0) <= (found["right"][gate] == 4)
        assert gate != "XOR" or 0 not in counts
        # What needs no correction once needs none ever after.
        assert 0 not in counts or set(counts[counts.index(0) :]) == {0}


def test_the_arrow_stands_on_the_line_where_it_is_held():
    for w1, w2, b in itertools.product([-3.0, 0.5, 2.0], repeat=3):
        result = line.compute(w1, w2, b, at=(0.3, 0.8))
        (x1, x2), tip = result["foot"], result["tip"]
        assert w1 * x1 + w2 * x2 + b == pytest.approx(0, abs=1e-12)
        # Across the line, away from it to where the unit fires.
        assert (0.3 - x1) * w2 == pytest.approx((0.8 - x2) * w1, abs=1e-12)
        assert tip == pytest.approx([x1 + line.ARROW * w1, x2 + line.ARROW * w2])


def test_where_there_is_no_line_the_arrow_stays_where_it_is_held():
    for b, output in [(-1.0, 0), (0.0, 0), (1.0, 1)]:
        result = line.compute(0.0, 0.0, b, at=(0.3, 0.8))
        assert result["foot"] == result["tip"] == [0.3, 0.8]
        assert result["outputs"] == [output] * 4


def test_caption_names_the_point_that_is_missed():
    caption = line.caption()
    assert "gets 4 of the 4 points of OR right, 2 of those of AND" in caption
    assert "3 of XOR's, all but (1, 1)" in caption


@needs_node
def test_sentence_says_what_the_picture_shows():
    said = sentences(
        line.EXPLORER,
        [{}, {"w1": 0, "w2": 0, "steps": 24}, {"gate": "XOR", "w1": 0, "w2": 0, "steps": 4}],
    )
    assert said == [
        "AND: 2 of 4 points right; wrong: (0, 1), (1, 0). w1 = 1.00, w2 = 1.00, b = 0.00.",
        "AND in pass 6, (1, 1) was right: 4 of 4 points right. w1 = 2.00, w2 = 1.00, b = −2.00.",
        "XOR in pass 1, (1, 1) corrected: 2 of 4 points right; wrong: (0, 1), (1, 0). "
        "w1 = −1.00, w2 = 0.00, b = 0.00.",
    ]
