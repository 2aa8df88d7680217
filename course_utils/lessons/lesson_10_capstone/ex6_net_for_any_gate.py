"""Exercise 10.6: A network for any gate."""

import torch

from course_utils.checking.exercises import exercise
from course_utils.lessons.lesson_10_capstone.same_knobs import SAME
from course_utils.lessons.lesson_10_capstone.what_knobs_do import findings

any_gate = exercise(
    "10.6",
    "A network for any gate",
    hints=(
        "Section 5 has the network, section 8 says what may go wrong with a start. How do you "
        "notice that a run has not arrived, and what do you do then?",
        "Take more units than seem needed, 12 say, and train until the loss is below 0.001; if it "
        "is not after some hundred steps, draw another start.",
        "for seed in range(8): draw W1, b1 and w2 with torch.manual_seed(seed), train them with "
        "torch.optim.Adam at lr 0.4 for at most 100 steps, and return them as soon as the loss is "
        "below 0.001",
    ),
)


def gates(generator):
    """XOR; then whether three inputs hold an odd number of ones, one answer turned round.

    A gate that is drawn freely is often easy: then one start is lucky too often. On the first of
    the two turned ones the first start below does not arrive.
    """
    two, three = (torch.cartesian_prod(*[torch.tensor([0.0, 1.0])] * d) for d in (2, 3))
    corners = [0, torch.randint(8, (), generator=generator).item()]
    turned = [(three.sum(1) + (torch.arange(8) == corner)) % 2 for corner in corners]
    return [(two, two.sum(1) % 2), *((three, answers) for answers in turned)]


@any_gate.part(probes=gates, observe=findings)
def find_knobs(X, y):
    """Find the knobs (W1, b1, w2, b2) of a network that is within 0.1 of y at each row of X.

    Its output at x is w2 · tanh(W1 x + b1) + b2. X has all corners of two or three inputs, and y
    an answer for each, 0 or 1. W1 has a row for each hidden unit, at most 16; b1 and w2 have a
    number for each, b2 is one number. As nn.Linear keeps them, w2 (1, units) and b2 (1,), they
    will do as well.
    """
    for seed in range(8):
        torch.manual_seed(seed)
        W1, b1, w2 = torch.randn(12, X.shape[1]), torch.randn(12), torch.randn(12)
        knobs = [knob.requires_grad_() for knob in (W1, b1, w2, torch.zeros(1))]
        optimizer = torch.optim.Adam(knobs, lr=0.4)
        for _ in range(100):
            out = torch.tanh(X @ W1.T + b1) @ w2 + knobs[3]
            loss = ((out - y) ** 2).mean()
            if loss < 1e-3:
                return tuple(knob.detach() for knob in knobs)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()


TANH, OUT = "torch.tanh(X @ W1.T + b1)", "torch.tanh(X @ W1.T + b1) @ w2 + knobs[3]"
RETURN = "return tuple(knob.detach() for knob in knobs)"
LOOK, STEP = f"            if loss < 1e-3:\n                {RETURN}\n", "optimizer.step()"
RANDOM = "torch.randn(12, X.shape[1]), torch.randn(12), torch.randn(12)"
ZEROS = RANDOM.replace("randn", "zeros")
# Set by hand: a unit for each corner, which says 1 there and -1 at the others.
CORNERS = "W1, b1, w2, b2 = 10 * (2 * X - 1), 10 * (0.5 - X.sum(1)), y / 2, y.sum() / 2; "


def few(steps):
    """Return the edits for so many steps from the first start, wherever they end."""
    return (LOOK, ""), (STEP, f"{STEP}\n        {RETURN}"), ("range(100)", f"range({steps})")


def is_found(tag, *words):
    """Return a test: is one of these the finding wherever an answer is wrong?"""
    return lambda want, came: came[tag] in words


