"""The questions of lesson 10."""

from course_utils.checking.questions import question, right, wrong

question(
    "10.p1",
    "Central differences, algebra, our engine, torch and fastai all train the line on a tenth of "
    "the readings: start w = 1, b = 0, lr = 0.01, 500 steps. Will the five lines differ?",
    wrong(
        "No, they agree in every digit",
        "The first four nearly do: they use 64 bits. fastai uses 32: its seventh digit differs.",
    ),
    right(
        "Yes, but only in the last digits",
        "It is one gradient, found in five ways. All agree in five digits, and the first four, "
        "with 64 bits, in thirteen.",
    ),
    wrong(
        "Yes, central differences end visibly elsewhere",
        "The MSE is a parabola in each knob. A central difference of it is exact but for rounding.",
    ),
    wrong(
        "Yes, fastai ends visibly elsewhere",
        "With `fb.SGD` and all readings in one batch, a Learner makes the steps of torch.",
    ),
)

question(
    "10.p2",
    "A net with one hidden layer shall learn XOR from 50 random starts, 3000 steps each: first "
    "with four hidden units, then with two. From how many starts does it learn?",
    wrong(
        "Both 50 times",
        "Two units suffice to draw XOR. But finding them from a random start is harder.",
    ),
    wrong("50 and 0", "Two units can draw XOR, and from most starts they find it."),
    right(
        "50 and about 43",
        "Two can get stuck at a loss near 0.126. With four, no start among the 50 did.",
    ),
    wrong("About 25 each", "It is better than that, and four beat two."),
)

question(
    "10.p3",
    "A run from w = 0, b = 0 begins with the losses 187.4, 71.9, 37.8, 142.9, 207.7, 121.1. It "
    "goes on like this, neither settling nor growing without end. What is wrong?",
    wrong("lr is too large", "Beyond the limit the loss grows without bound. This one is bounded."),
    right(
        "The gradients are not zeroed",
        "They pile up like a velocity that nothing slows down: the line swings and never rests.",
    ),
    wrong("The sign of the step", "Then the second loss would be larger than the first."),
    wrong(
        "The shape of the target",
        "Then no loss could be below 77.14, the variance of the targets. The third is 37.8.",
    ),
)

question(
    "10.q1",
    "You have written a gradient by hand. Which test tells best that it is right?",
    wrong("The loss falls", "It also falls with half the gradient, or with one slope missing."),
    wrong(
        "The run ends at the best line",
        "Twice the gradient ends there as well. It is zero at the same place.",
    ),
    wrong("A second run gives the same numbers", "Then the run is repeatable, right or wrong."),
    right(
        "Central differences at a few random points agree",
        "They know nothing of your formula, and they look at every slope.",
    ),
)

question(
    "10.q2",
    "Which of these numbers of the thermometer's line has no unit?",
    right(
        "The MSE divided by the variance of the true temperatures",
        "°C² over °C²: the share of the variance that the line leaves over.",
    ),
    wrong("The slope w", "It turns units of the thermometer into °C: °C per unit."),
    wrong("The MSE", "It is a mean of squares of °C."),
    wrong("The intercept b", "It is what the line says at a reading of 0: °C."),
)

question(
    "10.q3",
    "Our engine finds the same gradients as torch. Why is a large net trained with torch?",
    wrong(
        "Its gradients are more exact", "Both use the chain rule, and our engine in twice the bits."
    ),
    wrong("It needs no graph", "It builds one as well, in every forward pass."),
    right(
        "One node of its graph is a whole tensor",
        "Ours has a Python object for every number. Torch computes on millions in one call.",
    ),
    wrong("It finds the lowest minimum of all", "It walks down the same slopes as our engine."),
)
