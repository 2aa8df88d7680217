"""Exercise 6.5: Chunks."""

import torch

from course_utils import simulate
from course_utils.checking.comparison import difference
from course_utils.checking.exercises import exercise
from course_utils.checking.plain_data import as_data
from course_utils.lessons.findings import in_any_way
from course_utils.lessons.lesson_06_autograd.messages import MESSAGES
from course_utils.lessons.lesson_06_autograd.watch import Watch

micro = exercise(
    "6.5",
    "Chunks",
    hints=(
        "Section 7 adds up the gradients of three means. What share of the whole is each of them?",
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
        # Plain copies, for the second call may change the tensor that the first gave back; and a
        # list of its own, for what is turned round twice is as it was.
        first, second = (as_data(answer(params, given)) for given in (chunks, list(chunks)))
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


LOSS = "((params[0] * x + params[1] - y) ** 2).mean()"
SUMMED = LOSS, LOSS.replace("mean", "sum")
ALL = f"sum({SUMMED[1]} for x, y in chunks) / n"
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
        "The squares are summed already. Divide their sum by the number of all readings.": [
            SUMMED,
            (SUMMED, (SHARE, "loss * len(chunks) / n")),
            (SUMMED, (SHARE, "loss"), (RETURN, "return params.grad / len(x)")),
        ],
        "The share is upside down: a long chunk is to weigh more than a short one.": [
            *weighed("loss / len(x)"),
            *weighed("loss * n / len(x)"),
        ],
        "A pair holds two tensors. How many readings are in them?": (
            ("len(x) for x, _ in chunks", "len(pair) for pair in chunks")
        ),
        "w and b are swapped: params[0] is what x is multiplied by.": (
            ("params[0] * x + params[1]", "params[1] * x + params[0]")
        ),
        "The sign is turned. The gradient points uphill.": (RETURN, "return -params.grad"),
        "This is half the gradient. What is the derivative of a square?": ((SHARE, f"{SHARE} / 2")),
        "This is the gradient of the RMSE. The loss here is the MSE: no root.": [
            (LOSS, f"{LOSS}.sqrt()"),
            (RETURN, f"return (params.grad / 2 / ({ALL}).sqrt()).detach()"),
        ],
        "params moves from chunk to chunk. All gradients belong to the params that came.": (
            ("params.grad = None", "params = params.detach().clone().requires_grad_()"),
            (".backward()", ".backward(); params.data -= 0.01 * params.grad"),
        ),
        "This is the loss. Its gradient is asked for.": [
            (RETURN, "return loss"),
            (RETURN, f"return {ALL}"),
        ],
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

chunked_grad.slip(
    "Each chunk's mean counts by its share of all readings, and the shares add up to 1. Do yours?",
    (SHARE, f"0.3 * {SHARE}"),
    when=in_any_way,
)
chunked_grad.same(
    {
        "The gradient of a leaf wants no gradient itself.": (
            ("return params.grad", "return (params.grad).detach()")
        ),
        "x and y of a pair are equally long.": ("x, _", "_, x"),
    }
)

TOGETHER = "Right. But taken together, chunks need the memory that they are there to save."

chunked_grad.remark(TOGETHER, slopes_of_all)


@chunked_grad.remark(TOGETHER)
def _(params, chunks):
    params.grad = None
    squares = sum(((params[0] * x + params[1] - y) ** 2).sum() for x, y in chunks)
    (squares / sum(len(x) for x, _ in chunks)).backward()
    return params.grad
