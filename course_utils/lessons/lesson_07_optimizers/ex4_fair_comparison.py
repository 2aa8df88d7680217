"""Exercise 7.4: A fair comparison."""

import torch

from course_utils import simulate
from course_utils.checking.comparison import same_numbers
from course_utils.checking.exercises import exercise
from course_utils.lessons.learner_watch import by_optimizer
from course_utils.lessons.lesson_07_optimizers.random_state import from_one_state
from course_utils.lessons.lesson_07_optimizers.run_of_a_line import slopes

fair_start = exercise(
    "7.4",
    "A fair comparison",
    hints=(
        "Print where each new model starts, before it is trained, as section 5 does.",
        "nn.Linear draws its start at random. What makes a draw come out the same each time?",
        "torch.manual_seed(42) belongs right before something. Before what?",
    ),
    kind="find the bug",
)


def comparisons(generator):
    """The source's readings and learning rates, then random ones."""
    torch.optim.SGD([torch.zeros(1)], lr=1.0)  # the first ever made takes a second
    x, y = torch.randn(2, 9, 1, generator=generator)
    return [([0.001, 0.01, 0.1], 3, *simulate.line()), ([0.3, 0.02, 0.05], 2, x, 2 * y + 1)]


PLACE = torch.tensor([0.7645385, 0.8300079])  # where seed 42 puts nn.Linear(1, 1)


def runs(answer, lrs, steps, x, y):
    """Return what an answer gives, and what is true of the steps that its optimizers take."""
    came, taken = by_optimizer(from_one_state, answer, lrs, steps, x, y)
    begun = [step.at for step in taken[::steps]]
    rates = [lr for lr in lrs for _ in range(steps)]
    return {
        "runs": came,
        "count": len(taken) in (0, len(rates)),
        "together": all(same_numbers(begun[0], at) for at in begun),
        "at 42": all(same_numbers(PLACE, at) for at in begun),
        "gradient": all(same_numbers(slopes(s.at, x, y), s.grad, 1e-3) for s in taken),
        "rate": all(s.is_of_sgd(lr) for lr, s in zip(rates, taken, strict=False)),
    }


SEED = "torch.manual_seed(42)"


