"""An autograd engine for single numbers: each remembers how it was made, and passes blame back.

Lesson 06 builds this module piece by piece; a test holds the two together. The idea is micrograd's.
Other here: the local slopes are numbers that can be printed, the order is found without recursion,
and a second `backward` gives the right gradient.
"""

import math


class Value:
    """A number that remembers the numbers it was made from.

    `data` is the number itself. `local` holds, for each of its `parents`, the slope of this number
    in that parent. `grad` is the slope of whatever `backward` was last called on in this number.
    `op` and `label` are there to be read.
    """

    def __init__(self, data, parents=(), local=(), op="", label=""):
        self.data, self.grad = float(data), 0.0
        self.parents, self.local = tuple(parents), tuple(local)
        self.op, self.label = op, label

    def __repr__(self):
        return f"Value(data={self.data:g}, grad={self.grad:g})"


def as_value(x):
    """Return `x` itself if it is a `Value`, else a leaf that holds the number x."""
    return x if isinstance(x, Value) else Value(x)


def add(a, b):
    """Return a + b. The sum moves as fast as each of them."""
    a, b = as_value(a), as_value(b)
    return Value(a.data + b.data, (a, b), (1.0, 1.0), "+")


def mul(a, b):
    """Return a · b. The product moves with each as fast as the other is large."""
    a, b = as_value(a), as_value(b)
    return Value(a.data * b.data, (a, b), (b.data, a.data), "·")


def power(a, n):
    """Return a to the power n, a plain number; TypeError if n is a `Value`."""
    if isinstance(n, Value):
        raise TypeError("the exponent must be a plain number; got a Value")
    slope = n * a.data ** (n - 1) if n else 0.0
    return Value(a.data**n, (a,), (slope,), f"power {n:g}")


def exp(a):
    """Return e to the power a, which is its own slope."""
    e = math.exp(a.data)
    return Value(e, (a,), (e,), "exp")


def log(a):
    """Return the natural logarithm of a, whose slope is 1/a."""
    return Value(math.log(a.data), (a,), (1 / a.data,), "log")


def tanh(a):
    """Return the hyperbolic tangent of a, whose slope is 1 minus its square."""
    t = math.tanh(a.data)
    return Value(t, (a,), (1 - t**2,), "tanh")


def relu(a):
    """Return a where it is positive, else 0; at 0 the slope is taken as 0."""
    return Value(max(a.data, 0.0), (a,), (float(a.data > 0),), "relu")


def ordered(node):
    """Return `node` and all that it was made from, every number after its parents."""
    done, seen, waiting = [], set(), [(node, False)]
    while waiting:
        at, parents_are_done = waiting.pop()
        if parents_are_done:
            done.append(at)
        elif at not in seen:
            seen.add(at)
            waiting.append((at, True))
            waiting.extend((parent, False) for parent in at.parents)
    return done


def backward(node):
    """Put into `grad` of all that `node` was made from the slope of `node` in it.

    Leaves add the new slope to the old one, as in torch; all between is computed afresh.
    """
    nodes = ordered(node)
    for at in nodes:
        if at.parents:
            at.grad = 0.0
    node.grad += 1.0
    for at in reversed(nodes):
        for parent, slope in zip(at.parents, at.local, strict=True):
            parent.grad += slope * at.grad


Value.__add__ = Value.__radd__ = add
Value.__mul__ = Value.__rmul__ = mul
Value.__pow__ = power
Value.__neg__ = lambda a: a * -1
Value.__sub__ = lambda a, b: a + b * -1
Value.__rsub__ = lambda a, b: b + a * -1
Value.__truediv__ = lambda a, b: a * as_value(b) ** -1
Value.__rtruediv__ = lambda a, b: b * a**-1
Value.exp, Value.log, Value.tanh, Value.relu = exp, log, tanh, relu
Value.sqrt = lambda a: a**0.5
Value.backward = backward
