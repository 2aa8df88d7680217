"""Exercise 6.2: Blame in the right order."""

import torch

from course_utils import engine
from course_utils.checking.exercises import exercise
from course_utils.checking.plain_data import as_data, kind_of
from course_utils.engine import Value
from course_utils.lessons.lesson_06_autograd import graphs

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

NAMED = graphs.DIAMOND, graphs.SHORTCUT, graphs.SQUARE


def graphs_to_order(generator):
    return with_seeds(generator, (*NAMED, graphs.DRAWN, graphs.CHAIN))


def graphs_to_pass_back(generator):
    return with_seeds(generator, (*NAMED, graphs.TWICE, graphs.DRAWN))


def with_seeds(generator, texts):
    return [(text, torch.randint(1_000_000, (), generator=generator).item()) for text in texts]


def about_the_list(answer, text, seed):
    """Return what comes back from `order_of`, and its faults: all of them if calls go too deep."""
    root, _ = graphs.graph(text, seed)
    no_faults = faults(engine.ordered(root), root)
    try:
        nodes = answer(root)
    except RecursionError:
        return {"what comes back": "a list of Values"} | dict.fromkeys(no_faults, True)
    if not isinstance(nodes, list | tuple):
        return {"what comes back": kind_of(as_data(nodes))} | no_faults
    if not all(isinstance(node, Value) for node in nodes):
        return {"what comes back": "a list of other things"} | no_faults
    return {"what comes back": "a list of Values"} | faults(nodes, root)


def faults(nodes, root):
    """Return which faults there may be in a list of what `root` was made from, and which it has."""
    place = {}
    for index, node in enumerate(nodes):
        place.setdefault(node, index)
    lacks = [node for node in engine.ordered(root) if node not in place]
    in_order = {
        place[parent] < place[node] for node in nodes for parent in node.parents if parent in place
    }
    return {
        "calls go too deep": False,
        "some come twice": len(place) < len(nodes),
        "only node is missing": lacks == [root],
        "only leaves are missing": bool(lacks) and not any(node.parents for node in lacks),
        "some are missing": bool(lacks),
        "all come before their parents": in_order == {False},
        "some come before a parent": False in in_order,
    }


@order.part(probes=graphs_to_order, observe=about_the_list)
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


order_of.findings(
    {
        "calls go too deep": (
            "The order is right, but a long chain is too deep for calls inside calls: "
            "use your own stack.",
            "return [*dict.fromkeys(at for p in node.parents for at in order_of(p)), node]",
        ),
        "some come twice": (
            "A number that is used twice comes several times. How do you know that you were there?",
            ("elif at not in seen", "else"),
        ),
        "only node is missing": (
            "node itself is missing: it was made from all the others, and comes last.",
            ("return done", "return done[:-1]"),
        ),
        "only leaves are missing": (
            "The leaves are missing: they have no parents, but they get blame as well.",
            ("return done", "return [at for at in done if at.parents]"),
        ),
        "some are missing": (
            "Some numbers are missing: parents have parents of their own.",
            "return [*dict.fromkeys(node.parents), node]",
        ),
        "all come before their parents": (
            "Every number stands before its parents. Turn the order round.",
            ("return done", "return done[::-1]"),
        ),
        "some come before a parent": (
            "A number stands before one of its parents. "
            "May it enter the list as soon as it is found?",
            (
                ("done.append(at)", "pass"),
                ("seen.add(at)", "seen.add(at); done.append(at)"),
                ("return done", "return done[::-1]"),
            ),
        ),
        "what comes back": (
            "A list of the Values themselves is asked for, not of their data and no set. "
            "What is this?",
            ("return done", "return set(done)"),
        ),
    }
)


def grads(answer, text, seed):
    """Return the grad of all numbers with a name, and that of the leaves after a second call."""
    last, named = graphs.graph(text, seed)
    answer(engine.ordered(last))
    seen = {f"grad of {name}": node.grad for name, node in named.items()}
    answer(engine.ordered(last))
    leaves = {name: node for name, node in named.items() if not node.parents}
    return seen | {f"after a second call, grad of {n}": leaf.grad for n, leaf in leaves.items()}


@order.part(probes=graphs_to_pass_back, observe=grads)
def pass_all_back(nodes):
    """Put the slope of the last of nodes into the grad of each; leaves add it to their grad."""
    for node in nodes:
        if node.parents:
            node.grad = 0.0
    nodes[-1].grad += 1.0
    for node in reversed(nodes):
        for parent, slope in zip(node.parents, node.local, strict=True):
            parent.grad += slope * node.grad


RESET, FIRST, PASS = "node.grad = 0.0", "nodes[-1].grad += 1.0", "parent.grad += slope * node.grad"

pass_all_back.slips(
    {
        "A number that is used twice gets blame twice. What becomes of the first?": (
            (PASS, "parent.grad = slope * node.grad")
        ),
        "Only the local slope is passed on. What of the blame that has come as far as here?": (
            (PASS, "parent.grad += slope")
        ),
        "The blame is passed on unchanged. How fast does the parent turn this number?": (
            (PASS, "parent.grad += node.grad")
        ),
        "The first call is right. In the second, what do the numbers between still hold?": [
            (RESET, "pass"),
            ((RESET, "pass"), (FIRST, "nodes[-1].grad = 1.0")),
        ],
        "The leaves forget what they held: after a second call their grad should have doubled.": (
            ("if node.parents", "if True")
        ),
        "All grads are 0: give the last number its 1, after the reset.": (FIRST, "pass"),
        "The 1 belongs to the number that is asked about. It comes last.": (
            (FIRST, "nodes[0].grad = 1.0")
        ),
        "Only the last number's parents get blame. Does the loop begin at the end, and go on?": (
            ("reversed(nodes)", "nodes")
        ),
        "The numbers between lose their grad again. When should they be reset?": (
            (PASS, f"{PASS}\n        node.grad *= not node.parents")
        ),
        "local is a tuple with a slope for each parent: go through both together.": (
            (PASS, "parent.grad += node.local * node.grad")
        ),
        # What section 3 calls `backward` takes the last number, and a list is none.
        "`pass_all_back` gets the list, not the last number: nodes[-1] is the result.": [
            ("reversed(nodes)", "reversed(engine.ordered(nodes))"),
            (FIRST, "nodes.grad += 1.0"),
            ("reversed(nodes)", "nodes.parents"),
        ],
    }
)
