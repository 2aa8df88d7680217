"""Exercise 10.3: XOR by your own engine."""

import inspect
import itertools
import types

import numpy as np
import torch

from course_utils import engine, simulate
from course_utils.engine import Value
from course_utils.exercise import exercise
from course_utils.values import as_data, kind_of


def enter(slips, *parts):
    """Enter wrong answers, in lists by the sentence that they draw, in each of the parts."""
    for (sentence, answers), part in itertools.product(slips.items(), parts):
        for answer in answers:
            part.mistake(sentence, answer)


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


def lent(answer, **names):
    """Return `answer` with these names in place of its own, and `Value` if it knows none."""
    answer = inspect.unwrap(answer)  # to its own names
    if type(answer) is not types.FunctionType:
        return answer
    names = {"Value": Value, **answer.__globals__, **names}
    rest = answer.__name__, answer.__defaults__, answer.__closure__
    return types.FunctionType(answer.__code__, names, *rest)


def seeds(generator):
    return [(seed,) for seed in torch.randint(0, 1000, (3,), generator=generator).tolist()]


def is_value(thing):
    """True for a `Value`, also for one whose cell or module was run once more."""
    return all(hasattr(thing, name) for name in ("data", "grad", "parents"))


_START = "17 Values, drawn from the seed"


def about_the_start(answer, seed):
    """Say in words what comes back: what is right, or the first thing that is not."""
    answer = lent(answer)
    params = answer(seed)
    if not isinstance(params, list | tuple):
        return kind_of(as_data(params))
    if any(isinstance(p, list | tuple) for p in params):
        return "lists in a list"
    if not all(map(is_value, params)):
        return "numbers"
    if len(params) != 17:
        return f"{len(params)} Values"
    if len({id(p) for p in params}) < 17:
        return "the same Value several times"
    data = [float(p.data) for p in params]
    if not any(data):
        return "17 zeros"
    if len({(*data[2 * j : 2 * j + 2], data[8 + j], data[12 + j]) for j in range(4)}) < 4:
        return "hidden units that are alike"
    if [float(p.data) for p in answer(seed)] != data:
        return "other numbers at every call"
    if [float(p.data) for p in answer(seed + 1)] == data:
        return "the same numbers for every seed"
    return _START


@own_engine.part(probes=seeds, observe=about_the_start)
def start(seed):
    """A flat list of 17 Values, drawn at random from seed, in the order of section 4's `flat`.

    The weights of hidden unit 0 (for x1, for x2), of unit 1, 2 and 3; the four hidden biases; the
    four output weights; the output's bias.
    """
    numbers = torch.randn(17, generator=torch.Generator().manual_seed(seed))
    return [Value(number) for number in numbers.tolist()]


def values_of(numbers):
    return [Value(float(number)) for number in numbers]


def drawn(n, seed):
    return values_of(torch.randn(n, generator=torch.Generator().manual_seed(seed)))


for sentence, came, answer in [
    (
        "Where all are 0, no hidden unit ever gets a gradient: the loss stays at 0.25.",
        "17 zeros",
        lambda seed: values_of([0] * 17),
    ),
    (
        "Hidden units that start alike stay alike: four of them do the work of one.",
        "hidden units that are alike",
        lambda seed: values_of([0.1] * 17),
    ),
    (
        "One Value stands at several places. Make a new one for each.",
        "the same Value several times",
        lambda seed: [Value(0.1)] * 17,
    ),
    (
        "9 numbers make two hidden units, and two often get stuck. Four are asked for.",
        "9 Values",
        lambda seed: drawn(9, seed),
    ),
    ("The output needs a bias, too: 17 in all.", "16 Values", lambda seed: drawn(16, seed)),
    (
        "The hidden units need a bias each: 17 numbers in all.",
        "13 Values",
        lambda seed: drawn(13, seed),
    ),
    ("There are no biases: 17 numbers in all.", "12 Values", lambda seed: drawn(12, seed)),
    (
        "These are plain numbers. Only a Value can remember where it is used.",
        "numbers",
        lambda seed: torch.rand(17).tolist(),
    ),
    ("The list is to be flat: 17 Values in a row.", "lists in a list", lambda seed: [drawn(17, 0)]),
    (
        "A list of Values is asked for: a tensor knows nothing of our engine.",
        "a tensor of shape (17,)",
        lambda seed: torch.randn(17),
    ),
    (
        "The same seed gives other numbers at every call. What is drawn from the seed?",
        "other numbers at every call",
        lambda seed: values_of(torch.randn(17)),
    ),
    (
        "Every seed gives the same numbers, and there would be no other start to try.",
        "the same numbers for every seed",
        lambda seed: drawn(17, 0),
    ),
]:
    start.mistake(sentence, answer, when=lambda _, text, came=came: text == came)

