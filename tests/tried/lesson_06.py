"""Answers to the exercises of lesson 06."""

import math
from collections import deque

import torch
import torch.nn.functional as F

from course_utils import engine
from course_utils.engine import Value


def op(data, *pairs):
    """Return a Value made from (parent, slope) pairs."""
    return Value(data, [parent for parent, _ in pairs], [slope for _, slope in pairs])


def e(a, slope=None):
    number = math.e**a.data
    return op(number, (a, number if slope is None else slope))


def changed(a, result):
    a.grad += 1.0
    return result


def over(a, b, slope_a=None, slope_b=None):
    slope_a = 1 / b.data if slope_a is None else slope_a
    slope_b = -a.data / b.data**2 if slope_b is None else slope_b
    return op(a.data / b.data, (a, slope_a), (b, slope_b))


def swapped_slopes(a, b):
    quotient = over(a, b)
    return Value(quotient.data, (b, a), quotient.local)


def clipped(a, slope=None):
    positive = a.data > 0
    return op(a.data if positive else 0, (a, int(positive) if slope is None else slope))


def naive(node):
    return [entry for parent in node.parents for entry in naive(parent)] + [node]


def by_calls(node):
    done = []

    def visit(at):
        if at in done:
            return
        for parent in at.parents:
            visit(parent)
        done.append(at)

    visit(node)
    return done


def preorder(node):
    stack, seen = [node], []
    while stack:
        at = stack.pop()
        if at not in seen:
            seen.append(at)
            stack += at.parents
    return seen


def breadth_first(node):
    queue, found = deque([node]), {node: True}
    while queue:
        for parent in queue.popleft().parents:
            if parent not in found:
                found[parent] = True
                queue.append(parent)
    return list(found)


def blame(
    nodes, nodes_reset="inner", seed=True, add=True, times=lambda slope, grad: slope * grad, step=-1
):
    for node in nodes:
        if nodes_reset == "all" or (nodes_reset == "inner" and len(node.parents) > 0):
            node.grad = 0
    if seed:
        nodes[-1].grad = 1
    for node in nodes[::step]:
        for parent, slope in zip(node.parents, node.local, strict=True):
            passed = times(slope, node.grad)
            parent.grad = parent.grad + passed if add else passed


def seed_before_reset(nodes):
    nodes[-1].grad = 1.0
    for node in nodes:
        if node.parents:
            node.grad = 0.0
    for node in reversed(nodes):
        for parent, slope in zip(node.parents, node.local, strict=True):
            parent.grad += slope * node.grad


def last_number_expected(node, order=by_calls):
    for at in order(node):
        if at.parents:
            at.grad = 0.0
    node.grad += 1.0


def mse(params, x, y):
    return F.mse_loss(params[0] * x + params[1], y)


def leaf():
    return torch.tensor([1.0, 0.0], requires_grad=True)


def loop(update, empty=True, first=0, loss_of=mse, result=lambda params: params):
    """Return a training with this update, in which the gradient is emptied after it, or not."""

    def train(x, y, lr, steps):
        params = leaf()
        for _ in range(first, steps):
            loss_of(params, x, y).backward()
            params = update(params, lr)
            if empty:
                params.grad = None
        return result(params)

    return train


def in_place(params, lr):
    with torch.no_grad():
        params -= lr * params.grad
    return params


def recorded(params, lr):
    params -= lr * params.grad
    return params


def rebound(params, lr):
    return params - lr * params.grad


def rebound_under_no_grad(params, lr):
    with torch.no_grad():
        return params - lr * params.grad


def then_zeroed(params, lr):
    params = params - lr * params.grad
    params.grad.zero_()
    return params


def emptied_before(params, lr):
    params.grad.zero_()
    with torch.no_grad():
        params -= params.grad * lr
    return params


def lost(params, lr):
    with torch.no_grad():
        params.sub(lr * params.grad)
    return params


def zeroed_at_the_start(x, y, lr, steps):
    params = leaf()
    for _ in range(steps):
        params.grad.zero_()
        mse(params, x, y).backward()
        in_place(params, lr)
    return params


def all_under_no_grad(x, y, lr, steps):
    with torch.no_grad():
        return loop(in_place)(x, y, lr, steps)


def loss_before_the_loop(x, y, lr, steps, **how):
    params = leaf()
    loss = mse(params, x, y)
    for _ in range(steps):
        loss.backward(**how)
        in_place(params, lr)
        params.grad.zero_()
    return params


