"""Exercise 1.2: The same random numbers as the article."""

import torch

from course_utils.checking.comparison import difference
from course_utils.checking.exercises import exercise

tape = exercise(
    "1.2",
    "The same random numbers as the article",
    hints=(
        "Each line is right by itself. In which order did the article draw, and how often?",
        "Section 5: the seed rewinds the tape, every draw moves it on. Here the start is drawn "
        "first, so that the noise comes from further along.",
        "The order is: seed, `rand(20)` for the noise, `randn(3)` thrown away, `randn(3)` kept.",
    ),
    kind="find the bug",
)

START = "    start = torch.randn(3)\n"
THROWN = "    torch.randn(3)\n"


def seeds(generator):
    return [(2021,), (int(torch.randint(1, 10_000, (), generator=generator)),)]


def three_named(make_speed, seed):
    """Name the three results, so that a verdict can say which of them is off."""
    made = make_speed(seed)
    if made is not None and (not isinstance(made, tuple | list) or len(made) != 3):
        return "something else"
    return dict(zip(("time", "speed", "start"), made, strict=True))


@tape.part(
    probes=seeds,
    observe=three_named,
    exact_dtype=True,
    given=((THROWN + START, ""), ("    speed", START + "    speed")),
)
def make_speed(seed):
    """Return time (20,), speed (20,) and start (3,), float32, as the article draws them."""
    torch.manual_seed(seed)
    time = torch.arange(0, 20).float()
    speed = torch.rand(20) * 5 + 0.8 * (time - 7.5) ** 2 + 1
    torch.randn(3)
    start = torch.randn(3)
    return time, speed, start


SEED = ("    torch.manual_seed(seed)\n", "")
SHORT, LONG = (
    ("arange(0, 20)", "arange(0, 19)"),
    ("torch.arange(0, 20).float()", "torch.range(0, 20)"),
)
NOISE = "torch.rand(20)"
RETURN = "return time, speed, start"

make_speed.slips(
    {
        "The seed is not set, or set too late: torch.manual_seed(seed) comes before the noise.": [
            (SEED, (THROWN, "    torch.manual_seed(seed); torch.randn(3)\n")),
            (SEED, ("    return", "    torch.manual_seed(seed)\n    return")),
            SEED,
        ],
        "The seed is fixed inside. Take the one that comes as an argument.": (
            ("manual_seed(seed)", "manual_seed(2021)")
        ),
        "The seed is set again before the start, which rewinds the tape. Set it once.": [
            (THROWN, "    torch.manual_seed(seed)\n"),
            (THROWN, "    torch.randn(3); torch.manual_seed(seed)\n"),
            (THROWN, "    torch.manual_seed(seed); torch.randn(3)\n"),
        ],
        "The noise here is uniform on [0, 1): that is rand. randn can be negative.": (
            (NOISE, "torch.randn(20)")
        ),
        "This start is the first draw. The tape moved on: "
        "the article prints one and keeps the next.": [
            (THROWN, ""),
            ((THROWN, ""), (RETURN, f"torch.randn(3)\n    {RETURN}")),
        ],
        "The start is normal, from randn: rand draws evenly between 0 and 1.": (
            ("start = torch.randn(3)", "start = torch.rand(3)")
        ),
        "start holds two draws. Only the second is kept, three numbers.": [
            ((THROWN, ""), ("torch.randn(3)", "torch.randn(2, 3)")),
            ("start = torch.randn(3)", "start = torch.randn(2, 3)"),
            ((THROWN, ""), ("torch.randn(3)", "torch.randn(6)")),
        ],
        "arange leaves the end out: arange(0, 19) has 19 values, from 0 to 18.": [
            (SHORT, (NOISE, "torch.rand(19)")),
            SHORT,
        ],
        "torch.range keeps the end, so it has 21 values, and it is deprecated: arange.": [
            (LONG, (NOISE, "torch.rand(21)")),
            LONG,
        ],
        "The time axis is int64, as arange makes it from whole numbers: add .float().": (
            (".float()", "")
        ),
        "The order is time, speed, start.": [
            (RETURN, "return speed, time, start"),
            (RETURN, "return time, start, speed"),
            (RETURN, "return start, time, speed"),
            (RETURN, "return speed, start, time"),
            ((THROWN, ""), (RETURN, "return start, time, speed")),
        ],
        "Return three tensors: time, speed and start.": (RETURN, "return time, speed"),
        "The noise is shifted. Here it is rand(20) * 5, from 0 up to 5, and never below 0.": [
            (NOISE, "(torch.rand(20) - 0.5)"),
            (NOISE, "(torch.rand(20) * 2 - 1)"),
        ],
        "The curve is multiplied by the noise. Add the two.": ("* 5 + 0.8", "* 5 * 0.8"),
    }
)


def off(*names):
    """Return a `when` that is true if these results are not as they should be, and no others."""
    return lambda want, came: (
        [n for n in want if difference(want[n], came[n], exact_dtype=True)] == list(names)
    )


def noise_of(results):
    return results["speed"] - 0.8 * (torch.arange(20.0) - 7.5) ** 2 - 1


def curve_is_off(want, came):
    """True if the speeds differ by a parabola: the noise, which is none, is right then."""
    apart = want["speed"] - came["speed"]
    return off("speed")(want, came) and bool(apart.diff(n=3).abs().max() < 1e-2)


def noise_has_another_size(want, came):
    """True if the noise is a multiple of what it should be, which may be 0."""
    ours, theirs = noise_of(want), noise_of(came)
    return off("speed")(want, came) and torch.allclose(
        theirs / theirs.abs().max().clamp(min=1e-3), ours / ours.max(), atol=1e-3
    )


for sentence, slip, when in [
    (
        "time and start are right. speed is off by no noise: compare its formula with section 4.",
        ("0.8 * (time - 7.5) ** 2 + 1", "0.8 * (time - 7.5) ** 2"),
        curve_is_off,
    ),
    (
        "The curve is right, and the noise has another size. It is torch.rand(20) * 5.",
        (" * 5", ""),
        noise_has_another_size,
    ),
    (
        "time and start are right. speed is curve plus noise, and the noise is rand's first draw.",
        ("torch.rand(20) * 5", "torch.rand(20) + 5"),
        off("speed"),
    ),
    (
        "time and speed are right. After the noise come two draws of randn(3): keep the second.",
        (THROWN, "    torch.randn(6)\n"),
        off("start"),
    ),
    (
        "time is right, the draws are not: seed, noise, three thrown away, three kept.",
        ("torch.manual_seed(seed)", "torch.manual_seed(seed); torch.randn(3)"),
        off("speed", "start"),
    ),
    (
        "time counts the twenty moments 0, 1, 2, … 19.",
        ("arange(0, 20)", "arange(1, 21)"),
        lambda want, came: difference(want["time"], came["time"]) is not None,
    ),
]:
    make_speed.slip(sentence, slip, when=when)

TIME = "time = torch.arange(0, 20).float()"
make_speed.same(
    {
        "Time is not drawn: it may come before the seed.": (
            (f"torch.manual_seed(seed)\n    {TIME}", f"{TIME}\n    torch.manual_seed(seed)")
        ),
        "arange begins at 0.": ("0, ", ""),
        "The square of a difference does not know its sign.": ("time - 7.5", "7.5 - time"),
    }
)
