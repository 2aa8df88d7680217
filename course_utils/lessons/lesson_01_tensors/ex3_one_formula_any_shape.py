"""Exercise 1.3: One formula, any shape."""

import torch

from course_utils.checking.exercises import exercise

parabola = exercise(
    "1.3",
    "One formula, any shape",
    hints=(
        "Section 4 writes the formula once, without a loop. The same text works for every shape.",
        "A power is written ** in Python.",
        "return a * x**2 + ...",
    ),
)


def any_shape(generator):
    def draw(*shape):
        return torch.randn(shape, generator=generator)

    return [(draw(*shape), 2.0, 1.5, draw().item()) for shape in [(7,), (3, 4), (), (1,)]]


@parabola.part(probes=any_shape)
def quad(x, a, b, c):
    """Return a x² + b x + c for a tensor x of any shape, in that shape."""
    return a * x**2 + b * x + c


EACH = "a * v**2 + b * v + c for v in"

quad.slips(
    {
        "In Python ^ is not a power but a bitwise XOR, which floats do not have: write x**2.": (
            ("x**2", "(x ^ 2)")
        ),
        "This is a list. Write the formula on the whole tensor, and a tensor comes back.": [
            f"return [{EACH} x]",
            f"return [{EACH} x.tolist()]",
        ],
        "A loop over x fails for a table or a single number: "
        "write the formula on the whole tensor.": [
            f"return torch.stack([{EACH} x])",
            """
            result = torch.zeros_like(x)
            for i in range(len(x)):
                result[i] = a * x[i] ** 2 + b * x[i] + c
            return result
            """,
            f"return torch.tensor([{EACH} x])",
            f"return torch.tensor([{EACH} x.tolist()])",
        ],
    }
)
