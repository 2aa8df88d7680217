"""Exercise 1.2: The same random numbers as the article."""

import torch

from course_utils.checking.exercises import exercise

tape = exercise(
    "1.2",
    "The same random numbers as the article",
    hints=(
        "Section 5: the seed rewinds the tape, every draw moves it on. Copy the order of draws.",
        "The order is: seed, `rand(20)` for the noise, `randn(3)` thrown away, `randn(3)` kept.",
        "torch.manual_seed(seed); time = torch.arange(0, 20).float(); noise = torch.rand(20) * 5",
    ),
)


def seeds(generator):
    return [(2021,), (int(torch.randint(1, 10_000, (), generator=generator)),)]


def three_named(make_speed, seed):
    """Name the three results, so that a verdict can say which of them is off."""
    made = make_speed(seed)
    if not isinstance(made, tuple | list) or len(made) != 3:
        return made
    return dict(zip(("time", "speed", "start"), made, strict=True))


@tape.part(probes=seeds, observe=three_named, exact_dtype=True)
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

make_speed.slips(
    {
        "The seed is not set, or set too late: torch.manual_seed(seed) comes before the noise.": [
            (SEED, ("    torch.randn(3)\n", "    torch.manual_seed(seed); torch.randn(3)\n")),
            (SEED, ("    return", "    torch.manual_seed(seed)\n    return")),
            SEED,
        ],
        "The noise here is uniform on [0, 1): that is rand. randn can be negative.": (
            (NOISE, "torch.randn(20)")
        ),
        "This start is the first draw. The tape moved on: "
        "the article prints one and keeps the next.": (("    torch.randn(3)\n", "")),
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
    }
)
