"""Exercise 10.3: XOR by your own engine."""

import torch

from course_utils.checking.exercises import exercise
from course_utils.engine import Value
from course_utils.lessons.lent_names import lent
from course_utils.lessons.lesson_10_capstone import engine_answers

own_engine = exercise(
    "10.3",
    "XOR by your own engine",
    hints=(
        "Hidden unit j is tanh(w * x1 + w * x2 + b) with numbers of its own. The output is a "
        "weighted sum of the four, plus a bias. Nothing is squeezed there.",
        "In params, unit j has its weights at 2 * j and 2 * j + 1, its bias at 8 + j and its "
        "output weight at 12 + j; params[16] is the output's bias. train is the loop of lesson 06.",
        "start: numbers = torch.randn(17, generator=torch.Generator().manual_seed(seed)). "
        "net: out = params[16], and for each j: out = out + params[12 + j] * (...).tanh()",
    ),
)


def seeds(generator):
    return [(seed,) for seed in torch.randint(0, 1000, (3,), generator=generator).tolist()]


@own_engine.part(probes=seeds, observe=engine_answers.about_the_start)
def start(seed):
    """A flat list of 17 Values, drawn at random from seed, in the order of section 4's `flat`.

    The weights of hidden unit 0 (for x1, for x2), of unit 1, 2 and 3; the four hidden biases; the
    four output weights; the output's bias.
    """
    numbers = torch.randn(17, generator=torch.Generator().manual_seed(seed))
    return [Value(number) for number in numbers.tolist()]


EACH = "Value(number)"

start.slips(
    {
        "Where all are 0, no hidden unit ever gets a gradient: the loss stays at 0.25.": (
            (EACH, "Value(0.0)")
        ),
        "Hidden units that start alike stay alike: four of them do the work of one.": (
            (EACH, "Value(0.1)")
        ),
        "One Value stands at several places. Make a new one for each.": "return [Value(0.1)] * 17",
        "9 numbers make two hidden units, and two often get stuck. Four are asked for.": (
            ("17", "9")
        ),
        "The output needs a bias, too: 17 in all.": ("17", "16"),
        "The hidden units need a bias each: 17 numbers in all.": ("17", "13"),
        "There are no biases: 17 numbers in all.": ("17", "12"),
        "These are plain numbers. Only a Value can remember where it is used.": (EACH, "number"),
        "The list is to be flat: 17 Values in a row.": (EACH, f"[{EACH}]"),
        "A list of Values is asked for: a tensor knows nothing of our engine.": (
            "return torch.randn(17)"
        ),
        "The same seed gives other numbers at every call. What is drawn from the seed?": (
            (", generator=torch.Generator().manual_seed(seed)", "")
        ),
        "Every seed gives the same numbers, and there would be no other start to try.": (
            ("manual_seed(seed)", "manual_seed(0)")
        ),
    }
)
start.slip(
    "17 numbers: 8 hidden weights, 4 hidden biases, 4 output weights, and 1 bias of the output.",
    ("17", "8"),
    when=lambda _, text: text.endswith(" Values"),
)


def three_places(generator):
    """Three draws of the parameters, each with one input."""
    draws = torch.randn(3, 19, generator=generator).tolist()
    return [(p[:17], *p[17:]) for p in draws]


@own_engine.part(probes=three_places, observe=engine_answers.with_slopes)
def net(params, x1, x2):
    """The net's output, a Value: four tanh units, and a linear output; params as start has them."""
    out = params[16]
    for j in range(4):
        z = params[2 * j] * x1 + params[2 * j + 1] * x2 + params[8 + j]
        out = out + params[12 + j] * z.tanh()
    return out


OUT = "return out"

net.slips(
    {
        "Without tanh the whole net is one line, and no line gets XOR below 0.25.": (".tanh()", ""),
        "The output goes through tanh. It is to be linear.": (OUT, "return out.tanh()"),
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
        "x1 and x2 are swapped.": ("out = params[16]", "x1, x2, out = x2, x1, params[16]"),
        "Only some of the four units reach the output.": [
            ("range(4)", "range(2)"),
            ("range(4)", "range(3)"),
            ("out = out +", "out = params[16] +"),
        ],
        "A number came back. The Value itself is asked for: it remembers how it was made.": (
            (OUT, "return out.data")
        ),
        "No blame reaches the parameters: something made a new Value of a bare number.": (
            (OUT, "return Value(out.data)")
        ),
        "The output's bias is missing.": ("params[16]", "0"),
        "The biases of the hidden units are missing.": (" + params[8 + j]", ""),
        "The four units are added up as they are. Where are the output weights?": (
            ("params[12 + j] * ", "")
        ),
    }
)


# From seed 7 the loss is below 0.001 after 68 steps.
GOOD_START = torch.randn(17, generator=torch.Generator().manual_seed(7)).tolist()


def three_trainings(generator):
    """One step from anywhere, which shows the gradient; three; and many from a good start."""
    return [
        (torch.randn(17, generator=generator).tolist(), 0.1, 1),
        (torch.randn(17, generator=generator).tolist(), 0.05, 3),
        (GOOD_START, 0.3, 72),
    ]


def after_training(answer, numbers, lr, steps):
    """Return the parameters that an answer leaves behind, as numbers, and what it returns."""
    params = engine_answers.values_of(numbers)
    loss = lent(answer, net=net.reference)(params, lr, steps)
    return [float(getattr(p, "data", p)) for p in params], loss


def trained(answer, numbers, lr, steps):
    """Return what training makes of the parameters, and the loss that comes back.

    After many steps only whether XOR is learnt: a wrong loop may be chaotic, and no two alike.
    """
    after, loss = after_training(answer, numbers, lr, steps)
    if steps < 10:
        return {"params": torch.tensor(after), "loss": loss}
    _, true_loss = after_training(train.reference, after, lr, steps=0)
    return {"loss": "below 0.001" if true_loss < 1e-3 else "not below 0.001"}


@own_engine.part(probes=three_trainings, observe=trained)
def train(params, lr, steps):
    """Return the loss after the last step, a number: the MSE of net on the four XOR points.

    Each step is one of full-batch descent, and changes the data of params.
    """

    def mse():
        points = [(0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 0)]
        return sum((net(params, x1, x2) - y) ** 2 for x1, x2, y in points) / 4

    for _ in range(steps):
        for p in params:
            p.grad = 0.0
        mse().backward()
        for p in params:
            p.data -= lr * p.grad
    return mse().data


STEP, LOSS = "p.data -= lr * p.grad", "return mse().data"
KEPT = ("mse().backward()", "loss = mse()\n        loss.backward()")

train.slips(
    {
        "The gradients pile up from step to step: set each grad to 0 before backward.": (
            ("p.grad = 0.0", "pass")
        ),
        "The loss is a sum over the points. Divide by 4.": (" / 4", ""),
        "The steps go uphill.": ("-=", "+="),
        "Each step has the size of the gradient. Where is lr?": ("lr * ", ""),
        "params are as they came. p.data has to change: to give p a new Value is not enough.": [
            (STEP, "p = p - lr * p.grad"),
            ("def mse()", "params = [Value(p.data) for p in params]\n\n    def mse()"),
        ],
        "The loss is the one before the last step. Measure once more after it.": (
            KEPT,
            (LOSS, "return loss.data"),
        ),
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
)
