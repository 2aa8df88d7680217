"""Exercise 8.1: A split."""

import torch

from course_utils.exercise import exercise

a_split = exercise(
    "8.1",
    "A split",
    hints=(
        "Section 2: draw one order of all the positions, then cut it in two.",
        "A torch.Generator that was given the seed, or torch.manual_seed, fixes the order.",
        "perm = torch.randperm(n, generator=torch.Generator().manual_seed(seed))",
    ),
)


def sizes(generator):
    """The diary's eleven readings, then more, then none held back."""
    n, n_val, seed = (torch.randint(*ends, (), generator=generator).item() for ends in RANGES)
    return [(11, 2, seed), (n, n_val, seed + 10), (n, 0, seed + 20)]


RANGES = (40, 61), (12, 20), (0, 1000)


def parts_of(result):
    """Return the two parts as lists of positions, and whether both are 1-D LongTensors."""
    if not isinstance(result, tuple | list) or len(result) != 2:
        raise TypeError("split has to return two tensors, train and val")
    tensors = all(isinstance(part, torch.Tensor) for part in result)
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
    return {
        "sizes": next((found for found in lengths if found != asked), asked),
        "1-D LongTensors": all(long for *_, long in splits),
        "positions are 0 to n - 1": all(0 <= i < n for t, v, _ in splits for i in t + v),
        "none twice in a part": all(len(set(p)) == len(p) for s in splits for p in s[:2]),
        "none in both parts": not any(set(train) & set(val) for train, val, _ in splits),
        "shuffled": n_val == 0 or any(val not in edges for val in held_out),
        "same seed, same split": splits[0] == splits[1],
        "other seed, other split": n_val == 0 or any(val != held_out[0] for val in held_out),
    }


@a_split.part(probes=sizes, observe=properties)
def split(n, n_val, seed):
    """Positions 0 to n - 1 shuffled by seed: train, n - n_val of them, and val; 1-D LongTensors."""
    generator = torch.Generator().manual_seed(seed)
    perm = torch.randperm(n, generator=generator)
    return perm[: n - n_val], perm[n - n_val :]


def shuffled(n, seed):
    return torch.randperm(n, generator=torch.Generator().manual_seed(seed))


def holds(key):
    """Return a `when`: the property is amiss. Where none are held back, other slips may show."""
    return lambda wanted, came: wanted["sizes"][1] == 0 or came[key] != wanted[key]


def sizes_are(condition):
    """Return a `when` about the two sizes that are asked for and the two that came."""
    return lambda wanted, came: condition(*wanted["sizes"], *came["sizes"])


def twice_drawn(n, n_val, seed):
    generator = torch.Generator().manual_seed(seed)
    one, other = (torch.randperm(n, generator=generator) for _ in range(2))
    return one[n_val:], other[:n_val]


def with_replacement(n, n_val, seed):
    drawn = torch.randint(n, (n,), generator=torch.Generator().manual_seed(seed))
    return drawn[n_val:], drawn[:n_val]


def none_held_back(n, n_val, seed):
    perm = shuffled(n, seed)
    return perm[:-n_val], perm[-n_val:]


# In this order: what is named first goes wrong first.
for sentence, answer, when in [
    (
        "Two 1-D LongTensors of positions are asked for, also where one is empty: no list or mask.",
        lambda *a: tuple(part.tolist() for part in split.reference(*a)),
        lambda wanted, came: {**came, "1-D LongTensors": True} == wanted,
    ),
    (
        "Only n_val = 0 goes wrong. What does perm[:-0] hold?",
        none_held_back,
        sizes_are(lambda n_train, n_val, *came: n_val == 0 and came != (n_train, n_val)),
    ),
    (
        "The two are in the wrong order: train comes first.",
        lambda *a: split.reference(*a)[::-1],
        sizes_are(lambda n_train, n_val, *came: came == (n_val, n_train)),
    ),
    (
        "val is always the first or the last part: nothing is shuffled.",
        lambda n, n_val, seed: (torch.arange(n)[: n - n_val], torch.arange(n)[n - n_val :]),
        holds("shuffled"),
    ),
    (
        "train still holds all positions, those of val, too.",
        lambda n, n_val, seed: (shuffled(n, seed), shuffled(n, seed)[:n_val]),
        sizes_are(lambda n_train, n_val, *came: came == (n_train + n_val, n_val)),
    ),
    (
        "The same seed gives another split each time. Does the draw know of the seed?",
        lambda n, n_val, seed: torch.randperm(n).split([n - n_val, n_val]),
        holds("same seed, same split"),
    ),
    (
        "Every seed gives the same split. Is seed used?",
        lambda n, n_val, seed: split.reference(n, n_val, 42),
        holds("other seed, other split"),
    ),
    (
        "A position comes twice: it is drawn with replacement. What shuffles without?",
        with_replacement,
        holds("none twice in a part"),
    ),
    (
        "Some positions are in train and in val. How many orders are drawn?",
        twice_drawn,
        holds("none in both parts"),
    ),
    (
        "Positions are counted from 0 to n - 1.",
        lambda *a: tuple(part + 1 for part in split.reference(*a)),
        holds("positions are 0 to n - 1"),
    ),
    (
        "Some positions are in neither part. Where does each slice begin and end?",
        lambda n, n_val, seed: (shuffled(n, seed)[n_val + 1 :], shuffled(n, seed)[:n_val]),
        sizes_are(lambda n_train, n_val, *came: n_val == 0 or sum(came) < n_train + n_val),
    ),
    (
        "val has the wrong size. n_val is the number of readings held back.",
        lambda n, n_val, seed: shuffled(n, seed).split([n - n // 5, n // 5]),
        holds("sizes"),
    ),
]:
    split.mistake(sentence, answer, when=when)

split.mistake(
    "Return two tensors of positions: train and val.", lambda n, n_val, seed: shuffled(n, seed)
)
