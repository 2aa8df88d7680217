"""Lesson 05: scale and centre the readings, choose a learning rate, and see whether it explodes."""

from dataclasses import dataclass

import numpy as np
from matplotlib.colors import LogNorm

from course_utils import plots, simulate
from course_utils.explore.base import Choice, Explorer, Picture, Slider, Toggle

STANDARD = "1 / sd"
# What the readings are multiplied by.
SCALES = {"raw": 1.0, "0.1 · raw": 0.1, "raw / sd": STANDARD, "0.01 · raw": 0.01}
# Lines (w, b) of °C over raw readings: the same ones on whatever scale the descent runs. The second
# is where the published run on a tenth of the readings begins; there its w is 1.
STARTS = {"w = 1, b = 0": (1.0, 0.0), "w = 0.1, b = 0": (0.1, 0.0), "w = 0, b = 10.5": (0.0, 10.5)}
STEPS = ("1", "10", "100", "1000", "5000")

# Of the twin: rows and columns.
SCALINGS = {"raw": (1.0, False), "centred only": (1.0, True), "standardised": (STANDARD, True)}
RATES = (1e-4, 3e-3, 0.5)

_CONSECUTIVE, _SHOWN = 100, 200  # steps shown one by one, and all in all
_GREY = "0.5"
_TALL, _FLAT = 1.2, 0.85  # height over width of the bowl: in the explorer, and in its twin
_FAR = 1e100  # what is farther away is drawn there: beyond any picture


@dataclass(frozen=True)
class Scene:
    """The loss over the parameters (w, b) of scaled readings, a quadratic bowl.

    The loss at theta is `lowest` + d·Hd / 2 with d = theta - `best`. H has the eigenvalues
    `lambdas`, the larger one first, and the eigenvectors `Q`, in columns.
    """

    start: np.ndarray
    best: np.ndarray
    lowest: float
    H: np.ndarray
    lambdas: np.ndarray
    Q: np.ndarray


@dataclass(frozen=True)
class Descent:
    """A descent in a scene: at the shown `steps`, the place in the `path` and the `excess` loss.

    The excess is the loss less the lowest possible one. In each direction of an eigenvector the
    error is multiplied by one of the `factors` in every step; `limit` is the learning rate at which
    the first of them reaches -1.
    """

    scene: Scene
    lr: float
    limit: float
    kappa: float
    factors: np.ndarray
    steps: np.ndarray
    path: np.ndarray
    excess: np.ndarray
    verdict: str


def set_the_scene(scale=1.0, centre=False, start=(1.0, 0.0)):
    """Return the `Scene` of readings scale * x, or scale * (x - mean) if `centre`.

    `scale` is a number or `STANDARD`; `start` is a line (w, b) for raw readings.
    """
    x, y = (readings.double().numpy() for readings in simulate.thermometer())
    m = x.mean() if centre else 0.0
    scale = 1 / x.std() if scale == STANDARD else float(scale)
    X = np.column_stack([scale * (x - m), np.ones_like(x)])
    H = 2 / len(x) * X.T @ X
    lambdas, Q = np.linalg.eigh(H)
    best = np.linalg.lstsq(X, y)[0]
    w, b = start
    lowest = ((X @ best - y) ** 2).mean()
    there = np.array([w / scale, b + w * m])
    return Scene(there, best, lowest, H, lambdas[::-1].copy(), Q[:, ::-1].copy())


def descend(scene, lr, steps):
    """Return the `Descent` of this many steps, by a formula: no step is walked."""
    factors = 1 - lr * scene.lambdas
    shown = _shown(steps)
    error = scene.Q.T @ (scene.start - scene.best)
    with np.errstate(over="ignore"):  # an explosion ends at infinity
        powers = factors ** shown[:, None]
        # Infinity times nothing is nothing here: there is no error in this direction.
        errors = np.where(error == 0, 0.0, powers * np.where(error == 0, 1.0, error))
        excess = (errors**2 * scene.lambdas / 2).sum(1)
    return Descent(
        scene,
        lr,
        limit=2 / scene.lambdas[0],
        kappa=scene.lambdas[0] / scene.lambdas[1],
        factors=factors,
        steps=shown,
        path=scene.best + errors.clip(-_FAR, _FAR) @ scene.Q.T,
        excess=excess,
        verdict=_verdict(np.abs(factors).max()),
    )


