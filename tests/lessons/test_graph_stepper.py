"""The graph stepper without a page: its numbers, its wrong engines, and what it says."""

import importlib
import itertools
import random

import pytest

from course_utils.engine import Value

# The package offers a function of the same name as the module.
stepper = importlib.import_module("course_utils.lessons.lesson_06_autograd.explore_graph_stepper")

START = stepper.EXPLORER.values()
LESSON = START | {"w": 1.0, "b": 0.0, "x": 2.0, "y": 5.0}
RIGHT = {"assign": False, "order": "topological"}


def at(step=stepper.MOST_STEPS, **changed):
    """Return the step with these settings and else those of the lesson; the last one by default."""
    return stepper.compute(**LESSON | {"step": step} | changed)


def grads(result):
    return {held.name: held.grad for held in result.held}


def data(result):
    return {held.name: held.data for held in result.held}


def settings(count=150):
    """Return random places, each with every engine and every loss."""
    draw = random.Random(6)
    places = [
        {
            c.name: draw.randrange(round((c.high - c.low) / c.step) + 1) * c.step + c.low
            for c in four
        }
        for four in [stepper.EXPLORER.controls[1:5]] * count
    ]
    ways = itertools.product((False, True), stepper.ORDERS, stepper.REUSE)
    engines = [dict(zip(("assign", "order", "reuse"), way, strict=True)) for way in ways]
    return [place | engine for place in places for engine in engines]


def slopes(w, b, x, y, reuse):
    """Return the true slopes of the loss in w, b and x, worked out by hand."""
    add = {"nothing": b, "w": w, "w·x": w * x}[reuse]
    in_w, in_b, in_x = {"nothing": (x, 1, w), "w": (x + 1, 0, w), "w·x": (2 * x, 0, 2 * w)}[reuse]
    r = w * x + add - y
    return r**2, {"w": 2 * r * in_w, "b": 2 * r * in_b, "x": 2 * r * in_x}


def test_start_has_the_numbers_of_the_question():
    result = stepper.compute(**START | {"step": stepper.MOST_STEPS})
    assert data(result) == {
        **{"w": 2, "x": 3, "b": 0, "−y": -5},
        **{"m": 6, "s": 6, "r": 1, "loss": 1},
    }
    found = grads(result)
    assert (found["w"], found["b"], found["x"]) == (6, 2, 4)
    assert not result.wrong


def test_numbers_of_the_lesson():
    result = at()
    assert data(result)["loss"] == 9
    found = grads(result)
    assert (found["w"], found["b"], found["x"]) == (-12, -6, -6)
    assert (found["loss"], found["r"], found["s"], found["m"]) == (1, -6, -6, -6)
    assert (result.index, result.last, result.wrong) == (12, 12, ())


def test_right_engine_is_right_everywhere():
    for setting in settings():
        if not setting["assign"] and setting["order"] == "topological":
            result = at(**setting)
            place = {name: setting[name] for name in "wbxy"}
            loss, true = slopes(**place, reuse=setting["reuse"])
            assert data(result)["loss"] == pytest.approx(loss, abs=1e-12)
            found = grads(result)
            assert all(found[name] == pytest.approx(true[name]) for name in true.keys() & found)
            assert not result.wrong


@pytest.mark.parametrize("numbers", [{}, {"w": START["w"], "x": START["x"]}])
def test_wrong_engines_are_wrong_where_something_is_used_twice(numbers):
    """Assignment fails with any number used twice, the naive order with one in between only."""
    fails = {
        (assign, order, reuse): bool(at(**numbers, assign=assign, order=order, reuse=reuse).wrong)
        for assign, order, reuse in itertools.product((False, True), stepper.ORDERS, stepper.REUSE)
    }
    assert {key for key, wrong in fails.items() if wrong} == {
        (True, "topological", "w"),
        (True, "naive", "w"),
        (True, "topological", "w·x"),
        (True, "naive", "w·x"),
        (False, "naive", "w·x"),
    }


def test_wrong_numbers_of_the_wrong_engines():
    assert grads(at(reuse="w"))["w"] == -12
    assert at(reuse="w", assign=True).wrong == (("w", -12),)
    assert grads(at(reuse="w", assign=True))["w"] == -8
    assert grads(at(reuse="w·x"))["w"] == -8
    assert grads(at(reuse="w·x", order="naive"))["w"] == -16  # twice the true one
    assert grads(at(reuse="w·x", assign=True))["w"] == -4  # half of it
    assert dict(at(reuse="w·x", order="naive").wrong) == {"w": -8, "x": -4}


def test_verdict_is_given_for_every_grad_that_differs_and_in_the_end_only():
    for setting in settings(40):
        steps = stepper.trace(**setting)
        true = grads(at(**setting | RIGHT))
        differ = {name for name, grad in grads(steps[-1]).items() if grad != true[name]}
        assert {name for name, _ in steps[-1].wrong} == differ
        assert all(stepper.verdict(step) == "" and not step.wrong for step in steps[:-1])


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
        assert [step.index for step in steps] == list(range(len(steps)))
        assert {step.last for step in steps} == {len(steps) - 1}
        for before, after in itertools.pairwise(steps):
            changed = [
                i
                for i, (one, other) in enumerate(zip(before.held, after.held, strict=True))
                if one != other
            ]
            assert set(changed) <= {after.at}
            assert after.phase != "forward" or not any(held.grad for held in after.held)
            assert after.phase != "backward" or data(before) == data(after)


def test_first_steps_compute_the_numbers_in_turn():
    known = [
        {name for name, number in data(at(step)).items() if number is not None} for step in range(5)
    ]
    leaves = {"w", "x", "b", "−y"}
    names = ["m", "s", "r", "loss"]
    assert known == [leaves | set(names[:count]) for count in range(5)]
    assert [at(step).phase for step in (0, 1, 4, 5, 12)] == [
        "start",
        "forward",
        "forward",
        "backward",
        "backward",
    ]


