"""The losses that exercise 6.6 is tried on, and what is true of an answer's ways down them."""

import torch

RUNS_AWAY = -1e6  # times the height at the start, upwards
KNOBS, KEPT, CLIMBS = "knobs come back", "start is kept", "the way leads down"
ONE_RATE, TAME, LEFT = "steep and flat are both served", "no loss runs away", "each start is left"
LOWER, HALF, THERE = "each end is lower", "half of each way", "99 hundredths of each way"


def bowl(curvatures, start, bottom, floor=0.0):
    """Return a loss with these curvatures, one for each knob, and with this lowest value."""
    halves, bottom = torch.as_tensor(curvatures) / 2, torch.as_tensor(bottom)

    def f(knobs):
        return (halves * (knobs - bottom) ** 2).sum() + floor

    f.start, f.lowest = start, floor
    return f


def funnel(bottom):
    """Return a loss that is a slope far from its bottom, and a bowl near it."""
    one = torch.ones(())

    def f(knobs):
        return torch.hypot(knobs - bottom, one).sum()

    f.start, f.lowest = torch.zeros_like(bottom), float(len(bottom))
    return f


def losses(generator):
    """Two families: a parabola, a steep bowl, a flat one, a valley and a funnel.

    All five at once, for what is wrong shows only where one compares them.
    """
    return [family(generator), family(generator)]


def family(generator):
    a, b, c, d = 1 + torch.rand(4, 3, generator=generator)
    return (
        bowl([3.0], torch.zeros(1), [3.0]),
        bowl([400.0, 200.0, 300.0], -a, a, floor=-5.0),
        bowl([0.004, 0.002], torch.zeros(2), b[:2], floor=1.0),
        bowl([20.0, 1.0], -c[:2], c[:2]),
        funnel(6 * d),
    )


def how_far(answer, *family):
    """Return for each tag whether it is true of the ways down all these losses."""
    ways = [way_down(answer, f) for f in family]
    shares = torch.stack([way["share"] for way in ways])
    parabola, steep, flat = shares[:3]
    one_rate = parabola > 0.5 and steep < 0 and flat < 0.5
    climbs = (shares < 0).all() and flat > RUNS_AWAY
    return {
        KNOBS: all(way["knobs"] for way in ways),
        KEPT: all(way["kept"] for way in ways),
        CLIMBS: not climbs,
        ONE_RATE: not one_rate,
        TAME: bool((shares > RUNS_AWAY).all()),
        LEFT: all(way["left"] for way in ways),
        LOWER: bool((shares > 0).all()),
        HALF: bool((shares > 0.5).all()),
        THERE: bool((shares >= 0.99).all()),
    }


def way_down(answer, f):
    """Return what is true of one way, and the share of the height that it has come down."""
    start, own = f.start, f.start.clone()
    knobs = answer(f, own)
    kept = torch.equal(own, start) and not own.requires_grad
    if not isinstance(knobs, torch.Tensor) or knobs.shape != start.shape:
        return {"knobs": False, "kept": kept, "left": True, "share": torch.tensor(0.0).double()}
    # In float64, for on a flat loss a short way is lost in the rounding of float32.
    top, end = f(start.double()), f(knobs.detach().double())
    share = (top - end) / (top - f.lowest)
    share = torch.where(share.isnan(), -torch.inf, share)
    return {"knobs": True, "kept": kept, "left": not torch.equal(knobs, start), "share": share}
