"""Answers to the exercises of lesson 03."""

import math

import numpy as np
import torch
import torch.nn.functional as F


def walk(fprime, x0, lr, steps, sign=-1, scale=None):
    x, path = x0, []
    for _ in range(steps):
        path.append(x)
        x += sign * (lr if scale is None else scale) * fprime(x)
    return [*path, x]


def walk_on_f(fprime, x0, lr, steps):
    """Step by the value of f₁ in place of its slope: -1.1 after one step of 0.1 from 0."""
    path = torch.zeros(steps + 1, dtype=torch.float64)
    path[0] = x0
    for k in range(steps):
        path[k + 1] = path[k] - lr * ((path[k] - 3) ** 2 + 2)
    return path


def walk_as_tensor(fprime, x0, lr, steps, dtype=torch.float32):
    path = torch.empty(steps + 1, dtype=dtype)
    path[0] = x0
    for k in range(steps):
        path[k + 1] = path[k] - lr * fprime(path[k])
    return path


def walk_of_tensors(fprime, x0, lr, steps):
    x = torch.tensor(x0)
    path = [x]
    while len(path) <= steps:
        x = torch.sub(x, fprime(x), alpha=lr)
        path.append(x)
    return path


def walk_by_itself(fprime, x0, lr, steps):
    return [x0] + (walk_by_itself(fprime, x0 - lr * fprime(x0), lr, steps - 1) if steps else [])


def without_a_copy(fprime, x0, lr, steps):
    x = torch.tensor([x0])
    path = [x[0]]
    for _ in range(steps):
        x.sub_(lr * fprime(x))
        path.append(x[0])
    return path


def points_of(steps_taken, first=0):
    """Return an answer that takes so many steps more than asked for, and leaves points out."""
    return lambda f, x0, lr, steps: walk(f, x0, lr, steps + steps_taken)[first:]


def always_from_x0(fprime, x0, lr, steps):
    path = [x0]
    for _ in range(steps):
        path.append(x0 - lr * fprime(x0))
    return path


def overwritten(fprime, x0, lr, steps):
    p = [x0]
    for _ in range(steps):
        p = p[-1] - lr * fprime(p[-1])
    return p


def uncalled(fprime, x0, lr, steps):
    path = [x0]
    for _ in range(steps):
        path.append(path[-1] - lr * fprime)
    return path


def uncalled_in_a_tensor(fprime, x0, lr, steps):
    path = torch.zeros(steps + 1)
    path[0] = x0
    for k in range(steps):
        path[k + 1] = path[k] - lr * fprime
    return path


def uncalled_from_the_first(fprime, x0, lr, steps):
    x, path = x0, []
    for _ in range(steps + 1):
        path.append(x)
        x = x - fprime * lr
    return path


def drop(grad, lr):
    return lr * float(grad @ grad)


def lowest_of_two_slopes(loss, grad, lr):
    dw, db = grad
    return max(loss - lr * (dw**2 + db**2), 0)


def lowest_in_three_lines(loss, grad, lr):
    for slope in grad.tolist():
        loss = loss - lr * slope**2
    return loss if loss > 0 else 0


def lowest_knob_by_knob(loss, grad, lr):
    """Stop at 0 after each knob, as if one came after the other; it comes to the same."""
    for slope in grad:
        loss = max(loss - lr * slope.item() ** 2, 0.0)
    return loss


def turn_two_entries(grad, i, j):
    step = torch.zeros(len(grad))
    step[i], step[j] = -grad[j], grad[i]
    return step / step.norm()


def turn_the_steepest(grad):
    i = int(grad.abs().argmax())
    return turn_two_entries(grad, i, (i + 1) % len(grad))


def random_less_its_part_along(grad):
    v = torch.randn(len(grad), generator=torch.Generator().manual_seed(0))
    n = grad / grad.norm()
    return F.normalize(v - (v @ n) * n, dim=0)


def by_svd(grad):
    return torch.linalg.svd(grad[None])[2][-1]


def by_qr(grad):
    return torch.linalg.qr(torch.stack([grad, *torch.eye(len(grad))]).T)[0][:, 1]


