"""Exercise 8.3: Normalise without looking."""

import numpy as np
import torch

from course_utils import simulate
from course_utils.compare import difference
from course_utils.exercise import exercise
from course_utils.lessons.lesson_08_overfitting.ex2_two_losses_one_backward import TRAIN, VAL
from course_utils.values import as_numbers

T_U, T_C = simulate.thermometer()


def pair(value):
    """Return two numbers as a tuple, in whatever they came."""
    is_pair = isinstance(value, torch.Tensor | np.ndarray) and value.shape == (2,)
    return tuple(value.tolist()) if is_pair else as_numbers(value)


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
