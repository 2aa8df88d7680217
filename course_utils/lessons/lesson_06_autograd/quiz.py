"""The questions of lesson 06."""

from course_utils.checking.questions import question, right, wrong

question(
    "6.p1",
    "a = 1, b = a + a, c = b · b. How many times as fast as a does c move?",
    wrong("2", "So fast b moves. But c moves faster than b, because b is used twice."),
    wrong("4", "That is how large c is, and how many times as fast as b it moves: 2b = 4."),
    right(
        "8", "c moves 2b = 4 times as fast as b, and b twice as fast as a: c is 4a², its slope 8a."
    ),
    wrong("16", "There are four paths, each with the slope 2; but a naive machine does find 16."),
)

question(
    "6.p2",
    "params holds two numbers and requires grad. First params.sum().backward(), then "
    "(2 * params).sum().backward(). What does params.grad hold now?",
    wrong("[2, 2]", "That is the second gradient alone. It does not replace the first."),
    wrong("An error: a graph is used up by its first backward", "These are two graphs."),
    right("[3, 3]", "Each backward adds its gradient to what is there: 1 + 2."),
)

question(
    "6.p3",
    "The speed data at lr = 1e-5, and nobody zeroes the gradient between the steps. What does "
    "the RMSE do?",
    wrong("It falls as before", "Only the first step is as before: 75, then 36."),
    wrong(
        "It falls faster, and stays low",
        "It falls for two steps only, 75, 36, 33, and no faster: zeroed it is 75, 36, 23.",
    ),
    right(
        "It falls, then swings up again",
        "75, 36, 33, 73, 77, 40: old gradients push on when they should have stopped.",
    ),
)

question(
    "6.p4",
    "loss = (w * x + b - y)² at w = 2, b = 0, x = 3, y = 5. What is the slope of the loss in w?",
    right("6", "The square passes 2 · 1 = 2 back, and the product moves x = 3 times as fast as w."),
    wrong("2", "That is the slope in b. On the way to w there is the product with x = 3."),
    wrong("3", "So fast the product moves. The loss moves 2 · 1 = 2 times as fast as that."),
    wrong("1", "That is the loss itself."),
)

question(
    "6.p5",
    "orig_params is a clone of the start. Training begins with "
    "params = orig_params.detach().requires_grad_(), changes params in place, and ends. Then both "
    "are run again, from that line on. Where does the second training begin?",
    wrong(
        "Where the first began: orig_params is a clone",
        "The clone is safe from what was cloned. But params is a second name for the clone itself.",
    ),
    right(
        "Where the first one ended",
        "detach cuts the record and shares the memory, so training moved orig_params as well.",
    ),
    wrong("Nowhere: it raises an error", "detach makes a new leaf each time, and nothing objects."),
)

question(
    "6.p6",
    "One reading of the loss of a model with 25 million knobs takes a thousandth of a second. "
    "Central differences would need 14 hours for one gradient (lesson 04). How long does a forward "
    "and a backward pass take?",
    right(
        "Some thousandths of a second",
        "One reading and one walk back, which costs as much as a few more. The knobs do not count.",
    ),
    wrong(
        "Some seconds",
        "That would be so if each knob cost a little extra. They are in the reading already.",
    ),
    wrong(
        "7 hours: half as much", "One-sided differences would save a half. This is no difference."
    ),
    wrong("14 hours: slopes are not to be had for less", "They are, where all share one walk."),
)

question(
    "6.q1",
    "When is the graph of a computation built?",
    wrong("When backward is called", "backward only walks through a graph that is there already."),
    right(
        "While the numbers are computed",
        "Each result notes its parents at once. That is why a loss built under no_grad has none.",
    ),
    wrong("When requires_grad is set", "That only asks for the notes. There is no result yet."),
)

question(
    "6.q2",
    "Which tensors hold a gradient in .grad after loss.backward()?",
    wrong("All that the loss was made from", "Blame passes through all of them, but few keep it."),
    wrong("The loss alone", "Its slope in itself is 1, and that is not even kept."),
    right(
        "The leaves that require grad",
        "Others keep theirs only if asked to before, by retain_grad().",
    ),
)

question(
    "6.q3",
    "In `fit` the line that computes the loss slips out of the loop, to stand above it. What does "
    "the loop do then?",
    wrong(
        "It trains as before: `backward` uses the new knobs",
        "`backward` walks through the graph that is there. Nobody has computed the loss anew.",
    ),
    right(
        "It takes one step, and raises an error in the second",
        "What the way back needs was thrown away after the first walk, to save memory.",
    ),
    wrong(
        "It repeats its first step again and again",
        "So it would if the graph were kept. torch frees it after one walk.",
    ),
)

question(
    "6.q4",
    "What does loss.backward() do to the parameters?",
    wrong("It moves them one step downhill", "The update does that, in a line of its own."),
    right("Nothing: it only adds to their .grad", "Whether they move is for the next line to say."),
    wrong("It sets them to the best values", "It finds slopes, at the place where they stand."),
)

question(
    "6.q5",
    "A friend zeroes by `params.grad.zero_()`, in the first line of the loop, before the loss is "
    "computed. What happens?",
    wrong(
        "The same as in `fit`, which zeroes at the end",
        "From the second step on it would. But what does the first one find in params.grad?",
    ),
    wrong(
        "The knobs stay where they are",
        "So they do if it stands between `backward` and the step. Here `backward` comes after it.",
    ),
    right(
        "An error, in the first step",
        "Before the first `backward` params.grad is None, and None has no zero_.",
    ),
    wrong("The loss swings", "That takes gradients that add up. Each `backward` would find zeros."),
)
