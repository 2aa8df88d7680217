"""Edits of the answer to exercise 10.6 that find knobs as well, with the reason why."""

SEED, LOOP = "torch.manual_seed(seed)", "for seed in range(6):"
DRAW = "W1, b1, w2 = torch.randn(8, X.shape[1]), torch.randn(8), torch.randn(8)"
RETURN = "return tuple(knob.detach() for knob in knobs)"
LOSS = "loss = ((out - y) ** 2).mean()\n            "
NO_SEED = (f"{SEED}\n        ", "")

SAME = {
    "Other starts, or other numbers drawn for them: what counts is where one ends.": [
        (NO_SEED, (RETURN, f"{RETURN}\n    {SEED}")),
        (NO_SEED, (DRAW, f"{DRAW}\n        {SEED}")),
        (f"{LOOP}\n        {SEED}\n        {DRAW}", f"{DRAW}\n    {LOOP}\n        {SEED}"),
        (SEED, "pass"),
        ("torch.manual_seed", ""),
        ("\n        W1, b1, w2", "\n        W1, w2, b1"),
        ("randn(8, X", "rand(8, X"),
        ("randn(8),", "rand(8),"),
        ("(8), torch.randn(8)", "(8), torch.rand(8)"),
        ("zeros", "ones"),
        (" + knobs[3]", ""),
    ],
    "One of the first starts arrives on these gates.": [
        *(("loss < 1e-3", test) for test in ("loss <= 1e-3", "loss < 0.002")),
        *(("(6)", f"({starts})") for starts in ("6 + 1", "6 - 1", "1, 6", "7", "5")),
    ],
    "A few steps more or less, or longer ones, arrive as well.": [
        *(("200", steps) for steps in ("200 + 1", "200 - 1", "1, 200", "201", "199")),
        ("lr=0.1", "lr=0.2"),
    ],
    "The loss may be a sum, be written the other way round, or come before the zeroing.": [
        (
            (LOSS, ""),
            ("optimizer.zero_grad()", f"optimizer.zero_grad()\n            {LOSS.strip()}"),
        ),
        ("mean", "sum"),
        ("out - y", "y - out"),
    ],
    "Knobs that autograd follows are knobs, and so are copies.": [
        (".detach()", ""),
        ("detach", "clone"),
    ],
}
