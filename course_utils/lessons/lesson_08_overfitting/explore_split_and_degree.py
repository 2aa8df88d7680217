"""Lesson 08: hold two readings out, choose a degree, and see what one split is worth.

A polynomial is fitted to the nine other readings by least squares. How well it does on the two that
it has not seen is compared with all 55 ways to choose two readings out of eleven.
"""

import itertools
import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from matplotlib.patheffects import withStroke
from matplotlib.ticker import NullLocator

from course_utils import plots, simulate
from course_utils.explore.base import Explorer, Picture, Slider

PAIRS = tuple(itertools.combinations(range(11), 2))  # positions of readings, counted from 0
BOOK = PAIRS.index((2, 10))  # the split that the book prints
MOST = 8  # a polynomial of this degree meets all nine readings it is fitted to

# Of the twin: rows and columns.
HELD_OUT = ((2, 5), (2, 10), (6, 7))
SHOWN = (0, 1, 2, 6)

_T_U, _T_C = (15, 90), (-22, 48)  # what is shown; a curve that leaves it is cut off
GRID = np.linspace(*_T_U, 301)  # the t_u at which a curve is drawn
_NOTHING = 1e-12  # a loss below this is rounding
_SUPERSCRIPTS = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


@dataclass(frozen=True)
class Splits:
    """All 55 splits at one degree, in the order of PAIRS.

    `curves` (55, 301) on the GRID and `predicted` (55, 11) for every reading are in °C, the losses
    `training` (55,) and `validation` (55,) are MSEs in °C².
    """

    curves: np.ndarray
    predicted: np.ndarray
    training: np.ndarray
    validation: np.ndarray


@dataclass(frozen=True)
class Split:
    """One of the splits, and its `place` among the 55 by its validation loss; 1 is the smallest.

    `curve` (301,) on the GRID and `predicted` (2,) at the held-out readings are in °C, the losses
    in °C². `all_validation` (55,) are the losses of all splits, in the order of PAIRS.
    """

    held_out: tuple
    curve: np.ndarray
    predicted: np.ndarray
    training: float
    validation: float
    place: int
    all_validation: np.ndarray


@lru_cache
def readings():
    """Return `t_u, t_c`, float64."""
    return tuple(_kept(t.double().numpy()) for t in simulate.thermometer())


@lru_cache
def splits(degree):
    """Return the `Splits` at this degree."""
    t_u, t_c = readings()
    curves, predicted = np.empty((len(PAIRS), len(GRID))), np.empty((len(PAIRS), len(t_u)))
    losses = np.empty((len(PAIRS), 2))
    for i, pair in enumerate(PAIRS):
        train = np.delete(np.arange(len(t_u)), pair)
        # Standardising changes no number, but powers of raw readings would be badly rounded.
        m, s = t_u[train].mean(), t_u[train].std()
        powers = np.vander((t_u - m) / s, degree + 1)
        params = np.linalg.lstsq(powers[train], t_c[train])[0]
        predicted[i] = powers @ params
        curves[i] = np.polyval(params, (GRID - m) / s)
        squares = (predicted[i] - t_c) ** 2
        losses[i] = squares[train].mean(), squares[list(pair)].mean()
    training, validation = losses.T.copy()
    return Splits(*map(_kept, (curves, predicted, training, validation)))


def _kept(array):
    """Return the array, closed to changes: it is computed once and handed out many times."""
    array.setflags(write=False)
    return array


def compute(pair, degree):
    """Return the `Split` number `pair` of PAIRS at this degree."""
    pair, all_of_them = int(pair), splits(int(degree))
    held_out, own = PAIRS[pair], all_of_them.validation[pair].item()
    # Of two equal losses, one may be smaller by a rounding; they share a place.
    smaller = all_of_them.validation < own * (1 - 1e-9)
    return Split(
        held_out=held_out,
        curve=all_of_them.curves[pair],
        predicted=all_of_them.predicted[pair, list(held_out)],
        training=all_of_them.training[pair].item(),
        validation=own,
        place=1 + int(smaller.sum()),
        all_validation=all_of_them.validation,
    )


def say(result, degree, **_):
    """Return pair, degree, both losses and the place among the 55, in one sentence."""
    first, second = result.held_out
    return (
        f"Degree {degree}, readings {first} and {second} held out: "
        f"training loss {amount(result.training)} °C², "
        f"validation loss {amount(result.validation)} °C², "
        f"place {result.place} of {len(PAIRS)} (1 is the smallest)."
    )


def amount(number):
    """Return a number as text of four digits or so, however large it is."""
    if abs(number) < _NOTHING:
        return "0"
    exponent = math.floor(math.log10(abs(number)))
    if exponent >= 6:
        return f"{number / 10**exponent:.2f} · {_power(exponent)}".replace("-", "−")
    return f"{number:,.{max(0, min(3, 3 - exponent))}f}".replace("-", "−")


def _power(exponent):
    return f"10{str(exponent).translate(_SUPERSCRIPTS)}"


