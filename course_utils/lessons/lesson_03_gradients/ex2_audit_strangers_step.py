"""Exercise 3.2: Audit a stranger's step."""

import torch

from course_utils.exercise import exercise

audit = exercise(
    "3.2",
    "Audit a stranger's step",
    hints=(
        "A step of -lr * grad changes each parameter. What does each change do to the loss?",
        "Each parameter moves by -lr times its slope, and the loss by that times the slope again.",
        "The promised drop is lr * (grad**2).sum().",
    ),
)


def published_and_others(generator):
    """The published step, then others that promise to take away a good part of the loss."""
    tried = [(2.503129982359, torch.tensor([-0.4130, -0.0455, -0.9175]), 0.01)]
    for n in (2, 1, 6):
        grad = 2 * torch.randn(n, generator=generator) + torch.arange(n) - 3
        loss, share = (torch.rand(2, generator=generator) + torch.tensor([5.0, 0.1])).tolist()
        # No promise comes near 0, where what float32 has lost would show.
        tried.append((loss, grad, 0.5 * share * loss / (grad**2).sum().item()))
    return tried


# The published numbers tell the square of the length from the length in the fifth digit only.
@audit.part(probes=published_and_others, tolerance=2e-6)
def promised_loss(loss, grad, lr):
    """The loss that the gradient grad (P,) promises after one step of descent; a number."""
    return loss - lr * (grad**2).sum().item()


@promised_loss.mistake("The promise is a higher loss than before. Descent takes something away.")
def _(loss, grad, lr):
    return loss + lr * (grad**2).sum()


@promised_loss.mistake("The step is lr times the gradient. Where does lr come in?")
def _(loss, grad, lr):
    return loss - (grad**2).sum()


@promised_loss.mistake("This takes the length of the gradient. The promise takes its square.")
def _(loss, grad, lr):
    return loss - lr * grad.norm()


@promised_loss.mistake("Here lr is squared, too. It comes in once: with the step, not the slope.")
def _(loss, grad, lr):
    return loss - ((lr * grad) ** 2).sum()


@promised_loss.mistake("The slopes are added as they are. The step, too, is made of slopes.")
def _(loss, grad, lr):
    return loss - lr * grad.sum()


@promised_loss.mistake("Absolute values are not squares: the step, too, is made of slopes.")
def _(loss, grad, lr):
    return loss - lr * grad.abs().sum()


@promised_loss.mistake("The slopes are summed before they are squared, and cancel. Square first.")
def _(loss, grad, lr):
    return loss - lr * grad.sum() ** 2


@promised_loss.mistake("This is the mean over the parameters. All of them move, and all count.")
def _(loss, grad, lr):
    return loss - lr * (grad**2).mean()


@promised_loss.mistake(
    "This is half the drop. No half belongs here: the promise is a straight line."
)
def _(loss, grad, lr):
    return loss - lr * (grad**2).sum() / 2


@promised_loss.mistake("This is twice the drop. The promise is slope times step, and no more.")
def _(loss, grad, lr):
    return loss - 2 * lr * (grad**2).sum()


only_the_drop = promised_loss.mistake("This is the change alone. What is the loss after it?")


@only_the_drop
def _(loss, grad, lr):
    return lr * (grad**2).sum()


@only_the_drop
def _(loss, grad, lr):
    return -lr * (grad**2).sum()


@promised_loss.mistake("This steps as if the loss were a parameter. The loss is one number.")
def _(loss, grad, lr):
    return loss - lr * grad


@promised_loss.mistake("This is a promise for each parameter alone. They move together: add up.")
def _(loss, grad, lr):
    return loss - lr * grad**2


@promised_loss.mistake("The drop is taken as a share of the loss. It is in the units of the loss.")
def _(loss, grad, lr):
    return loss * (1 - lr * (grad**2).sum())


_SOME_SLOPES = "Only some of the slopes are used: there may be any number of knobs."


def some_of_the_slopes(pick, number):
    """Return an answer that adds the squares of what `pick` takes out of grad, as a `number`."""
    return lambda loss, grad, lr: number(loss - lr * sum(slope**2 for slope in pick(grad)))


def pair(grad):
    first, second = grad
    return first, second


def triple(grad):
    first, second, third = grad
    return first, second, third


for count in (1, 2, 3):
    promised_loss.mistake(
        _SOME_SLOPES, some_of_the_slopes(lambda grad, count=count: grad[:count], float)
    )

for pick in (  # all raise where there are too few slopes, the last two also where too many
    lambda grad: [grad[0], grad[1]],
    lambda grad: [grad[0], grad[1], grad[2]],
    lambda grad: [grad.tolist()[i] for i in range(2)],
    lambda grad: [grad.tolist()[i] for i in range(3)],
    pair,
    triple,
):
    for number in (float, torch.as_tensor):
        promised_loss.mistake(_SOME_SLOPES, some_of_the_slopes(pick, number))


@promised_loss.mistake("The number is right, but grad is changed: square a new tensor, not grad.")
def _(loss, grad, lr):
    grad *= grad
    return loss - lr * grad.sum()
