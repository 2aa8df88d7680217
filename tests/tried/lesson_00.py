"""Answers to the exercises of lesson 00."""

import numpy as np
import torch


def rule(points, w1, w2, b, fires=lambda s: s > 0, sign=1, bias=1):
    w = np.array([w1, w2, b], dtype=float)
    for x1, x2, y in points:
        x = np.array([x1, x2, 1.0])
        w += sign * (y - int(fires(w @ x))) * x * [1, 1, bias]
    return tuple(w)


def always_updated(points, w1, w2, b):
    for x1, x2, y in points:
        step = 1 if y == 1 else -1
        w1, w2, b = w1 + step * x1, w2 + step * x2, b + step
    return w1, w2, b


def in_one_batch(points, w1, w2, b):
    errors = [y - (w1 * x1 + w2 * x2 + b > 0) for x1, x2, y in points]
    w1 += sum(error * point[0] for error, point in zip(errors, points, strict=True))
    w2 += sum(error * point[1] for error, point in zip(errors, points, strict=True))
    return w1, w2, b + sum(errors)


def first_weight_only(points, w1, w2, b):
    for x1, x2, y in points:
        e = y - int(x1 * w1 + x2 * w2 + b > 0)
        w1, b = w1 + e * x1, b + e
    return w1, w2, b


def until_the_first_error(points, w1, w2, b):
    for x1, x2, y in points:
        e = y - int(x1 * w1 + x2 * w2 + b > 0)
        if e:
            return w1 + e * x1, w2 + e * x2, b + e
    return w1, w2, b


def with_ifs(points, w1, w2, b):
    for x1, x2, y in points:
        fires = w1 * x1 + w2 * x2 + b > 0
        if fires and y == 0:
            w1, w2, b = w1 - x1, w2 - x2, b - 1
        elif not fires and y == 1:
            w1, w2, b = w1 + x1, w2 + x2, b + 1
    return [w1, w2, b]


def with_a_column_of_ones(points, w1, w2, b):
    w = torch.tensor([w1, w2, b], dtype=torch.float32)
    for *x, y in points:
        x = torch.tensor([*x, 1.0])
        w = w + (y - int(w @ x > 0)) * x
    return w


def with_b_in_the_sum_only(points, w1, w2, b):
    for x1, x2, y in points:
        p = 1 if w1 * x1 + w2 * x2 + b > 0 else 0
        w1 += (y - p) * x1
        w2 += (y - p) * x2
    return w1, w2, b


def with_b_corrected_only(points, w1, w2, b):
    for x1, x2, y in points:
        p = 1 if w1 * x1 + w2 * x2 > 0 else 0
        w1 += (y - p) * x1
        w2 += (y - p) * x2
        b += y - p
    return w1, w2, b


def with_b_after_the_loop(points, w1, w2, b):
    for x1, x2, y in points:
        p = 1 if w1 * x1 + w2 * x2 + b > 0 else 0
        w1 += (y - p) * x1
        w2 += (y - p) * x2
    b += y - p
    return w1, w2, b


