"""Answer key of lesson 06, Autograd."""

import copy
import inspect
import math
import random
import types

import torch
from torch.overrides import TorchFunctionMode

from course_utils import engine, simulate
from course_utils.compare import difference
from course_utils.engine import Value
from course_utils.exercise import exercise
from course_utils.question import question, right, wrong
from course_utils.values import as_data, kind_of

# 6.1 ---------------------------------------------------------------------------------------------

operations = exercise(
    "6.1",
    "Three more operations",
    hints=(
        "tanh in section 4 is the pattern: a number, its parents, and a local slope for each.",
        "exp is its own slope. For a / b: how fast does it turn with a, how fast with b? "
        "The slope of relu is 1 or 0.",
        "e = math.exp(a.data), and then return Value(..., (a,), (...,))",
    ),
)


def exponents(generator):
    return [(1.0,), (0.0,), (-0.7,), (1.2 * torch.rand((), generator=generator).item() - 1.3,)]


def fractions(generator):
    a, b = (torch.rand(2, generator=generator) + 0.5).tolist()
    return [(6.0, 3.0), (-3.0, 0.5), (1.0, 2.0), (2 * a, -b)]


def either_side_of_0(generator):
    a = torch.rand((), generator=generator).item() + 0.5
    return [(2.0,), (-1.5,), (0.0,), (a,), (-a,)]


def lent(answer):
    """Return `answer`, lent the engine's `Value` where nothing of that name is known to it."""
    answer = inspect.unwrap(answer)  # to its own names
    if type(answer) is not types.FunctionType or "Value" in answer.__globals__:
        return answer
    names = {**answer.__globals__, "Value": Value}
    rest = answer.__name__, answer.__defaults__, answer.__closure__
    return types.FunctionType(answer.__code__, names, *rest)


def is_value(result):
    """True for a `Value` of any class: the lesson builds its own."""
    return all(hasattr(result, name) for name in ("data", "grad", "parents", "local"))


def with_blame(answer, *numbers):
    """Return the number that comes back and the blame that reaches the leaves.

    Once alone, and once where the answer stands within itself and each leaf is used again.
    """
    answer = lent(answer)
    value = getattr(answer, "__globals__", {}).get("Value", Value)
    leaves, again = ([value(number) for number in numbers] for _ in range(2))
    result = answer(*leaves)
    kind = "a Value" if is_value(result) else kind_of(as_data(result))
    seen = {"what comes back": kind, "its data": 0.0, "its parents lead": "back"}
    seen |= {
        f"{grad} of {n}": 0.0 for n in "ab"[: len(numbers)] for grad in ("grad", "deeper grad")
    }
    if not is_value(result):
        return seen
    # A 0 may stand alone: no blame has to come from there.
    if result.parents and result.data and not set(leaves) & set(engine.ordered(result)):
        seen["its parents lead"] = "elsewhere"
    engine.backward(result)
    inner = answer(*again)
    outer = answer(inner, *again[1:])
    product = value(outer.data * inner.data, (outer, inner), (inner.data, outer.data))
    engine.backward(product)
    seen["its data"] = result.data
    for name, alone, used in zip("ab", leaves, again, strict=False):
        seen[f"grad of {name}"], seen[f"deeper grad of {name}"] = alone.grad, used.grad
    return seen


@operations.part(probes=exponents, observe=with_blame)
def exp(a):
    """The Value e to the power a, with its parents and local slopes."""
    e = math.exp(a.data)
    return Value(e, (a,), (e,), "exp")


@operations.part(probes=fractions, observe=with_blame)
def divide(a, b):
    """The Value a / b, with its parents and local slopes."""
    return Value(a.data / b.data, (a, b), (1 / b.data, -a.data / b.data**2), "/")


@operations.part(probes=either_side_of_0, observe=with_blame)
def relu(a):
    """The Value a where a is positive, else 0, with its parents and local slopes (at 0: 0)."""
    return Value(max(a.data, 0.0), (a,), (float(a.data > 0),), "relu")


def same(right_value, value, *keys):
    """True if two results agree in what stands under `keys`."""
    return all(difference(right_value[key], value[key]) is None for key in keys)


def _exp(a, slope):
    return Value(math.exp(a.data), (a,), (slope,))


def _divide(a, b, *slopes):
    return Value(a.data / b.data, (a, b), slopes)


def _relu(a, slope):
    return Value(max(a.data, 0.0), (a,), (slope,))


def bare():
    """Return an object without arithmetic whose class has the name that messages show."""
    return type("Value", (), {})()


_ARITHMETIC = "A Value went where a number is needed. The number in a Value is its data."
_COMMA = "A tuple of one needs a comma, for the parents as well as for the slopes: (a,)."
_LINE = "The slope is that of another function. Where a is positive, relu turns as fast as a."
_NOT_EXP = "The local slope is not that of exp. Which function is its own slope?"

# What goes wrong in all three, as a function of the right result and of its parents.
for sentence, slip in [
    (
        "The Value that comes back knows no parents, so no blame ever reaches them.",
        lambda right, args: Value(right.data),
    ),
    (
        "A slope is missing: local holds one for each of the parents.",
        lambda right, args: Value(right.data, args),
    ),
    (
        "There are slopes and no parents for them. Whom shall the blame be passed to?",
        lambda right, args: Value(right.data, (), right.local),
    ),
    (
        "The parents are the Values themselves, not the numbers in them.",
        lambda right, args: Value(right.data, [a.data for a in args], right.local),
    ),
    (
        "A local slope is a plain number here, not a Value.",
        lambda right, args: Value(right.data, args, map(Value, right.local)),
    ),
    (
        "This Value does not lead back to what it is made of: use a itself, not a.data.",
        lambda right, args: Value(right.data, (Value(1.0),), (1.0,)),
    ),
    (_ARITHMETIC, lambda *_: float(bare())),
]:
    for part in (exp, divide, relu):

        @part.mistake(sentence)
        def _(*args, slip=slip, reference=part.reference):
            return slip(reference(*args), args)


