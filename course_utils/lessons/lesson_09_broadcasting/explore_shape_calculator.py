"""Lesson 09: see what targets of a wrong shape do to a line, and how any shapes are aligned.

What moves is in `explore_shape_calculator.js`; here is what it is held against.
"""

import functools
import math
import re

import torch

from course_utils import simulate
from course_utils.explore.explorer import Explorer

FLAT, COLUMN = "(11,)", "(11, 1)"
BEST = (0.5367719, -17.3047847)  # w and b of the lowest loss
STARTS = {"the best line": BEST, "w 1, b 0": (1.0, 0.0)}  # °C over raw readings
LEFT_OUT = "-"
LR = 0.01  # on standardised readings
MOST_STEPS = 1000

MOST_AXES = 6  # there is room for in the picture
LARGEST = 10**9  # size of one axis
MOST_NUMBERS = 10**15  # in one tensor

_FORMS = re.compile(r"torch\.Size\(\[(.*)\]\)|\((.*)\)|\[(.*)\]|(.*)", re.DOTALL)
_FLOAT32 = 4  # bytes


def read_shape(name, text):
    """Return the shape that is written, such as "3, 1", "(3, 1)" or "()"; else a ValueError.

    An empty text is the shape of a scalar.
    """
    inner = next(part for part in _FORMS.fullmatch(text.strip()).groups() if part is not None)
    sizes = [size.strip() for size in inner.split(",")]
    if len(sizes) > 1 and not sizes[-1]:
        sizes.pop()  # the comma of (3,)
    if inner.strip() == "":
        return ()
    if not all(re.fullmatch(r"[+-]?[0-9]+", size) for size in sizes):
        written = "".join(c if c.isascii() and c.isprintable() else "?" for c in text)
        raise ValueError(
            f"The shape of {name}, {written!r}, cannot be read. Write whole numbers with commas "
            "between them, such as 3, 1, or () for a scalar."
        )
    shape = tuple(map(int, sizes))
    if min(shape) < 0:
        raise ValueError(f"The shape of {name} has a size of {min(shape)}: no size is below 0.")
    if len(shape) > MOST_AXES:
        raise ValueError(
            f"The shape of {name} has {len(shape)} axes: this picture has room for {MOST_AXES}."
        )
    if max(shape) > LARGEST:
        raise ValueError(
            f"The shape of {name} has a size above {LARGEST:,}: this picture has no room for it."
        )
    _not_too_many(name, shape)
    return shape


def _not_too_many(name, shape):
    if math.prod(shape) > MOST_NUMBERS:
        raise ValueError(
            f"{name} would have more than 10**15 numbers, 4 PB as float32: no machine has room "
            "for it."
        )


def align(a, b, c=LEFT_OUT):
    """Return the shapes that the texts say, aligned to the right, and what their sum has.

    `columns` has, for each axis from left to right, the size in each tensor, None where there is no
    such axis. `failing` names the axes that do not fit, from the right (-1, -2, ...); then `result`
    is None and `message` is what torch says. `trouble` says what is wrong with the text of a shape;
    then all else is empty. c may be left out with "-".
    """
    try:
        texts = {"a": a, "b": b, "c": c}
        if c.strip() == LEFT_OUT:
            texts.pop("c")
        shapes = {name: read_shape(name, text) for name, text in texts.items()}
        aligned = _aligned(shapes)
        if aligned["result"] is not None:
            _not_too_many(" + ".join(shapes), aligned["result"])
    except ValueError as error:
        return _aligned({}) | {"trouble": str(error)}
    return aligned


def _aligned(shapes):
    """Return what `align` does of shapes by name: torch says what fits."""
    longest = max(map(len, shapes.values()), default=0)
    padded = [[None] * (longest - len(shape)) + list(shape) for shape in shapes.values()]
    columns = [list(sizes) for sizes in zip(*padded, strict=True)]
    message = _refusal(list(shapes.values()))
    fits = shapes and not message
    result = list(torch.broadcast_shapes(*shapes.values())) if fits else None
    axes = range(-longest, 0)
    return {
        "names": list(shapes),
        "shapes": [list(shape) for shape in shapes.values()],
        "columns": columns,
        "result": result,
        "failing": [
            axis
            for axis in axes
            if message and _refusal([(size,) for size in columns[axis] if size is not None])
        ],
        "message": message,
        "inputs_bytes": [_FLOAT32 * math.prod(shape) for shape in shapes.values()],
        "result_bytes": None if result is None else _FLOAT32 * math.prod(result),
        "stretched": [
            [axis for axis in axes if fits and columns[axis][i] in (1, None) and result[axis] != 1]
            for i in range(len(shapes))
        ],
        "trouble": "",
    }