def _shown(steps):
    """Return the numbers of the steps that are shown: all early ones, then fewer and fewer."""
    if steps <= _CONSECUTIVE:
        return np.arange(steps + 1)
    later = np.geomspace(_CONSECUTIVE, steps, _SHOWN - _CONSECUTIVE).round().astype(int)
    return np.union1d(np.arange(_CONSECUTIVE + 1), later)


def _verdict(largest):
    if np.isclose(largest, 1, rtol=0, atol=1e-9):
        return "bounces"
    return "explodes" if largest > 1 else "comes down"


def compute(log_lr, scale, centre, start, steps):
    """Return the `Descent` for the values of the controls."""
    return descend(set_the_scene(SCALES[scale], centre, STARTS[start]), 10.0**log_lr, int(steps))


def named(scale, centre):
    """Return what the readings are called: as in the lesson, where it has them."""
    if not centre:
        return scale
    return {"raw": "centred only", "raw / sd": "standardised"}.get(scale, f"{scale}, centred")


def say(result, scale, centre, steps, **_):
    """Return limit, condition number, factors, verdict and what is left, in words."""
    steep, flat = (_factor(factor) for factor in result.factors)
    return (
        f"Readings: {named(scale, centre)}. lr = {result.lr:.3g}, "
        f"limit 2/λ_max = {result.limit:.4g}, κ = {_whole(result.kappa)}; "
        f"a step multiplies the error by {steep} and {flat}: it {result.verdict}{_pace(result)}. "
        f"Excess loss after {steps} step{'s' * (steps != '1')}: {_amount(result.excess[-1])} °C²."
    )


def _whole(number):
    """Return a number without decimals, with narrow spaces that do not break between thousands."""
    return f"{number:,.0f}".replace(",", "\u202f")


def _factor(factor):
    return f"{factor:.6f}".rstrip("0").rstrip(".") if abs(factor) < 10 else _whole(factor)


def _amount(excess):
    if excess < 1e-12:
        return "0"
    if 100 < excess < 1e6:
        return _whole(excess)
    return f"{excess:.3g}" if np.isfinite(excess) else "∞"


def _pace(result):
    """Return how quickly a descent that comes down gets anywhere in its slowest direction."""
    slowest = np.abs(result.factors).max()
    if result.verdict != "comes down" or slowest < 0.5:
        return ""
    return f", {_whole(np.log(0.5) / np.log(slowest))} steps to halve the slower error"


MARKS = (
    {"label": "start", "color": plots.DATA, "marker": "s", "markersize": 8},
    {"label": "lowest loss", "color": plots.TRUTH, "marker": "*", "markersize": 15},
    {"label": "after the last step", "color": plots.MODEL, "marker": "o", "markersize": 13},
)