@fair_start.part(probes=comparisons, observe=runs, given=((f"        {SEED}\n", ""),))
def compare(lrs, steps, x, y):
    """A list of (w, b), one for each lr: all start where seed 42 puts nn.Linear(1, 1)."""
    results = []
    for lr in lrs:
        torch.manual_seed(42)
        model = torch.nn.Linear(1, 1)
        optimizer = torch.optim.SGD(model.parameters(), lr=lr)
        for _ in range(steps):
            loss = torch.nn.functional.mse_loss(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        results.append((model.weight.item(), model.bias.item()))
    return results


MODEL = "model = torch.nn.Linear(1, 1)"
ZERO, BACKWARD = "optimizer.zero_grad()", "loss.backward()"
LOOP = "for lr in lrs:"
SEEDED, MADE = f"{LOOP}\n        {SEED}", f"{LOOP}\n        {SEED}\n        {MODEL}"
PAIR, RETURN = "(model.weight.item(), model.bias.item())", "return results"


def begun_at(w, b):
    """Return the edit that puts each new model at a place of its own."""
    put = f"torch.nn.init.constant_(model.weight, {w}); torch.nn.init.constant_(model.bias, {b})"
    return MODEL, f"{MODEL}; {put}"


compare.slips(
    {
        "Every run still starts elsewhere: each new nn.Linear draws anew.": (
            ("manual_seed(42)", "manual_seed")
        ),
        "The seed is set after the model was made. Then the draw is over.": (
            (SEED, ""),
            (MODEL, f"{MODEL}; {SEED}"),
        ),
        "The first run is right. Seeded once, the next model draws on from there.": (
            (SEEDED, f"{SEED}\n    {LOOP}")
        ),
        "Each run goes on where the one before it ended: it is the same model.": [
            (MADE, f"{SEED}; {MODEL}\n    {LOOP}"),
            (MADE, f"{MODEL}\n    {LOOP}"),
        ],
        "That is the start of section 5, drawn after the points. "
        "Seed 42 right before nn.Linear gives another.": [
            begun_at(0.480106, 0.841504),
            begun_at(0.4801, 0.8415),  # as it is printed
        ],
        "One pair for each run belongs in results, when the run is done. Where is the append?": [
            (f"results.append({PAIR})", "pass"),
            ("\n        results.append", "\n            results.append"),
        ],
        "Pairs are asked for, in a list, in the order of lrs.": [
            (RETURN, "return dict(zip(map(str, lrs), results))"),
            (RETURN, "return dict(zip(lrs, results))"),
            (RETURN, "return [*zip(*results)]"),
            (PAIR, "(model.weight.item(), model.bias.item(), lr)"),
            (PAIR, "(lr, model.weight.item(), model.bias.item())"),
        ],
        "The runs come back sorted. Keep the order of lrs.": (LOOP, "for lr in sorted(lrs):"),
        "These are the model's own tensors. .item() gets the number out of each.": [
            (PAIR, "(model.weight, model.bias)"),
            (PAIR, "(model.weight.detach(), model.bias.detach())"),
        ],
        "One run came back. A pair for each lr is asked for: where is the return?": [
            (f"    {RETURN}", f"        {RETURN}"),
            *((RETURN, f"return results[{where}]") for where in (":1", "-1:", "0", "-1")),
        ],
        "No run leaves its start. What happens to the grad between backward and step?": (
            (ZERO, ""),
            (BACKWARD, f"{BACKWARD}; {ZERO}"),
        ),
        "The gradients add up from step to step. The code that was given cleared them.": (ZERO, ""),
        "Every run has the same learning rate. Is lr handed on?": ("lr=lr", "lr=lrs[0]"),
        "b comes first here. Return (w, b).": (PAIR, "(model.bias.item(), model.weight.item())"),
        "These are losses. Where each run ends is asked for: w and b.": [
            (PAIR, "torch.nn.functional.mse_loss(model(x), y).item()"),
            (PAIR, "loss.item()"),
        ],
    }
)
compare.findings(
    {
        "count": (
            "There are more or fewer steps than asked for: each run takes as many as `steps` says.",
            ("range(steps)", "range(steps + 1)"),
        ),
        "together": (
            "The runs do not start together. Print where each new model is before it is trained.",
            (SEED, "torch.manual_seed(round(1000 * lr))"),
        ),
        "at 42": (
            "All runs start together, but not where seed 42, right before nn.Linear, puts them.",
            [("42", seed) for seed in ("7", "1", "0")],
        ),
        "gradient": (
            "They start well. But a gradient is not that of the mean square on x and y as they "
            "came.",
            ("mse_loss", "l1_loss"),
        ),
        "rate": (
            "They start well. But a step is not its gradient times the lr of the run.",
            ("lr=lr", "lr=0.01"),
        ),
    }
)
compare.slip(
    "All runs are right. Return where each one ends, with all digits.",
    (PAIR, "(0.0, 0.0)"),
    when=lambda want, came: all(came[tag] == want[tag] for tag in want if tag != "runs"),
)

MAKE = "optimizer = torch.optim.SGD(model.parameters(), lr=lr)"
STEPS, MSE = "for _ in range(steps):", "loss = torch.nn.functional.mse_loss(model(x), y)"
compare.same(
    {
        "Plain SGD remembers nothing: it may be made anew for each step.": (
            f"{MAKE}\n        {STEPS}",
            f"{STEPS}\n            {MAKE}",
        ),
        "The gradients are cleared before backward in any case.": (
            f"{MSE}\n            {ZERO}",
            f"{ZERO}\n            {MSE}",
        ),
        "The MSE asks neither of the two first.": ("model(x), y", "y, model(x)"),
    }
)
