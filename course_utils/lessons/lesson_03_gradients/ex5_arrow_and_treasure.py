"""Exercise 3.5: The arrow and the treasure."""

import math

import torch

from course_utils import simulate
from course_utils.checking.comparison import same_numbers
from course_utils.checking.exercises import exercise
from course_utils.lessons.findings import in_any_way, number_from

treasure = exercise(
    "3.5",
    "The arrow and the treasure",
    hints=(
        "Two arrows begin at theta. One is -grad. Which difference is the other?",
        "The cosine is the dot product of the two arrows, divided by both of their lengths.",
        "a @ b is the dot product, a.norm() a length; math.degrees(math.acos(cosine)) ends it.",
    ),
)


ON_DIARY = 87.4191  # what is right on the first probe


def arrows(generator):
    """The diary at w = 1, b = 0, then arrows with 2 to 6 entries at acute and obtuse angles."""
    t_u, t_c = simulate.thermometer()
    r = t_u - t_c
    grad = torch.stack([2 * (r * t_u).mean(), 2 * r.mean()])
    tried = [(grad, torch.tensor([1.0, 0.0]), torch.tensor([0.536772, -17.304785]))]
    for n, low in [(3, 25), (2, 110), (6, 125)]:
        way, other, theta = torch.randn(3, n, generator=generator)
        way = way / way.norm()
        other = other - (other @ way) * way
        share, size, length = torch.rand(3, generator=generator)
        degrees = torch.deg2rad(low + 30 * share)
        down = degrees.cos() * way + degrees.sin() * other / other.norm()
        tried.append((-(5 + 5 * size) * down, 3 * theta, 3 * theta + (10 + 10 * length) * way))
    return tried


@treasure.part(probes=arrows, observe=number_from)
def angle(grad, theta, theta_best):
    """The angle in degrees from -grad to the way from theta to theta_best, all (P,); a number."""
    down, way = -grad, theta_best - theta
    cosine = (down @ way) / (down.norm() * way.norm())
    return math.degrees(math.acos(cosine.clamp(-1, 1)))  # rounding may go beyond 1


def divided(acos, by_grad, by_way):
    """Return an answer that divides the dot product by these powers of the lengths."""

    def answer(grad, theta, theta_best):
        way = theta_best - theta
        dot = -grad @ way
        return math.degrees(acos(dot / grad.norm() ** by_grad / way.norm() ** by_way))

    return answer


def clamped_acos(cosine):
    return math.acos(cosine.clamp(-1, 1))


def by_atan2(direction, turn, number=float):
    """Return an answer that takes the difference of two directions, as a `number`."""
    return lambda grad, theta, theta_best: number(
        turn(direction(theta_best - theta) - direction(-grad))
    )


def direction_of_first_two(arrow):
    return math.degrees(math.atan2(arrow[1], arrow[0]))


def direction_of_two(arrow):
    """ValueError where the arrow has more entries than two."""
    across, up = arrow
    return math.degrees(math.atan2(up, across))


TURNS = [
    lambda degrees: degrees,
    lambda degrees: -degrees,
    abs,
    lambda degrees: degrees % 360,
    lambda degrees: -degrees % 360,
    lambda degrees: abs((degrees + 180) % 360 - 180),
]
BACK = ("-grad", "grad")
ARROWS = "down, way = -grad, theta_best - theta"
ACOS = "math.acos(cosine.clamp(-1, 1))"
ANGLE = f"math.degrees({ACOS})"

