"""Exercise 9.6: what the trapped loss says of predictions that are right."""

from functools import partial

from course_utils.checking.exercises import exercise
from course_utils.lessons.findings import in_any_way, one_of_its_kind, within

price = exercise(
    "9.6",
    "The price of being right",
    hints=(
        "Section 4 splits the trapped loss in two parts. Which of them do the predictions change?",
        "If the predictions are the targets, how large is the mean of their squared distances to "
        "the mean of the targets? You have met that number.",
        "var(y) is 77.1364, and with predictions equal to the targets the second part is as large. "
        "A degree more moves their mean, not their spread: its square comes on top.",
    ),
    kind="predict",
)

VARIANCE, N = 77.1364, 11  # of the targets


def part():
    return price.part(tolerance=1e-3, observe=one_of_its_kind)


@part()
def perfect():
    return 2 * 77.1364


@part()
def one_too_high():
    return 2 * 77.1364 + 1**2


@part()
def shuffled():
    return 2 * 77.1364


near = partial(within, 2e-3)


def below(limit):
    return lambda _, value: float(value) < limit


ROUNDED = "Nearly: which number was rounded on the way? The variance is 77.1364."


def know(part, table):
    """Add sentences for values by an example and, where it stands for more, a test."""
    part.slip("Leave out the quotes: one number is asked for.", "154.27")
    part.slip("One number is asked for.", [77.1364, 77.1364])
    for sentence, example, when in table:
        part.slip(sentence, example, when=when)


def of_the_variance(more):
    """Return what people know of 77.1364 and do not finish, with so much added on top."""
    return [
        (
            "This divides by n - 1, or leaves the diagonal out. The loop took the mean of all "
            "n² pairs, the diagonal too, and 77.1364 is divided by n.",
            2 * VARIANCE * N / (N - 1) + more,
            near(2 * VARIANCE * N / (N - 1) + more, VARIANCE * N / (N - 1) + more),
        ),
        (
            "Three times, or four times, the variance: there are two parts, each as large as it.",
            3 * VARIANCE + more,
            near(3 * VARIANCE + more, 4 * VARIANCE + more),
        ),
    ]


SUMS = [2 * VARIANCE * N**2, 2 * VARIANCE * N, VARIANCE * N, VARIANCE * N**2]

know(
    perfect,
    [
        (
            "So says the right loss, which pairs each prediction with its own target. Here it "
            "meets all eleven.",
            0.0,
            lambda _, value: float(value) == 0,
        ),
        (
            "That is the flat line's loss, the first part alone. Predictions that vary as the "
            "targets do add a second part, as large: it is twice that.",
            VARIANCE,
            near(VARIANCE),
        ),
        (
            "That is the number of the best line, which misses the targets. Here none is missed.",
            151.3451,
            near(151.3451, 2.9276),
        ),
        (
            "This is a root, in °C. The loss is in °C²: leave it squared.",
            12.42,
            near(12.42, 8.78, 12.30, 12.421, 8.7827),
        ),
        (
            "This is a sum. The loop took the mean of all 121 pairs.",
            SUMS[0],
            near(*SUMS),
        ),
        *of_the_variance(0),
        (
            "This is the mean of the squared targets. Distances count from their mean, 10.5.",
            187.3864,
            near(187.3864, 110.25, 2 * 187.3864),
        ),
        ("A mean of squares is never below 0.", -154.27, below(0)),
        (ROUNDED, 154.0, near(154)),
        (
            "The first part alone, var(y), is more than this, and no prediction makes it smaller.",
            38.57,
            below(VARIANCE),
        ),
        (
            "Between one variance and two: how large exactly is the second part, the mean of "
            "(y_hat - 10.5)², if y_hat is y?",
            100.0,
            below(2 * VARIANCE),
        ),
        (
            "More than twice the variance: how large is the second part, the mean of "
            "(y_hat - 10.5)², if y_hat is y?",
            200.0,
            in_any_way,
        ),
    ],
)

know(
    one_too_high,
    [
        (
            "So says the right loss: 1 for each reading. Here each prediction meets all eleven "
            "targets.",
            1.0,
            near(1, 0.0),
        ),
        (
            "Nothing changes here, and yet the mean of the predictions moves: 1 °C from that of "
            "the targets.",
            2 * VARIANCE,
            within(5e-4, 2 * VARIANCE),
        ),
        (
            "That would be the flat line, one degree too high. These predictions vary as well.",
            VARIANCE + 1,
            near(VARIANCE + 1, VARIANCE),
        ),
        (
            "That begins with the best line, which misses the targets. Here only the degree is "
            "missed.",
            152.3451,
            near(152.3451, 151.3451),
        ),
        (
            "A degree too high is worse, not better: the distance to the mean of the targets "
            "grows.",
            2 * VARIANCE - 1,
            near(2 * VARIANCE - 1),
        ),
        (
            "The square of what? The mean of the predictions is off by 1 °C, and 1² is 1.",
            2 * VARIANCE + 12.42,
            within(1e-3, 2 * VARIANCE + 12.42),
        ),
        (
            "11 readings are 1 °C too high, but the loss is a mean: 1² is added once.",
            2 * VARIANCE + 11,
            near(2 * VARIANCE + 11, 2 * VARIANCE + 121),
        ),
        (
            "(d + 1)² is d² + 2d + 1, but the middle term vanishes in the mean: the distances to "
            "the mean add up to 0.",
            2 * VARIANCE + 21,
            near(2 * VARIANCE + 21, 2 * VARIANCE + 2, 2 * VARIANCE + 3, 2 * VARIANCE + 22),
        ),
        *of_the_variance(1),
        ("A mean of squares is never below 0.", -155.27, below(0)),
        (ROUNDED, 155.0, near(155)),
        (
            "Less than the perfect predictions score, and these are worse by a degree.",
            120.0,
            below(2 * VARIANCE),
        ),
        (
            "More than this costs: the second part is the mean of (y + 1 - 10.5)². Split it as "
            "section 4 does.",
            250.0,
            in_any_way,
        ),
    ],
)

know(
    shuffled,
    [
        (
            "The right loss would not even say this: shuffled predictions are wrong. The right "
            "loss is 0 only if each prediction meets its own target.",
            0.0,
            lambda _, value: float(value) == 0,
        ),
        (
            "That is the flat line's number. Shuffled predictions still vary as the targets do.",
            VARIANCE,
            near(VARIANCE),
        ),
        (
            "That is the number of the best line, which misses the targets in another way.",
            151.3451,
            near(151.3451, 2.9276),
        ),
        (
            "That is one degree too high. Here the predictions only change places.",
            2 * VARIANCE + 1,
            near(2 * VARIANCE + 1),
        ),
        (
            "The diagonal is not taken out by shuffling: all 121 pairs are the same pairs as "
            "before.",
            140.25,
            near(140.25, 169.7),
        ),
        (
            "This is a sum. The loop took the mean of all 121 pairs.",
            SUMS[0],
            near(*SUMS),
        ),
        ("A mean of squares is never below 0.", -154.27, below(0)),
        (ROUNDED, 154.0, near(154)),
        (
            "Why lower? Each prediction meets all the targets, as it did before it was moved.",
            100.0,
            below(2 * VARIANCE),
        ),
        (
            "Why higher? Each prediction meets all the targets, as it did before it was moved.",
            231.4,
            in_any_way,
        ),
    ],
)