for part, sentence, slip in [
    (exp, _ARITHMETIC, lambda a: math.exp(bare())),
    (exp, _ARITHMETIC, lambda a: math.e ** bare()),
    (exp, _COMMA, lambda a: Value(1.0, a)),
    (exp, _COMMA, lambda a: Value(1.0, (a,), 1.0)),
    (exp, "The slope is 1. How fast does exp grow where it is large?", lambda a: _exp(a, 1.0)),
    (exp, _NOT_EXP, lambda a: _exp(a, a.data)),
    (exp, _NOT_EXP, lambda a: _exp(a, a.data * math.exp(a.data - 1))),
    (divide, _ARITHMETIC, lambda a, b: bare() / bare()),
    (divide, _ARITHMETIC, lambda a, b: 1 / bare()),
    (
        divide,
        "b's slope has the wrong sign: does a / b grow with b?",
        lambda a, b: _divide(a, b, 1 / b.data, a.data / b.data**2),
    ),
    (
        divide,
        "b's slope lacks the square.",
        lambda a, b: _divide(a, b, 1 / b.data, -a.data / b.data),
    ),
    (
        divide,
        "The slopes are in the wrong order: they stand in that of the parents.",
        lambda a, b: _divide(a, b, -a.data / b.data**2, 1 / b.data),
    ),
    (divide, "These are the slopes of a product.", lambda a, b: _divide(a, b, b.data, a.data)),
    (
        divide,
        "b is divided by a. The other way round is asked for.",
        lambda a, b: divide.reference(b, a),
    ),
    (relu, _ARITHMETIC, lambda a: bare() > 0),
    (relu, _ARITHMETIC, lambda a: max(bare(), 0)),
    (relu, _ARITHMETIC, lambda a: max(bare(), 0.0)),
    (relu, _ARITHMETIC, lambda a: max(0.0, bare())),
    (relu, _COMMA, lambda a: Value(1.0, a)),
    (relu, _COMMA, lambda a: Value(1.0, (a,), 1.0)),
    (relu, _COMMA, lambda a: Value(1.0, (a,), True)),
    (relu, "At 0 the slope is taken as 0 here, as in torch.", lambda a: _relu(a, a.data >= 0)),
    (relu, "Below 0 nothing that a does matters. What is the slope?", lambda a: _relu(a, 1.0)),
    (relu, _LINE, lambda a: _relu(a, a.data)),
    (relu, _LINE, lambda a: _relu(a, max(a.data, 0.0))),
    (relu, "On which side of 0 is relu flat?", lambda a: _relu(a, a.data < 0)),
]:
    part.mistake(sentence, slip)


divide.mistake(
    "a's slope is right, b's is not. a / b is a · b to the power -1: how fast does b turn that?",
    lambda a, b: _divide(a, b, 1 / b.data, -1 / b.data**2),
    when=lambda right_value, value: same(right_value, value, "its data", "grad of a"),
)
divide.mistake(
    "b's slope is right, a's is not. By how much does a / b grow when a grows by 1?",
    lambda a, b: _divide(a, b, 1.0, -a.data / b.data**2),
    when=lambda right_value, value: same(right_value, value, "its data", "grad of b"),
)
for part in (exp, divide, relu):
    part.mistake(
        "No Value comes back. Make one of the number, its parents and its slopes, and return it.",
        lambda *args, reference=part.reference: reference(*args).data,
        when=lambda _, value: value["what comes back"] != "a Value",
    )
    part.mistake(
        "The number is right, its local slopes are not: how fast does each parent turn it?",
        lambda *args, right=part.reference: Value(right(*args).data, args, [-7.0] * len(args)),
        when=lambda right_value, value: same(right_value, value, "its data"),
    )

# 6.2 ---------------------------------------------------------------------------------------------

order = exercise(
    "6.2",
    "Blame in the right order",
    hints=(
        "A number may enter the list only when all its parents are in. Section 3 shows why.",
        "Keep your own stack: a number is put back with a mark, and its parents on top of it. When "
        "the marked one comes up again, all of them are done.",
        "done, seen, waiting = [], set(), [(node, False)]. For pass_all_back: walk through "
        "reversed(nodes).",
    ),
)

_DIAMOND = "c, where b = a + a and c = b + b"
_SHORTCUT = "z, where y = x * x and z = y + x * y"
_SQUARE = "y, where y = x * x"
_TWICE = "z, where y = x * x and z = y + y"
_DRAWN = "the last of twelve operations drawn at random"
_CHAIN = "the end of a chain of 3500 sums"


def graph(text, seed):
    """Return the last number of a graph, and those that have a name."""
    if text == _CHAIN:
        # Longer than Python's limit for calls, shorter than what looking through a list can bear.
        end = one = Value(1.0)
        for _ in range(3500):
            end = end + one
        return end, {}
    if text == _DRAWN:
        return drawn_graph(random.Random(seed))
    a = x = Value(1.0 if text == _DIAMOND else 3.0)
    if text == _DIAMOND:
        b = a + a
        c = b + b
        return c, {"a": a, "b": b, "c": c}
    y = x * x
    if text == _SQUARE:
        return y, {"x": x, "y": y}
    z = y + (x * y if text == _SHORTCUT else y)
    return z, {"x": x, "y": y, "z": z}


def drawn_graph(draw):
    p, q, r = numbers = [Value(draw.uniform(-1, 1)) for _ in range(3)]
    for _ in range(12):
        one, other = draw.choice(numbers[-4:]), draw.choice(numbers)
        numbers = [*numbers, one + other if draw.random() < 0.5 else (one * other).tanh()]
    # Two shortcuts, for walks that begin with the first parent, and with the last.
    first = numbers[-1] + numbers[-1] * p
    return first * q + first, {"p": p, "q": q, "r": r}


