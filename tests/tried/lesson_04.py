"""Answers to the exercises of lesson 04."""

import math
from functools import partial

import numpy as np
import torch
import torch.nn.functional as F


def knob_by_knob(slope, collect=torch.stack):
    """Return a num_grad that collects slope(f, theta, j, delta) for every knob j."""

    def num_grad(f, theta, delta=1e-4):
        return collect([slope(f, theta, j, delta) for j in range(theta.numel())])

    return num_grad


def turned(theta, j, by):
    result = theta.clone()
    result[j] = result[j] + by
    return result


def two_sided(f, theta, j, delta):
    return (f(turned(theta, j, delta)) - f(turned(theta, j, -delta))) / delta / 2


def by_delta(f, theta, j, delta):
    return (f(turned(theta, j, delta)) - f(turned(theta, j, -delta))) / delta


def learners_notebook(f, theta, j, delta):
    return (f(turned(theta, j, delta)) - f(theta)) / (2 * delta)


def forward_slope(f, theta, j, delta):
    return (f(turned(theta, j, delta)) - f(theta)) / delta


def backward_slope(f, theta, j, delta):
    return (f(theta) - f(turned(theta, j, -delta))) / delta


def wrong_way_round(f, theta, j, delta):
    return (f(turned(theta, j, -delta)) - f(turned(theta, j, delta))) / (2.0 * delta)


def in_place(f, theta, delta=1e-4):
    slopes = []
    for j in range(len(theta)):
        theta[j] += delta
        higher = f(theta)
        theta[j] -= 2 * delta
        lower = f(theta)
        slopes.append((higher - lower) / (2 * delta))
    return torch.stack(slopes)


def only_up(f, theta, delta=1e-4):
    slopes, here = [], f(theta)
    for j in range(len(theta)):
        theta[j] += delta
        slopes.append((f(theta) - here) / (2 * delta))
    return torch.stack(slopes)


def put_back(f, theta, delta=1e-4):
    slopes = []
    for j in range(len(theta)):
        theta[j] += delta
        higher = f(theta)
        theta[j] -= 2 * delta
        slopes.append((higher - f(theta)) / (2 * delta))
        theta[j] += delta
    return torch.stack(slopes)


def aliased(f, theta, delta=1e-4):
    slopes = torch.empty_like(theta)
    for j in range(len(theta)):
        higher = theta
        higher[j] += delta
        lower = theta
        lower[j] -= delta
        slopes[j] = (f(higher) - f(lower)) / (2 * delta)
    return slopes


def accumulating(f, theta, delta=1e-4):
    slopes, higher, lower = [], theta.clone(), theta.clone()
    for j in range(len(theta)):
        higher[j], lower[j] = higher[j] + delta, lower[j] - delta
        slopes.append((f(higher) - f(lower)) / (2 * delta))
    return torch.stack(slopes)


def restored(f, theta, delta=1e-4):
    """Turn the knobs of theta itself, but put the very number back."""
    slopes = torch.zeros(len(theta), dtype=theta.dtype)
    for j, value in enumerate(theta.tolist()):
        theta[j] = value + delta
        slopes[j] = f(theta)
        theta[j] = value - delta
        slopes[j] -= f(theta)
        theta[j] = value
    return slopes / (2 * delta)


def as_floats(f, theta, delta=1e-4):
    slopes = [two_sided(f, theta, j, delta).item() for j in range(len(theta))]
    return torch.tensor(slopes)


def rows(f, theta, delta=1e-4):
    turns = torch.diag(torch.full((len(theta),), delta))
    pairs = zip(theta + turns, theta - turns, strict=True)
    return torch.stack([f(up) - f(down) for up, down in pairs]) / (2 * delta)


def friends(f, theta, delta, copy=True, brackets=True, wide=True):
    """Do what the given code does, with those of its bugs repaired that are named."""
    slopes = torch.zeros_like(theta) if wide else torch.zeros(len(theta))
    for j in range(len(theta)):
        higher, lower = theta.clone(), theta.clone() if copy else theta
        higher[j] += delta
        lower[j] -= delta
        rise = f(higher) - f(lower)
        slopes[j] = rise / (2 * delta) if brackets else rise / 2 * delta
    return slopes


