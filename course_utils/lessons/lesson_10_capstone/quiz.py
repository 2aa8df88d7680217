"""The questions of lesson 10; its quiz is the final one, with a question on each lesson."""

from course_utils.checking.questions import question, right, wrong

question(
    "10.p1",
    "Take any two of the eleven readings out, and the slope runs from 0.48 to 0.61. Which of the "
    "slopes 0.50, 0.60 and 0.70 do all eleven together rule out? (A slope is ruled out if chance "
    "alone would miss by as much less than once in twenty times.)",
    wrong(
        "None: eleven readings are too few",
        "Of a thousand diaries none misses its slope by as much as 0.70 is away from ours.",
    ),
    right(
        "0.70 alone",
        "It is 4.6 standard errors away. 0.60 is 1.8 away, and chance does as much now and then.",
    ),
    wrong(
        "0.60 and 0.70",
        "0.60 is 1.8 standard errors away: 68 of a thousand diaries miss their slope by more.",
    ),
    wrong("All three", "0.50 is 1.0 standard errors away: every third diary misses by more."),
)

question(
    "10.p2",
    "Networks learn XOR from 50 random starts, 3000 steps each: first with four hidden units, then "
    "with two. From how many starts does the loss come below 0.001?",
    wrong(
        "50 and 50",
        "Two units suffice to draw XOR. But finding them from a random start is harder.",
    ),
    wrong("50 and 11", "With two units most starts find it: seven of the 50 do not."),
    right(
        "50 and 43",
        "With two units seven runs stand between 0.126 and 0.127. With four, all arrive.",
    ),
    wrong("43 and 11", "43 it is with two units. With four, all arrive."),
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
    "10.p4",
    "A line on XOR ends at an MSE of 0.25. A non-linear activation is added: a sigmoid, which "
    "squeezes what the line says into 0 to 1. Where does the training end now?",
    right(
        "At 0.25",
        "The squeeze bends heights, but the border between low and high is still one line.",
    ),
    wrong(
        "Between 0 and 0.25",
        "The squeezed line can do no better than the line: it says one half at every point.",
    ),
    wrong(
        "Near 0",
        "One bend at the end is one half of what is missing. Which line would it bend?",
    ),
)

question(
    "10.p5",
    "The loss of seed 5 was 0.1304 at step 1000 and 0.1263 at step 3000. The run goes on. What is "
    "its loss at step 6000?",
    wrong(
        "About 0.122: it creeps on",
        "So it does until step 5000. Then the two points are far enough apart to be told.",
    ),
    wrong(
        "0.125, and no lower",
        "There 1/8 would be the floor. It is passed before step 5000, and nothing stops the run.",
    ),
    right(
        "Below 0.001",
        "At step 5420 it is. The two points came apart slowly, and then all at once.",
    ),
)

question(
    "10.q1",
    "You multiply all three knobs of a perceptron, w1, w2 and b, by 10. What changes?",
    wrong("It fires at more points", "The sum is ten times what it was, and its sign the same."),
    wrong(
        "Its line moves away from (0, 0)",
        "The line is where the sum is 0, and ten times 0 is 0: it stays.",
    ),
    right(
        "Nothing", "It asks only whether the sum is above 0, and ten times the sum says the same."
    ),
)

question(
    "10.q2",
    "A table `T` has the shape (3, 4), a row a day. Which gives the mean of each day?",
    wrong("`T.mean()`", "That is one mean, of all twelve numbers."),
    wrong("`T.mean(dim=0)`", "The axis that is named disappears: four means, one a column."),
    right("`T.mean(dim=1)`", "Axis 1 disappears, and three numbers are left, one a row."),
)