def graphs(generator, texts=(_DIAMOND, _SHORTCUT, _SQUARE, _DRAWN, _CHAIN)):
    return [(text, torch.randint(1_000_000, (), generator=generator).item()) for text in texts]


def about_the_list(answer, text, seed):
    """Return what can be said about a list that `order_of` gives."""
    root, _ = graph(text, seed)
    about = {"what comes back": "a list of Values", "missing": "nothing", "each once": True}
    about |= {"first come": "parents", "calls inside calls": "not too many"}
    try:
        nodes = answer(root)
    except RecursionError:
        return about | {"calls inside calls": "too many"}
    if not isinstance(nodes, list | tuple):
        return about | {"what comes back": kind_of(as_data(nodes))}
    if not all(isinstance(node, Value) for node in nodes):
        return about | {"what comes back": "a list of other things"}
    place = {}
    for index, node in enumerate(nodes):
        place.setdefault(id(node), index)
    lacks = [node for node in engine.ordered(root) if id(node) not in place]
    if lacks == [root]:
        about["missing"] = "the number itself"
    elif lacks:
        about["missing"] = "others" if any(node.parents for node in lacks) else "leaves"
    in_order = {
        place[id(parent)] < place[id(node)]
        for node in nodes
        for parent in node.parents
        if id(parent) in place
    }
    if False in in_order:
        about["first come"] = "some of each" if True in in_order else "children"
    return about | {"each once": len(place) == len(nodes)}


@order.part(probes=graphs, observe=about_the_list)
def order_of(node):
    """All Values that node was made from, and node: a list, each once and after its parents."""
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


def recursive(node, done, seen, once=True):
    """Walk as most people would, by a function that calls itself; return `done`."""
    if node not in seen:
        seen.update([node] * once)
        for parent in node.parents:
            recursive(parent, done, seen, once)
        done.append(node)
    return done


def found_first(node, seen):
    """Return node and what it was made from, each as soon as it is found."""
    seen[node] = None
    for parent in node.parents:
        if parent not in seen:
            found_first(parent, seen)
    return list(seen)


def too_deep(_, value):
    return value["calls inside calls"] == "too many"


def is_off(key, *kinds):
    """Return the function that says whether `key` is what is wrong, or the depth of the calls."""
    return lambda _, value: value[key] in kinds or too_deep(_, value)


order_of.mistake(
    "The order is right, but a long chain is too deep for calls inside calls: use your own stack.",
    lambda node: recursive(node, [], set()),
    when=too_deep,
)
for key, kinds, sentence, slip in [
    (
        "each once",
        (False,),
        "A number that is used twice comes several times. How do you know that you were there?",
        lambda node: recursive(node, [], set(), once=False),
    ),
    (
        "missing",
        ("the number itself",),
        "node itself is missing: it was made from all the others, and comes last.",
        lambda node: engine.ordered(node)[:-1],
    ),
    (
        "missing",
        ("leaves",),
        "The leaves are missing: they have no parents, but they get blame as well.",
        lambda node: [at for at in engine.ordered(node) if at.parents],
    ),
    (
        "missing",
        ("others", "leaves", "the number itself"),
        "Some numbers are missing: parents have parents of their own.",
        lambda node: [*dict.fromkeys(node.parents), node],
    ),
    (
        "first come",
        ("children",),
        "Every number stands before its parents. Turn the order round.",
        lambda node: engine.ordered(node)[::-1],
    ),
    (
        "first come",
        ("children", "some of each"),
        "A number stands before one of its parents. May it enter the list as soon as it is found?",
        lambda node: found_first(node, {})[::-1],
    ),
]:
    order_of.mistake(sentence, slip, when=is_off(key, *kinds))

order_of.mistake(
    "A list of the Values themselves is asked for, not of their data and no set. What is this?",
    lambda node: set(engine.ordered(node)),
    when=lambda _, value: value["what comes back"] != "a list of Values",
)


def graphs_for_blame(generator):
    return graphs(generator, (_DIAMOND, _SHORTCUT, _SQUARE, _TWICE, _DRAWN))


def grads(answer, text, seed):
    """Return the grad of all numbers with a name, and that of the leaves after a second call."""
    last, named = graph(text, seed)
    answer(engine.ordered(last))
    seen = {f"grad of {name}": node.grad for name, node in named.items()}
    answer(engine.ordered(last))
    leaves = {name: node for name, node in named.items() if not node.parents}
    return seen | {f"after a second call, grad of {n}": leaf.grad for n, leaf in leaves.items()}


@order.part(probes=graphs_for_blame, observe=grads)
def pass_all_back(nodes):
    """Put the slope of the last of nodes into the grad of each; leaves add it to their grad."""
    for node in nodes:
        if node.parents:
            node.grad = 0.0
    nodes[-1].grad += 1.0
    for node in reversed(nodes):
        for parent, slope in zip(node.parents, node.local, strict=True):
            parent.grad += slope * node.grad


def pass_back(nodes, reset=lambda node: node.parents, seed=(-1, 1.0), order=reversed, new=None):
    """Do what `pass_all_back` does; `new` gives the grad of a parent."""
    for node in filter(reset, nodes):
        node.grad = 0.0
    place, blame = seed
    nodes[place].grad = blame
    for node in order(nodes):
        for parent, slope in zip(node.parents, node.local, strict=True):
            parent.grad = (new or add_blame)(node, parent, slope)


def add_blame(node, parent, slope):
    return parent.grad + slope * node.grad


_KEPT = "The first call is right. In the second, what do the numbers between still hold?"

