"""What people write in exercise 10.3 in place of the net and its training, as edits of the key."""

from course_utils.checking.comparison import difference
from course_utils.lessons.lesson_10_capstone.steps_of_training import (
    MANY,
    moves_are_off,
    only_with,
    scaled,
    some_stay,
)

OUT = "return out"
STEP, LOSS = "p.data -= lr * p.grad", "return mse().data"
KEPT = ("mse().backward()", "loss = mse()\n        loss.backward()")

NET = {
    "Without tanh the whole net is one line, and no line gets XOR below 0.25.": (".tanh()", ""),
    "The output goes through tanh. It is to be linear.": [
        (OUT, "return out.tanh()"),
        (("z.tanh()", "z"), (OUT, "return out.tanh()")),
    ],
    "The output goes through a sigmoid. It is to be linear.": (
        (OUT, "return 1 / (1 + (-out).exp())")
    ),
    "The hidden units are another function. tanh is asked for.": [
        ("z.tanh()", "1 / (1 + (-z).exp())"),
        ("tanh", "relu"),
    ],
    "The weights are taken from other places: those of unit j stand at 2 * j and 2 * j + 1.": (
        ("params[2 * j]", "params[j]"),
        ("params[2 * j + 1]", "params[j + 4]"),
    ),
    "The biases of the hidden units stand at 8 + j, their output weights at 12 + j.": [
        (("params[8 + j]", "params[12 + (j)]"), ("params[12 + j]", "params[8 + j]")),
        ("params[8 + j]", "params[8]"),
        ("params[12 + j]", "params[12]"),
        (
            ("params[2 * j]", "params[3 * j]"),
            ("params[2 * j + 1]", "params[3 * j + 1]"),
            ("params[8 + j]", "params[3 * j + 2]"),
        ),
    ],
    "tanh comes before the output weight: that one multiplies the bent value.": (
        ("params[12 + j] * z.tanh()", "(params[12 + j] * z).tanh()")
    ),
    "x1 stands where x2 belongs, or x2 is not used.": [
        ("params[2 * j + 1] * x2", "params[2 * j + 1] * x1"),
        (" + params[2 * j + 1] * x2", ""),
    ],
    "A list came back. One Value is asked for, the output.": (OUT, "return [out]"),
    "The output's bias is added more than once.": (("out = out +", "out = out + params[16] +")),
    "The output's bias is the last of the 17, params[16].": ("params[16]", "params[15]"),
    "x1 and x2 are swapped.": ("out = params[16]", "x1, x2, out = x2, x1, params[16]"),
    "Only some of the four units reach the output.": [
        ("range(4)", "range(2)"),
        ("range(4)", "range(3)"),
        ("out = out +", "out = params[16] +"),
    ],
    "A number came back. The Value itself is asked for: it remembers how it was made.": (
        (OUT, "return out.data")
    ),
    "No blame reaches the parameters: something made a new Value of a bare number.": [
        (OUT, "return Value(out.data)"),
    ],
    "The output's bias is missing.": ("params[16]", "0"),
    "The biases of the hidden units are missing.": (" + params[8 + j]", ""),
    "The four units are added up as they are. Where are the output weights?": (
        ("params[12 + j] * ", "")
    ),
}

# A sentence, an edit that draws it, and whether it is true of what was wanted and what came.
NET_FINDINGS = [
    (
        "net changes the data of params. It only reads them.",
        (OUT, "params[16].data = 0.0; return out"),
        lambda want, came: not came["params are kept"],
    ),
    (
        "The number is right, but its blame goes astray: work with Values all the way.",
        ("z.tanh()", "Value(z.tanh().data)"),
        lambda want, came: not difference(want["data"], came["data"]),
    ),
    (
        "By hand: with all params 0.5, x1 = 1 and x2 = 0 it is 4 * 0.5 * tanh(1) + 0.5 = 2.0232.",
        (OUT, "return out + 1"),
        lambda *_: True,
    ),
]

