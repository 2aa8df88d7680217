"""The numbers against which the graph stepper is held, its wrong engines, and what it says."""

import importlib
import itertools
import random
import shutil

import pytest
from scripts import differences, in_node, parsed, sentences

from course_utils.engine import Value

# The package offers a function of the same name as the module.
stepper = importlib.import_module("course_utils.lessons.lesson_06_autograd.explore_graph_stepper")

RIGHT = {"assign": False, "order": "topological"}
LESSON = {"w": 1.0, "b": 0.0, "x": 2.0, "y": 5.0, "reuse": "nothing", **RIGHT}
WAYS = [
    dict(zip(("assign", "order", "reuse"), way, strict=True))
    for way in itertools.product((False, True), stepper.ORDERS, stepper.REUSE)
]
needs_node = pytest.mark.skipif(not shutil.which("node"), reason="there is no Node")


def at(step=stepper.MOST_STEPS, **changed):
    """Return the step with these settings and else those of the lesson; the last one by default."""
    return stepper.compute(**LESSON | {"step": step} | changed)


def grads(result):
    return {held["name"]: held["grad"] for held in result["held"]}


def data(result):
    return {held["name"]: held["data"] for held in result["held"]}


def wrong(result):
    """Return the true grad of each number that holds another."""
    pairs = zip(result["held"], result["true"], strict=True)
    return {h["name"]: true for h, true in pairs if h["grad"] != pytest.approx(true, abs=1e-12)}


def settings(count=150):
    """Return random places, each with every engine and every loss."""
    draw = random.Random(6)
    ends = {"w": (-6, 6), "b": (-6, 6), "x": (-6, 6), "y": (-6, 12)}
    places = [{name: draw.randint(*each) / 2 for name, each in ends.items()} for _ in range(count)]
    return [place | way for place in places for way in WAYS]


def test_start_has_the_numbers_of_the_question():
    result = at(**stepper.START)
    assert data(result) == {
        **{"w": 2, "x": 3, "b": 0, "−y": -5},
        **{"m": 6, "s": 6, "r": 1, "loss": 1},
    }
    found = grads(result)
    assert (found["w"], found["b"], found["x"]) == (6, 2, 4)
    assert not wrong(result)


def test_numbers_of_the_lesson():
    result = at()
    assert data(result)["loss"] == 9
    found = grads(result)
    assert (found["w"], found["b"], found["x"]) == (-12, -6, -6)
    assert (found["loss"], found["r"], found["s"], found["m"]) == (1, -6, -6, -6)
    assert (result["index"], result["last"], wrong(result)) == (12, 12, {})


def test_right_engine_is_right_everywhere():
    assert not any(wrong(at(**setting | RIGHT)) for setting in settings())


@needs_node
def test_page_takes_the_same_steps_on_every_way():
    states = [
        setting | {"step": step}
        for setting in settings(8)
        for step in range(stepper.MOST_STEPS + 1)
    ]
    page = parsed(in_node(stepper.EXPLORER.script(), states))
    for state, theirs in zip(states, page, strict=True):
        assert differences(theirs, stepper.compute(**state)) == [], state


@pytest.mark.parametrize("numbers", [{}, {"w": 2.0, "x": 3.0}])
def test_wrong_engines_are_wrong_where_something_is_used_twice(numbers):
    """Assignment fails with any number used twice, the naive order with one in between only."""
    fails = {tuple(way.values()) for way in WAYS if wrong(at(**numbers, **way))}
    assert fails == {
        (True, "topological", "w"),
        (True, "naive", "w"),
        (True, "topological", "w·x"),
        (True, "naive", "w·x"),
        (False, "naive", "w·x"),
    }


def test_wrong_numbers_of_the_wrong_engines():
    assert grads(at(reuse="w"))["w"] == -12
    assert wrong(at(reuse="w", assign=True)) == {"w": -12}
    assert grads(at(reuse="w", assign=True))["w"] == -8
    assert grads(at(reuse="w·x"))["w"] == -8
    assert grads(at(reuse="w·x", order="naive"))["w"] == -16  # twice the true one
    assert grads(at(reuse="w·x", assign=True))["w"] == -4  # half of it
    assert wrong(at(reuse="w·x", order="naive")) == {"w": -8, "x": -4}


def first_diamond():
    a = Value(1)
    b = a + a
    return a, b + b


def second_diamond():
    x = Value(3)
    y = x * x
    return x, y + x * y


@pytest.mark.parametrize(
    "make, order, assign, grad",
    [
        (first_diamond, stepper.topological, False, 4),
        (first_diamond, stepper.naive, False, 8),
        (first_diamond, stepper.topological, True, 1),
        (second_diamond, stepper.topological, False, 33),
        (second_diamond, stepper.naive, False, 39),
    ],
)
def test_orders_on_the_diamonds(make, order, assign, grad):
    leaf, result = make()
    result.grad = 1.0
    for _ in stepper.pass_back(order(result), assign):
        pass
    assert leaf.grad == grad


