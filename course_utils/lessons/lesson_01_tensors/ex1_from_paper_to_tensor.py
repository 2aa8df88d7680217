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
    t_u, t_c = simulate.thermometer()
    whole = torch.randint(-9, 30, (5,), generator=generator).tolist()
    return [(t_u.tolist(),), (t_c.tolist(),), (whole,), ([21],)]


@diary.part(probes=reading_lists, exact_dtype=True)
def to_tensor(readings):
    """Turn a list of n readings into a float32 tensor of shape (n,)."""
    return torch.tensor(readings, dtype=torch.float32)


DTYPE = (", dtype=torch.float32", "")

to_tensor.slips(
    {
        "Numbers typed without a dot become int64, "
        "and .mean() of integers fails: ask for float32.": [
            DTYPE,
            "return torch.tensor([int(r) for r in readings])",
        ],
        "This is float64, eight bytes a number, as in NumPy and Python. Ask for torch.float32.": [
            "return torch.tensor(np.array(readings, dtype=float))",
            "return torch.from_numpy(np.array(readings))",
        ],
        "Two pairs of brackets make a table of one row, shape (1, n). One pair is enough.": [
            ("(readings,", "([readings],"),
            (DTYPE, ("torch.tensor(readings)", "torch.tensor([readings])")),
        ],
    }
)
