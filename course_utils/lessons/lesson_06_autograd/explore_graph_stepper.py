"""Lesson 06: step forward and back through one loss, with the right engine and with wrong ones."""

import math
from dataclasses import dataclass

from matplotlib.patches import Rectangle

from course_utils import plots
from course_utils.engine import Value, ordered
from course_utils.explore.base import Choice, Explorer, Picture, Slider, Toggle
from course_utils.plots.graph import Drawing, Node, number

# What is added to m = w·x, by what is used twice then.
REUSE = {"nothing": "b", "w": "w", "w·x": "m"}
LOSSES = {
    "nothing": "(w · x + b − y)²",
    "w": "(w · x + w − y)²",
    "w·x": "(m + m − y)² with m = w · x",
}
MOST_STEPS = 14  # of the naive order where w·x is used twice
TWIN = (0, 2, 4, 8, 12)

_WIDEST = "-22.25 | -288.8"  # what a box must have room for
_FORMULAS = {"m": "w · x", "r": "s − y", "loss": "r²"}


def topological(node):
    """Return the numbers that `node` was made from in the engine's order, `node` first."""
    return ordered(node)[::-1]


def naive(node):
    """Return them in the order of a walk that does not remember where it has been.

    A number that is used twice comes twice, and with it all that it was made from.
    """
    return [node, *(before for parent in node.parents for before in naive(parent))]


ORDERS = {"topological": topological, "naive": naive}


def pass_back(order, assign=False):
    """Pass the blame on, number after number; yield (child, k) after each arrow.

    k counts the parents of the child. With `assign`, what a parent had before is lost.
    """
    for child in order:
        for k, (parent, slope) in enumerate(zip(child.parents, child.local, strict=True)):
            parent.grad = slope * child.grad + (0.0 if assign else parent.grad)
            yield child, k


@dataclass(frozen=True)
class Held:
    """What a number holds: its name, its data, None if not yet computed, and its grad."""

    name: str
    data: float | None
    grad: float


@dataclass(frozen=True)
class Step:
    """What all numbers hold after a step, parents first, and the `rule` that was applied.

    `at` is the place of the number being worked on, None at the start; `arrows` are those in use,
    as (child, k). `done` says that it was the last step, and `wrong` has then, for each grad that
    is not the true one, the name and the true grad.
    """

    held: list
    index: int
    last: int
    phase: str
    rule: str
    at: int | None = None
    arrows: tuple = ()
    wrong: tuple = ()

    @property
    def done(self):
        """True after the last step."""
        return self.index == self.last


def build(w, b, x, y, reuse):
    """Return the loss (m + b − y)² with m = w·x; instead of b, what is reused is added."""
    w, b, x = Value(w, label="w"), Value(b, label="b"), Value(x, label="x")
    m = w * x
    s = m + {"b": b, "w": w, "m": m}[REUSE[reuse]]
    r = s - float(y)
    r.parents[1].label = "−y"
    loss = r**2
    for node, label in [(m, "m"), (s, "s"), (r, "r"), (loss, "loss")]:
        node.label = label
    return loss


def trace(w, b, x, y, assign, order, reuse):
    """Return every `Step` from the start to the end of the backward pass."""
    loss = build(w, b, x, y, reuse)
    nodes = ordered(loss)
    place = {node: i for i, node in enumerate(nodes)}
    computed = {node for node in nodes if not node.parents}
    steps = []

    def note(phase, rule, at=None, arrows=()):
        held = [Held(n.label, n.data if n in computed else None, n.grad) for n in nodes]
        steps.append((held, phase, rule, None if at is None else place[at], arrows))

    note("start", "only the leaves hold a number")
    for node in nodes:
        if node.parents:
            computed.add(node)
            arrows = tuple((place[node], k) for k in range(len(node.parents)))
            note("forward", _forward(node, reuse), node, arrows)
    loss.grad = 1.0
    note("backward", "loss.grad = 1: here the blame starts", loss)
    before = [node.grad for node in nodes]
    for child, k in pass_back(ORDERS[order](loss), assign):
        parent = child.parents[k]
        rule = _backward(child, k, before[place[parent]], assign)
        note("backward", rule, parent, ((place[child], k),))
        before = [node.grad for node in nodes]
    wrong = _wrong(nodes, build(w, b, x, y, reuse))
    last = len(steps) - 1
    return [
        Step(held, i, last, phase, rule, at, arrows, wrong if i == last else ())
        for i, (held, phase, rule, at, arrows) in enumerate(steps)
    ]


