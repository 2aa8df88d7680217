"""The questions of lesson 02."""

from course_utils.checking.questions import question, right, wrong

question(
    "2.p1",
    "One line misses every reading by 2 °C. Another is exact on ten readings and misses one by "
    "11 °C. Two referees judge them, one by the mean miss, one by the mean of the squares. Which "
    "line do they call worse?",
    wrong("The first", "One of them does. By the squares it is the better one: 4 against 11."),
    wrong("The second", "One of them does. By the mean it is the better one: 1 against 2."),
    right(
        "One the first, the other the second",
        "By the mean 2 against 1, by the squares 4 against 11: a referee needs a rule.",
    ),
)

question(
    "2.p2",
    "28.0 was written down as 82.0, too high by 54.0. By how much does the best constant move?",
    wrong(
        "With squares by 54.0, with absolute values by half of that",
        "One spring of eleven is stretched. The other ten hold against it.",
    ),
    right(
        "With squares by 54.0 / 11, with absolute values not at all",
        "Eleven springs share the stretch. Equal pulls only count sides, and no reading changed "
        "its side.",
    ),
    wrong(
        "With both by 54.0 / 11",
        "That holds for springs. An equal pull grows no stronger when its reading moves away.",
    ),
)

question(
    "2.p3",
    "In the dial, w stands at 0.2 and you may turn only b. How low does the MSE come, about?",
    wrong(
        "To 3",
        "That is the lowest of all, at w = 0.54. Can b make the line steeper?",
    ),
    right(
        "To 30",
        "Turning b alone crosses the valley's floor at one place, here near b = 0. To follow it, "
        "both must turn.",
    ),
    wrong("To 260", "So high it is near b = -15. Turn b up, and it falls until b is about 0."),
)

question(
    "2.p4",
    "The mean squared error of f on points (x, y), as printed: "
    "L = sum([(x_i - f(x_i))^2 for x_i in x]). How many slips are there?",
    right(
        "Three: no mean, x_i for y_i, and ^ is not a power",
        "A sum for a mean, an input for a target, and in Python a power is written **.",
    ),
    wrong(
        "One: it adds the squares up and does not average",
        "That is one of them. Look at what is subtracted from what, and at the power.",
    ),
    wrong(
        "Two: it does not average, and x_i stands where y_i is meant",
        "Those are two of them. Would Python square the difference?",
    ),
)

question(
    "2.p5",
    "Eleven readings pull at the constant, all equally hard, however far away they are. "
    "Where does it come to rest?",
    wrong(
        "At their mean",
        "At the mean the distances balance. Here distance does not count, only the side.",
    ),
    wrong(
        "Halfway between the coldest and the warmest",
        "That looks at two readings only. All eleven pull.",
    ),
    right(
        "At the reading in the middle",
        "Five pull one way and five the other, so it stays on the one in the middle.",
    ),
)

question(
    "2.q1",
    "One residual doubles. By what factor does what it adds to the SSE grow?",
    wrong("2", "That holds for its absolute value, and so for the MAE."),
    right("4", "The square of 2."),
    wrong("√2", "A root comes in only with the RMSE, after the mean."),
)

question(
    "2.q2",
    "For the same model on the same readings a report gives an RMSE of 3.0 °C and an MAE of "
    "3.4 °C. What do you say?",
    right(
        "At least one of the two numbers is wrong",
        "Squares let large misses speak louder, so the RMSE is never below the MAE.",
    ),
    wrong(
        "Fine, if large misses are rare",
        "However rare they are: squaring never makes them count for less.",
    ),
    wrong("Fine, if all misses have one size", "Then the two are equal."),
)

question(
    "2.q3",
    "A curve is convex if the straight line between any two of its points never runs below it. "
    "Is the absolute value of r convex?",
    right(
        "Yes",
        "Two straight arms, and no dent. In the corner an equal pull only changes its side.",
    ),
    wrong(
        "No, it has a corner",
        "Lay a line across the corner: it lies on or above the curve, as everywhere else.",
    ),
    wrong("Only for positive r", "It is convex everywhere: two straight arms that open upwards."),
)

question(
    "2.q4",
    "A model has an MSE of 4 °C². How large is a typical error?",
    wrong("4 °C", "4 is in °C². Take the root."),
    right("2 °C", "The root brings back the units of y."),
    wrong("16 °C", "Take the root, not the square."),
)

question(
    "2.q5",
    "A book divides the sum of squares by 2n in place of n. What does that change?",
    wrong("The best line: it is half as steep", "The loss is halved, not the line."),
    wrong(
        "Nothing",
        "The best line stays, but its loss is no MSE: section 4 has 881.94 in place of 1763.88.",
    ),
    right(
        "Every loss, but not the best line",
        "All losses are halved, the lowest stays the lowest. So are all slopes: for "
        "equal steps such a book needs twice our learning rate (lesson 03).",
    ),
)
