"""The questions of lesson 07."""

from course_utils.checking.questions import question, right, wrong

question(
    "7.p1",
    "On the raw readings plain descent takes 57 243 steps and Adam 258, and both are told the "
    "gradient of each place. What can Adam use that plain descent does not?",
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
        "It needs about 670 steps, as before",
        "In the flat direction all gradients agree, and v grows to ten times the gradient.",
    ),
    right(
        "It needs about 50 steps",
        "v adds up what the gradients agree on. What changes its sign each time does not.",
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
    "With our noise the post's loss falls from 2.40 to 0.481, and the lowest is 0.450. The truth "
    "has a = 2, and the run began at a = -0.64. Where is a after these 1000 steps?",
    wrong(
        "At 1.98: three hundredths are nothing",
        "Of the loss they are little. But where a valley is flat, little loss is a long way.",
    ),
    right(
        "At 1.54",
        "It is still on its way to 2.09, the a of the best parabola: that direction is flat.",
    ),
    wrong(
        "At -0.30: a step of 0.01 times a slope is small",
        "A thousand of them add up, and most of the loss is gone. That took most of the way.",
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
    "On the hundred points of section 5 λ is 1.84 in one direction and 2.09 in the other. From one "
    "start: 1000 steps of SGD at lr = 0.01, or 10 at lr = 1. Which ends nearer to the best line?",
    wrong(
        "Both end almost at the same place: lr times steps is the same",
        "Far below the limit that is what counts. But 1 - 1 · 2.09 is -1.09, in size above 1.",
    ),
    right(
        "The 1000 small steps",
        "They arrive. Each large one multiplies a part of the distance by 1 - 2.09 = -1.09.",
    ),
    wrong(
        "The 10 large steps",
        "They move away: lr = 1 is beyond the limit, 2 / 2.09.",
    ),
)

question(
    "7.q4",
    "A run on a hundred points takes one of them a step, at a steady lr of 0.1, and hovers. From "
    "now on each step takes all hundred, at the same lr. What does the run do?",
    wrong(
        "It hovers on, a little lower",
        "That is what ten points a step would do: their noise cancels in part.",
    ),
    right(
        "It settles at the best line",
        "There the slopes of all points together cancel: no step is left, and no noise.",
    ),
    wrong(
        "It explodes: a hundred slopes add up",
        "The loss is their mean, not their sum, and lr = 0.1 is far below the limit.",
    ),
)

question(
    "7.q5",
    "Adam's first gradient is 4, and its second is -4. How long is its second step?",
    wrong(
        "lr, back to where it came from",
        "s does not care for the sign, but m does: it averages the two.",
    ),
    wrong(
        "0: the two gradients cancel",
        "The older counts 0.9 times as much as the newer, so something is left.",
    ),
    right(
        "About lr / 20",
        "m is 0.9 · 0.4 - 0.4 = -0.04, corrected -0.21; the root of s, corrected, is 4.",
    ),
)