def repaired(**bugs):
    return lambda f, theta, delta=1e-4: friends(f, theta, delta, **bugs)


def wide_always(f, theta, delta=1e-4):
    slopes = torch.zeros(len(theta), dtype=torch.float64)
    for j in range(len(theta)):
        slopes[j] = two_sided(f, theta, j, delta)
    return slopes


def copy_once(f, theta, delta=1e-4):
    higher, lower = theta.clone(), theta.clone()
    slopes = torch.zeros_like(theta)
    for j in range(len(theta)):
        higher[j] += delta
        lower[j] -= delta
        slopes[j] = (f(higher) - f(lower)) / (2 * delta)
    return slopes


def three_readings(weights, f, stop, delta):
    at = [f(stop), f(stop + delta), f(stop + 2 * delta)]
    return sum(w * reading for w, reading in zip(weights, at, strict=True)) / delta


def weighted(*weights):
    """Return an answer that adds the three readings with these weights and divides by delta."""
    return lambda f, stop, delta: three_readings(weights, f, stop, delta)


def through_three_points(f, stop, delta):
    """Lay a parabola through the readings, and take its slope at the stop."""
    at = np.array([0.0, 1.0, 2.0])
    bend, slope, _ = np.polyfit(at, [f(stop + k * delta) for k in at], 2)
    return slope / delta


def from_equations(f, stop, delta):
    """Solve for height, slope and bend."""
    at = delta * torch.arange(3).double()
    powers = torch.stack([at**k for k in range(3)], dim=1)
    heights = torch.tensor([f(stop + turn) for turn in at.tolist()], dtype=torch.float64)
    return torch.linalg.solve(powers, heights)[1]


def less_the_bend(f, stop, delta):
    here, near, far = (f(stop + k * delta) for k in range(3))
    bend = (far - 2 * near + here) / (2 * delta**2)
    return (near - here) / delta - bend * delta


def from_the_middles(f, stop, delta):
    first = (f(stop + delta) - f(stop)) / delta
    second = (f(stop + 2 * delta) - f(stop + delta)) / delta
    return first - (second - first) / 2


def smaller_and_smaller(f, stop, delta):
    return (f(stop + delta / 1000) - f(stop)) / (delta / 1000)


def both_ways(f, stop, delta):
    return (f(stop + delta) - f(stop - delta)) / (2 * delta)


def whole_step_back(f, stop, delta):
    first = (f(stop + delta) - f(stop)) / delta
    second = (f(stop + 2 * delta) - f(stop + delta)) / delta
    return first - (second - first)


def total(delta, step, twist):
    """Add the sizes of both errors, each of the two readings by itself."""
    reading = step / 2
    cube = np.abs(twist) * delta**3
    return (reading + reading + cube + cube) / (2 * delta)


def searched(step, twist, low=-5.0, high=2.0, count=4000, worst=total):
    """Try many turns, and take the best."""
    turns = torch.logspace(low, high, count, dtype=torch.float64)
    return turns[worst(turns, step, twist).argmin()]


def descended(step, twist):
    """Halve the interval in which the slope of the worst error changes its sign."""
    low, high = 1e-9, 1e3
    for _ in range(200):
        middle = (low + high) / 2
        if 2 * abs(twist) * middle > step / (2 * middle**2):
            high = middle
        else:
            low = middle
    return low


def in_a_loop(step, twist):
    best = delta = 1e-4
    while delta < 10:
        if total(delta, step, twist) < total(best, step, twist):
            best = delta
        delta *= 1.01
    return best


def quotients(a, b, below):
    return (a - b).abs() / below(a, b)


def sizes(a, b):
    return torch.stack([a.abs(), b.abs()]).max(0).values


def entry_by_entry(a, b):
    worst = 0.0
    for one, other in zip(a.tolist(), b.tolist(), strict=True):
        if one != other:
            worst = max(worst, abs(one - other) / max(abs(one), abs(other)))
    return worst


