"""The questions of lesson 04."""

from course_utils.checking.questions import question, right, wrong

question(
    "4.p1",
    "To measure a slope, you turn the knob by δ and read the loss before and after. Which δ gives "
    "the best slope?",
    wrong(
        "The smaller, the better",
        "On paper. In a computer the two losses end up equal in all the digits it keeps.",
    ),
    wrong(
        "The larger, the better",
        "A large turn averages over a bend of the curve: it is not the slope at this place.",
    ),
    right(
        "Something in between",
        "Too large a δ measures the bend, too small a δ drowns in rounding.",
    ),
)

question(
    "4.p2",
    "Now the RMSE, in float32, by central differences. Which δ will do best?",
    wrong("1e-8", "In float32 a knob near 1 does not move at all when it is turned by so little."),
    wrong(
        "1e-5",
        "The two losses differ in their last digits only: a relative error of 0.03, as with 1.",
    ),
    right("1e-2", "Large, but float32 has only seven digits, and many of them must survive."),
    wrong(
        "1",
        "No trouble with rounding, but this is the slope of a chord: off by 0.03, as with 1e-5.",
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
    "4.q1",
    "δ is halved, and rounding is still far away. What happens to the error of a central "
    "difference?",
    wrong("It is halved", "That is the forward difference, whose error grows in step with δ."),
    right(
        "It falls to a quarter", "The error grows with δ², and the square of a half is a quarter."
    ),
    wrong("It falls to an eighth", "The error grows with δ², not with δ³."),
    wrong("It doubles", "That is rounding's part, and rounding is still far away."),
)

question(
    "4.q2",
    "In float32, at w = 1 and with δ = 1e-8, `num_grad` returns a slope of 0 for w. Bug or fact?",
    wrong("A bug in `num_grad`", "Its arithmetic is right. Look at what w + δ is."),
    wrong("A fact: the loss is flat there", "Its slope is far from 0. Look at what w + δ is."),
    right(
        "A fact: in float32, 1 + 1e-8 is 1", "The knob did not move, so the loss did not change."
    ),
)

question(
    "4.q3",
    "Why is a model with a million parameters not trained with central differences?",
    wrong("The slopes are too inaccurate", "With a good δ they have four digits even in float32."),
    right("One step reads the loss two million times", "2P readings a step, and P is a million."),
    wrong("They work for parabolas only", "They are exact for parabolas, and good for the rest."),
)

question(
    "4.q4",
    "For which of these losses does a central difference of our models show no truncation error, "
    "however large δ is?",
    right("MSE", "For a model that is linear in its knobs it is a parabola over each of them."),
    wrong("RMSE", "The root of a parabola is none: with a large δ the error shows."),
    wrong("Both", "Draw both over w: only one is a parabola."),
    wrong("Neither", "For one of them a δ of 1 is no worse than one of 0.1."),
)

question(
    "4.q5",
    "What does `(f(x + delta) - f(x)) / (2 * delta)` measure?",
    wrong("The slope", "The readings are delta apart, and the division is by 2 delta."),
    wrong("Twice the slope", "The division is by too much, so that the result is too small."),
    right(
        "Half the slope", "The readings are only delta apart. A published notebook has this line."
    ),
)
