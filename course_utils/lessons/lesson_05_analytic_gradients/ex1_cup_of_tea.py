"""Exercise 5.1: A cup of tea."""

import torch

from course_utils.checking.exercises import exercise
from course_utils.lessons.findings import in_any_way
from course_utils.lessons.lesson_05_analytic_gradients.wrong_gradients import (
    ASK,
    REFEREE,
    agree,
    none_agrees,
    of_sums,
)

cup = exercise(
    "5.1",
    "A cup of tea",
    hints=(
        "As in sections 1 and 2: what does each knob do to one prediction, by how much does that "
        "prediction push the loss, and what is then done with the readings?",
        "Turn a by 1, and a prediction moves by e to the power -k * t. For k there is one more "
        "link: k turns the exponent -k * t, and its slope is -t.",
        "With cool = torch.exp(-k * t), the prediction has the slopes cool for a and "
        "-a * t * cool for k.",
    ),
)


def cups(generator):
    """A cup that one can follow by hand, then random ones; some of them warm up."""
    by_hand = torch.tensor([0.0, 10.0]), torch.tensor([50.0, 40.0])
    probes = [(60.0, 0.0, *by_hand)]
    for n in (5, 8, 3):
        a, k = (torch.tensor([3.0, 0.5]) * torch.randn(2, generator=generator)).tolist()
        t = 3 * torch.rand(n, generator=generator) + 0.5
        probes.append((a + 2, k + 0.2, t, 4 * torch.randn(n, generator=generator) + 1))
    return probes


@cup.part(probes=cups)
def grad_cup(a, k, t, y):
    """Slopes for a and k of the MSE of a * exp(-k * t) on readings t, y; a tensor of shape (2,)."""
    cool = torch.exp(-k * t)
    r = a * cool - y
    grad = 2 * torch.stack([(r * cool).mean(), (r * -a * t * cool).mean()])
    return grad


FOR_A, FOR_K = "(r * cool)", "(r * -a * t * cool)"

grad_cup.slips(of_sums("torch.stack([cool, -a * t * cool])"))
grad_cup.slips(
    {
        "The slope for k has the wrong sign. The exponent is -k * t: what is its slope for k?": (
            ("-a * t * cool", "a * t * cool")
        ),
        "The slope for k lacks t: it is the slope of the exponent, one more link of the chain.": [
            ("-a * t * cool", "-a * cool"),
            ("-a * t * cool", "a * cool"),
        ],
        "The slope for k lacks a, by which e to the power is multiplied.": [
            ("-a * t * cool", "-t * cool"),
            ("-a * t * cool", "t * cool"),
        ],
        "The exponent has vanished from the slope for k: the slope of eˣ is eˣ itself.": [
            ("-a * t * cool", "-a * t"),
            ("-a * t * cool", "-t"),
        ],
        "The slope for k is taken by t. Time stands still here: the knob k is turned.": [
            ("-a * t * cool", "-a * k * cool"),
            ("-a * t * cool", "a * k * cool"),
        ],
        "k stands in the slope for k as a factor. The exponent -k * t has the slope -t: no k.": [
            ("-a * t * cool", "-a * k * t * cool"),
            ("-a * t * cool", "a * k * t * cool"),
        ],
        "The power rule is for a knob that is raised to a power. Here k stands in the exponent.": [
            ("-a * t * cool", f"{sign}a * k * t * torch.exp(-k * t - 1)") for sign in ("-", "")
        ]
        + [("-a * t * cool", "-a * t * torch.exp(-k * t - 1)")],
        "a stands in the slope for a as a factor. Turn a by 1: by how much moves a * cool?": (
            (FOR_A, "(r * a * cool)")
        ),
        "The slope for a is that of a number alone. What is a multiplied by?": [
            (FOR_A, "r"),
            (FOR_A, "(r * a)"),
        ],
        "Both knobs do the same here. How does the prediction move when k turns a little?": [
            (FOR_K, "(r * cool)"),
        ],
        "Each knob has the mean residual for its slope. What does it do to a prediction?": (
            ((FOR_A, "r"), (FOR_K, "r"))
        ),
        "The two are in the wrong order: the slope for a comes first.": (
            ("return grad", "return grad.flip(0)")
        ),
        "The exponent has lost its minus: this cup gets hotter for a k above 0.": [
            ("(-k * t)", "(k * t)"),
            (("(-k * t)", "(k * t)"), ("-a * t * cool", "a * t * cool")),
        ],
        "The prediction lacks a.": (("a * cool - y", "cool - y")),
        "The prediction is a * exp(-k * t), and this one is without the exp.": [
            ("r = a * cool", "r = a * -k * t"),
            ("torch.exp(-k * t)", "-k * t"),
        ],
        "This cools by powers of 2 or of 10. The base here is e: torch.exp.": [
            ("torch.exp(-k * t)", f"{base} ** (-k * t)") for base in ("2.0", "10.0")
        ],
        "Each residual is multiplied by y. What does a multiply in the prediction?": [
            (FOR_A, "(r * y)"),
        ],
        "The sum is divided by 11, as in the diary. Divide by the number of readings that came.": (
            ("2 * ", "2 / 11 * len(y) * ")
        ),
    }
)
grad_cup.slip(
    "The slope for a is right, the one for k is not: follow k through the exponent.",
    ("-a * t * cool", "-3 * a * t * cool"),
    when=lambda right_value, value: agree(right_value, value) == [True, False],
)
grad_cup.slip(
    "The slope for k is right, the one for a is not: by what is a multiplied?",
    (FOR_A, "(3 * r * cool)"),
    when=lambda right_value, value: agree(right_value, value) == [False, True],
)
grad_cup.slip(REFEREE, ("2 * ", "3 * "), when=none_agrees)
grad_cup.slip(ASK, ("return grad", "grad[len(y) % 2] *= 3; return grad"), when=in_any_way)
grad_cup.same({"No input wants a gradient.": ("return grad", "return (grad).detach()")})
