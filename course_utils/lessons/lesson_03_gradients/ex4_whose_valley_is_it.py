"""Exercise 3.4: Whose valley is it?."""

import torch

from course_utils.checking.exercises import exercise
from course_utils.lessons.findings import one_of_its_kind

valleys = exercise(
    "3.4",
    "Whose valley is it?",
    hints=(
        "Walk from a few starts and note the valley. Then try halfway between two that differ.",
        "A start from which nothing moves, with a valley on either side: what is the slope there?",
        "boundary lies between 0.1 and 0.3. For side, compare f₂ at the ends of two walks.",
    ),
)


# Relative: what lies within 0.01 of the place is right.
@valleys.part(tolerance=0.0524, observe=one_of_its_kind)
def boundary():
    starts = torch.linspace(-1, 1, 20001)
    return starts[(0.2 * starts**3 - 0.8 * starts + 0.15).abs().argmin()].item()


def at(place):
    """Return a test: is the boundary this place?"""
    return lambda _, value: abs(float(value) - place) <= 0.01


def as_high_as(height):
    """Return a test: is the boundary this height, to three decimals? No round number is."""
    return lambda _, value: round(float(value), 3) == round(height, 3)


def jumped(_, value):
    """True for a boundary beyond the valleys, as a step that jumps the hill makes it."""
    return abs(float(value)) > 2.2


def nearly_there(right_value, value):
    return abs(float(value) - float(right_value)) <= 0.12


def too_far_right(right_value, value):
    return float(value) > float(right_value)


def too_far_left(right_value, value):
    return float(value) < float(right_value)


boundary.slip("Leave out the quotes: a number is asked for.", "0.19")
boundary.slip("One number is asked for: the start itself, not those it lies between.", [0.18, 0.2])
boundary.slip("0 would be it if f₂ were symmetric: look at the term + 0.15 w.", 0.0)
for sentence, place in [
    ("This is the bottom of the deep valley. Starts on both sides of it end in it.", -2.0879),
    ("This is the bottom of the shallow valley, not where that valley ends.", 1.8987),
    ("Look at the sign: is the slope zero here?", -0.1892),
]:
    boundary.slip(sentence, place, when=at(place))
for sentence, height in [
    ("This is the height of the hill between the valleys. At which w does it stand?", 1.0141),
    ("This is the height of a valley's floor. A start is asked for, a w.", -0.1067),
    ("This is the height of a valley's floor. A start is asked for, a w.", 0.4926),
]:
    boundary.slip(sentence, height, when=as_high_as(height))
boundary.slip(
    "So far out only a step that jumps the hill makes a boundary: is your lr larger than 0.1, or "
    "the start beyond 3?",
    2.85,
    when=jumped,
)
boundary.slip(
    "Close, but it is asked for to within 0.01: halve the gap between two starts again.",
    0.25,
    when=nearly_there,
)
boundary.slip(
    "From here you end in the right valley. Is there a start nearer to the left one that does?",
    0.5,
    when=too_far_right,
)
boundary.slip(
    "From here you end in the left valley. Is there a start nearer to the right one that does?",
    -1.0,
    when=too_far_left,
)


@valleys.part(observe=str)
def side():
    return "left"


def is_no_side(_, value):
    return value.strip().casefold() not in ("left", "right", "all", "none")


side.slip("Walk from w = 1 and from w = -1. At which of the two ends is f₂ lower?", "right")
side.slip("Not all of them: try w = 2.", "all")
side.slip("Some do: try w = -1.", "none")
side.slip(
    'Answer with one of four texts: "left", "right", "all" or "none".', "west", when=is_no_side
)