def test_arrows_in_use_are_those_of_the_rule():
    for setting in settings(2):
        for step in stepper.trace(**setting)[1:]:
            name = step.held[step.at].name
            assert step.rule.startswith((f"{name} = ", f"{name}.grad "))
            if step.phase == "forward":
                assert {child for child, _ in step.arrows} == {step.at}
            elif name != "loss":
                ((child, _),) = step.arrows
                assert f"· {step.held[child].name}.grad" in step.rule


@pytest.mark.parametrize(
    "step, changed, rule",
    [
        (0, {}, "only the leaves hold a number"),
        (1, {}, "m = w · x = 1 · 2 = 2"),
        (2, {"b": -1.5}, "s = m + b = 2 + (-1.5) = 0.5"),
        (3, {}, "r = s − y = 2 − 5 = -3"),
        (3, {"y": -3.0}, "r = s − y = 2 − (-3) = 5"),
        (4, {}, "loss = r² = (-3)² = 9"),
        (5, {}, "loss.grad = 1: here the blame starts"),
        (6, {}, "r.grad += 2r · loss.grad = (-6) · 1 = -6"),
        (7, {}, "s.grad += 1 · r.grad = 1 · (-6) = -6"),
        (11, {}, "w.grad += x · m.grad = 2 · (-6) = -12"),
        (2, {"reuse": "w"}, "s = m + w = 2 + 1 = 3"),
        (11, {"reuse": "w"}, "w.grad += x · m.grad = 2 · (-4) = -8, in all -12"),
        (
            11,
            {"reuse": "w", "assign": True},
            "w.grad = x · m.grad = 2 · (-4) = -8; the -4 from before is lost",
        ),
        (2, {"reuse": "w·x"}, "s = m + m = 2 + 2 = 4"),
        (14, {"reuse": "w·x", "order": "naive"}, "x.grad += w · m.grad = 1 · (-4) = -4, in all -8"),
        (6, {"x": 3.0, "w": 2.0, "b": -1.0}, "r.grad += 2r · loss.grad = 0 · 1 = 0"),
    ],
)
def test_rules_have_names_and_numbers(step, changed, rule):
    assert at(step, **changed).rule == rule


def test_what_a_rule_says_has_happened():
    for setting in settings(30):
        for before, step in itertools.pairwise(stepper.trace(**setting)):
            held = step.held[step.at]
            if step.phase == "forward":
                assert step.rule.endswith(f"= {stepper.number(held.data)}")
            elif ", in all " in step.rule:
                assert step.rule.endswith(f", in all {stepper.number(held.grad)}")
            elif held.name != "loss":
                what = step.rule.partition(";")[0]
                assert what.endswith(f"= {stepper.number(held.grad)}")
                assert ("lost" in step.rule) == bool(
                    setting["assign"] and before.held[step.at].grad
                )


def test_sentence_says_step_rule_and_verdict():
    assert stepper.say(at(1)) == "Step 1 of 12, forward: m = w · x = 1 · 2 = 2."
    assert stepper.say(at()).endswith("-6; every grad is right.")
    said = stepper.say(at(reuse="w", assign=True))
    assert said.startswith("Step 12 of 12, backward: ") and said.endswith(
        "; wrong: w.grad should be -12."
    )


def test_slider_reaches_the_last_step_of_every_way():
    lengths = {len(stepper.trace(**setting)) - 1 for setting in settings(3)}
    assert max(lengths) == stepper.MOST_STEPS
    assert at(13).index == at(14).index == 12


def test_every_number_fits_into_its_box():
    room = len(stepper._WIDEST)
    for setting in settings():
        for held in stepper.trace(**setting)[-1].held:
            assert len(stepper._numbers(held, back=True)) <= room


def test_frame_shows_the_step():
    picture = stepper.GraphAndRule()
    picture.settle(**LESSON)
    board = picture.boards["nothing"]
    shown = []
    for step in (3, 9):
        picture.frame(at(step), **LESSON | {"step": step})
        names = [name.get_text() for name in board.drawing.names]
        numbers = [text.get_text() for text in board.numbers]
        shown.append(dict(zip(names, numbers, strict=True)))
        in_use = [edge for edge, arrow in board.arrows.items() if arrow.get_visible()]
        assert in_use == list(at(step).arrows)
    assert shown[0]["r = s − y"] == "-3" and shown[0]["loss = r²"] == ""
    assert shown[1]["s = m + b"] == "2 | -6" and shown[1]["w"] == "1 | 0"
    assert picture.rule.get_text() == at(9).rule


def test_long_lines_fit_into_the_picture():
    picture = stepper.GraphAndRule()
    picture.settle(**START)
    longest = {}
    for setting in settings(30):
        for step in stepper.trace(**setting):
            for text in (picture.rule, picture.verdict):
                words = step.rule if text is picture.rule else stepper.verdict(step)
                longest[text] = max(longest.get(text, ""), words, key=len)
    for text, words in longest.items():
        text.set_text(words)
        box = text.get_window_extent()
        assert box.x0 > 0 and box.x1 < picture.fig.bbox.x1 and box.y0 > 0, words


def test_twin_shows_five_steps_and_names_their_numbers():
    figure, caption = stepper.twin()
    titles = [ax.get_title(loc="left") for ax in figure.axes]
    assert len(titles) == 5
    assert titles[0].startswith("Step 0 of 12") and titles[-1].startswith("Step 12 of 12")
    for words in ("4 steps", "loss of 1", "8 steps", "w gets 6", "b gets 2"):
        assert words in caption
