"""The questions of lesson 05."""

from course_utils.checking.questions import question, right, wrong

question(
    "5.p1",
    "At lr = 1e-2 the published run on the raw readings explodes. The notes print this advice: "
    "“Use a smaller learning rate (e.g., 1e-3).” What becomes of the run then?",
    wrong(
        "It comes down, only more slowly than one would like",
        "Lesson 03 took one step with 1e-3: the loss rose from 1764 to over 41 000.",
    ),
    wrong(
        "It explodes, ten times as late",
        "Each step still multiplies the part across by nearly -5, where it was by nearly -58.",
    ),
    right(
        "It explodes, two or three times as late",
        "In epoch 26, not 11. The rate at which it tips over lies lower; this lesson computes it.",
    ),
)

question(
    "5.p2",
    "The readings are standardised: mean 0, standard deviation 1. How many steps does lr = 0.5 "
    "need from w = 1, b = 0 to the lowest point?",
    right("1", "Both curvatures are 2, and 1 - 0.5 · 2 is 0: nothing of the error is left."),
    wrong(
        "About 20", "That would do if a step left about half of the error. This one leaves none."
    ),
    wrong("About 500", "Scaled by a tenth, it takes more. But here the bowl is round."),
)

question(
    "5.p3",
    "Centre the readings (subtract their mean), but do not scale them. What happens to the largest "
    "stable learning rate?",
    wrong("Nothing: the spread is the same", "The spread is. The limit looks at the mean as well."),
    right(
        "It grows about elevenfold",
        "The largest curvature falls from 5883 to 515: twice the variance is left.",
    ),
    wrong(
        "Any learning rate becomes stable",
        "The curvature for w is still 515, and 2 divided by it is a limit.",
    ),
)

question(
    "5.p4",
    "At lr = 1e-4 a step leaves 0.41 of the part across, and 0.9999825 of the part along. After "
    "how many steps is half of the way along done?",
    wrong("About 10", "After ten steps the part across is gone. Along, next to nothing is done."),
    wrong(
        "About 1000",
        "0.9999825 to the power of 1000 is still 0.98: two hundredths of the way are done.",
    ),
    right(
        "About 40 000",
        "0.9999825 to the power of about 39 600 is a half. The loop of section 4 stopped at 1000.",
    ),
    wrong("Never: it stands still", "It does move, by two hundred-thousandths of the rest a step."),
)

question(
    "5.q1",
    "The chain rule gives a slope for w for each reading. Why are they summed?",
    right(
        "All readings use the same knob",
        "Turning w moves every prediction, and what that does to the loss adds up.",
    ),
    wrong(
        "To make the gradient larger than rounding errors",
        "Size is not the point: in the mean they are made smaller again.",
    ),
    wrong(
        "The signs would disagree otherwise",
        "They may well disagree. The sum is where they settle it.",
    ),
)

question(
    "5.q2",
    "lr = 1e-3 explodes and lr = 1e-4 crawls. What do you change?",
    wrong(
        "The learning rate, to something between",
        "The limit is 3.4e-4: at best about three times as quick, and still a crawl.",
    ),
    wrong(
        "The number of steps",
        "At 1e-4 the slow direction takes 57 000 steps to shrink to 0.37 of it.",
    ),
    right(
        "The scale of x",
        "The crawl comes from the ratio of the two curvatures, and scaling x changes that.",
    ),
    wrong("The starting point", "The factors 1 - lr · λ are the same from every start."),
)

question(
    "5.q3",
    "All readings x are multiplied by 10, and x is far from 0 as in the diary. What happens to the "
    "largest stable learning rate?",
    wrong("It is multiplied by 10", "Larger readings make the loss steeper, not flatter."),
    wrong("It is divided by 10", "The curvature for w is a mean of squares of x."),
    wrong("It stays: only w is divided by 10", "The loss over that smaller w is all the steeper."),
    right("It is divided by about 100", "The curvature for w grows with x², a hundredfold."),
)

question(
    "5.q4",
    "The diary's true temperatures are written in °F in place of °C: every y is now 1.8 · y + 32. "
    "What happens to the largest stable learning rate for the line?",
    wrong("It is divided by 1.8", "The residuals grow with y, but the limit is made from H alone."),
    wrong("It is divided by 3.24", "So would the loss behave. But H is (2/n) XᵀX: where is y?"),
    right("Nothing", "y drops out of H. The bowl is moved to another place, and keeps its shape."),
)

question(
    "5.q5",
    "The article takes ten steps with lr = 1e-5. What could have told it, before the first of "
    "them, that ten are too few?",
    right(
        "The slowest factor, 1 − lr · λ for the smallest λ",
        "It is 0.9999974, so ten steps leave 0.99997 of that part of the distance.",
    ),
    wrong(
        "The RMSE at the start, 74.96: it is far above 0",
        "A high start says nothing of the way: on a round bowl one step may do.",
    ),
    wrong(
        "The length of the gradient at the start, 24 458: a long one means a long way",
        "It is so long because it is steep across the valley, and that part is soon gone.",
    ),
)