class BowlAndExcess(Picture):
    """The bowl with the path; the excess loss over the steps; what one step does to the error."""

    rows = ("lr / limit", "|1 − lr·λ| steep", "|1 − lr·λ| flat")

    def __init__(self):
        layout = [["bowl", "excess"], ["bowl", "factors"]]
        shape = {"width_ratios": [1, 1.05], "height_ratios": [1.5, 1]}
        fig, axes = plots.mosaic(layout, height=3.9, **shape)
        self.bowl, self.excess_ax, self.factor_ax = (axes[k] for k in ("bowl", "excess", "factors"))
        red = {"color": plots.MODEL, "animated": True}
        small = {"marker": "o", "markersize": 2.5, "linewidth": 1.2}
        (self.path,) = self.bowl.plot([0], [0], **red, **small)
        self.places = [
            self.bowl.plot([0], [0], animated=True, mec="white", linestyle="none", **look)[0]
            for look in MARKS
        ]
        # A ring, so that the star can be seen in it.
        self.places[2].set(markerfacecolor="none", markeredgecolor=plots.MODEL, markeredgewidth=2)
        # It does not move, but in the background its colours would tint the greys of the bowl.
        self.legend = self.excess_ax.legend(
            handles=self.places,
            loc="upper left",
            ncols=3,
            bbox_to_anchor=(0, 1),
            bbox_transform=fig.transFigure,
            frameon=False,
        )
        self.legend.set(animated=True, in_layout=False)
        fig.get_layout_engine().set(rect=(0, 0, 1, 0.92))
        _excess_axes(self.excess_ax)
        (self.excess,) = self.excess_ax.plot([0], [0], **red, **small)
        self.bars, self.numbers = self._bars()
        self.verdict = self.excess_ax.text(
            0.97, 0.95, "", transform=self.excess_ax.transAxes, ha="right", va="top", animated=True
        )
        moving = [self.path, *self.places, self.excess, *self.bars, *self.numbers]
        super().__init__(fig, [*moving, self.verdict, self.legend])

    def _bars(self):
        ax = self.factor_ax
        ax.set(xlim=(0, 2.9), ylim=(2.5, -0.5), yticks=range(3), yticklabels=self.rows)
        ax.set_xticks([0, 1, 2], ["0", "1", "2"])
        ax.set_xlabel("beyond 1: unstable")
        ax.grid(False)
        ax.axvline(1, color=plots.DATA, linewidth=1.2, linestyle="--")
        bars = ax.barh(range(3), [1, 1, 1], height=0.6, animated=True)
        numbers = [
            ax.text(2.85, row, "", ha="right", va="center", animated=True) for row in (0, 1, 2)
        ]
        return list(bars), numbers

    def scene(self, scale, centre, start, **_):
        """Return what the bowl depends on."""
        return scale, centre, start

    def set_scene(self, scene):
        """Draw the bowl of another scaling."""
        scale, centre, start = scene
        bowl = set_the_scene(SCALES[scale], centre, STARTS[start])
        self.bowl.clear()
        _draw_bowl(self.bowl, bowl, _TALL)
        reach = _reach(bowl, _TALL)
        stretch = reach[1] / reach[0] / _TALL
        shown = f", stretched {stretch:.2g}-fold" if abs(stretch - 1) > 0.01 else ""
        self.bowl.set(title=named(scale, centre), xlabel=f"w{shown}", ylabel="b")
        self.bowl.yaxis.set_label_coords(-0.22, 0.5)  # room for a number of three digits
        for artist in (self.path, *self.places):
            self.bowl.add_line(artist)

    def move(self, result, **_):
        """Put path, curve and bars where the result says."""
        _put_path(self.path, result)
        places = (result.scene.start, result.scene.best, result.path[-1])
        (left, right), (bottom, top) = self.bowl.get_xlim(), self.bowl.get_ylim()
        for artist, (w, b) in zip(self.places, places, strict=True):
            artist.set_data([w], [b])
            artist.set_visible(left <= w <= right and bottom <= b <= top)
        self.excess.set_data(result.steps, _drawable(result.excess))
        sizes = [result.lr / result.limit, *np.abs(result.factors)]
        for bar, number, size in zip(self.bars, self.numbers, sizes, strict=True):
            bar.set_width(min(size, 2))
            bar.set_color(plots.MODEL if size > 1 + 1e-9 else _GREY)
            number.set_text(_factor(size))
        self.verdict.set_text(result.verdict)


_GROUND, _SKY = 1e-6, 1e8  # what the axis of the excess loss shows


def _excess_axes(ax):
    ax.set_xscale("symlog", linthresh=1, linscale=0.4)
    ax.set_yscale("log")
    ax.set(xlim=(0, 5000), ylim=(_GROUND, _SKY), xlabel="step", ylabel="loss − lowest (°C²)")
    ax.set_xticks([0, 1, 10, 100, 1000], ["0", "1", "10", "100", "1000"])
    ax.set_yticks([1e-6, 1e-3, 1, 1e3, 1e6])
    ax.minorticks_off()


def _drawable(excess):
    """Return the excess with what lies far outside the axis drawn just outside it."""
    return excess.clip(_GROUND / 100, _SKY * 100)


def _put_path(line, result):
    """Draw the path up to where it leaves the picture for good."""
    away = np.abs(result.path - result.scene.best)
    gone = (away > 20 * _reach(result.scene, tall=1)).any(1)
    line.set_data(*result.path[: 1 + gone.argmax() if gone.any() else None].T)


