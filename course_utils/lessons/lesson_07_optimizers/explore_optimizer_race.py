"""Lesson 07: let six optimizers run down the same bowl from where you drop them.

What moves is in `explore_optimizer_race.js`; here is what it is held against. The loss is the MSE
of the thermometer's line.
"""

import functools
import math

from course_utils.explore.explorer import Explorer
from course_utils.lessons.bowl import bowl

RAW, TENTH, STANDARDISED = "raw", "0.1 · raw", "standardised"
BOWLS = {RAW: bowl(1.0), TENTH: bowl(0.1), STANDARDISED: bowl("sd", centre=True)}
START = (1.0, 0.0)  # w and b, these numbers on every scale

_NEAR = 0.01  # the share of the lowest loss that may be left
_MOST = 2500  # steps that are walked to look for the first that is near
_AGAIN = 500  # steps in which a run that has come near is watched for going away again
_FAR = 1e12  # what has more excess loss does not come back


def sgd(g, lr, memory, beta, step):
    """Return how far a parameter of slope g goes down; `memory` is what is kept of its slopes."""
    return lr * g


def momentum(g, lr, memory, beta, step):
    """As `sgd`, with a velocity."""
    memory[0] = beta * memory[0] + g
    return lr * memory[0]


def nesterov(g, lr, memory, beta, step):
    """As `momentum`, looking ahead."""
    memory[0] = beta * memory[0] + g
    return lr * (g + beta * memory[0])


def adagrad(g, lr, memory, beta, step):
    """As `sgd`, divided by the root of all squares so far."""
    memory[0] += g * g
    return lr * g / (math.sqrt(memory[0]) + 1e-10)


def rmsprop(g, lr, memory, beta, step):
    """As `sgd`, divided by the root of the mean square of late."""
    memory[0] = 0.99 * memory[0] + 0.01 * (g * g)
    return lr * g / (math.sqrt(memory[0]) + 1e-8)


def adam(g, lr, memory, beta, step):
    """As `rmsprop`, with a velocity, and both means corrected for their start at 0."""
    memory[0] = 0.9 * memory[0] + 0.1 * g
    memory[1] = 0.999 * memory[1] + 0.001 * (g * g)
    first, second = _powers(step)
    return lr * (memory[0] / (1 - first)) / (math.sqrt(memory[1] / (1 - second)) + 1e-8)


@functools.cache
def _powers(step):
    """Return 0.9 and 0.999 to a power, multiplied step by step."""
    first, second = _powers(step - 1) if step > 0 else (1 / 0.9, 1 / 0.999)
    return first * 0.9, second * 0.999


# Each with the lr beyond which it diverges; for those that divide by the size of the slope, lr
# alone bounds a step, and there is no such limit.
RUNNERS = {
    "SGD": (sgd, lambda ground, beta: 2 / ground.steepest),
    "momentum": (momentum, lambda ground, beta: 2 * (1 + beta) / ground.steepest),
    "Nesterov": (
        nesterov,
        lambda ground, beta: 2 * (1 + beta) / (ground.steepest * (1 + 2 * beta)),
    ),
    "AdaGrad": (adagrad, None),
    "RMSprop": (rmsprop, None),
    "Adam": (adam, None),
}


def compute(data, w, b, on, rates, beta, steps, **_):
    """Return the bowl, and the run of each of RUNNERS that is on, None for the others."""
    runs = [
        _shortened(run(data, name, rate(log_lr), beta, (w, b)), steps) if runs_too else None
        for name, log_lr, runs_too in zip(RUNNERS, rates, on, strict=True)
    ]
    return {**vars(BOWLS[data]), "runs": runs}


def rate(log_lr):
    """Return the learning rate to twelve digits, which every language's powers agree in."""
    return float(f"{10.0**log_lr:.12g}")


@functools.lru_cache(maxsize=256)
def run(data, name, lr, beta=0.9, start=START):
    """Return a run with places and losses above the lowest, for as long as they can be shown.

    `needed` is the first step within 1 % of the lowest loss, None if there is none in 2 500;
    `leaves` says whether it soon goes away from there again. A run that goes too far ends.
    """
    ground, (move, limit) = BOWLS[data], RUNNERS[name]
    bound = limit(ground, beta) if limit else None
    places, losses, needed, leaves, end = [], [], None, False, _MOST
    memories, (w, b), step = ([0.0, 0.0], [0.0, 0.0]), start, 0
    while True:
        above = ground.excess(w, b)
        places.append([w, b])
        losses.append(above)
        if above <= _NEAR * ground.lowest:
            if needed is None:
                needed, end = step, min(_MOST, step + _AGAIN)
        elif needed is not None:
            leaves = True
        if step >= max(end, 500) or not above < _FAR:
            break
        step += 1
        slopes = zip(ground.slope(w, b), memories, strict=True)
        down_w, down_b = (move(g, lr, memory, beta, step) for g, memory in slopes)
        w, b = w - down_w, b - down_b
    return {
        **{"lr": lr, "limit": bound, "verdict": _verdict(lr, bound)},
        **{"needed": needed, "leaves": leaves, "places": places, "losses": losses},
    }


def _shortened(run, steps):
    shown = {name: run[name][: int(steps) + 1] for name in ("places", "losses")}
    return {**run, **shown}


def _verdict(lr, bound):
    if bound is None:
        return "settles"
    if abs(lr - bound) <= 1e-9 * bound:
        return "bounces"
    return "diverges" if lr > bound else "settles"


def caption():
    """Say how many steps the runners of the still need, and what data do to them."""
    needed = {
        key: run(*key)["needed"]
        for key in [
            *((TENTH, name, lr) for name, lr in [("SGD", 0.03), ("momentum", 0.03), ("Adam", 1.0)]),
            *((RAW, "Adam", 1.0), (STANDARDISED, "SGD", 0.5)),
        ]
    }
    sgd, momentum, adam, raw, one = needed.values()
    return (
        f"On a tenth of the readings, from w = 1, b = 0, SGD at lr 0.03 is within 1 % of the "
        f"lowest loss after {sgd} steps, momentum 0.9 at the same lr after {momentum}, and Adam at "
        f"lr 1 after {adam}. On raw readings Adam needs {raw}; on standardised ones SGD at lr 0.5 "
        f"needs {one}: the scale of the data decides more than the optimizer."
    )


EXPLORER = Explorer(
    name="optimizer_race",
    title="Optimizer race",
    question="7.p4",
    compute=compute,
    caption=caption,
)


def optimizer_race():
    """Ask what momentum does to the limit, then let the reader race six optimizers."""
    EXPLORER.show()
