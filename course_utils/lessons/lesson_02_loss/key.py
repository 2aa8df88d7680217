"""Answer key of lesson 02, Loss."""

import math

import torch

from course_utils import simulate
from course_utils.exercise import exercise
from course_utils.question import question, right, wrong

# 2.1 ---------------------------------------------------------------------------------------------

losses = exercise(
    "2.1",
    "Four losses",
    hints=(
        "All four begin with the residuals, r = y_hat - y. Section 3 does the rest step by step.",
        "Square before you average, and take the root last: root of the mean of the squares.",
        "sse: return ((y_hat - y) ** 2).sum()",
    ),
)


def residual_pairs(generator):
    """The diary at w = 1, b = 0, then random pairs with residuals of both signs, n = 1 included."""
    pairs = [simulate.thermometer()]
    for n in (5, 8, 1):
        y = 10 * torch.randn(n, generator=generator)
        pairs.append((y + 3 * torch.randn(n, generator=generator), y))
    y = torch.tensor([1.0, 2.0, 3.0, 4.0])
    pairs.append((y + torch.tensor([2.0, -1.0, -4.0, 0.5]), y))
    return pairs


_ITEM = "This is a Python number. Return the tensor itself: lesson 06 needs to trace it."


@losses.part(probes=residual_pairs)
def sse(y_hat, y):
    """Sum of the squared residuals; a 0-d tensor."""
    return ((y_hat - y) ** 2).sum()


@sse.mistake("This is the mean of the squares. The first S in SSE is for sum.")
def _(y_hat, y):
    return ((y_hat - y) ** 2).mean()


@sse.mistake("The residuals are summed before they are squared, so that they cancel. Square first.")
def _(y_hat, y):
    return (y_hat - y).sum() ** 2


@sse.mistake(_ITEM)
def _(y_hat, y):
    return ((y_hat - y) ** 2).sum().item()


@losses.part(probes=residual_pairs)
def mse(y_hat, y):
    """Mean of the squared residuals; a 0-d tensor."""
    return ((y_hat - y) ** 2).mean()


@mse.mistake(
    "This is the sum of the squares, not their mean. One of the published posts does this."
)
def _(y_hat, y):
    return ((y_hat - y) ** 2).sum()


@mse.mistake("This is half the mean: the convention with 1/(2n). PyTorch and this course use 1/n.")
def _(y_hat, y):
    return ((y_hat - y) ** 2).mean() / 2


@mse.mistake("The mean is taken before the square, so that the residuals cancel. Square first.")
def _(y_hat, y):
    return (y_hat - y).mean() ** 2


@mse.mistake(_ITEM)
def _(y_hat, y):
    return ((y_hat - y) ** 2).mean().item()


@losses.part(probes=residual_pairs)
def rmse(y_hat, y):
    """Root of the mean of the squared residuals; a 0-d tensor."""
    return ((y_hat - y) ** 2).mean().sqrt()


@rmse.mistake("This is the mean of the squares, in °C². Its root has the units of y.")
def _(y_hat, y):
    return ((y_hat - y) ** 2).mean()


@rmse.mistake("The root is taken before the mean, which gives the MAE. Average first, root last.")
def _(y_hat, y):
    return ((y_hat - y) ** 2).sqrt().mean()


@rmse.mistake("This is the root of the sum. Take the mean of the squares, then the root.")
def _(y_hat, y):
    return ((y_hat - y) ** 2).sum().sqrt()


@rmse.mistake(_ITEM)
def _(y_hat, y):
    return ((y_hat - y) ** 2).mean().sqrt().item()


@losses.part(probes=residual_pairs)
def mae(y_hat, y):
    """Mean of the absolute residuals; a 0-d tensor."""
    return (y_hat - y).abs().mean()


@mae.mistake("Without the absolute value plus and minus cancel: this is the mean residual.")
def _(y_hat, y):
    return (y_hat - y).mean()


@mae.mistake("Without the absolute value plus and minus cancel, and the sign is y - y_hat besides.")
def _(y_hat, y):
    return (y - y_hat).mean()


