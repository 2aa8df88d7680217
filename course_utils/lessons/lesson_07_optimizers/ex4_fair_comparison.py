"""Exercise 7.4: A fair comparison."""

import torch

from course_utils import simulate
from course_utils.exercise import exercise
from course_utils.values import as_numbers

fair_start = exercise(
    "7.4",
    "A fair comparison",
    hints=(
        "Print where each new model starts, before it is trained, as section 3 does.",
        "nn.Linear draws its start at random. What makes a draw come out the same each time?",
        "torch.manual_seed(42) belongs right before something. Before what?",
    ),
)


def comparisons(generator):
    """The source's readings and learning rates, then random ones."""
    torch.optim.SGD([torch.zeros(1)], lr=1.0)  # the first ever made takes a second
    x, y = torch.randn(2, 9, 1, generator=generator)
    return [([0.001, 0.01, 0.1], 5, *simulate.line()), ([0.3, 0.05], 3, x, 2 * y + 1)]


def from_one_state(answer, *args):
    """Return what an answer gives when torch's random state is always the same before it."""
    torch.manual_seed(7)
    return as_numbers(answer(*args))


def unfair(lrs, steps, x, y):
    """A list of (w, b), one for each lr: all start where seed 42 puts nn.Linear(1, 1)."""
    results = []
    for lr in lrs:
        model = torch.nn.Linear(1, 1)
        optimizer = torch.optim.SGD(model.parameters(), lr=lr)
        for _ in range(steps):
            loss = torch.nn.functional.mse_loss(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        results.append((model.weight.item(), model.bias.item()))
    return results


@fair_start.part(probes=comparisons, observe=from_one_state, given=unfair)
def compare(lrs, steps, x, y):
    """A list of (w, b), one for each lr: all start where seed 42 puts nn.Linear(1, 1)."""
    results = []
    for lr in lrs:
        torch.manual_seed(42)
        model = torch.nn.Linear(1, 1)
        optimizer = torch.optim.SGD(model.parameters(), lr=lr)
        for _ in range(steps):
            loss = torch.nn.functional.mse_loss(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        results.append((model.weight.item(), model.bias.item()))
    return results


def descend(x, y, lr, epochs, w=1.0, b=0.0, batch=None, zeroing=True):
    """Return (w, b) after descent on the MSE, without modules, for it runs often."""
    batch = batch or len(x)
    slope_w = slope_b = 0.0
    for _ in range(epochs):
        for some_x, some_y in zip(x.split(batch), y.split(batch), strict=True):
            r = w * some_x + b - some_y
            slope_w = 2 * (r * some_x).mean().item() + (0.0 if zeroing else slope_w)
            slope_b = 2 * r.mean().item() + (0.0 if zeroing else slope_b)
            w, b = w - lr * slope_w, b - lr * slope_b
    return w, b


def drawn(seed=None):
    """Return the (w, b) that nn.Linear draws, from this seed or from where the draws stand."""
    if seed is not None:
        torch.manual_seed(seed)
    model = torch.nn.Linear(1, 1)
    return model.weight.item(), model.bias.item()


def runs(starts, lrs, steps, x, y, **how):
    """Return where descent leads from each start with its lr."""
    pairs = zip(starts, lrs, strict=True)
    return [descend(x, y, lr, steps, *start, **how) for start, lr in pairs]


def fair(lrs, steps, x, y, **how):
    """Return the right answer, or one that descends in another way."""
    return runs([drawn(42) for _ in lrs], lrs, steps, x, y, **how)


def continued(start, lrs, steps, x, y):
    """Return where descent leads if each run starts where the one before it ended."""
    ends = [start]
    for lr in lrs:
        ends.append(descend(x, y, lr, steps, *ends[-1]))
    return ends[1:]


def mse_at(x, y, w, b):
    return ((w * x + b - y) ** 2).mean().item()


_GOES_ON = "Each run goes on where the one before it ended: it is the same model."
_PRINTED = (
    "That is the start of section 3, drawn after the points. "
    "Seed 42 right before nn.Linear gives another."
)
_ONE_PAIR = "One run came back. A pair for each lr is asked for: where is the return?"
_OTHER_SEED = "All runs start together, but not where seed 42 puts them."
_LOSSES = "These are losses. Where each run ends is asked for: w and b."

for sentence, answer in [
    (
        "Every run still starts elsewhere: each new nn.Linear draws anew.",
        lambda lrs, *a: runs([drawn() for _ in lrs], lrs, *a),
    ),
    (
        "The seed is set after the model was made. Then the draw is over.",
        lambda lrs, *a: runs([drawn(), *(drawn(42) for _ in lrs[1:])], lrs, *a),
    ),
    (
        "The first run is right. Seeded once, the next model draws on from there.",
        lambda lrs, *a: runs([drawn(42), *(drawn() for _ in lrs[1:])], lrs, *a),
    ),
    (_GOES_ON, lambda *a: continued(drawn(42), *a)),
    (_GOES_ON, lambda *a: continued(drawn(), *a)),
    (_OTHER_SEED, lambda lrs, *a: runs([drawn()] * len(lrs), lrs, *a)),
    (_OTHER_SEED, lambda lrs, *a: runs([drawn(0)] * len(lrs), lrs, *a)),
    (_OTHER_SEED, lambda lrs, *a: runs([drawn(1)] * len(lrs), lrs, *a)),
    (_PRINTED, lambda lrs, *a: runs([(0.480106, 0.841504)] * len(lrs), lrs, *a)),
    (_ONE_PAIR, lambda *a: fair(*a)[:1]),
    (_ONE_PAIR, lambda *a: fair(*a)[-1:]),
    (_ONE_PAIR, lambda *a: fair(*a)[0]),
    (_ONE_PAIR, lambda *a: fair(*a)[-1]),
    (
        "No run leaves its start. What happens to the grad between backward and step?",
        lambda lrs, steps, x, y: fair(lrs, 0, x, y),
    ),
    (
        "The gradients add up from step to step. The code that was given cleared them.",
        lambda *a: fair(*a, zeroing=False),
    ),
    (
        "Every run has the same learning rate. Is lr handed on?",
        lambda lrs, *a: fair(lrs[:1] * len(lrs), *a),
    ),
    ("b comes first here. Return (w, b).", lambda *a: [pair[::-1] for pair in fair(*a)]),
    (
        _LOSSES,
        lambda lrs, steps, x, y: [mse_at(x, y, *end) for end in fair(lrs, steps, x, y)],
    ),
    (
        _LOSSES,
        lambda lrs, steps, x, y: [mse_at(x, y, *end) for end in fair(lrs, steps - 1, x, y)],
    ),
]:
    compare.mistake(sentence, answer)
