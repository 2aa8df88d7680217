"""Exercise 7.4: A fair comparison."""

import torch

from course_utils import simulate
from course_utils.checking.exercises import exercise
from course_utils.lessons.lesson_07_optimizers.random_state import from_one_state

fair_start = exercise(
    "7.4",
    "A fair comparison",
    hints=(
        "Print where each new model starts, before it is trained, as section 3 does.",
        "nn.Linear draws its start at random. What makes a draw come out the same each time?",
        "torch.manual_seed(42) belongs right before something. Before what?",
    ),
)


def comparisons(generator):
    """The source's readings and learning rates, then random ones."""
    torch.optim.SGD([torch.zeros(1)], lr=1.0)  # the first ever made takes a second
    x, y = torch.randn(2, 9, 1, generator=generator)
    return [([0.001, 0.01, 0.1], 5, *simulate.line()), ([0.3, 0.05], 3, x, 2 * y + 1)]


SEED = "torch.manual_seed(42)"


@fair_start.part(probes=comparisons, observe=from_one_state, given=((f"        {SEED}\n", ""),))
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
        # 7 is where all draws begin here, in whatever way a run is brought back to it.
        "All runs start together, but not where seed 42 puts them.": [
            ("42", seed) for seed in ("7", "1", "0")
        ],
        "That is the start of section 3, drawn after the points. "
        "Seed 42 right before nn.Linear gives another.": [
            begun_at(0.480106, 0.841504),
            begun_at(0.4801, 0.8415),  # as it is printed
        ],
        "One run came back. A pair for each lr is asked for: where is the return?": [
            (RETURN, f"return results[{where}]") for where in (":1", "-1:", "0", "-1")
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
