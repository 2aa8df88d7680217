"""Answer key of lesson 08, Overfitting."""

import numpy as np
import torch

from course_utils import simulate
from course_utils.compare import difference
from course_utils.exercise import exercise
from course_utils.question import question, right, wrong

T_U, T_C = simulate.thermometer()


def numbers(value):
    """Return the value with a plain number for each 0-d tensor or array, also in a list."""
    if type(value) in (list, tuple):
        return type(value)(numbers(entry) for entry in value)
    is_number = isinstance(value, torch.Tensor | np.ndarray | np.generic) and value.ndim == 0
    return value.item() if is_number else value


def pair(value):
    """Return two numbers as a tuple, in whatever they came."""
    is_pair = isinstance(value, torch.Tensor | np.ndarray) and value.shape == (2,)
    return tuple(value.tolist()) if is_pair else numbers(value)


# 8.1 ---------------------------------------------------------------------------------------------

a_split = exercise(
    "8.1",
    "A split",
    hints=(
        "Section 2: draw one order of all the positions, then cut it in two.",
        "A torch.Generator that was given the seed, or torch.manual_seed, fixes the order.",
        "perm = torch.randperm(n, generator=torch.Generator().manual_seed(seed))",
    ),
)


def sizes(generator):
    """The diary's eleven readings, then more, then none held back."""
    n, n_val, seed = (torch.randint(*ends, (), generator=generator).item() for ends in RANGES)
    return [(11, 2, seed), (n, n_val, seed + 10), (n, 0, seed + 20)]


RANGES = (40, 61), (12, 20), (0, 1000)


def parts_of(result):
    """Return the two parts as lists of positions, and whether both are 1-D LongTensors."""
    if not isinstance(result, tuple | list) or len(result) != 2:
        raise TypeError("split has to return two tensors, train and val")
    tensors = all(isinstance(part, torch.Tensor) for part in result)
    parts = [torch.as_tensor(part) for part in result]
    long = tensors and all(part.ndim == 1 and part.dtype == torch.int64 for part in parts)
    parts = [part.nonzero() if part.dtype == torch.bool else part for part in parts]
    return *(part.flatten().tolist() for part in parts), long


def properties(answer, n, n_val, seed):
    """Return what is true of an answer's splits: those of two right answers are not the same."""
    again = (seed, seed, *range(seed + 1, seed + 6))
    splits = [parts_of(answer(n, n_val, s)) for s in again]
    held_out = [sorted(val) for _, val, _ in splits]
    edges = [[*range(n_val)], [*range(n - n_val, n)]]
    lengths = [[len(train), len(val)] for train, val, _ in splits]
    asked = [n - n_val, n_val]
    return {
        "sizes": next((found for found in lengths if found != asked), asked),
        "1-D LongTensors": all(long for *_, long in splits),
        "positions are 0 to n - 1": all(0 <= i < n for t, v, _ in splits for i in t + v),
        "none twice in a part": all(len(set(p)) == len(p) for s in splits for p in s[:2]),
        "none in both parts": not any(set(train) & set(val) for train, val, _ in splits),
        "shuffled": n_val == 0 or any(val not in edges for val in held_out),
        "same seed, same split": splits[0] == splits[1],
        "other seed, other split": n_val == 0 or any(val != held_out[0] for val in held_out),
    }


@a_split.part(probes=sizes, observe=properties)
def split(n, n_val, seed):
    """Positions 0 to n - 1 shuffled by seed: train, n - n_val of them, and val; 1-D LongTensors."""
    generator = torch.Generator().manual_seed(seed)
    perm = torch.randperm(n, generator=generator)
    return perm[: n - n_val], perm[n - n_val :]


def shuffled(n, seed):
    return torch.randperm(n, generator=torch.Generator().manual_seed(seed))


def holds(key):
    """Return a `when`: the property is amiss. Where none are held back, other slips may show."""
    return lambda wanted, came: wanted["sizes"][1] == 0 or came[key] != wanted[key]


def sizes_are(condition):
    """Return a `when` about the two sizes that are asked for and the two that came."""
    return lambda wanted, came: condition(*wanted["sizes"], *came["sizes"])


def twice_drawn(n, n_val, seed):
    generator = torch.Generator().manual_seed(seed)
    one, other = (torch.randperm(n, generator=generator) for _ in range(2))
    return one[n_val:], other[:n_val]


def with_replacement(n, n_val, seed):
    drawn = torch.randint(n, (n,), generator=torch.Generator().manual_seed(seed))
    return drawn[n_val:], drawn[:n_val]


def none_held_back(n, n_val, seed):
    perm = shuffled(n, seed)
    return perm[:-n_val], perm[-n_val:]


