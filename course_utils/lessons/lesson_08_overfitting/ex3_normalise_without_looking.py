"""Exercise 8.3: Normalise without looking."""

import torch

from course_utils.checking.exercises import exercise
from course_utils.lessons.lesson_08_overfitting.either_sd import (
    looks_normalised,
    off,
    same_sd,
    same_sd_twice,
)
from course_utils.lessons.lesson_08_overfitting.readings import T_U, TRAIN, VAL

unseen = exercise(
    "8.3",
    "Normalise without looking",
    hints=(
        "Section 11: m and s are learnt, as w and b are. Which readings may they be learnt from?",
        "Subtract the mean of the training readings from both sets. Divide both by their sd.",
        "m, s = fit_normaliser(x_train); return (x_train - m) / s, ...",
    ),
)


def single_sets(generator):
    """One for a head, the book's training readings, then random ones."""
    drawn = [torch.randn(n, generator=generator) for n in (6, 9, 2)]
    by_head = torch.tensor([2.0, 4, 4, 4, 5, 5, 7, 9])
    return [(by_head,), (T_U[TRAIN],), (15 * drawn[0] + 50,), (2 * drawn[1] - 7,), (drawn[2],)]


def pairs_of_sets(generator):
    """One for a head, the book's split, then random readings, the last of them in columns."""
    probes = [(torch.tensor([1.0, 2, 3]), torch.tensor([4.0, 0])), (T_U[TRAIN], T_U[VAL])]
    for n, n_val, shift, spread in [(6, 3, 50, 15), (9, 4, -7, 2), (7, 5, 3, 0.5)]:
        x = spread * torch.randn(n + n_val, generator=generator) + shift
        probes.append((x[:n], 1.5 * x[n:] + spread))
    return [*probes[:-1], tuple(x[:, None] for x in probes[-1])]


@unseen.part(probes=single_sets, observe=same_sd)
def fit_normaliser(x):
    """The mean m and the standard deviation s of x, a tensor (n,); two numbers or 0-d tensors."""
    return x.mean(), x.std()


@unseen.part(probes=pairs_of_sets, observe=same_sd_twice)
def normalise(x_train, x_val):
    """z_train and z_val: both normalised so that nothing of x_val leaks; shapes as they came."""
    m, s = x_train.mean(), x_train.std()
    return (x_train - m) / s, (x_val - m) / s


LEARN = "m, s = x_train.mean(), x_train.std()"
Z_TRAIN, Z_VAL = "(x_train - m) / s", "(x_val - m) / s"
BOTH = f"{Z_TRAIN}, {Z_VAL}"

