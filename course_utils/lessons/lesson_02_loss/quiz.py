"""The questions of lesson 02."""

from course_utils.checking.questions import question, right, wrong

question(
    "2.p1",
    "One line misses every reading by 2 °C. Another is exact on ten readings and misses one by "
    "11 °C. Which is worse?",
    wrong("The first", "Its mean absolute error is 2, the other's is 1. Squares disagree."),
    wrong("The second", "Its mean square is 11, the other's is 4. Absolute values disagree."),
    right(
        "It depends on how errors are counted",
        "Mean absolute error: 2 against 1. Mean square: 4 against 11. The referee needs a rule.",
    ),
)

question(
    "2.p2",
    "One reading is written down 54.4 too high by mistake. Which line moves less?",
    wrong(
        "The one that minimises squares", "The far point's square dominates, and pulls the line."
    ),
    right(
        "The one that minimises absolute errors",
        "The far point pulls with the same force as any other point on its side.",
    ),
    wrong(
        "Both move equally",
        "A square grows with the square of the distance, an absolute value does not.",
    ),
)

question(
    "2.p3",
    "In the dial, w stands at 0.2 and you may turn only b. Can you reach the lowest loss of all?",
    wrong(
        "Yes, b can make up for any w",
        "b shifts the line up and down. It cannot change its slope.",
    ),
    right(
        "No, only the lowest loss for that w",
        "Turning b alone moves straight across the valley. To go along it, both must turn.",
    ),
    wrong("Yes, if b is negative enough", "Past the best b for this w the loss only rises again."),
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
    "One y is wrong by a lot. For which loss does the best line move least?",
    wrong("MSE's", "The square of a large error outweighs the rest."),
    right("MAE's", "An absolute error pulls no harder when it is larger."),
    wrong("RMSE's", "The root changes the number, not where its minimum lies: as MSE's."),
)

question(
    "2.q3",
    "A curve is convex if the straight line between any two of its points never runs below it. "
    "Is the absolute value of r convex?",
    right("Yes", "So convexity is no reason to prefer squares to absolute values."),
    wrong(
        "No, it has a corner",
        "A corner is no obstacle: every such line lies on or above the curve.",
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
    "Dividing the sum of squares by 2n in place of n: does the best line change?",
    right(
        "No",
        "All losses are halved, the lowest stays the lowest. So are all slopes: it matters later.",
    ),
    wrong("Yes, it is half as steep", "The loss is halved, not the line."),
    wrong("Only if n is small", "A constant factor never moves a minimum."),
)
