"""Exercise 4.4: A knob at its stop."""

import math

import torch

from course_utils.checking.exercises import exercise
from course_utils.lessons.findings import in_any_way, number_from

at_its_stop = exercise(
    "4.4",
    "A knob at its stop",
    hints=(
        "On a parabola the forward difference with delta is off by bend * delta, as section 3 "
        "shows. By how much is it off with 2 * delta?",
        "The one with 2 * delta is off by twice as much. Which combination of the two has the "
        "slope once, and the error not at all?",
        "Twice the forward difference with delta, minus the one with 2 * delta.",
    ),
)


def knobs_at_their_stop(generator):
    """A parabola to follow by hand, then other parabolas, cubics and exponentials, no one alike.

    None can be read below its stop, where a dial shows nan.
    """

    def curve(stop, *terms, rate=0.0):
        def f(x):
            if x < stop:
                return math.nan
            return sum(c * x**k for k, c in enumerate(terms)) + rate * math.e ** (rate * x)

        return f, stop

    def drawn(count):
        return (2 * torch.randn(count, generator=generator, dtype=torch.float64)).tolist()

    probes = [(*curve(0.0, 1.0, 3.0, 2.0), 1.0)]
    for terms, rate, delta in [(3, 0, 0.5), (3, 0, 0.1), (4, 0, 0.3), (4, 0.5, 0.2), (2, 0.8, 0.4)]:
        stop, *coefficients = drawn(1 + terms)
        probes.append((*curve(stop, *coefficients, rate=rate), delta))
    return probes


@at_its_stop.part(probes=knobs_at_their_stop, observe=number_from)
def slope_at_stop(f, stop, delta):
    """Slope of f at stop, from f at stop, stop + delta, stop + 2 * delta; exact on parabolas."""
    near = (f(stop + delta) - f(stop)) / delta
    far = (f(stop + 2 * delta) - f(stop)) / (2 * delta)
    return 2 * near - far


NEAR, FAR = "(f(stop + delta) - f(stop)) / delta", "(f(stop + 2 * delta) - f(stop)) / (2 * delta)"
ANSWER = "2 * near - far"

slope_at_stop.slips(
    {
        "This is the forward difference with delta. On a parabola it is off by bend * delta: "
        "what does the third reading tell about the bend?": (ANSWER, "near"),
        "This is the slope in the middle, at stop + delta. At the stop it is another.": (
            (ANSWER, "far")
        ),
        "This comes to the slope between the last two readings. At the stop it is another: "
        "which of the two differences is the better one?": (ANSWER, "2 * far - near"),
        "This knob cannot be turned down: below its stop the dial shows nan.": [
            ("return 2 * near - far", "return (f(stop + delta) - f(stop - delta)) / (2 * delta)"),
            ("f(stop + 2 * delta)", "f(stop - delta)"),
            ("return 2 * near - far", "return (f(stop) - f(stop - delta)) / delta"),
        ],
        "The mean of the two differences is off by one and a half times bend * delta. "
        "Take more of the better one, and take the other away.": (ANSWER, "(near + far) / 2"),
        "Here the errors add up, bend * delta and twice that much. They must cancel.": [
            (ANSWER, "(2 * near + far) / 3"),
            (ANSWER, "(near + 2 * far) / 3"),
            (ANSWER, "2 * near + far"),
            (ANSWER, "near + far"),
        ],
        "On a straight line this gives 0, whatever its slope: it measures the bend alone.": [
            (ANSWER, "far - near"),
            (ANSWER, "near - far"),
            *(
                (ANSWER, f"(f(stop + 2 * delta) - 2 * f(stop + delta) + f(stop)){divided}")
                for divided in ("", " / delta", " / delta**2", " / (2 * delta**2)")
            ),
        ],
        "Too much is taken off near: this is the slope half a step before the stop.": (
            (ANSWER, "3 * near - 2 * far")
        ),
        "The signs are turned round: what the knob raises comes out as a fall.": (
            (ANSWER, "far - 2 * near")
        ),
        "This is twice the slope. From stop to stop + 2 * delta there are 2 delta to divide by.": (
            (ANSWER, "2 * (2 * near - far)")
        ),
        "Both differences are divided by delta, but the second goes 2 delta far.": (
            ("(2 * delta)", "delta")
        ),
        "This is half the slope: the error is gone, and half of the slope with it.": (
            (ANSWER, "near - far / 2")
        ),
        "This is a change, no slope. Divide it by how far the knob was turned.": [
            (ANSWER, f"({change}) * delta") for change in ("2 * near - far", "near", "2 * far")
        ],
        "Products and quotients are worked out from left to right: put 2 * delta in brackets.": [
            ("(2 * delta)", "2 * delta"),
            (ANSWER, "(4 * f(stop + delta) - f(stop + 2 * delta) - 3 * f(stop)) / 2 * delta"),
        ],
        "Only the last reading is divided. Put the difference in brackets, then divide it.": [
            ("(f(stop + 2 * delta) - f(stop))", "f(stop + 2 * delta) - f(stop)"),
            ("(f(stop + delta) - f(stop))", "f(stop + delta) - f(stop)"),
        ],
        "On a flat curve all three readings are equal and the slope is 0: "
        "their weights must add up to 0.": [
            (ANSWER, f"({weights} * f(stop)) / (2 * delta)")
            for near_and_far in ("4 * f(stop + delta) - f(stop + 2 * delta)",)
            for weights in (
                *(f"{near_and_far} - {k}" for k in (0, 1, 2, 4)),
                f"{near_and_far} + 3",
                f"{near_and_far.replace(' - ', ' + ')} - 3",
            )
        ],
        "These are the slopes for a tiny delta, or for none. Use the delta that you are given.": [
            *(("    near", f"    delta = {tiny}\n    near") for tiny in (1e-4, 1e-5, 1e-6)),
            *(
                (ANSWER, f"(f(stop + {tiny}) - f(stop)) / {tiny}")
                for tiny in (1e-6, 1e-7, 1e-8, 1e-9)
            ),
            "return torch.func.grad(f)(torch.tensor(stop, dtype=torch.float64)).item()",
        ],
        "These readings lie nearer to the stop. Use the delta that you are given.": [
            *(
                ("    near", f"    delta = {near}\n    near")
                for near in ("delta / 2", "delta / 10")
            ),
            *(
                (ANSWER, f"(f(stop + {near}) - f(stop)) / ({near})")
                for near in ("delta / 10", "delta / 1000")
            ),
        ],
        "The dial is read at 0, delta and 2 * delta, not above the stop, where the knob is.": [
            (
                (NEAR, "(f(delta) - f(0.0)) / delta"),
                (FAR, "(f(2 * delta) - f(0.0)) / (2 * delta)"),
            ),
            (ANSWER, "(f(delta) - f(0.0)) / delta"),
        ],
        "This is the slope of one curve, whatever f is. Read f at the three places.": "return 3.0",
    }
)
slope_at_stop.slip(
    "Take the first input by hand: the readings are 1, 6 and 15, and the slope is 3.",
    (ANSWER, "2 * near - far / 3"),
    when=in_any_way,
)
