"""Exercise 2.5: Too warm costs more."""

import torch

from course_utils import simulate
from course_utils.checking.exercises import exercise

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


WHERE = "torch.where(r > 0, 4 * r, -r)"

cost.slips(
    {
        "The prices are exchanged: a residual above 0 is a prediction that is too warm.": [
            (WHERE, "torch.where(r > 0, r, -4 * r)"),
            ("y_hat - y", "y - y_hat"),
            ("r > 0", "r < 0"),
        ],
        "Too cold by 1 °C costs 1, not minus 1: no miss is paid for.": ("-r)", "r)"),
        "Too cold costs 1 for each °C as well. Here it costs nothing.": [
            ("-r)", "0 * r)"),
            (WHERE, "4 * r.clamp(min=0)"),
        ],
        "Too warm and too cold cost the same here: this is the MAE, or a multiple of it.": [
            (WHERE, "r.abs()"),
            (WHERE, "4 * r.abs()"),
            (WHERE, "2.5 * r.abs()"),
        ],
        "The cost grows with the miss, not with its square.": [
            ("4 * r, -r", "4 * r**2, r**2"),
            ("4 * r, -r", "4 * r**2, -r"),
            (WHERE, "(4 * r**2)"),
            ("4 * r, -r", "(4 * r) ** 2, r**2"),
            ("4 * r, -r", "r**4, -r"),
        ],
        "This is the MSE, which knows no sign. Weigh each residual by its own.": (WHERE, "(r**2)"),
        "This is the sum of the costs, not their mean.": ("mean", "sum"),
        "This is the dearest miss alone. Average over all of them.": ("mean", "max"),
        "This is the cost in the middle, not the mean.": ("mean", "median"),
        "Each miss costs the same, however large. It is 4 or 1 for each °C.": [
            ("4 * r, -r", "4.0, 1.0"),
            (WHERE, "(4.0 * (r > 0) + 1.0 * (r < 0))"),
        ],
        "The residuals are averaged first, so that they cancel. Weigh each, then average.": [
            "r = (y_hat - y).mean(); return torch.where(r > 0, 4 * r, -r)",
            (WHERE, "r"),
            (WHERE, "4 * r"),
        ],
        "The sign is that of the target here. What counts is which of the two is larger.": (
            ("r > 0", "y > 0")
        ),
        "The sign is that of the prediction here. What counts is which of the two is larger.": (
            ("r > 0", "y_hat > 0")
        ),
        "Costs of misses upwards and downwards are averaged apart, each over its own number. "
        "Divide by all.": ((WHERE + ".mean()", "4 * r[r > 0].mean() - r[r < 0].mean()")),
        "The price is 4 for each °C, not 5.": ("4 * r", "5 * r"),
        "The prices are 4 and 1. Here they stand 4 to 1 below the line: a fifth, a quarter.": [
            ("4 * r, -r", "r, -r / 4"),
            ("4 * r, -r", "0.8 * r, -0.2 * r"),
        ],
        "Too warm costs 4 for each °C; it is not 4 more for every miss.": ("4 * r", "4 + r"),
        "This is a Python number. Return the tensor itself: lesson 06 needs to trace it.": (
            ("mean()", "mean().item()")
        ),
        "There may be any number of pairs, not always eleven.": ("mean()", "sum() / 11"),
        "This divides by n - 1. There are n pairs.": ("mean()", "sum() / (len(y) - 1)"),
        "No prediction is used: the targets are compared with their mean.": (
            ("y_hat - y", "y.mean() - y")
        ),
        "A residual is a difference: prediction minus target.": ("y_hat - y", "y_hat + y"),
    }
)
cost.same({"A miss of 0 costs nothing at either price.": ("r > 0", "r >= 0")})


def histories(generator):
    """Targets of sizes with one cheapest constant; both signs, equal numbers, and one alone."""
    _, t_c = simulate.thermometer()
    few = torch.tensor([9.0, 1.0, 5.0, 3.0, 7.0, 2.0])
    equal = torch.tensor([4.0, -9.0, 1.0, 1.0, 9.0, 1.0, 14.0])
    cold = 10 * torch.randn(8, generator=generator) - 20
    skewed = torch.rand(13, generator=generator) ** 4 * 50
    return [(few,), (t_c,), (equal,), (cold,), (skewed,), (cold[:3],), (cold[:1],)]


@greenhouse.part(probes=histories)
def cheapest(y):
    """The constant prediction whose mean cost on the targets y is lowest; a 0-d tensor."""
    costs = [torch.where(c > y, 4 * (c - y), y - c).mean() for c in y]
    return y[torch.stack(costs).argmin()]