for sentence, changes in [
    (
        "A number that is used twice gets blame twice. What becomes of the first?",
        {"new": lambda node, parent, slope: slope * node.grad},
    ),
    (
        "Only the local slope is passed on. What of the blame that has come as far as here?",
        {"new": lambda node, parent, slope: parent.grad + slope},
    ),
    (
        "The blame is passed on unchanged. How fast does the parent turn this number?",
        {"new": lambda node, parent, slope: parent.grad + node.grad},
    ),
    (_KEPT, {"reset": lambda node: False}),
    (
        "The leaves forget what they held: after a second call their grad should have doubled.",
        {"reset": lambda node: True},
    ),
    ("All grads are 0: give the last number its 1, after the reset.", {"seed": (-1, 0.0)}),
    ("The 1 belongs to the number that is asked about. It comes last.", {"seed": (0, 1.0)}),
    (
        "Only the last number's parents get blame. Does the loop begin at the end, and go on?",
        {"order": list},
    ),
]:
    pass_all_back.mistake(sentence, lambda nodes, changes=changes: pass_back(nodes, **changes))

pass_all_back.mistake(
    _KEPT, lambda nodes: pass_back(nodes, lambda node: False, (-1, nodes[-1].grad + 1.0))
)


@pass_all_back.mistake("The numbers between lose their grad again. When should they be reset?")
def _(nodes):
    pass_back(nodes)
    for node in nodes:
        node.grad *= not node.parents


pass_all_back.mistake(
    "local is a tuple with a slope for each parent: go through both together.",
    lambda nodes: nodes[-1].local * 1.0,
)

# What section 3 calls `backward` takes the last number, and a list is none.
for slip in (lambda nodes: nodes in set(), lambda nodes: nodes.grad, lambda nodes: nodes.parents):
    pass_all_back.mistake(
        "`pass_all_back` gets the list, not the last number: nodes[-1] is the result.", slip
    )

# 6.3 ---------------------------------------------------------------------------------------------

torch_loop = exercise(
    "6.3",
    "The loop in torch",
    hints=(
        "Section 7 writes the loop: the loss, its backward, the update, an empty gradient.",
        "The update belongs under torch.no_grad() and changes params in place. Then empty "
        "params.grad.",
        "params = torch.tensor([1.0, 0.0], requires_grad=True), and a loop that ends with "
        "params.grad.zero_()",
    ),
)


def trainings(generator, most=30):
    """Some steps on a tenth of the diary's readings, then short runs on random readings."""
    t_u, t_c = simulate.thermometer()
    probes = [(0.1 * t_u, t_c, 1e-2, most)]
    for size, lr, steps in [(5, 0.03, 3), (8, 0.01, 5)]:
        x = 2 * torch.randn(size, generator=generator) + 1
        probes.append((x, 3 * torch.randn(size, generator=generator) + 1, lr, steps))
    return probes


def short_trainings(generator):
    return trainings(generator, most=8)[:2]


class Watch(TorchFunctionMode):
    """Notes how an answer uses torch: `.data`, leaves, `retain_graph`, `torch.cat`, ways back."""

    def __init__(self):
        super().__init__()
        self.data = self.retained = self.joined = False
        self.leaves, self.ways_back = [], 0

    def __torch_function__(self, func, types, args=(), kwargs=None):
        kwargs = kwargs or {}
        note = _NOTED.get(func)
        if note == "data":
            self.data |= args[0].requires_grad
        elif note == "grad" and args[0].requires_grad and args[0].is_leaf:
            if not any(args[0] is known for known in self.leaves):
                self.leaves.append(args[0])
        elif note == "backward":
            self.retained |= bool(kwargs.get("retain_graph"))
            self.ways_back += 1
        elif note == "slopes":
            self.ways_back += 1
        elif note == "cat":
            self.joined = True
        return func(*args, **kwargs)


_NOTED = {torch.Tensor.data.__get__: "data", torch.Tensor.data.__set__: "data"}
_NOTED |= {torch.Tensor.grad.__get__: "grad", torch.Tensor.backward: "backward"}
_NOTED |= {torch.autograd.grad: "slopes"}
_NOTED |= dict.fromkeys((torch.cat, torch.concat, torch.concatenate), "cat")


def walk(x, y, lr, steps, beta=0.0, start=(1.0, 0.0)):
    """Return params after so many steps, in plain numbers; `beta` of each gradient stays."""
    mean_xx, mean_xy = (x * x).mean().item(), (x * y).mean().item()
    mean_x, mean_y = x.mean().item(), y.mean().item()
    w, b = start
    slope_w = slope_b = 0.0
    for _ in range(steps):
        slope_w = beta * slope_w + 2 * (w * mean_xx + b * mean_x - mean_xy)
        slope_b = beta * slope_b + 2 * (w * mean_x + b - mean_y)
        w, b = w - lr * slope_w, b - lr * slope_b
    return torch.tensor([w, b], requires_grad=True)


def trained(answer, x, y, lr, steps):
    """Return the params of a training, whether they are a leaf, and how they were moved."""
    with Watch() as watch:
        try:
            params = answer(x, y, lr, steps)
        except RuntimeError as error:
            error.args = (in_short(str(error), watch),)
            raise
    seen = {"params": params, "a leaf": True, "moved": "in place"}
    if isinstance(params, list | tuple):
        return seen | {"params": type(params)()}
    if not isinstance(params, torch.Tensor):
        return seen
    if params.is_leaf and difference(walk(x, y, lr, steps), params) is None:
        # More than two, for w and b may be a leaf each.
        by_leaves = "to a new leaf" if len(watch.leaves) > 2 else "in place"
        return seen | {"moved": "by .data" if watch.data else by_leaves}
    # Where exactly a number becomes infinite depends on the order of operations.
    plain = params.detach()
    plain = torch.where(plain.abs() < 1e30, plain, torch.nan)
    plain.requires_grad_(params.requires_grad)
    return seen | {"params": plain, "a leaf": params.is_leaf}


