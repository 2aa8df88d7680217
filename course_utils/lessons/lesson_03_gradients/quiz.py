"""The questions of lesson 03."""

from course_utils.checking.questions import question, right, wrong

question(
    "3.p1",
    "You stand in fog on a hillside, an altimeter in your hand. The ground under your feet falls "
    "to the right. Where does the lowest point of the country lie?",
    wrong("To the left", "It may, beyond the hill. Nothing under your feet tells you so."),
    wrong("To the right", "Right is down from here. A few steps on, the ground may rise again."),
    right(
        "It cannot be known from here",
        "A slope is about this place only. It says which way is down, not where down ends.",
    ),
)

question(
    "3.p2",
    "On f₁ the descent starts at x = 0 with lr = 1. What will it do?",
    wrong("It settles at 3", "With lr = 0.5 it does, in one step. This step is twice as long."),
    right(
        "It bounces for ever",
        "The slope at 0 is -6, so x goes to 6. There it is 6, so x goes back to 0: 6, 0, 6, 0.",
    ),
    wrong("It explodes", "For that each step must lead farther out. These are equally long."),
)

question(
    "3.p3",
    "At w = 1, b = 0 on the diary's loss surface you walk straight down. By how much do you miss "
    "the direction of the lowest point?",
    wrong("Not at all", "That holds for a round bowl. This valley is long and narrow."),
    wrong("By about 45 degrees", "It is worse: in a long and narrow valley down leads across it."),
    right(
        "By nearly 90 degrees",
        "The valley is long and narrow: down leads across it, the lowest point lies along it.",
    ),
)

question(
    "3.p4",
    "On f₁ the descent starts at 0 with lr = 0.9, so that every step overshoots the minimum. What "
    "happens?",
    right(
        "It settles all the same",
        "Each miss is 0.8 of the one before, on the other side. That shrinks to nothing.",
    ),
    wrong("It bounces for ever", "It would if each miss were as large as the last: with lr = 1."),
    wrong("It explodes", "It would if each miss were larger than the last: with lr above 1."),
)

question(
    "3.q1",
    "The slope of the loss at w is -3. You want a smaller loss. What do you do with w?",
    right("Increase it", "A negative slope falls to the right: the step -lr * (-3) is positive."),
    wrong("Decrease it", "To the left this loss rises. The minus in the update turns the sign."),
    wrong("Set it to 3", "A slope is no place. It says which way, and how steep."),
    wrong("It depends on lr", "lr says how far. Which way is the sign's business."),
)

question(
    "3.q2",
    "The gradient is zero. Is this a minimum?",
    wrong(
        "Yes, nothing moves any more",
        "Nothing moves on top of a hill either: on f₂ at 0.1892, between the valleys.",
    ),
    right(
        "Not always",
        "It may be a hilltop. Nor is a pass between two hills a minimum: down on two sides, up on "
        "two.",
    ),
    wrong("Yes, if lr is small", "lr times zero is zero for every lr. The place is what matters."),
)

question(
    "3.q3",
    "Where does -grad point?",
    wrong("To the nearest minimum", "On the diary's surface it misses it by nearly 90 degrees."),
    right(
        "The way that is steepest down from here",
        "It knows this place alone. A step on, the steepest way may be another.",
    ),
    wrong("To the lowest minimum", "The gradient knows nothing of places far away."),
    wrong(
        "Along the contour", "Along a contour the loss stays as it is. -grad is at right angles."
    ),
)

question(
    "3.q4",
    "You halve lr and take twice as many steps. Do you end at the same place?",
    wrong(
        "Yes, exactly",
        "On the post's line 100 steps with lr 0.01 reach w = 2.2193, 200 with 0.005 reach 2.2165, "
        "1000 with 0.001 reach 2.2144.",
    ),
    right(
        "Nearly, if lr is small",
        "The steps together are about as long, but each new slope is measured at another place.",
    ),
    wrong("No, half as far", "Twice as many steps make up for most of it."),
)

question(
    "3.q5",
    "The loss hardly moves from step to step. Has the descent converged?",
    wrong(
        "Yes, that is what it means",
        "A step that is too small looks the same. So does a long flat stretch.",
    ),
    right(
        "Not necessarily",
        "The article's RMSE is “stable and reducing slowly” at 18.04. The best possible on its "
        "data is 1.467.",
    ),
    wrong("Yes, if lr is small", "With a small lr a loss stands still easily, wherever it is."),
)
