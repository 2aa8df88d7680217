"""Exercise 3.2: the lowest loss that a step can have led to."""

import torch

from course_utils.checking.comparison import same_numbers
from course_utils.checking.exercises import exercise
from course_utils.lessons.findings import in_any_way, number_from

floor = exercise(
    "3.2",
    "Catch a false step",
    hints=(
        "Section 6 draws the promise and the truth. Which of the two is the lower one, always?",
        "No loss below the promise can be true. And what can a mean of squares never be?",
        "The promised loss is loss - lr * (grad**2).sum(). Take 0 where it is below 0.",
    ),
)

PUBLISHED, PROMISED = 2.503129982359, 2.4929855  # before the step of section 5, and promised


def steps_of_descent(generator):
    """The published step, one that promises less than no loss, then others of both kinds."""
    tried = [
        (PUBLISHED, torch.tensor([-0.4130, -0.0455, -0.9175]), 0.01),
        (1763.8848, torch.tensor([4517.2966, 82.6]), 1e-4),
    ]
    for n in (2, 1, 6):
        grad = 2 * torch.randn(n, generator=generator) + torch.arange(n) - 3
        loss, share = (torch.rand(2, generator=generator) + torch.tensor([5.0, 0.1])).tolist()
        # No promise comes near 0, where what float32 has lost would show.
        tried.append((loss, grad, 0.5 * share * loss / (grad**2).sum().item()))
    beyond = torch.randn(4, generator=generator) + 2
    return [*tried, (3.0, beyond, 3.5 / (beyond**2).sum().item())]


# The published numbers tell the square of the length from the length in the fifth digit only.
@floor.part(probes=steps_of_descent, observe=number_from, tolerance=2e-6)
def lowest_loss(loss, grad, lr):
    """The lowest MSE that one step of descent with grad (P,) can have led to; a number."""
    promised = loss - lr * (grad**2).sum().item()
    return max(promised, 0.0)


PROMISE = "loss - lr * (grad**2).sum().item()"
RESULT = "return max(promised, 0.0)"


def some_of_the_slopes(pick, number):
    """Return an answer that adds the squares of what `pick` takes out of grad, as a `number`."""
    return lambda loss, grad, lr: number(max(loss - lr * sum(s**2 for s in pick(grad)), 0.0))


def pair(grad):
    first, second = grad
    return first, second


def triple(grad):
    first, second, third = grad
    return first, second, third


TOO_FEW_RAISE = [
    lambda grad: [grad[0], grad[1]],
    lambda grad: [grad[0], grad[1], grad[2]],
    lambda grad: [grad.tolist()[i] for i in range(2)],
    lambda grad: [grad.tolist()[i] for i in range(3)],
    pair,  # raises where there are too many, too
    triple,
]

lowest_loss.slips(
    {
        "The promise is right, but it may lie below 0, where no mean of squares can be.": (
            (RESULT, "return promised")
        ),
        "abs turns a promise below 0 into another one. How low can a mean of squares be?": (
            (RESULT, "return abs(promised)")
        ),
        "Zero can be had only where the promise reaches it. A shorter step cannot get there.": (
            (RESULT, "return 0.0")
        ),
        "The lower of the two is taken. The loss is neither below the promise nor below 0.": (
            ("max(", "min(")
        ),
        "Where the promise is below 0, the loss before the step is given. It can fall, to 0.": (
            (RESULT, "return promised if promised > 0 else loss")
        ),
        "The promise is a higher loss than before. Descent takes something away.": ("- lr", "+ lr"),
        "The step is lr times the gradient. Where does lr come in?": ("lr * ", ""),
        "This takes the length of the gradient. The promise takes its square.": (
            ("(grad**2).sum()", "grad.norm()")
        ),
        "Here lr is squared, too. It comes in once: with the step, not the slope.": (
            ("lr * (grad**2)", "((lr * grad) ** 2)")
        ),
        "The slopes are added as they are. The step, too, is made of slopes.": ("grad**2", "grad"),
        "Absolute values are not squares: the step, too, is made of slopes.": (
            ("grad**2", "grad.abs()")
        ),
        "The slopes are summed before they are squared, and cancel. Square first.": (
            ("(grad**2).sum()", "(grad.sum() ** 2)")
        ),
        "This is the mean over the parameters. All of them move, and all count.": ("sum", "mean"),
        "This is half the drop. No half belongs here: the promise is a straight line.": (
            ("- lr", "- lr / 2")
        ),
        "This is twice the drop. The promise is slope times step, and no more.": (
            ("- lr", "- 2 * lr")
        ),
        "This is the change alone. What is the loss after it?": [
            (PROMISE, "lr * (grad**2).sum().item()"),
            (RESULT, "return promised - loss"),
            (RESULT, "return max(promised, 0.0) - loss"),
            (RESULT, "return loss - max(promised, 0.0)"),
        ],
        "This steps as if the loss were a parameter. The loss is one number.": [
            (RESULT, "return loss - lr * grad"),
            (RESULT, "return (loss - lr * grad).clamp(min=0)"),
        ],
        "This is a promise for each parameter alone. They move together: add up.": [
            (RESULT, "return loss - lr * grad**2"),
            (RESULT, "return (loss - lr * grad**2).clamp(min=0)"),
        ],
        "The drop is taken as a share of the loss. It is in the units of the loss.": [
            (PROMISE, share)
            for share in (
                "loss * (1 - lr * (grad**2).sum().item())",
                "1 - lr * (grad**2).sum().item() / loss",
            )
        ],
        "lr belongs to the drop: only (grad**2).sum() is multiplied by it.": (
            (PROMISE, "(loss - lr) * (grad**2).sum().item()")
        ),
        "Only the steepest knob counts here. All of them move.": (
            ("(grad**2).sum()", "(grad**2).max()")
        ),
        "Only some of the slopes are used: there may be any number of knobs.": [
            *(("(grad**2)", f"(grad**2)[:{count}]") for count in (1, 2, 3)),
            *(
                some_of_the_slopes(pick, number)
                for pick in TOO_FEW_RAISE
                for number in (float, torch.as_tensor)
            ),
        ],
        "True or False is no loss. Which number is the lowest that you could believe?": (
            (RESULT, "return promised < 0")
        ),
        "The number is right, but grad is changed: square a new tensor, not grad.": (
            (PROMISE, "loss - lr * grad.pow_(2).sum().item()")
        ),
    }
)

for sentence, slip, when in [
    (
        "Right on the published step, wrong elsewhere: is one of its numbers built in?",
        ("lr * ", "0.01 * "),
        lambda right, _: not same_numbers(right, PROMISED),
    ),
    (
        "Close, but the promise has all its digits. Is it rounded?",
        (RESULT, "return round(max(promised, 0.0), 2)"),
        lambda right, came: same_numbers(right, came, tolerance=0.02),
    ),
    (
        "The loss bends upwards: one step of descent never does better than its promise, or 0.",
        ("- lr", "- 3 * lr"),
        in_any_way,
    ),
]:
    lowest_loss.slip(sentence, slip, when)
lowest_loss.same(
    {"The larger of two does not mind which comes first.": ("promised, 0.0", "0.0, promised")}
)
