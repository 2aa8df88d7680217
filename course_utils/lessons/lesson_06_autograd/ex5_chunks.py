"""Exercise 6.5: Chunks."""

import torch

from course_utils import simulate
from course_utils.checking.comparison import difference
from course_utils.checking.exercises import exercise
from course_utils.checking.plain_data import as_data
from course_utils.lessons.lesson_06_autograd.messages import MESSAGES
from course_utils.lessons.lesson_06_autograd.watch import Watch

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
    start = torch.tensor([1.0, 0.0], requires_grad=True)
    probes = [(start, list(zip((0.1 * t_u).split(4), t_c.split(4), strict=True)))]
    for sizes in ([1, 5], [2, 3, 6]):
        x, y = torch.randn(2, sum(sizes), generator=generator)
        chunks = list(zip((2 * x + 1).split(sizes), (3 * y - 1).split(sizes), strict=True))
        probes.append((torch.randn(2, generator=generator).requires_grad_(), chunks))
    return probes


def both_calls(answer, params, chunks):
    """Return the gradients of two calls, and whether all chunks were held at once for them."""
    with Watch() as watch:
        # Plain copies, for the second call may change the tensor that the first gave back.
        first, second = (as_data(answer(params, chunks)) for _ in range(2))
    seen = {"first call": first, "second call": second, "memory": "of one chunk"}
    # With fewer ways back than chunks, one of them goes through several chunks at once.
    if watch.joined or 0 < watch.ways_back < 2 * len(chunks):
        whole = slopes_of_all(params, chunks)
        if difference((whole, whole), (first, second)) is None:
            seen["memory"] = "of all chunks"
    return seen


def slopes_of_all(params, chunks):
    """Return the gradient of the MSE over all chunks together, without autograd."""
    x, y = map(torch.cat, zip(*chunks, strict=True))
    w, b = params.detach()
    r = w * x + b - y
    return 2 * torch.stack([(r * x).mean(), r.mean()])


@micro.part(probes=unequal_chunks, observe=both_calls)
def chunked_grad(params, chunks):
    """Gradient (2,) of the MSE of w * x + b over all (x, y) in chunks, one chunk at a time."""
    n = sum(len(x) for x, _ in chunks)
    params.grad = None
    for x, y in chunks:
        loss = ((params[0] * x + params[1] - y) ** 2).mean()
        (loss * len(x) / n).backward()
    return params.grad


KEPT = "params.grad = None", "pass"
SHARE, RETURN = "loss * len(x) / n", "return params.grad"
LAST, FIRST = ("loss = (", "params.grad = None; loss = ("), (RETURN, f"    {RETURN}")


def weighed(loss):
    """Return the edits that give chunks another weight; params.grad is emptied first, or not."""
    return [(SHARE, loss), ((SHARE, loss), KEPT)]


chunked_grad.slips(
    {
        "This is the sum of the chunks' means, too large about by the number of chunks.": (
            weighed("loss")
        ),
        "This is the mean of the chunks' means: right only where all chunks are equally long.": (
            weighed("loss / len(chunks)")
        ),
        "This is the gradient of the sum of the squares. "
        "The loss is their mean over all readings.": weighed("loss * len(x)"),
        "A chunk weighs as much as its share of all readings. Of what is a share taken here?": (
            weighed("loss * len(x) / len(chunks)")
        ),
        "11 was the number of the thermometer's readings; count these.": (
            weighed("loss * len(x) / 11")
        ),
        "The second call is off: params.grad still held what the first one left.": KEPT,
        "Only the last chunk counts: the gradients of the others are thrown away.": [
            LAST,
            (LAST, (SHARE, "loss")),
        ],
        "Only the first chunk counts: is the return inside the loop?": [
            FIRST,
            (FIRST, (SHARE, "loss")),
        ],
        "Nothing comes back. Where does backward leave the gradient?": (RETURN, ""),
        "This is params. Where does backward leave the gradient?": (RETURN, "return params"),
    }
    | MESSAGES
)

TOGETHER = "Right. But taken together, chunks need the memory that they are there to save."

chunked_grad.remark(TOGETHER, slopes_of_all)


@chunked_grad.remark(TOGETHER)
def _(params, chunks):
    params.grad = None
    squares = sum(((params[0] * x + params[1] - y) ** 2).sum() for x, y in chunks)
    (squares / sum(len(x) for x, _ in chunks)).backward()
    return params.grad