def near_and_round(want, came):
    """True for a multiple of 0.05 within one unit of the right value."""
    near = abs(float(want) - float(came)) <= 1
    return near and abs(20 * float(came) - round(20 * float(came))) < 1e-3


def tried(grid):
    """Return an answer that tries the candidates that `grid(y)` returns."""

    def answer(y):
        costs = [torch.where(c > y, 4 * (c - y), y - c).mean() for c in grid(y)]
        return grid(y)[torch.stack(costs).argmin()]

    return answer


SORTED = "return y.sort().values"

cheapest.slips(
    {
        "This is the median: right if too warm and too cold cost the same.": [
            "return y.median()",
            ("4 * (c - y)", "c - y"),
        ],
        "This is the mean: right if a miss costs its square. No square is paid here.": (
            "return y.mean()"
        ),
        "The prices are exchanged: too warm is where the constant lies above the target.": [
            ("4 * (c - y), y - c", "c - y, 4 * (y - c)"),
            f"{SORTED}[-(len(y) // 5) - 1]",
            f"{SORTED}[4 * len(y) // 5]",
        ],
        "This is the coldest target: never too warm, but too cold for all others, which costs.": [
            "return y.min()",
            ("c > y", "c < y"),
            ("y - c", "0 * y"),
            ("y - c)", "c - y)"),
        ],
        "This is the warmest target: too warm for all others, at 4 for each °C.": [
            "return y.max()",
            ("argmin", "argmax"),
        ],
        "This is the lowest cost. Which constant has it?": [
            "return torch.stack([torch.where(c > y, 4 * (c - y), y - c).mean() for c in y]).min()",
        ],
        "This is a position. Look up the target that stands there.": (
            ("y[torch.stack(costs).argmin()]", "torch.stack(costs).argmin() + 0.0")
        ),
        "A quarter of the way up is not the balance: one reading below outweighs four above, "
        "so it lies at one in five.": [
            f"{SORTED}[len(y) // 4]",
            f"{SORTED}[(len(y) - 1) // 4]",
            "return y.quantile(0.25)",
        ],
        "quantile looks between two readings. The cost has its corners at the readings.": [
            "return y.quantile(0.2)",
            'return y.quantile(0.2, interpolation="midpoint")',
        ],
        "A place in the list says nothing unless the list is sorted.": [
            "return y[(len(y) - 1) // 5]",
            "return y[len(y) // 5]",
        ],
        "One place off: (len(y) - 1) // 5 readings lie below the cheapest, and it comes next.": [
            f"{SORTED}[(len(y) - 1) // 5 - 1]",
            f"{SORTED}[min((len(y) - 1) // 5 + 1, len(y) - 1)]",
        ],
        "This is right for the diary. Other readings have other numbers.": [
            "return 3.0",
            "return torch.tensor(3.0)",
        ],
        "The place of the cheapest depends on how many readings there are.": [
            f"{SORTED}[min(2, len(y) - 1)]",
            f"{SORTED}[2]",
        ],
        "This does not look at y. Which constant is cheapest depends on the readings.": (
            "return torch.tensor(0.0)"
        ),
        "The signs are lost. Readings may lie below 0.": "return y.abs().median()",
        "A weighted mean answers to squares. Here as much must pull up as down.": [
            "return (y.min() * 4 + y.max()) / 5",
            "return y.mean() / 4",
            "return y.mean() / 5",
            "return 0.2 * y.mean()",
        ],
        "The squares of the misses are weighed here. Each costs 4 or 1 for each °C.": (
            ("4 * (c - y), y - c", "4 * (c - y) ** 2, (y - c) ** 2")
        ),
        "One miss alone decides here, the dearest. All of them are paid.": ("mean", "max"),
        "Only whole numbers or a grid are tried. The cheapest is one of the readings.": [
            tried(lambda y: torch.linspace(-4, 28, 321)),
            tried(lambda y: torch.linspace(y.min(), y.max(), 101)),
            tried(lambda y: torch.linspace(y.min(), y.max(), 1001)),
        ],
    }
)
cheapest.slip(
    "Close, and a round number: from a grid, or rounded. The cheapest is one of the readings.",
    tried(lambda y: torch.arange(float(y.min().floor()), float(y.max().ceil()) + 1)),
    when=near_and_round,
)
cheapest.same(
    {
        "Where they meet the miss is 0.": ("c > y", "c >= y"),
        "A factor common to all moves no minimum.": ("mean", "sum"),
        "No input is tracked.": ("argmin()]", "argmin()].detach()"),
    }
)