def test_naive_order_forgets_where_it_has_been():
    a, c = first_diamond()
    b = c.parents[0]
    assert stepper.naive(c) == [c, b, a, a, b, a, a]
    assert stepper.topological(c) == [c, b, a]


def test_every_step_changes_one_number_and_no_data_is_changed():
    for setting in settings(10):
        steps = stepper.trace(**setting)
        for before, after in itertools.pairwise(steps):
            pairs = enumerate(zip(before["held"], after["held"], strict=True))
            assert {i for i, (one, other) in pairs if one != other} <= {after["at"]}
            assert after["phase"] != "forward" or not any(grads(after).values())
            assert after["phase"] != "backward" or data(before) == data(after)


def test_what_arrows_carry_is_what_the_right_engine_holds():
    for setting in settings(10):
        end = at(**setting | RIGHT)
        arrived = dict.fromkeys(range(len(end["held"])), 0.0)
        for (child, k), carried in zip(end["edges"], end["carried"], strict=True):
            arrived[end["parents"][child][k]] += carried
        assert [arrived[i] for i in range(len(arrived) - 1)] == pytest.approx(end["true"][:-1])


def test_first_steps_compute_the_numbers_in_turn():
    known = [
        {name for name, number in data(at(step)).items() if number is not None} for step in range(5)
    ]
    leaves = {"w", "x", "b", "−y"}
    names = ["m", "s", "r", "loss"]
    assert known == [leaves | set(names[:count]) for count in range(5)]
    phases = [at(step)["phase"] for step in (0, 1, 4, 5, 12)]
    assert phases == ["start", "forward", "forward", "backward", "backward"]


def test_slider_reaches_the_last_step_of_every_way():
    lengths = {len(stepper.trace(**setting)) - 1 for setting in settings(3)}
    assert max(lengths) == stepper.MOST_STEPS
    assert at(13)["index"] == at(14)["index"] == 12


RULES = [
    (0, {}, "only the leaves hold a number"),
    (1, {}, "m = w · x = 1 · 2 = 2"),
    (2, {"b": -1.5}, "s = m + b = 2 + (−1.5) = 0.5"),
    (3, {}, "r = s − y = 2 − 5 = −3"),
    (3, {"y": -3.0}, "r = s − y = 2 − (−3) = 5"),
    (4, {}, "loss = r² = (−3)² = 9"),
    (5, {}, "loss.grad = 1: here the blame starts"),
    (6, {}, "r.grad += 2r · loss.grad = (−6) · 1 = −6"),
    (7, {}, "s.grad += 1 · r.grad = 1 · (−6) = −6"),
    (11, {}, "w.grad += x · m.grad = 2 · (−6) = −12"),
    (2, {"reuse": "w"}, "s = m + w = 2 + 1 = 3"),
    (11, {"reuse": "w"}, "w.grad += x · m.grad = 2 · (−4) = −8, in all −12"),
    (
        11,
        {"reuse": "w", "assign": True},
        "w.grad = x · m.grad = 2 · (−4) = −8; the −4 from before is lost",
    ),
    (2, {"reuse": "w·x"}, "s = m + m = 2 + 2 = 4"),
    (14, {"reuse": "w·x", "order": "naive"}, "x.grad += w · m.grad = 1 · (−4) = −4, in all −8"),
    (6, {"x": 3.0, "w": 2.0, "b": -1.0}, "r.grad += 2r · loss.grad = 0 · 1 = 0"),
]


@needs_node
def test_sentence_says_step_rule_and_verdict():
    said = sentences(stepper.EXPLORER, [LESSON | {"step": step} | more for step, more, _ in RULES])
    for (step, more, rule), sentence in zip(RULES, said, strict=True):
        result = at(step, **more)
        start = f"Step {result['index']} of {result['last']}, {result['phase']}: {rule}"
        assert sentence.startswith(start) and sentence.endswith(".")
        assert len(sentence) == len(start) + 1 or result["index"] == result["last"]
    ends = [{"step": 14}, {"step": 14, "reuse": "w", "assign": True}]
    said = sentences(stepper.EXPLORER, [LESSON | end for end in ends])
    assert said[0].startswith("Step 12 of 12, ") and said[0].endswith("; every grad is right.")
    assert said[1].endswith("; wrong: w.grad should be −12.")


def test_caption_names_the_numbers_of_the_still_picture():
    for words in ("4 steps", "loss of 1", "8 steps", "w gets 6", "b gets 2"):
        assert words in stepper.EXPLORER.caption()
