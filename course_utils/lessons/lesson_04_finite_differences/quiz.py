"""The questions of lesson 04."""

from course_utils.checking.questions import question, right, wrong

question(
    "4.p1",
    "Two of the five dots are to give the slope at w = 1: how much higher the right one lies, "
    "divided by how far they are apart. Which two come closest?",
    wrong(
        "Those at 1.0 and 1.2, two neighbours",
        "Section 2 tries all three pairs. Is the curve as steep at 1.2 as at 1.0?",
    ),
    wrong(
        "Those at 1.0 and 1.4",
        "Section 2 tries all three pairs. What does the curve do between your two dots?",
    ),
    right(
        "Those at 0.6 and 1.4, the farthest apart",
        "A surprise, for they lie farthest away. Section 2 tries all three pairs, and section 3 "
        "says why.",
    ),
)

question(
    "4.p2",
    "In float64, with sixteen digits: how good will the slope of this RMSE be with δ = 1e-12?",
    wrong(
        "As good as exact: the error falls on, far below 1e-16",
        "On paper. But the two readings now differ in their last few digits only.",
    ),
    wrong(
        "It stops at sixteen digits, an error of about 1e-16",
        "Each reading has sixteen digits. Their difference has only those that the two do not "
        "share.",
    ),
    right(
        "Worse than with δ = 0.1",
        "The readings agree in nearly all their digits, and what is left of them is mostly noise.",
    ),
)

question(
    "4.p3",
    "In float32, what is `(1 + 1e-8) - 1`?",
    wrong(
        "1e-8",
        "1 + 1e-8 needs nine digits, and float32 keeps about seven. "
        "Try it with a tensor: Python's own numbers are float64.",
    ),
    wrong("An error", "Nothing is reported. The small number is rounded away in silence."),
    right("0", "The next number after 1 is about 1.2e-7 away, so 1 + 1e-8 is rounded to 1."),
)

question(
    "4.p4",
    "In the dial: MSE, central differences, float32. Which of these δ gives the smallest error?",
    wrong("1e-8", "In float32 this δ does not move the knob: the measured slope is 0."),
    wrong("1e-4", "The two losses still agree in several digits, and those are lost."),
    wrong("1e-2", "A good δ for the RMSE, which bends. The MSE asks no price for a larger one."),
    right(
        "3.16, the largest on the dial",
        "Over one knob the MSE is a parabola: central differences are exact, and only rounding is "
        "left.",
    ),
)

question(
    "4.p5",
    "At w = 1 and b = 0 the slope of b is 82.6. These lines print about −4600. What is wrong?",
    wrong("δ is too large", "On a parabola any δ is exact; and the slope of w came out right."),
    wrong(
        "float32 has too few digits for b",
        "It costs a few units: −4600 stands for −4597. It cannot turn a sign.",
    ),
    wrong(
        "The difference should be divided by δ, not by 2δ",
        "That would make it −9200. The two readings lie 2δ apart.",
    ),
    right(
        "w moves before the slope of b is measured",
        "By then w is −44 and no longer 1, and there b has another slope.",
    ),
)

question(
    "4.q1",
    "With δ = 0.1 a central difference is off by 0.02. Rounding is still far away. By how much is "
    "it off with δ = 0.01?",
    wrong("0.002", "That is the forward difference, whose error falls in step with δ."),
    right("0.0002", "The error falls with δ²: a tenth of δ leaves a hundredth of it."),
    wrong("0.00002", "The δ³ term is divided by 2δ, which leaves a square."),
    wrong("0.02", "A smaller δ sees less of the bend, as long as rounding is far away."),
)

question(
    "4.q2",
    "Near your loss the float32 numbers lie 0.00006 apart. The true slope is 0.1, and you measure "
    "it with δ = 0.0001. What can you read?",
    wrong(
        "0.1, within a percent",
        "The readings should differ by 0.00002, a third of a step of their staircase.",
    ),
    right(
        "0, or a multiple of 0.3: nothing in between",
        "The two readings are equal or whole steps apart, and 0.00006 / 0.0002 is 0.3.",
    ),
    wrong(
        "0 in any case",
        "They may stand on two stairs: it depends on where the edges happen to lie.",
    ),
)

question(
    "4.q3",
    "A reading takes a thousandth of a second. How long does one central gradient of a model with "
    "25 million knobs take?",
    wrong(
        "About 25 seconds", "That is two thousand times too short: 50 million readings, not 25 000."
    ),
    wrong("About 7 hours", "That counts one reading for each knob, and each has two sides."),
    right("About 14 hours", "50 million readings are 50 000 seconds, for a single step."),
)

question(
    "4.q4",
    "You take two forward differences of the MSE at one place, with δ = 0.1 and with δ = −0.1, and "
    "then their mean. What is that?",
    wrong("Off by half as much", "The two are off by the same amount, in opposite directions."),
    right("The central difference, and exact", "The two errors cancel: it is the same formula."),
    wrong("Off by as much as each of them", "Then both would be off in the same direction."),
)

question(
    "4.q5",
    "Your formula says (4517.30, 82.60), and your referee measures (4811.38, 82.70). Who is wrong?",
    wrong(
        "The formula",
        "It may be right: the referee is too high by δ times the mean of t_u², with δ = 0.1.",
    ),
    wrong(
        "The referee: it computes in float32",
        "That costs digits, not six percent; and with δ = 0.1 few of them.",
    ),
    wrong(
        "Both, so take the mean",
        "A gradient is no matter of opinion: turn both ways, and one of them will agree.",
    ),
    right(
        "The referee: it turns to one side only",
        "The number for w is too high by δ times the mean of t_u², that for b by δ: it is a "
        "forward difference.",
    ),
)
