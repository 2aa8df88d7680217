"""Exercise 3.6: Put the loop in order."""

from course_utils.checking.exercises import exercise

puzzle = exercise(
    "3.6",
    "Put the loop in order",
    hints=(
        "Which lines must have run before a line can run? It needs the names it reads.",
        "Two lines belong together: r, and the loss that is made of it. Which params are printed?",
        "D and B come first, and A comes last.",
    ),
)


def one_form(answer):
    """Return the letters alone; one form for all orders that do the same."""
    if isinstance(answer, list | tuple) and all(isinstance(letter, str) for letter in answer):
        answer = "".join(answer)
    if not isinstance(answer, str):
        return answer
    letters = "".join(filter(str.isalpha, answer.upper()))
    # The gradient needs r and nothing else, so it may come before, between or after C and F.
    return "DBECFGA" if letters in ("DBECFGA", "DBECGFA", "DBEGCFA") else letters


@puzzle.part(observe=one_form)
def order():
    return "DBECFGA"


def comes_late(*pairs):
    """Return a test: does, in any pair such as 'DB', the first letter come after the second?"""
    return lambda _, letters: any(letters.index(a) > letters.index(b) for a, b in pairs)


order.slip(
    "Each of the letters A to G stands for a line, and each line is needed once.",
    "DBECFGAA",
    when=lambda _, letters: sorted(letters) != list("ABCDEFG"),
)
order.slip(
    "The residuals need params, and params has no value yet. Where does it get its first one?",
    "BEDCFGA",
    when=comes_late("DE"),
)
order.slip(
    "The start stands inside the loop: every step begins at w = 1, b = 0 again.",
    "BDECFGA",
    when=comes_late("DB"),
)
order.slip(
    "Something is computed from r before r has a value.", "DBCEFGA", when=comes_late("EC", "EG")
)
order.slip(
    "The residuals are computed once, before the loop. They change with params: measure again.",
    "DEBCFGA",
    when=comes_late("BE"),
)
order.slip(
    "The update comes before the gradient is measured: there is nothing to step with yet.",
    "DBECFAG",
    when=comes_late("GA"),
)
order.slip(
    "The loss is printed before it is computed: it is that of the step before, or none.",
    "DBEFCGA",
    when=comes_late("CF"),
)
order.slip(
    "The loss is printed beside the new params. It belongs to those it was measured with.",
    "DBECGAF",
    when=comes_late("FA"),
)
