"""The graph of a computation: a box for each step, an arrow from each box to what it was used for.

Numbers of the engine of lesson 06 and torch's tensors are drawn by the same function.
"""

from dataclasses import dataclass

import torch
from matplotlib.patches import FancyArrowPatch, Rectangle
from matplotlib.path import Path
from matplotlib.transforms import Bbox

from course_utils.plots.style import DATA, GRADIENT

MOST = 40  # boxes; more cannot be read

_FONT = 9.5
_WIDEST, _TALLEST = 1.9, 0.75  # inches from box to box: a small graph does not fill a large figure
_BOX_SHARE, _ROW_SHARE = 0.72, 0.82  # of the way from box to box that a box may take
_PAD, _GAP = 12, 16  # points around a text, and beside the slope on an arrow
_ALONG = (0.5, 0.4, 0.6, 0.3, 0.7)  # of the last stretch: where a label may stand
_SWEEPS = 100
_ENGINE = ("data", "grad", "parents", "local", "op", "label")


@dataclass(frozen=True)
class Node:
    """A box: its two lines of text, the places of its parents in the list, the slope in each."""

    name: str
    numbers: str
    parents: tuple
    slopes: tuple = ()
    reached: bool = False


def graph(ax, result, grads=False, slopes=False, names=None):
    """Draw how `result` was computed, from left to right, and return `ax`.

    A number of the engine: each box shows label and operation, the data and, with `grads`, the
    grad after a bar; each arrow carries the local slope if `slopes`. A tensor: each box is a step
    of torch's `grad_fn`; those that fill a `.grad` show the tensor's shape, and its name if it
    stands in `names`, a dict from tensor to name. A border is green where a gradient has arrived.

    Call it when the axes have their title. TypeError for anything else, ValueError for a tensor
    without a graph and for more than `MOST` boxes.
    """
    if isinstance(result, torch.Tensor):
        nodes = _nodes_of_torch(result, {} if names is None else names)
    elif all(hasattr(result, field) for field in _ENGINE):
        nodes = _nodes_of_engine(result, grads)
    else:
        kind = type(result).__name__
        raise TypeError(f"graph draws a Value of the engine or a tensor; got a {kind}")
    Drawing(ax, nodes, slopes)
    return ax


def number(x):
    """Return a number as a box shows it: four digits, and no minus before a zero."""
    return f"{x + 0.0:.4g}"


def _nodes_of_engine(result, grads):
    """Return a `Node` for each number; the class may be the engine's or the lesson's own."""
    values = _parents_first(result, lambda value: value.parents)
    place = {value: i for i, value in enumerate(values)}
    return [
        Node(
            ": ".join(filter(None, [value.label, value.op])),
            f"{number(value.data)} | {number(value.grad)}" if grads else number(value.data),
            tuple(place[parent] for parent in value.parents),
            tuple(number(slope) for slope in value.local),
            value.grad != 0,
        )
        for value in values
    ]


def _nodes_of_torch(result, names):
    if result.grad_fn is None:
        raise ValueError(
            "this tensor has no graph: it was not computed from one that requires grad"
        )
    steps = _parents_first(result.grad_fn, _before)
    place = {step: i for i, step in enumerate(steps)}
    nodes = []
    for step in steps:
        name = step.name().rpartition("::")[2].removesuffix("0")
        filled = getattr(step, "variable", None)  # only a step that fills a .grad has one
        about, reached = "", False
        if filled is not None:
            about = f"{names.get(filled, '')} {tuple(filled.shape)}".strip()
            reached = filled.grad is not None
        nodes.append(Node(name, about, tuple(place[p] for p in _before(step)), reached=reached))
    return nodes


def _before(step):
    return [before for before, _ in step.next_functions if before is not None]


def _parents_first(result, parents_of):
    """Return `result` and all that it was made from, each after its parents."""
    done, seen, waiting = [], set(), [(result, False)]
    while waiting:
        at, parents_are_done = waiting.pop()
        if parents_are_done:
            done.append(at)
        elif at not in seen:
            seen.add(at)
            waiting.append((at, True))
            waiting.extend((parent, False) for parent in reversed(parents_of(at)))
    if len(done) > MOST:
        raise ValueError(f"at most {MOST} boxes can be read; this graph has {len(done)}")
    return done


