"""Edits of the answer to exercise 10.6 that find knobs as well, with the reason why."""

SEED, LOOP = "torch.manual_seed(seed)", "for seed in range(8):"
DRAW = "W1, b1, w2 = torch.randn(12, X.shape[1]), torch.randn(12), torch.randn(12)"
END = "            optimizer.step()"
NO_SEED = (f"{SEED}\n        ", "")

SAME = {
    "Other starts, or other numbers drawn for them: what counts is where one ends.": [
        (NO_SEED, (END, f"{END}\n    {SEED}")),
        (NO_SEED, (DRAW, f"{DRAW}\n        {SEED}")),
        (f"{LOOP}\n        {SEED}\n        {DRAW}", f"{DRAW}\n    {LOOP}\n        {SEED}"),
        (SEED, "pass"),
        ("torch.manual_seed", ""),
        ("\n        W1, b1, w2", "\n        W1, w2, b1"),
        ("randn(12, X", "rand(12, X"),
        ("randn(12),", "rand(12),"),
        ("(12), torch.randn(12)", "(12), torch.rand(12)"),
        ("zeros", "ones"),
        (" + knobs[3]", ""),
    ],
    "One of the first starts arrives on these gates.": [
        *(("loss < 1e-3", test) for test in ("loss <= 1e-3", "loss < 0.002")),
        *(("(8)", f"({starts})") for starts in ("8 + 1", "8 - 1", "1, 8", "9", "7")),
    ],
    "A step more or less, or longer ones, arrive as well.": [
        *(("100", steps) for steps in ("100 + 1", "100 - 1", "1, 100", "101", "99")),
        ("lr=0.4", "lr=0.8"),
    ],
    "The loss may be a sum, or be written the other way round.": [
        ("mean", "sum"),
        ("out - y", "y - out"),
    ],
    "Knobs that autograd follows are knobs, and so are copies.": [
        (".detach()", ""),
        ("detach", "clone"),
    ],
}
