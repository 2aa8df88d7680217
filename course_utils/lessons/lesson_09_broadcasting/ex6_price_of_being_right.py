"""Exercise 9.6: what the trapped loss says of predictions that are right."""

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
BEST_LINE = 151.3451, 2.9276  # what the trapped loss says of it, and the right one


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


def below(limit):
    return lambda _, value: float(value) < limit


def slips(part, sentences, low, high, besides=()):
    """Let a part know these numbers, what comes in another form, and what is nearly right.

    What else it knows by a test comes `besides`: a sentence, a number, and when it is true. `low`
    is for all other numbers below twice the variance, and `high` for those that are left.
    """
    right = part.answer()
    part.slip("Leave out the quotes: one number is asked for.", "154.27")
    part.slip("One number is asked for.", [77.1364, 77.1364])
    for sentence, places in sentences.items():
        for place in places:
            part.slip(sentence, place, within(2e-3, place))
    part.slip("A mean of squares is never below 0.", -round(right, 2), below(0))
    part.slip(
        "Nearly: which number was rounded on the way? The variance is 77.1364.",
        float(int(right)),
        within(2e-3, int(right)),
    )
    for sentence, example, when in besides:
        part.slip(sentence, example, when)
    part.slip(low, 100.0, below(2 * VARIANCE))
    part.slip(high, 250.0, in_any_way)


def of_the_variance(more):
    """Return what people know of 77.1364 and do not finish, with so much added on top."""
    return {
        "This divides by n - 1, or leaves the diagonal out. The loop took the mean of all "
        "n² pairs, the diagonal too, and 77.1364 is divided by n.": [
            times * VARIANCE * N / (N - 1) + more for times in (2, 1)
        ],
        "Three times, or four times, the variance: there are two parts, each as large as it.": [
            times * VARIANCE + more for times in (3, 4)
        ],
    }


SUMS = {
    "This is a sum. The loop took the mean of all 121 pairs.": [
        times * VARIANCE * pairs for times in (2, 1) for pairs in (N**2, N)
    ]
}

slips(
    perfect,
    {
        "So says the right loss, which pairs each prediction with its own target. Here it "
        "meets all eleven.": [0.0],
        "That is the flat line's loss, the first part alone. Predictions that vary as the "
        "targets do add a second part, as large: it is twice that.": [VARIANCE],
        "That is the number of the best line, which misses the targets. Here none is missed.": (
            BEST_LINE
        ),
        "This is a root, in °C. The loss is in °C²: leave it squared.": [
            loss**0.5 for loss in (2 * VARIANCE, VARIANCE, BEST_LINE[0])
        ],
        **SUMS,
        **of_the_variance(0),
        "This is the mean of the squared targets. Distances count from their mean, 10.5.": [
            187.3864,
            10.5**2,
            2 * 187.3864,
        ],
    },
    low="Between one variance and two: how large exactly is the second part, the mean of "
    "(y_hat - 10.5)², if y_hat is y?",
    high="More than twice the variance: how large is the second part, the mean of "
    "(y_hat - 10.5)², if y_hat is y?",
    besides=[
        (
            "The first part alone, var(y), is more than this, and no prediction makes it smaller.",
            38.57,
            below(VARIANCE),
        ),
    ],
)

slips(
    one_too_high,
    {
        "So says the right loss: 1 for each reading. Here each prediction meets all eleven "
        "targets.": [1.0],
        "That would be the flat line, one degree too high. These predictions vary as well.": [
            VARIANCE + 1,
            VARIANCE,
        ],
        "That begins with the best line, which misses the targets. Here only the degree is "
        "missed.": [BEST_LINE[0] + 1, BEST_LINE[0]],
        "A degree too high is worse, not better: the distance to the mean of the targets grows.": [
            2 * VARIANCE - 1
        ],
        "11 readings are 1 °C too high, but the loss is a mean: 1² is added once.": [
            2 * VARIANCE + more for more in (N, N**2)
        ],
        "(d + 1)² is d² + 2d + 1, but the middle term vanishes in the mean: the distances to "
        "the mean add up to 0.": [2 * VARIANCE + more for more in (21, 2, 3, 22)],
        **of_the_variance(1),
    },
    low="Less than the perfect predictions score, and these are worse by a degree.",
    high="More than this costs: the second part is the mean of (y + 1 - 10.5)². Split it as "
    "section 4 does.",
    besides=[
        (
            "Nothing changes here, and yet the mean of the predictions moves: 1 °C from that of "
            "the targets.",
            2 * VARIANCE,
            within(5e-4, 2 * VARIANCE),
        ),
        (
            "The square of what? The mean of the predictions is off by 1 °C, and 1² is 1.",
            2 * VARIANCE + 12.42,
            within(1e-3, 2 * VARIANCE + 12.42),
        ),
    ],
)

slips(
    shuffled,
    {
        "The right loss would not even say this: shuffled predictions are wrong. The right "
        "loss is 0 only if each prediction meets its own target.": [0.0],
        "That is the flat line's number. Shuffled predictions still vary as the targets do.": [
            VARIANCE
        ],
        "That is the number of the best line, which misses the targets in another way.": BEST_LINE,
        "That is one degree too high. Here the predictions only change places.": [2 * VARIANCE + 1],
        "The diagonal is not taken out by shuffling: all 121 pairs are the same pairs as before.": [
            140.25,
            169.7,
        ],
        **SUMS,
    },
    low="Why lower? Each prediction meets all the targets, as it did before it was moved.",
    high="Why higher? Each prediction meets all the targets, as it did before it was moved.",
)
