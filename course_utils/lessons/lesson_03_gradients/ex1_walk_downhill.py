"""Exercise 3.1: gradient descent on a function of one number."""

import torch

from course_utils.checking.exercises import exercise

walk = exercise(
    "3.1",
    "Walk downhill",
    hints=(
        "The table of steps on f₁ is such a path. How does each entry follow from the one before?",
        "Begin the list with x0. Then, steps times: take the slope where you stand, step, append.",
        "x = x - lr * fprime(x)",
    ),
)


def slope_of_f1(x):
    return 2 * x - 6


def walks(generator):
    """The walks on f₁, then valleys of other shapes; one walk has no step, one a single one."""
    tried = [(slope_of_f1, 0.0, lr, 6) for lr in (0.1, 0.5, 1.05)]
    for steps, low, high in [(5, 0.2, 0.8), (4, 1.2, 1.8), (0, 0.2, 0.8), (1, 1.2, 1.8)]:
        c, m, share, rate = torch.rand(4, generator=generator).tolist()
        c, m, rate = 0.5 + 3.5 * c, (2 + 3 * m) * (-1) ** steps, low + (high - low) * rate
        # No path comes near 0, where what float32 has lost would show.
        x0 = m * (1.3 + 0.5 * share)
        tried.append((lambda x, c=c, m=m: c * (x - m), x0, rate / c, steps))
    return tried


@walk.part(probes=walks)
def gd(fprime, x0, lr, steps):
    """The path of gradient descent: x0 and the points after it; a list of steps + 1 numbers."""
    x, path = x0, [x0]
    for _ in range(steps):
        x = x - lr * fprime(x)
        path.append(x)
    return path


def without_a_call(operate, unmoved):
    """Return an answer that computes with fprime itself; where no step is taken, with `unmoved`."""
    return lambda fprime, x0, lr, steps: (operate if steps else unmoved)(fprime, x0, lr)


COMPUTING = [
    lambda fprime, x0, lr: lr * fprime,
    lambda fprime, x0, lr: fprime * lr,
    lambda fprime, x0, lr: x0 - fprime,
    lambda fprime, x0, lr: fprime[x0],
]
RESTING = [
    lambda fprime, x0, lr: [x0],
    lambda fprime, x0, lr: [],
    lambda fprime, x0, lr: torch.tensor([x0]),
]
BEGIN, STEP, APPEND = "x, path = x0, [x0]", "x = x - lr * fprime(x)", "path.append(x)"
OVERWRITTEN = (STEP, "path = path[-1] - lr * fprime(path[-1])"), (APPEND, "")

gd.slips(
    {
        "This walks uphill: subtract lr times the slope.": ("- lr", "+ lr"),
        "The slope is subtracted at full length. Where does lr come in?": ("lr * ", ""),
        "The path lacks its start: x0 is its first entry.": [
            ("return path", "return path[1:]"),
            ("return path", "return torch.tensor(path)[1:]"),  # an empty one is no empty list
        ],
        "The path lacks its end: the point after the last step belongs to it.": [
            ("return path", "return path[:-1]"),
            ("return path", "return torch.tensor(path)[:-1]"),
        ],
        "The start stands in the path twice, and the last point is missing. Step, then append.": (
            (STEP, "new = x - lr * fprime(x)"),
            (APPEND, "path.append(x); x = new"),
        ),
        "The start stands in the path twice: it is in the list before the loop begins.": (
            ("[x0]", "[x0, x0]")
        ),
        "This path takes one step more than it should: where does the range end?": (
            ("range(steps)", "range(steps + 1)")
        ),
        "One step is missing: take exactly steps of them.": ("range(steps)", "range(steps - 1)"),
        "The path begins with x0 itself.": (("[x0]", "[]"), ("range(steps)", "range(steps + 1)")),
        "This is the last point alone. The whole path is asked for.": ("return path", "return x"),
        "The path begins at its end: each new point goes to the end of the list.": (
            (APPEND, "path.insert(0, x)")
        ),
        "The slope is that of the start for every step. Measure it anew where x is now.": (
            ("fprime(x)", "fprime(x0)")
        ),
        "Every step begins at x0 again.": [
            (STEP, "x = x0 - lr * fprime(x0)"),
            (STEP, "x = x0 - lr * fprime(x)"),
        ],
        "lr is added to the step or subtracted. It scales the slope: multiply.": [
            ("lr * fprime(x)", "(lr + fprime(x))"),
            ("lr * fprime(x)", "fprime(x) + lr"),
        ],
        "The slope is divided by lr, so that a small lr takes a long step. Multiply.": (
            ("lr * fprime(x)", "fprime(x) / lr")
        ),
        "This is the slope or the step, taken for the new place. Where is x?": [
            ("x - lr * fprime(x)", "fprime(x)"),
            ("x - lr * fprime(x)", "lr * fprime(x)"),
            ("x - lr * fprime(x)", "-lr * fprime(x)"),
        ],
        "All steps are equally long. A step is lr times the slope, not only its sign.": (
            ("lr * fprime(x)", "(lr if fprime(x) > 0 else -lr)")
        ),
        "These are the slopes on the way. The path holds the places x.": [
            ("return path", "return [fprime(x) for x in path]"),
            ("return path", "return [fprime(x) for x in path[:-1]]"),
        ],
        "All points are one and the same: -= changes the tensor that is already in the list.": [
            ((BEGIN, "x = torch.tensor(x0); path = [x]"), (STEP, "x -= lr * fprime(x)")),
            (
                (BEGIN, "x = torch.tensor(x0); path = [x]"),
                (STEP, "x -= lr * fprime(x)"),
                ("return path", "x -= lr * fprime(x); return path"),
            ),
        ],
        "The list is overwritten by a number: append to it.": [
            (APPEND, "path = x"),
            ((BEGIN, "path = [x0]"), *OVERWRITTEN),
            ((BEGIN, "path = [torch.tensor(x0)]"), *OVERWRITTEN),
        ],
        "fprime is a function: call it at the point where you stand.": [
            without_a_call(operate, unmoved)
            for operate in COMPUTING
            for unmoved in (*RESTING, operate)
        ],
        "The first round of the loop returns already. What does the indent of return say?": (
            ("    return path", "        return path")
        ),
        "f₁ is built in. Other functions have other slopes: call fprime.": [
            ("fprime(x)", "(2 * x - 6)"),
            ("fprime(x)", "((x - 3) ** 2 + 2)"),
        ],
    }
)
