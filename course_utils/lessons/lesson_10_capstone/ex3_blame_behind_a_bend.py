"""Exercise 10.3: Blame behind a bend."""

from unittest import mock

import torch

from course_utils.checking.exercises import exercise
from course_utils.checking.plain_data import as_data, kind_of
from course_utils.lessons.findings import in_any_way, off_in, right_in

KNOBS, CAME = ("W1", "b1", "w2", "b2"), "what comes back"

behind = exercise(
    "10.3",
    "Blame behind a bend",
    hints=(
        "Walk back as lesson 06 does. The blame of a prediction is the slope of the loss in it; "
        "w2 and b2 get theirs as in lesson 05, from the hidden values h in place of the inputs.",
        "The blame of unit j at a point is the prediction's blame times w2[j], times the slope of "
        "tanh, which is 1 - h². From there to W1 and b1 it is lesson 05 once more.",
        "blame = 2 * (h @ w2 + b2 - y) / len(y), and "
        "below = blame[:, None] * w2 * (1 - h**2), of shape (n, h)",
    ),
)


def networks(generator):
    """Two that a pencil can follow, XOR with two units, two larger ones.

    In the second, both points lie in the middle of one unit's bend, and far out on the other's.
    """
    one, by_hand = torch.ones(1), ([[1, -1], [0, 0]], [0, 20], [2, 1], 1, [[1, 1], [2, 2]], [1, 4])
    probes = [(0.5 * one[:, None], 0 * one, 2 * one, one[0], one[:, None], 0 * one)]
    probes.append(tuple(torch.tensor(numbers, dtype=torch.float32) for numbers in by_hand))
    corners = torch.tensor([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    for n, d, units in (4, 2, 2), (5, 3, 4), (3, 2, 3):
        sizes = (units, d), (units,), (units,), (), (n, d), (n,)
        *knobs, X, y = (torch.randn(size, generator=generator) for size in sizes)
        probes.append((*knobs, corners if n == 4 else X, y))
    return probes


def by_knob(answer, *network):
    """Return what comes back and, if it is four, the slopes by the name of their knob.

    TypeError if autograd is asked for them.
    """
    refused = mock.Mock(side_effect=TypeError("backward is left out here"))
    with mock.patch.multiple(torch.autograd, backward=refused, grad=refused):
        slopes = answer(*network)
    if isinstance(slopes, list | tuple) and len(slopes) == len(KNOBS):
        return {CAME: "four slopes"} | dict(zip(KNOBS, slopes, strict=True))
    return {CAME: kind_of(as_data(slopes))} | dict.fromkeys(KNOBS, 0.0)


@behind.part(probes=networks, observe=by_knob)
def grad_net(W1, b1, w2, b2, X, y):
    """The gradient of the MSE of the network w2 · tanh(W1 x + b1) + b2, without backward.

    X has a row for each of n points, y a number for each; W1 has a row for each unit, b1 and w2 a
    number for each. Return the slopes for W1, b1, w2 and b2 as a tuple, shaped as the four are.
    """
    h = torch.tanh(X @ W1.T + b1)
    blame = 2 * (h @ w2 + b2 - y) / len(y)
    below = blame[:, None] * w2 * (1 - h**2)
    return below.T @ X, below.sum(0), h.T @ blame, blame.sum()


BLAME, BELOW = "2 * (h @ w2 + b2 - y) / len(y)", "blame[:, None] * w2 * (1 - h**2)"
RETURN = "return below.T @ X, below.sum(0), h.T @ blame, blame.sum()"

grad_net.slips(
    {
        "The slope of tanh is missing: the bend lets only 1 - h² of the blame through.": (
            (BELOW, "blame[:, None] * w2")
        ),
        "h * (1 - h) is the slope of the sigmoid. That of tanh is 1 - h².": (
            ("(1 - h**2)", "h * (1 - h)")
        ),
        "The slope of tanh is taken as 1 - h. It is 1 - h², which is also right below 0.": (
            ("(1 - h**2)", "(1 - h)")
        ),
        "h² is small where tanh is steep. The slope of tanh is 1 - h².": (("(1 - h**2)", "h**2")),
        "The slope of tanh at z is 1 - tanh(z)². Here z itself is squared.": (
            ("(1 - h**2)", "(1 - (X @ W1.T + b1) ** 2)")
        ),
        "h is tanh already, and here tanh is taken of it once more.": (
            ("(1 - h**2)", "(1 - torch.tanh(h) ** 2)")
        ),
        "tanh itself stands where its slope belongs.": ("(1 - h**2)", "h"),
        "A hidden unit's blame lacks w2: it gets as much as the output listens to it.": (
            (BELOW, "blame[:, None] * (1 - h**2)")
        ),
        "Here all units get one weight, a sum or a mean of w2. Each has its own.": [
            ("* w2 *", "* w2.sum() *"),
            ("* w2 *", "* w2.mean() *"),
        ],
        "For w2 the inputs of the output count: h, after the bend, not before it.": (
            ("h.T @ blame", "(X @ W1.T + b1).T @ blame")
        ),
        "The slope for w2 has passed the bend. It lies behind it: there is h, and blame.": [
            ("h.T @ blame", "(1 - h**2).T @ blame"),
            ("h.T @ blame", "(h * (1 - h**2)).T @ blame"),
        ],
        "The slope for w2 lacks the hidden values: each unit's weight moves the output by its h.": (
            ("h.T @ blame", "blame.sum().expand(len(w2))")
        ),
        "The 2 of the square is missing.": ("2 * (h", "(h"),
        "The points are added up. The MSE takes their mean: divide by their number.": (
            (" / len(y)", "")
        ),
        "This divides by n twice: once in the blame, and once more in a mean.": [
            ("below.T @ X, below.sum(0)", "below.T @ X / len(y), below.mean(0)"),
            ("below.T @ X, below.sum(0)", "below.T @ X, below.mean(0)"),
            ("blame.sum()", "blame.mean()"),
            (RETURN, f"{RETURN.replace('sum(0)', 'mean(0)').replace('blame.sum', 'blame.mean')}"),
            (
                RETURN,
                "return below.T @ X / len(y), below.mean(0), h.T @ blame / len(y), blame.mean()",
            ),
        ],
        "The signs are turned: the residual is prediction minus answer.": (
            ("h @ w2 + b2 - y", "y - h @ w2 - b2")
        ),
        "The output's bias b2 is missing from the prediction.": ("h @ w2 + b2", "h @ w2"),
        "The hidden biases b1 are missing before the bend.": ("X @ W1.T + b1", "X @ W1.T"),
        "The output is bent as well. It is a plain sum.": (
            "h @ w2 + b2 -",
            "torch.tanh(h @ w2 + b2) -",
        ),
        "The hidden units are not bent: without tanh the whole network is a line.": (
            ("torch.tanh(X @ W1.T + b1)", "X @ W1.T + b1")
        ),
        "The bend is a sigmoid. tanh is asked for.": [
            ("torch.tanh(", "torch.sigmoid("),
            (("torch.tanh(", "torch.sigmoid("), ("(1 - h**2)", "h * (1 - h)")),
        ],
        "The bend is relu. tanh is asked for.": (
            (("torch.tanh(", "torch.relu("), ("(1 - h**2)", "(h > 0)"))
        ),
        "The slopes for W1 lie the wrong way: a row for each unit, as in W1.": (
            ("below.T @ X", "X.T @ below")
        ),
        "A bias moves every point, so its slopes are summed over the points.": [
            ("below.sum(0)", "below"),
            ("blame.sum()", "blame"),
        ],
        "b1 is summed over the units. Each unit keeps its own: sum over the points.": (
            ("below.sum(0)", "below.sum(1)")
        ),
        "b1 has a slope for each unit. Here all are added into one number.": (
            ("below.sum(0)", "below.sum()")
        ),
        "The order is that of the arguments: W1, b1, w2, b2.": [
            (RETURN, "return below.sum(0), below.T @ X, blame.sum(), h.T @ blame"),
            (RETURN, "return h.T @ blame, blame.sum(), below.T @ X, below.sum(0)"),
            (RETURN, "return below.T @ X, h.T @ blame, below.sum(0), blame.sum()"),
        ],
        "These are new knobs, one step on. The slopes themselves are asked for.": (
            RETURN,
            "return W1 - below.T @ X, b1 - below.sum(0), w2 - h.T @ blame, b2 - blame.sum()",
        ),
        "The sum is divided by 4, as for XOR. Divide by the number of points that came.": (
            ("/ len(y)", "/ 4")
        ),
        "The sum is divided by the number of units. Divide by the number of points.": (
            ("/ len(y)", "/ len(w2)")
        ),
        "Only the residual's sign is left. The slope of a square is twice the residual.": (
            (BLAME, "(h @ w2 + b2 - y).sign() / len(y)")
        ),
    }
)
grad_net.slip(
    "Four slopes are asked for, as a tuple: for W1, b1, w2 and b2, each shaped as its knob.",
    (", blame.sum()", ""),
    when=off_in(CAME),
)
grad_net.slip(
    "This asks autograd. Write the slopes as products and sums, without backward.",
    "W1 = W1.clone().requires_grad_(); (X @ W1.T).sum().backward(); return W1.grad",
)
grad_net.slip(
    "The slopes for w2 and b2 are right, those before the bend are not: follow blame through w2 "
    "and 1 - h².",
    (BELOW, "3 * blame[:, None] * w2 * (1 - h**2)"),
    when=right_in("w2", "b2"),
)
grad_net.slip(
    "Those before the bend are right, w2 or b2 is not: what does each of them move the output by?",
    ("h.T @ blame", "3 * h.T @ blame"),
    when=right_in("W1", "b1"),
)
grad_net.slip(
    "With a pencil, at one point: first the slopes for w2 and b2, then what passes the bend.",
    ("h @ w2", "h @ w2 / 2"),
    when=in_any_way,
)
grad_net.same({"X has a row for each answer.": ("len(y)", "len(X)")})
