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
    """One that a person can follow, then random numbers in four shapes; no coefficient repeats."""

    def draw(*shape):
        return torch.randn(shape, generator=generator)

    shapes = [(7,), (3, 4), (), (1,)]
    drawn = [(draw(*shape), *(2 * draw(3)).tolist()) for shape in shapes]
    return [(torch.tensor([0.0, 1.0, 2.0, -1.0]), 3.0, -5.0, 0.5), *drawn]


@parabola.part(probes=any_shape)
def quad(x, a, b, c):
    """Return a x² + b x + c for a tensor x of any shape, in that shape."""
    return a * x**2 + b * x + c


EACH = "a * v**2 + b * v + c for v in"

quad.slips(
    {
        "x is doubled here. x² is x times x: x**2.": ("x**2", "x * 2"),
        "Only x is squared, not a times x: leave a outside.": ("a * x**2", "(a * x) ** 2"),
        "The power belongs to x, not to a.": ("a * x**2", "a**2 * x"),
        "One of the coefficients is missing: the formula has a, b and c.": [
            (" + c", ""),
            ("+ c", "+ x"),
            ("b * x", "x"),
            ("a * ", ""),
        ],
        "One coefficient stands twice, and another one not at all.": [
            *(("+ c", f"+ {other}") for other in "ab"),
            *(("b * x", f"{other} * x") for other in "ac"),
            *(("a * x", f"{other} * x") for other in "bc"),
        ],
        "The power is another one. x² is x**2.": [
            ("x**2", other) for other in ("x", "x**3", "2**x", "x**a", "a**2", "b**2", "c**2")
        ],
        "One of the terms is missing: a x², b x and c are added.": [
            ("b * x + ", ""),
            ("a * x**2 + ", ""),
        ],
        "b is not alone: its term is b times x.": [("b * x", "b"), ("b * x + c", "b + c")],
        "c is alone: its term has no x.": ("+ c", "+ c * x"),
        "The coefficients are exchanged: a belongs to x², b to x, and c stands alone.": [
            "return c * x**2 + b * x + a",
            "return b * x**2 + a * x + c",
            "return a * x**2 + c * x + b",
        ],
        "A sign is turned: all three terms are added.": [
            ("+ b", "- b"),
            ("+ c", "- c"),
            ("a * x", "-a * x"),
        ],
        "The powers are one too high: the last term, c, has no x.": (
            "return a * x**3 + b * x**2 + c * x"
        ),
        "a multiplies x² only, and b only x: where do the brackets end?": [
            "return a * (x**2 + b * x + c)",
            "return a * x**2 + b * (x + c)",
        ],
        "This is the slope of the parabola, 2 a x + b. Its height is asked for.": (
            "return 2 * a * x + b"
        ),
        "This is another form, around a lowest point. Here b is multiplied by x.": [
            "return a * (x - b) ** 2 + c",
            "return a * (x + b) ** 2 + c",
        ],
        "These are the numbers of the lesson's curve. Use a, b and c.": (
            "return 0.8 * (x - 7.5) ** 2 + 1"
        ),
        "The whole sum is squared. Only x is.": "return (a * x + b * x + c) ** 2",
        "x may be below 0, and then b * x has another sign.": ("b * x", "b * abs(x)"),
        "x @ x adds up all the squares to one number. Each x has its own: x**2.": [
            ("x**2", "(x @ x)"),
            ("x**2", "(x**2).sum()"),
        ],
        "A mean of x is one number for all. Each x has its own term b * x.": (
            ("b * x", "b * x.mean()")
        ),
        ".item() takes the number out of a tensor that holds just one. Keep the tensor.": [
            (("x**2", "x.item() ** 2"), ("b * x", "b * x.item()")),
            "return a * float(x) ** 2 + b * float(x) + c",
        ],
        "What stands after the dot in x is lost. Use x as it comes.": [
            (("x**2", "x.long() ** 2"), ("b * x", "b * x.long()")),
            ("x**2", "x.long() ** 2"),
        ],
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

quad.same(
    {
        "No input is tracked, so that nothing is cut off.": (
            "return a * x**2 + b * x + c",
            "return (a * x**2 + b * x + c).detach()",
        )
    }
)
