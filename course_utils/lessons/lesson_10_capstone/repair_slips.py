"""What people make of the three loops that exercise 10.2 has them repair."""

from course_utils.checking.comparison import difference

NOTED, BACKWARD, RETURN = "loss.item()", "loss.backward()", "return losses"
ZERO, COLUMN = "optimizer.zero_grad()", ("* x +", "* x[:, None] +")
ONE_MORE, ONE_LESS = (("range(epochs)", f"range(epochs {how} 1)") for how in "+-")
OVER_N = (NOTED, f"{NOTED} / len(x)")


MAKE = "optimizer = torch.optim.SGD(model.parameters(), lr=lr)"


def first_off(want, came):
    """Return the number of the first loss that is off, counted from 0."""
    pairs = zip(want, came, strict=True)
    return next(i for i, pair in enumerate(pairs) if difference(*pair))


def enter_slips(repair_1, repair_2, repair_3):
    """Let the three parts know what people write in each, and in any of them."""
    repair_3.slips(
        {
            "Mend the loss, not lr: which two things in the loop speak of different losses?": [
                ((" / len(x)", ""), OVER_N, ("-= lr", f"-= lr / {divisor}"))
                for divisor in (10, 11, 20, 50, 100, 1000)
            ],
            "Take len(x): there are not always 11.": (" / len(x)", " / 11"),
            "params = params - ... makes a tensor that wants no grad. Change params in place.": (
                ("params -= lr *", "params = params - lr *")
            ),
        }
    )
    repair_2.slips(
        {
            "nn.Linear takes readings as a column: x[:, None].": [
                ("x[:, None]", "x"),
                ("x[:, None]", "x[None]"),
            ]
        }
    )
    for part in (repair_1, repair_3):
        part.slips(
            {
                "These are w and b. The losses of all epochs are asked for.": (
                    RETURN,
                    "return params",
                )
            }
        )

    for part, piling, across, vanishing, summed in [
        (repair_1, (ZERO, ""), COLUMN, ZERO, ("mean", "sum")),
        (repair_2, (ZERO, ""), ("x[:, None])", "x[:, None])[:, 0]"), ZERO, ("mean", "sum")),
        (
            repair_3,
            ("params.grad = None", ""),
            (COLUMN, ("r @ r / len(x)", "(r**2).mean()")),
            "params.grad.zero_()",
            (" / len(x)", ""),
        ),
    ]:
        part.slips(
            {
                "The gradients pile up: step gets the sum of all so far.": piling,
                "Every prediction meets every y. Compare the shapes at the minus sign.": across,
                "The loss never moves. Is there a gradient left when the step is made?": (
                    (BACKWARD, f"{BACKWARD}; {vanishing}")
                ),
                "The loss grows from the first step on: the step goes uphill.": (
                    (BACKWARD, "(-loss).backward()")
                ),
                "The gradient is that of a sum of squares: n times too long for this lr.": (
                    (BACKWARD, "(len(x) * loss).backward()")
                ),
                "The sum of squares, in loss and gradient. The mean is asked for.": (summed),
                "Divided by n twice: once in the loss that is differentiated, once where it is "
                "noted.": OVER_N,
                "Each loss is to be noted before its step. The first is the one at w = 1, b = 0.": (
                    ONE_MORE,
                    (RETURN, f"{RETURN}[1:]"),
                ),
                "There is one loss too many or too few: one for each epoch is asked for.": (
                    [ONE_MORE, ONE_LESS]
                ),
                "No loss came. Note that of every epoch in the list.": (
                    (f"losses.append({NOTED})", "pass")
                ),
                "One loss came. Those of all epochs are asked for.": [
                    (RETURN, f"{RETURN}[-1]"),
                    (RETURN, f"{RETURN}[-1:]"),
                    (RETURN, f"    {RETURN}"),
                ],
            }
        )
        for sentence, edit, when in [
            (
                "The first loss is off. It is the mean square on x and y, at w = 1 and b = 0.",
                (RETURN, f"{RETURN}[::-1]"),
                lambda want, came: first_off(want, came) == 0,
            ),
            (
                "The first loss is right, the second is not down far enough. Keep lr and mend the "
                "fault itself.",
                (BACKWARD, "(loss / 10).backward()"),
                lambda want, came: first_off(want, came) == 1 and want[1] < came[1] <= came[0],
            ),
            (
                "The first loss is right, the second is not. A step takes lr times the gradient of "
                "the mean square.",
                (BACKWARD, "(1.1 * loss).backward()"),
                lambda want, came: first_off(want, came) == 1,
            ),
            (
                "The first step is right, a later one not. Is each gradient that of its own epoch?",
                (BACKWARD, "(loss * 0.9 ** max(0, len(losses) - 1)).backward()"),
                lambda want, came: first_off(want, came) > 1,
            ),
        ]:
            part.slip(sentence, edit, when)


def enter_equals(repair_1, repair_2, repair_3):
    """Name the edits of each reference that are right as well."""
    note, backward = f"losses.append({NOTED})", BACKWARD
    for part in (repair_1, repair_3):
        part.same(
            {
                "With b's sign turned, from 0, all losses are the same.": [
                    ("params[0] * x + params[1] - y", "y - params[0] * x + params[1]"),
                    ("x +", "x -"),
                ]
            }
        )
    for part in (repair_1, repair_2):
        part.same(
            {
                "The gradients are cleared before backward in any case.": (
                    f"{note}\n        {ZERO}",
                    f"{ZERO}\n        {note}",
                )
            }
        )
    repair_2.same(
        {
            "The start may be set in any order, also when the optimizer has the parameters.": [
                (
                    "ones_(model.weight)\n    torch.nn.init.zeros_(model.bias)",
                    "zeros_(model.bias)\n    torch.nn.init.ones_(model.weight)",
                ),
                (
                    f"torch.nn.init.zeros_(model.bias)\n    {MAKE}",
                    f"{MAKE}\n    torch.nn.init.zeros_(model.bias)",
                ),
            ],
            "The square asks for no sign.": ("y_hat - y[:, None]", "y[:, None] - y_hat"),
        }
    )
    repair_3.same(
        {
            "backward changes no loss.": (
                f"{note}\n        {backward}",
                f"{backward}\n        {note}",
            ),
            "x and y are equally many.": ("len(x)", "len(y)"),
        }
    )