def in_short(message, watch):
    """Return the message without what differs from one answer to the next."""
    if "modified by an inplace operation" in message:
        return message.split(":")[0]
    if "does not require grad and does not have" in message and watch.retained:
        return f"{message} (retain_graph=True changes nothing)"
    return message


@torch_loop.part(probes=trainings, observe=trained)
def train(x, y, lr, steps):
    """Fit w * x + b by MSE from (1, 0) with autograd: params, a leaf (2,) that requires grad."""
    params = torch.tensor([1.0, 0.0], requires_grad=True)
    for _ in range(steps):
        loss = ((params[0] * x + params[1] - y) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            params -= lr * params.grad
        params.grad.zero_()
    return params


def leaf():
    return torch.tensor([1.0, 0.0], requires_grad=True)


def swapped(x, y, lr, steps, start):
    return walk(x, y, lr, steps, start=start).detach().flip(0).requires_grad_()


def in_place_before_backward(*_):
    r = 2 * leaf()
    square = r**2
    r -= 1.0
    square.sum().backward()


def out_of_params_before_they_change(*_):
    params = leaf()
    w, b = params
    with torch.no_grad():
        params -= 1.0
    (w + b).backward()


def backward_twice(*_):
    loss = (leaf() ** 2).sum()
    loss.backward()
    loss.backward()


_NONE = (
    "params.grad is None: no backward has reached these params. Are they new, or is it too early?"
)
_SWAPPED = "w and b are swapped: w comes first in params, and is what x is multiplied by."
STARTS = (1.0, 0.0), (0.0, 1.0)  # where (w, b) begin, swapped in the end or from the start
_ONE_TENSOR = "Return one tensor that holds w and b, and nothing beside it."

# Messages that say what is wrong, to whoever can read them.
ERRORS = [
    (
        "Autograd has no record of this loss: do params still require grad, is it built outside "
        "no_grad?",
        lambda *_: torch.ones(()).backward(),
    ),
    (
        "backward starts from one number. What makes one loss of all the squares?",
        lambda *_: (2 * leaf()).backward(),
    ),
    (
        "A graph is used up by its backward. Which part of the loss belongs to an earlier round?",
        backward_twice,
    ),
    (_NONE, lambda *_: 0.1 * leaf().grad),
    (_NONE, lambda *_: leaf().grad * 0.1),
    (_NONE, lambda *_: leaf().grad.zero_()),
    (_NONE, lambda *_: leaf().grad.data),
]

IN_A_LOOP = [
    (
        "A leaf is changed in place while autograd records. Where may the update stand?",
        lambda *_: leaf().sub_(1.0),
    ),
    (
        "retain_graph=True keeps a graph that there is. Here none was made: what keeps autograd "
        "from recording?",
        lambda *_: torch.ones(()).backward(retain_graph=True),
    ),
    (
        "params swings: each backward adds to the gradients of all steps before. Who empties "
        "params.grad?",
        lambda *run: walk(*run, beta=1.0),
    ),
    (
        "params never moves: is its gradient emptied before it is used, or the result of the step "
        "dropped?",
        lambda *_: leaf(),
    ),
    (
        "The numbers are right, but autograd no longer follows them: return the leaf itself.",
        lambda *run: walk(*run).detach(),
    ),
]

for sentence, slip in [
    (
        "A tensor changes in place between the forward pass and backward, which still needs it.",
        in_place_before_backward,
    ),
    (
        "w and b were taken out of params before it changed. Take them out anew in each step.",
        out_of_params_before_they_change,
    ),
    ("NumPy knows no autograd. Stay in torch.", lambda *_: leaf().numpy()),
    (
        "One step is missing. How often does the body of the loop run?",
        lambda x, y, lr, steps: walk(x, y, lr, steps - 1),
    ),
    (
        "One step too many. Where does the range end?",
        lambda x, y, lr, steps: walk(x, y, lr, steps + 1),
    ),
    (
        "The run ends after one step: is the return inside the loop?",
        lambda x, y, lr, steps: walk(x, y, lr, 1),
    ),
    (
        "This walks uphill. Which way does the gradient point?",
        lambda x, y, lr, steps: walk(x, y, -lr, steps),
    ),
    (
        "Every step is too long by the number of readings. The loss is a mean, not a sum.",
        lambda x, y, lr, steps: walk(x, y, lr * len(x), steps),
    ),
    (
        "The whole gradient is subtracted. How long is a step at the learning rate lr?",
        lambda x, y, lr, steps: walk(x, y, 1.0, steps),
    ),
    (
        "The gradient is that of the start in every step. Build the loss anew inside the loop.",
        lambda x, y, lr, steps: walk(x, y, lr * steps, 1),
    ),
    (
        "The run begins elsewhere. Begin at w = 1, b = 0, as the source does.",
        lambda *run: walk(*run, start=(0.0, 0.0)),
    ),
    *((_SWAPPED, lambda *run, start=start: swapped(*run, start)) for start in STARTS),
    (
        "params is no leaf: it was computed, from a w and a b or from the params before.",
        lambda *run: walk(*run) * 1,
    ),
    (
        "params itself is emptied. It should be its gradient.",
        lambda *_: torch.zeros(2, requires_grad=True),
    ),
    (_ONE_TENSOR, lambda *_: ()),
    (_ONE_TENSOR, lambda *_: []),
]:
    train.mistake(sentence, slip)

# 6.4 ---------------------------------------------------------------------------------------------

clinic = exercise(
    "6.4",
    "Mend four loops",
    hints=(
        "Run each loop as it stands. Three of them stop with a message of section 7; the fourth "
        "returns its start.",
        "A leaf may be changed in place where autograd does not record. A name that is given a new "
        "tensor loses the leaf. A loss needs its record.",
        "One line of each loop is to be changed or moved: in a and b the update, in c the "
        "emptying, in d the loss.",
    ),
)


def broken_a(x, y, lr, steps):
    """Fit w * x + b by MSE from (1, 0) with autograd: params, a leaf (2,) that requires grad."""
    params = torch.tensor([1.0, 0.0], requires_grad=True)
    for _ in range(steps):
        loss = ((params[0] * x + params[1] - y) ** 2).mean()
        loss.backward()
        params -= lr * params.grad
        params.grad.zero_()
    return params


def broken_b(x, y, lr, steps):
    """Fit w * x + b by MSE from (1, 0) with autograd: params, a leaf (2,) that requires grad."""
    params = torch.tensor([1.0, 0.0], requires_grad=True)
    for _ in range(steps):
        loss = ((params[0] * x + params[1] - y) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            params = params - lr * params.grad
        params.grad.zero_()
    return params


def broken_c(x, y, lr, steps):
    """Fit w * x + b by MSE from (1, 0) with autograd: params, a leaf (2,) that requires grad."""
    params = torch.tensor([1.0, 0.0], requires_grad=True)
    for _ in range(steps):
        loss = ((params[0] * x + params[1] - y) ** 2).mean()
        loss.backward()
        params.grad.zero_()
        with torch.no_grad():
            params -= lr * params.grad
    return params


def broken_d(x, y, lr, steps):
    """Fit w * x + b by MSE from (1, 0) with autograd: params, a leaf (2,) that requires grad."""
    params = torch.tensor([1.0, 0.0], requires_grad=True)
    for _ in range(steps):
        with torch.no_grad():
            loss = ((params[0] * x + params[1] - y) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            params -= lr * params.grad
        params.grad.zero_()
    return params


@clinic.part(probes=short_trainings, observe=trained, given=broken_a)
def loop_a(x, y, lr, steps):
    """Fit w * x + b by MSE from (1, 0) with autograd: params, a leaf (2,) that requires grad."""
    params = torch.tensor([1.0, 0.0], requires_grad=True)
    for _ in range(steps):
        loss = ((params[0] * x + params[1] - y) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            params -= lr * params.grad
        params.grad.zero_()
    return params


@clinic.part(probes=short_trainings, observe=trained, given=broken_b)
def loop_b(x, y, lr, steps):
    """Fit w * x + b by MSE from (1, 0) with autograd: params, a leaf (2,) that requires grad."""
    params = torch.tensor([1.0, 0.0], requires_grad=True)
    for _ in range(steps):
        loss = ((params[0] * x + params[1] - y) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            params -= lr * params.grad
        params.grad.zero_()
    return params


@clinic.part(probes=short_trainings, observe=trained, given=broken_c)
def loop_c(x, y, lr, steps):
    """Fit w * x + b by MSE from (1, 0) with autograd: params, a leaf (2,) that requires grad."""
    params = torch.tensor([1.0, 0.0], requires_grad=True)
    for _ in range(steps):
        loss = ((params[0] * x + params[1] - y) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            params -= lr * params.grad
        params.grad.zero_()
    return params


@clinic.part(probes=short_trainings, observe=trained, given=broken_d)
def loop_d(x, y, lr, steps):
    """Fit w * x + b by MSE from (1, 0) with autograd: params, a leaf (2,) that requires grad."""
    params = torch.tensor([1.0, 0.0], requires_grad=True)
    for _ in range(steps):
        loss = ((params[0] * x + params[1] - y) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            params -= lr * params.grad
        params.grad.zero_()
    return params


for part in (train, loop_a, loop_b, loop_c, loop_d):
    for sentence, slip in ERRORS + IN_A_LOOP:
        part.mistake(sentence, slip)

    # Both take only the last steps in earnest, for a remark is looked for in every answer.
    @part.remark("Right. But .data is silent where autograd would otherwise raise an error.")
    def _(x, y, lr, steps):
        params = walk(x, y, lr, steps - 1)
        ((params[0] * x + params[1] - y) ** 2).mean().backward()
        params.data -= lr * params.grad
        return params

    @part.remark("Right. But each step makes a new leaf: an optimizer would still hold the first.")
    def _(x, y, lr, steps):
        params = walk(x, y, lr, steps - 3)
        for _ in range(3):
            ((params[0] * x + params[1] - y) ** 2).mean().backward()
            params = (params - lr * params.grad).detach().requires_grad_()
        return params


# 6.5 ---------------------------------------------------------------------------------------------

micro = exercise(
    "6.5",
    "Chunks",
    hints=(
        "Section 6 adds up the gradients of three chunks in two ways. Which one finds that of all?",
        "The mean over all readings is a weighted mean of the chunks' means. How large is the "
        "share of a chunk?",
        "Start with params.grad = None and n = sum(len(x) for x, _ in chunks).",
    ),
)


def unequal_chunks(generator):
    """A tenth of the diary's readings at (1, 0) in chunks of 4, 4 and 3, then random ones."""
    t_u, t_c = simulate.thermometer()
    probes = [(leaf(), list(zip((0.1 * t_u).split(4), t_c.split(4), strict=True)))]
    for sizes in ([1, 5], [2, 3, 6]):
        x, y = torch.randn(2, sum(sizes), generator=generator)
        chunks = list(zip((2 * x + 1).split(sizes), (3 * y - 1).split(sizes), strict=True))
        probes.append((torch.randn(2, generator=generator).requires_grad_(), chunks))
    return probes


def slopes(params, x, y):
    """Return the gradient of the MSE over one chunk, in plain numbers, for it is asked often."""
    w, b = params.tolist()
    x = x.tolist()
    r = [w * x_i + b - y_i for x_i, y_i in zip(x, y.tolist(), strict=True)]
    slope_w = sum(r_i * x_i for r_i, x_i in zip(r, x, strict=True))
    return 2 / len(r) * torch.tensor([slope_w, sum(r)])


def both_calls(answer, params, chunks):
    """Return the gradients of two calls, and whether all chunks were held at once for them."""
    with Watch() as watch:
        # Plain copies, for the second call may change the tensor that the first gave back.
        first, second = (as_data(answer(params, chunks)) for _ in range(2))
    seen = {"first call": first, "second call": second, "memory": "of one chunk"}
    # With fewer ways back than chunks, one of them goes through several chunks at once.
    if watch.joined or 0 < watch.ways_back < 2 * len(chunks):
        whole = slopes(params, *map(torch.cat, zip(*chunks, strict=True)))
        if difference((whole, whole), (first, second)) is None:
            seen["memory"] = "of all chunks"
    return seen


@micro.part(probes=unequal_chunks, observe=both_calls)
def chunked_grad(params, chunks):
    """Gradient (2,) of the MSE of w * x + b over all (x, y) in chunks, one chunk at a time."""
    n = sum(len(x) for x, _ in chunks)
    params.grad = None
    for x, y in chunks:
        loss = ((params[0] * x + params[1] - y) ** 2).mean()
        (loss * len(x) / n).backward()
    return params.grad


def add_up(params, chunks, weight, empties=True):
    """Return the weighted sum of the gradients of all chunks, added to what params.grad holds."""
    n = sum(len(x) for x, _ in chunks)
    if empties or params.grad is None:
        params.grad = torch.zeros(2)
    for x, y in chunks:
        params.grad += weight(len(x), len(chunks), n) * slopes(params, x, y)
    return params.grad


_LAST = "Only the last chunk counts: the gradients of the others are thrown away."
_FIRST_ONLY = "Only the first chunk counts: is the return inside the loop?"

for sentence, weight in [
    (
        "This is the sum of the chunks' means, too large about by the number of chunks.",
        lambda size, count, n: 1.0,
    ),
    (
        "This is the mean of the chunks' means: right only where all chunks are equally long.",
        lambda size, count, n: 1 / count,
    ),
    (
        "This is the gradient of the sum of the squares. The loss is their mean over all readings.",
        lambda size, count, n: float(size),
    ),
    (
        "A chunk weighs as much as its share of all readings. Of what is a share taken here?",
        lambda size, count, n: size / count,
    ),
]:
    for empties in (True, False):
        chunked_grad.mistake(sentence, lambda *args, how=(weight, empties): add_up(*args, *how))

for empties in (True, False):
    chunked_grad.mistake(
        "11 was the number of the thermometer's readings; count these.",
        lambda *args, empties=empties: add_up(*args, lambda size, count, n: size / 11, empties),
    )

for sentence, slip in [
    (
        "The second call is off: params.grad still held what the first one left.",
        lambda *args: add_up(*args, lambda size, count, n: size / n, empties=False),
    ),
    (_LAST, lambda params, chunks: slopes(params, *chunks[-1])),
    (_LAST, lambda *args: share_of(-1, *args)),
    (_FIRST_ONLY, lambda params, chunks: slopes(params, *chunks[0])),
    (_FIRST_ONLY, lambda *args: share_of(0, *args)),
    (
        "Nothing comes back. Where does backward leave the gradient?",
        lambda params, chunks: print(end=""),
    ),
    ("This is params. Where does backward leave the gradient?", lambda params, chunks: params),
    *ERRORS,
]:
    chunked_grad.mistake(sentence, slip)


def share_of(which, params, chunks):
    x, y = chunks[which]
    return len(x) / sum(len(x) for x, _ in chunks) * slopes(params, x, y)


_TOGETHER = "Right. But taken together, chunks need the memory that they are there to save."


@chunked_grad.remark(_TOGETHER)
def _(params, chunks):
    return slopes(params, *map(torch.cat, zip(*chunks, strict=True)))


@chunked_grad.remark(_TOGETHER)
def _(params, chunks):
    params.grad = None
    squares = sum(((params[0] * x + params[1] - y) ** 2).sum() for x, y in chunks)
    (squares / sum(len(x) for x, _ in chunks)).backward()
    return params.grad


# 6.6 ---------------------------------------------------------------------------------------------

reset = exercise(
    "6.6",
    "Start again",
    hints=(
        "Two things have to be cut: the shared memory and the record. The reset in 'In the "
        "sources' cuts only the second.",
        "One method leaves the record behind, one copies the numbers, one asks for a new record.",
        "return start.detach(). ...",
    ),
)


def starts(generator):
    """Where the speed data start, plain and as a leaf that requires grad, then a random one."""
    _, _, start = simulate.speed()
    drawn = torch.randn(2, generator=generator)
    return [(start,), (start.clone().requires_grad_(),), (drawn.requires_grad_(),)]


_FIRST, _SECOND = "first run starts at", "second run starts at"


def two_runs(answer, start):
    """Return what comes of start, twice, where the first is moved in place in between."""
    own = start.detach().clone().requires_grad_(start.requires_grad)
    params = answer(own)
    if not isinstance(params, torch.Tensor):
        return params
    seen = {"a new tensor": params is not own, "a leaf": params.is_leaf}
    seen |= {"requires grad": params.requires_grad, "as long as start": True}
    if params.shape != start.shape:
        plain = start.detach().clone()
        return seen | {"as long as start": False, _FIRST: plain, _SECOND: plain}
    seen[_FIRST] = params.detach().clone()
    with torch.no_grad():
        params -= 1.0
    return seen | {_SECOND: answer(own).detach().clone()}


@reset.part(probes=starts, observe=two_runs)
def fresh(start):
    """A new leaf that requires grad and equals start; training it leaves start as it was."""
    return start.detach().clone().requires_grad_()


def told_to_require_grad(start):
    params = start.clone()
    params.requires_grad = True
    return params


_RECORDED = "What is made from a leaf, a clone too, is recorded and is no leaf: detach first."
_DEEPCOPY = "deepcopy takes leaves only, and a clone of a leaf is none."

# The first sentence whose condition holds, wherever the answer is wrong, is said.
for sentence, slip, when in [
    (
        "This is start itself under a second name: training moves both.",
        lambda start: start.requires_grad_(),
        lambda _, came: not came["a new tensor"],
    ),
    (
        "These are other numbers than those of start.",
        lambda start: torch.zeros_like(start, requires_grad=True),
        lambda want, came: not same(want, came, _FIRST),
    ),
    (
        "The new leaf must equal start, whatever its length.",
        lambda start: torch.zeros(2, requires_grad=True),
        lambda want, came: not same(want, came, "as long as start", _FIRST),
    ),
    (
        "detach shares the memory: the second run starts where the first one ended.",
        lambda start: start.detach().requires_grad_(),
        lambda want, came: (
            came["a leaf"] and came["requires grad"] and not same(want, came, _SECOND)
        ),
    ),
    (
        "This shares the memory of start, and autograd does not follow it: two things are missing.",
        lambda start: start.data,
        lambda want, came: came["a leaf"] and not same(want, came, _SECOND),
    ),
    (
        "This is a view: it shares the memory of start, and it is no leaf.",
        lambda start: start[:],
        lambda want, came: not same(want, came, _SECOND),
    ),
    (
        "A copy, cut off as it should be. But nothing asks autograd to follow it.",
        lambda start: start.clone().detach(),
        lambda _, came: came["a leaf"],
    ),
    (
        _RECORDED,
        lambda start: start.clone(),
        lambda *_: True,
    ),
    (_RECORDED, told_to_require_grad, None),
    (_DEEPCOPY, lambda start: copy.deepcopy(start.clone()), None),
    (_DEEPCOPY, lambda start: copy.deepcopy(start.clone()).requires_grad_(), None),
]:
    fresh.mistake(sentence, slip, when)

# Questions ---------------------------------------------------------------------------------------

question(
    "6.p1",
    "a = 1, b = a + a, c = b + b. How fast does a turn c?",
    wrong("2", "That is how fast a turns b. b turns c twice as fast once more."),
    right("4", "Four paths lead from a to c, each with the slope 1, and paths add up."),
    wrong(
        "8", "There are four paths, not eight. But a naive machine does find 8, as you will see."
    ),
)

question(
    "6.p2",
    "params holds two numbers and requires grad. First params.sum().backward(), then "
    "(2 * params).sum().backward(). What does params.grad hold now?",
    wrong("[2, 2]", "That is the second gradient alone. It does not replace the first."),
    wrong("An error: a graph is used up by its first backward", "These are two graphs."),
    right("[3, 3]", "Each backward adds its gradient to what is there: 1 + 2."),
)

question(
    "6.p3",
    "The speed data at lr = 1e-5, and nobody empties the gradient between the steps. What does "
    "the RMSE do?",
    wrong("It falls as before", "Only the first step is as before: 75, then 36."),
    wrong(
        "It falls faster, and stays low",
        "It falls for two steps only, 75, 36, 33, and no faster: zeroed it is 75, 36, 23.",
    ),
    right(
        "It falls, then swings up again",
        "75, 36, 33, 73, 77, 40: old gradients push on when they should have stopped.",
    ),
)

question(
    "6.p4",
    "loss = (w * x + b - y)² at w = 2, b = 0, x = 3, y = 5. What is the slope of the loss in w?",
    right("6", "The square passes 2 · 1 = 2 back, and w turns the product by x = 3."),
    wrong("2", "That is the slope in b. On the way to w there is the product with x = 3."),
    wrong("3", "So fast w turns the product. The square then passes on 2 · 1 = 2 times as much."),
    wrong("1", "That is the loss itself."),
)

question(
    "6.q1",
    "When is the graph of a computation built?",
    wrong("When backward is called", "backward only walks through a graph that is there already."),
    right(
        "While the numbers are computed",
        "Each result notes its parents at once. That is why a loss built under no_grad has none.",
    ),
    wrong("When requires_grad is set", "That only asks for the notes. There is no result yet."),
)

question(
    "6.q2",
    "Which tensors hold a gradient in .grad after loss.backward()?",
    wrong("All that the loss was made from", "Blame passes through all of them, but few keep it."),
    wrong("The loss alone", "Its slope in itself is 1, and that is not even kept."),
    right(
        "The leaves that require grad",
        "Others keep theirs only if asked to before, by retain_grad().",
    ),
)

question(
    "6.q3",
    "loss = ((params * x - y) ** 2).mean(). What does a second loss.backward() do?",
    right(
        "It raises an error",
        "What the first one needed was thrown away to save memory. Compute the loss anew.",
    ),
    wrong("It doubles params.grad", "Our own engine would do that. torch has freed its graph."),
    wrong("Nothing: the gradient is known", "backward never asks what is known already."),
)

question(
    "6.q4",
    "What does loss.backward() do to the parameters?",
    wrong("It moves them one step downhill", "The update does that, in a line of its own."),
    right("Nothing: it only adds to their .grad", "Whether they move is for the next line to say."),
    wrong("It sets them to the best values", "It finds slopes, at the place where they stand."),
)

question(
    "6.q5",
    "The loop of a published post runs optimizer.zero_grad(), which empties the gradient, "
    "loss.backward(), and optimizer.step(), which takes the update of section 7. The post asks: "
    "what if loss.backward() is deleted?",
    wrong("An error: there is no gradient", "Our own loop would raise one. An optimizer does not."),
    wrong("It descends, only more slowly", "Without a gradient there is no direction at all."),
    right(
        "Nothing moves, and no error comes",
        "Every grad stays None, and no update is made (a gradient that is None is skipped).",
    ),
)