def unpacked_before_the_loop(x, y, lr, steps):
    params = leaf()
    w, b = params
    for _ in range(steps):
        mse((w, b), x, y).backward()
        in_place(params, lr)
        params.grad.zero_()
    return params


def residuals_squared_in_place(params, x, y):
    r = params[0] * x + params[1] - y
    r *= r
    return r.mean()


def two_leaves(result):
    def train(x, y, lr, steps):
        w, b = torch.tensor(1.0, requires_grad=True), torch.tensor(0.0, requires_grad=True)
        for _ in range(steps):
            mse((w, b), x, y).backward()
            with torch.no_grad():
                for knob in (w, b):
                    knob -= lr * knob.grad
                    knob.grad.zero_()
        return result(w, b)

    return train


def with_sgd(x, y, lr, steps):
    params = leaf()
    optimizer = torch.optim.SGD([params], lr=lr)
    for _ in range(steps):
        optimizer.zero_grad()
        mse(params, x, y).backward()
        optimizer.step()
    return params


def with_grad_function(x, y, lr, steps):
    params = leaf()
    for _ in range(steps):
        (slopes,) = torch.autograd.grad(mse(params, x, y), params)
        with torch.no_grad():
            params.add_(slopes, alpha=-lr)
    return params


def emptied_first_if_there(x, y, lr, steps):
    params = leaf()
    for step in range(steps):
        if step > 0:
            params.grad.zero_()
        w, b = params
        ((w * x + b - y) ** 2).mean().backward(retain_graph=True)
        params.requires_grad_(False)
        params -= lr * params.grad
        params.requires_grad_()
    return params


def graph_kept(params, x, y):
    """Return a loss without a record whose backward is asked to keep it."""
    loss = mse(params, x, y).detach()
    loss.backward(retain_graph=True)


def with_retain_graph(x, y, lr, steps):
    params = leaf()
    for _ in range(steps):
        graph_kept(params, x, y)
        in_place(params, lr)
    return params


def loss_told_to_require_grad(params, x, y):
    return mse(params, x, y).detach().requires_grad_()


def over_chunks(params, chunks, weight, zero_between=False, zero_first=True):
    n = sum(len(y) for _, y in chunks)
    if zero_first:
        params.grad = None
    for x, y in chunks:
        if zero_between:
            params.grad = None
        (weight(len(y), n, len(chunks)) * mse(params, x, y)).backward()
    return params.grad


def loss_adds_up(params, chunks):
    params.grad, total = None, 0
    for x, y in chunks:
        total = total + mse(params, x, y)
        total.backward()
    return params.grad


def nothing_comes_back(params, chunks):
    over_chunks(params, chunks, lambda size, n, k: size / n)


def zeroed_by_force(params, chunks):
    params.grad.zero_()
    return over_chunks(params, chunks, lambda size, n, k: size / n, zero_first=False)


def added_up_by_hand(params, chunks):
    total, n = torch.zeros(2), 0
    for x, y in chunks:
        loss = ((x * params[0] + params[1] - y) ** 2).sum()
        total, n = total + torch.autograd.grad(loss, params)[0], n + len(x)
    return total / n


def slopes_at(f, knobs):
    knobs = knobs.detach().clone().requires_grad_()
    return torch.autograd.grad(f(knobs), knobs)[0]


def line_search(f, start, first=1.0, shrink=0.5, steps=60):
    """Go along the slopes, each time as far as a halved or doubled step has paid off."""
    knobs, step = start.detach().clone(), first
    for _ in range(steps):
        slopes = slopes_at(f, knobs)
        while step > 1e-12 and f(knobs - step * slopes) > f(knobs):
            step *= shrink
            if shrink == 1:
                break
        knobs, step = knobs - step * slopes, min(2 * step, 1e3)
    return knobs


def sign_by_sign(f, start):
    """Give each knob a step of its own, longer while its slope keeps its sign."""
    knobs, before = start.clone(), torch.zeros_like(start)
    step = torch.full_like(start, 0.1)
    for _ in range(150):
        slopes = slopes_at(f, knobs)
        step = torch.where(slopes * before < 0, step / 2, step * 1.2)
        knobs, before = knobs - step * slopes.sign(), slopes
    return knobs


