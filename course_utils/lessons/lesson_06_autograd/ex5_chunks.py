"""Exercise 6.5: Chunks."""

import torch

from course_utils import simulate
from course_utils.compare import difference
from course_utils.exercise import exercise
from course_utils.lessons.lesson_06_autograd.ex3_loop_in_torch import ERRORS, Watch, leaf
from course_utils.values import as_data

micro = exercise(
    "6.5",
    "Chunks",
    hints=(
        "Section 6 adds up the gradients of three chunks in two ways. Which one finds that of all?",
        "The mean over all readings is a weighted mean of the chunks' means. How large is the "
        "share of a chunk?",
        "Start with params.grad = None and n = sum(len(x) for x, _ in chunks).",
    ),
)


def unequal_chunks(generator):
    """A tenth of the diary's readings at (1, 0) in chunks of 4, 4 and 3, then random ones."""
    t_u, t_c = simulate.thermometer()
    probes = [(leaf(), list(zip((0.1 * t_u).split(4), t_c.split(4), strict=True)))]
    for sizes in ([1, 5], [2, 3, 6]):
        x, y = torch.randn(2, sum(sizes), generator=generator)
        chunks = list(zip((2 * x + 1).split(sizes), (3 * y - 1).split(sizes), strict=True))
        probes.append((torch.randn(2, generator=generator).requires_grad_(), chunks))
    return probes


def slopes(params, x, y):
    """Return the gradient of the MSE over one chunk, in plain numbers, for it is asked often."""
    w, b = params.tolist()
    x = x.tolist()
    r = [w * x_i + b - y_i for x_i, y_i in zip(x, y.tolist(), strict=True)]
    slope_w = sum(r_i * x_i for r_i, x_i in zip(r, x, strict=True))
    return 2 / len(r) * torch.tensor([slope_w, sum(r)])


def both_calls(answer, params, chunks):
    """Return the gradients of two calls, and whether all chunks were held at once for them."""
    with Watch() as watch:
        # Plain copies, for the second call may change the tensor that the first gave back.
        first, second = (as_data(answer(params, chunks)) for _ in range(2))
    seen = {"first call": first, "second call": second, "memory": "of one chunk"}
    # With fewer ways back than chunks, one of them goes through several chunks at once.
    if watch.joined or 0 < watch.ways_back < 2 * len(chunks):
        whole = slopes(params, *map(torch.cat, zip(*chunks, strict=True)))
        if difference((whole, whole), (first, second)) is None:
            seen["memory"] = "of all chunks"
    return seen


@micro.part(probes=unequal_chunks, observe=both_calls)
def chunked_grad(params, chunks):
    """Gradient (2,) of the MSE of w * x + b over all (x, y) in chunks, one chunk at a time."""
    n = sum(len(x) for x, _ in chunks)
    params.grad = None
    for x, y in chunks:
        loss = ((params[0] * x + params[1] - y) ** 2).mean()
        (loss * len(x) / n).backward()
    return params.grad


def add_up(params, chunks, weight, empties=True):
    """Return the weighted sum of the gradients of all chunks, added to what params.grad holds."""
    n = sum(len(x) for x, _ in chunks)
    if empties or params.grad is None:
        params.grad = torch.zeros(2)
    for x, y in chunks:
        params.grad += weight(len(x), len(chunks), n) * slopes(params, x, y)
    return params.grad


_LAST = "Only the last chunk counts: the gradients of the others are thrown away."
_FIRST_ONLY = "Only the first chunk counts: is the return inside the loop?"

for sentence, weight in [
    (
        "This is the sum of the chunks' means, too large about by the number of chunks.",
        lambda size, count, n: 1.0,
    ),
    (
        "This is the mean of the chunks' means: right only where all chunks are equally long.",
        lambda size, count, n: 1 / count,
    ),
    (
        "This is the gradient of the sum of the squares. The loss is their mean over all readings.",
        lambda size, count, n: float(size),
    ),
    (
        "A chunk weighs as much as its share of all readings. Of what is a share taken here?",
        lambda size, count, n: size / count,
    ),
]:
    for empties in (True, False):
        chunked_grad.mistake(sentence, lambda *args, how=(weight, empties): add_up(*args, *how))

for empties in (True, False):
    chunked_grad.mistake(
        "11 was the number of the thermometer's readings; count these.",
        lambda *args, empties=empties: add_up(*args, lambda size, count, n: size / 11, empties),
    )

for sentence, slip in [
    (
        "The second call is off: params.grad still held what the first one left.",
        lambda *args: add_up(*args, lambda size, count, n: size / n, empties=False),
    ),
    (_LAST, lambda params, chunks: slopes(params, *chunks[-1])),
    (_LAST, lambda *args: share_of(-1, *args)),
    (_FIRST_ONLY, lambda params, chunks: slopes(params, *chunks[0])),
    (_FIRST_ONLY, lambda *args: share_of(0, *args)),
    (
        "Nothing comes back. Where does backward leave the gradient?",
        lambda params, chunks: print(end=""),
    ),
    ("This is params. Where does backward leave the gradient?", lambda params, chunks: params),
    *ERRORS,
]:
    chunked_grad.mistake(sentence, slip)


def share_of(which, params, chunks):
    x, y = chunks[which]
    return len(x) / sum(len(x) for x, _ in chunks) * slopes(params, x, y)


_TOGETHER = "Right. But taken together, chunks need the memory that they are there to save."


@chunked_grad.remark(_TOGETHER)
def _(params, chunks):
    return slopes(params, *map(torch.cat, zip(*chunks, strict=True)))


@chunked_grad.remark(_TOGETHER)
def _(params, chunks):
    params.grad = None
    squares = sum(((params[0] * x + params[1] - y) ** 2).sum() for x, y in chunks)
    (squares / sum(len(x) for x, _ in chunks)).backward()
    return params.grad