TRAINING = {"color": plots.DATA, "marker": "o", "linestyle": "none"}
VALIDATION = {
    "color": plots.VALIDATION,
    "marker": "D",
    "markeredgecolor": plots.DATA,
    "linestyle": "none",
}


# So that no name of a held-out reading lies on another reading.
_NAMED_BELOW = {0, 4, 8, 9}
_NAMED_ASIDE = {1: "right"}


class Fit:
    """The artists that show one split: the readings, the curve, and the two misses."""

    def __init__(self, ax, size=6, named=True, **options):
        """Make them in `ax`, markers of this `size` in points; `options` for every artist."""
        ax.set(xlim=_T_U, ylim=_T_C)
        ax.set_yticks(range(-20, 41, 20))

        def line(**look):
            return ax.plot([0], [0], **look, **options)[0]

        stick = {"color": plots.VALIDATION, "linestyle": ":", "linewidth": 1.8}
        self.sticks = [line(**stick) for _ in range(2)]
        self.curve = line(color=plots.MODEL, linewidth=0.3 * size)
        self.training = line(**TRAINING, markersize=0.8 * size)
        self.held_out = line(**VALIDATION, markersize=1.1 * size)
        # At the edge of the picture where a prediction lies beyond it.
        edge = {"color": plots.MODEL, "linestyle": "none", "clip_on": False, "markersize": size}
        # Most often without a point, and such a line has no size that a layout could use.
        edge["in_layout"] = False
        self.above, self.below = line(marker="^", **edge), line(marker="v", **edge)
        halo = {"path_effects": [withStroke(linewidth=2, foreground="white")]}
        self.names = [
            ax.annotate("", (0, 0), (0, 0), textcoords="offset points", **halo, **options)
            for _ in range(2 * named)
        ]
        self.artists = [
            *self.sticks,
            *self.names,
            self.curve,
            self.training,
            self.held_out,
            self.above,
            self.below,
        ]

    def move(self, result):
        """Put everything where `result` says."""
        t_u, t_c = readings()
        train = np.delete(np.arange(len(t_u)), result.held_out)
        held_out = np.array(result.held_out)
        self.curve.set_data(GRID, result.curve)
        self.training.set_data(t_u[train], t_c[train])
        self.held_out.set_data(t_u[held_out], t_c[held_out])
        for stick, i, predicted in zip(self.sticks, held_out, result.predicted, strict=True):
            stick.set_data([t_u[i]] * 2, [t_c[i], np.clip(predicted, *_T_C)])
        for marks, outside, edge in [
            (self.above, result.predicted > _T_C[1], _T_C[1]),
            (self.below, result.predicted < _T_C[0], _T_C[0]),
        ]:
            marks.set_data(t_u[held_out][outside], [edge] * outside.sum())
        for name, i in zip(self.names, result.held_out, strict=False):
            below = i in _NAMED_BELOW
            name.xy = t_u[i], t_c[i]
            name.xyann = 0, -7 if below else 7
            name.set(text=str(i), va="top" if below else "bottom", ha=_NAMED_ASIDE.get(i, "center"))


def beyond(result):
    """Return in words how far the curve goes beyond the picture; "" if it does not."""
    low, high = result.curve.min(), result.curve.max()
    if low >= _T_C[0] and high <= _T_C[1]:
        return ""
    return f"the curve runs from {_whole(low)} to {_whole(high)} °C"


def _whole(number):
    return amount(number) if abs(number) >= 1e6 else f"{round(number):,}".replace("-", "−")


def _small_text(ax, x, y, text="", **options):
    """Put text at a place given in parts of the axes; it takes no room in the layout."""
    place = {"transform": ax.transAxes, "fontsize": "small", "in_layout": False}
    return ax.text(x, y, text, **place, **options)


def _legend(ax, entries):
    """Put a legend in one row above the axes, and above a line of text."""
    legend = ax.legend(
        entries.values(),
        entries.keys(),
        ncols=len(entries),
        loc="lower left",
        bbox_to_anchor=(-0.02, 1.08),
        borderaxespad=0,
        fontsize="small",
        frameon=False,
        columnspacing=1,
        handlelength=1.4,
        handletextpad=0.4,
    )
    legend.set_in_layout(False)
    return legend


