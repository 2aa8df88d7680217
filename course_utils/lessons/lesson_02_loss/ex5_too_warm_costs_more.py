"""Exercise 2.5: Too warm costs more."""

import torch

from course_utils import simulate
from course_utils.checking.exercises import exercise
from course_utils.lessons.findings import in_any_way
from course_utils.lessons.lesson_02_loss.greenhouse_slips import (
    CHEAPEST_SLIPS,
    COST_SLIPS,
    near_and_round,
    tried,
)

greenhouse = exercise(
    "2.5",
    "Too warm costs more",
    hints=(
        "cost: look at the sign of each residual, prediction minus target, before you weigh it. "
        "cheapest: is its curve a bowl, or one with corners, and where are they?",
        "torch.where(r > 0, this, that) takes from `this` where r is above 0. "
        "A reading below the constant pulls four times as hard as one above it.",
        "cheapest: the lowest point is one of the readings, so compute the cost of each and take "
        "the argmin.",
    ),
)


def forecasts(generator):
    """The diary's best line and a flat one; then pairs of other sizes, both signs, and one alone.

    Predictions are tracked, as those of a model are from lesson 06 on.
    """
    t_u, t_c = simulate.thermometer()
    pairs = [(torch.tensor([2.0, -1.0, 4.0]), torch.tensor([1.0, 1.0, 4.0]))]
    pairs += [(0.5 * t_u - 15.0, t_c), (torch.full_like(t_c, 10.5), t_c)]
    for n in (7, 8, 1):
        y = 10 * torch.randn(n, generator=generator)
        pairs.append(((y + 3 * torch.randn(n, generator=generator)).requires_grad_(), y))
    return pairs


@greenhouse.part(probes=forecasts)
def cost(y_hat, y):
    """Mean cost: 4 for each °C too warm, 1 for each °C too cold; a 0-d tensor."""
    r = y_hat - y
    return torch.where(r > 0, 4 * r, -r).mean()


cost.slips(COST_SLIPS)
cost.slip(
    "By hand: the predictions 2, -1 and 4 for the targets 1, 1 and 4 cost 4, 2 and 0.",
    ("4 * r, -r", "3 * r, -r"),
    when=in_any_way,
)
cost.same({"A miss of 0 costs nothing at either price.": ("r > 0", "r >= 0")})


def histories(generator):
    """Targets of sizes with one cheapest constant; both signs, equal numbers, and one alone."""
    _, t_c = simulate.thermometer()
    few = torch.tensor([9.0, 1.0, 5.0, 3.0, 7.0, 2.0])
    equal = torch.tensor([4.0, -9.0, 1.0, 1.0, 9.0, 1.0, 14.0])
    cold = 10 * torch.randn(8, generator=generator) - 20
    # Apart, or two near zero would cost the same but for rounding.
    apart = 0.1 * torch.randperm(13, generator=generator)
    skewed = torch.rand(13, generator=generator) ** 4 * 50 + apart
    return [(few,), (t_c,), (equal,), (cold,), (skewed,), (cold[:3],), (cold[:1],)]


@greenhouse.part(probes=histories)
def cheapest(y):
    """The constant prediction whose mean cost on the targets y is lowest; a 0-d tensor."""
    costs = [torch.where(c > y, 4 * (c - y), y - c).mean() for c in y]
    return y[torch.stack(costs).argmin()]


cheapest.slips(CHEAPEST_SLIPS)
cheapest.slip(
    "Close, and a round number: from a grid, or rounded. The cheapest is one of the readings.",
    tried(lambda y: torch.arange(float(y.min().floor()), float(y.max().ceil()) + 1)),
    when=near_and_round,
)
cheapest.slip(
    "By hand: of 1, 2, 3, 5, 7 and 9 the cheapest is 2. One reading below pulls as hard as four "
    "above.",
    "return y.mean() / 4",
    when=in_any_way,
)
cheapest.same(
    {
        "Where they meet the miss is 0.": ("c > y", "c >= y"),
        "A factor common to all moves no minimum.": ("mean", "sum"),
        "No input is tracked.": ("argmin()]", "argmin()].detach()"),
    }
)