@mae.mistake("The absolute value is taken after the mean, when plus and minus have cancelled.")
def _(y_hat, y):
    return (y_hat - y).mean().abs()


@mae.mistake("This is the sum of the absolute residuals, not their mean.")
def _(y_hat, y):
    return (y_hat - y).abs().sum()


@mae.mistake(_ITEM)
def _(y_hat, y):
    return (y_hat - y).abs().mean().item()


# 2.2 ---------------------------------------------------------------------------------------------

constants = exercise(
    "2.2",
    "The best constant",
    hints=(
        "Section 5 draws both losses over the constant c. Where is the lowest point of each?",
        "Squares feel the far points; absolute values only count how many lie on each side.",
        "best_for_mse is one tensor method, best_for_mae is another.",
    ),
)


def odd_samples(generator):
    """Odd sizes, so that the median is one number."""
    _, t_c = simulate.thermometer()
    skewed = torch.rand(7, generator=generator) ** 4 * 50
    return [(t_c,), (skewed,), (10 * torch.randn(5, generator=generator) - 20,)]


def too_coarse(right_value, value):
    """True for an answer within a whole unit of the right one, as a coarse grid gives."""
    return abs(float(right_value) - float(value)) <= 1.0


_COARSE = "Close, but a grid of candidates only finds what lies on it. There is a formula."


def whole_numbers(y):
    """Return the whole numbers from the smallest to the largest reading."""
    return torch.arange(float(y.min().floor()), float(y.max().ceil()) + 1)


@constants.part(probes=odd_samples)
def best_for_mse(y):
    """The constant with the smallest mean squared error on y; a 0-d tensor."""
    return y.mean()


@best_for_mse.mistake("This is best for the MAE. Squares feel the far points: think of the mean.")
def _(y):
    return y.median()


@best_for_mse.mistake("The middle of the range looks at two readings only and forgets the rest.")
def _(y):
    return (y.min() + y.max()) / 2


@best_for_mse.mistake("This is the diary's constant. Other readings have another: use y.")
def _(y):
    return 10.5


@best_for_mse.mistake(_COARSE, when=too_coarse)
def _(y):
    grid = whole_numbers(y)
    return grid[torch.stack([((y - c) ** 2).mean() for c in grid]).argmin()]


@constants.part(probes=odd_samples)
def best_for_mae(y):
    """The constant with the smallest mean absolute error on an odd number of y; a 0-d tensor."""
    return y.median()


@best_for_mae.mistake("This is best for the MSE. The MAE only counts sides: think of the median.")
def _(y):
    return y.mean()


@best_for_mae.mistake("The middle of the range looks at two readings only and forgets the rest.")
def _(y):
    return (y.min() + y.max()) / 2


@best_for_mae.mistake("This is the diary's constant. Other readings have another: use y.")
def _(y):
    return 11.0


@best_for_mae.mistake(_COARSE, when=too_coarse)
def _(y):
    grid = whole_numbers(y)
    return grid[torch.stack([(y - c).abs().mean() for c in grid]).argmin()]


@best_for_mse.mistake("This is the loss of the best constant, not the constant itself.")
def _(y):
    return ((y - y.mean()) ** 2).mean()


