"""The questions of lesson 03."""

from course_utils.checking.questions import question, right, wrong

question(
    "3.p1",
    "In thick fog you feel the ground fall to the right. What do you know for sure?",
    right(
        "That a small enough step to the right leads down",
        "This is what a slope says. It speaks about this place, and not about the next hill.",
    ),
    wrong(
        "That the lowest point lies to the right",
        "The ground may rise again a few steps on, and lie lower still on the other side.",
    ),
    wrong(
        "Nothing, as long as you cannot see",
        "You know your height and the slope. That is enough for one step, and then you can feel "
        "the ground again.",
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
    "On f₁ two descents start at x = 0, one with lr = 0.4, one with lr = 0.6. Which is nearer to "
    "the bottom after ten steps?",
    wrong(
        "The one with 0.4, because it never overshoots",
        "It does not. But what counts is how much of the distance a step leaves, on either side.",
    ),
    wrong(
        "The one with 0.6, because its steps are longer",
        "Longer, and so each leads past the bottom. How much of the distance is left there?",
    ),
    right(
        "Neither: they are equally near",
        "A step leaves 0.2 of the distance with lr = 0.4, and -0.2 of it with lr = 0.6: as much, "
        "on the other side. Find another such pair.",
    ),
)

question(
    "3.p5",
    "You try a tiny step of one length in every direction, and draw the change of the loss over "
    "the direction, from 0° to 360°. What will the curve look like?",
    wrong(
        "Flat, with one sharp peak at the steepest direction",
        "A direction close to the steepest one is nearly as steep. Nothing here is sharp.",
    ),
    wrong(
        "A wave with two tops, one for each knob",
        "Each knob alone gives a wave with one top, and two such waves add up to another one.",
    ),
    right(
        "One smooth wave, with one top and one bottom",
        "Slope times turn, added up for both knobs, makes one wave. Its bottom lies opposite its "
        "top.",
    ),
)

question(
    "3.p6",
    "The post *Machine learning basics* prints a gradient and says: “Values closer to zero "
    "typically mean that we’re converging towards a minimum of the loss function.” Ours is a "
    "thousandth of what it was. Which of these says how far the RMSE can still fall?",
    wrong(
        "The gradient, 22.9 long: it is still far from 0",
        "Where the ground bends strongly, a gradient as long as that is a hair from the bottom.",
    ),
    wrong(
        "The last two RMSEs, which differ by 0.0003",
        "Steps gain as little on any flat ground, near the bottom or far above it.",
    ),
    right(
        "The noise floor of lesson 02, 1.44, beside our 18.04",
        "It looks beyond this place. Gradient and steps know only the ground where we stand.",
    ),
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
    "Gradient descent begins at a place where the slope is exactly zero. What does it do?",
    right(
        "It stays there",
        "lr times zero is zero. So it does at a minimum, and so it does on a hilltop, as on f₂ "
        "between its valleys.",
    ),
    wrong(
        "It rolls down, if the place is a hilltop",
        "A ball would, after the slightest push. Gradient descent takes slope times lr, which is "
        "zero.",
    ),
    wrong(
        "It depends on whether lr is large enough",
        "However large lr is: times zero it is zero.",
    ),
)

question(
    "3.q3",
    "Where does -grad point?",
    wrong("To the nearest minimum", "On the diary's surface it misses it by nearly 90 degrees."),
    wrong("To the lowest minimum", "The gradient knows nothing of places far away."),
    wrong(
        "Along the contour", "Along a contour the loss stays as it is. -grad is at right angles."
    ),
    right(
        "The way that is steepest down from here",
        "It knows this place alone. A step on, the steepest way may be another.",
    ),
)

question(
    "3.q4",
    "On f₁ one step with lr = 0.4 leads from 0 to 2.4. Where do two steps with half that lr lead?",
    wrong("To the same place", "For that the second step would need the slope of the first place."),
    right(
        "Less far",
        "To 1.92: the slope is measured anew on the way, where the ground is less steep.",
    ),
    wrong(
        "Farther", "The second step begins where it is less steep, so it is shorter than the first."
    ),
)

question(
    "3.q5",
    "The gradient is (3, -4), and lr is 0.1. By how much does one step promise to lower the loss?",
    wrong("By 0.5", "This is lr times the length of the gradient: how long the step is."),
    right("By 2.5", "lr · (3² + 4²): each knob turns by lr times its slope, times slope again."),
    wrong("By nothing: 3 and -4 nearly cancel", "They are squared first, and squares add up."),
)
