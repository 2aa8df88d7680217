"""Exercise 6.6: Down any loss."""

from course_utils.checking.exercises import exercise
from course_utils.lessons.lesson_06_autograd import ways_down
from course_utils.lessons.lesson_06_autograd.messages import MESSAGES
from course_utils.lessons.lesson_06_autograd.training_loop import IN_PLACE

any_loss = exercise(
    "6.6",
    "Down any loss",
    hints=(
        "No lr serves both a steep loss and a flat one. How can you tell, after a step, that it "
        "was too long?",
        "Look before you stay: if the loss has risen, do not take the step, and shorten lr; if it "
        "has fallen, take it, and let lr grow.",
        "there = params.detach() - lr * params.grad, and then compare f(there) with the loss here.",
    ),
)


@any_loss.part(probes=ways_down.losses, observe=ways_down.how_far)
def lowest(f, start):
    """Knobs like start, from which f has come down 99 hundredths of the way to its lowest value."""
    params, lr = start.clone(), 1.0
    for _ in range(50):
        params.requires_grad_()
        loss = f(params)
        loss.backward()
        there = params.detach() - lr * params.grad
        if f(there) < loss:
            params, lr = there, 2 * lr
        else:
            params.grad, lr = None, lr / 4
    return params.detach()


RETURN = "return params.detach()"


def fixed(lr, zero="params.grad = None", steps=30, begin="start.clone()", sign="-", early="pass"):
    """Return the code of a descent at one learning rate."""
    return f"""
params = {begin}.requires_grad_()
for _ in range({steps}):
    f(params).backward()
    {early}
    with torch.no_grad():
        params {sign}= {lr} * params.grad
    {zero}
return params
"""


lowest.slips(
    MESSAGES
    | {
        IN_PLACE: "params = start.clone().requires_grad_(); f(params).backward(); "
        "params -= 0.01 * params.grad; return params",
        "start is a tensor and f a function of it: f(params) is the loss.": "return f - start",
        "f wants all the knobs at once, as one tensor.": "return f(*start, start)",
    }
)
# In this order: what is named first is said first.
lowest.findings(
    {
        ways_down.KNOBS: (
            "Return the knobs: one tensor of the shape of start, and nothing beside it.",
            [
                (RETURN, "return loss.expand(7)"),
                (RETURN, "return params.tolist()"),
                (RETURN, "return params.detach(), lr"),
                (RETURN, ""),
            ],
        ),
        ways_down.KEPT: (
            "start is not as it came: its numbers have changed, or autograd follows it now. "
            "Work on a copy.",
            [
                *(fixed(0.001, begin=begin) for begin in ("start", "start.detach()", "start[:]")),
                ("start.clone()", "start"),
            ],
        ),
        ways_down.CLIMBS: (
            "The loss has risen on all of them. The gradient points uphill: which way is the step?",
            [fixed(lr, sign="+") for lr in (0.001, 0.01, 1.0)],
        ),
        ways_down.ONE_RATE: (
            "On the steep loss these steps climb, on the flat one they crawl: no single lr serves "
            "both. How can the loss tell you to change it?",
            [
                *(fixed(lr) for lr in (0.1, 0.02, 0.05)),
                fixed(0.1, steps=60),
            ],
        ),
        ways_down.TAME: (
            "On one of these losses the knobs run away, to inf or nan: each step climbs higher, "
            "and nothing stops them.",
            [
                *(fixed(lr) for lr in (1.0, 10.0)),
                fixed(1.0, zero="pass"),
                ("f(there) < loss", "True"),
                ("f(there) < loss", "f(there) > loss"),
                ("params.grad, lr = None, lr / 4", "params, lr = there, lr / 2"),
            ],
        ),
        ways_down.LEFT: (
            "On one of these losses the knobs are still where they began. Is a step ever taken, "
            "and kept?",
            [
                "return start.clone()",
                fixed(0.001, steps=0),
                fixed(0.01, early="params.grad.zero_()"),
                ("params, lr = there, 2 * lr", "lr = 2 * lr"),
                ("range(50)", "range(3)"),
            ],
        ),
        ways_down.LOWER: (
            "On one of these losses the end is no lower than the start. Are the steps so long that "
            "they cross the valley and climb?",
            [fixed(0.01, steps=1)],
        ),
        ways_down.HALF: (
            "On one of these losses not half of the way is done. What serves a steep one crawls "
            "on a flat one: when may a step grow?",
            [
                *(fixed(lr) for lr in (0.004, 0.001, 1e-4)),
                fixed(0.001, zero="params.grad.zero_()", steps=100),
                fixed(0.001, zero="pass"),
                (("1.0", "0.2"), ("2 * lr", "lr")),
                ("2 * lr", "0.9 * lr"),
                ("        else:", "        if f(there) >= loss or lr > 0.004:"),
            ],
        ),
        ways_down.THERE: (
            "More than half of the way on each, but not 99 hundredths. More steps, or steps that "
            "grow while the loss falls?",
            [("range(50)", "range(9)")],
        ),
    }
)
lowest.same(
    {
        "The knobs there are a tensor of their own, and start is never changed in place.": (
            ("start.clone()", "start.detach()")
        ),
        "Knobs that autograd follows are knobs.": (RETURN, "return params"),
        "A copy of a copy is a copy.": [
            (RETURN, "return (params.detach()).detach()"),
            (RETURN, "return params.clone()"),
        ],
        "One step more or less is none of 50 that count.": [
            ("(50):", "(50 + 1):"),
            ("(50):", "(50 - 1):"),
            ("50", "1, 50"),
            ("50", "51"),
            ("50", "49"),
        ],
        "lr is found on the way, whatever it begins with and however fast it changes.": [
            (" 1.0", " 2.0"),
            (" 2", " 3"),
            ("4", "5"),
            ("4", "3"),
        ],
        "Where the loss stays the same, either will do.": ("(there) <", "(there) <="),
    }
)
