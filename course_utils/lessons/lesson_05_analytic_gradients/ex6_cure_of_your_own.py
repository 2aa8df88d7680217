"""Exercise 5.6: A cure of your own."""

import math

import torch

from course_utils import simulate
from course_utils.checking.exercises import exercise
from course_utils.checking.plain_data import as_data, as_numbers
from course_utils.lessons.findings import in_any_way, right_in

T_U, _ = simulate.thermometer()
QUICK = 1e-3 ** (1 / 50)  # a slower factor leaves more than a thousandth after 50 steps
TAGS = (
    *("numbers", "divides", "downhill"),
    *("changed", "in order", "not added", "not multiplied", "root taken", "spread", "own"),
    *("centred", "round", "stable", "quick", "arrives"),
)

own_cure = exercise(
    "5.6",
    "A cure of your own",
    hints=(
        "Section 9: what makes the corner of H zero, and what makes both λ alike? Then choose lr.",
        "Take m from the middle of the readings, however you measure a middle, and s from how far "
        "they reach to both sides. Then the λ are near 2, or below.",
        "With the mean and the standard deviation both λ are 2, and lr = 0.5 makes both factors 0.",
    ),
)


def many_readings(generator):
    """The diary's readings, then others: far from 0, tiny, below 0, and skew."""
    drawn = [torch.randn(n, generator=generator) for n in (7, 9, 6, 12)]
    skew = 5 * torch.rand(8, generator=generator) ** 2 + 3
    far, tiny, below, wide = drawn
    return [
        (T_U,),
        (40 * far + 1000,),
        (0.01 * tiny + 0.03,),
        (3 * below - 20,),
        (skew,),
        (90 * wide,),
    ]


def what_it_does(answer, x):
    """Return what is true of the descent that m, s and lr lead to: a finding for each tag."""
    came = as_data(answer(x))
    numbers = as_numbers(came.tolist() if getattr(came, "ndim", 0) == 1 else came)
    is_three = isinstance(numbers, list | tuple) and len(numbers) == 3
    if not is_three or not all(isinstance(number, float | int) for number in numbers):
        return dict.fromkeys(TAGS, False)
    m, s, lr = numbers
    if not all(map(math.isfinite, numbers)) or s == 0:
        return dict.fromkeys(TAGS, False) | {"numbers": True}
    z = (x.double() - m) / s
    X = torch.stack([z, torch.ones_like(z)], dim=1)
    low, high = torch.linalg.eigvalsh(2 / len(z) * X.T @ X).clamp(min=1e-12).tolist()
    slowest = max(abs(1 - lr * low), abs(1 - lr * high))
    if slowest < QUICK:
        return dict.fromkeys(TAGS, True)
    best = (high - low) / (high + low)  # the slowest factor at the best learning rate there is
    return {
        "numbers": True,
        "divides": True,
        "downhill": lr > 0,
        **habits(m, s, x.double()),
        "centred": best < QUICK or z.mean().abs().item() <= z.std(correction=0).item(),
        "round": best < QUICK,
        "stable": slowest < 1,
        "quick": slowest >= 1 or lr * (low + high) > 2,
        "arrives": False,
    }


def habits(m, s, x):
    """Return for each wrong way to choose m and s that people know whether it was avoided."""
    mean, spreads = x.mean(), torch.stack([x.std(correction=0), x.std()])
    return {
        "changed": (m, s) != (0, 1),
        "in order": not (near(m, spreads) and near(s, mean)),
        "not added": not near(m, -mean),
        "not multiplied": not near(s, 1 / spreads),
        "root taken": not near(s, spreads**2),
        "spread": s != 1,
        "own": len(x) == len(T_U) or not (near(m, T_U.mean()) or near(s, T_U.std(correction=0))),
    }


def near(number, values):
    """True if the number is one of the values, as far as a person rounds."""
    return bool(((number - values).abs() < 2e-3 * values.abs()).any())


@own_cure.part(probes=many_readings, observe=what_it_does)
def cure(x):
    """m, s and lr, three numbers, with which descent on (x - m) / s is home in 50 steps."""
    return x.mean(), x.std(correction=0), 0.5


MEAN, SD = "x.mean()", "x.std(correction=0)"

# In this order: what is named first is said first.
cure.findings(
    {
        "numbers": (
            "Three numbers are asked for: m, s and lr, in this order.",
            (", 0.5", ""),
        ),
        "divides": ("s divides, and nothing can be divided by it as it is here.", (SD, "0.0")),
        "downhill": (
            "lr must be above 0, or descent stands still or walks uphill.",
            ("0.5", "-0.5"),
        ),
        "changed": (
            "Nothing is changed here: with m = 0 and s = 1 these are the raw readings.",
            "return 0.0, 1.0, 1e-4",
        ),
        "in order": (
            "m and s are in the wrong order: m is subtracted, s divides.",
            (f"{MEAN}, {SD}", f"{SD}, {MEAN}"),
        ),
        "not added": (
            "m has the wrong sign: it is x - m that is to lie around 0.",
            (MEAN, f"-{MEAN}"),
        ),
        "not multiplied": (
            "s divides: so this makes a wide spread wider still. Divide by the spread itself.",
            [(SD, f"1 / {spread}") for spread in (SD, "x.std()")],
        ),
        "root taken": (
            "s is the variance, the square of the spread. Take its root.",
            [(SD, "x.var(correction=0)"), (SD, "x.var()")],
        ),
        "spread": (
            "With s = 1 the spread stays as it came, and so does one of the two λ: twice the "
            "variance.",
            (SD, "1.0"),
        ),
        "own": (
            "The mean or the spread is that of the diary. Other readings have their own.",
            [
                "return 51.8, 16.05, 0.5",
                (MEAN, "T_U.mean()"),
                (SD, "T_U.std(correction=0)"),
            ],
        ),
        "centred": (
            "The mean of your readings is still far from 0: H keeps its corner, and no lr will do.",
            "return (x - x.std()).min(), 10 * x.std(), 0.5",
        ),
        "round": (
            "With these m and s no learning rate does it: the two λ are still too unlike.",
            (SD, f"20 * {SD}"),
        ),
        "stable": (
            "This bounces or explodes: lr is not below 2 / λ for the largest λ of your readings.",
            ("0.5", "1.5"),
        ),
        "quick": (
            "It settles, but not in 50 steps: lr is too small for the smaller of the two λ.",
            ("0.5", "0.01"),
        ),
    }
)
for sentence, slip, when in [
    (
        "It settles, but not in 50 steps. Look at both factors, 1 - lr * λ, of each data set.",
        ("0.5", "0.98"),
        right_in("stable"),
    ),
    (
        "On some readings this does not arrive. Try far ones, tiny ones and negative ones.",
        (SD, "10.0"),
        in_any_way,
    ),
]:
    cure.slip(sentence, slip, when)
cure.same(
    {
        "Any spread near the standard deviation will do, whatever it is divided by.": [
            ("correction=0", ""),
            ("(correction=0),", "(correction=1),"),
            ("(correction=0),", "(correction=-1),"),
        ]
    }
)
