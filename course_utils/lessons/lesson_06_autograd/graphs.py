"""Small graphs of `Value`s, by the words that tell a person how to draw them."""

import random

import torch

from course_utils.engine import Value

# What follows `where` is run as it stands.
DIAMOND = "c, where b = a + a and c = b + b"
SHORTCUT = "z, where y = x * x and z = y + x * y"
SQUARE = "y, where y = x * x"
TWINS = "d, where b = a * 1 and c = a + b and d = b * c"  # a and b hold the same number
ALONE = "x, where y = x * x"
TWICE = "z, where y = x * x and z = y + y"
DRAWN = "the last of twelve operations drawn at random"
CHAIN = "the end of a chain of 3500 sums"
_NAMED = DIAMOND, SHORTCUT, SQUARE, TWINS


def to_order(generator):
    """Return graphs to be put in order, as texts and seeds."""
    return _with_seeds(generator, (*_NAMED, ALONE, DRAWN, CHAIN))


def to_pass_back(generator):
    """Return graphs to pass blame back through, as texts and seeds."""
    return _with_seeds(generator, (*_NAMED, TWICE, DRAWN))


def _with_seeds(generator, texts):
    return [(text, torch.randint(1_000_000, (), generator=generator).item()) for text in texts]


def graph(text, seed):
    """Return the last number of a graph, and those that have a name."""
    if text == CHAIN:
        # Longer than Python's limit for calls, shorter than what looking through a list can bear.
        end = one = Value(1.0)
        for _ in range(3500):
            end = end + one
        return end, {}
    if text == DRAWN:
        return drawn_graph(random.Random(seed))
    named = {"a": Value(1.0)} if text in (DIAMOND, TWINS) else {"x": Value(3.0)}
    last, lines = text.split(", where ")
    exec(lines.replace(" and ", "\n"), {}, named)
    return named[last], named


def drawn_graph(draw):
    p, q, r = numbers = [Value(draw.uniform(-1, 1)) for _ in range(3)]
    for _ in range(12):
        one, other = draw.choice(numbers[-4:]), draw.choice(numbers)
        numbers = [*numbers, one + other if draw.random() < 0.5 else (one * other).tanh()]
    # Two shortcuts, for walks that begin with the first parent, and with the last.
    first = numbers[-1] + numbers[-1] * p
    return first * q + first, {"p": p, "q": q, "r": r}