def _refusal(shapes):
    """Return what torch says when it cannot add tensors of these shapes, "" if it can."""
    total = shapes[0] if shapes else ()
    for shape in shapes[1:]:
        try:
            total = torch.broadcast_shapes(total, shape)
        except RuntimeError:
            # One number, looked at as the whole tensor: the shapes are compared before any memory
            # is asked for.
            views = [torch.zeros(()).expand(shape) for shape in (total, shape)]
            try:
                views[0] + views[1]
            except RuntimeError as error:
                return str(error)
    return ""


@functools.cache
def run(target, start):
    """Return w and b over raw readings before each of 1000 steps, and the losses, by autograd."""
    t_u, t_c = readings()
    y = t_c[:, None] if target == COLUMN else t_c
    m, s = t_u.mean(), t_u.std(correction=0)
    x = (t_u - m) / s
    w, b = STARTS[start]
    params = torch.tensor([w * s, b + w * m], dtype=torch.float64, requires_grad=True)
    lines, losses = [], []
    for _ in range(MOST_STEPS + 1):
        loss = ((params[0] * x + params[1] - y) ** 2).mean()
        losses.append(loss.item())
        w, b = params.detach()
        lines.append(((w / s).item(), (b - w * m / s).item()))
        (grad,) = torch.autograd.grad(loss, params)
        with torch.no_grad():
            params -= LR * grad
    return lines, losses


def readings():
    """Return `t_u, t_c` in float64."""
    return tuple(each.double().round(decimals=1) for each in simulate.thermometer())


def train(target, start, steps):
    """Return the line after so many steps, and the losses before it.

    `difference` is y_hat - y as rows, for targets of shape (11,) a single one; `lowest` is the
    lowest loss there can be with these targets.
    """
    (t_u, t_c), (lines, losses) = readings(), run(target, start)
    w, b = lines[int(steps)]
    trapped = target == COLUMN
    difference = w * t_u + b - (t_c[:, None] if trapped else t_c)
    ones = torch.ones_like(t_u)
    best = torch.linalg.lstsq(torch.stack([t_u, ones], 1), t_c[:, None])
    squares = (torch.stack([t_u, ones], 1) @ best.solution - t_c[:, None]) ** 2
    lowest = t_c.var(correction=0) if trapped else squares.mean()
    return {
        **{"w": w, "b": b, "losses": losses[: int(steps) + 1], "loss": losses[int(steps)]},
        "difference": difference.reshape(-1, len(t_u)).tolist(),
        "lowest": lowest.item(),
    }


def compute(a, b, c, target, start, steps, **_):
    """Return the aligned shapes and the trained line; what is pointed at changes neither."""
    return {"aligned": align(a, b, c), "trained": train(target, start, steps)}


def caption():
    """Say what the still picture shows: the trap, and where it leads the best line."""
    start, end = (train(COLUMN, "the best line", steps) for steps in (0, 50))
    rest = train(COLUMN, "the best line", MOST_STEPS)
    count = len(start["difference"]) * len(start["difference"][0])
    return (
        f"With targets of shape {COLUMN}, y_hat - y has {count} numbers in place of 11: every "
        "prediction meets every target. From the best line, whose trapped loss is "
        f"{start['loss']:.4f}, 50 steps lead to {end['loss']:.4f}, and {MOST_STEPS} to the flat "
        f"line: w = {abs(rest['w']):.4f}, b = {rest['b']:.2f}, with a loss of {rest['loss']:.4f}, "
        "the variance of y."
    )


EXPLORER = Explorer(
    name="shape_calculator",
    title="Shape calculator",
    question="9.p4",
    compute=compute,
    caption=caption,
)


def shape_calculator():
    """Ask where the trapped loss leads the best line, then let the reader train and align."""
    EXPLORER.show()
