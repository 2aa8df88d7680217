"""Exercise 7.6: Two rates."""

from course_utils.checking.exercises import exercise
from course_utils.lessons.lesson_07_optimizers.way_at_two_rates import starts, what_it_does

two_rates = exercise(
    "7.6",
    "Two rates",
    hints=(
        "A steady 0.1 ends about a hundred times as high as the 0.0005 that are asked for. How low "
        "must a steady rate be to end lower? Try a few in one_at_a_time.",
        "A rate that is low enough by itself needs time: λ is about 2 here, so each step "
        "multiplies what the first has left by about (1 - 2 * rate) ** 2. When is 1 % left?",
        "return 0.1 if step < … else …: the second rate has to come early enough, and lies between "
        "0.001 and 0.01.",
    ),
)


@two_rates.part(probes=starts, observe=what_it_does)
def my_rate(step):
    """The learning rate of a step, from 0 to 999: 0.1 at first, then one smaller rate."""
    return 0.1 if step < 200 else 0.003


RULE = "0.1 if step < 200 else 0.003"

my_rate.findings(
    {
        "all are numbers": (
            "A number is asked for, for every step from 0 to 999. Is something returned each time?",
            [
                ("return ", ""),
                (RULE, "[0.1, 0.003]"),
                (RULE, "'0.1'"),
                (RULE, "0.1 if step < 200 else None"),
                (RULE, "float('inf') if step >= 200 else 0.1"),
            ],
        ),
        "begins at 0.1": (
            "my_rate(0) is to be 0.1. What does your rule give for step 0?",
            [
                (RULE, "0.003 if step < 200 else 0.1"),
                ("0.1 if", "1.0 if"),
                ("0.1 if", "0.01 if"),
                ("step < 200", "0 < step < 200"),
                (RULE, "0.003"),
            ],
        ),
        "changes": (
            "This rate never changes, so the run hovers. Does your rule use step?",
            [(RULE, "0.1"), ("200", "1000"), ("0.003", "0.1")],
        ),
        "two rates": (
            "More than two rates: 0.1 at first, then one smaller rate, the same to the end.",
            [
                (RULE, "0.1 / (1 + step / 50)"),
                (RULE, "0.1 * (1 - step / 1000)"),
                (RULE, "0.1 * 0.99**step"),
                (RULE, "0.1 if step < 200 else 0.01 if step < 600 else 0.001"),
                (RULE, "0.1 if step < 200 else 0.9 / step"),
                (RULE, "0.1 * 0.5 ** (step // 100)"),
            ],
        ),
        "once": (
            "The rate goes back to 0.1. From a step of your choice on it is the smaller one, to "
            "the end.",
            [("step < 200", "step % 100 < 50"), ("step < 200", "step != 200")],
        ),
        "smaller": (
            "The second rate is larger than 0.1. Which noise does it leave?",
            [("0.003", "0.3"), ("0.003", "1.0")],
        ),
        "never uphill": (
            "A rate below 0 goes uphill.",
            ("0.003", "-0.003"),
        ),
        "moves on": (
            "With a rate of 0 the line stands still, wherever the first rate has kicked it last.",
            [("0.003", "0"), (RULE, "0.1 * (step < 200)")],
        ),
        "gets home from afar": (
            "The second rate comes too early: it is too small to carry a far start home.",
            [("200", "3"), ("200", "1"), (RULE, "0.1 if step < 10 else 0.0001")],
        ),
        "second rate is quiet": (
            "By itself, the second rate hovers too high, however early it comes. Make it smaller.",
            [("0.003", "0.05"), ("0.003", "0.02"), ("0.003", "0.01")],
        ),
        "first rate is forgotten": (
            "The noise of the first rate has not faded by the end: let the second come earlier, or "
            "be less small.",
            [("200", "900"), ("200", "990"), ("0.003", "0.0003")],
        ),
    }
)
my_rate.same(
    {
        "A rate that is a little larger is quiet enough.": ("0.003", "0.006"),
        "One step more or less at the first rate.": [
            ("200", "201"),
            ("200", "199"),
            ("<", "<="),
        ],
    }
)
