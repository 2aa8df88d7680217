"""Exercise 4.6: How far apart."""

import functools

import torch

from course_utils.exercise import exercise

comparison = exercise(
    "4.6",
    "How far apart",
    hints=(
        "Three things for each entry: the distance, the larger of the two sizes, their quotient.",
        "torch.maximum(a.abs(), b.abs()) is the larger size. Where it is 0, so is the distance.",
        "Divide by torch.where(scale > 0, scale, 1.0), and take the largest quotient.",
    ),
)


def pairs_of_gradients(generator):
    """Forward and exact slopes of the diary, then tiny numbers, zeros, opposite signs, P = 1."""

    def pair(*entries):
        return tuple(torch.tensor(entries, dtype=torch.float64).T)

    size, share = 1 + torch.rand(2, 6, generator=generator, dtype=torch.float64)
    size[1::2] *= -1
    tiny = 1e-9 * size[:3]
    return [
        pair((4811.3764, 4517.2966), (82.7, 82.6)),
        (size, size * (1 + 0.1 * share)),
        (size * (1 - 0.1 * share), size),
        # The worst entry is a tiny one beside a large one.
        (torch.cat([tiny, size[3:]]), torch.cat([tiny * share[:3], 1.001 * size[3:]])),
        (tiny, -tiny * share[:3]),
        pair((0.0, 0.0), (2.0, 2.5), (-1.0, -1.0)),
        pair((0.0, 0.0)),
        pair((0.0, 3.0), (1.0, 1.0)),
        pair((-2.0, 0.0), (1.0, 1.0)),
        (size[:1], size[:1] * share[:1]),
    ]


@comparison.part(probes=pairs_of_gradients)
def rel_error(a, b):
    """Worst of |a - b| over the larger of |a| and |b|, of all entries (P,); 0 where both are 0."""
    scale = torch.maximum(a.abs(), b.abs())
    errors = (a - b).abs() / torch.where(scale > 0, scale, 1.0)
    return errors.max().item()


def careful(errors, scale):
    """Divide, and take 0 where there is nothing to divide by, as one who thought of zeros does."""
    return torch.where(scale != 0, errors / scale, 0.0)


def plain(errors, scale):
    return errors / scale


def in_python(errors, scale):
    """Divide as a loop over Python's own numbers does: it stops at a zero."""
    quotients = zip(errors.tolist(), scale.tolist(), strict=True)
    return torch.tensor([error / size for error, size in quotients], dtype=torch.float64)


def larger(a, b):
    return torch.maximum(a.abs(), b.abs())


rel_error.mistake(
    "This is the absolute error: 1e-6 beside 3e-6 would count as equal. Divide by the size.",
    lambda a, b: (a - b).abs().max(),
)
zero_by_zero = rel_error.mistake(
    "Where both are 0 this divides 0 by 0. Two zeros agree: their error is 0."
)
zero_by_zero(lambda a, b: plain((a - b).abs(), larger(a, b)).max())
zero_by_zero(lambda a, b: in_python((a - b).abs(), larger(a, b)).max().item())

beside_zero = rel_error.mistake("Only two zeros agree; 0 beside 3 is an error of 1.")
for skipped in (lambda a, b: a * b == 0, lambda a, b: a == 0, lambda a, b: b == 0):
    beside_zero(
        lambda a, b, skipped=skipped: (
            careful((a - b).abs(), larger(a, b)).masked_fill(skipped(a, b), 0.0).max()
        )
    )

# Each of these comes from people who thought of two zeros, from others, and from writers of loops.
for sentence, formula in [
    (
        "This divides by the size of b only, so that swapping a and b gives another error.",
        lambda a, b, divide: divide((a - b).abs(), b.abs()).max(),
    ),
    (
        "This divides by the size of a only, so that swapping a and b gives another error.",
        lambda a, b, divide: divide((a - b).abs(), a.abs()).max(),
    ),
    (
        "This divides by the sum of the two sizes. The larger of them was asked for.",
        lambda a, b, divide: divide((a - b).abs(), a.abs() + b.abs()).max(),
    ),
    (
        "This divides by the mean of the two sizes. The larger of them was asked for.",
        lambda a, b, divide: divide((a - b).abs(), (a.abs() + b.abs()) / 2).max(),
    ),
    (
        "This divides by the smaller size, which may be 0. The larger of them was asked for.",
        lambda a, b, divide: divide((a - b).abs(), torch.minimum(a.abs(), b.abs())).max(),
    ),
    (
        "An average lets one wrong entry hide among many good ones. Return the worst.",
        lambda a, b, divide: divide((a - b).abs(), larger(a, b)).mean(),
    ),
    (
        "This is the best entry, not the worst.",
        lambda a, b, divide: divide((a - b).abs(), larger(a, b)).min(),
    ),
    (
        "This is a sum over the entries. Return the worst of them.",
        lambda a, b, divide: divide((a - b).abs(), larger(a, b)).sum(),
    ),
    (
        "Without the absolute value a negative difference never counts as the worst.",
        lambda a, b, divide: divide(a - b, larger(a, b)).max(),
    ),
    (
        "Sizes have no sign: take abs before the larger.",
        lambda a, b, divide: divide((a - b).abs(), torch.maximum(a, b)).max(),
    ),
    (
        "This is one error for each entry. Return the worst of them.",
        lambda a, b, divide: divide((a - b).abs(), larger(a, b)),
    ),
    (
        "This is in per cent. Leave out the factor of 100.",
        lambda a, b, divide: 100 * divide((a - b).abs(), larger(a, b)).max(),
    ),
]:
    for divide in (careful, plain):
        rel_error.mistake(sentence, functools.partial(formula, divide=divide))
    rel_error.mistake(sentence, lambda a, b, of=formula: of(a, b, in_python).tolist())

hides_small = rel_error.mistake(
    "One size for all entries hides a wrong small one beside a large one. Divide entry by entry."
)
for divide in (careful, plain):
    hides_small(lambda a, b, over=divide: over((a - b).abs().max(), larger(a, b).max()))
    hides_small(lambda a, b, over=divide: over((a - b).norm(), torch.maximum(a.norm(), b.norm())))
    hides_small(lambda a, b, over=divide: over((a - b).norm(), a.norm() + b.norm()))

swamped = rel_error.mistake(
    "The small number added below is larger than some entries and swamps them. Treat 0 by itself."
)
for epsilon in (1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-12):
    swamped(lambda a, b, eps=epsilon: ((a - b).abs() / (larger(a, b) + eps)).max())
for epsilon in (1e-6, 1e-7, 1e-8):
    swamped(lambda a, b, eps=epsilon: ((a - b).abs() / larger(a, b).clamp(min=eps)).max())
