"""Lesson 03: drop a walker into a valley, pull its step longer or shorter, and see where it leads.

What moves is in `explore_step_size_lab.js`; here is what it is held against.
"""

from dataclasses import dataclass

from course_utils.explore.explorer import Explorer

ONE, TWO = "f₁: one valley", "f₂: two valleys"
HILL = 0.18919299  # the top of the hill between the valleys of f₂, where the slope is zero

_FAR = 1e6  # what goes farther does not come back
_REST = 1e-9  # a step shorter than this is none
_PATIENCE = 5000  # steps after which what still moves is said to bounce for ever


@dataclass(frozen=True)
class Curve:
    """A function of one number, and its slope.

    Powers are products: their digits are those of every processor and every language, and where a
    path is chaotic nothing less would do.
    """

    value: object
    slope: object


CURVES = {
    ONE: Curve(lambda x: (x - 3) * (x - 3) + 2, lambda x: 2 * x - 6),
    TWO: Curve(
        lambda w: 0.05 * (w * w * w * w) - 0.4 * (w * w) + 0.15 * w + 1,
        lambda w: 0.2 * (w * w * w) - 0.8 * w + 0.15,
    ),
}


def compute(function, start, log_lr, steps, **_):
    """Return the descent on one of the CURVES, `steps` steps with lr = 10 ** log_lr.

    The verdict is settles, bounces or explodes, whatever the number of steps; `end` is where it
    settles, else None. A path that goes too far ends there.
    """
    curve, lr = CURVES[function], rate(log_lr)
    path = [float(start)]
    while len(path) <= steps and abs(path[-1]) < _FAR:
        path.append(path[-1] - lr * curve.slope(path[-1]))
    verdict, end = _fate(curve.slope, path[0], lr)
    values = [curve.value(x) for x in path]
    return {"lr": lr, "path": path, "values": values, "verdict": verdict, "end": end}


def rate(log_lr):
    """Return the learning rate to twelve digits, which every language's powers agree in."""
    return float(f"{10.0**log_lr:.12g}")


def _fate(slope, x, lr):
    """Return the verdict on the descent from x, and where it settles."""
    for _ in range(_PATIENCE):
        step = lr * slope(x)
        if abs(step) < _REST:
            return "settles", x
        x -= step
        if abs(x) > _FAR:
            return "explodes", None
    return "bounces", None


def caption():
    """Say what overshooting does, and what too large a step does; no more than the lesson asks."""
    over = compute(ONE, 0.0, -0.046, 10)
    ratio = (over["path"][1] - 3) / (over["path"][0] - 3)
    bounces, explodes = (compute(ONE, 0.0, log, 6)["path"] for log in (0.0, 0.0212))
    jumps, leaves = compute(TWO, 3.0, 0.0, 1), compute(TWO, 0.2, -1.0, 20)
    return (
        f"On f₁ from 0, every step with lr = {over['lr']:.2g} overshoots the minimum; yet each "
        f"miss is {-ratio:.2f} of the one before, and after 10 steps x = {over['path'][-1]:.2f}. "
        f"lr = 1 bounces between {bounces[1]:g} and {bounces[2]:g} for ever, and 1.05 explodes. "
        f"On f₂ from 0.2 a descent with lr = 0.1 has come no farther than "
        f"{leaves['path'][-1]:.2f} after 20 steps, and from 3 one step with lr = 1 jumps the hill, "
        f"to {jumps['path'][-1]:.2f}."
    )


EXPLORER = Explorer(
    name="step_size_lab",
    title="Step-size lab",
    question="3.p4",
    compute=compute,
    caption=caption,
)


def step_size_lab():
    """Ask which of two rates is quicker, then let the reader drop the walker and pull its step."""
    EXPLORER.show()
