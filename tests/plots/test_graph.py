"""The graph of a computation: its boxes and arrows, and that nothing covers anything."""

import functools
import random

import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch

from course_utils import plots
from course_utils.engine import Value
from course_utils.plots.graph import MOST, Drawing, Node, _nodes_of_engine, _nodes_of_torch, layout


def squared_miss(backward=False):
    w, x, b, y = (Value(n, label=s) for n, s in [(1, "w"), (2, "x"), (0, "b"), (5, "y")])
    loss = (w * x + b - y) ** 2
    loss.label = "loss"
    if backward:
        loss.backward()
    return loss


def first_diamond():
    a = Value(1, label="a")
    b = a + a
    return b + b


def second_diamond():
    x = Value(3, label="x")
    y = x * x
    return y + x * y


def chain(length):
    a = Value(0.5, label="a")
    for _ in range(length):
        a = a.tanh()
    return a


def random_result(seed, count=15):
    """Return a number made of up to `count` numbers, many of them used again."""
    draw = random.Random(seed)
    numbers = [Value(draw.uniform(-99, 99), label=name) for name in "abcd"]
    while len(numbers) < count:
        one, other = draw.choices(numbers[-4:] if draw.random() < 0.7 else numbers, k=2)
        made = draw.choice([one + other, one * other, one.tanh()])
        if abs(made.data) < 1e6:
            numbers.append(made)
    return numbers[-1]


def linear():
    """Return the published snippet's layer, and its loss on one point."""
    layer = torch.nn.Linear(1, 1)
    loss = torch.nn.MSELoss()(layer(torch.tensor([[2.0]])), torch.tensor([[5.0]]))
    return layer, loss


RESULTS = {
    "squared miss": squared_miss(),
    "after backward": squared_miss(backward=True),
    "first diamond": first_diamond(),
    "second diamond": second_diamond(),
    "chain": chain(14),
    "one number": Value(3),
    "linear layer": linear()[1],
} | {f"random {seed}": random_result(seed) for seed in [*range(10), 63, 73]}


@functools.cache
def drawing_of(result, height=3.0, columns=1):
    """Draw with all there is to show."""
    fig, axes = plots.canvas(columns, height=height, squeeze=False)
    if isinstance(result, torch.Tensor):
        drawing = Drawing(axes[0, 0], _nodes_of_torch(result, {}), slopes=False)
    else:
        drawing = Drawing(axes[0, 0], _nodes_of_engine(result, grads=True), slopes=True)
    fig.draw_without_rendering()
    plt.close(fig)
    return drawing


def within(inner, outer):
    return (
        outer.x0 <= inner.x0 + 1e-6
        and inner.x1 <= outer.x1 + 1e-6
        and outer.y0 <= inner.y0 + 1e-6
        and inner.y1 <= outer.y1 + 1e-6
    )


@pytest.mark.parametrize("height, columns", [(3.0, 1), (1.4, 1), (2.2, 2)])
@pytest.mark.parametrize("name", RESULTS)
def test_boxes_stand_apart_and_hold_their_text(name, height, columns):
    drawing = drawing_of(RESULTS[name], height, columns)
    boxes = [box.get_window_extent() for box in drawing.boxes]
    for i, box in enumerate(boxes):
        assert within(box, drawing.ax.get_window_extent())
        assert not any(box.overlaps(other) for other in boxes[i + 1 :])
    for *lines, box in zip(drawing.names, drawing.numbers, boxes, strict=True):
        lines = [line.get_window_extent() for line in lines if line.get_text()]
        assert all(within(line, box) for line in lines)
        # Letters have room above and below, so two lines may touch.
        assert len(lines) < 2 or lines[0].y0 > lines[1].y0 + 0.7 * lines[1].height


@pytest.mark.parametrize("name", RESULTS)
def test_slopes_stand_apart_in_a_figure_of_full_width(name):
    drawing = drawing_of(RESULTS[name])
    labels = [text.get_window_extent() for text in drawing.labels.values()]
    boxes = [box.get_window_extent() for box in drawing.boxes]
    assert not any(label.overlaps(box) for label in labels for box in boxes)
    assert not any(one.overlaps(two) for i, one in enumerate(labels) for two in labels[:i])


