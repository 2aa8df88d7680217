"""Exercise 5.6: Back to raw units."""

import numpy as np
import torch

from course_utils import simulate
from course_utils.checking.exercises import exercise
from course_utils.checking.plain_data import as_numbers

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
    """The diary's best line on standardised readings, its trained one on a tenth, random ones."""
    t_u, t_c = T_U.double(), T_C.double()
    m, s = t_u.mean(), t_u.std(correction=0)
    w = ((t_u - m) / s * t_c).mean()
    lines = [tuple(v.item() for v in (w, t_c.mean(), m, s)), (5.3671, -17.3012, 0.0, 10.0)]
    for _ in range(3):
        w, b, m, s = torch.randn(4, generator=generator).tolist()
        lines.append((2 * w + 4, 5 * b + 20, 10 * m - 40, 1.5 + abs(s)))
    return lines


def two_numbers(answer, w, b, m, s):
    """Return what comes back, a tensor or an array as a tuple."""
    result = as_numbers(answer(w, b, m, s))
    return tuple(result.tolist()) if isinstance(result, torch.Tensor | np.ndarray) else result


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
        "One number came. Both are asked for: w and b.": "return w / s",
    }
)
unscale.slip(
    "w is right. For b, ask what the scaled line predicts at x = 0.",
    "return w / s, b + m",
    when=lambda right_value, value: (
        abs(right_value[0] - float(value[0])) <= 1e-4 * abs(right_value[0])
    ),
)
