"""Lesson 06: step forward and back through one loss, with the right engine and with wrong ones.

What moves is in `explore_graph_stepper.js`; here is what it is held against.
"""

import torch

from course_utils.engine import Value, ordered
from course_utils.explore.explorer import Explorer

# What is added to m = w·x, by what is used twice then.
REUSE = {"nothing": "b", "w": "w", "w·x": "m"}
START = {"w": 2.0, "b": 0.0, "x": 3.0, "y": 5.0}
MOST_STEPS = 14  # of the naive order where w·x is used twice


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


def slopes_of_torch(w, b, x, y, reuse):
    """Return the slope of the loss in each number, by name, as torch finds it."""
    leaves = {"w": w, "b": b, "x": x, "−y": -y}
    held = {k: torch.tensor(v, dtype=torch.float64, requires_grad=True) for k, v in leaves.items()}
    held["m"] = held["w"] * held["x"]
    held["s"] = held["m"] + held[REUSE[reuse]]
    held["r"] = held["s"] + held["−y"]
    held["loss"] = held["r"] ** 2
    slopes = torch.autograd.grad(held["loss"], list(held.values()), allow_unused=True)
    return {k: slope.item() for k, slope in zip(held, slopes, strict=True) if slope is not None}


def trace(assign, order, **setting):
    """Return every step from the leaves to the loss and back, each a dict.

    `at` is the place of the number being worked on, None at the start; `arrows` are those in use,
    as [child, k]; `passed` is what the arrow passes back, `before` what its end had then, and
    `carried` what each arrow has passed back in all.
    """
    loss = build(**setting)
    nodes = ordered(loss)
    place = {node: i for i, node in enumerate(nodes)}
    known = {node for node in nodes if not node.parents}
    carried = {(place[node], k): 0.0 for node in nodes for k in range(len(node.parents))}
    steps = []

    def note(phase, at=None, arrows=(), passed=None, before=None):
        steps.append(
            {
                "phase": phase,
                "at": None if at is None else place[at],
                "arrows": [list(arrow) for arrow in arrows],
                "passed": passed,
                "before": before,
                "held": [
                    {"name": n.label, "data": n.data if n in known else None, "grad": n.grad}
                    for n in nodes
                ],
                "carried": list(carried.values()),
            }
        )

    note("start")
    for node in nodes:
        if node.parents:
            known.add(node)
            note("forward", node, [(place[node], k) for k in range(len(node.parents))])
    loss.grad = 1.0
    note("backward", loss)
    before = [node.grad for node in nodes]
    for child, k in pass_back(ORDERS[order](loss), assign):
        parent, arrow = child.parents[k], (place[child], k)
        passed = child.local[k] * child.grad
        carried[arrow] += passed
        note("backward", parent, [arrow], passed, before[place[parent]])
        before = [node.grad for node in nodes]
    return steps


def compute(step, **setting):
    """Return the step of this number, or the last one if there are not so many.

    Beside it stand its `index`, the `last` one, what torch says is `true`, and of the graph its
    `edges` as [child, k], the `slopes` of each number in its `parents`, and those.
    """
    steps = trace(**setting)
    index = min(int(step), len(steps) - 1)
    place = {name: value for name, value in setting.items() if name not in ("assign", "order")}
    nodes, true = ordered(build(**place)), slopes_of_torch(**place)
    return {
        **steps[index],
        "index": index,
        "last": len(steps) - 1,
        "true": [true[node.label] for node in nodes],
        "edges": [[i, k] for i, node in enumerate(nodes) for k in range(len(node.parents))],
        "slopes": [list(node.local) for node in nodes],
        "parents": [[nodes.index(parent) for parent in node.parents] for node in nodes],
    }


def caption():
    """Say what the still picture shows: the whole walk, forward and back."""
    setting = START | {"reuse": "nothing", "assign": False, "order": "topological"}
    steps = trace(**setting)
    end = {held["name"]: held for held in steps[-1]["held"]}
    forward = sum(step["phase"] == "forward" for step in steps)
    back = len(steps) - 1 - forward
    return (
        f"Forward, each number is computed from its parents, in {forward} steps up to the loss of "
        f"{end['loss']['data']:g}. Backward, {back} steps carry the blame along the arrows (green, "
        "as wide as it is large) and put a grad below every number: w gets "
        f"{end['w']['grad']:g} and b gets {end['b']['grad']:g}."
    )


EXPLORER = Explorer(
    name="graph_stepper",
    title="Graph stepper",
    question="6.p4",
    compute=compute,
    caption=caption,
)


def graph_stepper():
    """Ask for one slope, then let the reader step through the graph, with wrong engines too."""
    EXPLORER.show()
