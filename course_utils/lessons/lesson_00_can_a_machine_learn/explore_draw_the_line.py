"""Lesson 00: take hold of the line of a perceptron, or let it train, and count what is right.

What moves is in `explore_draw_the_line.js`; here is what it is held against.
"""

import torch

from course_utils.explore.explorer import Explorer

POINTS = torch.tensor([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=torch.float64)
GATES = {"AND": (0, 0, 0, 1), "OR": (0, 1, 1, 1), "XOR": (0, 1, 1, 0)}
ARROW = 0.22  # how long the arrow is for a weight of 1
NOTHING = 1e-9  # 0.1 + 0.2 - 0.3 is 0 to the reader


def sums(weights):
    """Return the weighted sums (4,) of the points, for weights (w1, w2, b)."""
    return POINTS @ weights[:2] + weights[2]


def fires(weights):
    """Return the outputs (4,) as integers: 1 where the weighted sum is above 0."""
    return (sums(weights) > NOTHING).long()


def train(targets, weights, steps):
    """Return the weights (steps + 1, 3), the first ones included: a step looks at one point."""
    path = [weights]
    for step in range(int(steps)):
        i = step % len(POINTS)
        error = targets[i] - fires(path[-1])[i]
        path.append(path[-1] + error * torch.cat([POINTS[i], torch.ones(1)]))
    return torch.stack(path)


def compute(w1, w2, b, gate="AND", steps=0, at=(-0.25, 0.25)):
    """Return what the unit that starts from these weights has become, and what it gets right."""
    targets = torch.tensor(GATES[gate])
    path = train(targets, torch.tensor([w1, w2, b], dtype=torch.float64), steps)
    weights, outputs = path[-1], fires(path[-1])
    foot = nearest(weights, torch.tensor(at, dtype=torch.float64))
    return {
        "weights": weights.tolist(),
        "path": path.tolist(),
        "corrections": (path[1:] != path[:-1]).any(1).tolist(),
        "outputs": outputs.tolist(),
        "foot": foot.tolist(),
        "sums": sums(weights).tolist(),
        "wrong": (outputs != targets).tolist(),
        "right": {name: (outputs == torch.tensor(t)).sum().item() for name, t in GATES.items()},
        "tip": (foot + ARROW * weights[:2]).tolist(),
    }


def nearest(weights, point):
    """Return the place on the line that is nearest to a point; where no line is, the point."""
    w, b = weights[:2], weights[2]
    square = w @ w
    return point if square < NOTHING else point - (w @ point + b) / square * w


def caption():
    """Say what the still picture shows: a line that gets as much of XOR right as any."""
    result = compute(1.0, 1.0, -0.5, "XOR")
    right = result["right"]
    (missed,) = (i for i, wrong in enumerate(result["wrong"]) if wrong)
    point = tuple(POINTS[missed].int().tolist())
    return (
        f"This line gets {right['OR']} of the 4 points of OR right, {right['AND']} of those of "
        f"AND, and {right['XOR']} of XOR's, all but {point}. No other line gets more of XOR: on "
        "its map no place is as bright as 4."
    )


EXPLORER = Explorer(
    name="draw_the_line",
    title="Draw the line",
    question="0.p2",
    compute=compute,
    caption=caption,
)


def draw_the_line():
    """Ask how far one line gets with XOR, then let the reader take hold of it, or train it."""
    EXPLORER.show()
