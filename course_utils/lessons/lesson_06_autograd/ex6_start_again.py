"""Exercise 6.6: Start again."""

import torch

from course_utils import simulate
from course_utils.checking.comparison import difference
from course_utils.checking.exercises import exercise

reset = exercise(
    "6.6",
    "Start again",
    hints=(
        "Two things have to be cut: the shared memory and the record. The reset in 'In the "
        "sources' cuts only the second.",
        "One method leaves the record behind, one copies the numbers, one asks for a new record.",
        "return start.detach(). ...",
    ),
)


def starts(generator):
    """Where the speed data start, plain and as a leaf that requires grad, then a random one."""
    _, _, start = simulate.speed()
    drawn = torch.randn(2, generator=generator)
    return [(start,), (start.clone().requires_grad_(),), (drawn.requires_grad_(),)]


FIRST, SECOND = "first run starts at", "second run starts at"


def two_runs(answer, start):
    """Return what comes of start, twice, where the first is moved in place in between."""
    own = start.detach().clone().requires_grad_(start.requires_grad)
    params = answer(own)
    if not isinstance(params, torch.Tensor):
        return params
    seen = {"a new tensor": params is not own, "a leaf": params.is_leaf}
    seen |= {"requires grad": params.requires_grad, "as long as start": True}
    if params.shape != start.shape:
        plain = start.detach().clone()
        return seen | {"as long as start": False, FIRST: plain, SECOND: plain}
    seen[FIRST] = params.detach().clone()
    with torch.no_grad():
        params -= 1.0
    return seen | {SECOND: answer(own).detach().clone()}


@reset.part(probes=starts, observe=two_runs)
def fresh(start):
    """A new leaf that requires grad and equals start; training it leaves start as it was."""
    return start.detach().clone().requires_grad_()


def off(want, came, *keys):
    """True if an answer is off in what stands under one of `keys`."""
    return any(difference(want[key], came[key]) for key in keys)


RECORDED = "What is made from a leaf, a clone too, is recorded and is no leaf: detach first."

# The first sentence whose condition holds, wherever the answer is wrong, is said.
for sentence, slip, when in [
    (
        "This is start itself under a second name: training moves both.",
        "return start.requires_grad_()",
        lambda _, came: not came["a new tensor"],
    ),
    (
        "These are other numbers than those of start.",
        "return torch.zeros_like(start, requires_grad=True)",
        lambda want, came: off(want, came, FIRST),
    ),
    (
        "The new leaf must equal start, whatever its length.",
        "return torch.zeros(2, requires_grad=True)",
        lambda want, came: off(want, came, "as long as start", FIRST),
    ),
    (
        "detach shares the memory: the second run starts where the first one ended.",
        "return start.detach().requires_grad_()",
        lambda want, came: came["a leaf"] and came["requires grad"] and off(want, came, SECOND),
    ),
    (
        "This shares the memory of start, and autograd does not follow it: two things are missing.",
        "return start.data",
        lambda want, came: came["a leaf"] and off(want, came, SECOND),
    ),
    (
        "This is a view: it shares the memory of start, and it is no leaf.",
        "return start[:]",
        lambda want, came: off(want, came, SECOND),
    ),
    (
        "A copy, cut off as it should be. But nothing asks autograd to follow it.",
        "return start.clone().detach()",
        lambda _, came: came["a leaf"],
    ),
    (RECORDED, "return start.clone()", lambda *_: True),
]:
    fresh.slip(sentence, slip, when)

fresh.slips(
    {
        RECORDED: "params = start.clone(); params.requires_grad = True; return params",
        "deepcopy takes leaves only, and a clone of a leaf is none.": [
            "import copy; return copy.deepcopy(start.clone())",
            "import copy; return copy.deepcopy(start.clone()).requires_grad_()",
        ],
    }
)
