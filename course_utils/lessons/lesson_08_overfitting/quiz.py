"""The questions of lesson 08."""

from course_utils.checking.questions import question, right, wrong

question(
    "8.p1",
    "On the eleven readings the fitted line has a loss of 2.93, the Fahrenheit law one of 3.27. "
    "Suppose the law is true. Which will be closer to tomorrow's readings, on average?",
    wrong("The fitted line", "Its 2.93 was measured on the very readings that chose it."),
    wrong(
        "Neither: they will do equally well",
        "The line has bent to the errors of eleven readings. Tomorrow's errors are others.",
    ),
    right(
        "The law",
        "On average nothing beats the truth on new readings. The line is only better on old ones.",
    ),
)

question(
    "8.p2",
    "Two of the eleven readings are held back, a straight line is fitted to the other nine. There "
    "are 55 ways to do it. How many times the smallest validation loss is the largest?",
    wrong("About 2", "That would be a reliable measure. Two readings do not make one."),
    wrong("About 5", "More than that: some pairs lie on the line by luck, others do not."),
    right("About 20", "From 1.05 to 20.70, for the same straight line on the same diary."),
    wrong("About 100", "It is bad enough, but not as bad as that: from 1.05 to 20.70."),
)

question(
    "8.p3",
    "15 readings are drawn from a parabola, with noise. Polynomials of degree 0 to 8 are fitted to "
    "them. Which degree predicts fresh readings best, most often?",
    wrong("1", "A line cannot bend. That costs more here than the noise does."),
    right("2", "Enough knobs for the truth, and none left over for the noise."),
    wrong("8", "Its training loss is the smallest. Its spare knobs follow the noise."),
    wrong(
        "5, halfway between",
        "It can follow the parabola as well, but has three knobs more to follow the noise with.",
    ),
)

question(
    "8.p4",
    "A straight line and a parabola are fitted to the same nine readings. In how many of the 55 "
    "splits does the parabola predict the two others better?",
    wrong(
        "In all: a parabola can do whatever a line can",
        "That holds on the nine readings of the fit. On the two others it loses 19 times.",
    ),
    right(
        "In about two thirds",
        "In 36 of 55. Yet the means are alike, 4.7 both: where it loses, it loses more.",
    ),
    wrong("In about a third", "More often: the readings do bend a little. It wins 36 times."),
    wrong("In hardly any", "That is what happens to degree 8, which wins once. Degree 2 wins 36."),
)

question(
    "8.q1",
    "May the validation loss decide when training stops?",
    wrong(
        "No, then the model is trained on the validation readings",
        "Not by gradients. It is used to choose, and that is what it is for.",
    ),
    right(
        "Yes, but its smallest value is then too good",
        "The stop was chosen for it. An honest number needs readings without a part in the choice.",
    ),
    wrong(
        "Yes, and its smallest value is what to expect",
        "Among many values the smallest is partly luck.",
    ),
)

question(
    "8.q2",
    "What keeps the model from training on the validation readings?",
    wrong(
        "`torch.no_grad()` around the validation loss",
        "It would turn a wrong `backward` into an error; but where nobody calls it nothing is "
        "trained, with or without.",
    ),
    wrong("`model.eval()`", "It tells some layers how to behave. It stops no gradient."),
    wrong(
        "Another name for the loss: `val_loss`",
        "A name protects nothing. Both losses reach the same w and b.",
    ),
    right(
        "That `backward()` is never called on their loss",
        "Only `backward()` adds to `.grad`, and only `.grad` moves the parameters.",
    ),
)

question(
    "8.q3",
    "Two models, both validated on the same thousand readings. The first: train 2.8, validation "
    "3.0. The second: train 1.2, validation 2.1. Which one do you take?",
    right("The second", "A small validation loss is the aim. The size of the gap is not."),
    wrong("The first: its gap is smaller", "A constant has next to no gap, and is useless."),
    wrong(
        "Neither: the second overfits, the first is too simple",
        "These two are all you have, and one of them predicts better.",
    ),
)

question(
    "8.q4",
    "The training loss does not fall. Must the model be too simple?",
    wrong(
        "Yes, a richer model would fit the readings",
        "Would it? Nothing says that this one has found its own best fit yet.",
    ),
    right(
        "No, look at the learning rate, the scale of x and the code first",
        "A learning rate that is too small, bad scaling or a bug looks just the same.",
    ),
    wrong("No, there must be too few readings", "Fewer readings are easier to fit, not harder."),
)

question(
    "8.q5",
    "You tried nine degrees and chose one by cross-validation. Which error do you report?",
    wrong("Its training error", "It falls with every degree, whatever that is worth."),
    wrong("Its cross-validation score", "It won among nine, in part by luck: it is too good."),
    wrong(
        "The smallest test error of the nine",
        "Then the test readings choose, and nobody is left to judge.",
    ),
    right("Its test error, measured once", "The test readings had no part in any choice."),
)
