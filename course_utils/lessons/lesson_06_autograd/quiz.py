"""The questions of lesson 06."""

from course_utils.checking.questions import question, right, wrong

question(
    "6.p1",
    "a = 1, b = a + a, c = b + b. How fast does a turn c?",
    wrong("2", "That is how fast a turns b. b turns c twice as fast once more."),
    right("4", "Four paths lead from a to c, each with the slope 1, and paths add up."),
    wrong(
        "8", "There are four paths, not eight. But a naive machine does find 8, as you will see."
    ),
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
    "The speed data at lr = 1e-5, and nobody empties the gradient between the steps. What does "
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
    right("6", "The square passes 2 · 1 = 2 back, and w turns the product by x = 3."),
    wrong("2", "That is the slope in b. On the way to w there is the product with x = 3."),
    wrong("3", "So fast w turns the product. The square then passes on 2 · 1 = 2 times as much."),
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
    "loss = ((params * x - y) ** 2).mean(). What does a second loss.backward() do?",
    right(
        "It raises an error",
        "What the first one needed was thrown away to save memory. Compute the loss anew.",
    ),
    wrong("It doubles params.grad", "Our own engine would do that. torch has freed its graph."),
    wrong("Nothing: the gradient is known", "backward never asks what is known already."),
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
    "From the first step on the loss stands still, digit for digit, and no message comes. Which of "
    "these does that?",
    wrong("The gradient is never zeroed", "Sums of gradients push too far: the loss swings."),
    wrong(
        "params.grad = None stands between backward and the step",
        "Nothing is left to multiply by lr, and that raises an error.",
    ),
    right(
        "params.grad.zero_() stands between backward and the step",
        "lr · 0 is subtracted: section 10 runs it, and the knobs stay at (1, 0).",
    ),
    wrong(
        "The step stands outside no_grad",
        "torch refuses to change a leaf that it follows, and says so.",
    ),
)