def loop(a, b, size=max, skip=lambda one, other: False):
    """Compare entry by entry in Python, but take 0 where `skip` says so."""
    worst = 0
    for one, other in zip(a.tolist(), b.tolist(), strict=True):
        if not skip(one, other):
            worst = max(worst, abs(one - other) / size(abs(one), abs(other)))
    return worst


def with_numpy(a, b):
    scale = np.maximum(np.abs(a.numpy()), np.abs(b.numpy()))
    distance = np.abs(a.numpy() - b.numpy())
    return np.divide(distance, scale, out=np.zeros_like(scale), where=scale > 0).max()


WRONG = [
    ("4.1 measured_grad", knob_by_knob(by_delta), "twice"),
    ("4.1 measured_grad", knob_by_knob(learners_notebook), "half"),
    ("4.1 measured_grad", knob_by_knob(forward_slope), "forward"),
    ("4.1 measured_grad", knob_by_knob(backward_slope), "back"),
    ("4.1 measured_grad", knob_by_knob(wrong_way_round), "signs"),
    ("4.1 measured_grad", knob_by_knob(two_sided, collect=list), "list"),
    ("4.1 measured_grad", as_floats, "float32"),
    ("4.1 measured_grad", in_place, "stays turned"),
    ("4.1 measured_grad", only_up, "stays turned"),
    ("4.1 measured_grad", put_back, "last digit"),
    ("4.1 measured_grad", aliased, "second name"),
    ("4.1 measured_grad", accumulating, "fresh"),
    ("4.1 measured_grad", lambda f, t, d=1e-4: (f(t + d) - f(t - d)) / (2 * d), "one by one"),
    (
        "4.1 measured_grad",
        lambda f, t, d=1e-4: ((f(t + d) - f(t - d)) / (2 * d)).repeat(len(t)),
        "one by one",
    ),
    ("4.1 measured_grad", lambda f, t, d=1e-4: knob_by_knob(two_sided)(f, t), "tiny"),
    ("4.1 measured_grad", lambda f, t, d=1e-4: torch.func.grad(f)(t), "tiny"),
    (
        "4.1 measured_grad",
        lambda f, t, d=1e-4: knob_by_knob(two_sided)(f, t, d).double(),
        "float32",
    ),
    ("4.1 measured_grad", repaired(copy=False), "stays turned"),
    ("4.1 measured_grad", repaired(brackets=False), "brackets"),
    ("4.1 measured_grad", repaired(wide=False), "half the digits"),
    ("4.1 measured_grad", repaired(copy=False, brackets=False), "brackets"),
    ("4.1 measured_grad", repaired(copy=False, wide=False), "stays turned"),
    ("4.1 measured_grad", repaired(brackets=False, wide=False), "brackets"),
    ("4.1 measured_grad", wide_always, "may be float32"),
    ("4.1 measured_grad", copy_once, "fresh"),
    ("4.2 best_float32", 0.1, "bend"),
    ("4.2 best_float32", 0.01, "of central differences"),
    ("4.2 best_float32", torch.tensor(1e-5), "noise"),
    ("4.2 best_float32", 10**-6, "noise"),
    ("4.2 best_float32", 1e-8, "delta for float64"),
    ("4.2 best_float32", 2e-2, "one of the ten"),
    ("4.2 best_float32", 3.5e-4, "one of the ten"),
    ("4.2 best_float32", "1e-3", "quotes"),
    ("4.2 best_float32", (1e-3, 1e-4), "One delta"),
    ("4.2 best_float32", 0.0, "one of the ten"),
    ("4.2 best_float64", 1e-3, "delta for float32"),
    ("4.2 best_float64", 1e-5, "of central differences"),
    ("4.2 best_float64", 1e-6, "bend"),
    ("4.2 best_float64", 1e-10, "noise"),
    ("4.2 best_float64", 2e-5, "one of the ten"),
    ("4.2 best_float64", 1.5e-8, "one of the ten"),
    ("4.2 best_float64", "0.00000001", "quotes"),
    ("4.2 best_float64", -8, "exponent"),
    ("4.3 reason", "a", "forward difference"),
    ("4.3 reason", "B", "too flat"),
    ("4.3 reason", " d", "Nor has"),
    ("4.3 reason", "because", "letter"),
    ("4.3 model", lambda x, w: 3 - w * x, "linear in w"),
    ("4.3 model", lambda x, w: w * x**3 + x, "linear in w"),
    ("4.3 model", lambda x, w: torch.exp(x) * w, "linear in w"),
    ("4.3 model", lambda x, w: (w * x).float(), "linear in w"),
    ("4.3 model", lambda x, w: abs(w) * x**2, "Near w = 1"),
    ("4.3 model", lambda x, w: (w * x + 1).clamp(min=1), "Near w = 1"),
    ("4.3 model", lambda x, w: F.leaky_relu(2 * w * x).float(), "Near w = 1"),
    ("4.3 model", lambda x, w: torch.randn(len(x)) * w, "same predictions"),
    ("4.3 model", lambda x, w: torch.sin(w * x) + torch.rand_like(x), "same predictions"),
    ("4.3 model", lambda x, w: 2 * x + 1, "no prediction"),
    ("4.3 model", lambda x, w: ((w * x) ** 3).mean(), "one prediction for each"),
    ("4.3 model", lambda x, w: math.sin(w), "one prediction for each"),
    ("4.4 slope_at_stop", weighted(-1, 1, 0), "forward difference"),
    ("4.4 slope_at_stop", weighted(-0.5, 0, 0.5), "in the middle"),
    ("4.4 slope_at_stop", weighted(0, -1, 1), "last two readings"),
    ("4.4 slope_at_stop", both_ways, "turned down"),
    ("4.4 slope_at_stop", weighted(-0.75, 0.5, 0.25), "mean of the two"),
    ("4.4 slope_at_stop", weighted(0, -1, 1), "better one"),
    ("4.4 slope_at_stop", weighted(1, -2, 1), "bend alone"),
    ("4.4 slope_at_stop", weighted(-3, 4, -1), "twice the slope"),
    ("4.4 slope_at_stop", weighted(1.5, -2, 0.5), "signs"),
    ("4.4 slope_at_stop", weighted(-2, 3, -1), "half a step before"),
    ("4.4 slope_at_stop", whole_step_back, "half a step before"),
    ("4.4 slope_at_stop", weighted(-1.5, 2, 0.5), "add up to 0"),
    ("4.4 slope_at_stop", weighted(0, 2, -0.5), "add up to 0"),
    ("4.4 slope_at_stop", smaller_and_smaller, "nearer to the stop"),
    ("4.4 slope_at_stop", lambda f, s, d: (f(s + 1e-9) - f(s)) / 1e-9, "tiny delta"),
    ("4.4 slope_at_stop", lambda f, s, d: f(s + d) - f(s), "no slope"),
    ("4.4 slope_at_stop", lambda f, s, d: (f(d) - f(0)) / d, "above the stop"),
    ("4.4 slope_at_stop", lambda f, s, d: 3.0, "one curve"),
    ("4.4 slope_at_stop", weighted(-2.5, 4, -1.5), "by hand"),
    ("4.4 slope_at_stop", lambda f, s, d: (f(s + d) - f(s)) / d - d, "by hand"),
    ("4.4 slope_at_stop", lambda f, s, d: torch.func.grad(f)(torch.tensor(s)), "or for none"),
    ("4.5 worst_error", lambda d, s, c: s / d + abs(c) * d**2, "twice too large"),
    ("4.5 worst_error", lambda d, s, c: s / (2 * d) + c * d**2, "below 0"),
    ("4.5 worst_error", lambda d, s, c: s / 4 / d + abs(c) * d**2, "opposite directions"),
    ("4.5 worst_error", lambda d, s, c: s / d / 2 + abs(c) * d**3, "divided by"),
    ("4.5 worst_error", lambda d, s, c: s / d / 2 + abs(c) * d**2 / 2, "doubles"),
    ("4.5 worst_error", lambda d, s, c: s / d / 2 + 2 * abs(c) * d**2, "halves it again"),
    ("4.5 worst_error", lambda d, s, c: max(s / d / 2, abs(c) * d**2), "larger of the two"),
    ("4.5 worst_error", lambda d, s, c: s / 2 / d, "bend"),
    ("4.5 worst_error", lambda d, s, c: abs(c) * d * d, "round away"),
    ("4.5 worst_error", lambda d, s, c: s / 2 * d + abs(c) * d**2, "left to right"),
    ("4.5 worst_error", lambda d, s, c: s + abs(c) * d**2, "error of the difference"),
    ("4.5 worst_error", lambda d, s, c: 2**-52 / d / 2 + abs(c) * d**2, "round away"),
    ("4.5 worst_error", lambda d, s, c: s / d / 2 + d**2, "in twist"),
    ("4.5 worst_error", lambda d, s, c: np.hypot(s / d / 2, abs(c) * d**2), "root of squares"),
    ("4.5 worst_error", lambda d, s, c: s / d, "rounding alone"),
    ("4.5 worst_error", lambda d, s, c: s / (2 * d) * abs(c) * d**2, "multiplied"),
    ("4.5 worst_error", lambda d, s, c: (s / 2 + abs(c) * d**3) / (2 * d), "one reading"),
    ("4.5 worst_error", lambda d, s, c: (s + abs(c) * d**3) / d, "twice too large"),
    ("4.5 worst_error", lambda d, s, c: (s + abs(c) * d**3) / (2 * d), "doubles"),
    ("4.5 worst_error", lambda d, s, c: s / (2 * d) + c**2 * d**2, "by hand"),
    ("4.5 best_turn", lambda s, c: (s / c) ** (1 / 3), "complex"),
    ("4.5 best_turn", lambda s, c: (s / (2 * abs(c))) ** 0.5, "square root"),
    ("4.5 best_turn", lambda s, c: math.sqrt(s), "square root"),
    ("4.5 best_turn", lambda s, c: (s * abs(c) / 4) ** (1 / 3), "more twist"),
    ("4.5 best_turn", lambda s, c: searched(s, c, count=60), "downhill"),
    ("4.5 best_turn", lambda s, c: (s / (3 * abs(c))) ** (1 / 3), "downhill"),
    ("4.5 best_turn", lambda s, c: s ** (1 / 3), "section 7"),
    ("4.5 best_turn", lambda s, c: np.cbrt(s / abs(c)), "section 7"),
    ("4.5 best_turn", lambda s, c: (s / 2 / abs(c)) ** (1 / 3), "equal"),
    ("4.5 best_turn", lambda s, c: (s / abs(c) / 4) ** 0.5, "square root"),
    ("4.5 best_turn", lambda s, c: s / 4 / abs(c), "cubed"),
    ("4.5 best_turn", lambda s, c: (s / (4 * c)) ** (1 / 3), "complex"),
    ("4.5 best_turn", lambda s, c: total(searched(s, c), s, c), "smallest worst error"),
    ("4.5 best_turn", lambda s, c: 0.01, "all dials"),
    ("4.5 best_turn", lambda s, c: 0.1, "all dials"),
    ("4.5 best_turn", lambda s, c: (2**-52) ** (1 / 3), "dial's own"),
    ("4.5 best_turn", lambda s, c: s, "no delta"),
    ("4.5 best_turn", lambda s, c: (4 * abs(c) / s) ** (1 / 3), "upside down"),
    (
        "4.5 best_turn",
        lambda s, c: searched(s, c, worst=lambda d, s, c: s / d + abs(c) * d**2),
        "equal",
    ),
    ("4.6 rel_error", lambda a, b: max(abs(a - b)), "absolute error"),
    ("4.6 rel_error", lambda a, b: (a - b).abs().div(b.abs()).max(), "b only"),
    ("4.6 rel_error", lambda a, b: quotients(a, b, sizes).max(), "Two zeros agree"),
    ("4.6 rel_error", lambda a, b: quotients(a, b, sizes).nan_to_num().mean(), "average"),
    ("4.6 rel_error", lambda a, b: ((a - b) / sizes(a, b)).nan_to_num().max(), "absolute value"),
    ("4.6 rel_error", lambda a, b: quotients(a, b, lambda a, b: sizes(a, b) + 1e-8).max(), "swamp"),
    (
        "4.6 rel_error",
        lambda a, b: quotients(a, b, lambda a, b: a.abs() + b.abs()).nan_to_num().max(),
        "sum of the two",
    ),
    ("4.6 rel_error", lambda a, b: (a - b).norm() / (a.norm() + b.norm()), "entry by entry"),
    ("4.6 rel_error", lambda a, b: quotients(a, b, sizes).nan_to_num(), "for each entry"),
    ("4.6 rel_error", lambda a, b: quotients(a, b, torch.maximum).max(), "no sign"),
    ("4.6 rel_error", loop, "Two zeros agree"),
    ("4.6 rel_error", partial(loop, size=lambda p, q: q), "b only"),
    ("4.6 rel_error", partial(loop, size=lambda p, q: (p + q) / 2), "mean"),
    ("4.6 rel_error", partial(loop, skip=lambda p, q: not (p and q)), "0 beside 3"),
    ("4.6 rel_error", partial(loop, skip=lambda p, q: q == 0), "0 beside 3"),
]