def compute(step, w, b, x, y, assign, order, reuse):
    """Return the `Step` of this number, or the last one if there are not so many."""
    steps = trace(w, b, x, y, assign, order, reuse)
    return steps[min(int(step), len(steps) - 1)]


def _wrong(nodes, loss):
    """Return name and true grad of the numbers whose grad is another."""
    loss.backward()
    pairs = zip(nodes, ordered(loss), strict=True)
    return tuple(
        (node.label, true.grad) for node, true in pairs if not math.isclose(node.grad, true.grad)
    )


def _factor(x):
    return f"({number(x)})" if x < 0 else number(x)


def _formula(name, reuse):
    return _FORMULAS.get(name, f"m + {REUSE[reuse]}")


def _forward(node, reuse):
    """Say how a number is computed."""
    one, other = (*(parent.data for parent in node.parents), 0.0)[:2]
    with_numbers = {
        "m": f"{_factor(one)} · {_factor(other)}",
        "s": f"{number(one)} + {_factor(other)}",
        "r": f"{number(one)} − {_factor(-other)}",
        "loss": f"{_factor(one)}²",
    }
    name = node.label
    return f"{name} = {_formula(name, reuse)} = {with_numbers[name]} = {number(node.data)}"


def _backward(child, k, before, assign):
    """Say which blame is passed along an arrow, and what becomes of the blame from before."""
    parent, slope = child.parents[k], child.local[k]
    slopes = {"m": ("x", "w"), "loss": ("2r",)}
    passed = f"{slopes.get(child.label, '11')[k]} · {child.label}.grad"
    numbers = f"{_factor(slope)} · {_factor(child.grad)} = {number(slope * child.grad)}"
    rule = f"{parent.label}.grad {'=' if assign else '+='} {passed} = {numbers}"
    if not before:
        return rule
    if assign:
        return f"{rule}; the {number(before)} from before is lost"
    return f"{rule}, in all {number(parent.grad)}"


def verdict(result):
    """Say whether the grads are right in the end; nothing before."""
    if not result.done:
        return ""
    if not result.wrong:
        return "every grad is right"
    return "wrong: " + ", ".join(f"{name}.grad should be {number(g)}" for name, g in result.wrong)


def say(result, **_):
    """Return the step, its rule, and in the end whether the grads are right."""
    step = f"Step {result.index} of {result.last}, {result.phase}: {result.rule}"
    return f"{step}; {verdict(result)}." if result.done else f"{step}."


class Board:
    """The graph of one loss in the axes `ax`, and on it what a step changes."""

    def __init__(self, ax, reuse, animated=False):
        nodes = ordered(build(1, 0, 2, 5, reuse))
        place = {node: i for i, node in enumerate(nodes)}
        drawn = [_as_drawn(node, place, reuse) for node in nodes]
        self.drawing = Drawing(ax, drawn)
        self.still = [*self.drawing.boxes, *self.drawing.names, *self.drawing.arrows.values()]
        self.numbers = self.drawing.numbers
        self.borders = [
            ax.add_patch(Rectangle(box.get_xy(), box.get_width(), box.get_height(), fill=False))
            for box in self.drawing.boxes
        ]
        thick = {"linewidth": 3.5, "mutation_scale": 12}  # so that the thin arrow is hidden
        self.arrows = {edge: self.drawing.arrow(edge, **thick) for edge in self.drawing.arrows}
        self.moving = [*self.arrows.values(), *self.borders, *self.numbers]
        for artist in self.moving:
            artist.set_animated(animated)

    def put(self, result):
        """Show what a step has made."""
        back = result.phase == "backward"
        colour = plots.GRADIENT if back else plots.DATA
        for i, (text, border, held) in enumerate(
            zip(self.numbers, self.borders, result.held, strict=True)
        ):
            text.set_text("" if held.data is None else _numbers(held, back))
            border.set(edgecolor=plots.GRADIENT, linewidth=2, visible=held.grad != 0)
            if i == result.at:
                border.set(edgecolor=colour, linewidth=4, visible=True)
        for edge, arrow in self.arrows.items():
            arrow.set_visible(edge in result.arrows)
            arrow.set_color(colour)
            arrow.set_arrowstyle("<|-" if back else "-|>")