# Either sd will do, and people make each mistake with either.
for sd, other_sd in [("std()", "std(correction=0)"), ("std(correction=0)", "std()")]:
    var, with_sd = sd.replace("std", "var"), ("std()", sd)
    fit_normaliser.slips(
        {
            "This is the variance. Its root is the standard deviation.": ("std()", var),
            "m comes first, then s.": f"return x.{sd}, x.mean()",
            "s is the root of the mean square. The mean is to be subtracted first.": (
                ("x.std()", "(x**2).mean().sqrt()")
            ),
            "s is the mean distance from m. The sd is the root of the mean square.": (
                ("x.std()", "(x - x.mean()).abs().mean()")
            ),
            "s is divided by the root of n: the standard error of m, not the sd of x.": (
                ("x.std()", f"x.{sd} / len(x) ** 0.5")
            ),
            "s is a range. The standard deviation is asked for.": [
                ("x.std()", "x.max() - x.min()"),
                ("x.std()", "(x.max() - x.min()) / 2"),
            ],
            "m is the median. The mean is asked for.": (
                ("x.mean()", "x.median()"),
                ("x.std()", f"x.{sd}"),
            ),
            "One result came. Return both, m and s.": "return x.mean()",
            "These are the readings normalised. Only m and s are asked for.": (
                f"return (x - x.mean()) / x.{sd}"
            ),
            "This is not of x. Are other readings in it?": f"return T_U.mean(), T_U.{sd}",
        }
    )
    normalise.slips(
        {
            "m and s know of the validation readings. Whose mean and sd may be used?": (
                (LEARN, f"x = torch.cat([x_train, x_val]); m, s = x.mean(), x.{sd}")
            ),
            "The validation readings are normalised by themselves. Which m and s does the model "
            "know?": f"return [(x - x.mean()) / x.{sd} for x in (x_train, x_val)]",
            "Both use m and s of the validation readings. Learn them from the others.": (
                (LEARN, f"m, s = x_val.mean(), x_val.{sd}")
            ),
            "In z_val stands the mean or the sd of x_val. Both are learnt from x_train.": [
                (with_sd, (Z_VAL, "(x_val - x_val.mean()) / s")),
                (with_sd, (Z_VAL, f"(x_val - m) / x_val.{sd}")),
            ],
            "The mean is subtracted. Something is still to be divided by.": (
                "return x_train - x_train.mean(), x_val - x_train.mean()"
            ),
            "Both are divided by the sd. Something is to be subtracted first.": (
                f"return x_train / x_train.{sd}, x_val / x_train.{sd}"
            ),
            "This divides by the variance.": ("std()", var),
            "x - m / s divides only m. Where are brackets missing?": (
                with_sd,
                (BOTH, "x_train - m / s, x_val - m / s"),
            ),
            "The validation readings are still in their own units. The model expects normalised "
            "x.": (with_sd, (Z_VAL, "x_val")),
            "A fixed factor leaks nothing. But mean and sd are asked for.": (
                "return 0.1 * x_train, 0.1 * x_val"
            ),
            "z_train comes first, then z_val.": (with_sd, (BOTH, f"{Z_VAL}, {Z_TRAIN}")),
            "One result came. Return z_train and z_val.": [
                (with_sd, (BOTH, Z_TRAIN)),
                (with_sd, (BOTH, Z_VAL)),
                (with_sd, (BOTH, f"torch.cat([{BOTH}])")),
            ],
            "z_val is x_train once more. Normalise x_val.": (
                with_sd,
                (BOTH, f"{Z_TRAIN}, {Z_TRAIN}"),
            ),
            "One sd is with n, the other with n - 1. Either will do, but the same for both.": (
                with_sd,
                (Z_VAL, f"(x_val - m) / x_train.{other_sd}"),
            ),
        }
    )

RANGES = "(x_train - low) / (high - low), (x_val - low) / (high - low)"
normalise.slips(
    {
        "This scales by minimum and maximum. Mean and sd are asked for.": [
            f"low, high = x_train.min(), x_train.max(); return {RANGES}",
            f"x = torch.cat([x_train, x_val]); low, high = x.min(), x.max(); return {RANGES}",
            "return tuple((x - x.min()) / (x.max() - x.min()) for x in (x_train, x_val))",
        ],
        "This scales by the largest value. Mean and sd are asked for.": [
            "return x_train / x_train.max(), x_val / x_train.max()",
            "return x_train / x_train.abs().max(), x_val / x_train.abs().max()",
            "return x_train / x_train.abs().max(), x_val / x_val.abs().max()",
        ],
    }
)


HEAD = "2, 4, 4, 4, 5, 5, 7, 9"
for part, sentence, edit, when in [
    (fit_normaliser, f"m is not the mean. Of {HEAD} it is 5.", ("x.mean()", "x.sum()"), off(0)),
    (
        fit_normaliser,
        f"m is right, s is not. Of {HEAD} it is 2, or 2.138 with n - 1.",
        ("x.std()", "x.max()"),
        off(1),
    ),
    (
        fit_normaliser,
        f"Of {HEAD} the mean is 5 and the sd 2, or 2.138 with n - 1. Keep all digits.",
        "return x.mean().round(), x.std() + 1",
        lambda *_: True,
    ),
    (
        normalise,
        "z_train is right, z_val is not. It takes the same m and s.",
        (Z_VAL, "x_val / s - m"),
        off(1),
    ),
    (
        normalise,
        "The mean of z_train is not 0. Subtract that of x_train, then divide by its sd.",
        (LEARN, "m, s = x_train.mean() + 1, x_train.std()"),
        lambda _, came: not looks_normalised(came[0])[0],
    ),
    (
        normalise,
        "The mean of z_train is 0, its sd is not 1. Divide by the sd of x_train.",
        (BOTH, "(x_train - m) / (2 * s), (x_val - m) / (2 * s)"),
        lambda _, came: looks_normalised(came[0]) == (True, False),
    ),
    (
        normalise,
        "z_train is to have the mean 0 and the sd 1. Print both.",
        (LEARN, "m, s = x_train.median(), 2 * x_train.std()"),
        lambda _, came: not all(looks_normalised(came[0])),
    ),
]:
    part.slip(sentence, edit, when)
