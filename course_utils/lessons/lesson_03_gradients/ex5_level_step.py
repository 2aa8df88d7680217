"""Exercise 3.5: a step on which the loss stays as it is."""

import torch

from course_utils.checking.comparison import numbers_in
from course_utils.checking.exercises import exercise
from course_utils.lessons.findings import in_any_way

level = exercise(
    "3.5",
    "Walk on the level",
    hints=(
        "Along a contour line slope times turn adds up to 0. What is grad @ step to be?",
        "With two knobs, swap the two slopes and turn one sign. With more, let the others rest.",
        "Or take any arrow v and remove the part along grad: v - (v @ grad) / (grad @ grad) * grad",
    ),
)


def gradients(generator):
    """One to follow by hand, the diary's, then some with slopes of 0, and all slopes alike."""
    two = 3 * torch.randn(2, generator=generator) + 5
    five = torch.randn(5, generator=generator) + torch.tensor([1.0, -2.0, 2.0, -1.0, 3.0])
    drawn = [two * torch.tensor([1.0, -1.0]), five, torch.full((4,), two[0].item())]
    plain = [[3.0, 4.0], [4517.2966, 82.6], [0.0, -2.0], [2.0, 0.0]]
    many = [[0.0, 0.0, 5.0], [0.0, 3.0, 0.0], [-1.0, 0.0, 0.0], [1.0, 2.0, 2.0]]
    return [(torch.tensor(grad),) for grad in (*plain, *many)] + [(grad,) for grad in drawn]


TAGS_OF_A_STEP = (
    "no nan",
    "a step at all",
    "neither up nor down",
    "swapped with a sign",
    "at right angles",
    "of length 1",
)


def properties(answer, grad):
    """Return what is true of a step: there are many right ones."""
    before = grad.detach().clone().double()
    step = answer(grad)
    came = numbers_in(step)
    if came is None:
        return step
    found = {"one entry a knob": len(came) == len(before) and getattr(step, "ndim", 1) == 1}
    if not found["one entry a knob"]:
        return found | dict.fromkeys(TAGS_OF_A_STEP, True)
    finite = bool(came.isfinite().all())
    length = came.norm().item() if finite else 1.0
    unit = came / length if finite and length > 1e-12 else torch.zeros_like(came)
    cosine = (unit @ before / before.norm()).item()
    mirrored = before.flip(0) / before.norm()
    return found | {
        "no nan": finite,
        "a step at all": not finite or length > 1e-12,
        "neither up nor down": abs(cosine) < 0.999,
        "swapped with a sign": abs(cosine) < 1e-3 or not _same(unit, mirrored),
        "at right angles": not finite or abs(cosine) < 1e-3,
        "of length 1": abs(length - 1) < 1e-3 or length <= 1e-12 or abs(cosine) >= 1e-3,
    }


def _same(one, other):
    return bool((one - other).abs().max() < 1e-3 or (one + other).abs().max() < 1e-3)


@level.part(probes=gradients, observe=properties)
def level_step(grad):
    """A step of length 1 at right angles to grad (P,), P of 2 or more, not all 0; a tensor (P,)."""
    v = torch.zeros_like(grad)
    v[grad.abs().argmin()] = 1.0  # the flattest knob: never the way of the gradient
    across = v - (v @ grad) / (grad @ grad) * grad
    return across / across.norm()


V = "v = torch.zeros_like(grad)"
PICK = "v[grad.abs().argmin()] = 1.0  # the flattest knob: never the way of the gradient"
ACROSS = "across = v - (v @ grad) / (grad @ grad) * grad"
RESULT = "return across / across.norm()"


def turned(first, second):
    """Return the source of an answer that turns these two entries of grad by 90 degrees."""
    return (
        f"v = torch.zeros_like(grad); v[{first}] = -grad[{second}]; v[{second}] = grad[{first}]\n"
        "return v / v.norm()"
    )


PAIR = "a, b = grad\n"
SPELT = (
    "torch.tensor([-b, a]) / grad.norm()",
    "torch.stack([-b, a]) / grad.norm()",
    "torch.stack((b, -a)) / grad.norm()",
)

level_step.slips(
    {
        "This is for two knobs only, and there may be more: let the others rest.": [
            *(f"{PAIR}return {step}" for step in SPELT),
            "return torch.tensor([-grad[1], grad[0]]) / grad.norm()",
            "return torch.tensor([-grad[1], grad[0]]) / torch.tensor([grad[1], grad[0]]).norm()",
            "return grad.flip(0) * torch.tensor([-1.0, 1.0]) / grad.norm()",
        ],
        "Where both of the slopes that you swap are 0, this is no step: 0 / 0. Choose others.": [
            turned(0, 1),
            turned(1, 0),
            turned(0, -1),
            turned(-1, 0),
            turned(-2, -1),
        ],
        "Try (0, 2), (2, 0) and (2, 2) by hand: for one of them at least this divides by 0.": [
            "v = 1 / grad; v[-1] = (1 - len(grad)) / grad[-1]\nreturn v / v.norm()",
            "v = 0 * grad; v[0] = 1.0; v[1] = -grad[0] / grad[1]\nreturn v / v.norm()",
            "v = torch.ones_like(grad); v[-1] = -grad[:-1].sum() / grad[-1]\nreturn v / v.norm()",
            "v = torch.ones_like(grad); v[0] = -grad[1:].sum() / grad[0]\nreturn v / v.norm()",
            *((PICK, f"v[{place}] = 1.0") for place in ("0", "1", "-1", "grad.abs().argmax()")),
            (V, "v = torch.ones_like(grad)"),
            ((V, "v = grad.flip(0)"), (PICK, "")),
        ],
    }
)
# In this order: what is named first goes wrong first.
level_step.findings(
    {
        "one entry a knob": (
            "The step needs one entry for each knob: it is to be added to the parameters.",
            (RESULT, "return across[:1]"),
        ),
        "no nan": (
            "On some gradient this is nan or inf: is something divided by 0?",
            (RESULT, "return across / 0"),
        ),
        "a step at all": (
            "On some gradient nothing is left of the step: all its entries are 0.",
            (RESULT, "return 0 * across"),
        ),
        "neither up nor down": (
            "This is the way up or down, where the loss changes most. Across it, it stays.",
            "return grad / grad.norm()",
        ),
        "swapped with a sign": (
            "Swapped, but the products still add up: one of the two signs must turn.",
            "return grad.flip(0) / grad.norm()",
        ),
        "at right angles": (
            "This is not at right angles to every gradient: grad @ step must be 0.",
            (ACROSS, "across = v"),
        ),
        "of length 1": (
            "The direction is right. Divide by its length, so that the step has the length 1.",
            (RESULT, "return across"),
        ),
    }
)
level_step.slip(
    "Take the first gradient by hand: grad @ step must be 0, and the length of step 1.",
    (ACROSS, "across = (v @ grad) / (grad @ grad) * grad"),
    in_any_way,
)
level_step.same(
    {
        "The way back along a contour is as level as the way there.": [
            (RESULT, "return -(across / across.norm())"),
            (ACROSS, "across = (v @ grad) / (grad @ grad) * grad - v"),
        ],
        "How long v is does not matter: the step is brought to the length 1.": ("1.0", "2.0"),
        "The dot product does not mind which arrow comes first.": ("v @ grad", "grad @ v"),
        "No gradient flows here.": (RESULT, "return (across / across.norm()).detach()"),
    }
)
