"""Lesson 07: let two optimizers run down the same loss from the same start, and see who is ahead.

The loss is the MSE of the thermometer's line. It is a quadratic bowl, so places are kept as offsets
from its lowest point: at an offset d the gradient is Hd and the excess loss d·Hd / 2.
"""

import math
from dataclasses import dataclass, replace

import numpy as np
from matplotlib.colors import LogNorm

from course_utils import plots
from course_utils.explore.base import Choice, Explorer, Picture, Slider
from course_utils.lessons.lesson_05_analytic_gradients.explore_scale_and_stability import (
    STANDARD,
    Scene,
    set_the_scene,
)

SGD, MOMENTUM, ADAM = OPTIMIZERS = ("SGD", "momentum", "Adam")
# What x is multiplied by, and whether its mean is subtracted first.
SCALINGS = {"raw": (1.0, False), "0.1 · raw": (0.1, False), "standardised": (STANDARD, True)}
START = (1.0, 0.0)  # w and b, these numbers in every scaling
STEPS = ("10", "50", "100", "500")
MOST = 6000  # steps that are walked; how many more SGD and momentum need, a formula says

# Of the twin: data, optimizer, lr and beta.
SETTINGS = {
    "A": ("0.1 · raw", SGD, 0.01, 0.0),
    "B": ("0.1 · raw", SGD, 0.033, 0.0),
    "C": ("0.1 · raw", MOMENTUM, 0.033, 0.9),
    "D": ("0.1 · raw", ADAM, 1.0, 0.0),
    "E": ("raw", ADAM, 1.0, 0.0),
    "F": ("standardised", SGD, 0.5, 0.0),
}

QUICK = 3.39e-4  # the quickest lr for SGD on raw readings, with three digits

_NEAR = 0.01  # the share of the lowest loss that may be left
_AGAIN = 500  # steps in which a run that has come near is watched for going away again
_FAR = 1e12  # what has more excess loss does not come back
# How much of w and of b is seen. The round bowl is shown round.
_WINDOWS = {
    "raw": ((-0.6, 1.7), (-42, 14)),
    "0.1 · raw": ((-1.5, 10.5), (-42, 14)),
    "standardised": ((-3.4, 20.6), (-1.5, 22.5)),
}


@dataclass(frozen=True)
class Run:
    """A run of one optimizer: the places (w, b) and the excess losses there, the start included.

    `limit` is the learning rate beyond which it `diverges`, at which it `bounces` and below which
    it `settles`: that is the `verdict`. Adam has no limit, for lr alone bounds its steps. `needed`
    is the first step within 1 % of the lowest loss, None if there is none, or none that Adam has
    found in `MOST` steps; `leaves` says whether the run soon goes away from there again. A run that
    goes too far ends.
    """

    name: str
    lr: float
    limit: float
    verdict: str
    ws: list
    bs: list
    excess: list
    needed: int | None
    leaves: bool


@dataclass(frozen=True)
class Race:
    """Two runs in one scene, and the excess loss `left` to each after the last step."""

    scene: Scene
    runs: tuple
    left: tuple


def scene_of(data):
    """Return the `Scene` of the data in one of the SCALINGS, with the start of this lesson."""
    return replace(set_the_scene(*SCALINGS[data]), start=np.array(START))


def momentum(H, place, lr, beta):
    """Yield the offsets from the lowest point, the start first; SGD is what has beta 0."""
    (ww, wb), (_, bb) = H
    w, b = place
    v_w = v_b = 0.0
    while True:
        yield w, b
        v_w, v_b = beta * v_w + ww * w + wb * b, beta * v_b + wb * w + bb * b
        w -= lr * v_w
        b -= lr * v_b


def adam(H, place, lr, beta_1=0.9, beta_2=0.999, eps=1e-8):
    """Yield the offsets from the lowest point, the start first, as torch's Adam takes them."""
    (ww, wb), (_, bb) = H
    w, b = place
    m_w = m_b = s_w = s_b = 0.0
    power_1 = power_2 = 1.0
    while True:
        yield w, b
        power_1 *= beta_1
        power_2 *= beta_2
        grad_w, grad_b = ww * w + wb * b, wb * w + bb * b
        m_w = beta_1 * m_w + (1 - beta_1) * grad_w
        m_b = beta_1 * m_b + (1 - beta_1) * grad_b
        s_w = beta_2 * s_w + (1 - beta_2) * grad_w * grad_w
        s_b = beta_2 * s_b + (1 - beta_2) * grad_b * grad_b
        w -= lr * m_w / (1 - power_1) / (math.sqrt(s_w / (1 - power_2)) + eps)
        b -= lr * m_b / (1 - power_1) / (math.sqrt(s_b / (1 - power_2)) + eps)