WRONG = [
    (
        "0.1 perceptron",
        lambda x1, x2, w1, w2, b: 0 if x1 * w1 + x2 * w2 + b < 0 else 1,
        "exactly 0",
    ),
    ("0.1 perceptron", lambda x1, x2, w1, w2, b: x1 * w1 + x2 * w2 + b > 0, "True or False"),
    ("0.1 perceptron", lambda x1, x2, w1, w2, b: 1 if x1 * w1 + x2 * w2 > 0 else 0, "Where is b"),
    ("0.1 perceptron", lambda x1, x2, w1, w2, b: np.sign(x1 * w1 + x2 * w2 + b), "not -1"),
    ("0.1 perceptron", lambda x1, x2, w1, w2, b: b + x1 * w1 + x2 * w2, "the sum itself"),
    ("0.1 perceptron", lambda x1, x2, w1, w2, b: int(x1 * w1 + x2 * w2 > b), "compared with 0"),
    ("0.2 last_unit", (1, 1, 0, -0.5), "That is OR"),
    ("0.2 last_unit", (1.0, 1.0, -0.5, 0.0), "That is OR"),
    ("0.2 last_unit", (1, 1, 1, 0), "which sign"),
    ("0.2 last_unit", [2, 2, -3, 0], "large enough"),
    ("0.2 last_unit", (1, 1, -2, 0.5), "always fires"),
    ("0.2 last_unit", (1, 1, -3, 0.5), "NAND"),
    ("0.2 last_unit", (1, 1, -2, -1), "never fires"),
    ("0.2 last_unit", (-1, -1, 4, 0), "Only (1, 1) fires"),
    ("0.2 last_unit", (1, 1, 0, -2), "b comes last"),
    ("0.2 last_unit", (0, 2, 2, -4), "b does not come first"),
    ("0.2 last_unit", (0, 1, 1, -2), "b does not come first"),
    ("0.2 last_unit", (2, 1, -3, -1), "(0, 1) is silent"),
    ("0.2 last_unit", (0.5, 2, -3, -1), "(1, 0) is silent"),
    ("0.2 last_unit", (1, -1, 0, 0), "(0, 1) is silent"),
    ("0.2 last_unit", (-1, 1, 1, -0.5), "repeats x2"),
    ("0.2 last_unit", (2, 0, 0, -1), "repeats x1"),
    ("0.2 last_unit", (-1, -1, 2, 1), "turned round"),
    ("0.2 last_unit", (-1, -1, -1, 1.5), "NAND"),
    ("0.2 last_unit", (-0.1, 0.2, -0.3, 0.1), "nothing comes in"),
    ("0.2 last_unit", (1, 1, 1, 1), "always fires"),
    ("0.2 last_unit", (1, 1, -1), "three knobs"),
    ("0.2 last_unit", (1, 1, 0, 1, 1), "four numbers"),
    ("0.2 last_unit", "XOR", "four numbers"),
    ("0.2 last_unit", 1, "four numbers"),
    ("0.2 last_unit", (1, 1, "-2", -0.5), "four numbers"),
    ("0.3 train_pass", lambda *args: rule(*args, sign=-1), "sign is turned"),
    ("0.3 train_pass", lambda *args: rule(*args, bias=0), "b is never"),
    ("0.3 train_pass", lambda *args: rule(*args, fires=lambda s: s >= 0), "exactly 0"),
    ("0.3 train_pass", always_updated, "right already"),
    ("0.3 train_pass", in_one_batch, "before the pass"),
    ("0.3 train_pass", first_weight_only, "never corrected"),
    ("0.3 train_pass", until_the_first_error, "too early"),
    ("0.3 train_pass", with_b_in_the_sum_only, "never corrected"),
    ("0.3 train_pass", with_b_corrected_only, "missing in the prediction"),
    ("0.3 train_pass", with_b_after_the_loop, "only after the last point"),
    ("0.4 order", "a f d c e b", "theory"),
    ("0.4 order", "fadcbe", "book"),
    ("0.4 order", "f, a, d, e, c, b", "one year after"),
    ("0.4 order", "FADECB", "one year after"),
    ("0.4 order", list("becdaf"), "turned round"),
    ("0.4 order", "abcdef", "theory"),
    ("0.4 order", "fadce", "each once"),
    ("0.4 order", ["Turing", "ENIAC"], "each once"),
    ("0.4 order", 6, "each once"),
]

RIGHT = [
    ("0.1 perceptron", lambda x1, x2, w1, w2, b: int(x1 * w1 + x2 * w2 + b > 0)),
    ("0.1 perceptron", lambda x1, x2, w1, w2, b: 0 if x1 * w1 + x2 * w2 <= -b else 1),
    ("0.1 perceptron", lambda *a: int(np.dot([a[0], a[1], 1], a[2:]) > 0)),
    ("0.1 perceptron", lambda x1, x2, w1, w2, b: torch.tensor(w1 * x1 + w2 * x2 + b).gt(0).long()),
    ("0.2 last_unit", (1, 1, -2, 0)),
    ("0.2 last_unit", (2, 2, -4, -1)),
    ("0.2 last_unit", [0.4, 0.9, -5, -0.3]),
    ("0.2 last_unit", (0.1, 0.2, -0.3, 0)),
    ("0.2 last_unit", torch.tensor([3.0, 2.5, -7.0, -2.0])),
    ("0.2 last_unit", np.array([1, 3, -4, -0.9])),
    ("0.3 train_pass", rule),
    ("0.3 train_pass", with_ifs),
    ("0.3 train_pass", with_a_column_of_ones),
    ("0.4 order", "f a d c e b"),
    ("0.4 order", "F, A, D, C, E, B"),
    ("0.4 order", ["f", "a", "d", "c", "e", "b"]),
    ("0.4 order", "f -> a -> d -> c -> e -> b"),
]
