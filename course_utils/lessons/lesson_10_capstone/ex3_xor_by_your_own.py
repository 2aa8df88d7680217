"""Exercise 10.3: XOR by your own engine."""

import torch

from course_utils.checking.exercises import exercise
from course_utils.engine import Value
from course_utils.lessons.lent_names import lent
from course_utils.lessons.lesson_10_capstone import engine_answers, xor_slips
from course_utils.lessons.lesson_10_capstone.steps_of_training import MANY

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
        "These are numbers and no Values. Only a Value can remember where it is used.": (
            EACH,
            "number",
        ),
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
start.slips(
    {
        "The numbers are counted from the seed. Draw them at random: a generator takes the seed.": (
            ("number in numbers.tolist()", "number in range(seed, seed + 17)")
        )
    }
)
start.slip(
    "17 numbers: 8 hidden weights, 4 hidden biases, 4 output weights, and 1 bias of the output.",
    ("17", "8"),
    when=lambda _, text: text.endswith(" Values"),
)
start.slip(
    "A list of 17 Values is asked for, in a row.",
    "return {}",
    when=lambda _, text: text.startswith(("a ", "an ", "None", "True")),
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


GOOD_START = torch.randn(17, generator=torch.Generator().manual_seed(7)).tolist()


def three_trainings(generator):
    """One step from anywhere, which shows the gradient; three; and many from a good start."""
    return [
        (torch.randn(17, generator=generator).tolist(), 0.2, 1),
        (torch.randn(17, generator=generator).tolist(), 0.05, 3),
        (GOOD_START, 0.3, MANY),
    ]


def after_training(answer, numbers, lr, steps):
    """Return the parameters that an answer leaves behind, as numbers, and what it returns."""
    params = engine_answers.values_of(numbers)
    loss = lent(answer, net=net.reference)(params, lr, steps)
    return [float(getattr(p, "data", p)) for p in params], loss


def trained(answer, numbers, lr, steps):
    """Return how training moves each of the parameters, and the loss that comes back.

    After many steps only whether XOR is learnt: a wrong loop may be chaotic, and no two alike.
    """
    after, loss = after_training(answer, numbers, lr, steps)
    if steps < 10:
        return {"steps": steps, "moves": torch.tensor(after) - torch.tensor(numbers), "loss": loss}
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


for part, slips, findings in [
    (net, xor_slips.NET, xor_slips.NET_FINDINGS),
    (train, xor_slips.TRAIN, xor_slips.TRAIN_FINDINGS),
]:
    part.slips(slips)
    for sentence, edit, when in findings:
        part.slip(sentence, edit, when)
train.same(xor_slips.TRAIN_EQUALS)
start.same({"Any random draw will do.": ("randn", "rand")})
