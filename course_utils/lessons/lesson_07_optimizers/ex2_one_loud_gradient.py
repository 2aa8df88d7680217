"""Exercise 7.2: One loud gradient."""

from course_utils.checking.exercises import exercise
from course_utils.lessons.findings import in_any_way, one_of_its_kind, too_small, within

loud = exercise(
    "7.2",
    "One loud gradient",
    hints=(
        "Write down m and s right after the gradient of 5. Both were 0 before it.",
        "m is 0.1 * 5 and s is 0.001 * 25. Afterwards zeros come in: by what are m and the root of "
        "s multiplied in each step?",
        "Each step is about 0.9 times the one before it. What do 1 + 0.9 + 0.9**2 + … add up to?",
    ),
    kind="predict",
)


def slips(part, sentences, back, short, far):
    """Let a part know these lengths, of either sign, and what comes in another form.

    The last three are for all other numbers: not above 0, less than it should be, and more.
    """
    length = part.answer()
    part.slip("Leave out the quotes: a number is asked for.", "3.2")
    part.slip("One number is asked for here.", [3.2, 31.8])
    part.slip("A length is asked for: leave the sign out.", -length, when=within(0.02, -length))
    for sentence, places in sentences.items():
        for place in places if isinstance(places, tuple) else (places,):
            part.slip(sentence, place, when=within(0.015, place, -place))
    part.slip(back, 0.0, when=lambda _, value: float(value) <= 0)
    part.slip(short, length / 4, when=too_small)
    part.slip(far, 4 * length, when=in_any_way)


# A person may round, or take s as good as still while m fades.
@loud.part(tolerance=0.02, observe=one_of_its_kind)
def first_step():
    m = 0.1  # in units of the gradient
    s = 0.001  # in units of its square
    return m / s**0.5


slips(
    first_step,
    {
        "So a first step of all would be. But here the corrections have long become 1: only the "
        "bare m and s are left.": 1.0,
        "The gradient of 5 stands above and below the line, and cancels.": (15.81, 79.06, 0.6325),
        "This is m, or m in units of the gradient. Divide it by the root of s.": (0.1, 0.5),
        "s is a mean of squares: its root is missing.": (100.0, 20.0, 4.0),
        "m is not the gradient: of a single one it takes only 1 - β₁, a tenth.": 31.623,
        "This is the root of s, in units of the gradient or not. It divides m.": (0.03162, 0.1581),
        "s takes 1 - β₂ of the square, a thousandth. Which β did you use?": (0.31623, 1.5811),
        "The two β are swapped: β₁, 0.9, belongs to m.": 0.0031623,
        "A new gradient is multiplied by 1 - β. β multiplies what was there before.": 0.90045,
        "m is multiplied by 1 - β₁, and not by β₁.": (28.46, 142.3),
        "So it is after a thousand steps. Very long is longer: both corrections are 1.": 2.54,
        "This is a step after several large gradients. Only one has come.": (6.2, 6.6),
        "Close, but rounded too far: keep three digits.": (3.0, 3.33),
        "Does the step grow with the gradient? Divide both m and the root of s by 5.": 5.0,
        "This is the size of a gradient in lr, as SGD has it. Adam divides.": (25.0, 0.005),
    },
    back="m is a tenth of the gradient now, so the knob does move.",
    short="It is more than this. m is 0.1 * 5, s is 0.001 * 25: divide m by the root of s.",
    far="It is less than this. m is 0.1 * 5, s is 0.001 * 25: divide m by the root of s.",
)


@loud.part(tolerance=0.02, observe=one_of_its_kind)
def whole_way():
    step = 0.1 / 0.001**0.5
    return step / (1 - 0.9 / 0.999**0.5)


slips(
    whole_way,
    {
        "This is the first step alone. m lives on, so the knob moves on.": 3.1623,
        "So much are 1 + 0.9 + 0.9² + … in units of the first step. How many lr is that one?": 10.0,
        "The step in which the gradient comes belongs to the whole way.": (28.6, 28.46),
        "The first step is counted twice.": (34.92, 34.78),
        "These are two steps. m is never quite 0: add up all of them.": (6.008, 6.32),
        "These are ten steps. After them a third of the way is still to come.": (20.6, 20.7),
        "Ten is the sum of all powers of 0.9; it comes in once.": 316.2,
        "The gradient of 5 stands above and below the line, and cancels.": (158.1, 158.8),
        "s forgets in a thousand steps, but m in about ten: m decides when the knob rests.": (
            3162.3,
            1000.0,
        ),
        "Only 0.9 is left of m in the next step, not 0.1: it fades slowly.": 3.51,
        "Of 1 + 0.9 + 0.9² + … this leaves out the 1, and the size of the first step.": 9.0,
        "This is the way if each step were lr long. How long is the first one?": (1.0, 10.5),
        "Is the root of s taken? This divides by s itself.": (100.0, 200.0, 40.0),
        "The root of s fades as well, but by 0.9995 a step: that hardly matters. What does m "
        "do?": 6327.0,
        "Close, but rounded too far on the way: keep three digits of the first step.": (
            30.0,
            31.0,
            33.3,
        ),
        "This is in units of the gradient, not of lr.": (5.0, 50.0),
    },
    back="The knob does not come back: zeros pull it nowhere, and m keeps its sign.",
    short="It is farther than this. Each step is about 0.9 of the one before it: add up all.",
    far="It is less far than this. Each step is about 0.9 of the one before it: add up all.",
)
