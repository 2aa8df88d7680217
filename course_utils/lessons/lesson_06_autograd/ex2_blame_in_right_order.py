"""Exercise 6.2: Blame in the right order."""

import random

import torch

from course_utils import engine
from course_utils.engine import Value
from course_utils.exercise import exercise
from course_utils.values import as_data, kind_of

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