def newton(f, start):
    """Divide by the bend, and halve the step while the loss would rise."""
    knobs = start.detach().clone()
    for _ in range(30):
        bend = torch.autograd.functional.hessian(f, knobs)
        step = torch.linalg.solve(bend, slopes_at(f, knobs))
        while f(knobs - step) > f(knobs) and step.abs().max() > 1e-9:
            step = step / 2
        knobs = knobs - step
    return knobs


def with_optimizer(f, start, kind, steps=100, **how):
    knobs = start.clone().requires_grad_()
    optimizer = kind([knobs], **how)
    for _ in range(steps):
        optimizer.zero_grad()
        f(knobs).backward()
        optimizer.step()
    return knobs.detach()


def with_lbfgs(f, start):
    knobs = start.clone().requires_grad_()
    optimizer = torch.optim.LBFGS([knobs], max_iter=100, line_search_fn="strong_wolfe")

    def closure():
        optimizer.zero_grad()
        loss = f(knobs)
        loss.backward()
        return loss

    optimizer.step(closure)
    return knobs


def by_differences(f, start):
    """Search each knob alone, with readings only."""
    knobs, step = start.clone(), 1.0
    for _ in range(120):
        for k in range(len(knobs)):
            for turn in (step, -step):
                tried = knobs.clone()
                tried[k] += turn
                if f(tried) < f(knobs):
                    knobs = tried
        step *= 0.93
    return knobs


def steps_of_one_length(f, start, length):
    knobs = start.clone()
    for _ in range(100):
        slopes = slopes_at(f, knobs)
        knobs = knobs - length * slopes / slopes.norm()
    return knobs


def never_emptied(f, start):
    knobs = start.clone().requires_grad_()
    for _ in range(50):
        f(knobs).backward()
        knobs.data -= 1e-4 * knobs.grad
    return knobs


def recorded_step(f, start):
    knobs = start.clone().requires_grad_()
    f(knobs).backward()
    knobs -= 0.1 * knobs.grad
    return knobs


def takes_the_graph_apart(nodes):
    blame(nodes)
    for node in nodes:
        node.parents = node.local = ()


