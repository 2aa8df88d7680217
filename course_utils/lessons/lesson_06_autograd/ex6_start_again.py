"""Exercise 6.6: Start again."""

import torch

from course_utils import simulate
from course_utils.checking.exercises import exercise
from course_utils.checking.plain_data import as_data, kind_of
from course_utils.lessons.findings import off_in

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
    plain = start.detach().clone()
    seen = {"what comes back": "a tensor", "start": "as it was", "a new tensor": True}
    seen |= {"as long as start": True, "a leaf": True, "requires grad": True, "its grad": "None"}
    seen |= {"memory of its own": True, FIRST: plain, SECOND: plain}
    if not isinstance(params, torch.Tensor):
        return seen | {"what comes back": kind_of(as_data(params))}
    if not params.is_floating_point():
        return seen | {"what comes back": f"a tensor of {params.dtype}"}
    if params is own:
        return seen | {"a new tensor": False}
    if not torch.equal(own.detach(), plain) or own.requires_grad != start.requires_grad:
        return seen | {"start": "changed"}
    if params.shape != start.shape:
        return seen | {"as long as start": False}
    seen |= {"a leaf": params.is_leaf, "requires grad": params.requires_grad}
    if params.is_leaf and params.grad is not None:
        seen["its grad"] = "a tensor"
    seen[FIRST] = params.detach().clone()
    with torch.no_grad():
        params -= 1.0
    seen["memory of its own"] = torch.equal(own.detach(), plain)
    return seen | {SECOND: answer(own).detach().clone()}


@reset.part(probes=starts, observe=two_runs)
def fresh(start):
    """A new leaf that requires grad and equals start; training it leaves start as it was."""
    return start.detach().clone().requires_grad_()


RECORDED = "What is made from a leaf, a clone too, is recorded and is no leaf: detach first."


def shares(_, came):
    return not came["memory of its own"]


# The first sentence whose condition holds, wherever the answer is wrong, is said.
for sentence, slip, when in [
    (
        "Hand back a new tensor: a leaf that requires grad and equals start.",
        "return start.tolist()",
        off_in("what comes back"),
    ),
    (
        "This is start itself under a second name: training moves both.",
        "return start.requires_grad_()",
        off_in("a new tensor"),
    ),
    (
        "start is changed: its numbers, or whether autograd follows it. Leave it as it was.",
        "return start.detach_().clone().requires_grad_()",
        lambda want, came: off_in("start")(want, came) or not came["a new tensor"],
    ),
    (
        "These are other numbers than those of start.",
        "return torch.zeros_like(start, requires_grad=True)",
        off_in(FIRST),
    ),
    (
        "The new leaf must equal start, whatever its length.",
        "return torch.zeros(2, requires_grad=True)",
        off_in("as long as start", FIRST),
    ),
    (
        "This shares the memory of start, as detach does: a second run starts where the first one "
        "ended.",
        "return start.detach().requires_grad_()",
        lambda want, came: came["a leaf"] and came["requires grad"] and shares(want, came),
    ),
    (
        "This shares the memory of start, and autograd does not follow it: two things are missing.",
        "return start.data",
        lambda want, came: came["a leaf"] and shares(want, came),
    ),
    (
        "This is a view: it shares the memory of start, and it is no leaf.",
        "return start[:]",
        shares,
    ),
    (
        "A new leaf has no grad yet. What is in it would be part of the first step.",
        "new = start.detach().clone().requires_grad_(); new.grad = 0 * start + 1; return new",
        off_in("its grad"),
    ),
    (
        "A copy, cut off as it should be. But nothing asks autograd to follow it.",
        "return start.clone().detach()",
        lambda _, came: came["a leaf"] and not came["requires grad"],
    ),
    (RECORDED, "return start.clone()", off_in("a leaf", "requires grad")),
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
fresh.same({"Detached first or last, a copy is a copy.": ("detach().clone", "clone().detach")})
