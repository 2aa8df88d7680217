"""What people write in exercise 2.5 for the cost and the cheapest constant, as edits of the key."""

import torch

WHERE = "torch.where(r > 0, 4 * r, -r)"

COST_SLIPS = {
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
    "Divide by all.": [
        (WHERE + ".mean()", "4 * r[r > 0].mean() - r[r < 0].mean()"),
        (WHERE + ".mean()", "4 * r[r > 0].mean() - r[r <= 0].mean()"),
    ],
    "The price is 4 for each °C, not 5.": ("4 * r", "5 * r"),
    "The price is 4 for each °C, not 4 times 4.": ("4 * r", "16 * r"),
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

CHEAPEST_SLIPS = {
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
    ],
    "The mean, less a spread, is no balance. As much must pull up as down.": [
        f"return y.mean() - y.std({spread})" for spread in ("", "correction=0")
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
