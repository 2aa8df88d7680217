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
    "Seed 2021, then `rand(20)`, then `randn(3)` twice. Are the two draws of three equal?",
    wrong(
        "Yes, the seed fixes them.",
        "The seed fixes where the tape starts. Each draw then moves the tape on.",
    ),
    right("No.", "The second draw reads the next stretch of the tape."),
    wrong(
        "It differs from run to run.", "After the same seed, the same draws give the same numbers."
    ),
)

question(
    "1.p4",
    "B is made from A in one of four ways. Which of them gives B a storage of its own, "
    "so that B stays as it is when A changes?",
    wrong("`A.view(2, 3)`", "A view deals the same boxes out over other axes. It shares them."),
    wrong("`A.detach()`", "detach cuts the history and shares the storage."),
    right("`A * 1`", "Arithmetic writes its results into a new storage, even if nothing changes."),
    wrong("`torch.from_numpy(A.numpy())`", "Neither step copies: all three look at one storage."),
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
    "Which of `torch.rand` and `torch.randn` can give a negative number?",
    wrong("Both", "`rand` is uniform from 0 up to 1: never negative."),
    wrong("`rand` only", "`rand` is uniform from 0 up to 1: never negative."),
    right("`randn` only", "`randn` is normal with mean 0: about half its draws are negative."),
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
    "What makes random results repeatable?",
    wrong("The seed", "Not by itself: one more draw in between and everything after it differs."),
    wrong("Drawing in the same order", "Not without a seed: the tape starts anywhere."),
    right(
        "The seed and the same draws in the same order",
        "The seed says where the tape starts, the draws before say which stretch comes next.",
    ),
)