angle.slips(
    {
        "One arrow is turned round: grad without its minus, or the way back from theta_best.": BACK,
        "This is the cosine, not yet the angle: which function undoes a cosine?": [
            (ANGLE, "cosine"),
            (BACK, (ANGLE, "cosine")),
            (ACOS, "cosine"),
        ],
        "This is the cosine of a cosine. acos goes back from it to the angle.": [
            (ACOS, "math.cos(cosine)"),
            (ANGLE, "math.cos(cosine)"),
            (ANGLE, "math.cos(math.radians(cosine))"),
        ],
        "This is in radians. A right angle has 90 degrees, or π/2 radians.": [
            (ANGLE, ACOS),
            (BACK, (ANGLE, ACOS)),
        ],
        "This turns degrees into radians. The other way round: times 180, divided by π.": (
            ("math.degrees", "math.radians")
        ),
        "This is the arcsine: the angle to the arrow across. The dot product has a cosine.": (
            ("math.acos", "math.asin")
        ),
        "The way begins at theta and ends at theta_best: take the difference.": [
            ("theta_best - theta\n", "theta_best\n"),
            (BACK, ("theta_best - theta\n", "theta_best\n")),
            ("theta_best - theta\n", "theta\n"),
            (BACK, ("theta_best - theta\n", "theta\n")),
        ],
        "This is the angle between two places, seen from the origin. Where is grad?": (
            (ARROWS, "down, way = theta, theta_best")
        ),
        "Angles above 90 degrees are folded back: leave the sign of the cosine alone.": (
            ("cosine.clamp", "cosine.abs().clamp")
        ),
        "One number for each parameter: the dot product is the sum of the products.": (
            ("(down @ way)", "down * way"),
            (ANGLE, "torch.rad2deg(torch.acos(cosine))"),
        ),
        "The number is right, but theta_best is changed: subtract with -, not with -=.": (
            (ARROWS, "theta_best -= theta; down, way = -grad, theta_best")
        ),
        "A cosine lies from -1 to 1: divide the dot product by both lengths.": [
            divided(acos, by_grad, by_way)
            # One raises, one gives nan, one hides it.
            for acos in (math.acos, torch.acos, clamped_acos)
            for by_grad, by_way in [(0, 0), (1, 0), (0, 1), (2, 2)]
        ],
        "This works for two knobs only: use the dot product.": [
            *(by_atan2(direction_of_first_two, turn) for turn in TURNS),
            *(
                by_atan2(direction_of_two, turn, number)
                for turn in TURNS
                for number in (float, torch.tensor)
            ),
            (ARROWS, "down, way = -grad[:2], (theta_best - theta)[:2]"),
        ],
        "The dot product has the first two entries only. There may be more knobs.": (
            ("down @ way", "down[:2] @ way[:2]")
        ),
        "Angles above 90 degrees are cut off: a cosine may be negative, down to -1.": (
            ("clamp(-1, 1)", "clamp(0, 1)")
        ),
        "The angle between two arrows has no sign. It lies from 0 to 180 degrees.": (
            (ANGLE, f"-{ANGLE}")
        ),
        "This is half the angle.": (ANGLE, f"{ANGLE} / 2"),
        "The dot product is the sum of the products, not their mean.": (
            ("(down @ way)", "(down * way).mean()")
        ),
        "The way from theta to theta_best is a difference, not another combination.": [
            ("theta_best - theta\n", f"theta_best {sign} theta\n") for sign in "*+"
        ],
        "This is the angle after each arrow has lost its mean. Take the arrows as they are.": (
            (ARROWS, "down, way = grad.mean() - grad, theta_best - theta; way = way - way.mean()")
        ),
    }
)
for sentence, slip, when in [
    (
        "Right on the diary, wrong elsewhere: is something of it built in?",
        "return 87.4191",
        lambda right, _: not same_numbers(right, ON_DIARY),
    ),
    (
        "Take the first input by hand: both arrows, their dot product, both lengths, then acos.",
        (ANGLE, f"{ANGLE} / 3"),
        in_any_way,
    ),
]:
    angle.slip(sentence, slip, when)
angle.same(
    {
        "The dot product does not mind which arrow comes first.": [
            ("down, way", "way, down"),
            ("-grad, theta_best - theta", "theta_best - theta, -grad"),
            ("down @ way", "way @ down"),
        ],
        "Only rounding could lead beyond 1, and on no input here it does.": [
            ("cosine.clamp(-1, 1)", f"cosine{clamped}")
            for clamped in ("", ".clamp(-1)", ".clamp(-1, 2)", ".clamp(-2, 1)")
        ],
    }
)
