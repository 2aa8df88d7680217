"""The questions of lesson 09."""

from course_utils.checking.questions import question, right, wrong

question(
    "9.p1",
    "A regression runs without any error message. Its line stays flat at 10.5, and its loss stays "
    "at 77.1364. Which would you check first?",
    wrong("The learning rate is too small", "Then it would creep. It moved, and came to rest."),
    wrong("The model is too simple", "The same line reaches a loss of 2.9276 on these readings."),
    right(
        "Two shapes do not match, and torch stretched them",
        "Every prediction met every target. Then the best line is flat, at the mean.",
    ),
    wrong("A gradient was not zeroed", "Then the loss would swing, as in lesson 06."),
)

question(
    "9.p2",
    "What is the shape of a product of tensors of shapes (3, 1) and (1, 3)?",
    wrong("There is none: an error", "3 and 1 fit, and so do 1 and 3: a 1 is stretched."),
    right("(3, 3)", "In each of the two columns the 1 is stretched to 3."),
    wrong("(3, 1)", "The second 1 is stretched as well: its partner is 3."),
    wrong("(1,)", "A product of these shapes keeps both axes; `*` sums nothing."),
)

question(
    "9.p3",
    "y_hat = w * x + b for 11 readings, with one w and one b. Every element of y_hat receives a "
    "gradient of 1. What is `b.grad`?",
    wrong("1", "That comes from one reading. b was used for all eleven."),
    wrong("1/11", "That would be the share of one reading in a mean. Here nothing is divided."),
    right("11", "b was stretched over 11 readings, and what they pass back is added up."),
)

question(
    "9.p4",
    "Training with the trapped loss is started at the best line, w = 0.5368 and b = -17.30 (w per "
    "unit of t_u, not of 0.1 · t_u; a stable learning rate). Where does it end?",
    right(
        "At the flat line",
        "There the trapped loss is 77.1364. At the best line it is 151.3451, so descent leaves it.",
    ),
    wrong(
        "It stays at the best line",
        "That is the bottom of the right loss. The trapped loss has its bottom elsewhere.",
    ),
    wrong(
        "It diverges",
        "Section 6: the bowl has the same curvatures, so a learning rate that is stable for the "
        "right loss is stable here, too.",
    ),
)

question(
    "9.q1",
    "What is the shape of a sum of tensors of shapes (5, 1) and (1, 4)?",
    wrong("(5, 1)", "The last axis is stretched to 4."),
    wrong("(1, 4)", "The first axis is stretched to 5."),
    wrong("An error", "5 with 1 and 1 with 4: both columns fit."),
    right("(5, 4)", "Each 1 is stretched to the size opposite."),
)

question(
    "9.q2",
    "What is the shape of a sum of tensors of shapes (3,) and (4,)?",
    wrong("(3, 4)", "No axis is added between them: both have one, in the same column."),
    wrong("(4,)", "Only a 1 is stretched. 3 is not."),
    right("There is none: an error", "3 and 4 stand in one column, and neither of them is 1."),
    wrong("(7,)", "That is what `torch.cat` makes: it joins, it does not add."),
)

question(
    "9.q3",
    "y_hat has shape (4,) and y has shape (4, 1). What is the shape of y_hat - y?",
    right("(4, 4), without a word", "(4,) counts as (1, 4). Then both 1s are stretched."),
    wrong("(4,)", "The column y is not flattened: its last axis is 1 and meets the 4."),
    wrong("(4, 1)", "The last axis is 1 in y only. It is stretched to 4."),
    wrong("An error", "It would be kinder. But a missing axis counts as 1, and 1 fits."),
)

question(
    "9.q4",
    "A tensor of shape (1000,) is added to one of shape (1000, 1000). Is the small one copied a "
    "thousand times?",
    wrong("Yes, so that the shapes become equal", "The same row is read again: its stride is 0."),
    right(
        "No, it is read again and again",
        "The stretched axis has stride 0. Only the result is new, and it has its full size.",
    ),
    wrong(
        "No, and no new memory is needed at all",
        "The inputs are not copied. But the result is new: 4 MB in float32.",
    ),
)

question(
    "9.q5",
    "The loss stands still, and it equals the variance of y. What do you look at first?",
    wrong("The learning rate", "It only sets how fast the loss gets there, if it is stable."),
    wrong("The number of steps", "The loss is at the bottom of its bowl. It is the wrong bowl."),
    wrong(
        "The start of the weights",
        "For a line the bowl has one bottom. From every start the run ends there.",
    ),
    right(
        "The shapes of y_hat and y",
        "The line has become the mean of y: that is the fingerprint of (n,) against (n, 1).",
    ),
)
