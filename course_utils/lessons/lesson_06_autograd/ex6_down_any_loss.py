"""Exercise 6.6: Down any loss."""

import torch

from course_utils.checking.exercises import exercise
from course_utils.lessons.lesson_06_autograd.messages import MESSAGES
from course_utils.lessons.lesson_06_autograd.training_loop import IN_PLACE

RUNS_AWAY = -1e6  # times the height at the start, upwards
KNOBS, KEPT, CLIMBS = "knobs come back", "start is kept", "the way leads down"
ONE_RATE, TAME, LEFT = "steep and flat are both served", "no loss runs away", "each start is left"
LOWER, HALF, THERE = "each end is lower", "half of each way", "99 hundredths of each way"

any_loss = exercise(
    "6.6",
    "Down any loss",
    hints=(
        "No lr serves both a steep loss and a flat one. How can you tell, after a step, that it "
        "was too long?",
        "Look before you stay: if the loss has risen, do not take the step, and shorten lr; if it "
        "has fallen, take it, and let lr grow.",
        "there = params.detach() - lr * params.grad, and then compare f(there) with the loss here.",
    ),
)


def bowl(curvatures, start, bottom, floor=0.0):
    """Return a loss with these curvatures, one for each knob, and with this lowest value."""
    curvatures, bottom = torch.as_tensor(curvatures), torch.as_tensor(bottom)

    def f(knobs):
        return (curvatures * (knobs - bottom) ** 2).sum() / 2 + floor

    f.start, f.lowest = start, floor
    return f


def funnel(bottom):
    """Return a loss that is a slope far from its bottom, and a bowl near it."""

    def f(knobs):
        return (1 + (knobs - bottom) ** 2).sqrt().sum()

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


@any_loss.part(probes=losses, observe=how_far)
def lowest(f, start):
    """Knobs like start, from which f has come down 99 hundredths of the way to its lowest value."""
    params, lr = start.clone(), 1.0
    for _ in range(100):
        params.requires_grad_()
        loss = f(params)
        loss.backward()
        there = params.detach() - lr * params.grad
        if f(there) < loss:
            params, lr = there, 2 * lr
        else:
            params.grad, lr = None, lr / 4
    return params.detach()


RETURN = "return params.detach()"


def fixed(lr, zero="params.grad = None", steps=100, begin="start.clone()", sign="-", early="pass"):
    """Return the code of a descent at one learning rate."""
    return f"""
params = {begin}.requires_grad_()
for _ in range({steps}):
    f(params).backward()
    {early}
    with torch.no_grad():
        params {sign}= {lr} * params.grad
    {zero}
return params
"""


lowest.slips(MESSAGES)
lowest.slips(
    {
        IN_PLACE: "params = start.clone().requires_grad_(); f(params).backward(); "
        "params -= 0.01 * params.grad; return params",
        "start is a tensor and f a function of it: f(params) is the loss.": "return f - start",
        "f wants all the knobs at once, as one tensor.": "return f(*start, start)",
    }
)
# In this order: what is named first is said first.
lowest.findings(
    {
        KNOBS: (
            "Return the knobs: one tensor of the shape of start, and nothing beside it.",
            [
                (RETURN, "return loss.expand(7)"),
                (RETURN, "return params.tolist()"),
                (RETURN, "return params.detach(), lr"),
                (RETURN, ""),
            ],
        ),
        KEPT: (
            "start is not as it came: its numbers have changed, or autograd follows it now. "
            "Work on a copy.",
            [
                *(fixed(0.001, begin=begin) for begin in ("start", "start.detach()", "start[:]")),
                ("start.clone()", "start"),
            ],
        ),
        CLIMBS: (
            "The loss has risen on all of them. The gradient points uphill: which way is the step?",
            [fixed(lr, sign="+") for lr in (0.001, 0.01, 1.0)],
        ),
        ONE_RATE: (
            "On the steep loss these steps climb, on the flat one they crawl: no single lr serves "
            "both. How can the loss tell you to change it?",
            [
                *(fixed(lr) for lr in (0.1, 0.02, 0.05)),
                fixed(0.1, steps=300),
            ],
        ),
        TAME: (
            "On one of these losses the knobs run away, to inf or nan: each step climbs higher, "
            "and nothing stops them.",
            [
                *(fixed(lr) for lr in (1.0, 10.0)),
                fixed(1.0, zero="pass"),
                ("f(there) < loss", "True"),
                ("f(there) < loss", "f(there) > loss"),
                ("params.grad, lr = None, lr / 4", "params, lr = there, lr / 2"),
            ],
        ),
        LEFT: (
            "On one of these losses the knobs are still where they began. Is a step ever taken, "
            "and kept?",
            [
                "return start.clone()",
                fixed(0.001, steps=0),
                fixed(0.01, early="params.grad.zero_()"),
                ("params, lr = there, 2 * lr", "lr = 2 * lr"),
                ("range(100)", "range(3)"),
            ],
        ),
        LOWER: (
            "On one of these losses the end is no lower than the start. Are the steps so long that "
            "they cross the valley and climb?",
            [fixed(0.01, steps=1)],
        ),
        HALF: (
            "On one of these losses not half of the way is done. What serves a steep one crawls "
            "on a flat one: when may a step grow?",
            [
                *(fixed(lr) for lr in (0.004, 0.001, 1e-4)),
                fixed(0.001, zero="params.grad.zero_()", steps=1000),
                fixed(0.001, zero="pass"),
                (("1.0", "0.2"), ("2 * lr", "lr")),
                ("2 * lr", "0.9 * lr"),
                ("        else:", "        if f(there) >= loss or lr > 0.004:"),
            ],
        ),
        THERE: (
            "More than half of the way on each, but not 99 hundredths. More steps, or steps that "
            "grow while the loss falls?",
            [("range(100)", "range(9)")],
        ),
    }
)
lowest.same(
    {
        "The knobs there are a tensor of their own, and start is never changed in place.": (
            ("start.clone()", "start.detach()")
        ),
        "Knobs that autograd follows are knobs.": (RETURN, "return params"),
        "A copy of a copy is a copy.": [
            (RETURN, "return (params.detach()).detach()"),
            (RETURN, "return params.clone()"),
        ],
        "One step more or less is none of 100 that count.": [
            ("(100):", "(100 + 1):"),
            ("(100):", "(100 - 1):"),
            ("100", "1, 100"),
            ("100", "101"),
            ("100", "99"),
        ],
        "lr is found on the way, whatever it begins with and however fast it changes.": [
            (" 1.0", " 2.0"),
            (" 2", " 3"),
            ("4", "5"),
            ("4", "3"),
        ],
        "Where the loss stays the same, either will do.": ("(there) <", "(there) <="),
    }
)
