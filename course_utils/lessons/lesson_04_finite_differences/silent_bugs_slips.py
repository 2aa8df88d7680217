"""What people write in exercise 4.1 in place of central differences, as edits of the reference."""

COPIES, SLOPE = "up, down = theta.clone(), theta.clone()", "(f(up) - f(down)) / (2 * delta)"
UP, DOWN = "up[j] += delta", "down[j] -= delta"
ALIAS = COPIES, "up, down = theta.clone(), theta"
BARE = "(2 * delta)", "2 * delta"
NARROW = "torch.zeros_like(theta)", "torch.zeros(len(theta))"


def in_place(at_each_knob, begin="pass"):
    """Return a body of `measured_grad` that makes no fresh copies: what it does at each knob."""
    return f"""
{begin}
grad = torch.zeros_like(theta)
for j in range(len(theta)):
    {at_each_knob}
return grad
"""


UP_AND_DOWN = (
    "{0}[j] += delta; up = f({0}); {0}[j] -= 2 * delta; grad[j] = (up - f({0})) / (2 * delta)"
)

SLIPS = {
    "This is twice the slope: the two readings lie 2 delta apart, not delta.": (
        ("(2 * delta)", "delta")
    ),
    "Only one side is turned, but the difference is divided by 2 delta: about half a slope.": [
        ("f(down)", "f(theta)"),
        in_place(
            "theta[j] += delta; up = f(theta); "
            "theta[j] -= delta; grad[j] = (up - f(theta)) / (2 * delta)"
        ),
    ],
    "This is the forward difference. The central one turns each knob to both sides.": (
        (SLOPE, "(f(up) - f(theta)) / delta")
    ),
    "This only turns each knob back. The central difference turns it to both sides.": (
        (SLOPE, "(f(theta) - f(down)) / delta")
    ),
    "The signs are turned round: the loss below theta is taken from the loss above it.": (
        ("f(up) - f(down)", "f(down) - f(up)")
    ),
    "This is the change alone. Divide it by the distance turned.": ((" / (2 * delta)", "")),
    "Products and quotients are worked out from left to right: put 2 * delta in brackets.": [
        BARE,
        (BARE, ALIAS),
        (BARE, NARROW),
        (ALIAS, BARE, (f"{UP}\n", f"{UP}; theta = theta.clone()\n")),
    ],
    "Only the second loss is divided here. Put the difference in brackets, then divide it.": (
        ("(f(up) - f(down))", "f(up) - f(down)")
    ),
    "Each knob is turned by delta / 2. Turn it by the whole delta, to each side.": (
        *((turn, f"{turn} / 2") for turn in (UP, DOWN)),
        ("(2 * delta)", "delta"),
    ),
    "theta itself is turned and stays turned. A second name is no copy: theta.clone() makes one.": [
        in_place(UP_AND_DOWN.format("theta")),
        in_place(
            "theta[j] -= delta; down = f(theta); "
            "theta[j] += 2 * delta; grad[j] = (f(theta) - down) / (2 * delta)"
        ),
        in_place("down = f(theta); theta[j] += delta; grad[j] = (f(theta) - down) / delta"),
        in_place(
            "theta[j] += delta; grad[j] = (f(theta) - before) / (2 * delta)",
            "before = f(theta)",
        ),
        ALIAS,
        (ALIAS, NARROW),
        (COPIES, "up, down = theta, theta.clone()"),
    ],
    "theta comes back a last digit off, because adding and subtracting round. Turn a copy.": [
        in_place(f"{UP_AND_DOWN.format('theta')}; theta[j] += delta"),
        in_place(
            "theta[j] += delta; up = f(theta); theta[j] -= delta; theta[j] -= delta; "
            "grad[j] = (up - f(theta)) / (2 * delta); theta[j] += delta"
        ),
        (ALIAS, (SLOPE, f"{SLOPE}; theta[j] += delta")),
    ],
    "Every slope is 0: both losses are read from one tensor. A second name is no copy.": [
        (COPIES, "up = down = theta"),
        (COPIES, "up = down = theta.clone()"),
    ],
    "The knobs before this one are still turned. Each knob needs fresh copies.": [
        ((COPIES, "pass"), ("    for j", f"    {COPIES}\n    for j")),
        in_place(UP_AND_DOWN.format("turned"), "turned = theta.clone()"),
    ],
    "The two losses are added. A slope is made of their difference.": (
        ("f(up) - f(down)", "f(up) + f(down)")
    ),
    "This is the curvature, the slope of the slope.": (
        (SLOPE, "(f(up) - 2 * f(theta) + f(down)) / delta**2")
    ),
    "Only the first knob is turned: is the return inside the loop?": (
        ("    return grad", "        return grad")
    ),
    "The loss of the lesson is built in. Read f, whatever it is.": (
        ("f(up) - f(down)", "thermometer_loss(up) - thermometer_loss(down)")
    ),
    "All knobs are turned at once, so that their slopes add up. Turn them one by one.": [
        "return (f(theta + delta) - f(theta - delta)) / (2 * delta)",
        (("up[j]", "up"), ("down[j]", "down")),
    ],
    "One knob is never turned, and its slope stays 0. Where does the range begin and end?": [
        ("range(len(theta))", "range(1, len(theta))"),
        ("range(len(theta))", "range(len(theta) - 1)"),
    ],
    "A knob is turned by a share of itself here. Add delta: a knob at 0 turns, too.": (
        (UP, "up[j] *= 1 + delta"),
        (DOWN, "down[j] *= 1 - delta"),
    ),
    "These are the slopes for a tiny delta, or for none. Use the delta that you are given.": [
        "return torch.func.grad(f)(theta)",
        *(("    for j", f"    delta = {delta}\n    for j") for delta in (1e-4, 1e-5, 1e-6)),
    ],
    "This is a list of slopes. Make one tensor: torch.stack, or fill zeros_like(theta).": [
        ("return grad", "return list(grad)"),
        ("return grad", "return grad.tolist()"),
    ],
    "theta is float64, these slopes are float32: half the digits are lost. Where?": (
        [("return grad", "return grad.float()"), NARROW]
    ),
    "theta may be float32, and its slopes are then float32, too. Make grad of theta's dtype.": (
        ("return grad", "return grad.double()")
    ),
}

EQUALS = {
    "No input wants a gradient.": ("return grad", "return (grad).detach()"),
    "Every entry is overwritten.": ("zeros_like", "ones_like"),
    "Two copies are two copies.": ("up, down", "down, up"),
}