start.mistake(
    "17 numbers: 8 hidden weights, 4 hidden biases, 4 output weights, and 1 bias of the output.",
    lambda seed: drawn(8, seed),
    when=lambda _, text: text.endswith(" Values"),
)


def three_places(generator):
    """Three draws of the parameters, each with one input."""
    draws = torch.randn(3, 19, generator=generator).tolist()
    return [(p[:17], *p[17:]) for p in draws]


def with_slopes(answer, numbers, x1, x2):
    """Return the number in what comes back, and its slope in each of the parameters."""
    params = values_of(numbers)
    out = lent(answer)(params, x1, x2)
    if not is_value(out):
        return out
    engine.backward(out)
    return {"data": out.data, "slopes": torch.tensor([p.grad for p in params])}


@own_engine.part(probes=three_places, observe=with_slopes)
def net(params, x1, x2):
    """The net's output, a Value: four tanh units, and a linear output; params as start has them."""
    out = params[16]
    for j in range(4):
        z = params[2 * j] * x1 + params[2 * j + 1] * x2 + params[8 + j]
        out = out + params[12 + j] * z.tanh()
    return out


def sigmoid(z):
    return 1 / (1 + (-z).exp())


def net_with(w=lambda j: (2 * j, 2 * j + 1), act=Value.tanh, units=range(4), end=lambda out: out):
    """Return a net that differs in where its weights stand, in its units, or at its end."""

    def other(params, x1, x2):
        out = params[16]
        for j in units:
            (first, second), v, b = w(j), params[12 + j], params[8 + j]
            out = out + v * act(params[first] * x1 + params[second] * x2 + b)
        return end(out)

    return other