def a_knob_that_does_nothing(grad):
    """Turn only a flat knob, if there is one, else the first two."""
    for i, slope in enumerate(grad.tolist()):
        if slope == 0:
            return torch.eye(len(grad))[i]
    return turn_two_entries(grad, 0, 1)


def plain_python(grad):
    g = grad.tolist()
    i = max(range(len(g)), key=lambda k: abs(g[k]))
    j = 0 if i else 1
    size = math.hypot(g[i], g[j])
    return [-g[j] / size if k == i else g[i] / size if k == j else 0.0 for k in range(len(g))]


def by_numpy(grad):
    g = grad.numpy().astype(float)
    v = np.zeros_like(g)
    v[np.argmin(np.abs(g))] = 1
    v -= g * (g @ v) / (g @ g)
    return v / np.linalg.norm(v)


def turn_a_pair(grad):
    dw, db = grad
    return torch.tensor([-db, dw]) / torch.sqrt(dw**2 + db**2)


def forgets_one_length(grad):
    v = torch.eye(len(grad))[0]
    return F.normalize(v - (v @ grad) / grad.norm() * grad, dim=0)


def adds_the_part_along(grad):
    v = torch.eye(len(grad))[grad.abs().argmin()]
    return F.normalize(v + (v @ grad) / (grad @ grad) * grad, dim=0)


def less_its_mean(grad):
    return F.normalize(grad - grad.mean(), dim=0)


def turned_at_full_length(grad):
    i = int(grad.abs().argmax())
    step = torch.zeros(len(grad))
    j = (i + 1) % len(grad)
    step[i], step[j] = -grad[j], grad[i]
    return step


def walk_until_flat(fprime, x0, lr, steps):
    path = [x0]
    while len(path) <= steps and abs(fprime(path[-1])) > 1e-3:
        path.append(path[-1] - lr * fprime(path[-1]))
    return path


def slower_later(fprime, x0, lr, steps):
    path = walk(fprime, x0, lr, min(steps, 1))
    return path + walk(fprime, path[-1], lr / 3, max(steps - 1, 0))[1:]