def _as_drawn(node, place, reuse):
    name = node.label
    if node.parents:
        name = f"{name} = {_formula(name, reuse)}"
    return Node(name, _WIDEST, tuple(place[parent] for parent in node.parents))


def _numbers(held, back):
    return f"{number(held.data)} | {number(held.grad)}" if back else number(held.data)


class GraphAndRule(Picture):
    """The graph with data and grad in its boxes; below it the rule that was applied."""

    def __init__(self):
        fig, axes = plots.mosaic([["graph"], ["rule"]], height=3.1, height_ratios=[5, 1])
        self.ax, line = axes["graph"], axes["rule"]
        line.axis("off")
        self.ax.set_title("in each box: data | grad", loc="right", fontsize=10)
        self.boards = {reuse: Board(self.ax, reuse, animated=True) for reuse in REUSE}
        self.rule = line.text(0.5, 0.85, "", ha="center", va="center", animated=True)
        self.verdict = line.text(0.5, 0.25, "", ha="center", va="center", animated=True)
        super().__init__(fig, [])

    def scene(self, reuse, **_):
        """Return which loss is drawn."""
        return reuse

    def set_scene(self, scene):
        """Draw another loss."""
        for reuse, board in self.boards.items():
            for artist in board.still:
                artist.set_visible(reuse == scene)
        self.ax.set_title(f"loss = {LOSSES[scene]}", loc="left", fontsize=10)
        xlim, ylim = self.boards[scene].drawing.limits
        self.ax.set(xlim=xlim, ylim=ylim)

    def move(self, result, reuse, **_):
        """Put the numbers and the rule of this step."""
        board = self.boards[reuse]
        board.put(result)
        self.rule.set_text(result.rule)
        self.verdict.set_text(verdict(result))
        self.verdict.set_color(plots.MODEL if result.wrong else plots.DATA)
        self.moving = [*board.moving, self.rule, self.verdict]


def twin():
    """Return a figure of five steps of the right engine, and its caption."""
    fig, axes = plots.mosaic([[str(step)] for step in TWIN], height=7.2)
    settings = {**EXPLORER.values(), "step": 0}
    shown = [compute(**settings | {"step": step}) for step in TWIN]
    for ax, result in zip(axes.values(), shown, strict=True):
        title = f"Step {result.index} of {result.last}: {result.rule}"
        ax.set_title(title, loc="left", fontsize=10)
        ax.axis("off")
    for ax, result in zip(axes.values(), shown, strict=True):
        Board(ax, settings["reuse"]).put(result)
    grads = {held.name: number(held.grad) for held in shown[-1].held}
    loss = next(held.data for held in shown[2].held if held.name == "loss")
    return fig, (
        f"Forward, each number is computed from its parents, in {TWIN[2]} steps up to the loss of "
        f"{number(loss)}. Backward, {shown[-1].last - TWIN[2]} steps put a grad (after the bar) "
        "into every box, from the loss to the leaves: w gets "
        f"{grads['w']} and b gets {grads['b']}."
    )


EXPLORER = Explorer(
    title="Graph stepper",
    question="6.p4",
    controls=[
        Slider("step", "step", 0, MOST_STEPS, 1, 0, decimals=0),
        Slider("w", "w", -3, 3, 0.5, 2, decimals=1),
        Slider("b", "b", -3, 3, 0.5, 0, decimals=1),
        Slider("x", "x", -3, 3, 0.5, 3, decimals=1),
        Slider("y", "y", -3, 6, 0.5, 5, decimals=1),
        Toggle("assign", "= in place of +="),
        Choice("order", "order", tuple(ORDERS), "topological"),
        Choice("reuse", "reuse", tuple(REUSE), "nothing"),
    ],
    compute=compute,
    picture=GraphAndRule,
    say=say,
    twin=twin,
)


def graph_stepper():
    """Ask for one slope, then let the reader step through the graph, with wrong engines too."""
    EXPLORER.show()