def run(scene, optimizer, lr, beta, steps):
    """Return the `Run` of this many steps, having walked on until it is near the lowest loss."""
    H, offset = scene.H.tolist(), (scene.start - scene.best).tolist()
    beta = beta if optimizer == MOMENTUM else 0.0
    walk = adam(H, offset, lr) if optimizer == ADAM else momentum(H, offset, lr, beta)
    limit = math.inf if optimizer == ADAM else 2 * (1 + beta) / scene.lambdas[0].item()
    verdict = _verdict(lr, limit)
    places, excess, needed, leaves = _follow(walk, H, _NEAR * scene.lowest)
    if needed is None and optimizer != ADAM and verdict == "settles":
        needed = needed_later(scene, lr, beta)
    w, b = scene.best.tolist()
    return Run(
        name=f"momentum {beta:g}" if optimizer == MOMENTUM else optimizer,
        lr=lr,
        limit=limit,
        verdict=verdict,
        ws=[w + place[0] for place in places[: steps + 1]],
        bs=[b + place[1] for place in places[: steps + 1]],
        excess=excess[: steps + 1],
        needed=needed,
        leaves=leaves,
    )


def _verdict(lr, limit):
    if math.isclose(lr, limit, rel_tol=1e-9):
        return "bounces"
    return "diverges" if lr > limit else "settles"


def _follow(walk, H, near):
    """Return places, excess losses, the first step that is near, and whether it goes away again."""
    (ww, wb), (_, bb) = H
    places, losses, needed, leaves, end = [], [], None, False, MOST
    for step, (w, b) in enumerate(walk):
        excess = (ww * w * w + bb * b * b) / 2 + wb * w * b
        places.append((w, b))
        losses.append(excess)
        if excess <= near:
            if needed is None:
                needed, end = step, min(MOST, step + _AGAIN)
        elif needed is not None:
            leaves = True
        if step == end or not excess < _FAR:
            return places, losses, needed, leaves


def excess_after(scene, steps, lr, beta):
    """Return the excess loss of SGD or momentum after this many steps, by a formula.

    In each direction of an eigenvector, a step is a 2 x 2 matrix for the error and its velocity.
    Not for a run that diverges: it would overflow.
    """
    M = [[[1 - lr * curvature, -lr * beta], [curvature, beta]] for curvature in scene.lambdas]
    errors = np.linalg.matrix_power(M, steps)[:, 0, 0] * (scene.Q.T @ (scene.start - scene.best))
    return (scene.lambdas @ errors**2).item() / 2


def needed_later(scene, lr, beta):
    """Return after how many steps, more than `MOST`, SGD or momentum is near the lowest loss.

    By then whatever swings has died away, up to a beta of 0.99: the loss only falls, so the step
    can be bracketed and the bracket halved.
    """

    def near(steps):
        return excess_after(scene, steps, lr, beta) <= _NEAR * scene.lowest

    too_few, enough = MOST, 2 * MOST
    while not near(enough):
        too_few, enough = enough, 2 * enough
    while enough - too_few > 1:
        middle = (too_few + enough) // 2
        too_few, enough = (too_few, middle) if near(middle) else (middle, enough)
    return enough


def compute(first, first_lr, second, second_lr, beta, data, steps):
    """Return the `Race` for the values of the controls."""
    scene, steps = scene_of(data), int(steps)
    runs = tuple(
        run(scene, optimizer, 10.0**log_lr, beta, steps)
        for optimizer, log_lr in [(first, first_lr), (second, second_lr)]
    )
    left = tuple(r.excess[-1] if len(r.excess) > steps else math.inf for r in runs)
    return Race(scene, runs, left)


def say(result, steps, **_):
    """Return who is ahead after the last step, and when each comes near the lowest loss."""
    first, second = (f"{r.name} at lr {r.lr:.3g}" for r in result.runs)
    return (
        f"After {steps} steps {_lead(result, first, second)}. Within 1 % of it: "
        f"{first} {_fate(result.runs[0])}; {second} {_fate(result.runs[1])}."
    )


def _lead(result, first, second):
    a, b = result.left
    if a == b or math.isclose(a, b, rel_tol=1e-6, abs_tol=1e-12):
        return f"both are level, {_amount(a)} above the lowest loss"
    ahead, best, other = (first, a, b) if a < b else (second, b, a)
    return f"{ahead} is ahead, {_amount(best)} above the lowest loss against {_amount(other)}"


def _amount(excess):
    if excess < 1e-12:
        return "0 °C²"
    if excess > _FAR:
        return "∞ °C²"
    return f"{excess:,.0f} °C²" if 100 <= excess < 1e6 else f"{excess:.3g} °C²"


