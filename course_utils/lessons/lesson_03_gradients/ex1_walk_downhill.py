"""Exercise 3.1: gradient descent on a function of one number."""

import torch

from course_utils.checking.comparison import numbers_in, same_numbers
from course_utils.checking.exercises import exercise
from course_utils.checking.plain_data import as_data

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
    # The longest has not yet come to rest at its end, however soon a loop takes that for rest.
    for steps, low, high in [(5, 0.2, 0.4), (4, 1.2, 1.8), (0, 0.2, 0.8), (1, 1.2, 1.8)]:
        c, m, share, rate = torch.rand(4, generator=generator).tolist()
        c, m, rate = 0.5 + 3.5 * c, (2 + 3 * m) * (-1) ** steps, low + (high - low) * rate
        # No path comes near 0, where what float32 has lost would show.
        x0 = m * (1.3 + 0.5 * share)
        tried.append((lambda x, c=c, m=m: c * (x - m), x0, rate / c, steps))
    return tried


def points_and_path(answer, *args):
    """Return how many points came, and the path they make; as it is what holds no numbers."""
    came = as_data(answer(*args))
    if isinstance(came, list | tuple) and not came:
        return {"points": 0, "path": []}
    path = numbers_in(came)
    if path is None:
        return came
    return {"points": len(path), "path": path.tolist()}


@walk.part(probes=walks, observe=points_and_path)
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
RESTING = [lambda fprime, x0, lr: [x0], lambda fprime, x0, lr: []]
BEGIN, STEP, APPEND = "x, path = x0, [x0]", "x = x - lr * fprime(x)", "path.append(x)"
IN_PLACE = (BEGIN, "x = torch.tensor(x0); path = [x]"), (STEP, "x -= lr * fprime(x)")

gd.slips(
    {
        "This walks uphill: subtract lr times the slope.": ("- lr", "+ lr"),
        "The slope is subtracted at full length. Where does lr come in?": ("lr * ", ""),
        "The path lacks its start: x0 is its first entry.": ("return path", "return path[1:]"),
        "The path lacks its end: the point after the last step belongs to it.": (
            ("return path", "return path[:-1]")
        ),
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
            ("lr * fprime(x)", total) for total in ("(lr + fprime(x))", "fprime(x) + lr")
        ],
        "The slope is divided by lr, so that a small lr takes a long step. Multiply.": (
            ("lr * fprime(x)", "fprime(x) / lr")
        ),
        "This is the slope or the step, taken for the new place. Where is x?": [
            ("x - lr * fprime(x)", f"{factor}fprime(x)") for factor in ("", "lr * ", "-lr * ")
        ],
        "All steps are equally long. A step is lr times the slope, not only its sign.": (
            ("lr * fprime(x)", "(lr if fprime(x) > 0 else -lr)")
        ),
        "These are the slopes on the way. The path holds the places x.": [
            ("return path", "return [fprime(x) for x in path]"),
            ("return path", "return [fprime(x) for x in path[:-1]]"),
        ],
        "All points are one and the same: -= changes the tensor that is already in the list.": [
            IN_PLACE,
            (*IN_PLACE, ("return path", "x -= lr * fprime(x); return path")),
        ],
        "This is the last point alone, not the whole path. Is the list overwritten by a number?": [
            ("return path", "return x"),
            (APPEND, "path = x"),
            (
                (BEGIN, "path = [x0]"),
                (STEP, "path = path[-1] - lr * fprime(path[-1])"),
                (APPEND, ""),
            ),
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
        "The walk ends where the slope is small. It is to take all its steps, however short.": [
            (STEP, f"if not fprime(x): break\n        {STEP}"),
            (APPEND, f"{APPEND}\n        if path[-1] == path[-2]: break"),
            (APPEND, f"{APPEND}\n        if not fprime(x): break"),
        ],
        "The points are rounded. Keep all digits: every step begins with them.": [
            (STEP, f"x = round(x - lr * fprime(x), {digits})") for digits in (1, 2, 3)
        ],
        "lr becomes smaller on the way. It is the same for all steps.": [
            ("lr * fprime(x)", f"lr / {times} * fprime(x)")
            for times in ("len(path)", "2 ** (len(path) - 1)")
        ],
        "This takes the slope of fprime. fprime is the slope already.": (
            ("fprime(x)", "(fprime(x + 1e-5) - fprime(x - 1e-5)) / 2e-5")
        ),
        "This divides by the curvature of f₁, as Newton's method would. Multiply by lr.": (
            ("lr * fprime(x)", "fprime(x) / 2")
        ),
        "Something is built in. Use the x0, the lr and the steps that come.": [
            *((BEGIN, f"x, path = {x}, [{x}]") for x in (0.0, 1.0)),
            *(("lr * ", f"{lr} * ") for lr in (0.1, 0.01)),
            *(("(steps)", f"({steps})") for steps in (6, 10, 100)),
        ],
    }
)

# What is true of any other walk that is wrong, as far as it can be told from its points.
for sentence, slip, when in [
    (
        "More numbers came than x0 and one a step. Where does the range end, and what is appended?",
        (APPEND, "path += [x, x]"),
        lambda want, came: came["points"] > want["points"],
    ),
    (
        "Fewer numbers came than x0 and one for each step. Is every step taken, and noted?",
        (APPEND, "path = [x0, x]"),
        lambda want, came: came["points"] < want["points"],
    ),
    (
        "The path begins elsewhere. Its first number is x0.",
        ("[x0]", "[-x0 - 1]"),
        lambda want, came: not same_numbers(want["path"][:1], came["path"][:1]),
    ),
    (
        "Already the first step is off. From x0 it is lr times the slope there, against its sign.",
        ("- lr", "- lr / 3"),
        lambda want, came: not same_numbers(want["path"][:2], came["path"][:2]),
    ),
    (
        "The first step is right, a later one is not. Each begins where the last one ended.",
        (STEP, f"{STEP} - (len(path) > 1)"),
        lambda want, came: same_numbers(want["path"][:2], came["path"][:2]),
    ),
]:
    gd.slip(sentence, slip, when)