WRONG = [
    ("3.1 gd", lambda *args: walk(*args, sign=1), "uphill"),
    ("3.1 gd", walk_on_f, "fprime"),
    ("3.1 gd", lambda *args: walk(*args)[1:], "start"),
    ("3.1 gd", lambda *args: walk_as_tensor(*args)[1:], "start"),
    ("3.1 gd", lambda *args: walk(*args)[:-1], "end"),
    ("3.1 gd", lambda *args: walk(*args, scale=1), "lr"),
    ("3.1 gd", lambda *args: walk_as_tensor(*args)[-1], "whole path"),
    ("3.1 gd", lambda f, x0, lr, n: [x0 - k * lr * f(x0) for k in range(n + 1)], "where x is now"),
    ("3.1 gd", without_a_copy, "one and the same"),
    ("3.1 gd", points_of(-1), "One step is missing"),
    ("3.1 gd", lambda *args: torch.tensor(points_of(-1)(*args)), "One step is missing"),
    ("3.1 gd", points_of(1, first=1), "begins with x0 itself"),
    ("3.1 gd", always_from_x0, "begins at x0 again"),
    ("3.1 gd", overwritten, "overwritten"),
    ("3.1 gd", uncalled, "fprime is a function"),
    ("3.1 gd", uncalled_in_a_tensor, "fprime is a function"),
    ("3.1 gd", uncalled_from_the_first, "fprime is a function"),
    ("3.1 gd", walk_until_flat, "slope is small"),
    ("3.1 gd", slower_later, "first step is right"),
    ("3.1 gd", lambda f, x0, lr, steps: walk(f, x0, 0.1, steps), "built in"),
    ("3.1 gd", lambda *args: walk(*args, scale=0.37), "first step is off"),
    ("3.2 lowest_loss", lambda loss, g, lr: loss - drop(g, lr), "below 0"),
    ("3.2 lowest_loss", lambda loss, g, lr: torch.tensor(loss) - lr * g @ g, "below 0"),
    ("3.2 lowest_loss", lambda loss, g, lr: abs(loss - drop(g, lr)), "into another one"),
    ("3.2 lowest_loss", lambda loss, g, lr: 0, "Zero can be had"),
    ("3.2 lowest_loss", lambda loss, g, lr: min(loss - drop(g, lr), 0), "lower of the two"),
    ("3.2 lowest_loss", lambda loss, g, lr: max(loss + drop(g, lr), 0), "higher"),
    ("3.2 lowest_loss", lambda loss, g, lr: max(loss - float(g @ g), 0), "lr"),
    ("3.2 lowest_loss", lambda loss, g, lr: max(loss - lr * g.norm().item(), 0), "square"),
    ("3.2 lowest_loss", lambda loss, g, lr: max(loss - lr**2 * (g @ g).item(), 0), "squared, too"),
    ("3.2 lowest_loss", lambda loss, g, lr: max(loss - lr * sum(abs(g)), 0), "Absolute values"),
    ("3.2 lowest_loss", lambda loss, g, lr: max(loss - lr * sum(g), 0), "as they are"),
    ("3.2 lowest_loss", lambda loss, g, lr: max(loss - lr * sum(g) ** 2, 0), "Square first"),
    ("3.2 lowest_loss", lambda loss, g, lr: min(loss, drop(g, lr)), "change alone"),
    ("3.2 lowest_loss", lambda loss, g, lr: (loss - lr * g).clamp(min=0), "one number"),
    ("3.2 lowest_loss", lambda loss, g, lr: torch.relu(loss - lr * g**2), "add up"),
    ("3.2 lowest_loss", lambda loss, g, lr: max(loss - lr * (g[:2] @ g[:2]), 0), "any number"),
    ("3.2 lowest_loss", lowest_of_two_slopes, "any number"),
    ("3.2 lowest_loss", lambda loss, g, lr: max(loss - 0.01 * (g @ g), 0), "built in"),
    ("3.2 lowest_loss", lambda loss, g, lr: max(loss - lr * g.pow_(2).sum(), 0), "changed"),
    ("3.2 lowest_loss", lambda loss, g, lr: max(loss - drop(g, lr) / 2, 0), "half the drop"),
    ("3.2 lowest_loss", lambda loss, g, lr: max(loss - 0.9 * drop(g, lr), 0), "bends upwards"),
    (
        "3.2 lowest_loss",
        lambda loss, g, lr: loss if drop(g, lr) > loss else loss - drop(g, lr),
        "fall",
    ),
    ("3.3 largest_lr", lambda c: 1 / c, "hits"),
    ("3.3 largest_lr", lambda c: 1, "f₁"),
    ("3.3 largest_lr", lambda c: c, "grows"),
    ("3.3 largest_lr", lambda c: c / 2, "more curved"),
    ("3.3 largest_lr", lambda c: c + c, "more curved"),
    ("3.3 largest_lr", lambda c: 1 - 2 * c, "factor of a step"),
    ("3.3 largest_lr", lambda c: 1 - c, "factor of a step"),
    ("3.3 largest_lr", lambda c: 0.5, "lands at once"),
    ("3.3 largest_lr", lambda c: 2 / c**2, "another power"),
    ("3.3 largest_lr", lambda c: 1.999 / c, "limit itself"),
    ("3.3 lr_deep", 1, "limit on f₁"),
    ("3.3 lr_deep", 1.0, "limit on f₁"),
    ("3.3 lr_deep", 1.816, "the curvature"),
    ("3.3 lr_deep", 0.5508, "nearly lands"),
    ("3.3 lr_deep", 0.55, "nearly lands"),
    ("3.3 lr_deep", 1.467, "shallow"),
    ("3.3 lr_deep", 2 / 1.363, "shallow"),
    ("3.3 lr_deep", 2.62, "tiny h"),
    ("3.3 lr_deep", 0.612, "tiny h"),
    ("3.3 lr_deep", -2.0879, "the place"),
    ("3.3 lr_deep", 2 / (0.6 * 2.0879**2), "power rule"),
    ("3.3 lr_deep", "1.1016", "quotes"),
    ("3.3 lr_deep", (1.10, 1.11), "One number"),
    ("3.3 lr_deep", 0, "not above 0"),
    ("3.3 lr_deep", -1.1016, "not above 0"),
    ("3.3 lr_deep", 1.12, "Close"),
    ("3.3 lr_deep", torch.tensor(1.08), "Close"),
    ("3.3 lr_deep", 0.7, "still settles"),
    ("3.3 lr_deep", 0.1, "still settles"),
    ("3.3 lr_deep", 1.2589, "does not settle"),
    ("3.3 lr_deep", 2, "does not settle"),
    ("3.4 boundary", 0, "+ 0.15 w"),
    ("3.4 boundary", -2.0879, "deep"),
    ("3.4 boundary", 1.9, "shallow"),
    ("3.4 boundary", -2.9, "jumps the hill"),
    ("3.4 boundary", 2.5, "jumps the hill"),
    ("3.4 boundary", torch.tensor(7.3), "jumps the hill"),
    ("3.4 boundary", 0.178, "Close"),
    ("3.4 boundary", 0.2, "Close"),
    ("3.4 boundary", 0.5, "in the right valley"),
    ("3.4 boundary", 0.49, "in the right valley"),
    ("3.4 boundary", 1, "in the right valley"),
    ("3.4 boundary", 2, "in the right valley"),
    ("3.4 boundary", -0.1, "in the left valley"),
    ("3.4 boundary", -1, "in the left valley"),
    ("3.4 boundary", 0.4926, "floor"),
    ("3.4 boundary", 0.493, "floor"),
    ("3.4 boundary", -0.1067, "floor"),
    ("3.4 boundary", 1.014, "height of the hill"),
    ("3.4 side", "all", "w = 2"),
    ("3.4 side", "right", "lower"),
    ("3.4 side", "w < 0.19", "one of four texts"),
    ("3.5 level_step", lambda g: -g, "up or down"),
    ("3.5 level_step", lambda g: -g / g.norm(), "up or down"),
    ("3.5 level_step", lambda g: F.normalize(g, dim=0), "up or down"),
    ("3.5 level_step", lambda g: g.flip(0) / g.norm(), "signs must turn"),
    ("3.5 level_step", lambda g: g.flip(0), "grad @ step"),
    ("3.5 level_step", turn_a_pair, "two knobs only"),
    ("3.5 level_step", lambda g: torch.stack([g[1], -g[0]]) / g.norm(), "two knobs only"),
    ("3.5 level_step", lambda g: turn_two_entries(g, 0, 1), "0 / 0"),
    ("3.5 level_step", lambda g: turn_two_entries(g, 0, -1), "0 / 0"),
    ("3.5 level_step", lambda g: torch.zeros_like(g), "nothing is left"),
    ("3.5 level_step", lambda g: torch.ones_like(g) / len(g) ** 0.5, "grad @ step"),
    ("3.5 level_step", lambda g: F.normalize(torch.arange(len(g)) + 1.0, dim=0), "grad @ step"),
    ("3.5 level_step", lambda g: torch.eye(len(g))[g.abs().argmin()], "grad @ step"),
    ("3.5 level_step", lambda g: math.pi / 2, "one entry for each knob"),
    ("3.5 level_step", lambda g: math.degrees(math.atan2(g[1], g[0])) + 90, "one entry"),
    ("3.5 level_step", lambda g: torch.eye(len(g)), "one entry"),
    ("3.5 level_step", forgets_one_length, "grad @ step"),
    ("3.5 level_step", adds_the_part_along, "grad @ step"),
    ("3.5 level_step", less_its_mean, "grad @ step"),
    ("3.5 level_step", turned_at_full_length, "Divide by its length"),
    ("3.5 level_step", lambda g: 2 * by_svd(g), "Divide by its length"),
    ("3.5 level_step", lambda g: turn_the_steepest(g) / len(g), "Divide by its length"),
    ("3.6 order", "DBAECFG", "before the gradient"),
    ("3.6 order", "DEBCGFA", "once, before the loop"),
    ("3.6 order", "DEGCBFA", "once, before the loop"),
    ("3.6 order", "D B E G A C F", "new params"),
    ("3.6 order", "dbegcaf", "new params"),
    ("3.6 order", "BDECFGA", "every step begins"),
    ("3.6 order", "AGFCEBD", "no value yet"),
    ("3.6 order", "DBEFCGA", "before it is computed"),
    ("3.6 order", "DBECFG", "each line is needed once"),
    ("3.6 order", "DBECFGAH", "each line is needed once"),
    ("3.6 order", list("DBGECFA"), "before r has a value"),
]