def _fate(runner):
    if runner.verdict == "diverges":
        return f"never, for it diverges beyond its limit of {runner.limit:.4g}"
    if runner.verdict == "bounces":
        return f"never, for it bounces at its limit of {runner.limit:.4g}"
    if runner.needed is None:
        return f"not in {MOST:,} steps"
    return f"after {_steps(runner.needed)}{', then out again' * runner.leaves}"


def _steps(number):
    return f"{number:,} step{'s' * (number != 1)}"


FIRST = {"color": plots.MODEL, "linestyle": "-", "marker": "o"}
SECOND = {"color": plots.TRUTH, "linestyle": "--", "marker": "s"}
BEGIN = {"label": "start", "color": plots.DATA, "marker": "D", "markersize": 7}
BEST = {"label": "lowest loss", "color": plots.DATA, "marker": "*", "markersize": 14}
_GROUND, _SKY = 1e-6, 1e6  # what the axis of the excess loss shows
_SMALL = {"linewidth": 1, "markersize": 2.5}
_LAST = {"linestyle": "none", "markersize": 7, "markeredgecolor": "white", "clip_on": False}
# Evenly spread on a logarithmic axis: a marker on every step would make a bar of the curve.
_MARKED = (0, 1, 2, 3, 5, 8, 13, 20, 32, 50, 80, 126, 200, 316, 500)


class PathsAndExcess(Picture):
    """The paths of both on the loss on the left, their excess losses over the steps right."""

    def __init__(self):
        fig, axes = plots.mosaic([["bowl", "excess"]], height=3.8)
        self.bowl, self.excess_ax = axes["bowl"], axes["excess"]
        _excess_axes(self.excess_ax)
        self.paths, self.rings, self.curves, self.ends = [], [], [], []
        for look in (FIRST, SECOND):
            moving = {**look, "animated": True}
            # A ring, so that the mark in it can be seen.
            ring = {"markersize": 12, "markerfacecolor": "none", "markeredgewidth": 1.8}
            self.paths += self.bowl.plot([0], [0], **moving, **_SMALL)
            self.rings += self.bowl.plot([0], [0], **{**moving, "linestyle": "none", **ring})
            self.curves += self.excess_ax.plot([0], [1], **{**moving, "markersize": 4})
            self.ends += self.excess_ax.plot([0], [1], **{**moving, **_LAST})
        self.marks = [
            self.bowl.plot([0], [0], animated=True, mec="white", linestyle="none", **look)[0]
            for look in (BEGIN, BEST)
        ]
        self.legend = self.excess_ax.legend(
            handles=[*self.paths, *self.marks],
            labels=["", "", BEGIN["label"], BEST["label"]],
            loc="upper left",
            ncols=2,
            bbox_to_anchor=(0, 1),
            bbox_transform=fig.transFigure,
            frameon=False,
        )
        self.legend.set(animated=True, in_layout=False)
        fig.get_layout_engine().set(rect=(0, 0, 1, 0.86))
        moving = [*self.paths, *self.marks, *self.rings, *self.curves, *self.ends, self.legend]
        super().__init__(fig, moving)

    def scene(self, data, **_):
        """Return what the bowl depends on."""
        return data

    def set_scene(self, scene):
        """Draw the bowl of other data."""
        self.bowl.clear()
        draw_bowl(self.bowl, scene)
        for artist in (*self.paths, *self.rings, *self.marks):
            self.bowl.add_line(artist)

    def move(self, result, **_):
        """Put both runs, and what the legend says of them, where they belong."""
        for i, runner in enumerate(result.runs):
            steps, excess = range(len(runner.excess)), _drawable(runner.excess)
            self.paths[i].set_data(runner.ws, runner.bs)
            self.rings[i].set_data(runner.ws[-1:], runner.bs[-1:])
            self.curves[i].set_data(steps, excess)
            self.curves[i].set_markevery([step for step in _MARKED if step in steps])
            self.ends[i].set_data(steps[-1:], excess[-1:])
            self.ends[i].set_visible(_GROUND <= excess[-1] <= _SKY)
            self.legend.get_texts()[i].set_text(f"{('first', 'second')[i]}: {_entry(runner)}")
        for artist, (w, b) in zip(self.marks, (result.scene.start, result.scene.best), strict=True):
            artist.set_data([w], [b])


def _entry(runner):
    """Return what the legend says of a run."""
    limit = f"limit {runner.limit:.4g}" if math.isfinite(runner.limit) else "no limit"
    verdict = "" if runner.verdict == "settles" else f" {runner.verdict}"
    return f"{runner.name}, lr {runner.lr:.3g}{verdict} ({limit})"