@best_for_mae.mistake("The reading in the middle is the median only if the list is sorted.")
def _(y):
    return y[len(y) // 2]


# 2.3 ---------------------------------------------------------------------------------------------

units = exercise(
    "2.3",
    "The same errors in °F",
    hints=(
        "A temperature of c °C is 1.8 c + 32 °F. What happens to a difference of two temperatures?",
        "The offset cancels in every residual, and the factor 1.8 stays. Then comes the square.",
        "mse_in_f: return 1.8**2 * ...",
    ),
)


def some_losses(generator):
    draws = 20 * torch.rand(3, generator=generator)
    return [(2.93,), *((draw,) for draw in draws.tolist())]


_OFFSET = "Differences do not see offsets: the 32 cancels in every residual."
_INVERSE = "This goes the other way, from °F to °C."
_STILL = "This is still in °C: an error of 1 °C is one of 1.8 °F."


@units.part(probes=some_losses)
def mse_in_f(mse_in_c):
    """The MSE in °F² of a model whose MSE is mse_in_c in °C²."""
    return 1.8**2 * mse_in_c


@mse_in_f.mistake("The MSE is in squared units, so the factor is squared, too: 3.24.")
def _(mse_in_c):
    return 1.8 * mse_in_c


mse_offset = mse_in_f.mistake(_OFFSET)


@mse_offset
def _(mse_in_c):
    return 1.8 * mse_in_c + 32


@mse_offset
def _(mse_in_c):
    return 1.8**2 * mse_in_c + 32


@mse_offset
def _(mse_in_c):
    return (1.8 * math.sqrt(mse_in_c) + 32) ** 2


@mse_in_f.mistake(_STILL)
def _(mse_in_c):
    return mse_in_c


@mse_in_f.mistake(_INVERSE)
def _(mse_in_c):
    return mse_in_c / 1.8**2


@units.part(probes=some_losses)
def rmse_in_f(rmse_in_c):
    """The RMSE in °F of a model whose RMSE is rmse_in_c in °C."""
    return 1.8 * rmse_in_c


@rmse_in_f.mistake("The root undoes the square: an RMSE has the units of y, and the factor is 1.8.")
def _(rmse_in_c):
    return 1.8**2 * rmse_in_c


@rmse_in_f.mistake(_OFFSET)
def _(rmse_in_c):
    return 1.8 * rmse_in_c + 32


@rmse_in_f.mistake(_STILL)
def _(rmse_in_c):
    return rmse_in_c


@rmse_in_f.mistake(_INVERSE)
def _(rmse_in_c):
    return rmse_in_c / 1.8


@units.part(probes=some_losses)
def mae_in_f(mae_in_c):
    """The MAE in °F of a model whose MAE is mae_in_c in °C."""
    return 1.8 * mae_in_c


@mae_in_f.mistake("Nothing is squared in an MAE: it has the units of y, and the factor is 1.8.")
def _(mae_in_c):
    return 1.8**2 * mae_in_c


@mae_in_f.mistake(_OFFSET)
def _(mae_in_c):
    return 1.8 * mae_in_c + 32


@mae_in_f.mistake(_STILL)
def _(mae_in_c):
    return mae_in_c


@mae_in_f.mistake(_INVERSE)
def _(mae_in_c):
    return mae_in_c / 1.8


# 2.4 ---------------------------------------------------------------------------------------------

likelihood = exercise(
    "2.4",
    "Where squares come from",
    hints=(
        "Section 7 writes the formula. It has two terms, and n is the number of residuals.",
        "n = len(r). The first term is n/2 · log(2 π σ²); the second divides by 2 σ².",
        "return n / 2 * math.log(2 * math.pi * sigma**2) + ...",
    ),
)


def residuals_and_sigma(generator):
    t_u, t_c = simulate.thermometer()
    drawn = [(n, torch.randn(n, generator=generator)) for n in (6, 1, 20)]
    return [(0.5 * t_u - 15.0 - t_c, 2.0), *((3 * r, 0.3 + n / 4) for n, r in drawn)]


@likelihood.part(probes=residuals_and_sigma)
def nll(r, sigma):
    """Negative log-likelihood of r under a bell curve of mean 0 and deviation sigma; 0-d."""
    n = len(r)
    return n / 2 * math.log(2 * math.pi * sigma**2) + (r**2).sum() / (2 * sigma**2)


@nll.mistake("The first term counts once for every residual: it needs the factor n.")
def _(r, sigma):
    return math.log(2 * math.pi * sigma**2) / 2 + (r**2).sum() / (2 * sigma**2)


@nll.mistake("The second term is n times the MSE, or the sum of the squares: the n is missing.")
def _(r, sigma):
    return len(r) / 2 * math.log(2 * math.pi * sigma**2) + (r**2).mean() / (2 * sigma**2)


@nll.mistake("This is the mean over the residuals. The formula is the sum: n times this.")
def _(r, sigma):
    return math.log(2 * math.pi * sigma**2) / 2 + (r**2).mean() / (2 * sigma**2)


@nll.mistake("The first term has a half in front: n/2, not n.")
def _(r, sigma):
    return len(r) * math.log(2 * math.pi * sigma**2) + (r**2).sum() / (2 * sigma**2)


@nll.mistake("The second term is divided by 2 sigma squared: here the 2 is missing.")
def _(r, sigma):
    return len(r) / 2 * math.log(2 * math.pi * sigma**2) + (r**2).sum() / sigma**2


@nll.mistake("The 2π is missing in the logarithm. It moves no minimum, but the value is another.")
def _(r, sigma):
    return len(r) / 2 * math.log(sigma**2) + (r**2).sum() / (2 * sigma**2)


@nll.mistake("The logarithm is missing. Without it any line looks good once sigma is large enough.")
def _(r, sigma):
    return (r**2).sum() / (2 * sigma**2)


@nll.mistake("The variance is sigma squared: in both terms.")
def _(r, sigma):
    return len(r) / 2 * math.log(2 * math.pi * sigma) + (r**2).sum() / (2 * sigma)


@nll.mistake("The variance is sigma squared: also under the residuals.")
def _(r, sigma):
    return len(r) / 2 * math.log(2 * math.pi * sigma**2) + (r**2).sum() / (2 * sigma)


@nll.mistake("The variance is sigma squared: also in the logarithm.")
def _(r, sigma):
    return len(r) / 2 * math.log(2 * math.pi * sigma) + (r**2).sum() / (2 * sigma**2)


@nll.mistake("This is the log-likelihood. A loss is to be made small: turn the sign of both terms.")
def _(r, sigma):
    return -len(r) / 2 * math.log(2 * math.pi * sigma**2) - (r**2).sum() / (2 * sigma**2)


mixed_signs = nll.mistake(
    "The signs of the two terms differ. Both are positive in the negative log-likelihood."
)


@mixed_signs
def _(r, sigma):
    return len(r) / 2 * math.log(2 * math.pi * sigma**2) - (r**2).sum() / (2 * sigma**2)


@mixed_signs
def _(r, sigma):
    return -len(r) / 2 * math.log(2 * math.pi * sigma**2) + (r**2).sum() / (2 * sigma**2)


no_brackets = nll.mistake("Division comes before the product: put brackets round 2 * sigma**2.")


@no_brackets
def _(r, sigma):
    return len(r) / 2 * math.log(2 * math.pi * sigma**2) + (r**2).sum() / 2 * sigma**2


@nll.mistake("This is the logarithm to base 10. math.log is the natural one.")
def _(r, sigma):
    return len(r) / 2 * math.log10(2 * math.pi * sigma**2) + (r**2).sum() / (2 * sigma**2)


@nll.mistake("The residuals are summed before they are squared. Square first.")
def _(r, sigma):
    return len(r) / 2 * math.log(2 * math.pi * sigma**2) + r.sum() ** 2 / (2 * sigma**2)


# 2.5 ---------------------------------------------------------------------------------------------

grid = exercise(
    "2.5",
    "The lowest point of a table",
    hints=(
        "argmin counts through the table row by row and returns one number. Section 8 undoes that.",
        "Row i and column j have the number i * (columns) + j. divmod undoes this.",
        "i, j = divmod(surface.argmin().item(), len(bs))",
    ),
)


def surfaces(generator):
    """The diary's loss surface of section 8, then random tables of other shapes."""
    t_u, t_c = simulate.thermometer()
    ws, bs = torch.linspace(0, 1, 101), torch.linspace(-30, 10, 81)
    r = ws[:, None, None] * t_u + bs[:, None] - t_c
    tables = [((r**2).mean(-1), ws, bs)]
    for rows, columns in [(4, 6), (7, 3)]:
        ws, bs = torch.arange(rows) + 0.5, -torch.arange(columns) - 100.0
        surface = torch.rand(rows, columns, generator=generator)
        # The lowest entry lies where row and column differ, so that swapping them shows.
        surface[rows - 1, 1] = -1.0
        surface[0, columns - 1] = 2.0
        tables.append((surface, ws, bs))
    return tables


@grid.part(probes=surfaces)
def lowest(surface, ws, bs):
    """The w, the b and the loss at the lowest entry of surface[i, j] = loss(ws[i], bs[j])."""
    i, j = divmod(surface.argmin().item(), len(bs))
    return ws[i].item(), bs[j].item(), surface[i, j].item()


not_unravelled = lowest.mistake(
    "argmin counts through the whole table: turn its number into a row and a column first."
)


@not_unravelled
def _(surface, ws, bs):
    k = surface.argmin()
    return ws[k], bs[k], surface.min()


@not_unravelled
def _(surface, ws, bs):
    k = surface.argmin()
    return ws[k], bs[k], surface[k]


@not_unravelled
def _(surface, ws, bs):
    k = surface.argmin().item()
    return ws[k], bs[k], surface[k]


wrong_divisor = lowest.mistake(
    "A row has as many entries as there are b: divide by len(bs), not by len(ws)."
)


@wrong_divisor
def _(surface, ws, bs):
    i, j = divmod(surface.argmin().item(), len(ws))
    return ws[i], bs[j], surface[i, j]


@wrong_divisor
def _(surface, ws, bs):
    i, j = divmod(surface.argmin().item(), len(ws))
    return ws[i].item(), bs[j].item(), surface.min().item()


@lowest.mistake("This is the highest point. A loss is to be made small.")
def _(surface, ws, bs):
    i, j = divmod(surface.argmax().item(), len(bs))
    return ws[i].item(), bs[j].item(), surface[i, j].item()


swapped = lowest.mistake(
    "w and b are swapped: rows belong to w, columns to b, and w is returned first."
)


@swapped
def _(surface, ws, bs):
    i, j = divmod(surface.argmin().item(), len(bs))
    return bs[j].item(), ws[i].item(), surface[i, j].item()


@swapped
def _(surface, ws, bs):
    j, i = divmod(surface.argmin().item(), len(bs))
    return ws[i], bs[j], surface.min()


@lowest.mistake("These are the positions. Look up the values of w and b that stand there.")
def _(surface, ws, bs):
    i, j = divmod(surface.argmin().item(), len(bs))
    return i, j, surface[i, j].item()


# 2.6 ---------------------------------------------------------------------------------------------

referee = exercise(
    "2.6",
    "Be the referee",
    hints=(
        "Bring all three to the same measure first: MSE in °C². Section 3 says how.",
        "Below the floor lies only noise that was learnt by heart; above the baseline, a constant "
        "does better.",
        'model_a is "useful".',
    ),
)


@referee.part()
def model_a():
    return "useful"


model_a.mistake(
    "An RMSE of 1.71 °C is an MSE of about 2.93 °C², far below the baseline.", "worse than constant"
)
model_a.mistake("Its MSE lies above the floor: nothing suspicious about it.", "too good")


@referee.part()
def model_b():
    return "worse than constant"


model_b.mistake(
    "9.2 is an RMSE, the baseline 77.14 an MSE. Square before you compare: 84.64.", "useful"
)
model_b.mistake("9.2 °C is far above the floor of 1.5 °C: both are root mean squares.", "too good")


@referee.part()
def model_c():
    return "too good"


model_c.mistake(
    "A loss of 0 is below the floor: the model has learnt the noise by heart (lesson 08).", "useful"
)
model_c.mistake(
    "A loss of 0 is below every baseline, and that is the problem.", "worse than constant"
)


def is_none_of_the_three(_, value):
    return value not in ("useful", "worse than constant", "too good")


for model in (model_a, model_b, model_c):
    model.mistake(
        'Answer with one of three texts: "useful", "worse than constant" or "too good".',
        "good",
        when=is_none_of_the_three,
    )


@referee.part()
def ranking():
    return ["A", "constant", "B"]


ranking.mistake(
    "B's 9.2 is an RMSE: its MSE is 84.64, and the constant's 77.14 beats it.",
    ["A", "B", "constant"],
)
for order in (["B", "constant", "A"], ["B", "A", "constant"]):
    ranking.mistake("The worst stands first: begin with the smallest MSE.", order)
for order in (["C", "A", "constant", "B"], ["A", "constant", "B", "C"]):
    ranking.mistake("C is not in the ranking: only A, B and the constant are.", order)
for order in (["constant", "A", "B"], ["constant", "B", "A"]):
    ranking.mistake("The constant is the baseline, not a winner: A's MSE is far below it.", order)

# Questions ---------------------------------------------------------------------------------------

question(
    "2.p1",
    "One line misses every reading by 2 °C. Another is exact on ten readings and misses one by "
    "11 °C. Which is worse?",
    wrong("The first", "Its mean absolute error is 2, the other's is 1. Squares disagree."),
    wrong("The second", "Its mean square is 11, the other's is 4. Absolute values disagree."),
    right(
        "It depends on how errors are counted",
        "Mean absolute error: 2 against 1. Mean square: 4 against 11. The referee needs a rule.",
    ),
)

question(
    "2.p2",
    "One reading is written down 54.4 too high by mistake. Which line moves less?",
    wrong(
        "The one that minimises squares", "The far point's square dominates, and pulls the line."
    ),
    right(
        "The one that minimises absolute errors",
        "The far point pulls with the same force as any other point on its side.",
    ),
    wrong(
        "Both move equally",
        "A square grows with the square of the distance, an absolute value does not.",
    ),
)

question(
    "2.p3",
    "In the dial, w stands at 0.2 and you may turn only b. Can you reach the lowest loss of all?",
    wrong(
        "Yes, b can make up for any w",
        "b shifts the line up and down. It cannot change its slope.",
    ),
    right(
        "No, only the lowest loss for that w",
        "Turning b alone moves straight across the valley. To go along it, both must turn.",
    ),
    wrong("Yes, if b is negative enough", "Past the best b for this w the loss only rises again."),
)

question(
    "2.q1",
    "One residual doubles. By what factor does what it adds to the SSE grow?",
    wrong("2", "That holds for its absolute value, and so for the MAE."),
    right("4", "The square of 2."),
    wrong("√2", "A root comes in only with the RMSE, after the mean."),
)

question(
    "2.q2",
    "One y is wrong by a lot. For which loss does the best line move least?",
    wrong("MSE's", "The square of a large error outweighs the rest."),
    right("MAE's", "An absolute error pulls no harder when it is larger."),
    wrong("RMSE's", "The root changes the number, not where its minimum lies: as MSE's."),
)

question(
    "2.q3",
    "A curve is convex if the straight line between any two of its points never runs below it. "
    "Is the absolute value of r convex?",
    right("Yes", "So convexity is no reason to prefer squares to absolute values."),
    wrong(
        "No, it has a corner",
        "A corner is no obstacle: every such line lies on or above the curve.",
    ),
    wrong("Only for positive r", "It is convex everywhere: two straight arms that open upwards."),
)

question(
    "2.q4",
    "A model has an MSE of 4 °C². How large is a typical error?",
    wrong("4 °C", "4 is in °C². Take the root."),
    right("2 °C", "The root brings back the units of y."),
    wrong("16 °C", "Take the root, not the square."),
)

question(
    "2.q5",
    "Dividing the sum of squares by 2n in place of n: does the best line change?",
    right(
        "No",
        "All losses are halved, the lowest stays the lowest. So are all slopes: it matters later.",
    ),
    wrong("Yes, it is half as steep", "The loss is halved, not the line."),
    wrong("Only if n is small", "A constant factor never moves a minimum."),
)
