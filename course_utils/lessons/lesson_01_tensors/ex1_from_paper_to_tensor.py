"""Exercise 1.1: From paper to tensor."""

import torch

from course_utils import simulate
from course_utils.checking.exercises import exercise

diary = exercise(
    "1.1",
    "From paper to tensor",
    hints=(
        "Section 1 builds a tensor from a list. What decides its dtype?",
        "A list of whole numbers gives int64. `torch.tensor` has an argument that says otherwise.",
        "return torch.tensor(readings, dtype=...)",
    ),
)


def reading_lists(generator):
    """The diary; whole numbers of both signs, two of them equal; a single one, and a long page."""
    t_u, t_c = simulate.thermometer()
    whole = torch.randint(-9, 30, (5,), generator=generator).tolist()
    long = torch.arange(-7.5, 23).tolist()
    return [(t_u.tolist(),), (t_c.tolist(),), ([*whole, whole[0]],), ([21],), (long,)]


def without_nan(answer, readings):
    """Return what comes back, 0 where memory was reserved and never written.

    That is filled with nan here, or it might hold anything. `use_deterministic_algorithms` does the
    same, but imports a compiler for it, which takes longer than all else.
    """
    torch.set_deterministic_debug_mode("error")
    came = answer(readings)
    return torch.nan_to_num(came) if isinstance(came, torch.Tensor) else came


@diary.part(probes=reading_lists, observe=without_nan, exact_dtype=True)
def to_tensor(readings):
    """Turn a list of n readings into a float32 tensor of shape (n,)."""
    return torch.tensor(readings, dtype=torch.float32)


DTYPE = (", dtype=torch.float32", "")

to_tensor.slips(
    {
        "Numbers typed without a dot become int64, "
        "and .mean() of integers fails: ask for float32.": DTYPE,
        "These are integers, and what stood after the dot is lost: ask for float32.": [
            ("float32", "int64"),
            "return torch.tensor([round(r) for r in readings])",
        ],
        "This is float64, eight bytes a number, as in NumPy and Python. Ask for torch.float32.": [
            "return torch.tensor(np.array(readings, dtype=float))",
            "return torch.from_numpy(np.array(readings))",
        ],
        "Two pairs of brackets make a table of one row, shape (1, n). One pair is enough.": [
            ("(readings,", "([readings],"),
            (DTYPE, ("torch.tensor(readings)", "torch.tensor([readings])")),
        ],
        "These are numbers of the diary. Take the readings that come as an argument.": [
            lambda readings: simulate.thermometer()[1],
            lambda readings: simulate.thermometer()[0],
        ],
        "Of equal readings only one is left. A set keeps each number once.": (
            ("(readings,", "(list(dict.fromkeys(readings)),")
        ),
        "A page may hold any number of readings, not always eleven.": [
            ("32)", "32).reshape(11)"),
            ("(readings,", "([readings[i] for i in range(11)],"),
            ("(readings,", "(readings[:11],"),
        ],
    }
)


def difference_is(test):
    """Return a `when` that is true if `test(right, came)` holds, both as plain lists."""
    return lambda right, came: test(right.tolist(), came.tolist())


def is_cut(right, came):
    return all(c == int(c) and abs(r - c) < 1 for r, c in zip(right, came, strict=True))


for sentence, slip, test in [
    (
        "What stood after the dot is lost: does something make whole numbers first?",
        "return torch.tensor([int(r) for r in readings]).float()",
        is_cut,
    ),
    (
        "The signs are lost. A temperature may be below 0.",
        "return torch.tensor(readings, dtype=torch.float32).abs()",
        lambda right, came: came == [abs(r) for r in right],
    ),
    (
        "The readings stand in another order. Keep theirs.",
        "return torch.tensor(sorted(readings), dtype=torch.float32)",
        lambda right, came: sorted(came) == sorted(right),
    ),
    (
        "The shape and the dtype are right. The numbers are not those of the list.",
        "return torch.zeros(len(readings))",
        lambda right, came: True,
    ),
]:
    to_tensor.slip(sentence, slip, when=difference_is(test))

to_tensor.same({"No input is tracked, so that nothing is cut off.": ("32)", "32).detach()")})
