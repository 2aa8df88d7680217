"""Looking at the two halves of the machine that exercise 6.2 asks for."""

from course_utils import engine
from course_utils.checking.plain_data import as_data, kind_of
from course_utils.engine import Value
from course_utils.lessons.lesson_06_autograd import graphs


def about_the_list(answer, text, seed):
    """Return what comes back from `order_of`, and its faults: all of them if calls go too deep."""
    root, _ = graphs.graph(text, seed)
    made_from = {node: node.parents for node in engine.ordered(root)}
    no_faults = {"parents are taken away": False} | faults(made_from, made_from)
    try:
        nodes = answer(root)
    except RecursionError:
        return {"what comes back": "a list of Values"} | dict.fromkeys(no_faults, True)
    if not isinstance(nodes, list | tuple):
        return {"what comes back": kind_of(as_data(nodes))} | no_faults
    if not all(isinstance(node, Value) for node in nodes):
        return {"what comes back": "a list of other things"} | no_faults
    if any(node.parents != parents for node, parents in made_from.items()):
        no_faults |= {"parents are taken away": True}
        return {"what comes back": "a list of Values"} | no_faults
    return {"what comes back": "a list of Values"} | no_faults | faults(nodes, made_from)


def faults(nodes, made_from):
    """Return which faults a list of the keys of `made_from` may have, and which it has."""
    place = {}
    for index, node in enumerate(nodes):
        place.setdefault(node, index)
    lacks = [node for node in made_from if node not in place]
    numbers = {node.data for node in place}
    in_order = {
        place[parent] < place[node] for node in nodes for parent in node.parents if parent in place
    }
    return {
        "calls go too deep": False,
        "some come twice": len(place) < len(nodes),
        "the list is empty": not place,
        "a twin is missing": bool(lacks) and all(node.data in numbers for node in lacks),
        "only node is missing": lacks == list(made_from)[-1:],
        "only leaves are missing": bool(lacks) and not any(node.parents for node in lacks),
        "some are missing": bool(lacks),
        "all come before their parents": in_order == {False},
        "some come before a parent": False in in_order,
    }


def grads(answer, text, seed):
    """Return the grad of all numbers with a name, and that of the leaves after a second call.

    Between the two it is seen whether numbers and graph are still what they were.
    """
    last, named = graphs.graph(text, seed)
    nodes = engine.ordered(last)
    numbers = [node.data for node in nodes]
    made_from = [(node.parents, node.local) for node in nodes]
    leaves = {name: node for name, node in named.items() if not node.parents}
    answer(list(nodes))
    seen = {f"grad of {name}": node.grad for name, node in named.items()}
    seen["the numbers stay"] = [node.data for node in nodes] == numbers
    seen["the graph stays"] = [(node.parents, node.local) for node in nodes] == made_from
    answer(list(nodes))
    return seen | {f"after a second call, grad of {n}": leaf.grad for n, leaf in leaves.items()}