TRAIN = {
    "The gradients pile up from step to step: set each grad to 0 before backward.": (
        ("p.grad = 0.0", "pass")
    ),
    "The loss is a sum over the points. Divide by 4.": (" / 4", ""),
    "The steps go uphill.": ("-=", "+="),
    "Each step has the size of the gradient. Where is lr?": ("lr * ", ""),
    "params are as they came. Is a gradient left at the step, and does it change p.data?": [
        (STEP, "p = p - lr * p.grad"),
        ("def mse()", "params = [Value(p.data) for p in params]\n\n    def mse()"),
    ],
    "The loss is the one before the last step. Measure once more after it.": (
        KEPT,
        (LOSS, "return loss.data"),
    ),
    "The loss is a sum here. Divide it by 4.": (LOSS, f"{LOSS} * 4"),
    "The loss is a root here. The mean of the squares is asked for.": (LOSS, f"{LOSS} ** 0.5"),
    "A list came back. The last loss is asked for, a number.": (LOSS, "return [mse().data]"),
    "All losses came back. The last one is asked for.": (
        ("for _ in range", "losses = [mse().data]\n    for _ in range"),
        (STEP, f"{STEP}\n        losses.append(mse().data)"),
        (LOSS, "return losses"),
    ),
    "A Value came back. The number in it is its data.": [
        (LOSS, "return mse()"),
        (KEPT, (LOSS, "return loss")),
    ],
    "There is one step too few.": ("range(steps)", "range(steps - 1)"),
    "There is one step too many.": ("range(steps)", "range(steps + 1)"),
    "Each point makes a step of its own. One step takes the mean over all four.": """
            points = [(0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 0)]
            for x1, x2, y in steps * points:
                for p in params:
                    p.grad = 0.0
                ((net(params, x1, x2) - y) ** 2).backward()
                for p in params:
                    p.data -= lr * p.grad
            return sum((net(params, x1, x2) - y) ** 2 for x1, x2, y in points).data / 4
        """,
    "These are not the four points of XOR: the target is 1 where exactly one input is 1.": [
        ("(1, 1, 0)", "(1, 1, 1)"),
        ("- y)", "- x1 * x2)"),
        ("- y)", "- (1 - y))"),
    ],
    "The params are trained, but nothing is returned: the loss.": (LOSS, "mse()"),
    "The params came back. They change in place; what is returned is the loss.": (
        (LOSS, "return params")
    ),
}

TRAIN_FINDINGS = [
    (
        "A few steps are right, but many do not learn XOR. Does each do the same as the first?",
        ("range(steps)", "range(min(steps, 5))"),
        only_with(MANY),
    ),
    (
        "One step is right, three are not. Is each grad set to 0 anew, and is there a third step?",
        ("p.grad = 0.0", "p.grad *= 0.9"),
        only_with(3, moves_are_off),
    ),
    (
        "Some of the 17 parameters never move. Does the loop reach all of them?",
        ("for p in params:\n            p.data", "for p in params[8:]:\n            p.data"),
        only_with(1, some_stay),
    ),
    (
        "The first step goes the right way, but by some factor too far or not far enough.",
        ("lr * p.grad", "0.5 * lr * p.grad"),
        only_with(1, lambda want, came: moves_are_off(want, came) and scaled(want, came)),
    ),
    (
        "With steps = 1 the params are off: each p changes by lr times its slope of the mean.",
        ("- y) ** 2 for", "- y) ** 2 * (1 + x1) for"),
        only_with(1, moves_are_off),
    ),
    (
        "The params are right, the loss is not: the mean over the four points after the last step.",
        (LOSS, f"{LOSS} + 1"),
        only_with(1, lambda want, came: not moves_are_off(want, came)),
    ),
]

TRAIN_EQUALS = {
    "The four points may come in any order, and XOR is symmetric in all three numbers.": [
        ("(0, 0, 0), (0, 1, 1)", "(0, 1, 1), (0, 0, 0)"),
        ("(0, 1, 1), (1, 0, 1)", "(1, 0, 1), (0, 1, 1)"),
        ("(1, 0, 1), (1, 1, 0)", "(1, 1, 0), (1, 0, 1)"),
        ("for x1, x2, y", "for x2, x1, y"),
        ("for x1, x2, y", "for x1, y, x2"),
        ("net(params, x1, x2)", "net(params, x2, x1)"),
    ],
    "The square asks for no sign.": ("net(params, x1, x2) - y", "y - net(params, x1, x2)"),
}