enter(
    {
        "Without tanh the whole net is one line, and no line gets XOR below 0.25.": [
            net_with(act=lambda z: z)
        ],
        "The output goes through tanh. It is to be linear.": [net_with(end=Value.tanh)],
        "The output goes through a sigmoid. It is to be linear.": [net_with(end=sigmoid)],
        "The hidden units are another function. tanh is asked for.": [
            net_with(act=sigmoid),
            net_with(act=Value.relu),
        ],
        "The weights are taken from other places: those of unit j stand at 2 * j and 2 * j + 1.": [
            net_with(w=lambda j: (j, j + 4))
        ],
        "x1 and x2 are swapped.": [net_with(w=lambda j: (2 * j + 1, 2 * j))],
        "Only some of the four units reach the output.": [
            net_with(units=range(2)),
            net_with(units=range(3)),
            net_with(units=range(3, 4)),
        ],
        "A number came back. The Value itself is asked for: it remembers how it was made.": [
            lambda *a: net.reference(*a).data
        ],
        "No blame reaches the parameters: something made a new Value of a bare number.": [
            lambda *a: Value(net.reference(*a).data)
        ],
        "The output's bias is missing.": [
            lambda params, *x: net.reference([*params[:16], 0.0], *x)
        ],
        "The biases of the hidden units are missing.": [
            lambda params, *x: net.reference([*params[:8], *[0.0] * 4, *params[12:]], *x)
        ],
        "The four units are added up as they are. Where are the output weights?": [
            lambda params, *x: net.reference([*params[:12], *[1.0] * 4, params[16]], *x)
        ],
    },
    net,
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


def trained(answer, numbers, lr, steps):
    """Return what training makes of the parameters, and the loss that comes back.

    After many steps only whether XOR is learnt: a wrong loop may be chaotic, and no two alike.
    """
    params = values_of(numbers)
    loss = lent(answer, net=net.reference)(params, lr, steps)
    after = [float(getattr(p, "data", p)) for p in params]
    if steps < 10:
        return {"params": torch.tensor(after), "loss": loss}
    learnt = slopes_at(np.array(after), Y, [0])[0] < 1e-3
    return {"loss": "below 0.001" if learnt else "not below 0.001"}


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


X, Y = (values.double().numpy() for values in simulate.xor())


def slopes_at(theta, y, some):
    """Return the loss of the net on all points and the gradient of that on some."""
    hidden = np.tanh(X @ theta[:8].reshape(4, 2).T + theta[8:12])
    r = hidden @ theta[12:16] + theta[16] - y
    back = 2 / len(some) * r[some]
    inner = back[:, None] * theta[12:16] * (1 - hidden[some] ** 2)
    parts = (inner.T @ X[some]).ravel(), inner.sum(0), hidden[some].T @ back, [back.sum()]
    return (r**2).mean().item(), np.concatenate(parts)


def quickly(params, lr, steps, y=Y, zeroing=True, batches=((0, 1, 2, 3),)):
    """Do what `train` does, with NumPy; return the loss at the start and after each step."""
    theta, slopes, losses = np.array([p.data for p in params]), 0.0, []
    for step in range(steps + 1):
        losses.append(slopes_at(theta, y, [0])[0])
        for some in batches if step < steps else ():
            new = slopes_at(theta, y, list(some))[1]
            slopes = new if zeroing else slopes + new
            theta = theta - lr * slopes
    for p, number in zip(params, theta.tolist(), strict=True):
        p.data = number
    return losses


def kept(params, answer):
    """Return what the answer gives, with the parameters as they came."""
    return answer(values_of(p.data for p in params))


enter(
    {
        "The gradients pile up from step to step: set each grad to 0 before backward.": [
            lambda *a: quickly(*a, zeroing=False)[-1]
        ],
        "The loss is a sum over the points. Divide by 4.": [
            lambda p, lr, steps: 4 * quickly(p, 4 * lr, steps)[-1]
        ],
        "The steps go uphill.": [lambda p, lr, steps: quickly(p, -lr, steps)[-1]],
        "Each step has the size of the gradient. Where is lr?": [
            lambda p, lr, n: quickly(p, 1, n)[-1]
        ],
        "params are as they came. p.data has to change: to give p a new Value is not enough.": [
            lambda p, lr, steps: quickly(p, lr, 0)[-1],
            lambda p, lr, steps: kept(p, lambda q: quickly(q, lr, steps)[-1]),
        ],
        "The loss is the one before the last step. Measure once more after it.": [
            lambda *a: quickly(*a)[-2]
        ],
        "All losses came back. The last one is asked for.": [lambda *a: quickly(*a)],
        "A Value came back. The number in it is its data.": [
            lambda *a: Value(quickly(*a)[-1]),
            lambda *a: Value(quickly(*a)[-2]),
        ],
        "There is one step too few.": [lambda p, lr, steps: quickly(p, lr, steps - 1)[-1]],
        "There is one step too many.": [lambda p, lr, steps: quickly(p, lr, steps + 1)[-1]],
        "Each point makes a step of its own. One step takes the mean over all four.": [
            lambda *a: quickly(*a, batches=((0,), (1,), (2,), (3,)))[-1]
        ],
        "These are not the four points of XOR: the target is 1 where exactly one input is 1.": [
            lambda *a: quickly(*a, y=np.array([0.0, 1, 1, 1]))[-1],
            lambda *a: quickly(*a, y=np.array([0.0, 0, 0, 1]))[-1],
            lambda *a: quickly(*a, y=np.array([1.0, 0, 0, 1]))[-1],
        ],
        "The params are trained, but nothing is returned: the loss.": [
            lambda *a: quickly(*a) and None
        ],
        "The params came back. They change in place; what is returned is the loss.": [
            lambda *a: quickly(*a) and a[0]
        ],
    },
    train,
)
