"""Exercise 10.1: One page."""

import torch

from course_utils import simulate
from course_utils.checking.comparison import difference
from course_utils.checking.exercises import exercise
from course_utils.lessons.lesson_10_capstone.first_slip import (
    FITS,
    is_mse_of_its_line,
    up_to_the_first_slip,
)
from course_utils.lessons.lesson_10_capstone.one_page_slips import FINDINGS, SLIPS

one_page = exercise(
    "10.1",
    "One page",
    hints=(
        "Lesson 08 has all the pieces: the split, the two losses, and one reading left out at a "
        "time. Write the fit once, as a function of positions, and use it for each of them.",
        "Only train may set the line, and the mean and sd if you standardise. A line for "
        "standardised readings has to be turned back into raw units. For the claim: how many "
        "standard errors lie between the slope and 5/9?",
        "X = torch.stack([t_u[train], torch.ones(len(train))], dim=1), and then "
        "w, b = torch.linalg.lstsq(X, t_c[train]).solution",
    ),
)


def diaries(generator):
    """The diary, and 15 to 18 readings of another thermometer, each with a seed of its own."""
    n, first, second = torch.randint(0, 1000, (3,), generator=generator).tolist()
    x, noise = torch.randn(2, 15 + n % 4, generator=generator)
    return [(*simulate.thermometer(), first), (50 + 15 * x, 10 + 8 * x + 2 * noise, second)]


def as_far_as_it_is_right(got, t_u, t_c, seed):
    """Return the right dict up to the first slip, and whether train_mse goes with w and b."""
    right = experiment.reference(t_u, t_c, seed)
    came = up_to_the_first_slip(right, got)
    if came is None or not difference(right["train_mse"], came["train_mse"], tolerance=1e-3):
        return came and came | {FITS: True}
    return came | {FITS: is_mse_of_its_line(got, t_u, t_c)}


@one_page.part(probes=diaries, settle=as_far_as_it_is_right, tolerance=1e-3)
def experiment(t_u, t_c, seed):
    """One experiment with the line w * t_u + b, in a dict.

    order = torch.randperm(len(t_u), generator=torch.Generator().manual_seed(seed)); the first two
    positions in it are "val", all the others "train". "w" and "b": the best line on train, in raw
    units. "train_mse" and "val_mse": its MSE on train and on val. "loo": for all readings, each
    left out once, the mean squared error of the line fitted to all the others.
    Keys: train, val, w, b, train_mse, val_mse, loo.
    """
    order = torch.randperm(len(t_u), generator=torch.Generator().manual_seed(seed))
    val, train = order[:2], order[2:]

    def fit(where):
        X = torch.stack([t_u[where], torch.ones(len(where))], dim=1)
        return torch.linalg.lstsq(X, t_c[where]).solution

    def mse(params, where):
        w, b = params
        return ((w * t_u[where] + b - t_c[where]) ** 2).mean().item()

    left_out = [mse(fit(order[order != i]), order[order == i]) for i in order]
    params = fit(train)
    return {
        "train": train,
        "val": val,
        "train_mse": mse(params, train),
        "val_mse": mse(params, val),
        "loo": sum(left_out) / len(left_out),
        "w": params[0].item(),
        "b": params[1].item(),
    }


def rescaled(line, x_fit, x_use, correction):
    """Return the line if x is standardised with its own mean and sd in place of the fit's."""
    (m, s), (m_use, s_use) = ((x.mean(), x.std(correction=correction)) for x in (x_fit, x_use))
    w, b = line[0] * s, line[0] * m + line[1]
    return w / s_use, b - w * m_use / s_use


experiment.slips(SLIPS)
for sentence, edit, when in FINDINGS:
    experiment.slip(sentence, edit, when)
experiment.same(
    {"There are as many temperatures as readings.": ("randperm(len(t_u)", "randperm(len(t_c)")}
)


CLAIMS = {
    "A": "the slope is 5/9",
    "B": "the slope may be 5/9",
    "C": "the slope is not 5/9",
}


def letter_of(claim):
    """Return the letter of a claim, also where the claim itself is written out."""
    said = claim.strip(" .:").casefold() if isinstance(claim, str) else ""
    words = (f"{letter}: {text}".casefold() for letter, text in CLAIMS.items())
    return next(
        (text[0].upper() for text in words if said and said in (text[0], text, text[3:])), "none"
    )


@one_page.part(observe=letter_of)
def claim():
    return "B"


claim.slip(
    "That slope is 0.5 standard errors away. But so are many others: can eleven readings say 'is'?",
    "A",
)
claim.slip(
    "0.537 is not 5/9. But how far apart are they, counted in standard errors of 0.036?", "C"
)
claim.slip(
    'One of three letters is asked for: "A", "B" or "C".',
    "D",
    when=lambda _, letter: letter == "none",
)
