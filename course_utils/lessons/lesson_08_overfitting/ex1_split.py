"""Exercise 8.1: A split."""

import torch

from course_utils.checking.exercises import exercise

a_split = exercise(
    "8.1",
    "A split",
    hints=(
        "Section 2: draw one order of all the positions, then cut it in two.",
        "A torch.Generator that was given the seed, or torch.manual_seed, fixes the order.",
        "perm = torch.randperm(n, generator=torch.Generator().manual_seed(seed))",
    ),
)


RANGES = (40, 61), (13, 20), (0, 1000)  # n_val is no fifth of n


def sizes(generator):
    """The diary's eleven readings, then more, then none held back."""
    n, n_val, seed = (torch.randint(*ends, (), generator=generator).item() for ends in RANGES)
    return [(11, 2, seed), (n, n_val, seed + 10), (n, 0, seed + 20)]


def parts_of(result):
    """Return the two parts as lists of positions, and whether both are 1-D LongTensors."""
    if not isinstance(result, tuple | list) or len(result) != 2:
        raise TypeError("split has to return two tensors, train and val")
    tensors = all(isinstance(part, torch.Tensor) for part in result)
    result = [[*(part or ())] if isinstance(part, set | None) else part for part in result]
    parts = [torch.as_tensor(part) for part in result]
    long = tensors and all(part.ndim == 1 and part.dtype == torch.int64 for part in parts)
    parts = [part.nonzero() if part.dtype == torch.bool else part for part in parts]
    return *(part.flatten().tolist() for part in parts), long


def properties(answer, n, n_val, seed):
    """Return what is true of an answer's splits: those of two right answers are not the same."""
    again = (seed, seed, *range(seed + 1, seed + 6))
    splits = [parts_of(answer(n, n_val, s)) for s in again]
    held_out = [sorted(val) for _, val, _ in splits]
    edges = [[*range(n_val)], [*range(n - n_val, n)]]
    lengths = [[len(train), len(val)] for train, val, _ in splits]
    asked = [n - n_val, n_val]
    came = next((found for found in lengths if found != asked), asked)
    found = {
        "1-D LongTensors": all(long for *_, long in splits),
        "positions are 0 to n - 1": all(0 <= i < n for t, v, _ in splits for i in t + v),
        "none twice in a part": all(len(set(p)) == len(p) for s in splits for p in s[:2]),
        "none in both parts": not any(set(train) & set(val) for train, val, _ in splits),
        "none in neither part": sum(came) >= n,
        "shuffled": n_val == 0 or any(val not in edges for val in held_out),
        "same seed, same split": splits[0] == splits[1],
        "other seed, other split": n_val == 0 or any(val != held_out[0] for val in held_out),
        "train, then val": n_val == 0 or came != asked[::-1],
        "train without val": n_val == 0 or came != [n, n_val],
    }
    if n_val == 0 and came != asked:  # then nobody sees whether the rest is right
        found = dict.fromkeys(found, False)
    return {"sizes": came, "sizes with none held back": n_val > 0 or came == asked, **found}


@a_split.part(probes=sizes, observe=properties)
def split(n, n_val, seed):
    """Positions 0 to n - 1 shuffled by seed: train, n - n_val of them, and val; 1-D LongTensors."""
    generator = torch.Generator().manual_seed(seed)
    perm = torch.randperm(n, generator=generator)
    return perm[: n - n_val], perm[n - n_val :]


DRAW = "torch.randperm(n, generator=generator)"
TRAIN, VAL = "perm[: n - n_val]", "perm[n - n_val :]"

# In this order: what is named first goes wrong first.
split.findings(
    {
        "sizes with none held back": (
            "Only n_val = 0 goes wrong: val is empty then, and perm[:-0] holds nothing.",
            ((TRAIN, "perm[:-n_val]"), (VAL, "perm[-n_val:]")),
        ),
        "train, then val": (
            "The two are in the wrong order: train comes first.",
            (f"{TRAIN}, {VAL}", f"{VAL}, {TRAIN}"),
        ),
        "shuffled": (
            "val is always the first or the last part: nothing is shuffled.",
            (DRAW, "torch.arange(n)"),
        ),
        "train without val": (
            "train still holds all positions, those of val, too.",
            (TRAIN, "perm"),
        ),
        "none in neither part": (
            "Some positions are in neither part. Is n used, and where do the slices end?",
            (TRAIN, "perm[: n - n_val - 1]"),
        ),
        "same seed, same split": (
            "The same seed gives another split each time. Does the draw know of the seed?",
            (DRAW, "torch.randperm(n)"),
        ),
        "other seed, other split": (
            "Every seed gives the same split. Is seed used?",
            ("manual_seed(seed)", "manual_seed(42)"),
        ),
        "none twice in a part": (
            "A position comes twice: it is drawn with replacement. What shuffles without?",
            (DRAW, "torch.randint(n, (n,), generator=generator)"),
        ),
        "none in both parts": (
            "Some positions are in train and in val. Draw one order, and cut it at one place.",
            (VAL, f"{DRAW}[n - n_val :]"),
        ),
        "positions are 0 to n - 1": (
            "Positions are counted from 0 to n - 1.",
            (DRAW, f"{DRAW} + 1"),
        ),
        "sizes": (
            "val has the wrong size. n_val is the number of readings held back.",
            ((TRAIN, "perm[: n - n // 5]"), (VAL, "perm[n - n // 5 :]")),
        ),
        "1-D LongTensors": (
            "Two 1-D LongTensors of positions are asked for, also where one is empty: "
            "no list or mask.",
            ((TRAIN, f"{TRAIN}.tolist()"), (VAL, f"{VAL}.tolist()")),
        ),
    }
)
split.slips({"Return two tensors of positions: train and val.": (f"{TRAIN}, {VAL}", "perm")})