RIGHT = [
    ("4.1 measured_grad", knob_by_knob(two_sided)),
    ("4.1 measured_grad", restored),
    ("4.1 measured_grad", repaired()),
    ("4.1 measured_grad", rows),
    ("4.2 best_float32", np.float32(1e-3)),
    ("4.2 best_float64", torch.tensor(1e-8)),
    ("4.2 best_float64", 10**-8),
    ("4.3 reason", "c"),
    ("4.3 model", lambda x, w: torch.exp(w * x)),
    ("4.3 model", lambda x, w: w**2 * x),
    ("4.3 model", lambda x, w: x**w),
    ("4.3 model", lambda x, w: 1 / (w + x)),
    ("4.3 model", lambda x, w: torch.sqrt(w * x)),
    ("4.3 model", lambda x, w: torch.tanh(w * x).float()),
    ("4.4 slope_at_stop", weighted(-1.5, 2, -0.5)),
    ("4.4 slope_at_stop", through_three_points),
    ("4.4 slope_at_stop", from_equations),
    ("4.4 slope_at_stop", less_the_bend),
    ("4.4 slope_at_stop", from_the_middles),
    ("4.5 worst_error", total),
    ("4.5 worst_error", lambda d, s, c: (s + 2 * abs(c) * d**3) / (2 * d)),
    ("4.5 worst_error", lambda d, s, c: 0.5 * s / d + max(c, -c) * d * d),
    ("4.5 worst_error", lambda d, s, c: torch.tensor(s / d / 2 + abs(c) * d**2)),
    ("4.5 worst_error", lambda d, s, c: max(s / d / 2 + c * d**2, s / d / 2 - c * d**2)),
    ("4.5 best_turn", searched),
    ("4.5 best_turn", in_a_loop),
    ("4.5 best_turn", descended),
    ("4.5 best_turn", lambda s, c: np.cbrt(s / 4 / abs(c))),
    ("4.5 best_turn", lambda s, c: math.exp(math.log(s / (4 * math.fabs(c))) / 3)),
    ("4.5 best_turn", lambda s, c: (s**2 / (16 * c**2)) ** (1 / 6)),
    ("4.6 rel_error", entry_by_entry),
    ("4.6 rel_error", partial(loop, skip=lambda p, q: p == q)),
    ("4.6 rel_error", with_numpy),
    ("4.6 rel_error", lambda a, b: quotients(a, b, sizes).nan_to_num(nan=0.0).max()),
    ("4.6 rel_error", lambda a, b: ((a - b).abs() / sizes(a, b).clamp(min=1e-30)).max()),
]
