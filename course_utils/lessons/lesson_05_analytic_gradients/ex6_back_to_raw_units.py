"""Exercise 5.6: Back to raw units."""

import torch

from course_utils import simulate
from course_utils.checking.comparison import numbers_in
from course_utils.checking.exercises import exercise
from course_utils.checking.plain_data import as_data
from course_utils.lessons.findings import in_any_way, off_in, off_only_in

T_U, T_C = simulate.thermometer()

units = exercise(
    "5.6",
    "Back to raw units",
    hints=(
        "The line on the scaled readings is w * (x - m) / s + b. Multiply it out.",
        "What stands before x is the new w. All the rest is the new b.",
        "return w / s, ...",
    ),
)


def scaled_lines(generator):
    """The diary's best line on standardised readings, its trained one on a tenth, random ones.

    One of them has all signs turned, and an s below 1.
    """
    t_u, t_c = T_U.double(), T_C.double()
    m, s = t_u.mean(), t_u.std(correction=0)
    w = ((t_u - m) / s * t_c).mean()
    lines = [tuple(v.item() for v in (w, t_c.mean(), m, s)), (5.3671, -17.3012, 0.0, 10.0)]
    for sign in (1, 1, -1):
        w, b, m, s = torch.randn(4, generator=generator).tolist()
        line = sign * (2 * abs(w) + 1), sign * (5 * abs(b) + 20)
        lines.append((*line, 10 * m - 40 * sign, (1.5 + abs(s)) ** sign))
    return lines


def two_numbers(answer, w, b, m, s):
    """Return how many numbers come back, and the first two."""
    came = as_data(answer(w, b, m, s))
    if came is None:
        return came
    numbers = None if isinstance(came, dict) else numbers_in(came)
    if numbers is None:
        return {"numbers": 0, "w": 0.0, "b": 0.0}
    return {"numbers": len(numbers)} | dict(zip("wb", [*numbers.tolist(), 0.0], strict=False))


@units.part(probes=scaled_lines, observe=two_numbers)
def unscale(w, b, m, s):
    """The w and the b for raw x of the line that has w and b for (x - m) / s; two numbers."""
    return w / s, b - w * m / s


unscale.slips(
    {
        "w is multiplied by s. What stands before x in w * (x - m) / s?": [
            f"return w * s, {b}"
            for b in ("b - w * m / s", "b - w * m * s", "b - w * m", "b", "b * s", "b + m")
        ],
        "b is divided by s. Only x is divided: b is in the units of y already.": [
            "return w / s, (b - w * m) / s",
            "return w / s, b / s",
        ],
        "b is multiplied by s. It is in the units of y and is not scaled.": [
            f"return w / s, {b}" for b in ("b * s", "b * s - w * m / s", "s * (b - w * m / s)")
        ],
        "The correction of b lacks w: the line climbs by w, not by 1.": [
            "return w / s, b - m / s",
            "return w / s, b - m",
        ],
        "w is as before. A raw x is s times as large: w must make up for it.": [
            f"return w, {b}" for b in ("b - w * m / s", "b - w * m", "b")
        ],
        "This goes the other way, from raw readings to scaled ones.": "return w * s, b + w * m",
        "b is unchanged. But x = 0 is no longer where the scaled reading is 0.": "return w / s, b",
        "The correction of b has the wrong sign: m is subtracted from x.": (
            "return w / s, b + w * m / s"
        ),
        "m and s are swapped: m is subtracted, s divides.": "return w / m, b - w * s / m",
        "Look at the correction of b: in w * (x - m) / s both x and m are divided.": (
            "return w / s, b - w * m"
        ),
        "In the correction of b, w is divided by s twice: is it the new w already?": (
            "return w / s, b - w * m / s**2"
        ),
        "The two are in the wrong order: w comes first.": "return b - w * m / s, w / s",
        "m is taken from w. A shift moves the line sideways: its slope stays, and b changes.": [
            f"return {w}, {b}"
            for w in ("w / s - m", "(w - m) / s", "w - m", "w * (1 - m) / s")
            for b in ("b", "b - w * m / s", "b - m", "(b - m) / s")
        ],
        "This turns the slope upside down. Which of w and s divides the other?": [
            f"return s / w, {b}" for b in ("b - w * m / s", "b - m * s / w", "b")
        ],
        "w is divided by s twice, or by its square: once will do.": [
            f"return w / s**2, {b}" for b in ("b - w * m / s**2", "b - w * m / s", "b")
        ],
        "w changes its sign. Where is the minus in w * (x - m) / s before x?": (
            "return -w / s, b + w * m / s"
        ),
        "0.1 was the lesson's scale. Here s divides, whatever it is.": [
            f"return 0.1 * w, {b}" for b in ("b", "b - 0.1 * w * m", "b - w * m / s")
        ],
        "The m and s of the diary are built in. Use those that come.": (
            "m, s = T_U.mean().item(), T_U.std(correction=0).item(); return w / s, b - w * m / s"
        ),
    }
)
for sentence, slip, when in [
    (
        "Two numbers are asked for: w and b.",
        "return w / s + b - w * m / s",
        off_in("numbers"),
    ),
    (
        "Right on the diary's line, wrong elsewhere: is something of it built in?",
        "return 0.536772, -17.304785",
        lambda right, _: abs(right["w"] - 0.536772) > 1e-5,
    ),
    (
        "w is right. For b, ask what the scaled line predicts at x = 0.",
        "return w / s, b + m",
        off_only_in("b"),
    ),
    (
        "b is right. For w, ask how much the scaled line climbs when x grows by 1.",
        "return 1 / s, b - w * m / s",
        off_only_in("w"),
    ),
    (
        "Multiply w * (x - m) / s + b out. What stands before x, and what is the rest?",
        "return 3 * w / s, b + w * m",
        in_any_way,
    ),
]:
    unscale.slip(sentence, slip, when)