class FitAndPlaces(Picture):
    """The readings and the curve on the left, all 55 validation losses in order on the right."""

    def __init__(self):
        fig, axes = plots.mosaic([["fit", "places"]], height=3.6, width_ratios=[1.1, 1])
        self.fit_ax, self.places_ax = axes["fit"], axes["places"]
        self.fit_ax.set(xlabel="t_u (no units)", ylabel="t_c (°C)")
        self.fit = Fit(self.fit_ax, animated=True)
        kinds = {"trained on": self.fit.training, "held out": self.fit.held_out}
        self.degree = _legend(self.fit_ax, {**kinds, "degree": self.fit.curve}).get_texts()[-1]
        self.beyond = _small_text(self.fit_ax, 0, 1.03, animated=True)
        ax = self.places_ax
        ax.set(xscale="log", ylim=(-1, 57), xlabel="loss (°C²)", ylabel="place among the 55 splits")
        ax.set_yticks([1, 14, 28, 42, 55])
        ax.xaxis.set_minor_locator(NullLocator())
        rings = {"color": plots.VALIDATION, "markerfacecolor": "none", "markersize": 4}
        self.summary = _small_text(ax, 0, 1.03)
        (self.others,) = ax.plot([1], [1], "o", **rings)
        dash = {"color": plots.DATA, "linestyle": "--", "linewidth": 1.4}
        (self.training,) = ax.plot([1, 1], [-1, 57], **dash, animated=True)
        self.zero = _small_text(ax, 0.02, 0.8, "← training loss 0", animated=True)
        (self.here,) = ax.plot([1], [1], **VALIDATION, markersize=8, animated=True)
        self.legend = _legend(ax, {"training": self.training, "validation": self.here})
        self.legend.set(animated=True)
        moving = [*self.fit.artists, self.beyond, self.training, self.zero, self.here, self.legend]
        fig.get_layout_engine().set(rect=(0, 0, 0.985, 0.89), wspace=0.04)
        super().__init__(fig, moving)

    def scene(self, degree, **_):
        """Return which 55 losses are shown."""
        return degree

    def set_scene(self, scene):
        """Show the losses of another degree."""
        found = splits(scene)
        losses = np.sort(found.validation)
        self.others.set_data(losses, np.arange(1, len(losses) + 1))
        shown = np.concatenate([losses, found.training[found.training > _NOTHING]])
        low, high = shown.min(), shown.max()
        margin = (high / low) ** 0.05
        self.places_ax.set_xlim(low / margin, high * margin)
        self.places_ax.set_xticks(*_ticks(low / margin, high))
        self.degree.set_text(f"degree {scene}")
        smallest, median, largest = (amount(q) for q in np.quantile(losses, (0, 0.5, 1)))
        self.summary.set_text(f"all 55: {smallest} to {largest}, median {median}")

    def move(self, result, **_):
        """Put readings, curve, both losses and what is said of them where they belong."""
        self.fit.move(result)
        self.beyond.set_text(beyond(result))
        self.here.set_data([result.validation], [result.place])
        # Zero has no place on a logarithmic axis.
        exact = result.training < _NOTHING
        self.zero.set_visible(exact)
        self.training.set_visible(not exact)
        self.training.set_xdata([max(result.training, _NOTHING)] * 2)
        training, validation = self.legend.get_texts()
        training.set_text(f"training {amount(result.training)}")
        validation.set_text(f"validation {amount(result.validation)}")


def _ticks(low, high):
    """Return a handful of powers of ten from `low` to `high`, with threes between if few."""
    first, last = math.ceil(math.log10(low)), math.floor(math.log10(high))
    if last - first < 4:
        ticks = [d * 10.0**e for e in range(first - 1, last + 1) for d in (1, 3)]
        ticks = [tick for tick in ticks if low <= tick <= high]
        return ticks, [f"{tick:,g}" for tick in ticks]
    powers = range(first, last + 1, math.ceil((last - first) / 5))
    return [10.0**e for e in powers], [_power(e) for e in powers]


def twin():
    """Return a figure of three splits at four degrees, and its caption."""
    names = [[f"{pair} {degree}" for degree in SHOWN] for pair in HELD_OUT]
    fig, axes = plots.mosaic(names, height=5.6)
    for (row, pair), (column, degree) in itertools.product(enumerate(HELD_OUT), enumerate(SHOWN)):
        ax, result = axes[names[row][column]], compute(PAIRS.index(pair), degree)
        Fit(ax, size=4.5, named=False).move(result)
        losses = f"{amount(result.training)} | {amount(result.validation)}"
        ax.set_title(f"degree {degree}\n{losses}" if row == 0 else losses, fontsize="small")
        ax.tick_params(labelleft=column == 0, labelbottom=row == len(HELD_OUT) - 1)
        if column == 0:
            ax.set_ylabel(f"{pair[0]} and {pair[1]} held out\nt_c (°C)")
        if row == len(HELD_OUT) - 1:
            ax.set_xlabel("t_u")
    line = splits(1).validation
    best, worst = (PAIRS[i] for i in (line.argmin(), line.argmax()))
    return fig, (
        "Circles were trained on, diamonds held out; above each panel, training | validation loss "
        f"in °C². Of all {len(PAIRS)} splits the straight line does best on readings {best[0]} and "
        f"{best[1]} (counted from 0), {amount(line.min())}, and worst on {worst[0]} and "
        f"{worst[1]}, {amount(line.max())}. At degree {SHOWN[-1]} every training loss is lower "
        "than at degree 1, and every validation loss higher."
    )


EXPLORER = Explorer(
    title="Split and degree",
    question="8.p4",
    controls=[
        Slider("pair", "held-out pair", 0, len(PAIRS) - 1, 1, BOOK, decimals=0),
        Slider("degree", "degree", 0, MOST, 1, 1, decimals=0),
    ],
    compute=compute,
    picture=FitAndPlaces,
    say=say,
    twin=twin,
)


def split_and_degree():
    """Ask what another degree is worth, then let the reader choose split and degree."""
    EXPLORER.show()
