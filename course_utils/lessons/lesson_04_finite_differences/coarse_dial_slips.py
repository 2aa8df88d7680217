"""What people write in exercise 4.5 for the worst error and the best turn, as edits of the key."""

ROUNDING, BEND = "step / (2 * delta)", "abs(twist) * delta**2"
BOTH = f"{ROUNDING} + {BEND}"
ROOT = "(step / (4 * abs(twist))) ** (1 / 3)"

ERROR_SLIPS = {
    "twist may be below 0. At worst the two errors have one sign: add their sizes.": [
        ("abs(twist)", "twist"),
        (BOTH, f"abs({ROUNDING} + twist * delta**2)"),
    ],
    "That is the rounding alone. What does the difference miss of the bend?": [
        (BOTH, ROUNDING),
        (BOTH, "step / delta"),
        (BOTH, "step / (4 * delta)"),
    ],
    "The two errors are multiplied here. At worst they add up.": (" + ", " * "),
    "This is the error of one reading, divided. The difference has two readings.": (
        (BOTH, f"({BOTH}) / 2")
    ),
    "That is the truncation alone. What does the dial round away?": [
        (BOTH, BEND),
        # so small that it makes no difference
        *(("step / ", f"torch.finfo(torch.{dtype}).eps / ") for dtype in ("float32", "float64")),
    ],
    "The larger of the two is not the worst case: both can happen together, and add up.": (
        (BOTH, f"max({ROUNDING}, {BEND})")
    ),
    "At worst both errors point the same way. Here one is taken off the other.": [
        (" + ", " - "),
        (BOTH, f"abs({ROUNDING} - {BEND})"),
        (BOTH, f"{BEND} - {ROUNDING}"),
    ],
    "A root of squares is what chance makes of two errors. The worst case is their sum.": (
        (BOTH, f"(({ROUNDING}) ** 2 + ({BEND}) ** 2) ** 0.5")
    ),
    "The rounding is twice too large: half a step for each reading, divided by 2 * delta.": [
        ("(2 * delta)", "delta"),
    ],
    "Two readings are rounded, at worst in opposite directions: half a step, twice.": (
        ("(2 * delta)", "(4 * delta)")
    ),
    "The error of the difference is divided by 2 * delta, as the difference itself is.": [
        (ROUNDING, "step"),
        (ROUNDING, "step / 2"),
        (BOTH, "step + abs(twist) * delta**3"),
        (BOTH, "step / 2 + abs(twist) * delta**3"),
        (BOTH, "step + 2 * abs(twist) * delta**3"),
    ],
    "The term twist * delta**3 is divided by 2 * delta as well.": [
        ("delta**2", "delta**3"),
        (BEND, "2 * abs(twist) * delta**3"),
    ],
    "Both sides have a term in delta**3, with opposite signs, so the subtraction doubles it.": (
        (BEND, "abs(twist) * delta**2 / 2")
    ),
    "The subtraction doubles twist * delta**3; the division by 2 * delta halves it again.": (
        (BEND, "2 * abs(twist) * delta**2")
    ),
    "That is the bend of a forward difference, which grows with delta. "
    "In a central one the square is gone, and the cube is left.": ("delta**2", "delta"),
    "Products and quotients are worked out from left to right: put 2 * delta in brackets.": [
        ("(2 * delta)", "2 * delta"),
        (BEND, "2 * abs(twist) * delta**3 / 2 * delta"),
    ],
    "How strongly this loss bends is in twist. Use it.": [
        ("abs(twist) * ", ""),
        (BOTH, f"{ROUNDING} + delta"),
    ],
    "The step is divided by the distance turned, not multiplied with it.": (
        (ROUNDING, "step * 2 * delta")
    ),
    "Worst is the error of the slope itself. A relative one needs a slope to divide by.": (
        (BOTH, f"({BOTH}) / (step / delta)")
    ),
    "Each reading is off by half a step: that is a part of step, not of the loss.": (
        (ROUNDING, "0.5 / (2 * delta)")
    ),
}

TURN_SLIPS = {
    "Here the two errors are equal. That is near the best delta, but the sum still falls when "
    "delta shrinks a little: try it with worst_error.": ("4 * abs", "2 * abs"),
    "This is the rule of section 7, which leaves all factors out. "
    "Here you know them: search with worst_error.": [
        ("4 * abs(twist)", "abs(twist)"),
        (ROOT, "step ** (1 / 3)"),
    ],
    "twist may be below 0, and the root of a number below 0 is complex. Take its size.": [
        ("abs(twist)", "twist"),
        ("4 * abs(twist)", "2 * twist"),
        ("4 * abs(twist)", "twist"),
    ],
    "How strongly this loss bends is in twist. More twist wants a smaller delta.": [
        ("4 * abs(twist)", "4"),
        ("4 * abs(twist)", "2"),
    ],
    "** comes before /: this is a third, not a cube root. Put 1 / 3 in brackets.": (
        ("(1 / 3)", "1 / 3")
    ),
    "That is a square root, as for forward differences. Here 1 / delta meets delta**2: "
    "their quotient is a cube.": [
        ("1 / 3", "1 / 2"),
        (ROOT, "(step / (2 * abs(twist))) ** (1 / 2)"),
        (ROOT, "(step / abs(twist)) ** (1 / 2)"),
        (ROOT, "step ** (1 / 2)"),
    ],
    "This is delta cubed. Take the cube root.": (" ** (1 / 3)", ""),
    "This is the smallest worst error. Which delta gives it?": (f"delta = {ROOT}; return {BOTH}"),
    "The dial's own step rounds here, not the digits of a float.": [
        ("step / ", f"torch.finfo(torch.{dtype}).eps / ") for dtype in ("float32", "float64")
    ]
    + [(ROOT, f"torch.finfo(torch.{kind}).eps ** (1 / 3)") for kind in ("float32", "float64")],
    "The quotient is upside down: a finer dial and a stronger twist want a smaller delta.": (
        [
            ("step / (4 * abs(twist))", "4 * abs(twist) / step"),
            ("step / (4 * abs(twist))", "abs(twist) / step"),
            ("step / (4 * abs(twist))", "2 * abs(twist) / step"),
        ]
    ),
    "Here more twist makes delta larger. Divide by all of (4 * abs(twist)), in brackets.": (
        "(4 * abs(twist))",
        "4 * abs(twist)",
    ),
    "One delta for all dials? It depends on step and on twist.": [
        f"return {delta}" for delta in (0.1, 0.01, 1e-3, 1e-4, 1e-5)
    ],
    "A factor of 2 went astray: rounding makes step / (2 * delta), bend twist * delta**2.": [
        ("4 * abs", "8 * abs"),
        ("4 * abs", "16 * abs"),
    ],
    "The smallest delta is the worst: rounding grows with 1 / delta.": [
        f"return torch.logspace(-{k}, 1, 2000, dtype=torch.float64)[0].item()" for k in (6, 8)
    ],
    "The dial's step is no delta: it says how coarse the readings are, not how far to turn.": [
        "return step",
        "return step / 2",
        "return 2 * step",
    ],
    "This is the place in a list. Return the delta that stands there.": (
        """
deltas = torch.logspace(-4, 1, 2000, dtype=torch.float64)
return (step / (2 * deltas) + abs(twist) * deltas**2).argmin().item()
"""
    ),
}