@pytest.mark.parametrize("name", RESULTS)
def test_arrows_pass_beside_the_boxes(name):
    drawing = drawing_of(RESULTS[name])
    boxes = [box.get_bbox() for box in drawing.boxes]
    for way in drawing.ways.values():
        points = np.concatenate([bit(np.linspace(0, 1, 40)) for bit, _ in way.iter_bezier()])
        for box in boxes:
            inside = (points > box.min + 1e-9) & (points < box.max - 1e-9)
            assert not inside.all(axis=1).any()


@pytest.mark.parametrize("name", RESULTS)
def test_arrows_go_from_the_parents_right_to_the_childs_left(name):
    drawing = drawing_of(RESULTS[name])
    nodes = drawing_nodes(RESULTS[name])
    assert drawing.arrows.keys() == {
        (child, k) for child, node in enumerate(nodes) for k in range(len(node.parents))
    }
    for (child, k), way in drawing.ways.items():
        start, end = (drawing.boxes[i].get_bbox() for i in (nodes[child].parents[k], child))
        (x, y), (last_x, last_y) = way.vertices[0], way.vertices[-1]
        assert x == pytest.approx(start.xmax) and start.ymin < y < start.ymax
        assert last_x == pytest.approx(end.xmin) and end.ymin < last_y < end.ymax
        assert x < last_x


def drawing_nodes(result):
    if isinstance(result, torch.Tensor):
        return _nodes_of_torch(result, {})
    return _nodes_of_engine(result, grads=True)


def test_squared_miss_has_its_boxes_and_arrows():
    nodes = _nodes_of_engine(squared_miss(backward=True), grads=True)
    shown = [(node.name, node.numbers) for node in nodes]
    assert sorted(shown) == [
        ("", "-1 | -30"),
        ("+", "-3 | -6"),
        ("+", "2 | -6"),
        ("b", "0 | -6"),
        ("loss: power 2", "9 | 1"),
        ("w", "1 | -12"),
        ("x", "2 | -6"),
        ("y", "5 | 6"),
        ("·", "-5 | -6"),
        ("·", "2 | -6"),
    ]
    arrows = {
        (shown[parent], shown[i], slope)
        for i, node in enumerate(nodes)
        for parent, slope in zip(node.parents, node.slopes, strict=True)
    }
    assert len(arrows) == 9
    assert (("w", "1 | -12"), ("·", "2 | -6"), "2") in arrows
    assert (("+", "-3 | -6"), ("loss: power 2", "9 | 1"), "-6") in arrows
    assert nodes[-1].name == "loss: power 2"


def test_numbers_are_short_and_grads_are_shown_when_wanted():
    tiny = Value(-0.0) * Value(123456.789)
    assert [node.numbers for node in _nodes_of_engine(tiny, grads=False)] == ["0", "1.235e+05", "0"]
    assert _nodes_of_engine(tiny, grads=True)[0].numbers == "0 | 0"


def test_border_is_green_where_the_blame_has_arrived():
    before, after = drawing_of(squared_miss()), drawing_of(squared_miss(backward=True))
    black, green = (plt.matplotlib.colors.to_rgba(c) for c in (plots.DATA, plots.GRADIENT))
    assert {box.get_edgecolor() for box in before.boxes} == {black}
    assert {box.get_edgecolor() for box in after.boxes} == {green}
    # Told apart in greyscale too.
    assert {box.get_linewidth() for box in before.boxes + after.boxes} == {1, 2}
    half = squared_miss()
    half.grad = 1.0
    assert sum(node.reached for node in _nodes_of_engine(half, grads=False)) == 1


def test_the_first_parent_stands_above():
    drawing = drawing_of(Value(1, label="one") - Value(2, label="other"))
    height = {name.get_text(): name.get_window_extent().y0 for name in drawing.names}
    assert height["one"] > height["other"]


def test_slopes_stand_on_their_arrows():
    fig, ax = plots.canvas()
    assert plots.graph(ax, squared_miss(), slopes=True) is ax
    texts = [text.get_text() for text in ax.texts]
    assert texts.count("-6") == 1
    without = plots.graph(plots.canvas()[1], squared_miss())
    assert len(ax.texts) == len(without.texts) + 9
    plt.close("all")


