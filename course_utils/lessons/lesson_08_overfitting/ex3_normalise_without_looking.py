"""Exercise 8.3: Normalise without looking."""

import torch

from course_utils.checking.comparison import difference
from course_utils.checking.exercises import exercise
from course_utils.checking.plain_data import as_numbers
from course_utils.lessons.lesson_08_overfitting.readings import T_U, TRAIN, VAL

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
    """Return m and s as numbers, an s with n as if it were one with n - 1."""
    came = as_numbers(answer(x))
    with_n = x.mean().item(), x.std(correction=0).item()
    return as_numbers(fit_normaliser.reference(x)) if difference(with_n, came) is None else came


def same_sd_twice(answer, x_train, x_val):
    """Return both sets, if both have the sd with n as if they had the one with n - 1."""
    came = answer(x_train, x_val)
    m, s = x_train.mean(), x_train.std(correction=0)
    with_n = (x_train - m) / s, (x_val - m) / s
    return normalise.reference(x_train, x_val) if difference(with_n, came) is None else came


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
            "One result came. Return z_train and z_val.": (with_sd, (BOTH, Z_TRAIN)),
            "One sd is with n, the other with n - 1. Either will do, but the same for both.": (
                with_sd,
                (Z_VAL, f"(x_val - m) / x_train.{other_sd}"),
            ),
        }
    )
