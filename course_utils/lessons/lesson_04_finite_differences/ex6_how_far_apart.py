"""Exercise 4.6: How far apart."""

import torch

from course_utils.checking.exercises import exercise
from course_utils.lessons.findings import in_any_way, number_from

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
    """One for a head, slopes of the diary, then tiny numbers, zeros, opposite signs, P = 1."""

    def pair(*entries):
        return tuple(torch.tensor(entries, dtype=torch.float64).T)

    size, share = 1 + torch.rand(2, 6, generator=generator, dtype=torch.float64)
    size[1::2] *= -1
    tiny = 1e-9 * size[:3]
    return [
        pair((8.0, 10.0), (1.0, 4.0)),
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
        # One entry each: whose sign is turned, and whose size is larger?
        *(
            pair((one, other))
            for one, other in [(-2.0, -4.0), (-4.0, -2.0), (-4.0, 2.0), (2.0, -4.0)]
        ),
    ]


@comparison.part(probes=pairs_of_gradients, observe=number_from)
def rel_error(a, b):
    """Worst of |a - b| over the larger of |a| and |b|, of all entries (P,); 0 where both are 0."""
    scale = torch.maximum(a.abs(), b.abs())
    errors = (a - b).abs() / torch.where(scale > 0, scale, 1.0)
    return errors.max().item()


LARGER, GUARDED = "torch.maximum(a.abs(), b.abs())", "torch.where(scale > 0, scale, 1.0)"
ERRORS, WORST = f"(a - b).abs() / {GUARDED}", "errors.max().item()"
UNGUARDED = GUARDED, "scale"


def skipping(condition):
    """Return the edit that takes 0 for the error where the condition does not hold."""
    return GUARDED, f"torch.where({condition}, scale, torch.inf)"


def looping(edited=()):
    """Return the edits of one who divides Python's own numbers, which stops at a zero."""
    sizes = "for error, size in zip((a - b).abs().tolist(), scale.tolist())"
    return (ERRORS, f"torch.tensor([error / size {sizes}])"), *edited


def three_ways(*edits):
    """Return the edits, made by one who thought of zeros, by one who did not, and in a loop."""
    return [(*edits, skipping("scale != 0")), (*edits, UNGUARDED), looping(edits)]


def guarded_or_not(*edits):
    """Return the edits, made by one who thought of two zeros, and by one who did not."""
    return [edits, (*edits, UNGUARDED)]


rel_error.slips(
    {
        "This is the absolute error: 1e-6 beside 3e-6 would count as equal. Divide by the size.": (
            (ERRORS, "(a - b).abs()")
        ),
        "Where both are 0 this divides 0 by 0. Two zeros agree: their error is 0.": [
            UNGUARDED,
            looping(),
        ],
        "Only two zeros agree; 0 beside 3 is an error of 1.": [
            skipping("a * b != 0"),
            skipping("a != 0"),
            skipping("b != 0"),
        ],
        "This divides by the size of b only, so that swapping a and b gives another error.": (
            three_ways((LARGER, "b.abs()"))
        ),
        "This divides by the size of a only, so that swapping a and b gives another error.": (
            three_ways((LARGER, "a.abs()"))
        ),
        "This divides by the sum of the two sizes. The larger of them was asked for.": (
            three_ways((LARGER, "a.abs() + b.abs()"))
        ),
        "This divides by the mean of the two sizes. The larger of them was asked for.": (
            three_ways((LARGER, "(a.abs() + b.abs()) / 2"))
        ),
        "This divides by the smaller size, which may be 0. The larger of them was asked for.": (
            three_ways(("maximum", "minimum"))
        ),
        "An average lets one wrong entry hide among many good ones. Return the worst.": (
            three_ways((WORST, "errors.mean().item()"))
        ),
        "This is the best entry, not the worst.": three_ways((WORST, "errors.min().item()")),
        "This is a sum over the entries. Return the worst of them.": (
            three_ways((WORST, "errors.sum().item()"))
        ),
        "Opposite signs lie far apart, even at one size. Subtract first, then take abs.": (
            three_ways(("(a - b).abs()", "(a.abs() - b.abs()).abs()"))
        ),
        "The distance is |a - b|, not its square.": three_ways(("(a - b).abs()", "((a - b) ** 2)")),
        "This is the place of the worst entry. Return its error.": (
            three_ways((WORST, "errors.argmax().item()"))
        ),
        "This is the first entry alone. Return the worst of all.": (
            three_ways((WORST, "errors[0].item()"))
        ),
        "torch.where takes the first where its condition is true: the two are exchanged.": (
            [
                *guarded_or_not((WORST, "torch.where(scale == 0, errors, 0.0).max().item()")),
                ("scale, 1.0", "1.0, scale"),
            ]
        ),
        "Two zeros agree: their error is 0, not 1.": (
            (WORST, "torch.where(scale == 0, 1.0, errors).max().item()")
        ),
        "Without the absolute value a negative difference never counts as the worst.": (
            three_ways(("(a - b).abs()", "(a - b)"))
        ),
        "Sizes have no sign: take abs before the larger.": three_ways(
            (LARGER, "torch.maximum(a, b)")
        ),
        "This is one error for each entry. Return the worst of them.": (
            three_ways((WORST, "errors.tolist()"))
        ),
        "This is in per cent. Leave out the factor of 100.": three_ways((WORST, f"100 * {WORST}")),
        "One size for all entries hides a wrong small one beside a large one. "
        "Divide entry by entry.": [
            *guarded_or_not((LARGER, f"{LARGER}.max()")),
            *guarded_or_not(
                (LARGER, "torch.maximum(a.norm(), b.norm())"), ("(a - b).abs()", "(a - b).norm()")
            ),
            *guarded_or_not((LARGER, "a.norm() + b.norm()"), ("(a - b).abs()", "(a - b).norm()")),
        ],
        "What keeps 0 from standing below is larger than some entries, and swamps them. "
        "Treat 0 by itself.": [
            *((GUARDED, f"(scale + {e})") for e in (1, *(10.0**-k for k in range(1, 13)))),
            *((GUARDED, f"scale.clamp(min={e})") for e in (1, *(10.0**-k for k in range(1, 9)))),
        ],
    }
)
rel_error.slip(
    "Take the input by hand, entry by entry: the distance, the larger size, their quotient.",
    (WORST, "errors.max().item() / 3"),
    when=in_any_way,
)
rel_error.same(
    {
        "The larger of two is the larger of two.": ("a.abs(), b", "b.abs(), a"),
        "The distance between two has no direction.": ("a - b", "b - a"),
        "0 is 0, whatever it is divided by.": ("1", "2"),
    }
)