RIGHT = [
    ("3.1 gd", walk),
    ("3.1 gd", lambda *args: tuple(walk(*args))),
    ("3.1 gd", lambda *args: np.array(walk(*args))),
    ("3.1 gd", walk_as_tensor),
    ("3.1 gd", lambda *args: walk_as_tensor(*args, dtype=torch.float64)),
    ("3.1 gd", walk_of_tensors),
    ("3.1 gd", walk_by_itself),
    ("3.1 gd", lambda *args: torch.stack(walk_of_tensors(*args))),
    ("3.1 gd", lambda *args: walk_as_tensor(*args).reshape(-1, 1)),
    ("3.1 gd", lambda f, x0, lr, steps: walk_by_itself(f, torch.tensor([x0]), lr, steps)),
    ("3.2 lowest_loss", lambda loss, g, lr: max(0, loss - lr * (g @ g))),
    ("3.2 lowest_loss", lambda loss, g, lr: torch.relu(torch.tensor(loss) - lr * g @ g)),
    ("3.2 lowest_loss", lambda loss, g, lr: (loss - lr * g.dot(g)).clamp(min=0)),
    ("3.2 lowest_loss", lambda loss, g, lr: loss - min(loss, drop(g, lr))),
    ("3.2 lowest_loss", lambda loss, g, lr: np.maximum(0, loss - lr * np.sum(g.numpy() ** 2))),
    ("3.2 lowest_loss", lambda loss, g, lr: max(loss + (g * (-lr * g)).sum().item(), 0)),
    ("3.2 lowest_loss", lowest_in_three_lines),
    ("3.2 lowest_loss", lowest_knob_by_knob),
    ("3.3 lr_deep", 1.1),
    ("3.3 lr_deep", 1.1016),
    ("3.3 lr_deep", 1.11),
    ("3.3 lr_deep", 1.092),
    ("3.3 lr_deep", torch.tensor(1.105)),
    ("3.3 lr_deep", np.float64(2 / 1.816)),
    ("3.5 level_step", turn_the_steepest),
    ("3.5 level_step", lambda g: -turn_the_steepest(g)),
    ("3.5 level_step", random_less_its_part_along),
    ("3.5 level_step", by_svd),
    ("3.5 level_step", by_qr),
    ("3.5 level_step", plain_python),
    ("3.5 level_step", a_knob_that_does_nothing),
    ("3.5 level_step", by_numpy),
    ("3.5 level_step", lambda g: torch.tensor(plain_python(g), dtype=torch.float64)),
    ("3.3 largest_lr", lambda c: 2.0 * c**-1),
    ("3.3 largest_lr", lambda c: torch.tensor(2.0) / c),
    ("3.4 boundary", 0.1892),
    ("3.4 boundary", 0.1792),
    ("3.4 boundary", 0.18),
    ("3.4 boundary", 0.1992),
    ("3.4 boundary", torch.tensor(0.19)),
    ("3.4 boundary", np.roots([0.2, 0, -0.8, 0.15])[-1]),
    ("3.4 side", " Left"),
    ("3.6 order", "DBECGFA"),
    ("3.6 order", "d, b, e, g, c, f, a"),
    ("3.6 order", " DBE CFG A "),
    ("3.6 order", list("DBECFGA")),
]
