"""What the knobs that an answer to exercise 10.6 has found do on their gate, in words."""

import torch

from course_utils.checking.plain_data import as_data, kind_of

FIT, WITHIN = "four that fit", "within 0.1"
BENDS = {"sigmoid": torch.sigmoid, "relu": torch.relu}


def findings(answer, X, y):
    """Return what the knobs are, {"knobs": FIT} at best, and what their outputs are on X."""
    came = answer(X.clone(), y.clone())
    knobs = as_four(came)
    if isinstance(knobs, str):
        return {"knobs": knobs, "outputs": WITHIN}
    if misfit := about_shapes(*(tuple(knob.shape) for knob in knobs[:3]), X.shape[1]):
        return {"knobs": misfit, "outputs": WITHIN}
    return {"knobs": FIT, "outputs": about_outputs(*knobs, X, y)}


def as_four(came):
    """Return the four knobs as tensors, w2 flat and b2 without axes; or in words what came."""
    if came is None:
        return "nothing"
    if isinstance(came, torch.nn.Module) or callable(came):
        return "a machine"
    if not isinstance(came, list | tuple) or len(came) != 4:
        return kind_of(as_data(came))
    try:
        W1, b1, w2, b2 = (torch.as_tensor(knob, dtype=torch.float64).detach() for knob in came)
    except (TypeError, ValueError, RuntimeError):
        return "no numbers"
    if b2.numel() != 1:
        return "b2 is not one number"
    return W1, b1, w2.flatten() if w2.ndim == 2 and 1 in w2.shape else w2, b2.reshape(())


def about_shapes(W1, b1, w2, inputs):
    """Return in words why these shapes fit no network with so many inputs; empty if they do."""
    if len(W1) == 2 and W1[0] == inputs != W1[1] and b1 == w2 == W1[1:]:
        return "W1 lies the other way"
    if len(W1) != 2 or W1[1] != inputs or b1 != W1[:1] or w2 != W1[:1]:
        return "shapes that do not fit"
    return "more than 16 units" if W1[0] > 16 else ""


def about_outputs(W1, b1, w2, b2, X, y):
    """Return WITHIN, or in words what is wrong with the outputs on the corners X."""
    X, y = X.double(), y.double()
    sums = X @ W1.T + b1
    out = torch.tanh(sums) @ w2 + b2
    if not out.isfinite().all():
        return "no numbers"
    if near(out, y):
        return WITHIN
    for bend, function in BENDS.items():
        if near(function(sums) @ w2 + b2, y):
            return f"right with {bend}"
    if near(torch.tanh(X @ W1.T + w2) @ b1 + b2, y):
        return "right with b1 and w2 exchanged"
    if near(torch.sigmoid(out), y):
        return "right behind a sigmoid"
    if near(out, 1 - y):
        return "turned"
    if out.max() - out.min() < 0.05:
        return "the same everywhere"
    if near(sums @ w2 + b2, best_line(X, y)):
        return "a line without tanh"
    if ((out > 0.5) == (y > 0.5)).all():
        return "on the right side"
    return "wrong at some corners"


def near(out, wanted):
    return bool((out - wanted).abs().max() < 0.1)


def best_line(X, y):
    """Return what the best linear model says at each row of X."""
    with_ones = torch.column_stack([X, torch.ones(len(X)).double()])
    return with_ones @ torch.linalg.lstsq(with_ones, y[:, None]).solution[:, 0]
