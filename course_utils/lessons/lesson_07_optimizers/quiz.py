"""The questions of lesson 07."""

from course_utils.checking.questions import question, right, wrong

question(
    "7.p1",
    "On the raw readings plain descent takes 57 243 steps and Adam 258, and both are told the "
    "gradient of each place, nothing else. What can Adam use that plain descent does not?",
    wrong(
        "The curvature, which says how long a step may be",
        "Nobody tells it. A method that knows it, Newton's, needs a single step.",
    ),
    wrong(
        "A larger learning rate, and nothing else",
        "Steps in proportion to the slope explode beyond 3.399e-4, whoever takes them.",
    ),
    right(
        "The gradients of the places where it was before",
        "Which way they agreed, and how large they used to be: it keeps averages of both.",
    ),
)

question(
    "7.p2",
    "On a tenth of the readings the limit of plain SGD is 0.033. At lr = 0.03 it needs 668 steps "
    "to come within 1 % of the best loss. What does momentum 0.9 do at the same lr?",
    wrong("It diverges: its steps are longer", "They are, but momentum also widens the limit."),
    wrong(
        "It needs about as many steps",
        "In the flat direction all gradients agree, and v grows to ten times the gradient.",
    ),
    right(
        "It needs about 50 steps",
        "v adds up what the gradients agree on. What changes its sign each time cancels.",
    ),
)

question(
    "7.p3",
    "The gradients are 4517 and 82.6, and lr is 0.001. What is Adam's first step?",
    wrong("(-4.5, -0.08)", "That is SGD's: lr times the gradient. Adam divides by its size."),
    right("(-0.001, -0.001)", "In the first step m_hat is g and the root of s_hat is |g|."),
    wrong(
        "(-0.001, -0.00002)",
        "Each parameter is divided by its own s, so the ratio of the two is lost.",
    ),
)

question(
    "7.p4",
    "On a tenth of the readings plain SGD diverges above lr = 0.033. Does momentum 0.9 diverge at "
    "lr = 0.04?",
    right(
        "No, it settles",
        "The limit is (1 + beta) times as large, 0.0627. It bounces, but the bounces die out.",
    ),
    wrong("Yes, and sooner than SGD", "The limit depends on beta: 2 (1 + beta) / lambda_max."),
    wrong(
        "It bounces without end",
        "It bounces, but the bounces die out: after 70 steps it is first within 1 %.",
    ),
)

question(
    "7.p5",
    "Each step sees one of the hundred points, drawn at random, at a steady lr of 0.1. What does "
    "the path do when it comes near the best line?",
    wrong(
        "It settles there, only more slowly",
        "At the bottom the slopes of single points do not vanish, so each step still moves.",
    ),
    right(
        "It comes near quickly, and then hovers about",
        "Each point pulls its own way. Only on average do the pulls cancel.",
    ),
    wrong(
        "It wanders off: one point says too little",
        "Away from the bottom most points agree which way is down, and pull the path back.",
    ),
)

question(
    "7.p6",
    "The post's loss has fallen from 2.40, and now its curve looks flat. Was that enough training?",
    wrong(
        "Yes: the curve has flattened, so there is nothing left to gain",
        "The RMSE is 0.481, and 0.450 is possible: the axis is too coarse to show it.",
    ),
    wrong(
        "Yes, unless the learning rate was too large",
        "It is small, and the run is stable. But along the flattest direction it is slow.",
    ),
    right(
        "No: it is still on its way",
        "a is 1.54, and 2.09 for the best parabola. Twice as many steps get most of the rest.",
    ),
)

question(
    "7.q1",
    "You delete the line `loss.backward()` from a training loop. What does torch's "
    "`optimizer.step()` do?",
    wrong("It computes the gradients itself", "It has no loss to do it with."),
    wrong("It raises an error", "It would be kinder. But a grad that is None is skipped."),
    right("Nothing", "Every grad is None, so every parameter stays. backward computes gradients."),
)

question(
    "7.q2",
    "You measure the loss in mK² instead of K²: every loss, and so every gradient, is a million "
    "times as large. Whose path stays the same at the same lr?",
    wrong("SGD's", "Its steps are a million times as long, and it explodes."),
    wrong("Momentum's", "v is a sum of gradients, and grows with them."),
    right("Adam's", "m and the root of s grow by the same factor, and their quotient stays."),
    wrong("Nobody's", "Adam divides the gradient by its own usual size, and the factor is gone."),
)

question(
    "7.q3",
    "On the source's 100 readings, from one start: 1000 steps of SGD at lr = 0.001, or 100 at "
    "lr = 0.01. Which ends nearer to the best line?",
    wrong(
        "The 1000 small steps end much nearer",
        "The weights are 2.2144 and 2.2193: the larger steps are even a little nearer.",
    ),
    right(
        "Both end almost at the same place",
        "Far below the limit, lr times steps is what counts: 2.2144 and 2.2193.",
    ),
    wrong("The 100 large steps end much nearer", "A little nearer: 2.2193 against 2.2144."),
)

question(
    "7.q4",
    "A source says that lr = 0.1 has found a slightly worse optimum than lr = 0.01. Has it?",
    wrong("Yes, large steps end beside the minimum", "With the full batch a stable run settles."),
    wrong("Yes, there are two minima", "The MSE of a line has one only, wherever you start."),
    right(
        "No, there is one minimum, and both are at it.",
        "The two losses agree to seven digits; what differs beyond is the rounding of float32.",
    ),
)

question(
    "7.q5",
    "The data was made with w = 2.5 and b = 1. Why does training end at (2.506, 1.018)?",
    wrong("It has not converged yet", "It has: least squares gives the same two numbers."),
    right(
        "They fit these 100 noisy readings better",
        "On them the MSE is 0.19509, and 0.19545 at the truth. Other readings end elsewhere.",
    ),
    wrong("The learning rate is too large", "All stable learning rates end at this place."),
    wrong("float32 is too coarse", "Rounding shows in the seventh digit, not in the third."),
)