class Drawing:
    """The boxes and arrows of `nodes`, parents first, the last one the result, in the axes `ax`.

    `boxes`, `names` and `numbers` are lists as long as `nodes`; `arrows` and `labels` have a key
    (child, k) for the k-th parent of a child. `limits` are those of the axes.
    """

    def __init__(self, ax, nodes, slopes=False):
        self.ax = ax
        ax.axis("off")
        ax.figure.draw_without_rendering()  # settles the layout, and with it the size of the axes
        places, routes = layout([node.parents for node in nodes])
        self.names = [_text(ax, node.name, DATA, weight="bold") for node in nodes]
        self.numbers = [_text(ax, node.numbers, DATA) for node in nodes]
        edges = [(child, k) for child, node in enumerate(nodes) for k in range(len(node.parents))]
        self.labels = {}
        if slopes:
            boxed = {"backgroundcolor": "white", "zorder": 3}
            for child, k in edges:
                self.labels[child, k] = _text(ax, nodes[child].slopes[k], GRADIENT, **boxed)
                self.labels[child, k].get_bbox_patch().set_boxstyle("square", pad=0.1)
        wide, high = self._fit(ax, places)
        self.limits = ax.get_xlim(), ax.get_ylim()
        self.boxes = [_box(ax, *place, wide, high) for place in places]
        for box, node in zip(self.boxes, nodes, strict=True):
            if node.reached:
                box.set(edgecolor=GRADIENT, linewidth=2)
        for name, numbers, (x, y) in zip(self.names, self.numbers, places, strict=True):
            apart = 0.21 * high if name.get_text() and numbers.get_text() else 0
            name.set_position((x, y - apart))
            numbers.set_position((x, y + apart))
        ports = _ports(nodes, places, routes, high)
        self.ways, self.arrows = {}, {}
        for child, k in edges:
            ends = places[nodes[child].parents[k]], *routes[child, k], places[child]
            self.ways[child, k] = _way(ends, ports[child, k], wide)
            self.arrows[child, k] = self.arrow((child, k))
        self._put_labels()

    def arrow(self, edge, **look):
        """Add an arrow on the way from parent to child, and return it."""
        head = max(self.names[0].get_fontsize(), 5)
        look = {"arrowstyle": "-|>", "mutation_scale": head, "color": DATA, "linewidth": 1} | look
        return self.ax.add_patch(FancyArrowPatch(path=self.ways[edge], fill=False, **look))

    def _fit(self, ax, places):
        """Set limits and size of the type so that nothing overlaps; return a box's two sides."""
        area, dpi = ax.get_window_extent(), ax.figure.dpi
        (left, right), (top, bottom) = ((min(v), max(v)) for v in zip(*places, strict=True))
        column = min(area.width / (right - left + 1), _WIDEST * dpi)
        row = min(area.height / (bottom - top + 1), _TALLEST * dpi)
        wide, high, label = self._sides(_PAD * dpi / 72)
        gap = label + _GAP * dpi / 72 if self.labels else 0
        scale = min(
            1, _BOX_SHARE * column / wide, 0.96 * column / (wide + gap), _ROW_SHARE * row / high
        )
        for text in [*self.names, *self.numbers, *self.labels.values()]:
            text.set_fontsize(scale * _FONT)
        wide, high, _ = self._sides(scale * _PAD * dpi / 72)  # small type is not quite to scale
        middle = (left + right) / 2, (top + bottom) / 2
        across, down = area.width / column / 2, area.height / row / 2
        ax.set(xlim=(middle[0] - across, middle[0] + across))
        ax.set(ylim=(middle[1] + down, middle[1] - down))  # the first parent stands above
        return wide / column, high / row

    def _sides(self, pad):
        """Return how wide and high a box must be for its text, and how wide the widest label is."""
        names, numbers, labels = (
            [text.get_window_extent() for text in texts]
            for texts in (self.names, self.numbers, self.labels.values())
        )
        wide = max(text.width for text in names + numbers)
        high = max(a.height + b.height for a, b in zip(names, numbers, strict=True))
        return wide + pad, high + pad, max((text.width for text in labels), default=0)

    def _put_labels(self):
        """Put each label on its arrow, shortly before the child, where no other label stands."""
        taken = []
        for edge, text in self.labels.items():
            *_, (last, _) = self.ways[edge].iter_bezier()
            size = text.get_window_extent().size
            for along in _ALONG:
                middle = self.ax.transData.transform(last(along))
                box = Bbox([middle - size / 2, middle + size / 2])
                if not any(box.overlaps(other) for other in taken):
                    break
            taken.append(box)
            text.set_position(last(along))


def _text(ax, text, colour, **options):
    return ax.text(0, 0, text, color=colour, fontsize=_FONT, ha="center", va="center", **options)


def _box(ax, x, y, wide, high):
    corner = (x - wide / 2, y - high / 2)
    style = {"facecolor": "white", "edgecolor": DATA, "linewidth": 1}
    return ax.add_patch(Rectangle(corner, wide, high, **style))


