"""Exercise 3.2: Audit a stranger's step."""

import torch

from course_utils.checking.comparison import same_numbers
from course_utils.checking.exercises import exercise
from course_utils.lessons.findings import in_any_way, number_from

audit = exercise(
    "3.2",
    "Audit a stranger's step",
    hints=(
        "A step of -lr * grad changes each parameter. What does each change do to the loss?",
        "Each parameter moves by -lr times its slope, and the loss by that times the slope again.",
        "The promised drop is lr * (grad**2).sum().",
    ),
)


PUBLISHED, PROMISED = 2.503129982359, 2.4929883  # before the step, and what is right after it


def published_and_others(generator):
    """The published step, a promise below 0 as in section 6, then a good part of the loss."""
    tried = [
        (PUBLISHED, torch.tensor([-0.4130, -0.0455, -0.9175]), 0.01),
        (1763.8848, torch.tensor([4517.2966, 82.6]), 1e-4),
    ]
    for n in (2, 1, 6):
        grad = 2 * torch.randn(n, generator=generator) + torch.arange(n) - 3
        loss, share = (torch.rand(2, generator=generator) + torch.tensor([5.0, 0.1])).tolist()
        # No promise comes near 0, where what float32 has lost would show.
        tried.append((loss, grad, 0.5 * share * loss / (grad**2).sum().item()))
    return tried


# The published numbers tell the square of the length from the length in the fifth digit only.
@audit.part(probes=published_and_others, observe=number_from, tolerance=2e-6)
def promised_loss(loss, grad, lr):
    """The loss that the gradient grad (P,) promises after one step of descent; a number."""
    return loss - lr * (grad**2).sum().item()


PROMISE = "return loss - lr * (grad**2).sum().item()"


def some_of_the_slopes(pick, number):
    """Return an answer that adds the squares of what `pick` takes out of grad, as a `number`."""
    return lambda loss, grad, lr: number(loss - lr * sum(slope**2 for slope in pick(grad)))


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

promised_loss.slips(
    {
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
            ("loss - lr", "lr"),
            ("loss - lr", "-lr"),
        ],
        "This steps as if the loss were a parameter. The loss is one number.": (
            ("(grad**2).sum().item()", "grad")
        ),
        "This is a promise for each parameter alone. They move together: add up.": (
            (".sum().item()", "")
        ),
        "The drop is taken as a share of the loss. It is in the units of the loss.": [
            (PROMISE, f"return {share}")
            for share in (
                "loss * (1 - lr * (grad**2).sum().item())",
                "1 - lr * (grad**2).sum().item() / loss",
                "lr * (grad**2).sum().item() / loss",
            )
        ],
        "A promise may fall below 0, where no MSE can. Section 6 shows one: leave it as it is.": [
            (PROMISE, f"return {above}(loss - lr * (grad**2).sum().item())")
            for above in ("abs", "(lambda loss: max(0.0, loss))")
        ],
        "lr belongs to the drop: only (grad**2).sum() is multiplied by it.": (
            (PROMISE, "return (loss - lr) * (grad**2).sum().item()")
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
        "The number is right, but grad is changed: square a new tensor, not grad.": (
            (PROMISE, "grad *= grad; return loss - lr * grad.sum()")
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
        "Close, but a promise has all its digits. Is it rounded?",
        (PROMISE, "return round(loss - lr * (grad**2).sum().item(), 2)"),
        lambda right, came: same_numbers(right, came, tolerance=0.02),
    ),
    (
        "Turn one knob by -lr times its slope: the loss changes by slope times turn. Add all up.",
        ("- lr", "- 3 * lr"),
        in_any_way,
    ),
]:
    promised_loss.slip(sentence, slip, when)