WRONG = [
    ("6.1 exp", lambda a: math.exp(a.data), "No Value"),
    ("6.1 exp", lambda a: e(a, slope=1.0), "slope is 1"),
    ("6.1 exp", lambda a: e(a, slope=a.data), "its own slope"),
    ("6.1 exp", lambda a: Value(math.exp(a.data), (a,)), "slope is missing"),
    ("6.1 exp", lambda a: Value(math.exp(a.data), (a), (math.exp(a.data))), "comma"),
    ("6.1 exp", lambda a: Value(math.exp(a.data), (a,), (math.exp(a.data))), "comma"),
    ("6.1 exp", lambda a: Value(math.exp(a.data)), "no parents"),
    ("6.1 exp", lambda a: Value(math.exp(a)), "number is needed"),
    ("6.1 exp", lambda a: op(math.exp(a.data), (a, Value(math.exp(a.data)))), "plain number"),
    ("6.1 exp", lambda a: op(math.exp(a.data), (a.data, math.exp(a.data))), "Values themselves"),
    ("6.1 exp", lambda a: engine.power(Value(math.e), a.data), "lead back"),
    ("6.1 divide", lambda a, b: Value(a.data) * Value(b.data) ** -1, "lead back"),
    ("6.1 relu", lambda a: clipped(Value(a.data)), "lead back"),
    ("6.1 divide", lambda a, b: a.data / b.data, "No Value"),
    ("6.1 divide", lambda a, b: over(a, b, slope_b=a.data / b.data**2), "sign"),
    ("6.1 divide", lambda a, b: over(a, b, slope_b=-a.data / b.data), "square"),
    ("6.1 divide", lambda a, b: over(a, b, slope_b=1 / a.data), "b's is not"),
    ("6.1 divide", lambda a, b: over(a, b, slope_a=b.data), "a's is not"),
    ("6.1 divide", swapped_slopes, "order"),
    ("6.1 divide", lambda a, b: over(b, a), "other way round"),
    ("6.1 divide", lambda a, b: Value(a / b, (a, b), (1 / b, -a / b**2)), "number is needed"),
    ("6.1 divide", lambda a, b: Value(a.data / b.data), "no parents"),
    ("6.1 relu", lambda a: max(0, a.data), "No Value"),
    ("6.1 relu", lambda a: a if a.data > 0 else Value(0), "each time"),
    ("6.1 relu", lambda a: clipped(a, slope=int(a.data >= 0)), "At 0"),
    ("6.1 relu", lambda a: clipped(a, slope=1), "What is the slope"),
    ("6.1 relu", lambda a: clipped(a, slope=a.data), "as fast as a"),
    ("6.1 relu", lambda a: Value(max(0, a), (a,), (1.0,)), "number is needed"),
    ("6.1 relu", lambda a: op(a.data, (a, 1)) if a > 0 else Value(0), "number is needed"),
    ("6.1 exp", lambda a: changed(a, e(a)), "is changed"),
    ("6.1 divide", lambda a, b: over(b, a, -1.0, 1.0), "number itself"),
    ("6.1 relu", lambda a: op(abs(a.data), (a, 1 if a.data > 0 else -1)), "number itself"),
    ("6.1 relu", lambda a: clipped(a, slope=0), "number is right"),
    ("6.2 order_of", lambda node: [*{n.data: n for n in _marked(node)}.values()], "still two"),
    ("6.2 order_of", naive, "several times"),
    ("6.2 order_of", preorder, "before one of its parents"),
    ("6.2 order_of", lambda node: preorder(node)[::-1], "as soon as it is found"),
    ("6.2 order_of", lambda node: breadth_first(node)[::-1], "as soon as it is found"),
    ("6.2 order_of", by_calls, "your own stack"),
    ("6.2 order_of", lambda node: by_calls(node)[::-1], "Turn the order round"),
    ("6.2 order_of", lambda node: by_calls(node)[:-1], "node itself"),
    ("6.2 order_of", lambda node: [n for n in by_calls(node) if n.local], "leaves"),
    ("6.2 order_of", lambda node: [*set(node.parents), node], "parents of their own"),
    ("6.2 order_of", lambda node: {n: n.parents for n in preorder(node)}, "list"),
    ("6.2 order_of", lambda node: [n.data for n in preorder(node)], "not of their data"),
    ("6.2 order_of", lambda node: preorder(node).clear(), "list"),
    ("6.2 pass_all_back", lambda nodes: blame(nodes, add=False), "twice"),
    ("6.2 pass_all_back", lambda nodes: blame(nodes, times=lambda slope, grad: slope), "slope"),
    ("6.2 pass_all_back", lambda nodes: blame(nodes, times=lambda slope, grad: grad), "unchanged"),
    ("6.2 pass_all_back", lambda nodes: blame(nodes, nodes_reset="none"), "In the second"),
    ("6.2 pass_all_back", lambda nodes: blame(nodes, nodes_reset="all"), "doubled"),
    ("6.2 pass_all_back", lambda nodes: blame(nodes, seed=False), "its 1"),
    ("6.2 pass_all_back", seed_before_reset, "its 1"),
    ("6.2 pass_all_back", lambda nodes: blame(nodes, step=1), "begin at the end"),
    ("6.2 pass_all_back", last_number_expected, "gets the list"),
    ("6.2 pass_all_back", lambda node: last_number_expected(node, preorder), "gets the list"),
    ("6.2 pass_all_back", lambda node: last_number_expected(node, engine.ordered), "gets the list"),
    ("6.2 pass_all_back", lambda node: last_number_expected(node, list), "gets the list"),
    ("6.3 train", loop(in_place, empty=False), "swings"),
    ("6.3 train", loop(recorded), "in place while autograd"),
    ("6.3 train", loop(rebound, empty=False), "is None"),
    ("6.3 train", loop(then_zeroed), "is None"),
    ("6.3 train", loop(rebound_under_no_grad), "no record"),
    ("6.3 train", loop(emptied_before), "never moves"),
    ("6.3 train", loop(lost), "never moves"),
    ("6.3 train", loop(in_place, first=1), "missing"),
    ("6.3 train", loop(in_place, first=-1), "too many"),
    ("6.3 train", loop(in_place, result=torch.detach), "follows"),
    ("6.3 train", loop(in_place, result=lambda params: params.tolist()), "one tensor"),
    ("6.3 train", loop(in_place, result=lambda params: (params, [1.0])), "one tensor"),
    ("6.3 train", loop(in_place, result=lambda params: params.numpy()), "NumPy"),
    ("6.3 train", loop(in_place, loss_of=lambda p, x, y: (p[0] * x + p[1] - y) ** 2), "one number"),
    ("6.3 train", loop(in_place, loss_of=residuals_squared_in_place), "changes in place"),
    ("6.3 train", loop(in_place, loss_of=lambda p, *a: len(a[0]) * mse(p, *a)), "mean, not a sum"),
    ("6.3 train", loop(in_place, loss_of=lambda p, *a: mse(p.flip(0), *a)), "swapped"),
    ("6.3 train", two_leaves(lambda w, b: torch.tensor([b, w], requires_grad=True)), "swapped"),
    ("6.3 train", zeroed_at_the_start, "too early"),
    ("6.3 train", all_under_no_grad, "no_grad"),
    ("6.3 train", loss_before_the_loop, "used up"),
    ("6.3 train", lambda *run: loss_before_the_loop(*run, retain_graph=True), "anew"),
    ("6.3 train", unpacked_before_the_loop, "anew"),
    ("6.3 train", two_leaves(lambda w, b: torch.stack([w, b])), "no leaf"),
    ("6.3 train", two_leaves(lambda w, b: (w, b)), "one tensor"),
    ("6.3 train", two_leaves(lambda w, b: torch.tensor([w, b])), "follows"),
    ("6.3 train", lambda x, y, lr, steps: loop(in_place)(x, y, lr, 30), "number of steps"),
    ("6.3 train", lambda *run: torch.tensor([1.0, 0.0], requires_grad=True), "No backward"),
    ("6.4 loop_a", lambda x, *run: loop(in_place)(0.1 * x, *run), "scaled already"),
    ("6.4 loop_a", all_under_no_grad, "no_grad"),
    ("6.4 loop_a", loop(then_zeroed), "is None"),
    ("6.4 loop_b", loop(lambda *how: rebound(*how).detach()), "no record"),
    ("6.4 loop_b", loop(rebound, empty=False), "is None"),
    ("6.4 loop_c", loop(in_place, empty=False), "swings"),
    ("6.4 loop_c", zeroed_at_the_start, "too early"),
    ("6.4 loop_d", with_retain_graph, "retain_graph"),
    ("6.4 loop_d", loop(in_place, loss_of=loss_told_to_require_grad), "is None"),
    ("6.5 chunked_grad", lambda *a: over_chunks(*a, lambda *_: 1), "sum of the chunks' means"),
    (
        "6.5 chunked_grad",
        lambda *a: over_chunks(*a, lambda *_: 1, zero_first=False),
        "sum of the chunks' means",
    ),
    ("6.5 chunked_grad", lambda *a: over_chunks(*a, lambda size, n, k: 1 / k), "equally long"),
    ("6.5 chunked_grad", lambda *a: over_chunks(*a, lambda size, n, k: size / k), "Of what"),
    ("6.5 chunked_grad", lambda *a: over_chunks(*a, lambda size, n, k: size), "sum of the squares"),
    (
        "6.5 chunked_grad",
        lambda *a: over_chunks(*a, lambda size, n, k: size / n, zero_between=True),
        "last chunk",
    ),
    ("6.5 chunked_grad", lambda *a: over_chunks(*a, lambda *_: 1, zero_between=True), "last chunk"),
    (
        "6.5 chunked_grad",
        lambda *a: over_chunks(*a, lambda size, n, k: size / n, zero_first=False),
        "second call",
    ),
    ("6.5 chunked_grad", lambda *a: over_chunks(*a, lambda size, *_: size / 11), "count these"),
    (
        "6.5 chunked_grad",
        lambda *a: over_chunks(*a, lambda size, *_: size / 11, zero_first=False),
        "count these",
    ),
    ("6.5 chunked_grad", nothing_comes_back, "Nothing comes back"),
    ("6.5 chunked_grad", loss_adds_up, "used up"),
    ("6.5 chunked_grad", zeroed_by_force, "is None"),
    (
        "6.6 lowest",
        lambda f, start: with_optimizer(f, start, torch.optim.SGD, lr=0.01),
        "single lr",
    ),
    ("6.6 lowest", lambda f, start: with_optimizer(f, start, torch.optim.SGD, lr=1e-3), "half"),
    ("6.6 lowest", lambda f, start: with_optimizer(f, start, torch.optim.SGD, lr=1e3), "run away"),
    ("6.6 lowest", lambda f, start: with_optimizer(f, start, torch.optim.Adam, lr=1e-3), "half"),
    ("6.6 lowest", lambda f, start: (line_search(f, start), 200), "one tensor"),
    ("6.6 lowest", lambda f, start: f(line_search(f, start)), "one tensor"),
    ("6.6 lowest", lambda f, start: line_search(f, start).numpy(), "one tensor"),
    ("6.6 lowest", lambda f, start: line_search(f, start)[None, :], "one tensor"),
    ("6.6 lowest", lambda f, start: print(end=""), "one tensor"),
    ("6.6 lowest", lambda f, start: start.copy_(line_search(f, start.clone())), "start is not"),
    ("6.6 lowest", lambda f, start: line_search(f, start.requires_grad_()), "start is not"),
    ("6.6 lowest", lambda f, start: 2 * start - line_search(f, start), "risen on all"),
    ("6.6 lowest", lambda f, start: line_search(f, start, steps=0), "where they began"),
    ("6.6 lowest", lambda f, start: line_search(f, start, first=1e-5, shrink=1.0, steps=5), "half"),
    ("6.6 lowest", lambda f, start: 0.8 * start + 0.2 * line_search(f, start), "half"),
    ("6.6 lowest", lambda f, start: steps_of_one_length(f, start, 0.01), "half"),
    ("6.6 lowest", lambda f, start: f(start).backward(), "no record"),
    ("6.6 lowest", never_emptied, "half"),
    ("6.6 lowest", recorded_step, "in place while autograd"),
    ("6.1 exp", lambda a: a**math.e, "the base"),
    ("6.2 pass_all_back", takes_the_graph_apart, "taken apart"),
]


