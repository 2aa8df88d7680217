"""The ways in which a lesson is shown: one run tries one for each lesson, with --thorough all.

What holds for one lesson mostly holds for all, and to try each in each way takes a browser long.
"""

import pytest

WAYS = IN_JUPYTERLAB, IN_THE_BOOK, AS_SLIDES, AS_HANDOUT = range(4)


def in_turn(way, values):
    """Return parameters, one a lesson; always asked are those whose turn it is in this way."""
    return [
        value if place % len(WAYS) == way else only_thorough(value)
        for place, value in enumerate(values)
    ]


def only_thorough(value):
    """Return a parameter that is only asked with --thorough."""
    return pytest.param(value, marks=pytest.mark.thorough)
