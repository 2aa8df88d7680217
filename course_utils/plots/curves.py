"""Losses of the thermometer's line over epochs, also of runs that go wrong."""

from course_utils.plots.style import MODEL, VALIDATION

BEYOND = 1e30  # a curve ends where it grows higher
TRAINING = {"color": MODEL, "linestyle": "-", "label": "training"}
HELD_BACK = {"color": VALIDATION, "linestyle": "--", "label": "validation"}
SECOND_RUN = {"color": MODEL, "linestyle": ":", "label": "second run"}

_BOUNDED, _GROWING = (0.2, 1000), (1, BEYOND)
# Where a run grows, 100 is the lowest number: it tells a start in order from one that is too high.
_TICKS = {_BOUNDED: (1, 10, 100, 1000), _GROWING: (100, 1e10, 1e20, 1e30)}


def loss_curves(ax, train, val=None, again=None, message=None):
    """Draw losses (lists of floats, one for each epoch) on logarithmic axes.

    `val` are losses of validation data, `again` the losses of a second run, `message` that of an
    exception that ended the run. A dot marks the first loss of each curve. Where a loss grows
    beyond 1e30 its curve ends, and a text says so. Runs that grow share one scale, all others
    another. Returns `ax`.
    """
    loss_axes(ax, len(train), grows(train))
    for losses, look in [(train, TRAINING), (again, SECOND_RUN), (val, HELD_BACK)]:
        if losses is not None:
            shown, (low, high) = drawable(losses), ax.get_ylim()
            ax.plot(range(1, len(shown) + 1), shown, **look)
            first = [loss for loss in shown[:1] if low <= loss <= high]
            ax.scatter([1] * len(first), first, s=30, color=look["color"], clip_on=False, zorder=3)
    # A panel may be narrow: fewer numbers below it, and texts in short lines.
    if ax.get_subplotspec().get_gridspec().ncols > 3:
        ax.set_xticks([1, 10, 100, 1000], ["1", "10", "", "1000"])
    place = {"transform": ax.transAxes, "ha": "right", "fontsize": "small"}
    if message:
        ax.text(0.97, 0.95, "stops with\nan error", va="top", **place)
    else:  # a curve that grows leaves the corner below it free
        ax.text(0.99, 0.02, outgrown(train), va="bottom", linespacing=1.1, **place)
    return ax


def loss_axes(ax, epochs, growing):
    """Give `ax` the scales, limits and ticks for runs that grow, or for all others."""
    limits = _GROWING if growing else _BOUNDED
    ax.set_xscale("log")
    ax.set_yscale("log")
    ax.set(xlim=(0.9, max(epochs, 1000) * 1.1), ylim=limits)
    ax.set_xticks([1, 10, 100, 1000], ["1", "10", "100", "1000"])
    ax.set_yticks(_TICKS[limits], [f"{tick:g}".replace("+", "") for tick in _TICKS[limits]])
    ax.minorticks_off()
    ax.tick_params(labelsize="small")


def grows(losses):
    """Say whether a run leaves every bound."""
    return not all(loss <= 1e6 for loss in losses)


def drawable(losses):
    """Return the losses up to the first beyond 1e30, and that as 1e33, outside the picture.

    A loss of 0 has no place on a logarithmic axis: it is drawn below the picture.
    """
    shown = []
    for loss in losses:
        if not loss <= BEYOND:
            return [*shown, 1e33]
        shown.append(max(loss, 1e-6))
    return shown


def outgrown(losses):
    """Return when a run grows beyond 1e30, in words; empty for all others."""
    for epoch, loss in enumerate(losses, start=1):
        if not loss <= BEYOND:
            return f"1e30 in\nepoch {epoch}"
    return ""