def _marked(node):
    """Put each number back once with a mark, and its parents on top of it."""
    stack, entered, done = [node], set(), {}
    while stack:
        at = stack[-1]
        waiting = [p for p in at.parents if id(p) not in entered]
        entered.add(id(at))
        if waiting:
            stack.extend(waiting)
        else:
            done.setdefault(stack.pop(), None)
    return list(done)


def _by_counting_children(node):
    """Take a number as soon as all that was made from it is taken; turn that order round."""
    counts = dict.fromkeys(preorder(node), 0)
    for at in counts:
        for parent in set(at.parents):
            counts[parent] += 1
    free, taken = [node], []
    while free:
        taken.append(free.pop())
        for parent in set(taken[-1].parents):
            counts[parent] -= 1
            if counts[parent] == 0:
                free.append(parent)
    return tuple(reversed(taken))


def _by_index(nodes):
    inner = [node for node in nodes if node.parents]
    for node in inner:
        node.grad = 0.0
    inner[-1].grad = 1.0
    while nodes:
        node = nodes.pop()
        for i in range(len(node.parents)):
            node.parents[i].grad += node.grad * node.local[i]


RIGHT = [
    ("6.1 exp", e),
    ("6.1 exp", lambda a: Value(math.exp(a.data), [a], [math.exp(a.data)])),
    ("6.1 divide", over),
    ("6.1 divide", lambda a, b: a * b**-1),
    ("6.1 divide", lambda a, b: a * op(1 / b.data, (b, -1 / b.data / b.data))),
    ("6.1 relu", clipped),
    ("6.1 relu", lambda a: Value(a.data * (a.data > 0), (a,), (a.data > 0,), "max(a, 0)")),
    ("6.1 relu", lambda a: op(a.data, (a, 1)) if a.data > 0 else op(0, (a, 0))),
    ("6.2 order_of", _marked),
    ("6.2 order_of", _by_counting_children),
    ("6.2 pass_all_back", blame),
    ("6.2 pass_all_back", _by_index),
    ("6.3 train", loop(in_place)),
    ("6.3 train", with_sgd),
    ("6.3 train", with_grad_function),
    ("6.3 train", emptied_first_if_there),
    ("6.3 train", two_leaves(lambda w, b: torch.tensor([w, b], requires_grad=True))),
    ("6.4 loop_a", with_grad_function),
    ("6.4 loop_b", loop(in_place)),
    ("6.4 loop_c", emptied_first_if_there),
    ("6.4 loop_d", loop(in_place)),
    ("6.5 chunked_grad", lambda *a: over_chunks(*a, lambda size, n, k: size / n)),
    ("6.5 chunked_grad", added_up_by_hand),
    ("6.6 lowest", line_search),
    ("6.6 lowest", lambda f, start: line_search(f, start, first=1e-6)),
    ("6.6 lowest", sign_by_sign),
    ("6.6 lowest", newton),
    ("6.6 lowest", lambda f, start: with_optimizer(f, start, torch.optim.Rprop, lr=0.1)),
    ("6.6 lowest", with_lbfgs),
    ("6.6 lowest", by_differences),
]