# In this order: what is named first goes wrong first.
for sentence, answer, when in [
    (
        "Two 1-D LongTensors of positions are asked for, also where one is empty: no list or mask.",
        lambda *a: tuple(part.tolist() for part in split.reference(*a)),
        lambda wanted, came: {**came, "1-D LongTensors": True} == wanted,
    ),
    (
        "Only n_val = 0 goes wrong. What does perm[:-0] hold?",
        none_held_back,
        sizes_are(lambda n_train, n_val, *came: n_val == 0 and came != (n_train, n_val)),
    ),
    (
        "The two are in the wrong order: train comes first.",
        lambda *a: split.reference(*a)[::-1],
        sizes_are(lambda n_train, n_val, *came: came == (n_val, n_train)),
    ),
    (
        "val is always the first or the last part: nothing is shuffled.",
        lambda n, n_val, seed: (torch.arange(n)[: n - n_val], torch.arange(n)[n - n_val :]),
        holds("shuffled"),
    ),
    (
        "train still holds all positions, those of val, too.",
        lambda n, n_val, seed: (shuffled(n, seed), shuffled(n, seed)[:n_val]),
        sizes_are(lambda n_train, n_val, *came: came == (n_train + n_val, n_val)),
    ),
    (
        "The same seed gives another split each time. Does the draw know of the seed?",
        lambda n, n_val, seed: torch.randperm(n).split([n - n_val, n_val]),
        holds("same seed, same split"),
    ),
    (
        "Every seed gives the same split. Is seed used?",
        lambda n, n_val, seed: split.reference(n, n_val, 42),
        holds("other seed, other split"),
    ),
    (
        "A position comes twice: it is drawn with replacement. What shuffles without?",
        with_replacement,
        holds("none twice in a part"),
    ),
    (
        "Some positions are in train and in val. How many orders are drawn?",
        twice_drawn,
        holds("none in both parts"),
    ),
    (
        "Positions are counted from 0 to n - 1.",
        lambda *a: tuple(part + 1 for part in split.reference(*a)),
        holds("positions are 0 to n - 1"),
    ),
    (
        "Some positions are in neither part. Where does each slice begin and end?",
        lambda n, n_val, seed: (shuffled(n, seed)[n_val + 1 :], shuffled(n, seed)[:n_val]),
        sizes_are(lambda n_train, n_val, *came: n_val == 0 or sum(came) < n_train + n_val),
    ),
    (
        "val has the wrong size. n_val is the number of readings held back.",
        lambda n, n_val, seed: shuffled(n, seed).split([n - n // 5, n // 5]),
        holds("sizes"),
    ),
]:
    split.mistake(sentence, answer, when=when)

split.mistake(
    "Return two tensors of positions: train and val.", lambda n, n_val, seed: shuffled(n, seed)
)


# 8.2 ---------------------------------------------------------------------------------------------

two_losses = exercise(
    "8.2",
    "Two losses, one backward",
    hints=(
        "Sections 2 and 3: in each epoch measure both losses, then step with one of them.",
        "Only the training loss goes backward. The other one is noted under torch.no_grad().",
        "Note both with .item() before zero_grad, backward and step.",
    ),
)

TRAIN, VAL = [9, 6, 5, 8, 4, 7, 0, 1, 3], [2, 10]  # the split in the book
BOOK = 0.1 * T_U[TRAIN], T_C[TRAIN], 0.1 * T_U[VAL], T_C[VAL]


def runs(generator):
    """The book's split, then random readings; few epochs, but not three: so many results come."""
    torch.optim.SGD([torch.zeros(1)], lr=1.0)  # the first ever made takes a second
    probes = [(*BOOK, 1e-2, 4)]
    for n, n_val, lr, epochs in [(6, 3, 0.03, 2), (5, 2, 0.02, 5), (8, 4, 0.05, 1)]:
        x, noise = torch.randn(2, n + n_val, generator=generator)
        x, y = 2 * x + 1, 6 * x + 5 + 3 * noise
        probes.append((x[:n], y[:n], x[n:], y[n:], lr, epochs))
    return probes


def as_lists(answer, *args):
    """Return what comes back, losses as lists of numbers, and params detached.

    Where a loss still holds its graph, the first losses are a tensor that requires grad. Of two
    results, or four, only the number counts.
    """
    result = answer(*args)
    if type(result) not in (tuple, list) or len(result) != 3:
        return [None] * len(result) if type(result) in (tuple, list) else numbers(result)
    *losses, params = result
    some = [loss for entry in losses if isinstance(entry, list | tuple) for loss in entry]
    holding = any(isinstance(loss, torch.Tensor) and loss.requires_grad for loss in some + losses)
    losses = [
        numbers(e.tolist() if isinstance(e, torch.Tensor | np.ndarray) else e) for e in losses
    ]
    if holding:
        losses[0] = torch.tensor(losses[0], requires_grad=True)
    return *losses, params.detach() if isinstance(params, torch.Tensor) else numbers(params)


@two_losses.part(probes=runs, observe=as_lists)
def train_and_validate(x_train, y_train, x_val, y_val, lr, epochs):
    """Train w * x + b from (1, 0): MSEs on train, MSEs on val, each before a step; params (2,)."""
    params = torch.tensor([1.0, 0.0], requires_grad=True)
    optimizer = torch.optim.SGD([params], lr=lr)
    train_losses, val_losses = [], []
    for _ in range(epochs):
        train_loss = ((params[0] * x_train + params[1] - y_train) ** 2).mean()
        with torch.no_grad():
            val_loss = ((params[0] * x_val + params[1] - y_val) ** 2).mean()
        train_losses.append(train_loss.item())
        val_losses.append(val_loss.item())
        optimizer.zero_grad()
        train_loss.backward()
        optimizer.step()
    return train_losses, val_losses, params.detach()


def slope(params, x, y):
    """Return the gradient of the MSE."""
    r = params[0] * x + params[1] - y
    return 2 * torch.stack([(r * x).mean(), r.mean()])


def places(x, y, x_val, y_val, lr, epochs, pulls=(1, 0), start=(1.0, 0.0), zeroing=True):
    """Return the epochs + 1 places of params; `pulls` is how much each set has a say in a step."""
    visited, grad = [torch.tensor(start)], torch.zeros(2)
    for _ in range(epochs):
        of_both = slope(visited[-1], x, y), slope(visited[-1], x_val, y_val)
        grad = pulls[0] * of_both[0] + pulls[1] * of_both[1] + (0 if zeroing else grad)
        visited.append(visited[-1] - lr * grad)
    return visited


def mses(visited, x, y):
    return [((w * x + b - y) ** 2).mean().item() for w, b in visited]


def run(*args, **how):
    """Return what is asked for, of a run that goes as `how` says."""
    visited = places(*args, **how)
    x_train, y_train, x_val, y_val = args[:4]
    return mses(visited[:-1], x_train, y_train), mses(visited[:-1], x_val, y_val), visited[-1]


def later(*args):
    """Return the losses after each step."""
    x_train, y_train, x_val, y_val = args[:4]
    visited = places(*args)[1:]
    return mses(visited, x_train, y_train), mses(visited, x_val, y_val)


def all_as_one(x, y, x_val, y_val, *how):
    return run(torch.cat([x, x_val]), torch.cat([y, y_val]), x_val, y_val, *how)


for sentence, answer in [
    (
        "val_losses come after the step. Measure both losses first, then step.",
        lambda *a: (run(*a)[0], later(*a)[1], run(*a)[2]),
    ),
    (
        "Both losses come after the step. Measure them before it.",
        lambda *a: (*later(*a), run(*a)[2]),
    ),
    (
        "The validation readings push params, too. Which of the two losses goes backward?",
        lambda *a: run(*a, pulls=(1, 1)),
    ),
    (
        "The validation loss alone goes backward. It is the other one that trains.",
        lambda *a: run(*a, pulls=(0, 1)),
    ),
    ("All readings are trained on, those of validation, too. What was held back?", all_as_one),
    (
        "The gradients add up from epoch to epoch. Which line clears them?",
        lambda *a: run(*a, zeroing=False),
    ),
    ("Is lr used?", lambda *a: run(*a[:4], 0.01, a[5])),
    (
        "params never moves. Is there a backward, and a step after it?",
        lambda *a: run(*a[:4], 0.0, a[5]),
    ),
    ("One epoch is missing.", lambda *a: run(*a[:5], a[5] - 1)),
    ("One epoch too many.", lambda *a: run(*a[:5], a[5] + 1)),
    ("Only one epoch is run: is the return inside the loop?", lambda *a: run(*a[:5], 1)),
    ("The run begins elsewhere. Begin at w = 1, b = 0.", lambda *a: run(*a, start=(0.0, 0.0))),
    ("The x that come in are scaled already.", lambda x, y, v, *a: run(0.1 * x, y, 0.1 * v, *a)),
    ("Use only the readings that the function is given.", lambda *a: run(*BOOK, *a[4:])),
    (
        "The losses are right. params lacks the last step.",
        lambda *a: (*run(*a)[:2], places(*a)[-2]),
    ),
]:
    train_and_validate.mistake(sentence, answer)


def summed(*args):
    """Return sums in place of means, also for the step."""
    n, n_val = len(args[0]), len(args[2])
    train_losses, val_losses, params = run(*args[:4], n * args[4], args[5])
    return [n * loss for loss in train_losses], [n_val * loss for loss in val_losses], params


_SUMS = "These are sums of squares. Losses of sets of two sizes are comparable as means."
_PARAMS = "params is to be one tensor of shape (2,) that holds w and b."
_ORDER = "The order is: the training losses, the validation losses, params."
_THREE = "Three things are asked for: the training losses, the validation losses, the params."

train_and_validate.mistake(_SUMS, summed)

for sentence, change in [
    (
        "val_losses is divided by the wrong number of readings. How many are in val?",
        lambda t, v, p, n, n_val: (t, [loss * n_val / n for loss in v], p),
    ),
    (_SUMS, lambda t, v, p, n, n_val: (t, [loss * n_val for loss in v], p)),
    (
        "params is right. These are root mean squares; the losses here are MSEs.",
        lambda t, v, p, *_: ([loss**0.5 for loss in t], [loss**0.5 for loss in v], p),
    ),
    (_ORDER, lambda t, v, p, *_: (v, t, p)),
    (_ORDER, lambda t, v, p, *_: (p, t, v)),
    ("Both lists hold the training losses. Is val measured?", lambda t, v, p, *_: (t, t, p)),
    (
        "Single losses came. Note those of every epoch, in two lists.",
        lambda t, v, p, *_: (t[-1], v[-1], p),
    ),
    (_PARAMS, lambda t, v, p, *_: (t, v, p.tolist())),
    (_PARAMS, lambda t, v, p, *_: (t, v, *p.tolist())),
    (_THREE, lambda t, v, p, *_: (p, [*zip(t, v, strict=True)])),
    (_THREE, lambda t, v, p, *_: [*zip(t, v, strict=True)]),
    (_THREE, lambda t, v, p, *_: p),
]:

    @train_and_validate.mistake(sentence)
    def _(*args, change=change):
        return change(*run(*args), len(args[0]), len(args[2]))


@train_and_validate.remark(
    "The numbers are right. But each loss still holds its graph: .item() keeps only the number."
)
def _(*args):
    train_losses, val_losses, params = run(*args)
    return torch.tensor(train_losses, requires_grad=True), val_losses, params


# 8.3 ---------------------------------------------------------------------------------------------

unseen = exercise(
    "8.3",
    "Normalise without looking",
    hints=(
        "Section 9: m and s are learnt, as w and b are. Which readings may they be learnt from?",
        "Subtract the mean of the training readings from both sets. Divide both by their sd.",
        "m, s = fit_normaliser(x_train); return (x_train - m) / s, ...",
    ),
)


def single_sets(generator):
    """The book's training readings, then random ones."""
    drawn = [torch.randn(n, generator=generator) for n in (6, 9)]
    return [(T_U[TRAIN],), (15 * drawn[0] + 50,), (2 * drawn[1] - 7,)]


def pairs_of_sets(generator):
    """The book's split, then random readings; those held back lie elsewhere."""
    probes = [(T_U[TRAIN], T_U[VAL])]
    for n, n_val, shift, spread in [(6, 3, 50, 15), (9, 4, -7, 2)]:
        x = spread * torch.randn(n + n_val, generator=generator) + shift
        probes.append((x[:n], 1.5 * x[n:] + spread))
    return probes


def same_sd(answer, x):
    """Return m and s, an s with n - 1 as if it were one with n."""
    came = pair(answer(x))
    if type(came) in (tuple, list) and len(came) == 2 and isinstance(came[1], float):
        n_minus_1, n = (x.double().std(correction=c).item() for c in (1, 0))
        return came[0], n if abs(came[1] / n_minus_1 - 1) < 1e-4 else came[1]
    return came


def same_sd_twice(answer, x_train, x_val):
    """Return both sets, if both have the sd with n - 1 as if they had the one with n."""
    came = answer(x_train, x_val)
    if type(came) in (tuple, list) and len(came) == 2:
        with_n_minus_1 = normalised(x_train, x_val, 1)
        if difference(with_n_minus_1, came) is None:
            return normalised(x_train, x_val, 0)
    return came


@unseen.part(probes=single_sets, observe=same_sd)
def fit_normaliser(x):
    """The mean m and the standard deviation s of x, a tensor (n,); two numbers or 0-d tensors."""
    return x.mean(), x.std()


@unseen.part(probes=pairs_of_sets, observe=same_sd_twice)
def normalise(x_train, x_val):
    """z_train and z_val: both normalised so that nothing of x_val leaks; shapes as they came."""
    m, s = x_train.mean(), x_train.std()
    return (x_train - m) / s, (x_val - m) / s


def normalised(x_train, x_val, correction, by=None):
    """Return both normalised by mean and sd of `by`, which is x_train unless given."""
    by = x_train if by is None else by
    m, s = by.mean(), by.std(correction=correction)
    return (x_train - m) / s, (x_val - m) / s


for sentence, answer in [
    (
        "This is the variance. Its root is the standard deviation.",
        lambda x, c: (x.mean(), x.var(correction=c)),
    ),
    ("m comes first, then s.", lambda x, c: (x.std(correction=c), x.mean())),
    (
        "s is the root of the mean square. The mean is to be subtracted first.",
        lambda x, c: (x.mean(), (x**2).mean().sqrt()),
    ),
    ("One result came. Return both, m and s.", lambda x, c: x.mean()),
    (
        "These are the readings normalised. Only m and s are asked for.",
        lambda x, c: (x - x.mean()) / x.std(correction=c),
    ),
    (
        "This is not of x. Are other readings in it?",
        lambda x, c: (T_U.mean(), T_U.std(correction=c)),
    ),
]:
    for c in (0, 1):
        fit_normaliser.mistake(sentence, lambda x, answer=answer, c=c: answer(x, c))


for sentence, answer in [
    (
        "m and s know of the validation readings. Whose mean and sd may be used?",
        lambda t, v, c: normalised(t, v, c, by=torch.cat([t, v])),
    ),
    (
        "The validation readings are normalised by themselves. Which m and s does the model know?",
        lambda t, v, c: (normalised(t, v, c)[0], normalised(t, v, c, by=v)[1]),
    ),
    (
        "Both use m and s of the validation readings. Learn them from the others.",
        lambda t, v, c: normalised(t, v, c, by=v),
    ),
    (
        "The mean is subtracted. Something is still to be divided by.",
        lambda t, v, c: (t - t.mean(), v - t.mean()),
    ),
    (
        "Both are divided by the sd. Something is to be subtracted first.",
        lambda t, v, c: (t / t.std(correction=c), v / t.std(correction=c)),
    ),
    (
        "This divides by the variance.",
        lambda t, v, c: tuple((x - t.mean()) / t.var(correction=c) for x in (t, v)),
    ),
    (
        "x - m / s divides only m. Where are brackets missing?",
        lambda t, v, c: tuple(x - t.mean() / t.std(correction=c) for x in (t, v)),
    ),
    (
        "The validation readings are still in their own units. The model expects normalised x.",
        lambda t, v, c: (normalised(t, v, c)[0], v),
    ),
    (
        "A fixed factor leaks nothing. But mean and sd are asked for.",
        lambda t, v, c: (0.1 * t, 0.1 * v),
    ),
    ("z_train comes first, then z_val.", lambda t, v, c: normalised(t, v, c)[::-1]),
    ("One result came. Return z_train and z_val.", lambda t, v, c: normalised(t, v, c)[0]),
    (
        "One sd is with n, the other with n - 1. Either will do, but the same for both.",
        lambda t, v, c: (normalised(t, v, c)[0], normalised(t, v, 1 - c)[1]),
    ),
]:
    for c in (0, 1):
        normalise.mistake(sentence, lambda t, v, answer=answer, c=c: answer(t, v, c))


# 8.4 ---------------------------------------------------------------------------------------------

leave_one = exercise(
    "8.4",
    "Leave one out",
    hints=(
        "Section 4: n fits, each without one reading. Only that reading judges its fit.",
        "keep = torch.arange(len(x)) != i is True everywhere but at i. x[keep] has the others.",
        "knobs = np.polyfit(x[keep], y[keep], degree), then np.polyval(knobs, x[i]).",
    ),
)


def spread(n, generator):
    """Return n readings of a wavy curve, their x spread from -2 to 2, so that no fit is wild."""
    shift, noise = torch.randn(2, n, generator=generator)
    x = torch.linspace(-2, 2, n) + 0.1 * shift
    return x, 3 * x + x**2 + 5 + 2 * torch.sin(3 * x) + noise


def curves(generator):
    """The diary's line, then random readings and higher degrees, a constant last."""
    drawn = [(*spread(n, generator), degree) for n, degree in [(8, 2), (10, 3), (7, 1), (6, 0)]]
    return [(T_U, T_C, 1), *drawn]


def left_out_error(answer, x, y, degree):
    """Return what comes back; there are many ways to miss an index, or to fail with a constant."""
    try:
        return numbers(answer(x, y, degree))
    except IndexError as error:
        error.args = (f"an index that does not go with {len(x)} readings",)
        raise
    except Exception as error:
        if degree == 0:
            raise ValueError("it fails at degree 0") from error
        raise


@leave_one.part(probes=curves, observe=left_out_error, tolerance=2e-3)
def loo(x, y, degree):
    """Mean squared error at each reading of a polynomial fitted to all the others; a number."""
    import numpy as np

    x, y = x.double().numpy(), y.double().numpy()
    total = 0.0
    for i in range(len(x)):
        keep = np.arange(len(x)) != i
        knobs = np.polyfit(x[keep], y[keep], degree)
        total += (np.polyval(knobs, x[i]) - y[i]) ** 2
    return total / len(x)


def powers(x, degree, first=0):
    return x.double()[:, None] ** torch.arange(first, degree + 1)


def left_out(x, y, degree, first=0):
    """Return the residual at each reading of the fit to all the others, without fitting it."""
    Q, _ = torch.linalg.qr(powers(x, degree, first))
    r = Q @ (Q.T @ y.double()) - y
    return r / (1 - (Q**2).sum(1))


def fitted(x, y, degree):
    return torch.linalg.lstsq(powers(x, degree), y[:, None].double()).solution[:, 0]


def mse_of(coefficients, x, y):
    return ((powers(x, len(coefficients) - 1) @ coefficients - y) ** 2).mean().item()


def fits(x, y, degree):
    """Return, for each reading: where the others are, and the coefficients of their fit."""
    keeps = [torch.arange(len(x)) != i for i in range(len(x))]
    return [(keep, fitted(x[keep], y[keep], degree)) for keep in keeps]


def mean_square(residuals):
    return (residuals**2).mean().item()


def backwards(x, y, degree):
    """Evaluate with the coefficients in the wrong order."""
    found = [(mse_of(c.flip(0), x[~keep], y[~keep])) for keep, c in fits(x, y, degree)]
    return sum(found) / len(found)


def fails_at_0(answer):
    def failing(x, y, degree):
        return answer(x, y, degree) if degree else 1 / 0

    return failing


def for_eleven(x, y, degree):
    if len(x) != 11:
        raise IndexError
    return mean_square(left_out(x, y, degree))


def one_short(x, y, degree):
    return mean_square(left_out(x, y, degree - 1))


def without_ones(x, y, degree):
    return mean_square(left_out(x, y, degree, first=1))


_ABSOLUTE = "These are errors without a square: square each before the mean."
_ONE_SHORT = (
    "The degree is one too low: a line has degree 1 and two columns, x to the 0 and to the 1."
)
_ONES = "Every curve runs through the origin: the column of ones, x to the power 0, is missing."
_ONE_FOLD = "One reading was left out. Each must have its turn: where is the mean?"

for sentence, answer in [
    (
        "The reading that judges was in the fit. This is the training loss.",
        lambda *a: mse_of(fitted(*a), *a[:2]),
    ),
    (_ABSOLUTE, lambda *a: left_out(*a).abs().mean().item()),
    (
        "This is the root. The mean of the squares is asked for.",
        lambda *a: mean_square(left_out(*a)) ** 0.5,
    ),
    ("This is the sum. Divide it by the number of readings.", lambda *a: (left_out(*a) ** 2).sum()),
    (
        "Each fit is judged by all readings. Which one has it not seen?",
        lambda x, y, d: sum(mse_of(c, x, y) for _, c in fits(x, y, d)) / len(x),
    ),
    (
        "Each fit is judged by the readings it was fitted to. Which one has it not seen?",
        lambda x, y, d: sum(mse_of(c, x[k], y[k]) for k, c in fits(x, y, d)) / len(x),
    ),
    (_ONE_SHORT, fails_at_0(one_short)),
    (_ONE_SHORT, one_short),
    (
        "The degree is one too high. How many columns has a line?",
        lambda x, y, d: mean_square(left_out(x, y, d + 1)),
    ),
    (_ONES, fails_at_0(without_ones)),
    (_ONES, without_ones),
    ("Degree 0 fails. It is a constant: one column, of ones.", fails_at_0(loo.reference)),
    ("Take len(x), not 11.", for_eleven),
    ("Take len(x), not 11.", lambda *a: (left_out(*a) ** 2).sum() / 11),
    ("Is degree used?", lambda x, y, degree: mean_square(left_out(x, y, 1))),
    (
        "The coefficients are used in the wrong order: which of them belongs to which power?",
        backwards,
    ),
    (_ONE_FOLD, lambda *a: (left_out(*a) ** 2)[0]),
    (_ONE_FOLD, lambda *a: (left_out(*a) ** 2)[-1]),
    ("One number is asked for: the mean of these.", lambda *a: left_out(*a) ** 2),
    ("One number is asked for: the mean of these.", lambda *a: (left_out(*a) ** 2).tolist()),
    ("Are these the diary's readings? Use x and y.", lambda x, y, d: loo.reference(T_U, T_C, d)),
]:
    loo.mistake(sentence, answer)


# 8.5 ---------------------------------------------------------------------------------------------

report = exercise(
    "8.5",
    "Choose, then report",
    hints=(
        "Section 7: the score that chose is too good. What has had no part in the choice?",
        "First the degree with the smallest loo on x, y. Then one fit to all of x and y.",
        "degree = min(degrees, key=lambda d: loo(x, y, d))",
    ),
)


def choices(generator):
    """Readings that choose degree 2, then 3; their test readings would choose the other one."""
    return [next(clear_choices(2, 3, generator)), next(clear_choices(3, 2, generator))]


def clear_choices(best, other, generator):
    degrees = [1, 2, 3, 4, 5]
    while True:
        (x, y), (u, _) = spread(9, generator), spread(9, generator)
        y = y + 2 * x**best - 2 * torch.sin(3 * x)
        noise = torch.randn(9, generator=generator)
        scores = [mean_square(left_out(x, y, d)) for d in degrees]
        first, second = sorted(scores)[:2]
        if first == scores[best - 1] and first < 0.97 * second:
            v = powers(u, other) @ fitted(x, y, other) + 0.1 * noise
            args = x, y, u, v.float(), degrees
            if by_test(*args) == chosen(*args[2:4], x, y, degrees) == other:
                yield args


@report.part(probes=choices, observe=lambda answer, *args: pair(answer(*args)), tolerance=2e-3)
def choose_and_report(x, y, x_test, y_test, degrees):
    """(degree, error): the degree with the smallest leave-one-out error on x, y; and, refitted to
    all of x, y, its MSE on the test readings."""
    import numpy as np

    x, y, x_test, y_test = (t.double().numpy() for t in (x, y, x_test, y_test))

    def loo(degree):
        total = 0.0
        for i in range(len(x)):
            keep = np.arange(len(x)) != i
            knobs = np.polyfit(x[keep], y[keep], degree)
            total += (np.polyval(knobs, x[i]) - y[i]) ** 2
        return total / len(x)

    degree = min(degrees, key=loo)
    knobs = np.polyfit(x, y, degree)
    return degree, ((np.polyval(knobs, x_test) - y_test) ** 2).mean()


def least(degrees, error):
    return min(degrees, key=error)


def chosen(x, y, x_test, y_test, degrees):
    return least(degrees, lambda d: mean_square(left_out(x, y, d)))


def tested(degree, x, y, x_test, y_test, degrees):
    """Return the error on the test readings."""
    return mse_of(fitted(x, y, degree), x_test, y_test)


def by_test(*args):
    return least(args[4], lambda d: tested(d, *args))


def joined(x, y, x_test, y_test, degrees):
    return torch.cat([x, x_test]), torch.cat([y, y_test])


def last_fold(x, y, x_test, y_test, degrees):
    return tested(chosen(x, y, x_test, y_test, degrees), x[:-1], y[:-1], x_test, y_test, degrees)


_TRAINED = "The error is that on the readings of the fit. Which readings are still unseen?"
_CHOSE = "The degree is chosen by the training error, which falls with every degree."
_SEEN = "The test readings were in the fit, so they cannot judge it."
_JUDGE = "The test readings may only judge a fit made on x, y."
_DEGREE = "Two results are asked for: the degree and the error."

for sentence, answer in [
    (
        "The error is the score that chose the degree. A winner's own score is too good.",
        lambda *a: (chosen(*a), mean_square(left_out(*a[:2], chosen(*a)))),
    ),
    (
        "The test readings choose the degree. Who judges the judge?",
        lambda *a: (by_test(*a), tested(by_test(*a), *a)),
    ),
    (_TRAINED, lambda *a: (chosen(*a), mse_of(fitted(*a[:2], chosen(*a)), *a[:2]))),
    (_CHOSE, lambda *a: (max(a[4]), tested(max(a[4]), *a))),
    (_CHOSE, lambda *a: (max(a[4]), mse_of(fitted(*a[:2], max(a[4])), *a[:2]))),
    (_SEEN, lambda *a: (chosen(*a), mse_of(fitted(*joined(*a), chosen(*a)), *a[2:4]))),
    (_SEEN, lambda *a: (chosen(*a), mse_of(fitted(*joined(*a), chosen(*a)), *joined(*a)))),
    (_JUDGE, lambda *a: (chosen(*a), mse_of(fitted(*a[2:4], chosen(*a)), *a[2:4]))),
    (_JUDGE, lambda *a: (chosen(*a), mean_square(left_out(*a[2:4], chosen(*a))))),
    (_JUDGE, lambda *a: (by_test(*a), mean_square(left_out(*a[2:4], by_test(*a))))),
    (
        "The degree is right. The error is the best on the test readings, of another degree.",
        lambda *a: (chosen(*a), tested(by_test(*a), *a)),
    ),
    (
        "Return the degree itself, not its place in the list.",
        lambda *a: (a[4].index(chosen(*a)), tested(chosen(*a), *a)),
    ),
    (
        "The fit still lacks a reading. After the choice, fit to all of x and y.",
        lambda *a: (chosen(*a), last_fold(*a)),
    ),
    (
        "The degree is right. The error is a root here; the MSE is asked for.",
        lambda *a: (chosen(*a), tested(chosen(*a), *a) ** 0.5),
    ),
    ("The degree comes first.", lambda *a: (tested(chosen(*a), *a), chosen(*a))),
    (_DEGREE, chosen),
    (_DEGREE, lambda *a: tested(chosen(*a), *a)),
]:
    choose_and_report.mistake(sentence, answer)


# 8.6 ---------------------------------------------------------------------------------------------

curve_pairs = exercise(
    "8.6",
    "Five pairs of curves",
    hints=(
        "Look at three things: does the training loss still fall, how low, and which way does "
        "validation go at the end?",
        "A gap alone is no fault. And validation below training asks for a reason.",
        "In one pair the validation loss turns upwards while the training loss still falls.",
    ),
)

WORDS = ["too simple", "overfitting", "good", "lr too small", "leak"]


def in_order(value):
    """Return the five words as a list: they may also come by name, as the runs do."""
    is_named = isinstance(value, dict) and value.keys() == {*"ABCDE"}
    return [value[name] for name in "ABCDE"] if is_named else value


@curve_pairs.part(observe=in_order)
def diagnoses():
    return ["lr too small", "good", "overfitting", "leak", "too simple"]


def plain(word):
    return word.strip().casefold()


def first_slip(place, words):
    """Return a `when`: the first wrong word stands at this place, and is one of these."""

    def when(wanted, came):
        slips = [i for i, word in enumerate(came) if plain(word) != wanted[i]]
        return slips[0] == place and plain(came[place]) in words

    return when


diagnoses.mistake(
    "Use the five words as they are written above.",
    ["underfitting", *diagnoses.answer()[1:]],
    when=lambda _, came: not {plain(word) for word in came} <= {*WORDS},
)

# The words of a typical confusion, or all of them; the first one makes the mistake.
for place, words, sentence in [
    (0, WORDS[:1], "A: the training loss is high, but is it done? Look at its slope at the end."),
    (0, WORDS[1:], "A: what is the training loss still doing at the end?"),
    (1, WORDS[1:2], "B: a gap alone is no fault. Does the validation loss ever turn upwards?"),
    (1, WORDS, "B: both losses are low, and flat at the end. Is anything amiss?"),
    (2, WORDS[2:3], "C: the training loss looks fine. Follow the validation loss to the end."),
    (2, WORDS, "C: the two losses part. Which way does each of them go?"),
    (3, WORDS[2:3], "D: why does validation do so much better, on readings it has never seen?"),
    (3, WORDS, "D: compare the two losses at the end. Which one should be the lower?"),
    (4, WORDS[3:4], "E: is anything still falling? Look where the curves become flat."),
    (4, WORDS[1:], "E: both losses are flat early. How high are they?"),
]:
    swapped = diagnoses.answer()
    swapped[place] = words[0]
    diagnoses.mistake(sentence, swapped, when=first_slip(place, words))


# Questions ---------------------------------------------------------------------------------------

question(
    "8.p1",
    "On the eleven readings the fitted line has a loss of 2.93, the Fahrenheit law one of 3.27. "
    "Suppose the law is true. Which will be closer to tomorrow's readings, on average?",
    wrong("The fitted line", "Its 2.93 was measured on the very readings that chose it."),
    wrong(
        "Neither: they will do equally well",
        "The line has bent to the errors of eleven readings. Tomorrow's errors are others.",
    ),
    right(
        "The law",
        "On average nothing beats the truth on new readings. The line is only better on old ones.",
    ),
)

question(
    "8.p2",
    "Two of the eleven readings are held back, a straight line is fitted to the other nine. There "
    "are 55 ways to do it. How many times the smallest validation loss is the largest?",
    wrong("About 2", "That would be a reliable measure. Two readings do not make one."),
    wrong("About 5", "More than that: some pairs lie on the line by luck, others do not."),
    right("About 20", "From 1.05 to 20.70, for the same straight line on the same diary."),
    wrong("About 100", "It is bad enough, but not as bad as that: from 1.05 to 20.70."),
)

question(
    "8.p3",
    "15 readings are drawn from a parabola, with noise. Polynomials of degree 0 to 8 are fitted to "
    "them. Which degree predicts fresh readings best, most often?",
    wrong("1", "A line cannot bend. That costs more here than the noise does."),
    right("2", "Enough knobs for the truth, and none left over for the noise."),
    wrong("8", "Its training loss is the smallest. Its spare knobs follow the noise."),
    wrong(
        "5, halfway between",
        "It can follow the parabola as well, but has three knobs more to follow the noise with.",
    ),
)

question(
    "8.p4",
    "A straight line and a parabola are fitted to the same nine readings. In how many of the 55 "
    "splits does the parabola predict the two others better?",
    wrong(
        "In all: a parabola can do whatever a line can",
        "That holds on the nine readings of the fit. On the two others it loses 19 times.",
    ),
    right(
        "In about two thirds",
        "In 36 of 55. Yet the means are alike, 4.7 both: where it loses, it loses more.",
    ),
    wrong("In about a third", "More often: the readings do bend a little. It wins 36 times."),
    wrong("In hardly any", "That is what happens to degree 8, which wins once. Degree 2 wins 36."),
)

question(
    "8.q1",
    "May the validation loss decide when training stops?",
    wrong(
        "No, then the model is trained on the validation readings",
        "Not by gradients. It is used to choose, and that is what it is for.",
    ),
    right(
        "Yes, but its smallest value is then too good",
        "The stop was chosen for it. An honest number needs readings without a part in the choice.",
    ),
    wrong(
        "Yes, and its smallest value is what to expect",
        "Among many values the smallest is partly luck.",
    ),
)

question(
    "8.q2",
    "What keeps the model from training on the validation readings?",
    wrong(
        "`torch.no_grad()` around the validation loss",
        "It would turn a wrong `backward` into an error; but where nobody calls it nothing is "
        "trained, with or without.",
    ),
    wrong("`model.eval()`", "It tells some layers how to behave. It stops no gradient."),
    wrong(
        "Another name for the loss: `val_loss`",
        "A name protects nothing. Both losses reach the same w and b.",
    ),
    right(
        "That `backward()` is never called on their loss",
        "Only `backward()` adds to `.grad`, and only `.grad` moves the parameters.",
    ),
)

question(
    "8.q3",
    "Two models, both validated on the same thousand readings. The first: train 2.8, validation "
    "3.0. The second: train 1.2, validation 2.1. Which one do you take?",
    right("The second", "A small validation loss is the aim. The size of the gap is not."),
    wrong("The first: its gap is smaller", "A constant has next to no gap, and is useless."),
    wrong(
        "Neither: the second overfits, the first is too simple",
        "These two are all you have, and one of them predicts better.",
    ),
)

question(
    "8.q4",
    "The training loss does not fall. Must the model be too simple?",
    wrong(
        "Yes, a richer model would fit the readings",
        "Would it? Nothing says that this one has found its own best fit yet.",
    ),
    right(
        "No, look at the learning rate, the scale of x and the code first",
        "A learning rate that is too small, bad scaling or a bug looks just the same.",
    ),
    wrong("No, there must be too few readings", "Fewer readings are easier to fit, not harder."),
)

question(
    "8.q5",
    "You tried nine degrees and chose one by cross-validation. Which error do you report?",
    wrong("Its training error", "It falls with every degree, whatever that is worth."),
    wrong("Its cross-validation score", "It won among nine, in part by luck: it is too good."),
    wrong(
        "The smallest test error of the nine",
        "Then the test readings choose, and nobody is left to judge.",
    ),
    right("Its test error, measured once", "The test readings had no part in any choice."),
)
