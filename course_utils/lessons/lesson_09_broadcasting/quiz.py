"""The questions of lesson 09."""

from course_utils.checking.questions import question, right, wrong

question(
    "9.p1",
    "The line stays flat at 10.5, and its loss comes to rest at 77.1364. Where have you met this "
    "loss?",
    wrong(
        "At the start of training in lesson 06, w = 1 and b = 0",
        "That was 80.3643. This run does not even begin there: its curve starts at 108.",
    ),
    wrong("On the shelf of lesson 05", "That is near 29, and a line on the shelf is not flat."),
    right(
        "At the best constant, in lesson 02",
        "The baseline: 10.5 is the mean. The line has learnt nothing else.",
    ),
    wrong("It is the noise of the readings", "That is 2.93: lesson 06 ended there."),
)

question(
    "9.p2",
    "What is the shape of a product of tensors of shapes (4, 3) and (4,)?",
    wrong(
        "(4, 3): each row times its own number",
        "So one would wish. But the 4 is held below the 3, and no size is 1.",
    ),
    wrong(
        "(4, 3, 4): each with each",
        "That takes axes of size 1 on both sides, and here nobody has made any.",
    ),
    right("There is none: an error", "From the right, 3 meets 4, and neither of them is 1."),
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
        "Section 4: the bowl has the same curvatures, so a learning rate that is stable for the "
        "right loss is stable here, too.",
    ),
)

question(
    "9.p5",
    "b has shape (3, 2) and is to meet a, of shape (2, 3). The notes name two fixes: transpose b, "
    "or reshape it. What do they do?",
    wrong("The same: both give b as (2, 3)", "The same shape, and other numbers in its places."),
    right(
        "Both give (2, 3), with the numbers in other places",
        "Transposing exchanges the axes; reshape keeps the order and breaks the lines elsewhere.",
    ),
    wrong(
        "Only transposing runs: reshape refuses to mix rows",
        "reshape asks only for equally many numbers, and 3 · 2 are 2 · 3.",
    ),
    wrong("Neither helps: the error remains", "(2, 3) meets (2, 3), and no error is left."),
)

question(
    "9.q1",
    "What is the shape of a sum of tensors of shapes (5, 1, 4) and (3, 2)?",
    wrong("(5, 3, 4)", "In the last column 4 meets 2. Only a 1 is stretched."),
    wrong("(5, 3, 2)", "In the last column 4 meets 2, and the smaller one does not win."),
    right("There is none: an error", "1 fits 3, but in the last column 4 meets 2."),
    wrong("(5, 3, 8)", "Sizes are never multiplied: each number of one meets one of the other."),
)

question(
    "9.q2",
    "`T` is [[1, 3], [5, 7]]. What is `T - T.mean(dim=1)`?",
    wrong("[[-1, 1], [-1, 1]]", "So it would be with keepdim=True: each row loses its own mean."),
    wrong("[[-2, -2], [2, 2]]", "So it is with dim=0: each column loses its own mean."),
    right(
        "[[-1, -3], [3, 1]]",
        "The means of the rows, 2 and 6, lie along the columns: 1 - 2 and 3 - 6, 5 - 2 and 7 - 6.",
    ),
    wrong("An error", "(2, 2) and (2,) fit. With three columns it would be one."),
)

question(
    "9.q3",
    "x has the shape (10000,), y the shape (10000, 1), both float32. How much memory does x - y "
    "take?",
    wrong("40 kB", "That would be the result of equal shapes. This one is (10000, 10000)."),
    wrong("80 kB", "That is x and y together. The result is (10000, 10000)."),
    right("400 MB", "10000 · 10000 numbers of 4 bytes. Only the inputs are not copied."),
    wrong("Next to none: a stretched axis has stride 0", "So it is for x and y, not for x - y."),
)

question(
    "9.q4",
    "A bias of shape (4,) is added to 32 rows of four, and the loss is the mean of everything. Now "
    "each row is there twice. What becomes of the bias's grad?",
    wrong("It doubles", "Twice as many terms are summed, but the mean makes each half as large."),
    right("It stays", "Twice as many terms, each half as large: the sum and the mean cancel."),
    wrong("It halves", "Each row counts half as much, and there are twice as many."),
)

question(
    "9.q5",
    "A line's loss stands at the variance of y, and y_hat and y have the same shape. Which do you "
    "do next?",
    wrong("Train longer", "At the bottom of the loss the gradient is 0: longer changes nothing."),
    wrong("Trust it: equal shapes prove the fit", "They prove that one suspect was not there."),
    right(
        "Plot y over x",
        "The inputs may say nothing about y, or say it in a curve whose best line is flat.",
    ),
    wrong("Flatten both, as fastai does", "The shapes agree already: flattening changes nothing."),
)