for sentence, test, answers in [
    (
        "Nothing came back. Does it return the knobs, and what does it do if no run arrives?",
        is_found("knobs", "nothing"),
        [(*few(1), (RETURN, "knobs")), ("range(100)", "range(3)")],
    ),
    (
        "The machine itself came back. Its four knobs are asked for: (W1, b1, w2, b2).",
        is_found("knobs", "a machine"),
        "return lambda x: y",
    ),
    (
        "W1 lies the other way: a row for each hidden unit, a column for each input.",
        is_found("knobs", "W1 lies the other way"),
        (*few(1), (RETURN, "return W1.T, *knobs[1:]")),
    ),
    (
        "At most 16 hidden units are allowed. The corners are 8 at most.",
        is_found("knobs", "more than 16 units"),
        (*few(1), (RETURN, "return W1.repeat(3, 1), b1.repeat(3), w2.repeat(3), knobs[3]")),
    ),
    (
        "The shapes do not fit: W1 (units, inputs), b1 and w2 (units,), and one number b2.",
        is_found("knobs", "shapes that do not fit", "b2 is not one number"),
        [
            (*few(1), (RETURN, "return W1, b1[:3], *knobs[2:]")),
            (*few(1), (RETURN, "return W1, b1, w2, w2")),
            (*few(1), (RETURN, "return W1, W1, w2, knobs[3]")),
            (*few(1), (RETURN, "return W1[0], b1, w2, knobs[3]")),
        ],
    ),
    (
        "Four knobs are asked for, as numbers in tensors: the tuple (W1, b1, w2, b2).",
        lambda want, came: came["knobs"] != want["knobs"],
        [
            (*few(1), (RETURN, "return W1, b1, w2")),
            (*few(1), (RETURN, "return loss.item()")),
            (*few(1), (RETURN, "return W1, b1, w2, 'b2'")),
        ],
    ),
    (
        "The outputs are no numbers: the knobs have blown up. Is lr too large?",
        is_found("outputs", "no numbers"),
        (*few(1), (RETURN, "return W1 * float('nan'), *knobs[1:]")),
    ),
    (
        "These knobs are right with a sigmoid in the hidden units. tanh is asked for.",
        is_found("outputs", "right with sigmoid"),
        "return 20 * (2 * X - 1), 20 * (0.5 - X.sum(1)), y, 0.0",
    ),
    (
        "These knobs are right with relu in the hidden units. tanh is asked for.",
        is_found("outputs", "right with relu"),
        "return 2 * X - 1, 1 - X.sum(1), y, 0.0",
    ),
    (
        "b1 and w2 have changed places. The order is (W1, b1, w2, b2).",
        is_found("outputs", "right with b1 and w2 exchanged"),
        CORNERS + "return W1, w2, b1, b2",
    ),
    (
        "You squeezed the output while you trained. It is the plain sum: within 0.1 of 0 and 1.",
        is_found("outputs", "right behind a sigmoid"),
        (OUT, f"torch.sigmoid({OUT})"),
    ),
    (
        "The answers are turned: near 0 where 1 is wanted. What is the residual?",
        is_found("outputs", "turned"),
        ("(out - y)", "(out - (1 - y))"),
    ),
    (
        "The output is the same everywhere. Do all knobs begin at 0, or does nothing move them?",
        is_found("outputs", "the same everywhere"),
        [
            ((RANDOM, ZEROS), *few(20)),
            (*few(0), (RETURN, "return W1, b1, 0 * w2, knobs[3]")),
        ],
    ),
    (
        "All those units make one line: did you train without tanh, or do they all begin alike?",
        is_found("outputs", "a line without tanh", "the same everywhere"),
        ((TANH, "(X @ W1.T + b1)"), *few(100)),
    ),
    (
        "Each output is on the right side of one half, but not within 0.1: train on.",
        is_found("outputs", "on the right side"),
        CORNERS + "return W1, b1, 0.5 * w2, 0.5 * b2 + 0.25",
    ),
    (
        "At some corners it is off: that run has not arrived. Does your function look at its loss, "
        "and draw another start?",
        lambda *_: True,
        [few(5), few(0)],
    ),
]:
    for answer in answers if isinstance(answers, list) else [answers]:
        find_knobs.slip(sentence, answer, when=test)

find_knobs.same(SAME)