def test_a_number_used_twice_by_one_has_two_arrows():
    drawing = drawing_of(first_diamond())
    one, other = drawing.ways[1, 0], drawing.ways[1, 1]
    assert abs(one.vertices[0, 1] - other.vertices[0, 1]) > 0.1
    assert abs(one.vertices[-1, 1] - other.vertices[-1, 1]) > 0.1


def test_torch_is_walked_to_its_leaves():
    layer, loss = linear()
    nodes = _nodes_of_torch(loss, {layer.weight: "weight"})
    shown = {(node.name, node.numbers): node for node in nodes}
    assert nodes[-1].name == "MseLossBackward"
    before = [nodes[i] for i in nodes[-1].parents]
    assert [node.name for node in before] == ["AddmmBackward"]
    bias, transposed = (nodes[i] for i in before[0].parents)
    assert (bias.name, bias.numbers) == ("AccumulateGrad", "(1,)")
    assert transposed.name == "TBackward"
    weight = nodes[transposed.parents[0]]
    assert (weight.name, weight.numbers) == ("AccumulateGrad", "weight (1, 1)")
    assert len(shown) == len(nodes) == 5


def test_torchs_leaves_are_green_when_their_grad_is_filled():
    _, loss = linear()
    assert not any(node.reached for node in _nodes_of_torch(loss, {}))
    loss.backward()
    reached = {node.name for node in _nodes_of_torch(loss, {}) if node.reached}
    assert reached == {"AccumulateGrad"}


def test_one_step_of_torch_is_one_box():
    q = torch.tensor(2.0, requires_grad=True)
    p = q * q
    nodes = _nodes_of_torch(p + p * q, {q: "q"})
    assert sorted(node.name for node in nodes) == [
        "AccumulateGrad",
        "AddBackward",
        "MulBackward",
        "MulBackward",
    ]
    assert nodes[0].numbers == "q ()"


def test_a_class_of_the_lessons_own_is_drawn_too():
    class Own:
        data, grad, parents, local, op, label = 2.0, 0.0, (), (), "", "w"

    own = Own()
    own.parents, own.local, own.op, own.label = (Own(),), (2.0,), "double", ""
    assert [node.name for node in _nodes_of_engine(own, grads=False)] == ["w", "double"]
    plots.graph(plots.canvas()[1], own)
    plt.close("all")


@pytest.mark.parametrize("thing", [None, 3.0, "loss", [Value(1)]])
def test_what_has_no_graph_is_refused(thing):
    fig, ax = plots.canvas()
    with pytest.raises(TypeError, match="Value of the engine or a tensor; got a"):
        plots.graph(ax, thing)
    plt.close(fig)


def test_tensor_without_a_graph_and_a_graph_too_large_are_refused():
    fig, ax = plots.canvas()
    for tensor in (torch.ones(2), torch.ones(2, requires_grad=True)):
        with pytest.raises(ValueError, match="no graph.*requires grad"):
            plots.graph(ax, tensor)
    plots.graph(ax, chain(MOST - 1))
    for length in (MOST, 20_000):
        with pytest.raises(ValueError, match=f"at most {MOST} boxes.*has {length + 1}"):
            plots.graph(ax, chain(length))
    plt.close(fig)


def test_layout_keeps_a_line_straight_and_a_fork_even():
    places, _ = layout([(), (0,), (1,)])
    assert [x for x, _ in places] == [0, 1, 2]
    assert [y for _, y in places] == pytest.approx([0, 0, 0], abs=1e-6)
    (one, other, child), _ = layout([(), (), (0, 1)])
    assert other[1] - one[1] == pytest.approx(1)
    assert child[1] == pytest.approx((one[1] + other[1]) / 2)


def test_layout_does_not_depend_on_chance():
    nodes = [node.parents for node in _nodes_of_engine(random_result(7), grads=False)]
    assert layout(nodes) == layout(nodes)


def test_drawing_needs_nothing_but_texts_and_parents():
    fig, ax = plots.canvas()
    drawing = Drawing(ax, [Node("a", "1", ()), Node("b", "", (0, 0))])
    assert [text.get_text() for text in drawing.names] == ["a", "b"]
    assert len(drawing.arrows) == 2 and not drawing.labels
    plt.close(fig)