def _draw_bowl(ax, scene, tall, points=120):
    """Draw the loss as grey contours, with the start and the lowest point in view."""
    reach = _reach(scene, tall)
    ws, bs = np.linspace(scene.best - reach, scene.best + reach, points).T
    d = np.stack(np.meshgrid(ws - scene.best[0], bs - scene.best[1]), axis=-1)
    losses = scene.lowest + ((d @ scene.H) * d).sum(-1) / 2
    levels = np.geomspace(scene.lowest * 0.99, losses.max() * 1.01, 16)
    # The darkest level is a middle grey, so that what lies on it can be seen.
    norm = LogNorm(levels[0], levels[-1] * (levels[-1] / levels[0]) ** 0.8)
    ax.contourf(ws, bs, losses, levels=levels, norm=norm, cmap="Greys")
    ax.set(xlim=(ws[0], ws[-1]), ylim=(bs[0], bs[-1]), box_aspect=tall)
    ax.grid(False)


def _reach(scene, tall):
    """Return how far to either side of the lowest point w and b are shown.

    `tall` is the height of the axes over their width.
    """
    away = np.abs(scene.start - scene.best)
    excess = (scene.start - scene.best) @ scene.H @ (scene.start - scene.best) / 2
    # How far one knob alone may be turned before the loss is as high as at the start.
    alone = np.sqrt(2 * excess / np.diag(scene.H))
    reach = 1.15 * np.maximum(away, alone)
    if reach.max() > 4 * reach.min():
        return reach  # a long valley does not fit on a page and is squeezed
    # A round bowl is to look round.
    return max(reach[0], reach[1] / tall) * np.array([1, tall])


def twin(steps=1000):
    """Return a figure of three scalings at three learning rates, and its caption."""
    layout = [[f"{scaling} {lr}" for lr in RATES] for scaling in SCALINGS]
    fig, axes = plots.mosaic(layout, height=6.2)
    ran = {}
    for scaling, (scale, centre) in SCALINGS.items():
        for lr in RATES:
            result = ran[scaling, lr] = descend(set_the_scene(scale, centre), lr, steps)
            ax = axes[f"{scaling} {lr}"]
            _panel(ax, result)
            colour = plots.MODEL if result.verdict == "explodes" else plots.DATA
            ax.set_title(f"lr = {lr:g}: {_outcome(result)}", fontsize="small", color=colour)
        numbers = f"limit {result.limit:.3g}, κ = {_whole(result.kappa)}"
        axes[f"{scaling} {RATES[0]}"].set(ylabel=f"{scaling}\n{numbers}\nb")
    for lr in RATES:
        axes[f"standardised {lr}"].set(xlabel="w")
    raw, centred, standardised = (ran[scaling, RATES[0]].limit for scaling in SCALINGS)
    return fig, (
        f"{steps} steps from the same line (square); the star is the lowest loss; the w axes "
        f"differ. The limit is {raw:.3g} on raw readings, {centred:.3g} on centred and "
        f"{standardised:.3g} on standardised ones; beyond it the descent explodes. Only the bowl "
        "can be quick, at a learning rate that suits it: on raw readings at 1e-4 "
        f"{_amount(ran['raw', 1e-4].excess[-1])} °C² of excess loss is left, on standardised ones "
        f"at 0.5 one step leaves {_amount(ran['standardised', 0.5].excess[1])}."
    )


def _panel(ax, result):
    """Draw the bowl and the path on it, standing still."""
    _draw_bowl(ax, result.scene, _FLAT)
    (line,) = ax.plot([0], [0], "o-", color=plots.MODEL, markersize=2.5, linewidth=1)
    _put_path(line, result)
    places = (result.scene.start, result.scene.best)
    for (w, b), look in zip(places, MARKS, strict=False):
        ax.plot(w, b, mec="white", linestyle="none", **look)
    ax.locator_params(nbins=4)


def _outcome(result):
    if result.verdict == "explodes":
        return result.verdict
    return f"{_amount(result.excess[-1])} °C² left"


EXPLORER = Explorer(
    title="Scale and stability lab",
    question="5.p3",
    controls=[
        Slider("log_lr", "lr", -5, 0, 0.05, -4, log=True),
        Choice("scale", "x", tuple(SCALES), "raw"),
        Toggle("centre", "subtract the mean of x first"),
        Choice("start", "start", tuple(STARTS), "w = 1, b = 0"),
        Choice("steps", "steps", STEPS, "100"),
    ],
    compute=compute,
    picture=BowlAndExcess,
    say=say,
    twin=twin,
)


def scale_and_stability():
    """Ask what centring does to the limit, then let the reader scale, centre and descend."""
    EXPLORER.show()