question(
    "10.q3",
    "Which of these numbers of the thermometer's line has no unit?",
    right(
        "The MSE divided by the variance of the true temperatures",
        "°C² over °C²: the share of the variance that the line leaves over.",
    ),
    wrong("The slope w", "It turns units of the thermometer into °C: °C per °F."),
    wrong("The MSE", "It is a mean of squares of °C."),
    wrong("The bias b", "It is what the line says at a reading of 0: °C."),
)
question(
    "10.q4",
    "A short step along -grad promises to lower the loss by 0.1. What does a step of the same "
    "length promise that goes 60 degrees to the side of it?",
    wrong("0.1 as well", "Only along -grad is it so much. It is the steepest way."),
    right("0.05", "The promise is a dot product: it falls with the cosine, and that is 1/2 here."),
    wrong("Nothing", "That is so at 90 degrees, along the contour."),
)

question(
    "10.q5",
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
    "10.q6",
    "A bowl has the curvatures λ = 8 and λ = 2. With lr = 0.125, how much of the distance to the "
    "bottom is left after one step, along the one direction and along the other?",
    right("0 and 0.75", "1 - lr · λ is 1 - 1 and 1 - 0.25. The steep direction is home at once."),
    wrong("0.75 and 0", "The steeper direction takes the longer step, relative to its distance."),
    wrong(
        "0.125 of each",
        "lr alone is no share of the distance. It is multiplied by the curvature.",
    ),
    wrong("Nothing is left", "One lr can bring home one curvature at once, here 8."),
)

question(
    "10.q7",
    "Our engine finds the same gradients as torch. Why is a large net trained with torch?",
    wrong(
        "Its gradients are more exact", "Both use the chain rule, and our engine in twice the bits."
    ),
    wrong("It needs no graph", "It builds one as well, in every forward pass."),
    right(
        "Each step of its graph takes a whole tensor",
        "Ours has a Python object for every number. Torch computes on millions in one call.",
    ),
    wrong("It finds the lowest minimum of all", "It walks down the same slopes as our engine."),
)
question(
    "10.q8",
    "A run with momentum, `v = 0.9 * v + grad`, comes onto a floor where the gradient is 0. Its "
    "last step was 1 long. How far does it still glide?",
    wrong("Not at all: the gradient is 0", "The velocity is not. The next step is 0.9 long."),
    wrong("0.9", "So long is the next step. The one behind it is 0.81, and so on."),
    right("9", "0.9 + 0.81 + 0.729 + … comes to 0.9 / (1 - 0.9) = 9."),
    wrong("Without end", "Each step is a tenth shorter than the last, and the sum is finite."),
)

question(
    "10.q9",
    "A wiggly curve overfits 15 readings. You collect 150 more of the same kind, and fit a curve "
    "of that degree to all of them. What happens to its training and its validation loss?",
    wrong(
        "Both fall", "The training loss was too low: the curve followed the noise of 15 readings."
    ),
    right(
        "The first rises, the second falls",
        "It can no longer follow each reading, so both come nearer to what the noise allows.",
    ),
    wrong("The first falls, the second rises", "That is what a higher degree does."),
    wrong("Both stay", "That would be so if the curve had not fitted noise."),
)

question(
    "10.q10",
    "`T` has the shape (100, 3). Which of these lines raises an error?",
    wrong("`T - T.mean()`", "One number fits every shape."),
    wrong(
        "`T - T.mean(dim=0)`", "(100, 3) and (3,) agree from the right: each column loses its mean."
    ),
    right(
        "`T - T.mean(dim=1)`",
        "(100, 3) and (100,) are held together from the right, and there 3 meets 100.",
    ),
    wrong("None of them", "From the right, one of them sets 3 against 100."),
)

question(
    "10.q11",
    "In a trained network with four hidden units you exchange two of them, each with all the knobs "
    "that belong to it. What happens to the output?",
    right("Nothing", "The output adds the units up, and a sum does not ask for the order."),
    wrong("It is wrong until the network is trained again", "Its terms are those it had before."),
    wrong(
        "It changes where the two units' lines lie",
        "The lines stay where they are: each unit took its own along.",
    ),
)