def _ports(nodes, places, routes, high):
    """Return how far below the middle each arrow leaves its parent's box and enters its child's."""
    leaving, entering = {}, {}  # the arrows at each box, with the height of their next stop
    for (child, k), passed in routes.items():
        parent = nodes[child].parents[k]
        stops = [places[parent], *passed, places[child]]
        leaving.setdefault(parent, []).append((stops[1][1], child, k))
        entering.setdefault(child, []).append((stops[-2][1], child, k))
    ports = {edge: [] for edge in routes}
    for side in (leaving, entering):
        for arrows in side.values():
            step = 0.6 * high / max(len(arrows) - 1, 1)
            for rank, (_, *edge) in enumerate(sorted(arrows)):
                ports[tuple(edge)].append((rank - (len(arrows) - 1) / 2) * step)
    return ports


def _way(ends, ports, wide):
    """Return a path from the first to the last of `ends`, flat beside the boxes that it passes."""
    (x, y), *passed, (last_x, last_y) = ends
    at = (x + wide / 2, y + ports[0])
    vertices, codes = [at], [Path.MOVETO]
    for x, y in [*passed, (last_x, last_y + ports[1])]:
        goal = (x - wide / 2, y)
        middle = (at[0] + goal[0]) / 2
        vertices += [(middle, at[1]), (middle, y), goal]
        codes += [Path.CURVE4] * 3
        if (x, y) in passed:
            at = (x + wide / 2, y)
            vertices.append(at)
            codes.append(Path.LINETO)
    return Path(vertices, codes)


def layout(parents):
    """Return the place (x, y) of each node, and for each arrow the places where it passes boxes.

    `parents` has a tuple of places in the list for each node, parents first. Every box stands in
    the last column in which it is early enough; y grows downwards. The second result has a key
    (child, k) for the k-th parent of a child.
    """
    depth = [0] * len(parents)
    for child in reversed(range(len(parents))):
        for parent in parents[child]:
            depth[parent] = max(depth[parent], depth[child] + 1)
    last = max(depth)
    routes = {
        (child, k): [(child, k, d) for d in reversed(range(depth[child] + 1, depth[parent]))]
        for child in range(len(parents))
        for k, parent in enumerate(parents[child])
    }
    columns = _first_order(parents, depth, routes)
    beside = {item: [] for column in columns for item in column}
    for (child, k), passed in routes.items():
        stops = [parents[child][k], *passed, child]
        for one, other in zip(stops, stops[1:], strict=False):
            beside[one].append(other)
            beside[other].append(one)
    heights = _heights(columns, beside)
    places = [(last - depth[node], heights[node]) for node in range(len(parents))]
    return places, {
        edge: [(last - item[2], heights[item]) for item in passed]
        for edge, passed in routes.items()
    }


def _first_order(parents, depth, routes):
    """Return the items of each column, from the result's on, in the order in which they are met."""
    columns = [[] for _ in range(max(depth) + 1)]
    seen, waiting = set(), [(len(parents) - 1, None)]
    while waiting:
        node, edge = waiting.pop()
        for item in reversed(routes.get(edge, [])):
            columns[item[2]].append(item)
        if node not in seen:
            seen.add(node)
            columns[depth[node]].append(node)
            arrows = [(parent, (node, k)) for k, parent in enumerate(parents[node])]
            waiting.extend(reversed(arrows))
    return columns


def _heights(columns, beside):
    """Return the height of every item such that the lines between columns are short."""
    heights = {}
    for column in columns:
        heights |= {item: i - (len(column) - 1) / 2 for i, item in enumerate(column)}
    for sweep in range(_SWEEPS):
        for column in columns[:: 1 if sweep % 2 else -1]:
            wanted = {
                item: sum(map(heights.get, beside[item])) / max(len(beside[item]), 1)
                for item in column
            }
            if sweep < _SWEEPS // 2:
                column.sort(key=wanted.get)
            heights |= _spread(column, wanted, beside)
    return heights


def _spread(column, wanted, beside):
    """Return the heights nearest to those wanted, each item in its order and with its room.

    The more lines an item has, the more its wish counts: else heights would drift for ever.
    """
    below, offsets, blocks = 0.0, [], []  # a block is a stack of items that touch
    for item in column:
        half = 0.25 if isinstance(item, tuple) else 0.5  # a line that passes needs less room
        offsets.append(below + half)
        below += 2 * half
        weight = max(len(beside[item]), 1)
        blocks.append([weight * (wanted[item] - offsets[-1]), weight, 1])
        while len(blocks) > 1 and blocks[-2][0] / blocks[-2][1] > blocks[-1][0] / blocks[-1][1]:
            last = blocks.pop()
            blocks[-1] = [one + other for one, other in zip(blocks[-1], last, strict=True)]
    tops = [total / weight for total, weight, count in blocks for _ in range(count)]
    return {item: top + offset for item, top, offset in zip(column, tops, offsets, strict=True)}