def _excess_axes(ax):
    ax.set_xscale("symlog", linthresh=1, linscale=0.4)
    ax.set_yscale("log")
    ax.set(xlim=(-0.1, 550), ylim=(_GROUND, _SKY), xlabel="step", ylabel="loss − lowest (°C²)")
    ax.set_xticks([0, 1, 10, 100, 500], ["0", "1", "10", "100", "500"])
    ax.set_yticks([1e-6, 1e-4, 1e-2, 1, 1e2, 1e4, 1e6])
    ax.minorticks_off()
    near = _NEAR * scene_of("raw").lowest
    ax.axhline(near, color=plots.DATA, linewidth=1, linestyle=":")
    ax.text(0.1, near / 1.4, "1 % of the lowest loss", va="top", fontsize="small")


def _drawable(excess):
    """Return the excess with what lies far below the axis drawn just below it."""
    return [max(amount, _GROUND / 100) for amount in excess]


def draw_bowl(ax, data, points=241):
    """Draw the loss over w and b as grey contours."""
    scene = scene_of(data)
    ws, bs = (np.linspace(*ends, points) for ends in _WINDOWS[data])
    d = np.stack(np.meshgrid(ws - scene.best[0], bs - scene.best[1], indexing="ij"), axis=-1)
    losses = scene.lowest + ((d @ scene.H) * d).sum(-1) / 2
    plots.surface(ax, ws, bs, losses, bar=False)
    # The darkest level is a middle grey, so that the paths on it can be seen.
    low, high = scene.lowest, losses.max()
    ax.collections[-1].set_norm(LogNorm(low, high * (high / low) ** 0.8))
    ax.set(xlabel="w", ylabel="b", box_aspect=1)


def twin(steps=100):
    """Return a figure of six runs, and its caption."""
    fig, axes = plots.mosaic([list("ABC"), list("DEF")], height=5.2)
    ran = {name: _panel(axes[name], *setting, steps) for name, setting in SETTINGS.items()}
    for name in "BCEF":
        axes[name].set_ylabel("")
    for name in "ABC":
        axes[name].set_xlabel("")
    needed = {name: runner.needed for name, runner in ran.items()}
    by_sgd = needed_later(scene_of("raw"), QUICK, 0.0)
    return fig, (
        f"{steps} steps from w = {START[0]:g}, b = {START[1]:g} (diamond). Counted are the steps "
        "until a run is first within 1 % of the lowest loss (star). On a tenth of the readings SGD "
        f"needs {needed['A']:,} at lr {ran['A'].lr:g}, and diverges at {ran['B'].lr:g}, beyond its "
        f"limit of {ran['B'].limit:.4g}. Momentum 0.9 moves the limit to {ran['C'].limit:.4g} and "
        f"needs {needed['C']} at the same {ran['C'].lr:g}. Adam at {ran['D'].lr:g} needs "
        f"{needed['D']} there and {needed['E']} on raw readings, where SGD needs {by_sgd:,} even "
        f"at {QUICK:g}, close to its limit. On standardised readings SGD at {ran['F'].lr:g} needs "
        f"{_steps(needed['F'])}."
    )


def _panel(ax, data, optimizer, lr, beta, steps):
    """Draw one run, standing still, and return it."""
    scene = scene_of(data)
    runner = run(scene, optimizer, lr, beta, steps)
    draw_bowl(ax, data)
    # A path that bounces ever farther would be a solid patch: a fine line shows the bounce.
    thin = {"linewidth": 0.2, "marker": ""} if runner.verdict == "diverges" else {}
    ax.plot(runner.ws, runner.bs, **{**FIRST, **_SMALL, **thin})
    for (w, b), look in zip((scene.start, scene.best), (BEGIN, BEST), strict=True):
        ax.plot(w, b, mec="white", linestyle="none", **look)
    outcome = runner.verdict if runner.verdict != "settles" else f"{_steps(runner.needed)} to 1 %"
    colour = plots.MODEL if runner.verdict == "diverges" else plots.DATA
    title = f"{data}: {runner.name}\nlr {lr:g}, {outcome}"
    ax.set_title(title, fontsize="small", color=colour)
    ax.locator_params(nbins=4)
    return runner


EXPLORER = Explorer(
    title="Optimizer race",
    question="7.p4",
    controls=[
        Choice("first", "first", OPTIMIZERS, SGD),
        Slider("first_lr", "lr of the first", -5, 0.5, 0.02, -2, log=True),
        Choice("second", "second", OPTIMIZERS, MOMENTUM),
        Slider("second_lr", "lr of the second", -5, 0.5, 0.02, -2, log=True),
        Slider("beta", "beta of momentum", 0, 0.99, 0.01, 0.9),
        Choice("data", "data", tuple(SCALINGS), "0.1 · raw"),
        Choice("steps", "steps", STEPS, "100"),
    ],
    compute=compute,
    picture=PathsAndExcess,
    say=say,
    twin=twin,
)


def optimizer_race():
    """Ask what momentum does to the limit, then let the reader race two optimizers."""
    EXPLORER.show()
