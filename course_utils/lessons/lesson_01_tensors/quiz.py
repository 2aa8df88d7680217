"""The questions of lesson 01."""

from course_utils.checking.questions import question, right, wrong

question(
    "1.p1",
    "The list [35.7, 55.9, 58.2] times 2, and the tensor of the same numbers times 2: "
    "what comes out?",
    wrong("Both double every reading.", "A list has no arithmetic: `* 2` repeats it."),
    right(
        "The list gets longer, the tensor's readings double.",
        "`* 2` on a list means twice the list. On a tensor it means every entry.",
    ),
    wrong("The list raises an error.", "It would be kinder if it did. It silently repeats itself."),
)

question(
    "1.p2",
    "`b = a[2:5]`, then `a[3] = 99`. Does `b` change?",
    right("Yes.", "A slice is a view: it looks at the same memory as `a`."),
    wrong(
        "No, `b` is a copy of three entries.",
        "Slicing a Python list copies. Slicing a tensor makes a view of the same memory.",
    ),
    wrong("Only if `b` is made again.", "Nothing has to be made again: `b` looks at `a`'s memory."),
)

question(
    "1.p3",
    "After the same seed, the first `torch.randn(3)` is printed and the second is kept. Where does "
    "the article's machine start to learn?",
    wrong(
        "At the printed numbers: the seed fixes them.",
        "The seed fixes where the tape starts. The first draw then moves it on.",
    ),
    right(
        "At three other numbers, the same for everybody.",
        "The second draw reads the next stretch of the tape, the same one after the same seed.",
    ),
    wrong(
        "At the first numbers of the noise: each call begins where the seed says.",
        "A call does not begin anew. Each reads on where the last one stopped.",
    ),
)

question(
    "1.p4",
    "The explorer makes B from A in nine ways: `A`, `A[2:5]`, `A.view(2, 3)`, `A.view(2, 3).T`, "
    "`A.detach()`, `torch.from_numpy(A.numpy())`, `A.clone()`, `A * 1` and "
    "`torch.tensor(A.numpy())`. In how many of them does B change when `A[3]` is set?",
    wrong("4", "A itself, its slice and both views make 4. `detach` and `from_numpy` share, too."),
    right("6", "Only `clone`, arithmetic and `torch.tensor` give B a storage of its own."),
    wrong("7", "`torch.tensor` copies, even where `.numpy()` has shared."),
)

question(
    "1.p5",
    "`torch.tensor([14, 15, 28]).mean()`: what comes out?",
    wrong("19", "That would be an integer, and a mean of integers is rarely one."),
    wrong("19.0", "That is what NumPy would say. torch does not turn integers into floats here."),
    right("An error", "torch asks you to choose the kind of number first: readings want floats."),
)

question(
    "1.q1",
    "What are the shape and dtype of `torch.arange(0, 20)`?",
    right("(20,), int64", "The end is left out, and whole numbers give integers."),
    wrong("(21,), int64", "The end is left out: 0 to 19. `torch.range`, deprecated, keeps it."),
    wrong("(20,), float32", "Whole numbers in give int64 out. Add `.float()`."),
    wrong("(1, 20), int64", "A range has one axis: (20,)."),
)

question(
    "1.q2",
    "You draw many numbers, `10 + 3 * torch.randn(n)`. What are their mean and their standard "
    "deviation, about?",
    right("10 and 3", "Times 3 spreads the draws, plus 10 shifts them without spreading them."),
    wrong("0 and 1", "Those are the mean and the standard deviation of `randn` itself."),
    wrong(
        "10 and 30", "The mean of the draws is 0 before they are shifted: 10 multiplies nothing."
    ),
    wrong("3 and 10", "What is multiplied is the spread, and what is added is the mean."),
)

question(
    "1.q3",
    "After `b = a.detach(); b[0] = 9`, is `a[0]` equal to 9?",
    right("Yes", "`detach` cuts the history and shares the storage."),
    wrong(
        "No, detach made a copy",
        "Even tutorials say so, but `detach` shares the storage. `clone` copies.",
    ),
    wrong("It raises an error", "Writing into a detached tensor is allowed, and that is the trap."),
)

question(
    "1.q4",
    "What is the rank of `torch.zeros(())`?",
    right("0", "No axes, one number: a rank-0 tensor."),
    wrong("1", "A rank-1 tensor needs one axis: `torch.zeros(1)` has shape (1,)."),
    wrong(
        "There is no such tensor", "There is: `torch.zeros(())` holds one number and has no axes."
    ),
)

question(
    "1.q5",
    "After `b = t_c`, which of these leaves the diary `t_c` as it is?",
    wrong("`b += 1`", "This adds in place: `b` and `t_c` are two names for one storage."),
    wrong("`b[:] = 0`", "This writes into the storage that both names point at."),
    right("`b = b + 1`", "`b + 1` has a new storage, and from now on `b` is a name for that one."),
    wrong("`b.mul_(2)`", "The underscore says it: this multiplies in place."),
)
