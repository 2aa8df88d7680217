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


def two_slopes(loss, grad, lr):
    dw, db = grad
    return loss - lr * (dw**2 + db**2)


def angle_by_atan2(grad, theta, theta_best):
    down, way = (-grad).numpy(), (theta_best - theta).numpy()
    return abs(np.degrees(np.arctan2(way[1], way[0]) - np.arctan2(down[1], down[0])))


def angle_by_atan2_of_pairs(grad, theta, theta_best):
    (a, b), (c, d) = theta_best - theta, -grad
    return torch.rad2deg(torch.atan2(b, a) - torch.atan2(d, c))


def angle_of_two(grad, theta, theta_best):
    a, b = (theta_best - theta)[:2], -grad[:2]
    return math.degrees(math.acos((a[0] * b[0] + a[1] * b[1]) / (a.norm() * b.norm())))


def angle_of_two_and_all(grad, theta, theta_best):
    a, b = theta_best - theta, -grad
    return math.degrees(math.acos((a[0] * b[0] + a[1] * b[1]) / (a.norm() * b.norm())))


def angle_by_atan(grad, theta, theta_best):
    """Kahan's way, without a cosine."""
    a, b = F.normalize(-grad, dim=0), F.normalize(theta_best - theta, dim=0)
    return 2 * torch.atan2((a - b).norm(), (a + b).norm()) / torch.pi * 180


def cosine(grad, theta, theta_best):
    a, b = (v.double().numpy() for v in (-grad, theta_best - theta))
    return np.dot(a, b) / np.sqrt(np.dot(a, a) * np.dot(b, b))


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
    ("3.2 promised_loss", lambda loss, g, lr: max(0.0, loss - lr * float(g @ g)), "below 0"),
    ("3.2 promised_loss", lambda loss, g, lr: loss - 0.01 * (g @ g), "built in"),
    ("3.2 promised_loss", lambda loss, g, lr: loss + lr * (g @ g), "higher"),
    ("3.2 promised_loss", lambda loss, g, lr: loss - float(g @ g), "lr"),
    ("3.2 promised_loss", lambda loss, g, lr: loss - lr * (g @ g).sqrt(), "square"),
    ("3.2 promised_loss", lambda loss, g, lr: loss - lr**2 * (g @ g).item(), "squared, too"),
    ("3.2 promised_loss", lambda loss, g, lr: lr * torch.dot(g, g), "change alone"),
    ("3.2 promised_loss", lambda loss, g, lr: loss - lr * g.pow_(2).sum(), "changed"),
    ("3.2 promised_loss", lambda loss, g, lr: loss - lr * sum(abs(g)), "Absolute values"),
    ("3.2 promised_loss", lambda loss, g, lr: loss - lr * sum(g), "as they are"),
    ("3.2 promised_loss", lambda loss, g, lr: loss - lr * (g[0] ** 2 + g[1] ** 2), "any number"),
    ("3.2 promised_loss", two_slopes, "any number"),
    ("3.2 promised_loss", lambda loss, g, lr: loss - lr * (g[:2] @ g[:2]), "any number"),
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
    ("3.5 angle", lambda g, t, best: math.degrees(math.acos(cosine(-g, t, best))), "minus"),
    ("3.5 angle", lambda g, t, best: 180 - angle_by_atan(g, t, best), "minus"),
    ("3.5 angle", lambda g, t, best: angle_by_atan(g, best, t), "way back"),
    ("3.5 angle", cosine, "undoes a cosine"),
    ("3.5 angle", lambda *args: math.acos(cosine(*args)), "radians"),
    ("3.5 angle", lambda *args: math.radians(math.acos(cosine(*args))), "other way round"),
    ("3.5 angle", lambda g, t, best: math.acos(-g @ (best - t)), "both lengths"),
    ("3.5 angle", lambda *args: math.degrees(math.cos(cosine(*args))), "cosine of a cosine"),
    ("3.5 angle", angle_by_atan2, "two knobs only"),
    ("3.5 angle", angle_by_atan2_of_pairs, "two knobs only"),
    ("3.5 angle", angle_of_two, "two knobs only"),
    ("3.5 angle", angle_of_two_and_all, "first two entries"),
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
    ("3.2 promised_loss", lambda loss, g, lr: loss - lr * (g @ g)),
    ("3.2 promised_loss", lambda loss, g, lr: loss - lr * g.norm() ** 2),
    ("3.2 promised_loss", lambda loss, g, lr: loss + (g * (-lr * g)).sum().item()),
    ("3.2 promised_loss", lambda loss, g, lr: loss - lr * sum(v * v for v in g.tolist())),
    ("3.2 promised_loss", lambda loss, g, lr: torch.tensor(loss) - lr * torch.dot(g, g)),
    ("3.2 promised_loss", lambda loss, g, lr: np.float64(loss) - lr * np.sum(g.numpy() ** 2)),
    ("3.3 largest_lr", lambda c: 2.0 * c**-1),
    ("3.3 largest_lr", lambda c: torch.tensor(2.0) / c),
    ("3.4 boundary", 0.1892),
    ("3.4 boundary", 0.1792),
    ("3.4 boundary", 0.18),
    ("3.4 boundary", 0.1992),
    ("3.4 boundary", torch.tensor(0.19)),
    ("3.4 boundary", np.roots([0.2, 0, -0.8, 0.15])[-1]),
    ("3.4 side", " Left"),
    ("3.5 angle", angle_by_atan),
    ("3.5 angle", lambda *args: np.degrees(np.arccos(cosine(*args)))),
    ("3.5 angle", lambda g, t, best: math.degrees(math.acos(cosine(-g, best, t)))),
    (
        "3.5 angle",
        lambda g, t, best: F.cosine_similarity(-g, best - t, dim=0).acos() * 180 / math.pi,
    ),
    ("3.6 order", "DBECGFA"),
    ("3.6 order", "d, b, e, g, c, f, a"),
    ("3.6 order", " DBE CFG A "),
    ("3.6 order", list("DBECFGA")),
]
